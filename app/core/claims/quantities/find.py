"""Finds the quantities of one parsed sentence and what they count."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.claims.quantities.bounds import Bound, BoundReader, bounded
from app.core.claims.quantities.built_once import BuiltOnce
from app.core.claims.quantities.counted import counted_by
from app.core.claims.quantities.dual import DualReader
from app.core.claims.quantities.names import NumberNames
from app.core.claims.quantities.numbers import NumberRead, NumberReader, number_reader
from app.core.claims.quantities.tokens import Token, split_tokens, text_between
from app.core.claims.quantities.units import UnitRead, UnitReader
from app.core.model.language import LanguagePack
from app.core.model.quantity import Quantity
from app.core.model.sentence import ParsedSentence

_GROWN_UP = 18  # years


@dataclass(frozen=True, slots=True, kw_only=True)
class _Readers:
    """Everything that reads numbers in one language."""

    numbers: NumberReader
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
    tokens = split_tokens(sentence.words, pack.times.clitics)
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
        self._taken = taken
        self._free = 0  # tokens before it belong to quantities that were found
        self._words_of_times = frozenset(tokens[i].word for i in range(len(tokens)) if self._is_taken(i))

    def step(self, position: int) -> tuple[_Found | None, int]:
        """The quantity at the position, and where to go on."""
        if self._is_taken(position):
            return None, position + 1
        skip = self.readers.names.skipped(self.tokens, position)
        if skip is not None:
            return None, skip
        number = self.readers.numbers.read(self.tokens, position)
        ordinal = self.readers.numbers.read_ordinal(self.tokens, position)
        if ordinal is not None and (number is None or ordinal.end >= number.end):
            return None, ordinal.end
        if number is None or self._is_taken(number.end - 1):
            return self._dual(position)
        found, after = self._counted(position, number)
        self._free = found.end if found is not None else self._free
        return found, after

    def quantity(self, found: _Found, text: str | None) -> Quantity:
        """The found tokens as a value."""
        readers, tokens = self.readers, self.tokens
        around = (readers.bounds.before(tokens, found.bound_at), readers.bounds.after(tokens, found.end))
        factor = found.unit.factor if found.unit else 1.0
        bounds = bounded(found.low, found.high, around, vague=found.vague)
        start, end = tokens[found.first].start, tokens[found.end - 1].end
        return Quantity(
            text=text[start:end]
            if text is not None
            else text_between(tokens, self.sentence.words, found.first, found.end),
            start=start,
            end=end,
            low=_scaled(bounds.low, factor),
            high=_scaled(bounds.high, factor),
            unit=found.unit.unit if found.unit else None,
            counted=found.counted or self._counted_noun(found),
            approximate=bounds.approximate,
        )

    def _is_taken(self, position: int) -> bool:
        token = self.tokens[position]
        return any(start < token.end and token.start < end for start, end in self._taken)

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
        start = readers.bounds.range_end(tokens, position, end)
        last = self._range_last(position, number, start)
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
        refused = sign is None and readers.names.refuses(
            self.sentence, tokens, position, number_end, number=number, ranged=ranged, has_unit=unit is not None
        )
        if refused:
            return None, max(number_end, position + 1)
        found = _Found(
            first=first, end=end, number_end=number_end, low=low, high=high, vague=vague, unit=unit, bound_at=first
        )
        return (None if self._is_lower_age(found) else found), end

    def _is_lower_age(self, found: _Found) -> bool:
        """ "children under five": a small upper bound that counts nothing told."""
        if found.unit is not None or found.high > _GROWN_UP or self._counted_noun(found) is not None:
            return False
        return self.readers.bounds.before(self.tokens, found.bound_at) is Bound.LESS

    def _range_last(self, position: int, number: NumberRead, start: int | None) -> NumberRead | None:
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


def _scaled(value: float | None, factor: float) -> float | None:
    return None if value is None else float(f"{value * factor:.12g}")


def _build_readers(pack: LanguagePack) -> _Readers:
    words = pack.numbers
    return _Readers(
        numbers=number_reader(words),
        units=UnitReader(words),
        bounds=BoundReader(words),
        duals=DualReader(words),
        names=NumberNames(words, pack.times),
    )


_readers_of = BuiltOnce(_build_readers)
