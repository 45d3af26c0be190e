"""Numbers in digits and in words, read at a position of a token sequence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.core.claims.quantities.built_once import BuiltOnce
from app.core.claims.quantities.phrases import Match, PhraseTable, phrase_pieces, value_table, word_table
from app.core.claims.quantities.tokens import LONGEST_NUMBER, Token
from app.core.folding import fold
from app.core.model.words import NumberWords

_DECIMAL_MARKS = (".", ",", "٫")
_GROUP_MARK = "٬"
_ROUGH_SHARE = 0.2  # "a dozen" and "une vingtaine" are off by a fifth at most


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRead:
    """A number that ends before token ``end``. ``written_in_digits`` tells that it begins with digits."""

    end: int
    low: float
    high: float
    written_in_digits: bool = False
    grouped: bool = False  # written with a mark between groups or before decimals: no year, no id
    scaled: bool = False
    vague: bool = False

    @property
    def whole(self) -> int | None:
        """The value of an exact whole number."""
        return int(self.low) if self.low == self.high and self.low.is_integer() and not self.vague else None


class NumberReader:
    """The number words of one pack, ready to be asked."""

    def __init__(self, words: NumberWords) -> None:
        self.words = words
        self._values: PhraseTable[float] = value_table(words.values)
        self._scales: PhraseTable[float] = value_table(words.scales)
        self._joiners = word_table(words.joiners)
        self._ordinals: PhraseTable[int] = value_table(words.ordinals)
        self._fractions: PhraseTable[float] = value_table(words.fractions)
        self._and_fractions: PhraseTable[float] = value_table(words.and_fractions)
        self._vague: PhraseTable[tuple[float, float]] = value_table(words.vague)
        self._rough: PhraseTable[float] = value_table(words.rough)
        self._links = word_table((*words.links, *words.not_counted))
        self._suffixes = frozenset(map(fold, words.ordinal_suffixes))
        self._articles = tuple(map(fold, words.articles))
        self._joining_clitics = frozenset(map(fold, words.joining_clitics))
        self._group_marks = frozenset((*words.group_marks, _GROUP_MARK))
        self._single = {fold(w): v for w, v in words.values.items() if len(phrase_pieces(w)) == 1}
        self._compound_joiners = tuple(map(fold, words.compound_joiners))

    def read(self, tokens: Sequence[Token], position: int) -> NumberRead | None:
        """The number that begins at the position: the longest one; None where none begins."""
        if position >= len(tokens):
            return None
        vague = self._vague.match(tokens, position)
        if vague is not None:
            return NumberRead(end=vague.end, low=vague.value[0], high=vague.value[1], vague=True)
        if tokens[position].digits is not None:
            return self._read_digits(tokens, position)
        rough = self._rough.match(tokens, position)
        if rough is not None:
            return _roughly(rough.end, rough.value)
        return self._read_fraction(tokens, position) or self._read_words(tokens, position)

    def read_ordinal(self, tokens: Sequence[Token], position: int) -> NumberRead | None:
        """The ordinal ("24th", "premier", "الحادي والعشرين") that begins at the position."""
        if position >= len(tokens):
            return None
        digits = tokens[position].digits
        if digits is not None:
            end = self._suffix_end(tokens, position + 1)
            return replace(_exact(end, digits), written_in_digits=True) if end else None
        found = self._ordinals.match(tokens, position)
        if found is not None:
            return self._ordinal_with_tens(tokens, found)
        tens = self._values.match(tokens, position)
        if tens is not None and tens.value >= 20:
            unit = self._ordinals.match(tokens, self._joiners.end(tokens, tens.end) or tens.end)
            if unit is not None and unit.value < 10:
                return _exact(unit.end, tens.value + unit.value)
        return None

    def and_fraction(self, tokens: Sequence[Token], position: int) -> tuple[int, float] | None:
        """ "and a half": where it ends, and how much it is."""
        found = self._and_fractions.match(tokens, position)
        return (found.end, found.value) if found else None

    def _suffix_end(self, tokens: Sequence[Token], position: int) -> int | None:
        if position < len(tokens) and tokens[position].glued and tokens[position].folded in self._suffixes:
            return position + 1
        return None

    def _ordinal_with_tens(self, tokens: Sequence[Token], found: Match[int]) -> NumberRead:
        tens = self._value(tokens, found.end)
        joined = tens is not None and self._is_joined(tens)
        if self.words.ascending and tens is not None and joined and found.value < 10 and 20 <= tens.value < 100:
            return _exact(tens.end, found.value + tens.value)
        return _exact(found.end, found.value)

    def _read_digits(self, tokens: Sequence[Token], position: int) -> NumberRead | None:
        whole, end = self._pairwise_groups(tokens, position)
        grouped = end > position + 1
        while (
            len(tokens[position].text) <= 3 and len(whole) < LONGEST_NUMBER and (after := self._group_end(tokens, end))
        ):
            whole += tokens[after - 1].text
            end, grouped = after, True
        value = float(int(whole))
        if self._is_mark(tokens, end, _DECIMAL_MARKS) and _is_glued_digits(tokens, end + 1):
            fraction = tokens[end + 1].text
            value += int(fraction) / 10 ** len(fraction)
            end, grouped = end + 2, True
        return self._scaled(tokens, end, value, grouped)

    def _pairwise_groups(self, tokens: Sequence[Token], position: int) -> tuple[str, int]:
        """ "6,00,000": groups of two before a last group of three, as written in South Asia."""
        whole, end = tokens[position].text, position + 1
        while len(whole) < LONGEST_NUMBER and self._is_mark(tokens, end, self._group_marks):
            if not _is_glued_digits(tokens, end + 1, 2) or not self._is_mark(tokens, end + 2, self._group_marks):
                break
            whole, end = whole + tokens[end + 1].text, end + 2
        if end > position + 1 and _is_glued_digits(tokens, end + 1, 3):
            return whole + tokens[end + 1].text, end + 2
        return tokens[position].text, position + 1

    def _group_end(self, tokens: Sequence[Token], end: int) -> int | None:
        if self._is_mark(tokens, end, self._group_marks) and _is_glued_digits(tokens, end + 1, 3):
            return end + 2
        if " " in self._group_marks and end < len(tokens) and len(tokens[end].text) == 3:
            spaced = tokens[end].digits is not None and tokens[end].start - tokens[end - 1].end == 1
            return end + 1 if spaced else None
        return None

    def _is_mark(self, tokens: Sequence[Token], position: int, marks: Sequence[str] | frozenset[str]) -> bool:
        return position < len(tokens) and tokens[position].glued and tokens[position].text in marks

    def _scaled(self, tokens: Sequence[Token], end: int, value: float, grouped: bool) -> NumberRead:
        factor = 1.0
        while scale := self._scale_after(tokens, end):
            factor *= scale.value
            end = scale.end
        rough = self._rough.match(tokens, end)
        if rough is not None:
            return _roughly(rough.end, value * factor * rough.value)
        total = value * factor
        if factor > 1:
            end, total = self._add_fraction(tokens, end, total, factor)
            end, total = self._add_smaller(tokens, end, total, factor)
        return NumberRead(end=end, low=total, high=total, written_in_digits=True, grouped=grouped, scaled=factor > 1)

    def _scale_after(self, tokens: Sequence[Token], end: int) -> Match[float] | None:
        if end < len(tokens) and tokens[end].text == "-":
            end += 1
        scale = self._scales.match(tokens, end)
        return scale if scale is not None and not self._is_joined(scale) else None

    def _add_fraction(self, tokens: Sequence[Token], end: int, total: float, scale: float) -> tuple[int, float]:
        fraction = self._and_fractions.match(tokens, end)
        return (fraction.end, total + fraction.value * scale) if fraction else (end, total)

    def _add_smaller(self, tokens: Sequence[Token], end: int, total: float, scale: float) -> tuple[int, float]:
        """ "3 ملايين و500 ألف": a smaller number joined by a clitic belongs to the same number."""
        if scale < 1000 or end + 1 >= len(tokens) or tokens[end].folded not in self._joining_clitics:
            return end, total
        if not tokens[end + 1].glued or tokens[end + 1].digits is None:
            return end, total
        smaller = self._read_digits(tokens, end + 1)
        return (smaller.end, total + smaller.low) if smaller and smaller.low < scale else (end, total)

    def _read_fraction(self, tokens: Sequence[Token], position: int) -> NumberRead | None:
        fraction = self._fractions.match(tokens, position)
        if fraction is None:
            return None
        end = fraction.end
        if end < len(tokens) and tokens[end].text == "-":
            end += 1
        scale = self._scales.match(tokens, self._links.end(tokens, end) or end)
        if scale is None:
            return None
        total = fraction.value * scale.value
        return NumberRead(end=scale.end, low=total, high=total, scaled=True)

    def _read_words(self, tokens: Sequence[Token], position: int) -> NumberRead | None:
        sum_ = _Sum()
        end = position
        while True:
            start, joined_by_word = end, False
            if end > position:
                after = self._joiners.end(tokens, end)
                joined_by_word = after is not None and tokens[end].text != "-"
                start = after or end
            value, scale = self._value(tokens, start), self._scales.match(tokens, start)
            if scale is not None and (value is None or scale.end >= value.end):
                joined = joined_by_word or self._is_joined(scale)
                if not sum_.multiply(scale.value, joined=joined):
                    break
                end = scale.end
                fraction = self._and_fractions.match(tokens, end)
                if fraction is not None and scale.value >= 1000:
                    sum_.total += fraction.value * scale.value
                    end = fraction.end
                continue
            if value is None or not self._add(sum_, value, joined_by_word, first=end == position):
                break
            end = value.end
        if end == position:
            return None
        rough = self._rough.match(tokens, end)
        if rough is not None:
            return _roughly(rough.end, sum_.value * rough.value)
        return NumberRead(end=end, low=sum_.value, high=sum_.value, scaled=sum_.total > 0)

    def _add(self, sum_: "_Sum", value: Match[float], joined_by_word: bool, *, first: bool) -> bool:
        joined = joined_by_word or self._is_joined(value)
        if first:
            sum_.current = value.value
            return True
        if self._joining_clitics and not joined:
            return False
        if joined_by_word and sum_.value < self.words.joined_from:
            return False
        return sum_.add(value.value, ascending=self.words.ascending and joined)

    def _is_joined(self, found: Match[float] | Match[int]) -> bool:
        return bool(found.clitic) and any(found.clitic.startswith(c) for c in self._joining_clitics)

    def _value(self, tokens: Sequence[Token], position: int) -> Match[float] | None:
        found = self._values.match(tokens, position)
        if found is not None or position >= len(tokens):
            return found
        for form, clitic in tokens[position].forms:
            for article in self._articles:
                bare = form.removeprefix(article)
                if bare != form and bare in self._single:
                    return Match(end=position + 1, value=self._single[bare], clitic=clitic)
        return self._compound(tokens[position].folded, position)

    def _compound(self, folded: str, position: int) -> Match[float] | None:
        """ "dreiundzwanzig": units, a joiner and tens in one word."""
        for joiner in self._compound_joiners:
            units, found, tens = folded.partition(joiner)
            if found and self._single.get(units, 100) < 10 <= self._single.get(tens, 0):
                return Match(end=position + 1, value=self._single[units] + self._single[tens], clitic="")
        return None


@dataclass(slots=True)
class _Sum:
    """A number on the way: what its scales have closed, and what still waits for one."""

    total: float = 0.0
    current: float = 0.0
    last_scale: float = float("inf")

    @property
    def value(self) -> float:
        return self.total + self.current

    def multiply(self, scale: float, *, joined: bool) -> bool:
        if joined and self.current:
            if scale == 100 and self.current >= 1000:
                self.current += scale
                return True
            return False
        if scale == 100:
            if self.current >= 100:
                return False
            self.current = (self.current or 1) * scale
            return True
        if scale >= self.last_scale:
            return False
        self.total += (self.current or 1) * scale
        self.current, self.last_scale = 0.0, scale
        return True

    def add(self, value: float, *, ascending: bool) -> bool:
        if self.current == 0:
            if value >= self.last_scale:
                return False
            self.current = value
            return True
        units = self.current % 100
        if ascending and 1 <= units < 10 and 20 <= value < 100:
            self.current += value
            return True
        if value >= _place_below(self.current):
            return False
        self.current += value
        return True


def _place_below(value: float) -> float:
    """What may still be added to a number: 100 leaves room for 99, 20 for 9, 13 for nothing."""
    if value < 20:
        return 0.0
    place = 1.0
    while value % (place * 10) == 0:
        place *= 10
    return place


def _is_glued_digits(tokens: Sequence[Token], position: int, length: int | None = None) -> bool:
    if position >= len(tokens) or not tokens[position].glued or tokens[position].digits is None:
        return False
    return length is None or len(tokens[position].text) == length


def _exact(end: int, value: float) -> NumberRead:
    return NumberRead(end=end, low=float(value), high=float(value))


def _roughly(end: int, value: float) -> NumberRead:
    share = value * _ROUGH_SHARE
    return NumberRead(end=end, low=value - share, high=value + share, scaled=True, vague=True)


number_reader = BuiltOnce(NumberReader)  # the reader of a pack's number words
