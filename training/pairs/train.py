"""Train the pair head: ``python -m training.pairs.train --data DIR --encoder DIR --out DIR [--passes N]``.

A run that was broken off goes on with ``--resume``. Pairs, order and rates follow from seed and passes alone.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from app.adapters.language_model.adapted_encoder import LowerEncoder, load_encoder_tensors
from app.adapters.language_model.pair_model import PairHead, PairShape
from app.adapters.language_model.precision import Precision, resolve_precision
from app.adapters.language_model.reader import NeuralReader
from app.adapters.language_model.reader_input import PieceCutter
from app.knowledge.loader import load_knowledge
from training.hidden_states import shuffled_batches
from training.optimising import Progress, Speeds, Training, write_weights
from training.pairs.data import PairCorpus, load_pairs
from training.pairs.documents import DataMissing, read_headlines
from training.pairs.evaluate import (
    best_temperature,
    by_languages,
    by_source,
    scores_of,
    stance_scores,
    table,
)
from training.pairs.examples import Pair, PairBatch, PairTensors

SEED = 20
PIECES_PER_BATCH = 1000
SPEEDS = Speeds(adapters=1.0e-3, others=1.0e-3, warm_up_steps=100, average_decay=0.998)
SMOOTHING = 0.03
SECONDS_BETWEEN_CHECKPOINTS = 600.0


def loss_of(head: PairHead, batch: PairBatch) -> Tensor:
    """Weighted mean of the cross-entropies."""
    scores = head(batch.hidden, batch.mask, batch.second)
    losses = functional.cross_entropy(scores, batch.relations, reduction="none", label_smoothing=SMOOTHING)
    return (losses * batch.weights).sum() / batch.weights.sum()


def batches_of(tensors: PairTensors, progress: Progress) -> Iterator[PairBatch]:
    """Batches without end; the order of each pass follows from the seed and the number of the pass.

    From pass to pass every pair is turned round, beginning with an order drawn by chance.
    """
    drawn = random.Random(SEED)
    begins_turned = [drawn.random() < 0.5 for _ in tensors.pairs]
    while True:
        chance = random.Random(SEED * 1000 + progress.epoch)
        for chosen in shuffled_batches(tensors.sizes, PIECES_PER_BATCH, chance):
            yield tensors.batch(chosen, [begins_turned[index] != bool(progress.epoch % 2) for index in chosen])
        progress.epoch += 1


class HeldOut:
    """What is never learned from: held-out pairs of every source, and the development set of the headlines."""

    def __init__(self, pairs: PairTensors, stances: PairTensors) -> None:
        self._pairs = pairs
        self._stances = stances

    def describe(self, head: PairHead) -> tuple[str, dict[str, object]]:
        """A report to print, and what goes beside the weights: the temperature and the scores."""
        scores = scores_of(head, self._pairs)
        relations = torch.tensor([pair.relation for pair in self._pairs.pairs])
        temperature = best_temperature(scores, relations)
        told = scores.argmax(1).tolist()
        sources = by_source(self._pairs.pairs, told)
        gold = np.array([pair.relation for pair in self._stances.pairs])
        stances = stance_scores(scores_of(head, self._stances).argmax(1).numpy(), gold)
        right = sum(row.right for row in sources) / sum(row.pairs for row in sources)
        report = [table(sources), table(by_languages(self._pairs.pairs, told))]
        report.append(f"held out {right:.3f}, temperature {temperature:.2f}; headlines {stances}")
        return "\n".join(report), {
            "temperature": round(temperature, 2),
            "scores": {
                "held out": round(100 * right, 1),
                "headlines macro F1": round(100 * stances.macro_f1, 1),
                **{row.name: round(100 * row.right / row.pairs, 1) for row in sources},
            },
        }


def read_or_make_pairs(options: argparse.Namespace) -> PairCorpus:
    """The pairs of an earlier run in the same folder, or new ones, which are kept there."""
    kept: Path = options.out / "corpus.json"
    if not kept.exists():
        corpus = load_pairs(options.data, load_knowledge(), NeuralReader(options.encoder), SEED)
        kept.write_text(json.dumps({name: [asdict(pair) for pair in part] for name, part in _parts(corpus)}), "utf-8")
    told = json.loads(kept.read_text("utf-8"))
    parts = [[Pair(**{**row, "languages": tuple(row["languages"])}) for row in told[name]] for name in told]
    return PairCorpus(*parts)


def _parts(corpus: PairCorpus) -> tuple[tuple[str, list[Pair]], ...]:
    return (("training", corpus.training), ("held_out", corpus.held_out))


def run(options: argparse.Namespace) -> None:
    """Train for the passes asked for, with a checkpoint and scores now and then."""
    torch.manual_seed(SEED)
    options.out.mkdir(parents=True, exist_ok=True)
    corpus = read_or_make_pairs(options)
    stances = read_headlines(options.data, "dev")
    shape = PairShape()
    tensors = load_encoder_tensors(options.encoder, resolve_precision(Precision.AUTO))
    lower = LowerEncoder(tensors, heads=shape.heads, layers=shape.frozen_layers).eval()
    cutter = PieceCutter(options.encoder)
    begun = time.monotonic()
    learned, held_out, development = (
        PairTensors(pairs, lower, cutter) for pairs in (corpus.training, corpus.held_out, stances)
    )
    print(f"frozen layers computed in {time.monotonic() - begun:.0f} s", flush=True)
    steps = options.passes * len(shuffled_batches(learned.sizes, PIECES_PER_BATCH, random.Random(0)))
    training = Training(PairHead(tensors, shape), SPEEDS, steps=steps)
    trained = sum(value.numel() for value in training.parameters)
    print(f"{len(corpus.training)} pairs, {sum(learned.sizes)} pieces, {steps} steps", flush=True)
    print(f"{trained / 1e6:.2f} M trained parameters", flush=True)
    if options.resume and (options.out / "checkpoint.pt").exists():
        training.load(options.out / "checkpoint.pt")
    _train(training, batches_of(learned, training.progress), HeldOut(held_out, development), options)


def _train(
    training: Training[PairHead], batches: Iterator[PairBatch], held_out: HeldOut, options: argparse.Namespace
) -> None:
    progress = training.progress
    saved = progress.seconds
    losses: list[float] = []
    training.head.train()
    while progress.step < training.steps:
        begun = time.monotonic()
        batch = next(batches)
        losses.append(training.step(loss_of(training.head, batch), len(batch.relations)))
        progress.seconds += time.monotonic() - begun
        if progress.step >= training.steps or progress.seconds - saved >= SECONDS_BETWEEN_CHECKPOINTS:
            saved = progress.seconds
            report, described = held_out.describe(training.average)
            print(
                f"{report}\n{progress.seconds / 60:.1f} min, step {progress.step}, pass {progress.epoch}, "
                f"{progress.examples} pairs, loss {sum(losses) / len(losses):.3f}",
                flush=True,
            )
            losses.clear()
            training.save(options.out / "checkpoint.pt")
            write(training.average, described, options)


def write(head: PairHead, described: Mapping[str, object], options: argparse.Namespace) -> None:
    """Write what the pair head needs at run time."""
    description = {"shape": asdict(head.shape), **described}
    write_weights(head, "pairs", encoder=options.encoder, out=options.out, description=description)


def parse_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m training.pairs.train", description=__doc__)
    data = os.environ.get("CROSSCHECK_DATA")
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(data) if data else None,
        help="folder that holds ans/, ntrex/, events/, pairs/",
    )
    parser.add_argument("--encoder", type=Path, required=True, help="sentence-transformers folder of the encoder")
    parser.add_argument("--out", type=Path, required=True, help="folder for pairs, checkpoint and weights")
    parser.add_argument("--passes", type=int, default=4, help="how often every pair is seen")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    options = parser.parse_args(arguments)
    if options.data is None:
        parser.error("no data named: give --data or set CROSSCHECK_DATA")
    return options


def main() -> int:
    """Entry point."""
    try:
        run(parse_options(sys.argv[1:]))
    except DataMissing as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
