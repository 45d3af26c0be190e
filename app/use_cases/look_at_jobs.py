"""What waits, what is being worked on and what could not be analysed; and the latter once more."""

from collections.abc import Collection

from app.core.errors import InvalidInput
from app.core.model.records import JobRecord
from app.ports import Clock, Store

MOST_AT_ONCE = 500


class LookAtJobs:
    """Lists the queue and the failed articles, and queues these again."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def __call__(self, *, failed_only: bool = False, limit: int) -> tuple[JobRecord, ...]:
        """Failed articles first, then the queue in the order in which it is worked off."""
        with self._store.reading() as unit:
            failed = unit.jobs.failed(limit)
            queued = () if failed_only else unit.jobs.queued(limit - len(failed), self._clock.now())
        return (*failed, *queued)

    def retry(self, article_ids: Collection[str] = ()) -> int:
        """Queues failed articles again, those named or all; returns how many. Raises InvalidInput where one that is
        named has not failed."""
        count = 0
        while True:
            with self._store.writing() as unit:
                failed = {record.article_id for record in unit.jobs.failed(MOST_AT_ONCE, among=article_ids)}
                if strange := sorted(set(article_ids) - failed):
                    raise InvalidInput(f"{strange[0][:80]}: this article has not failed; see crosscheck jobs --failed")
                for key in sorted(failed):
                    unit.jobs.put(key, self._clock.now())
                unit.articles.mark_queued(sorted(failed))
            count += len(failed)
            if article_ids or not failed:
                return count
