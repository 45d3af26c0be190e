"""One of the days, weeks, months ... of a longer time: the second Monday of May, the last week of 2015."""

from datetime import date, datetime, time, timedelta

from app.core.claims.times.calendar import day_interval, shifted_months, weekday_near, year_interval
from app.core.claims.times.expression import Nth
from app.core.model.when import Interval

_YEAR = timedelta(days=300)
_MONTHS = {"month": 1, "quarter": 3}


def member(nth: Nth, whole: Interval, *, weekend_starts: int) -> tuple[Interval, ...]:
    """The member of the longer time, and other ways to count it; nothing where it has no such member."""
    first, end = whole.earliest.date(), whole.latest.date()
    found = _members(nth, first, end, weekend_starts=weekend_starts, years=whole.latest - whole.earliest > _YEAR)
    inside = [i for i in found if i.earliest < whole.latest and whole.earliest < i.latest]
    return tuple(dict.fromkeys(inside if nth.count else found))


def _members(nth: Nth, first: date, end: date, *, weekend_starts: int, years: bool) -> list[Interval]:
    count = nth.count
    match nth.kind:
        case "day":
            return [day_interval(_nth_day(first, end, count))]
        case "weekday":
            return [day_interval(_nth_weekday(first, end, count, nth.weekday or 1))]
        case "week" if count == 0:
            return [_days(weekday_near(first, 1, -1), 7)]
        case "weekend" if count == 0:
            return [_days(weekday_near(weekday_near(first, 1, -1), weekend_starts, 1), 2)]
        case "week":
            begun = _days(
                weekday_near(first, 1, -1) + timedelta(days=7 * (count - 1)), 7
            )  # the first may be part of one
            weeks = [_week_of_month(first, end, count), _days(_nth_days(first, end, count, 7), 7), begun]
            return [_week_of_year(first, end, count), *weeks] if years else weeks
        case "weekend":
            return [_days(_nth_weekday(first, end, count, weekend_starts), 2)]
        case "half" | "fortnight":
            return _half(first, end, count)
        case _:
            return _months(nth, first, end, years=years)


def _days(first: date, days: int) -> Interval:
    return Interval(earliest=day_interval(first).earliest, latest=day_interval(first).earliest + timedelta(days=days))


def _nth_day(first: date, end: date, count: int) -> date:
    return first + timedelta(days=count - 1) if count > 0 else end + timedelta(days=count)


def _nth_days(first: date, end: date, count: int, days: int) -> date:
    return first + timedelta(days=(count - 1) * days) if count > 0 else end + timedelta(days=count * days)


def _nth_weekday(first: date, end: date, count: int, weekday: int) -> date:
    if count > 0:
        return weekday_near(first, weekday, 1) + timedelta(days=7 * (count - 1))
    return weekday_near(end - timedelta(days=1), weekday, -1) + timedelta(days=7 * (count + 1))


def _week_of_month(first: date, end: date, count: int) -> Interval:
    """Whole weeks from Monday to Sunday inside the month."""
    if count > 0:
        return _days(weekday_near(first, 1, 1) + timedelta(days=7 * (count - 1)), 7)
    return _days(weekday_near(end - timedelta(days=7), 1, -1) + timedelta(days=7 * (count + 1)), 7)


def _week_of_year(first: date, end: date, count: int) -> Interval:
    """Weeks by ISO 8601: the first one holds the first Thursday, the last one the last Thursday."""
    if count > 0:
        return _days(weekday_near(first + timedelta(days=3), 1, -1) + timedelta(days=7 * (count - 1)), 7)
    return _days(weekday_near(end - timedelta(days=4), 1, -1) + timedelta(days=7 * (count + 1)), 7)


def _half(first: date, end: date, count: int) -> list[Interval]:
    months = (end.year - first.year) * 12 + end.month - first.month
    if first.day != 1 or end.day != 1 or abs(count) > 2:
        return []
    middle = shifted_months(first, months // 2) if months > 1 else first + timedelta(days=15)
    begin, stop = (first, middle) if count == 1 else (middle, end)
    return [Interval(earliest=datetime.combine(begin, time()), latest=datetime.combine(stop, time()))]


def _months(nth: Nth, first: date, end: date, *, years: bool) -> list[Interval]:
    if nth.kind in ("year", "decade"):
        size = 1 if nth.kind == "year" else 10
        year = first.year + (nth.count - 1) * size if nth.count > 0 else end.year + nth.count * size
        return [year_interval(year, year + size - 1)]
    months = _MONTHS.get(nth.kind)
    if months is None or first.day != 1 or end.day != 1:
        return []
    begin = (
        shifted_months(first, (nth.count - 1) * months) if nth.count > 0 else shifted_months(end, nth.count * months)
    )
    stop = shifted_months(begin, months)
    return [Interval(earliest=datetime.combine(begin, time()), latest=datetime.combine(stop, time()))]
