"""How the work goes, at a glance: the queue, the pages to be fetched, feeds and webhooks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.core.model.records import QueueTally
from app.core.model.web import FeedState
from app.ports import Clock, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How it stands at ``now``."""

    now: datetime
    queue: QueueTally
    pages: int  # still to be fetched
    failing_pages: int  # of these, the ones that could not be had so far
    feeds: Mapping[FeedState, int]
    webhooks: int
    disabled_webhooks: int


class LookAtWork:
    """Counts, in one transaction."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def __call__(self) -> Work:
        """All of it."""
        now = self._clock.now()
        with self._store.reading() as unit:
            return Work(
                now=now,
                queue=unit.jobs.tally(now),
                pages=unit.pages.waiting(),
                failing_pages=unit.pages.count_failing(),
                feeds=unit.feeds.count(),
                webhooks=unit.webhooks.count(),
                disabled_webhooks=unit.webhooks.count_disabled(),
            )
