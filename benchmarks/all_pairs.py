"""Linking and comparing claims beside a cross-encoder that is asked about all pairs of them.

    python -m benchmarks.all_pairs [--data FOLDER]... [--claims 2000] [--scenarios 24] [--home FOLDER] [--json FILE]

Annotated scenarios (``*.jsonl``; our own without ``--data``) are read until there are so many claims; where they hold
fewer, those that are held back fill up, for the time alone. Then, on one thread, in seconds of the processor:

- ours: each article is taken from the queue of a real store, linked to all that came before, clustered and compared,
  the pair head asked where the rules ask it; reading and embedding are left out on both sides;
- all pairs: a cross-encoder is timed on a sample of the pairs and the time multiplied to all of them. No model can be
  downloaded here, so networks of the shape of nli-deberta-v3-small (what ``contradict-text`` compares all pairs with)
  and of ms-marco-MiniLM-L-6 are made with random weights, which cost the same; each in float32, as they are shipped,
  and in bfloat16, as our own models compute where the processor can. The faster counts. Our own tokenizer counts.

For quality the peer is this project's own trained pair head, asked about every pair of claims of two articles of one of
the first scenarios, at each threshold; what it says is kept in the temporary folder for the next run. What counts is a
pair of claims: right, if an annotator saw a conflict between the quotes that the claims cover, of whatever
kind. Ours are the pairs across the sides of the conflicts told.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations, product
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertForSequenceClassification, DebertaV2Config, DebertaV2ForSequenceClassification

from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.adapters.language_model.pair_judge import NeuralPairJudge
from app.adapters.storage.unit_of_work import SqlStore
from app.core.model.claim import Claim
from app.core.model.conflict import Scope
from app.core.model.records import StoredArticle, Understanding
from app.ports import PAIR_RELATIONS, Vectors
from app.settings import default_home
from app.use_cases.analyse_article import AnalyseArticle
from app.use_cases.cross_check import ArticleReading, cross_check
from app.use_cases.evaluate import matching_claims
from app.use_cases.link_articles import LinkingRules
from app.use_cases.scenarios import GoldConflict, Scenario, read_scenarios
from benchmarks.readings import Workbench, submission_of

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "training" / "linking" / "scenarios"
HELD_BACK = ROOT / "benchmarks" / "held_back"
JUDGED = 24  # scenarios
SAMPLE = 64  # pairs that each network reads in each round
ROUNDS = 3
BATCH = 32
MOST_PIECES = 512
LEAST_RATIO = 1_000.0
THRESHOLDS = [round(0.01 * step, 2) for step in range(5, 100)] + [0.995, 0.998, 0.999]
PEER = "nli-deberta-v3-small"
BEST, SAME_RECALL = "all pairs, best F1", "all pairs, our recall"
Pair = tuple[str, str]  # ids of two claims, sorted


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadScenario:
    """A scenario with what was read out of its articles."""

    scenario: Scenario
    understood: tuple[Understanding, ...]
    readings: tuple[ArticleReading, ...]


def read_until(folders: Sequence[Path], claims: int, bench: Workbench) -> list[ReadScenario]:
    """Scenarios of all files in turns, until they hold so many claims."""
    files = [read_scenarios(path) for folder in folders for path in sorted(folder.glob("*.jsonl"))]
    longest = max(map(len, files), default=0)
    chosen: list[ReadScenario] = []
    count = 0
    for scenario in (rows[number] for number in range(longest) for rows in files if number < len(rows)):
        understood = tuple(bench.understand(article) for article in scenario.articles)
        readings = tuple(map(bench.vectors_of, understood))
        chosen.append(ReadScenario(scenario=scenario, understood=understood, readings=readings))
        count += sum(len(one.claims) for one in readings)
        if count >= claims:
            break
    bench.save()
    return chosen


def our_seconds(read: Sequence[ReadScenario], bench: Workbench, judge: NeuralPairJudge) -> tuple[float, dict[str, int]]:
    """Seconds of the processor for all that follows the reading, in a real store, and what was found there."""
    found = {one.article.id: (one, vectors.vectors) for row in read for one, vectors in _articles(row)}
    rules = LinkingRules(knowledge=bench.knowledge, places=bench.places, judge=judge)
    now = datetime.now(UTC)

    def read_already(article: StoredArticle) -> tuple[Understanding, Vectors]:
        return found[article.id]

    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore(f"sqlite:///{folder}/all-pairs.sqlite3")
        store.migrate()
        analyse = AnalyseArticle(store=store, understand=bench.understander, embedder=bench, rules=rules)
        analyse = analyse.reading_elsewhere(read_already)
        with store.writing() as unit:
            for key, (understood, _) in found.items():
                unit.articles.add(key, submission_of(understood.article), now)
                unit.jobs.put(key, now)
        begun = time.process_time()
        for _ in found:
            with store.writing() as unit:
                job = unit.jobs.take("benchmark", now, timedelta(hours=2))
            if job is None or not analyse(job):
                raise SystemExit("an article was not kept; nothing else may use this store")
        seconds = time.process_time() - begun
        with store.reading() as unit:
            tally = unit.directory.tally()
        store.close()
    conflicts = sum(tally.conflicts.values())
    return seconds, {"claims": tally.claims, "clusters": tally.clusters, "conflicts": conflicts}


def _articles(row: ReadScenario) -> list[tuple[Understanding, ArticleReading]]:
    return list(zip(row.understood, row.readings, strict=True))


def deberta_small() -> torch.nn.Module:
    """nli-deberta-v3-small: 6 layers of 768, 3 classes."""
    config = DebertaV2Config(
        vocab_size=128_100,
        hidden_size=768,
        num_hidden_layers=6,
        num_attention_heads=12,
        intermediate_size=3072,
        max_position_embeddings=512,
        type_vocab_size=0,
        relative_attention=True,
        position_buckets=256,
        norm_rel_ebd="layer_norm",
        share_att_key=True,
        pos_att_type="p2c|c2p",
        position_biased_input=False,
        num_labels=3,
    )
    return DebertaV2ForSequenceClassification(config).eval()


def minilm_six() -> torch.nn.Module:
    """MiniLM-L6: 6 layers of 384."""
    config = BertConfig(
        vocab_size=30_522, hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536
    )
    return BertForSequenceClassification(config).eval()


def reading_pairs(model: torch.nn.Module, lengths: Sequence[int]) -> Callable[[], object]:
    """The network over random pieces of these lengths, batched by length as cross-encoders do."""
    ordered = sorted(min(length, MOST_PIECES) for length in lengths)
    batches = [ordered[begin : begin + BATCH] for begin in range(0, len(ordered), BATCH)]

    def run() -> None:
        with torch.inference_mode():
            for batch in batches:
                ids = torch.randint(1_000, 30_000, (len(batch), batch[-1]))
                mask = (torch.arange(batch[-1])[None] < torch.tensor(batch)[:, None]).long()
                model(input_ids=ids, attention_mask=mask)

    return run


def seconds_a_pair(claims: Sequence[Claim], tokenizer: Tokenizer, judge: NeuralPairJudge) -> dict[str, float]:
    """Seconds of the processor for one pair of claims, by network: the median of rounds."""
    chance = np.random.default_rng(8)
    chosen = (chance.choice(len(claims), 2, replace=False) for _ in range(SAMPLE))
    pairs = [(claims[one].statement, claims[other].statement) for one, other in chosen]
    lengths = [len(pieces.ids) for pieces in tokenizer.encode_batch(pairs)]
    found = {"our pair head, in both orders": _seconds(lambda: judge.judge(pairs))}
    for name, make in ((PEER, deberta_small), ("MiniLM-L6", minilm_six)):
        model = make()
        found[f"{name}, float32"] = _seconds(reading_pairs(model, lengths))
        found[f"{name}, bfloat16"] = _seconds(reading_pairs(model.to(torch.bfloat16), lengths))
    return found


def _seconds(run: Callable[[], object]) -> float:
    run()
    rounds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        run()
        rounds.append((time.process_time() - begun) / SAMPLE)
    return median(rounds)


class Quality:
    """Pairs of claims that are told to exclude each other, against what annotators saw."""

    def __init__(self, read: Sequence[ReadScenario]) -> None:
        self._gold = [(row, gold) for row in read for gold in row.scenario.conflicts if gold.scope is Scope.CROSS]
        self._right: dict[Pair, set[int]] = {}
        for number, (row, gold) in enumerate(self._gold):
            for pair in _covering(row, gold):
                self._right.setdefault(pair, set()).add(number)

    def score(self, told: Sequence[Pair]) -> dict[str, float]:
        """Precision of the pairs told, recall of the annotated conflicts that one of them meets, and F1."""
        hits = [pair for pair in told if pair in self._right]
        found = {number for pair in hits for number in self._right[pair]}
        precision = len(hits) / len(told) if told else 0.0
        recall = len(found) / len(self._gold) if self._gold else 0.0
        both = precision + recall
        f1 = 2 * precision * recall / both if both else 0.0
        return {"told": len(told), "precision": precision, "recall": recall, "f1": f1, "gold": len(self._gold)}


def _covering(row: ReadScenario, gold: GoldConflict) -> set[Pair]:
    """Pairs of claims that cover quotes of two of its sides."""
    sides = [
        {key for quote in side for key in matching_claims(quote, row.readings[quote.article].claims)}
        for side in gold.sides
    ]
    return {_pair(*both) for one, other in combinations(sides, 2) for both in product(one, other) if len({*both}) == 2}


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def told_by_us(read: Sequence[ReadScenario], bench: Workbench) -> list[Pair]:
    """Pairs across the sides of the conflicts between articles."""
    told: set[Pair] = set()
    for row in read:
        outcome = cross_check(row.readings, knowledge=bench.knowledge, places=bench.places, judge=bench.judge)
        for conflict in outcome.conflicts:
            if conflict.scope is Scope.CROSS:
                sides = combinations((side.claim_ids for side in conflict.sides), 2)
                told |= {_pair(*both) for one, other in sides for both in product(one, other)}
    return sorted(told)


def told_by_all_pairs(read: Sequence[ReadScenario], bench: Workbench) -> list[tuple[float, Pair]]:
    """Every pair of claims of two articles of a scenario, with the pair head's probability of a contradiction."""
    column = PAIR_RELATIONS.index("contradiction")
    told: list[tuple[float, Pair]] = []
    for row in read:
        both = [pair for one, other in combinations(row.readings, 2) for pair in product(one.claims, other.claims)]
        judged = bench.judge.judge([(one.statement, other.statement) for one, other in both])[:, column]
        told.extend((float(p), _pair(one.id, other.id)) for p, (one, other) in zip(judged, both, strict=True))
        bench.judge.save()
    return told


