"""Translated documents, and how many of their sentences meet their own translation."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path

from app.core.model.claim import Claim

FILES = {"ar": "ref.arb", "en": "src.eng", "fr": "ref.fra", "de": "ref.deu", "es": "ref.spa", "tr": "ref.tur"}
FILES |= {"ru": "ref.rus", "fa": "ref.fas"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOutcome:
    """What became of one sentence of which both sides made a claim."""

    line: int
    met: bool  # some claim of one side is in one cluster with one of the other
    accused: bool  # a conflict holds claims of both its sides
    touched: bool  # a conflict between the outlets holds any of its claims


def read_lines(path: Path) -> dict[str, list[str]]:
    """By the name of the document, in the order of the file: its sentences. Each line is a name, a tab, a sentence."""
    rows = [line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line]
    return {name: [text for _, text in lines] for name, lines in groupby(rows, key=lambda row: row[0])}


def lines_of(claims: Sequence[Claim], lines: Sequence[str]) -> dict[str, int]:
    """By claim id, the index of the line in which its predicate stands; the text is the lines, each with its end."""
    ends = list(accumulate(len(line) + 1 for line in lines))
    return {claim.id: sum(end <= claim.predicate_start for end in ends) for claim in claims}


def score_lines(
    left: Mapping[str, int],
    right: Mapping[str, int],
    home: Mapping[str, str],
    conflicts: Sequence[Collection[str]],
) -> list[LineOutcome]:
    """The outcome of each line of which both sides made a claim, in order.

    ``left`` and ``right`` give each claim's line, ``home`` its cluster; a conflict is the claims that it holds.
    """
    ours, theirs = _by_line(left), _by_line(right)
    across = [set(held) for held in conflicts if any(one in left for one in held) and any(one in right for one in held)]
    outcomes = []
    for line in sorted(ours.keys() & theirs.keys()):
        own, other = ours[line], theirs[line]
        outcomes.append(
            LineOutcome(
                line=line,
                met=bool({home[one] for one in own} & {home[one] for one in other}),
                accused=any(held & own and held & other for held in across),
                touched=any(held & (own | other) for held in across),
            )
        )
    return outcomes


def _by_line(lines: Mapping[str, int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for claim_id, line in lines.items():
        found[line].add(claim_id)
    return found
