"""How a list is found: from the few that a filter leaves, or in the order of the list until a page is full.

Of a filter that few fit, the list is made of them alone, and sorted. Where many fit every filter, the next page is
near: the list is gone through in its order, and each row asked. A database that plans by itself knows too little of
both: it gathers and sorts all that fit the one, and looks through everything for the other. Where one filter is all
that is asked for, how many fit it tells how far the next page reaches, and so what either way costs.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from math import isqrt
from typing import Any

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, SQLModel, select

from app.adapters.storage.in_turn import InTurn
from app.adapters.storage.paging import read_cursor, write_cursor
from app.core.model.records import Slice

FEW = 4_000  # rows; of a million, looking these up takes as long as going through the list until a page is full
# Of what an index tells without reading rows, so many are gathered.
GATHERED = 12_000
BESIDE = 5  # times as many as the fewest are gathered, too, where fewer rows are to be asked then
MOST_COUNTED = 30_000
HANDFUL = 500  # rows that prepared statements find, before a database has to be told anything else
PAGE = 51  # rows that are gone for, mostly
FAR = 3  # times as far as a page should reach, one that is not full is looked for in another way
# Microseconds for a row, with a million claims on SQLite.
LOOKED_UP = 6.0  # by its id, in no order
ASKED = 3.0  # in the order of the list
MET = 0.5  # in an index, to be looked for among those that are gathered
PROBED = 4.0  # in another table, for a row in the order of the list
ASSUMED = 1_000_000  # rows of a table, where the database does not know at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Another question to one row, which takes gathering all that fit: ``once`` so many microseconds for each of them,
    and ``each`` so many for each row that is asked."""

    test: ColumnElement[bool]
    once: float
    each: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """A condition of the listed row alone, asked in the order of the list at no cost: all that fit a choice meet it,
    and of the others a share, ``passing``."""

    test: ColumnElement[bool]
    passing: float

    def before(self, way: Way) -> Way:
        """The same way for the rows that are left."""
        return Way(test=and_(self.test, way.test), once=way.once, each=MET + self.passing * way.each)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What one filter chooses, told in two ways: as the ids of the rows (``ids``, a subquery), and as a question to one
    row (``test``). ``counted``, a subquery, has about as many rows as ``ids``, and costs less. ``gathered``: the ids
    come from an index, much faster than rows are read."""

    ids: Any
    test: ColumnElement[bool]
    counted: Any
    gathered: bool = False
    direct: ColumnElement[bool] | None = None  # the same of a column of the listed table, for which there is an index
    ordered: bool = False  # whether that index goes on in the order of the list
    among: type[SQLModel]  # where they are counted
    share: float = 1.0  # of its rows, one fits for each that is listed and fits
    times: int = 1  # about as many rows as this are listed for each that is counted
    look: float = LOOKED_UP  # microseconds to look up one that is counted
    ask: float = ASKED  # microseconds for ``test``
    ways: Sequence[Way] = ()
    # The rows, their keys last, where they are a handful, found without any other statement; None where they are more.
    handful: Callable[[Session], Collection[Any] | None] | None = None
    # How many ``counted`` has at most, where that is known without counting.
    total: Callable[[Session], int] | None = None
    sieve: Callable[[Session], Sieve | None] | None = None

    @property
    def every_way(self) -> Sequence[Way]:
        """In which a row in the order of the list can be asked."""
        return [Way(test=self.test, once=0, each=self.ask), *self.ways]

    def sieved(self, session: Session) -> "Choice":
        """The same choice, with the sieve before each way."""
        sieve = None if self.sieve is None else self.sieve(session)
        if sieve is None:
            return self
        asked, *ways = map(sieve.before, self.every_way)
        return replace(self, test=asked.test, ask=asked.each, ways=ways, sieve=None)


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
    if len(wanted.choices) == 1 and not wanted.conditions:
        return _page(_of_one(session, query, wanted.choices[0], key, row_id, limit + 1, place), limit)
    plan = plan_of(session, wanted)
    if plan.count == 0:
        return Slice((), None)
    if plan.few is not None:
        query = plan.asking(query, row_id)
        return _page(_sorted(session, query, key, limit + 1, place), limit)
    query = plan.asking(query, InTurn(row_id))
    rows: list[Any] = []
    for between in stretches(place) if stretches is not None else [None]:
        some = query if between is None else query.where(key >= between[0], key < between[1])
        rows.extend(_in_order(session, some, key, limit + 1 - len(rows), place))
        if len(rows) > limit:
            break
    return _page(rows, limit)


def _page(rows: Sequence[Any], limit: int) -> Slice[Any]:
    return Slice(tuple(rows[:limit]), write_cursor(str(rows[limit - 1][-1])) if len(rows) > limit else None)


def _in_order(session: Session, query: Any, key: Any, most: int, place: str | None) -> Sequence[Any]:
    query = query if place is None else query.where(key < place)
    return session.exec(query.order_by(key.desc()).limit(most)).all()  # type: ignore[no-any-return]


def _sorted(session: Session, query: Any, key: Any, most: int, place: str | None) -> Sequence[Any]:
    query = query if place is None else query.where(InTurn(key) < place)
    return session.exec(query.order_by(InTurn(key).desc()).limit(most)).all()  # type: ignore[no-any-return]


def _of_one(
    session: Session, query: Any, choice: Choice, key: Any, row_id: Any, most: int, place: str | None
) -> Sequence[Any]:
    """The next rows that fit the one choice."""
    if choice.ordered:
        return _in_order(session, query.where(choice.direct), key, most, place)
    total = None if choice.total is None else choice.total(session)
    if choice.handful is not None and (total is None or total <= HANDFUL):
        rows = choice.handful(session)
        if rows is not None:
            later = [row for row in rows if place is None or row[-1] < place]
            return sorted(later, key=lambda row: str(row[-1]), reverse=True)[:most]
    choice = choice.sieved(session)
    among = rows_of(session, choice.among) / choice.share
    count = _counted(session, choice, _worth_counting(choice, among)) if total is None else total
    if count == 0:
        return ()
    if count is None:
        return _in_order(session, query.where(choice.test), key, most, place)
    reach = PAGE * among / count
    way = min(reversed(choice.every_way), key=lambda way: _cost(way, count, reach))
    few = query.where(row_id.in_(choice.ids) if choice.direct is None else choice.direct)
    if count * choice.look <= _cost(way, count, reach):
        return _sorted(session, few, key, most, place)
    # What fits may be old, all of it.
    keys = select(key) if place is None else select(key).where(key < place)
    far = session.exec(keys.order_by(key.desc()).offset(FAR * int(reach)).limit(1)).first()
    met = query.where(way.test)
    if far is None:
        return _in_order(session, met, key, most, place)
    rows = [*_in_order(session, met.where(key >= far), key, most, place)]
    if len(rows) < most:
        looked_up = count * choice.look < among * way.each
        rest = _sorted if looked_up else _in_order
        rows.extend(rest(session, few if looked_up else met, key, most - len(rows), far))
    return rows


def _cost(way: Way, count: int, reach: float) -> float:
    return count * way.once + reach * way.each


def _worth_counting(choice: Choice, among: float) -> int:
    """Of more than so many, how many they are changes nothing."""
    least = min(choice.look, *(way.once for way in choice.ways)) if choice.ways else choice.look
    most = isqrt(int(PAGE * among * choice.ask / least))
    return min(most, GATHERED if choice.gathered else MOST_COUNTED)


def _counted(session: Session, choice: Choice, most: int) -> int | None:
    """None where they are more."""
    if choice.total is not None:
        total = choice.total(session)
        return total if total <= most else None
    counted = choice.counted.limit(most + 1).subquery()
    count: int = session.exec(select(func.count()).select_from(counted)).one()
    return count if count <= most else None


def rows_of(session: Session, table: type[SQLModel]) -> int:
    """About how many a table has, at once."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return ASSUMED
    name = SQLModel.metadata.tables[str(table.__tablename__)].name
    found = connection.exec_driver_sql(f'SELECT max(rowid) FROM "{name}"').scalar()  # noqa: S608  (names of ours)
    return found or 1


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

    def asking(self, query: Any, row_id: Any) -> Any:
        """The query for what is wanted."""
        beside = {id(choice) for choice in (self.few, *self.beside)}
        tests = [choice.test for choice in self.wanted.choices if id(choice) not in beside]
        query = query.where(*self.wanted.conditions, *tests)
        if self.few is None:
            return query
        if self.few.direct is not None:
            return query.where(self.few.direct)
        ids = self.few.ids
        for choice in self.beside:
            ids = ids.where(InTurn(next(iter(ids.selected_columns))).in_(choice.ids))
        return query.where(row_id.in_(ids))


def plan_of(session: Session, wanted: Wanted) -> Plan:
    """Made of the choice of the fewest rows."""
    counts: list[tuple[int, Choice]] = []
    for choice in wanted.choices:
        fewest = min((count for count, _ in counts), default=None)
        most = GATHERED if choice.gathered else FEW // choice.times
        if fewest is not None:
            most = min(most, fewest * BESIDE if choice.gathered else fewest)
        count = _counted(session, choice, most)
        if count is not None:
            counts.append((count * choice.times, choice))
        if count == 0:
            break
    if not counts:
        sieved = [choice.sieved(session) for choice in wanted.choices]
        return Plan(wanted=replace(wanted, choices=sieved), few=None, count=None)
    count, few = min(counts, key=lambda counted: counted[0])
    others = [choice for number, choice in counts if choice.gathered and number <= count * BESIDE and choice is not few]
    return Plan(wanted=wanted, few=few, count=count, beside=others if few.gathered else ())
