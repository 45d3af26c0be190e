"""Times that are so far from another one: "two weeks ago", "the last three days", "a year after the eclipse"."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from app.core.claims.times.amounts import DAYS
from app.core.claims.times.calendar import calendar_unit, day_interval, month_interval, part_interval, shifted_months
from app.core.claims.times.expression import Amount, Expression, Shift
from app.core.claims.times.resolved import (
    UNIT_GRANULARITY,
    WINDOW_GRANULARITY,
    Resolved,
    granularity_of,
    with_since,
)
from app.core.claims.times.vocabulary import FUTURE
from app.core.model.when import Granularity, Interval

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_CLOCKED = ("second", "minute", "hour")
_FEW = 3.0  # "a few days", where one number must stand for them


def moved(start: datetime, parts: Iterable[tuple[float, str]], sign: int) -> datetime:
    """So many units later or earlier; months and years keep the day of the month."""
    for number, unit in parts:
        if unit in _MONTHS and number == int(number):
            start = datetime.combine(shifted_months(start.date(), sign * int(number) * _MONTHS[unit]), start.time())
        else:
            start += timedelta(days=sign * number * DAYS[unit])
    return start


def _parts(shift: Shift | Amount, number: float) -> tuple[tuple[float, str], ...]:
    return ((number, shift.unit), *shift.more)


def shifted(expression: Expression, shift: Shift, published: datetime, *, weekend_starts: int) -> Resolved:
    """The time so far from the publication, with the slack of a reporter's round numbers."""
    if shift.window or shift.within or shift.low != shift.high:
        return _window(expression, shift, published, weekend_starts)
    days = shift.sign * int(shift.low) if _is_whole_days(shift) and shift.low < 100_000 else None
    center = moved(published, _parts(shift, shift.low), shift.sign)
    readings = to_the_letter(center, shift.more[-1][1] if shift.more else shift.unit)
    if days is not None:
        interval = part_interval(center.date(), expression)
        return Resolved(
            interval=interval,
            granularity=granularity_of(expression),
            reason=with_since(f"{days:+d} days from publication", expression),
            days_from_publication=days,
            readings=readings if expression.part is None and expression.clock is None else (),
        )
    return Resolved(
        interval=_around(center, "day" if shift.more and shift.unit not in _CLOCKED else shift.unit),
        granularity=UNIT_GRANULARITY.get(shift.unit, Granularity.DAY),
        reason=with_since(f"{shift.low:g} {shift.unit}(s) from publication", expression),
        readings=readings,
    )


def _is_whole_days(shift: Shift) -> bool:
    return shift.unit == "day" and shift.low == int(shift.low) and not shift.more


def to_the_letter(center: datetime, unit: str) -> tuple[Interval, ...]:
    """The minute, hour, day, month or year itself."""
    minute = center.replace(second=0, microsecond=0)
    hour = minute.replace(minute=0)
    precise = Interval(earliest=minute, latest=minute + timedelta(minutes=1))
    if unit in _CLOCKED:
        return (precise,)
    day = day_interval(center.date())
    found = [day, Interval(earliest=hour, latest=hour + timedelta(hours=1))]
    if unit in ("month", "quarter", "half", "year", "decade", "century"):
        found.append(month_interval(center.year, center.month))
    return tuple(found)


def _window(expression: Expression, shift: Shift, published: datetime, weekend_starts: int) -> Resolved:
    far = moved(published, _parts(shift, shift.high), shift.sign)
    near = published if shift.window or shift.within else moved(published, _parts(shift, shift.low), shift.sign)
    earliest, latest = min(far, near), max(far, near)
    hours = shift.unit in _CLOCKED
    if not hours:
        earliest = datetime.combine(earliest.date(), time())
        latest = day_interval(latest.date()).latest
    if latest <= earliest:
        latest = earliest + timedelta(hours=1)
    coarse = Granularity.HOUR if hours else WINDOW_GRANULARITY.get(shift.unit, Granularity.YEAR)
    return Resolved(
        interval=Interval(earliest=earliest, latest=latest),
        granularity=coarse,
        reason=with_since(f"up to {shift.high:g} {shift.unit}s from publication", expression),
        readings=tuple(_window_readings(shift, published, weekend_starts)),
    )


