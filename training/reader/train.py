"""Train the reader: ``python -m training.reader.train --data DIR --encoder DIR --out DIR --steps N [--start DIR]``.

Trees, tags and names are learned together. ``--start`` begins from earlier weights; a run that was broken off goes on
with ``--resume``. Order, rates and length follow from seed and steps alone, so that a run can be repeated.
"""

import argparse
import copy
import json
import math
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_

from app.adapters.language_model.encoder_files import sha256_of
from app.adapters.language_model.precision import Precision, resolve_precision
from app.adapters.language_model.reader_input import PieceCutter
from app.adapters.language_model.reader_model import (
    ENTITY_LABELS,
    LowerEncoder,
    ReaderHead,
    ReaderShape,
    load_encoder_tensors,
)
from training.reader.batches import (
    UNLABELLED,
    Batch,
    Example,
    HiddenStates,
    Labeller,
    collate,
    shuffled_batches,
)
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
ADAPTER_RATE = 1.0e-3
HEAD_RATE = 1.5e-3
WARM_UP_STEPS = 150
SMOOTHING = 0.03
TAG_SHARE = 0.5
ENTITY_SHARE = 0.8
RESTART = 0.45  # of the full rates, where training starts from earlier weights
WATCHED_LANGUAGES = (*MEASURED_LANGUAGES, "de", "es", "ru", "tr")
AVERAGE_DECAY = 0.997
SECONDS_BETWEEN_CHECKPOINTS = 600.0


@dataclass(slots=True)
class Progress:
    """How far training has come; kept in the checkpoint."""

    step: int = 0
    epoch: int = 0
    seconds: float = 0.0
    sentences: int = 0


class Training:
    """The network, its running average, and the optimiser."""

    def __init__(self, head: ReaderHead, *, steps: int, rate: float) -> None:
        self.head = head
        self.average = copy.deepcopy(head).eval()
        self.steps = steps
        self.rate = rate
        self.progress = Progress()
        adapters = [value for name, value in head.named_parameters() if value.requires_grad and "layers." in name]
        others = [value for name, value in head.named_parameters() if value.requires_grad and "layers." not in name]
        self.parameters = adapters + others
        self.optimiser = torch.optim.AdamW(
            [{"params": adapters, "rate": ADAPTER_RATE}, {"params": others, "rate": HEAD_RATE}],
            weight_decay=0.01,
            betas=(0.9, 0.98),
        )

    def step(self, batch: Batch) -> Tensor:
        """One optimiser step; returns the loss."""
        self._set_rates()
        loss = loss_of(self.head, batch)
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        clip_grad_norm_(self.parameters, 1.0)
        self.optimiser.step()
        self.progress.step += 1
        self.progress.sentences += len(batch.heads)
        self._update_average()
        return loss.detach()

    def _set_rates(self) -> None:
        done = min(1.0, self.progress.step / self.steps)
        factor = self.rate * min(1.0, (self.progress.step + 1) / WARM_UP_STEPS)
        factor *= 0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * done))
        for group in self.optimiser.param_groups:
            group["lr"] = group["rate"] * factor

    def _update_average(self) -> None:
        decay = min(AVERAGE_DECAY, self.progress.step / (self.progress.step + 10))
        with torch.no_grad():
            averaged: list[Tensor] = [value for value in self.average.parameters() if value.requires_grad]
            trained: list[Tensor] = [value for value in self.head.parameters() if value.requires_grad]
            torch._foreach_lerp_(averaged, trained, 1 - decay)

    def save(self, path: Path) -> None:
        """Write a checkpoint in one piece."""
        state = {
            "head": self.head.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "progress": asdict(self.progress),
        }
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def load(self, path: Path) -> None:
        """Go on from a checkpoint."""
        state = torch.load(path, weights_only=True)
        self.head.load_state_dict(state["head"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.progress = Progress(**state["progress"])


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
    out.mkdir(parents=True, exist_ok=True)
    tensors = {name: values.detach().to(torch.float16).contiguous() for name, values in head.state_dict().items()}
    weights = out / "reader.safetensors"
    save_file(tensors, weights.with_suffix(".part"))
    weights.with_suffix(".part").replace(weights)
    description = {
        "shape": asdict(head.shape),
        "weights_sha256": sha256_of(weights),
        "encoder_sha256": sha256_of(encoder / "model.safetensors"),
        "greedy_scores": {name: asdict_of(value) for name, value in scores.items()},
    }
    (out / "reader.json").write_text(json.dumps(description, ensure_ascii=False, indent=1) + "\n", "utf-8")


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
    lower = LowerEncoder(tensors, shape).eval()
    head = ReaderHead(tensors, shape)
    if earlier:
        start_from(earlier, head)
    labeller = Labeller(PieceCutter(options.encoder / "tokenizer.json"), shape)
    examples = [labeller.label(sentence) for sentence in (*corpus.training, *corpus.made_up, *corpus.named)]
    begun = time.monotonic()
    training = Training(head, steps=options.steps, rate=RESTART if earlier else 1.0)
    trained = sum(value.numel() for value in training.parameters)
    print(f"{len(examples)} sentences, {len(shape.tags)} tags, {trained / 1e6:.2f} M trained parameters", flush=True)
    states = HiddenStates(lower, examples)
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


def _train(training: Training, batches: Iterator[Batch], held_out: HeldOut, options: argparse.Namespace) -> None:
    progress = training.progress
    saved = progress.seconds
    losses: list[float] = []
    training.head.train()
    while progress.step < training.steps:
        begun = time.monotonic()
        losses.append(float(training.step(next(batches))))
        progress.seconds += time.monotonic() - begun
        if progress.step >= training.steps or progress.seconds - saved >= SECONDS_BETWEEN_CHECKPOINTS:
            saved = progress.seconds
            scores = held_out.scores(training.average)
            print(
                f"{progress.seconds / 60:.1f} min, step {progress.step}, pass {progress.epoch}, "
                f"{progress.sentences} sentences, loss {sum(losses) / len(losses):.3f}\n  "
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
