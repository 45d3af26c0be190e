"""Brings the trees of all languages into the one shape that the claim rules read.

What treebanks of different languages tell differently: a verb made of a noun and a light verb ("ziyaret etmek",
دیدار کردن) becomes one verb, headed by its noun; the subject of a verb in a passive form becomes a passive subject; a
genitive is the subject of a Turkish verbal noun; a case ending stands for a preposition; a preposition of several words
("в качестве", به عنوان) is one; and particles are no prepositions. The words themselves and their order stay.
"""

from dataclasses import replace

from app.core.claims.words.lexicon import Lexicon
from app.core.claims.words.triggers import NAMED_CLASSES
from app.core.folding import fold
from app.core.model.sentence import ParsedSentence, Word

JOINED = frozenset({"compound", "obj", "xcomp", "obl", "advmod", "advcl", "amod"})
JOINED_AFAR = frozenset({"compound", "xcomp"})  # the noun need not stand right before its verb
FARTHEST = 5  # words between such a noun and its verb
OBLIQUE = frozenset({"obl", "nmod", "iobj"})
PARTS = frozenset({"nsubj", "obj", "obl", "nmod"})
NOMINAL = frozenset({"NOUN", "ADJ", "ADV", "PROPN", "X"})
CASED = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "VERB"})


def even_out(sentence: ParsedSentence, lexicon: Lexicon) -> ParsedSentence:
    """The sentence with its tree in the common shape."""
    tree = _Tree(list(sentence.words), lexicon)
    tree.set_particles_apart()
    tree.join_prepositions()
    if lexicon.words.joining_verbs:
        tree.join_light_verbs()
    if lexicon.shapes.names("passive"):
        tree.mark_passives()
    endings = tree.case_endings() if lexicon.case_endings else {}
    return ParsedSentence(
        start=sentence.start,
        end=sentence.end,
        language=sentence.language,
        words=tuple(tree.words),
        names=sentence.names,
        endings=endings,
    )


