"""Times that are told before what counts from them: "Noel'den iki gün sonra", "16 Eylül haftası"."""

from collections.abc import Sequence
from dataclasses import replace

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.amounts import AmountReader
from app.core.claims.times.expression import Anchor, Expression, Nth
from app.core.claims.times.vocabulary import FUTURE, PAST, Vocabulary


class BehindReader:
    """Reads what stands behind a time and counts from it, where the language puts them in that order."""

    def __init__(self, tokens: Sequence[Token], vocabulary: Vocabulary, amounts: AmountReader) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary
        self._amounts = amounts

    def read(self, of: Expression) -> Expression | None:
        """The longer expression; None where nothing behind the time counts from it."""
        if not self._vocabulary.words.whole_first or of.until is not None or not (of.tells_a_day or of.clock):
            return None
        return self._counted_from(of) or self._week_of(of)

    def is_from(self, position: int) -> bool:
        """Whether the case ending of "from" stands there: the year behind it is the other end of a range."""
        return self._vocabulary.counted_from.end(self._tokens, position) is not None

    def _counted_from(self, of: Expression) -> Expression | None:
        """ "Noel'den iki gün sonra": the case ending of "from", a length, and "after" or "before"."""
        words, tokens = self._vocabulary, self._tokens
        start = words.counted_from.end(tokens, of.end)
        if start is None and words.is_from(tokens, of.end):
            start = of.end
        if start is None:
            return None
        start = words.counted_from.end(tokens, start) or start
        amount = self._amounts.read(start)
        if amount is None or amount.low != amount.high:
            return None
        after = words.ahead_after.end(tokens, amount.end)
        end = after or words.ago_after.end(tokens, amount.end)
        lasts = words.within_after.end(tokens, amount.end) or words.length_follows.end(tokens, amount.end)
        if end is None and lasts is not None:
            return replace(of, end=lasts, lasting=amount)  # "bugünden itibaren iki hafta boyunca"
        if end is None:
            return None
        anchor = Anchor(amount=amount, sign=FUTURE if after is not None else PAST, of=replace(of, since=None))
        return Expression(first=of.first, end=end, anchor=anchor)

    def _week_of(self, of: Expression) -> Expression | None:
        """ "16 Eylül haftası": the week that holds the day, its word in the case of what is owned."""
        if of.day is None or not of.told <= {"day", "month", "year"}:
            return None
        for start in self._vocabulary.link_ends(self._tokens, of.end):
            unit = self._vocabulary.units.match(self._tokens, start)
            if unit is not None and unit.value == "week" and self._vocabulary.is_ended(self._tokens, unit.end):
                return Expression(first=of.first, end=unit.end, nth=Nth(count=0, kind=unit.value, whole=of))
        return None
