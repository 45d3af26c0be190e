"""What a pronoun, a verb or a noun phrase tells of whom it stands for: person or thing, how many, which gender."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.entity import EntityType, Party
from app.core.model.sentence import Word
from app.core.model.words import ClaimWords
from app.core.remembering import BuiltOnce, remembered

HOSTS = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "AUX", "SCONJ"})  # tags of words that have their pronoun at the end
SHORTEST_HOST = 2  # letters of a word that a clitic is written on


class Number(StrEnum):
    """How many."""

    ONE = "one"
    TWO = "two"
    SEVERAL = "several"


class Gender(StrEnum):
    """Natural or grammatical, as the language has it."""

    MASCULINE = "masculine"
    FEMININE = "feminine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is known of somebody or something; None where nothing tells."""

    person: bool | None = None
    number: Number | None = None
    gender: Gender | None = None
    perhaps_feminine: bool = False  # of a verb whose form is that of a feminine subject, or of another verb
    perhaps_person: bool = False  # of a noun that is in no list but has the ending of those for people

    def fits(self, candidate: "Traits") -> bool:
        """Whether a word of these traits can stand for the candidate. A word for persons needs a known person."""
        if self.person and not (candidate.person or candidate.perhaps_person):
            return False
        if self.person is False and candidate.person:
            return False
        if self.perhaps_feminine and candidate.person and candidate.gender is not Gender.FEMININE:
            return False
        if None not in (self.gender, candidate.gender) and self.gender is not candidate.gender:
            return False
        if self.number is None or candidate.number is None or self.number is candidate.number:
            return True
        return Number.ONE not in (self.number, candidate.number)  # two are several


