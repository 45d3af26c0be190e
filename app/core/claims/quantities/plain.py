"""Finds every number that a text holds, whatever it stands for: counts, years, fractions, powers."""

from collections.abc import Iterator, Sequence

from app.core.claims.quantities.numerals import NumeralRead, NumeralReader, numeral_reader
from app.core.claims.quantities.phrases import word_table
from app.core.claims.quantities.tokens import Token, split_tokens, text_between
from app.core.folding import fold
from app.core.model.language import LanguagePack
from app.core.model.quantity import Quantity
from app.core.model.sentence import Word, WordSpan
from app.core.remembering import BuiltOnce


def find_numbers(
    words: Sequence[WordSpan | Word], *, pack: LanguagePack, text: str | None = None
) -> tuple[Quantity, ...]:
    """All numbers in text order, without units; digits inside a longer token ("F16", "25ml") and ordinals are none.

    ``text`` is the article's text; without it the quoted text is rebuilt from the words and their gaps.
    """
    tokens = split_tokens(words, pack.times.clitics, text)
    return tuple(
        Quantity(
            text=text_between(tokens, words, first, read.end)
            if text is None
            else text[tokens[first].start : tokens[read.end - 1].end],
            start=tokens[first].start,
            end=tokens[read.end - 1].end,
            low=read.low,
            high=read.high,
            approximate=read.vague,
        )
        for first, read in _finder_of(pack).all(tokens)
    )


class _PlainFinder:
    """Goes over the tokens of a sentence once."""

    def __init__(self, pack: LanguagePack) -> None:
        words = pack.numbers
        self._reader: NumeralReader = numeral_reader(words)
        self._not_numbers = word_table(words.not_numbers)
        self._written_on = frozenset(map(fold, (*pack.times.clitics, *words.articles)))

    def all(self, tokens: Sequence[Token]) -> Iterator[tuple[int, NumeralRead]]:
        """Where each number begins, and the number."""
        position = 0
        while position < len(tokens):
            phrase = self._not_numbers.end(tokens, position)
            if phrase is not None:
                position = phrase
                continue
            if not self._reader.may_begin(tokens[position]):
                position += 1
                continue
            found = self._at(tokens, position)
            ordinal = self._reader.numbers.read_ordinal(tokens, position)
            if ordinal is not None and (found is None or ordinal.end >= found.end):
                position = ordinal.end
                continue
            if found is not None and not self._is_inside_token(tokens, position, found):
                yield position, found
            position = found.end if found is not None else position + 1

    def _at(self, tokens: Sequence[Token], position: int) -> NumeralRead | None:
        found = self._reader.read(tokens, position)
        return found if found is not None and found.end > position else None

    def _is_inside_token(self, tokens: Sequence[Token], first: int, found: NumeralRead) -> bool:
        """ "F16", "COVID-19", "25ml"."""
        if not found.in_digits:
            return False
        start = first
        while start > 0 and tokens[start].glued and tokens[start - 1].text in "-–_.,":
            start -= 1
        before = tokens[start - 1] if start > 0 and tokens[start].glued else None
        if before is not None and before.text.isalpha() and before.folded not in self._written_on:
            return True
        return found.end < len(tokens) and tokens[found.end].glued and tokens[found.end].text[:1].isalpha()


_finder_of = BuiltOnce(_PlainFinder)
