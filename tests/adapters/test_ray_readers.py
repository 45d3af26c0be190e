"""Readers on a real Ray of two processes, on this machine."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.core.model.records import Submission
from app.use_cases.backfill import BatchReader, NotRead
from tests.fakes import ToyUnderstander, WordEmbedder


class Tells(ToyUnderstander):
    """Tells in which process it was read, and ends that process once for the word Poison."""

    def __call__(self, article_id, submission):  # type: ignore[no-untyped-def]
        mark = Path(submission.url or "")
        if "Poison" in submission.text and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "Odd" in submission.text:
            raise ValueError("cannot read this")
        found = super().__call__(article_id, submission)
        object.__setattr__(found, "unasked", f"{os.getpid()} {os.environ.get('OMP_NUM_THREADS')}")
        return found


def make() -> BatchReader:
    """What each actor loads."""
    return BatchReader(understand=Tells(), embedder=WordEmbedder())


@pytest.fixture(scope="module")
def pool() -> Iterator[object]:
    pytest.importorskip("ray", reason="the extra crosscheck[backfill] is not installed")
    from app.adapters.ray_readers.pool import RayPool  # noqa: PLC0415

    opened = RayPool(make, readers=2)
    yield opened
    opened.close()


def article(name: str, mark: Path) -> tuple[str, Submission]:
    text = f"{name} | arrive | Port Lorne | 2024-03-13 |"
    return name, Submission(outlet="Harbour Post", text=text, language="en", url=str(mark))


@pytest.mark.timeout(120)
def test_two_processes_read_what_this_one_would(pool, tmp_path: Path):
    batches = [[article(f"Ada {number}", tmp_path), article(f"Sami {number}", tmp_path)] for number in range(6)]
    read = [future.result(60) for future in [pool.read(batch) for batch in batches]]
    own = make()
    readers = set()
    for batch, found in zip(batches, read, strict=True):
        assert found.version == own.version
        for (here, vectors), (there, other) in zip(own(batch).found, found.found, strict=True):
            assert (here.claims, here.sentences, here.article) == (there.claims, there.sentences, there.article)
            assert (vectors == other).all()
            readers.add(there.unasked)
    assert len(readers) == 2
    assert all(told.endswith(" 1") for told in readers), "one thread a reader"
    assert str(os.getpid()) not in {told.split()[0] for told in readers}


@pytest.mark.timeout(120)
def test_an_article_that_cannot_be_read_never_spoils_the_others(pool, tmp_path: Path):
    odd, good = pool.read([article("Odd", tmp_path), article("Ada", tmp_path)]).result(60).found
    assert isinstance(odd, NotRead)
    assert str(odd) == "ValueError: cannot read this"
    assert good[0].claims


@pytest.mark.timeout(120)
def test_a_reader_that_is_killed_is_started_again_and_its_batch_read(pool, tmp_path: Path):
    found = pool.read([article("Poison", tmp_path / "killed"), article("Ada", tmp_path)]).result(90).found
    assert (tmp_path / "killed").exists()
    assert [len(understanding.claims) for understanding, _ in found] == [1, 1]


def test_nothing_is_told_to_anyone(pool):
    del pool
    from ray._common.usage import usage_lib  # noqa: PLC0415

    assert not usage_lib.usage_stats_enabled()


def test_without_the_extra_the_remedy_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "app.adapters.ray_readers.pool", raising=False)
    monkeypatch.setenv("CROSSCHECK_HOME", str(tmp_path))
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"outlet": "A", "text": "Ada"}), encoding="utf-8")
    shown = CliRunner().invoke(cli, ["backfill", str(file)])
    assert "pip install 'crosscheck[backfill]'" in str(shown.exception)
    assert type(shown.exception).__name__ == "InvalidSetting"
