"""Weekdays so many weeks away: "Monday a week from now", "lundi en quinze", "three Fridays ago"."""

from collections.abc import Sequence

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.amounts import AmountReader
from app.core.claims.times.expression import Amount, Anchor, Expression
from app.core.claims.times.vocabulary import FUTURE, PAST, Vocabulary

_MOST_COUNT = 53


class WeekdayCountReader:
    """Reads the counted weekday that begins at a token."""

    def __init__(self, tokens: Sequence[Token], vocabulary: Vocabulary, amounts: AmountReader) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary
        self._amounts = amounts

    def read(self, position: int) -> Expression | None:
        """The weekday at the position; None where none is counted there."""
        words, tokens = self._vocabulary, self._tokens
        weekday = words.weekdays.match(tokens, position)
        if weekday is None:
            return self._several(position)
        if words.is_from(tokens, weekday.end):
            return None
        next_but_one = words.after_next.end(tokens, weekday.end)
        if next_but_one is not None:
            return _such(position, next_but_one, weekday.value, 2, FUTURE)
        days = words.weekday_shifts.match(tokens, weekday.end)
        if days is not None:
            counted = Amount(low=days.value, high=days.value, unit="day", end=days.end)
            anchor = Anchor(amount=counted, sign=FUTURE, of=None)
            return Expression(first=position, end=days.end, weekday=weekday.value, anchor=anchor)
        return self._weeks_away(position, weekday.value, weekday.end)

    def _weeks_away(self, position: int, weekday: int, end: int) -> Expression | None:
        words, tokens = self._vocabulary, self._tokens
        back = words.ago_before.end(tokens, end)  # "Mittwoch vor zwei Wochen"
        start = back or words.ahead.end(tokens, end)
        amount = self._amounts.read(start or end)
        if amount is None or amount.unit not in ("week", "fortnight", "day") or amount.low != amount.high:
            return None
        ahead = words.ahead_after.end(tokens, amount.end)
        ago = words.ago_after.end(tokens, amount.end) or (amount.end if back else None)
        stop = ahead or ago or (amount.end if start else None)
        if stop is None:
            return None
        anchor = Anchor(amount=amount, sign=PAST if ago and not ahead else FUTURE, of=None)
        return Expression(first=position, end=stop, weekday=weekday, anchor=anchor)

    def _several(self, position: int) -> Expression | None:
        words, tokens = self._vocabulary, self._tokens
        number = words.numbers.read(tokens, position) if words.words.plural_weekdays else None
        weekday = words.plural_weekdays.match(tokens, number.end) if number is not None else None
        if number is None or weekday is None or number.whole is None or not 1 <= number.whole <= _MOST_COUNT:
            return None
        ahead = words.ahead_after.end(tokens, weekday.end)
        end = ahead or words.ago_after.end(tokens, weekday.end)
        if end is None:
            return None
        return _such(position, end, weekday.value, number.whole, FUTURE if ahead else PAST)


def _such(first: int, end: int, weekday: int, count: int, sign: int) -> Expression:
    """The weekday that is the ``count``-th from the publication."""
    days = 7 * (count - 1) + 1
    amount = Amount(low=days, high=days, unit="day", end=end)
    return Expression(first=first, end=end, weekday=weekday, anchor=Anchor(amount=amount, sign=sign, of=None))
