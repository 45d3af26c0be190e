"""Two expressions that are the ends of one range, as one interval."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from app.core.claims.times.calendar import shifted_months
from app.core.claims.times.expression import Expression
from app.core.claims.times.resolved import Resolved
from app.core.model.when import Interval

_DAY_FIELDS = (
    *("weekday", "day", "month", "year", "relative_day", "nth", "anchor", "holiday", "direction"),
    *("unit", "unit_direction", "other", "shift", "other_order"),
)
_OF_CLOCK = frozenset({"clock", "part", "midnight"})


def joined_range(resolve: Callable[[Expression], Resolved], left: Expression, right: Expression) -> Resolved | None:
    """One interval from the beginning of ``left`` to the end of ``right``, which lend each other what they leave
    out."""
    left, right = _lent(left, right)
    begin, end = resolve(left), resolve(right)
    if begin.interval is None or end.interval is None:
        return None
    starts, ends = _choices(left, begin), _choices(right, end)
    earliest, last = starts[0], ends[0]
    if earliest.earliest >= last.earliest:
        moved = _moved_apart(left, right, earliest, last)
        if moved is None:
            return None
        earliest, last = moved
    return Resolved(
        interval=Interval(earliest=earliest.earliest, latest=last.latest),
        granularity=end.granularity,
        reason=f"from {begin.reason} to {end.reason}",
        undirected=end.undirected or begin.undirected,
        readings=tuple(_readings(starts, ends)),
    )


def _choices(expression: Expression, found: Resolved) -> tuple[Interval, ...]:
    """The intervals that an end may mean, the first one taken; an hour without its half of the day is no whole day."""
    interval = found.interval
    if interval is None:
        return ()
    open_hour = expression.clock is not None and not expression.clock.exact and expression.part is None
    if open_hour and found.readings:
        return found.readings
    return tuple(dict.fromkeys((interval, *found.readings)))


def _readings(starts: tuple[Interval, ...], ends: tuple[Interval, ...]) -> list[Interval]:
    """All pairs of readings, with the end's own time and without it."""
    found: list[Interval] = []
    for start in starts[:4]:
        for end in ends[:4]:
            found.extend(
                Interval(earliest=start.earliest, latest=latest)
                for latest in (end.latest, end.earliest)
                if latest > start.earliest
            )
    return list(dict.fromkeys(found))


def _moved_apart(
    left: Expression, right: Expression, begin: Interval, end: Interval
) -> tuple[Interval, Interval] | None:
    """A begin that lies after its end is meant a week, a year or half a day sooner."""
    fixed = left.year is not None or left.relative_day is not None
    if left.clock is not None and right.clock is not None:
        later = timedelta(hours=24 if right.clock.exact else 12)
        moved = Interval(earliest=end.earliest + later, latest=end.latest + later)
        return (begin, moved) if begin.earliest < moved.earliest else None
    if fixed or (left.weekday is None and left.month is None):
        return None
    if left.month is None:
        step = timedelta(days=7)
        moved = Interval(earliest=begin.earliest - step, latest=begin.latest - step)
    else:
        moved = Interval(earliest=_year_before(begin.earliest), latest=_year_before(begin.latest))
    return (moved, end) if moved.earliest < end.earliest else None


def _year_before(moment: datetime) -> datetime:
    return datetime.combine(shifted_months(moment.date(), -12), moment.time())


def _lent(left: Expression, right: Expression) -> tuple[Expression, Expression]:
    """Both ends with what only the other one tells."""
    named = left.month is not None or left.season is not None
    if left.year is None and right.year is not None and named and right.told != {"year"}:
        left = replace(left, year=right.year)
    if left.day is not None and left.month is None and right.month is not None:
        left = replace(left, month=right.month, year=right.year)
    if right.day is not None and right.month is None and left.month is not None:
        right = replace(right, month=left.month, year=left.year)
    if left.day is not None and left.unit == "month" and right.told == {"day"}:
        right = replace(right, unit=left.unit, unit_direction=left.unit_direction)
    if left.weekday is not None and left.unit is None and right.unit == "week" and right.weekday is not None:
        left = replace(left, unit=right.unit, unit_direction=right.unit_direction)
    if left.unit == "week" and left.weekday is not None and right.told == {"weekday"}:
        right = replace(right, unit=left.unit, unit_direction=left.unit_direction)
    if left.told <= _OF_CLOCK and right.clock is not None and not right.told <= _OF_CLOCK:
        days = {name: getattr(right, name) for name in _DAY_FIELDS}
        left = replace(left, **days)
    elif right.told <= _OF_CLOCK and not left.told <= _OF_CLOCK:
        days = {name: getattr(left, name) for name in _DAY_FIELDS}
        right = replace(right, **days)
    return left, right
