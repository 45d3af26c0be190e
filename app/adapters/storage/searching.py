"""Exact vector search by PostgreSQL: half-precision vectors say what may be near, the stored ones decide.

No approximate index is asked: it would find an article today and miss it tomorrow, and clusters must not depend on the
order in which articles came (docs/adr/0020).
"""

from collections.abc import Collection, Sequence

import numpy as np
from sqlalchemy import delete, insert, text
from sqlalchemy import select as select_columns  # that of SQLModel takes four
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.adapters.storage.months import NO_MONTH, month_range
from app.adapters.storage.portions import portions
from app.adapters.storage.tables import ClaimRow, local_text
from app.adapters.storage.vector_bytes import read_rows, row_bytes
from app.adapters.storage.vector_tables import VectorRow
from app.adapters.storage.vectors import Placed, Reaches
from app.core.model.when import Interval
from app.ports import Vectors
from app.rounding import codes_of

# Rounded to half precision each number is off by at most 2^-11 of itself; the inner product of two rows of length 1 by
# less than twice that, and a little more for tiny numbers and for summing in single precision.
ROUNDING = 0.0011

_NEAR = """
SELECT v.article_id, v.claim_id, max(-(v.searchable <#> asked.x))
FROM claim_vector v CROSS JOIN unnest(CAST(CAST(:asked AS text[]) AS halfvec[])) AS asked(x)
WHERE CASE WHEN vector_dims(v.searchable) = :dimensions THEN v.searchable <#> asked.x <= :most ELSE false END {within}
GROUP BY v.article_id, v.claim_id
"""
_LATER = """
  AND v.epoch > :since_epoch
"""
_WITHIN = """
  AND (v.month = :none OR v.month BETWEEN :first AND :last)
  AND (v.earliest IS NULL OR (v.latest >= :since AND v.earliest <= :until))
"""


class PostgresVectors:
    """``vectors.VectorKeeper`` in rows, with nothing in memory."""

    def add(self, session: Session, article_id: str, claims: Sequence[Placed], vectors: Vectors, epoch: int) -> None:
        """A row for each claim."""
        codes = codes_of(vectors)
        kept = zip(claims, row_bytes(codes), codes.restored(), strict=True)
        rows = [
            {
                "claim_id": claim.id,
                "article_id": article_id,
                "epoch": epoch,
                "month": claim.month,
                "earliest": claim.earliest,
                "latest": claim.latest,
                "vector": vector,
                "searchable": restored,
            }
            for claim, vector, restored in kept
        ]
        if rows:
            session.connection().execute(insert(VectorRow), rows)

    def of_articles(self, session: Session, article_ids: Collection[str]) -> dict[str, Vectors]:
        """As ``VectorKeeper``."""
        rows: dict[str, list[bytes]] = {}
        for portion in portions(sorted(article_ids)):
            query = (
                select(VectorRow.article_id, VectorRow.vector)
                .join(ClaimRow, col(ClaimRow.id) == col(VectorRow.claim_id))
                .where(col(VectorRow.article_id).in_(portion))
                .order_by(col(ClaimRow.sort_key).desc())
            )
            for article_id, vector in session.exec(query):
                rows.setdefault(article_id, []).append(vector)
        return {article_id: read_rows(vectors).restored() for article_id, vectors in rows.items()}

    def added_at(self, session: Session, article_ids: Collection[str]) -> dict[str, int]:
        """As ``VectorKeeper``."""
        found: dict[str, int] = {}
        for portion in portions(sorted(article_ids)):
            query = select(VectorRow.article_id, VectorRow.epoch).where(col(VectorRow.article_id).in_(portion))
            found.update(dict(session.exec(query.distinct()).all()))
        return found

    def later(self, since: int) -> SelectOfScalar[str]:
        """As ``VectorKeeper``."""
        return select(VectorRow.article_id).where(col(VectorRow.epoch) > since)

    def remove(self, session: Session, article_id: str) -> None:
        """As ``VectorKeeper``."""
        session.exec(delete(VectorRow).where(col(VectorRow.article_id) == article_id))

    def articles_near(
        self, session: Session, vectors: Vectors, reaches: Reaches, least_similarity: float, since: int = -1
    ) -> set[str]:
        """As ``VectorKeeper``."""
        found: set[str] = set()
        for reach in set(reaches):
            asking = vectors[[position for position, other in enumerate(reaches) if other == reach]]
            near = self._candidates(session, asking, reach, least_similarity - ROUNDING, since)
            sure = {article for article, _, likeness in near if likeness >= least_similarity + ROUNDING}
            unsure = {claim: article for article, claim, _ in near if article not in sure}
            found |= sure | self._decided(session, asking, unsure, least_similarity)
        return found

    def _candidates(
        self, session: Session, asking: Vectors, reach: Interval | None, least: float, since: int
    ) -> list[tuple[str, str, float]]:
        """Article, claim and rounded likeness of all that may be near."""
        values: dict[str, object] = {
            "asked": ["[" + ",".join(map(repr, row.tolist())) + "]" for row in asking],
            "dimensions": asking.shape[1],
            "most": -least,
        }
        if since >= 0:
            values["since_epoch"] = since
        if reach is not None:
            first, last = month_range(reach)
            values |= {"none": NO_MONTH, "first": first, "last": last}
            values |= {"since": local_text(reach.earliest), "until": local_text(reach.latest)}
        within = "" if reach is None else _WITHIN
        statement = text(_NEAR.format(within=within if since < 0 else _LATER + within))
        rows = session.execute(statement, values)
        return [(article, claim, likeness) for article, claim, likeness in rows]

    def _decided(self, session: Session, asking: Vectors, unsure: dict[str, str], least: float) -> set[str]:
        """Of articles by claim id, those that are near by the exact vectors."""
        found: set[str] = set()
        for portion in portions(sorted(unsure)):
            query = select_columns(col(VectorRow.claim_id), col(VectorRow.vector))
            rows = session.execute(query.where(col(VectorRow.claim_id).in_(portion))).all()
            best = (read_rows([vector for _, vector in rows]).restored() @ asking.T).max(axis=1)
            found |= {unsure[rows[number][0]] for number in np.flatnonzero(best >= least).tolist()}
        return found
