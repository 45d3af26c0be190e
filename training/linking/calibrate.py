"""Calibrates the confidence of conflicts between articles on annotated scenarios.

Platt scaling (Platt 1999) with an offset for each kind of conflict. A kind that annotators saw seldom is held near the
others by a ridge penalty.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from app.core.conflicts.confidence import SUREST
from app.core.model.conflict import ConfidenceScale, ConflictKind, Scope
from app.use_cases.evaluate import ScenarioScore

KINDS = tuple(ConflictKind)
RIDGE = 1.0
RAW = ConfidenceScale(slope=1.0, offsets=dict.fromkeys(KINDS, 0.0), least=0.0)  # tells all, as the rules have it


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A conflict that a rule found, and whether annotators have it too."""

    scenario: int
    kind: ConflictKind
    raw: float  # the rule's confidence times the link's probability
    right: bool


def told_conflicts(score: ScenarioScore, scenario: int) -> list[Told]:
    """The conflicts between articles of one scenario, found under the scale RAW."""
    return [
        Told(
            scenario=scenario,
            kind=conflict.kind,
            raw=conflict.confidence,
            right=any(score.is_hit(conflict, gold) for gold in score.scenario.conflicts),
        )
        for conflict in score.outcome.conflicts
        if conflict.scope is Scope.CROSS
    ]


def fit_scale(told: Sequence[Told], least: float) -> ConfidenceScale:
    """The scale that makes these conflicts likeliest; ``least`` goes into it as it is."""
    raw = np.clip([one.raw for one in told], 1 - SUREST, SUREST)
    rows = np.column_stack([np.log(raw / (1 - raw)), *([one.kind is kind for one in told] for kind in KINDS)])
    labels = np.array([float(one.right) for one in told])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = rows @ weights
        middle = weights[1:] - weights[1:].mean()
        cost = float((np.logaddexp(0, odds) - labels * odds).sum() + RIDGE * middle @ middle / 2)
        errors = 1 / (1 + np.exp(-odds)) - labels
        return cost, rows.T @ errors + RIDGE * np.concatenate([[0.0], middle])

    start = np.concatenate([[1.0], np.zeros(len(KINDS))])
    bounds = [(0.0, None), *((None, None) for _ in KINDS)]
    slope, *offsets = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return ConfidenceScale(
        slope=round(float(slope), 3),
        offsets={kind: round(float(offset), 3) for kind, offset in zip(KINDS, offsets, strict=True)},
        least=least,
    )
