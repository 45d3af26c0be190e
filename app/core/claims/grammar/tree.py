"""A tree of words that can be changed."""

from dataclasses import replace

from app.core.claims.words.lexicon import Lexicon
from app.core.model.sentence import Word


class Tree:
    """A tree while it is changed. Positions count from 0; ``below`` are the dependents of each, in their order."""

    def __init__(self, words: list[Word], lexicon: Lexicon) -> None:
        self.words = words
        self.lexicon = lexicon
        self.below: list[list[int]] = [[] for _ in words]
        for position, word in enumerate(words):
            if word.head > 0:
                self.below[word.head - 1].append(position)

    def has_case(self, position: int) -> bool:
        """Whether a preposition or a postposition stands at the word."""
        return any(self.words[child].relation == "case" for child in self.below[position])

    def rename(self, position: int, relation: str) -> None:
        """Gives the word another relation."""
        self.words[position] = replace(self.words[position], relation=relation)

    def hang(self, position: int, head: int, relation: str) -> None:
        """Hangs the word on another one; not where that one hangs below it, which would make a ring of the tree."""
        if self.hangs_below(head, position):
            return
        old = self.words[position].head
        if old > 0:
            self.below[old - 1].remove(position)
        self.below[head] = sorted([*self.below[head], position])
        self.words[position] = replace(self.words[position], head=head + 1, relation=relation)

    def hangs_below(self, position: int, above: int) -> bool:
        """Whether the word is the other one, or hangs on it, directly or through others."""
        while position not in (above, -1):
            position = self.words[position].head - 1
        return position == above

    def take_place(self, position: int, above: int) -> None:
        """A dependent takes the place of its head in the tree, with all else that hung on it; the old head is left
        without one, to be hung anew."""
        place = self.words[above]
        for child in list(self.below[above]):
            if child != position:
                self.hang(child, position, self.words[child].relation)
        self.below[above].remove(position)
        if place.head > 0:
            self.below[place.head - 1].remove(above)
            self.below[place.head - 1] = sorted([*self.below[place.head - 1], position])
        self.words[position] = replace(self.words[position], head=place.head, relation=place.relation)
        self.words[above] = replace(place, head=0)


def base(word: Word) -> str:
    """The relation without what follows its colon."""
    return word.base


def closes(word: Word) -> bool:
    """Whether no quote ends with the word: a comma, "and", "that"."""
    return word.relation in ("punct", "cc", "mark") or (
        word.tags[0] in ("PUNCT", "CCONJ", "SCONJ") and len(word.tags) == 1
    )
