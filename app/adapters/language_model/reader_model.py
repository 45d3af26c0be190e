"""The reader's network: the encoder with low-rank adapters in its upper layers, a biaffine parser and two taggers.

Method: deep biaffine attention (Dozat and Manning 2017) over the first and last piece of each surface word, read from
a learned mixture of the encoder's upper layers; adapters after Hu et al. 2021. Tags and entities are told from the
same words, entities through a mixture of layers of their own. The encoder's own weights stay frozen and apart, so that
the trained file holds a few MB only.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from app.adapters.language_model.adapted_encoder import IMPOSSIBLE, adapted_layers

# Begin and inside of each class of names, after CoNLL-2003; "O" is no name.
ENTITY_LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderShape:
    """Sizes and labels of a reader."""

    tags: tuple[str, ...]
    relations: tuple[str, ...]
    entities: tuple[str, ...] = ENTITY_LABELS
    width: int = 384
    heads: int = 12
    layers: int = 12
    frozen_layers: int = 4
    rank: int = 40
    arc_width: int = 320
    relation_width: int = 112
    tag_width: int = 192
    entity_width: int = 192
    dropout: float = 0.3


class ReaderHead(nn.Module):
    """Everything that is trained: adapted upper layers, parser and taggers. Its state dict holds no frozen weight."""

    def __init__(self, tensors: Mapping[str, Tensor], shape: ReaderShape) -> None:
        super().__init__()
        self.shape = shape
        self.layers = adapted_layers(
            tensors, heads=shape.heads, rank=shape.rank, first=shape.frozen_layers, after_last=shape.layers
        )
        width = 2 * shape.width
        self.mixture = nn.Parameter(torch.linspace(-1.0, 1.0, len(self.layers) + 1))
        self.root = nn.Parameter(torch.zeros(width))
        self.arc_dependent = nn.Linear(width, shape.arc_width)
        self.arc_head = nn.Linear(width, shape.arc_width)
        self.arc = nn.Parameter(torch.randn(shape.arc_width + 1, shape.arc_width) * 0.02)
        self.relation_dependent = nn.Linear(width, shape.relation_width)
        self.relation_head = nn.Linear(width, shape.relation_width)
        self.relation = nn.Parameter(
            torch.randn(len(shape.relations), shape.relation_width + 1, shape.relation_width + 1) * 0.02
        )
        self.tag_inner = nn.Linear(width, shape.tag_width)
        self.tag = nn.Linear(shape.tag_width, len(shape.tags))
        self.entity_mixture = nn.Parameter(torch.linspace(-1.0, 1.0, len(self.layers) + 1))
        self.entity_inner = nn.Linear(width, shape.entity_width)
        self.entity = nn.Linear(shape.entity_width, len(shape.entities))
        self.dropout = nn.Dropout(shape.dropout)

    def words(self, values: Tensor, mask: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        """Word vectors, float32 (batch, words, 2 * width), from the lower layers' output: for trees and tags, and for
        entities."""
        shares = torch.stack([self.mixture.softmax(0), self.entity_mixture.softmax(0)])
        mixed = values.float() * shares[0, 0]
        mixed_for_entities = values.float() * shares[1, 0]
        for index, layer in enumerate(self.layers, start=1):
            values = layer(values, mask)
            mixed = mixed + values.float() * shares[0, index]
            mixed_for_entities = mixed_for_entities + values.float() * shares[1, index]
        places = torch.stack([first, last], -1).flatten(1)[..., None].expand(-1, -1, mixed.shape[-1])
        return self._picked(mixed, places, first), self._picked(mixed_for_entities, places, first)

    def _picked(self, mixed: Tensor, places: Tensor, first: Tensor) -> Tensor:
        vectors: Tensor = self.dropout(mixed.gather(1, places).reshape(*first.shape, -1))
        return vectors

    def arc_scores(self, words: Tensor, present: Tensor) -> Tensor:
        """Scores (batch, dependent, head); column 0 is the root."""
        dependents = self._with_one(self.dropout(functional.gelu(self.arc_dependent(words))))
        heads = self.dropout(functional.gelu(self.arc_head(self.with_root(words))))
        scores = dependents @ self.arc @ heads.transpose(1, 2)
        allowed = functional.pad(present, (1, 0), value=True)
        masked: Tensor = scores.masked_fill(~allowed[:, None, :], IMPOSSIBLE)
        return masked

    def relation_scores(self, words: Tensor, heads: Tensor) -> Tensor:
        """Scores (batch, words, relations) of each word's relation to the head given (0 is the root)."""
        rooted = self.with_root(words)
        chosen = rooted.gather(1, heads[..., None].expand(-1, -1, rooted.shape[-1]))
        dependents = self._with_one(self.dropout(functional.gelu(self.relation_dependent(words))))
        governors = self._with_one(self.dropout(functional.gelu(self.relation_head(chosen))))
        labels, inner, _ = self.relation.shape
        crossed = dependents @ self.relation.permute(1, 0, 2).reshape(inner, -1)
        scores: Tensor = (crossed.view(*heads.shape, labels, inner) @ governors[..., None]).squeeze(-1)
        return scores

    def tag_scores(self, words: Tensor) -> Tensor:
        """Scores (batch, words, tags)."""
        scores: Tensor = self.tag(self.dropout(functional.gelu(self.tag_inner(words))))
        return scores

    def entity_scores(self, words: Tensor) -> Tensor:
        """Scores (batch, words, entity labels) from the words' vectors for entities."""
        scores: Tensor = self.entity(self.dropout(functional.gelu(self.entity_inner(words))))
        return scores

    def with_root(self, words: Tensor) -> Tensor:
        return torch.cat([self.root.expand(words.shape[0], 1, -1), words], 1)

    @staticmethod
    def _with_one(values: Tensor) -> Tensor:
        return functional.pad(values, (0, 1), value=1.0)
