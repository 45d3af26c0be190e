"""Reads articles ahead of their turn in a pool of readers, so that one worker links what many have read.

The queue is the memory: articles of an archive are stored and queued as any others, each is taken under a lease, and
what comes of it is kept in the transaction that ends its job. So a backfill that is cut off goes on where it was, other
workers may help meanwhile, and the clusters are those that one worker makes.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.core.errors import CrosscheckError, ModelUnavailable
from app.core.model.records import JobRecord, JobState, StoredArticle, Submission, Understanding
from app.ports import Clock, Embedder, Store, Understander, Vectors
from app.use_cases.cross_check import embed_together
from app.use_cases.work_queue import describe

log = logging.getLogger("crosscheck.backfill")

BATCHES_A_READER = 2  # one that it reads and one that waits, so that it never stands still
Unread = tuple[str, Submission]  # an article's id and what was submitted


class NotRead(CrosscheckError):
    """A reader could not read an article; the message is that of its error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRead:
    """What a reader of that version found, for each article of a batch: its claims and their vectors, or its error."""

    version: str
    found: tuple[tuple[Understanding, Vectors] | NotRead, ...]


class ReadingPool(Protocol):
    """Readers in other processes."""

    @property
    def size(self) -> int:
        """How many batches are read at a time."""
        ...

    def read(self, articles: Sequence[Unread]) -> "Future[BatchRead]":
        """The batch, as soon as a reader is free; an error where no reader could be had for it."""
        ...


class BatchReader:
    """What one reader does, in its process."""

    def __init__(self, *, understand: Understander, embedder: Embedder) -> None:
        self._understand = understand
        self._embedder = embedder

    @property
    def version(self) -> str:
        """Changes whenever the same article may be read differently."""
        return f"{self._understand.version}+{self._embedder.version}"

    def __call__(self, articles: Sequence[Unread]) -> BatchRead:
        """All in one pass of the models; an article that cannot be read never spoils the others."""
        try:
            found: Sequence[tuple[Understanding, Vectors] | NotRead] = self._read(articles)
        except ModelUnavailable:
            raise  # not the fault of the articles
        except Exception:  # noqa: BLE001 - each is told by itself, below
            found = [self._try_to_read(article) for article in articles]
        return BatchRead(version=self.version, found=tuple(found))

    def _read(self, articles: Sequence[Unread]) -> list[tuple[Understanding, Vectors]]:
        found = self._understand.read_together(articles)
        texts = [(one.claims, [(each.start, each.end) for each in one.sentences], one.article.text) for one in found]
        return list(zip(found, embed_together(texts, self._embedder), strict=True))

    def _try_to_read(self, article: Unread) -> tuple[Understanding, Vectors] | NotRead:
        try:
            return self._read([article])[0]
        except ModelUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - told to the worker, which counts the attempt
            return NotRead(describe(error))


class PooledReading:
    """``analyse_article.ReadAlone`` for a worker: waits for what the pool reads, and keeps the pool busy with what
    comes next in the queue."""

    def __init__(self, *, store: Store, clock: Clock, pool: ReadingPool, version: str, batch: int) -> None:
        """``version`` is that of this process's own reading; ``batch`` is how many articles a reader gets at once."""
        self._store = store
        self._clock = clock
        self._pool = pool
        self._version = version
        self._batch = batch
        self._coming: dict[str, tuple[Future[BatchRead], int]] = {}  # by article, with its place in the batch

    def __call__(self, article: StoredArticle) -> tuple[Understanding, Vectors]:
        """Raises ModelUnavailable where no reader could be had: nothing is counted against the article then."""
        if article.id not in self._coming:
            self._send([article])
        self._look_ahead(article.id)
        found = self._wait_for(article)
        if isinstance(found, NotRead):
            raise found
        return found

    def _wait_for(self, article: StoredArticle) -> tuple[Understanding, Vectors] | NotRead:
        future, place = self._coming.pop(article.id)
        try:
            batch = future.result()
        except Exception as error:  # noqa: BLE001 - whatever stopped a reader may be another article's fault
            log.warning("a reader was lost (%s); article=%s is read by itself", type(error).__name__, article.id)
            place, batch = 0, self._read_alone(article)
        if batch.version != self._version:
            raise ModelUnavailable(
                f"the readers are of version {batch.version}, this process of {self._version}; install the same "
                "version of crosscheck on all machines"
            )
        return batch.found[place]

    def _read_alone(self, article: StoredArticle) -> BatchRead:
        try:
            return self._pool.read([(article.id, article.submission)]).result()
        except Exception as error:
            raise ModelUnavailable(f"no reader could be had: {describe(error)}") from error

    def _look_ahead(self, current: str) -> None:
        """Sends what comes next in the queue, so far as readers are free."""
        busy = len({id(future) for future, _ in self._coming.values() if not future.done()})
        free = self._pool.size * BATCHES_A_READER - busy
        if free <= 0:
            return
        now = self._clock.now()
        with self._store.reading() as unit:
            window = 2 * BATCHES_A_READER * self._pool.size * self._batch
            due = [job for job in unit.jobs.queued(window, now) if _is_due(job, now)]
            # What other workers took meanwhile is theirs.
            wanted = {current, *(job.article_id for job in due)}
            self._coming = {key: place for key, place in self._coming.items() if key in wanted}
            ids = [job.article_id for job in due if job.article_id not in self._coming][: free * self._batch]
            articles = unit.articles.with_texts(ids)
        found = [articles[key] for key in ids if key in articles]
        for begin in range(0, len(found), self._batch):
            self._send(found[begin : begin + self._batch])

    def _send(self, articles: Sequence[StoredArticle]) -> None:
        future = self._pool.read([(article.id, article.submission) for article in articles])
        self._coming |= {article.id: (future, place) for place, article in enumerate(articles)}


def _is_due(job: JobRecord, now: datetime) -> bool:
    return job.state is JobState.WAITING and (job.until is None or job.until <= now)
