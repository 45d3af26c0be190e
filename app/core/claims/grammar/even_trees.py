"""Brings the trees of all languages into the one shape that the claim rules read.

What treebanks of different languages tell differently: a verb made of a noun and a light verb ("ziyaret etmek",
دیدار کردن) becomes one verb, headed by its noun; the subject of a verb in a passive form becomes a passive subject; a
genitive is the subject of a Turkish verbal noun; a case ending stands for a preposition; a preposition of several words
("в качестве", به عنوان) is one; and particles are no prepositions. The words themselves and their order stay.
"""

from dataclasses import replace
from itertools import pairwise

from app.core.claims.grammar.fronted_clauses import FrontedClauses
from app.core.claims.grammar.lost_verbs import find_lost_verbs
from app.core.claims.grammar.parted_subjects import part_subjects
from app.core.claims.grammar.prepositions import Prepositions
from app.core.claims.grammar.quotation import MARKS
from app.core.claims.grammar.tree import base
from app.core.claims.grammar.verbal_nouns import VerbalNouns
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.sentence import ParsedSentence

OBLIQUE = frozenset({"obl", "nmod", "iobj"})
PARTS = frozenset({"nsubj", "obj", "obl", "nmod"})
NAMED_PARTS = frozenset({"nsubj", "nmod", "obl", "obj"})
CASED = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "VERB"})


def even_out(sentence: ParsedSentence, lexicon: Lexicon) -> ParsedSentence:
    """The sentence with its tree in the common shape."""
    tree = _Evening(list(sentence.words), lexicon)
    find_lost_verbs(tree)
    tree.set_numbers_right()
    tree.set_tags_right()
    tree.set_nouns_right()
    tree.set_participles_right()
    tree.part_from_quotations()
    tree.set_speakers_right()
    tree.set_manners_apart()
    tree.part_fronted_subjects()
    tree.part_elided_relatives()
    part_subjects(tree)
    tree.hand_down_subjects()
    if lexicon.words.verb_first:
        tree.set_first_words_right()
        tree.set_emphases_apart()
        tree.set_subject_of_first_verb()
        tree.part_topics()
        tree.join_clefts()
        tree.set_objects_right()
        tree.complete_verbal_nouns()
        tree.set_hedges_right()
    tree.part_subject_from_object()
    tree.set_particles_apart()
    tree.count_by_what_is_counted()
    tree.join_prepositions()
    tree.set_prepositions_right()
    if lexicon.words.joining_verbs:
        tree.join_light_verbs()
    if lexicon.shapes.names("passive"):
        tree.mark_passives()
    tree.part_objects()
    tree.complete_helpers()
    tree.join_names_to_phrases()
    tree.join_quoted_names()
    tree.mark_objects()
    endings = tree.case_endings() if lexicon.case_endings else {}
    return ParsedSentence(
        start=sentence.start,
        end=sentence.end,
        language=sentence.language,
        words=tuple(tree.words),
        names=sentence.names,
        endings=endings,
    )


