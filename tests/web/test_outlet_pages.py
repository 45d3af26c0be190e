"""The pages of outlets: how they stand to each other, and an address for every name."""

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.core.model.conflict import ReviewState
from app.main import create_app
from app.use_cases.browse import Browse
from app.use_cases.drafts import read_draft
from app.use_cases.outlet_agreements import OutletAgreements
from app.use_cases.services import Services
from app.use_cases.views import AgreementView, OutletView
from app.web.pages.pictures.agreement import draw_matrix, matrix_of
from app.web.pages.showing import outlet_address, plain_name
from app.web.pages.wording import LANGUAGES, wording
from tests.fakes import fake_services
from tests.web.html_page import Page, get
from tests.web.service import running

NAMES = (
    "a/b",
    "/",
    "..",
    ".",
    "x?y#z&w=1",
    "🙂 emoji",
    "<script>alert(1)</script>",
    "بريد الميناء",
    "a/../b",
    "w" * 200,
)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    built = fake_services(tmp_path_factory.mktemp("outlets"), worker=False)
    for number, outlet in enumerate(NAMES):
        day = 13 + number % 2
        built.submit(
            read_draft(
                {
                    "outlet": outlet,
                    "text": f"Ada Venn | arrive | Port Lorne | 2024-03-{day} |",
                    "language": "en",
                    "published_at": f"2024-03-15T{number:02}:30:00+02:00",
                }
            )
        )
    built.analyse_pending()
    # However slow the machine is, nothing that was counted before is shown.
    built.agreements = OutletAgreements(browse=built.browse, now=lambda: datetime.now(UTC), stopwatch=lambda: 0.0)
    yield built
    built.close()


@pytest.fixture(scope="module")
def client(services: Services) -> TestClient:
    return TestClient(create_app(services))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outlet_has_a_page_whatever_its_name_holds(client: TestClient, language: str):
    links = sorted(set(get(client, f"/outlets?lang={language}").links("/outlets/")))
    assert len(links) == len(NAMES)
    heads = set()
    for link in links:
        html = client.get(link).text
        page = Page(html)
        assert f'<html lang="{language}"' in html
        assert {tag for tag, _ in page.tags}.isdisjoint({"script"})
        heads |= {name for name in NAMES if f"{name} · Crosscheck" in page.text}
    assert heads == set(NAMES)


def test_an_outlet_shows_how_it_stands_to_others_its_articles_and_conflicts(client: TestClient):
    page = get(client, "/outlets/a%2Fb")
    others = {link for link in page.links("/outlets/") if "lang=" not in link} - {"/outlets/a%2Fb"}
    assert len(others) == len(NAMES) - 1
    assert page.links("/articles/")
    assert page.links("/conflicts/")
    assert "3 of 4 details" in page.text
    assert "100%" in page.text


def test_a_name_reaches_its_page_as_a_browser_sends_it(tmp_path: Path):
    with running(tmp_path) as server:
        for name in ("50%2F", "a/../b", "//", "\u200f؟/"):
            server.services.submit(
                read_draft({"outlet": name, "text": "Ada Venn | arrive | Port Lorne | 2024-03-13 |"})
            )
            answer = server.call("GET", outlet_address(name))
            assert answer.status == 200
            assert f"<h1><bdi>{escape(plain_name(name))}</bdi></h1>" in answer.body.decode()


def test_another_language_of_a_page_keeps_a_name_that_looks_like_a_path(client: TestClient):
    assert "/outlets/a%2F..%2Fb?lang=fr" in get(client, "/outlets/a%2F..%2Fb").links("/outlets/")


def test_an_outlet_that_nobody_named_is_not_found(client: TestClient):
    for path in ("/outlets/nobody", "/outlets/", "/outlets/?name=nobody"):
        assert "Not found" in get(client, path, status=404).text


def test_the_matrix_says_in_words_what_it_shows(client: TestClient):
    page = get(client, "/outlets")
    drawings = [one for one in page.all("svg") if one.get("role") == "img"]
    assert len(drawings) == 1
    identifiers = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    assert {drawings[0]["aria-labelledby"], drawings[0]["aria-describedby"]} <= identifiers
    assert "45 pairs of outlets" in page.text
    assert "25 of them with a contradiction" in page.text
    assert page.text.count("of 1 event") == 45  # in the table


