"""Who is named, the most named first, from what is counted beforehand (entity_counts.py)."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, or_
from sqlmodel import Session, col, select

from app.adapters.storage.entity_counts import ALL, NAME_END
from app.adapters.storage.in_turn import InTurn
from app.adapters.storage.name_parts import may_hold, names_holding
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
    select(EntityOutletRow.entity_id, EntityOutletRow.outlet).where(
        col(EntityOutletRow.entity_id).in_(bindparam(LIST, expanding=True))
    )
)


def most_named(session: Session, *, query: str | None, kind: str | None, limit: int, cursor: str | None) -> Slice[str]:
    """Their ids."""
    entity, claims = col(EntityCountRow.entity_id), col(EntityCountRow.claims)
    listed: Any = select(EntityCountRow.entity_id, EntityCountRow.claims)
    listed = listed.where(EntityCountRow.kind == (ALL if kind is None else kind))
    wanted = "" if query is None else fold(query)
    few = bool(wanted) and (NAME_END in wanted or may_hold(wanted, FEW + 1, session) <= FEW)
    if few:
        owners = select(EntityNameRow.entity_id).where(col(EntityNameRow.id).in_(names_holding(wanted)))
        listed = listed.where(entity.in_(owners))
    elif wanted:
        listed = listed.where(col(EntityCountRow.names).contains(wanted, autoescape=True))
    ranked = InTurn(claims) if few else claims
    if cursor is not None:
        least, last = _read_place(cursor)
        listed = listed.where(ranked <= least, or_(ranked < least, InTurn(entity) > last))
    found = session.exec(listed.order_by(ranked.desc(), entity).limit(limit + 1)).all()
    more = write_cursor(f"{found[limit - 1][1]}~{found[limit - 1][0]}") if len(found) > limit else None
    return Slice(tuple(entity_id for entity_id, _ in found[:limit]), more)


def records_of(session: Session, entity_ids: Collection[str]) -> dict[str, EntityRecord]:
    """By id; without those whom nobody names."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    types: dict[str, Counter[str]] = defaultdict(Counter)
    outlets: dict[str, list[str]] = defaultdict(list)
    for entity_id, name, kind, uses in _NAMES.of_many(session, entity_ids):
        names[entity_id][name] += uses
        types[entity_id][kind] += uses
    for entity_id, outlet in _OUTLETS.of_many(session, entity_ids):
        outlets[entity_id].append(outlet)
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