class _Evening(FrontedClauses, Prepositions, VerbalNouns):
    """The rules, one method each."""

    def set_particles_apart(self) -> None:
        """What only marks the object (را) is no preposition, a conjunction behind a part of the clause ("ise") no
        copula, and an adverb set off by a comma ("возможно, ...") no clause."""
        for position, word in enumerate(self.words):
            if word.head == 0:
                continue
            above = self.words[word.head - 1]
            unknown = not self.lexicon.preposition_parts(word.text)
            marks_object = word.relation == "case" and above.relation == "obj" and unknown
            part = word.relation == "cop" and base(above) in PARTS
            if marks_object or (part and fold(word.text) in self.lexicon.subordinators):
                self.rename(position, "discourse")
            elif word.relation == "cop" and not unknown:
                self.rename(position, "case")  # "başkan olarak", as president
                if above.relation == "advcl":
                    self.rename(word.head - 1, "obl")
            elif word.relation == "parataxis" and word.tag in ("ADV", "PART"):
                self.rename(position, "advmod")

    def set_nouns_right(self) -> None:
        """An event noun that was taken for a verb (مقتل, تسريح) is a noun; what it governs are its genitives."""
        for position, word in enumerate(self.words):
            if word.relation == "case" or "VERB" not in word.tags or "PRON" in word.tags or self.is_known(position):
                continue
            if not self.lexicon.noun_triggers.holds(self.lexicon.forms(word.text)):
                continue
            tags = ["NOUN" if tag == "VERB" else tag for tag in word.tags]
            self.words[position] = replace(word, tag="+".join(tags))
            for child in list(self.below[position]):
                if base(self.words[child]) in ("nsubj", "obj"):
                    self.rename(child, "nmod")

    def set_numbers_right(self) -> None:
        """A number that the tree took for a mark belongs to the noun before it: "Channel 5.", "at the age of 17."."""
        for position, word in enumerate(self.words):
            if base(word) != "punct" or not word.text[:1].isdigit() or position == 0:
                continue
            if any(self.words[child].relation not in ("case", "punct") for child in self.below[position]):
                continue
            before = position - 1
            while before > 0 and self.words[before].tag == "ADP":
                before -= 1
            if self.words[before].tag in ("NOUN", "PROPN"):
                self.words[position] = replace(word, tag="NUM")
                self.hang(position, before, "nummod" if before == position - 1 else "nmod")

    def set_tags_right(self) -> None:
        """A part of a clause that was taken for a preposition (افتتح طريق) is a noun; so is a noun for people that was
        taken for an adjective of the noun before it: سفر نخست‌وزیر هند."""
        for position, word in enumerate(self.words):
            if word.tag == "ADP" and base(word) in ("nsubj", "obj") and self.below[position]:
                self.words[position] = replace(word, tag="NOUN")
            elif word.tag == "ADJ" and word.relation == "amod" and word.head == position:
                beside = [c for c in self.below[word.head - 1] if c == position + 1 and base(self.words[c]) == "nmod"]
                if beside and not self.has_case(beside[0]) and self.lexicon.is_of_class("person", word.text):
                    self.words[position] = replace(word, tag="NOUN", relation="nmod")
                    self.hang(beside[0], position, "nmod")

    def set_participles_right(self) -> None:
        """A participle that the tree calls an adjective is a verb where it relates a clause or governs a phrase of its
        own: "von Rebellen entführte Schüler", "çarptırılan gazeteci", مؤكدة أن."""
        for position, word in enumerate(self.words):
            told = any(self.words[child].relation == "ccomp" for child in self.below[position])
            if word.tag == "ADJ" and told and self.lexicon.stance(word.text):
                self.words[position] = replace(word, tag="VERB")
            adjective = word.tag == "ADJ" and word.relation in ("acl", "amod")
            if not adjective or not self.lexicon.shapes.has("participle", word.text) or not self.is_known(position):
                continue
            governs = any(base(self.words[c]) in ("obl", "nmod", "obj") for c in self.below[position])
            if word.relation == "acl" or governs:
                self.words[position] = replace(word, tag="VERB", relation="acl")

    def set_objects_right(self) -> None:
        """Behind a verb that comes first, "his counterpart" is whom somebody met, and of two bare nouns side by side
        the second only tells of which kind the first is: مذكرة تفاهم."""
        for verb, word in enumerate(self.words):
            if "VERB" not in word.tags:
                continue
            below = self.below[verb]
            subjects = [child for child in below if base(self.words[child]) == "nsubj"]
            peers = [c for c in subjects if c > verb and self.lexicon.is_of_class("peer", self.words[c].text)]
            if peers and len(subjects) == 1 and self._stands_below(verb):
                self.rename(peers[0], "obj")
            if len(subjects) == 1 and subjects[0] == verb + 1 and self._disagrees(verb) and self._stands_below(verb):
                self.rename(subjects[0], "obj")  # بعد أن أسس الشركة
            objects = [child for child in below if self.words[child].relation == "obj" and not self.has_case(child)]
            for first, second in pairwise(objects):
                if self.words[second].tag == "ADJ":
                    self.hang(second, first, "amod")
                elif second == first + 1 and self._is_bare_noun(first) and self._is_bare_noun(second):
                    self.hang(second, first, "nmod")
                    for child in [c for c in self.below[second] if self.has_case(c) and base(self.words[c]) == "nmod"]:
                        self.hang(child, first, "nmod")

    def set_subject_of_first_verb(self) -> None:
        """The noun behind the verb that opens a sentence is its subject, even where the tree gives it to a verb behind
        a comma that only tells more of it: كشف مصدر، رفض ذكر اسمه، أن ..."""
        first = next((at for at, word in enumerate(self.words) if word.tag != "PUNCT"), len(self.words))
        if first + 1 >= len(self.words) or "VERB" not in self.words[first].tags:
            return
        noun = self.words[first + 1]
        later = noun.head - 1
        has_subject = any(base(self.words[child]) == "nsubj" for child in self.below[first])
        apart = any(word.tag == "PUNCT" for word in self.words[first + 2 : max(later, 0)])
        if has_subject or base(noun) != "nsubj" or not apart or "VERB" not in self.words[later].tags:
            return
        if self.words[first].head - 1 == later:
            self.take_place(first, later)
        elif self.words[later].head - 1 != first:
            return
        self.hang(first + 1, first, "nsubj")
        self.hang(later, first + 1, "acl:relcl")
        for child in [c for c in self.below[later] if c < later and self.words[c].relation == "punct"]:
            self.hang(child, first + 1, "punct")

    def _disagrees(self, verb: int) -> bool:
        """Whether a masculine verb stands right before a feminine noun, which then is not its subject."""
        text, noun = fold(self.words[verb].text), self.words[verb + 1]
        words = self.lexicon.words
        beginnings = tuple(map(fold, words.verb_beginnings.get("perhaps_feminine", ())))
        endings = tuple(map(fold, words.verb_endings.get("feminine", ())))
        feminine = any(noun.text.endswith(ending) for ending in words.noun_endings.get("feminine", ()))
        alone = noun.tag == "NOUN" and len(self.words[verb].tags) == 1
        return feminine and alone and not text.startswith(beginnings) and not text.endswith(endings)

    def set_hedges_right(self) -> None:
        """A preposition that the tree puts over its own noun and a clause stands at that noun: من المقرر أن يصل."""
        for position, word in enumerate(self.words[:-1]):
            noun = position + 1
            if word.tags[-1] != "ADP" or word.relation == "case" or self.words[noun].head - 1 != position:
                continue
            if any(base(self.words[child]) in ("csubj", "ccomp") for child in self.below[position]):
                self.take_place(noun, position)
                self.hang(position, noun, "case")

    def _stands_below(self, verb: int) -> bool:
        """Whether a clause before the verb may tell its subject."""
        return self.words[verb].relation in ("advcl", "conj", "acl", "ccomp", "parataxis")

    def _is_bare_noun(self, position: int) -> bool:
        """Whether it is a thing's noun without an article or anything else written on it."""
        word = self.words[position]
        written = any(fold(word.text).startswith(fold(article)) for article in self.lexicon.words.written_articles)
        return word.tag == "NOUN" and not written and not self.lexicon.is_of_class("person", word.text)

    def part_objects(self) -> None:
        """Of two verbs at the ends of their clauses, each has the object before it: "hat X erobert und Y verhaftet"."""
        for second, word in enumerate(self.words):
            first = word.head - 1
            if word.relation != "conj" or "VERB" not in word.tags or not 0 <= first < second:
                continue
            if any(base(self.words[child]) in ("nsubj", "obj") for child in self.below[second]):
                continue
            for shared in [c for c in self.below[first] if c < first and self.words[c].relation == "obj"]:
                for child in [c for c in self.below[shared] if first < c < second]:
                    if self.words[child].relation == "conj":
                        self.hang(child, second, "obj")

    def part_subject_from_object(self) -> None:
        """Of two objects before a word that only marks an object (را), the one that stands apart from it acts."""
        for position, word in enumerate(self.words):
            above = word.head - 1
            unmarked = word.relation != "case" or self.lexicon.preposition_parts(word.text)
            if unmarked or above < 0 or self.words[above].relation != "obj":
                continue
            verb = self.words[above].head - 1
            below = [child for child in self.below[verb] if child < position]
            objects = [child for child in below if self.words[child].relation == "obj"]
            if len(objects) > 1 and not any(base(self.words[child]) == "nsubj" for child in below):
                self.rename(objects[0], "nsubj")
                self.hang(position, objects[-1], "case")

    def count_by_what_is_counted(self) -> None:
        """A word such as "each" (كل من) hands its place to the noun behind its preposition."""
        for position, word in enumerate(self.words):
            if word.head == 0 or not self.lexicon.is_of_class("each", word.text):
                continue
            noun = next((c for c in self.below[position] if c > position and base(self.words[c]) == "nmod"), None)
            if noun is None or not self.has_case(noun):
                continue
            for child in [c for c in self.below[noun] if self.words[c].relation == "case"]:
                self.rename(child, "discourse")
            self.take_place(noun, position)
            self.hang(position, noun, "det")

    def complete_helpers(self) -> None:
        """The verb that goes with one of going on or failing is its complement: لا تزال ... تحقق."""
        for position, word in enumerate(self.words):
            if word.relation != "ccomp" or "VERB" not in word.tags:
                continue
            helper = self.words[word.head - 1].text
            helps = any(self.lexicon.is_in(name, helper) for name in ("ongoing", "negative_governors"))
            below = {base(self.words[child]) for child in self.below[position]}
            if helps and self.lexicon.stance(helper) is None and not below & {"mark", "nsubj"}:
                self.rename(position, "xcomp")

    def join_names_to_phrases(self) -> None:
        """A name right behind a phrase belongs to it where the tree makes it a second subject: "with his colleague X
        met"."""
        for verb in range(len(self.words)):
            subjects = [child for child in self.below[verb] if self.words[child].relation == "nsubj"]
            for name in subjects[1:]:
                phrase = next((c for c in self.below[verb] if subjects[0] < c < name and self._ends_at(c, name)), None)
                if phrase is not None and "PROPN" in self.words[name].tags and self.words[phrase].tag == "NOUN":
                    self.hang(name, phrase, "appos")

    def _ends_at(self, position: int, end: int) -> bool:
        """Whether a phrase with a preposition ends right before a position."""
        last, pending = position, [position]
        while pending:
            below = self.below[pending.pop()]
            pending.extend(below)
            last = max([last, *below])
        return last == end - 1 and self.has_case(position) and base(self.words[position]) == "obl"

    def join_quoted_names(self) -> None:
        """A name in quotation marks right behind a person's title belongs to it, not to the verb above both."""
        for title, word in enumerate(self.words):
            opening = next((at for at in range(title + 1, len(self.words)) if self.words[at].text in MARKS), None)
            if opening is None or opening + 1 >= len(self.words) or base(word) not in PARTS:
                continue
            name, between = self.words[opening + 1], self.words[title + 1 : opening]
            beside = name.head == word.head and base(name) in PARTS and "PROPN" in name.tags
            adjectives = all(one.head == title + 1 and base(one) == "amod" for one in between)
            if beside and adjectives and self.lexicon.is_of_class("person", word.text):
                self.hang(opening + 1, title, "appos")

    def mark_objects(self) -> None:
        """A name with an accusative ending is the object of the verb above it, whatever the tree calls it."""
        endings = self.lexicon.prepositions.get("accusative", frozenset())
        for position, word in enumerate(self.words):
            if not endings or base(word) not in NAMED_PARTS or word.head == 0 or self.has_case(position):
                continue
            name = next((c for c in reversed(self._name_below(position))), position)
            text = fold(self.words[name].text)
            if base(word) == "nsubj" and self._stands_in_oblique_case(text):
                self.rename(position, "obl")
                continue
            if not any(text.endswith(fold(ending[1:])) for ending in endings):
                continue
            verb = word.head - 1
            while "VERB" not in self.words[verb].tags and self.words[verb].head > 0:
                verb = self.words[verb].head - 1
            verb = self._nearer_verb(position, verb)
            if "VERB" in self.words[verb].tags and verb > position:
                self.hang(position, verb, "obj")

    def _nearer_verb(self, position: int, verb: int) -> int:
        """The verb without an object that stands between an object and the verb above both: "X'i yenerek yükseldi"."""
        for child in self.below[verb]:
            word = self.words[child]
            near = position < child < verb and word.relation == "advcl" and "VERB" in word.tags
            if near and not any(base(self.words[below]) == "obj" for below in self.below[child]):
                return child
        return verb

    def _stands_in_oblique_case(self, text: str) -> bool:
        """Whether a name has an ending, set off by an apostrophe, that no subject has: "Memmedov'la"."""
        _, mark, ending = text.rpartition("'")
        parts = self.lexicon.preposition_parts(f"-{ending}") if mark else ()
        return any(part in parts for part in ("with", "to", "from", "in"))

    def _name_below(self, position: int) -> list[int]:
        """The words of the name that hangs on a word, in their order."""
        found: list[int] = []
        for child in self.below[position]:
            if child > position and base(self.words[child]) in ("appos", "flat"):
                found.extend((child, *self._name_below(child)))
        return sorted(found)

    def mark_passives(self) -> None:
        """The subject of a verb in a passive form, or with a passive light verb, is whom it befell."""
        for verb, word in enumerate(self.words):
            below = self.below[verb]
            formed = bool({"VERB", "ADJ"} & set(word.tags)) and self.lexicon.shapes.has("passive", word.text)
            helped = any(self.words[child].relation == "aux:pass" for child in below)
            if not (formed or helped) or any(self.words[child].relation == "obj" for child in below):
                continue
            for child in below:
                if self.words[child].relation == "nsubj":
                    self.rename(child, "nsubj:pass")

    def case_endings(self) -> dict[int, str]:
        """For each phrase without a preposition the case ending of its head, where it has one of the pack's; a
        genitive at a verb becomes its subject, a dative an oblique."""
        found: dict[int, str] = {}
        for position, word in enumerate(self.words):
            if base(word) not in OBLIQUE or word.head == 0 or not CASED & set(word.tags):
                continue
            last = next(iter(reversed(self._name_below(position))), position)  # mevkidaşı Elçin Memmedov'la
            ending = None if self.has_case(position) else self.lexicon.case_ending(self.words[last].text)
            above = self.words[word.head - 1]
            if ending is None:
                self._join_bare_noun(position)
                continue
            if word.relation == "nmod" and "VERB" in above.tags and "of" in self.lexicon.preposition_parts(ending):
                passive = self.lexicon.shapes.has("passive", above.text)
                if not any(base(self.words[child]) == "nsubj" for child in self.below[word.head - 1]):
                    self.rename(position, "nsubj:pass" if passive else "nsubj")
                continue
            if word.relation == "iobj":
                self.rename(position, "obl")
            found[position] = ending
        return found

    def _join_bare_noun(self, position: int) -> None:
        """Where genitives are marked, a bare noun before an event noun only tells its kind: "ateşkes anlaşması"."""
        word = self.words[position]
        bare = word.relation == "nmod" and word.tag == "NOUN" and not self.has_case(position)
        event = self.lexicon.noun_triggers.holds(self.lexicon.forms(self.words[word.head - 1].text))
        if self.lexicon.marks_genitive and bare and event:
            self.rename(position, "compound")
