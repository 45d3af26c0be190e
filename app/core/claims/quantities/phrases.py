"""Tables of words and phrases that are looked up at a position of a token sequence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.core.claims.quantities.tokens import PIECE, Token
from app.core.folding import fold

T = TypeVar("T")


def phrase_pieces(phrase: str) -> tuple[str, ...]:
    """The folded pieces of a phrase, cut as tokens are cut."""
    return tuple(fold(piece) for piece in PIECE.findall(phrase))


def _is_written(piece: str, token: Token) -> bool:
    return piece == token.folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Generic[T]):
    """An entry found at a position: it ends before token ``end``; ``clitic`` was taken off its first word."""

    end: int
    value: T
    clitic: str


class PhraseTable(Generic[T]):
    """Phrases with a value each, read with or without their hyphens; the longest one at a position wins."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        by_first: dict[str, dict[tuple[str, ...], T]] = {}
        for phrase, value in entries:
            pieces = phrase_pieces(phrase)
            unhyphenated = tuple(piece for piece in pieces if piece != "-")
            for variant in (pieces, unhyphenated or pieces):
                if variant:
                    by_first.setdefault(variant[0], {}).setdefault(variant[1:], value)
        self._by_first = {
            first: tuple(sorted(rests.items(), key=lambda item: -len(item[0]))) for first, rests in by_first.items()
        }

    def match(self, tokens: Sequence[Token], position: int) -> Match[T] | None:
        """The longest entry that begins at the position, as written or with a clitic taken off."""
        if not 0 <= position < len(tokens):
            return None
        best: Match[T] | None = None
        forms = tokens[position].forms
        if len(forms) == 1 and forms[0][0] not in self._by_first:  # by far the most frequent case
            return None
        for form, clitic in forms:
            for rest, value in self._by_first.get(form, ()):
                end = position + 1 + len(rest)
                if best is not None and end <= best.end:
                    break
                following = tokens[position + 1 : end]
                if len(following) == len(rest) and all(map(_is_written, rest, following)):
                    best = Match(end=end, value=value, clitic=clitic)
                    break
        return best

    def end(self, tokens: Sequence[Token], position: int) -> int | None:
        """Where the entry that begins at the position ends; None where none begins."""
        found = self.match(tokens, position)
        return found.end if found else None


def word_table(phrases: Iterable[str]) -> PhraseTable[None]:
    """A table that only says whether a phrase stands there."""
    return PhraseTable((phrase, None) for phrase in phrases)


def value_table(entries: Mapping[str, T]) -> PhraseTable[T]:
    """A table of words and their values."""
    return PhraseTable(entries.items())


def name_table(entries: Mapping[str, Sequence[str]]) -> PhraseTable[str]:
    """A table of the words for each name: the value is the name."""
    return PhraseTable((phrase, name) for name, phrases in entries.items() for phrase in phrases)
