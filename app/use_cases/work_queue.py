"""Works off the queue: takes one article after the other, and loses none, whatever happens to it or to the process."""

import logging
import math
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from datetime import timedelta

from app.core.errors import CrosscheckError, DatabaseUnavailable, ModelUnavailable
from app.core.model.records import Job
from app.ports import Clock, Store, Unit
from app.telemetry import SILENT, Telemetry, working_for
from app.use_cases.analyse_article import AnalyseArticle, LinkingContended, ReadAhead
from app.use_cases.tell_articles import tell_failed

log = logging.getLogger("crosscheck.worker")

TEND_EVERY = 300.0  # seconds
POLL = 1.0  # seconds between looks for articles that other processes queued
PAUSE_AFTER_FAILURE = timedelta(seconds=5)  # after the first attempt; four times as long after each further one
LONGEST_PAUSE = timedelta(hours=1)
PAUSE_WITHOUT_MODEL = timedelta(seconds=30)
PAUSE_WITHOUT_DATABASE = timedelta(seconds=2)
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


@dataclass(frozen=True, slots=True)
class _Held:
    """A job that is ours, and the id of the request that brought its article."""

    job: Job
    asked: str | None


class WorkQueue:
    """One worker. ``run`` in a thread or process of its own; ``wake`` from anywhere."""

    def __init__(
        self,
        *,
        store: Store,
        analyse: AnalyseArticle,
        clock: Clock,
        lease: timedelta,
        attempts: int,
        together: int = 1,
        telemetry: Telemetry = SILENT,
    ) -> None:
        """``attempts``: how often an article that fails is tried; ``together``: how many new ones are read at once."""
        self.name = worker_name()
        self._store = store
        self._analyse = analyse
        self._clock = clock
        self._lease = lease
        self._attempts = attempts
        self._together = together
        self._telemetry = telemetry
        self._turn = threading.Lock()
        self._wake = threading.Event()
        self._hand: list[_Held] = []  # the first is worked on, or is next
        self._ahead: dict[str, ReadAhead] = {}  # what was read of those already
        self._one_by_one = False  # these cannot be read together
        self._tend_at = time.monotonic()
        self._owed: list[Callable[[Unit], None]] = []  # what became of jobs while the database did not answer

    @property
    def attempts(self) -> int:
        """How often an article that fails is tried."""
        return self._attempts

    def wake(self) -> None:
        """There is something to do."""
        self._wake.set()

    def run(self, stop: threading.Event) -> None:
        """Until ``stop`` is set (and ``wake`` called)."""
        while not stop.is_set():
            try:
                if time.monotonic() >= self._tend_at:
                    self._tend_at = time.monotonic() + TEND_EVERY
                    self._store.tend()
                    self.release_abandoned()
                worked = self.work_once()
            except DatabaseUnavailable as error:
                log.warning("cannot take work, trying again: %s", error)
                worked = False
            except Exception:
                # A full disk passes; a worker that ended would leave every article waiting.
                log.exception("cannot take work, trying again")
                worked = False
            if not worked:
                self._wake.wait(POLL)
                self._wake.clear()
        self.give_back()

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
        """Gives back the articles in hand, uncounted; what still comes of them will not be kept."""
        hand = list(self._hand)

        def give_back(unit: Unit) -> None:
            for held in hand:
                unit.jobs.release(held.job, not_before=self._clock.now(), error=None, count=False)

        if hand:
            self._write(give_back)

    def work_once(self) -> bool:
        """Analyses one article, of those in hand or taken now; whether there was one. Threads take turns."""
        with self._turn:
            return self._work_once()

    def _work_once(self) -> bool:
        if self._owed:
            self._write_owed()
        if not self._hand:
            with self._store.reading() as unit:
                if not unit.jobs.any_due(self._clock.now()):
                    return False
            self._hand = self._take()
            self._one_by_one = False
        if not self._hand:
            return False
        try:
            with self._kept_leased():
                if len(self._hand) > 1 and not self._ahead and not self._one_by_one:
                    self._read_ahead()
                job = self._hand[0].job
                asked = working_for(request=self._hand[0].asked, article=job.article_id)
                with asked, self._telemetry.analysis(job.article_id):
                    self._work(job)
        finally:
            self._ahead.pop(self._hand.pop(0).job.article_id, None)
        return True

    def _take(self) -> list["_Held"]:
        """What is next. With one that was never tried come more such, to be read together; others may have stopped a
        worker, so that each is taken alone."""
        try:
            with self._store.writing() as unit:
                now = self._clock.now()
                job = unit.jobs.take(self.name, now, self._lease)
                if job is None:
                    return []
                more = self._together - 1 if job.attempts == 1 else 0
                jobs = (job, *(unit.jobs.take_fresh(self.name, now, self._lease, more) if more else ()))
                return [_Held(one, unit.articles.brought_by(one.article_id)) for one in jobs]
        except DatabaseUnavailable:
            # They may be ours without our knowing: the connection can break after the commit and before the answer.
            self._owed.append(self._give_back_unknown)
            raise

    def _read_ahead(self) -> None:
        try:
            self._ahead = self._analyse.read_ahead([held.job.article_id for held in self._hand])
        except Exception:
            # Whatever is wrong with one of them is told again when its turn comes, and is then its own.
            self._one_by_one = True
            log.exception("these articles are read one by one, not together")

    def _give_back_unknown(self, unit: Unit) -> None:
        unit.jobs.release_all({self.name}, self._clock.now(), count=False)

    def _work(self, job: Job) -> None:
        if job.attempts > self._attempts:
            self._give_up(job, "its analysis stopped the worker each time")
            return
        try:
            kept = self._analyse(job, self._ahead.get(job.article_id))
            log.info("analysed article=%s kept=%s", job.article_id, kept)
            self._telemetry.analysed("kept" if kept else "superseded")
        except NOT_ITS_FAULT as error:
            log.error("article=%s waits: %s", job.article_id, error)
            self._telemetry.analysed("postponed")
            pause = PAUSE_WITHOUT_MODEL if isinstance(error, ModelUnavailable) else PAUSE_WITHOUT_DATABASE
            self._release(job, pause=pause, error=str(error), count=False)
        except Exception as error:
            # Whatever is wrong with one article, the others go on.
            log.exception("article=%s failed, attempt %d of %d", job.article_id, job.attempts, self._attempts)
            if job.attempts >= self._attempts:
                self._give_up(job, describe(error))
            else:
                self._telemetry.analysed("retried")
                self._release(job, pause=pause_after(job.attempts), error=describe(error), count=True)

    def _give_up(self, job: Job, error: str) -> None:
        self._telemetry.analysed("failed")

        def give_up(unit: Unit) -> None:
            if unit.jobs.holds(job):
                unit.articles.mark_failed(job.article_id, error)
                tell_failed(unit, job.article_id)
                unit.jobs.finish(job)

        self._write(give_up)

    def _release(self, job: Job, *, pause: timedelta, error: str, count: bool) -> None:
        def release(unit: Unit) -> None:
            unit.jobs.release(job, not_before=self._clock.now() + pause, error=error, count=count)

        self._write(release)

    def _write(self, change: Callable[[Unit], None]) -> None:
        """Now, or as soon as the database answers again: nobody else would know before the lease ends. Whoever has
        the job by then is not disturbed: each change is one of our own lease."""
        self._owed.append(change)
        try:
            self._write_owed()
        except DatabaseUnavailable as error:
            log.warning("what became of an article is written later: %s", error)

    def _write_owed(self) -> None:
        owed = list(self._owed)
        with self._store.writing() as unit:
            for change in owed:
                change(unit)
        self._owed = self._owed[len(owed) :]

    @contextmanager
    def _kept_leased(self) -> Iterator[None]:
        """Renews the leases of all in hand while the work goes on."""
        done = threading.Event()
        hand = list(self._hand)

        def beat() -> None:
            while not done.wait(self._lease.total_seconds() / BEATS_PER_LEASE):
                try:
                    with self._store.writing() as unit:
                        until = self._clock.now() + self._lease
                        renewed = [unit.jobs.renew(held.job, until) for held in hand]
                    if not any(renewed):
                        return
                except DatabaseUnavailable as error:
                    log.warning("cannot renew the lease of article=%s: %s", hand[0].job.article_id, error)

        # In the same context, so that what it logs tells whose work it is.
        thread = threading.Thread(target=copy_context().run, args=(beat,), name="lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def pause_after(attempts: int) -> timedelta:
    """How long an article waits that failed so often: 5 s, 20 s, 80 s ..., an hour at most."""
    seconds = PAUSE_AFTER_FAILURE.total_seconds() * math.pow(4, attempts - 1)
    return timedelta(seconds=min(seconds, LONGEST_PAUSE.total_seconds()))


def describe(error: Exception) -> str:
    """One line that can be stored: ours as it is, others with their type."""
    text = str(error) if isinstance(error, CrosscheckError) else f"{type(error).__name__}: {error}"
    line = " ".join(text.replace("\0", "\ufffd").split())[:LONGEST_ERROR]
    return line.encode("utf-8", "replace").decode()
