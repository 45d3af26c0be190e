"""Fits ``app/knowledge/linking_weights.toml`` on annotated scenarios, and shows what the weights are worth on others.

Usage: ``python -m training.linking.fit --data FOLDER [--home FOLDER] [--write]``. FOLDER holds ``*.jsonl`` scenarios.
Logistic regression with a ridge penalty; evidence that speaks for a link cannot get a negative weight, nor the other
way round. Every score is cross-validated: each scenario is judged by weights that were fitted without it.
"""

import argparse
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from app.core.linking.evidence import EVIDENCE_NAMES
from app.core.model.language import Knowledge
from app.core.model.linking import LinkingWeights
from app.use_cases.cross_check import ArticleReading, cross_check
from app.use_cases.evaluate import ScenarioScore
from app.use_cases.evaluation_report import EvaluationReport, format_report
from app.use_cases.scenarios import Scenario, read_scenarios
from benchmarks.readings import Workbench
from training.linking.examples import Examples, collect_examples

FOLDS = 8
RIDGE = 2.0
AGAINST = frozenset({"brevity", "other_parties", "other_place", "far_time", "publication_gap"})
KEPT = frozenset({"far_time"})  # too rare in the scenarios to be fitted
TARGET = Path("app/knowledge/linking_weights.toml")


def fit_weights(examples: Examples, chosen: NDArray[np.bool_], start: LinkingWeights) -> LinkingWeights:
    """Weights for the chosen examples; what they cannot tell (threshold, same article) is kept from ``start``."""
    rows = np.column_stack([np.ones(chosen.sum()), examples.evidence[chosen]])
    labels, importance = examples.labels[chosen], examples.weights[chosen]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = rows @ weights
        errors = importance * (1 / (1 + np.exp(-odds)) - labels)
        penalty = RIDGE * weights[1:]
        cost = float(importance @ (np.logaddexp(0, odds) - labels * odds) + weights[1:] @ penalty / 2)
        return cost, rows.T @ errors + np.concatenate([[0.0], penalty])

    bounds = [(None, None), *(_bounds(name, start) for name in EVIDENCE_NAMES)]
    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x
    fitted = {name: round(float(weight), 3) for name, weight in zip(EVIDENCE_NAMES, found[1:], strict=True)}
    return replace(start, intercept=round(float(found[0]), 3), **fitted)


def _bounds(name: str, start: LinkingWeights) -> tuple[float | None, float | None]:
    if name in KEPT:
        return getattr(start, name), getattr(start, name)
    return (None, 0.0) if name in AGAINST else (0.0, None)


def cross_validate(
    scenarios: Sequence[Scenario],
    readings: Sequence[Sequence[ArticleReading]],
    examples: Examples,
    bench: Workbench,
    start: LinkingWeights,
) -> EvaluationReport:
    """The whole evaluation, each scenario under weights that were fitted without it."""
    report = EvaluationReport()
    for fold in range(FOLDS):
        weights = fit_weights(examples, examples.scenarios % FOLDS != fold, start)
        knowledge = replace(bench.knowledge, linking=weights)
        for number in range(fold, len(scenarios), FOLDS):
            outcome = cross_check(readings[number], knowledge=knowledge, places=bench.places)
            ScenarioScore(scenarios[number], readings[number], outcome).add_to(report)
    return report


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
    parser.add_argument("--data", type=Path, required=True, help="folder with *.jsonl scenarios")
    parser.add_argument("--home", type=Path, default=None, help="folder of the encoder; the service's own without it")
    parser.add_argument("--write", action="store_true", help=f"write {TARGET}")
    arguments = parser.parse_args()
    bench = Workbench(arguments.home)
    scenarios = [scenario for path in sorted(arguments.data.glob("*.jsonl")) for scenario in read_scenarios(path)]
    readings = [bench.read_all(scenario.articles) for scenario in scenarios]
    knowledge: Knowledge = bench.knowledge
    examples = collect_examples(scenarios, readings, knowledge)
    print(f"{len(examples.labels)} pairs, {int(examples.labels.sum())} the same")
    report = cross_validate(scenarios, readings, examples, bench, knowledge.linking)
    print(format_report(report))
    weights = fit_weights(examples, np.ones(len(examples.labels), dtype=bool), knowledge.linking)
    for name in ("intercept", *EVIDENCE_NAMES):
        print(f"{name:<20}{getattr(weights, name):>8.3f}")
    if arguments.write:
        write_weights(weights, TARGET, header_of(TARGET))


if __name__ == "__main__":
    main()
