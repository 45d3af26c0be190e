"""``crosscheck doctor`` on what is around the service."""

import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.commands import surroundings
from app.commands.findings import State
from app.commands.surroundings import clock, home, log_lines, look_around, port, threads, traces
from app.settings import Settings
from tests.web.service import running


def test_where_all_is_well_nothing_is_to_be_done(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    found = list(look_around(Settings(home=tmp_path, port=0, threads=1)))
    assert [(finding.check, finding.detail) for finding in found if finding.state is State.FAILED] == []
    assert all(finding.remedy is None for finding in found if finding.state is State.OK)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_which_others_may_write_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o770)
    found = home(Settings(home=tmp_path))
    assert (found.state, found.remedy) == (State.WARNING, f"run: chmod go-w {tmp_path}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_in_which_we_may_not_write_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert home(Settings(home=tmp_path)).state is State.FAILED


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert home(Settings(home=tmp_path / "file")).state is State.FAILED


def test_a_clock_that_cannot_be_true_is_told(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert clock(settings, datetime(1970, 1, 1, tzinfo=UTC)).state is State.FAILED
    (tmp_path / "file").write_text("x")
    assert clock(settings, datetime.now(UTC)).state is State.OK
    assert clock(settings, datetime.now(UTC) - timedelta(hours=1)).state is State.FAILED


def test_a_port_that_is_taken_is_told_unless_it_is_taken_by_us(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        found = port(Settings(port=other.getsockname()[1]))
    assert (found.state, "in use" in found.detail) == (State.FAILED, True)
    with running(tmp_path) as server:
        found = port(Settings(port=server.port))
    assert (found.state, "answers" in found.detail) == (State.OK, True)


def test_more_threads_than_processors_are_told() -> None:
    assert threads(Settings(threads=256)).state is State.WARNING
    assert threads(Settings(threads=1)).state is State.OK


@pytest.mark.parametrize(
    ("check", "settings"),
    [
        (log_lines, Settings(log_level="error")),
        (log_lines, Settings(log_level="warning", log_format="json")),
    ],
)
def test_a_log_that_tells_nothing_is_told(
    check: Callable[[Settings], surroundings.Finding], settings: Settings
) -> None:
    assert check(settings).state is State.WARNING


def test_traces_without_their_extra_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(otlp_endpoint="http://127.0.0.1:4318/v1/traces")
    monkeypatch.setattr(surroundings, "find_spec", lambda name: None)
    found = traces(settings)
    assert (found.state, found.remedy) == (State.FAILED, "run: pip install 'crosscheck[otel]'")
    assert traces(Settings()).state is State.OK
