"""Resolves what an expression says against the publication time."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from app.core.claims.times.calendar import (
    calendar_unit,
    day_interval,
    edge_of,
    month_interval,
    part_interval,
    season_interval,
    year_interval,
)
from app.core.claims.times.days import Day, DayResolver, weekday_in_weeks
from app.core.claims.times.expression import Anchor, Expression, Nth
from app.core.claims.times.feasts import decade_or_century, holiday, other_date
from app.core.claims.times.letters import clock_readings, edge_readings, to_the_letter_of
from app.core.claims.times.members import member
from app.core.claims.times.numeric_dates import is_date
from app.core.claims.times.resolved import NO_DATE, UNIT_GRANULARITY, Resolved, granularity_of, is_vague, with_since
from app.core.claims.times.shifts import counted_from, lasting_from, shifted
from app.core.claims.times.spans import joined_range
from app.core.claims.times.zones import in_offset
from app.core.model.when import Granularity, Interval


class Resolver:
    """Resolves expressions of one article. ``published_at`` counts in its own offset; None leaves relative
    times open. ``context_day`` is the day of a time of day for which the sentence tells none."""

    def __init__(self, published_at: datetime | None, *, weekend_starts: int, context_day: date | None = None) -> None:
        self._offset = published_at.utcoffset() if published_at is not None else None
        self.published = published_at.replace(tzinfo=None) if published_at is not None else None
        self._weekend_starts = weekend_starts
        self._context_day = context_day
        self._days = DayResolver(self.published, weekend_starts=weekend_starts)

    @property
    def today(self) -> date | None:
        """The day of publication."""
        return self.published.date() if self.published else None

    def resolve(self, expression: Expression, *, future: bool, day: datetime | None = None) -> Resolved:
        """``future``: the words before it speak of what is to come; ``day``: where a time of day has no day
        of its own."""
        told = day.date() if day else None
        try:
            found = self._resolve(expression, future=future, day=told)
            if found.undirected and not future:
                later = self._resolve(expression, future=True, day=told)
                readings = tuple(dict.fromkeys((*found.readings, *later.readings)))
                return replace(
                    found, later=later.interval if later.interval != found.interval else None, readings=readings
                )
        except (OverflowError, ValueError):  # beyond the years 1 to 9999
            return Resolved(interval=None, granularity=Granularity.DAY, reason="outside the calendar")
        return found

    def with_time_until(self, found: Resolved) -> Resolved:
        """After "until": the time from the publication up to then is a further reading."""
        if self.published is None:
            return found
        now = self.published.replace(second=0, microsecond=0)
        ends = [told for told in (found.interval, found.later, *found.readings) if told is not None]
        moments = dict.fromkeys(moment for told in ends for moment in (told.earliest, told.latest))
        spans = tuple(Interval(earliest=now, latest=moment) for moment in moments if moment > now)
        return replace(found, readings=(*found.readings, *spans))

    def day_of(self, expression: Expression, *, future: bool) -> datetime | None:
        """Midnight of the day that an expression tells; None where it tells none or it cannot be known."""
        try:
            day = self._day(expression, future=future)
        except (OverflowError, ValueError):
            return None
        return datetime.combine(day.value, time()) if day else None

    def _resolve(self, expression: Expression, *, future: bool, day: date | None) -> Resolved:
        if expression.until is not None:
            begin = replace(expression, until=None)
            joined = joined_range(lambda one: self._resolve(one, future=future, day=day), begin, expression.until)
            return joined or self._resolve(begin, future=future, day=day)
        if expression.lasting is not None:
            start = self._resolve(replace(expression, lasting=None), future=future, day=day)
            return lasting_from(start, expression.lasting)
        if expression.now:
            return self._now()
        if expression.shift is not None:
            if self.published is None:
                return self._unknown(expression)
            return shifted(expression, expression.shift, self.published, weekend_starts=self._weekend_starts)
        compound = self._compound(expression, future=future, day=day)
        if compound is not None:
            return compound
        zone = expression.clock.zone if expression.clock is not None else None
        if expression.tells_a_day:
            return in_offset(self._on_day(expression, self._day(expression, future=future)), zone, self._offset)
        return in_offset(self._longer(expression, future=future, day=day), zone, self._offset)

    def _compound(self, expression: Expression, *, future: bool, day: date | None) -> Resolved | None:
        """Times built from others; None where the expression is none or where it is a plain day with its hour."""
        of_day = expression.told & {"part", "clock", "midnight"}
        if expression.nth is not None and not (of_day and expression.tells_a_day):
            return self._member(expression.nth, future=future, day=day)
        if expression.anchor is not None and expression.anchor.of is not None and not of_day:
            anchor = self._resolve(expression.anchor.of, future=future, day=day)
            return counted_from(anchor, expression.anchor.amount, expression.anchor.sign)
        if expression.holiday is not None and not of_day:
            return holiday(expression, expression.holiday, self.today, future=future)
        if expression.other is not None and not of_day and expression.weekday is None:
            return other_date(expression.other, self.today, future=future)
        return None

    def _longer(self, expression: Expression, *, future: bool, day: date | None) -> Resolved:
        if expression.season is not None:
            return self._season(expression, future=future)
        if expression.unit is not None and expression.month is None:
            return self._calendar_unit(expression, expression.unit)
        if expression.month is not None:
            return self._month(expression, expression.month, future=future)
        if expression.year is not None:
            whole = year_interval(expression.year, expression.last_year)
            interval = edge_of(whole, expression.edge, self.today)
            return Resolved(
                interval=interval,
                granularity=Granularity.YEAR,
                reason=with_since("year as told", expression),
                vague=expression.edge is not None,
                readings=to_the_letter_of(whole, expression),
            )
        return self._time_of_day(expression, day, future=future)

    def _unknown(self, expression: Expression) -> Resolved:
        shift = expression.shift
        days = None
        granularity = Granularity.DAY
        if shift is not None:
            granularity = UNIT_GRANULARITY.get(shift.unit, Granularity.DAY)
            whole = shift.unit == "day" and shift.low == shift.high and not (shift.window or shift.within or shift.more)
            days = shift.sign * int(shift.low) if whole and shift.low < 100_000 else None
        return Resolved(interval=None, granularity=granularity, reason=NO_DATE, days_from_publication=days)

    def _now(self) -> Resolved:
        if self.published is None:
            return Resolved(interval=None, granularity=Granularity.MINUTE, reason=NO_DATE)
        minute = self.published.replace(second=0, microsecond=0)
        interval = Interval(earliest=minute, latest=minute + timedelta(minutes=1))
        return Resolved(
            interval=interval,
            granularity=Granularity.MINUTE,
            reason="the time of publication",
            readings=(day_interval(minute.date()),),
        )

    def _member(self, nth: Nth, *, future: bool, day: date | None) -> Resolved:
        granularity = UNIT_GRANULARITY.get(nth.kind, Granularity.YEAR)
        if nth.whole is None:
            return decade_or_century(nth, self.today)
        whole = self._resolve(nth.whole, future=future, day=day)
        if whole.interval is None:
            return replace(whole, granularity=granularity)
        span = whole.interval
        if nth.after:
            start = whole.interval.latest
            span = Interval(earliest=start, latest=start + timedelta(days=7 * nth.count + 7))
        elif nth.whole.holiday is not None or nth.whole.tells_a_day:
            span = whole.interval if nth.count == 0 else Interval(earliest=span.latest, latest=span.latest)
        found = member(nth, span, weekend_starts=self._weekend_starts)
        if not found:
            return Resolved(interval=None, granularity=granularity, reason="no such day in the longer time")
        reason = f"number {nth.count} of: {whole.reason}"
        return Resolved(
            interval=found[0],
            granularity=granularity,
            reason=reason,
            undirected=whole.undirected,
            vague=nth.kind == "weekend",
            readings=found[1:],
        )

    def _day(self, expression: Expression, *, future: bool) -> Day | None:
        """The day of a compound time or of plain words."""
        plain = replace(expression, part=None, clock=None, midnight=None, until=None, shift=None)
        if expression.anchor is not None and expression.anchor.of is None:
            return self._weekday_in_weeks(expression, expression.anchor)
        if expression.shift is not None or expression.tells_a_day:
            compound = self._compound(plain, future=future, day=None)
            if compound is not None:
                if compound.interval is None:
                    return None
                value = (compound.readings or (compound.interval,))[0].earliest.date()
                value = value if expression.other is not None else compound.interval.earliest.date()
                return Day(value=value, reason=compound.reason, undirected=compound.undirected)
        if expression.other is not None:
            found = other_date(expression.other, self.today, future=future)
            dated = Day(value=found.readings[0].earliest.date(), reason=found.reason) if found.readings else None
            return dated if expression.other.day is not None else None
        return self._days.day(replace(expression, until=None), future=future)

    def _weekday_in_weeks(self, expression: Expression, anchor: Anchor) -> Day | None:
        if self.today is None or expression.weekday is None:
            return None
        value = weekday_in_weeks(self.today, expression.weekday, anchor)
        return Day(value=value, reason="such a weekday so many weeks from publication")

    def _on_day(self, expression: Expression, day: Day | None) -> Resolved:
        granularity = granularity_of(expression)
        if day is None:
            return Resolved(
                interval=None,
                granularity=granularity,
                reason=NO_DATE if self.published is None else "no such day in the calendar",
                days_from_publication=expression.relative_day,
            )
        interval = part_interval(day.value, expression)
        if expression.last_day is not None and is_date(day.value.year, day.value.month, expression.last_day):
            last = day.value.replace(day=expression.last_day)
            interval = Interval(earliest=interval.earliest, latest=day_interval(last).latest)
        readings = [part_interval(value, expression) for value in day.readings]
        for value in (day.value, *day.readings):
            readings.extend(clock_readings(value, expression))
        if expression.last_day is not None:
            readings.append(Interval(earliest=interval.earliest, latest=interval.latest - timedelta(days=1)))
        return Resolved(
            interval=interval,
            granularity=granularity,
            reason=with_since(day.reason, expression),
            days_from_publication=expression.relative_day,
            alternative=part_interval(day.other, expression) if day.other is not None else None,
            undirected=day.undirected,
            vague=is_vague(expression),
            readings=tuple(readings),
        )

    def _time_of_day(self, expression: Expression, day: date | None, *, future: bool) -> Resolved:
        granularity = granularity_of(expression)
        offset = None
        reason = "day told elsewhere in the sentence"
        undirected = False
        if day is None and expression.direction is not None and self.today is not None:
            offset = expression.direction
            day, reason = self.today + timedelta(days=offset), "part of day nearest to publication"
        if day is None and self._context_day is not None:
            day, reason, undirected = self._context_day, "the day that the report is about", True
        if day is None:
            return Resolved(interval=None, granularity=granularity, reason="a time of day without a day")
        interval = part_interval(day, expression)
        readings = clock_readings(day, expression)
        if undirected and future and self.published is not None:
            options = sorted((*readings, interval) if granularity is not Granularity.DAY else readings, key=_begin)
            tomorrow = (
                *clock_readings(day + timedelta(days=1), expression),
                part_interval(day + timedelta(days=1), expression),
            )
            coming = [option for option in (*options, *tomorrow) if option.earliest > self.published]
            interval = coming[0] if coming else interval
        return Resolved(
            interval=interval,
            granularity=granularity,
            reason=reason,
            days_from_publication=offset,
            undirected=undirected,
            vague=is_vague(expression),
            readings=readings,
        )

    def _month(self, expression: Expression, month: int, *, future: bool) -> Resolved:
        year, today, undirected = expression.year, self.today, False
        if year is None and today is None:
            return Resolved(interval=None, granularity=Granularity.MONTH, reason=NO_DATE)
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
        of_year: tuple[Interval, ...] = ()
        if expression.year is None and expression.direction and today is not None:
            of_year = (month_interval(today.year + expression.direction, month),)  # "last September" of last year
        reason = "month as told" if expression.year is not None else "nearest such month to publication"
        return Resolved(
            interval=interval,
            granularity=Granularity.MONTH,
            reason=with_since(reason, expression),
            undirected=undirected,
            vague=expression.edge is not None,
            readings=(*edge_readings(month_interval(year or 1, month), expression.edge), *of_year),
        )

    def _season(self, expression: Expression, *, future: bool) -> Resolved:
        year, today = expression.year, self.today
        if year is None and expression.unit == "year" and today is not None:
            year = today.year + (expression.unit_direction or 0)
        if year is None:
            if today is None:
                return Resolved(interval=None, granularity=Granularity.SEASON, reason=NO_DATE)
            year = self._season_year(expression, today)
        interval = edge_of(season_interval(year, expression.season or ""), expression.edge)
        undirected = expression.year is None and not expression.direction and expression.unit is None
        if undirected and future and self.published is not None and interval.latest <= self.published:
            interval = edge_of(season_interval(year + 1, expression.season or ""), expression.edge)
        return Resolved(
            interval=interval,
            granularity=Granularity.SEASON,
            reason="season by months",
            undirected=undirected,
            vague=True,
        )

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
        granularity = UNIT_GRANULARITY.get(unit, Granularity.YEAR)
        if self.today is None:
            return Resolved(interval=None, granularity=granularity, reason=NO_DATE)
        whole = calendar_unit(unit, expression.unit_direction, self.today, weekend_starts=self._weekend_starts)
        reason = f"calendar {unit} counted from publication"
        if expression.rest and self.published is not None:
            return self._rest(whole, granularity)
        readings = edge_readings(whole, expression.edge)
        if unit == "weekend" and not expression.unit_direction:
            coming = calendar_unit(unit, 1, self.today - timedelta(days=1), weekend_starts=self._weekend_starts)
            nearest = calendar_unit(unit, 0, self.today, weekend_starts=self._weekend_starts)
            readings = (nearest, coming, *readings)
        if unit == "weekend" and (expression.unit_direction or 0) > 0:
            week = timedelta(days=7)
            readings = (Interval(earliest=whole.earliest + week, latest=whole.latest + week), *readings)
        return Resolved(
            interval=edge_of(whole, expression.edge, self.today),
            granularity=granularity,
            reason=with_since(reason, expression),
            vague=expression.edge is not None or unit == "weekend",
            readings=readings,
        )

    def _rest(self, whole: Interval, granularity: Granularity) -> Resolved:
        published = self.published or whole.earliest
        minute = published.replace(second=0, microsecond=0)
        today = datetime.combine(published.date(), time())
        starts = [start for start in (minute, today, today + timedelta(days=1)) if start < whole.latest]
        found = [Interval(earliest=start, latest=whole.latest) for start in starts]
        return Resolved(
            interval=found[0],
            granularity=granularity,
            reason="from the publication to the end of the running time",
            readings=tuple(found[1:]),
        )


def _begin(interval: Interval) -> datetime:
    return interval.earliest