def sweep(scores: Sequence[tuple[float, Pair]], quality: Quality, recall: float) -> dict[str, dict[str, float]]:
    """The peer where its F1 is best, where it finds as much as we do, and where it is most precise."""
    rows = []
    for threshold in THRESHOLDS:
        row = quality.score([pair for score, pair in scores if score >= threshold])
        rows.append({"threshold": threshold, **row})
    able = [row for row in rows if row["recall"] >= recall] or rows[:1]
    return {
        BEST: max(rows, key=lambda row: row["f1"]),
        SAME_RECALL: max(able, key=lambda row: row["precision"]),
        "all pairs, most precise": max(rows, key=lambda row: row["precision"]),
    }


def print_time(seconds: float, found: dict[str, int], each: dict[str, float]) -> dict[str, Any]:
    """The table of times; ratios are those of all pairs to ours."""
    claims = found["claims"]
    pairs = claims * (claims - 1) // 2
    print(f"{claims} claims, {found['clusters']} clusters, {found['conflicts']} conflicts; seconds of the processor")
    print(f"{'':<34}{'ms a pair':>10}{'pairs':>12}{'seconds':>12}{'times ours':>12}")
    print(f"{'ours: linking and comparing':<34}{'':>10}{'':>12}{seconds:>12.2f}{1:>12}")
    ratios = {name: one * pairs / seconds for name, one in each.items()}
    for name, one in each.items():
        print(f"{name:<34}{1000 * one:>10.2f}{pairs:>12,}{one * pairs:>12,.0f}{ratios[name]:>12,.0f}")
    fastest = min(ratios[name] for name in each if name.startswith(PEER))
    print(f"the faster {PEER}: {fastest:,.0f} times ours (bar: {LEAST_RATIO:,.0f})")
    return {
        **found,
        "seconds": seconds,
        "pairs": pairs,
        "seconds_a_pair": each,
        "times_ours": ratios,
        "ratio": fastest,
    }


