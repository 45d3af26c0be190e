"""Articles that wait for their analysis, as a protocol. Part of ``ports``."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from app.core.model.records import Job, JobRecord, QueueTally, Slice


class JobQueue(Protocol):
    """Articles that wait for their analysis."""

    def put(self, article_id: str, now: datetime, *, background: bool = False) -> bool:
        """Whether it was not queued yet; ``background`` waits behind all others."""
        ...

    def queued(self, limit: int, now: datetime, *, skip: int = 0) -> tuple[JobRecord, ...]:
        """In the order in which they are taken, without the first ``skip``."""
        ...

    def failed(self, limit: int, *, among: Collection[str] = ()) -> tuple[JobRecord, ...]:
        """Articles that could not be analysed, or not analysed again, with their errors; ``among`` leaves out others.
        They wait for nobody."""
        ...

    def list_failed(self, *, limit: int, cursor: str | None) -> Slice[JobRecord]:
        """As ``failed``, those that came in last first."""
        ...

    def tally(self, now: datetime) -> QueueTally: ...

    def take(self, holder: str, now: datetime, lease: timedelta) -> Job | None:
        """The oldest job that nobody holds, now held; its attempt is counted. Those in the background come last."""
        ...

    def take_fresh(self, holder: str, now: datetime, lease: timedelta, most: int) -> tuple[Job, ...]:
        """The oldest jobs, at most so many, that nobody holds and that were never tried, now held, in their order; no
        more than half of what waits, so that other workers find some too."""
        ...

    def renew(self, job: Job, until: datetime) -> bool:
        """Whether the lease was still ours."""
        ...

    def holds(self, job: Job) -> bool:
        """Whether the lease is still ours, and stays so until this transaction ends."""
        ...

    def finish(self, job: Job) -> None: ...

    def release(self, job: Job, *, not_before: datetime, error: str | None, count: bool) -> None:
        """Gives it back; with ``count`` False the attempt does not count."""
        ...

    def release_all(self, holders: Collection[str], now: datetime, *, count: bool = True) -> int:
        """Gives back what workers held that are no more; returns how many jobs. With ``count`` False the attempts do
        not count."""
        ...

    def holders(self) -> set[str]: ...

    def remove_of_article(self, article_id: str) -> None: ...

    def waiting(self) -> int: ...

    def any_due(self, now: datetime) -> bool:
        """Whether ``take`` would find a job."""
        ...
