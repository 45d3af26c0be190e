"""Feeds: followed politely, each entry taken once, and how it went is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.core.errors import NotFound
from app.core.model.records import ArticleStatus
from app.core.model.web import FeedState
from app.use_cases.drafts import read_draft
from app.use_cases.follow_feeds import NewFeed
from tests.fakes import NOW
from tests.followed import ATOM, RSS, WHOLE, World, item, rss, whole, world
from tests.site import PROSE, Asked, Reply, page


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as found:
        yield found


def test_entries_become_articles_of_the_outlet(here: World) -> None:
    here.site.pages["/feed"] = Reply(rss(item(1), item(2, whole())), type=RSS)
    here.site.pages["/story/1"] = Reply(page(title="Story 1"))
    feed = here.follow(language="en")
    (polled,) = here.poll()
    assert (polled.taken, polled.feed.state, polled.feed.title) == (2, FeedState.OK, "The Post")
    here.services.analyse_pending()
    assert here.articles() == [("Story 1", "analysed"), ("Story 2", "analysed")]
    assert "/story/2" not in here.site.paths(), "the feed gave its whole text"
    for one in here.services.browse.articles().items:
        article = here.services.browse.article(one.id)
        assert PROSE.strip() in article.text
        assert (article.outlet, article.language) == ("Harbour Post", "en")
        assert article.published_at == datetime(2024, 3, 14, 16, 20, tzinfo=UTC)
        assert article.published_at.utcoffset() == timedelta(hours=2), "the outlet's own offset is kept"
    with here.services.store.reading() as unit:
        authors = {unit.articles.get(one.id).submission.author for one in here.services.browse.articles().items}
    assert "Nour Haddad" in authors
    assert here.state(feed).entries_taken == 2


def test_known_entries_are_not_taken_again(here: World) -> None:
    here.site.pages["/feed"] = Reply(rss(item(1, whole())), type=RSS)
    feed = here.follow()
    here.poll()
    here.clock.move(timedelta(minutes=16))
    here.site.pages["/feed"] = Reply(rss(item(2, whole()), item(1, whole(WHOLE + "<p>An addition.</p>"))), type=RSS)
    (polled,) = here.poll()
    assert polled.taken == 1
    assert here.state(feed).entries_taken == 2
    article = here.services.browse.articles().items[0]
    here.services.delete(article.id)
    here.clock.move(timedelta(minutes=16))
    assert here.poll()[0].taken == 0, "what was deleted stays deleted"


def test_an_entry_and_its_page_posted_by_its_address_are_one_article(here: World) -> None:
    here.site.pages["/feed"] = Reply(rss(item(1), item(2, whole())), type=RSS)
    for number in (1, 2):
        here.site.pages[f"/story/{number}"] = Reply(page())
    url = here.site.url("/story/1?utm_source=twitter")
    first = here.services.submit(read_draft({"outlet": "Harbour Post", "url": url}))
    here.follow()
    assert here.poll()[0].taken == 1
    again = here.services.submit(read_draft({"outlet": "Harbour Post", "url": here.site.url("/story/2")}))
    assert (first.duplicate, again.duplicate) == (False, True)
    assert here.services.browse.counts()["articles"] == 2


@pytest.mark.parametrize(
    "text", [PROSE, f"<p>{PROSE * 20} [...]</p>", f"<p>{PROSE * 20}</p><a href='/x'>Read more</a>", "<p></p>"]
)
def test_a_text_that_is_cut_off_is_not_the_article(here: World, text: str) -> None:
    here.site.pages["/feed"] = Reply(rss(item(1, whole(text))), type=RSS)
    here.site.pages["/story/1"] = Reply(page())
    here.follow()
    here.poll()
    here.services.analyse_pending()
    assert "/story/1" in here.site.paths()


def test_atom_is_read_as_well(here: World) -> None:
    entry = (
        "<entry><id>urn:1</id><title type='html'>A &lt;i&gt;visit&lt;/i&gt;</title><link href='/story/1'/>"
        "<updated>2024-03-14T18:20:00-05:00</updated><author><name>Nour Haddad</name></author></entry>"
    )
    text = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Atom</title>{entry}</feed>"
    here.site.pages["/feed"] = Reply(text.encode(), type=ATOM)
    here.site.pages["/story/1"] = Reply(page(title="x"))
    here.follow()
    assert here.poll()[0].taken == 1
    here.services.analyse_pending()
    (article,) = here.services.browse.articles().items
    assert (article.title, article.status) == ("A visit", ArticleStatus.ANALYSED)
    assert article.published_at == datetime(2024, 3, 14, 18, 20, tzinfo=timezone(timedelta(hours=-5)))


def test_a_feed_that_has_not_changed_is_not_sent_again(here: World) -> None:
    headers = {"ETag": '"v1"', "Last-Modified": "Thu, 14 Mar 2024 18:00:00 GMT"}

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == '"v1"':
            return Reply(status=304, type=None)
        return Reply(rss(item(1, whole())), type=RSS, headers=headers)

    here.site.pages["/feed"] = answer
    feed = here.follow()
    here.poll()
    here.clock.move(timedelta(minutes=16))
    (polled,) = here.poll()
    assert (polled.taken, polled.feed.state, polled.feed.etag) == (0, FeedState.OK, '"v1"')
    assert here.site.asked[-1].headers["if-modified-since"] == headers["Last-Modified"]
    assert here.state(feed).last_fetched == here.clock.now()


@pytest.mark.parametrize(
    ("channel", "headers", "every", "due"),
    [
        ("", {}, "15m", timedelta(minutes=15)),
        ("", {}, "2h", timedelta(hours=2)),
        ("<ttl>60</ttl>", {}, "15m", timedelta(hours=1)),
        ("<ttl>5</ttl>", {}, "15m", timedelta(minutes=15)),
        ("<ttl>999999</ttl>", {}, "15m", timedelta(days=1)),
        ("<ttl>soon</ttl>", {}, "15m", timedelta(minutes=15)),
        ("", {"Cache-Control": "public, max-age=1800"}, "15m", timedelta(minutes=30)),
        ("", {"Cache-Control": "max-age=99999999"}, "15m", timedelta(days=1)),
        ("", {"Expires": "Wed, 20 Mar 2024 13:00:00 GMT"}, "15m", timedelta(hours=1)),
        ("", {"Expires": "0"}, "15m", timedelta(minutes=15)),
        ("<skipHours><hour>12</hour><hour>13</hour></skipHours>", {}, "15m", timedelta(hours=2)),
        (
            "<skipHours>" + "".join(f"<hour>{n}</hour>" for n in range(24)) + "</skipHours>",
            {},
            "1h",
            timedelta(hours=1),
        ),
    ],
)
def test_a_feed_says_when_it_wants_to_be_asked_within_bounds(
    here: World, channel: str, headers: dict[str, str], every: str, due: timedelta
) -> None:
    here.site.pages["/feed"] = Reply(rss(channel=channel), type=RSS, headers=headers)
    feed = here.follow(every=every)
    here.poll()
    assert here.state(feed).next_due == NOW + due
    here.clock.move(due - timedelta(seconds=1))
    assert here.poll() == []
    here.clock.move(timedelta(seconds=1))
    assert len(here.poll()) == 1


def test_a_feed_in_trouble_is_asked_less_and_less(here: World) -> None:
    here.site.pages["/feed"] = Reply(status=404)
    feed = here.follow()
    pauses = []
    for _ in range(9):
        here.poll()
        state = here.state(feed)
        assert state.state is FeedState.FAILING
        assert state.next_due is not None
        pauses.append(state.next_due - here.clock.now())
        here.clock.move(pauses[-1])
    assert state.last_error == "127.0.0.1 answered 404"
    assert all(
        0.89 < pause / min(timedelta(minutes=15) * 2**n, timedelta(days=1)) < 1.11 for n, pause in enumerate(pauses)
    )
    here.site.pages["/feed"] = Reply(rss(), type=RSS)
    here.poll()
    state = here.state(feed)
    assert (state.state, state.failures, state.last_error) == (FeedState.OK, 0, None)


def test_a_server_that_asks_to_be_left_alone_is(here: World) -> None:
    here.site.pages["/feed"] = Reply(status=429, headers={"Retry-After": "7200"})
    feed = here.follow()
    here.poll()
    due = here.state(feed).next_due
    assert due is not None
    assert due >= NOW + timedelta(hours=2)


def test_a_feed_that_is_gone_is_not_asked_again(here: World) -> None:
    here.site.pages["/feed"] = Reply(status=410)
    feed = here.follow()
    here.poll()
    here.clock.move(timedelta(days=30))
    assert here.poll() == []
    assert (here.state(feed).state, here.state(feed).next_due) == (FeedState.GONE, None)
    here.site.pages["/feed"] = Reply(rss(), type=RSS)
    here.follow()
    here.poll()
    assert here.state(feed).state is FeedState.OK, "whoever adds it again has reason to"


def test_robots_keep_us_out_of_a_feed(here: World) -> None:
    here.site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /feed\n", type="text/plain")
    here.site.pages["/feed"] = Reply(rss(), type=RSS)
    feed = here.follow()
    here.poll()
    assert "robots.txt" in (here.state(feed).last_error or "")
    assert here.site.paths() == ["/robots.txt"]


def test_a_feed_added_again_keeps_how_it_went(here: World) -> None:
    here.site.pages["/feed"] = Reply(rss(item(1, whole())), type=RSS)
    feed = here.follow()
    here.poll()
    changed, new = here.services.feeds.add(NewFeed(url=here.site.url("/feed"), outlet="Gazette", every="1h"))
    assert (changed.id, new, changed.outlet, changed.every) == (feed, False, "Gazette", timedelta(hours=1))
    assert changed.entries_taken == 1
    assert len(here.services.feeds.listed(limit=10).items) == 1


def test_a_removed_feed_leaves_its_articles(here: World) -> None:
    here.site.pages["/feed"] = Reply(rss(item(1, whole())), type=RSS)
    feed = here.follow()
    here.poll()
    here.services.feeds.remove(feed)
    assert here.services.browse.counts()["articles"] == 1
    for call in (here.services.feeds.get, here.services.feeds.remove):
        with pytest.raises(NotFound):
            call(feed)


def test_a_feed_removed_while_it_is_polled_leaves_nothing_behind(here: World) -> None:
    feed = here.follow()

    def remove(_: Asked) -> Reply:
        here.services.feeds.remove(feed)
        return Reply(rss(item(1, whole())), type=RSS)

    here.site.pages["/feed"] = remove
    assert here.poll() == []
    assert here.services.browse.counts()["articles"] == 0


def test_one_poller_at_a_time(here: World) -> None:
    here.follow()
    with here.services.store.writing() as unit:
        first = unit.feeds.take("one", here.clock.now(), timedelta(minutes=5))
        second = unit.feeds.take("two", here.clock.now(), timedelta(minutes=5))
        assert first is not None
        assert second is None
    here.clock.move(timedelta(minutes=6))
    with here.services.store.writing() as unit:
        third = unit.feeds.take("three", here.clock.now(), timedelta(minutes=5))
        assert third is not None
        assert not unit.feeds.save(first)
        assert unit.feeds.save(third)


def test_feeds_are_paged(here: World) -> None:
    for number in range(5):
        here.follow(f"/feed/{number}")
        here.clock.move(timedelta(seconds=1))
    first = here.services.feeds.listed(limit=3)
    second = here.services.feeds.listed(limit=3, cursor=first.next)
    paths = [feed.url.rpartition("/")[2] for feed in (*first.items, *second.items)]
    assert (paths, second.next) == (["4", "3", "2", "1", "0"], None)


def test_dates_that_cannot_be_are_left_out(here: World) -> None:
    dates = ["Thu, 14 Mar 2999 18:20:00 GMT", "yesterday", "", "Thu, 32 Mar 2024 18:20:00 GMT", "0001-01-01T00:00:00Z"]
    here.site.pages["/feed"] = Reply(rss(*(item(n, whole(), date) for n, date in enumerate(dates))), type=RSS)
    here.follow()
    assert here.poll()[0].taken == 5
    assert {one.published_at for one in here.services.browse.articles().items} == {None}


def test_an_entry_without_a_link_and_a_text_is_left_out(here: World) -> None:
    entries = ["<item><title>Nothing</title></item>", "<item><title>Odd</title><link>mailto:a@b.example</link></item>"]
    here.site.pages["/feed"] = Reply(rss(*entries, item(1, whole())), type=RSS)
    here.follow()
    assert here.poll()[0].taken == 1


def test_the_server_polls_and_fetches_by_itself(tmp_path: Path) -> None:
    with world(tmp_path, fetch_delay=0) as here:
        here.site.pages["/feed"] = Reply(rss(item(1), item(2, whole())), type=RSS)
        here.site.pages["/story/1"] = Reply(page(title="Story 1"))
        here.services.start_worker()
        here.follow()
        for _ in range(150):
            if here.articles() == [("Story 1", "analysed"), ("Story 2", "analysed")]:
                break
            here.services.stopping.wait(0.1)
        assert here.articles() == [("Story 1", "analysed"), ("Story 2", "analysed")]
