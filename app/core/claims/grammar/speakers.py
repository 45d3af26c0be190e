"""Speakers whom the tree gives to what they said: beside a quotation, and behind a clause that they end."""

from dataclasses import replace

from app.core.claims.grammar.light_verbs import LightVerbs
from app.core.claims.grammar.quotation import MARKS
from app.core.claims.grammar.tree import base

BESIDE = frozenset(
    {"ccomp", "parataxis", "advcl", "conj", "acl"}
)  # how a verb of saying and what is said hang together
COMMAS = frozenset({",", "،", ";"})
NAMED = frozenset({"NOUN", "PROPN", "PRON"})


class Speakers(LightVerbs):
    """The rules for verbs of saying that stand beside what is said."""

    def part_from_quotations(self) -> None:
        """What stands beside a quotation with the verb of saying belongs to that verb, not to the words quoted: '"We
        built it," the engineer told the deputies as they stood there'."""
        quoted = self._quoted()
        for verb in range(len(self.words) if quoted else 0):
            if verb in quoted or not self._is_saying(verb) or not self._reports(verb, quoted):
                continue
            spoken = any(base(self.words[child]) == "nsubj" for child in self.below[verb])
            for position in self._beside(verb):
                word = self.words[position]
                if word.head - 1 not in quoted or base(word) == "punct" or position == verb:
                    continue
                if base(word) != "nsubj":
                    self.hang(position, verb, word.relation)
                elif not spoken and word.tags[0] in NAMED:
                    self.hang(position, verb, "nsubj")

    def set_speakers_right(self) -> None:
        """Of two subjects of a clause, the second behind a comma, right before a verb of saying that ends the sentence,
        speaks: "three have died, two doctors told the agency"."""
        for verb, word in enumerate(self.words):
            above = word.head - 1
            if not 0 <= above < verb or base(word) not in BESIDE or not self._is_saying(verb):
                continue
            subjects = [child for child in self.below[above] if base(self.words[child]) == "nsubj"]
            speakers = [child for child in subjects if above < child < verb and self._reaches_up_to(child, verb)]
            if len(subjects) < 2 or subjects[0] > above or len(speakers) != 1 or not self._is_cut_off(speakers[0]):
                continue
            for child in list(self.below[verb]):
                if base(self.words[child]) == "nsubj":
                    self.rename(child, "obj")
            self.hang(speakers[0], verb, "nsubj")
            self.rename(verb, "parataxis")

    def set_manners_apart(self) -> None:
        """How somebody says it, between the verb and him, is no name: "a lancé, hilare, le porte-parole"."""
        for position, word in enumerate(self.words):
            verb = word.head - 1
            lower = word.text[:1].islower() and word.tag in ("PROPN", "ADJ", "ADV", "X")
            if base(word) != "nsubj" or not lower or not self._is_saying(verb):
                continue
            named = [c for c in self.below[position] if c > position and base(self.words[c]) in ("appos", "conj")]
            if len(named) == 1 and self.words[named[0]].tags[0] in NAMED and self._is_cut_off(position):
                self.hang(named[0], verb, "nsubj")
                self.words[position] = replace(word, tag="ADJ")
                self.hang(position, verb, "advmod")

    def _quoted(self) -> frozenset[int]:
        """The positions inside quotation marks; none where a mark is left open."""
        marks = [position for position, word in enumerate(self.words) if word.text in MARKS]
        if len(marks) % 2:
            return frozenset()
        pairs = zip(marks[::2], marks[1::2], strict=True)
        return frozenset(position for first, last in pairs for position in range(first + 1, last))

    def _is_saying(self, position: int) -> bool:
        word = self.words[position]
        return "VERB" in word.tags and self.lexicon.stance(word.text) is not None

    def _reports(self, verb: int, quoted: frozenset[int]) -> bool:
        """Whether the verb of saying governs words of the quotation, or stands beside them."""
        above = self.words[verb].head - 1
        if above in quoted:
            return base(self.words[verb]) in BESIDE
        return any(child in quoted and base(self.words[child]) in BESIDE for child in self.below[verb])

    def _beside(self, verb: int) -> range:
        """The positions between the quotation marks, or the ends of the sentence, around a verb."""
        marks = [position for position, word in enumerate(self.words) if word.text in MARKS]
        first = max((mark for mark in marks if mark < verb), default=-1)
        last = min((mark for mark in marks if mark > verb), default=len(self.words))
        return range(first + 1, last)

    def _reaches_up_to(self, noun: int, verb: int) -> bool:
        """Whether the noun and what belongs to it reach up to the verb."""
        last = noun
        for position in range(noun + 1, verb):
            if self.hangs_below(position, noun):
                last = position
        between = self.words[last + 1 : verb]
        return all(word.tag in ("AUX", "ADV") for word in between)

    def _is_cut_off(self, noun: int) -> bool:
        first = noun
        while first > 0 and self.hangs_below(first - 1, noun):
            first -= 1
        return any(self.words[at].text in COMMAS for at in (first, first - 1) if at >= 0)
