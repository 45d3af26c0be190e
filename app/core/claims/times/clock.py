"""Times of day: "7:30 pm", "19h30", "الساعة السابعة والنصف مساء"."""

from collections.abc import Sequence

from app.core.claims.quantities.numbers import NumberRead
from app.core.claims.quantities.tokens import Token
from app.core.claims.times.expression import Clock, Expression
from app.core.claims.times.vocabulary import Vocabulary

_LAST_HOUR = 24


class ClockReader:
    """Reads the time of day that begins at a token."""

    def __init__(self, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary

    def read(self, position: int) -> Expression | None:
        """The time of day there, its lead ("الساعة") included; None where there is none."""
        words = self._vocabulary
        if self._is_inside_number(position):
            return None
        lead = words.clock_words.end(self._tokens, position)
        start = lead or position
        minutes = words.minutes_before.match(self._tokens, start)
        if minutes is not None:
            return self._finish(position, self._hour(minutes.end), minutes.value, led=True, counted=True)
        hour = self._hour(start)
        if hour is None or not 0 <= hour.low <= _LAST_HOUR:
            return None
        led = lead is not None or words.clock_leads.before(self._tokens, position) is not None
        return (
            self._with_minutes(position, hour)
            or self._with_hour_word(position, hour, led=led)
            or self._with_half_day(position, hour, led=led, sure=lead is not None)
        )

    def _is_inside_number(self, position: int) -> bool:
        if position == 0 or not self._tokens[position].glued or self._tokens[position].digits is None:
            return False
        return self._tokens[position - 1].text in ":.,/-+" or self._tokens[position - 1].digits is not None

    def _hour(self, position: int) -> NumberRead | None:
        if position < len(self._tokens) and self._tokens[position].digits is not None:
            value = float(self._tokens[position].digits or 0)
            return NumberRead(end=position + 1, low=value, high=value, written_in_digits=True)
        number = self._vocabulary.numbers.read_ordinal(self._tokens, position)
        number = number or self._vocabulary.numbers.read(self._tokens, position)
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
            if self._tokens[end].text != ":" or self._minute_digits(end + 1, glued=True) is None:
                return None if self._tokens[end + 1].glued else self._close(position, hour, minute, end, mark)
            end += 2
        return self._close(position, hour, minute, end, mark)

    def _close(self, position: int, hour: NumberRead, minute: int, end: int, mark: str) -> Expression | None:
        half_day = self._vocabulary.half_days.match(self._tokens, end)
        if mark == "." and half_day is None:
            return None
        exact = hour.low > 12 or hour.low == 0 or len(self._tokens[hour.end - 1].text) == 2
        return self._expression(position, int(hour.low), minute, end, exact=exact, to_the_minute=True)

    def _with_hour_word(self, position: int, hour: NumberRead, *, led: bool) -> Expression | None:
        """ "19h30", "19 heures 30", "7 o'clock"."""
        words = self._vocabulary
        glued = words.clock_glued.end(self._tokens, hour.end)
        if glued is not None and hour.low <= _LAST_HOUR:
            minute = self._minute_digits(glued, glued=False)
            if minute is not None and hour.written_in_digits:
                return self._expression(position, int(hour.low), minute, glued + 1, exact=True, to_the_minute=True)
            close = self._tokens[hour.end].glued and hour.written_in_digits and hour.low < _LAST_HOUR
            half_day = words.half_days.match(self._tokens, glued)
            if led or close or half_day is not None:
                return self._finish(position, hour, 0, led=True, counted=True, end=glued, exact=True)
        after = words.clock_after.end(self._tokens, hour.end)
        if after is not None and led and glued is None:
            return self._finish(position, hour, 0, led=True, counted=True, end=after)
        return None

    def _with_half_day(self, position: int, hour: NumberRead, *, led: bool, sure: bool) -> Expression | None:
        """ "7 pm", "at seven in the evening", "الساعة السابعة"."""
        return self._finish(position, hour, 0, led=led, counted=sure)

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
        minutes = self._vocabulary.minutes_after.match(self._tokens, stop)
        if minutes is not None and (led or counted):
            minute, stop = minutes.value, minutes.end
        half_day = self._vocabulary.half_days.match(self._tokens, stop)
        if not counted:
            if half_day is None:
                return None
            if not led and (not hour.written_in_digits or self._holds_part(stop, half_day.end)):
                return None
        told = int(hour.low) * 60 + minute
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
        after = self._vocabulary.clock_after.end(self._tokens, end)
        clock = Clock(hour=hour % 24, minute=minute, exact=exact, to_the_minute=to_the_minute)
        return Expression(first=first, end=after or end, clock=clock)
