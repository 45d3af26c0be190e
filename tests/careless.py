"""Stores that are not to be trusted, for trying whoever looks for faults: each breaks one promise of the real one, and
is killed where that shows. The same kill does the real one no harm.

A trap kills the process that walks into it, a few times in all, however many processes there are.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.adapters.storage.jobs import SqlJobs
from app.adapters.storage.unit_of_work import SqlStore, SqlUnit
from app.bootstrap import Parts
from app.core.model.records import ArticleStatus, Job
from app.use_cases.drafts import ArticleDraft
from app.use_cases.services import Services
from app.use_cases.submit_article import SubmitArticle, Submitted, article_id

TIMES = 3
HASTE = 0.3  # seconds between the answer and the commit: the answer is with its client by then


@dataclass(frozen=True)
class Trap:
    """Kills this process; ``TIMES`` times, as files in ``folder`` count."""

    folder: Path

    def spring(self) -> None:
        for number in range(TIMES):
            try:
                (self.folder / f"trap-{number}").touch(exist_ok=False)
            except FileExistsError:
                continue
            os.kill(os.getpid(), signal.SIGKILL)


def caught(folder: Path) -> int:
    """How many processes the traps have killed."""
    return len(list(folder.glob("trap-*")))


class Jobs(SqlJobs):
    """The real ones, with a trap after all is written and before it is committed."""

    trap: Trap
    finished: list[Job]

    def finish(self, job: Job) -> None:
        super().finish(job)
        self._session.flush()
        self.trap.spring()


class FinishedApart(Jobs):
    """What comes of a job is committed; that it is done, after that."""

    def finish(self, job: Job) -> None:
        self.finished.append(job)


class GoneWhenTaken(Jobs):
    """A job is done once somebody has it."""

    def take(self, holder: str, now: datetime, lease: timedelta) -> Job | None:
        job = super().take(holder, now, lease)
        if job is not None:
            SqlJobs.finish(self, job)
        return job

    def holds(self, job: Job) -> bool:
        del job
        self.trap.spring()
        return True


class TrappedStore(SqlStore):
    """The real one, but for its jobs."""

    def __init__(self, url: str, jobs: type[Jobs], trap: Trap) -> None:
        super().__init__(url)
        self._jobs, self._trap = jobs, trap

    @contextmanager
    def writing(self) -> Iterator[SqlUnit]:
        finished: list[Job] = []
        with super().writing() as unit:
            unit.jobs = self._jobs(unit.jobs._session)
            unit.jobs.trap, unit.jobs.finished = self._trap, finished
            yield unit
        for job in finished:
            self._trap.spring()
            with super().writing() as unit:
                unit.jobs.finish(job)


class HastySubmit(SubmitArticle):
    """Answers first and stores then."""

    trap: Trap

    def __call__(self, draft: ArticleDraft) -> Submitted:
        submission = self.read(draft)
        threading.Thread(target=self._store_later, args=(draft,), daemon=True).start()
        return Submitted(id=article_id(submission), status=ArticleStatus.QUEUED, duplicate=False)

    def _store_later(self, draft: ArticleDraft) -> None:
        time.sleep(HASTE)
        self.trap.spring()
        super().__call__(draft)


def put_jobs(jobs: type[Jobs]) -> Callable[[Parts, str, Path], None]:
    def spoil(parts: Parts, url: str, folder: Path) -> None:
        parts.store = TrappedStore(url, jobs, Trap(folder))

    return spoil


WORKERS = {
    "killed before the commit": put_jobs(Jobs),
    "claims apart from their job": put_jobs(FinishedApart),
    "job gone when taken": put_jobs(GoneWhenTaken),
}
HASTY = "acknowledged before the commit"


def make_hasty(services: Services, folder: Path) -> None:
    """The server that acknowledges before the commit."""
    services.submit.__class__ = HastySubmit
    services.submit.trap = Trap(folder)
