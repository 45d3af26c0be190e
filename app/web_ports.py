"""What the core needs of the web and for it, as protocols. Part of ``ports``."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from app.core.model.records import Slice
from app.core.model.web import Feed, FeedDocument, FeedState, PageRecord, PageTask, RobotsFile, WebAnswer
from app.core.web.addresses import WebAddress


class WebClient(Protocol):
    """Asks servers, and never one that the settings do not let it ask."""

    def check(self, address: WebAddress) -> None:
        """Raises AddressNotAllowed where the address alone tells that it may not be asked."""
        ...

    def send(
        self, method: str, address: WebAddress, *, headers: Mapping[str, str], body: bytes | None, largest: int
    ) -> WebAnswer:
        """One call, redirects not followed, the body decoded and of at most ``largest`` bytes. Raises CannotFetch or
        FetchDelayed."""
        ...

    def close(self) -> None:
        """Ends what is under way."""
        ...


class RobotsReader(Protocol):
    """Reads robots.txt (RFC 9309)."""

    def may_fetch(self, text: str, address: WebAddress) -> bool: ...

    def delay(self, text: str) -> timedelta | None:
        """The pause between two calls that the site asks for."""
        ...


class FeedReader(Protocol):
    """Reads feed documents."""

    def read(self, answer: WebAnswer) -> FeedDocument:
        """Raises CannotFetch where it is no feed."""
        ...


class PageDecoder(Protocol):
    """Turns the bytes of a page into text."""

    def decode(self, answer: WebAnswer) -> str:
        """Without what no database can keep; a wrong or missing charset is made up for as well as can be."""
        ...

    def canonical(self, html: str, address: WebAddress) -> str | None:
        """The address that the page calls its own, where it is of the same host; None where it names none."""
        ...


class Leases(Protocol):
    """What processes hold for a while, each under a token that names the process (``work_queue.worker_name``)."""

    def tokens(self) -> set[str]: ...

    def free(self, tokens: Collection[str], now: datetime) -> None:
        """What these held may be taken again from now on."""
        ...


class HostStore(Leases, Protocol):
    """Whose turn it is to call a host, and what its robots.txt says."""

    def take_turn(self, host: str, token: str, now: datetime, until: datetime) -> datetime | None:
        """None where the turn is ours, until then at the latest; else when to try again."""
        ...

    def end_turn(self, host: str, token: str, *, not_before: datetime, failures: int) -> None:
        """The host may be called again from ``not_before`` on."""
        ...

    def failures(self, host: str) -> int:
        """How often in a row the host could not answer."""
        ...

    def robots(self, origin: str) -> RobotsFile | None: ...

    def keep_robots(self, origin: str, robots: RobotsFile) -> None: ...


class PageQueue(Leases, Protocol):
    """Articles whose pages are still to be fetched."""

    def put(self, article_id: str, url: str, host: str, now: datetime) -> None: ...

    def take(self, token: str, now: datetime, lease: timedelta) -> PageTask | None:
        """The oldest whose host may be called now; its attempt is counted."""
        ...

    def finish(self, task: PageTask) -> bool:
        """It is done, or given up; False where the lease was lost."""
        ...

    def release(self, task: PageTask, *, not_before: datetime, error: str | None, count: bool) -> None: ...

    def remove(self, article_id: str) -> None: ...

    def waiting(self) -> int: ...

    def failing(self, limit: int) -> tuple[PageRecord, ...]:
        """Those that could not be had so far, the next to be asked for first."""
        ...

    def count_failing(self) -> int: ...

    def next_due(self) -> datetime | None:
        """When the first of them may be taken, as far as is known; None where there is none."""
        ...


class FeedStore(Leases, Protocol):
    """Feeds that are followed, and which of their entries are known."""

    def put(self, feed: Feed) -> bool:
        """Whether it was new; one of that id keeps how it went, and takes outlet, language and interval anew; one
        that failed or was gone is due at once."""
        ...

    def get(self, feed_id: str) -> Feed | None: ...

    def list(self, *, limit: int, cursor: str | None, state: FeedState | None = None) -> Slice[Feed]: ...

    def count(self) -> dict[FeedState, int]:
        """How many there are in each state that some are in."""
        ...

    def remove(self, feed_id: str) -> bool:
        """Whether it was there."""
        ...

    def take(self, token: str, now: datetime, lease: timedelta) -> Feed | None:
        """The feed that is due the longest, now ours for the time of the lease."""
        ...

    def save(self, feed: Feed) -> bool:
        """Keeps how it went and gives it back; False where the lease was lost or the feed removed: then nothing is."""
        ...

    def unknown(self, feed_id: str, keys: Collection[str]) -> set[str]:
        """Those of the keys that are not remembered."""
        ...

    def remember(self, feed_id: str, keys: Collection[str], now: datetime) -> None: ...

    def next_due(self) -> datetime | None: ...