def compare(folders: Sequence[Path], claims: int, home: Path | None, judged: int = JUDGED) -> dict[str, Any]:
    """Prints both tables; ``ratio`` and ``more precise`` in the report are what the bar is about. ``judged``: how many
    scenarios the quality is measured on."""
    torch.set_num_threads(1)
    bench = Workbench(home)
    read = read_until(folders, claims, bench)
    if not read:
        raise SystemExit("no scenarios: name a folder that holds *.jsonl by --data")
    missing = claims - sum(len(reading.claims) for row in read for reading in row.readings)
    timed = [*read, *(read_until([HELD_BACK], missing, bench) if missing > 0 else [])]
    encoder = ensure_encoder_folder((home or default_home()) / "models")
    judge, tokenizer = NeuralPairJudge(encoder), Tokenizer.from_file(str(encoder / "tokenizer.json"))
    seconds, found = our_seconds(timed, bench, judge)
    stated = [claim for row in timed for reading in row.readings for claim in reading.claims]
    report = print_time(seconds, found, seconds_a_pair(stated, tokenizer, judge))
    read = read[:judged]
    quality = Quality(read)
    ours = quality.score(told_by_us(read, bench))
    rows = {"ours": ours, **sweep(told_by_all_pairs(read, bench), quality, ours["recall"])}
    print(f"\n{len(read)} scenarios, {ours['gold']:.0f} annotated conflicts between articles")
    print(f"{'':<34}{'told pairs':>12}{'precision':>11}{'recall':>8}{'F1':>7}{'from':>7}")
    for name, row in rows.items():
        numbers = f"{row['precision']:>11.3f}{row['recall']:>8.3f}{row['f1']:>7.3f}"
        print(f"{name:<34}{row['told']:>12.0f}{numbers}{row.get('threshold', 0):>7.3f}")
    more_precise = ours["precision"] > max(rows[BEST]["precision"], rows[SAME_RECALL]["precision"])
    return {**report, "quality": rows, "more precise": more_precise}


def main() -> int:
    """Prints both tables; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, action="append", help="folder with *.jsonl scenarios; may be repeated")
    parser.add_argument("--claims", type=int, default=2_000)
    parser.add_argument("--scenarios", type=int, default=JUDGED, help="on so many the quality is measured")
    parser.add_argument("--home", type=Path, default=None, help="folder of the encoder; the service's own without it")
    parser.add_argument("--json", type=Path, default=None, help="write the report there")
    options = parser.parse_args()
    report = compare(options.data or [OURS], options.claims, options.home, options.scenarios)
    if options.json:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 0 if report["ratio"] >= LEAST_RATIO and report["more precise"] else 1


if __name__ == "__main__":
    sys.exit(main())
