"""Every way to write one number: with a sign, a power, a fraction, a ratio, a letter for its scale."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.claims.quantities.digits import DigitsRead, is_glued_digits
from app.core.claims.quantities.fractions import FractionReader
from app.core.claims.quantities.numbers import NumberRead, NumberReader, number_reader
from app.core.claims.quantities.phrases import phrase_pieces, word_table
from app.core.claims.quantities.tokens import Token
from app.core.folding import fold
from app.core.model.words import NumberWords
from app.core.remembering import BuiltOnce

_HYPHENS = "-−–"
_MILLION = 1e6
_LARGEST_POWER = 300  # beyond it a number is no number that a text tells
_TIMES = ("x", "×", "*")
_SLASHES = ("/", "⁄", "÷")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumeralRead:
    """A number on tokens ``first`` to ``end``; ``low`` and ``high`` differ only for vague ones."""

    end: int
    low: float
    high: float
    in_digits: bool = False
    vague: bool = False


class NumeralReader:
    """Reads whatever stands for one number in the language of a pack."""

    def __init__(self, words: NumberWords) -> None:
        self.numbers: NumberReader = number_reader(words)
        self.fractions = FractionReader(self.numbers)
        self._minus = word_table(words.minus)
        self._over = word_table(words.over)
        self._out_of = word_table(words.out_of)
        self._one_of = word_table(words.one_of)
        self._decimal_words = word_table((*words.decimal_words, *words.loose_decimal_words))
        self._suffixes: Mapping[str, float] = words.digit_suffixes
        self._first_words = _first_words(words)
        self._articles = tuple(map(fold, words.articles))

    def may_begin(self, token: Token) -> bool:
        """Whether a number can begin with the token; most words of a text are told apart by this alone."""
        if not token.folded[:1].isalpha():
            return True
        for form, _ in token.forms:
            if form in self._first_words or any(form.removeprefix(a) in self._first_words for a in self._articles):
                return True
        return self.numbers.spelled.is_compound(token.folded)

    def read(self, tokens: Sequence[Token], position: int) -> NumeralRead | None:
        """The number that begins at the position, its sign included."""
        sign = self.sign_end(tokens, position)
        if sign is None:
            return self._unsigned(tokens, position)
        found = self._unsigned(tokens, sign)
        if found is None or found.vague:
            return None
        return NumeralRead(end=found.end, low=-found.high, high=-found.low, in_digits=found.in_digits)

    def suffixed(self, tokens: Sequence[Token], position: int) -> NumberRead | None:
        """ "10k" and "1.2M", as counts are written: a letter for thousands or millions right after digits."""
        if tokens[position].digits is None:
            return None
        written = self.numbers.digits.read(tokens, position)
        found = self._with_suffix(tokens, written) if written is not None else None
        if found is None or not tokens[found.end - 1].glued or self._suffixes[tokens[found.end - 1].text] > _MILLION:
            return None
        return NumberRead(end=found.end, low=found.low, high=found.high, written_in_digits=True, scaled=True)

    def sign_end(self, tokens: Sequence[Token], position: int) -> int | None:
        """Where the number begins after a minus at the position."""
        if tokens[position].text not in _HYPHENS:
            return self._minus.end(tokens, position)
        after_text = tokens[position].glued and position > 0 and tokens[position - 1].text[-1:].isalnum()
        if after_text or position + 1 >= len(tokens) or (not tokens[position + 1].glued and position > 0):
            return None
        opens = tokens[position + 1].digits is not None or tokens[position + 1].text in ".,٫"
        return position + 1 if opens else None

    def _unsigned(self, tokens: Sequence[Token], position: int) -> NumeralRead | None:
        if position >= len(tokens):
            return None
        written = self.numbers.digits.read(tokens, position)
        if written is not None:
            found = (
                self._with_power(tokens, written)
                or self._reversed(tokens, position, written)
                or self._in_digits(tokens, position, written)
            )
        else:
            found = self._in_signs(tokens, position) or self._in_words(tokens, position)
        return self._ratio(tokens, found) if found is not None else self._part(tokens, position)

    def _in_words(self, tokens: Sequence[Token], position: int) -> NumeralRead | None:
        number = self.numbers.read(tokens, position)
        fraction = self.fractions.read(tokens, position)
        if fraction is not None and (number is None or fraction.end > number.end):
            return _exactly(fraction.end, fraction.value)
        if number is None:
            return self._bare_decimals(tokens, position)
        part = self.fractions.joined_part(tokens, position, number)
        if part is not None:
            return _exactly(part.end, part.value)
        return self._with_decimals(tokens, number) or _from_number(number)

    def _in_digits(self, tokens: Sequence[Token], position: int, written: DigitsRead) -> NumeralRead | None:
        shape = self._glued_fraction(tokens, position, written) or self._with_suffix(tokens, written)
        if shape is not None:
            return shape
        number = self.numbers.read(tokens, position)
        fraction = self.fractions.read(tokens, position)
        if fraction is not None and number is not None and fraction.end > number.end:
            return _exactly(fraction.end, fraction.value, in_digits=True)
        if number is None:
            return None
        return self._with_decimals(tokens, number) or _from_number(number)

    def _with_decimals(self, tokens: Sequence[Token], number: NumberRead) -> NumeralRead | None:
        """ "doscientos con setenta y uno": decimals after a word that joins other things too."""
        start = self._decimal_words.end(tokens, number.end)
        if start is None or start >= len(tokens) or number.vague or not number.low.is_integer():
            return None
        decimals = self.numbers.read_decimals(tokens, start, stop=len(tokens))
        if decimals is None:
            return None
        return _exactly(decimals[0], number.low + float(f"0.{decimals[1]}"), in_digits=number.written_in_digits)

    def _bare_decimals(self, tokens: Sequence[Token], position: int) -> NumeralRead | None:
        """ "point five", at the beginning of a text only: elsewhere a point is a matter."""
        start = self._decimal_words.end(tokens, position) if position == 0 else None
        decimals = (
            self.numbers.read_decimals(tokens, start, stop=len(tokens)) if start and start < len(tokens) else None
        )
        return _exactly(decimals[0], float(f"0.{decimals[1]}")) if decimals is not None else None

    def _in_signs(self, tokens: Sequence[Token], position: int) -> NumeralRead | None:
        """ "¾"."""
        value = _sign_value(tokens[position])
        return _exactly(position + 1, value, in_digits=True) if value is not None else None

    def _glued_fraction(self, tokens: Sequence[Token], position: int, written: DigitsRead) -> NumeralRead | None:
        """ "3/4", "1 1/2", "2¼"; not the parts of a date or of a telephone number."""
        if written.value.is_integer() and not _touches_digits(tokens, position, -1):
            end = self._fraction_end(tokens, written.end)
            if end is not None and (bottom := tokens[end - 1].digits):
                return _exactly(end, written.value / bottom, in_digits=True)
            sign = _sign_value(tokens[written.end]) if written.end < len(tokens) else None
            if sign is not None and sign < 1:
                return _exactly(written.end + 1, written.value + sign, in_digits=True)
            return self._mixed(tokens, written)
        return None

    def _mixed(self, tokens: Sequence[Token], written: DigitsRead) -> NumeralRead | None:
        top = self.numbers.digits.read(tokens, written.end)
        end = self._fraction_end(tokens, top.end) if top is not None and not tokens[written.end].glued else None
        bottom = tokens[end - 1].digits if end is not None else None
        if top is None or end is None or not bottom or not 0 < top.value < bottom:
            return None
        return _exactly(end, written.value + top.value / bottom, in_digits=True)

    def _fraction_end(self, tokens: Sequence[Token], slash: int) -> int | None:
        if slash >= len(tokens) or tokens[slash].text not in _SLASHES or not tokens[slash].glued:
            return None
        return slash + 2 if is_glued_digits(tokens, slash + 1) and not _touches_digits(tokens, slash + 1, 1) else None

    def _with_suffix(self, tokens: Sequence[Token], written: DigitsRead) -> NumeralRead | None:
        """ "10k", "1.2 M": a letter for the scale, as it is written."""
        if written.end >= len(tokens) or tokens[written.end].text not in self._suffixes:
            return None
        after = tokens[written.end + 1] if written.end + 1 < len(tokens) else None
        if after is not None and after.glued and after.text not in ".,;:!?)]}»”\"'’؟،":
            return None
        if tokens[written.end].start - tokens[written.end - 1].end > _WIDEST_GAP:
            return None
        value = written.value * self._suffixes[tokens[written.end].text]
        return _exactly(written.end + 1, value, in_digits=True)

    def _with_power(self, tokens: Sequence[Token], base: DigitsRead) -> NumeralRead | None:
        """ "1e10", "2^3", "1.3x10^6"."""
        if base.end >= len(tokens) or not tokens[base.end].glued:
            return None
        mark = tokens[base.end].text
        if mark == "^":
            return _powered(self._exponent(tokens, base.end + 1), base=base.value, factor=1.0)
        if mark in ("e", "E"):
            return _powered(self._exponent(tokens, base.end + 1), base=10.0, factor=base.value)
        ten = self.numbers.digits.read(tokens, base.end + 1) if mark in _TIMES else None
        if ten is None or ten.end >= len(tokens) or tokens[ten.end].text != "^":
            return None
        return _powered(self._exponent(tokens, ten.end + 1), base=ten.value, factor=base.value)

    def _exponent(self, tokens: Sequence[Token], position: int) -> tuple[int, float] | None:
        sign = 1.0
        while position < len(tokens) and tokens[position].glued and tokens[position].text in "+-−":
            sign = sign if tokens[position].text == "+" else -sign
            position += 1
        written = self.numbers.digits.read(tokens, position) if is_glued_digits(tokens, position) else None
        return (written.end, sign * written.value) if written is not None else None

    def _reversed(self, tokens: Sequence[Token], position: int, written: DigitsRead) -> NumeralRead | None:
        """In scripts from right to left, what was typed in the other direction: "١/٤ ٢" is 2 1/4, "١-^٢" is 2^-1."""
        if not self.numbers.words.right_to_left:
            return None
        end = self._fraction_end(tokens, written.end)
        whole = self.numbers.digits.read(tokens, end) if end is not None else None
        bottom = tokens[end - 1].digits if end is not None else None
        if whole is not None and end is not None and bottom and written.value < bottom and not tokens[end].glued:
            return _exactly(whole.end, whole.value + written.value / bottom, in_digits=True)
        caret, sign = written.end, 1.0
        while caret < len(tokens) and tokens[caret].glued and tokens[caret].text in "+-":
            sign = sign if tokens[caret].text == "+" else -sign
            caret += 1
        if caret == written.end or caret >= len(tokens) or tokens[caret].text != "^":
            return None
        base = self.numbers.digits.read(tokens, caret + 1)
        if base is None:
            return None
        return _powered((base.end, sign * written.value), base=base.value, factor=1.0)

    def _ratio(self, tokens: Sequence[Token], top: NumeralRead) -> NumeralRead:
        """ "one over three", "two out of five": a part is never larger than its whole."""
        if top.vague:
            return top
        over, out_of = self._over.end(tokens, top.end), self._out_of.end(tokens, top.end)
        start = over if over is not None else out_of
        bottom = self._term(tokens, start) if start is not None and start < len(tokens) else None
        if bottom is None or bottom.low <= 0 or (over is None and not _is_part(top, bottom)):
            return top
        return _exactly(bottom.end, top.low / bottom.low, in_digits=top.in_digits)

    def _part(self, tokens: Sequence[Token], position: int) -> NumeralRead | None:
        """ "جزء من مئة": one part of so many."""
        start = self._one_of.end(tokens, position)
        bottom = self._term(tokens, start) if start is not None and start < len(tokens) else None
        return _exactly(bottom.end, 1 / bottom.low) if bottom is not None and bottom.low > 0 else None

    def _term(self, tokens: Sequence[Token], position: int) -> NumberRead | None:
        number = self.numbers.read_exact(tokens, position)
        return number if number is not None and not _is_part_of_word(tokens, position, number.end) else None


_WIDEST_GAP = 2  # white space between digits and their letter


def _first_words(words: NumberWords) -> frozenset[str]:
    tables = (
        *(words.values, words.scales, words.vague, words.rough, words.fractions, words.ordinals),
        *(words.not_counted, words.minus, words.one_of, words.decimal_words, words.loose_decimal_words),
    )
    return frozenset(pieces[0] for table in tables for phrase in table if (pieces := phrase_pieces(phrase)))


def _is_part(top: NumeralRead, whole: NumberRead) -> bool:
    return top.low < whole.low and top.low.is_integer() and whole.whole is not None


def _is_part_of_word(tokens: Sequence[Token], first: int, end: int) -> bool:
    glued = end < len(tokens) and tokens[end].glued and tokens[end].text[:1].isalnum()
    return glued and tokens[first].digits is not None


def _touches_digits(tokens: Sequence[Token], position: int, step: int) -> bool:
    """Whether a mark and further digits are glued on the side: such digits are a date or a telephone number."""
    mark, further = position + step, position + 2 * step
    if not 0 <= further < len(tokens):
        return False
    glued = tokens[max(position, mark)].glued and tokens[max(mark, further)].glued
    return glued and tokens[mark].text in "/-.:" and tokens[further].digits is not None


def _sign_value(token: Token) -> float | None:
    if len(token.text) != 1 or token.text.isalpha() or token.text.isdecimal() or not token.text.isnumeric():
        return None
    value = unicodedata.numeric(token.text)
    return value if 0 < value < 1 else None


def _powered(exponent: tuple[int, float] | None, *, base: float, factor: float) -> NumeralRead | None:
    if exponent is None or abs(exponent[1]) > _LARGEST_POWER or base == 0:
        return None
    try:
        value = factor * base ** exponent[1]
    except OverflowError:
        return None
    return _exactly(exponent[0], value, in_digits=True)


def _from_number(number: NumberRead) -> NumeralRead:
    return NumeralRead(
        end=number.end, low=number.low, high=number.high, in_digits=number.written_in_digits, vague=number.vague
    )


def _exactly(end: int, value: float, *, in_digits: bool = False) -> NumeralRead:
    return NumeralRead(end=end, low=value, high=value, in_digits=in_digits)


numeral_reader = BuiltOnce(NumeralReader)  # the reader of a pack's numerals
