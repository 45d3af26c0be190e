"""``crosscheck export``: into a file that is whole or not there, or to standard output."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.commands import exporting
from app.core.errors import InvalidInput
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from tests.fakes import fake_services
from tests.web.test_api import ON_THE_12TH, ON_THE_13TH

runner = CliRunner()


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    services = fake_services(tmp_path)
    for fields in (ON_THE_12TH, ON_THE_13TH):
        services.submit(read_draft(fields))
    services.analyse_pending()

    @contextmanager
    def joined(*, models: bool) -> Iterator[Services]:
        assert not models
        yield services

    monkeypatch.setattr(exporting, "joined_services", joined)
    yield services
    services.close()


@pytest.mark.usefixtures("toy")
def test_rows_go_to_standard_output_with_the_filters_of_the_lists():
    shown = runner.invoke(cli, ["export", "claims", "--outlet", "Gazette", "--event-type=arrive"])
    assert shown.exit_code == 0, shown.output
    (row,) = [json.loads(line) for line in shown.stdout.splitlines()]
    assert row["outlet"] == "Gazette"


@pytest.mark.usefixtures("toy")
def test_a_file_is_written_once_and_never_over_another(tmp_path: Path):
    file = tmp_path / "conflicts.jsonld"
    arguments = ["export", "conflicts", "--format", "jsonld", "--output", str(file)]
    shown = runner.invoke(cli, arguments)
    assert shown.exit_code == 0, shown.output
    assert json.loads(file.read_text(encoding="utf-8"))["@graph"][0]["@type"] == "ClaimReview"
    again = runner.invoke(cli, arguments)
    assert isinstance(again.exception, InvalidInput)
    assert "is there already" in str(again.exception)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["claims", "--format", "xml"], "--format"),
        (["claims", "--kind", "date"], "--kind: there is no such field"),
        (["clusters", "--min-outlets", "many"], "--min-outlets"),
        (["claims", "--outlet"], "--outlet: not a filter with its value"),
        (["claims", "--limit", "3"], "--limit"),
        (["claims", "--output", "/nowhere/at/all.csv"], "cannot write"),
    ],
)
def test_what_cannot_be_exported_is_told_in_a_line(toy: Services, arguments: list[str], told: str):
    shown = runner.invoke(cli, ["export", *arguments])
    assert isinstance(shown.exception, InvalidInput)
    assert told in str(shown.exception)
    assert toy.export.spooled(iter(())) is not None


@pytest.mark.usefixtures("toy")
def test_a_broken_export_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def breaking(*_arguments: object, **_named: object) -> Iterator[bytes]:
        yield b"{}\n"
        raise OSError(28, "No space left on device")

    pieces: Callable[..., Iterator[bytes]] = breaking
    monkeypatch.setattr(exporting, "export_pieces", pieces)
    file = tmp_path / "claims.ndjson"
    shown = runner.invoke(cli, ["export", "claims", "--output", str(file)])
    assert shown.exit_code != 0
    assert "No space left" in str(shown.exception)
    assert list(tmp_path.glob("claims*")) == []
