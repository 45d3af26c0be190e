"""Two times that are the ends of one range: "from 3 to 5 pm", "du 1er au mercredi 10 juillet"."""

from collections.abc import Sequence
from dataclasses import replace

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.clock import ClockReader
from app.core.claims.times.compounds import CompoundReader, Inner
from app.core.claims.times.dates import DateReader
from app.core.claims.times.expression import Clock, Expression
from app.core.claims.times.vocabulary import Vocabulary

_DASHES = "-–—"
_MOST_SUFFIXES = 4
_OF_CLOCK = frozenset({"clock", "part", "midnight", "until"})
_LENT = ("weekday", "day", "month", "year", "relative_day", "nth", "anchor", "holiday", "unit", "unit_direction")


class RangeReader:
    """Reads the range that begins at a token. A bare number takes from the other end whether it is hour or day."""

    def __init__(
        self,
        tokens: Sequence[Token],
        vocabulary: Vocabulary,
        dates: DateReader,
        clocks: ClockReader,
        compounds: CompoundReader,
        inner: Inner,
    ) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary
        self._dates = dates
        self._clocks = clocks
        self._compounds = compounds
        self._inner = inner

    def read(self, position: int, left: Expression | None, context: Expression | None = None) -> Expression | None:
        """The range there; ``left`` is the expression that begins there, ``context`` the one that stands before it."""
        opened = self._vocabulary.range_open.before(self._tokens, position) is not None
        if left is not None:
            found = self._from_expression(left, opened=opened)
            if found is not None:
                return found
        if left is None and self._vocabulary.words.range_close and self._dates.is_year(position):
            year = Expression(first=position, end=position + 1, year=self._tokens[position].digits)
            found = self._closed_behind(year)
            if found is not None:
                return found
        return self._from_number(position, context, opened=opened) or self._closed_numbers(position, context)

    def inside(self, whole: Expression) -> Expression | None:
        """ "tomorrow between 8 am and 2 pm", "next week from Tuesday to Thursday": the range within a longer time."""
        start = whole.end
        if start < len(self._tokens) and self._tokens[start].text in ",،":
            start += 1
        opened = self._vocabulary.range_open_end.end(self._tokens, start)
        if opened is not None:
            tail = self.read(opened, self._inner(opened), context=whole)
        else:
            tails = (self._closed_numbers(begin, whole) for begin in self._suffix_ends(start))
            tail = next((tail for tail in tails if tail is not None), None)
        if tail is None or tail.until is None:
            return None
        if tail.told <= _OF_CLOCK and tail.clock is not None and whole.tells_a_day and whole.clock is None:
            return replace(whole, end=tail.end, clock=tail.clock, until=tail.until, part=None)
        if whole.unit == "week" and tail.told == {"weekday", "until"} and tail.until.told == {"weekday"}:
            until = replace(tail.until, unit=whole.unit, unit_direction=whole.unit_direction)
            return replace(tail, first=whole.first, until=until, unit=whole.unit, unit_direction=whole.unit_direction)
        if whole.told <= {"month", "year"} and whole.month is not None and tail.told == {"day", "until"}:
            until = replace(tail.until, month=whole.month, year=whole.year)
            return replace(tail, first=whole.first, until=until, month=whole.month, year=whole.year)
        return None

    def _from_expression(self, left: Expression, *, opened: bool) -> Expression | None:
        closed = self._closed_behind(left)
        if closed is not None:
            return closed
        joint = self._joint(left.end, opened=opened and not self._is_link_before(left.first))
        if joint is None or left.until is not None:
            return None
        start, dashed = joint
        right = self._right(start)
        if right is not None:
            return self._pair(left, right, sure=opened or dashed)
        number = self._number(start, closed=True)
        if number is None:
            return None
        value, end, _ = number
        sure = opened or dashed or (left.clock is not None and left.clock.exact)  # "1 pm to 4"
        if left.clock is not None and 0 <= value <= 24 and sure:
            hour = self._later_hour(value, left.clock)
            return replace(left, end=end, until=Expression(first=start, end=end, clock=hour))
        if left.day is not None and left.month is not None and left.day < value <= 31:
            until = Expression(first=start, end=end, day=value, month=left.month, year=left.year)
            return replace(left, end=end, until=until)
        return None

    def _closed_behind(self, left: Expression) -> Expression | None:
        """ "3 Mayıs'tan 5 Mayıs'a kadar", "pazartesi ile cuma arasında": a word behind both ends makes the range."""
        words, tokens = self._vocabulary, self._tokens
        if not words.words.range_close or left.until is not None:
            return None
        for begin in self._joined_ends(left.end):
            right = self._right(begin) or self._bare_end(left, begin)
            if right is None or right.end <= begin:
                continue
            for stop in self._suffix_ends(right.end):
                end = words.range_close.end(tokens, stop)
                if end is not None:
                    pair = self._pair(left, right, sure=True)
                    return replace(pair, end=end) if pair is not None else None
        return None

    def _closed_numbers(self, position: int, context: Expression | None) -> Expression | None:
        """ "5'ten 6'ya kadar", "10 ve 11:30 arasında": hours of the day that stands before them, or of a clock time."""
        words, tokens = self._vocabulary, self._tokens
        number = self._number(position, closed=False) if words.words.range_close else None
        if number is None:
            return None
        value, end, _ = number
        for start in self._joined_ends(end):
            right = self._right(start)
            last = self._number(start, closed=False) if right is None else None
            stop = right.end if right is not None else last[1] if last is not None else None
            stops = self._suffix_ends(stop) if stop is not None else []
            close = next((found for at in stops if (found := words.range_close.end(tokens, at)) is not None), None)
            if close is None or not 0 <= value <= 24:
                continue
            if right is not None and right.clock is not None and right.shift is None:
                hour = Expression(first=position, end=end, clock=self._hour_like(value, right.clock))
                pair = self._pair(hour, right, sure=True)
                return replace(pair, end=close) if pair is not None else None
            if last is not None and value < last[0] <= 24 and context is not None and context.tells_a_day:
                return self._pair_of_hours(position, value, last[0], close)
        return None

    def _pair_of_hours(self, position: int, first: int, last: int, end: int) -> Expression:
        begin = Clock(hour=first, minute=0, exact=first > 12 or last > 12, to_the_minute=False)
        stop = Clock(hour=last % 24, minute=0, exact=last > 12, to_the_minute=False)
        return Expression(first=position, end=end, clock=begin, until=Expression(first=position, end=end, clock=stop))

    def _joined_ends(self, position: int) -> list[int]:
        """Where the other end may begin: behind "and", which a suffix may precede, or behind suffixes alone."""
        suffixes = self._suffix_ends(position)
        joined = [end for at in suffixes if (end := self._vocabulary.range_and.end(self._tokens, at)) is not None]
        return joined[:1] or suffixes

    def _suffix_ends(self, position: int) -> list[int]:
        found = [position]
        following = self._vocabulary.links.end(self._tokens, position)
        while following is not None and len(found) < _MOST_SUFFIXES:
            found.append(following)
            following = self._vocabulary.links.end(self._tokens, following)
        return found

    def _bare_end(self, left: Expression, position: int) -> Expression | None:
        """The other end as a mere number: an hour after an hour, a day after a day, a year after a year."""
        counted = left.year is not None or left.day is not None or left.nth is not None
        if counted and self._dates.is_year(position):
            return Expression(first=position, end=position + 1, year=self._tokens[position].digits)
        day = self._dates.day(position)
        if day is None:
            return None
        if left.clock is not None:
            return Expression(first=position, end=day[1], clock=self._later_hour(day[0], left.clock))
        if left.day is not None and left.month is not None:
            return Expression(first=position, end=day[1], day=day[0])
        if left.day is not None and left.unit == "month":
            return replace(left, first=position, end=day[1], day=day[0])
        return None

    def _right(self, position: int) -> Expression | None:
        for start in dict.fromkeys((position, self._vocabulary.links.end(self._tokens, position) or position)):
            right = self._compounds.now(start) or self._inner(start)
            if right is not None and right.until is None:
                return right
        return None

    def _from_number(self, position: int, context: Expression | None, *, opened: bool) -> Expression | None:
        number = self._number(position, closed=False)
        if number is None:
            return None
        value, end, as_day = number
        dashed = self._dashed_dot(end)
        joint = dashed or self._joint(end, opened=opened and not self._is_link_before(position))
        right = self._right(joint[0]) if joint is not None else None
        if joint is None or (dashed and (right is None or right.day is None)):
            return None
        if right is None:
            if not opened:
                return self._hours_of_tomorrow(position, value, joint[0]) if not as_day else None
            return self._two_numbers(position, value, joint[0], context, as_day=as_day)
        if right.clock is not None and right.shift is None and 0 <= value <= 24 and (opened or joint[1]):
            hour = self._hour_like(value, right.clock)
            return self._pair(Expression(first=position, end=end, clock=hour), right, sure=True)
        if right.day is not None and right.month is not None and 1 <= value <= 31 and right.clock is None:
            day = Expression(first=position, end=end, day=value, month=right.month, year=right.year)
            if value > right.day and (joint[1] or not opened):
                return None  # "won 4-1 in February"
            if value > right.day:
                day = replace(day, month=right.month - 1 or 12, year=None)
            return replace(day, end=right.end, until=right)
        return None

    def _two_numbers(
        self, position: int, value: int, start: int, context: Expression | None, *, as_day: bool
    ) -> Expression | None:
        second = self._number(start, closed=True)
        if second is None or second[0] <= value:
            return None
        last, end, last_as_day = second
        month = self._inner(self._vocabulary.links.end(self._tokens, end) or end)
        if month is not None and month.told == {"unit", "unit_direction"} and month.unit == "month" and last <= 31:
            until = replace(month, first=start, day=last)
            return replace(month, first=position, day=value, until=until)
        if last <= 24 and not as_day:
            day = self._right(end)
            if day is not None and day.tells_a_day and day.clock is None and not day.shift:
                begin = Clock(hour=value % 24, minute=0, exact=False, to_the_minute=False)
                stop = Clock(hour=last % 24, minute=0, exact=False, to_the_minute=False)
                until = Expression(first=start, end=day.end, clock=stop)
                return replace(day, first=position, clock=begin, until=until)
        if context is not None and context.tells_a_day and context.clock is None and last <= 24 and not as_day:
            begin = Clock(hour=value % 24, minute=0, exact=False, to_the_minute=False)
            stop = Clock(hour=last % 24, minute=0, exact=False, to_the_minute=False)
            until = Expression(first=start, end=end, clock=stop)
            return Expression(first=position, end=end, clock=begin, until=until)
        of_month = context is not None and context.month is not None and context.day is None
        if last <= 31 and (of_month or (as_day and last_as_day)):
            return Expression(first=position, end=end, day=value, until=Expression(first=start, end=end, day=last))
        return None

    def _hours_of_tomorrow(self, position: int, value: int, start: int) -> Expression | None:
        """ "15 to 16 tomorrow": before a day to come these are no score."""
        second = self._number(start, closed=True)
        if second is None or not value < second[0] <= 24:
            return None
        day = self._vocabulary.relative_days.match(self._tokens, second[1])
        if day is None or day.value <= 0 or self._vocabulary.links.match(self._tokens, position - 1) is not None:
            return None
        begin, stop = (
            Clock(hour=hour % 24, minute=0, exact=second[0] > 12, to_the_minute=False) for hour in (value, second[0])
        )
        until = Expression(first=start, end=day.end, clock=stop)
        return Expression(first=position, end=day.end, relative_day=day.value, clock=begin, until=until)

    def _is_link_before(self, position: int) -> bool:
        """Whether the word that opens the range also links times ("del", "du"): then "and" makes none of two."""
        start = self._vocabulary.range_open.before(self._tokens, position)
        return start is not None and self._vocabulary.links.end(self._tokens, start) == position

    def _joint(self, position: int, *, opened: bool) -> tuple[int, bool] | None:
        """Where the right end begins, and whether a dash stands between; None where nothing joins two ends."""
        words, tokens = self._vocabulary, self._tokens
        to = words.range_to.end(tokens, position)
        if to is not None:
            return to, tokens[position].text in _DASHES
        if not opened or position >= len(tokens):
            return None
        to = words.range_and.end(tokens, position)
        if to is None and tokens[position].forms[-1][1] in words.joining_clitics:
            to = position
        if to is None and tokens[position].folded in words.joining_clitics:
            to = position + 1
        return (to, False) if to is not None else None

    def _number(self, position: int, *, closed: bool) -> tuple[int, int, bool] | None:
        """Value and end of a bare number up to 31, and whether it is told as a day ("the 13th", "le 13")."""
        led = self._vocabulary.bare_day_leads.before(self._tokens, position) is not None
        start = (self._vocabulary.links.end(self._tokens, position) or position) if closed else position
        led = led or (start > position and self._vocabulary.bare_day_leads.before(self._tokens, start) is not None)
        day = self._dates.day(start)
        if day is None or (
            closed
            and not (self._dates.closes(day[1]) or self._vocabulary.directions.match(self._tokens, day[1]))
            and not self._is_dotted_day(day[1])
        ):
            return None
        ordinal = self._vocabulary.numbers.read_ordinal(self._tokens, start) is not None
        return day[0], day[1], ordinal or led

    def _dashed_dot(self, end: int) -> tuple[int, bool] | None:
        """Where the other day begins in "14. - 15.10.", whose first dot no noun follows."""
        marks = self._tokens[end : end + 2]
        dotted = self._vocabulary.words.dotted and len(marks) == 2 and marks[0].text == "." and marks[0].glued
        return (end + 2, True) if dotted and marks[1].text in _DASHES else None

    def _is_dotted_day(self, end: int) -> bool:
        """ "bis zum 23. weg": an ordinal by its dot, and no noun after it, where nouns are written with a capital."""
        words = self._vocabulary.words
        dotted = words.dotted and words.capital_names and self._tokens[end - 1].text == "."
        following = self._tokens[end] if dotted and end < len(self._tokens) else None
        return following is not None and following.text.isalpha() and not following.capital

    def _later_hour(self, value: int, first: Clock) -> Clock:
        """The first such hour after the beginning: "from 10:30 to 3" ends after noon, "from 8 pm to 2" at night."""
        if not first.exact or value > 12:
            return self._hour_like(value, first)
        hour = value % 12
        later = hour + 12 if hour <= first.hour < hour + 12 else hour
        return Clock(hour=later, minute=0, exact=True, to_the_minute=False)

    def _hour_like(self, value: int, other: Clock) -> Clock:
        """The hour in the half of the day in which the other end is told."""
        if not other.exact or value > 12:
            return Clock(hour=value % 24, minute=0, exact=value > 12, to_the_minute=False)
        late = other.hour >= 12
        hour = value % 12 + (12 if late else 0)
        if late and value < 12 and value > other.hour - 12 > 0:
            hour = value  # "from 9 to 1 pm"
        return Clock(hour=hour, minute=0, exact=True, to_the_minute=False)

    def _pair(self, left: Expression, right: Expression, *, sure: bool) -> Expression | None:
        if right.now:
            return replace(left, end=right.end, until=right) if sure or left.tells_a_day else None
        clocks = left.clock is not None and right.clock is not None
        days = left.day is not None and right.day is not None
        years = left.year is not None and right.year is not None
        days = days or (left.relative_day is not None and right.relative_day is not None)
        weeks = left.unit == "week" and left.weekday is not None and right.weekday is not None
        if not (sure or clocks or days or years or weeks) or left.shift is not None:
            return None
        if left.told <= {"clock", "part"} and left.clock is not None:
            return self._pair_of_clocks(left, right) if clocks else None
        if left.unit == "week" and left.weekday is None and right.weekday is not None:
            return None
        if left.unit == "week" and left.told == {"unit", "unit_direction", "weekday"} and right.told == {"weekday"}:
            right = replace(right, unit=left.unit, unit_direction=left.unit_direction)
        if right.told <= {"clock", "part"} and not left.clock:
            return None
        return replace(left, end=right.end, until=right)

    def _pair_of_clocks(self, left: Expression, right: Expression) -> Expression:
        """ "from 9:30 to 11:00 on Thursday": the day, told once, is the day of both."""
        first, last = left.clock, right.clock
        if first is not None and last is not None and first.zone is None:
            first = replace(first, zone=last.zone)
        if first is not None and last is not None and not first.exact and last.exact:
            first = replace(
                self._hour_like(first.hour, last),
                zone=first.zone,
                minute=first.minute,
                to_the_minute=first.to_the_minute,
            )
        elif first is not None and last is not None and first.exact and not last.exact:
            late = first.hour >= 12 and last.hour < 12 and last.hour + 12 > first.hour
            last = replace(last, hour=last.hour + 12, exact=True) if late else last
        lent = {name: getattr(right, name) for name in _LENT}
        part = left.part or right.part
        until = Expression(first=right.first, end=right.end, clock=last, part=part)
        return replace(left, end=right.end, clock=first, part=part, until=until, **lent)
