"""Prepositions that the tree has as something else."""

from app.core.claims.grammar.tree import Tree, base


class Prepositions(Tree):
    """The rules for prepositions of several words, and for those that look like a noun with one."""

    def join_prepositions(self) -> None:
        """A noun that is a preposition together with the one before it hands its place to the phrase behind it."""
        for noun in range(1, len(self.words)):
            case = self.words[noun - 1]
            if case.relation != "case" or case.head != noun + 1:
                continue
            phrase = next((c for c in self.below[noun] if c > noun and base(self.words[c]) in ("nmod", "obl")), None)
            if phrase is None or not self.lexicon.preposition_parts(f"{case.text} {self.words[noun].text}"):
                continue
            if any(self.words[child].relation == "case" for child in self.below[phrase]):
                continue
            self.take_place(phrase, noun)
            self.hang(noun - 1, phrase, "case")
            self.hang(noun, noun - 1, "fixed")

    def set_prepositions_right(self) -> None:
        """A preposition that the tree takes for a phrase of its own belongs to the noun right behind it: سقطت بيد |
        الفرقة."""
        for position, word in enumerate(self.words[:-1]):
            noun = self.words[position + 1]
            parted = word.tags[0] == "ADP" and len(word.tags) > 1 and base(word) == "obl" and not self.below[position]
            bare = noun.head == word.head and base(noun) in ("obl", "nmod") and not self.has_case(position + 1)
            if parted and bare and self.lexicon.preposition_parts(word.text):
                self.hang(position, position + 1, "case")
