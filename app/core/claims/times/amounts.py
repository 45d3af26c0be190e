"""Lengths of time: "two days", "يومين", "an hour and a half"."""

from collections.abc import Sequence
from dataclasses import replace

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.expression import Amount
from app.core.claims.times.vocabulary import Vocabulary
from app.core.folding import fold

DAYS = {
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "night": 1.0,
    "week": 7.0,
    "weekend": 2.0,
    "fortnight": 14.0,
    "month": 30.0,
    "quarter": 91.0,
    "year": 365.0,
    "decade": 3652.0,
    "century": 36525.0,
}
_VAGUE = (2.0, 9.0)  # "days ago": several, and not yet told in the next larger unit


class AmountReader:
    """Reads the length of time that begins at a token."""

    def __init__(self, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary

    def read(self, position: int, *, bare: bool = False) -> Amount | None:
        """The amount; with ``bare`` also a unit without a number ("a week" after "for", "أيام" after "قبل")."""
        if position >= len(self._tokens):
            return None
        dual = self._vocabulary.dual_units.match(self._tokens, position)
        if dual is not None:
            return self._with_half(Amount(low=2, high=2, unit=dual.value, end=dual.end, plural=True))
        return self._halved(position) or self._counted(position) or self._one(position, bare=bare)

    def vague(self, amount: Amount) -> Amount:
        """Several of the amount's unit."""
        return replace(amount, low=_VAGUE[0], high=_VAGUE[1], plural=True)

    def is_definite(self, position: int) -> bool:
        """Whether the word there has an article written on it: "العامين" after nothing else is no length of time."""
        articles = tuple(fold(a) for a in self._vocabulary.numbers.words.articles)
        return bool(articles) and self._tokens[position].folded.startswith(articles)

    def _unit(self, position: int) -> tuple[str, int, bool] | None:
        """Name, end and whether it is a plural."""
        if position < len(self._tokens) and self._tokens[position].text == "-":
            position += 1
        plural = self._vocabulary.plural_units.match(self._tokens, position)
        unit = self._vocabulary.units.match(self._tokens, position)
        if plural is not None and (unit is None or plural.end > unit.end):
            return plural.value, plural.end, True
        return (unit.value, unit.end, False) if unit else None

    def _counted(self, position: int) -> Amount | None:
        number = self._vocabulary.numbers.read(self._tokens, position)
        if number is None:
            return None
        low, high, end = number.low, number.high, number.end
        to = self._vocabulary.range_to.end(self._tokens, end)
        last = self._vocabulary.numbers.read(self._tokens, to) if to else None
        if last is not None and last.low > low:
            high, end = last.high, last.end
        unit = self._unit(end)
        if unit is None:
            return None
        return self._with_half(Amount(low=low, high=high, unit=unit[0], end=unit[1], plural=True))

    def _halved(self, position: int) -> Amount | None:
        half = self._vocabulary.half.end(self._tokens, position)
        unit = self._unit(half) if half else None
        return Amount(low=0.5, high=0.5, unit=unit[0], end=unit[1]) if unit else None

    def _one(self, position: int, *, bare: bool) -> Amount | None:
        one = self._vocabulary.one.end(self._tokens, position)
        unit = self._unit(one or position)
        if unit is None or (one is not None and unit[2]):
            return None
        name, end, plural = unit
        if plural:
            return Amount(low=_VAGUE[0], high=_VAGUE[1], unit=name, end=end, bare=True, plural=True) if bare else None
        amount = self._with_half(Amount(low=1, high=1, unit=name, end=end, bare=one is None))
        if amount.low > 1 or one is not None:
            return amount
        if not bare or self._introduces_date(end):
            return None
        single = self._vocabulary.numbers.read(self._tokens, end)  # "يوم واحد"
        if single is not None and single.whole == 1 and not single.written_in_digits:
            return Amount(low=1, high=1, unit=name, end=single.end)
        return amount

    def _introduces_date(self, position: int) -> bool:
        """The unit word only opens a date: "منذ يوم الخميس", "منذ عام 2014", "منذ شهر مارس"."""
        words = self._vocabulary
        number = words.numbers.read(self._tokens, position)
        if number is not None and number.written_in_digits:
            return True
        tables = (words.months, words.weekdays, words.relative_days, words.directions)
        return any(table.match(self._tokens, position) for table in tables)

    def _with_half(self, amount: Amount) -> Amount:
        end = self._vocabulary.and_half.end(self._tokens, amount.end)
        if end is None:
            return amount
        return Amount(low=amount.low + 0.5, high=amount.high + 0.5, unit=amount.unit, end=end, plural=amount.plural)
