"""Which words of two sentences of one language differ, where that tells something."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from app.core.folding import fold

LEAST_ALIKE = 0.35  # share of common words below which two sentences are simply different ones
MOST_DIFFERING = 0.6  # share of a sentence's words above which marking them tells nothing
LONGEST = 400  # words of a sentence that are compared
# Digits with their separators, or letters with the marks that belong to them and an apostrophe inside.
WORD = re.compile(
    "\\d+(?:[.,\u066b\u066c]\\d+)*|[^\\W_](?:[^\\W_]|[\u0300-\u036f\u064b-\u065f\u0670\u0640\u200c\u200d]|['\u2019](?=\\w))*"
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    folded: str
    start: int
    end: int


def likeness(one: str, other: str) -> float:
    """The share of words that two sentences have in common, in their order."""
    return SequenceMatcher(None, _folded(_words(one)), _folded(_words(other)), autojunk=False).ratio()


def differing_words(one: str, other: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The stretches of each sentence whose words the other has not.

    Case, accents and vowel marks are no difference, nor is a word that the other has in another place, nor anything
    where the two are hardly alike.
    """
    ours, theirs = _words(one), _words(other)
    matcher = SequenceMatcher(None, _folded(ours), _folded(theirs), autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return (), ()
    left: list[_Word] = []
    right: list[_Word] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            left += ours[i:j]
            right += theirs[k:m]
    return _stretches(left, ours, theirs), _stretches(right, theirs, ours)


def _words(text: str) -> list[_Word]:
    found = (_Word(folded=fold(match[0]), start=match.start(), end=match.end()) for match in WORD.finditer(text))
    return list(islice(found, LONGEST))


def _folded(words: Sequence[_Word]) -> list[str]:
    return [word.folded for word in words]


def _stretches(differing: Sequence[_Word], own: Sequence[_Word], others: Sequence[_Word]) -> tuple[Span, ...]:
    known = set(_folded(others))
    telling = {word for word in differing if word.folded not in known}
    if len(telling) > MOST_DIFFERING * len(own):
        return ()
    found: list[Span] = []
    previous = None
    for word in own:
        if word in telling:
            if previous in telling and found:
                found[-1] = (found[-1][0], word.end)
            else:
                found.append((word.start, word.end))
        previous = word
    return tuple(found)
