"""Pairs of statements with their relation, and their tensors."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from app.adapters.language_model.adapted_encoder import LowerEncoder
from app.adapters.language_model.pair_input import cut_statement
from app.adapters.language_model.reader_input import PieceCutter
from app.ports import PAIR_RELATIONS
from training.hidden_states import HiddenStates

SAME, CONTRADICTION, DIFFERENT = range(len(PAIR_RELATIONS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two statements and how they stand to one another.

    ``relation`` is a place in PAIR_RELATIONS; ``source`` tells set and kind ("ntrex number"); ``weight`` is the share
    in the loss.
    """

    left: str
    right: str
    relation: int
    source: str
    languages: tuple[str, str]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class PairBatch:
    """Padded tensors of several pairs; ``hidden`` is the lower layers' output of both statements as one text."""

    hidden: Tensor
    mask: Tensor
    second: Tensor
    relations: Tensor
    weights: Tensor


class PairTensors:
    """Pairs that the frozen layers have read, in both orders of their statements."""

    def __init__(self, pairs: Sequence[Pair], lower: LowerEncoder, cutter: PieceCutter) -> None:
        self.pairs = pairs
        sides = [(cut_statement(cutter, pair.left), cut_statement(cutter, pair.right)) for pair in pairs]
        self.sizes = [len(left) + len(right) for left, right in sides]
        self._firsts = [(len(left), len(right)) for left, right in sides]
        self._states = HiddenStates(lower, [ids for left, right in sides for ids in (left + right, right + left)])

    def batch(self, chosen: Sequence[int], turned: Sequence[bool]) -> PairBatch:
        """Some of the pairs; ``turned`` tells which of them with the right statement first."""
        hidden, mask = self._states.of([2 * index + turn for index, turn in zip(chosen, turned, strict=True)])
        firsts = torch.tensor([self._firsts[index][turn] for index, turn in zip(chosen, turned, strict=True)])
        return PairBatch(
            hidden=hidden,
            mask=mask,
            second=torch.arange(hidden.shape[1])[None, :] >= firsts[:, None],
            relations=torch.tensor([self.pairs[index].relation for index in chosen]),
            weights=torch.tensor([self.pairs[index].weight for index in chosen]),
        )
