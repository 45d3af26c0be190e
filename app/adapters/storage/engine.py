"""Opens the database: an SQLite file, or PostgreSQL with pgvector."""

import json
import math

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.adapters.storage.sqlite import open_sqlite
from app.core.errors import InvalidSetting

FORMS = "write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DATABASE"
DRIVER = "postgresql+psycopg"
POSTGRES_NAMES = ("postgres", "postgresql", DRIVER)

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def parse_database_url(text: str) -> URL:
    """The URL; raises InvalidSetting where it is none, or names a database that this version cannot use."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise InvalidSetting(f"CROSSCHECK_DATABASE_URL: not a database URL; {FORMS}") from error
    if url.drivername in POSTGRES_NAMES:
        if not url.database:
            raise InvalidSetting(f"CROSSCHECK_DATABASE_URL: names no database; {FORMS}")
        return url.set(drivername=DRIVER)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise InvalidSetting(f"CROSSCHECK_DATABASE_URL: this version keeps its data elsewhere; {FORMS}")
    return url.set(drivername="sqlite+pysqlite")


def is_postgres(url: URL) -> bool:
    """Whether it names a PostgreSQL server, not a file."""
    return url.drivername == DRIVER


def shown_url(text: str) -> str:
    """The URL as it may be shown: without its password."""
    return parse_database_url(text).render_as_string(hide_password=True)


def dump_json(value: object) -> str:
    """JSON without escapes: an Arabic letter stays two bytes. A number beyond all measure, which JSON does not know and
    PostgreSQL does not take, is left untold."""
    try:
        return _ENCODER.encode(value)
    except ValueError:
        return _ENCODER.encode(_only_finite(value))


def _only_finite(value: object) -> object:
    if isinstance(value, dict):
        return {key: _only_finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_only_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def open_engine(url: URL, *, writer: bool) -> Engine:
    """An engine of its own for writers, or for readers (each transaction a snapshot)."""
    if is_postgres(url):
        # psycopg is not for those who keep a file.
        from app.adapters.storage.postgres import open_postgres  # noqa: PLC0415

        return open_postgres(url, writer=writer, dump_json=dump_json)
    return open_sqlite(url, writer=writer, dump_json=dump_json)
