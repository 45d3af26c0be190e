"""One story in two languages, and many stories at once: ``python -m benchmarks.two_outlets --data FOLDER``.

FOLDER (or CROSSCHECK_DATA) holds ``ntrex/``: news documents in several languages, one sentence a line behind the name
of its document. Each document from the sixtieth on (earlier ones serve training) is posted by two outlets in two
languages on one day. Of the sentences that yield a claim on both sides, counted are those whose claims meet in one
cluster, and those that a conflict accuses, which is always false: between the two versions, or with any other sentence.
Then unrelated documents in turns of languages are posted together; what is flagged there is false as well.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.core.errors import CrosscheckError
from app.core.model.article import Article
from app.core.model.claim import Claim
from app.core.model.conflict import Conflict, Scope
from app.settings import default_home
from app.use_cases.cross_check import ArticleReading, CrossCheck, cross_check
from benchmarks.readings import Workbench
from benchmarks.translations import FILES, LineOutcome, lines_of, read_lines, score_lines

PAIRS = (("ar", "en"), ("fr", "ar"))
TRAINED_ON = 60  # documents, from the first
UNRELATED = 40  # documents, from the last
LANGUAGES = ("en", "ar", "fr")
PUBLISHED_AT = datetime(2018, 9, 30, 18, tzinfo=UTC)  # the documents are of that autumn and do not say the day
Lines = dict[str, list[str]]


def article_of(name: str, lines: Sequence[str], language: str) -> Article:
    """One document as an article of an outlet of its own."""
    key = f"{name}-{language}"
    text = "".join(line + "\n" for line in lines)
    return Article(id=key, outlet=key, text=text, language=language, published_at=PUBLISHED_AT)


def check(readings: Sequence[ArticleReading], bench: Workbench) -> CrossCheck:
    """All of these articles together."""
    return cross_check(readings, knowledge=bench.knowledge, places=bench.places, judge=bench.judge)


class PairRun:
    """All documents in two languages."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self.outcomes: list[LineOutcome] = []
        self.kinds: Counter[str] = Counter()
        self.internal = 0
        self.joined_elsewhere = 0  # clusters that hold claims of both sides, but never of the same line
        self.across = 0  # clusters that hold claims of both sides
        self.mistakes: list[str] = []

    def add(self, left: tuple[Article, Sequence[str]], right: tuple[Article, Sequence[str]]) -> None:
        """One document, as its article and its lines on each side."""
        readings = self._bench.read_all([left[0], right[0]])
        outcome = check(readings, self._bench)
        ours, theirs = (lines_of(one.claims, lines) for one, (_, lines) in zip(readings, (left, right), strict=True))
        home = {claim_id: cluster.id for cluster in outcome.clusters for claim_id in cluster.claim_ids}
        held = [_claims_in(conflict) for conflict in outcome.conflicts]
        found = score_lines(ours, theirs, home, held)
        self.outcomes.extend(found)
        cross = [conflict for conflict in outcome.conflicts if conflict.scope is Scope.CROSS]
        self.kinds.update(str(conflict.kind) for conflict in cross)
        self.internal += len(outcome.conflicts) - len(cross)
        for cluster in outcome.clusters:
            sides = (
                {ours[key] for key in cluster.claim_ids if key in ours},
                {theirs[key] for key in cluster.claim_ids if key in theirs},
            )
            self.across += all(sides)
            self.joined_elsewhere += all(sides) and not sides[0] & sides[1]
        claims = {claim.id: claim for reading in readings for claim in reading.claims}
        self.mistakes += _unmet(found, outcome, claims, ours, theirs)
        self.mistakes += [_told(conflict, claims) for conflict in outcome.conflicts]

    def report(self) -> dict[str, object]:
        """The numbers; shares are of the sentences that yield a claim on both sides."""
        count = len(self.outcomes)
        return {
            "sentences": count,
            "met": sum(one.met for one in self.outcomes) / count,
            "accused": sum(one.accused for one in self.outcomes) / count,
            "touched": sum(one.touched for one in self.outcomes) / count,
            "conflicts": dict(sorted(self.kinds.items())),
            "internal": self.internal,
            "clusters across": self.across,
            "of other sentences": self.joined_elsewhere,
        }


def _claims_in(conflict: Conflict) -> set[str]:
    return {claim_id for side in conflict.sides for claim_id in side.claim_ids}


