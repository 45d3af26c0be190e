"""Lists of base forms of a pack, and the index that asks many of them at once."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from app.core.folding import fold

SHORTEST_BEGINNING = 2  # letters of an open entry that count
PARTICLE_REACH = 4  # words after a verb among which its particle or second word is looked for

Key = TypeVar("Key")


class WordList:
    """A set of base forms, some ending in ``*`` (any ending) or beginning with it, some of several words.

    After ``=`` stands a form that is told from others by its diacritics: "=würde" is not "wurde".
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self.exact: set[str] = set()
        self.beginnings: set[str] = set()
        self.endings: set[str] = set()
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        for entry in entries:
            words = tuple(fold(word) for word in entry.split())
            if len(words) > 1:
                self._phrases.setdefault(words[0], []).append(words[1:])
            elif words and words[0].endswith("*"):
                self.beginnings.add(words[0][:-1])
            elif words and words[0].startswith("*"):
                self.endings.add(words[0][1:])
            elif words and words[0].startswith("="):
                self.exact.add(as_written(entry[1:]))
            elif words:
                self.exact.add(words[0])
        self.beginnings = {beginning for beginning in self.beginnings if len(beginning) >= SHORTEST_BEGINNING}
        self.endings -= {""}
        self._open = (tuple(self.beginnings), tuple(self.endings))

    def holds(self, forms: Sequence[str]) -> bool:
        """Whether one of the forms is in the list as a single word."""
        return not self.exact.isdisjoint(forms) or any(map(self._is_open, forms))

    def rank(self, forms: Sequence[str], following: Sequence[str]) -> int | None:
        """How near the word is to an entry: 0 as written, growing with what was taken off; None for no match.

        A phrase of several words counts as nearer than any single word; ``following`` are the words after it, folded.
        """
        if self._phrases and any(self._phrase_follows(form, following) for form in forms):
            return -1
        return next((p for p, form in enumerate(forms) if form in self.exact or self._is_open(form)), None)

    def _is_open(self, form: str) -> bool:
        """Whether the form begins, or ends, as an open entry does."""
        return form.startswith(self._open[0]) or form.endswith(self._open[1])

    def _phrase_follows(self, form: str, following: Sequence[str]) -> bool:
        reach = following[:PARTICLE_REACH]
        return any(all(word in reach for word in rest) for rest in self._phrases.get(form, ()))


class Beginnings:
    """Words with which others may begin, however many they are."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths = tuple(sorted({len(word) for word in self._words}))

    def begin(self, word: str) -> bool:
        """Whether a word begins with one of them."""
        return any(word[:length] in self._words for length in self._lengths)


class WordIndex(Generic[Key]):
    """Many word lists turned round: from a word to the lists that hold it, however many there are."""

    def __init__(self, lists: Iterable[tuple[Key, WordList]]) -> None:
        self._exact: dict[str, set[Key]] = defaultdict(set)
        self._beginnings: dict[str, set[Key]] = defaultdict(set)
        self._endings: dict[str, set[Key]] = defaultdict(set)
        for key, entries in lists:
            for table, words in (
                (self._exact, entries.exact),
                (self._beginnings, entries.beginnings),
                (self._endings, entries.endings),
            ):
                for word in words:
                    table[word].add(key)
        self._begun = tuple(sorted({len(beginning) for beginning in self._beginnings}))
        self._ended = tuple(sorted({len(ending) for ending in self._endings}))

    def holders(self, forms: Iterable[str]) -> frozenset[Key]:
        """The keys of the lists that hold one of the forms as a single word."""
        found: set[Key] = set()
        for form in forms:
            found.update(self._exact.get(form, ()))
            for length in self._begun:
                found.update(self._beginnings.get(form[:length], ()))
            for length in self._ended:
                found.update(self._endings.get(form[-length:], ()))
        return frozenset(found)


@lru_cache(maxsize=32_768)
def as_written(text: str) -> str:
    """The word as a list entry with ``=`` holds it: its case folded, its diacritics kept."""
    return "=" + unicodedata.normalize("NFC", text).casefold()
