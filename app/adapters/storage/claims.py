"""Claims, their vectors and the entities that they name."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC

import numpy as np
from sqlalchemy import and_, delete, or_, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.adapters.storage.codec import dump_claim, load_claim
from app.adapters.storage.entities import SqlEntities
from app.adapters.storage.months import month_of, months_reaching
from app.adapters.storage.paging import page_of
from app.adapters.storage.portions import portions
from app.adapters.storage.searching import PostgresVectors
from app.adapters.storage.tables import (
    ClaimEntityRow,
    ClaimRow,
    EntityNameRow,
    LinkingRow,
    VectorRow,
    local_text,
)
from app.adapters.storage.vectors import VECTOR_TYPE, VectorIndex, matrix_of
from app.core.entities.identity import known_name
from app.core.folding import fold
from app.core.linking.period import period_of
from app.core.model.claim import Claim
from app.core.model.records import ClaimFilter, Slice
from app.core.model.reference import references_of
from app.core.model.when import Interval
from app.ports import Vectors

LAST_POSITION = 999_999


class SqlClaims:
    """``ports.ClaimStore`` in one session."""

    def __init__(self, session: Session, index: VectorIndex | PostgresVectors) -> None:
        self._session = session
        self._index = index

    def add(self, claims: Sequence[Claim], vectors: Vectors) -> None:
        """Claims of one article, in its order, with a vector each."""
        epoch = self._session.exec(select(LinkingRow.epoch)).one()
        namesakes = SqlEntities(self._session).namesakes(claims[0].article_id) if claims else {}
        for position, (claim, vector) in enumerate(zip(claims, vectors, strict=True)):
            row = _row(claim, position)
            self._session.add(row)
            self._session.add(
                VectorRow(
                    claim_id=claim.id,
                    article_id=claim.article_id,
                    epoch=epoch,
                    month=row.month,
                    earliest=row.earliest,
                    latest=row.latest,
                    vector=np.asarray(vector, dtype=VECTOR_TYPE).tobytes(),
                    searchable=vector,
                )
            )
            self._session.add_all(_entity_rows(claim, namesakes))
        self._session.flush()

    def of_article(self, article_id: str) -> tuple[Claim, ...]:
        """In the order of the text."""
        rows = self._session.exec(
            select(ClaimRow.body).where(ClaimRow.article_id == article_id).order_by(col(ClaimRow.sort_key).desc())
        )
        return tuple(load_claim(body) for body in rows)

    def spans(self, article_id: str) -> tuple[tuple[str, int, int], ...]:
        """Id, start and end of each claim, in the order of the text, without reading the claims."""
        body = col(ClaimRow.body)
        rows = self._session.exec(
            select(ClaimRow.id, body["start"].as_integer(), body["end"].as_integer())
            .where(ClaimRow.article_id == article_id)
            .order_by(col(ClaimRow.sort_key).desc())
        )
        return tuple((claim_id, start, end) for claim_id, start, end in rows)

    def get_many(self, claim_ids: Iterable[str]) -> dict[str, Claim]:
        """By id; unknown ids are left out."""
        found: dict[str, Claim] = {}
        for portion in portions(claim_ids):
            bodies = self._session.exec(select(ClaimRow.body).where(col(ClaimRow.id).in_(portion)))
            for claim in map(load_claim, bodies):
                found[claim.id] = claim
        return found

    def vectors(self, claim_ids: Sequence[str]) -> Vectors:
        """One row a claim, in the order asked for."""
        found: dict[str, bytes] = {}
        for portion in portions(claim_ids):
            query = select(VectorRow.claim_id, VectorRow.vector).where(col(VectorRow.claim_id).in_(portion))
            found.update(dict(self._session.exec(query).all()))
        return matrix_of([found[claim_id] for claim_id in claim_ids])

    def added_at(self, article_ids: Collection[str]) -> dict[str, int]:
        """The epoch in which an article's claims were added, by its id."""
        found: dict[str, int] = {}
        for portion in portions(sorted(article_ids)):
            query = select(VectorRow.article_id, VectorRow.epoch).where(col(VectorRow.article_id).in_(portion))
            found.update(dict(self._session.exec(query.distinct()).all()))
        return found

    def cluster_of(self, claim_ids: Iterable[str]) -> dict[str, str]:
        """Cluster id by claim id, for those that are in one."""
        found: dict[str, str] = {}
        for portion in portions(claim_ids):
            query = select(ClaimRow.id, ClaimRow.cluster_id).where(col(ClaimRow.id).in_(portion))
            found.update({claim: cluster for claim, cluster in self._session.exec(query) if cluster is not None})
        return found

    def articles_sharing(self, entity_ids: Collection[str], reach: Interval | None, since: int = -1) -> set[str]:
        """Ids of articles with a claim that names one of the entities and whose time lies in the reach. Only those
        added after an epoch."""
        found: set[str] = set()
        for portion in portions(sorted(entity_ids)):
            query = select(ClaimEntityRow.article_id).where(col(ClaimEntityRow.entity_id).in_(portion)).distinct()
            if since >= 0:
                later = select(VectorRow.article_id).where(col(VectorRow.epoch) > since)
                query = query.where(col(ClaimEntityRow.article_id).in_(later))
            if reach is not None:
                within = and_(
                    col(ClaimRow.earliest) <= local_text(reach.latest),
                    col(ClaimRow.latest) >= local_text(reach.earliest),
                )
                query = query.join(ClaimRow, col(ClaimRow.id) == col(ClaimEntityRow.claim_id)).where(
                    months_reaching(col(ClaimRow.month), reach), or_(within, col(ClaimRow.earliest).is_(None))
                )
            found.update(self._session.exec(query))
        return found

    def articles_near(
        self, vectors: Vectors, reaches: Sequence[Interval | None], least_similarity: float, since: int = -1
    ) -> set[str]:
        """Ids of articles with a claim whose vector is that similar to one of the vectors, and whose time lies in that
        one's reach; exact. Only those added after an epoch."""
        return self._index.articles_near(self._session, vectors, reaches, least_similarity, since)

    def remove_of_article(self, article_id: str) -> None:
        """Claims, vectors and named entities."""
        self._session.exec(update(LinkingRow).values(removed_at=LinkingRow.epoch))
        self._session.exec(delete(ClaimEntityRow).where(col(ClaimEntityRow.article_id) == article_id))
        self._session.exec(delete(VectorRow).where(col(VectorRow.article_id) == article_id))
        self._session.exec(delete(ClaimRow).where(col(ClaimRow.article_id) == article_id))

    def list(self, wanted: ClaimFilter, *, limit: int, cursor: str | None) -> Slice[Claim]:
        """Latest published first, in the order of the text within an article."""
        query = select(ClaimRow)
        for column, value in (
            (ClaimRow.article_id, wanted.article),
            (ClaimRow.outlet, wanted.outlet),
            (ClaimRow.event_type, wanted.event_type),
            (ClaimRow.language, wanted.language),
        ):
            if value is not None:
                query = query.where(col(column) == value)
        if wanted.entity is not None:
            query = query.where(col(ClaimRow.id).in_(claims_naming(wanted.entity)))
        if wanted.since is not None:
            query = query.where(col(ClaimRow.latest) > local_text(wanted.since))
        if wanted.until is not None:
            query = query.where(col(ClaimRow.earliest) < local_text(wanted.until))
        return page_of(
            self._session,
            query,
            col(ClaimRow.sort_key),
            limit=limit,
            cursor=cursor,
            load=lambda row: load_claim(row.body),
        )


