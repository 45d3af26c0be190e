"""One trial: articles are posted, processes are killed, the store is looked at."""

import os
import random
import signal
import socket
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from app.core.errors import DatabaseUnavailable
from app.use_cases.services import Services
from benchmarks.kills.checks import all_faults
from benchmarks.kills.clients import Clients
from benchmarks.kills.disk import SmallDisk, small_disk
from benchmarks.kills.filling import MEGABYTES, PADDING, POSTGRES, Filling
from benchmarks.kills.processes import LEASE, NAMES, WORKER_NAMES, Crew, Place
from tests.careless import TIMES, caught
from tests.fakes import fake_services
from tests.postgres import PostgresServer, postgres_server
from tests.soundness import find_faults

ENGINES = ("sqlite", "postgresql")
MOST_WAITING = 40  # articles; more are not posted meanwhile
LOOK_INSIDE_EVERY = 25  # disturbances between looks at the store while it is written to
PATIENCE = 300.0  # seconds in which the last articles must be analysed
MOST_TO_GO_ON = 30.0  # seconds after which the workers must have gone on when the database is back
SLOW = 0.3  # seconds that reading an article takes where workers are to be stopped meanwhile


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What happens how often; ``pause``: seconds between two disturbances, on average. ``careless``: see Place."""

    kills: int = 0
    stops: int = 0
    restarts: int = 0  # of the database, as after a power failure
    fills: int = 0  # of the disk on which the database lies
    seed: int = 6
    pause: float = 0.8
    careless: str | None = None


@dataclass(kw_only=True)
class Report:
    """What came of it; ``faults`` is empty where the store can be trusted."""

    faults: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    reads: Counter[str] = field(default_factory=Counter)
    database_crashes: int = 0  # of their own accord, because the disk was full
    acknowledged: int = 0
    stored: int = 0
    seconds: float = 0.0
    longest_to_go_on: float = 0.0
    trapped: int = 0  # processes killed by the traps of a careless store


@contextmanager
def database(engine: str, folder: Path, disk: SmallDisk | None) -> Iterator[tuple[str, PostgresServer | None]]:
    """The URL of an empty one that writes to the disk as in production."""
    if engine == "sqlite":
        yield f"sqlite:///{(disk.folder if disk else folder) / 'crosscheck.sqlite3'}", None
        return
    own = {} if disk is None else POSTGRES
    with postgres_server(durable=True, disk=None if disk is None else disk.folder, **own) as server:
        yield server.create_database(), server


def run_trial(engine: str, plan: Plan) -> Report:
    """Everything from an empty database to the report. Raises CannotMount where a disk is to be filled and cannot."""
    with (
        tempfile.TemporaryDirectory() as name,
        small_disk(MEGABYTES[engine]) if plan.fills else nullcontext() as disk,
        database(engine, Path(name), disk) as (url, server),
    ):
        services = fake_services(Path(name), database_url=url)  # migrates
        trial = Trial(plan=plan, url=url, folder=Path(name), services=services, database=server, disk=disk)
        try:
            return trial.run()
        finally:
            services.close()


def free_port() -> int:
    """Of loopback; each server that is started again takes the same."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@dataclass(kw_only=True)
