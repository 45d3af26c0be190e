"""No address that leads inside is reached, by whatever door it comes in: posted, as a feed, in a feed, by a redirect,
by one of robots.txt, by the client that calls webhooks. And what the settings open is reached by all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from app.adapters.fetching.guarded_client import GuardedClient, Patience
from app.core.errors import AddressNotAllowed, CannotFetch, CrosscheckError, FetchDelayed
from app.core.model.records import ArticleStatus
from app.core.web.addresses import Reach, read_address, read_openings
from app.use_cases.drafts import read_draft
from app.use_cases.follow_feeds import NewFeed
from app.use_cases.services import Services
from tests.fakes import FakeClock, fake_parts, fake_services
from tests.inside import inside_addresses
from tests.resolver import TestResolver
from tests.site import Reply, Site, page, site

CONTROL = "127.0.0.2"
COUNT = len(inside_addresses(1))
RSS = "application/rss+xml"


@dataclass(frozen=True)
class World:
    """A service, what it must not reach, and what it may."""

    services: Services
    secret: Site
    control: Site
    clock: FakeClock

    def outside(self, path: str) -> str:
        return self.control.url(path, host=CONTROL)

    def inside(self) -> list[str]:
        return inside_addresses(self.secret.port)


@contextmanager
def world(folder: Path) -> Iterator[World]:
    with site() as secret, site(CONTROL) as control:
        for path in ("/secret", "/robots.txt", "/latest/meta-data/", "/"):
            secret.pages[path] = Reply(page())
        parts = fake_parts(folder)
        parts.web = GuardedClient(
            reach=Reach(ports=frozenset({80, 443, secret.port}), openings=read_openings([CONTROL])),
            user_agent="Crosscheck/test",
            patience=Patience(connect=3.0, idle=3.0, total=5.0),
            resolver=TestResolver(),
        )
        services = fake_services(folder, parts=parts, fetch_delay=0, fetch_attempts=1)
        try:
            assert isinstance(parts.clock, FakeClock)
            yield World(services=services, secret=secret, control=control, clock=parts.clock)
        finally:
            services.close()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("inside")) as found:
        yield found


def feed_of(*links: str) -> bytes:
    items = "".join(f"<item><guid>{n}</guid><link><![CDATA[{link}]]></link></item>" for n, link in enumerate(links))
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def tried_out(here: World) -> None:
    """Hosts that failed are left alone for a while, and then asked again."""
    for _ in range(12):
        here.services.web_work.run_until_empty()
        here.clock.move(timedelta(days=1))
    assert here.services.browse.counts()["waiting"] == 0


def failed(here: World, ids: list[str]) -> list[str]:
    """Why each of these failed, those that did."""
    tried_out(here)
    browse = here.services.browse
    return [str(browse.article(key).error) for key in ids if browse.status(key) is ArticleStatus.FAILED]


def test_there_are_at_least_sixty_of_them() -> None:
    assert len(set(inside_addresses(1))) == COUNT >= 60


def test_posted(here: World) -> None:
    ids, refused = [], 0
    for url in here.inside():
        try:
            ids.append(here.services.submit(read_draft({"outlet": "x", "url": url})).id)
        except CrosscheckError:
            refused += 1
    assert refused > COUNT * 0.7
    assert len(failed(here, ids)) == len(ids)
    assert here.secret.asked == []


def test_as_a_feed(here: World) -> None:
    for url in here.inside():
        try:
            feed, _ = here.services.feeds.add(NewFeed(url=url, outlet="x"))
        except (CrosscheckError, ValueError):
            continue
        here.services.web_work.poll_due(lambda _: None)
        assert here.services.feeds.get(feed.id).last_fetched is None
        here.services.feeds.remove(feed.id)
    assert here.secret.asked == []


def test_in_a_feed(here: World) -> None:
    here.control.pages["/feed"] = Reply(feed_of(*here.inside()), type=RSS)
    feed, _ = here.services.feeds.add(NewFeed(url=here.outside("/feed"), outlet="in a feed"))
    here.services.web_work.poll_due(lambda _: None)
    assert here.services.feeds.get(feed.id).last_error is None
    tried_out(here)
    statuses = [one.status for one in here.services.browse.articles(limit=200).items if one.outlet == "in a feed"]
    assert set(statuses) <= {ArticleStatus.FAILED}
    assert here.secret.asked == []
    here.services.feeds.remove(feed.id)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_by_a_redirect(here: World, status: int) -> None:
    ids = []
    for number, url in enumerate(here.inside()):
        path = f"/r{status}-{number}"
        location = url.replace("\n", "%0a").replace("\t", "%09").encode("utf-8").decode("latin-1")
        here.control.pages[path] = Reply(status=status, headers={"Location": location})
        ids.append(here.services.submit(read_draft({"outlet": "x", "url": here.outside(path)})).id)
        if number % 4 and status != 302:
            break
    assert len(failed(here, ids)) == len(ids)
    assert here.secret.asked == []


def test_by_a_redirect_of_robots_txt(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        here.control.pages["/robots.txt"] = Reply(status=302, headers={"Location": here.secret.url("/robots.txt")})
        here.control.pages["/a"] = Reply(page())
        article = here.services.submit(read_draft({"outlet": "x", "url": here.outside("/a")})).id
        assert "redirects to an address" in failed(here, [article])[0]
        assert here.secret.asked == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_by_the_client_itself(here: World, method: str) -> None:
    for url in here.inside():
        with pytest.raises((AddressNotAllowed, CannotFetch, FetchDelayed)):
            here.services.web.send(method, read_address(url), headers={}, body=b"{}", largest=1_000)
    assert here.secret.asked == []


def test_what_the_settings_open_is_reached_by_all_doors(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        here.control.pages["/a"] = Reply(page())
        here.control.pages["/b"] = Reply(page(title="Second"))
        here.control.pages["/to-a"] = Reply(status=302, headers={"Location": "/a"})
        here.control.pages["/feed"] = Reply(feed_of(here.outside("/b")), type=RSS)
        here.control.pages["/hook"] = Reply(b"taken")
        here.services.submit(read_draft({"outlet": "x", "url": here.outside("/to-a")}))
        here.services.feeds.add(NewFeed(url=here.outside("/feed"), outlet="y"))
        here.services.web_work.poll_due(lambda _: None)
        here.services.analyse_pending()
        assert {one.status for one in here.services.browse.articles().items} == {ArticleStatus.ANALYSED}
        assert here.services.browse.counts()["articles"] == 2
        address = read_address(here.outside("/hook"))
        assert here.services.web.send("POST", address, headers={}, body=b"{}", largest=99).body == b"taken"
        assert {"/robots.txt", "/to-a", "/a", "/b", "/feed", "/hook"} == set(here.control.paths())
        assert here.secret.asked == []
