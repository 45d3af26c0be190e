"""Nouns whose dual tells two: "طائرتين", "شخصان"."""

from collections.abc import Sequence

from app.core.claims.quantities.tokens import Token
from app.core.folding import fold
from app.core.model.sentence import Word
from app.core.model.words import NumberWords

_SHORTEST = 5  # letters of a word that an ending alone makes a dual


class DualReader:
    """The duals of one pack: listed nouns with a dual ending, and any noun with an ending that nothing else has."""

    def __init__(self, words: NumberWords) -> None:
        built = (stem + end for stem in words.dual_stems for end in words.dual_suffixes)
        self._listed = frozenset(fold(dual) for dual in (*built, *words.dual_words))
        self._endings = tuple(map(fold, words.dual_endings))
        self._not_dual = frozenset(map(fold, words.not_dual))
        self._articles = tuple(map(fold, words.articles))
        self._twos = frozenset(fold(word) for word, value in words.values.items() if value == 2)

    def read(self, tokens: Sequence[Token], words: Sequence[Word], position: int) -> str | None:
        """The dual noun at the position as written; None for other words."""
        token = tokens[position]
        if not self._endings or not self._is_noun(words[token.word]):
            return None
        return token.text if self._is_dual_token(token) else None

    def after(self, tokens: Sequence[Token], words: Sequence[Word], position: int) -> int:
        """Past the adjectives that agree with a dual, and past a "two" that repeats it."""
        while position < len(tokens):
            token = tokens[position]
            agrees = self._is_dual_token(token) or token.folded in self._twos
            if not agrees or token.text != words[token.word].text:
                break
            position += 1
        return position

    def _is_noun(self, word: Word) -> bool:
        tags = set(word.tags)
        return not tags & {"VERB", "PRON", "DET", "ADV"} and bool(tags & {"NOUN", "NUM", "X", "ADJ"})

    def _is_dual_token(self, token: Token) -> bool:
        forms = [form for form, _ in token.forms]
        if self._articles and any(form.startswith(self._articles) for form in forms):
            return False  # "the two sides": known ones, not so many
        if any(form in self._not_dual for form in forms):
            return False
        return any(self._is_dual(form) for form in forms)

    def _is_dual(self, form: str) -> bool:
        return form in self._listed or (len(form) >= _SHORTEST and form.endswith(self._endings))
