"""Scores of a pair head: by set, by pair of languages, and on the stances of headlines."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from app.adapters.language_model.pair_model import PairHead
from training.hidden_states import group_by_size
from training.pairs.examples import CONTRADICTION, SAME, Pair, PairTensors

PIECES_PER_BATCH = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceScores:
    """Of headlines: shares from 0 to 1."""

    accuracy: float
    agree_f1: float
    disagree_f1: float

    @property
    def macro_f1(self) -> float:
        """Mean over agree and disagree, as in the paper of the set (Khouja 2020)."""
        return (self.agree_f1 + self.disagree_f1) / 2

    def __str__(self) -> str:
        parts = f"agree {self.agree_f1:.3f} disagree {self.disagree_f1:.3f} macro {self.macro_f1:.3f}"
        return f"accuracy {self.accuracy:.3f}, F1 {parts}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How many pairs of a group are told rightly, and how many are taken for each relation."""

    name: str
    pairs: int
    right: int
    told: tuple[int, int, int]


def scores_of(head: PairHead, tensors: PairTensors) -> Tensor:
    """Scores before the softmax, (pairs, relations), float32: the mean of both orders of the statements."""
    head.eval()
    scores = torch.zeros(len(tensors.pairs), 3)
    order = sorted(range(len(tensors.pairs)), key=tensors.sizes.__getitem__)
    with torch.inference_mode():
        for chosen in group_by_size(order, tensors.sizes, PIECES_PER_BATCH):
            for turned in (False, True):
                batch = tensors.batch(chosen, [turned] * len(chosen))
                scores[chosen] += head(batch.hidden, batch.mask, batch.second) / 2
    head.train()
    return scores


def stance_scores(told: NDArray[np.int64], gold: NDArray[np.int64]) -> StanceScores:
    """``told`` and ``gold`` are relations, agree being the same."""

    def f1(relation: int) -> float:
        found, there = told == relation, gold == relation
        return float(2 * (found & there).sum() / max(1, found.sum() + there.sum()))

    return StanceScores(accuracy=float((told == gold).mean()), agree_f1=f1(SAME), disagree_f1=f1(CONTRADICTION))


def by_source(pairs: Sequence[Pair], told: Sequence[int]) -> list[Row]:
    """One row a source."""
    return _rows([pair.source for pair in pairs], pairs, told)


def by_languages(pairs: Sequence[Pair], told: Sequence[int]) -> list[Row]:
    """One row a pair of languages, whichever side they stand on."""
    return _rows(["-".join(sorted(pair.languages)) for pair in pairs], pairs, told)


def _rows(names: Sequence[str], pairs: Sequence[Pair], told: Sequence[int]) -> list[Row]:
    rows = []
    for name in sorted(set(names)):
        places = [place for place, other in enumerate(names) if other == name]
        counts = [sum(told[place] == relation for place in places) for relation in range(3)]
        right = sum(told[place] == pairs[place].relation for place in places)
        rows.append(Row(name=name, pairs=len(places), right=right, told=(counts[0], counts[1], counts[2])))
    return rows


def table(rows: Sequence[Row]) -> str:
    """The rows as text."""
    lines = [f"{'':28}{'pairs':>7}{'right':>8}{'same':>7}{'contra':>8}{'differ':>8}"]
    for row in rows:
        share = 100 * row.right / row.pairs
        lines.append(f"{row.name:28}{row.pairs:7}{share:7.1f}%{row.told[0]:7}{row.told[1]:8}{row.told[2]:8}")
    return "\n".join(lines)


def best_temperature(scores: Tensor, relations: Tensor) -> float:
    """What the scores are divided by so that the probabilities fit best (Guo et al. 2017)."""
    choices = [0.5 + 0.02 * step for step in range(176)]
    losses = [float(functional.cross_entropy(scores / choice, relations)) for choice in choices]
    return choices[losses.index(min(losses))]


def calibration_error(probabilities: NDArray[np.float32], relations: NDArray[np.int64], bins: int = 10) -> float:
    """Expected calibration error of the likeliest relation, 0 to 1."""
    sure, told = probabilities.max(1), probabilities.argmax(1)
    right = told == relations
    error = 0.0
    for low in np.linspace(0, 1, bins, endpoint=False):
        inside = (sure > low) & (sure <= low + 1 / bins)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - sure[inside].mean())
    return float(error)
