"""Finds the quantities of one parsed sentence and what they count."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.claims.quantities.bounds import Bound, BoundReader, bounded
from app.core.claims.quantities.counted import counted_by
from app.core.claims.quantities.dual import DualReader
from app.core.claims.quantities.fractions import FractionReader
from app.core.claims.quantities.names import NumberNames
from app.core.claims.quantities.numbers import NumberRead, NumberReader
from app.core.claims.quantities.numerals import NumeralReader, numeral_reader
from app.core.claims.quantities.tokens import Token, split_tokens, text_between
from app.core.claims.quantities.units import DEGREES, PERCENT, UnitRead, UnitReader
from app.core.model.language import LanguagePack
from app.core.model.quantity import Quantity
from app.core.model.sentence import ParsedSentence
from app.core.remembering import BuiltOnce

_GROWN_UP = 18  # years
_HYPHENS = "-–—"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Readers:
    """Everything that reads numbers in one language."""

    numbers: NumberReader
    fractions: FractionReader
    numerals: NumeralReader
    units: UnitReader
    bounds: BoundReader
    duals: DualReader
    names: NumberNames


def find_quantities(
    sentence: ParsedSentence, *, pack: LanguagePack, taken: Sequence[tuple[int, int]], text: str | None = None
) -> tuple[Quantity, ...]:
    """All counts and measures in text order; numbers inside the ``taken`` spans (times) are left alone.

    ``text`` is the article's text; without it the quoted text is rebuilt from the words and their gaps.
    """
    tokens = split_tokens(sentence.words, pack.times.clitics, text)
    search = _Search(sentence, tokens, _readers_of(pack), taken)
    found: list[Quantity] = []
    position = 0
    while position < len(tokens):
        quantity, position = search.step(position)
        if quantity is not None:
            found.append(search.quantity(quantity, text))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A quantity on tokens ``first`` to ``end``."""

    first: int
    end: int
    number_end: int
    low: float
    high: float
    vague: bool
    unit: UnitRead | None
    bound_at: int  # where a bounding word before it would end
    counted: str | None = None


