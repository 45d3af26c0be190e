"""The door for workers: processes that take queued articles until they are told to stop."""

import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import FrameType

from app.adapters.storage.unit_of_work import SqlStore
from app.bootstrap import Parts, build_services, choose_parts, set_threads, warm_up
from app.core.errors import CrosscheckError, DatabaseTooNew, DatabaseUnavailable
from app.ending import end_within
from app.ports import Store
from app.settings import Settings

log = logging.getLogger("crosscheck.worker")

LOOK_EVERY = 1.0  # seconds between looks whether the supervisor, or a worker, still lives
LONGEST_GOODBYE = 9.0  # seconds; whatever still runs then is cut off, and its article taken again after the lease
CREW_GOODBYE = 7.0  # the same for the workers of a crew, whose supervisor ends after them
RESTART_PAUSE = 1.0  # before a worker that died is replaced; doubled each time, until all have lived for a while
LONGEST_RESTART_PAUSE = 20.0
DATABASE_PATIENCE = 60.0  # how long a worker that starts waits for a database that does not answer
DATABASE_PAUSE = 2.0


def run_worker(settings: Settings, parts: Parts | None = None) -> None:
    """One worker in this process, until SIGTERM or SIGINT; the article in hand is given back."""
    ended = _end_at_signals()
    parts = parts or choose_parts(settings)
    if _migrate(parts.store, ended):
        _work(settings, parts, ended.wait)


def run_workers(settings: Settings, count: int, parts: Parts | None = None) -> None:
    """So many worker processes, until SIGTERM or SIGINT; one that dies is replaced.

    Where processes can be forked the models are loaded once, before: all share the memory of their weights.
    """
    ended = _end_at_signals()
    threads = settings.threads or max(1, (os.cpu_count() or 1) // count)
    forks = sys.platform == "linux"
    if forks:
        parts = parts or choose_parts(settings)
        set_threads(1)  # a pool of threads that exists before the fork would hang after it
        warm_up(parts)
        if not _migrate(parts.store, ended):
            return
        parts.store.close()
        gc.freeze()
    crew = Crew(settings=settings.model_copy(update={"threads": threads}), parts=parts, forks=forks)
    crew.supervise(count, ended)


@dataclass(kw_only=True)
class Crew:
    """The worker processes of this machine."""

    settings: Settings
    parts: Parts | None
    forks: bool

    def supervise(self, count: int, ended: threading.Event) -> None:
        """Keeps so many workers alive until ``ended``."""
        workers = [self._start() for _ in range(count)]
        pause = RESTART_PAUSE
        calm = 0.0
        while not ended.is_set():
            dead = wait([worker.sentinel for worker in workers], timeout=LOOK_EVERY)
            calm += LOOK_EVERY
            if not dead or ended.is_set():
                continue
            pause = RESTART_PAUSE if calm >= LONGEST_RESTART_PAUSE else min(2 * pause, LONGEST_RESTART_PAUSE)
            calm = 0.0
            workers = [worker for worker in workers if worker.is_alive() or _bury(worker)]
            ended.wait(pause)
            if not ended.is_set():
                workers.extend(self._start() for _ in range(count - len(workers)))
        for worker in workers:
            worker.terminate()
        deadline = time.monotonic() + CREW_GOODBYE
        for worker in workers:
            worker.join(max(0.0, deadline - time.monotonic()))
            if worker.is_alive():
                worker.kill()

    def _start(self) -> BaseProcess:
        process: BaseProcess
        if self.forks:
            arguments = (self.settings, self.parts, os.getpid())
            process = multiprocessing.get_context("fork").Process(target=_work_under, args=arguments)
        else:
            arguments = (self.settings, None, os.getpid())
            process = multiprocessing.get_context("spawn").Process(target=_work_under, args=arguments)
        process.start()
        log.info("worker process %s started", process.pid)
        return process


def _migrate(store: Store, ended: threading.Event) -> bool:
    """Waits a while for a database that is away, as it is when both are started at once; False where ``ended`` came
    first. Raises DatabaseUnavailable where it stays away."""
    deadline = time.monotonic() + DATABASE_PATIENCE
    while not ended.is_set():
        try:
            store.migrate()
            return True
        except DatabaseTooNew:
            raise
        except DatabaseUnavailable as error:
            if time.monotonic() > deadline:
                raise
            log.warning("the worker waits for the database: %s", error)
            ended.wait(DATABASE_PAUSE)
    return False


def _bury(worker: BaseProcess) -> bool:
    worker.join()
    log.error("worker process %s ended with %s; another one is started", worker.pid, worker.exitcode)
    return False


def _work_under(settings: Settings, parts: Parts | None, supervisor: int) -> None:
    """What a process of the crew does; it also ends when its supervisor is gone."""
    ended = _end_at_signals(CREW_GOODBYE)

    def wait_for_end() -> None:
        while not ended.wait(LOOK_EVERY):
            if os.getppid() != supervisor:
                log.error("the supervisor is gone; this worker ends")
                return

    if parts is not None:  # a connection must never be shared with the process that opened it
        parts = replace(parts, store=SqlStore(settings.database, vector_memory=settings.vector_memory))
    set_threads(settings.threads)
    try:
        _work(settings, parts, wait_for_end)
    except CrosscheckError as error:
        log.error("the worker cannot begin: %s", error)
        raise SystemExit(1) from error


def _work(settings: Settings, parts: Parts | None, wait_for_end: Callable[[], object]) -> None:
    services = build_services(settings, parts)
    if settings.metrics_port is not None:
        log.info("metrics at port=%d", services.serve_metrics(settings.host, settings.metrics_port))
    services.start_worker()
    wait_for_end()
    if not services.close():
        # The article in hand went back to the queue; torch cannot be interrupted, so the process ends without it.
        logging.shutdown()
        os._exit(0)


def _end_at_signals(goodbye: float = LONGEST_GOODBYE) -> threading.Event:
    """An event that SIGTERM and SIGINT set; the process is cut off so many seconds later."""
    ended = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        end_within(goodbye)
        ended.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return ended
