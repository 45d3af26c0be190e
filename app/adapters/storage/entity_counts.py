"""How often everybody is named, as rows: what a transaction takes away and adds is counted when it ends.

A claim is of one article, so what an entity has is the sum of what each article adds to it. An article's share is taken
out as it was before the article's mentions change, and put in again as it is at the end. Where a name moves from one
entity to another, all articles that use it are concerned: both entities are counted anew.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select

from app.adapters.storage.name_parts import part_all
from app.adapters.storage.portions import portions
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.standing_tables import EntityCountRow, EntityOutletRow
from app.adapters.storage.tables import CalledRow, ClaimRow, EntityNameRow, MentionRow

ALL = ""  # the kind of the list that names of every type lead to
NAME_END = "\x1f"

_MENTIONS = Prepared(
    select(ClaimRow.article_id, ClaimRow.id, ClaimRow.outlet, EntityNameRow.id, EntityNameRow.entity_id)  # type: ignore[call-overload]
    .join(MentionRow, col(MentionRow.claim_id) == col(ClaimRow.id))
    .join(CalledRow, col(CalledRow.id) == col(MentionRow.called_id))
    .join(EntityNameRow, col(EntityNameRow.id) == col(CalledRow.name_id))
    .where(col(ClaimRow.article_id).in_(bindparam(LIST, expanding=True)))
)
_OWNERS = Prepared(
    select(EntityNameRow.id, EntityNameRow.entity_id).where(
        col(EntityNameRow.id).in_(bindparam(LIST, expanding=True)),
    )
)
_OUTLET_FIELDS = ("entity_id", "outlet", "claims", "articles")
_COUNT: Any = (
    select(
        EntityNameRow.entity_id,
        ClaimRow.outlet,
        func.count(col(MentionRow.claim_id).distinct()),
        func.count(col(MentionRow.article_id).distinct()),
    )
    .join(CalledRow, col(CalledRow.name_id) == col(EntityNameRow.id))
    .join(MentionRow, col(MentionRow.called_id) == col(CalledRow.id))
    .join(ClaimRow, col(ClaimRow.id) == col(MentionRow.claim_id))
    .group_by(col(EntityNameRow.entity_id), col(ClaimRow.outlet))
)
_COUNT_THESE = Prepared(_COUNT.where(col(EntityNameRow.entity_id).in_(bindparam(LIST, expanding=True))))
_MEMBERS = Prepared(
    select(EntityNameRow.id, EntityNameRow.entity_id).where(
        col(EntityNameRow.entity_id).in_(bindparam(LIST, expanding=True))
    )
)
_OF_THESE = col(EntityOutletRow.entity_id).in_(bindparam(LIST, expanding=True))
_SUMS = Prepared(
    select(EntityOutletRow.entity_id, func.sum(EntityOutletRow.claims), func.sum(EntityOutletRow.articles))
    .where(_OF_THESE)
    .group_by(col(EntityOutletRow.entity_id))
)
_NAMED = Prepared(
    select(EntityNameRow.entity_id, EntityNameRow.type, CalledRow.folded)
    .join(CalledRow, col(CalledRow.name_id) == col(EntityNameRow.id), isouter=True)
    .where(col(EntityNameRow.entity_id).in_(bindparam(LIST, expanding=True)))
)
_OUTLET_COLUMNS: Any = SQLModel.metadata.tables["entity_outlet"].c
_TOTAL_COLUMNS: Any = SQLModel.metadata.tables["entity_count"].c
_LESS_OUTLETS = delete(EntityOutletRow).where(
    _OUTLET_COLUMNS.entity_id == bindparam("of_entity"),
    _OUTLET_COLUMNS.outlet == bindparam("at_outlet"),
    _OUTLET_COLUMNS.claims <= 0,
)
_LESS_TOTALS = delete(EntityCountRow).where(_TOTAL_COLUMNS.entity_id == bindparam("of_entity"))
_LESS_ENTITIES = delete(EntityOutletRow).where(_OUTLET_COLUMNS.entity_id == bindparam("of_entity"))
_NEW_ID = (
    update(EntityOutletRow).where(_OUTLET_COLUMNS.entity_id == bindparam("old")).values(entity_id=bindparam("new"))
)
_TOTAL = insert(EntityCountRow)
_MORE = (
    update(EntityCountRow)
    .where(_TOTAL_COLUMNS.entity_id == bindparam("of_entity"))
    .values(
        claims=_TOTAL_COLUMNS.claims + bindparam("more"),
        articles=_TOTAL_COLUMNS.articles + bindparam("more_articles"),
    )
)


class Share(NamedTuple):
    """So many claims and articles."""

    claims: int
    articles: int

    def less(self, other: "Share") -> "Share":
        """What is left without the other."""
        return Share(self.claims - other.claims, self.articles - other.articles)


NOTHING = Share(0, 0)
Shares = dict[tuple[str, str], Share]  # by entity and outlet


class EntityCounts:
    """Follows one transaction."""

    def __init__(self, session: Session) -> None:
        """Use ``entity_counts_of``: there is one for each session."""
        self._session = session
        self._begin()

    def _begin(self) -> None:
        self._articles: set[str] = set()  # whose share is not in the rows
        self._taken: Shares = {}
        self._new: set[str] = set()  # names that no other article uses
        self._owners: dict[str, str] = {}  # of names that moved, whose they were when the transaction began
        self._respelled: set[str] = set()  # names that articles write in other ways than before
        self._bereft: set[str] = set()  # entities that lost a name

    def changing(self, article_ids: Iterable[str]) -> None:
        """The mentions in these articles are about to change or to go."""
        fresh = sorted(set(article_ids) - self._articles)
        for place, share in shares_of(self._session, fresh, self._owners).items():
            known = self._taken.get(place, NOTHING)
            self._taken[place] = Share(known.claims + share.claims, known.articles + share.articles)
        self._articles.update(fresh)

    def respelled(self, name_ids: Iterable[str]) -> None:
        """There is a new way of writing these names, or one less."""
        self._respelled.update(name_ids)

    def added(self, name_ids: Iterable[str]) -> None:
        """These names came."""
        self._new.update(name_ids)

    def moving(self, owners: Mapping[str, str]) -> None:
        """These names are about to become others'; ``owners`` tells whose they are."""
        for name_id, entity_id in owners.items():
            if name_id not in self._new:
                self._owners.setdefault(name_id, entity_id)

    def removing(self, name_ids: Collection[str]) -> None:
        """These names, which nobody uses any more, are about to go."""
        for name_id, entity_id in _OWNERS.of_many(self._session, sorted(name_ids)):
            self._bereft.update((entity_id, self._owners.pop(name_id, entity_id)))
            self._new.discard(name_id)

    def close_off(self) -> None:
        """Writes what it comes to."""
        if not (self._articles or self._new or self._owners or self._respelled or self._bereft):
            return
        session = self._session
        session.flush()
        now = dict(_OWNERS.of_many(session, sorted(self._new | self._owners.keys() | self._respelled)))
        moved = {name: owner for name, owner in self._owners.items() if now.get(name, owner) != owner}
        touched = {*moved.values(), *(now[name] for name in moved)}
        ids = self._new_ids(moved, now)
        anew = touched - ids.keys() - set(ids.values())
        renamed = touched | self._bereft | {now[name] for name in self._new | self._respelled if name in now}
        if ids:
            session.connection().execute(_NEW_ID, [{"old": old, "new": new} for old, new in ids.items()])
            self._taken = {(ids.get(entity, entity), outlet): share for (entity, outlet), share in self._taken.items()}
        changes = self._changes(shares_of(session, sorted(self._articles), {}), anew)
        if anew:
            count_outlets(session, sorted(anew))
        _add_to_outlets(session, changes)
        write_totals(session, sorted(renamed))
        _add_to_totals(session, {place: change for place, change in changes.items() if place[0] not in renamed})
        self._begin()

    def _new_ids(self, moved: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
        """By the id that it had, the id of each entity all of whose names moved together to where nobody was: a smaller
        key has joined them. What was counted of it holds."""
        ids: dict[str, str] = {}
        for old in sorted(set(moved.values())):
            into = {now[name] for name, owner in moved.items() if owner == old}
            if len(into) == 1:
                ids[old] = into.pop()
        members: dict[str, set[str]] = defaultdict(set)
        for name_id, entity_id in _MEMBERS.of_many(self._session, sorted(ids.keys() | set(ids.values()))):
            members[entity_id].add(name_id)
        elsewhere = {*moved.values(), *self._bereft}
        return {
            old: new
            for old, new in ids.items()
            if not members[old]
            and old not in self._bereft
            and new not in elsewhere
            and all(name in self._new or moved.get(name) == old for name in members[new])
        }

    def _changes(self, shares: Shares, anew: Collection[str]) -> Shares:
        """What is to be added to the rows of those that are not counted anew."""
        changes = {
            place: shares.get(place, NOTHING).less(self._taken.get(place, NOTHING))
            for place in sorted(shares.keys() | self._taken.keys())
        }
        return {place: change for place, change in changes.items() if change != NOTHING and place[0] not in anew}


def entity_counts_of(session: Session) -> EntityCounts:
    """Those of the session's transaction."""
    found: EntityCounts | None = session.info.get("entity_counts")
    if found is None:
        found = session.info["entity_counts"] = EntityCounts(session)
    return found


def shares_of(session: Session, article_ids: Collection[str], owners: Mapping[str, str]) -> Shares:
    """What these articles add to each entity; ``owners`` tells whose some names are instead of whose they are kept."""
    claims: dict[tuple[str, str], set[str]] = defaultdict(set)
    articles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for article_id, claim_id, outlet, name_id, entity_id in _MENTIONS.of_many(session, article_ids):
        place = owners.get(name_id, entity_id), outlet
        claims[place].add(claim_id)
        articles[place].add(article_id)
    return {place: Share(len(found), len(articles[place])) for place, found in claims.items()}


def _add_to_outlets(session: Session, changes: Shares) -> None:
    if not changes:
        return
    rows = [
        {"entity_id": entity_id, "outlet": outlet, **told._asdict()} for (entity_id, outlet), told in changes.items()
    ]
    session.connection().execute(_adding(session.get_bind().dialect.name), rows)
    fewer = [
        {"of_entity": entity_id, "at_outlet": outlet}
        for (entity_id, outlet), told in changes.items()
        if told.claims < 0
    ]
    if fewer:
        session.connection().execute(_LESS_OUTLETS, fewer)


@cache
def _adding(dialect: str) -> Any:
    """New rows of outlets, or more in those that are there."""
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(EntityOutletRow)
    added = {name: _OUTLET_COLUMNS[name] + statement.excluded[name] for name in Share._fields}
    return statement.on_conflict_do_update(index_elements=["entity_id", "outlet"], set_=added)


def _add_to_totals(session: Session, changes: Shares) -> None:
    """To those whose names are as they were."""
    totals: dict[str, list[int]] = {}
    for (entity_id, _), told in changes.items():
        total = totals.setdefault(entity_id, [0, 0])
        total[0] += told.claims
        total[1] += told.articles
    rows = [
        {"of_entity": entity_id, "more": claims, "more_articles": articles}
        for entity_id, (claims, articles) in totals.items()
        if claims or articles
    ]
    if rows:
        session.connection().execute(_MORE, rows)


def write_totals(session: Session, entity_ids: Collection[str]) -> None:
    """From what is told of their outlets and of their names."""
    for portion in portions(entity_ids):
        session.connection().execute(_LESS_TOTALS, [{"of_entity": entity_id} for entity_id in portion])
        kinds: dict[str, set[str]] = defaultdict(set)
        names: dict[str, set[str]] = defaultdict(set)
        for entity_id, kind, folded in _NAMED.of_many(session, portion):
            kinds[entity_id].add(kind)
            names[entity_id].update(() if folded is None else (folded,))
        rows = [
            {
                "entity_id": entity_id,
                "kind": kind,
                "claims": int(claims),
                "articles": int(articles),
                "names": NAME_END.join(sorted(names[entity_id])),
            }
            for entity_id, claims, articles in _SUMS.of_many(session, portion)
            for kind in sorted({ALL, *kinds[entity_id]})
        ]
        if rows:
            session.connection().execute(_TOTAL, rows)


def count_outlets(session: Session, entity_ids: Collection[str]) -> None:
    """From scratch: in how many claims and articles of which outlet these are named."""
    session.connection().execute(_LESS_ENTITIES, [{"of_entity": entity_id} for entity_id in entity_ids])
    rows = [dict(zip(_OUTLET_FIELDS, row, strict=True)) for row in _COUNT_THESE.of_many(session, entity_ids)]
    if rows:
        session.connection().execute(insert(EntityOutletRow), rows)


def count_entities(session: Session) -> None:
    """From scratch, with the parts of all names: for a store whose rows are not there yet."""
    columns = SQLModel.metadata.tables["called"].c
    uses = select(func.count()).where(col(MentionRow.called_id) == columns.id).scalar_subquery()
    session.execute(update(CalledRow).values(uses=uses), execution_options={"synchronize_session": False})
    session.exec(delete(EntityOutletRow))
    session.execute(insert(EntityOutletRow).from_select(_OUTLET_FIELDS, _COUNT))
    session.exec(delete(EntityCountRow))
    found = session.exec(select(EntityOutletRow.entity_id).distinct().order_by(col(EntityOutletRow.entity_id))).all()
    write_totals(session, found)
    part_all(session)
