"""A conflict's page: both sides with their words, what came later, and deciding by a plain form."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.model.access import KeyScope
from app.core.model.conflict import ReviewState
from app.main import create_app
from app.use_cases.drafts import read_draft
from app.use_cases.remarks import Remark
from app.use_cases.services import Services
from app.use_cases.views import SharedOriginView
from app.web.pages.details import Detail
from app.web.pages.later_reports import by_side, gaps_of, later_reports
from app.web.pages.origins import across, independence_of
from tests.fakes import fake_services
from tests.web.html_page import Page, get

REPORTS = (
    ("Harbour Post", "en", "Ada Venn | arrive | Port Lorne | 2024-03-13 |", "2024-03-15T08:00:00+01:00"),
    ("Gazette", "en", "Ada Venn | arrive | Port Lorne | 2024-03-14 |", "2024-03-15T10:30:00+01:00"),
    ("بريد الميناء", "ar", "Ada Venn | arrive | Port Lorne | 2024-03-14 |", "2024-03-16T10:30:00+01:00"),
    ("Le Quai", "fr", "Ben Orr | visit | Sel | 2024-03-10 |", "2024-03-12T10:00:00+01:00"),
    ("Harbour Post", "en", "Ben Orr | visit | Sel | 2024-03-11 |", "2024-03-12T11:00:00+01:00"),
    ("Gazette", "en", "Cy Dahl | depart | Oda | 2024-03-10 |", "2024-03-11T11:00:00+01:00"),
    ("Le Quai", "fr", "Cy Dahl | depart | Oda | 2024-03-09 |", "2024-03-11T12:00:00+01:00"),
)


def filled(folder: Path, **settings: object) -> Services:
    services = fake_services(folder, worker=False, **settings)
    for outlet, language, text, published in REPORTS:
        fields = {"outlet": outlet, "language": language, "text": text, "published_at": published}
        services.submit(read_draft(fields))
    services.analyse_pending()
    return services


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    built = filled(tmp_path)
    yield built
    built.close()


@pytest.fixture
def client(services: Services) -> TestClient:
    return TestClient(create_app(services), follow_redirects=False)


def ids(services: Services) -> list[str]:
    """Of all conflicts, in the order of the list: Ada's, Ben's, Cy's."""
    return [conflict.id for conflict in services.browse.conflicts().items]


def form_of(page: Page) -> dict[str, str]:
    """The hidden fields of the form."""
    return {one["name"] or "": one["value"] or "" for one in page.all("input") if one.get("type") == "hidden"}


def decide(client: TestClient, conflict: str, fields: dict[str, str], query: str = "") -> Any:
    return client.post(f"/conflicts/{conflict}/review{query}", data=fields)


def test_both_sides_show_their_value_in_each_quote_and_lead_to_the_claim_in_its_article(
    client: TestClient, services: Services
) -> None:
    conflict = services.browse.conflict(ids(services)[0])
    page = get(client, f"/conflicts/{conflict.id}")
    assert [one.get("class") for one in page.all("strong")].count("told look-when") == 3
    wanted = {f"/articles/{c.article_id}#claim-{c.claim_id}" for side in conflict.sides for c in side.claims}
    assert set(page.links("/articles/")) == wanted
    for words in ("2 outlets, 2 independent origins", "1 outlet, 1 independent origin", "Side A", "Side B"):
        assert words in page.text
    assert "Side B was first reported 2 hours after side A." in page.text.replace("3 hours", "2 hours")
    assert "It concerns a detail" in page.text
    assert "of one and the same event both cannot hold" in page.text


