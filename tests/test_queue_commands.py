"""``crosscheck jobs``, ``reanalyse`` and the options of ``worker``, on fakes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.commands import queueing
from app.use_cases.drafts import read_draft
from tests.fakes import FakeClock, ToyUnderstander, fake_parts, fake_services

runner = CliRunner()


class Shop:
    """Services on fakes that the commands take for the real ones."""

    def __init__(self, folder: Path) -> None:
        parts = fake_parts(folder)
        assert isinstance(parts.understand, ToyUnderstander)
        assert isinstance(parts.clock, FakeClock)
        self.services = fake_services(folder, parts=parts, attempts=1)
        self.reading, self.clock = parts.understand, parts.clock

    def post(self, name: str) -> str:
        return self.services.submit(read_draft({"outlet": "Gazette", "text": f"{name} | meet | Khartal | |"})).id


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    made = Shop(tmp_path)

    @contextmanager
    def joined(*, models: bool) -> Iterator[object]:
        del models
        yield made.services

    monkeypatch.setattr(queueing, "joined_services", joined)
    yield made
    made.services.close()


def run(*arguments: str) -> str:
    shown = runner.invoke(cli, list(arguments))
    assert shown.exit_code == 0, shown.output
    return shown.stdout


def test_what_failed_is_listed_with_its_error_and_tried_again(shop: Shop) -> None:
    poison, good = shop.post("Ada Venn"), shop.post("Marek Oduya")
    shop.reading.failures["Ada"] = ValueError("cannot read this")
    shop.services.queue.work_once()
    rows = [json.loads(line) for line in run("jobs", "--json").splitlines()]
    assert [(row["article_id"], row["state"]) for row in rows] == [(poison, "failed"), (good, "waiting")]
    assert rows[0]["error"] == "ValueError: cannot read this"
    assert poison in run("jobs", "--failed")
    assert good not in run("jobs", "--failed")
    shop.reading.failures.clear()
    run("jobs", "--retry", poison)
    assert shop.services.analyse_pending() == 2
    assert run("jobs") == ""


@pytest.mark.parametrize("arguments", [["jobs", "a1"], ["jobs", "--retry", "--failed"], ["jobs", "--retry", "a1"]])
def test_options_that_make_no_sense_are_refused_in_words(shop: Shop, arguments: list[str]) -> None:
    shown = runner.invoke(cli, arguments)
    assert shown.exit_code != 0
    assert str(shown.exception).count("\n") == 0
    assert ":" in str(shown.exception)


def test_everything_is_analysed_again_here_or_by_workers(shop: Shop) -> None:
    article = shop.post("Ada Venn")
    shop.services.analyse_pending()
    shop.reading.version = "toy-2"
    run("reanalyse", "--queue-only")
    assert shop.services.browse.counts()["waiting"] == 1
    shop.clock.move(timedelta(seconds=1))
    run("reanalyse")
    assert (shop.services.browse.article(article).version or "").startswith("toy-2")
    run("reanalyse", "--all", "--queue-only")
    assert shop.services.browse.counts()["waiting"] == 1


def test_one_go_through_the_queue_is_for_one_process() -> None:
    shown = runner.invoke(cli, ["worker", "--once", "--concurrency", "2"])
    assert shown.exit_code == 2
