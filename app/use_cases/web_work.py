"""What goes on with the web in the background: feeds are polled and pages fetched, several at a time."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from app.core.errors import DatabaseUnavailable
from app.ports import Clock, Store
from app.use_cases.fetch_pages import FetchPages
from app.use_cases.follow_feeds import FollowFeeds, Polled
from app.use_cases.work_queue import is_gone, worker_name

log = logging.getLogger("crosscheck.web")

POLL = 1.0  # seconds between looks for what other processes queued, or what has become due
LONGEST_PAUSE = timedelta(seconds=10)  # for which ``run_until_empty`` waits for a host's next turn


class WebWork:
    """Feeds and pages of one process."""

    def __init__(
        self,
        *,
        store: Store,
        pages: FetchPages,
        feeds: FollowFeeds,
        clock: Clock,
        sleep: Callable[[float], None],
        bell: threading.Event,
    ) -> None:
        """``bell`` is rung where there may be something to do."""
        self._store = store
        self._pages = pages
        self._feeds = feeds
        self._clock = clock
        self._sleep = sleep
        self._bell = bell

    def wake(self) -> None:
        """There may be something to do."""
        self._bell.set()

    def release_abandoned(self) -> None:
        """Gives back what processes of this machine held that are no more; to be called before others of this process
        hold anything."""
        now, myself = self._clock.now(), worker_name()
        with self._store.writing() as unit:
            for leases in (unit.hosts, unit.pages, unit.feeds):
                leases.free({token for token in leases.tokens() if is_gone(token, myself)}, now)

    def run(self, stop: threading.Event) -> None:
        """Until ``stop`` is set (and ``wake`` called); any number of threads may run it."""
        while not stop.is_set():
            try:
                worked = self._pages.fetch_once() or self._feeds.poll_once() is not None
            except DatabaseUnavailable as error:
                log.warning("cannot take work, trying again: %s", error)
                worked = False
            except Exception:
                # Whatever it is may pass; a thread that ended would leave every page waiting.
                if not stop.is_set():
                    log.exception("cannot take work, trying again")
                worked = False
            if not worked:
                self._bell.wait(POLL)
                self._bell.clear()

    def run_until_empty(self, on_done: Callable[[], None] | None = None) -> int:
        """Fetches all pages that can be had now, waiting for no more than the turn of a host; returns how many were
        tried. For the command line and tests."""
        count = 0
        while True:
            if self._pages.fetch_once():
                count += 1
                if on_done is not None:
                    on_done()
                continue
            with self._store.reading() as unit:
                due = unit.pages.next_due()
            now = self._clock.now()
            if due is None or due > now + LONGEST_PAUSE:
                return count
            self._sleep(max((due - now).total_seconds(), 0.05))

    def poll_due(self, on_polled: Callable[[Polled], None]) -> int:
        """Polls all feeds that are due now; returns how many."""
        count = 0
        while (polled := self._feeds.poll_once()) is not None:
            count += 1
            on_polled(polled)
        return count
