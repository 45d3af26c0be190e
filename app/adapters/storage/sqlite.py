"""SQLite with a library that does not lose commits, write-ahead log, full synchronisation."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import orjson
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool

try:
    import pysqlite3

    fixed_sqlite: ModuleType | None = pysqlite3
except ImportError:  # no wheel for this platform
    fixed_sqlite = None

from app.core.errors import DatabaseUnavailable

# 3.7.0 to 3.51.2 may lose commits when two connections write and checkpoint at once in WAL mode (sqlite.org/wal.html).
FIXED_SQLITE = (3, 51, 3)
BUSY_TIMEOUT = 30.0  # seconds that a writer waits for a writer of another process
READERS = 16
PAGES = 8_000  # kB of the file that a connection keeps at hand; the upper levels of all indexes fit


def sqlite_library() -> ModuleType:
    """The SQLite binding: pysqlite3, which ships a fixed library, where it is installed; else the interpreter's own."""
    return fixed_sqlite or sqlite3


def open_sqlite(url: URL, *, writer: bool, dump_json: Callable[[object], str]) -> Engine:
    """An engine for the one writer (``BEGIN IMMEDIATE``), or for readers."""
    try:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(
            f"cannot make the folder of {url.database}: {error.strerror}; set CROSSCHECK_DATABASE_URL"
        ) from error
    engine = create_engine(
        url,
        module=sqlite_library(),
        poolclass=QueuePool,
        pool_size=1 if writer else READERS,
        max_overflow=0,
        pool_use_lifo=True,  # few work most of the time, and know the file best
        json_serializer=dump_json,
        json_deserializer=orjson.loads,
        connect_args={"timeout": BUSY_TIMEOUT, "check_same_thread": False},
    )
    begin = "BEGIN IMMEDIATE" if writer else "BEGIN"

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we begin our transactions ourselves
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
            f"cache_size=-{PAGES}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Any) -> None:
        if not writer:
            # Nobody is waited for, and telling SQLAlchemy of it would cost as much as a small answer's statements.
            driver = connection.connection.dbapi_connection
            with suppress(driver.Error):
                driver.execute(begin)
                return
        connection.exec_driver_sql(begin)

    return engine
