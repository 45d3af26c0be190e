"""Articles by their address alone: taken at once, fetched politely, and told clearly where they cannot be had."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.adapters.fetching.page_reader import PageReader
from app.bootstrap import SystemClock
from app.core.model.records import ArticleStatus
from app.ports import Clock
from app.telemetry import current_request, working_for
from app.use_cases.drafts import InvalidFields, read_draft
from app.use_cases.services import Services
from app.use_cases.views import ArticleView
from tests.fakes import FakeClock, fake_parts, fake_services
from tests.site import PROSE, Asked, Reply, Site, page, site

ROBOTS = "text/plain"


@dataclass(frozen=True)
class World:
    """A service whose clock is moved by hand, and a site that it may ask."""

    services: Services
    site: Site
    clock: FakeClock

    def post(self, path: str, **fields: object) -> str:
        draft = read_draft({"outlet": "Harbour Post", "url": self.site.url(path), **fields})
        return self.services.submit(draft).id

    def fetched(self, path: str, **fields: object) -> ArticleView:
        key = self.post(path, **fields)
        self.services.analyse_pending()
        return self.services.browse.article(key)


@contextmanager
def world(folder: Path, *, clock: Clock | None = None, **settings: object) -> Iterator[World]:
    with site() as found:
        parts = fake_parts(folder)
        parts.html = PageReader()
        moved = FakeClock()
        parts.clock = clock or moved
        services = fake_services(folder, parts=parts, **{"fetch_allow": "127.0.0.1", "fetch_timeout": 20, **settings})
        try:
            yield World(services=services, site=found, clock=moved)
        finally:
            services.close()


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as found:
        yield found


def test_it_is_taken_at_once_and_fetched_later(here: World) -> None:
    here.site.pages["/a"] = Reply(page())
    key = here.post("/a")
    assert here.site.asked == []
    before = here.services.browse.article(key)
    assert (before.status, before.text, before.url) == (ArticleStatus.QUEUED, "", here.site.url("/a"))
    assert here.services.browse.counts()["waiting"] == 1
    here.services.analyse_pending()
    after = here.services.browse.article(key)
    assert (after.status, after.outlet, after.title) == (
        ArticleStatus.ANALYSED,
        "Harbour Post",
        "Minister in Port Lorne",
    )
    assert PROSE.strip() in after.text
    assert here.services.browse.counts()["waiting"] == 0


def test_what_is_logged_of_a_page_has_the_id_of_the_request_that_brought_it(
    here: World, caplog: pytest.LogCaptureFixture
) -> None:
    here.site.pages["/a"] = Reply(page())
    told: dict[str, str | None] = {}
    caplog.handler.addFilter(lambda record: told.setdefault(record.getMessage().split()[0], current_request()) or True)
    caplog.set_level("INFO", logger="crosscheck")
    with working_for(request="desk-9"):
        here.post("/a")
    here.services.analyse_pending()
    assert (told["fetched"], told["analysed"]) == ("desk-9", "desk-9")


def test_what_was_posted_goes_before_what_the_page_says(here: World) -> None:
    head = (
        '<meta property="article:published_time" content="2024-03-14T18:20:00+02:00"><meta name="author" content="M O">'
    )
    here.site.pages["/a"] = here.site.pages["/b"] = Reply(page(head=head))
    told = here.fetched("/a")
    assert told.published_at == datetime(2024, 3, 14, 16, 20, tzinfo=UTC)
    posted = here.fetched("/b", title="Mine", author="Me", language="fr", published_at="2024-03-10T08:00:00Z")
    assert (posted.title, posted.language) == ("Mine", "fr")
    assert posted.published_at == datetime(2024, 3, 10, 8, tzinfo=UTC)


def test_the_same_address_is_the_same_article_before_and_after(here: World) -> None:
    here.site.pages["/a?id=1"] = Reply(page())
    first = here.post("/a?id=1")
    again = here.services.submit(
        read_draft({"outlet": "Harbour Post", "url": here.site.url("/a?id=1&utm_source=x#top")})
    )
    assert (again.id, again.duplicate, again.status) == (first, True, ArticleStatus.QUEUED)
    here.services.analyse_pending()
    here.site.pages["/a?id=1"] = Reply(page("Another text, written later. " * 5))
    again = here.services.submit(read_draft({"outlet": "Harbour Post", "url": here.site.url("/a?id=1"), "title": "x"}))
    assert (again.id, again.duplicate, again.status) == (first, True, ArticleStatus.ANALYSED)
    here.services.analyse_pending()
    assert here.site.paths().count("/a?id=1") == 1
    other = here.services.submit(read_draft({"outlet": "Gazette", "url": here.site.url("/a?id=1")}))
    assert other.id != first


def test_a_page_that_calls_itself_otherwise_is_the_article_that_is_there(here: World) -> None:
    here.site.pages["/a"] = Reply(page())
    here.site.pages["/print/a"] = Reply(page(head='<link rel="canonical" href="/a">'))
    here.site.pages["/b"] = Reply(page(head='<link rel="canonical" href="http://elsewhere.example/a">'))
    first = here.fetched("/a")
    second = here.fetched("/print/a")
    assert (second.status, first.id in (second.error or "")) == (ArticleStatus.FAILED, True)
    assert here.fetched("/b").url == here.site.url("/b")


def test_plain_text_is_taken_as_it_is(here: World) -> None:
    here.site.pages["/a"] = Reply(b"Ada Venn | arrive | Port Lorne | |\n", type="text/plain")
    article = here.fetched("/a")
    assert (article.text, len(article.claims)) == ("Ada Venn | arrive | Port Lorne | |\n", 1)


def test_an_address_that_may_not_be_asked_is_refused_at_once(tmp_path: Path) -> None:
    with world(tmp_path, fetch_allow="") as here:
        for url in ("http://127.0.0.1/", "http://example.org:22/", "http://u@example.org/", "http://2130706433/"):
            with pytest.raises(InvalidFields, match=r"^url: "):
                here.services.submit(read_draft({"outlet": "x", "url": url}))
        assert here.services.browse.counts()["articles"] == 0


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(status=404), "answered 404"),
        (Reply(status=403), "answered 403"),
        (Reply(status=410), "it is gone"),
        (Reply(b"%PDF-1.7", type="application/pdf"), "of the type application/pdf"),
        (Reply(page(), type=None), "of no type"),
        (Reply(page(), type="image/png"), "of the type image/png"),
        (Reply(b"<html><body><p>Log in</p></body></html>"), "No article was found"),
        (Reply(b""), "No article was found"),
        (Reply(b"   \n ", type="text/plain"), "the page could not be had"),
        (Reply(b"word " * 30_000, type="text/plain"), "its text is longer than 100,000 characters"),
        (Reply(page("x" * 300_000)), "more than 200,000 bytes"),
        (Reply(status=302, headers={"Location": "/a"}), "more than 5 redirects"),
        (Reply(status=302), "redirects to nowhere"),
        (Reply(status=302, headers={"Location": "http://10.0.0.1/"}), "redirects to an address that leads"),
        (Reply(status=302, headers={"Location": "file:///etc/passwd"}), "redirects to an address that"),
    ],
)
def test_a_page_that_cannot_be_had_fails_with_why(tmp_path: Path, reply: Reply, told: str) -> None:
    with world(tmp_path, fetch_limit=200_000, text_limit=100_000) as here:
        here.site.pages["/a"] = reply
        article = here.fetched("/a")
        assert article.status == ArticleStatus.FAILED
        assert told in (article.error or "")
        assert "\n" not in (article.error or "")
        assert here.services.browse.counts()["waiting"] == 0


def test_a_page_that_failed_is_asked_for_again_when_it_is_posted_again(here: World) -> None:
    key = here.fetched("/a").id
    here.site.pages["/a"] = Reply(page())
    again = here.services.submit(read_draft({"outlet": "Harbour Post", "url": here.site.url("/a")}))
    assert (again.id, again.duplicate, again.status) == (key, True, ArticleStatus.QUEUED)
    here.services.analyse_pending()
    assert here.services.browse.status(key) is ArticleStatus.ANALYSED


def test_trouble_that_passes_is_waited_for(here: World) -> None:
    replies = [Reply(status=503), Reply(status=502), Reply(page())]
    here.site.pages["/a"] = lambda _: replies.pop(0)
    key = here.post("/a")
    for _ in range(3):
        here.services.analyse_pending()
        here.clock.move(timedelta(hours=1))
    assert here.services.browse.status(key) is ArticleStatus.ANALYSED
    assert here.site.paths() == ["/robots.txt", "/a", "/a", "/a"]


def test_trouble_that_does_not_pass_ends(here: World) -> None:
    here.site.pages["/a"] = Reply(status=503)
    key = here.post("/a")
    for _ in range(6):
        here.services.analyse_pending()
        here.clock.move(timedelta(hours=2))
    article = here.services.browse.article(key)
    assert (article.status, article.error) == (
        ArticleStatus.FAILED,
        "the page could not be had, 4 times: 127.0.0.1 answered 503",
    )
    assert here.site.paths().count("/a") == 4


def test_a_host_in_trouble_is_left_alone_with_all_its_pages(here: World) -> None:
    here.site.pages["/a"] = Reply(status=429, headers={"Retry-After": "600"})
    here.site.pages["/b"] = Reply(page())
    first, second = here.post("/a"), here.post("/b")
    here.services.analyse_pending()
    here.clock.move(timedelta(seconds=500))
    here.services.analyse_pending()
    asked = here.site.paths()
    assert len(asked) == 2 or asked == ["/robots.txt", "/b", "/a"]
    here.site.pages["/a"] = Reply(page())
    here.clock.move(timedelta(seconds=110))
    here.services.analyse_pending()
    assert {here.services.browse.status(key) for key in (first, second)} == {ArticleStatus.ANALYSED}


def test_a_date_for_retry_after_is_obeyed(here: World) -> None:
    here.site.pages["/a"] = Reply(status=503, headers={"Retry-After": "Wed, 20 Mar 2024 15:00:00 GMT"})
    key = here.post("/a")
    here.services.analyse_pending()
    here.site.pages["/a"] = Reply(page())
    here.clock.move(timedelta(hours=2, minutes=59))
    here.services.analyse_pending()
    assert here.services.browse.status(key) is ArticleStatus.QUEUED
    here.clock.move(timedelta(minutes=2))
    here.services.analyse_pending()
    assert here.services.browse.status(key) is ArticleStatus.ANALYSED


def test_robots_are_respected_and_asked_once_a_day(here: World) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: crosscheck\nDisallow: /private\nCrawl-delay: 7\n"
    here.site.pages["/robots.txt"] = Reply(rules, type=ROBOTS)
    for path in ("/a", "/b", "/private/c"):
        here.site.pages[path] = Reply(page(title=path))
    begun = here.clock.now()
    keys = [here.post(path) for path in ("/a", "/b", "/private/c")]
    here.services.analyse_pending()
    articles = [here.services.browse.article(key) for key in keys]
    assert [article.status for article in articles] == ["analysed", "analysed", "failed"]
    assert "robots.txt" in (articles[2].error or "")
    assert sorted(here.site.paths()) == ["/a", "/b", "/robots.txt"]
    assert here.clock.now() - begun >= timedelta(seconds=7)
    here.clock.move(timedelta(hours=25))
    here.site.pages["/robots.txt"] = Reply(status=404)
    here.services.submit(read_draft({"outlet": "Harbour Post", "url": here.site.url("/private/c")}))
    here.services.analyse_pending()
    assert here.services.browse.status(keys[2]) is ArticleStatus.ANALYSED


@pytest.mark.parametrize("reply", [Reply(status=500), Reply(status=429), Reply(raw=b"")])
def test_a_site_whose_robots_cannot_be_had_is_closed_for_a_while(here: World, reply: Reply) -> None:
    here.site.pages["/robots.txt"] = reply
    here.site.pages["/a"] = Reply(page())
    key = here.post("/a")
    here.services.analyse_pending()
    assert set(here.site.paths()) == {"/robots.txt"}
    here.site.pages["/robots.txt"] = Reply(status=404)
    here.clock.move(timedelta(minutes=11))
    here.services.analyse_pending()
    assert here.services.browse.status(key) is ArticleStatus.ANALYSED


def test_one_call_at_a_time_to_a_host_whoever_makes_it(tmp_path: Path) -> None:
    def slow(_: Asked) -> Reply:
        return Reply(page(), wait=0.1)

    with world(tmp_path, clock=SystemClock(), fetch_delay=0, fetchers=6) as here:
        keys = []
        for number in range(8):
            here.site.pages[f"/{number}"] = slow
            keys.append(here.post(f"/{number}"))
        here.services.start_worker()
        for _ in range(200):
            if all(here.services.browse.status(key) is ArticleStatus.ANALYSED for key in keys):
                break
            here.services.stopping.wait(0.1)
        assert {here.services.browse.status(key) for key in keys} == {ArticleStatus.ANALYSED}
        calls = sorted((asked.begun, asked.ended) for asked in here.site.asked)
        assert len(calls) == 9
        assert all(one[1] <= other[0] + 0.02 for one, other in itertools.pairwise(calls))


def test_least_pause_between_two_calls(tmp_path: Path) -> None:
    with world(tmp_path, fetch_delay=3) as here:
        begun = here.clock.now()
        for number in range(4):
            here.site.pages[f"/{number}"] = Reply(page())
            here.post(f"/{number}")
        here.services.analyse_pending()
        assert len(here.site.asked) == 5
        assert here.clock.now() - begun >= timedelta(seconds=9)


def test_an_honest_user_agent(tmp_path: Path) -> None:
    with world(tmp_path, fetch_contact="https://desk.example/bots") as here:
        here.fetched("/a")
        agents = {asked.headers["user-agent"] for asked in here.site.asked}
        assert len(agents) == 1
        assert agents.pop().startswith("Crosscheck/")
        assert here.site.asked[0].headers["user-agent"].endswith("(+https://desk.example/bots)")


def test_an_article_deleted_while_its_page_waits_stays_deleted(here: World) -> None:
    here.site.pages["/a"] = Reply(page())
    key = here.post("/a")
    here.services.delete(key)
    here.services.analyse_pending()
    assert here.site.asked == []
    assert here.services.browse.counts() == dict.fromkeys(here.services.browse.counts(), 0)


def test_a_fetcher_that_lost_its_lease_keeps_nothing(here: World) -> None:
    key = here.post("/a")

    def late(_: Asked) -> Reply:
        with here.services.store.writing() as unit:
            unit.pages.remove(key)
            unit.pages.put(key, here.site.url("/a"), "127.0.0.1", here.clock.now())
        return Reply(page("What came too late. " * 9))

    here.site.pages["/a"] = late
    here.services.web_work._pages.fetch_once()
    assert here.services.browse.article(key).text == ""
    here.site.pages["/a"] = Reply(page())
    here.services.analyse_pending()
    assert PROSE.strip() in here.services.browse.article(key).text


def test_a_restart_loses_no_page(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        here.site.pages["/a"] = Reply(page())
        key = here.post("/a")
        here.services.close()
        parts = fake_parts(tmp_path)
        parts.html = PageReader()
        again = fake_services(tmp_path, parts=parts, fetch_allow="127.0.0.1")
        again.analyse_pending()
        assert again.browse.status(key) is ArticleStatus.ANALYSED
        again.close()


def take_all(here: World, holder: str) -> None:
    """As a process does that is killed in the middle of a call."""
    now = here.clock.now()
    with here.services.store.writing() as unit:
        assert unit.pages.take(holder, now, timedelta(minutes=5)) is not None
        assert unit.hosts.take_turn("127.0.0.1", holder, now, now + timedelta(minutes=2)) is None


def test_what_a_vanished_process_held_is_taken_again(here: World) -> None:
    here.site.pages["/a"] = Reply(page())
    key = here.post("/a")
    take_all(here, "elsewhere/999999999/a")
    here.services.web_work.release_abandoned()
    here.services.analyse_pending()
    assert here.services.browse.status(key) is ArticleStatus.QUEUED
    here.clock.move(timedelta(minutes=6))
    here.services.analyse_pending()
    assert here.services.browse.status(key) is ArticleStatus.ANALYSED


def test_what_a_dead_process_of_this_machine_held_is_taken_at_once(here: World) -> None:
    here.site.pages["/a"] = Reply(page())
    key = here.post("/a")
    take_all(here, f"{here.services.queue.name.rsplit('/', 2)[0]}/999999999/a")
    here.services.web_work.release_abandoned()
    here.services.analyse_pending()
    assert here.services.browse.status(key) is ArticleStatus.ANALYSED
