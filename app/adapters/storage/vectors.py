"""Exact vector search: all stored vectors in memory, kept in step with the table, which is the truth.

Only vectors of claims from about the same time are multiplied, so an article costs what its own months hold.
"""

import threading
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import func
from sqlalchemy import select as select_columns  # that of SQLModel takes four
from sqlmodel import Session, col, select

from app.adapters.storage.portions import portions
from app.adapters.storage.tables import LinkingRow, VectorRow
from app.core.model.when import Interval
from app.ports import Vectors

VECTOR_TYPE = np.dtype("<f4")
SPARE_ROWS = 1_000  # of a table read anew, beside as many as it holds
Reaches = Sequence[Interval | None]
Times = npt.NDArray[np.datetime64]


def matrix_of(rows: Sequence[bytes]) -> Vectors:
    """One row a stored vector; (0, 0) where there is none."""
    if not rows:
        return np.zeros((0, 0), dtype=np.float32)
    return np.frombuffer(b"".join(rows), dtype=VECTOR_TYPE).reshape(len(rows), -1).astype(np.float32)


class _Table:
    """Room for so many vectors with what belongs to them. Rows are only ever added, so whoever knows how many there
    were can read them while more come."""

    def __init__(self, room: int, dimensions: int) -> None:
        self.matrix: Vectors = np.empty((room, dimensions), dtype=np.float32)
        self.earliest: Times = np.empty(room, dtype="datetime64[us]")
        self.latest: Times = np.empty(room, dtype="datetime64[us]")
        self.homes: list[tuple[str, int]] = []  # article and the epoch in which its claims were added

    def add(self, rows: Sequence[tuple[str, int, bytes, str | None, str | None]]) -> None:
        """Rows of article, epoch, vector, earliest and latest time of the event; there must be room for them."""
        if not rows:
            return
        part = slice(len(self.homes), len(self.homes) + len(rows))
        self.matrix[part] = matrix_of([vector for _, _, vector, _, _ in rows])
        self.earliest[part] = [np.datetime64(earliest or "NaT", "us") for *_, earliest, _ in rows]
        self.latest[part] = [np.datetime64(latest or "NaT", "us") for *_, latest in rows]
        self.homes.extend((article, epoch) for article, epoch, *_ in rows)

    def near(self, count: int, vectors: Vectors, reaches: Sequence[Interval | None], least: float) -> set[int]:
        """Which of the first ``count`` rows have an inner product of at least ``least`` with a vector in whose reach
        they lie."""
        earliest, latest = self.earliest[:count], self.latest[:count]
        timeless = np.isnat(earliest)
        found: set[int] = set()
        for reach in set(reaches):
            asking = vectors[[position for position, other in enumerate(reaches) if other == reach]]
            if reach is None:
                best = (self.matrix[:count] @ asking.T).max(axis=1)
                found.update(np.flatnonzero(best >= least).tolist())
                continue
            since, until = np.datetime64(reach.earliest, "us"), np.datetime64(reach.latest, "us")
            rows = np.flatnonzero(timeless | ((latest >= since) & (earliest <= until)))
            if len(rows):
                best = (self.matrix[rows] @ asking.T).max(axis=1)
                found.update(rows[best >= least].tolist())
        return found


class VectorIndex:
    """The vectors of all claims; those of another model, told by their length, are not near."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_length: dict[int, _Index] = {}

    def articles_near(
        self, session: Session, vectors: Vectors, reaches: Reaches, least_similarity: float, since: int = -1
    ) -> set[str]:
        """Ids of articles with a claim whose inner product with one of ``vectors`` is at least ``least_similarity``,
        and whose time lies in that one's reach; only those added after an epoch."""
        with self._lock:
            index = self._by_length.setdefault(vectors.shape[1], _Index(vectors.shape[1]))
        return index.articles_near(session, vectors, reaches, least_similarity, since)


class _Index:
    """The vectors of one length as of one epoch. What was added since is appended. What was removed stays, and is left
    out of what is found, until the table is full and all is read anew into a larger one."""

    def __init__(self, dimensions: int) -> None:
        self._lock = threading.Lock()
        self._dimensions = dimensions
        self._read_at = self._epoch = -1  # the epochs of the whole table, and of the last addition
        self._table = _Table(0, dimensions)

    def articles_near(
        self, session: Session, vectors: Vectors, reaches: Reaches, least_similarity: float, since: int = -1
    ) -> set[str]:
        """As that of ``VectorIndex``."""
        with self._lock:
            self._follow(session)
            table, count = self._table, len(self._table.homes)
        if not count or not len(vectors):
            return set()
        homes = {table.homes[row] for row in table.near(count, vectors, reaches, least_similarity)}
        homes = {(article, epoch) for article, epoch in homes if epoch > since}
        standing: set[str] = set()
        for portion in portions(sorted({article for article, _ in homes})):
            query = select(VectorRow.article_id, VectorRow.epoch).where(col(VectorRow.article_id).in_(portion))
            standing.update(article for article, epoch in session.exec(query.distinct()) if (article, epoch) in homes)
        return standing

    def _follow(self, session: Session) -> None:
        epoch = session.exec(select(LinkingRow.epoch)).one()
        if epoch < self._read_at or self._read_at < 0:  # never mix with an older snapshot, which held what is gone now
            self._read(session, epoch)
        elif epoch > self._epoch:
            room = len(self._table.matrix) - len(self._table.homes)
            rows = _rows(session, self._dimensions, self._epoch, room + 1)
            if len(rows) > room:
                self._read(session, epoch)
            else:
                self._table.add(rows)
                self._epoch = epoch

    def _read(self, session: Session, epoch: int) -> None:
        rows = _rows(session, self._dimensions, -1, None)
        room = 2 * len(rows) + SPARE_ROWS if rows else 0
        self._table = _Table(room, self._dimensions)
        self._table.add(rows)
        self._read_at = self._epoch = epoch


def _rows(
    session: Session, dimensions: int, since: int, most: int | None
) -> Sequence[tuple[str, int, bytes, str | None, str | None]]:
    """Of the vectors of that length that were added after an epoch, at most so many."""
    query = (
        select_columns(
            col(VectorRow.article_id),
            col(VectorRow.epoch),
            col(VectorRow.vector),
            col(VectorRow.earliest),
            col(VectorRow.latest),
        )
        .where(col(VectorRow.epoch) > since, func.length(col(VectorRow.vector)) == dimensions * VECTOR_TYPE.itemsize)
        .limit(most)
    )
    return [(article, epoch, vector, first, last) for article, epoch, vector, first, last in session.execute(query)]
