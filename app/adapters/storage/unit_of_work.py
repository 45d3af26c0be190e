"""The store: snapshots for reading, durable writers."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime

from sqlalchemy.exc import DatabaseError, DataError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import Session

from app.adapters.storage import migrations
from app.adapters.storage.articles import SqlArticles
from app.adapters.storage.audit import SqlAudit
from app.adapters.storage.claims import SqlClaims
from app.adapters.storage.cluster_decisions import SqlClusterDecisions
from app.adapters.storage.decisions import SqlDecisions
from app.adapters.storage.directory import SqlDirectory
from app.adapters.storage.engine import is_postgres, open_engine, parse_database_url
from app.adapters.storage.entities import SqlEntities
from app.adapters.storage.entity_counts import entity_counts_of
from app.adapters.storage.erasing import LogEraser
from app.adapters.storage.failures import reason_of, told_apart
from app.adapters.storage.feeds import SqlFeeds
from app.adapters.storage.hosts import SqlHosts
from app.adapters.storage.jobs import SqlJobs
from app.adapters.storage.keys import SqlKeys
from app.adapters.storage.links import SqlLinks
from app.adapters.storage.outbox import SqlOutbox
from app.adapters.storage.pages import SqlPages
from app.adapters.storage.partitions import split_off_months
from app.adapters.storage.searching import PostgresVectors
from app.adapters.storage.standings import standings_of
from app.adapters.storage.vectors import DEFAULT_MEMORY, SqliteVectors, VectorKeeper
from app.adapters.storage.webhooks import SqlWebhooks
from app.core.errors import DatabaseUnavailable, InvalidInput

log = logging.getLogger("crosscheck.storage")


class SqlUnit:
    """``ports.Unit`` in one session."""

    def __init__(self, session: Session, vectors: VectorKeeper) -> None:
        self.articles = SqlArticles(session)
        self.claims = SqlClaims(session, vectors)
        self.links = SqlLinks(session)
        self.decisions = SqlDecisions(session)
        self.cluster_decisions = SqlClusterDecisions(session)
        self.entities = SqlEntities(session)
        self.jobs = SqlJobs(session)
        self.directory = SqlDirectory(session)
        self.hosts = SqlHosts(session)
        self.pages = SqlPages(session)
        self.feeds = SqlFeeds(session)
        self.keys = SqlKeys(session)
        self.audit = SqlAudit(session)
        self.outbox = SqlOutbox(session, self.links.changes)
        self.webhooks = SqlWebhooks(session)


def utc_now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


class SqlStore:
    """``ports.Store`` on an SQLite file or on PostgreSQL.

    SQLite has one writer: a lock keeps those of this process in line, SQLite those of others. PostgreSQL has many, who
    wait for one another only where they touch the same rows; ``LinkStore.lock`` keeps those in line that link.
    """

    def __init__(
        self, database_url: str, *, now: Callable[[], datetime] = utc_now, vector_memory: int = DEFAULT_MEMORY
    ) -> None:
        """``now`` tells when something happened; ``vector_memory``: bytes of vectors that SQLite's reader of them may
        hold."""
        self._now = now
        url = parse_database_url(database_url)
        self._writer = open_engine(url, writer=True)
        self._readers = open_engine(url, writer=False)
        self._is_postgres = is_postgres(url)
        self._lock: AbstractContextManager[object] = nullcontext() if self._is_postgres else threading.Lock()
        self._eraser = LogEraser(self._writer)
        self._vectors: VectorKeeper = PostgresVectors() if self._is_postgres else SqliteVectors(vector_memory)

    def migrate(self) -> str | None:
        """Brings the tables to this version; returns the revision."""
        with self._lock:
            return migrations.migrate(self._writer)

    @contextmanager
    def reading(self) -> Iterator[SqlUnit]:
        """A snapshot; raises DatabaseUnavailable where the database does not answer."""
        try:
            with (
                told_apart(),
                self._readers.connect() as connection,
                Session(connection, autoflush=False) as session,
            ):
                # Begun here, so that prepared statements need not ask the session for it each time; it is rolled back
                # when the connection is given back.
                connection.begin()
                try:
                    yield SqlUnit(session, self._vectors)
                except DataError as error:
                    raise InvalidInput("the request holds a value that nothing stored can be compared with") from error
        finally:
            if self._eraser.pending:
                with self._lock:
                    self._eraser.erase(patience=0)

    @contextmanager
    def writing(self) -> Iterator[SqlUnit]:
        """Commits, durably, where the block ends without an error; rolls back where it does not."""
        with told_apart(), self._lock, Session(self._writer, autoflush=True, expire_on_commit=False) as session:
            unit = SqlUnit(session, self._vectors)
            yield unit
            unit.outbox.close_off(self._now())
            standings_of(session).close_off()
            entity_counts_of(session).close_off()
            session.commit()

    def ready(self) -> str | None:
        """None where the database answers and its tables are those of this version; else what is wrong."""
        try:
            found, newest = migrations.revision_of(self._readers), migrations.newest_revision()
        except DatabaseError as error:
            return f"the database does not answer: {reason_of(error)}"
        except (PoolTimeoutError, DatabaseUnavailable) as error:
            return f"the database does not answer: {' '.join(str(error).split())}"
        if found != newest:
            return f"the tables are of revision {found}, this version needs {newest}; run: crosscheck migrate"
        return None

    def erase_freed_pages(self) -> None:
        """Moves what was deleted out of the write-ahead log as well; where a reading still needs the log, when the
        next one has ended. PostgreSQL cleans up by itself (autovacuum)."""
        if self._is_postgres:
            return
        with self._lock:
            self._eraser.erase()

    def tend(self) -> None:
        """What the database needs from time to time: on PostgreSQL, partitions for months that have become large."""
        if self._is_postgres:
            with told_apart():
                split_off_months(self._writer)

    def close(self) -> None:
        """No connection stays open."""
        self._writer.dispose()
        self._readers.dispose()
