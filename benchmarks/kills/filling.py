"""A disk that is full under load: meanwhile writing is refused and reading is not, and afterwards all goes on."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg

from app.core.errors import DatabaseUnavailable
from app.use_cases.services import Services
from benchmarks.kills.clients import READ, Clients
from benchmarks.kills.disk import SmallDisk
from tests.postgres import PostgresServer

MEGABYTES = {"sqlite": 48, "postgresql": 160}  # PostgreSQL takes half of it before there is an article
# Its log is kept short, or it would have more room of its own than there is disk.
POSTGRES = {"max_wal_size": "48MB", "min_wal_size": "32MB"}
PADDING = 4_000  # letters of an article, so that it needs room
MOST_LOG_FILES = 20  # more than that keeps
REFUSED = 20
MOST_TO_BE_FULL = 60.0
MOST_TO_GO_ON = 30.0  # seconds after which articles must be taken in and analysed again


@dataclass(kw_only=True)
class Filling:
    """Fills the disk once each time it is called. ``crashes`` counts how often PostgreSQL had ended and was started
    again, as whoever looks after it would have done."""

    disk: SmallDisk
    database: PostgresServer | None
    services: Services
    clients: Clients
    let_pass: Callable[[], None]  # a moment
    faults: list[str] = field(default_factory=list)
    crashes: int = 0
    longest_to_go_on: float = 0.0

    def __call__(self) -> None:
        """Until enough was refused; then until all goes on."""
        self.services.store.erase_freed_pages()  # else SQLite's log would have room of its own for a while
        self._be_full()
        begun = time.monotonic()
        taken, analysed = len(self.clients.acknowledged), self._analysed()
        while len(self.clients.acknowledged) <= taken or analysed is None or (self._analysed() or 0) <= analysed:
            if time.monotonic() > begun + MOST_TO_GO_ON:
                self.faults.append(f"nothing goes on {MOST_TO_GO_ON:.0f} s after there is room again")
                break
            self._revive()
            analysed = self._analysed() if analysed is None else analysed
            self.let_pass()
        self.longest_to_go_on = max(self.longest_to_go_on, time.monotonic() - begun)

    def _be_full(self) -> None:
        before = self.clients.reads.copy()
        self.disk.fill()
        try:
            self._wait_for_refusals()
            if self.database is not None:
                use_up_log(self.database)
                self._wait_for_refusals()
        finally:
            self.disk.empty()
        reads = self.clients.reads - before
        if not reads["200"]:
            self.faults.append("nothing could be read while the disk was full")
        if self.database is None and reads["503"]:
            self.faults.append(f"{reads['503']} times something could not be read while the disk was full")

    def _wait_for_refusals(self) -> None:
        begun, before = time.monotonic(), self.clients.answers["503"]
        while self.clients.answers["503"] < before + REFUSED:
            if time.monotonic() > begun + MOST_TO_BE_FULL:
                self.faults.append(f"little was refused in {MOST_TO_BE_FULL:.0f} s, although the disk is full")
                return
            self.clients.waiting.clear()
            for path in READ:
                self.clients.read(path)
            self.let_pass()
            self.disk.fill()

    def _revive(self) -> None:
        if self.database is not None and not self.database.is_running():
            self.crashes += 1
            self.database.start()

    def _analysed(self) -> int | None:
        try:
            counts = self.services.browse.counts()
        except DatabaseUnavailable:
            return None
        return counts["articles"] - counts["waiting"]


def use_up_log(database: PostgresServer) -> None:
    """Until there is no room for what PostgreSQL must write before all else, and it breaks off."""
    try:
        with database.connect() as connection:
            for _ in range(MOST_LOG_FILES):
                connection.execute("SELECT pg_logical_emit_message(false, 'crosscheck', 'x'), pg_switch_wal()")
    except psycopg.OperationalError:
        return
