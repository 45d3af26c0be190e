"""Fractions in words: "two thirds", "five and a quarter", "عشرون وثلاثة أخماس", "tres veintiunavos"."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.claims.quantities.numbers import NumberRead, NumberReader
from app.core.claims.quantities.phrases import PhraseTable, value_table, word_table
from app.core.claims.quantities.tokens import Token
from app.core.folding import fold

_SHARED = 1000  # a scale from here on is shared by a fraction after it: "two million and a half"
_LONGEST_DENOMINATOR = 3  # tokens that look like part of the numerator: "one hundred" fifths, "thirty -" fifths


@dataclass(frozen=True, slots=True, kw_only=True)
class FractionRead:
    """A number that ends before token ``end``; ``has_scale`` tells that it ends with a scale of its own."""

    end: int
    value: float
    has_scale: bool = False


class FractionReader:
    """The words for parts of one pack."""

    def __init__(self, numbers: NumberReader) -> None:
        words = numbers.words
        self._numbers = numbers
        units = {**words.ordinals, **words.denominators}
        self._denominators: PhraseTable[float] = value_table({w: v for w, v in words.denominators.items() if v > 1})
        self._units: PhraseTable[float] = value_table({w: float(v) for w, v in units.items() if v < 10})
        self._tens: PhraseTable[float] = value_table({w: v for w, v in words.values.items() if 20 <= v < 100})
        self._ones: PhraseTable[float] = value_table({w: v for w, v in words.values.items() if v == 1})
        self._suffixes = tuple(sorted(map(fold, words.denominator_suffixes), key=len, reverse=True))
        self._large = {fold(w): v for w, v in words.denominators.items() if w.isalpha() and v >= 100}
        self._wholes: PhraseTable[float] = value_table(words.fractions)
        self._articles = word_table(words.not_counted)
        self._joiners = word_table(words.fraction_joiners)
        self._joined_parts: PhraseTable[float] = value_table(words.joined_parts)
        self._range_open = word_table(words.range_open)
        self._links = word_table(words.links)

    def read(self, tokens: Sequence[Token], position: int) -> FractionRead | None:
        """The number with a fraction in words that begins at the position; None for whole numbers."""
        part = self._part(tokens, position)
        if part is not None:
            return part
        number = self._numbers.read_exact(tokens, position)
        if number is None:
            return None
        return self._after_last_joint(tokens, position, number) or self._joined(tokens, number)

    def _part(self, tokens: Sequence[Token], position: int) -> FractionRead | None:
        return (
            self._named_part(tokens, position)
            or self._one_part(tokens, position)
            or self._counted_parts(tokens, position)
        )

    def _named_part(self, tokens: Sequence[Token], position: int) -> FractionRead | None:
        """ "half", "a quarter", "نصف"; "half million"."""
        article = self._articles.end(tokens, position)
        whole = self._wholes.match(tokens, position)
        if whole is None and article is not None:
            whole = self._wholes.match(tokens, article)
        return self._scaled(tokens, whole.end, whole.value) if whole is not None else None

    def _one_part(self, tokens: Sequence[Token], position: int) -> FractionRead | None:
        """ "a twenty-first", "un quinto"; not "a fifth man"."""
        article = self._articles.end(tokens, position)
        found = self._denominator(tokens, article) if article is not None else None
        if found is None:
            return None
        end, value = found
        counts_on = end < len(tokens) and tokens[end].text[:1].isalnum() and self._links.end(tokens, end) is None
        return None if counts_on else FractionRead(end=end, value=1 / value)

    def _counted_parts(self, tokens: Sequence[Token], first: int) -> FractionRead | None:
        """ "two thirds", "one hundred thirty fifths": the denominator is the longest that leaves a numerator."""
        number = self._numbers.read_exact(tokens, first)
        if number is None or number.written_in_digits or number.last_joint is not None:
            return None
        after = _past_hyphen(tokens, number.end)
        for start in (*range(max(first + 1, number.end - _LONGEST_DENOMINATOR), number.end + 1), after):
            found = self._denominator(tokens, start)
            if found is None or found[0] <= number.end or _is_homonym(tokens, found, number):
                continue
            numerator = self._numbers.read_exact(tokens, first, stop=start)
            if numerator is not None and _past_hyphen(tokens, numerator.end) in (start, start + 1):
                return self._scaled(tokens, found[0], numerator.low / found[1])
        return None

    def _after_last_joint(self, tokens: Sequence[Token], first: int, number: NumberRead) -> FractionRead | None:
        """ "two hundred and fifty-four hundredths": what follows the last "and" is the numerator."""
        if number.last_joint is None:
            return None
        part = self._counted_parts(tokens, number.last_joint)
        whole = self._numbers.read_exact(tokens, first, stop=number.last_joint)
        if part is None or whole is None or part.end <= number.end:
            return None
        return self._sum(whole, part)

    def _joined(self, tokens: Sequence[Token], number: NumberRead) -> FractionRead | None:
        """ "five and a quarter", "واحد ونصف", "veinte con tres quintos"."""
        if number.end >= len(tokens):
            return None
        start = self._joiners.end(tokens, number.end)
        clitic = any(self._numbers.spelled.joins(taken) for _, taken in tokens[number.end].forms)
        if start is None and not clitic:
            return None
        part = self._part(tokens, number.end if start is None else start)
        return self._sum(number, part) if part is not None else None

    def joined_part(self, tokens: Sequence[Token], first: int, number: NumberRead) -> FractionRead | None:
        """ "ثلاث وخمس": units that make no sum may tell a whole and a part, but for the ends of a range."""
        found = self._joined_parts.match(tokens, number.end)
        if found is None or not self._numbers.spelled.joins(found.clitic) or number.written_in_digits:
            return None
        if any(self._range_open.end(tokens, first - length) == first for length in (1, 2)):
            return None
        return FractionRead(end=found.end, value=number.low + found.value)

    def _sum(self, whole: NumberRead, part: FractionRead) -> FractionRead:
        if part.has_scale:
            return FractionRead(end=part.end, value=whole.low + part.value, has_scale=True)
        factor = whole.last_scale if whole.last_scale >= _SHARED else 1.0
        return FractionRead(end=part.end, value=whole.low + part.value * factor)

    def _scaled(self, tokens: Sequence[Token], end: int, value: float) -> FractionRead:
        """With the scale or the dozen after it: "three quarters million", "half dozen"."""
        after = _past_hyphen(tokens, end)
        for start in (after, self._articles.end(tokens, after), self._links.end(tokens, after)):
            if start is None:
                continue
            scale = self._numbers.scale(tokens, start) or self._numbers.rough(tokens, start)
            if scale is not None:
                return FractionRead(end=scale.end, value=value * scale.value, has_scale=True)
        return FractionRead(end=end, value=value)

    def _denominator(self, tokens: Sequence[Token], position: int) -> tuple[int, float] | None:
        if not 0 <= position < len(tokens):
            return None
        return (
            self._composed(tokens, position)
            or self._listed(tokens, position)
            or self._with_suffix(tokens[position].folded, position)
        )

    def _listed(self, tokens: Sequence[Token], position: int) -> tuple[int, float] | None:
        found = self._denominators.match(tokens, position)
        return (found.end, found.value) if found is not None else None

    def _composed(self, tokens: Sequence[Token], position: int) -> tuple[int, float] | None:
        """ "twenty-first", "one thousand fifths"."""
        if self._numbers.words.ascending:
            return self._units_first(tokens, position)
        large = self._tens.match(tokens, position)
        if large is None:
            one = self._ones.match(tokens, position)
            large = self._numbers.scale(tokens, one.end) if one is not None else None
        if large is None:
            return None
        unit = self._units.match(tokens, self._numbers.joined(tokens, large.end)[0])
        return (unit.end, large.value + unit.value) if unit is not None else None

    def _units_first(self, tokens: Sequence[Token], position: int) -> tuple[int, float] | None:
        """ "واحد وعشرونات": where units stand before tens, the tens carry the ending."""
        unit = self._numbers.spelled.read(tokens, position)
        if unit is None or unit.is_scale or not 0 < unit.parts[0][1] < 10 or unit.end >= len(tokens):
            return None
        for form, clitic in tokens[unit.end].forms:
            for suffix in self._suffixes:
                tens = self._numbers.spelled.single(form.removesuffix(suffix)) if form.endswith(suffix) else None
                if tens is not None and 20 <= tens < 100 and self._numbers.spelled.joins(clitic):
                    return unit.end + 1, tens + unit.parts[0][1]
        return None

    def _with_suffix(self, folded: str, position: int) -> tuple[int, float] | None:
        """ "veintiunavos", "hundertstel"; "dosmillonésimos"."""
        for suffix in self._suffixes:
            value = self._numbers.compound(folded.removesuffix(suffix)) if folded.endswith(suffix) else None
            if value is not None:
                return position + 1, value
        for ending, scale in self._large.items():
            value = self._numbers.compound(folded.removesuffix(ending)) if folded.endswith(ending) else None
            if value is not None:
                return position + 1, value * scale
        return None


def _is_homonym(tokens: Sequence[Token], denominator: tuple[int, float], number: NumberRead) -> bool:
    """Several halves are told by nobody: "dos medios" are two of something else, unless nothing else is said."""
    return denominator[1] == 2 and number.low > 1 and denominator[0] < len(tokens)


def _past_hyphen(tokens: Sequence[Token], position: int) -> int:
    return position + 1 if position < len(tokens) and tokens[position].text == "-" else position
