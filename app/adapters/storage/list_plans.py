"""How a list is found: from the few that a filter leaves, or in the order of the list until a page is full.

Of a filter that few fit, the list is made of them alone, and sorted. Where many fit every filter, the next page is
near: the list is gone through in its order, and each row asked. A database that plans by itself knows too little of
both: it gathers and sorts all that fit the one, and looks through everything for the other.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, select

from app.adapters.storage.in_turn import InTurn
from app.adapters.storage.paging import read_cursor, write_cursor
from app.core.model.records import Slice

FEW = 4_000  # rows; of a million, looking these up takes as long as going through the list until a page is full
# Of what an index tells without reading rows, so many are gathered; more than GATHERED_FEW are not looked up, but met
# in the order of the list.
GATHERED = 12_000
GATHERED_FEW = 1_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What one filter chooses, told in two ways: as the ids of the rows (``ids``, a subquery), and as a question to one
    row (``test``). ``counted``, a subquery, has about as many rows as ``ids``, and costs less. ``gathered``: the ids
    come from an index, much faster than rows are read."""

    ids: Any
    test: ColumnElement[bool]
    counted: Any
    gathered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list asks for: all of the choices and all of the conditions."""

    choices: Sequence[Choice]
    conditions: Sequence[ColumnElement[bool]]


def page_of_plan(
    session: Session,
    query: Any,
    wanted: Wanted,
    key: Any,
    *,
    row_id: Any,
    limit: int,
    cursor: str | None,
    stretches: Callable[[str | None], Iterator[tuple[str, str]]] | None = None,
) -> Slice[Any]:
    """The rows of ``query``, whose last column is ``key``, after the cursor, in falling order of the key.

    ``stretches``: where in the order of the list all that fits is, the greatest keys first, given the last key before.
    """
    place = None if cursor is None else read_cursor(cursor)
    few, count = fewest(session, wanted.choices)
    in_order = few is None or (few.gathered and count > GATHERED_FEW and _is_all(wanted))
    query = _asking(query, wanted, few, InTurn(row_id) if in_order else row_id)
    rows: list[Any] = []
    if not in_order:
        query = query if place is None else query.where(InTurn(key) < place)
        rows.extend(session.exec(query.order_by(InTurn(key).desc()).limit(limit + 1)).all())
    else:
        query = query.order_by(key.desc())
        query = query if place is None else query.where(key < place)
        for between in stretches(place) if stretches is not None else [None]:
            some = query if between is None else query.where(key >= between[0], key < between[1])
            rows.extend(session.exec(some.limit(limit + 1 - len(rows))).all())
            if len(rows) > limit:
                break
    return Slice(tuple(rows[:limit]), write_cursor(str(rows[limit - 1][-1])) if len(rows) > limit else None)


def fitting(session: Session, query: Any, wanted: Wanted, row_id: Any) -> Any:
    """The query for those rows alone that are wanted."""
    return _asking(query, wanted, fewest(session, wanted.choices)[0], row_id)


def _is_all(wanted: Wanted) -> bool:
    """Whether one choice is all that is asked for: then the next page is as near as its number tells."""
    return len(wanted.choices) == 1 and not wanted.conditions


def _asking(query: Any, wanted: Wanted, few: Choice | None, row_id: Any) -> Any:
    tests = [choice.test for choice in wanted.choices if choice is not few]
    query = query.where(*wanted.conditions, *tests)
    return query if few is None else query.where(row_id.in_(few.ids))


def fewest(session: Session, choices: Sequence[Choice]) -> tuple[Choice | None, int]:
    """The choice of the fewest rows, and how many; None where all are of many."""
    found: tuple[int, Choice] | None = None
    for choice in choices:
        most = GATHERED if choice.gathered else FEW
        most = most if found is None else min(most, found[0])
        if not most:
            break
        counted = choice.counted.limit(most + 1).subquery()
        count = session.exec(select(func.count()).select_from(counted)).one()
        if count <= most and (found is None or count < found[0]):
            found = count, choice
    return (None, 0) if found is None else (found[1], found[0])
