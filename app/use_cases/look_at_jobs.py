"""What waits, what is being worked on and what could not be analysed; and the latter once more."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from app.core.errors import InvalidInput
from app.core.model.records import JobRecord, Slice, StoredArticle
from app.core.model.web import PageRecord
from app.ports import Clock, Store, Unit
from app.use_cases.submit_article import awaits_page, queue_page

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAtWork:
    """An article that waits, is being worked on, or was given up, with what is known of it without its text."""

    job: JobRecord
    article: StoredArticle


class LookAtJobs:
    """Lists the queue and the failed articles, and queues these again."""

    def __init__(self, *, store: Store, clock: Clock, on_queued: Callable[[], None]) -> None:
        """``on_queued`` wakes those who fetch and analyse."""
        self._store = store
        self._clock = clock
        self._on_queued = on_queued

    def __call__(self, *, failed_only: bool = False, limit: int) -> tuple[JobRecord, ...]:
        """Failed articles first, then the queue in the order in which it is worked off."""
        with self._store.reading() as unit:
            failed = unit.jobs.failed(limit)
            queued = () if failed_only else unit.jobs.queued(limit - len(failed), self._clock.now())
        return (*failed, *queued)

    def failed(self, *, limit: int, cursor: str | None = None) -> Slice[ArticleAtWork]:
        """Articles that were given up, those that came in last first."""
        with self._store.reading() as unit:
            found = unit.jobs.list_failed(limit=limit, cursor=cursor)
            return Slice(_with_articles(unit, found.items), found.next)

    def queued(self, *, limit: int, skip: int = 0) -> tuple[ArticleAtWork, ...]:
        """In the order in which they are worked off, without the first ``skip``."""
        with self._store.reading() as unit:
            return _with_articles(unit, unit.jobs.queued(limit, self._clock.now(), skip=skip))

    def failing_pages(self, *, limit: int) -> tuple[PageRecord, ...]:
        """Pages of articles that could not be had so far and are asked for again."""
        with self._store.reading() as unit:
            return unit.pages.failing(limit)

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
                    _queue_again(unit, key, self._clock.now())
                unit.articles.mark_queued(sorted(failed))
            count += len(failed)
            if article_ids or not failed:
                self._on_queued()
                return count


def _queue_again(unit: Unit, article_id: str, now: datetime) -> None:
    """Where its page was never had, there is nothing to analyse yet: the page is asked for again."""
    article = unit.articles.get(article_id)
    if article is not None and awaits_page(article.submission):
        queue_page(unit, article_id, article.submission, now)
    else:
        unit.jobs.put(article_id, now)


def _with_articles(unit: Unit, jobs: Collection[JobRecord]) -> tuple[ArticleAtWork, ...]:
    articles = unit.articles.without_texts([job.article_id for job in jobs])
    return tuple(ArticleAtWork(job=job, article=articles[job.article_id]) for job in jobs if job.article_id in articles)