def test_the_menu_leads_to_the_outlets_and_outlets_are_linked_where_they_are_named(client: TestClient):
    page = get(client, "/")
    assert "/outlets" in page.links("/outlets")
    shown = set(page.links("/outlets/"))
    assert "/outlets/%3Cscript%3Ealert%281%29%3C%2Fscript%3E" in shown
    assert shown <= set(get(client, "/outlets").links("/outlets/"))


def test_the_list_is_turned_over(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.web.pages.outlets.PAGE", 4)
    address, seen = "/outlets?lang=fr", 0
    while True:
        page = get(client, address)
        listed = [one for one in page.all("a") if (one.get("href") or "").startswith("/outlets/")]
        seen += len(listed) - 90  # those of the matrix's table
        following = [one["href"] for one in page.all("a") if one.get("rel") == "next"]
        if not following:
            break
        address = (following[0] or "").partition("#")[0]
        assert "lang=fr" in address
    assert seen == len(NAMES)


def test_a_dismissed_conflict_counts_no_longer(services: Services, client: TestClient):
    before = get(client, "/outlets").text
    conflict = services.browse.conflicts().items[0]
    services.review(conflict.id, ReviewState.DISMISSED)
    assert get(client, "/outlets").text != before
    services.review(conflict.id, ReviewState.OPEN)


class Outlets:
    """A store that takes its time, and counts how often it was asked."""

    def __init__(self) -> None:
        self.time, self.takes, self.asked, self.claims = 0.0, 0.0, 0, 10

    def counts(self) -> dict[str, int]:
        return {"claims": self.claims}

    def outlets(self, *, limit: int) -> object:
        del limit
        self.asked += 1
        self.time += self.takes
        return type("Found", (), {"items": (outlet(f"after {self.asked}"),)})()


def outlet(name: str, *pairs: AgreementView) -> OutletView:
    return OutletView(id=name, article_count=1, claim_count=1, languages=("en",), agreement=pairs)


def agreements(store: Outlets) -> OutletAgreements:
    browse: Browse = store  # type: ignore[assignment]
    return OutletAgreements(browse=browse, now=lambda: datetime.now(UTC), stopwatch=lambda: store.time)


def test_what_is_counted_quickly_is_always_counted_anew():
    store = Outlets()
    counted = agreements(store)
    assert [names(counted) for _ in range(2)] == [["after 1"], ["after 2"]]


def names(counted: OutletAgreements) -> list[str] | None:
    standings = counted.read()
    return list(standings.outlets) if standings is not None else None


def test_nobody_waits_for_the_first_count_of_a_large_store():
    store = Outlets()
    store.takes, store.time, store.claims = 3.0, 1.0, 100_000
    counted = agreements(store)
    assert names(counted) is None
    counted.refresh()
    assert names(counted) == ["after 1"]


def test_a_page_says_that_the_figures_are_being_counted(
    services: Services, client: TestClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.use_cases.outlet_agreements.FEW", 1)
    fresh = OutletAgreements(browse=services.browse, now=lambda: datetime.now(UTC))
    monkeypatch.setattr(services, "agreements", fresh)
    assert "being counted" in get(client, "/outlets").text
    assert "45 pairs of outlets" in get(client, "/outlets").text


def test_what_takes_long_is_answered_at_once_and_counted_anew_when_it_is_due():
    store = Outlets()
    store.takes = 3.0
    counted = agreements(store)
    assert names(counted) == ["after 1"]
    counted.refresh()
    assert names(counted) == ["after 1"]
    store.time += 61.0
    assert names(counted) == ["after 1"]
    counted.refresh()
    assert names(counted) == ["after 2"]
    assert store.asked == 2


def test_the_matrix_keeps_those_that_share_most_and_stays_within_its_box():
    def pair(other: str, shared: int) -> AgreementView:
        return AgreementView(
            outlet=other,
            shared_clusters=shared,
            conflicting_clusters=1,
            independent_clusters=shared,
            compared=4,
            agreed=3,
            agreement=0.75,
            independence=1.0,
        )

    crowd = [outlet(f"Outlet {n}", *(pair(f"Outlet {m}", n + m) for m in range(20) if m != n)) for n in range(20)]
    matrix = matrix_of([*crowd, outlet("alone")])
    assert len(matrix.outlets) == 12
    assert matrix.of == 20
    assert set(matrix.outlets) == {f"Outlet {n}" for n in range(8, 20)}
    for language in LANGUAGES:
        drawing = draw_matrix(matrix, wording(language))
        assert all(0 <= text.left(rtl=drawing.rtl) <= drawing.width for text in drawing.texts())
        assert sum("75" in text.text for text in drawing.texts()) == 12 * 11
