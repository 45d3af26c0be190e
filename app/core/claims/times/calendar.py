"""Intervals of the calendar: days and their parts, weeks, months, seasons, years."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from app.core.claims.times.expression import Clock, Expression
from app.core.model.when import Interval, PartOfDay

PARTS = {  # first hour, and first hour after it; they overlap as reporters' words do
    PartOfDay.DAWN: (3, 7),
    PartOfDay.MORNING: (5, 12),
    PartOfDay.NOON: (11, 14),
    PartOfDay.AFTERNOON: (12, 18),
    PartOfDay.EVENING: (16, 24),
    PartOfDay.NIGHT: (18, 30),
}
_MIDNIGHT = (-2, 27)  # "midnight on Tuesday" may be either end of Tuesday
_EARLY_DAY, _LATE_DAY = (0, 12), (15, 26)
_LATE_NIGHT = (22, 26)
_SHARE = 0.6  # of a part of the day that "early" or "late" leaves
_SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}  # first month, northern


def day_interval(day: date) -> Interval:
    """Midnight to midnight."""
    start = datetime.combine(day, time())
    return Interval(earliest=start, latest=start + timedelta(days=1))


def part_interval(day: date, expression: Expression) -> Interval:
    """The part or the minute of the day that the expression tells; the whole day where it tells none."""
    start = datetime.combine(day, time())
    clock = expression.clock
    if clock is not None and (clock.exact or expression.part is not None):
        return _clock_interval(start, clock, expression.part)
    if expression.midnight:
        hours = _MIDNIGHT
    elif expression.part is not None:
        hours = PARTS[expression.part]
    elif expression.edge == "early":
        hours = _EARLY_DAY
    elif expression.edge == "late":
        hours = _LATE_DAY
    else:
        hours = (0, 24)
    return Interval(earliest=start + timedelta(hours=hours[0]), latest=start + timedelta(hours=hours[1]))


def edge_of_part(part: PartOfDay, edge: str) -> tuple[float, float]:
    """The hours of the earlier, middle or later part of a part of the day; they overlap a little."""
    if part is PartOfDay.NIGHT and edge == "late":
        return _LATE_NIGHT
    first, last = PARTS[part]
    length = last - first
    match edge:
        case "early":
            return first, first + length * _SHARE
        case "middle":
            return first + length / 4, last - length / 4
        case _:
            return last - length * _SHARE, last


def _clock_interval(start: datetime, clock: Clock, part: PartOfDay | None) -> Interval:
    hour = clock.hour
    late = part in (PartOfDay.AFTERNOON, PartOfDay.EVENING) or (part is PartOfDay.NIGHT and hour >= 6)
    if late and hour < 12:
        hour += 12
    if part is PartOfDay.NIGHT and hour < 6:
        hour += 24
    begin = start + timedelta(hours=hour, minutes=clock.minute)
    return Interval(earliest=begin, latest=begin + timedelta(minutes=1 if clock.to_the_minute else 60))


def weekday_near(day: date, weekday: int, sign: int) -> date:
    """The nearest such weekday at or before the day (sign -1), or at or after it (sign 1)."""
    if sign < 0:
        return day - timedelta(days=(day.isoweekday() - weekday) % 7)
    return day + timedelta(days=(weekday - day.isoweekday()) % 7)


def shifted_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that day is lacking."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    if not 1 <= year <= 9999:
        raise OverflowError(f"year {year} is outside the calendar")
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def month_interval(year: int, month: int) -> Interval:
    """The whole month."""
    first = date(year, month, 1)
    return Interval(earliest=datetime.combine(first, time()), latest=datetime.combine(shifted_months(first, 1), time()))


def year_interval(year: int, last_year: int | None = None) -> Interval:
    """The whole year, or all years up to and with the last."""
    return Interval(
        earliest=day_interval(date(year, 1, 1)).earliest,
        latest=day_interval(date((last_year or year) + 1, 1, 1)).earliest,
    )


def season_interval(year: int, season: str) -> Interval:
    """Three months; the winter of a year is the one that begins in it."""
    first = date(year, _SEASON_MONTHS[season], 1)
    return Interval(earliest=datetime.combine(first, time()), latest=datetime.combine(shifted_months(first, 3), time()))


def calendar_unit(unit: str, direction: int | None, today: date, *, weekend_starts: int) -> Interval:
    """The calendar week, month ... before, around or after the day; without a direction the one last begun."""
    if unit == "weekend":
        return _weekend(direction, today, weekend_starts)
    direction = direction or 0
    match unit:
        case "day":
            return day_interval(today + timedelta(days=direction))
        case "week":
            first = weekday_near(today, 1, -1) + timedelta(days=7 * direction)
            return Interval(earliest=day_interval(first).earliest, latest=day_interval(first + timedelta(6)).latest)
        case "month":
            first = shifted_months(today.replace(day=1), direction)
            return month_interval(first.year, first.month)
        case "quarter":
            first = shifted_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * direction)
            latest = datetime.combine(shifted_months(first, 3), time())
            return Interval(earliest=datetime.combine(first, time()), latest=latest)
        case "half":
            first = shifted_months(date(today.year, 1 if today.month <= 6 else 7, 1), 6 * direction)
            latest = datetime.combine(shifted_months(first, 6), time())
            return Interval(earliest=datetime.combine(first, time()), latest=latest)
        case "decade":
            first_year = today.year // 10 * 10 + 10 * direction
            return year_interval(first_year, first_year + 9)
        case "century":
            first_year = today.year // 100 * 100 + 100 * direction
            return year_interval(first_year, first_year + 99)
        case _:
            return year_interval(today.year + direction)


def _weekend(direction: int | None, today: date, starts: int) -> Interval:
    """Two days; the ones last begun where the words do not point."""
    first = weekday_near(today - timedelta(days=1), starts, 1)
    match direction:
        case -1:
            first -= timedelta(days=7 if first >= today - timedelta(days=1) else 0)
        case 1:
            first += timedelta(days=7 if first <= today else 0)
        case 2:
            first += timedelta(days=14 if first <= today else 7)
        case 0:
            first -= timedelta(days=7 if first > today + timedelta(days=3) else 0)
        case _:
            first -= timedelta(days=7 if first > today else 0)
    return Interval(earliest=day_interval(first).earliest, latest=day_interval(first + timedelta(1)).latest)


def edge_of(whole: Interval, edge: str | None, today: date | None = None) -> Interval:
    """The first, middle or last third of an interval on whole days; "earlier" and "later" reach from or to
    ``today``."""
    if edge in ("earlier", "later"):
        return _up_to(whole, edge, today)
    if edge is None:
        return whole
    days = (whole.latest - whole.earliest).days
    third = timedelta(days=10 if 28 <= days <= 31 else max(1, -(-days // 3)))  # "early June" ends with the 10th
    match edge:
        case "early":
            return Interval(earliest=whole.earliest, latest=whole.earliest + third)
        case "late":
            begin = whole.earliest + 2 * third if 28 <= days <= 31 else whole.latest - third
            return Interval(earliest=begin, latest=whole.latest)
        case _:
            end = whole.earliest + 2 * third if 28 <= days <= 31 else whole.latest - third
            return Interval(earliest=whole.earliest + third, latest=end + timedelta(days=days % 3 > 0 and days < 28))


def _up_to(whole: Interval, edge: str, today: date | None) -> Interval:
    """The part of the interval before or after today; all of it where today lies outside."""
    if today is None or not whole.earliest.date() <= today < whole.latest.date():
        return whole
    if edge == "earlier":
        return Interval(earliest=whole.earliest, latest=day_interval(today).latest)
    return Interval(earliest=day_interval(today).earliest, latest=whole.latest)
