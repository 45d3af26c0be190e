"""Time zones told beside a clock time: hours from UTC, and when they keep summer time."""

from dataclasses import replace
from datetime import date, timedelta

from app.core.claims.times.calendar import weekday_near
from app.core.claims.times.resolved import Resolved
from app.core.model.when import Interval

_SUNDAY = 7


def zone_offset(zone: str, day: date) -> timedelta:
    """What a zone such as "+1 eu" or "-5" adds to UTC on that day."""
    hours, _, rule = zone.partition(" ")
    summer = (rule == "eu" and _is_european_summer(day)) or (rule == "us" and _is_american_summer(day))
    return timedelta(hours=float(hours) + summer)


def _is_european_summer(day: date) -> bool:
    first, last = date(day.year, 3, 31), date(day.year, 10, 31)
    return weekday_near(first, _SUNDAY, -1) <= day < weekday_near(last, _SUNDAY, -1)


def _is_american_summer(day: date) -> bool:
    first, last = date(day.year, 3, 8), date(day.year, 11, 1)
    return weekday_near(first, _SUNDAY, 1) <= day < weekday_near(last, _SUNDAY, 1)


def in_offset(found: Resolved, zone: str | None, offset: timedelta | None) -> Resolved:
    """The time that was told by the clock of a zone, by the clock of the publication; unchanged where one of the two
    is not known."""
    if zone is None or offset is None or found.interval is None:
        return found
    shift = offset - zone_offset(zone, found.interval.earliest.date())
    alternative = _moved(found.alternative, shift) if found.alternative is not None else None
    return replace(
        found,
        interval=_moved(found.interval, shift),
        alternative=alternative,
        readings=tuple(_moved(reading, shift) for reading in found.readings),
        reason=f"{found.reason}; from the time zone told to that of the publication",
    )


def _moved(interval: Interval, shift: timedelta) -> Interval:
    return Interval(earliest=interval.earliest + shift, latest=interval.latest + shift)
