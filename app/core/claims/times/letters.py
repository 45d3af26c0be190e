"""What times say to the letter, beside the interval that allows for rounding or leaves the half of the day open."""

from datetime import date, datetime, time, timedelta

from app.core.claims.times.calendar import edge_of_part, shifted_months
from app.core.claims.times.expression import Expression
from app.core.model.when import Interval, PartOfDay

_HALVES = (timedelta(), timedelta(hours=12))
_NOON = timedelta(hours=12)


def clock_readings(day: date, expression: Expression) -> tuple[Interval, ...]:
    """Both halves of the day for an hour that tells none; the hour itself of noon and midnight."""
    start = datetime.combine(day, time())
    clock = expression.clock
    if clock is None:
        points = [start, start + timedelta(days=1)] if expression.midnight else []
        if expression.part is PartOfDay.NOON:
            points = [start + _NOON]
        if expression.part is not None and expression.edge in ("early", "middle", "late"):
            first, last = edge_of_part(expression.part, expression.edge)
            return (Interval(earliest=start + timedelta(hours=first), latest=start + timedelta(hours=last)),)
        if expression.part is None and expression.edge == "late":  # "the end of tomorrow"
            end = start + timedelta(days=1)
            return (Interval(earliest=end - timedelta(minutes=1), latest=end),)
        return tuple(Interval(earliest=point, latest=point + timedelta(hours=1)) for point in points)
    begin = start + timedelta(hours=clock.hour, minutes=clock.minute)
    length = timedelta(minutes=1 if clock.to_the_minute else 60)
    if clock.exact or clock.hour > 12:
        hours = [begin]
    elif clock.hour == 12:
        hours = [begin, begin + _NOON]
    else:
        hours = [begin + half for half in _HALVES]
    exact = [Interval(earliest=hour, latest=hour + length) for hour in hours]
    precise = [Interval(earliest=hour, latest=hour + timedelta(minutes=1)) for hour in hours]
    return (*exact, *precise)


def to_the_letter_of(whole: Interval, expression: Expression) -> tuple[Interval, ...]:
    """ "2014-2018" up to the beginning of 2018; "early 2016" as the first half of the year, "mid June"."""
    if expression.last_year is not None:
        last = datetime(expression.last_year, 1, 1)  # noqa: DTZ001 (local time)
        return (Interval(earliest=whole.earliest, latest=last),) if last > whole.earliest else ()
    return edge_readings(whole, expression.edge)


def edge_readings(whole: Interval, edge: str | None) -> tuple[Interval, ...]:
    """The first or last half, and the middle day, of a longer time."""
    days = (whole.latest - whole.earliest).days
    if edge not in ("early", "middle", "late") or days < 2:
        return ()
    months = (whole.latest.year - whole.earliest.year) * 12 + whole.latest.month - whole.earliest.month
    middle = whole.earliest + timedelta(days=days // 2)
    if months > 1 and whole.earliest.day == 1 == whole.latest.day:
        middle = datetime.combine(shifted_months(whole.earliest.date(), months // 2), time())
    elif months == 1:
        middle = whole.earliest + timedelta(days=15)
    elif days == 7:
        middle = whole.earliest + timedelta(days=3)
    if edge == "early":
        first = Interval(earliest=whole.earliest, latest=whole.earliest + timedelta(days=1))
        return (Interval(earliest=whole.earliest, latest=middle), first)
    if edge == "late":
        last = Interval(earliest=whole.latest - timedelta(days=1), latest=whole.latest)
        return (Interval(earliest=middle, latest=whole.latest), last)
    day = middle - timedelta(days=1) if months == 1 else middle
    return (Interval(earliest=day, latest=day + timedelta(days=1)),)
