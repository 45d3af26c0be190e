"""Which event mentions of many articles are of one event: ``python -m benchmarks.events --data FOLDER``.

FOLDER (or CROSSCHECK_DATA) holds ``events/ecbplus_*.jsonl``. Read are the topics that no fit has seen. Each holds two
different happenings of one kind; their articles are cross-checked together. The documents tell no date, so all count
as published on one day, which makes the two happenings harder to tell apart than they are in the news; ``--undated``
leaves them without. A mention is covered by a claim whose predicate shares characters with it, and is then in the
claim's cluster. Scored with B-cubed over all mentions of all topics: over the covered ones, and over all, where a
mention without a claim stands alone. Beside it: mentions of the same words in a topic, or in a subtopic (which nobody
is told in the news), are of one event.
"""

import argparse
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from app.core.errors import CrosscheckError
from app.core.folding import fold
from app.core.model.article import Article
from app.core.model.claim import Claim
from app.settings import default_home
from app.use_cases.cross_check import cross_check
from benchmarks.coreference import b_cubed
from benchmarks.event_mentions import Document, Mention, overlap, read_documents, read_mentions
from benchmarks.readings import Workbench

TOPICS = tuple(str(number) for number in range(28, 36))
PUBLISHED_AT = datetime(2009, 1, 8, 18, tzinfo=UTC)
Key = tuple[str, tuple[tuple[int, int], ...]]


def covering_claim(mention: Mention, claims: Sequence[Claim]) -> Claim | None:
    """The claim whose predicate shares most characters with the mention; of several the shortest, then the first."""
    shared = [(overlap(mention.spans, claim.predicate_start, claim.predicate_end), claim) for claim in claims]
    found = [(-count, claim.end - claim.start, claim.start, claim.id, claim) for count, claim in shared if count]
    return min(found, key=lambda one: one[:4])[4] if found else None


def is_quoted(mention: Mention, claims: Sequence[Claim]) -> bool:
    """Whether some claim's quote holds any of it."""
    return any(overlap(mention.spans, claim.start, claim.end) for claim in claims)


class TopicRun:
    """One topic's articles, cross-checked together."""

    def __init__(self, documents: Sequence[Document], bench: Workbench, published_at: datetime | None) -> None:
        articles = [
            Article(id=one.id, outlet=one.id, text=one.text, language="en", published_at=published_at)
            for one in documents
        ]
        readings = bench.read_all(articles)
        outcome = cross_check(readings, knowledge=bench.knowledge, places=bench.places, judge=bench.judge)
        self.claims = {reading.article_id: reading.claims for reading in readings}
        self.home = {claim_id: cluster.id for cluster in outcome.clusters for claim_id in cluster.claim_ids}
        self.conflicts = len(outcome.conflicts)

    def clusters_of(self, mentions: Sequence[Mention]) -> dict[Key, tuple[Claim, str]]:
        """The claim and the cluster of each covered mention."""
        found = {}
        for mention in mentions:
            claim = covering_claim(mention, self.claims[mention.document])
            if claim is not None:
                found[mention.key] = (claim, self.home[claim.id])
        return found


def by_words(mentions: Sequence[Mention], *, within: str) -> dict[Key, tuple[str, str]]:
    """The baseline: mentions of the same folded words in the same topic or subtopic."""
    return {one.key: (getattr(one, within), fold(one.text)) for one in mentions}


def mistakes(mentions: Sequence[Mention], found: Mapping[Key, tuple[Claim, str]], limit: int) -> Iterator[str]:
    """Pairs of covered mentions that are wrongly apart, and wrongly together, the first of each two groups."""
    by_topic: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.key in found:
            by_topic[mention.topic].append(mention)
    seen: set[tuple[object, ...]] = set()
    counts: Counter[str] = Counter()
    for own in by_topic.values():
        for one, other in combinations(own, 2):
            left, right = found[one.key], found[other.key]
            same = one.chain == other.chain
            key = (one.chain, other.chain, *sorted((left[1], right[1])))
            if same == (left[1] == right[1]) or key in seen:
                continue
            seen.add(key)
            kind = "apart" if same else "joined"
            counts[kind] += 1
            if counts[kind] <= limit:
                yield (
                    f"{kind}: {one.document} «{one.text}» | {other.document} «{other.text}»\n"
                    f"    {left[0].statement}\n    {right[0].statement}"
                )
    yield f"{counts['apart']} pairs of groups apart, {counts['joined']} joined"


