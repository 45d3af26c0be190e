"""Adding an article in a browser: nothing typed is lost, progress is shown, and it lands on what it meets."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.core.model.access import KeyScope
from app.main import create_app
from app.use_cases.drafts import ArticleDraft
from app.use_cases.services import Services
from app.web.pages.problem_words import TEXTS, say_problem
from app.web.pages.wording import LANGUAGES, wording
from tests.fakes import fake_services
from tests.web.html_page import Page, get

ADA = "Ada Venn | arrive | Port Lorne | 2024-03-13 |"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    built = fake_services(tmp_path, worker=False, body_limit=200_000, text_limit=5_000)
    yield built
    built.close()


@pytest.fixture
def client(services: Services) -> TestClient:
    return TestClient(create_app(services), follow_redirects=False)


def add(client: TestClient, **fields: str) -> str:
    answer = client.post("/add", data={"outlet": "Harbour Post", **fields})
    assert answer.status_code == 303, Page(answer.text).text
    return str(answer.headers["location"])


def refused(client: TestClient, path: str = "/add", /, **fields: str) -> Page:
    answer = client.post(path, data=fields)
    assert answer.status_code == 422
    return Page(answer.text)


def test_a_pasted_text_is_stored_as_the_interface_would_store_it(client: TestClient, services: Services) -> None:
    location = add(
        client,
        text=f"{ADA}\r\nBen Orr | visit | Sel | |",
        published="2024-03-14T18:20",
        zone="+02:00",
        title="Minister in Port Lorne",
        language="en",
        author="",
    )
    article = services.browse.article(location.split("/")[2])
    assert article.text == f"{ADA}\nBen Orr | visit | Sel | |"
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2024-03-14T18:20:00+02:00"
    row = ArticleDraft.model_validate(
        {"outlet": "Harbour Post", "text": article.text, "published_at": "2024-03-14T18:20:00+02:00"}, strict=False
    )
    assert services.submit(row).id == article.id


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    client: TestClient, services: Services
) -> None:
    typed = {
        "outlet": "",
        "text": '\n<b>"Ada"</b> & co.\n',
        "url": "ftp://x",
        "published": "2024-03-14T18:20",
        "zone": "",
        "title": "A title",
        "author": "Nour",
        "language": "fr",
    }
    page = refused(client, "/add", **typed)
    assert "Choose the time zone" in page.text
    again = refused(client, "/add", **{**typed, "zone": "+02:00"})
    values = {one["id"]: one.get("value") for one in again.all("input")}
    assert {name: values[name] for name in ("outlet", "title", "author", "url", "published")} == {
        name: typed[name] for name in ("outlet", "title", "author", "url", "published")
    }
    chosen = [one["value"] for one in again.all("option") if "selected" in one]
    assert chosen == ["+02:00", "fr"]
    assert typed["text"] in unescape(client.post("/add", data={**typed, "zone": "+02:00"}).text)
    marked = {one["id"]: one["aria-describedby"] for one in again.all("input") if one.get("aria-invalid")}
    assert marked == {"url": "url-wrong url-hint", "outlet": "outlet-wrong outlet-hint"}
    assert "This is needed" in again.text
    assert "Not a web address" in again.text
    assert services.browse.counts()["articles"] == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_is_said_in_the_language_of_the_reader(client: TestClient, language: str) -> None:
    page = refused(client, f"/add?lang={language}", outlet="Harbour Post")
    assert wording(language)["problems.no_body"] in page.text
    long = refused(client, f"/add?lang={language}", outlet="Harbour Post", text="a" * 5_001)
    assert wording(language).say("problems.too_long", count="5,000").replace("\u2068", "").replace("\u2069", "") in (
        long.text
    )


def test_every_text_about_a_field_has_words_and_another_is_shown_as_it_is() -> None:
    for language in LANGUAGES:
        assert {key for _, key in TEXTS} <= wording(language).keys
    assert say_problem("is something new", wording("ar")) == ("is something new", "en")
    assert say_problem("String should have at most 200 characters", wording("en"))[0].startswith("Longer than")


@pytest.mark.parametrize("published", ["2024-02-30T10:00", "soon", "2999-01-01T10:00", "1500-01-01T10:00"])
def test_a_time_that_cannot_be_is_refused(client: TestClient, published: str) -> None:
    page = refused(client, "/add", outlet="Harbour Post", text="Ada came.", published=published, zone="+00:00")
    assert any(one.get("aria-invalid") and one["id"] == "published" for one in page.all("input"))


def test_a_form_beyond_the_limit_or_of_another_kind_answers_a_page(client: TestClient) -> None:
    large = client.post("/add", data={"outlet": "Harbour Post", "text": "a" * 200_001})
    assert large.status_code == 413
    assert "Go back in the browser" in Page(large.text).text
    assert client.post("/add", json={"outlet": "x"}).status_code == 400
    many = client.post("/add", data={f"field{number}": "x" for number in range(200)})
    assert many.status_code == 400
    assert (
        client.post(
            "/add",
            content=b"outlet=%FF%00&text=%ED%A0%80",
            headers={"content-type": "application/x-www-form-urlencoded"},
        ).status_code
        == 422
    )


def test_progress_is_followed_with_a_script_and_without_one(client: TestClient, services: Services) -> None:
    add(client, text="Ben Orr | visit | Sel | |")
    location = add(client, text=ADA)
    page = get(client, location)
    assert {"http-equiv": "refresh", "content": "4"} in page.all("meta")
    assert any("progress.js" in (one.get("src") or "") for one in page.all("script"))
    assert any("data-waiting" in one for one in page.all("div"))
    assert "One other article is ahead of it" in page.text
    services.analyse_pending()
    done = get(client, location)
    assert not any("data-waiting" in one for one in done.all("div"))
    assert "What only it reports" in done.text


def test_an_address_is_fetched_first_and_a_failure_is_told(client: TestClient, services: Services) -> None:
    location = add(client, url="https://news.example.org/1")
    assert "Its page is being fetched" in get(client, location).text
    with services.store.writing() as unit:
        unit.articles.mark_failed(location.split("/")[2], "the site says 404")
    assert "the site says 404" in get(client, location).text
    assert "refresh" not in [one.get("http-equiv") for one in get(client, location).all("meta")]
    inner = refused(client, "/add", outlet="Harbour Post", url="http://localhost/x")
    assert "not on the public internet" in inner.text


def test_a_repeat_says_so_and_leads_to_the_one_that_is_there(client: TestClient) -> None:
    first = add(client, text=ADA)
    second = add(client, text=ADA)
    assert second == f"{first}?known=1"
    assert "was here already" in get(client, second).text


def test_it_lands_on_what_it_agrees_and_disagrees_with(client: TestClient, services: Services) -> None:
    add(client, text=ADA)
    add(client, text="Ada Venn | arrive | Port Lorne | 2024-03-13 | 7", outlet="Le Quai")
    location = add(
        client, text="Ada Venn | arrive | Port Lorne | 2024-03-14 | 7\nZoe Lin | visit | Sel | |", outlet="Gazette"
    )
    services.analyse_pending()
    page = get(client, location)
    conflict = services.browse.conflicts().items[0]
    assert f"/conflicts/{conflict.id}" in page.links("/conflicts/")
    assert f"/stories/{conflict.cluster_id}" in page.links("/stories/")
    text = " ".join(page.text.split())
    assert "WhoAda Venn ✓ the same in Harbour Post, Le Quai" in text
    assert "How many7 ✓ the same in Le Quai" in text
    assert "When2024-03-14 · elsewhere: 2024-03-13 (Harbour Post, Le Quai) · these exclude each other" in text
    assert "Zoe Lin visit Sel" in text.partition("What only it reports")[2]
    assert "Ada Venn" not in text.partition("What only it reports")[2]


def test_readers_are_not_offered_what_they_may_not_do(tmp_path: Path) -> None:
    services = fake_services(tmp_path, authentication="on", worker=False)
    client = TestClient(create_app(services))
    _, token = services.keys.create("Reader", [KeyScope.READ])
    headers = {"authorization": f"Bearer {token}"}
    page = Page(client.get("/check", headers=headers).text)
    assert page.links("/add") == []
    assert client.get("/add", headers=headers).status_code == 403
    services.close()
