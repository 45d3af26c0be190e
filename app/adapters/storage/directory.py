"""Who and what is in the store: entities and outlets, counted."""

from collections import Counter, defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, bindparam, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.adapters.storage.links import count_rows
from app.adapters.storage.paging import read_cursor, write_cursor
from app.adapters.storage.portions import portions
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.standings import marks_of, pairs_of
from app.adapters.storage.tables import (
    ArticleRow,
    ClaimEntityRow,
    ClaimRow,
    ClusterRow,
    ConflictRow,
    EntityNameRow,
    JobRow,
)
from app.adapters.storage.web_tables import PageRow
from app.core.errors import InvalidInput
from app.core.folding import fold
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

_OUTLETS = Prepared(
    select(ArticleRow.outlet, ArticleRow.language, func.count(), func.sum(ArticleRow.claim_count))
    .where(col(ArticleRow.outlet).in_(bindparam(LIST, expanding=True)))
    .group_by(col(ArticleRow.outlet), col(ArticleRow.language))
)


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
        records = self._outlets(names[:limit])
        return Slice(tuple(records[name] for name in names[:limit]), more)

    def outlet(self, outlet: str) -> OutletRecord | None:
        """None for one without an article."""
        return self._outlets([outlet]).get(outlet)

    def _outlets(self, names: Collection[str]) -> dict[str, OutletRecord]:
        """From an index alone."""
        found: dict[str, list[tuple[str | None, int, int]]] = {}
        for outlet, language, articles, claims in _OUTLETS.of_many(self._session, names):
            found.setdefault(outlet, []).append((language, articles, claims))
        marks = marks_of(self._session, found.keys())
        return {
            outlet: OutletRecord(
                outlet=outlet,
                article_count=sum(articles for _, articles, _ in told),
                claim_count=sum(int(claims) for _, _, claims in told),
                languages=tuple(sorted(language for language, _, _ in told if language)),
                mark=marks[outlet],
            )
            for outlet, told in found.items()
        }

    def outlet_pairs(self, outlets: Collection[str]) -> dict[str, tuple[OutletPair, ...]]:
        """By outlet, how it stands to every other one with which it shares a cluster, the most shared first."""
        return pairs_of(self._session, outlets)

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
