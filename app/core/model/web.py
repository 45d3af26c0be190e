"""What passes between the service and the web: answers, pages to be fetched, feeds and their entries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAnswer:
    """One answer of a server, a redirect not yet followed. Header names in lower case; the body without its coding."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """Of the body, in lower case, without parameters; empty where it is not told."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """What a site lets robots do: its robots.txt, or that nothing (``closed``) may be asked for now."""

    text: str
    closed: bool
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTask:
    """An article whose page is still to be fetched, taken under a lease that ``token`` proves."""

    article_id: str
    url: str
    attempts: int
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """An article whose page could not be had so far and is asked for again, not before ``until``."""

    article_id: str
    url: str
    attempts: int
    until: datetime
    error: str


class FeedState(StrEnum):
    """How a feed stands."""

    NEW = "new"  # not polled yet
    OK = "ok"
    FAILING = "failing"
    GONE = "gone"  # the server says that there is no such feed any more; it is not asked again


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that is followed, and how it went so far."""

    id: str
    url: str
    outlet: str
    language: str | None
    every: timedelta
    state: FeedState
    added_at: datetime
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    last_fetched: datetime | None = None
    last_error: str | None = None
    failures: int = 0  # in a row
    next_due: datetime | None = None  # None: never again
    entries_taken: int = 0
    token: str | None = None  # of whoever is polling it


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry of a feed document. ``html`` is its text where the feed tells it whole."""

    key: str  # what tells it from the others for good
    link: str | None
    title: str | None
    author: str | None
    published_at: datetime | None  # aware
    html: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """What a feed says: its entries as they stand in it, and how often it wants to be asked."""

    title: str | None
    entries: tuple[FeedEntry, ...]
    ttl: timedelta | None = None
    skip_hours: tuple[int, ...] = field(default=())
