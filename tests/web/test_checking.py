"""Checking a statement in a browser: a verdict that names nobody right, its evidence, and nothing typed lost."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from app.core.errors import ModelUnavailable
from app.main import create_app
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from app.web.pages.wording import LANGUAGES, wording
from tests.fakes import fake_services
from tests.web.html_page import Page, get

REPORTS = (
    ("Harbour Post", "Ada Venn | arrive | Port Lorne | 2024-03-13 |"),
    ("Gazette", "Prose before it.\nAda Venn | arrive | Port Lorne | 2024-03-14 |"),
    ("Le Quai", "Ben Orr | visit | Sel | 2024-03-10 |"),
)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    built = fake_services(tmp_path_factory.mktemp("checking"), worker=False)
    for outlet, text in REPORTS:
        built.submit(read_draft({"outlet": outlet, "text": text, "language": "en"}))
    built.analyse_pending()
    yield built
    built.close()


@pytest.fixture(scope="module")
def client(services: Services) -> TestClient:
    return TestClient(create_app(services))


def ask(client: TestClient, statement: str, *, status: int = 200, **fields: str) -> Page:
    return get(client, "/check?" + urlencode({"statement": statement, **fields}), status=status)


@pytest.mark.parametrize(
    ("statement", "verdict", "quotes"),
    [
        ("Ben Orr | visit | Sel | 2024-03-10 |", "supported", 1),
        ("Ada Venn | arrive | Port Lorne | 2024-03-13 |", "disputed", 2),
        ("Ada Venn | arrive | Port Lorne | 2024-03-15 |", "contradicted", 2),
        ("Zoe Lin | arrive | Sel | 2024-03-15 |", "unreported", 0),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_verdict_is_told_with_every_quote_marked(
    client: TestClient, statement: str, verdict: str, quotes: int, language: str
) -> None:
    page = ask(client, statement, lang=language)
    assert wording(language)[f"checking.{verdict}"] in page.text
    assert wording(language)[f"checking.{verdict}_means"] in page.text
    assert len(page.all("figure")) == quotes
    assert len([link for link in page.links("/articles/") if "claim=" in link]) == quotes
    assert statement in page.text


def test_the_evidence_says_which_report_speaks_for_and_which_against_it(client: TestClient) -> None:
    page = ask(client, REPORTS[0][1])
    supporting, _, contradicting = page.text.partition("One report excludes it")
    assert "One report tells of it" in supporting
    assert "Harbour Post" in supporting.partition("One report tells of it")[2]
    assert "Gazette" in contradicting
    assert "both days" in page.text
    assert "the statement: 2024-03-13" in " ".join(page.text.split())


def test_a_form_leads_to_an_address_that_can_be_passed_on(client: TestClient) -> None:
    answer = client.post("/check?lang=fr", data={"statement": "Ada came.", "as_of": ""}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/check?lang=fr&statement=Ada+came.")
    long = "مرحبا " * 300
    whole = client.post("/check", data={"statement": long}, follow_redirects=False)
    assert whole.status_code == 200
    assert long.strip() in Page(whole.text).text


def test_a_statement_that_cannot_be_checked_stays_in_the_form(client: TestClient) -> None:
    long = client.post("/check", data={"statement": "a" * 2_001, "as_of": "2024-03-10"})
    assert long.status_code == 422
    page = Page(long.text)
    assert "a" * 2_001 in page.text
    assert "Longer than 2000 characters" in page.text
    assert any(one.get("value") == "2024-03-10" for one in page.all("input"))
    assert "no letter" in ask(client, "...", status=422).text
    assert "calendar" not in ask(client, "Ada came.", status=422, as_of="2024-02-31").text
    assert "This is needed" in Page(client.post("/check", data={"statement": " "}).text).text
    assert client.post("/check", data={"statement": "a" * 70_000}).status_code == 413


def test_without_its_models_the_page_says_so_and_keeps_the_statement(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ModelUnavailable("no weights")

    monkeypatch.setattr(services, "check", missing)
    page = ask(client, "Ada came.", status=503)
    assert "models are not there" in page.text
    assert "Ada came." in page.text
    assert client.get("/check?statement=Ada").headers["retry-after"] == "10"
    monkeypatch.setattr(services, "runs_worker", True)
    monkeypatch.setattr(services, "model_problem", lambda: "loading")
    page = ask(client, "Ada came.", status=503)
    assert "still loading" in page.text
    assert {"http-equiv": "refresh", "content": "5"} in page.all("meta")