class Trial:
    """See ``run_trial``."""

    plan: Plan
    url: str
    folder: Path
    services: Services
    database: PostgresServer | None
    disk: SmallDisk | None
    report: Report = field(default_factory=Report)

    def run(self) -> Report:
        """Disturbs in an order made by chance, and always the same; then looks."""
        begun = time.monotonic()
        plan, port = self.plan, free_port()
        self.chance = random.Random(plan.seed)
        slowness = SLOW if plan.stops else 0.0
        place = Place(url=self.url, folder=self.folder, port=port, careless=plan.careless, slowness=slowness)
        padding = PADDING if plan.fills else 0
        self.crew, self.clients = Crew(place=place), Clients(port=port, seed=plan.seed, padding=padding)
        self.crew.start()
        try:
            self.clients.start()
            actions = [self._kill] * plan.kills + [self._stop] * plan.stops + [self._restart] * plan.restarts
            actions += [self._fill] * plan.fills
            self.chance.shuffle(actions)
            for number, act in enumerate(actions, 1):
                self._pass(self.chance.uniform(0, 2 * plan.pause))
                act()
                self.report.done[act.__name__.strip("_")] += 1
                if number % LOOK_INSIDE_EVERY == 0:
                    self.report.faults += find_faults(self.url)
            self._pass(plan.pause)
            if plan.careless is not None:
                self._wait(lambda: caught(self.folder) == TIMES, PATIENCE, "the traps are not all sprung")
            self.clients.stop()
            self._wait(lambda: self.services.browse.counts()["waiting"] == 0, PATIENCE, "the last articles wait")
        finally:
            self.clients.stop()
            self.crew.end()
        self._look()
        self.report.seconds = time.monotonic() - begun
        return self.report

    def _look(self) -> None:
        report, clients = self.report, self.clients
        report.trapped = caught(self.folder)
        report.answers, report.reads, report.acknowledged = clients.answers, clients.reads, len(clients.acknowledged)
        report.stored = self.services.browse.counts()["articles"]
        report.faults += [*self.crew.crashes, *clients.faults]
        if not self.plan.kills and self.plan.careless is None:  # the server was there all the time
            report.faults += [f"{what}, {count} times" for what, count in sorted(clients.unanswered.items())]
        report.faults += all_faults(
            self.services, self.url, self.folder, acknowledged=clients.acknowledged.keys(), sent=clients.sent
        )
        if not report.stored:
            report.faults.append("nothing was posted")

    def _pass(self, seconds: float) -> None:
        """Lets time go by; clients have patience with workers that lag behind."""
        deadline = time.monotonic() + seconds
        while True:
            self.crew.mend()
            try:
                lagging = self.services.browse.counts()["waiting"] > MOST_WAITING
            except DatabaseUnavailable:
                lagging = False
            (self.clients.waiting.set if lagging else self.clients.waiting.clear)()
            left = deadline - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, 0.1))

    def _wait(self, done: Callable[[], bool], patience: float, fault: str) -> float:
        """Seconds until ``done``; a fault where it takes longer than ``patience``."""
        begun = time.monotonic()
        while not done():
            if time.monotonic() > begun + patience:
                self.report.faults.append(f"{fault} after {patience:.0f} s")
                break
            self._pass(0.05)
        return time.monotonic() - begun

    def _kill(self) -> None:
        self.crew.kill(self.chance.choice(NAMES))

    def _stop(self) -> None:
        """A worker that holds an article stands still for longer than its lease, and goes on."""
        pid = self.crew.pid(self.chance.choice(WORKER_NAMES))
        for _ in range(200):
            os.kill(pid, signal.SIGSTOP)
            with self.services.store.reading() as unit:
                if any(int(holder.split("/")[1]) == pid for holder in unit.jobs.holders()):
                    break
            os.kill(pid, signal.SIGCONT)
            self._pass(0.05)
        else:
            self.report.faults.append("a worker never held an article")
            return
        self._pass(LEASE + 1.0)
        os.kill(pid, signal.SIGCONT)

    def _restart(self) -> None:
        """The database falls over, and comes back after a while; meanwhile there is nothing but 503."""
        if self.database is None:
            raise RuntimeError("SQLite has no server to restart")
        self.database.stop(mode="immediate")
        time.sleep(self.chance.uniform(0, self.plan.pause))
        self.database.start()
        analysed = self._analysed()
        seconds = self._wait(lambda: self._analysed() > analysed, MOST_TO_GO_ON, "no worker goes on")
        self.report.longest_to_go_on = max(self.report.longest_to_go_on, seconds)

    def _fill(self) -> None:
        """No room is left on the disk for a while."""
        if self.disk is None:
            raise RuntimeError("there is no small disk")
        filling = Filling(
            disk=self.disk,
            database=self.database,
            services=self.services,
            clients=self.clients,
            let_pass=lambda: self._pass(0.1),
        )
        filling()
        self.report.faults += filling.faults
        self.report.database_crashes += filling.crashes
        self.report.longest_to_go_on = max(self.report.longest_to_go_on, filling.longest_to_go_on)

    def _analysed(self) -> int:
        counts = self.services.browse.counts()
        return counts["articles"] - counts["waiting"]
