"""Who is named, the most named first, from what is counted beforehand (entity_counts.py)."""

from collections import Counter, defaultdict
from collections.abc import Collection
from enum import Enum
from typing import Any

import orjson
from sqlalchemy import Integer, bindparam, or_
from sqlmodel import Session, col, select

from app.adapters.storage.column_types import Key
from app.adapters.storage.entity_counts import ALL, NAME_END
from app.adapters.storage.in_turn import InTurn
from app.adapters.storage.listing import Listing
from app.adapters.storage.name_parts import ESCAPE, holding, may_hold, names_holding, pattern_of
from app.adapters.storage.paging import read_cursor, write_cursor
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.standing_tables import EntityCountRow, EntityOutletRow
from app.adapters.storage.tables import CalledRow, EntityNameRow
from app.core.errors import InvalidInput
from app.core.folding import fold
from app.core.model.records import EntityRecord, Slice

FEW = 600  # names; of 50,000 entities, looking these up takes as long as going through the list until a page is full

_NAMES = Prepared(
    select(EntityNameRow.entity_id, CalledRow.name, CalledRow.type, CalledRow.uses)
    .join(CalledRow, col(CalledRow.name_id) == col(EntityNameRow.id))
    .where(col(EntityNameRow.entity_id).in_(bindparam(LIST, expanding=True)))
)
_TOTALS = Prepared(
    select(EntityCountRow.entity_id, EntityCountRow.claims, EntityCountRow.articles).where(
        col(EntityCountRow.entity_id).in_(bindparam(LIST, expanding=True)), EntityCountRow.kind == ALL
    )
)
_OUTLETS = Prepared(
    select(EntityOutletRow.entity_id, Listing(col(EntityOutletRow.outlet)))
    .where(col(EntityOutletRow.entity_id).in_(bindparam(LIST, expanding=True)))
    .group_by(col(EntityOutletRow.entity_id))
)


def _listed(way: "_Way", *, after: bool) -> Prepared:
    entity, claims = col(EntityCountRow.entity_id), col(EntityCountRow.claims)
    listed: Any = select(EntityCountRow.entity_id, EntityCountRow.claims)
    listed = listed.where(EntityCountRow.kind == bindparam("kind"))
    if way is _Way.FEW:
        owners = select(EntityNameRow.entity_id).where(col(EntityNameRow.id).in_(names_holding()))
        listed = listed.where(entity.in_(owners))
    elif way is _Way.IN_ORDER:
        listed = listed.where(col(EntityCountRow.names).like(bindparam("pattern"), escape=ESCAPE))
    ranked = InTurn(claims) if way is _Way.FEW else claims
    if after:
        least = bindparam("least", type_=Integer)
        beyond = or_(ranked < least, InTurn(entity) > bindparam("last", type_=Key()))
        listed = listed.where(ranked <= least, beyond)
    return Prepared(listed.order_by(ranked.desc(), entity).limit(bindparam("most", type_=Integer)))


class _Way(Enum):
    """How those are found whose names hold a text: from the few names that do, or in the order of the list."""

    NO_TEXT = 0
    FEW = 1
    IN_ORDER = 2


_LISTS = {(way, after): _listed(way, after=after) for way in _Way for after in (False, True)}


def most_named(session: Session, *, query: str | None, kind: str | None, limit: int, cursor: str | None) -> Slice[str]:
    """Their ids."""
    wanted = "" if query is None else fold(query)
    way = _Way.NO_TEXT
    values: dict[str, Any] = {"kind": ALL if kind is None else kind, "most": limit + 1}
    if wanted:
        few = NAME_END in wanted or may_hold(session, wanted, FEW + 1) <= FEW
        way = _Way.FEW if few else _Way.IN_ORDER
        values |= holding(wanted) if few else {"pattern": pattern_of(wanted)}
    if cursor is not None:
        values["least"], values["last"] = _read_place(cursor)
    found = _LISTS[way, cursor is not None].rows(session, **values)
    more = write_cursor(f"{found[limit - 1][1]}~{found[limit - 1][0]}") if len(found) > limit else None
    return Slice(tuple(entity_id for entity_id, _ in found[:limit]), more)


def records_of(session: Session, entity_ids: Collection[str]) -> dict[str, EntityRecord]:
    """By id; without those whom nobody names."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    types: dict[str, Counter[str]] = defaultdict(Counter)
    outlets: dict[str, list[str]] = {
        entity_id: orjson.loads(told) for entity_id, told in _OUTLETS.of_many(session, entity_ids)
    }
    for entity_id, name, kind, uses in _NAMES.of_many(session, entity_ids):
        names[entity_id][name] += uses
        types[entity_id][kind] += uses
    return {
        entity_id: EntityRecord(
            id=entity_id,
            type=min(types[entity_id], key=lambda kind: (-types[entity_id][kind], kind)),
            names=tuple(sorted(names[entity_id].items(), key=lambda item: (-item[1], item[0]))),
            claim_count=claims,
            article_count=articles,
            outlets=tuple(sorted(outlets[entity_id])),
        )
        for entity_id, claims, articles in _TOTALS.of_many(session, entity_ids)
    }


def _read_place(cursor: str) -> tuple[int, str]:
    count, _, entity_id = read_cursor(cursor).partition("~")
    if not count.isascii() or not count.isdigit() or len(count) > 12:
        raise InvalidInput("cursor: not a cursor of this service; use the value of 'next' of the page before")
    return int(count), entity_id
