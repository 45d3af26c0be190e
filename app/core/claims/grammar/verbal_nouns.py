"""Whom an event noun with its doer's pronoun on it befalls, where other phrases stand between: لقائه في عمان الوزير."""

from app.core.claims.grammar.tree import Tree, base

LONGEST_BETWEEN = 7  # words between the noun and whom it befalls
PEOPLE = ("person", "group", "peer")  # classes of nouns


class VerbalNouns(Tree):
    """The rule for what the tree hangs on another word, because a place or a time stands between."""

    def complete_verbal_nouns(self) -> None:
        """The bare noun for a person behind a place or a time is the object of the noun before these; behind a
        preposition for company it is with whom that was done."""
        for noun, word in enumerate(self.words):
            if "NOUN" not in word.tags or word.tags[-1] != "PRON":
                continue
            if not self.lexicon.noun_triggers.holds(self.lexicon.forms(word.text)):
                continue
            found = self._person_behind(noun)
            if found is None or self._belongs_above(found, noun):
                continue
            told = any(base(self.words[c]) == "obj" for c in self.below[noun])
            if self.has_case(found):
                self.hang(found, noun, "obl")
            elif not told:
                self.hang(found, noun, "obj")

    def _person_behind(self, noun: int) -> int | None:
        """The first noun for a person behind phrases of place and time; None where anything else stands between."""
        for position in range(noun + 1, min(noun + 2 + LONGEST_BETWEEN, len(self.words))):
            word = self.words[position]
            if word.tags[0] in ("PUNCT", "CCONJ", "SCONJ", "VERB", "PART", "AUX") or word.relation in ("mark", "cc"):
                return None
            if not any(self.lexicon.is_of_class(name, word.text) for name in PEOPLE):
                continue
            if "PROPN" in word.tags and self.words[position - 1].tags == ("ADP",):
                continue  # a town
            if position == noun + 1 or (word.tag != "NOUN" and "PROPN" not in word.tags):
                return None
            return position if self._stands_free(position) else None
        return None

    def _stands_free(self, position: int) -> bool:
        """Whether nothing is written on the word, and no preposition but one for company stands before it."""
        before = self.words[position - 1]
        if self.words[position].tags[0] == "ADP":
            return False
        return before.tags != ("ADP",) or "with" in self.lexicon.preposition_parts(before.text)

    def _belongs_above(self, position: int, noun: int) -> bool:
        """Whether the person may be the subject or object of the verb before the noun as well."""
        above = self.words[position].head - 1
        if above == noun:
            return base(self.words[position]) != "nmod" or self.has_case(position)
        if above > noun:
            # What has its owner on it is of nobody else (في مكتبه | السفير), and no place is a person.
            apposed = base(self.words[position]) == "appos"
            person = any(self.lexicon.is_of_class(name, self.words[above].text) for name in PEOPLE)
            return self.words[above].tags[-1] != "PRON" and not (apposed and not person)
        if above < 0 or "VERB" not in self.words[above].tags:
            return False
        if any(word.tag == "PUNCT" for word in self.words[above:noun]):
            return False
        return base(self.words[position]) in ("nsubj", "obj") and self._is_event(above)

    def _is_event(self, verb: int) -> bool:
        """Whether the pack knows the verb as one that tells an event, or as one of saying."""
        text = self.words[verb].text
        return self.lexicon.triggers.holds(self.lexicon.forms(text)) or self.lexicon.stance(text) is not None
