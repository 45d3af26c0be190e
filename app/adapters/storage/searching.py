"""Exact vector search by PostgreSQL: half-precision vectors say what may be near, the exact ones decide.

No approximate index is asked: it would find an article today and miss it tomorrow, and clusters must not depend on the
order in which articles came (docs/adr/0020).
"""

import numpy as np
from sqlalchemy import select as select_columns  # that of SQLModel takes four
from sqlalchemy import text
from sqlmodel import Session, col

from app.adapters.storage.months import NO_MONTH, month_range
from app.adapters.storage.portions import portions
from app.adapters.storage.tables import VectorRow, local_text
from app.adapters.storage.vectors import Reaches, matrix_of
from app.core.model.when import Interval
from app.ports import Vectors

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
    """``vectors.VectorIndex``, with nothing in memory. Vectors of another model, told by their length, are not near."""

    def articles_near(
        self, session: Session, vectors: Vectors, reaches: Reaches, least_similarity: float, since: int = -1
    ) -> set[str]:
        """Ids of articles with a claim whose inner product with one of ``vectors`` is at least ``least_similarity``,
        and whose time lies in that one's reach; only those added after an epoch. All rows are of length 1."""
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
            best = (matrix_of([vector for _, vector in rows]) @ asking.T).max(axis=1)
            found |= {unsure[rows[number][0]] for number in np.flatnonzero(best >= least).tolist()}
        return found