def claims_naming(entity: str, *, place: bool = False) -> SelectOfScalar[str]:
    """A subquery: ids of the claims that name the entity, told by its id, by a name as some article writes it, or by a
    place's key, which also stands for all that lies in it. With ``place``, only those that happened there."""
    key = col(ClaimEntityRow.place_key)
    same = or_(
        col(ClaimEntityRow.name_id).in_(select(EntityNameRow.id).where(EntityNameRow.entity_id == entity)),
        col(ClaimEntityRow.folded) == fold(entity),
        key == entity,
        (key > f"{entity}/") & (key < f"{entity}0"),  # "0" is next to "/"; LIKE takes xx for XX on SQLite
    )
    query = select(ClaimEntityRow.claim_id).where(same)
    return query.where(ClaimEntityRow.role == "place") if place else query


def time_span(claim: Claim) -> tuple[str | None, str | None]:
    """When it happened, or else the moment of publication, as local texts."""
    period = period_of(claim)
    return (None, None) if period is None else (local_text(period.earliest), local_text(period.latest))


def published_text(claim: Claim) -> str:
    """The publication time as a text that sorts; empty where unknown."""
    return "" if claim.published_at is None else claim.published_at.astimezone(UTC).isoformat(timespec="microseconds")


def _row(claim: Claim, position: int) -> ClaimRow:
    earliest, latest = time_span(claim)
    return ClaimRow(
        id=claim.id,
        sort_key=f"{published_text(claim)}~{claim.article_id}~{LAST_POSITION - position:06}",
        article_id=claim.article_id,
        outlet=claim.outlet,
        language=claim.language,
        event_type=claim.event_type,
        earliest=earliest,
        latest=latest,
        month=month_of(earliest, latest),
        words=fold(f"{claim.statement} {claim.quote}"),
        body=dump_claim(claim),
    )


def _entity_rows(claim: Claim, namesakes: Mapping[str, str]) -> list[ClaimEntityRow]:
    rows = {
        (reference.id, reference.role): ClaimEntityRow(
            name_id=namesakes.get(known_name(reference).id, known_name(reference).id),
            claim_id=claim.id,
            article_id=claim.article_id,
            entity_id=reference.id,
            role=reference.role,
            type=reference.type,
            name=reference.name,
            folded=fold(reference.name),
            place_key=reference.place_key,
        )
        for reference in references_of(claim)
    }
    return list(rows.values())
