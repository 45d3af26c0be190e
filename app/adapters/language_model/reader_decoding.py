"""What a sentence's word vectors say: tree, relations, tags and names, for the sentences of one batch together.

The words of all sentences stand below one another without filler, so that the maps of the taggers and of the parser are
one product each; only what is between the words of one sentence is computed sentence by sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from app.adapters.language_model.entity_decoding import decode_entities
from app.adapters.language_model.packed_rows import PackedRows, filled_up
from app.adapters.language_model.reader_input import Pieces
from app.adapters.language_model.reader_model import ReaderHead
from app.adapters.language_model.ready_layers import ReadyLinear, made_ready
from app.adapters.language_model.tree_decoding import decode_tree
from app.core.model.entity import EntityType
from app.core.model.sentence import TaggedName

ROOT = "root"


@dataclass(frozen=True, slots=True)
class Reading:
    """Head (from 1, 0 is the root), relation and tag of each word of a sentence, and its names."""

    heads: list[int]
    relations: list[str]
    tags: list[str]
    names: list[TaggedName]


class ReadyHead:
    """A trained head made ready for reading. The scores of trees are computed in float32 whatever the format is."""

    def __init__(self, head: ReaderHead, dtype: torch.dtype) -> None:
        """``head``: one whose adapters are merged."""
        self._shape = shape = head.shape
        self._dtype = dtype
        self._layers = made_ready(head.layers)
        self._shares = list(zip(head.mixture.softmax(0).tolist(), head.entity_mixture.softmax(0).tolist(), strict=True))
        self._root_label = shape.relations.index(ROOT)
        self._root = head.root.detach().to(dtype)[None]
        self._of_words = _Joined([head.arc_dependent, head.relation_dependent, head.tag_inner], dtype)
        self._of_heads = _Joined([head.arc_head, head.relation_head], dtype)
        self._of_entities = _Joined([head.entity_inner], dtype)
        self._arc = head.arc.detach()
        crossing = head.relation.detach().permute(0, 2, 1)  # label, governor, dependent
        self._crossing = ReadyLinear(crossing[..., :-1].flatten(0, 1).to(dtype), crossing[..., -1].flatten().to(dtype))
        self._tag, self._entity = (
            head.tag.requires_grad_(requires_grad=False),
            head.entity.requires_grad_(requires_grad=False),
        )

    def read(self, rows: Tensor, packed: PackedRows, windows: Sequence[Pieces]) -> list[Reading]:
        """Of the windows that are packed, from the lower layers' ``rows``; each has a word at least."""
        words, words_for_entities = self._words(rows, packed, windows)
        ends = np.cumsum([len(window.first) for window in windows]).tolist()
        stretches = list(pairwise([0, *ends]))
        dependents, relation_dependents, inner = self._of_words(words)
        governors, relation_governors = self._of_heads(torch.cat([self._root, words]))
        heads = self._heads(dependents.float(), governors.float(), stretches)
        relations = self._relations(relation_dependents, relation_governors, heads, stretches)
        tags = self._tag(inner.float()).argmax(-1).tolist()
        entities = self._entity(self._of_entities(words_for_entities)[0].float()).double().numpy()
        return [
            Reading(
                found,
                [
                    ROOT if head == 0 else self._shape.relations[index]
                    for head, index in zip(found, relations[begin:end], strict=True)
                ],
                [self._shape.tags[index] for index in tags[begin:end]],
                _names(entities[begin:end], self._shape.entities),
            )
            for found, (begin, end) in zip(heads, stretches, strict=True)
        ]

    def _words(self, rows: Tensor, packed: PackedRows, windows: Sequence[Pieces]) -> tuple[Tensor, Tensor]:
        """Vectors (words, 2 * width) of all words, of first and last piece: for trees and tags, and for entities; and
        of some filler behind them."""
        counts = torch.tensor([len(window.first) for window in windows])
        begins = packed.begins.repeat_interleave(counts)
        filler = (0, filled_up(len(begins)) - len(begins))
        first = torch.tensor([place for window in windows for place in window.first]) + begins
        last = torch.tensor([place for window in windows for place in window.last]) + begins
        first, last = functional.pad(first, filler), functional.pad(last, filler)
        mixed, mixed_for_entities = (rows.float() * share for share in self._shares[0])
        for layer, (share, share_for_entities) in zip(self._layers, self._shares[1:], strict=True):
            rows = layer(rows, packed.blocks)
            values = rows.float()
            mixed.add_(values, alpha=share)
            mixed_for_entities.add_(values, alpha=share_for_entities)
        return self._picked(mixed, first, last), self._picked(mixed_for_entities, first, last)

    def _picked(self, mixed: Tensor, first: Tensor, last: Tensor) -> Tensor:
        mixed = mixed.to(self._dtype)
        return torch.cat([mixed.index_select(0, first), mixed.index_select(0, last)], 1)

    def _heads(self, dependents: Tensor, governors: Tensor, stretches: Sequence[tuple[int, int]]) -> list[list[int]]:
        left = torch.addmm(self._arc[-1], dependents, self._arc[:-1])
        found = []
        for begin, end in stretches:
            above = torch.cat([governors[:1], governors[1 + begin : 1 + end]])
            scores = (left[begin:end] @ above.T).log_softmax(-1)
            found.append(decode_tree(scores.double().numpy()))
        return found

    def _relations(
        self,
        dependents: Tensor,
        governors: Tensor,
        heads: Sequence[Sequence[int]],
        stretches: Sequence[tuple[int, int]],
    ) -> list[int]:
        """Place of the best relation of each word but the root's to the head that was found."""
        places = [
            head + begin if head else 0 for found, (begin, _) in zip(heads, stretches, strict=True) for head in found
        ]
        places += [0] * (len(dependents) - len(places))
        chosen = functional.pad(governors.index_select(0, torch.tensor(places)), (0, 1), value=1.0)
        crossed = self._crossing(dependents).view(len(places), -1, chosen.shape[1])
        scores = (crossed @ chosen[..., None]).squeeze(-1)
        scores[:, self._root_label] = -torch.inf
        best: list[int] = scores.argmax(-1).tolist()
        return best


class _Joined:
    """Maps of the same values with the activation behind them, as one product."""

    def __init__(self, maps: Sequence[nn.Linear], dtype: torch.dtype) -> None:
        self._widths = [one.out_features for one in maps]
        self._map = ReadyLinear(
            torch.cat([one.weight for one in maps]).to(dtype),
            torch.cat([one.bias for one in maps]).to(dtype),
            activated=True,
        )

    def __call__(self, values: Tensor) -> tuple[Tensor, ...]:
        return torch.split(self._map(values), self._widths, 1)


def _names(scores: NDArray[np.float64], labels: Sequence[str]) -> list[TaggedName]:
    return [
        TaggedName(type=EntityType(kind), first=first, last=last)
        for kind, first, last in decode_entities(scores, labels)
    ]
