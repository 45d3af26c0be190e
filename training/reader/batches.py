"""Sentences as tensors: pieces, cached output of the frozen layers, gold labels."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from app.adapters.language_model.reader_input import PieceCutter, Pieces
from app.adapters.language_model.reader_model import LowerEncoder, ReaderShape
from training.reader.treebanks import TreebankSentence

UNLABELLED = -100


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence ready for the network, labels as numbers; what is not annotated is UNLABELLED throughout."""

    pieces: Pieces
    heads: tuple[int, ...]
    relations: tuple[int, ...]
    tags: tuple[int, ...]
    entities: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded tensors of several examples; ``hidden`` is the output of the frozen layers."""

    hidden: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor
    present: Tensor
    heads: Tensor
    relations: Tensor
    tags: Tensor
    entities: Tensor


class Labeller:
    """Turns sentences into examples."""

    def __init__(self, cutter: PieceCutter, shape: ReaderShape) -> None:
        self._cutter = cutter
        self._relations = {name: index for index, name in enumerate(shape.relations)}
        self._tags = {name: index for index, name in enumerate(shape.tags)}
        self._entities = {name: index for index, name in enumerate(shape.entities)}

    def label(self, sentence: TreebankSentence) -> Example:
        """Tags too rare to be learned fall back to none."""
        nothing = (UNLABELLED,) * len(sentence.words)
        return Example(
            pieces=self._cutter.cut(sentence.words, sentence.spaced),
            heads=sentence.heads or nothing,
            relations=tuple(self._relations[name] for name in sentence.relations) or nothing,
            tags=tuple(self._tags.get(name, UNLABELLED) for name in sentence.tags) or nothing,
            entities=tuple(self._entities.get(name, UNLABELLED) for name in sentence.entities) or nothing,
        )


class HiddenStates:
    """Output of the frozen layers for all examples, computed once; bfloat16, one row a piece."""

    def __init__(self, lower: LowerEncoder, examples: Sequence[Example], pieces_per_batch: int = 6000) -> None:
        lengths = [len(example.pieces.ids) for example in examples]
        self._offsets = [0]
        for length in lengths:
            self._offsets.append(self._offsets[-1] + length)
        width = lower.places.shape[1]
        self._dtype = lower.places.dtype
        self._rows = torch.empty(self._offsets[-1], width, dtype=torch.bfloat16)
        order = sorted(range(len(examples)), key=lengths.__getitem__)
        with torch.inference_mode():
            for chosen in group_by_size(order, lengths, pieces_per_batch):
                ids, mask = padded_ids([examples[index].pieces for index in chosen])
                hidden = lower(ids, mask).to(torch.bfloat16)
                for row, index in enumerate(chosen):
                    self._rows[self._offsets[index] : self._offsets[index + 1]] = hidden[row, : lengths[index]]

    def of(self, chosen: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Padded hidden states and mask of some examples."""
        parts = [self._rows[self._offsets[index] : self._offsets[index + 1]] for index in chosen]
        hidden = torch.nn.utils.rnn.pad_sequence(parts, batch_first=True).to(self._dtype)
        lengths = torch.tensor([len(part) for part in parts])
        return hidden, torch.arange(hidden.shape[1])[None, :] < lengths[:, None]


def group_by_size(order: Sequence[int], sizes: Sequence[int], limit: int) -> Iterator[list[int]]:
    """Cut ``order`` into runs whose padded size stays within ``limit``."""
    chosen: list[int] = []
    longest = 0
    for index in order:
        longest = max(longest, sizes[index])
        if chosen and longest * (len(chosen) + 1) > limit:
            yield chosen
            chosen, longest = [], sizes[index]
        chosen.append(index)
    if chosen:
        yield chosen


def shuffled_batches(sizes: Sequence[int], limit: int, chance: random.Random) -> list[list[int]]:
    """One pass over all examples in batches of similar length, in random order."""
    noise = [chance.random() * 4 for _ in sizes]
    order = sorted(range(len(sizes)), key=lambda index: sizes[index] + noise[index])
    batches = list(group_by_size(order, sizes, limit))
    chance.shuffle(batches)
    return batches


def padded_ids(pieces: Sequence[Pieces]) -> tuple[Tensor, Tensor]:
    """Piece ids and mask."""
    ids = _padded([piece.ids for piece in pieces], 1)
    lengths = torch.tensor([len(piece.ids) for piece in pieces])
    return ids, torch.arange(ids.shape[1])[None, :] < lengths[:, None]


def collate(examples: Sequence[Example], hidden: Tensor, mask: Tensor) -> Batch:
    """Join examples whose hidden states are at hand."""
    lengths = torch.tensor([len(example.heads) for example in examples])
    heads = _padded([example.heads for example in examples], UNLABELLED)
    return Batch(
        hidden=hidden,
        mask=mask,
        first=_padded([example.pieces.first for example in examples], 0),
        last=_padded([example.pieces.last for example in examples], 0),
        present=torch.arange(heads.shape[1])[None, :] < lengths[:, None],
        heads=heads,
        relations=_padded([example.relations for example in examples], UNLABELLED),
        tags=_padded([example.tags for example in examples], UNLABELLED),
        entities=_padded([example.entities for example in examples], UNLABELLED),
    )


def _padded(rows: Sequence[Sequence[int]], filler: int) -> Tensor:
    return torch.nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=filler)
