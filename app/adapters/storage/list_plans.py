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
BESIDE = 5  # times as many as the fewest are gathered, too, where fewer rows are to be asked then


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
    covered: bool = False  # whether the index that the list goes through holds the ids


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
    plan = plan_of(session, wanted)
    if plan.count == 0:
        return Slice((), None)
    in_order = plan.few is None or plan.is_met
    query = plan.asking(query, InTurn(row_id) if in_order else row_id)
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
    return plan_of(session, wanted).asking(query, row_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Of which choice the list is made (``few``), of how many rows; None where all are of many. ``beside``: of those
    that an index tells, what is found in them as well is left."""

    wanted: Wanted
    few: Choice | None
    count: int | None
    beside: Sequence[Choice] = ()

    @property
    def is_met(self) -> bool:
        """Whether the rows are met in the order of the list sooner than they are looked up, known as they are. Only
        where nothing else is asked for is the next page as near as their number tells."""
        alone = len(self.wanted.choices) == 1 and not self.wanted.conditions
        return (
            alone and self.wanted.covered and bool(self.few and self.few.gathered) and (self.count or 0) > GATHERED_FEW
        )

    def asking(self, query: Any, row_id: Any) -> Any:
        """The query for what is wanted."""
        beside = {id(choice) for choice in (self.few, *self.beside)}
        tests = [choice.test for choice in self.wanted.choices if id(choice) not in beside]
        query = query.where(*self.wanted.conditions, *tests)
        if self.few is None:
            return query
        ids = self.few.ids
        for choice in self.beside:
            ids = ids.where(InTurn(next(iter(ids.selected_columns))).in_(choice.ids))
        return query.where(row_id.in_(ids))


def plan_of(session: Session, wanted: Wanted) -> Plan:
    """Made of the choice of the fewest rows."""
    counts: list[tuple[int, Choice]] = []
    for choice in wanted.choices:
        fewest = min((count for count, _ in counts), default=None)
        most = GATHERED if choice.gathered else FEW
        if fewest is not None:
            most = min(most, fewest * BESIDE if choice.gathered else fewest)
        counted = choice.counted.limit(most + 1).subquery()
        count = session.exec(select(func.count()).select_from(counted)).one()
        if count <= most:
            counts.append((count, choice))
        if count == 0:
            break
    if not counts:
        return Plan(wanted=wanted, few=None, count=None)
    count, few = min(counts, key=lambda counted: counted[0])
    others = [choice for number, choice in counts if choice.gathered and number <= count * BESIDE and choice is not few]
    return Plan(wanted=wanted, few=few, count=count, beside=others if few.gathered else ())
