"""The pair head on held-out pairs: ``python -m benchmarks.pairs --data FOLDER [--all] [--whole N]``.

FOLDER (or CROSSCHECK_DATA) holds ``ans/``; with ``--all`` also what the training reads, and the pairs that were held
out from it are made again and scored by source and by pair of languages, which takes minutes. ``--whole N`` puts the
first N pairs of headlines through all that ``crosscheck inspect pair`` does, rules of the slots included. Last comes
what a pair costs beside the bare encoder, which embeds both statements, in turns in one run.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np
import torch

from app.adapters.language_model.embedder import SentenceEmbedder
from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.adapters.language_model.pair_judge import NeuralPairJudge
from app.adapters.language_model.reader import NeuralReader
from app.bootstrap import choose_parts
from app.commands.inspection import Inspection
from app.core.errors import CrosscheckError
from app.knowledge.loader import load_knowledge
from app.ports import PAIR_RELATIONS
from app.settings import Settings, default_home
from benchmarks.reading_cost import sample_sentences, seconds_for
from training.pairs.data import load_pairs
from training.pairs.documents import DataMissing, read_headlines
from training.pairs.evaluate import by_languages, by_source, calibration_error, stance_scores, table
from training.pairs.examples import Pair
from training.pairs.train import SEED

ROUNDS = 5


def print_headlines(judge: NeuralPairJudge, pairs: Sequence[Pair]) -> None:
    """Scores of the head alone on the stances of headlines."""
    found = judge.judge([(pair.left, pair.right) for pair in pairs])
    gold = np.array([pair.relation for pair in pairs])
    print(f"Arabic headlines, {len(pairs)} pairs: {stance_scores(found.argmax(1), gold)}")
    print(f"expected calibration error {calibration_error(found, gold):.3f}")
    print(table(by_source(pairs, found.argmax(1).tolist())))


def print_whole(home: Path, pairs: Sequence[Pair]) -> None:
    """The same where slots that contradict each other decide first."""
    parts = choose_parts(Settings(home=home))
    inspection = Inspection(
        reader=parts.reader,
        embedder=parts.embedder,
        judge=parts.judge,
        detector=parts.detector,
        html=parts.html,
        knowledge=parts.knowledge,
        places=parts.places,
    )
    told = []
    for pair in pairs:
        answer = inspection.pair({"left": pair.left, "right": pair.right, "language": pair.languages[0]})
        told.append(PAIR_RELATIONS.index(str(answer["relation"])))
    scores = stance_scores(np.array(told), np.array([pair.relation for pair in pairs]))
    print(f"with the slots' rules, {len(pairs)} pairs: {scores}")


def print_held_out(judge: NeuralPairJudge, folder: Path, data: Path) -> None:
    """Scores by source and by pair of languages."""
    pairs = load_pairs(data, load_knowledge(), NeuralReader(folder), SEED).held_out
    found = judge.judge([(pair.left, pair.right) for pair in pairs])
    gold = np.array([pair.relation for pair in pairs])
    right = float((found.argmax(1) == gold).mean())
    print(f"\nHeld out, {len(pairs)} pairs: {right:.3f} right, calibration error {calibration_error(found, gold):.3f}")
    print(table(by_source(pairs, found.argmax(1).tolist())))
    print(table(by_languages(pairs, found.argmax(1).tolist())))


def print_cost(judge: NeuralPairJudge, encoder: SentenceEmbedder, count: int) -> None:
    """Pairs a second, the median over the rounds."""
    texts = [text for text, _ in sample_sentences(count + 1)]
    pairs = list(pairwise(texts))
    both = [text for pair in pairs for text in pair]
    print(f"\n{count} pairs of made-up sentences; median of {ROUNDS} rounds in turns")
    print(f"{'threads':<9}{'encoder pairs/s':>17}{'head pairs/s':>14}{'ratio':>8}")
    for threads in dict.fromkeys((1, os.cpu_count() or 1)):
        torch.set_num_threads(threads)
        rounds = [
            (seconds_for(lambda: encoder.embed(both)), seconds_for(lambda: judge.judge(pairs))) for _ in range(ROUNDS)
        ]
        bare, judged = median(one for one, _ in rounds), median(two for _, two in rounds)
        ratio = median(two / one for one, two in rounds)
        print(f"{threads:<9}{count / bare:>17.0f}{count / judged:>14.0f}{ratio:>8.2f}")


def run(options: argparse.Namespace) -> None:
    """Print everything that was asked for."""
    home: Path = options.home.expanduser()
    folder = ensure_encoder_folder(home / "models")
    judge = NeuralPairJudge(folder)
    headlines = read_headlines(options.data, "dev")
    print_headlines(judge, headlines)
    if options.whole:
        print_whole(home, headlines[: options.whole])
    if options.all:
        print_held_out(judge, folder, options.data)
    print_cost(judge, SentenceEmbedder(folder), options.pairs)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pairs", description=__doc__)
    data, home = os.environ.get("CROSSCHECK_DATA"), os.environ.get("CROSSCHECK_HOME")
    parser.add_argument("--data", type=Path, default=Path(data) if data else None, help="folder that holds ans/")
    parser.add_argument("--home", type=Path, default=Path(home) if home else default_home(), help="where models are")
    parser.add_argument("--all", action="store_true", help="also the held-out pairs of every source")
    parser.add_argument("--whole", type=int, default=0, help="so many headlines through the whole of inspect pair")
    parser.add_argument("--pairs", type=int, default=600, help="pairs to measure the cost with")
    options = parser.parse_args(arguments)
    if options.data is None:
        parser.error("no data named: give --data or set CROSSCHECK_DATA")
    try:
        run(options)
    except (DataMissing, CrosscheckError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
