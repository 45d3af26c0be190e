"""Times of day: "7:30 pm", "19h30", "الساعة السابعة والنصف مساء"."""

from collections.abc import Callable, Sequence

from app.core.claims.quantities.numbers import NumberRead
from app.core.claims.quantities.tokens import Token
from app.core.claims.times.dotted import is_dotted_time
from app.core.claims.times.expression import Clock, Expression
from app.core.claims.times.vocabulary import Vocabulary

_LAST_HOUR = 24
_SHORT = 4  # tokens of a text that is hardly more than a time


class ClockReader:
    """Reads the time of day that begins at a token."""

    def __init__(self, tokens: Sequence[Token], vocabulary: Vocabulary, closes: Callable[[int], bool]) -> None:
        self._tokens = tokens
        self._is_short = len(tokens) <= _SHORT
        self._vocabulary = vocabulary
        self._closes = closes

    def read(self, position: int, *, after_day: bool = False) -> Expression | None:
        """The time of day there, its lead ("الساعة") included; None where there is none.

        ``after_day``: a day or part of day stands before it, so that "at seven" is an hour.
        """
        words = self._vocabulary
        hour_named = words.clock_hours.match(self._tokens, position)
        if hour_named is not None:
            with_minutes = self._named(position, hour_named.value, hour_named.end)  # "midi et quart"
            if with_minutes is not None:
                return with_minutes
        if self._is_inside_number(position) or words.parts.match(self._tokens, position) is not None:
            return None  # also "primeras horas de la mañana", which is no hour
        lead = words.clock_words.end(self._tokens, position)
        start = lead or position
        counted = self.from_minutes(position)
        if counted is not None:
            return counted
        begins = position == 0 and self._is_short  # "8 tonight", "ten thirty" and no more
        led = begins or lead is not None or words.clock_leads.before(self._tokens, position) is not None
        named = words.clock_hours.match(self._tokens, start)
        if named is not None:
            return self._named(position, named.value, named.end)
        together = self._together(position, start)
        if together is not None:
            return together
        hour = self._hour(start)
        if hour is None or not 0 <= hour.low < 60:
            return None
        if hour.low > _LAST_HOUR:
            return None
        sure = lead is not None or self._is_sure(position, hour, after_day=after_day)
        found = (
            self._with_minutes(position, hour)
            or self._with_hour_word(position, hour, led=led)
            or self._with_half_day(position, hour, led=led, sure=sure)
        )
        counts = begins and found is not None and words.units.match(self._tokens, found.end) is not None
        return None if counts else found  # "iki buçuk saatliğine" is a length

    def _together(self, position: int, start: int) -> Expression | None:
        """ "1030 GMT", "730 pm": hour and minutes written together, before a time zone or the half of the day."""
        tokens = self._tokens
        digits = tokens[start].digits if start < len(tokens) else None
        if digits is None or len(tokens[start].text) not in (3, 4) or digits // 100 > _LAST_HOUR or digits % 100 > 59:
            return None
        half_day = self._vocabulary.half_days.match(tokens, start + 1)
        led = start > position or self._vocabulary.clock_leads.before(tokens, position) is not None
        part = half_day is not None and not led and self._holds_part(start + 1, half_day.end)
        if (half_day is None or part or digits >= 1300) and self._vocabulary.zones.end(tokens, start + 1) is None:
            return None
        exact = len(tokens[start].text) == 4
        return self._expression(position, digits // 100, digits % 100, start + 1, exact=exact, to_the_minute=True)

    def from_minutes(self, position: int) -> Expression | None:
        """ "half past nine", "20 past 3": the minutes stand before their hour."""
        words = self._vocabulary
        lead = words.clock_words.end(self._tokens, position)
        start = lead or position
        minutes = words.minutes_before.match(self._tokens, start)
        if minutes is not None:
            named = words.clock_hours.match(self._tokens, minutes.end)
            if named is not None:
                told = (named.value * 60 + minutes.value) % 1440
                return self._expression(position, told // 60, told % 60, named.end, exact=True, to_the_minute=True)
            return self._finish(position, self._hour(minutes.end), minutes.value, led=True, counted=True)
        if words.minutes_past_or_to is None:
            return None
        number = self._hour(start)
        if number is None or not 0 < number.low < 60:
            return None
        led = lead is not None or words.clock_leads.before(self._tokens, position) is not None
        return self._minutes_first(position, number, led=led)

    def _is_sure(self, position: int, hour: NumberRead, *, after_day: bool) -> bool:
        """A bare hour is one after "at" where a day stands on either side of it."""
        words = self._vocabulary
        score = position > 1 and self._tokens[position - 2].digits is not None  # "trois à 0 samedi"
        if position == 0 and self._is_short and hour.low <= 12 and self._day_or_part(hour.end):
            return True
        if not self._is_led(position, hour) or (score and not after_day):
            return False
        if self._day_follows(hour.end):  # "at eight this evening"
            return True
        start = words.links.end(self._tokens, hour.end) or hour.end
        tables = (words.relative_days, words.weekdays)
        return after_day or any(table.match(self._tokens, at) for table in tables for at in (hour.end, start))

    def _day_or_part(self, position: int) -> bool:
        """ "tonight", "tomorrow", "this evening" there."""
        return self._vocabulary.relative_days.match(self._tokens, position) is not None or self._day_follows(position)

    def _is_led(self, position: int, hour: NumberRead) -> bool:
        """ "at seven", and no noun after it that it would count."""
        led = self._vocabulary.clock_before.match(self._tokens, position - 1)
        return (
            led is not None
            and led.end == position
            and (self._closes(hour.end) or self._vocabulary.is_ended(self._tokens, hour.end))
        )

    def _named(self, position: int, hour: int, end: int) -> Expression | None:
        """ "midi et quart", "minuit trois": a named hour tells a clock time only with minutes."""
        minutes = self._minutes_after(end)
        number = self._vocabulary.numbers.read(self._tokens, end) if minutes is None else None
        if number is not None and number.whole is not None and 0 < number.whole < 60 and self._ends(number.end):
            minutes = number.whole, number.end
        if minutes is None:
            return None
        told = (hour * 60 + minutes[0]) % 1440
        return self._expression(position, told // 60, told % 60, minutes[1], exact=True, to_the_minute=True)

    def _ends(self, position: int) -> bool:
        return position >= len(self._tokens) or not self._tokens[position].text[:1].isalnum()

    def _minutes_first(self, position: int, minutes: NumberRead, *, led: bool) -> Expression | None:
        """ "20 past 3", "fifteen minutes to eight"."""
        words, tokens = self._vocabulary, self._tokens
        unit = words.minutes.end(tokens, minutes.end)
        end = unit or minutes.end
        past, to = words.minutes_past.end(tokens, end), words.minutes_to.end(tokens, end)
        opened = words.range_open.before(tokens, position) is not None  # "from 5 to 7"
        named_to = to is not None and words.clock_hours.match(tokens, to) is not None and position == 0
        if past is None and (to is None or not (unit or ((led or named_to) and not opened))):
            return None
        start = past or to or end
        named = words.clock_hours.match(tokens, start)
        hour = None if named is not None else self._hour(start)
        signed = int(minutes.low) * (1 if past else -1)
        if named is not None:
            told = (named.value * 60 + signed) % 1440
            return self._expression(position, told // 60, told % 60, named.end, exact=True, to_the_minute=True)
        if hour is None or not (unit or self._closes(hour.end) or words.half_days.match(tokens, hour.end)):
            return None
        return self._finish(position, hour, signed, led=True, counted=True)

    def _minutes_after(self, position: int) -> tuple[int, int] | None:
        """Minutes told after the hour: "et demie", "والنصف", "moins dix", "و18 دقيقة"."""
        words, tokens = self._vocabulary, self._tokens
        told = words.minutes_after.match(tokens, position)
        if told is not None:
            return told.value, told.end
        less = words.minutes_less.end(tokens, position)
        joiner = less or words.joiners.end(tokens, position)
        if joiner is None and position + 1 < len(tokens) and tokens[position].folded in words.joining_clitics:
            joiner = position + 1
        joined = position < len(tokens) and tokens[position].forms[-1][1] in words.joining_clitics
        number = words.numbers.read(tokens, position if joined and joiner is None else joiner or position)
        if number is None or number.whole is None or not 0 < number.whole < 60:
            return None
        unit = words.minutes.end(tokens, number.end)
        if unit is None and not (less and self._ends(number.end)):
            return None
        return (-number.whole if less else number.whole), unit or number.end

    def _is_inside_number(self, position: int) -> bool:
        if position == 0 or not self._tokens[position].glued or self._tokens[position].digits is None:
            return False
        before = self._tokens[position - 1]
        if before.text in "-–" and position > 1 and before.glued:  # "1pm-2pm", "3:30-6:00"
            minutes = position > 2 and self._tokens[position - 3].text == ":"
            return self._tokens[position - 2].digits is not None and not minutes
        return before.text in ":.,/-+" or before.digits is not None

    def _hour(self, position: int) -> NumberRead | None:
        if position < len(self._tokens) and self._tokens[position].digits is not None:
            value = float(self._tokens[position].digits or 0)
            return NumberRead(end=position + 1, low=value, high=value, written_in_digits=True)
        number = self._vocabulary.numbers.read_ordinal(self._tokens, position)
        if number is not None and number.low > _LAST_HOUR and not number.written_in_digits:
            return NumberRead(end=position + 1, low=number.low % 10, high=number.low % 10)  # "fourth and forty minutes"
        number = number or self._vocabulary.numbers.read(self._tokens, position)
        if number is not None and number.whole is None and not number.vague:  # "ثلاثة وثلث": the part is of minutes
            number = self._vocabulary.numbers.read_exact(self._tokens, position, stop=position + 1)
        return number if number is not None and number.whole is not None else None

    def _minute_digits(self, position: int, *, glued: bool) -> int | None:
        if position >= len(self._tokens):
            return None
        token = self._tokens[position]
        if token.digits is None or len(token.text) != 2 or token.digits >= 60 or (glued and not token.glued):
            return None
        return token.digits

    def _with_minutes(self, position: int, hour: NumberRead) -> Expression | None:
        """ "19:30", and "7.30" where "pm" follows."""
        end = hour.end
        if not hour.written_in_digits or end >= len(self._tokens) or not self._tokens[end].glued:
            return None
        mark = self._tokens[end].text
        minute = self._minute_digits(end + 1, glued=True)
        if mark not in (":", ".") or minute is None:
            return None
        end += 2
        if end + 1 < len(self._tokens) and self._tokens[end].glued and self._tokens[end].text in ":.-/":
            if self._tokens[end].text in "-–" and mark == ":":
                return self._close(position, hour, minute, end, mark)
            if self._tokens[end].text != ":" or self._minute_digits(end + 1, glued=True) is None:
                return None if self._tokens[end + 1].glued else self._close(position, hour, minute, end, mark)
            end += 2
        return self._close(position, hour, minute, end, mark)

    def _close(self, position: int, hour: NumberRead, minute: int, end: int, mark: str) -> Expression | None:
        half_day = self._vocabulary.half_days.match(self._tokens, end)
        if mark == "." and half_day is None:
            closes = self._closes(end)
            if not is_dotted_time(self._tokens, self._vocabulary, position, end, closes=closes):
                return None
        exact = hour.low > 12 or hour.low == 0 or len(self._tokens[hour.end - 1].text) == 2
        exact = exact or (
            self._vocabulary.words.dotted and self._vocabulary.clock_after.end(self._tokens, end) is not None
        )
        return self._expression(position, int(hour.low), minute, end, exact=exact, to_the_minute=True)

    def _with_hour_word(self, position: int, hour: NumberRead, *, led: bool) -> Expression | None:
        """ "19h30", "19 heures 30", "7 o'clock"."""
        words = self._vocabulary
        glued = words.clock_glued.end(self._tokens, hour.end)
        led = led or words.clock_words.end(self._tokens, hour.end) is not None  # "17 Uhr" is never a length of time
        if glued is not None and hour.low <= _LAST_HOUR:
            minute = self._minute_digits(glued, glued=False)
            if minute is not None and hour.written_in_digits:
                return self._expression(position, int(hour.low), minute, glued + 1, exact=True, to_the_minute=True)
            close = self._tokens[hour.end].glued and hour.written_in_digits and hour.low < _LAST_HOUR
            half_day = words.half_days.match(self._tokens, glued)
            if self._minutes_after(glued) is not None and (led or close or half_day is not None):
                return self._finish(position, hour, 0, led=True, counted=True, end=glued, exact=True)
            spelled = self._spelled_minutes(glued) if led else None
            if spelled is not None:
                return self._expression(position, int(hour.low), *spelled, exact=True, to_the_minute=True)
            if led or close or half_day is not None or self._day_follows(glued):
                return self._finish(position, hour, 0, led=True, counted=True, end=glued, exact=True)
        after = words.clock_after.end(self._tokens, hour.end)
        told = after is not None and words.half_days.match(self._tokens, after) is not None
        if after is not None and (led or told) and glued is None:
            return self._finish(position, hour, 0, led=True, counted=True, end=after)
        if led and glued is None and hour.low <= _LAST_HOUR and words.zones.end(self._tokens, hour.end) is not None:
            return self._finish(position, hour, 0, led=True, counted=True)
        return None

    def _spelled_minutes(self, position: int) -> tuple[int, int] | None:
        """ "quinze heures trente": minutes in words right after the word for hours."""
        number = self._vocabulary.numbers.read(self._tokens, position)
        if number is None or number.written_in_digits or number.whole is None or not 0 < number.whole < 60:
            return None
        end = self._vocabulary.minutes.end(self._tokens, number.end) or number.end
        return (number.whole, end) if self._closes(end) else None

    def _day_follows(self, position: int) -> bool:
        """ "8 heures ce soir": a part of day that is pointed to, or a relative day still to come."""
        words = self._vocabulary
        pointed = words.directions.match(self._tokens, position)
        return pointed is not None and words.parts.match(self._tokens, pointed.end) is not None

    def _with_half_day(self, position: int, hour: NumberRead, *, led: bool, sure: bool) -> Expression | None:
        """ "7 pm", "at seven in the evening", "الساعة السابعة", "at three twenty"."""
        spelled = self._spelled_minutes(hour.end) if led and not hour.written_in_digits else None
        if spelled is not None and spelled[0] >= 10 and hour.low <= 12:
            return self._expression(position, int(hour.low), *spelled, exact=False, to_the_minute=True)
        joined = self._joined_minutes(position, hour) if led and not hour.written_in_digits else None
        if joined is not None:
            return self._finish(position, hour, joined[0], led=True, counted=True, end=joined[1])
        return self._finish(position, hour, 0, led=led, counted=sure)

    def _joined_minutes(self, position: int, hour: NumberRead) -> tuple[int, int] | None:
        """ "a las tres y quince": minutes in words behind "and", where no range is open."""
        words, tokens = self._vocabulary, self._tokens
        joiner = words.joiners.end(tokens, hour.end) if hour.low <= 12 else None
        if joiner is None or words.range_open.before(tokens, position) is not None:
            return None
        number = words.numbers.read(tokens, joiner)
        if number is None or number.written_in_digits or number.whole is None or not 10 <= number.whole < 60:
            return None
        ends = self._closes(number.end) or words.half_days.match(tokens, number.end) is not None
        return (number.whole, number.end) if ends else None

    def _finish(
        self,
        position: int,
        hour: NumberRead | None,
        minute: int,
        *,
        led: bool,
        counted: bool,
        end: int | None = None,
        exact: bool = False,
    ) -> Expression | None:
        """Takes what may follow the hour: minutes in words, the half of the day."""
        if hour is None or hour.low > _LAST_HOUR:
            return None
        stop = end or hour.end
        minutes = self._minutes_after(stop) if led or counted else None
        if minutes is not None and minute == 0:
            minute, stop = minutes
            counted = counted or led
        half_day = self._vocabulary.half_days.match(self._tokens, stop)
        if not counted:
            if half_day is None:
                return None
            if not led and (not hour.written_in_digits or self._holds_part(stop, half_day.end)):
                return None
        told = (int(hour.low) * 60 + minute) % 1440
        exact = exact or hour.low > 12
        return self._expression(position, told // 60, told % 60, stop, exact=exact, to_the_minute=minute != 0)

    def _holds_part(self, first: int, end: int) -> bool:
        return any(self._vocabulary.parts.match(self._tokens, i) is not None for i in range(first, end))

    def _expression(
        self, first: int, hour: int, minute: int, end: int, *, exact: bool, to_the_minute: bool
    ) -> Expression | None:
        half_day = self._vocabulary.half_days.match(self._tokens, end)
        if half_day is not None:
            end, exact = half_day.end, True
            if half_day.value == "evening" and hour < 12:
                hour += 12
            elif half_day.value == "morning" and hour == 12:
                hour = 0
        end, zone = self._zone(end)
        clock = Clock(hour=hour % 24, minute=minute, exact=exact, to_the_minute=to_the_minute, zone=zone)
        return Expression(first=first, end=end, clock=clock)

    def _zone(self, position: int) -> tuple[int, str | None]:
        """Where a word for hours and a time zone end, which may stand in brackets, and the zone where it is known."""
        words, tokens = self._vocabulary, self._tokens
        start = words.clock_after.end(tokens, position) or position
        for begin in dict.fromkeys((position, start)):
            opened = begin < len(tokens) and tokens[begin].text == "("
            end = words.time_zones.end(tokens, begin + opened)
            if end is None or (opened and (end >= len(tokens) or tokens[end].text != ")")):
                continue
            known = words.zones.match(tokens, begin + opened)
            return end + opened, known.value if known is not None and known.end == end else None
        return start, None