def run(data: Path, bench: Workbench, *, published_at: datetime | None, errors: int) -> dict[str, object]:
    """Prints the table; returns its numbers."""
    documents = read_documents(data, TOPICS)
    mentions = read_mentions(data, documents)
    found: dict[Key, tuple[Claim, str]] = {}
    quoted = claims = conflicts = 0
    for topic in TOPICS:
        topic_run = TopicRun([one for one in documents if one.topic == topic], bench, published_at)
        own = [one for one in mentions if one.topic == topic]
        found |= topic_run.clusters_of(own)
        quoted += sum(is_quoted(one, topic_run.claims[one.document]) for one in own)
        claims += sum(map(len, topic_run.claims.values()))
        conflicts += topic_run.conflicts
        bench.save()
    print(f"{len(documents)} documents, {claims} claims, {conflicts} conflicts, {len(mentions)} event mentions")
    print(f"covered by a predicate {len(found) / len(mentions):.3f}, inside a quote {quoted / len(mentions):.3f}")
    report: dict[str, object] = {
        "mentions": len(mentions),
        "covered": len(found) / len(mentions),
        "quoted": quoted / len(mentions),
    }
    report |= _score(mentions, found)
    if errors:
        missing = Counter(fold(one.text) for one in mentions if one.key not in found)
        print("without a claim: " + ", ".join(f"{text} {count}" for text, count in missing.most_common(errors)))
        print("\n".join(mistakes(mentions, found, errors)))
    return report


def _score(mentions: Sequence[Mention], found: Mapping[Key, tuple[Claim, str]]) -> dict[str, object]:
    gold = {one.key: one.chain for one in mentions}
    covered = {key: chain for key, chain in gold.items() if key in found}
    systems: dict[str, Mapping[Key, object]] = {
        "clusters": {key: cluster for key, (_, cluster) in found.items()},
        "same words, topic": by_words(mentions, within="topic"),
        "same words, subtopic": by_words(mentions, within="subtopic"),
        "each alone": {},
    }
    report: dict[str, object] = {}
    print(f"{'B-cubed':<24}{'mentions':<10}{'precision':>10}{'recall':>8}{'F1':>8}")
    for name, system in systems.items():
        for among, keys in (("covered", covered), ("all", gold)):
            score = b_cubed(keys, system)
            print(f"{name:<24}{among:<10}{score.precision:>10.3f}{score.recall:>8.3f}{score.f1:>8.3f}")
            report[f"{name}, {among}"] = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    return report


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 2 if there is nothing to read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.events", description=__doc__)
    data, home = os.environ.get("CROSSCHECK_DATA"), os.environ.get("CROSSCHECK_HOME")
    parser.add_argument("--data", type=Path, default=Path(data) if data else None, help="folder that holds events/")
    parser.add_argument("--home", type=Path, default=Path(home) if home else default_home(), help="where models are")
    parser.add_argument("--undated", action="store_true", help="documents without a day of publication")
    parser.add_argument("--mistakes", type=int, default=0, metavar="N", help="list so many of each kind")
    parser.add_argument("--json", type=Path, default=None, help="write the numbers there")
    options = parser.parse_args(arguments)
    if options.data is None or not (options.data / "events" / "ecbplus_docs.jsonl").is_file():
        print("nothing to read: name a folder that holds events/ with --data or CROSSCHECK_DATA", file=sys.stderr)
        return 2
    try:
        bench = Workbench(options.home.expanduser())
    except CrosscheckError as error:
        print(error, file=sys.stderr)
        return 2
    published_at = None if options.undated else PUBLISHED_AT
    report = run(options.data / "events", bench, published_at=published_at, errors=options.mistakes)
    if options.json:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
