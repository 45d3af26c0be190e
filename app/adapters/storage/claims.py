"""Claims, their vectors and the entities that they name."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, insert, or_, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.adapters.storage.codec import ClaimColumns, columns_of, load_claim
from app.adapters.storage.entities import SqlEntities
from app.adapters.storage.mentions import SqlMentions
from app.adapters.storage.months import month_of, months_reaching
from app.adapters.storage.paging import page_of
from app.adapters.storage.portions import portions
from app.adapters.storage.sorting import claim_key, published_text
from app.adapters.storage.tables import (
    CalledRow,
    ClaimEntityRow,
    ClaimRow,
    EntityNameRow,
    LinkingRow,
    MentionRow,
    local_text,
)
from app.adapters.storage.vectors import VectorKeeper
from app.core.folding import fold
from app.core.linking.period import period_of
from app.core.model.claim import Claim
from app.core.model.records import ClaimFilter, Slice
from app.core.model.when import Interval
from app.ports import Vectors

COLUMNS: tuple[Any, ...] = tuple(getattr(ClaimRow, name) for name in ClaimColumns._fields)


class PlacedClaim(NamedTuple):
    """A claim and when it was."""

    id: str
    month: str
    earliest: str | None
    latest: str | None


class SqlClaims:
    """``ports.ClaimStore`` in one session."""

    def __init__(self, session: Session, vectors: VectorKeeper) -> None:
        self._session = session
        self._vectors = vectors

    def add(self, claims: Sequence[Claim], vectors: Vectors) -> None:
        """Claims of one article, in its order, with a vector each."""
        if not claims:
            return
        epoch = self._session.exec(select(LinkingRow.epoch)).one()
        placed = [placed_claim(claim) for claim in claims]
        rows = [
            row_of(claim, where, position) for position, (claim, where) in enumerate(zip(claims, placed, strict=True))
        ]
        self._session.connection().execute(insert(ClaimRow), rows)
        article_id = claims[0].article_id
        self._vectors.add(self._session, article_id, placed, vectors, epoch)
        namesakes = SqlEntities(self._session).namesakes(article_id)
        SqlMentions(self._session).add(claims, [where.month for where in placed], namesakes)

    def of_article(self, article_id: str) -> tuple[Claim, ...]:
        """In the order of the text."""
        rows = self._session.exec(
            select(*COLUMNS).where(ClaimRow.article_id == article_id).order_by(col(ClaimRow.sort_key).desc())
        )
        return tuple(map(load_claim, rows))

    def readings_of(self, article_ids: Collection[str]) -> dict[str, tuple[tuple[Claim, ...], Vectors]]:
        """By article, its claims in the order of the text, and their vectors; without those that have no claims."""
        claims: dict[str, list[Claim]] = {}
        for portion in portions(sorted(set(article_ids))):
            query = select(*COLUMNS).where(col(ClaimRow.article_id).in_(portion))
            for claim in map(load_claim, self._session.exec(query.order_by(col(ClaimRow.sort_key).desc()))):
                claims.setdefault(claim.article_id, []).append(claim)
        vectors = self._vectors.of_articles(self._session, claims.keys())
        return {article_id: (tuple(found), vectors[article_id]) for article_id, found in claims.items()}

    def spans(self, article_id: str) -> tuple[tuple[str, int, int], ...]:
        """Id, start and end of each claim, in the order of the text, without reading the claims."""
        rows = self._session.exec(
            select(ClaimRow.id, ClaimRow.start, ClaimRow.end)
            .where(ClaimRow.article_id == article_id)
            .order_by(col(ClaimRow.sort_key).desc())
        )
        return tuple((claim_id, start, end) for claim_id, start, end in rows)

    def get_many(self, claim_ids: Iterable[str]) -> dict[str, Claim]:
        """By id; unknown ids are left out."""
        found: dict[str, Claim] = {}
        for portion in portions(claim_ids):
            rows = self._session.exec(select(*COLUMNS).where(col(ClaimRow.id).in_(portion)))
            found.update({claim.id: claim for claim in map(load_claim, rows)})
        return found

    def added_at(self, article_ids: Collection[str]) -> dict[str, int]:
        """The epoch in which an article's claims were added, by its id."""
        return self._vectors.added_at(self._session, article_ids)

    def cluster_of(self, claim_ids: Iterable[str]) -> dict[str, str]:
        """Cluster id by claim id, for those that are in one."""
        found: dict[str, str] = {}
        for portion in portions(claim_ids):
            query = select(ClaimRow.id, ClaimRow.cluster_id).where(col(ClaimRow.id).in_(portion))
            found.update({claim: cluster for claim, cluster in self._session.exec(query) if cluster is not None})
        return found

    def told_by(self, claim_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Outlet and language by claim id, without reading the claims."""
        found: dict[str, tuple[str, str]] = {}
        for portion in portions(claim_ids):
            query = select(ClaimRow.id, ClaimRow.outlet, ClaimRow.language).where(col(ClaimRow.id).in_(portion))
            found.update({claim: (outlet, language) for claim, outlet, language in self._session.exec(query)})
        return found

    def articles_sharing(self, entity_ids: Collection[str], reach: Interval | None, since: int = -1) -> set[str]:
        """Ids of articles with a claim that names one of the entities and whose time lies in the reach. Only those
        added after an epoch."""
        found: set[str] = set()
        for portion in portions(sorted(entity_ids)):
            called = select(CalledRow.id).where(col(CalledRow.entity_id).in_(portion))
            query = select(MentionRow.article_id).where(col(MentionRow.called_id).in_(called)).distinct()
            if since >= 0:
                query = query.where(col(MentionRow.article_id).in_(self._vectors.later(since)))
            if reach is not None:
                within = and_(
                    col(ClaimRow.earliest) <= local_text(reach.latest),
                    col(ClaimRow.latest) >= local_text(reach.earliest),
                )
                query = query.join(ClaimRow, col(ClaimRow.id) == col(MentionRow.claim_id)).where(
                    months_reaching(col(MentionRow.month), reach),
                    months_reaching(col(ClaimRow.month), reach),
                    or_(within, col(ClaimRow.earliest).is_(None)),
                )
            found.update(self._session.exec(query))
        return found

    def articles_near(
        self, vectors: Vectors, reaches: Sequence[Interval | None], least_similarity: float, since: int = -1
    ) -> set[str]:
        """Ids of articles with a claim whose vector is that similar to one of the vectors, and whose time lies in that
        one's reach; exact. Only those added after an epoch."""
        return self._vectors.articles_near(self._session, vectors, reaches, least_similarity, since)

    def remove_of_article(self, article_id: str) -> None:
        """Claims, vectors and named entities."""
        self._session.exec(update(LinkingRow).values(removed_at=LinkingRow.epoch))
        SqlMentions(self._session).remove_of_article(article_id)
        self._vectors.remove(self._session, article_id)
        self._session.exec(delete(ClaimRow).where(col(ClaimRow.article_id) == article_id))

    def list(self, wanted: ClaimFilter, *, limit: int, cursor: str | None) -> Slice[Claim]:
        """Latest published first, in the order of the text within an article."""
        query = select(*COLUMNS, ClaimRow.sort_key)
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
            load=lambda row: load_claim(row[:-1]),
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


def placed_claim(claim: Claim) -> PlacedClaim:
    """With its period and month."""
    earliest, latest = time_span(claim)
    return PlacedClaim(id=claim.id, month=month_of(earliest, latest), earliest=earliest, latest=latest)


def words_of(claim: Claim) -> str:
    """The folded words of statement and quote, each once: what words of a search may be part of."""
    told = claim.statement if claim.quote == claim.statement else f"{claim.statement} {claim.quote}"
    return " ".join(dict.fromkeys(fold(told).split()))


def row_of(claim: Claim, placed: PlacedClaim, position: int) -> dict[str, Any]:
    """The values of its row; it is in no cluster yet. ``position`` is that in its article."""
    return {
        **columns_of(claim)._asdict(),
        "sort_key": claim_key(published_text(claim), claim.article_id, position),
        "cluster_id": None,
        "month": placed.month,
        "earliest": placed.earliest,
        "latest": placed.latest,
        "words": words_of(claim),
    }
