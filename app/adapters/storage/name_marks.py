"""Which names a row of a list holds, as bits of one number: who is not named there is told by the number alone.

Every name has one bit (Bloom 1970, "Space/time trade-offs in hash coding with allowable errors", with one hash
function), a known place one more for its country. A row without the bit does not name them; one with it may, and is
asked. In the index that a list goes through, the number tells of nine in ten rows that they need not be asked.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any
from zlib import crc32

from sqlalchemy import ColumnElement, Integer, type_coerce, update
from sqlmodel import Session, col, select

from app.adapters.storage.list_plans import Sieve
from app.adapters.storage.tables import CalledRow, ClaimRow, ClusterRow, ConflictRow, MentionRow
from app.core.model.claim import Claim
from app.core.model.reference import references_of

BITS = 47  # SQLite keeps a number below 2**47 in six bytes
OF_A_ROW = 4  # bits that a row has, about
MOST_NAMES = 12  # of more, so many rows have a bit that asking it is idle
AT_A_TIME = 5_000  # rows, which bounds the memory however many there are


def mark_of(key: str) -> int:
    """The one bit of an entity's key or a country's."""
    return 1 << crc32(key.encode("utf-8", "replace")) % BITS


def marks_of(entity_id: str, place_key: str | None) -> int:
    """The bits of one reference; ``place_key`` as in ``Reference``."""
    return mark_of(entity_id) | (country_mark(place_key) if place_key else 0)


def country_mark(place_key: str) -> int:
    """The bit of a known place's country, which all that lies in it has."""
    return mark_of(place_key.partition("/")[0] + "/")


def marks_of_claims(claims: Iterable[Claim]) -> int:
    """The bits of all that claims name."""
    references = (reference for claim in claims for reference in references_of(claim))
    return _together(marks_of(reference.id, reference.place_key) for reference in references)


def sieve_of(session: Session, same: ColumnElement[bool], entity: str, marks: Any) -> Sieve | None:
    """Leaves rows with the bits of what ``same`` finds among ``CalledRow``: an entity, or a place and all that lies in
    it, told by ``entity``. None where too many rows would be left."""
    query = select(CalledRow.entity_id, CalledRow.place_key).distinct().limit(MOST_NAMES + 1)
    called = session.exec(query.where(same)).all()
    if len(called) > MOST_NAMES:
        key = col(CalledRow.place_key)
        inside = (key == entity) | ((key > f"{entity}/") & (key < f"{entity}0"))
        outside = session.exec(query.where(same, key.is_(None) | ~inside)).all()
        if len(outside) > MOST_NAMES:
            return None
        wanted = country_mark(entity) | _together(mark_of(key) for key, _ in outside)
    else:
        wanted = _together(mark_of(key) for key, _ in called)
        countries = [country_mark(place) for _, place in called if place]
        if len(countries) == len(called):
            wanted = min(wanted, _together(countries), key=int.bit_count)
    passing = OF_A_ROW * wanted.bit_count() / BITS
    return Sieve(test=marks.bitwise_and(wanted) != 0, passing=passing) if passing < 1 else None


def _together(marks: Iterable[int]) -> int:
    return reduce(or_, marks, 0)


def mark_all(session: Session) -> None:
    """Counts the bits of every cluster and conflict anew."""
    own = {
        number: marks_of(key, place)
        for number, key, place in session.exec(select(CalledRow.id, CalledRow.entity_id, CalledRow.place_key))
    }
    home = col(ClaimRow.cluster_id)
    query = select(home, MentionRow.called_id).join(MentionRow, col(MentionRow.claim_id) == col(ClaimRow.id))
    ids = select(ClusterRow.id).order_by(col(ClusterRow.id)).limit(AT_A_TIME)
    some = session.exec(ids).all()
    while some:
        named = dict.fromkeys(some, 0)
        for cluster, number in session.exec(query.where(home >= some[0], home <= some[-1])):
            if cluster is not None:
                named[cluster] |= own[number]
        session.execute(update(ClusterRow), [{"id": cluster, "named": marks} for cluster, marks in named.items()])
        some = session.exec(ids.where(col(ClusterRow.id) > some[-1])).all()
    of_cluster = select(ClusterRow.named).where(col(ClusterRow.id) == col(ConflictRow.cluster_id)).scalar_subquery()
    session.execute(update(ConflictRow).values(named=type_coerce(of_cluster, Integer)))
