"""Words that bound a number: "at least", "about", "or more", "between ... and"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from app.core.claims.quantities.phrases import PhraseTable, phrase_pieces, word_table
from app.core.claims.quantities.tokens import Token
from app.core.folding import fold
from app.core.model.words import NumberWords

_CHANGE_REACH = 12  # words before a number among which its change is told
ABOUT_SHARE = 0.1  # "about 100" and 97 tell the same


class Bound(Enum):
    """How a word bounds the number beside it."""

    AT_LEAST = auto()
    AT_MOST = auto()
    MORE = auto()
    LESS = auto()
    ABOUT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Lowest and highest value; None is open."""

    low: float | None
    high: float | None
    approximate: bool


class BoundReader:
    """The bounding words of one pack."""

    def __init__(self, words: NumberWords) -> None:
        before = {
            Bound.AT_LEAST: words.at_least,
            Bound.AT_MOST: words.at_most,
            Bound.MORE: words.more_than,
            Bound.LESS: words.less_than,
            Bound.ABOUT: words.about,
        }
        after = {Bound.AT_LEAST: words.at_least_after, Bound.AT_MOST: words.at_most_after}
        self._before = _table(before)
        self._after = _table(after)
        self._longest = max((len(phrase_pieces(p)) for ps in before.values() for p in ps), default=0)
        self._range_open = word_table(words.range_open)
        self._change_open = word_table(words.change_open)
        self._change_words = frozenset(fold(word) for word in words.change_words if not word.endswith("*"))
        self._change_beginnings = tuple(fold(word[:-1]) for word in words.change_words if word.endswith("*"))
        self._joining_clitics = frozenset(map(fold, words.joining_clitics))
        self._range_to = word_table(words.range_to)
        self._range_and = word_table(words.range_and)

    def before(self, tokens: Sequence[Token], position: int) -> Bound | None:
        """The longest bounding phrase that ends directly before the position."""
        for length in range(min(self._longest, position), 0, -1):
            found = self._before.match(tokens, position - length)
            if found is not None and found.end == position:
                return None if self._ends_change(tokens, position - length, position) else found.value
        return None

    def after(self, tokens: Sequence[Token], position: int) -> Bound | None:
        """A bounding phrase directly after the number, or one word later ("12 people at least")."""
        for start in (position, position + 1):
            found = self._after.match(tokens, start)
            if found is not None:
                return found.value
        return None

    def range_end(self, tokens: Sequence[Token], first: int, end: int) -> int | None:
        """Where the second number of a range may begin, after one that stands from ``first`` to ``end``."""
        to = self._range_to.end(tokens, end)
        if to is not None:
            return None if self.tells_change(tokens, first) else to
        if end >= len(tokens) or not _stands_before(self._range_open, tokens, first):
            return None
        if tokens[end].folded in self._joining_clitics:
            return end + 1
        joined = any(clitic in self._joining_clitics for _, clitic in tokens[end].forms)
        return end if joined else self._range_and.end(tokens, end)

    def _ends_change(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """ "с 12 до 17": a word that bounds other numbers stands between two of them."""
        return start > 0 and tokens[start - 1].digits is not None and self._range_to.end(tokens, start) == end

    def tells_change(self, tokens: Sequence[Token], first: int) -> bool:
        """ "rose from 12 to 17": an old and a new number; "from 3 to 5 thousand people" is a range."""
        if not _stands_before(self._change_open, tokens, first) or self.before(tokens, first) is not None:
            return False
        before = tokens[max(first - _CHANGE_REACH, 0) : first]
        return any(
            form in self._change_words or (self._change_beginnings and form.startswith(self._change_beginnings))
            for token in before
            for form, _ in token.forms
        )


def _stands_before(table: PhraseTable[None], tokens: Sequence[Token], position: int) -> bool:
    return any(table.end(tokens, position - length) == position for length in (1, 2) if position >= length)


def _table(phrases: Mapping[Bound, Sequence[str]]) -> PhraseTable[Bound]:
    return PhraseTable((phrase, bound) for bound, entries in phrases.items() for phrase in entries)


def bounded(low: float, high: float, bounds: Sequence[Bound | None], *, vague: bool) -> Bounds:
    """The values that a number may stand for under the words beside it."""
    if Bound.AT_LEAST in bounds or Bound.MORE in bounds:
        return Bounds(low=low, high=None, approximate=vague)
    if Bound.AT_MOST in bounds or Bound.LESS in bounds:
        return Bounds(low=None, high=high, approximate=vague)
    if Bound.ABOUT in bounds and not vague:
        return Bounds(low=low - low * ABOUT_SHARE, high=high + high * ABOUT_SHARE, approximate=True)
    return Bounds(low=low, high=high, approximate=vague or Bound.ABOUT in bounds)
