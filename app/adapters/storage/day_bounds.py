"""Where in a list, which is in the order of publication, something that happened in a given time can be.

A list that is to show what happened before 2016 would else read over all that was reported since. News tells mostly of
what has just happened, so few days are left, however long the list is.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import bindparam, case, delete, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select

from app.adapters.storage.prepared import Prepared
from app.adapters.storage.standing_tables import DayBoundsRow
from app.adapters.storage.tables import ClaimRow, ClusterRow, local_text
from app.core.model.records import ClaimFilter, ClusterFilter, ConflictFilter

Kind = Literal["claim", "cluster"]
UNKNOWN = "~"
DAYS = 5  # hexadecimal digits of a sort key (sorting.py): those left out are a stretch of 2**40 microseconds
STRETCH = timedelta(microseconds=2**40)  # almost 13 days
AT_A_TIME = 64  # of such stretches
NEAR = timedelta(days=31)
AFTER_ALL = "~~"  # comes after every key of a day
Told = tuple[str, str | None, str | None]  # sort key, earliest, latest
_FITTING = Prepared(
    select(DayBoundsRow.days)
    .where(
        col(DayBoundsRow.of) == bindparam("kind"),
        col(DayBoundsRow.latest) > bindparam("since"),
        col(DayBoundsRow.earliest) < bindparam("until"),
        col(DayBoundsRow.days) <= bindparam("last"),
    )
    .order_by(col(DayBoundsRow.days).desc())
    .limit(AT_A_TIME)
)


def widen(session: Session, kind: Kind, told: Iterable[Told]) -> None:
    """Makes the bounds hold for these, too."""
    bounds: dict[str, tuple[str, str]] = {}
    for sort_key, earliest, latest in told:
        if earliest is None or latest is None:
            continue  # no time that is asked for fits it
        days = sort_key.partition("~")[0][:DAYS] or UNKNOWN
        least, most = bounds.get(days, (earliest, latest))
        bounds[days] = min(least, earliest), max(most, latest)
    if not bounds:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(DayBoundsRow)
    table, new = SQLModel.metadata.tables["day_bounds"].c, statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=[table.of, table.days],
        set_={
            "earliest": case((new.earliest < table.earliest, new.earliest), else_=table.earliest),
            "latest": case((new.latest > table.latest, new.latest), else_=table.latest),
        },
    )
    rows = [
        {"of": kind, "days": days, "earliest": one, "latest": other} for days, (one, other) in sorted(bounds.items())
    ]
    session.execute(statement, rows)


def ranges(
    session: Session, kind: Kind, *, since: str | None, until: str | None, cursor: str | None
) -> Iterator[tuple[str, str]]:
    """Stretches of sort keys, from and before, the greatest first and none beyond the cursor, in which all is that
    happened after ``since`` and before ``until``. Those near each other are one."""
    last = AFTER_ALL if cursor is None else cursor.partition("~")[0][:DAYS] or UNKNOWN
    for fitting in _days(session, kind, since, until, last):
        # What is read at a time is a stretch of its own: most pages are full before the second one is needed.
        newest = oldest = fitting[0]
        for day in fitting[1:]:
            if _far_apart(oldest, day):
                yield oldest, newest + AFTER_ALL
                newest = day
            oldest = day
        yield oldest, newest + AFTER_ALL


def stretches_of(
    session: Session, kind: Kind, wanted: ClaimFilter | ClusterFilter | ConflictFilter
) -> Callable[[str | None], Iterator[tuple[str, str]]] | None:
    """``ranges`` of the time that a filter asks for, given the cursor; None where it asks for none."""
    if wanted.since is None and wanted.until is None:
        return None
    since = None if wanted.since is None else local_text(wanted.since)
    until = None if wanted.until is None else local_text(wanted.until)
    return lambda cursor: ranges(session, kind, since=since, until=until, cursor=cursor)


def _days(session: Session, kind: Kind, since: str | None, until: str | None, last: str) -> Iterator[list[str]]:
    """At most AT_A_TIME at a time, the latest first, from ``last`` on."""
    told = {"kind": kind, "since": since or "", "until": until or AFTER_ALL}
    found = [days for (days,) in _FITTING.rows(session, **told, last=last)]
    while found:
        yield found
        found = [days for (days,) in _FITTING.rows(session, **told, last=found[-1])][1:]  # the last one again


def _far_apart(later: str, earlier: str) -> bool:
    if UNKNOWN in (later, earlier):
        return True
    return (int(later, 16) - int(earlier, 16)) * STRETCH > NEAR


def bound_all(session: Session) -> None:
    """From scratch: for a store whose rows are not there yet."""
    session.exec(delete(DayBoundsRow))
    kinds: tuple[tuple[Kind, Any], ...] = (("claim", ClaimRow), ("cluster", ClusterRow))
    for kind, table in kinds:
        days = func.substr(table.sort_key, 1, DAYS)
        told = select(days, func.min(table.earliest), func.max(table.latest))
        told = told.where(table.earliest.is_not(None), table.latest.is_not(None)).group_by(days)
        widen(session, kind, session.exec(told).all())
