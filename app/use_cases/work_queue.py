"""Works off the queue: takes one article after the other, and loses none, whatever happens to it or to the process."""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from app.core.errors import CrosscheckError, DatabaseUnavailable, ModelUnavailable
from app.core.model.records import Job
from app.ports import Clock, Store
from app.use_cases.analyse_article import AnalyseArticle, LinkingContended

log = logging.getLogger("crosscheck.worker")

POLL = 1.0  # seconds between looks for articles that other processes queued
PAUSE_AFTER_FAILURE = timedelta(seconds=5)  # times the attempts so far
PAUSE_WITHOUT_MODEL = timedelta(seconds=30)
BEATS_PER_LEASE = 4
LONGEST_ERROR = 300
NOT_ITS_FAULT = (ModelUnavailable, DatabaseUnavailable, LinkingContended)


def worker_name() -> str:
    """Host, process and a word of chance: two workers never share a name, and a later one can tell who is gone."""
    return f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"


def is_gone(holder: str, myself: str) -> bool:
    """Whether the worker of that name was a process of this machine that is no more."""
    host, pid, _ = [*holder.rsplit("/", 2), "", ""][:3]
    own_host, own_pid, _ = myself.rsplit("/", 2)
    if host != own_host or holder == myself or not pid.isdigit():
        return False
    if pid == own_pid:
        return True  # an earlier process with our number
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


class WorkQueue:
    """One worker. ``run`` in a thread or process of its own; ``wake`` from anywhere."""

    def __init__(self, *, store: Store, analyse: AnalyseArticle, clock: Clock, lease: timedelta, attempts: int) -> None:
        """``attempts``: how often an article that fails is tried."""
        self.name = worker_name()
        self._store = store
        self._analyse = analyse
        self._clock = clock
        self._lease = lease
        self._attempts = attempts
        self._wake = threading.Event()
        self._current: Job | None = None

    def wake(self) -> None:
        """There is something to do."""
        self._wake.set()

    def run(self, stop: threading.Event) -> None:
        """Until ``stop`` is set (and ``wake`` called)."""
        self.release_abandoned()
        while not stop.is_set():
            try:
                worked = self.work_once()
            except Exception:
                # A full disk or a locked database passes; a worker that ended would leave every article waiting.
                log.exception("cannot take work, trying again")
                worked = False
            if not worked:
                self._wake.wait(POLL)
                self._wake.clear()

    def run_until_empty(self, on_done: Callable[[], None] | None = None) -> int:
        """Works off all that can be done now; returns how many articles that were. For the command line and tests."""
        count = 0
        while self.work_once():
            count += 1
            if on_done is not None:
                on_done()
        return count

    def release_abandoned(self) -> int:
        """Gives back what workers of this machine held that are no more; returns how many articles."""
        with self._store.writing() as unit:
            gone = {holder for holder in unit.jobs.holders() if is_gone(holder, self.name)}
            return unit.jobs.release_all(gone, self._clock.now()) if gone else 0

    def give_back(self) -> None:
        """Gives back the article in hand, uncounted; what still comes of it will not be kept."""
        job = self._current
        if job is not None:
            with self._store.writing() as unit:
                unit.jobs.release(job, not_before=self._clock.now(), error=None, count=False)

    def work_once(self) -> bool:
        """Takes one article and analyses it; whether there was one."""
        with self._store.reading() as unit:
            if not unit.jobs.waiting():
                return False
        with self._store.writing() as unit:
            job = unit.jobs.take(self.name, self._clock.now(), self._lease)
        if job is None:
            return False
        self._current = job
        try:
            self._work(job)
        finally:
            self._current = None
        return True

    def _work(self, job: Job) -> None:
        if job.attempts > self._attempts:
            self._give_up(job, "its analysis stopped the worker each time")
            return
        try:
            with self._kept_leased(job):
                kept = self._analyse(job)
            log.info("analysed article=%s kept=%s", job.article_id, kept)
        except NOT_ITS_FAULT as error:
            log.error("article=%s waits: %s", job.article_id, error)
            self._release(job, pause=PAUSE_WITHOUT_MODEL, error=str(error), count=False)
        except Exception as error:
            # Whatever is wrong with one article, the others go on.
            log.exception("article=%s failed, attempt %d of %d", job.article_id, job.attempts, self._attempts)
            if job.attempts >= self._attempts:
                self._give_up(job, describe(error))
            else:
                self._release(job, pause=PAUSE_AFTER_FAILURE * job.attempts, error=describe(error), count=True)

    def _give_up(self, job: Job, error: str) -> None:
        with self._store.writing() as unit:
            if unit.jobs.holds(job):
                unit.articles.mark_failed(job.article_id, error)
                unit.jobs.finish(job)

    def _release(self, job: Job, *, pause: timedelta, error: str, count: bool) -> None:
        with self._store.writing() as unit:
            unit.jobs.release(job, not_before=self._clock.now() + pause, error=error, count=count)

    @contextmanager
    def _kept_leased(self, job: Job) -> Iterator[None]:
        """Renews the lease while the work goes on."""
        done = threading.Event()

        def beat() -> None:
            while not done.wait(self._lease.total_seconds() / BEATS_PER_LEASE):
                try:
                    with self._store.writing() as unit:
                        if not unit.jobs.renew(job, self._clock.now() + self._lease):
                            return
                except DatabaseUnavailable as error:
                    log.warning("cannot renew the lease of article=%s: %s", job.article_id, error)

        thread = threading.Thread(target=beat, name="lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def describe(error: Exception) -> str:
    """One line: ours as it is, others with their type."""
    text = str(error) if isinstance(error, CrosscheckError) else f"{type(error).__name__}: {error}"
    return " ".join(text.split())[:LONGEST_ERROR]
