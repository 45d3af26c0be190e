"""Feasts, decades, centuries and dates of other calendars as intervals."""

from datetime import date, timedelta

from app.core.claims.times.calendar import year_interval
from app.core.claims.times.calendars import LUNAR, computed, holiday_intervals, other_interval, other_year
from app.core.claims.times.expression import Expression, Nth, OtherDate
from app.core.claims.times.resolved import NO_DATE, Resolved
from app.core.model.when import Granularity

_FEAST_REACH = timedelta(days=30)  # a feast soon to come is meant rather than that of last year


def decade_or_century(nth: Nth, today: date | None) -> Resolved:
    """A decade or century that is told without a longer time."""
    if nth.kind == "century":
        whole = year_interval(nth.count * 100 - 100 or 1, nth.count * 100 - 1)
        return Resolved(interval=whole, granularity=Granularity.YEAR, reason="century as told")
    year = (nth.count - 1) * 10
    if today is None:
        return Resolved(interval=None, granularity=Granularity.YEAR, reason=NO_DATE)
    first = today.year // 100 * 100 + year
    first -= 100 if first > today.year else 0
    others = tuple(year_interval(other, other + 9) for other in (first - 100, first + 100))
    whole = year_interval(first, first + 9)
    return Resolved(interval=whole, granularity=Granularity.YEAR, reason="the last such decade", readings=others)


def holiday(expression: Expression, name: str, today: date | None, *, future: bool) -> Resolved:
    """A feast of the year told, or the one nearest to the publication."""
    year = expression.year
    if year is None and expression.unit == "year" and today is not None:
        year = today.year + (expression.unit_direction or 0)
    if year is None and today is None:
        return Resolved(interval=None, granularity=Granularity.DAY, reason=NO_DATE)
    if year is not None:
        found = holiday_intervals(name, year, year)
        interval = found[0] if found else None
        return Resolved(interval=interval, granularity=Granularity.DAY, reason="feast by its rule")
    around = today or date(1, 1, 2)
    feasts = holiday_intervals(name, max(around.year - 2, 1), around.year + 2)
    begun = [feast for feast in feasts if feast.earliest.date() <= around]
    ahead = [feast for feast in feasts if feast.earliest.date() > around]
    if not begun or not ahead:
        return Resolved(interval=None, granularity=Granularity.DAY, reason="no such feast near the publication")
    chosen = begun[-1]
    match expression.direction:
        case -1 if chosen.latest.date() > around:
            chosen = begun[-2] if len(begun) > 1 else chosen
        case 1:
            chosen = ahead[0]
        case None | 0 if future or ahead[0].earliest.date() - around <= _FEAST_REACH:
            chosen = ahead[0]
    undirected = expression.direction is None
    return Resolved(
        interval=chosen, granularity=Granularity.DAY, reason="feast nearest to publication", undirected=undirected
    )


def other_date(told: OtherDate, today: date | None, *, future: bool) -> Resolved:
    """A date of another calendar."""
    coarse = Granularity.MONTH if told.month is not None else Granularity.YEAR
    granularity = Granularity.DAY if told.day is not None else coarse
    year = told.year
    if year is None:
        if today is None:
            return Resolved(interval=None, granularity=granularity, reason=NO_DATE)
        year = other_year(told, today, future=future)
    interval = other_interval(told, year)
    reason = "Hijri date as computed, a day sooner or later" if told.calendar == LUNAR else "Jalali date"
    return Resolved(
        interval=interval,
        granularity=granularity,
        reason=reason,
        undirected=told.year is None,
        readings=(computed(told, interval),),
    )
