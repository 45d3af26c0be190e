"""Train the reader: ``python -m training.reader.train --data DIR --encoder DIR --out DIR --steps N [--start DIR]``.

Trees, tags and names are learned together. ``--start`` begins from earlier weights; a run that was broken off goes on
with ``--resume``. Order, rates and length follow from seed and steps alone, so that a run can be repeated.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from app.adapters.language_model.adapted_encoder import LowerEncoder, load_encoder_tensors
from app.adapters.language_model.precision import Precision, resolve_precision
from app.adapters.language_model.reader_input import PieceCutter
from app.adapters.language_model.reader_model import ENTITY_LABELS, ReaderHead, ReaderShape
from training.hidden_states import HiddenStates, shuffled_batches
from training.optimising import Progress, Speeds, Training, write_weights
from training.reader.batches import UNLABELLED, Batch, Example, Labeller, collate
from training.reader.evaluate import EntityScores, Scores, score, score_entities
from training.reader.examples import (
    MEASURED_LANGUAGES,
    TreebanksMissing,
    frequent_tags,
    held_out_entities,
    held_out_sentences,
    load_corpus,
)
from training.reader.treebanks import RELATIONS

SEED = 20
PIECES_PER_BATCH = 2400
SPEEDS = Speeds(adapters=1.0e-3, others=1.5e-3, warm_up_steps=150, average_decay=0.997)
SMOOTHING = 0.03
TAG_SHARE = 0.5
ENTITY_SHARE = 0.8
RESTART = 0.45  # of the full rates, where training starts from earlier weights
WATCHED_LANGUAGES = (*MEASURED_LANGUAGES, "de", "es", "ru", "tr")
SECONDS_BETWEEN_CHECKPOINTS = 600.0


def loss_of(head: ReaderHead, batch: Batch) -> Tensor:
    """Cross-entropy of heads, relations (given the right head), tags and names, each over the words that have them."""
    words, words_for_entities = head.words(batch.hidden, batch.mask, batch.first, batch.last)
    arcs = head.arc_scores(words, batch.present)
    relations = head.relation_scores(words, batch.heads.clamp(min=0))
    return (
        _mean_loss(arcs, batch.heads)
        + _mean_loss(relations, batch.relations, smoothing=SMOOTHING)
        + TAG_SHARE * _mean_loss(head.tag_scores(words), batch.tags, smoothing=SMOOTHING)
        + ENTITY_SHARE * _mean_loss(head.entity_scores(words_for_entities), batch.entities)
    )


def _mean_loss(scores: Tensor, labels: Tensor, *, smoothing: float = 0.0) -> Tensor:
    """Over the labelled words of the batch; 0 where there is none."""
    losses = functional.cross_entropy(
        scores.flatten(0, 1), labels.flatten(), ignore_index=UNLABELLED, label_smoothing=smoothing, reduction="sum"
    )
    return losses / (labels != UNLABELLED).sum().clamp(min=1)


def export(head: ReaderHead, encoder: Path, out: Path, scores: dict[str, Scores | EntityScores]) -> None:
    """Write what the reader needs at run time: half-precision weights, and their description beside them."""
    told = {"greedy_scores": {name: asdict_of(value) for name, value in scores.items()}}
    write_weights(head, "reader", encoder=encoder, out=out, description={"shape": asdict(head.shape), **told})


def asdict_of(scores: Scores | EntityScores) -> dict[str, float]:
    """Scores rounded for the description."""
    return {name: round(value, 1) for name, value in asdict(scores).items()}


def batches_of(examples: Sequence[Example], states: HiddenStates, progress: Progress) -> Iterator[Batch]:
    """Batches without end; the order of each pass follows from the seed and the number of the pass."""
    sizes = [len(example.pieces.ids) for example in examples]
    while True:
        chance = random.Random(SEED * 1000 + progress.epoch)
        for chosen in shuffled_batches(sizes, PIECES_PER_BATCH, chance):
            yield collate([examples[index] for index in chosen], *states.of(chosen))
        progress.epoch += 1


def start_from(folder: Path, head: ReaderHead) -> None:
    """Take over earlier weights; parts that they lack stay as they are made."""
    missing, unexpected = head.load_state_dict(load_file(folder / "reader.safetensors"), strict=False)
    if unexpected or any(not name.startswith("entity") for name in missing):
        raise TreebanksMissing(f"the weights in {folder} are of another shape; train without --start")


def shape_of(folder: Path) -> ReaderShape:
    """The shape of earlier weights."""
    values = json.loads((folder / "reader.json").read_text("utf-8"))["shape"]
    lists = {name: tuple(values[name]) for name in ("tags", "relations")}
    return ReaderShape(**{**values, **lists, "entities": ENTITY_LABELS})


def run(options: argparse.Namespace) -> None:
    """Train for the steps asked for, with a checkpoint and scores now and then."""
    torch.manual_seed(SEED)
    corpus = load_corpus(options.data, SEED)
    earlier: Path | None = options.start
    shape = shape_of(earlier) if earlier else ReaderShape(tags=frequent_tags(corpus.training), relations=RELATIONS)
    tensors = load_encoder_tensors(options.encoder, resolve_precision(Precision.AUTO))
    lower = LowerEncoder(tensors, heads=shape.heads, layers=shape.frozen_layers).eval()
    head = ReaderHead(tensors, shape)
    if earlier:
        start_from(earlier, head)
    labeller = Labeller(PieceCutter(options.encoder), shape)
    examples = [labeller.label(sentence) for sentence in (*corpus.training, *corpus.made_up, *corpus.named)]
    begun = time.monotonic()
    training = Training(head, SPEEDS, steps=options.steps, rate=RESTART if earlier else 1.0)
    trained = sum(value.numel() for value in training.parameters)
    print(f"{len(examples)} sentences, {len(shape.tags)} tags, {trained / 1e6:.2f} M trained parameters", flush=True)
    states = HiddenStates(lower, [example.pieces.ids for example in examples])
    print(f"frozen layers computed in {time.monotonic() - begun:.0f} s", flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    if options.resume and (options.out / "checkpoint.pt").exists():
        training.load(options.out / "checkpoint.pt")
    _train(training, batches_of(examples, states, training.progress), HeldOut(options.data, lower, labeller), options)


class HeldOut:
    """The sentences that are never learned from, to be scored on."""

    def __init__(self, data: Path, lower: LowerEncoder, labeller: Labeller) -> None:
        self._lower = lower
        trees = held_out_sentences(data, WATCHED_LANGUAGES)
        names = held_out_entities(data, WATCHED_LANGUAGES)
        self._trees = {name: [labeller.label(item) for item in items] for name, items in trees.items()}
        self._names = {name: [labeller.label(item) for item in items] for name, items in names.items()}

    def scores(self, head: ReaderHead) -> dict[str, Scores | EntityScores]:
        """Trees by language, then names by set."""
        found: dict[str, Scores | EntityScores] = {}
        for name, items in self._trees.items():
            found[name] = score(head, self._lower, items)
        for name, items in self._names.items():
            found[f"names {name}"] = score_entities(head, self._lower, items)
        return found


def _train(
    training: Training[ReaderHead], batches: Iterator[Batch], held_out: HeldOut, options: argparse.Namespace
) -> None:
    progress = training.progress
    saved = progress.seconds
    losses: list[float] = []
    training.head.train()
    while progress.step < training.steps:
        begun = time.monotonic()
        batch = next(batches)
        losses.append(training.step(loss_of(training.head, batch), len(batch.heads)))
        progress.seconds += time.monotonic() - begun
        if progress.step >= training.steps or progress.seconds - saved >= SECONDS_BETWEEN_CHECKPOINTS:
            saved = progress.seconds
            scores = held_out.scores(training.average)
            print(
                f"{progress.seconds / 60:.1f} min, step {progress.step}, pass {progress.epoch}, "
                f"{progress.examples} sentences, loss {sum(losses) / len(losses):.3f}\n  "
                + "\n  ".join(f"{name}: {value}" for name, value in scores.items()),
                flush=True,
            )
            losses.clear()
            training.save(options.out / "checkpoint.pt")
            export(training.average, options.encoder, options.out, scores)


def parse_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m training.reader.train", description=__doc__)
    data = os.environ.get("CROSSCHECK_DATA")
    parser.add_argument(
        "--data", type=Path, default=Path(data) if data else None, help="folder that holds ud/ and ner/"
    )
    parser.add_argument("--encoder", type=Path, required=True, help="sentence-transformers folder of the encoder")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint and weights")
    parser.add_argument("--steps", type=int, default=6000, help="optimiser steps in all")
    parser.add_argument("--start", type=Path, default=None, help="folder of earlier weights to begin from")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    options = parser.parse_args(arguments)
    if options.data is None:
        parser.error("no treebanks named: give --data or set CROSSCHECK_DATA")
    return options


def main() -> int:
    """Entry point."""
    try:
        run(parse_options(sys.argv[1:]))
    except TreebanksMissing as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
