"""Exact vector search on SQLite: vectors in blocks by article and month, the months in use in memory.

Only vectors of claims from about the same time are multiplied, so an article costs what its own months hold.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np
from sqlalchemy import delete, insert, text
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.adapters.storage.month_index import EVER, Added, Asking, Home, MonthIndex, homes_of
from app.adapters.storage.months import NO_MONTH, month_number, month_of_number, month_range
from app.adapters.storage.portions import portions
from app.adapters.storage.tables import LinkingRow, local_text
from app.adapters.storage.vector_bytes import block_bytes, microseconds, read_blocks
from app.adapters.storage.vector_tables import VectorBlockRow
from app.core.model.when import Interval
from app.ports import Vectors
from app.rounding import Codes, codes_of

Reaches = Sequence[Interval | None]
# From the first to the last month that there is within the bounds, each by one look into the index.
_MONTHS = text(
    "WITH RECURSIVE found(month) AS (SELECT min(month) FROM vector_block WHERE month >= :first UNION ALL"
    " SELECT (SELECT min(month) FROM vector_block WHERE month > found.month) FROM found WHERE found.month < :last)"
    " SELECT month FROM found WHERE month <= :last"
)
DEFAULT_MEMORY = 256_000_000  # bytes


class Placed(Protocol):
    """What of a claim's row tells where its vector belongs."""

    @property
    def id(self) -> str: ...

    @property
    def month(self) -> str: ...

    @property
    def earliest(self) -> str | None: ...

    @property
    def latest(self) -> str | None: ...


class VectorKeeper(Protocol):
    """The vectors of all claims; those of another model, told by their length, are not near."""

    def add(self, session: Session, article_id: str, claims: Sequence[Placed], vectors: Vectors, epoch: int) -> None:
        """Those of one article's claims, in its order."""
        ...

    def of_articles(self, session: Session, article_ids: Collection[str]) -> dict[str, Vectors]:
        """By article, its claims' vectors in their order; without those that have none."""
        ...

    def added_at(self, session: Session, article_ids: Collection[str]) -> dict[str, int]:
        """The epoch in which an article's claims were added, by its id."""
        ...

    def later(self, since: int) -> SelectOfScalar[str]:
        """A subquery: articles whose claims were added after an epoch."""
        ...

    def remove(self, session: Session, article_id: str) -> None:
        """Those of an article."""
        ...

    def articles_near(
        self, session: Session, vectors: Vectors, reaches: Reaches, least_similarity: float, since: int = -1
    ) -> set[str]:
        """Ids of articles with a claim whose inner product with one of ``vectors`` is at least ``least_similarity``,
        and whose time lies in that one's reach; only those added after an epoch. All rows are of length 1."""
        ...


