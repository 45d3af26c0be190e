"""Lengths of time: "two days", "يومين", "an hour and a half"."""

from collections.abc import Sequence
from dataclasses import replace

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.expression import Amount
from app.core.claims.times.vocabulary import Vocabulary
from app.core.folding import fold

DAYS = {
    "second": 1 / 86400,
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "night": 1.0,
    "week": 7.0,
    "weekend": 2.0,
    "fortnight": 14.0,
    "month": 30.0,
    "quarter": 91.0,
    "half": 182.0,
    "year": 365.0,
    "decade": 3652.0,
    "century": 36525.0,
}
_PARTS = ("half", "quarter")  # of a year, and of anything else
_LARGEST_SHARE = 10  # the tenth part is the smallest that a slash tells
_MOST_PARTS = 4  # of one length: years, months, days, hours
_VAGUE = (2.0, 9.0)  # "days ago": several, and not yet told in the next larger unit


class AmountReader:
    """Reads the length of time that begins at a token."""

    def __init__(self, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
        self._tokens = tokens
        self._known: dict[tuple[int, bool], Amount | None] = {}
        self._vocabulary = vocabulary

    def read(self, position: int, *, bare: bool = False) -> Amount | None:
        """The amount; with ``bare`` also a unit without a number ("a week" after "for", "أيام" after "قبل")."""
        if position >= len(self._tokens):
            return None
        if (position, bare) not in self._known:
            self._known[position, bare] = self._read(position, bare=bare)
        return self._known[position, bare]

    def _read(self, position: int, *, bare: bool) -> Amount | None:
        amount = self._dual(position) or self._halved(position) or self._counted(position)
        amount = amount or self._one(position, bare=bare)
        return self._with_more(amount) if amount is not None and not (amount.bare and amount.plural) else amount

    def days(self, amount: Amount) -> float:
        """The length in days, in the middle of what is told."""
        middle = (amount.low + amount.high) / 2 * DAYS[amount.unit]
        return middle + sum(number * DAYS[unit] for number, unit in amount.more)

    def full(self, position: int) -> Amount | None:
        """ "the whole week", "all year", "another month": one full unit."""
        words = self._vocabulary
        start = words.whole.end(self._tokens, position) or words.another.end(self._tokens, position)
        if start is None:
            bare = self._unit(position)
            after = words.whole_after.end(self._tokens, bare[1]) if bare is not None and not bare[2] else None
            return Amount(low=1, high=1, unit=bare[0], end=after) if bare is not None and after else None
        if self._unit(start) is None:  # "año" is a link too
            start = words.links.end(self._tokens, start) or start
        start = start + 1 if start < len(self._tokens) and self._tokens[start].text in "-'’" else start
        unit = self._unit(start)
        if unit is None or unit[2] or words.unit_is_dated(self._tokens, unit[1]):
            return None
        return Amount(low=1, high=1, unit=unit[0], end=unit[1])

    def _dual(self, position: int) -> Amount | None:
        dual = self._vocabulary.dual_units.match(self._tokens, position)
        if dual is None:
            return None
        return self._with_half(Amount(low=2, high=2, unit=dual.value, end=dual.end, plural=True))

    def _with_more(self, amount: Amount) -> Amount:
        """ "a year, two months and 21 days": further parts in other units."""
        for _ in range(_MOST_PARTS):
            part = self._next_part(amount)
            if part is None:
                break
            pair = ((part.low + part.high) / 2, part.unit)
            amount = replace(amount, end=part.end, more=(*amount.more, pair), bare=False)
        return amount

    def _next_part(self, amount: Amount) -> Amount | None:
        tokens, end = self._tokens, amount.end
        told = {amount.unit, *(unit for _, unit in amount.more)}
        joiner = self._vocabulary.joiners.end(tokens, end)
        if joiner is None and end + 1 < len(tokens) and tokens[end].folded in self._vocabulary.joining_clitics:
            joiner = end + 1
        if joiner is None and end < len(tokens) and tokens[end].text in ",،":
            joiner = self._vocabulary.joiners.end(tokens, end + 1) or end + 1
        start = joiner or end
        if start >= len(tokens):
            return None
        joined = joiner is not None or tokens[start].forms[-1][1] in self._vocabulary.joining_clitics
        part = self._dual(start) if joined else None
        part = part or self._counted(start) or (self._one(start, bare=True) if joined else None)
        if part is None or part.unit in told or part.low != part.high or (part.bare and part.plural):
            return None
        return part if DAYS[part.unit] != DAYS[amount.unit] else None

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
        couple = self._vocabulary.couples.match(self._tokens, position)
        number = self._vocabulary.numbers.read(self._tokens, position) if couple is None else None
        few = self._vocabulary.few.end(self._tokens, position) if couple is None else None
        if few is not None:
            low, high, end = *_VAGUE, few
        elif couple is not None:
            low, high, end = couple.value, couple.value, couple.end
        elif number is not None:
            low, high, end = number.low, number.high, number.end
        else:
            return None
        to = self._vocabulary.range_to.end(self._tokens, end)
        last = self._vocabulary.numbers.read(self._tokens, to) if to else None
        if last is not None and last.low > low:
            high, end = last.high, last.end
        unit = self._unit(end)
        if unit is None and number is not None and number.written_in_digits:
            short = self._vocabulary.glued_units.match(self._tokens, end)
            unit = (short.value, short.end, True) if short and self._tokens[end].text.islower() else None
        if unit is None:
            return None
        return self._with_half(Amount(low=low, high=high, unit=unit[0], end=unit[1], plural=True))

    def _halved(self, position: int) -> Amount | None:
        fraction = self._vocabulary.unit_fractions.match(self._tokens, position)
        unit = self._unit(fraction.end) if fraction else None
        if fraction is not None and unit is not None:
            return Amount(low=fraction.value, high=fraction.value, unit=unit[0], end=unit[1])
        share = self._share(position)
        if share is not None:
            return share
        half = self._vocabulary.half.end(self._tokens, position)
        unit = self._unit(half) if half else None
        return Amount(low=0.5, high=0.5, unit=unit[0], end=unit[1]) if unit else None

    def _share(self, position: int) -> Amount | None:
        """ "3/4 h", "1/2 hour"."""
        parts = self._tokens[position : position + 3]
        if len(parts) < 3 or parts[1].text != "/" or not (parts[1].glued and parts[2].glued):
            return None
        share, whole = parts[0].digits, parts[2].digits
        if share is None or whole is None or not 0 < share < whole <= _LARGEST_SHARE:
            return None
        short = self._vocabulary.glued_units.match(self._tokens, position + 3)
        unit = self._unit(position + 3) or ((short.value, short.end, False) if short is not None else None)
        if unit is None:
            return None
        return Amount(low=share / whole, high=share / whole, unit=unit[0], end=unit[1], plural=True)

    def _one(self, position: int, *, bare: bool) -> Amount | None:
        one = self._vocabulary.one.end(self._tokens, position)
        unit = self._unit(one or position)
        if unit is not None and unit[0] in _PARTS and (one is None or unit[0] == "half"):
            return None  # "half the road", "ربع"
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
        return words.unit_is_dated(self._tokens, position)

    def _with_half(self, amount: Amount) -> Amount:
        end = self._vocabulary.and_half.end(self._tokens, amount.end)
        if end is None:
            return amount
        return Amount(low=amount.low + 0.5, high=amount.high + 0.5, unit=amount.unit, end=end, plural=amount.plural)
