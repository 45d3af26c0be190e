"""Commands on stored articles, and the inspectors, without a process of their own."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.adapters.fetching.language_detection import LangidDetector
from app.cli import cli
from app.commands import asking, ingesting, working
from app.commands.article_files import ArticleRow
from app.commands.inspection import Inspection
from app.commands.serving import check_address
from app.core.errors import CrosscheckError, InvalidInput
from app.use_cases.services import Services
from tests.fakes import fake_services

runner = CliRunner()
ON_THE_12TH = "Ada Venn | arrive | Port Lorne | 2024-03-12 |"
ON_THE_13TH = "Ada Venn | arrive | Port Lorne | 2024-03-13 |"
ARTICLES = [
    {"outlet": "The Harbour Post", "text": ON_THE_12TH, "language": "en", "published_at": "2024-03-14T08:00:00Z"},
    {"outlet": "Dock Gazette", "text": ON_THE_13TH, "language": "en", "published_at": "2024-03-14T09:00:00Z"},
]


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """Services on fakes, which the commands take for the real ones."""
    services = fake_services(tmp_path)

    @contextmanager
    def joined(*, models: bool) -> Iterator[Services]:
        del models
        yield services

    for module in (asking, ingesting, working):
        monkeypatch.setattr(module, "joined_services", joined)
    yield services
    services.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "articles.json"
    path.write_text(json.dumps(ARTICLES), encoding="utf-8")
    return path


def ingest(file: Path, *options: str) -> list[dict[str, object]]:
    shown = runner.invoke(cli, ["ingest", str(file), "--json", *options])
    assert shown.exit_code == 0, shown.output
    return [json.loads(line) for line in shown.stdout.splitlines()]


def test_ingested_articles_are_analysed(toy: Services, file: Path):
    assert [row["status"] for row in ingest(file)] == ["analysed", "analysed"]
    assert toy.browse.counts()["waiting"] == 0


def test_ingesting_again_changes_nothing(toy: Services, file: Path):
    first = ingest(file)
    before = toy.browse.counts()
    assert [row["id"] for row in ingest(file)] == [row["id"] for row in first]
    assert toy.browse.counts() == before


def test_queued_articles_wait_for_a_worker(toy: Services, file: Path):
    assert [row["status"] for row in ingest(file, "--queue-only")] == ["queued", "queued"]
    shown = runner.invoke(cli, ["worker", "--once"])
    assert shown.exit_code == 0
    assert "2 articles analysed" in shown.output
    assert toy.browse.counts()["waiting"] == 0


def test_an_article_whose_analysis_fails_is_told_and_fails_the_command(
    toy: Services, file: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(toy.queue, "_attempts", 1)
    monkeypatch.setattr(type(toy.understand), "__call__", _fail)
    shown = runner.invoke(cli, ["ingest", str(file), "--json"])
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    assert shown.exit_code == 1
    assert all(row["status"] == "failed" and "out of ink" in row["error"] for row in rows)


def _fail(*_: object) -> None:
    raise RuntimeError("out of ink")


def test_many_rows_are_taken_in_order_with_the_bad_ones_in_their_place(toy: Services):
    rows = [
        ArticleRow(origin=f"row {number}", payload={"outlet": "A", "text": f"Story {number}"} if number % 50 else None)
        for number in range(1, 231)
    ]
    taken = list(ingesting.take_in(toy, iter(rows)))
    assert [row.origin for row in taken] == [row.origin for row in rows]
    assert [row.origin for row in taken if row.error] == ["row 50", "row 100", "row 150", "row 200"]


def test_conflicts_are_listed_with_both_sides_quotes(toy: Services, file: Path):
    ingest(file)
    shown = runner.invoke(cli, ["conflicts", "--kind", "date"])
    assert shown.exit_code == 0
    assert ON_THE_12TH in shown.stdout
    assert ON_THE_13TH in shown.stdout


def test_conflicts_as_json_have_the_fields_of_the_interface(toy: Services, file: Path):
    ingest(file)
    shown = runner.invoke(cli, ["conflicts", "--json", "--limit", "1"])
    (conflict,) = [json.loads(line) for line in shown.stdout.splitlines()]
    assert {
        "id",
        "cluster_id",
        "kind",
        "scope",
        "relation",
        "severity",
        "confidence",
        "state",
        "explanation",
        "sides",
    } <= set(conflict)
    assert {"en", "ar", "fr"} == set(conflict["explanation"])


def test_a_statement_is_answered_with_a_verdict(toy: Services, file: Path):
    ingest(file)
    shown = runner.invoke(cli, ["check", "Nobody | vote | | | ", "--json"])
    assert shown.exit_code == 0
    assert json.loads(shown.stdout)["verdict"] == "unreported"


def test_a_statement_said_at_no_time_is_refused(toy: Services):
    shown = runner.invoke(cli, ["check", "Ada Venn arrived.", "--as-of", "yesterday"])
    assert isinstance(shown.exception, InvalidInput)
    assert "--as-of" in str(shown.exception)


def test_an_address_that_is_taken_is_told_before_any_work():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CrosscheckError, match=f"port {port}.*--port"):
            check_address("127.0.0.1", port)
    check_address("127.0.0.1", port)


@pytest.fixture(scope="module")
def inspection(services: Services) -> Inspection:
    return Inspection(
        reader=services.reader,
        embedder=services.embedder,
        judge=services.judge,
        detector=LangidDetector(),
        html=services.html,
        knowledge=services.knowledge,
        places=services.places,
    )


TEXT = "وصلت الوزيرة نادية رحماني إلى تونس مساء الاثنين. وقالت إن 12 قاربا غرقت."


def test_every_offset_of_an_inspected_sentence_finds_its_words(inspection: Inspection):
    found = inspection.sentence({"text": TEXT, "language": "ar", "reference": "2024-05-15T09:00:00+01:00"})
    for field in ("words", "entities", "times", "quantities"):
        assert found[field], field
        assert all(TEXT[item["start"] : item["end"]] == item["text"] for item in rows(found[field]))
    assert all(TEXT[claim["start"] : claim["end"]] == claim["quote"] for claim in rows(found["claims"]))


def rows(value: object) -> list[dict[str, int]]:
    assert isinstance(value, list)
    return value


def test_heads_count_on_through_the_sentences_of_a_text(inspection: Inspection):
    words = rows(inspection.sentence({"text": TEXT, "language": "ar"})["words"])
    roots = [number for number, word in enumerate(words, 1) if word["head"] == 0]
    assert len(roots) == 2
    second = next(number for number, word in enumerate(words, 1) if TEXT[word["start"] - 2 : word["start"]] == ". ")
    assert all(word["head"] == 0 or word["head"] >= second for word in words[second - 1 :])


def test_yesterday_is_resolved_against_the_reference(inspection: Inspection):
    found = inspection.sentence(
        {"text": "The ferry sank yesterday.", "language": "en", "reference": "2024-03-14T18:00:00+02:00"}
    )
    (when,) = rows(found["times"])
    assert (when["earliest"], when["latest"]) == ("2024-03-13T00:00:00", "2024-03-14T00:00:00")


def test_words_are_read_as_given(inspection: Inspection):
    given = ["The", "ferry", "sank", "."]
    words = rows(inspection.words({"words": given, "language": "en"})["words"])
    assert [word["text"] for word in words] == given
    assert [(word["start"], word["end"]) for word in words] == [(0, 3), (4, 9), (10, 14), (15, 16)]
    assert sum(word["head"] == 0 for word in words) == 1


def test_statements_about_nothing_in_common_are_different(inspection: Inspection):
    answer = inspection.pair(
        {"left": "Nadia Rahmani arrived in Tunis.", "right": "Wheat prices fell in Canada.", "language": "en"}
    )
    assert answer["relation"] == "different"
    assert 0.5 <= float(str(answer["score"])) <= 1


def test_a_page_is_cleaned_and_what_was_dropped_is_told(inspection: Inspection):
    body = "The ferry left the port on Monday morning, the harbour master said, after a long wait for the fog to lift."
    found = inspection.clean({"text": f"The ferry has left\n\n{body}\n\nShare\n\nLeave a Comment", "language": "en"})
    assert body in str(found["text"])
    assert "Leave a Comment" not in str(found["text"])
    assert any("Leave a Comment" in str(part["text"]) for part in rows(found["dropped"]))


@pytest.mark.parametrize(
    ("call", "row"),
    [
        ("sentence", {"text": ""}),
        ("sentence", {"text": "a", "language": "xx1"}),
        ("sentence", {"text": "a", "reference": "soon"}),
        ("words", {"words": []}),
        ("words", {"words": ["a", ""]}),
        ("pair", {"left": "a"}),
        ("clean", {"text": "a", "html": "<p>a</p>"}),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_in_words(inspection: Inspection, call: str, row: dict[str, object]):
    inspector: Callable[[dict[str, object]], object] = getattr(inspection, call)
    with pytest.raises(InvalidInput):
        inspector(row)
