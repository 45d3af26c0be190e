"""Claims, their vectors and the entities that they name."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, insert, or_, update
from sqlmodel import Session, col, select

from app.adapters.storage.claim_filters import claims_wanted
from app.adapters.storage.claim_words import add_words, next_numbers, remove_words
from app.adapters.storage.codec import QUOTED, ClaimColumns, columns_of, load_claim, load_quoted
from app.adapters.storage.day_bounds import stretches_of, widen
from app.adapters.storage.entities import SqlEntities
from app.adapters.storage.list_plans import page_of_plan
from app.adapters.storage.mentions import SqlMentions
from app.adapters.storage.months import month_of, months_reaching
from app.adapters.storage.portions import portions
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.sorting import claim_key, published_text
from app.adapters.storage.tables import (
    CalledRow,
    ClaimRow,
    LinkingRow,
    MentionRow,
    local_text,
)
from app.adapters.storage.vectors import VectorKeeper
from app.core.folding import fold
from app.core.linking.period import period_of
from app.core.model.claim import Claim
from app.core.model.records import ClaimFilter, ClusteredClaim, QuotedClaim, Slice
from app.core.model.when import Interval
from app.ports import Vectors

COLUMNS: tuple[Any, ...] = tuple(getattr(ClaimRow, name) for name in ClaimColumns._fields)
_WITH_CLUSTER: tuple[Any, ...] = (*COLUMNS, ClaimRow.cluster_id)


class PlacedClaim(NamedTuple):
    """A claim and when it was."""

    id: str
    month: str
    earliest: str | None
    latest: str | None


_THESE = col(ClaimRow.id).in_(bindparam(LIST, expanding=True))
_CLAIMS = Prepared(select(*COLUMNS).where(_THESE))
_CLUSTERED = Prepared(select(*_WITH_CLUSTER).where(_THESE))
_QUOTED = Prepared(select(*(getattr(ClaimRow, name) for name in QUOTED)).where(_THESE))
_HOMES = Prepared(select(ClaimRow.id, ClaimRow.cluster_id).where(_THESE))
_MEMBERS = Prepared(
    select(ClaimRow.id, ClaimRow.cluster_id).where(col(ClaimRow.cluster_id).in_(bindparam(LIST, expanding=True)))
)
_TOLD_BY = Prepared(select(ClaimRow.id, ClaimRow.outlet, ClaimRow.language).where(_THESE))
_OF_ARTICLE = Prepared(
    select(*_WITH_CLUSTER)
    .where(col(ClaimRow.article_id) == bindparam("article"))
    .order_by(col(ClaimRow.sort_key).desc())
)


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
        numbers = next_numbers(self._session, len(claims))
        rows = [
            {**row_of(claim, where, position), "number": numbers[position]}
            for position, (claim, where) in enumerate(zip(claims, placed, strict=True))
        ]
        self._session.connection().execute(insert(ClaimRow), rows)
        add_words(self._session, rows)
        widen(self._session, "claim", ((row["sort_key"], row["earliest"], row["latest"]) for row in rows))
        article_id = claims[0].article_id
        self._vectors.add(self._session, article_id, placed, vectors, epoch)
        namesakes = SqlEntities(self._session).namesakes(article_id)
        SqlMentions(self._session).add(claims, [where.month for where in placed], namesakes)

    def of_article(self, article_id: str) -> tuple[Claim, ...]:
        """In the order of the text."""
        return tuple(claim for claim, _ in self.of_article_with_clusters(article_id))

    def of_article_with_clusters(self, article_id: str) -> tuple[ClusteredClaim, ...]:
        """In the order of the text, each with its cluster."""
        rows = _OF_ARTICLE.rows(self._session, article=article_id)
        return tuple(ClusteredClaim(load_claim(row[:-1]), row[-1]) for row in rows)

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
        claims = map(load_claim, _CLAIMS.of_many(self._session, claim_ids))
        return {claim.id: claim for claim in claims}

    def with_clusters(self, claim_ids: Iterable[str]) -> dict[str, ClusteredClaim]:
        """As ``get_many``, each with its cluster."""
        rows = _CLUSTERED.of_many(self._session, claim_ids)
        return {row[0]: ClusteredClaim(load_claim(row[:-1]), row[-1]) for row in rows}

    def quoted(self, claim_ids: Iterable[str]) -> dict[str, QuotedClaim]:
        """What the claims say, by id; unknown ids are left out."""
        claims = map(load_quoted, _QUOTED.of_many(self._session, claim_ids))
        return {claim.id: claim for claim in claims}

    def added_at(self, article_ids: Collection[str]) -> dict[str, int]:
        """The epoch in which an article's claims were added, by its id."""
        return self._vectors.added_at(self._session, article_ids)

    def cluster_of(self, claim_ids: Iterable[str]) -> dict[str, str]:
        """Cluster id by claim id, for those that are in one."""
        homes = _HOMES.of_many(self._session, claim_ids)
        return {claim: cluster for claim, cluster in homes if cluster is not None}

    def clusters_around(self, claim_ids: Iterable[str]) -> dict[str, list[str]]:
        """All claims of each cluster that holds one of these, by its id."""
        members: dict[str, list[str]] = {}
        for claim, cluster in _MEMBERS.of_many(self._session, sorted(set(self.cluster_of(claim_ids).values()))):
            members.setdefault(cluster, []).append(claim)
        return members

    def told_by(self, claim_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Outlet and language by claim id, without reading the claims."""
        told = _TOLD_BY.of_many(self._session, claim_ids)
        return {claim: (outlet, language) for claim, outlet, language in told}

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
        remove_words(self._session, article_id)
        self._vectors.remove(self._session, article_id)
        self._session.exec(delete(ClaimRow).where(col(ClaimRow.article_id) == article_id))

    def list(self, wanted: ClaimFilter, *, limit: int, cursor: str | None) -> Slice[ClusteredClaim]:
        """Latest published first, in the order of the text within an article; each with its cluster."""
        key = col(ClaimRow.sort_key)
        found = page_of_plan(
            self._session,
            select(ClaimRow.id, key),
            claims_wanted(wanted),
            key,
            row_id=col(ClaimRow.id),
            limit=limit,
            cursor=cursor,
            stretches=stretches_of(self._session, "claim", wanted),
        )
        claims = self.with_clusters(claim_id for claim_id, _ in found.items)
        return Slice(tuple(claims[claim_id] for claim_id, _ in found.items), found.next)


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