def _unmet(
    found: Sequence[LineOutcome],
    outcome: CrossCheck,
    claims: dict[str, Claim],
    left: dict[str, int],
    right: dict[str, int],
) -> Iterator[str]:
    best: dict[int, float] = {}
    for edge in outcome.edges:
        for one, other in ((edge.left, edge.right), (edge.right, edge.left)):
            if one in left and other in right and left[one] == right[other]:
                best[left[one]] = max(edge.probability, best.get(left[one], 0.0))
    for one in found:
        if not one.met:
            sides = [[claims[key].statement for key in side if side[key] == one.line] for side in (left, right)]
            yield f"apart, best edge {best.get(one.line, 0.0):.2f}\n    " + "\n    ".join(
                " / ".join(side) for side in sides
            )


def _told(conflict: Conflict, claims: dict[str, Claim]) -> str:
    sides = (f"{side.label}: {' / '.join(claims[key].statement for key in side.claim_ids)}" for side in conflict.sides)
    return f"{conflict.scope} {conflict.kind} {conflict.confidence:.2f}\n    " + "\n    ".join(sides)


def run_pairs(texts: dict[str, Lines], bench: Workbench, errors: bool) -> dict[str, object]:
    """Prints a row for each pair of languages."""
    names = list(texts["en"])[TRAINED_ON:]
    print(f"{len(names)} documents as two outlets")
    print(
        f"{'pair':<8}{'sentences':>10}{'met':>8}{'accused':>9}{'touched':>9}  conflicts between the outlets, internal"
    )
    report: dict[str, object] = {}
    for left, right in PAIRS:
        pair = PairRun(bench)
        for name in names:
            sides = [(article_of(name, texts[one][name], one), texts[one][name]) for one in (left, right)]
            pair.add(sides[0], sides[1])
        bench.save()
        row = pair.report()
        report[f"{left}-{right}"] = row
        print(
            f"{left}-{right:<5}{row['sentences']:>10}{row['met']:>8.3f}{row['accused']:>9.4f}{row['touched']:>9.4f}"
            f"  {row['conflicts']}, {row['internal']}; "
            f"{row['of other sentences']} of {row['clusters across']} clusters hold no sentence with its translation"
        )
        if errors:
            print("\n".join(pair.mistakes))
    return report


def run_unrelated(texts: dict[str, Lines], bench: Workbench, errors: bool) -> dict[str, object]:
    """Prints what is flagged among documents that have nothing to do with each other."""
    names = list(texts["en"])[-UNRELATED:]
    articles = [
        article_of(name, texts[language][name], language)
        for name, language in zip(names, LANGUAGES * len(names), strict=False)
    ]
    readings = bench.read_all(articles)
    outcome = check(readings, bench)
    claims = {claim.id: claim for reading in readings for claim in reading.claims}
    flagged = Counter(f"{conflict.scope} {conflict.kind}" for conflict in outcome.conflicts)
    across = sum(len(cluster.outlets) > 1 for cluster in outcome.clusters)
    print(
        f"{len(names)} unrelated documents: {len(claims)} claims, {across} clusters of several outlets, "
        f"{len(outcome.conflicts)} conflicts, {100 * len(outcome.conflicts) / len(claims):.2f} per 100 claims "
        f"{dict(sorted(flagged.items()))}"
    )
    if errors:
        print("\n".join(_told(conflict, claims) for conflict in outcome.conflicts))
    return {
        "claims": len(claims),
        "clusters of several outlets": across,
        "conflicts": dict(flagged),
        "per 100 claims": 100 * len(outcome.conflicts) / len(claims),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 2 if there is nothing to read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.two_outlets", description=__doc__)
    data, home = os.environ.get("CROSSCHECK_DATA"), os.environ.get("CROSSCHECK_HOME")
    parser.add_argument("--data", type=Path, default=Path(data) if data else None, help="folder that holds ntrex/")
    parser.add_argument("--home", type=Path, default=Path(home) if home else default_home(), help="where models are")
    parser.add_argument("--mistakes", action="store_true", help="list every sentence apart and every conflict")
    parser.add_argument("--json", type=Path, default=None, help="write the numbers there")
    options = parser.parse_args(arguments)
    if options.data is None or not (options.data / "ntrex").is_dir():
        print("nothing to read: name a folder that holds ntrex/ with --data or CROSSCHECK_DATA", file=sys.stderr)
        return 2
    texts = {one: read_lines(options.data / "ntrex" / f"newstest2019-{FILES[one]}.txt") for one in LANGUAGES}
    try:
        bench = Workbench(options.home.expanduser())
    except CrosscheckError as error:
        print(error, file=sys.stderr)
        return 2
    report = run_pairs(texts, bench, options.mistakes)
    report["unrelated"] = run_unrelated(texts, bench, options.mistakes)
    bench.save()
    if options.json:
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
