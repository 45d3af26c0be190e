"""Feeds, webhooks and work on the pages for administrators: every form, with what was typed kept where it is wrong."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.core.model.records import ArticleStatus
from app.core.model.watching import WebhookState
from app.core.model.web import FeedState
from app.use_cases.drafts import read_draft
from app.web.pages.admin.shown import LONGEST_ADDRESS_SHOWN, short_address
from tests.receiver import Manners, Receiver, receiver
from tests.web.administration import HOSTILE, Desk, chosen_of, desk, flat, values_of, whole
from tests.web.html_page import Page

FEED = "https://feeds.example.org/news.xml"


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("forms"), attempts=1, fetch_allow="127.0.0.1", fetch_delay=0.0) as one:
        yield one


@pytest.fixture(scope="module")
def hook() -> Iterator[Receiver]:
    with receiver() as one:
        yield one


def test_a_feed_is_added_changed_and_removed_after_a_second_step(at: Desk) -> None:
    shown = at.follow("/admin/feeds", url=FEED, outlet="بريد الميناء", language="ar", every="2h")
    assert "The feed is followed now" in shown.text
    (feed,) = at.services.feeds.listed(limit=9).items
    assert (feed.outlet, feed.language, feed.every) == ("بريد الميناء", "ar", timedelta(hours=2))
    assert "every 2 hours" in shown.text
    assert "followed already" in at.follow("/admin/feeds", url=FEED, outlet="Gavan", every="30m").text
    assert at.services.feeds.get(feed.id).outlet == "Gavan"
    assert "Its articles stay" in at.get(f"/admin/feeds/{feed.id}/remove").text
    assert at.services.feeds.listed(limit=9).items != ()
    assert "not followed any more" in at.follow(f"/admin/feeds/{feed.id}/remove").text
    assert at.services.feeds.listed(limit=9).items == ()
    assert "Not found" in at.get(f"/admin/feeds/{feed.id}/remove", status=404).text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"outlet": "Gavan"}, "Please fill this in."),
        ({"url": FEED}, "Please fill this in."),
        ({"url": "ftp://x.org/", "outlet": "Gavan"}, "This is not a web address."),
        ({"url": "https://me:secret@x.org/", "outlet": "Gavan"}, "holds a user name or a password"),
        ({"url": "http://10.0.0.1/feed", "outlet": "Gavan"}, "not of the public internet"),
        ({"url": "https://x.org/" + "x" * 3_000, "outlet": "Gavan"}, "This is too long."),
        ({"url": FEED, "outlet": "a\nb"}, "Write it in one line"),
        ({"url": FEED, "outlet": "x" * 10_000}, "This is too long."),
        ({"url": FEED, "outlet": "Gavan", "language": "qq"}, "not a language that is known"),
        ({"url": FEED, "outlet": "Gavan", "every": "30d"}, "between one minute and seven days"),
        ({"url": FEED, "outlet": "Gavan", "every": "soon"}, "between one minute and seven days"),
        ({"url": "https://..org/", "outlet": HOSTILE}, "This cannot be taken as it is. has a host that is no name"),
    ],
)
def test_a_feed_that_cannot_be_taken_is_told_beside_its_field(at: Desk, fields: dict[str, str], told: str) -> None:
    page = whole(at.post("/admin/feeds", 422, **fields), 422)
    assert told in flat(page)
    assert len([one for one in page.all("span") if one.get("class") == "problem"]) == 1
    assert {name: values_of(page)[name] for name in ("url", "outlet")} == {
        name: fields.get(name, "") for name in ("url", "outlet")
    }
    assert page.all("script") == []
    assert at.services.feeds.listed(limit=9).items == ()


def test_problems_are_told_in_the_language_of_the_reader(at: Desk) -> None:
    assert "املأ هذه الخانة" in at.post("/admin/feeds?lang=ar", 422, url=FEED).text
    assert "Remplissez ce champ" in at.post("/admin/feeds?lang=fr", 422, url=FEED).text
    assert (
        at.post("/admin/feeds?lang=fr", url=FEED, outlet="Gavan")
        .headers["location"]
        .endswith("lang=fr&done=feed_added")
    )
    at.post(f"/admin/feeds/{at.services.feeds.listed(limit=1).items[0].id}/remove")


def test_a_feed_that_fails_is_found_by_its_state_and_asked_again_at_once(at: Desk, hook: Receiver) -> None:
    hook.manners["/feed"] = Manners(status=503)
    hook.manners["/robots.txt"] = Manners(status=404)
    at.post("/admin/feeds", url=hook.url("/feed"), outlet="Le Quai")
    for _ in range(3):  # robots.txt first, and then a pause
        at.services.feeds.poll_once()
        at.clock.move(timedelta(seconds=10))
    assert at.services.feeds.listed(limit=1).items[0].state is FeedState.FAILING
    page = at.get("/admin/feeds?state=failing")
    assert "1 failure in a row" in flat(page)
    assert "answered 503" in page.text
    assert "Le Quai" not in at.get("/admin/feeds?state=ok").text
    hidden = {str(one["name"]): str(one["value"]) for one in page.all("input") if one.get("type") == "hidden"}
    at.post("/admin/feeds", **hidden)
    assert at.services.feeds.listed(limit=1).items[0].next_due == at.clock.now()
    at.services.feeds.remove(at.services.feeds.listed(limit=1).items[0].id)


def secret_of(page: Page) -> str:
    (secret,) = (str(one["value"]) for one in page.all("input") if one.get("id") == "secret")
    return secret


def test_a_webhook_is_added_tried_renewed_and_removed(at: Desk, hook: Receiver) -> None:
    fields = {"event_conflict.opened": "1", "event_article.failed": "1", "outlet": "Gavan", "kind": "date"}
    made = at.post("/admin/webhooks", 201, url=hook.url("/hook"), **fields)
    assert made.headers["cache-control"] == "no-store"
    (webhook,) = at.services.webhooks.listed(limit=9).items
    assert secret_of(whole(made, 201)) == webhook.secret
    assert (webhook.wanted.events, webhook.wanted.outlet, webhook.wanted.kind) == (
        ("conflict.opened", "article.failed"),
        "Gavan",
        "date",
    )
    address = f"/admin/webhooks/{webhook.id}"
    assert "took the test message. HTTP 204" in flat(whole(at.post(f"{address}/test", 200)))
    assert json.loads(hook.at("/hook")[-1].body)["type"] == "webhook.test"
    hook.manners["/hook"] = Manners(status=500)
    assert "did not take the test message. HTTP 500" in flat(whole(at.post(f"{address}/test", 200)))
    assert "For a day, messages are signed with the old one" in at.get(f"{address}/rotate").text
    rotated = at.post(f"{address}/rotate", 200)
    assert rotated.headers["cache-control"] == "no-store"
    assert secret_of(whole(rotated)) == at.services.webhooks.get(webhook.id).secret != webhook.secret
    for later in (address, "/admin/webhooks", f"{address}/rotate", f"{address}/remove"):
        assert at.services.webhooks.get(webhook.id).secret not in at.client.get(later).text
    assert "its secret is forgotten" in at.get(f"{address}/remove").text
    at.follow(f"{address}/remove")
    assert at.services.webhooks.listed(limit=9).items == ()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Please fill this in."),
        ({"url": "http://192.168.0.1/hook"}, "not of the public internet"),
        ({"url": "https://x.org/", "entity": "x" * 400}, "This is too long."),
        ({"url": "https://x.org/", "outlet": HOSTILE + "\n"}, ""),
        ({"url": "https://x.org/", "kind": "colour"}, "This cannot be taken as it is."),
    ],
)
def test_a_webhook_that_cannot_be_taken_is_told_beside_its_field(at: Desk, fields: dict[str, str], told: str) -> None:
    if not told:  # a line break at the end is no part of the name
        at.post("/admin/webhooks", 201, **fields)
        at.services.webhooks.remove(at.services.webhooks.listed(limit=1).items[0].id)
        return
    page = whole(at.post("/admin/webhooks", 422, **fields, **{"event_conflict.closed": "1"}), 422)
    assert told in page.text
    assert values_of(page)["url"] == fields.get("url", "")
    assert [name for name in values_of(page) if name.startswith("event_")] == ["event_conflict.closed"]
    assert at.services.webhooks.listed(limit=9).items == ()


def test_messages_are_shown_with_their_errors_and_sent_again(at: Desk, hook: Receiver) -> None:
    at.post("/admin/webhooks", 201, url=hook.url("/gone"), **{"event_article.analysed": "1"})
    webhook = at.services.webhooks.listed(limit=1).items[0]
    address = f"/admin/webhooks/{webhook.id}"
    at.services.submit(read_draft({"outlet": "Gavan", "text": "Ada Venn | arrive | Port Lorne | |"}))
    at.services.queue.run_until_empty()
    hook.manners["/gone"] = Manners(status=410)
    at.services.webhook_sender.enqueue()
    at.services.webhook_sender.deliver_due()
    page = flat(at.get(address))
    assert "disabled" in page
    assert "the receiver answered 410 Gone" in page
    assert "An article is analysed" in page
    assert "1 webhook is disabled" in flat(at.get("/admin"))
    assert [one for one in at.get(address).all("input") if one.get("id") == "since"] == []
    assert "enable it first" in at.post(f"{address}/replay", 422, since="2024-03-01T00:00").text
    hook.manners["/gone"] = Manners(status=204)
    assert "is called again" in at.follow(f"{address}/enable").text
    assert at.services.webhooks.get(webhook.id).state is WebhookState.ACTIVE
    assert "1 event is on its way again" in at.follow(f"{address}/replay", since="2024-03-01T00:00").text
    at.clock.move(timedelta(minutes=10))
    at.services.webhook_sender.deliver_due()
    assert "delivered HTTP 204" in flat(at.get(address))
    odd = whole(at.post(f"{address}/replay", 422, since="yesterday"), 422)
    assert "This is not a time." in odd.text
    assert values_of(odd)["since"] == "yesterday"
    assert "Please fill this in." in at.post(f"{address}/replay", 422).text
    at.services.webhooks.remove(webhook.id)


def test_failed_articles_are_shown_with_their_errors_and_run_again_one_or_all(at: Desk) -> None:
    at.understander.failures["Poison"] = ValueError("no root at sentence 4")
    texts = ("Poison 1", "Poison 2", "Poison 3")
    ids = [at.services.submit(read_draft({"outlet": "Gavan", "title": text, "text": text})).id for text in texts]
    at.services.queue.run_until_empty()
    page = flat(at.get("/admin/jobs"))
    assert page.count("ValueError: no root at sentence 4") == 3
    assert "after 1 attempt at its analysis" in page
    assert "1 article is queued again" in at.follow("/admin/jobs/retry", article=ids[0]).text
    assert at.services.browse.status(ids[0]) is ArticleStatus.QUEUED
    assert "not among the failed ones" in at.follow("/admin/jobs/retry", article=ids[0]).text
    assert "not among the failed ones" in at.follow("/admin/jobs/retry", article="nothing").text
    assert "Run all 2 articles again" in at.get("/admin/jobs").text
    at.understander.failures.clear()
    assert "2 articles are queued again" in at.follow("/admin/jobs/retry", all="1").text
    at.services.queue.run_until_empty()
    assert "No article has failed" in at.get("/admin/jobs").text
    assert at.post("/admin/jobs/retry", 422).headers["content-type"].startswith("text/html")


def test_an_article_whose_page_was_never_had_is_fetched_again(at: Desk, hook: Receiver) -> None:
    hook.manners["/a"] = Manners(status=404)
    article = at.services.submit(read_draft({"outlet": "Le Quai", "url": hook.url("/a")})).id
    at.services.web_work.run_until_empty()
    assert at.services.browse.status(article) is ArticleStatus.FAILED
    assert "the page could not be had" in at.get("/admin/jobs").text
    body = b"<html><body><p>Ben Orr | visit | Sel | 2024-03-10 |</p></body></html>"
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    )
    hook.manners["/a"] = Manners(raw=head % len(body) + body)
    at.post("/admin/jobs/retry", article=article)
    at.services.analyse_pending()
    assert at.services.browse.status(article) is ArticleStatus.ANALYSED


def test_the_lists_of_work_are_turned_over(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.pages.admin.jobs.PAGE", 2)
    at.understander.failures["Bad"] = ValueError("bad")
    for number in range(3):
        at.services.submit(read_draft({"outlet": "Gavan", "title": f"Bad {number}", "text": f"Bad {number}"}))
        at.clock.move(timedelta(seconds=1))
    at.services.queue.run_until_empty()
    for number in range(3):
        at.services.submit(read_draft({"outlet": "Gavan", "title": f"New {number}", "text": f"New {number} |"}))
        at.clock.move(timedelta(seconds=1))
    first = at.get("/admin/jobs")
    later = [str(one["href"]) for one in first.all("a") if one.get("rel") == "next"]
    assert [link.partition("#")[2] for link in later] == ["failed", "waiting"]
    shown = [flat(at.get(link)) for link in later]
    assert [name for name in ("Bad 0", "Bad 1", "Bad 2") if name in flat(first)] == ["Bad 1", "Bad 2"]
    assert "Bad 0" in shown[0]
    assert "Bad 1" not in shown[0]
    assert [name for name in ("New 0", "New 1", "New 2") if name in flat(first)] == ["New 0", "New 1"]
    assert "New 2" in shown[1]
    assert "New 0" not in shown[1]
    assert chosen_of(first) == []


@pytest.mark.parametrize("path", ["", "/feed", "/" + "x" * 2_000, "/?" + "é" * 500])
@pytest.mark.parametrize("host", ["x.org", "a" * 63 + ".org", ".".join(["very-long-label"] * 12)])
def test_an_address_is_cut_so_that_its_host_and_its_end_stay(host: str, path: str) -> None:
    url = f"https://{host}{path}"
    shown = short_address(url)
    assert len(shown) <= LONGEST_ADDRESS_SHOWN
    assert shown.startswith(f"https://{host}"[:40])
    assert shown.endswith(url[-5:])
