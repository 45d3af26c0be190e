"""A length beside its beginning: "from 18 December for 10 days", "for three days from Monday"."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.amounts import AmountReader
from app.core.claims.times.expression import Amount, Expression
from app.core.claims.times.vocabulary import Vocabulary

_PAUSES = ",،"
_CLOCKED = ("second", "minute", "hour")


class LastingReader:
    """Reads the times that begin at one and last so long."""

    def __init__(
        self,
        tokens: Sequence[Token],
        vocabulary: Vocabulary,
        amounts: AmountReader,
        inner: Callable[[int], Expression | None],
    ) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary
        self._amounts = amounts
        self._inner = inner

    def behind(self, begin: Expression) -> Expression:
        """The time with the length that follows it; the time itself where none does, or where it may lie anywhere in
        that time ("on Monday for an hour")."""
        amount = self._length(begin.end)
        if begin.until is not None:
            return begin
        if amount is None:
            return self._from_clock(begin)
        opened = self._is_opened(begin.first)
        clocked = begin.clock is not None and (begin.clock.exact or opened)
        if not clocked and not (opened and begin.tells_a_day and amount[0].unit not in _CLOCKED):
            return begin
        return replace(begin, end=amount[0].end, lasting=amount[0])

    def _from_clock(self, day: Expression) -> Expression:
        """ "on 14 March from 9:30 for two hours"."""
        start = self._vocabulary.range_open_end.end(self._tokens, day.end)
        clock = self._inner(start) if start is not None and day.tells_a_day and day.clock is None else None
        if clock is None or clock.told != {"clock"}:
            return day
        whole = self.behind(clock)
        return replace(day, end=whole.end, clock=clock.clock, lasting=whole.lasting) if whole.lasting else day

    def before(self, position: int) -> Expression | None:
        """The time whose length stands at the position, before its beginning; None where there is none."""
        amount = self._length(position)
        if amount is None:
            return None
        length, first = amount
        paused = length.end < len(self._tokens) and self._tokens[length.end].text in _PAUSES
        begin = self._vocabulary.range_open_end.end(self._tokens, length.end + paused)
        told = self._inner(begin) if begin is not None else None
        if told is None or told.until is not None or not (told.tells_a_day or told.clock is not None):
            return None
        if length.unit in _CLOCKED and told.clock is None:
            return None
        return replace(told, first=first, lasting=length)

    def _is_opened(self, position: int) -> bool:
        """ "from" before it, and perhaps the word for "day" between them: "من يوم الاثنين"."""
        words, tokens = self._vocabulary, self._tokens
        lead = words.day_leads.before(tokens, position)
        return any(words.range_open.before(tokens, at) is not None for at in (position, lead) if at is not None)

    def _length(self, position: int) -> tuple[Amount, int] | None:
        start = self._vocabulary.lasting.end(self._tokens, position)
        amount = self._amounts.read(start) if start is not None else None
        if start is None or amount is None or amount.low != amount.high:
            return None
        return amount, start
