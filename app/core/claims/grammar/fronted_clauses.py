"""What opens a sentence before its verb: "Rebels took the town, residents said", "ten are known to have died"."""

from dataclasses import replace

from app.core.claims.grammar.speakers import Speakers
from app.core.claims.grammar.tree import base
from app.core.folding import fold

TOLD = frozenset({"ccomp", "parataxis"})
SUBJECTS = frozenset({"nsubj", "csubj"})


class FrontedClauses(Speakers):
    """The rules for clauses before the verb that the tree hangs them on."""

    def part_fronted_subjects(self) -> None:
        """Of two subjects of a verb, the first before a clause without one and the second behind it, the first is that
        of the clause."""
        for verb in range(len(self.words)):
            subjects = [child for child in self.below[verb] if base(self.words[child]) == "nsubj"]
            if len(subjects) < 2:
                continue
            first, last = subjects[0], subjects[-1]
            told = [c for c in self.below[verb] if first < c < last and base(self.words[c]) in TOLD]
            if len(told) == 1 and not any(base(self.words[child]) in SUBJECTS for child in self.below[told[0]]):
                passive = any(self.words[child].relation == "aux:pass" for child in self.below[told[0]])
                self.hang(first, told[0], "nsubj:pass" if passive else "nsubj")

    def set_first_words_right(self) -> None:
        """A known verb that opens the sentence is no noun (أُفرج عن السجين); a preposition there, over its noun and the
        verb behind, only marks the phrase before that verb: ومن الموقع، قال."""
        first = next((position for position, word in enumerate(self.words) if word.head == 0), None)
        if first is None or any(word.tag != "PUNCT" for word in self.words[:first]):
            return
        word, below = self.words[first], self.below[first]
        forms = self.lexicon.forms(word.text)
        if word.tag == "NOUN" and self.lexicon.triggers.holds(forms) and not self.lexicon.noun_triggers.holds(forms):
            self.words[first] = replace(word, tag="VERB")
        verbs = [c for c in below if c > first + 1 and base(self.words[c]) in TOLD and "VERB" in self.words[c].tags]
        if word.tags[-1] == "ADP" and below[:1] == [first + 1] and verbs:
            self.take_place(verbs[0], first)
            self.hang(first + 1, verbs[0], "obl")
            self.hang(first, first + 1, "case")
            for child in self.below[verbs[0]]:
                if self.words[child].relation == "csubj":
                    self.rename(child, "ccomp")

    def set_emphases_apart(self) -> None:
        """What only strengthens a verb is an adverb, and what the tree hangs on it is the verb's object: نفى جملة
        وتفصيلا حصول لقاء."""
        texts = [fold(word.text) for word in self.words]
        for phrase in (fold(entry).split() for entry in self.lexicon.words.emphatic):
            for first in range(1, len(texts) - len(phrase) + 1):
                span = range(first, first + len(phrase))
                verb = self.words[first].head - 1
                if texts[first : span.stop] != phrase or verb < 0 or verb in span:
                    continue
                for position in span:
                    for child in [c for c in self.below[position] if c not in span]:
                        part = base(self.words[child]) in ("nsubj", "obj", "nmod")
                        self.hang(child, verb, "obj" if part else self.words[child].relation)
                self.rename(first, "advmod")
                for position in span[1:]:
                    self.hang(position, first, "fixed")

    def part_elided_relatives(self) -> None:
        """A relative pronoun and the pronoun behind it in one word, which only subjects have, are the subject where the
        clause has no other one: "l'équipe qu'elles ont battue"."""
        for position, word in enumerate(self.words):
            rest = self.lexicon.elided_relative(word.text)
            relative = word.relation == "mark" and self.words[word.head - 1].relation == "acl:relcl"
            if rest not in self.lexicon.pronouns or not (relative or word.relation == "obj"):
                continue
            if not any(base(self.words[child]) == "nsubj" for child in self.below[word.head - 1]):
                self.rename(position, "nsubj")

    def hand_down_subjects(self) -> None:
        """Of whom something is said, in the passive, is the subject of what is said: "ten are known to have died". What
        is only to be done has no auxiliary: "ten were told to leave"."""
        for verb, word in enumerate(self.words):
            subjects = [child for child in self.below[verb] if self.words[child].relation == "nsubj:pass"]
            told = [child for child in self.below[verb] if self.words[child].relation == "xcomp"]
            if len(subjects) != 1 or len(told) != 1 or self.lexicon.stance(word.text) is None:
                continue
            below = [self.words[child] for child in self.below[told[0]]]
            whole = any(one.relation in ("aux", "aux:pass", "cop") for one in below)
            if whole and not any(base(one) in SUBJECTS for one in below):
                passive = any(one.relation == "aux:pass" for one in below)
                self.hang(subjects[0], told[0], "nsubj:pass" if passive else "nsubj")

    def part_topics(self) -> None:
        """The thing told first, that a pronoun on the verb means again, is its object, and the noun right behind the
        verb its subject: العملية نفذتها القوات."""
        for verb, word in enumerate(self.words):
            if word.tags[-1] != "PRON" or "VERB" not in word.tags:
                continue
            below = self.below[verb]
            topics = [c for c in below if c < verb and self.words[c].relation == "nsubj"]
            behind = [c for c in below if c > verb and base(self.words[c]) in ("nsubj", "obj") and not self.has_case(c)]
            if len(topics) != 1 or len(behind) != 1 or not self._is_thing(topics[0]):
                continue
            between = self.words[verb + 1 : behind[0]]
            if all(one.tag == "PUNCT" for one in between):
                self.rename(topics[0], "obj")
                self.rename(behind[0], "nsubj")

    def join_clefts(self) -> None:
        """Who is said to be the one who did it is the subject of the verb: الجنود هم الذين قصفوا القرية."""
        for said, word in enumerate(self.words[:-1]):
            pronoun, verb = said - 1, said + 1
            if pronoun < 1 or fold(word.text) not in self.lexicon.relative_pronouns or not self._is_finite(verb):
                continue
            if fold(self.words[pronoun].text) not in self.lexicon.pronouns or self.hangs_below(said, verb):
                continue
            below = (*self.below[said], *self.below[verb])
            subjects = [child for child in below if child < pronoun and base(self.words[child]) == "nsubj"]
            if len(subjects) == 1:
                self._make_verb_of_cleft(verb, said, pronoun)

    def _make_verb_of_cleft(self, verb: int, said: int, pronoun: int) -> None:
        for child in self.below[verb]:
            if base(self.words[child]) == "nmod":
                self.rename(child, "obl" if self.has_case(child) else "obj")
        self.words[verb] = replace(self.words[verb], tag="VERB")
        self.hang(verb, said, "acl:relcl")
        self.take_place(verb, said)
        marked = any(self.words[child].relation == "mark" for child in self.below[verb])
        if self.words[verb].head > 0 and marked:
            self.rename(verb, "ccomp")
        self.words[said] = replace(self.words[said], tag="PRON")
        self.hang(said, verb, "dep")
        self.hang(pronoun, verb, "dep")

    def _is_finite(self, position: int) -> bool:
        """Whether the word is a verb, or one that the packs know as nothing else."""
        word = self.words[position]
        if "VERB" in word.tags:
            return True
        forms = self.lexicon.forms(word.text)
        known = self.is_known(position) and not self.lexicon.noun_triggers.holds(forms)
        return known and len(word.tags) == 1 and word.tag == "NOUN"

    def _is_thing(self, position: int) -> bool:
        """Whether it is a common noun for neither people nor those who act as one."""
        word = self.words[position]
        acts = any(self.lexicon.is_of_class(name, word.text) for name in ("person", "group", "troops", "members"))
        return word.tag == "NOUN" and not acts
