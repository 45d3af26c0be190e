"""Numbers in digits and in words, read at a position of a token sequence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.core.claims.quantities.digits import DigitReader, DigitsRead
from app.core.claims.quantities.phrases import Match, PhraseTable, value_table, word_table
from app.core.claims.quantities.spelled import Part, Spelled, SpelledReader
from app.core.claims.quantities.sums import Sum
from app.core.claims.quantities.tokens import Token
from app.core.folding import fold
from app.core.model.words import NumberWords
from app.core.remembering import BuiltOnce

_ROUGH_SHARE = 0.2  # "a dozen" and "une vingtaine" are off by a fifth at most
_MOST_DECIMALS = 12  # number words after a decimal word


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
    last_scale: float = 1.0  # of a number that ends with its scale: 1,000,000 in "two million"
    last_joint: int | None = None  # where the part after the last "and" begins

    @property
    def whole(self) -> int | None:
        """The value of an exact whole number."""
        return int(self.low) if self.low == self.high and self.low.is_integer() and not self.vague else None


class NumberReader:
    """The number words of one pack, ready to be asked."""

    def __init__(self, words: NumberWords) -> None:
        self.words = words
        self.digits = DigitReader(words.group_marks)
        self.spelled = SpelledReader(words)
        self._values: PhraseTable[float] = value_table(words.values)
        self._scales: PhraseTable[float] = value_table(words.scales)
        self._joiners = word_table(words.joiners)
        self._ordinals: PhraseTable[int] = value_table(words.ordinals)
        self._fractions: PhraseTable[float] = value_table(words.fractions)
        self._and_fractions: PhraseTable[float] = value_table(words.and_fractions)
        self._vague: PhraseTable[tuple[float, float]] = value_table(words.vague)
        self._rough: PhraseTable[float] = value_table(words.rough)
        self._decimal_words = word_table(words.decimal_words)
        self._links = word_table((*words.links, *words.not_counted))
        self._suffixes = frozenset(map(fold, words.ordinal_suffixes))
        self._joining_clitics = frozenset(map(fold, words.joining_clitics))

    def read(self, tokens: Sequence[Token], position: int) -> NumberRead | None:
        """The number that begins at the position: the longest one; None where none begins."""
        if position >= len(tokens):
            return None
        vague = self._vague.match(tokens, position)
        if vague is not None:
            return NumberRead(end=vague.end, low=vague.value[0], high=vague.value[1], vague=True)
        rough = self._rough.match(tokens, position)
        if rough is not None:
            return _roughly(rough.end, rough.value)
        exact = self._read_fraction(tokens, position) or self.read_exact(tokens, position)
        if exact is None:
            return None
        rough = self._rough.match(tokens, _past_hyphen(tokens, exact.end))
        if rough is None:
            return exact
        joined = self.spelled.joins(rough.clitic)
        return _roughly(rough.end, exact.low + rough.value if joined else exact.low * rough.value)

    def read_exact(self, tokens: Sequence[Token], position: int, *, stop: int | None = None) -> NumberRead | None:
        """The number of digits, values and scales that begins at the position and ends at ``stop`` at the latest."""
        stop = len(tokens) if stop is None else stop
        walk = _Walk(self, tokens, position, stop)
        written = self.digits.read(tokens, position)
        if written is not None and written.end <= stop:
            walk.begin(written)
        walk.go_on()
        if walk.end == position:
            return None
        walk.take_fraction()
        self._take_decimals(walk)
        return walk.number(in_digits=written is not None)

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

    def joined(self, tokens: Sequence[Token], position: int) -> tuple[int, bool]:
        """Past a joining word at the position; whether there was one (a hyphen joins no sum)."""
        after = self._joiners.end(tokens, position)
        return (position, False) if after is None else (after, tokens[position].text != "-")

    def scale(self, tokens: Sequence[Token], position: int) -> Match[float] | None:
        """The scale at the position, unless it is joined as a number of its own."""
        found = self._scales.match(tokens, position)
        return found if found is not None and not self.spelled.joins(found.clitic) else None

    def rough(self, tokens: Sequence[Token], position: int) -> Match[float] | None:
        """ "dozen", "vingtaine"."""
        return self._rough.match(tokens, position)

    def compound(self, folded: str) -> float | None:
        """The value of a folded word that is one number: "veintiun", "hundert"."""
        parts = self.spelled.parts_of(folded)
        sum_ = Sum(vigesimal=self.words.vigesimal)
        whole = Spelled(end=0, parts=parts, joined=False) if parts else None
        return sum_.value if whole and _add_parts(sum_, whole, joined=False, ascending=False, first=True) else None

    def _take_decimals(self, walk: "_Walk") -> None:
        """ "two point five million": digits or words after a decimal word, and a scale for the whole."""
        start = self._decimal_words.end(walk.tokens, walk.end)
        if start is not None and walk.last_scale <= 100 and start < walk.stop:
            decimals = self.read_decimals(walk.tokens, start, stop=walk.stop)
            if decimals is not None:
                walk.take_decimals(*decimals)

    def read_decimals(self, tokens: Sequence[Token], start: int, *, stop: int) -> tuple[int, str] | None:
        """The decimals that stand from ``start`` on: where they end, and as digits ("zero three": "03")."""
        if tokens[start].digits is not None:
            return start + 1, tokens[start].text
        written, end = "", start
        while end < stop and len(written) < _MOST_DECIMALS:
            walk = _Walk(self, tokens, end, stop)
            walk.go_on()
            value = walk.sum.value
            large = walk.last_scale >= 1000
            if walk.end == end or large or not value.is_integer() or (value >= 10 and written.strip("0")):
                if not large or walk.before_scale is None:
                    break
                walk.end, value = walk.before_scale, walk.value_before_scale  # the scale multiplies the whole number
            written += f"{value:.0f}"
            end = walk.end
            if value >= 10 or large:
                break
        return (end, written) if written else None

    def _suffix_end(self, tokens: Sequence[Token], position: int) -> int | None:
        """Past an ordinal ending at the position; a full stop is one ("24. Spieltag") where a word follows."""
        if position + 1 < len(tokens) and tokens[position].text == "-" and tokens[position + 1].text.isalpha():
            position += tokens[position].glued  # "60-е"
        if position >= len(tokens) or not tokens[position].glued or tokens[position].folded not in self._suffixes:
            return None
        if tokens[position].text.isalpha():
            return position + 1
        goes_on = position + 1 < len(tokens) and tokens[position + 1].text[:1].isalpha()
        return position + 1 if goes_on and not tokens[position + 1].glued else None

    def _ordinal_with_tens(self, tokens: Sequence[Token], found: Match[int]) -> NumberRead:
        tens = self.spelled.read(tokens, found.end)
        if self.words.ascending and tens is not None and tens.joined and not tens.is_scale and found.value < 10:
            value = tens.parts[0][1]
            if 20 <= value < 100:
                return _exact(tens.end, found.value + value)
        return _exact(found.end, found.value)

    def _read_fraction(self, tokens: Sequence[Token], position: int) -> NumberRead | None:
        """ "half a million", "نصف مليون"; and of a rough number: "half a dozen"."""
        fraction = self._fractions.match(tokens, position)
        if fraction is None:
            return None
        end = _past_hyphen(tokens, fraction.end)
        end = self._links.end(tokens, end) or end
        scale = self.scale(tokens, end)
        if scale is None:
            return None
        total = fraction.value * scale.value
        return NumberRead(end=scale.end, low=total, high=total, scaled=True, last_scale=scale.value)


class _Walk:
    """Goes along the parts of one number and sums them up."""

    def __init__(self, reader: NumberReader, tokens: Sequence[Token], position: int, stop: int) -> None:
        self.reader = reader
        self.tokens = tokens
        self.end = position
        self.stop = stop
        self.sum = Sum(vigesimal=reader.words.vigesimal)
        self.grouped = False
        self.last_scale = 1.0
        self.last_joint: int | None = None
        self.before_scale: int | None = None
        self.value_before_scale = 0.0
        self._empty = True
        self._plain_digits = False  # digits that no scale has multiplied take no further parts
        self._safe: tuple[int, Sum, float] | None = None  # before the last joined value, which may begin a new number

    def begin(self, written: DigitsRead) -> None:
        """Takes digits as the first part."""
        self.sum.current, self.end, self.grouped = written.value, written.end, written.grouped
        self._empty, self._plain_digits = False, True

    def go_on(self) -> None:
        """Takes every further part that belongs to the number."""
        while self.end < self.stop:
            start, by_word = (self.end, False) if self._empty else self.reader.joined(self.tokens, self.end)
            part = self.reader.spelled.read(self.tokens, start)
            if part is not None and part.end <= self.stop:
                taken = self._take(part, start, by_word=by_word)
            else:
                taken = self._take_digits(start, by_word=by_word)
            if not taken:
                break

    def take_fraction(self) -> None:
        """ "three and a half", "two million and a half", "three and a half million"."""
        fraction = self.reader.and_fraction(self.tokens, self.end)
        if fraction is None or fraction[0] > self.stop:
            return
        self.end = fraction[0]
        scale = self.reader.scale(self.tokens, self.end)
        if self.last_scale < 1000:
            self.sum.current += fraction[1]
            self._multiply_all()
        elif scale is not None and scale.value < self.last_scale:
            self.sum.current += fraction[1] * scale.value  # "one billion and a half million"
            self.end = scale.end
        else:
            self.sum.current += fraction[1] * self.last_scale

    def take_decimals(self, end: int, written: str) -> None:
        """Decimals told in words, and a scale after them."""
        self.sum.current += float(f"0.{written}")
        self.end = end
        self.grouped = True
        self._multiply_all()

    def number(self, *, in_digits: bool) -> NumberRead:
        """What was read."""
        value = self.sum.value
        return NumberRead(
            end=self.end,
            low=value,
            high=value,
            written_in_digits=in_digits,
            grouped=self.grouped,
            scaled=bool(self.sum.closed),
            last_scale=self.last_scale,
            last_joint=self.last_joint,
        )

    def _multiply_all(self) -> None:
        scale = self.reader.scale(self.tokens, self.end)
        if scale is not None and scale.end <= self.stop and self.sum.multiply(scale.value, joined=False):
            self.end, self.last_scale = scale.end, scale.value

    def _take(self, part: Spelled, start: int, *, by_word: bool) -> bool:
        joined = by_word or part.joined
        if not self._may_follow(part, joined=joined, by_word=by_word):
            return False
        trial = self.sum.copy()
        if not _add_parts(trial, part, joined=joined, ascending=self.reader.words.ascending, first=self._empty):
            if part.is_scale and part.parts[0][1] >= 1000 and self._safe is not None:
                self.end, self.sum, self.last_scale = self._safe  # "two thousand and three thousand" are two numbers
            return False
        if part.is_scale:
            self.before_scale, self.value_before_scale = self.end, self.sum.value
        self._accept(trial, part.end, start, joined=joined)
        kind, value = part.parts[-1]
        closed = trial.last_scale if trial.ends_with_scale else 1.0
        self.last_scale = value if kind is Part.SCALE else closed
        return True

    def _may_follow(self, part: Spelled, *, joined: bool, by_word: bool) -> bool:
        if self._empty:
            return True
        if self.sum.value == 0:
            return False
        if part.is_scale:
            return not (joined and self._plain_digits)
        if self._plain_digits or (self.reader.words.joining_clitics and not joined):
            return False
        return not by_word or self.sum.value >= self.reader.words.joined_from

    def _take_digits(self, start: int, *, by_word: bool) -> bool:
        """ "4 thousand 3 hundred and 21", "3 ملايين و500 ألف"."""
        clitic = self._clitic_before_digits(start)
        start = start if clitic is None else clitic
        joined = by_word or clitic is not None
        written = self.reader.digits.read(self.tokens, start) if not self._empty and start < self.stop else None
        if written is None or written.end > self.stop or not written.value.is_integer() or self._plain_digits:
            return False
        if not joined and (self.last_scale < 1000 or self.reader.words.joining_clitics):
            return self._is_hundred_ahead(written) and self._take_number(written, start, joined=False)
        if joined and self.sum.value < self.reader.words.joined_from:
            return False
        return self._take_number(written, start, joined=joined)

    def _take_number(self, written: DigitsRead, start: int, *, joined: bool) -> bool:
        trial = self.sum.copy()
        if not trial.add(written.value, ascending=False):
            return False
        self._accept(trial, written.end, start, joined=joined)
        self.last_scale = 1.0
        return True

    def _is_hundred_ahead(self, written: DigitsRead) -> bool:
        """ "٤ آلاف ٣ مائة": only a smaller scale shows that digits go on with a number."""
        scale = self.reader.scale(self.tokens, written.end)
        return scale is not None and scale.value < self.last_scale

    def _joins_tens(self, after: Sum) -> bool:
        """ "treinta y cinco": such an "and" stands inside every number of that kind."""
        tens, added = self.sum.value % 100, after.value - self.sum.value
        usual = self.reader.words.joined_from < 100 and not self.reader.words.ascending
        return usual and tens >= 20 and tens % 10 == 0 and added < 10

    def _clitic_before_digits(self, position: int) -> int | None:
        clitics = self.reader.words.joining_clitics
        if position + 1 >= len(self.tokens) or self.tokens[position].folded not in clitics:
            return None
        return position + 1 if self.tokens[position + 1].glued else None

    def _accept(self, sum_: Sum, end: int, start: int, *, joined: bool) -> None:
        if joined and not self._empty:
            self.last_joint = self.last_joint if self._joins_tens(sum_) else start
            self._safe = (self.end, self.sum, self.last_scale)
        self.sum, self.end = sum_, end
        self._empty = False
        self._plain_digits = self._plain_digits and not sum_.closed and sum_.current < 100


def _add_parts(sum_: Sum, spelled: Spelled, *, joined: bool, ascending: bool, first: bool) -> bool:
    after_joiner = False
    for kind, value in spelled.parts:
        if kind is Part.JOINER:
            after_joiner = True
            continue
        if kind is Part.SCALE:
            taken = sum_.multiply(value, joined=joined)
        elif kind is Part.FRACTION:
            sum_.current += value
            taken = True
        elif first:
            sum_.begin(value)
            taken = True
        else:
            taken = sum_.add(value, ascending=after_joiner or (ascending and joined))
        if not taken:
            return False
        first = after_joiner = joined = False
    return True


def _past_hyphen(tokens: Sequence[Token], position: int) -> int:
    return position + 1 if position < len(tokens) and tokens[position].text == "-" else position


def _exact(end: int, value: float) -> NumberRead:
    return NumberRead(end=end, low=float(value), high=float(value))


def _roughly(end: int, value: float) -> NumberRead:
    share = value * _ROUGH_SHARE
    return NumberRead(end=end, low=value - share, high=value + share, scaled=True, vague=True)


number_reader = BuiltOnce(NumberReader)  # the reader of a pack's number words
