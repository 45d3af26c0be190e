"""Ours beside what is there already, in one run: ``python -m benchmarks.peers [--claims 600] [--json FILE]``.

- times: ``find_times`` beside dateparser, on our own gold expressions (tests/gold/times.jsonl): share right, and texts
  a second;
- near-copies: fingerprints and ``NEAR_COPY`` beside MinHash with LSH as datasketch's manual builds it, on sentences of
  our own scenarios and copies generated from them by the edits that desks make. Ours are signatures of datasketch too;
  what differs is that they are compared within a cluster, not looked up among all;
- contradictions: linking and comparing beside a cross-encoder asked about all pairs (benchmarks/all_pairs.py);
- HTTP beside a bare FastAPI endpoint is in the benchmark of reads, which starts a server.

Seconds are those of the processor, one thread, in turns. A peer that is not installed is named, with the remedy.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import median

from app.adapters.near_copies.minhash import fingerprint, shingles_of
from app.core.linking.origins import NEAR_COPY, resemblance
from app.knowledge.loader import load_knowledge
from app.use_cases.scenarios import read_scenarios
from benchmarks.all_pairs import OURS, compare

ROUNDS = 3
SEED = 8
SHORTEST = 8  # words of a sentence that is looked at, as in the service
COPIES = 2  # of every third sentence
LSH_VALUES = 128
LSH_THRESHOLDS = (0.3, 0.5, 0.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence; ``root`` is that of which it is a copy, or itself; ``story`` stands for its cluster."""

    text: str
    story: int
    root: int


def seconds_in_turns(work: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Seconds of the processor by name, the median of rounds in turns after one for warming up."""
    for run in work.values():
        run()
    rounds: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, run in work.items():
            begun = time.process_time()
            run()
            rounds[name].append(time.process_time() - begun)
    return {name: median(seconds) for name, seconds in rounds.items()}


def times() -> dict[str, object]:
    """Ours and dateparser on the gold expressions."""
    try:
        from benchmarks.times_gold import gold_rows, print_gold, read_by_dateparser, read_by_us  # noqa: PLC0415
    except ImportError as error:
        print(f"times: dateparser is not there ({error}); run: pip install -c constraints.txt dateparser\n")
        return {}

    print("times: share of our gold expressions that are right")
    knowledge = load_knowledge()
    counts = print_gold(knowledge, with_misses=False)["all"]
    rows = [row for row in gold_rows() if not row["value"].endswith("days")]
    seconds = seconds_in_turns(
        {
            "ours": lambda: [read_by_us(row, knowledge) for row in rows],
            "dateparser": lambda: [read_by_dateparser(row) for row in rows],
        }
    )
    speed = {name: len(rows) / each for name, each in seconds.items()}
    print(f"texts a second: ours {speed['ours']:,.0f}, dateparser {speed['dateparser']:,.0f}\n")
    times = counts["times"]
    right = {"ours": counts["ours of times"] / times, "dateparser": counts["dateparser"] / times}
    return {"right": right, "texts_a_second": speed}


def copied(text: str, chance: random.Random) -> str:
    """A near-copy, as desks make them: words left out, exchanged or put in, the beginning or the end cut."""
    words = text.split()
    for _ in range(max(1, round(len(words) * chance.choice((0.04, 0.08, 0.15))))):
        place = chance.randrange(len(words))
        match chance.choice(("drop", "swap", "put")):
            case "drop" if len(words) > SHORTEST:
                del words[place]
            case "swap":
                words[place - 1], words[place] = words[place], words[place - 1]
            case _:
                words.insert(place, chance.choice(words))
    if chance.random() < 0.3 and len(words) > 2 * SHORTEST:
        words = words[: -(len(words) // 5)]
    if chance.random() < 0.3:
        words = ["(AFP)", "-", *words]
    return " ".join(words)


def sentences() -> list[Sentence]:
    """Sentences of reports of the same and of other stories by many outlets, and near-copies of every third."""
    chance = random.Random(SEED)  # noqa: S311 - made-up copies, no secret
    found: list[Sentence] = []
    stories = [scenario for path in sorted(OURS.glob("*.jsonl")) for scenario in read_scenarios(path)]
    for story, scenario in enumerate(stories):
        for article in scenario.articles:
            for text in article.text.replace("\n", " ").split(". "):
                if len(text.split()) >= SHORTEST:
                    found.append(Sentence(text=text, story=story, root=len(found)))
    for original in found[::3]:
        for _ in range(COPIES):
            found.append(Sentence(text=copied(original.text, chance), story=original.story, root=original.root))
    return found


def pairs_by_us(rows: Sequence[Sentence]) -> set[tuple[int, int]]:
    """Near-copies among the sentences of each story."""
    prints = fingerprint([row.text for row in rows])
    stories: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        stories.setdefault(row.story, []).append(number)
    return {
        (one, other)
        for numbers in stories.values()
        for one, other in product(numbers, numbers)
        if one < other and resemblance(prints[one], prints[other]) >= NEAR_COPY
    }


def pairs_by_lsh(rows: Sequence[Sentence], threshold: float) -> set[tuple[int, int]]:
    """Near-copies among all sentences, by an index over their signatures."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415  (it brings scipy along)

    shingles = [[shingle.encode() for shingle in shingles_of(row.text)] for row in rows]
    index = MinHashLSH(threshold=threshold, num_perm=LSH_VALUES)
    found: set[tuple[int, int]] = set()
    for number, signature in enumerate(MinHash.bulk(shingles, num_perm=LSH_VALUES)):
        found |= {(int(other), number) for other in index.query(signature)}
        index.insert(str(number), signature)
    return found


def near_copies() -> dict[str, object]:
    """Precision and recall of pairs of near-copies, and sentences a second."""
    rows = sentences()
    families: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        families.setdefault(row.root, []).append(number)
    gold = {(one, other) for family in families.values() for one, other in product(family, family) if one < other}
    work: dict[str, Callable[[], set[tuple[int, int]]]] = {"ours": lambda: pairs_by_us(rows)}
    for threshold in LSH_THRESHOLDS:
        work[f"MinHash + LSH at {threshold}"] = lambda threshold=threshold: pairs_by_lsh(rows, threshold)  # type: ignore[misc]
    seconds = seconds_in_turns(dict(work))
    print(f"near-copies: {len(rows)} sentences, {len(gold)} pairs of copies (ours are datasketch's signatures too)")
    print(f"{'':<24}{'precision':>10}{'recall':>8}{'sentences a second':>20}")
    report: dict[str, object] = {}
    for name, run in work.items():
        told = run()
        precision = len(told & gold) / len(told) if told else 0.0
        recall = len(told & gold) / len(gold)
        speed = len(rows) / seconds[name]
        print(f"{name:<24}{precision:>10.3f}{recall:>8.3f}{speed:>20,.0f}")
        report[name] = {"precision": precision, "recall": recall, "sentences_a_second": speed}
    print()
    return report


def main() -> int:
    """Prints the tables and writes JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=600, help="claims that contradictions are looked for in")
    parser.add_argument("--home", type=Path, default=None, help="folder of the encoder; the service's own without it")
    parser.add_argument("--json", type=Path, default=None, help="write the report there")
    options = parser.parse_args()
    report = {"times": times(), "near_copies": near_copies()}
    print("contradictions")
    report["contradictions"] = compare([OURS], options.claims, options.home)
    if options.json:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
