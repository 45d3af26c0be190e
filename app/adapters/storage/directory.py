"""Who and what is in the store: entities and outlets, counted."""

from collections.abc import Collection

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from app.adapters.storage.entity_lists import most_named, records_of
from app.adapters.storage.links import count_rows
from app.adapters.storage.paging import read_cursor, write_cursor
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.standings import marks_of, pairs_of
from app.adapters.storage.tables import (
    ArticleRow,
    CalledRow,
    ClaimRow,
    ClusterRow,
    ConflictRow,
    EntityNameRow,
    JobRow,
)
from app.adapters.storage.web_tables import PageRow
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
        found = most_named(self._session, query=query, kind=kind, limit=limit, cursor=cursor)
        records = records_of(self._session, found.items)
        return Slice(tuple(records[entity_id] for entity_id in found.items), found.next)

    def entity(self, entity_id: str) -> EntityRecord | None:
        """None for an unknown id."""
        return records_of(self._session, [entity_id]).get(entity_id)

    def called(self, name: str, *, kind: str | None) -> tuple[str, ...]:
        """Ids of those that some article calls exactly so, in any spelling that folds to the same."""
        query = (
            select(EntityNameRow.entity_id)
            .join(CalledRow, col(CalledRow.name_id) == col(EntityNameRow.id))
            .where(col(CalledRow.folded) == fold(name))
            .distinct()
        )
        if kind is not None:
            query = query.where(EntityNameRow.type == kind)
        return tuple(sorted(self._session.exec(query)))

    def names_in_use(self, most: int) -> NamesInUse:
        """At most so many of each, places and people by the name that they are called most."""
        count = func.sum(CalledRow.uses).label("uses")
        uses = select(col(CalledRow.name_id), count).group_by(col(CalledRow.name_id))
        frequent = uses.order_by(count.desc(), col(CalledRow.name_id)).limit(most * 5).subquery()
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
