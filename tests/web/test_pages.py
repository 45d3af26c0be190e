"""The pages as a browser gets them: what they show, in which direction, and that nothing in a report can run."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from app.web.pages.statics import static
from app.web.pages.wording import LANGUAGES
from tests.fakes import fake_services
from tests.web.html_page import Page, get

HOSTILE = "<script>alert('x')</script>\u202etsoP"
REPORTS = (
    {"outlet": "Harbour Post", "text": "Ada Venn | arrive | Port Lorne | 2024-03-13 |", "language": "en"},
    {"outlet": "بريد الميناء", "text": "Ada Venn | arrive | Port Lorne | 2024-03-14 |", "language": "ar"},
    {"outlet": "Le Quai", "text": "Ben Orr | visit | Sel | 2024-03-10 |", "language": "fr"},
    {"outlet": "Harbour Post", "text": "Ben Orr | visit | Sel | 2024-03-10 |", "language": "en"},
    {"outlet": HOSTILE, "title": HOSTILE, "text": f"{HOSTILE} | depart | <b>Sel</b> | 2024-03-09 |", "language": "en"},
    {"outlet": HOSTILE + "2", "text": f"{HOSTILE} | depart | <b>Sel</b> | 2024-03-08 |", "language": "en"},
)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    built = fake_services(tmp_path_factory.mktemp("pages"), worker=False)
    for number, report in enumerate(REPORTS):
        built.submit(read_draft({**report, "published_at": f"2024-03-15T0{number}:30:00+02:00"}))
    built.analyse_pending()
    yield built
    built.close()


@pytest.fixture(scope="module")
def client(services: Services) -> TestClient:
    return TestClient(create_app(services))


def addresses(services: Services) -> list[str]:
    browse = services.browse
    return [
        "/",
        "/stories/none",
        *(f"/articles/{article.id}" for article in browse.articles().items),
        *(f"/stories/{cluster.id}" for cluster in browse.clusters().items),
        *(f"/conflicts/{conflict.id}" for conflict in browse.conflicts().items),
    ]


def conflict_of(services: Services, outlet: str) -> str:
    return next(
        conflict.id
        for conflict in services.browse.conflicts().items
        if any(outlet in side.outlets for side in conflict.sides)
    )


def test_the_overview_leads_to_every_conflict_and_to_every_story_of_several_outlets(
    client: TestClient, services: Services
):
    page = get(client, "/")
    counts = services.browse.counts()
    assert counts["conflicts"] == 2
    assert f"Articles{counts['articles']}" in re.sub(r"\s", "", page.text)
    assert {link.rpartition("/")[2] for link in page.links("/conflicts/")} == {
        conflict.id for conflict in services.browse.conflicts().items
    }
    told_by_several = {story.id for story in services.browse.clusters().items if len(story.outlets) > 1}
    assert {link.rpartition("/")[2] for link in page.links("/stories/")} == told_by_several
    assert len(told_by_several) == 3


def test_every_link_of_ours_leads_to_a_page(client: TestClient, services: Services):
    links = {
        link
        for address in addresses(services)
        for language in LANGUAGES
        for link in Page(client.get(f"{address}?lang={language}").text).links("/")
    }
    assert len(links) > 20
    own = {link for link in links if not link.startswith("/stories/none")}
    assert {link: client.get(link).status_code for link in own} == dict.fromkeys(own, 200)


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?outlet=Le Quai", "Ben Orr", "Ada Venn"),
        ("?language=fr", "Ben Orr", "Ada Venn"),
        ("?language=ar&kind=date", "2024-03-14", "2024-03-08"),
        ("?kind=place&outlet=&language=", "No conflict.", "2024-03-14"),
    ],
)
def test_a_filter_leaves_only_what_it_asks_for(client: TestClient, query: str, shown: str, hidden: str):
    page = get(client, f"/{query}")
    assert shown in page.text
    assert hidden not in page.text


@pytest.mark.parametrize("query", ["?kind=colour", "?language=xx", "?conflicts_after=%FF!", "?disputed_after=*"])
def test_a_filter_that_does_not_exist_answers_a_page_that_says_so(client: TestClient, query: str):
    assert "Choose again from the overview" in get(client, f"/{query}", status=422).text


def test_lists_are_turned_over_without_losing_the_filter(
    services: Services, client: TestClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.web.pages.overview.PAGE", 1)
    seen: list[str] = []
    address = "/?kind=date&lang=fr"
    while True:
        page = get(client, address)
        seen += [link.partition("?")[0] for link in page.links("/conflicts/")]
        following = [one["href"] for one in page.all("a") if one.get("rel") == "next"]
        if not following:
            break
        address = following[0] or ""
        assert "kind=date" in address
        assert "lang=fr" in address
    assert seen == [f"/conflicts/{conflict.id}" for conflict in services.browse.conflicts().items]


def test_a_conflict_shows_each_quote_marked_in_its_paragraph_in_the_direction_of_its_language(
    client: TestClient, services: Services
):
    page = get(client, f"/conflicts/{conflict_of(services, 'Harbour Post')}")
    assert len(page.all("mark")) == 2
    assert {(one["dir"], one["lang"]) for one in page.all("blockquote")} == {("ltr", "en"), ("rtl", "ar")}
    for day in ("Wednesday, March 13, 2024", "Thursday, March 14, 2024"):
        assert day in page.text
    assert "it cannot have happened on both days" in page.text
    assert "March 15, 2024 00:30 (UTC+02:00)" in page.text


@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [("en", "ltr", "Side A"), ("ar", "rtl", "الرواية أ"), ("fr", "ltr", "Version A")],
)
def test_a_page_speaks_the_language_asked_for(
    client: TestClient, services: Services, language: str, direction: str, words: str
):
    address = f"/conflicts/{conflict_of(services, 'Harbour Post')}"
    for page in (get(client, f"{address}?lang={language}", accept="en"), get(client, address, accept=language)):
        assert page.all("html") == [{"lang": language, "dir": direction}]
        assert words in page.text
    assert (
        getattr(services.browse.conflict(address.rpartition("/")[2]).explanation, language).split(". ")[-1] in page.text
    )


def test_the_other_languages_of_a_page_keep_its_filter(client: TestClient):
    page = get(client, "/?outlet=Le+Quai&lang=fr")
    assert set(page.links("/?outlet")) == {f"/?outlet=Le+Quai&lang={code}" for code in LANGUAGES}


def test_a_story_tells_who_reports_which_value_and_shows_every_claim(client: TestClient, services: Services):
    story = services.browse.conflict(conflict_of(services, "Harbour Post")).cluster_id
    page = get(client, f"/stories/{story}")
    heads = [one.get("scope") for one in page.all("th")]
    assert heads.count("col") == 2
    assert heads.count("row") == 3  # who, where, when
    assert "These values exclude each other" in page.text
    assert len(page.all("blockquote")) == 2
    assert len(page.links("/articles/")) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_a_report_says_can_run_or_turn_the_page_around(
    client: TestClient, services: Services, language: str
):
    seen = ""
    for address in addresses(services):
        answer = client.get(f"{address}?lang={language}")
        page = Page(answer.text)
        assert "\u202e" not in page.text
        assert {"style", "b"}.isdisjoint(tag for tag, _ in page.tags)
        assert all((one.get("src") or "").startswith("/static/") for one in page.all("script"))
        for _, attributes in page.tags:
            assert not any(name == "style" or name.startswith("on") for name in attributes)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        seen += page.text
    assert seen.count("<script>alert('x')</script>") > 5


def test_pages_ask_for_nothing_from_elsewhere(client: TestClient, services: Services):
    for address in addresses(services):
        page = Page(client.get(address).text)
        fetched = [one.get("href") or "" for one in page.all("link")] + [
            one.get("src") or "" for one in page.all("img")
        ]
        assert all(link.startswith(("/static/", "data:")) for link in fetched)
    style = client.get(static("style.css"))
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text
    assert "@import" not in style.text
    assert "immutable" in style.headers["cache-control"]
    assert client.get("/static/old/style.css").headers["cache-control"] == "no-cache"
    assert client.get("/static/old/none.css").status_code == 404


@pytest.mark.parametrize("path", ["/stories/none", "/conflicts/none", "/articles/none", "/stories/%3Cscript%3E"])
def test_what_is_not_there_answers_a_page_in_the_readers_language(client: TestClient, path: str):
    assert "غير موجود" in get(client, path, status=404, accept="ar").text
    assert "Not found" in get(client, path, status=404).text


def test_headings_of_a_page_never_skip_a_level_and_every_field_has_a_label(client: TestClient, services: Services):
    for address in addresses(services):
        page = Page(client.get(address).text)
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        labelled = {one["for"] for one in page.all("label")}
        fields = [
            one for one in page.all("select") + page.all("input") + page.all("textarea") if one.get("type") != "hidden"
        ]
        assert {one["id"] for one in fields} == labelled
        identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(identifiers) == len(set(identifiers))


def test_an_empty_store_says_that_nothing_is_there(tmp_path: Path):
    services = fake_services(tmp_path, worker=False)
    assert "Nothing has been submitted yet" in get(TestClient(create_app(services)), "/").text
    services.close()


def test_an_article_that_is_not_analysed_yet_is_shown_unmarked(tmp_path: Path):
    services = fake_services(tmp_path, worker=False)
    article = services.submit(read_draft({"outlet": "Harbour Post", "text": "One line.\nAnother < line."})).id
    page = get(TestClient(create_app(services)), f"/articles/{article}")
    assert "waiting for analysis" in page.text
    assert "One line.\nAnother < line." in page.text
    assert page.all("mark") == []
    services.close()
