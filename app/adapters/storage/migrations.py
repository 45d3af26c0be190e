"""Brings the tables to the form that this version needs."""

import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

import app
from app.adapters.storage.migrating import LOCK_NOT_AVAILABLE
from app.core.errors import DatabaseTooNew, DatabaseUnavailable

FOLDER = Path(app.__file__).resolve().parent.parent / "alembic"


# Two that migrate at once wait for each other; the number is one of our own among the server's advisory locks.
MIGRATING = 0x43726F7373636865
# How long a migration waits for a table: whoever comes after it waits as long. Then it lets them pass, and tries again.
LOCK_TIMEOUT = "3s"
ATTEMPTS = 8
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


def _migrate_postgres(writer: Engine, config: Config, revision: str) -> None:
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


def _upgrade_postgres(writer: Engine, config: Config, revision: str) -> None:
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


def _config() -> Config:
    if not FOLDER.is_dir():
        raise DatabaseUnavailable(f"the migrations are missing: there is no folder {FOLDER.name} beside the package")
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def newest_revision() -> str | None:
    """The revision that this version needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def known_revisions() -> frozenset[str]:
    """All that this version can bring to its own."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def revision_of(engine: Engine) -> str | None:
    """The revision that the database has; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(writer: Engine, revision: str = "head") -> str | None:
    """Runs what is pending up to a revision, and returns the newest one there is. A second call does nothing.

    On SQLite all is one transaction. On PostgreSQL each migration is one, and one process at a time migrates, while
    others serve: where a table is not to be had within seconds the migration steps back, lets them pass, and tries
    again.
    """
    config = _config()
    try:
        if writer.dialect.name == "postgresql":
            if revision != "head" or revision_of(writer) != newest_revision():
                _migrate_postgres(writer, config, revision)
        else:
            with writer.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
    except CommandError as error:
        raise DatabaseTooNew(f"the database is of a newer version of Crosscheck ({error}); upgrade it") from error
    except SQLAlchemyError as error:
        raise DatabaseUnavailable(f"cannot open the database: {error.__cause__ or error}") from error
    return newest_revision()
