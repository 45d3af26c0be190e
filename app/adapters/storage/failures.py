"""What is wrong with the server, the file or the disk, told apart from what is wrong with a statement."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.core.errors import DatabaseUnavailable

log = logging.getLogger("crosscheck.storage")

# What PostgreSQL says, by the code or its first two letters (its manual, appendix A), and what anybody may know of it.
# The server's own words name hosts and users; they go into the log.
REASONS = {
    "40": "others changed the same at the same time",
    "25P02": "the transaction was broken off",
    "25P03": "the transaction was broken off, because nothing happened in it for too long",
    "55P03": "others hold what this needs",
    "53100": "the disk of the server is full",
    "53300": "the server has no connection left",
    "53": "the server lacks what it needs",
    "57": "the server is being stopped or started",
    "58": "the server has trouble with its files",
}
UNREACHABLE = "the server cannot be reached"


@contextmanager
def told_apart() -> Iterator[None]:
    """Turns what passes by itself into DatabaseUnavailable, and lets the rest through."""
    try:
        yield
    except PoolTimeoutError as error:
        raise DatabaseUnavailable("all connections to the database are in use; try again later") from error
    except DBAPIError as error:
        if not is_passing(error):
            raise
        log.warning("the database does not answer: %s", " ".join(str(error.orig).split()))
        raise DatabaseUnavailable(f"the database does not answer: {reason_of(error)}; try again later") from error


def is_passing(error: DBAPIError) -> bool:
    """Whether the same statement may succeed later: a server that restarts, a full disk, a lock that others hold."""
    lost = error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
    return lost or _known(_state(error)) is not None


def reason_of(error: DBAPIError) -> str:
    """In words that anybody may read. SQLite's own are such."""
    if not type(error.orig).__module__.startswith("psycopg"):
        return " ".join(str(error.orig).split())
    return _known(_state(error)) or UNREACHABLE


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def _known(state: str) -> str | None:
    return REASONS.get(state) or REASONS.get(state[:2])