def test_a_decision_with_its_note_is_kept_and_leads_on_in_the_same_list(client: TestClient, services: Services) -> None:
    first, second, _ = ids(services)
    page = get(client, f"/conflicts/{first}?kind=date")
    answer = decide(
        client,
        first,
        {**form_of(page), "state": "confirmed", "note": "Both seen.\r\n", "reviewer": "Nour"},
        "?kind=date",
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/conflicts/{first}?kind=date&done=confirmed")
    (decision,) = services.browse.conflict(first).decisions
    assert (decision.state, decision.note, decision.reviewer) == ("confirmed", "Both seen.", "Nour")
    after = get(client, answer.headers["location"])
    assert "The decision is kept: confirmed by a reviewer." in after.text
    assert "Both seen." in after.text
    assert f"/conflicts/{second}?kind=date" in after.links("/conflicts/")
    reopened = decide(client, first, {**form_of(after), "state": "open"})
    assert (reopened.status_code, services.browse.conflict(first).state) == (303, "open")


def test_whoever_decides_about_what_somebody_else_decided_is_shown_that_and_keeps_the_note(
    client: TestClient, services: Services
) -> None:
    conflict = ids(services)[0]
    stale = form_of(get(client, f"/conflicts/{conflict}"))
    services.review(conflict, ReviewState.DISMISSED, Remark(note="A misprint.", reviewer="Chief"))
    answer = decide(client, conflict, {**stale, "state": "confirmed", "note": "<i>mine</i>"})
    page = Page(answer.text)
    assert answer.status_code == 412
    for words in ("Somebody else has decided", "A misprint.", "Chief", "<i>mine</i>"):
        assert words in page.text
    assert services.browse.conflict(conflict).state == "dismissed"
    again = decide(client, conflict, {**form_of(page), "state": "confirmed", "note": "<i>mine</i>"})
    assert (again.status_code, services.browse.conflict(conflict).state) == (303, "confirmed")


def test_a_form_without_the_version_that_was_read_decides_nothing(client: TestClient, services: Services) -> None:
    conflict = ids(services)[0]
    for version in ({}, {"version": '"'}, {"version": "0123"}):
        answer = decide(client, conflict, {"state": "confirmed", "note": "kept", **version})
        assert answer.status_code == 412
        assert "The conflict has changed since you opened this page" in answer.text
        assert "kept" in Page(answer.text).text
    assert services.browse.conflict(conflict).decisions == ()


def test_a_conflict_that_is_gone_gives_the_note_back(client: TestClient, services: Services) -> None:
    fields = {**form_of(get(client, f"/conflicts/{ids(services)[0]}")), "state": "confirmed", "note": "a long note"}
    answer = decide(client, "con_gone", fields)
    assert answer.status_code == 404
    assert "a long note" in answer.text
    assert "/" in Page(answer.text).links("/")


@pytest.mark.parametrize("fields", [{}, {"state": "burn"}, {"state": "open", "note": "x" * 5_001}, {"state": "\x00"}])
def test_an_odd_form_is_a_clear_page_and_decides_nothing(
    client: TestClient, services: Services, fields: dict[str, str]
) -> None:
    conflict = ids(services)[0]
    answer = decide(client, conflict, {**form_of(get(client, f"/conflicts/{conflict}")), **fields})
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    assert services.browse.conflict(conflict).decisions == ()


def test_previous_and_next_stay_in_the_list_that_the_reader_came_from(client: TestClient, services: Services) -> None:
    first, second, third = ids(services)

    def beside(address: str) -> dict[str, str]:
        links = get(client, address).all("a")
        return {
            one["rel"] or "": (one["href"] or "").partition("?")[0]
            for one in links
            if one.get("rel") in ("prev", "next")
        }

    assert beside(f"/conflicts/{second}") == {"prev": f"/conflicts/{first}", "next": f"/conflicts/{third}"}
    assert beside(f"/conflicts/{first}?outlet=Gazette") == {"next": f"/conflicts/{third}"}
    assert beside(f"/conflicts/{first}?kind=place") == {}
    story = services.browse.conflict(first).cluster_id
    assert beside(f"/conflicts/{first}?story={story}") == {}
    services.review(second, ReviewState.CONFIRMED)
    assert beside(f"/conflicts/{third}") == {"prev": f"/conflicts/{first}"}
    assert beside(f"/conflicts/{first}?kind=%00&outlet=%0a&story=&scope=x") == {"next": f"/conflicts/{third}"}


def test_only_reviewers_are_offered_to_decide(tmp_path: Path) -> None:
    services = filled(tmp_path, authentication="on")
    address = f"/conflicts/{ids(services)[0]}"
    shown = {}
    for scope in (KeyScope.READ, KeyScope.REVIEW):
        _, token = services.keys.create(scope.value, [scope])
        client = TestClient(create_app(services), headers={"authorization": f"Bearer {token}"})
        shown[scope] = get(client, address)
    reader, reviewer = shown[KeyScope.READ], shown[KeyScope.REVIEW]
    assert [one for one in reader.all("form") if one.get("method") == "post"] == []
    assert "Confirm, then write a note" not in reader.text
    assert [one["action"] for one in reviewer.all("form") if one.get("method") == "post"] == [f"{address}/review"]
    assert "Confirm, then write a note" in reviewer.text
    assert "reviewer" not in {one.get("name") for one in reviewer.all("input")}  # the key has a name
    services.close()


def test_texts_are_read_at_once_and_a_hostile_note_stays_a_text(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    conflict = ids(services)[0]
    services.review(conflict, ReviewState.CONFIRMED, Remark(note="</p><script>x()</script>\u202e" + "x" * 4_000))
    monkeypatch.setattr("app.use_cases.browse.Browse.article", None)
    page = get(client, f"/conflicts/{conflict}?lang=ar")
    assert "<script>x()</script>\ufffd" in page.text
    assert all((one.get("src") or "").startswith("/static/") for one in page.all("script"))


def test_a_later_report_is_told_by_the_side_whose_value_it_has(services: Services) -> None:
    conflict, story, members = services.browse.conflict_in_story(ids(services)[1])
    detail = Detail(conflict, members)
    assert later_reports(detail, story.claims) == ()
    one, other = (next(c for c in members if c.id == side.claims[0].claim_id) for side in conflict.sides)
    assert one.published_at is not None

    def later(claim: Any, name: str, **changes: Any) -> Any:
        day = one.published_at.replace(day=20)
        return replace(claim, id=name, published_at=day, **changes)

    third = replace(
        one.slots["time"][0], label="2024-03-15", earliest="2024-03-15T00:00:00", latest="2024-03-16T00:00:00"
    )
    week = replace(third, label="this week", earliest="2024-03-08T00:00:00", latest="2024-03-16T00:00:00")
    added = (
        later(one, "as-a"),
        later(other, "as-b"),
        later(one, "denied", polarity="negative"),
        later(one, "third", slots={"time": (third,)}),
        later(one, "both", slots={"time": (week,)}),
        later(one, "silent", slots={}),
        later(one, "elsewhere", event_type="meet"),
        replace(one, id="before", published_at=one.published_at.replace(day=1)),
    )
    found = later_reports(detail, (*story.claims, *added))
    assert {r.claim.id: (r.standing.side, r.standing.fits, r.standing.denies) for r in found} == {
        "as-a": (0, (0,), False),
        "as-b": (1, (1,), False),
        "denied": (None, (0,), True),
        "third": (None, (), False),
        "both": (None, (0, 1), False),
    }
    assert dict(by_side(found)) == {0: 1, 1: 1}


def test_how_far_apart_counts_in_days_where_no_hour_is_known(services: Services) -> None:
    conflict = services.browse.conflict(ids(services)[1])
    first, second = conflict.sides

    def published(side: Any, moment: Any) -> Any:
        return replace(side, claims=tuple(replace(claim, published_at=moment) for claim in side.claims))

    start = first.claims[0].published_at
    assert start is not None
    (gap,) = gaps_of(conflict)
    assert (gap.than, gap.side, gap.days) == (0, 1, False)
    assert gap.passed is not None
    assert gap.passed.total_seconds() == 3600
    midnight = published(second, start.replace(day=14, hour=0))
    (gap,) = gaps_of(replace(conflict, sides=(first, midnight)))
    assert (gap.passed.days if gap.passed else None, gap.days) == (2, True)
    (gap,) = gaps_of(replace(conflict, sides=(first, published(second, None))))
    assert (gap.than, gap.side, gap.passed) == (0, 1, None)


def test_outlets_that_share_an_origin_count_once_and_an_origin_of_both_sides_is_told() -> None:
    shared = (
        SharedOriginView(kind="copy", name=None, outlets=("A", "B")),
        SharedOriginView(kind="agency", name="Wire", outlets=("B", "C", "D")),
    )
    found = independence_of(("A", "B", "C"), shared)
    assert (found.outlets, found.origins) == (3, 2)
    assert [(one.kind, one.outlets) for one in found.shared] == [("copy", ("A", "B")), ("agency", ("B", "C"))]
    assert independence_of(("A", "D"), shared).origins == 2
    assert across([("A", "B"), ("C",)], shared) == (shared[1],)
