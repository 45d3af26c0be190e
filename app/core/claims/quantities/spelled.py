"""Single number words and words written together from several: "dreiundzwanzig", "ikiyüzbin", "veintemil"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from app.core.claims.quantities.phrases import phrase_pieces, value_table
from app.core.claims.quantities.tokens import Token
from app.core.folding import fold
from app.core.model.words import NumberWords

_LONGEST_COMPOUND = 120  # letters
_BEGINNING = 2  # letters by which most words are told from number words


class Part(Enum):
    """What a part of a number does."""

    VALUE = auto()
    SCALE = auto()
    FRACTION = auto()  # adds a part of one: "einhalb"
    JOINER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """Parts of a number that end before token ``end``; ``joined`` tells that a joining clitic stands before them."""

    end: int
    parts: tuple[tuple[Part, float], ...]
    joined: bool

    @property
    def is_scale(self) -> bool:
        """Whether it is one scale and nothing else."""
        return len(self.parts) == 1 and self.parts[0][0] is Part.SCALE


class SpelledReader:
    """The number words of one pack."""

    def __init__(self, words: NumberWords) -> None:
        self._values = value_table({**words.values, **_with_articles(words)})
        self._scales = value_table(words.scales)
        self._articles = tuple(map(fold, words.articles))
        self._joining_clitics = frozenset(map(fold, words.joining_clitics))
        self._single = {fold(w): v for w, v in words.values.items() if len(phrase_pieces(w)) == 1}
        self._pieces = _pieces(words, self._single) if words.compounds else {}
        self._longest_piece = max(map(len, self._pieces), default=0)
        self._beginnings = frozenset(piece[:_BEGINNING] for piece in self._pieces)

    def read(self, tokens: Sequence[Token], position: int) -> Spelled | None:
        """The value or scale at the position, the longest one; then words written together."""
        if position >= len(tokens) or not tokens[position].folded[:1].isalpha():
            return None
        value, scale = self._values.match(tokens, position), self._scales.match(tokens, position)
        if scale is not None and (value is None or scale.end >= value.end):
            return Spelled(end=scale.end, parts=((Part.SCALE, scale.value),), joined=self.joins(scale.clitic))
        if value is not None:
            return Spelled(end=value.end, parts=((Part.VALUE, value.value),), joined=self.joins(value.clitic))
        return self._with_article(tokens[position], position) or self._together(tokens[position].folded, position)

    def joins(self, clitic: str) -> bool:
        """Whether a clitic that was taken off a word joins it to the number before."""
        return bool(clitic) and any(clitic.startswith(c) for c in self._joining_clitics)

    def single(self, folded: str) -> float | None:
        """The value of one folded number word."""
        return self._single.get(folded)

    def is_compound(self, folded: str) -> bool:
        """Whether a folded word is several number words written together."""
        parts = self.parts_of(folded) if self._pieces else None
        return parts is not None and len(parts) > 1

    def parts_of(self, folded: str) -> tuple[tuple[Part, float], ...] | None:
        """The parts of a folded word written together, a single number word among them."""
        if len(folded) > _LONGEST_COMPOUND or folded[:_BEGINNING] not in self._beginnings:
            return None
        return _cut(folded, self._pieces, self._longest_piece)

    def _with_article(self, token: Token, position: int) -> Spelled | None:
        for form, clitic in token.forms:
            for article in self._articles:
                bare = form.removeprefix(article)
                if bare != form and bare in self._single:
                    return Spelled(
                        end=position + 1, parts=((Part.VALUE, self._single[bare]),), joined=self.joins(clitic)
                    )
        return None

    def _together(self, folded: str, position: int) -> Spelled | None:
        parts = self.parts_of(folded) if self._pieces else None
        return Spelled(end=position + 1, parts=parts, joined=False) if parts and len(parts) > 1 else None


def _with_articles(words: NumberWords) -> dict[str, float]:
    """Values of several words with the article written on the first: "الثماني عشرة"."""
    several = {word: value for word, value in words.values.items() if len(phrase_pieces(word)) > 1}
    return {article + word: value for word, value in several.items() for article in words.articles}


def _pieces(words: NumberWords, single: Mapping[str, float]) -> dict[str, tuple[Part, float]]:
    pieces = {fold(fraction): (Part.FRACTION, value) for fraction, value in words.compound_fractions.items()}
    pieces |= {fold(scale): (Part.SCALE, value) for scale, value in words.scales.items() if scale.isalpha()}
    pieces |= {fold(joiner): (Part.JOINER, 0.0) for joiner in words.compound_joiners}
    pieces |= {word: (Part.VALUE, value) for word, value in single.items() if value != 0}
    return pieces


def _cut(folded: str, pieces: Mapping[str, tuple[Part, float]], longest: int) -> tuple[tuple[Part, float], ...] | None:
    """The word cut into pieces, long pieces first; None where letters are left over.

    From the end to the front, so that every place is looked at once.
    """
    ways: dict[int, tuple[tuple[Part, float], ...]] = {len(folded): ()}
    for start in range(len(folded) - 1, -1, -1):
        for length in range(min(longest, len(folded) - start), 0, -1):
            piece = pieces.get(folded[start : start + length])
            if piece is not None and start + length in ways:
                ways[start] = (piece, *ways[start + length])
                break
    return ways.get(0)
