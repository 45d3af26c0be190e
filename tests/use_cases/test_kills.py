"""A server and two workers killed under load lose nothing and do nothing twice; a careless store would be found out."""

import os
from collections.abc import Sequence

import pytest

from benchmarks.kills.trial import ENGINES, Plan, run_trial
from tests.careless import HASTY, TIMES

KILLS = int(os.environ.get("CROSSCHECK_TEST_KILLS", "20"))
RIGHT = "killed before the commit"


@pytest.mark.parametrize("engine", ENGINES)
def test_processes_killed_at_random_moments_leave_a_sound_store(engine: str) -> None:
    report = run_trial(engine, Plan(kills=KILLS, pause=0.5))
    assert report.faults == []
    assert report.done["kill"] == KILLS
    assert report.acknowledged >= KILLS / 2
    assert report.answers["none"] > 0, "no client noticed anything"


@pytest.mark.parametrize(
    ("careless", "found"),
    [
        (RIGHT, ()),
        (HASTY, ("acknowledged and not there",)),
        ("claims apart from their job", ("results were kept of them",)),
        ("job gone when taken", ("there, and not analysed", "queued without a job")),
    ],
)
def test_who_breaks_a_promise_is_found_out(careless: str, found: Sequence[str]) -> None:
    report = run_trial("sqlite", Plan(careless=careless))
    assert report.trapped == TIMES
    for fault in found:
        assert any(fault in line for line in report.faults), report.faults
    assert bool(report.faults) == bool(found), report.faults


def test_a_stopped_worker_and_a_broken_database_do_no_harm() -> None:
    report = run_trial("postgresql", Plan(stops=1, restarts=1))
    assert report.faults == []
    assert report.done == {"stop": 1, "restart": 1}
    assert report.answers.keys() <= {"200", "202", "503"}
    assert report.reads.keys() <= {"200", "503"}
