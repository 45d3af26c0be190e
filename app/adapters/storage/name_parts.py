"""What may be a part of a name, in the order of the alphabet: who looks for a part of one finds all that hold it beside
each other, and reads no other.

An index of all names in which every suffix of a name stands, cut off after a few characters (a suffix array, Manber and
Myers 1993, kept as a table).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, delete, func, insert, text
from sqlmodel import Session, SQLModel, col, select

from app.adapters.storage.prepared import Prepared
from app.adapters.storage.standing_tables import NamePartRow
from app.adapters.storage.tables import CalledRow

ESCAPE = "/"
LENGTH = 12  # characters of a part; few names have as many in common
_LAST = "\U0010ffff" * (LENGTH + 1)  # comes after all that goes on from a part
_CUT = f"""
WITH RECURSIVE place(number) AS (
    SELECT 1 UNION ALL SELECT number + 1 FROM place WHERE number < (SELECT max(length(folded)) FROM called)
)
INSERT INTO name_part (part, called_id)
SELECT DISTINCT substr(folded, number, {LENGTH}), id FROM called JOIN place ON number <= length(folded) ORDER BY 1, 2
"""  # noqa: S608  (names of ours)


def add_parts(session: Session, names: Mapping[int, str]) -> None:
    """Of new names, told by the numbers of their rows, folded."""
    rows = [{"part": part, "called_id": number} for part, number in _parts(names)]
    if rows:
        session.connection().execute(insert(NamePartRow), rows)


def parts_of(name: str) -> set[str]:
    """How it goes on from each of its characters."""
    return {name[start : start + LENGTH] for start in range(len(name))}


def _parts(names: Mapping[int, str]) -> list[tuple[str, int]]:
    return sorted((part, number) for number, name in names.items() for part in parts_of(name))


def remove_parts(session: Session, names: Mapping[int, str]) -> None:
    """Of names that go."""
    columns = SQLModel.metadata.tables["name_part"].c
    here = delete(NamePartRow).where(columns.part == bindparam("this"), columns.called_id == bindparam("number"))
    rows = [{"this": part, "number": number} for part, number in _parts(names)]
    if rows:
        session.connection().execute(here, rows)


def part_all(session: Session) -> None:
    """From scratch: for a store whose rows are not there yet."""
    session.exec(delete(NamePartRow))
    session.execute(text(_CUT))


def may_hold(session: Session, wanted: str, most: int) -> int:
    """How many names at most hold the text, which is folded and not empty; no more than ``most`` are counted."""
    return int(_COUNT.rows(session, **holding(wanted), most=most)[0][0])


def holding(wanted: str) -> dict[str, Any]:
    """The values that ``names_holding`` asks for."""
    beginning = wanted[:LENGTH]
    return {"beginning": beginning, "end": beginning + _LAST, "pattern": pattern_of(wanted)}


def names_holding() -> Any:
    """A subquery: the names' ids of the rows that hold a text."""
    numbers = select(NamePartRow.called_id).where(_begins())
    holds = col(CalledRow.folded).like(bindparam("pattern"), escape=ESCAPE)
    return select(CalledRow.name_id).where(col(CalledRow.id).in_(numbers), holds)


def pattern_of(wanted: str) -> str:
    """What is like a text that holds this one."""
    for sign in (ESCAPE, "%", "_"):
        wanted = wanted.replace(sign, ESCAPE + sign)
    return f"%{wanted}%"


def _begins() -> ColumnElement[bool]:
    part = SQLModel.metadata.tables["name_part"].c.part
    return (part >= bindparam("beginning")) & (part < bindparam("end"))


_SOME = select(NamePartRow.called_id).where(_begins()).limit(bindparam("most", type_=Integer)).subquery()
_COUNT = Prepared(select(func.count()).select_from(_SOME))
