"""Brings the tables to the form that this version needs.

Alembic takes as long to import as all that answers a request. Whether there is anything for it to do is seen without
it: the migrations tell their order, and the database where it stands.
"""

import re
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

import app
from app.core.errors import DatabaseTooNew, DatabaseUnavailable

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(app.__file__).resolve().parent.parent / "alembic"


# Two that migrate at once wait for each other; the number is one of our own among the server's advisory locks.
MIGRATING = 0x43726F7373636865
# How long a migration waits for a table: whoever comes after it waits as long. Then it lets them pass, and tries again.
LOCK_TIMEOUT = "3s"
_TOLD = re.compile(r"^(revision|down_revision)(?:\s*:[^=]+)?\s*=\s*(\S+)$", re.MULTILINE)
ATTEMPTS = 8
LOCK_NOT_AVAILABLE = "55P03"  # what PostgreSQL says after lock_timeout
PAUSE = 1.0  # seconds after the first attempt, twice as many after the second ...

# Texts of our tables that would be sorted as people of some country sort them.
_OTHERWISE_SORTED = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_collation l ON l.oid = a.attcollation
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND a.attnum > 0 AND NOT a.attisdropped AND l.collname <> 'C' AND a.atttypid IN ('varchar'::regtype, 'text'::regtype)
ORDER BY 1, 2
"""


def sort_by_code_points(connection: Connection) -> None:
    """Makes PostgreSQL compare every text as SQLite and Python do, so that lists and pages are the same on both. Costs
    nothing where a column is new or is so already."""
    quote = connection.dialect.identifier_preparer.quote
    for table, column, kind in connection.execute(text(_OTHERWISE_SORTED)).all():
        connection.execute(text(f'ALTER TABLE {quote(table)} ALTER COLUMN {quote(column)} TYPE {kind} COLLATE "C"'))


def _migrate_postgres(writer: Engine, config: "Config", revision: str) -> None:
    # The guard is of its session, not of a transaction, and nobody waits inside a statement for it: an index that is
    # built beside the writers waits for every transaction that runs.
    with writer.connect().execution_options(isolation_level="AUTOCOMMIT") as guard:
        while not guard.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": MIGRATING}).scalar():
            time.sleep(PAUSE / 4)
        try:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    _upgrade_postgres(writer, config, revision)
                    return
                except OperationalError as error:
                    if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE or attempt == ATTEMPTS:
                        raise
                    time.sleep(PAUSE * attempt)
        finally:
            guard.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATING})


def _upgrade_postgres(writer: Engine, config: "Config", revision: str) -> None:
    from alembic import command  # noqa: PLC0415  (see above)

    with writer.connect() as connection:
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.commit()
        try:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            sort_by_code_points(connection)
            connection.commit()
        finally:
            connection.invalidate()  # its settings are not for other work


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415  (see above)

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def newest_revision() -> str | None:
    """The revision that this version needs."""
    followed = set(_previous().values())
    return next((revision for revision in _previous() if revision not in followed), None)


def known_revisions() -> frozenset[str]:
    """All that this version can bring to its own."""
    return frozenset(_previous())


@cache
def _previous() -> dict[str, str | None]:
    """Of each revision, the one that it follows."""
    if not FOLDER.is_dir():
        raise DatabaseUnavailable(f"the migrations are missing: there is no folder {FOLDER.name} beside the package")
    told = [dict(_TOLD.findall(path.read_text(encoding="utf-8"))) for path in FOLDER.glob("versions/*.py")]
    return {one["revision"].strip('"'): _revision(one["down_revision"]) for one in told}


def _revision(told: str) -> str | None:
    return None if told == "None" else told.strip('"')


def revision_of(engine: Engine) -> str | None:
    """The revision that the database has; None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found


def migrate(writer: Engine, revision: str = "head") -> str | None:
    """Runs what is pending up to a revision, and returns the newest one there is. A second call does nothing.

    On SQLite all is one transaction. On PostgreSQL each migration is one, and one process at a time migrates, while
    others serve: where a table is not to be had within seconds the migration steps back, lets them pass, and tries
    again.
    """
    newest = newest_revision()
    try:
        if revision_of(writer) != (newest if revision == "head" else revision):
            _upgrade(writer, revision)
    except SQLAlchemyError as error:
        raise DatabaseUnavailable(f"cannot open the database: {error.__cause__ or error}") from error
    return newest


def _upgrade(writer: Engine, revision: str) -> None:
    from alembic import command  # noqa: PLC0415  (see above)
    from alembic.util.exc import CommandError  # noqa: PLC0415

    config = _config()
    try:
        if writer.dialect.name == "postgresql":
            _migrate_postgres(writer, config, revision)
            return
        with writer.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except CommandError as error:
        raise DatabaseTooNew(f"the database is of a newer version of Crosscheck ({error}); upgrade it") from error
