"""A service that follows the feeds of a site on loopback, with a clock that is moved by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.adapters.fetching.page_reader import PageReader
from app.core.model.web import Feed
from app.use_cases.follow_feeds import NewFeed, Polled
from app.use_cases.services import Services
from tests.fakes import FakeClock, fake_parts, fake_services
from tests.site import PROSE, Site, site

RSS = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml"
WHOLE = f"<p>{PROSE * 20}</p>"


@dataclass(frozen=True)
class World:
    """A service whose clock is moved by hand, and a site with a feed."""

    services: Services
    site: Site
    clock: FakeClock

    def follow(self, path: str = "/feed", **options: str) -> str:
        wanted = NewFeed(url=self.site.url(path), outlet="Harbour Post", **options)
        return self.services.feeds.add(wanted)[0].id

    def poll(self) -> list[Polled]:
        polled: list[Polled] = []
        self.services.web_work.poll_due(polled.append)
        return polled

    def articles(self) -> list[tuple[str | None, str]]:
        return sorted((one.title, one.status) for one in self.services.browse.articles(limit=200).items)

    def state(self, feed_id: str) -> Feed:
        return self.services.feeds.get(feed_id)


@contextmanager
def world(folder: Path, **settings: object) -> Iterator[World]:
    with site() as found:
        parts = fake_parts(folder)
        parts.html = PageReader()
        parts.clock = clock = FakeClock()
        services = fake_services(folder, parts=parts, **{"fetch_allow": "127.0.0.1", "fetch_timeout": 20, **settings})
        try:
            yield World(services=services, site=found, clock=clock)
        finally:
            services.close()


def item(number: int, extra: str = "", date: str = "Thu, 14 Mar 2024 18:20:00 +0200") -> str:
    return (
        f"<item><guid isPermaLink='false'>id-{number}</guid><title>Story {number}</title><link>/story/{number}</link>"
        f"<pubDate>{date}</pubDate>{extra}</item>"
    )


def rss(*items: str, channel: str = "") -> bytes:
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    text = f'<rss version="2.0" {space}><channel><title>The Post</title>{channel}{"".join(items)}</channel></rss>'
    return f'<?xml version="1.0" encoding="utf-8"?>{text}'.encode()


def whole(text: str = WHOLE) -> str:
    return f"<dc:creator>Nour Haddad</dc:creator><content:encoded><![CDATA[{text}]]></content:encoded>"
