"""Fits ``linking_weights.toml`` and ``conflict_confidence.toml`` of ``app/knowledge`` on annotated scenarios, and shows
what they are worth on others.

Usage: ``python -m training.linking.fit [--data FOLDER] [--home FOLDER] [--write]``. FOLDER holds ``*.jsonl`` scenarios
beside our own of ``training/linking/scenarios``; those of ``benchmarks/held_back`` are for judging only.
Logistic regression with a ridge penalty; evidence that speaks for a link cannot get a negative weight, nor the other
way round. Every score is cross-validated: each scenario is judged by weights that were fitted without it.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from app.core.linking.evidence import EVIDENCE_NAMES
from app.core.model.conflict import ConfidenceScale
from app.core.model.linking import LinkingWeights
from app.use_cases.cross_check import ArticleReading, cross_check
from app.use_cases.evaluate import ScenarioScore
from app.use_cases.evaluation_report import EvaluationReport, format_report
from app.use_cases.scenarios import Scenario, read_scenarios
from benchmarks.readings import Workbench
from training.linking.calibrate import RAW, Told, fit_scale, told_conflicts
from training.linking.examples import (
    STRANGERS_WEIGHT,
    UNLABELLED_WEIGHT,
    Examples,
    collect_examples,
    collect_strangers,
    joined,
)

FOLDS = 8
RIDGE = 2.0
AGAINST = frozenset(
    {
        *("brevity", "other_parties", "other_place", "other_time", "far_time", "twice_other", "another"),
        *("publication_gap", "displaced", "one_language", "strangers"),
    }
)
KEPT = frozenset({"far_time", "twice_other", "another"})  # too rare in the scenarios to be fitted
OWN = Path(__file__).parent / "scenarios"
TARGET = Path("app/knowledge/linking_weights.toml")
SCALE = Path("app/knowledge/conflict_confidence.toml")


def fit_weights(examples: Examples, chosen: NDArray[np.bool_], start: LinkingWeights) -> LinkingWeights:
    """Weights for the chosen examples; what they cannot tell (threshold, same article) is kept from ``start``."""
    labels, importance = examples.labels[chosen], examples.weights[chosen]
    evidence = np.column_stack([np.ones(len(labels)), examples.evidence[chosen]])
    bounds = [(None, None), *(_bounds(name, start) for name in EVIDENCE_NAMES)]
    odds = evidence @ _logistic(evidence, labels, importance, bounds)
    labels = with_unlabelled_shares(labels, 1 / (1 + np.exp(-odds)), importance == UNLABELLED_WEIGHT)
    found = _logistic(evidence, labels, importance, bounds)
    names = ("intercept", *EVIDENCE_NAMES)
    return replace(start, **{name: round(float(weight), 3) for name, weight in zip(names, found, strict=True)})


def with_unlabelled_shares(
    labels: NDArray[np.float64], fitted: NDArray[np.float64], unlabelled: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """The labels, those of unlabelled pairs as the probability that they are the same though no annotator listed them.

    After Elkan and Noto 2008 (https://doi.org/10.1145/1401890.1401920): a classifier of listed against unlisted pairs
    tells, on average over the listed ones, which share of the same pairs is listed.
    """
    listed = float(fitted[labels == 1].mean())
    chance = (1 - listed) / listed * fitted / np.maximum(1 - fitted, 1e-9)
    return np.where(unlabelled, np.minimum(chance, 1.0), labels)


def _logistic(
    rows: NDArray[np.float64],
    labels: NDArray[np.float64],
    importance: NDArray[np.float64],
    bounds: Sequence[tuple[float | None, float | None]],
) -> NDArray[np.float64]:
    """Coefficients of a logistic regression with a ridge penalty on all but the first, which is the intercept."""

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = rows @ weights
        errors = importance * (1 / (1 + np.exp(-odds)) - labels)
        penalty = RIDGE * weights[1:]
        cost = float(importance @ (np.logaddexp(0, odds) - labels * odds) + weights[1:] @ penalty / 2)
        return cost, rows.T @ errors + np.concatenate([[0.0], penalty])

    found: NDArray[np.float64] = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def _bounds(name: str, start: LinkingWeights) -> tuple[float | None, float | None]:
    if name in KEPT:
        return getattr(start, name), getattr(start, name)
    return (None, 0.0) if name in AGAINST else (0.0, None)


@dataclass(frozen=True, kw_only=True)
class Material:
    """Scenarios, read, with the pairs of claims to learn from."""

    scenarios: Sequence[Scenario]
    readings: Sequence[Sequence[ArticleReading]]
    examples: Examples
    bench: Workbench

    def score(self, number: int, weights: LinkingWeights, scale: ConfidenceScale) -> ScenarioScore:
        """One scenario, cross-checked under these weights."""
        knowledge = replace(self.bench.knowledge, linking=weights, confidence=scale)
        outcome = cross_check(
            self.readings[number], knowledge=knowledge, places=self.bench.places, judge=self.bench.judge
        )
        return ScenarioScore(self.scenarios[number], self.readings[number], outcome)

    def weights_without(self, fold: int | None) -> LinkingWeights:
        """Weights fitted on all scenarios but those of the fold."""
        chosen = self.examples.scenarios % FOLDS != (FOLDS if fold is None else fold)
        return fit_weights(self.examples, chosen, self.bench.knowledge.linking)


def cross_validate(material: Material) -> tuple[EvaluationReport, list[Told]]:
    """The whole evaluation, each scenario under weights and a scale of confidence that were fitted without it; and all
    conflicts that rules find, to fit the scale on."""
    folds = [material.weights_without(fold) for fold in range(FOLDS)]
    told: list[Told] = []
    for number in range(len(material.scenarios)):
        told.extend(told_conflicts(material.score(number, folds[number % FOLDS], RAW), number))
    least = material.bench.knowledge.confidence.least
    scales = [fit_scale([one for one in told if one.scenario % FOLDS != fold], least) for fold in range(FOLDS)]
    report = EvaluationReport()
    for number in range(len(material.scenarios)):
        material.score(number, folds[number % FOLDS], scales[number % FOLDS]).add_to(report)
    return report, told


def strange_links(material: Material) -> float:
    """Share of the pairs of two scenarios that are likely enough for one cluster, under weights fitted without them."""
    examples, found = material.examples, 0
    for fold in range(FOLDS):
        weights = material.weights_without(fold)
        chosen = (examples.weights == STRANGERS_WEIGHT) & (examples.scenarios % FOLDS == fold)
        odds = weights.intercept + examples.evidence[chosen] @ [getattr(weights, name) for name in EVIDENCE_NAMES]
        found += int((1 / (1 + np.exp(-odds)) >= weights.threshold).sum())
    return found / max(1, int((examples.weights == STRANGERS_WEIGHT).sum()))


def write_scale(scale: ConfidenceScale, path: Path) -> None:
    """The scale as TOML under the comment that opens the file."""
    lines = [f"slope = {scale.slope:g}", f"least = {scale.least:g}", "", "[offsets]"]
    lines.extend(f"{kind} = {offset:g}" for kind, offset in scale.offsets.items())
    path.write_text(header_of(path) + "\n".join(lines) + "\n", encoding="utf-8")


def write_weights(weights: LinkingWeights, path: Path, header: str) -> None:
    """The weights as TOML, in the order of their fields."""
    lines = [f"{field.name} = {getattr(weights, field.name):g}" for field in fields(LinkingWeights)]
    path.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")


def header_of(path: Path) -> str:
    """The comment lines that open the file."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if line.startswith("#"))


def main() -> None:
    """Fits, cross-validates, prints, and writes where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, action="append", default=[], help="another folder with *.jsonl scenarios")
    parser.add_argument("--home", type=Path, default=None, help="folder of the encoder; the service's own without it")
    parser.add_argument("--write", action="store_true", help=f"write {TARGET} and {SCALE}")
    arguments = parser.parse_args()
    bench = Workbench(arguments.home)
    paths = [path for folder in (OWN, *arguments.data) for path in sorted(folder.glob("*.jsonl"))]
    scenarios = [scenario for path in paths for scenario in read_scenarios(path)]
    readings = [bench.read_all(scenario.articles) for scenario in scenarios]
    told_together = collect_examples(scenarios, readings, bench.knowledge)
    strangers = collect_strangers(readings, bench.knowledge, FOLDS)
    print(
        f"{len(told_together.labels)} pairs, {int(told_together.labels.sum())} the same; "
        f"{len(strangers.labels)} of two scenarios"
    )
    examples = joined(told_together, strangers)
    material = Material(scenarios=scenarios, readings=readings, examples=examples, bench=bench)
    report, told = cross_validate(material)
    bench.save()
    print(format_report(report))
    print(f"{strange_links(material):.2%} of the pairs of claims of two scenarios reach the threshold")
    weights, scale = material.weights_without(None), fit_scale(told, bench.knowledge.confidence.least)
    for name in ("intercept", *EVIDENCE_NAMES):
        print(f"{name:<20}{getattr(weights, name):>8.3f}")
    print(f"confidence: slope {scale.slope}, offsets {dict(scale.offsets)}")
    if arguments.write:
        write_weights(weights, TARGET, header_of(TARGET))
        write_scale(scale, SCALE)


if __name__ == "__main__":
    main()
