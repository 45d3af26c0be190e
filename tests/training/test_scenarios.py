"""The annotated scenarios of our own."""

from pathlib import Path

import pytest

from app.use_cases.scenarios import Scenario, read_scenarios

ROOT = Path(__file__).parents[2]
FOLDERS = {"fitted": ROOT / "training/linking/scenarios", "held back": ROOT / "benchmarks/held_back"}


def scenarios_of(folder: Path) -> list[Scenario]:
    return [scenario for path in sorted(folder.glob("*.jsonl")) for scenario in read_scenarios(path)]


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS.keys())
def test_every_conflict_has_two_sides_that_are_quoted(folder: Path) -> None:
    scenarios = scenarios_of(folder)  # reading refuses quotes that do not stand in their article
    assert len(scenarios) >= 30
    for scenario in scenarios:
        assert len(scenario.articles) >= 2
        assert all(len(conflict.sides) >= 2 and all(conflict.sides) for conflict in scenario.conflicts)


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS.keys())
def test_traps_hold_no_conflict(folder: Path) -> None:
    for scenario in scenarios_of(folder):
        traps = {frozenset(pair) for pair in scenario.no_conflict_between}
        for conflict in scenario.conflicts:
            one, other = ({quote.article for quote in side} for side in conflict.sides[:2])
            assert not any(frozenset((left, right)) in traps for left in one for right in other), scenario.id


def test_nothing_that_judges_is_learned_from() -> None:
    fitted, held_back = map(scenarios_of, FOLDERS.values())
    texts = {article.text for scenario in fitted for article in scenario.articles}
    assert not any(article.text in texts for scenario in held_back for article in scenario.articles)
    assert not {scenario.id for scenario in fitted} & {scenario.id for scenario in held_back}
