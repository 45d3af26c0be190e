"""What is told before the verb that says so: "Rebels took the town, residents said"."""

from dataclasses import replace

from app.core.claims.grammar.light_verbs import LightVerbs
from app.core.claims.grammar.tree import base
from app.core.folding import fold

TOLD = frozenset({"ccomp", "parataxis"})
SUBJECTS = frozenset({"nsubj", "csubj"})


class FrontedClauses(LightVerbs):
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
            if fold(self.words[pronoun].text) not in self.lexicon.pronouns or self.words[said].head - 1 == verb:
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
