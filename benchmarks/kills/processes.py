"""The processes that are killed: a server (uvicorn, the real application) and workers, on fakes of the models.

They are forked from a process that has loaded everything, so that one lives again a moment after it was killed.
"""

import logging
import multiprocessing
import os
import signal
import time
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from app.bootstrap import Parts, SystemClock
from app.core.model.records import Submission, Understanding
from app.main import create_app
from app.server import make_server
from app.settings import Settings
from app.worker import run_worker
from tests.careless import HASTY, WORKERS, make_hasty
from tests.fakes import ToyUnderstander, fake_parts, fake_services, toy_knowledge

SERVER = "server"
WORKER_NAMES = ("worker-1", "worker-2")
NAMES = (SERVER, *WORKER_NAMES)
toy_knowledge()  # read once for all that are forked
LEASE = 5.0  # seconds
ATTEMPTS = 20  # nobody is to blame an article for being killed
PATIENCE = 30.0  # seconds that a process has for ending


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where all happens. ``careless`` names one of ``tests.careless``; ``slowness``: seconds that reading takes."""

    url: str
    folder: Path
    port: int
    careless: str | None = None
    slowness: float = 0.0


class SlowUnderstander(ToyUnderstander):
    """Takes its time."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def __call__(self, article_id: str, submission: Submission) -> Understanding:
        """As the toy language has it."""
        time.sleep(self._seconds)
        return super().__call__(article_id, submission)


def serve(place: Place) -> None:
    """The server's process."""
    parts = _parts(place)
    services = fake_services(
        place.folder, parts=parts, database_url=place.url, worker=False, fetchers=0, webhook_senders=0
    )
    if place.careless == HASTY:
        make_hasty(services, place.folder)
    make_server(
        create_app(services), host="127.0.0.1", port=place.port, shutdown_timeout=1.0, on_exit=services.stopping.set
    ).run()


def work(place: Place) -> None:
    """A worker's process."""
    parts = _parts(place)
    parts.understand = SlowUnderstander(place.slowness)
    if place.careless in WORKERS:
        WORKERS[place.careless](parts, place.url, place.folder)
    settings = Settings(
        home=place.folder,
        database_url=place.url,
        lease=LEASE,
        attempts=ATTEMPTS,
        threads=1,
        fetchers=0,
        webhook_senders=0,
    )
    run_worker(settings, parts)


def _parts(place: Place) -> Parts:
    logging.basicConfig(filename=place.folder / "log", level="WARNING", format="%(process)d %(name)s %(message)s")
    parts = fake_parts(place.folder, database_url=place.url)
    parts.clock = SystemClock()
    return parts


@dataclass(kw_only=True)
class Crew:
    """A server and two workers, each started again when it is gone. ``crashes`` tells who ended of its own accord."""

    place: Place
    crashes: list[str] = field(default_factory=list)
    _running: dict[str, BaseProcess] = field(default_factory=dict)

    def start(self) -> None:
        """Everyone."""
        for name in NAMES:
            self._start(name)

    def kill(self, name: str) -> None:
        """SIGKILL; another one takes its place."""
        process = self._running[name]
        process.kill()
        process.join(PATIENCE)
        self._start(name)

    def pid(self, name: str) -> int:
        """Of the process that has that name now."""
        return self._running[name].pid or 0

    def mend(self) -> None:
        """Replaces who is gone without our doing: killed in a trap, or crashed."""
        for name, process in list(self._running.items()):
            if process.exitcode is not None:
                if process.exitcode != -signal.SIGKILL:
                    self.crashes.append(f"the {name} ended with {process.exitcode}")
                self._start(name)

    def end(self) -> None:
        """SIGTERM to all; who does not end is killed and told in ``crashes``."""
        for process in self._running.values():
            if process.pid is not None and process.exitcode is None:
                os.kill(process.pid, signal.SIGCONT)
                process.terminate()
        for name, process in self._running.items():
            process.join(PATIENCE)
            if process.exitcode is None:
                self.crashes.append(f"the {name} does not end")
                process.kill()
                process.join(PATIENCE)
        self._running.clear()

    def _start(self, name: str) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["benchmarks.kills.processes"])
        process = context.Process(target=serve if name == SERVER else work, args=(self.place,), name=name, daemon=True)
        process.start()
        self._running[name] = process
