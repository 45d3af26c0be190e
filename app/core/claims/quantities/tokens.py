"""Words taken apart for the number and time grammars: runs of digits, runs of letters, single marks."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.folding import fold
from app.core.model.sentence import Word, WordSpan
from app.core.remembering import BuiltOnce, remembered

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d\u0640"
PIECE = re.compile(rf"\d+|[^\W\d_](?:[^\W\d_]|[{_MARKS}])*|[^\s\w]|_")
LONGEST_NUMBER = 30  # digits; a longer run is no number that a text tells


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One piece of a word.

    ``forms`` are the folded ways to read it, each with the clitic taken off for it: ``(("وامس", ""), ("امس", "و"))``.
    ``glued`` says that no gap lies before it; ``word`` is the position of its word in the sentence.
    """

    text: str
    start: int
    end: int
    word: int
    glued: bool
    folded: str
    forms: tuple[tuple[str, str], ...]

    @property
    def digits(self) -> int | None:
        """The whole number that it is written as, None for other tokens."""
        if self.text.isdecimal() and len(self.text) <= LONGEST_NUMBER:
            return int(self.text)
        return None

    @property
    def capital(self) -> bool:
        """Whether it begins with an upper-case letter."""
        return self.text[:1].isupper()


def split_tokens(
    words: Sequence[WordSpan | Word], clitics: Mapping[str, str], text: str | None = None
) -> tuple[Token, ...]:
    """All tokens of a sentence in order; format characters and white space inside words are left out.

    With the article's ``text``, words with nothing but format characters between them are glued too: marks of
    direction are often written inside numbers.
    """
    pieces_of = _pieces_under(clitics).of_word
    tokens: list[Token] = []
    end = -1
    for position, word in enumerate(words):
        while text is not None and 0 <= end < word.start and unicodedata.category(text[end]) == "Cf":
            end += 1
        for offset, written, folded, forms in pieces_of(word.text):
            start = word.start + offset
            if not forms:
                end += end == start  # marks of direction inside a number part nothing
                continue
            glued, end = start == end, start + len(written)
            tokens.append(
                Token(text=written, start=start, end=end, word=position, glued=glued, folded=folded, forms=forms)
            )
    return tuple(tokens)


class _Pieces:
    """The pieces of words under the clitics of one pack."""

    def __init__(self, clitics: Mapping[str, str]) -> None:
        fronts = ((fold(front), fold(rest)) for front, rest in clitics.items())
        self._fronts = tuple(sorted(fronts, key=lambda pair: -len(pair[0])))

    @remembered
    def of_word(self, text: str) -> tuple[tuple[int, str, str, tuple[tuple[str, str], ...]], ...]:
        """For each piece: where it begins in the word, itself, folded, and its forms; none for what is no token."""
        found = []
        for piece in PIECE.finditer(text):
            written = piece.group()
            is_token = unicodedata.category(written[0]) != "Cf" and written != "ـ"
            folded = fold(written)
            found.append((piece.start(), written, folded, _forms(folded, self._fronts) if is_token else ()))
        return tuple(found)


_pieces_under = BuiltOnce(_Pieces)


def _forms(folded: str, fronts: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    if not folded[:1].isalpha():
        return ((folded, ""),)
    forms = [(folded, "")]
    for front, rest in fronts:
        if folded.startswith(front) and len(folded) - len(front) >= 2:
            forms.append((rest + folded[len(front) :], front))
    return tuple(forms)


def text_between(tokens: Sequence[Token], words: Sequence[WordSpan | Word], first: int, end: int) -> str:
    """What is written from token ``first`` up to token ``end``, rebuilt from the words: gaps become spaces
    of the same length."""
    start, stop = tokens[first].start, tokens[end - 1].end
    written = ""
    for word in words[tokens[first].word : tokens[end - 1].word + 1]:
        written += " " * (max(word.start, start) - start - len(written))
        written += word.text[max(0, start - word.start) : max(0, stop - word.start)]
    return written