def _window_readings(shift: Shift, published: datetime, weekend_starts: int) -> Iterable[Interval]:
    """Counted from the moment, from the day, and in whole units of the calendar."""
    number = shift.high if shift.low == shift.high else _FEW
    starts = [published.replace(second=0, microsecond=0)]
    if shift.unit not in _CLOCKED:
        midnight = datetime.combine(published.date(), time())
        starts.append(midnight + timedelta(days=1) if shift.sign > 0 else midnight)
        starts.append(midnight)
    elif shift.unit == "hour":
        hour = published.replace(minute=0, second=0, microsecond=0)
        starts.append(hour + timedelta(hours=1) if shift.sign > 0 else hour)
    elif shift.sign > 0:
        starts.append(starts[0] + timedelta(minutes=1))
    for start in starts:
        far = moved(start, _parts(shift, number), shift.sign)
        if far != start:
            yield Interval(earliest=min(start, far), latest=max(start, far))
        if not shift.window:
            yield from to_the_letter(far, shift.unit)
        if shift.within and shift.unit not in _CLOCKED:  # before that day begins
            yield Interval(earliest=starts[0], latest=max(datetime.combine(far.date(), time()), starts[0]))
    if number == int(number) and 1 <= number < 100 and not shift.more and shift.unit not in (*_CLOCKED, "night"):
        yield _whole_units(shift, int(number), published.date(), weekend_starts)


def _whole_units(shift: Shift, number: int, today: date, weekend_starts: int) -> Interval:
    """The full units before or after the running one: "the last two years" are the two before this one."""
    if shift.unit in ("day", "fortnight"):
        first = today + timedelta(days=1 if shift.sign > 0 else -number * round(DAYS[shift.unit]))
        last = first + timedelta(days=number * round(DAYS[shift.unit]) - 1)
        return Interval(earliest=day_interval(first).earliest, latest=day_interval(last).latest)
    running = calendar_unit(shift.unit, 0, today, weekend_starts=weekend_starts)
    if shift.sign > 0:
        return Interval(earliest=running.latest, latest=moved(running.latest, ((number, shift.unit),), 1))
    return Interval(earliest=moved(running.earliest, ((number, shift.unit),), -1), latest=running.earliest)


def _around(center: datetime, unit: str) -> Interval:
    """So much to either side as a reporter rounds."""
    match unit:
        case "second" | "minute":
            slack = timedelta(minutes=15)
        case "hour":
            slack = timedelta(hours=1)
        case _:
            days = {"day": 0, "night": 0, "weekend": 2, "week": 3, "fortnight": 4, "month": 15}.get(unit, 183)
            first = datetime.combine(center.date() - timedelta(days=days), time())
            return Interval(earliest=first, latest=first + timedelta(days=2 * days + 1))
    return Interval(earliest=center - slack, latest=center + slack)


def counted_from(anchor: Resolved, amount: Amount, sign: int) -> Resolved:
    """The time that is so far from another one, as long as that is."""
    interval = anchor.interval
    if interval is None:
        return anchor
    parts = _parts(amount, amount.low)
    if amount.unit in _CLOCKED and interval.latest - interval.earliest > timedelta(hours=1):
        return replace(anchor, interval=None, reason="hours counted from a time that is not told so fine")
    earliest = moved(interval.earliest, parts, sign)
    latest = moved(interval.latest, parts, sign)
    if interval.latest - interval.earliest <= timedelta(days=1):
        latest = earliest + (interval.latest - interval.earliest)
    return Resolved(
        interval=Interval(earliest=earliest, latest=max(latest, earliest + timedelta(minutes=1))),
        granularity=anchor.granularity,
        reason=f"{sign * amount.low:+g} {amount.unit}(s), counted from: {anchor.reason}",
        undirected=anchor.undirected,
    )


def lasting_from(begin: Resolved, amount: Amount) -> Resolved:
    """ "From 18 December for 10 days": the length from a time on, to the letter also with that last day or minute."""
    if begin.interval is None:
        return begin
    parts = _parts(amount, amount.low)
    starts = dict.fromkeys(told.earliest for told in (begin.interval, *begin.readings))
    step = timedelta(minutes=1) if amount.unit in _CLOCKED else timedelta(days=1)
    ends = [(start, moved(start, parts, FUTURE)) for start in starts]
    found = [Interval(earliest=start, latest=end + more) for start, end in ends for more in (timedelta(), step)]
    return replace(begin, interval=found[0], alternative=None, readings=tuple(found[1:]))
