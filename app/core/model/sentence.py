"""Words and sentences, before and after parsing. All offsets count Unicode code points of the article's text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from app.core.model.entity import EntityType


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSpan:
    """One surface word (clitics stay on it) and where it stands in the article."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, split into words but not yet parsed."""

    start: int
    end: int
    language: str
    words: tuple[WordSpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One parsed surface word.

    ``tag`` is a Universal POS tag, or several joined by ``+`` where clitics are written on the word (``CCONJ+VERB``).
    ``head`` counts words of the sentence from 1; 0 is the root. ``relation`` is a Universal Dependencies relation.
    """

    text: str
    start: int
    end: int
    tag: str
    head: int
    relation: str
    tags: tuple[str, ...] = field(init=False, repr=False, compare=False)  # the tag taken apart: ``("CCONJ", "VERB")``
    base: str = field(init=False, repr=False, compare=False)  # the relation without its subtype: "acl" of "acl:relcl"

    def __post_init__(self) -> None:
        object.__setattr__(self, "tags", _taken_apart(self.tag, "+"))
        object.__setattr__(self, "base", _taken_apart(self.relation, ":")[0])


@lru_cache(maxsize=4_096)
def _taken_apart(label: str, joint: str) -> tuple[str, ...]:
    return tuple(label.split(joint))


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedName:
    """A name as the reader marks it: ``first`` and ``last`` are positions of words, both belong to it."""

    type: EntityType
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class ParsedSentence:
    """A sentence with its dependency tree and the names in it. Words are addressed by their position from 0 in
    ``words``; ``names`` stand in text order and do not overlap, None where no reader marked any."""

    start: int
    end: int
    language: str
    words: tuple[Word, ...]
    names: tuple[TaggedName, ...] | None = None
    endings: Mapping[int, str] = field(default_factory=dict)  # position -> case ending in place of a preposition: "-da"

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each word, the positions (from 0) of its dependents in text order."""
        below: list[list[int]] = [[] for _ in self.words]
        for position, word in enumerate(self.words):
            if word.head > 0:
                below[word.head - 1].append(position)
        return tuple(tuple(positions) for positions in below)

    def covered(self, start: int, end: int) -> list[int]:
        """Positions of the words that a span of the text, in its own offsets, touches."""
        return [position for position, word in enumerate(self.words) if start < word.end and word.start < end]

    @cached_property
    def root(self) -> int | None:
        """Position of the root word; None for a sentence without words."""
        return next((position for position, word in enumerate(self.words) if word.head == 0), None)

    def subtree(self, position: int) -> tuple[int, ...]:
        """Positions of the word and of all that hangs below it, in text order."""
        known = self._subtrees.get(position)
        if known is None:
            found: list[int] = []
            pending = [position]
            while pending:
                current = pending.pop()
                found.append(current)
                pending.extend(self.children[current])
            known = self._subtrees[position] = tuple(sorted(found))
        return known

    @cached_property
    def _subtrees(self) -> dict[int, tuple[int, ...]]:
        """What hangs below the words that were asked for."""
        return {}