class _Tree:
    """A tree while it is changed. Positions count from 0."""

    def __init__(self, words: list[Word], lexicon: Lexicon) -> None:
        self.words = words
        self.lexicon = lexicon
        self._below: list[list[int]] = [[] for _ in words]
        for position, word in enumerate(words):
            if word.head > 0:
                self._below[word.head - 1].append(position)

    def set_particles_apart(self) -> None:
        """What only marks the object (را) is no preposition, a conjunction behind a part of the clause ("ise") no
        copula, and an adverb set off by a comma ("возможно, ...") no clause."""
        for position, word in enumerate(self.words):
            if word.head == 0:
                continue
            above = self.words[word.head - 1]
            unknown = not self.lexicon.preposition_parts(word.text)
            marks_object = word.relation == "case" and above.relation == "obj" and unknown
            part = word.relation == "cop" and _base(above) in PARTS
            if marks_object or (part and fold(word.text) in self.lexicon.subordinators):
                self._rename(position, "discourse")
            elif word.relation == "cop" and not unknown:
                self._rename(position, "case")  # "başkan olarak", as president
                if above.relation == "advcl":
                    self._rename(word.head - 1, "obl")
            elif word.relation == "parataxis" and word.tag in ("ADV", "PART"):
                self._rename(position, "advmod")

    def join_prepositions(self) -> None:
        """A noun that is a preposition together with the one before it hands its place to the phrase behind it."""
        for noun in range(1, len(self.words)):
            case = self.words[noun - 1]
            if case.relation != "case" or case.head != noun + 1:
                continue
            phrase = next((c for c in self._below[noun] if c > noun and _base(self.words[c]) in ("nmod", "obl")), None)
            if phrase is None or not self.lexicon.preposition_parts(f"{case.text} {self.words[noun].text}"):
                continue
            if any(self.words[child].relation == "case" for child in self._below[phrase]):
                continue
            self._take_place(phrase, noun)
            self._hang(noun - 1, phrase, "case")
            self._hang(noun, noun - 1, "fixed")

    def join_light_verbs(self) -> None:
        """Makes one verb of a noun and its light verb, whichever of them the tree has as the head of the other."""
        for verb, word in enumerate(self.words):
            if not {"VERB", "AUX"} & set(word.tags):
                continue
            joins = self.lexicon.is_in("joining_verbs", word.text)
            if verb and word.head == verb and word.relation == "compound" and self._may_join(verb - 1):
                self._settle_head(verb - 1, verb, joins=joins)
            elif joins or self.lexicon.light_verbs.holds(self.lexicon.forms(word.text)):
                noun = self._noun_of(verb, joins=joins)
                if noun is not None:
                    self._take_place(noun, verb)
                    self._make_one_verb(noun, verb)
            if verb and self.words[verb - 1].head == verb + 1 and self._is_half_of(verb - 1, verb):
                self._rename(verb - 1, "compound")

    def mark_passives(self) -> None:
        """The subject of a verb in a passive form, or with a passive light verb, is whom it befell."""
        for verb, word in enumerate(self.words):
            below = self._below[verb]
            formed = bool({"VERB", "ADJ"} & set(word.tags)) and self.lexicon.shapes.has("passive", word.text)
            helped = any(self.words[child].relation == "aux:pass" for child in below)
            if not (formed or helped) or any(self.words[child].relation == "obj" for child in below):
                continue
            for child in below:
                if self.words[child].relation == "nsubj":
                    self._rename(child, "nsubj:pass")

    def case_endings(self) -> dict[int, str]:
        """For each phrase without a preposition the case ending of its head, where it has one of the pack's; a
        genitive at a verb becomes its subject, a dative an oblique."""
        found: dict[int, str] = {}
        for position, word in enumerate(self.words):
            if _base(word) not in OBLIQUE or word.head == 0 or not CASED & set(word.tags):
                continue
            ending = None if self._has_case(position) else self.lexicon.case_ending(word.text)
            above = self.words[word.head - 1]
            if ending is None:
                self._join_bare_noun(position)
                continue
            if word.relation == "nmod" and "VERB" in above.tags and "of" in self.lexicon.preposition_parts(ending):
                passive = self.lexicon.shapes.has("passive", above.text)
                if not any(_base(self.words[child]) == "nsubj" for child in self._below[word.head - 1]):
                    self._rename(position, "nsubj:pass" if passive else "nsubj")
                continue
            if word.relation == "iobj":
                self._rename(position, "obl")
            found[position] = ending
        return found

    def _join_bare_noun(self, position: int) -> None:
        """Where genitives are marked, a bare noun before an event noun only tells its kind: "ateşkes anlaşması"."""
        word = self.words[position]
        bare = word.relation == "nmod" and word.tag == "NOUN" and not self._has_case(position)
        event = self.lexicon.noun_triggers.holds(self.lexicon.forms(self.words[word.head - 1].text))
        if self.lexicon.marks_genitive and bare and event:
            self._rename(position, "compound")

    def _may_join(self, noun: int) -> bool:
        return bool(NOMINAL & set(self.words[noun].tags))

    def _settle_head(self, noun: int, verb: int, *, joins: bool) -> None:
        """Of a noun and the verb that the tree hangs on it, the noun is the head where it tells the event."""
        if joins or self._is_known(noun):
            self._make_one_verb(noun, verb)
            return
        self._take_place(verb, noun)
        self._hang(noun, verb, "compound")

    def _noun_of(self, verb: int, *, joins: bool) -> int | None:
        """The noun that a light verb makes a verb of: the nearest before it that the tree or the pack says is one."""
        for noun in range(verb - 1, max(-1, verb - FARTHEST - 1), -1):
            word = self.words[noun]
            adjacent = noun == verb - 1
            if word.head != verb + 1 or not self._may_join(noun) or _base(word) not in JOINED:
                continue
            if not adjacent and word.relation not in JOINED_AFAR:
                continue
            if self._has_case(noun) and word.relation != "compound":
                continue
            if self._is_known(noun) or (joins and adjacent and "PROPN" not in word.tags):
                return noun
        return None

    def _is_half_of(self, noun: int, verb: int) -> bool:
        """Whether the noun is what tells an idiom from its verb ("ele geçirmek"), so that it fills no slot itself."""
        if _base(self.words[noun]) not in ("obl", "obj", "nmod", "advmod", "xcomp"):
            return False
        text = self.words[noun].text
        entries = self.lexicon.triggers.entries(self.lexicon.forms(self.words[verb].text))
        asked = (name for _, trigger in entries for part, name in trigger.needed if part == "with")
        return any(name not in NAMED_CLASSES and self.lexicon.is_of_class(name, text) for name in asked)

    def _is_known(self, noun: int) -> bool:
        """Whether the pack has the noun among its verbs: it is one together with its light verb."""
        text = self.words[noun].text
        return self.lexicon.triggers.holds(self.lexicon.forms(text)) or self.lexicon.stance(text) is not None

    def _make_one_verb(self, noun: int, verb: int) -> None:
        """Tags the noun as a verb and the light verb as its auxiliary; what the noun governs is its object."""
        shapes = self.lexicon.shapes
        passive = shapes.has("passive", self.words[verb].text) and not shapes.excepts("passive", self.words[noun].text)
        self.words[noun] = replace(self.words[noun], tag="VERB")
        self._hang(verb, noun, "aux:pass" if passive else "aux")
        below = list(self._below[noun])
        if passive or any(_base(self.words[child]) == "obj" for child in below):
            return
        for child in below:
            if noun < child < verb and _base(self.words[child]) in ("nmod", "obl") and not self._has_case(child):
                self._rename(child, "obj")
                return

    def _has_case(self, position: int) -> bool:
        return any(self.words[child].relation == "case" for child in self._below[position])

    def _rename(self, position: int, relation: str) -> None:
        self.words[position] = replace(self.words[position], relation=relation)

    def _hang(self, position: int, head: int, relation: str) -> None:
        old = self.words[position].head
        if old > 0:
            self._below[old - 1].remove(position)
        self._below[head] = sorted([*self._below[head], position])
        self.words[position] = replace(self.words[position], head=head + 1, relation=relation)

    def _take_place(self, position: int, above: int) -> None:
        """A dependent takes the place of its head in the tree, with all else that hung on it; the old head is left
        without one, to be hung anew."""
        place = self.words[above]
        for child in list(self._below[above]):
            if child != position:
                self._hang(child, position, self.words[child].relation)
        self._below[above].remove(position)
        if place.head > 0:
            self._below[place.head - 1].remove(above)
            self._below[place.head - 1] = sorted([*self._below[place.head - 1], position])
        self.words[position] = replace(self.words[position], head=place.head, relation=place.relation)
        self.words[above] = replace(place, head=0)


def _base(word: Word) -> str:
    return word.relation.split(":")[0]
