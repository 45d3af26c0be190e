"""Makes one verb of a noun and the light verb that goes with it: "ziyaret etmek", دیدار کردن."""

from dataclasses import replace

from app.core.claims.grammar.tree import Tree, base
from app.core.claims.words.triggers import NAMED_CLASSES

JOINED = frozenset({"compound", "obj", "xcomp", "obl", "advmod", "advcl", "amod"})
JOINED_AFAR = frozenset({"compound", "xcomp"})  # the noun need not stand right before its verb
FARTHEST = 5  # words between such a noun and its verb
NOMINAL = frozenset({"NOUN", "ADJ", "ADV", "PROPN", "X"})


class LightVerbs(Tree):
    """The rules for verbs that are made of a noun and a light verb."""

    def join_light_verbs(self) -> None:
        """Makes one verb of a noun and its light verb, whichever of them the tree has as the head of the other."""
        for verb, word in enumerate(self.words):
            if not {"VERB", "AUX"} & set(word.tags):
                continue
            joins = self.lexicon.is_in("joining_verbs", word.text)
            if verb and word.head == verb and word.relation == "compound" and self._may_join(verb - 1):
                self._settle_head(verb - 1, verb, joins=joins)
            elif joins or self.lexicon.light_verbs.holds(self.lexicon.forms(word.text)):
                self._free_noun(verb, joins=joins)
                noun = self._noun_of(verb, joins=joins)
                if noun is not None:
                    self.take_place(noun, verb)
                    self._make_one_verb(noun, verb)
                    self._share_verb(noun)
                    self._part_shared_verb(noun)
            if verb and self.words[verb - 1].head == verb + 1 and self._is_half_of(verb - 1, verb):
                self.rename(verb - 1, "compound")

    def _may_join(self, noun: int) -> bool:
        return bool(NOMINAL & set(self.words[noun].tags))

    def _settle_head(self, noun: int, verb: int, *, joins: bool) -> None:
        """Of a noun and the verb that the tree hangs on it, the noun is the head where it tells the event."""
        if joins or self.is_known(noun):
            self._make_one_verb(noun, verb)
            return
        self.take_place(verb, noun)
        self.hang(noun, verb, "compound")

    def _noun_of(self, verb: int, *, joins: bool) -> int | None:
        """The noun that a light verb makes a verb of: the nearest before it that the tree or the pack says is one."""
        for noun in range(verb - 1, max(-1, verb - FARTHEST - 1), -1):
            word = self.words[noun]
            adjacent = noun == verb - 1
            if word.head != verb + 1 or not self._may_join(noun) or base(word) not in JOINED:
                continue
            if not adjacent and word.relation not in JOINED_AFAR:
                continue
            if self.has_case(noun) and word.relation != "compound":
                continue
            if self.is_known(noun) or (joins and adjacent and "PROPN" not in word.tags):
                return noun
        return None

    def _free_noun(self, verb: int, *, joins: bool) -> None:
        """The noun or adjective right before a joining verb belongs to it, not to the noun before it:
        از دست ربایندگان آزاد شدند."""
        noun = verb - 1
        if not joins or noun < 1 or not self.is_known(noun) or self.has_case(noun) or not self._may_join(noun):
            return
        word = self.words[noun]
        if base(word) in ("amod", "nmod") and 0 < word.head <= noun and "PROPN" not in word.tags:
            self.hang(noun, verb, "compound")

    def _share_verb(self, noun: int) -> None:
        """Of two nouns that share a light verb, the first is a verb of its own: ۱۲ نفر کشته و ۳۰ تن زخمی شدند."""
        for subject in [c for c in self.below[noun] if base(self.words[c]) == "nsubj"]:
            others = [c for c in self.below[subject] if self.words[c].relation == "conj" and c < noun]
            first = next(
                (
                    c
                    for c in self.below[subject]
                    if subject < c and base(self.words[c]) in ("nmod", "amod") and self.is_known(c)
                    if others and c < others[-1] and not self.has_case(c) and not self.below[c]
                ),
                None,
            )
            if first is None:
                continue
            passive = next((self.words[c].relation for c in self.below[noun] if base(self.words[c]) == "aux"), "")
            told = "nsubj:pass" if passive == "aux:pass" else self.words[subject].relation
            self.words[first] = replace(self.words[first], tag="VERB")
            self.hang(others[-1], noun, told)
            self.hang(first, noun, "conj")
            self.hang(subject, first, told)
            return

    def _part_shared_verb(self, noun: int) -> None:
        """Of two nouns with a word for "and" between, each with an object of its own, both are verbs though only the
        second one has the light verb: سه نفر را بازداشت و اسلحه کشف کرد."""
        above = self.words[noun].head - 1
        if 0 <= above < noun and self.words[noun].relation == "conj" and self.words[above].tag == "NOUN":
            self._make_first_verb(above, noun)
            return
        first = next((c for c in self.below[noun] if c < noun and self._is_first_of_two(c, noun)), None)
        if first is None:
            return
        undergone = any(self.words[c].relation == "aux:pass" for c in self.below[noun])
        self.take_place(first, noun)
        self.words[first] = replace(self.words[first], tag="VERB")
        self.hang(noun, first, "conj")
        for child in [c for c in self.below[first] if c > first and c != noun]:
            self.hang(child, noun, self.words[child].relation)
        for child in list(self.below[first]):
            if child > first:
                continue
            relation = base(self.words[child])
            if relation == "nsubj" and undergone:
                self.rename(child, "nsubj:pass")
            elif relation == "nmod" and not any(base(self.words[c]) == "obj" for c in self.below[first]):
                self.rename(child, "obj")  # what a noun is of stands behind it
            for joined in [c for c in self.below[child] if c > first]:
                told = "obj" if self.words[joined].relation == "conj" else self.words[joined].relation
                self.hang(joined, noun, told)

    def _make_first_verb(self, first: int, noun: int) -> None:
        """The same where the tree has the second one coordinated with the first, but all else below the second."""
        if not self.is_known(first) or self.words[first + 1].tag != "CCONJ" or self.has_case(first):
            return
        self.words[first] = replace(self.words[first], tag="VERB")
        for child in [c for c in self.below[noun] if c < first]:
            self.hang(child, first, self.words[child].relation)

    def _is_first_of_two(self, position: int, noun: int) -> bool:
        """Whether the word may share the light verb of a noun well behind it."""
        word = self.words[position]
        parted = position + 2 < noun and self.words[position + 1].tag == "CCONJ"
        fits = base(word) in JOINED and self._may_join(position) and not self.has_case(position)
        return parted and fits and self.is_known(position) and "PROPN" not in word.tags

    def _is_half_of(self, noun: int, verb: int) -> bool:
        """Whether the noun is what tells an idiom from its verb ("ele geçirmek"), so that it fills no slot itself."""
        if base(self.words[noun]) not in ("obl", "obj", "nmod", "advmod", "xcomp"):
            return False
        text = self.words[noun].text
        entries = self.lexicon.triggers.entries(self.lexicon.forms(self.words[verb].text))
        asked = (name for _, trigger in entries for part, name in trigger.needed if part == "with")
        return any(name not in NAMED_CLASSES and self.lexicon.is_of_class(name, text) for name in asked)

    def is_known(self, noun: int) -> bool:
        """Whether the pack has the noun among its verbs: it is one together with its light verb."""
        text = self.words[noun].text
        return self.lexicon.triggers.holds(self.lexicon.forms(text)) or self.lexicon.stance(text) is not None

    def _make_one_verb(self, noun: int, verb: int) -> None:
        """Tags the noun as a verb and the light verb as its auxiliary; what the noun governs is its object."""
        shapes = self.lexicon.shapes
        passive = shapes.has("passive", self.words[verb].text) and not shapes.excepts("passive", self.words[noun].text)
        self.words[noun] = replace(self.words[noun], tag="VERB")
        for child in [child for child in self.below[verb] if child != noun]:
            self.hang(child, noun, self.words[child].relation)
        self.hang(verb, noun, "aux:pass" if passive else "aux")
        below = list(self.below[noun])
        if passive or any(base(self.words[child]) == "obj" for child in below):
            return
        for child in below:
            if noun < child < verb and base(self.words[child]) in ("nmod", "obl") and not self.has_case(child):
                self.rename(child, "obj")
                return
