"""Who and what is in the store: entities and outlets, counted."""

from collections import Counter, defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.adapters.storage.links import SqlLinks, count_rows
from app.adapters.storage.paging import read_cursor, write_cursor
from app.adapters.storage.portions import portions
from app.adapters.storage.tables import (
    ArticleRow,
    ClaimEntityRow,
    ClaimRow,
    ClusterRow,
    ConflictClaimRow,
    ConflictRow,
    EntityNameRow,
    JobRow,
)
from app.adapters.storage.web_tables import PageRow
from app.core.errors import InvalidInput
from app.core.folding import fold
from app.core.linking.agreement import Opposition, compare_outlets
from app.core.model.conflict import ConflictKind, Relation, ReviewState
from app.core.model.entity import EntityType
from app.core.model.records import (
    ArticleStatus,
    EntityRecord,
    NamesInUse,
    OutletPair,
    OutletRecord,
    Slice,
    StoreTally,
)

_COUNTED = (col(ClaimEntityRow.claim_id), col(ClaimEntityRow.article_id))


class SqlDirectory:
    """``ports.Directory`` in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def entities(self, *, query: str | None, kind: str | None, limit: int, cursor: str | None) -> Slice[EntityRecord]:
        """The most named first."""
        count = func.count(col(ClaimEntityRow.claim_id).distinct())
        entity = col(EntityNameRow.entity_id)
        rows = select(entity, count).join(ClaimEntityRow, col(ClaimEntityRow.name_id) == col(EntityNameRow.id))
        rows = rows.group_by(entity)
        if query is not None:
            used = select(ClaimEntityRow.name_id).where(
                col(ClaimEntityRow.folded).contains(fold(query), autoescape=True)
            )
            rows = rows.where(entity.in_(_entities_of(col(EntityNameRow.id).in_(used))))
        if kind is not None:
            rows = rows.where(entity.in_(_entities_of(col(EntityNameRow.type) == kind)))
        if cursor is not None:
            least, last = _read_place(cursor)
            rows = rows.having((count < least) | ((count == least) & (entity > last)))
        found = self._session.exec(rows.order_by(count.desc(), entity).limit(limit + 1)).all()
        records = self._records([entity_id for entity_id, _ in found[:limit]])
        more = write_cursor(f"{found[limit - 1][1]}~{found[limit - 1][0]}") if len(found) > limit else None
        return Slice(tuple(records[entity_id] for entity_id, _ in found[:limit]), more)

    def entity(self, entity_id: str) -> EntityRecord | None:
        """None for an unknown id."""
        return self._records([entity_id]).get(entity_id)

    def called(self, name: str, *, kind: str | None) -> tuple[str, ...]:
        """Ids of those that some article calls exactly so, in any spelling that folds to the same."""
        query = (
            select(EntityNameRow.entity_id)
            .join(ClaimEntityRow, col(ClaimEntityRow.name_id) == col(EntityNameRow.id))
            .where(col(ClaimEntityRow.folded) == fold(name))
            .distinct()
        )
        if kind is not None:
            query = query.where(EntityNameRow.type == kind)
        return tuple(sorted(self._session.exec(query)))

    def names_in_use(self, most: int) -> NamesInUse:
        """At most so many of each, places and people by the name that they are called most."""
        count = func.count().label("uses")
        uses = select(col(ClaimEntityRow.name_id), count).group_by(col(ClaimEntityRow.name_id))
        frequent = uses.order_by(count.desc(), col(ClaimEntityRow.name_id)).limit(most * 5).subquery()
        columns = select(EntityNameRow.entity_id, EntityNameRow.type, EntityNameRow.name)
        named = columns.join(frequent, frequent.c.name_id == col(EntityNameRow.id))
        found: dict[bool, dict[str, str]] = {True: {}, False: {}}
        for entity_id, kind, name in self._session.exec(named.order_by(frequent.c.uses.desc(), col(EntityNameRow.id))):
            found[kind == EntityType.PLACE].setdefault(entity_id, name)
        outlets = select(ArticleRow.outlet).group_by(col(ArticleRow.outlet)).order_by(func.count().desc()).limit(most)
        languages = self._session.exec(select(ArticleRow.language).distinct())
        return NamesInUse(
            people=tuple(dict.fromkeys(found[False].values()))[:most],
            places=tuple(dict.fromkeys(found[True].values()))[:most],
            outlets=tuple(self._session.exec(outlets)),
            languages=tuple(sorted(language for language in languages if language)),
        )

    def _records(self, entity_ids: list[str]) -> dict[str, EntityRecord]:
        """Counted by the database: the most named are named in a large part of all claims."""
        names: dict[str, Counter[str]] = defaultdict(Counter)
        types: dict[str, Counter[str]] = defaultdict(Counter)
        totals: dict[str, tuple[int, int]] = {}
        outlets: dict[str, set[str]] = defaultdict(set)
        entity = col(EntityNameRow.entity_id)
        of_entity = (ClaimEntityRow, col(ClaimEntityRow.name_id) == col(EntityNameRow.id))
        for portion in portions(entity_ids):
            called = select(EntityNameRow.entity_id, ClaimEntityRow.name, ClaimEntityRow.type, func.count())
            by_name = called.join(*of_entity).where(entity.in_(portion))
            for entity_id, name, kind, count in self._session.exec(
                by_name.group_by(entity, col(ClaimEntityRow.name), col(ClaimEntityRow.type))
            ):
                names[entity_id][name] += count
                types[entity_id][kind] += count
            claims, articles = (func.count(column.distinct()) for column in _COUNTED)
            summed = select(EntityNameRow.entity_id, claims, articles).join(*of_entity).where(entity.in_(portion))
            for entity_id, claim_count, article_count in self._session.exec(summed.group_by(entity)):
                totals[entity_id] = (claim_count, article_count)
            told = select(EntityNameRow.entity_id, ClaimRow.outlet).join(*of_entity)
            told = told.join(ClaimRow, col(ClaimRow.id) == col(ClaimEntityRow.claim_id)).where(entity.in_(portion))
            for entity_id, outlet in self._session.exec(told.distinct()):
                outlets[entity_id].add(outlet)
        return {
            entity_id: EntityRecord(
                id=entity_id,
                type=min(types[entity_id], key=lambda kind: (-types[entity_id][kind], kind)),
                names=tuple(sorted(names[entity_id].items(), key=lambda item: (-item[1], item[0]))),
                claim_count=claim_count,
                article_count=article_count,
                outlets=tuple(sorted(outlets[entity_id])),
            )
            for entity_id, (claim_count, article_count) in totals.items()
        }

    def outlets(self, *, limit: int, cursor: str | None) -> Slice[OutletRecord]:
        """In alphabetical order."""
        query = select(ArticleRow.outlet).distinct().order_by(col(ArticleRow.outlet)).limit(limit + 1)
        if cursor is not None:
            query = query.where(col(ArticleRow.outlet) > read_cursor(cursor))
        names = self._session.exec(query).all()
        more = write_cursor(names[limit - 1]) if len(names) > limit else None
        return Slice(tuple(self._outlet(name) for name in names[:limit]), more)

    def outlet(self, outlet: str) -> OutletRecord | None:
        """None for one without an article."""
        record = self._outlet(outlet)
        return record if record.article_count else None

    def _outlet(self, outlet: str) -> OutletRecord:
        articles, claims = self._session.exec(
            select(func.count(), func.coalesce(func.sum(ArticleRow.claim_count), 0)).where(ArticleRow.outlet == outlet)
        ).one()
        languages = self._session.exec(
            select(ArticleRow.language)
            .where(ArticleRow.outlet == outlet, col(ArticleRow.language).is_not(None))
            .distinct()
        )
        return OutletRecord(
            outlet=outlet,
            article_count=articles,
            claim_count=int(claims),
            languages=tuple(sorted(language for language in languages if language)),
        )

    def outlet_pairs(self, outlets: Collection[str]) -> dict[str, tuple[OutletPair, ...]]:
        """By outlet, how it stands to every other one with which it shares a cluster, the most shared first."""
        reporting: dict[str, set[str]] = {outlet: set() for outlet in outlets}
        for portion in portions(sorted(outlets)):
            query = (
                select(ClaimRow.outlet, ClaimRow.cluster_id)
                .join(ClusterRow, col(ClusterRow.id) == col(ClaimRow.cluster_id))
                .where(col(ClaimRow.outlet).in_(portion), col(ClusterRow.outlet_count) > 1)
            )
            for outlet, cluster_id in self._session.exec(query.distinct()):
                reporting[outlet].add(cluster_id or "")
        wanted = sorted(set().union(*reporting.values()))
        clusters = SqlLinks(self._session).clusters(wanted)
        opposed = self._oppositions(wanted)
        return {
            outlet: compare_outlets(outlet, ((clusters[key], opposed[key]) for key in sorted(found)))
            for outlet, found in reporting.items()
        }

    def _oppositions(self, cluster_ids: list[str]) -> dict[str, list[Opposition]]:
        """By cluster, the contradictions in it that no reviewer has dismissed."""
        standing: dict[tuple[str, str, str], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for portion in portions(cluster_ids):
            sides = (
                select(ConflictRow, ConflictClaimRow.side, ClaimRow.outlet)
                .join(ConflictClaimRow, col(ConflictClaimRow.conflict_id) == col(ConflictRow.id))
                .join(ClaimRow, col(ClaimRow.id) == col(ConflictClaimRow.claim_id))
                .where(
                    col(ConflictRow.cluster_id).in_(portion),
                    ConflictRow.relation == Relation.CONTRADICTION.value,
                    ConflictRow.state != ReviewState.DISMISSED.value,
                )
            )
            for row, side, outlet in self._session.exec(sides):
                standing[row.cluster_id, row.id, row.kind][side].add(outlet)
        opposed: dict[str, list[Opposition]] = defaultdict(list)
        for (cluster_id, _, kind), by_side in sorted(standing.items()):
            told = tuple(frozenset(by_side[side]) for side in sorted(by_side))
            opposed[cluster_id].append(Opposition(kind=ConflictKind(kind), sides=told))
        return opposed

    def tally(self) -> StoreTally:
        """How much there is, in detail."""
        clusters = self._session.exec(select(ClusterRow.disputed, func.count()).group_by(col(ClusterRow.disputed)))
        by_dispute = {bool(disputed): count for disputed, count in clusters}
        kinds = (ConflictRow.kind, ConflictRow.relation, ConflictRow.state)
        conflicts = self._session.exec(select(*kinds, func.count()).group_by(*map(col, kinds)))
        articles = self._session.exec(select(ArticleRow.status, func.count()).group_by(col(ArticleRow.status)))
        due = select(func.min(col(JobRow.not_before))).where(col(JobRow.holder).is_(None))
        return StoreTally(
            articles={status.value: 0 for status in ArticleStatus} | dict(articles.all()),
            claims=self._session.exec(select(func.count()).select_from(ClaimRow)).one(),
            clusters=sum(by_dispute.values()),
            disputed=by_dispute.get(True, 0),
            conflicts={(kind, relation, state): count for kind, relation, state, count in conflicts},
            waiting=self._session.exec(select(func.count()).select_from(JobRow)).one(),
            due_since=self._session.exec(due).one(),
        )

    def counts(self) -> dict[str, int]:
        """How many of everything there are."""
        failed = select(func.count()).select_from(ArticleRow).where(ArticleRow.status == ArticleStatus.FAILED.value)
        return {
            "articles": self._session.exec(select(func.count()).select_from(ArticleRow)).one(),
            "claims": self._session.exec(select(func.count()).select_from(ClaimRow)).one(),
            **count_rows(self._session),
            "waiting": self._session.exec(select(func.count()).select_from(JobRow)).one()
            + self._session.exec(select(func.count()).select_from(PageRow)).one(),
            "failed": self._session.exec(failed).one(),
        }


def _entities_of(condition: ColumnElement[bool]) -> SelectOfScalar[str]:
    """A subquery: ids of the entities one of whose names fits."""
    return select(EntityNameRow.entity_id).where(condition)


def _read_place(cursor: str) -> tuple[int, str]:
    count, _, entity_id = read_cursor(cursor).partition("~")
    if not count.isascii() or not count.isdigit() or len(count) > 12:
        raise InvalidInput("cursor: not a cursor of this service; use the value of 'next' of the page before")
    return int(count), entity_id
