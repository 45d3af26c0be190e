"""Sentences as tensors: pieces, gold labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from app.adapters.language_model.reader_input import PieceCutter, Pieces
from app.adapters.language_model.reader_model import ReaderShape
from training.hidden_states import padded
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


def collate(examples: Sequence[Example], hidden: Tensor, mask: Tensor) -> Batch:
    """Join examples whose hidden states are at hand."""
    lengths = torch.tensor([len(example.heads) for example in examples])
    heads = padded([example.heads for example in examples], UNLABELLED)
    return Batch(
        hidden=hidden,
        mask=mask,
        first=padded([example.pieces.first for example in examples], 0),
        last=padded([example.pieces.last for example in examples], 0),
        present=torch.arange(heads.shape[1])[None, :] < lengths[:, None],
        heads=heads,
        relations=padded([example.relations for example in examples], UNLABELLED),
        tags=padded([example.tags for example in examples], UNLABELLED),
        entities=padded([example.entities for example in examples], UNLABELLED),
    )
