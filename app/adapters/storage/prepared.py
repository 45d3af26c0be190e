"""Statements that are asked again and again: built and compiled once for each kind of database.

Of a small answer, building and compiling a statement anew takes ten times as long as the database does. The values go
through the same types as everywhere, and errors are those of SQLAlchemy.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Float, Select
from sqlmodel import Session

from app.adapters.storage.portions import MOST_PARAMETERS, portions

LIST = "ids"  # the name of the parameter that is a list


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement as one kind of database takes it, with so many values in its list. ``places`` tells, in the order
    of the statement where it takes values by their place, the parameter and how its value is written."""

    text: str
    places: tuple[tuple[str, str, int | None, Callable[[Any], Any] | None], ...]
    by_place: bool
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]
    constants: Mapping[str, Any]

    def bind(self, values: Mapping[str, Any]) -> Any:
        """What the driver is given."""
        bound = []
        values = {**self.constants, **values}
        for name, parameter, number, write in self.places:
            value = values[parameter] if number is None else values[parameter][number]
            bound.append((name, value if write is None else write(value)))
        return tuple(value for _, value in bound) if self.by_place else dict(bound)

    def read(self, rows: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows as Python values."""
        if not self.readers:
            return list(rows)
        found = []
        for row in rows:
            values = list(row)
            for column, read in self.readers:
                values[column] = read(values[column])
            found.append(tuple(values))
        return found


class Prepared:
    """A select of columns, with ``bindparam``s; one of them may be a list: ``bindparam(LIST, expanding=True)``."""

    def __init__(self, statement: Any) -> None:
        self._statement: Select[Any] = statement
        self._forms: dict[tuple[str, int], _Form] = {}

    def rows(self, session: Session, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values."""
        connection = session.bind if isinstance(session.bind, Connection) else session.connection()
        count = len(values.get(LIST, ()))
        if count:
            size = _rounded(count)
            values[LIST] = [*values[LIST], *(values[LIST][-1:] * (size - count))]
            count = size
        form = self._form(connection.dialect, count)
        return form.read(_fetch(connection, form, form.bind(values)))

    def of_many(self, session: Session, ids: Iterable[Any], **values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows for a list of any length, in portions that a statement takes."""
        for portion in portions(ids):
            yield from self.rows(session, ids=portion, **values)

    def _form(self, dialect: Dialect, count: int) -> _Form:
        form = self._forms.get((dialect.name, count))
        if form is None:
            form = self._forms[dialect.name, count] = _form_of(self._statement, dialect, count)
        return form


def _fetch(connection: Connection, form: _Form, bound: Any) -> Sequence[Any]:
    driver: Any = connection.connection.dbapi_connection
    if form.by_place:
        # SQLite answers within the process; telling SQLAlchemy of it would cost more than the answer does.
        with suppress(driver.Error):
            found: Sequence[Any] = driver.execute(form.text, bound).fetchall()
            return found
    # Also where that failed, which leaves the transaction as it was: SQLAlchemy says what is wrong in its own words.
    return connection.exec_driver_sql(form.text, bound).fetchall()


def _rounded(count: int) -> int:
    """Few lengths make few statements: the last value is told several times."""
    return min(1 << (count - 1).bit_length(), MOST_PARAMETERS)


def _form_of(statement: Select[Any], dialect: Dialect, count: int) -> _Form:
    compiled = statement.compile(dialect=dialect)
    asked = {name: None for name, one in compiled.binds.items() if one.required}
    state = compiled.construct_expanded_state({**asked, LIST: [""] * count}, escape_names=False)
    lists = {name: (LIST, number) for number, name in enumerate(state.parameter_expansion.get(LIST, ()))}
    # What the state tells of writing values is only of those in its list.
    processors = {**compiled._bind_processors, **state.processors}
    names = state.positiontup if state.positiontup is not None else list(state.parameters)
    readers = []
    for number, column in enumerate(statement.selected_columns):
        if isinstance(column.type, Float):
            continue  # either driver gives what it is
        read = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if read is not None:
            readers.append((number, read))
    return _Form(
        text=state.statement,
        places=tuple((name, *lists.get(name, (name, None)), processors.get(name)) for name in names),
        by_place=state.positiontup is not None,
        readers=tuple(readers),
        constants={name: value for name, value in state.parameters.items() if name not in asked and name not in lists},
    )
