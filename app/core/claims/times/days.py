"""Resolves which day an expression tells."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from app.core.claims.times.calendar import calendar_unit, part_interval, shifted_months, weekday_near
from app.core.claims.times.expression import Anchor, Expression
from app.core.claims.times.numeric_dates import is_date
from app.core.claims.times.shifts import moved
from app.core.claims.times.vocabulary import FUTURE, PAST

_YEARLESS_REACH = timedelta(days=335)  # "15 June" in a report of 3 June is this year's, not last year's
_NEAR = timedelta(days=60)
_MONTHS_TRIED = 14  # for a weekday with a day of the month: "Friday the 13th"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The day that an expression tells, the other day that its words force, and further days that they may mean."""

    value: date
    reason: str
    other: date | None = None
    undirected: bool = False
    readings: tuple[date, ...] = ()


class DayResolver:
    """Finds the days that weekdays, dates and relative days tell, counted from the publication."""

    def __init__(self, published: datetime | None, *, weekend_starts: int) -> None:
        self.published = published
        self.today = published.date() if published is not None else None
        self._weekend_starts = weekend_starts

    def day(self, expression: Expression, *, future: bool) -> Day | None:
        """The day; None where none is told or none can be known."""
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

    def _checked_relative(self, expression: Expression, value: date, relative: int, dated: Day | None) -> Day:
        reason = f"{relative:+d} days from publication" if relative else "the day of publication"
        if dated is not None and dated.value != value:
            return Day(value=value, reason=f"{reason}; the date told beside it is another day", other=dated.value)
        if expression.weekday is not None and value.isoweekday() != expression.weekday:
            anchor = self.today or value
            other = weekday_near(anchor, expression.weekday, PAST if relative <= 0 else FUTURE)
            if relative < 0 and other == anchor:
                other -= timedelta(days=7)
            return Day(value=value, reason=f"{reason}; the weekday told beside it is another day", other=other)
        return Day(value=value, reason=reason)

    def _checked_date(self, expression: Expression, dated: Day) -> Day:
        if expression.weekday is None or dated.value.isoweekday() == expression.weekday:
            return dated
        if expression.last_day is not None:
            return dated
        back = weekday_near(dated.value, expression.weekday, PAST)
        ahead = weekday_near(dated.value, expression.weekday, FUTURE)
        other = back if dated.value - back <= ahead - dated.value else ahead
        return replace(dated, reason=f"{dated.reason}; it does not fall on the weekday told", other=other)

    def _dated(self, expression: Expression, *, future: bool) -> Day | None:
        day, month, year, today = expression.day, expression.month, expression.year, self.today
        if day is None:
            return None
        if month is None:
            if today is None:
                return None
            if expression.unit != "month":
                return self._monthless(day, expression.weekday, future=future)
            first = shifted_months(today, expression.unit_direction or 0)
            fits = is_date(first.year, first.month, day)
            return Day(value=first.replace(day=day), reason="day of the month told") if fits else None
        if year is None and expression.unit == "year" and today is not None:
            year = today.year + (expression.unit_direction or 0)
        if year is not None:
            if not is_date(year, month, day):
                return None
            other = date(*expression.other_order) if expression.other_order else None
            reason = "date as told; day and month may be the other way round" if other else "date as told"
            return Day(value=date(year, month, day), reason=reason, other=other)
        return self._yearless(expression, month, day, future=future) if today is not None else None

    def _monthless(self, day: int, weekday: int | None, *, future: bool) -> Day | None:
        """ "on the 27th", "Friday the 13th": the nearest such day, of that weekday where one is told."""
        today = self.today or date.min
        first = today.replace(day=1)
        days: list[date] = []
        for months in range(-_MONTHS_TRIED, _MONTHS_TRIED + 1):
            month = shifted_months(first, months)
            if is_date(month.year, month.month, day):
                days.append(month.replace(day=day))
        fitting = [value for value in days if weekday is None or value.isoweekday() == weekday] or days
        past = [value for value in fitting if value <= today]
        ahead = [value for value in fitting if value > today]
        chosen = ahead[0] if ahead and (future or not past) else past[-1]
        if weekday is not None and not future:
            chosen = min(fitting, key=lambda value: abs(value - today))
        return Day(value=chosen, reason="nearest such day of the month", undirected=True)

    def _yearless(self, expression: Expression, month: int, day: int, *, future: bool) -> Day | None:
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
        fits = [d for d in (past[-1], ahead[0]) if d.isoweekday() == expression.weekday]
        if undirected and len(fits) == 1 and min(today - past[-1], ahead[0] - today) > _NEAR:
            chosen = fits[0]  # "Thursday 15 August" in a report of February: the year in which it is a Thursday
        return Day(value=chosen, reason="nearest such date to publication", undirected=undirected)

    def _weekday(self, expression: Expression, weekday: int, *, future: bool) -> Day | None:
        today = self.today
        if today is None:
            return None
        if expression.unit == "week":
            week = calendar_unit("week", expression.unit_direction or 0, today, weekend_starts=self._weekend_starts)
            return Day(
                value=weekday_near(week.earliest.date(), weekday, FUTURE), reason="that weekday of the week told"
            )
        match expression.direction:
            case -1:
                value = weekday_near(today - timedelta(days=1), weekday, PAST)
                return Day(value=value, reason="last such weekday", readings=(self._of_week(weekday, -1),))
            case 1:
                value = weekday_near(today + timedelta(days=1), weekday, FUTURE)
                return Day(value=value, reason="next such weekday", readings=(self._of_week(weekday, 1),))
            case 0:
                value = _weekday_of_this_week(today, weekday)
                coming = weekday_near(today, weekday, FUTURE)
                return Day(
                    value=value, reason="that weekday of this week", readings=(self._of_week(weekday, 0), coming)
                )
        if future:
            value = weekday_near(today, weekday, FUTURE)
            readings: tuple[date, ...] = (value + timedelta(days=7),) if value == today else ()
            reason = "the weekday to come, from the words before it"
            return Day(value=value, reason=reason, undirected=True, readings=readings)
        value = weekday_near(today, weekday, PAST)
        if value == today and self.published and part_interval(value, expression).earliest > self.published:
            value -= timedelta(days=7)  # "Thursday night" in a report of Thursday morning
        reason = "the day of publication itself" if value == today else "most recent such weekday"
        readings = (value + timedelta(days=7), value - timedelta(days=7)) if value == today else ()
        return Day(value=value, reason=reason, undirected=True, readings=readings)

    def _of_week(self, weekday: int, weeks: int) -> date:
        """That weekday of the running week, or of one so many weeks from it."""
        monday = weekday_near(self.today or date.min, 1, PAST)
        return weekday_near(monday + timedelta(days=7 * weeks), weekday, FUTURE)


def weekday_in_weeks(today: date, weekday: int, anchor: Anchor) -> date:
    """ "Monday a week from now": the first such weekday once the weeks are over."""
    parts = ((anchor.amount.low, anchor.amount.unit), *anchor.amount.more)
    start = moved(datetime.combine(today, time()), parts, anchor.sign).date()
    return weekday_near(start, weekday, anchor.sign)


def _weekday_of_this_week(today: date, weekday: int) -> date:
    """ "this Sunday" in a report of Monday is yesterday; else the weekday of the running week."""
    if (today - timedelta(days=1)).isoweekday() == weekday:
        return today - timedelta(days=1)
    return weekday_near(weekday_near(today, 1, PAST), weekday, FUTURE)