class _Search:
    """One pass over the tokens of a sentence."""

    def __init__(
        self, sentence: ParsedSentence, tokens: Sequence[Token], readers: _Readers, taken: Sequence[tuple[int, int]]
    ) -> None:
        self.sentence = sentence
        self.tokens = tokens
        self.readers = readers
        self._taken = frozenset(self._positions_of_times(taken))
        self._free = 0  # tokens before it belong to quantities that were found
        self._words_of_times = frozenset(tokens[i].word for i in self._taken)

    def _positions_of_times(self, taken: Sequence[tuple[int, int]]) -> Iterator[int]:
        """The tokens inside the spans, but for spans that are amounts after all."""
        starts, ends = ([token.start for token in self.tokens], [token.end for token in self.tokens])
        for start, stop in taken:
            first, end = bisect_right(ends, start), bisect_left(starts, stop)
            if first < end and not self._is_amount(first, end):
                yield from range(first, end)

    def _is_amount(self, first: int, end: int) -> bool:
        """What was taken for a time but is an amount: a scale follows it ("3 to 5 thousand"), money stands before
        it, or it tells a change ("rose from 12 to 17")."""
        if self.tokens[first].digits is not None and (
            self.readers.units.currency_before(self.tokens, first) is not None
            or self.readers.bounds.tells_change(self.tokens, first)
        ):
            return True
        return self.tokens[end - 1].digits is not None and self.readers.numbers.scale(self.tokens, end) is not None

    def step(self, position: int) -> tuple[_Found | None, int]:
        """The quantity at the position, and where to go on."""
        if self._is_taken(position):
            return None, position + 1
        skip = self.readers.names.skipped(self.tokens, position)
        if skip is not None:
            return None, skip
        if not self.readers.numerals.may_begin(self.tokens[position]):
            return self._dual(position)
        number = self.readers.numerals.suffixed(self.tokens, position) or self.readers.numbers.read(
            self.tokens, position
        )
        fraction = self._fraction(position, number)
        if fraction is not None:
            return (None, fraction.end) if self._is_share(fraction) else self._counted_from(position, fraction)
        ordinal = self.readers.numbers.read_ordinal(self.tokens, position)
        if ordinal is not None and (number is None or ordinal.end >= number.end):
            return None, ordinal.end
        if number is None or self._is_taken(number.end - 1):
            return self._dual(position)
        return self._counted_from(position, number)

    def _counted_from(self, position: int, number: NumberRead) -> tuple[_Found | None, int]:
        found, after = self._counted(position, number)
        self._free = found.end if found is not None else self._free
        return found, after

    def _fraction(self, position: int, number: NumberRead | None) -> NumberRead | None:
        """ "five and a quarter", "half a million"; None where the number ends without a fraction."""
        fraction = self.readers.fractions.read(self.tokens, position)
        if fraction is None or (number is not None and fraction.end <= number.end) or self._is_taken(fraction.end - 1):
            return None
        return NumberRead(end=fraction.end, low=fraction.value, high=fraction.value, scaled=fraction.has_scale)

    def _is_share(self, fraction: NumberRead) -> bool:
        """ "three quarters of the voters": so much of a whole, and no count."""
        return fraction.low < 1 and not fraction.scaled and self.readers.units.read(self.tokens, fraction.end) is None

    def quantity(self, found: _Found, text: str | None) -> Quantity:
        """The found tokens as a value."""
        readers, tokens = self.readers, self.tokens
        around = (readers.bounds.before(tokens, found.bound_at), readers.bounds.after(tokens, found.end))
        factor, zero = (found.unit.factor, found.unit.zero) if found.unit else (1.0, 0.0)
        bounds = bounded(found.low, found.high, around, vague=found.vague)
        start, end = tokens[found.first].start, tokens[found.end - 1].end
        return Quantity(
            text=text[start:end]
            if text is not None
            else text_between(tokens, self.sentence.words, found.first, found.end),
            start=start,
            end=end,
            low=_scaled(bounds.low, factor, zero),
            high=_scaled(bounds.high, factor, zero),
            unit=found.unit.unit if found.unit else None,
            counted=found.counted or (None if found.unit and found.unit.unit in DEGREES else self._counted_noun(found)),
            approximate=bounds.approximate,
        )

    def _is_taken(self, position: int) -> bool:
        return position in self._taken

    def _dual_unit(self, position: int, unit: UnitRead) -> tuple[_Found, int]:
        """ "طنين", "كيلوغرامين ونصف"."""
        half = self.readers.numbers.and_fraction(self.tokens, position + 1)
        end = half[0] if half else position + 1
        amount = 2.0 + (half[1] if half else 0.0)
        found = _Found(
            first=position,
            end=end,
            number_end=end,
            low=amount,
            high=amount,
            vague=False,
            unit=unit,
            bound_at=position,
        )
        return found, end

    def _dual(self, position: int) -> tuple[_Found | None, int]:
        unit = self.readers.units.read_dual(self.tokens[position])
        if unit is not None:
            return self._dual_unit(position, unit)
        word = self.readers.duals.read(self.tokens, self.sentence.words, position)
        if word is None:
            return None, position + 1
        end = position + 1
        found = _Found(
            first=position,
            end=end,
            number_end=end,
            low=2,
            high=2,
            vague=False,
            unit=None,
            bound_at=position,
            counted=word,
        )
        return found, self.readers.duals.after(self.tokens, self.sentence.words, end)

    def _counted(self, position: int, number: NumberRead) -> tuple[_Found | None, int]:
        tokens, readers = self.tokens, self.readers
        low, high, end, vague, ranged = number.low, number.high, number.end, number.vague, False
        last = self._range_last(number, self._range_start(position, end))
        if last is not None:
            low, high, ranged = _same_scale(number, last), last.high, True
            end, vague = last.end, vague or last.vague
        sign = readers.units.currency_before(tokens, position)
        if sign is not None and sign[0] < self._free:
            sign = None  # "3 $ 3": the sign is that of the number before it
        first = sign[0] if sign else position
        number_end, unit = end, readers.units.read(tokens, end)
        if sign is not None:
            unit, end, factor = self._money(sign[1], end)
            low, high, number_end = low * factor, high * factor, end
        elif unit is not None:
            end = unit.end
        else:
            percent = readers.units.percent_before(tokens, position)
            if percent is not None:
                first, unit = percent, UnitRead(end=end, unit=PERCENT)
        below = readers.units.below_zero(tokens, end, unit)
        if below is not None:
            unit, end, low, high = below, below.end, -high, -low
        elif unit is not None and unit.unit in DEGREES:
            first, low, high = self._below_zero(position, low, high)
        refused = sign is None and readers.names.refuses(
            self.sentence, tokens, position, number_end, number=number, ranged=ranged, has_unit=unit is not None
        )
        if refused:
            return None, max(number_end, position + 1)
        found = _Found(
            first=first, end=end, number_end=number_end, low=low, high=high, vague=vague, unit=unit, bound_at=first
        )
        return (None if self._counts_nothing(found, number) else found), end

    def _below_zero(self, position: int, low: float, high: float) -> tuple[int, float, float]:
        """Only temperatures are told with a sign: "-5 °C", "minus 5 degrees"."""
        for start in range(max(position - 2, 0), position):
            if self.readers.numerals.sign_end(self.tokens, start) == position:
                return start, -high, -low
        return position, low, high

    def _counts_nothing(self, found: _Found, number: NumberRead) -> bool:
        """Bare numbers with nothing that they could count: "out for 0", "lost 84-89", "children under five"."""
        if found.unit is not None:
            return False
        if number.written_in_digits and self._shares_time(found.number_end):
            return True
        if self._counted_noun(found) is not None:
            return False
        scored = found.low < found.high and number.end < found.end and self.tokens[number.end].text in _HYPHENS
        return scored or found.low == found.high == 0 or self._is_lower_age(found)

    def _shares_time(self, end: int) -> bool:
        """ "9 and 12 years": a number whose kind a later one of the list tells."""
        after = self.readers.names.list_goes_on(self.tokens, end)
        return after is not None and self._is_taken(after) and self.tokens[after].digits is not None

    def _is_lower_age(self, found: _Found) -> bool:
        """ "children under five": a small upper bound that counts nothing told."""
        return found.high <= _GROWN_UP and self.readers.bounds.before(self.tokens, found.bound_at) is Bound.LESS

    def _range_start(self, position: int, end: int) -> int | None:
        """Where the last number of a range may begin; the unit may be told twice: "5% to 7%"."""
        sign = self.readers.units.currency_before(self.tokens, position)
        first = sign[0] if sign is not None else position
        start = self.readers.bounds.range_end(self.tokens, first, end)
        unit = self._first_unit(end) if start is None else None
        return start if unit is None else self.readers.bounds.range_end(self.tokens, first, unit)

    def _first_unit(self, end: int) -> int | None:
        unit = self.readers.units.read(self.tokens, end)
        if unit is not None:
            return unit.end
        scale = self.readers.units.money_scale(self.tokens, end)
        return scale[0] if scale is not None and self.tokens[end].glued else None

    def _range_last(self, number: NumberRead, start: int | None) -> NumberRead | None:
        if start is None or start >= len(self.tokens) or self._is_taken(start) or number.vague:
            return None
        sign = self.readers.units.currency_before(self.tokens, start + 1)
        last = self.readers.numbers.read(self.tokens, start + 1 if sign and sign[0] == start else start)
        if last is None or last.vague or last.high <= _same_scale(number, last):
            return None
        return last

    def _money(self, currency: str, end: int) -> tuple[UnitRead, int, float]:
        scale = self.readers.units.money_scale(self.tokens, end)
        if scale is not None and self.tokens[end].glued:
            return UnitRead(end=scale[0], unit=currency, is_money=True), scale[0], scale[1]
        return UnitRead(end=end, unit=currency, is_money=True), end, 1.0

    def _counted_noun(self, found: _Found) -> str | None:
        number_words = (self.tokens[found.first].word, self.tokens[found.number_end - 1].word)
        unit_word = self.tokens[found.end - 1].word if found.unit else None
        return counted_by(
            self.sentence, number_words[0], number_words[1], unit_word=unit_word, barred=self._words_of_times
        )


def _same_scale(first: NumberRead, last: NumberRead) -> float:
    """ "2 to 3 million": the first number shares the scale of the last."""
    if first.scaled or not last.scaled or first.low >= 1000:
        return first.low
    scale = 1000.0
    while scale * 1000 <= last.high:
        scale *= 1000
    return first.low * scale if last.high >= 1000 else first.low


def _scaled(value: float | None, factor: float, zero: float) -> float | None:
    return None if value is None else float(f"{value * factor + zero:.12g}")


def _build_readers(pack: LanguagePack) -> _Readers:
    words = pack.numbers
    return _Readers(
        numbers=numeral_reader(words).numbers,
        fractions=numeral_reader(words).fractions,
        numerals=numeral_reader(words),
        units=UnitReader(words),
        bounds=BoundReader(words),
        duals=DualReader(words),
        names=NumberNames(words, pack.times),
    )


_readers_of = BuiltOnce(_build_readers)
