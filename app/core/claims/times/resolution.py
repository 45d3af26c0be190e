"""Resolves what an expression says against the publication time."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from app.core.claims.times.amounts import DAYS
from app.core.claims.times.calendar import (
    calendar_unit,
    day_interval,
    edge_of,
    month_interval,
    part_interval,
    season_interval,
    shifted_months,
    weekday_near,
    year_interval,
)
from app.core.claims.times.dates import is_date
from app.core.claims.times.expression import Expression, Shift
from app.core.claims.times.vocabulary import FUTURE, PAST
from app.core.model.when import Granularity, Interval

_YEARLESS_REACH = timedelta(days=335)  # "15 June" in a report of 3 June is this year's, not last year's
_NO_DATE = "needs a publication date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """An interval, how fine it is, and how it was found."""

    interval: Interval | None
    granularity: Granularity
    reason: str
    days_from_publication: int | None = None
    alternative: Interval | None = None
    undirected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """The day that an expression tells, and the other day that its words force."""

    value: date
    reason: str
    other: date | None = None
    undirected: bool = False


class Resolver:
    """Resolves expressions of one article. ``published_at`` counts in its own offset; None leaves relative
    times open."""

    def __init__(self, published_at: datetime | None, *, weekend_starts: int) -> None:
        self.published = published_at.replace(tzinfo=None) if published_at is not None else None
        self._weekend_starts = weekend_starts

    @property
    def today(self) -> date | None:
        """The day of publication."""
        return self.published.date() if self.published else None

    def resolve(self, expression: Expression, *, future: bool, day: datetime | None = None) -> Resolved:
        """``future``: the words before it speak of what is to come; ``day``: where a time of day has no day
        of its own."""
        try:
            return self._resolve(expression, future=future, day=day.date() if day else None)
        except (OverflowError, ValueError):  # beyond the years 1 to 9999
            return Resolved(interval=None, granularity=Granularity.DAY, reason="outside the calendar")

    def day_of(self, expression: Expression, *, future: bool) -> datetime | None:
        """Midnight of the day that an expression tells; None where it tells none or it cannot be known."""
        try:
            day = self._day(expression, future=future)
        except (OverflowError, ValueError):
            return None
        return datetime.combine(day.value, time()) if day else None

    def _resolve(self, expression: Expression, *, future: bool, day: date | None) -> Resolved:
        if expression.shift is not None:
            return self._shifted(expression, expression.shift)
        if expression.tells_a_day:
            return self._on_day(expression, self._day(expression, future=future))
        if expression.season is not None:
            return self._season(expression)
        if expression.unit is not None and expression.month is None:
            return self._calendar_unit(expression, expression.unit)
        if expression.month is not None:
            return self._month(expression, expression.month, future=future)
        if expression.year is not None:
            whole = year_interval(expression.year, expression.last_year)
            interval = edge_of(whole, expression.edge, self.today)
            return Resolved(interval=interval, granularity=Granularity.YEAR, reason=_since("year as told", expression))
        return self._time_of_day(expression, day)

    def _day(self, expression: Expression, *, future: bool) -> _Day | None:
        dated = self._dated(expression, future=future)
        relative, today = expression.relative_day, self.today
        if relative is not None and today is not None:
            value = today + timedelta(days=relative)
            return self._checked_relative(expression, value, relative, dated)
        if dated is not None:
            return self._checked_date(expression, dated)
        if expression.day is None and expression.relative_day is None and expression.weekday is not None:
            return self._weekday(expression, expression.weekday, future=future)
        return None

    def _checked_relative(self, expression: Expression, value: date, relative: int, dated: _Day | None) -> _Day:
        reason = f"{relative:+d} days from publication" if relative else "the day of publication"
        if dated is not None and dated.value != value:
            return _Day(value=value, reason=f"{reason}; the date told beside it is another day", other=dated.value)
        if expression.weekday is not None and value.isoweekday() != expression.weekday:
            anchor = self.today or value
            other = weekday_near(anchor, expression.weekday, PAST if relative <= 0 else FUTURE)
            if relative < 0 and other == anchor:
                other -= timedelta(days=7)
            return _Day(value=value, reason=f"{reason}; the weekday told beside it is another day", other=other)
        return _Day(value=value, reason=reason)

    def _checked_date(self, expression: Expression, dated: _Day) -> _Day:
        if expression.weekday is None or dated.value.isoweekday() == expression.weekday:
            return dated
        if expression.last_day is not None:
            return dated
        back = weekday_near(dated.value, expression.weekday, PAST)
        ahead = weekday_near(dated.value, expression.weekday, FUTURE)
        other = back if dated.value - back <= ahead - dated.value else ahead
        return replace(dated, reason=f"{dated.reason}; it does not fall on the weekday told", other=other)

    def _dated(self, expression: Expression, *, future: bool) -> _Day | None:
        day, month, year, today = expression.day, expression.month, expression.year, self.today
        if day is None:
            return None
        if month is None:
            if today is None or expression.unit != "month":
                return None
            first = shifted_months(today, expression.unit_direction or 0)
            fits = is_date(first.year, first.month, day)
            return _Day(value=first.replace(day=day), reason="day of the month told") if fits else None
        if year is None and expression.unit == "year" and today is not None:
            year = today.year + (expression.unit_direction or 0)
        if year is not None:
            if not is_date(year, month, day):
                return None
            other = date(*expression.other_order) if expression.other_order else None
            reason = "date as told; day and month may be the other way round" if other else "date as told"
            return _Day(value=date(year, month, day), reason=reason, other=other)
        return self._yearless(expression, month, day, future=future) if today is not None else None

    def _yearless(self, expression: Expression, month: int, day: int, *, future: bool) -> _Day | None:
        today = self.today or date.min
        days = [date(y, month, day) for y in range(today.year - 8, today.year + 9) if is_date(y, month, day)]
        past = [d for d in days if d <= today]
        ahead = [d for d in days if d > today]
        if expression.direction == FUTURE or (future and expression.direction is None and past[-1] != today):
            chosen = ahead[0]
        elif expression.direction == PAST:
            chosen = past[-1] if past[-1] < today else past[-2]
        elif expression.direction == 0:
            same = [d for d in days if d.year == today.year]
            chosen = same[0] if same else past[-1]
        else:
            chosen = past[-1] if today - past[-1] <= _YEARLESS_REACH or ahead[0] - today > _YEARLESS_REACH else ahead[0]
        undirected = expression.direction is None
        return _Day(value=chosen, reason="nearest such date to publication", undirected=undirected)

    def _weekday(self, expression: Expression, weekday: int, *, future: bool) -> _Day | None:
        today = self.today
        if today is None:
            return None
        if expression.unit == "week":
            week = calendar_unit("week", expression.unit_direction or 0, today, weekend_starts=self._weekend_starts)
            return _Day(
                value=weekday_near(week.earliest.date(), weekday, FUTURE), reason="that weekday of the week told"
            )
        match expression.direction:
            case -1:
                return _Day(value=weekday_near(today - timedelta(days=1), weekday, PAST), reason="last such weekday")
            case 1:
                return _Day(value=weekday_near(today + timedelta(days=1), weekday, FUTURE), reason="next such weekday")
            case 0:
                return _Day(value=_weekday_of_this_week(today, weekday), reason="that weekday of this week")
        if future:
            value = weekday_near(today, weekday, FUTURE)
            return _Day(value=value, reason="the weekday to come, from the words before it", undirected=True)
        value = weekday_near(today, weekday, PAST)
        if value == today and self.published and part_interval(value, expression).earliest > self.published:
            value -= timedelta(days=7)  # "Thursday night" in a report of Thursday morning
        reason = "the day of publication itself" if value == today else "most recent such weekday"
        return _Day(value=value, reason=reason, undirected=True)

    def _on_day(self, expression: Expression, day: _Day | None) -> Resolved:
        granularity = _granularity(expression)
        if day is None:
            return Resolved(
                interval=None,
                granularity=granularity,
                reason=_NO_DATE if self.published is None else "no such day in the calendar",
                days_from_publication=expression.relative_day,
            )
        interval = part_interval(day.value, expression)
        if expression.last_day is not None and is_date(day.value.year, day.value.month, expression.last_day):
            last = day.value.replace(day=expression.last_day)
            interval = Interval(earliest=interval.earliest, latest=day_interval(last).latest)
        return Resolved(
            interval=interval,
            granularity=granularity,
            reason=_since(day.reason, expression),
            days_from_publication=expression.relative_day,
            alternative=part_interval(day.other, expression) if day.other is not None else None,
            undirected=day.undirected,
        )

    def _time_of_day(self, expression: Expression, day: date | None) -> Resolved:
        granularity = _granularity(expression)
        offset = None
        reason = "day told elsewhere in the sentence"
        if day is None and expression.direction is not None and self.today is not None:
            offset = expression.direction
            day, reason = self.today + timedelta(days=offset), "part of day nearest to publication"
        if day is None:
            return Resolved(interval=None, granularity=granularity, reason="a time of day without a day")
        interval = part_interval(day, expression)
        return Resolved(interval=interval, granularity=granularity, reason=reason, days_from_publication=offset)

    def _month(self, expression: Expression, month: int, *, future: bool) -> Resolved:
        year, today, undirected = expression.year, self.today, False
        if year is None and today is None:
            return Resolved(interval=None, granularity=Granularity.MONTH, reason=_NO_DATE)
        if year is None and today is not None:
            undirected = expression.direction is None and expression.unit is None
            year = today.year - (month > today.month)
            match expression.direction:
                case -1:
                    year = today.year - (month >= today.month)
                case 1:
                    year = today.year + (month <= today.month)
                case 0:
                    year = today.year
            if expression.unit == "year":
                year = today.year + (expression.unit_direction or 0)
            elif undirected and future and month > today.month:
                year = today.year
            elif undirected and future and month < today.month:
                year = today.year + 1
        interval = edge_of(month_interval(year or 1, month), expression.edge, self.today)
        reason = "month as told" if expression.year is not None else "nearest such month to publication"
        return Resolved(
            interval=interval,
            granularity=Granularity.MONTH,
            reason=_since(reason, expression),
            undirected=undirected,
        )

    def _season(self, expression: Expression) -> Resolved:
        year, today = expression.year, self.today
        if year is None and expression.unit == "year" and today is not None:
            year = today.year + (expression.unit_direction or 0)
        if year is None:
            if today is None:
                return Resolved(interval=None, granularity=Granularity.SEASON, reason=_NO_DATE)
            year = self._season_year(expression, today)
        interval = edge_of(season_interval(year, expression.season or ""), expression.edge)
        return Resolved(interval=interval, granularity=Granularity.SEASON, reason="season by months")

    def _season_year(self, expression: Expression, today: date) -> int:
        now = datetime.combine(today, time())
        for year in range(today.year + 1, today.year - 3, -1):
            season = season_interval(year, expression.season or "")
            begun, over = season.earliest <= now, season.latest <= now
            match expression.direction:
                case -1 if over:
                    return year
                case 0 | None if begun:
                    return year
                case 1 if not begun and season_interval(year - 1, expression.season or "").earliest <= now:
                    return year
        return today.year

    def _calendar_unit(self, expression: Expression, unit: str) -> Resolved:
        granularity = _UNIT_GRANULARITY.get(unit, Granularity.YEAR)
        if self.today is None:
            return Resolved(interval=None, granularity=granularity, reason=_NO_DATE)
        whole = calendar_unit(unit, expression.unit_direction, self.today, weekend_starts=self._weekend_starts)
        reason = f"calendar {unit} counted from publication"
        return Resolved(
            interval=edge_of(whole, expression.edge, self.today),
            granularity=granularity,
            reason=_since(reason, expression),
        )

    def _shifted(self, expression: Expression, shift: Shift) -> Resolved:
        granularity = _UNIT_GRANULARITY.get(shift.unit, Granularity.DAY)
        exact_days = shift.unit == "day" and shift.low == shift.high and not shift.window
        days = shift.sign * int(shift.low) if exact_days and shift.low < 100_000 else None
        if self.published is None:
            return Resolved(interval=None, granularity=granularity, reason=_NO_DATE, days_from_publication=days)
        if shift.window or shift.low != shift.high:
            return self._window(shift, expression)
        center = _moved(self.published, shift)
        if exact_days:
            interval = part_interval(center.date(), expression)
            return Resolved(
                interval=interval,
                granularity=_granularity(expression),
                reason=_since(f"{days:+d} days from publication", expression),
                days_from_publication=days,
            )
        return Resolved(
            interval=_around(center, shift.unit),
            granularity=granularity,
            reason=_since(f"{shift.low:g} {shift.unit}(s) from publication", expression),
        )

    def _window(self, shift: Shift, expression: Expression) -> Resolved:
        published = self.published
        if published is None:
            return Resolved(interval=None, granularity=Granularity.DAY, reason=_NO_DATE)
        far = _moved(published, replace(shift, low=shift.high))
        near = published if shift.window else _moved(published, shift)
        earliest, latest = min(far, near), max(far, near)
        hours = shift.unit in ("hour", "minute")
        if not hours:
            earliest = datetime.combine(earliest.date(), time())
            latest = day_interval(latest.date()).latest
        if latest <= earliest:
            latest = earliest + timedelta(hours=1)
        coarse = Granularity.HOUR if hours else _WINDOW_GRANULARITY.get(shift.unit, Granularity.YEAR)
        return Resolved(
            interval=Interval(earliest=earliest, latest=latest),
            granularity=coarse,
            reason=_since(f"up to {shift.high:g} {shift.unit}s from publication", expression),
        )


def _weekday_of_this_week(today: date, weekday: int) -> date:
    """ "this Sunday" in a report of Monday is yesterday; else the weekday of the running week."""
    if (today - timedelta(days=1)).isoweekday() == weekday:
        return today - timedelta(days=1)
    return weekday_near(weekday_near(today, 1, PAST), weekday, FUTURE)


_UNIT_GRANULARITY = {
    "minute": Granularity.MINUTE,
    "hour": Granularity.HOUR,
    "day": Granularity.DAY,
    "night": Granularity.DAY,
    "week": Granularity.WEEK,
    "weekend": Granularity.WEEK,
    "fortnight": Granularity.WEEK,
    "month": Granularity.MONTH,
    "quarter": Granularity.SEASON,
    "year": Granularity.YEAR,
}
_WINDOW_GRANULARITY = {**_UNIT_GRANULARITY, "day": Granularity.WEEK, "night": Granularity.WEEK}


def _moved(start: datetime, shift: Shift) -> datetime:
    if shift.unit in ("month", "quarter", "year", "decade", "century") and shift.low == int(shift.low):
        months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[shift.unit]
        return datetime.combine(shifted_months(start.date(), shift.sign * int(shift.low) * months), start.time())
    return start + timedelta(days=shift.sign * shift.low * DAYS[shift.unit])


def _around(center: datetime, unit: str) -> Interval:
    """So much to either side as a reporter rounds."""
    match unit:
        case "minute":
            slack = timedelta(minutes=15)
        case "hour":
            slack = timedelta(hours=1)
        case _:
            days = {"day": 0, "night": 0, "weekend": 2, "week": 3, "fortnight": 4, "month": 15}.get(unit, 183)
            first = datetime.combine(center.date() - timedelta(days=days), time())
            return Interval(earliest=first, latest=first + timedelta(days=2 * days + 1))
    return Interval(earliest=center - slack, latest=center + slack)


def _granularity(expression: Expression) -> Granularity:
    clock = expression.clock
    if clock is not None and clock.exact:
        return Granularity.MINUTE if clock.to_the_minute else Granularity.HOUR
    if clock is not None and expression.part is None:
        return Granularity.DAY
    if expression.part is not None or expression.midnight or expression.edge in ("early", "late"):
        return Granularity.PART_OF_DAY
    return Granularity.DAY


def _since(reason: str, expression: Expression) -> str:
    return f"since then; {reason}" if expression.since else reason