UNKNOWN = Traits()
PLURAL = (Number.TWO, Number.SEVERAL)
CLASSES: Mapping[str, Traits] = {
    "man": Traits(person=True, number=Number.ONE, gender=Gender.MASCULINE),
    "woman": Traits(person=True, number=Number.ONE, gender=Gender.FEMININE),
    "person": Traits(person=True, number=Number.ONE),
    "thing": Traits(person=False, number=Number.ONE),
    "masculine": Traits(number=Number.ONE, gender=Gender.MASCULINE),
    "feminine": Traits(number=Number.ONE, gender=Gender.FEMININE),
    "one": Traits(number=Number.ONE),
    "perhaps_feminine": Traits(number=Number.ONE, perhaps_feminine=True),
    "several": Traits(number=Number.SEVERAL),
    "two": Traits(number=Number.TWO),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronoun:
    """A pronoun, or the part of a word that is one. Offsets are the article's."""

    start: int
    end: int
    traits: Traits


class Agreement:
    """The classes of words that one pack tells."""

    def __init__(self, words: ClaimWords) -> None:
        self._pronouns = _by_word(words.pronoun_classes or _unsorted(words))
        self._possessives = _by_word(words.possessives)
        self._clitics = _longest_first(words.pronoun_clitics)
        self._nouns = _by_word(words.noun_classes)
        self._marks = _by_word(words.marking_words)
        self._noun_endings = _longest_first(words.noun_endings)
        self._person_endings = tuple(fold(ending) for ending in words.noun_endings.get("person", ()))
        self._verb_endings = _longest_first(words.verb_endings)
        self._verb_beginnings = _longest_first(words.verb_beginnings)
        self._first_person = frozenset(map(fold, words.first_person))
        self._second_person = frozenset(map(fold, words.second_person))
        self._pointing = frozenset(map(fold, words.pointing))
        self._further = frozenset(map(fold, words.further))
        self._possessive_ending = fold(words.possessive_ending)
        self._bodies_are_several = words.bodies_are_several
        self.both_sides = frozenset(fold(phrase) for phrase in words.both_sides)
        self.there = frozenset(fold(phrase) for phrase in words.there)

    def pronoun(self, word: Word) -> Pronoun | None:
        """The personal pronoun that a word is, or that is elided into it ("l'a", "qu'il")."""
        return _whole(word, self._pronouns) or _elided(word, self._pronouns)

    def possessive(self, word: Word) -> Pronoun | None:
        """The possessive that a word is ("his", "son")."""
        return _whole(word, self._possessives)

    def clitic(self, word: Word) -> Pronoun | None:
        """The pronoun written at the end of a word that is something else besides (زيارته, معه)."""
        if len(word.tags) < 2 or word.tags[-1] != "PRON":
            return None
        folded = fold(word.text)
        for clitic, traits in self._clitics:
            if folded.endswith(clitic) and len(folded) - len(clitic) >= SHORTEST_HOST:
                return Pronoun(start=word.end - len(clitic), end=word.end, traits=traits)
        return None

    def is_owned(self, party: Party) -> bool:
        """Whether a description has a possessive in it ("their ears"): whoever owns is as near as what is owned."""
        return not party.is_name and any(fold(word) in self._possessives for word in party.name.split())

    def is_first_person(self, word: Word) -> bool:
        """Whether a word stands for the speaker, or ends in what does ("I", "our", "j'ai", توقعنا)."""
        return any(part in self._first_person for part in _parts(word.text)) or self._ends_in(word, self._first_person)

    def is_second_person(self, word: Word) -> bool:
        """Whether a word stands for whoever is spoken to, or ends in what does ("you", بيتك)."""
        whole = fold(word.text) in self._second_person and bool({"PRON", "DET"} & set(word.tags))
        return whole or self._ends_in(word, self._second_person)

    def _ends_in(self, word: Word, persons: frozenset[str]) -> bool:
        """Whether a pronoun that is one of the persons is written at the end of a word."""
        if not self._clitics or len(word.tags) < 2 or word.tags[-1] != "PRON" or word.tags[-2] not in HOSTS:
            return False
        folded = fold(word.text)
        return any(folded.endswith(person) and len(folded) - len(person) >= SHORTEST_HOST for person in persons)

    def is_pointing(self, word: Word) -> bool:
        """Whether a word points at what was told before or can be seen ("this", "here")."""
        return self._points(word.text)

    @remembered
    def _points(self, text: str) -> bool:
        return any(part in self._pointing for part in _parts(text))

    def is_further(self, word: Word) -> bool:
        """Whether a word at a noun means one more than those told before ("other")."""
        return fold(word.text) in self._further

    def is_person(self, word: Word, lexicon: Lexicon) -> bool:
        """Whether a noun is in the list of those for people, or ends as they do."""
        forms = lexicon.forms(word.text)
        return any(form in self._nouns for form in forms) or fold(word.text).endswith(self._person_endings)

    def is_plural(self, word: Word) -> bool:
        """Whether a noun has an ending of the plural."""
        return self._has_plural([word.text], opens=True)

    def is_mark(self, text: str) -> bool:
        """Whether a title only tells the gender ("Mr")."""
        return fold(text) in self._marks

    def is_thing(self, word: Word) -> bool:
        """Whether a pronoun may stand for no person: "it", "il"."""
        pronoun = self.pronoun(word)
        return pronoun is not None and not pronoun.traits.person

    def of_verb(self, word: Word) -> Traits:
        """What the form of a finite verb tells of its subject."""
        return self._of_verb(word.text)

    @remembered
    def _of_verb(self, text: str) -> Traits:
        folded = fold(text)
        for beginning, traits in self._verb_beginnings:
            if folded.startswith(beginning):
                endings = (*self._verb_endings, *self._noun_endings)
                several = (t for e, t in endings if e and folded.endswith(e) and t.number in PLURAL)
                return next(several, traits)
        return next((traits for ending, traits in self._verb_endings if folded.endswith(ending)), UNKNOWN)

    def of_party(self, party: Party, lexicon: Lexicon, before: str | None = None) -> Traits:
        """What is known of a party by its type, its words, its titles, and the word before it."""
        words = (party.text if party.is_name else party.name).split()
        told = _folded([before] if before else [], words, party.name, *party.titles)
        marked = [self._marks[word] for word in told if word in self._marks]
        marks = next((traits for traits in marked if traits.number is not None), UNKNOWN)
        gender = next((traits.gender for traits in marked if traits.gender is not None), None)
        if party.type is EntityType.PERSON:
            known = gender or next((g for office in party.offices if (g := self._gender_of(office.split()[0]))), None)
            return Traits(person=True, number=Number.ONE, gender=known)
        if party.is_name:
            number = marks.number if marks.number in PLURAL else None if self._bodies_are_several else Number.ONE
            return Traits(person=False, number=number, gender=gender or self._gender_of(words[0]))
        return self._described(party, words, replace(marks, gender=gender), lexicon, opens=before is None)

    def _described(self, party: Party, words: list[str], marks: Traits, lexicon: Lexicon, *, opens: bool) -> Traits:
        nouns = [self._nouns[form] for word in words for form in lexicon.forms(word) if form in self._nouns]
        noun = nouns[0] if nouns else UNKNOWN
        person = bool(nouns) or any(lexicon.is_in("anonymous", word) for word in words[:3]) or None
        if party.count is not None:
            number = {1: Number.ONE, 2: Number.TWO}.get(int(party.count), Number.SEVERAL)
        else:
            told = (
                noun.number is Number.SEVERAL or marks.number is Number.SEVERAL or self._has_plural(words, opens=opens)
            )
            number = Number.SEVERAL if told else Number.ONE
        perhaps = not person and any(fold(word).endswith(self._person_endings) for word in words)
        gender = noun.gender or marks.gender or next((g for word in words[:2] if (g := self._gender_of(word))), None)
        gender = gender if number is Number.ONE else None
        return Traits(person=person, number=number, gender=gender, perhaps_person=perhaps)

    def _has_plural(self, words: Iterable[str], *, opens: bool) -> bool:
        """Whether a noun has an ending of the plural; of two endings that it may have, the longer one counts.

        What is written with capitals inside a sentence is a name, whose ending tells nothing.
        """
        texts = list(words)
        if not opens and all(text[:1].isupper() or fold(text) in self._marks for text in texts):
            return False
        for word in map(fold, texts):
            if self._possessive_ending and word.endswith(self._possessive_ending):
                continue  # "the car's driver"
            small = word in self._possessives or word in self._marks or word in self._pronouns
            ending = next((t for e, t in self._noun_endings if t.number and word.endswith(e)), None)
            if not small and ending is not None and ending.number is not Number.ONE:
                return True
        return False

    @remembered
    def _gender_of(self, word: str) -> Gender | None:
        folded = fold(word)
        return next((t.gender for e, t in self._noun_endings if t.gender and folded.endswith(e)), None)


def _unsorted(words: ClaimWords) -> Mapping[str, tuple[str, ...]]:
    """The pronouns of a pack that tells no classes: the plural ones, and all others for persons."""
    no_pronouns = {*words.relative_pronouns, *words.plural_pronouns}
    singular = tuple(word for word in words.pronouns if word not in no_pronouns)
    return {"person": singular, "several": words.plural_pronouns}


def _folded(*parts: Iterable[str] | str) -> list[str]:
    return [fold(word) for part in parts for word in (part.split() if isinstance(part, str) else part)]


@lru_cache(maxsize=16_384)
def _parts(text: str) -> tuple[str, ...]:
    """The word, and what stands in it before an apostrophe: "j'ai" is also "j" and "j'"."""
    folded = fold(text)
    at = folded.find("'")
    return (folded, folded[:at], folded[: at + 1]) if at > 0 else (folded,)


def _by_word(classes: Mapping[str, tuple[str, ...]]) -> dict[str, Traits]:
    found: dict[str, Traits] = {}
    for name, words in classes.items():
        for word in words:
            found.setdefault(fold(word), CLASSES[name])
    return found


def _longest_first(classes: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, Traits], ...]:
    return tuple(sorted(_by_word(classes).items(), key=lambda entry: -len(entry[0])))


def _whole(word: Word, known: Mapping[str, Traits]) -> Pronoun | None:
    traits = known.get(fold(word.text))
    return Pronoun(start=word.start, end=word.end, traits=traits) if traits else None


def _elided(word: Word, known: Mapping[str, Traits]) -> Pronoun | None:
    """The part before or after an apostrophe that is a pronoun."""
    at = next((i for i, letter in enumerate(word.text) if letter in "'’"), None)
    if at is None or not {"PRON", "AUX", "VERB"} & set(word.tags):
        return None  # a verb is never written with an article: "l'a"
    before, after = fold(word.text[: at + 1]), fold(word.text[at + 1 :])
    if after in known:
        return Pronoun(start=word.start + at + 1, end=word.end, traits=known[after])
    if before in known:
        return Pronoun(start=word.start, end=word.start + at + 1, traits=known[before])
    return None


agreement_of = BuiltOnce(Agreement)  # the classes of the claim words of a pack
