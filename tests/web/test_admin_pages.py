"""The pages for administrators: who sees them, what they say at a glance, and that nothing in them can run."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.core.model.access import AuditAction, KeyScope
from app.core.model.watching import DeliveryState, EventType, WebhookState
from app.core.model.web import FeedState
from app.main import create_app
from app.use_cases.drafts import read_draft
from app.use_cases.follow_feeds import NewFeed
from app.use_cases.webhooks import NewWebhook
from app.web.access_table import ACCESS
from app.web.pages.admin.forms import KNOWN_PROBLEMS
from app.web.pages.wording import LANGUAGES, wording
from tests.fakes import NOW, fake_services
from tests.web.administration import HOSTILE, OURS, Desk, desk, flat, whole
from tests.web.html_page import Page

TABS = ("/admin", "/admin/feeds", "/admin/keys", "/admin/webhooks", "/admin/jobs", "/admin/audit")


def fill(at: Desk) -> list[str]:
    """Something of everything, with hostile text wherever it can stand; the addresses of all pages."""
    services = at.services
    other, _ = services.keys.create(HOSTILE, [KeyScope.READ], expires_at=NOW + timedelta(days=3))
    gone, _ = services.keys.create("gone", [KeyScope.WRITE])
    services.keys.revoke(gone.id)
    feed, _ = services.feeds.add(NewFeed(url="https://feeds.example.org/" + "x" * 300, outlet=HOSTILE, language="ar"))
    with services.store.writing() as unit:
        held = unit.feeds.take("t", NOW, timedelta(minutes=1))
        assert held is not None
        unit.feeds.save(
            replace(held, state=FeedState.FAILING, failures=3, last_error=HOSTILE, title=HOSTILE, next_due=NOW)
        )
    hook = services.webhooks.add(
        NewWebhook(url="https://desk.example.org/<b>", events=[EventType.CONFLICT_OPENED], outlet=HOSTILE)
    )
    at.understander.failures["Poison"] = ValueError(HOSTILE)
    for text in ("Poison", "Ada Venn | arrive | Port Lorne | |"):
        services.submit(read_draft({"outlet": HOSTILE, "title": HOSTILE, "text": text}))
    services.queue.run_until_empty()
    services.submit(read_draft({"outlet": HOSTILE, "url": "https://news.example.org/a"}))
    services.submit(read_draft({"outlet": "Gazette", "text": "Ben Orr | arrive | Sel | |"}))
    with services.store.writing() as unit:
        task = unit.pages.take("t", NOW, timedelta(minutes=1))
        assert task is not None
        unit.pages.release(task, not_before=NOW + timedelta(hours=1), error=HOSTILE, count=True)
    places = {"feed_id": feed.id, "key_id": other.id, "webhook_id": hook.id}
    return [name.removeprefix("GET ").format(**places) for name in ACCESS if name.startswith("GET /admin")]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, list[str]]]:
    with desk(tmp_path_factory.mktemp("admin"), attempts=1) as at:
        yield at, fill(at)


@pytest.mark.parametrize("scope", [scope for scope in KeyScope if scope is not KeyScope.ADMIN])
def test_only_administrators_find_the_way_in(full: tuple[Desk, list[str]], scope: KeyScope) -> None:
    at, addresses = full
    _, token = at.services.keys.create("desk", [scope])
    client = TestClient(at.client.app, follow_redirects=False)
    client.post("/sign-in", data={"key": token}, headers=OURS)
    assert Page(client.get("/").text).links("/admin") == []
    assert {client.get(address).status_code for address in addresses} == {403}
    assert at.get("/").links("/admin") == ["/admin"]


def test_every_form_is_closed_to_pages_elsewhere(full: tuple[Desk, list[str]]) -> None:
    at, _ = full
    forms = [name.removeprefix("POST ") for name in ACCESS if name.startswith("POST /admin")]
    assert len(forms) > 8
    places = {"feed_id": "x", "key_id": at.key.id, "webhook_id": "x"}
    for form in forms:
        answer = at.client.post(form.format(**places), data={"name": "x"}, headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403, form
    assert [key.revoked_at for key in at.services.keys.list() if key.id == at.key.id] == [None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_on_them_can_run_or_turn_them_around(full: tuple[Desk, list[str]], language: str) -> None:
    at, addresses = full
    seen = ""
    for address in addresses:
        page = at.get(f"{address}?lang={language}")
        assert page.all("html")[0]["lang"] == language
        assert "\u202e" not in page.text, address
        assert {"script", "style"}.isdisjoint(tag for tag, _ in page.tags), address
        for _, attributes in page.tags:
            assert not any(name == "style" or name.startswith("on") for name in attributes), address
        seen += page.text
    assert seen.count("<script>alert('x')</script>") > 8


def test_every_page_is_light_and_every_link_on_it_leads_somewhere(full: tuple[Desk, list[str]]) -> None:
    at, addresses = full
    links: set[str] = set()
    for address in addresses:
        answer = at.client.get(address)
        assert len(answer.content) < 150_000
        links |= {link.partition("#")[0] for link in Page(answer.text).links("/")}
    assert set(TABS) <= links
    assert {link: at.client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_headings_never_skip_a_level_and_every_field_has_a_label(full: tuple[Desk, list[str]]) -> None:
    at, addresses = full
    for address in addresses:
        page = at.get(address)
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), address
        fields = [one for one in page.all("select") + page.all("input") if one.get("type") != "hidden"]
        assert {one["id"] for one in fields} == {one["for"] for one in page.all("label")}, address
        identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(identifiers) == len(set(identifiers)), address
        assert [one for one in page.all("form") if one.get("method") == "post" and not one.get("action")] == []


def test_the_overview_says_at_a_glance_what_needs_attention(full: tuple[Desk, list[str]]) -> None:
    at, _ = full
    page = at.get("/admin")
    shown = flat(page)
    for told in ("1 article could not be analysed", "1 feed cannot be had", "1 page could not be fetched yet"):
        assert told in shown
    assert "webhook is disabled" not in shown
    assert "/admin/feeds?state=failing" in page.links("/admin/feeds")
    assert "All is well" not in shown


def test_an_overview_of_a_sound_service_says_that_all_is_well(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        assert "All is well" in flat(at.get("/admin"))


def test_articles_that_find_no_worker_are_told_after_a_while(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.services.submit(read_draft({"outlet": "Gazette", "text": "Ada Venn | arrive | Port Lorne | |"}))
        assert "Do workers run?" not in at.get("/admin").text
        at.clock.move(timedelta(minutes=11))
        assert "could have been taken 11 minutes ago. Do workers run?" in flat(at.get("/admin"))


def test_a_worker_that_has_an_article_in_hand_is_named(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.services.submit(read_draft({"outlet": "Gazette", "text": "Ada Venn | arrive | Port Lorne | |"}))
        with at.services.store.writing() as unit:
            unit.jobs.take("desk-1/4711/ab12", NOW, timedelta(minutes=5))
        assert "desk-1/4711/ab12 · 1 article" in flat(at.get("/admin"))
        assert "In work desk-1/4711/ab12" in flat(at.get("/admin/jobs"))
        at.clock.move(timedelta(minutes=6))  # its lease has ended
        assert "desk-1/4711/ab12" not in flat(at.get("/admin"))


def test_what_an_older_version_analysed_is_analysed_again_after_a_second_step(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.services.submit(read_draft({"outlet": "Gazette", "text": "Ada Venn | arrive | Port Lorne | |"}))
        at.services.analyse_pending()
        assert "Every analysed article is of this version" in flat(at.get("/admin/reanalyse"))
        at.understander.version = "toy-2"
        assert "1 article was analysed by an older version" in flat(at.get("/admin"))
        assert "1 article is queued behind all others" in flat(at.get("/admin/reanalyse"))
        assert at.services.browse.counts()["waiting"] == 0
        assert "1 article is queued for another analysis" in flat(at.follow("/admin/reanalyse"))
        assert at.services.browse.counts()["waiting"] == 1


def test_while_no_model_is_loaded_no_page_asks_for_its_version(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.services.model_problem = lambda: "loading"
        at.services.reanalyse.progress = lambda: 1 / 0  # type: ignore[method-assign,assignment,return-value]
        assert "is known once the models are loaded" in flat(at.get("/admin"))
        assert at.post("/admin/reanalyse").headers["location"] == "/admin/reanalyse"


def test_a_server_without_keys_says_so_and_lets_everybody_of_its_machine_in(tmp_path: Path) -> None:
    services = fake_services(tmp_path, worker=False)
    client = TestClient(create_app(services))
    assert "This server asks nobody for a key" in client.get("/admin/keys").text
    assert {client.get(tab).status_code for tab in TABS} == {200}
    services.close()


@pytest.mark.parametrize(
    "query", ["feeds?state=odd", "feeds?after=*", "audit?action=burn", "audit?actor=%00", "jobs?skip=-1", "jobs?skip=x"]
)
def test_an_odd_address_answers_a_page_that_says_so(full: tuple[Desk, list[str]], query: str) -> None:
    assert "Choose again" in full[0].get(f"/admin/{query}", status=422).text


@pytest.mark.parametrize(
    "done", ["nothing", "queued_again", "replayed&count=x", "queued_again&count=9999999999", "feed_added<b>"]
)
def test_a_page_says_nothing_that_an_address_makes_up(full: tuple[Desk, list[str]], done: str) -> None:
    assert [one for one in full[0].get(f"/admin/feeds?done={done}").all("p") if one.get("role") == "status"] == []


def test_a_form_that_cannot_be_read_answers_a_page(full: tuple[Desk, list[str]]) -> None:
    at, _ = full
    words = wording("en")
    assert words["error.too_large_title"] in flat(whole(at.post("/admin/feeds", 413, url="x" * 60_000), 413))
    answer = at.client.post("/admin/feeds", json={"url": "x"}, headers=OURS)
    assert words["error.unreadable_title"] in flat(whole(answer, 400))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_and_problem_has_words(language: str) -> None:
    words = wording(language)
    sections = {
        "feed_states": FeedState,
        "webhook_states": WebhookState,
        "delivery_states": DeliveryState,
        "events": EventType,
        "key_scopes": KeyScope,
        "key_scope_notes": KeyScope,
        "audit_actions": AuditAction,
        "admin_problem": {"other", *(key for _, key in KNOWN_PROBLEMS)},
    }
    for section, values in sections.items():
        assert [value for value in values if f"{section}.{value}" not in words] == []