class SqliteVectors:
    """``VectorKeeper`` in blocks."""

    def __init__(self, memory: int = DEFAULT_MEMORY) -> None:
        """``memory``: bytes that the months in memory may take."""
        self._index = MonthIndex(memory)

    def add(self, session: Session, article_id: str, claims: Sequence[Placed], vectors: Vectors, epoch: int) -> None:
        """A block for each month."""
        codes = codes_of(vectors)
        times = [(claim.earliest, claim.latest) for claim in claims]
        positions: dict[str, list[int]] = {}
        for position, claim in enumerate(claims):
            positions.setdefault(claim.month, []).append(position)
        rows = [
            {
                "article_id": article_id,
                "month": month,
                "dimensions": vectors.shape[1],
                "epoch": epoch,
                "body": block_bytes(codes, chosen, times),
            }
            for month, chosen in positions.items()
        ]
        if rows:
            session.connection().execute(insert(VectorBlockRow), rows)

    def of_articles(self, session: Session, article_ids: Collection[str]) -> dict[str, Vectors]:
        """As ``VectorKeeper``."""
        blocks: dict[tuple[str, int], list[bytes]] = {}
        for portion in portions(sorted(article_ids)):
            query = select(VectorBlockRow.article_id, VectorBlockRow.dimensions, VectorBlockRow.body)
            for article_id, dimensions, body in session.exec(query.where(col(VectorBlockRow.article_id).in_(portion))):
                blocks.setdefault((article_id, dimensions), []).append(body)
        found: dict[str, Vectors] = {}
        for (article_id, dimensions), bodies in blocks.items():
            rows = read_blocks(bodies, dimensions)
            rows = rows[np.argsort(rows["position"])]
            found[article_id] = Codes(rows["codes"], rows["scales"]).restored()
        return found

    def added_at(self, session: Session, article_ids: Collection[str]) -> dict[str, int]:
        """As ``VectorKeeper``."""
        found: dict[str, int] = {}
        for portion in portions(sorted(article_ids)):
            query = select(VectorBlockRow.article_id, VectorBlockRow.epoch)
            found.update(dict(session.exec(query.where(col(VectorBlockRow.article_id).in_(portion)).distinct()).all()))
        return found

    def later(self, since: int) -> SelectOfScalar[str]:
        """As ``VectorKeeper``."""
        return select(VectorBlockRow.article_id).where(col(VectorBlockRow.epoch) > since)

    def remove(self, session: Session, article_id: str) -> None:
        """As ``VectorKeeper``."""
        session.exec(delete(VectorBlockRow).where(col(VectorBlockRow.article_id) == article_id))

    def articles_near(
        self, session: Session, vectors: Vectors, reaches: Reaches, least_similarity: float, since: int = -1
    ) -> set[str]:
        """As ``VectorKeeper``."""
        if not len(vectors):
            return set()
        epoch = session.exec(select(LinkingRow.epoch)).one()
        ranges = np.array([_months_of(reach) for reach in reaches])
        bounds = np.array([_bounds(reach) for reach in reaches], dtype=np.int64)
        homes: set[Home] = set()
        for number in _months_there(session, ranges):
            asked = (number == 0) | ((ranges[:, 0] <= number) & (number <= ranges[:, 1]))
            if not asked.any():
                continue
            asking = Asking(vectors[asked], bounds[asked, 0], bounds[asked, 1])
            month, count = self._index.month(
                (vectors.shape[1], number), epoch, _Reading(session, vectors.shape[1], number)
            )
            homes |= month.near(count, asking, least_similarity)
        return _standing(session, {home for home in homes if home[1] > since})


class _Reading:
    """Reads a month's vectors."""

    def __init__(self, session: Session, dimensions: int, number: int) -> None:
        self._session, self._dimensions, self._month = session, dimensions, month_of_number(number)

    def __call__(self, since: int) -> Added:
        query = select(VectorBlockRow.article_id, VectorBlockRow.epoch, VectorBlockRow.body).where(
            col(VectorBlockRow.month) == self._month,
            col(VectorBlockRow.dimensions) == self._dimensions,
            col(VectorBlockRow.epoch) > since,
        )
        blocks = self._session.exec(query).all()
        rows = read_blocks([body for _, _, body in blocks], self._dimensions)
        width = rows.dtype.itemsize
        homes, owners = homes_of([((article, epoch), len(body) // width) for article, epoch, body in blocks])
        return Added(rows=rows, owners=owners, homes=homes)


def _months_of(reach: Interval | None) -> tuple[int, int]:
    if reach is None:
        return 0, np.iinfo(np.int32).max
    first, last = month_range(reach)
    return month_number(first), month_number(last)


def _bounds(reach: Interval | None) -> tuple[int, int]:
    return EVER if reach is None else (microseconds(local_text(reach.earliest)), microseconds(local_text(reach.latest)))


def _months_there(session: Session, ranges: np.ndarray) -> list[int]:
    """Numbers of the months that hold vectors and may be asked for, and that of NO_MONTH."""
    bounds = {"first": int(ranges[:, 0].min()), "last": int(ranges[:, 1].max())}
    found = {number for (number,) in session.execute(_MONTHS, bounds) if number is not None}
    return sorted(found | {month_number(NO_MONTH)})


def _standing(session: Session, homes: set[Home]) -> set[str]:
    """The articles of those homes that are there in this snapshot."""
    found: set[str] = set()
    for portion in portions(sorted({article for article, _ in homes})):
        query = select(VectorBlockRow.article_id, VectorBlockRow.epoch).where(
            col(VectorBlockRow.article_id).in_(portion)
        )
        found.update(article for article, epoch in session.exec(query.distinct()) if (article, epoch) in homes)
    return found
