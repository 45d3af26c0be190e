"""The store: snapshots for reading, one durable writer."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, OperationalError
from sqlmodel import Session

from app.adapters.storage import migrations
from app.adapters.storage.articles import SqlArticles
from app.adapters.storage.claims import SqlClaims
from app.adapters.storage.cluster_decisions import SqlClusterDecisions
from app.adapters.storage.decisions import SqlDecisions
from app.adapters.storage.directory import SqlDirectory
from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.entities import SqlEntities
from app.adapters.storage.jobs import SqlJobs
from app.adapters.storage.links import SqlLinks
from app.adapters.storage.vectors import VectorIndex
from app.core.errors import DatabaseUnavailable


class SqlUnit:
    """``ports.Unit`` in one session."""

    def __init__(self, session: Session, index: VectorIndex) -> None:
        self.articles = SqlArticles(session)
        self.claims = SqlClaims(session, index)
        self.links = SqlLinks(session)
        self.decisions = SqlDecisions(session)
        self.cluster_decisions = SqlClusterDecisions(session)
        self.entities = SqlEntities(session)
        self.jobs = SqlJobs(session)
        self.directory = SqlDirectory(session)


class SqlStore:
    """``ports.Store`` on an SQLite file. A lock keeps the writers of this process in line; SQLite those of others."""

    def __init__(self, database_url: str) -> None:
        url = parse_database_url(database_url)
        self._writer = open_engine(url, writer=True)
        self._readers = open_engine(url, writer=False)
        self._lock = threading.Lock()
        self._index = VectorIndex()

    def migrate(self) -> str | None:
        """Brings the tables to this version; returns the revision."""
        with self._lock:
            return migrations.migrate(self._writer)

    @contextmanager
    def reading(self) -> Iterator[SqlUnit]:
        """A snapshot; raises DatabaseUnavailable where the database does not answer."""
        with _told_apart(), Session(self._readers, autoflush=False) as session:
            yield SqlUnit(session, self._index)

    @contextmanager
    def writing(self) -> Iterator[SqlUnit]:
        """Commits, durably, where the block ends without an error; rolls back where it does not."""
        with _told_apart(), self._lock, Session(self._writer, autoflush=True, expire_on_commit=False) as session:
            yield SqlUnit(session, self._index)
            session.commit()

    def ready(self) -> str | None:
        """None where the database answers and its tables are those of this version; else what is wrong."""
        try:
            found, newest = migrations.revision_of(self._readers), migrations.newest_revision()
        except (DatabaseError, DatabaseUnavailable) as error:
            return f"the database does not answer: {error.__cause__ or error}"
        if found != newest:
            return f"the tables are of revision {found}, this version needs {newest}; run: crosscheck migrate"
        return None

    def erase_freed_pages(self) -> None:
        """Moves what was deleted out of the write-ahead log as well."""
        with self._lock:
            connection = self._writer.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def close(self) -> None:
        """No connection stays open."""
        self._writer.dispose()
        self._readers.dispose()


@contextmanager
def _told_apart() -> Iterator[None]:
    """Turns what is wrong with the file or the disk, not with a statement, into DatabaseUnavailable."""
    try:
        yield
    except OperationalError as error:
        raise DatabaseUnavailable(f"the database does not answer: {error.orig}; try again later") from error
