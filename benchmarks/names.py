"""How well names are told the same or different across spellings and scripts.

    python -m benchmarks.names [--data FOLDER]        (or CROSSCHECK_DATA=FOLDER)

Our own pairs (``tests/gold/name_pairs.jsonl``) are hard ones: brothers, namesakes, one letter's difference, particles,
order, initials, titles, in three scripts; they are compared as ``crosscheck inspect names`` does. Even lines are kept
apart: only their totals are shown.

FOLDER holds ``names/ar2en-eval.txt``: one Arabic and one Latin spelling a line, separated by a tab. Positives are its
rows; negatives pair each Arabic spelling with the Latin spelling of another row: a shuffled one, and the
nearest-looking one whose key differs in some sound. "Full names" join two words of each. The data are not part of this
project.
"""

import argparse
import json
import os
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from app.core.entities.names import Titles, compare_names, name_key
from app.knowledge.loader import load_knowledge

SEED = 7
HARD_PAIRS = Path(__file__).parent.parent / "tests" / "gold" / "name_pairs.jsonl"
Pair = tuple[str, str]


def read_rows(path: Path) -> list[Pair]:
    """Arabic and Latin spellings, as they stand in the file."""
    rows = [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8")]
    return [(row[0], row[1]) for row in rows if len(row) == 2 and all(row)]


def nearest_others(rows: Sequence[Pair]) -> list[Pair]:
    """Each Arabic spelling with the nearest-looking Latin spelling that no row gives for it or for a homograph."""
    spellings: dict[str, set[str]] = {}
    for arabic, latin in rows:
        spellings.setdefault(arabic, set()).add(latin)
    latins = sorted({latin for _, latin in rows})
    found = []
    for arabic, latin in rows:
        near = process.extract(latin, latins, scorer=JaroWinkler.similarity, limit=6)
        other = next((text for text, _, _ in near if text not in spellings[arabic]), None)
        if other is not None:
            found.append((arabic, other))
    return found


def shuffled(rows: Sequence[Pair], chance: random.Random) -> list[Pair]:
    """Each Arabic spelling with the Latin spelling of another row."""
    latins = [latin for _, latin in rows]
    chance.shuffle(latins)
    return [(arabic, other) for (arabic, latin), other in zip(rows, latins, strict=True) if other != latin]


def full_names(rows: Sequence[Pair], chance: random.Random) -> tuple[list[Pair], list[Pair]]:
    """Two-word names: the same in both scripts, and with a shuffled last word that is not like it."""
    same, different = [], []
    for arabic, latin in rows:
        first, other = chance.choice(rows), chance.choice(rows)
        same.append((f"{first[0]} {arabic}", f"{first[1]} {latin}"))
        if name_key(other[1]) != name_key(latin):
            different.append((f"{first[0]} {arabic}", f"{first[1]} {other[1]}"))
    return same, different


@dataclass
class Tally:
    """Verdicts on pairs that are the same and on pairs that are not."""

    found: int = 0
    missed: int = 0
    refused: int = 0
    accepted: int = 0  # wrongly

    def count(self, *, same: bool, verdict: bool) -> None:
        """One more pair."""
        self.found += same and verdict
        self.missed += same and not verdict
        self.refused += not same and not verdict
        self.accepted += not same and verdict

    def line(self, title: str) -> str:
        """Title, right verdicts on both kinds of pairs, precision and recall where there are any."""
        same, other = self.found + self.missed, self.refused + self.accepted
        precision = f"{self.found / (self.found + self.accepted):.3f}" if self.found + self.accepted else "  -  "
        recall = f"{self.found / same:.3f}" if same else "  -  "
        told = f"same {self.found:>3} of {same:<3}  other {self.refused:>3} of {other:<3}"
        return f"{title:<14} {told}  {precision} {recall}"


def report_hard_pairs(path: Path, *, show: int) -> None:
    """Prints the verdicts on our own pairs by kind, with precision and recall."""
    titles = Titles(load_knowledge().languages.values())
    tallies: dict[str, Tally] = defaultdict(Tally)
    wrong: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        pair = json.loads(line)
        compared = compare_names(titles.apart(pair["left"]), titles.apart(pair["right"]))
        for key in (pair["kind"], "all", "looked at" if number % 2 else "kept apart"):
            tallies[key].count(same=pair["same"], verdict=compared.same)
        if compared.same is not pair["same"] and number % 2:
            wrong.append(f"      {pair['left']} | {pair['right']} | {pair['kind']} | {compared.score:.2f}")
    for key, tally in sorted(tallies.items(), key=lambda item: item[0] in ("all", "kept apart", "looked at")):
        print(tally.line(key))
    print(*wrong[:show], sep="\n")


def report(title: str, pairs: Iterable[Pair], *, expected: bool, show: int) -> tuple[int, int]:
    """Prints the share of right verdicts and some wrong ones; returns (right, all)."""
    pairs = list(pairs)
    wrong = [pair for pair in pairs if compare_names(*pair).same is not expected]
    right = len(pairs) - len(wrong)
    print(f"{title:<44} {right:>6} of {len(pairs):<6} {right / len(pairs):.3f}")
    for left, other in wrong[:show]:
        print(f"      {left} | {other} | {compare_names(left, other).score:.2f}")
    return right, len(pairs)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("CROSSCHECK_DATA"), help="folder with names/")
    parser.add_argument("--file", default="ar2en-eval.txt")
    parser.add_argument("--show", type=int, default=0, help="wrong verdicts to print of each kind")
    arguments = parser.parse_args()
    report_hard_pairs(HARD_PAIRS, show=arguments.show)
    if arguments.data is None or not (Path(arguments.data) / "names" / arguments.file).exists():
        sys.exit(f"names/{arguments.file} not found: name its folder with --data or CROSSCHECK_DATA")
    rows = read_rows(Path(arguments.data) / "names" / arguments.file)
    chance = random.Random(SEED)  # noqa: S311  (a repeatable shuffle, no secret)
    same, different = full_names(rows, chance)
    print(f"{len(rows)} rows, seed {SEED}")
    report("one word, same", rows, expected=True, show=arguments.show)
    report("one word, shuffled", shuffled(rows, chance), expected=False, show=arguments.show)
    report("one word, nearest-looking other", nearest_others(rows), expected=False, show=arguments.show)
    found, positives = report("two words, same", same, expected=True, show=arguments.show)
    refused, negatives = report("two words, other last word", different, expected=False, show=arguments.show)
    accepted = found + negatives - refused
    print(f"two words: precision {found / max(accepted, 1):.3f}  recall {found / positives:.3f}")
    keys = sum(name_key(arabic) == name_key(latin) for arabic, latin in rows)
    print(f"{'one word, equal keys':<44} {keys:>6} of {len(rows):<6} {keys / len(rows):.3f}")


if __name__ == "__main__":
    main()
