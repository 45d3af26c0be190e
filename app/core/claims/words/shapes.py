"""Shapes of words as written, told by a pack: what a verb means by its form alone ("*rait", "*medi*", "ن*")."""

from collections.abc import Iterable, Mapping

from app.core.folding import fold
from app.core.remembering import remembered

SHORTEST_REST = 2  # letters that a star at the front or at the end stands for, at least, where both are not there


class Shapes:
    """The shapes of one pack: meaning -> patterns, with the words that only look so."""

    def __init__(self, forms: Mapping[str, Iterable[str]], exceptions: Mapping[str, Iterable[str]]) -> None:
        self._forms = {meaning: tuple(map(fold, patterns)) for meaning, patterns in forms.items()}
        self._exceptions = {meaning: tuple(map(fold, patterns)) for meaning, patterns in exceptions.items()}

    @remembered
    def has(self, meaning: str, text: str) -> bool:
        """Whether the word is written in one of the shapes of the meaning."""
        folded = fold(text)
        if not any(_fits(folded, pattern, SHORTEST_REST) for pattern in self._forms.get(meaning, ())):
            return False
        return not any(_fits(folded, pattern, 0) for pattern in self._exceptions.get(meaning, ()))

    @remembered
    def excepts(self, meaning: str, text: str) -> bool:
        """Whether the word is one that only looks so."""
        folded = fold(text)
        return any(_fits(folded, pattern, 0) for pattern in self._exceptions.get(meaning, ()))

    def names(self, meaning: str) -> bool:
        """Whether the pack tells any shape for the meaning."""
        return bool(self._forms.get(meaning))


def _fits(word: str, pattern: str, shortest: int) -> bool:
    """Whether the word is one of the pattern; the stars at its two ends stand for ``shortest`` letters at least, but
    where it has both, the one at its end may stand for none."""
    if "*" not in pattern:
        return word == pattern
    first, *inner, last = pattern.split("*")
    if not word.startswith(first) or not word.endswith(last):
        return False
    position = len(first) + shortest * (not first or not any(inner))
    stop = len(word) - len(last)
    for part in inner:
        found = word.find(part, position, stop)
        if found < 0:
            return False
        position = found + len(part)
    return position <= stop
