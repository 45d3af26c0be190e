"""A story's page: which values exclude each other, the claims by what they say, and which claims belong together."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.model.access import KeyScope
from app.main import create_app
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from tests.fakes import fake_services
from tests.web.html_page import Page, get
from tests.web.test_conflict_page import filled, form_of

MOST_BYTES = 150_000
MANY = 40


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    built = filled(tmp_path)
    yield built
    built.close()


@pytest.fixture
def client(services: Services) -> TestClient:
    return TestClient(create_app(services), follow_redirects=False)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """One story of many reports, all of long quotes and values."""
    built = fake_services(tmp_path_factory.mktemp("large"), worker=False)
    for number in range(MANY):
        day = 13 if number % 3 else 14
        text = f"Ada Venn | arrive | {'كلمة طويلة ' * 15}| 2024-03-{day} |"
        built.submit(read_draft({"outlet": f"وسيلة إعلام رقم {number}", "text": text, "language": "ar"}))
    built.analyse_pending()
    yield built
    built.close()


def story_of(services: Services, name: str) -> str:
    return next(story.id for story in services.browse.clusters().items if name in story.headline)


def test_values_that_exclude_each_other_are_marked_by_words_and_signs_and_agreed_ones_are_not(
    client: TestClient, services: Services
) -> None:
    page = get(client, f"/stories/{story_of(services, 'Ada')}")
    rows = [one.get("class") for one in page.all("tr") if one.get("class")]
    assert rows == ["row-agreed", "row-agreed", "row-disputed"]  # who, where, when
    assert "≠ These values exclude each other" in page.text
    assert page.text.count("≠ Side A") == page.text.count("≠ Side B") == 1
    sides = [one.get("class") for one in page.all("section") if "group" in (one.get("class") or "")]
    assert sides == ["group side side-0", "group side side-1"]


def test_claims_lead_to_their_place_in_the_article_and_show_the_words_of_the_disputed_detail(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.use_cases.browse.Browse.article", None)  # texts are read at once
    story = services.browse.cluster(story_of(services, "Ada"))
    page = get(client, f"/stories/{story.id}")
    wanted = {f"/articles/{claim.article_id}#claim-{claim.id}" for claim in story.claims}
    assert set(page.links("/articles/")) == wanted
    assert [one.get("class") for one in page.all("strong")].count("told look-when") == len(story.claims)
    assert all("story=" in link for link in page.links("/conflicts/"))


def test_a_large_story_is_cut_and_every_claim_can_be_reached(large: Services) -> None:
    client = TestClient(create_app(large))
    story = large.browse.cluster(large.browse.clusters().items[0].id)
    assert len(story.claims) == MANY
    address = f"/stories/{story.id}"
    assert len(client.get(address).content) < MOST_BYTES
    whole = get(client, address)
    seen: set[str] = set()
    for start in {link for link in whole.links(f"{address}?") if "value=" in link}:
        link: str | None = start
        while link is not None:
            page = get(client, link)
            assert len(client.get(link).content) < MOST_BYTES
            own = {one["id"] or "" for one in page.all("li") if (one.get("id") or "").startswith("claim-")}
            assert own
            assert seen.isdisjoint(own)
            seen |= own
            link = next((one["href"] for one in page.all("a") if one.get("rel") == "next"), None)
    assert seen == {f"claim-{claim.id}" for claim in story.claims}


def test_one_slot_is_shown_with_all_its_values(large: Services) -> None:
    client = TestClient(create_app(large))
    story = large.browse.clusters().items[0].id
    page = get(client, f"/stories/{story}?slot=time")
    assert len([one for one in page.all("tr") if one.get("class")]) == 1
    assert page.all("blockquote") == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?value=9", 404),
        ("?value=../x", 404),
        ("?value=0&after=7777", 404),
        ("?value=0&after=-1", 422),
        ("?slot=colour", 422),
        ("?after=1e9", 422),
        ("?by=nothing", 200),
        ("?by=%00", 422),
        ("?done=split&other=%3Cscript%3E", 200),
        ("?done=burn", 200),
    ],
)
def test_an_odd_address_is_a_clear_page(client: TestClient, services: Services, query: str, status: int) -> None:
    get(client, f"/stories/{story_of(services, 'Ada')}{query}", status=status)


def send(client: TestClient, story: str, action: str, fields: dict[str, Any]) -> Any:
    return client.post(f"/stories/{story}/{action}", data=fields)


def version(client: TestClient, story: str) -> dict[str, str]:
    return {"version": form_of(get(client, f"/stories/{story}"))["version"]}


def test_marked_claims_are_split_off_and_the_decision_can_be_undone(client: TestClient, services: Services) -> None:
    story = story_of(services, "Ada")
    claims = services.browse.cluster(story).claims
    parted = [claims[0].id, claims[1].id]
    answer = send(
        client, story, "split", {**version(client, story), "claim": parted, "note": "Another day.", "reviewer": "Nour"}
    )
    assert answer.status_code == 303
    rest = get(client, answer.headers["location"])
    assert "The marked claims are split off." in rest.text
    other = next(link for link in rest.links("/stories/") if link.partition("?")[0] not in answer.headers["location"])
    split = services.browse.cluster(other.rpartition("/")[2])
    assert {claim.id for claim in split.claims} == set(parted)
    for words in ("Another day.", "Nour", "Split"):
        assert words in rest.text
    home = answer.headers["location"].partition("?")[0].rpartition("/")[2]
    number = str(services.browse.cluster(home).decisions[0].id)
    undone = send(client, home, "undo", {**version(client, home), "state": number})
    assert undone.status_code == 303
    again = get(client, undone.headers["location"])
    assert "undone since" in again.text
    assert {claim.id for claim in services.browse.cluster(story).claims} == {claim.id for claim in claims}


def test_two_stories_are_merged_by_the_address_of_the_other(client: TestClient, services: Services) -> None:
    story, other = story_of(services, "Ada"), story_of(services, "Ben")
    together = len(services.browse.cluster(story).claims) + len(services.browse.cluster(other).claims)
    fields = {**version(client, story), "other": f"http://testserver/stories/{other}?lang=fr#claims"}
    answer = send(client, story, "merge", fields)
    assert answer.status_code == 303
    page = get(client, answer.headers["location"])
    assert "Both stories are one now." in page.text
    home = answer.headers["location"].partition("?")[0].rpartition("/")[2]
    assert len(services.browse.cluster(home).claims) == together


def test_what_cannot_be_done_changes_nothing_and_keeps_what_was_typed(client: TestClient, services: Services) -> None:
    story = story_of(services, "Ada")
    seen = version(client, story)
    every = [claim.id for claim in services.browse.cluster(story).claims]
    tries: list[tuple[str, dict[str, Any], int]] = [
        ("split", {**seen}, 422),
        ("split", {**seen, "claim": every}, 422),
        ("split", {**seen, "claim": ["clm_unknown"]}, 422),
        ("split", {"version": "stale", "claim": every[:1]}, 412),
        ("split", {"claim": every[:1]}, 412),
        ("merge", {**seen, "other": story}, 422),
        ("merge", {**seen, "other": ""}, 422),
        ("merge", {**seen, "other": "https://example.org/nothing"}, 404),
        ("undo", {**seen, "state": "7"}, 404),
        ("undo", {**seen, "state": "x"}, 422),
    ]
    before = services.browse.clusters()
    for action, fields, status in tries:
        answer = send(client, story, action, {**fields, "note": "typed <b>"})
        page = Page(answer.text)
        assert (answer.status_code, page.open) == (status, []), (action, fields)
        assert "typed <b>" in page.text
        marked = {
            one["value"]
            for one in page.all("input")
            if one.get("type") == "checkbox" and "checked" in one and one.get("name")
        }
        assert marked == set(fields.get("claim", ())) & set(every)
    assert services.browse.clusters() == before
    gone = send(client, "clu_gone", "split", {**seen, "claim": every[:1], "note": "typed <b>"})
    assert gone.status_code == 404
    assert "typed <b>" in Page(gone.text).text


def test_readers_are_offered_no_form(tmp_path: Path) -> None:
    services = filled(tmp_path, authentication="on")
    _, token = services.keys.create("desk", [KeyScope.READ])
    client = TestClient(create_app(services), headers={"authorization": f"Bearer {token}"})
    page = get(client, f"/stories/{story_of(services, 'Ada')}")
    assert [one for one in page.all("form") if one.get("method") == "post"] == []
    assert [one for one in page.all("input") if one.get("name") == "claim"] == []
    services.close()
