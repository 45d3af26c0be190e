"""Puts the parts of a clause into the slots of its event type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.grammar.left_over import place_of
from app.core.claims.grammar.parties import (
    NamesInSentence,
    build_party,
    coordinated,
    describe,
)
from app.core.claims.grammar.parts import PartOfClause, nested_parts
from app.core.claims.grammar.place_phrases import build_place, described_place
from app.core.claims.grammar.roles import PLACE_SLOTS, WORD_SLOTS, slot_of, slots_of
from app.core.claims.words.beside import preposition_of
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.claim import Slot, SlotName
from app.core.model.entity import EntityType, Mention, Party, Phrase, Place
from app.core.model.language import EventType
from app.core.model.sentence import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class PronounPart:
    """A pronoun (by its position) that is an object or stands after a preposition."""

    position: int
    part: str
    preposition: str | None


@dataclass(kw_only=True)
class Arguments:
    """What the grammar of one clause gives. ``pronoun`` is the word that stands where the subject's name would."""

    slots: list[Slot] = field(default_factory=list)
    subject_part: str = "subject"
    subjects: list[Party] = field(default_factory=list)
    pronoun: Word | None = None
    pronoun_parts: list[PronounPart] = field(default_factory=list)
    missing_subject: bool = False


@dataclass(frozen=True, kw_only=True)
class Taking:
    """The filling of one clause's slots."""

    clause: Clause
    names: NamesInSentence
    lexicon: Lexicon
    kind: EventType
    stop: frozenset[int]
    found: Arguments

    def take(self, position: int, part: str, preposition: str | None, *, passive: bool) -> None:
        """Puts an object or a phrase with a preposition into its slot; a pronoun waits until its meaning is known."""
        word = self.names.sentence.words[position]
        if self.lexicon.is_of_class("reflexive", word.text):
            return  # "zog sich zurück"
        if content_tag(word) == "PRON" and fold(word.text) not in self.lexicon.relative_pronouns:
            self.found.pronoun_parts.append(PronounPart(position=position, part=part, preposition=preposition))
            return
        if part == "dative" and self._is_object_left_bare(position):
            part = "object"
        if part != "oblique" and self.put((part,), position):
            return
        if preposition is None:
            return
        parts = self._without_patient(self.lexicon.preposition_parts(preposition))
        if self._is_of_class("circumstance", position):
            parts = tuple(p for p in parts if slot_of(self.kind, p) in PLACE_SLOTS | WORD_SLOTS)  # "by a majority"
        if self.clause.kind is ClauseKind.EVENT_NOUN and "about" in parts and "about" in self.kind.roles:
            parts = tuple(p for p in parts if p != "in")  # "talks over the port": they are about it
        if "between" in parts and "between" in self.kind.roles:
            parts = ("between",)  # "talks between Serbia and Kosovo" are in neither
        if self._marks_object(parts, position) and self.put(("object",), position):
            return
        if passive and self._has_subject() and slot_of(self.kind, "passive_subject") is not None:
            patient = slot_of(self.kind, "passive_subject")  # "detained on suspicion of": whom is told already
            parts = tuple(part for part in parts if slot_of(self.kind, part) is not patient)
        head = self.names.sentence.words[self.clause.head]
        if self.clause.kind is not ClauseKind.EVENT_NOUN:
            parts = tuple(part for part in parts if part != "object" and not self._tells_doer_again(part))
            if not passive and head.relation != "acl" and "by" not in self.kind.roles:
                parts = tuple(part for part in parts if part != "by")  # "approved by 38 votes"
        last = "to" if not self.kind.name and "in" in parts else "in"  # of no known type: rather where than where to
        self.put(tuple(sorted(parts, key=lambda part: (part not in self.kind.roles, part == last))), position)

    def _is_object_left_bare(self, position: int) -> bool:
        """Whether a person without a preposition, that the tree has beside a verb without object, is its object:
        أوقفت الشرطة في القيروان رجلين."""
        told = any(filled.name is slot_of(self.kind, "object") for filled in self.found.slots)
        person = self._is_of_class("person", position)
        return person and self.lexicon.words.verb_first and self.kind.transitive and not told and self._has_subject()

    def _tells_doer_again(self, part: str) -> bool:
        """Whether a phrase would tell who does it although the subject has: "retook the town from X"."""
        doer = slot_of(self.kind, "subject")
        return part == "to" and doer is SlotName.ACTOR and slot_of(self.kind, part) is doer and self._has_subject()

    def _without_patient(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """Without the parts that tell whom it befell where the object has told it: "bought the firm on credit"."""
        told = any(filled.name is SlotName.TARGET for filled in self.found.slots)
        return tuple(p for p in parts if not told or p == "by" or slot_of(self.kind, p) is not SlotName.TARGET)

    def take_partner_of_object(self, parts: Sequence[PartOfClause]) -> None:
        """With whom what is the object was signed or agreed: "signed a memorandum with X"."""
        with_whom = slot_of(self.kind, "with")
        if with_whom is not SlotName.COUNTERPART or any(filled.name is with_whom for filled in self.found.slots):
            return
        for position in (position for position, part, _ in parts if part == "object"):
            if self.names.mention_at(position) is None and position not in self.stop:
                for child, _, preposition in nested_parts(self.names.sentence, position, self.lexicon):
                    self.take(child, "oblique", preposition, passive=False)

    def _has_subject(self) -> bool:
        sentence = self.names.sentence
        return any(sentence.words[child].relation.startswith("nsubj") for child in sentence.children[self.clause.head])

    def _has_bare_object(self) -> bool:
        sentence = self.names.sentence
        objects = (c for c in sentence.children[self.clause.head] if sentence.words[c].relation == "obj")
        nouns = (c for c in objects if content_tag(sentence.words[c]) == "NOUN" and not self.names.is_time(c))
        return any(preposition_of(sentence, child) is None for child in nouns)

    def _marks_object(self, parts: tuple[str, ...], position: int) -> bool:
        """Whether the preposition only marks whom the event befalls: "detuvo a tres hombres"."""
        if "marked_object" not in parts or self.clause.kind is not ClauseKind.VERBAL:
            return False
        mention = self.names.mention_at(position)
        patient = slot_of(self.kind, "object")
        filled = any(slot.name is patient for slot in self.found.slots)
        place = mention is not None and mention.type is EntityType.PLACE
        filled = filled or self._has_bare_object()  # "compró a la alemana Brück su filial"
        return not (filled or place) and (self.kind.transitive or "to" not in self.kind.roles)

    def take_genitive(self, position: int | None) -> None:
        """Puts what an event noun is of into its slot."""
        if position is not None:
            self.put(("genitive",), position)

    def take_subject(self, position: int, part: str, *, bare: bool) -> None:
        """Puts the subject, or the genitive of an event noun, into its slot."""
        found, names = self.found, self.names
        word = names.sentence.words[position]
        if part == "genitive" and found.subjects and slot_of(self.kind, part) is slot_of(self.kind, "subject"):
            return
        if fold(word.text) in self.lexicon.relative_pronouns and content_tag(word) in ("PRON", "DET", "SCONJ", "ADV"):
            found.subject_part = part
            return
        slot = self._subject_slot(position, part, bare=bare)
        if part == "genitive" and slot is not slot_of(self.kind, "object") and self._is_of_class("matter", position):
            self.put(("about",), position)  # "talks of peace"
            return
        if part == "genitive" and not bare and self._comes_from(position):
            return
        if part == "subject" and self._is_hosted() and self._witnessed(position):
            found.missing_subject = False
            return
        if slot is SlotName.TARGET and part == "subject" and self._witnessed(position):
            return
        if slot in PLACE_SLOTS and part == "genitive":
            self.put((part,), position)
            return
        for head in coordinated(names, position):
            others = {nested for nested, _, _ in nested_parts(names.sentence, head, self.lexicon)}
            party = build_party(names, head, self.lexicon, stop=(self.stop | others) - {position, head})
            if party is None and head == position and part != "genitive":
                found.pronoun = word
                found.subject_part = part
            elif party is not None:
                if part != "genitive" or not found.subjects or found.subject_part == part:
                    found.subjects.append(party)
                    found.subject_part = part
                if slot is not None and slot not in PLACE_SLOTS and slot not in WORD_SLOTS:
                    found.slots.append(Slot(name=slot, value=party))
        if part == "genitive" and not found.subjects and content_tag(word) == "PRON":
            found.pronoun = word  # "his visit"
            found.subject_part = part
        if found.subjects:
            found.missing_subject = False

    def _is_hosted(self) -> bool:
        """Whether the light verb tells where an event took place by its subject: "Graz hosted the talks"."""
        verb = self.clause.head if self.kind.carrier else self.clause.light_verb
        return verb is not None and self.lexicon.is_of_class("hosting", self.names.sentence.words[verb].text)

    def _witnessed(self, position: int) -> bool:
        """Puts the town that an event noun's light verb has as its subject where it happened: شهدت عدن انفجارا."""
        mention = self.names.mention_at(position)
        town = mention is not None and mention.type is EntityType.PLACE
        town = town or self._is_of_class("place", position)
        hosts = self.clause.light_verb is not None or self._is_hosted()
        return town and hosts and self.put(("in",), position)

    def _comes_from(self, position: int) -> bool:
        """Puts a place behind a preposition that means both "of" and "from" where it happened from: "retrait de X"."""
        preposition = preposition_of(self.names.sentence, position)
        mention = self.names.mention_at(position)
        helpers = (self.names.sentence.words[helper].text for helper in self.clause.helpers)
        undergone = any(self.lexicon.is_undergoing(helper) for helper in helpers)  # "received a call from"
        if undergone and preposition is not None and "from" in self.lexicon.preposition_parts(preposition):
            return self.put(("from",), position)
        if preposition is None or mention is None or "from" not in self.lexicon.preposition_parts(preposition):
            return False
        slots = slots_of(self.kind, "from")
        fits = mention.type is EntityType.PLACE and any(slot in PLACE_SLOTS for slot in slots)
        return fits and self.put(("from",), position)

    def _subject_slot(self, position: int, part: str, *, bare: bool) -> SlotName | None:
        """Its slot; None for the subject of a verb that tells the same of its object ("raised prices")."""
        slots = self._by_kind_of_name(slots_of(self.kind, part), position)
        slot = slots[0] if slots else None
        taken = {filled.name for filled in self.found.slots}
        patient = slot_of(self.kind, "object")
        if part == "subject" and slot is not None and slot is patient and slot in taken:
            return None
        doer = slot_of(self.kind, "subject")
        if part == "genitive" and bare and slot is patient and slot in taken and doer is not None:
            return doer  # "the group's attack on the port", هجوم المسلحين على القرية
        return slot

    def _by_kind_of_name(self, slots: tuple[SlotName, ...], position: int) -> tuple[SlotName, ...]:
        """A place goes rather into a slot for places, anybody else rather into another one."""
        mention = self.names.mention_at(position)
        word = self.names.sentence.words[position]
        place = mention is not None and mention.type is EntityType.PLACE
        if self._is_of_class("building", position) and SlotName.TARGET in slots:
            return (SlotName.TARGET, *(slot for slot in slots if slot is not SlotName.TARGET))  # "a fire in a factory"
        befalls = slots[:1] == (SlotName.TARGET,)  # "a raid on a market"
        place = place or (mention is None and not befalls and self.lexicon.is_of_class("place", word.text))
        return tuple(sorted(slots, key=lambda slot: (slot in PLACE_SLOTS) is not place)) if mention or place else slots

    def put(self, parts: tuple[str, ...], position: int) -> bool:
        """Puts a phrase into the first slot of the event type that it may fill and fits."""
        slots = tuple(dict.fromkeys(slot for part in parts for slot in slots_of(self.kind, part)))
        for slot in self._by_kind_of_name(slots, position):
            if self._only_tells_how(slot, position, parts[0]):
                continue
            values = list(self._values(slot, position))
            described = any(isinstance(value, Party) and not value.is_name for value in values)
            if described and not self.kind.name and parts[0] not in ("object", "complement"):
                continue
            proper = "PROPN" in self.names.sentence.words[position].tags or self._is_told_to_act(slot)
            proper = proper or self._is_of_class("group", position)
            if described and not proper and slot not in PLACE_SLOTS and any(other in WORD_SLOTS for other in slots):
                continue  # "asked Sisi for infantry": what is no name is what was asked for
            second = any(filled.name is slot for filled in self.found.slots)
            if second and position in self.stop and parts[0] not in ("object", "complement"):
                continue  # "invited him to the opening": what befell him already is no event
            if second and described and slot is SlotName.COUNTERPART and parts[0] == "object":
                continue
            if values:
                self.found.slots.extend(Slot(name=slot, value=value) for value in values)
                self._strike_place(slot, values)
                return True
        return False

    def _is_of_class(self, class_name: str, position: int) -> bool:
        unnamed = self.names.mention_at(position) is None
        return unnamed and self.lexicon.is_of_class(class_name, self.names.sentence.words[position].text)

    def _only_tells_how(self, slot: SlotName, position: int, part: str) -> bool:
        """Whether a phrase tells with what and not at whom ("fired shells at the port"), or of whom somebody is and not
        where it happened ("a leader in Hezbollah")."""
        mention, words = self.names.mention_at(position), self.names.sentence.words
        if slot in PLACE_SLOTS:
            body = mention is not None and mention.type is EntityType.ORGANISATION
            belongs = position > 1 and words[position - 1].tag == "ADP" and words[position].relation == "nmod"
            return body and belongs and self.lexicon.is_of_class("person", words[position - 2].text)
        if slot is SlotName.ROLE and mention is not None and mention.type is EntityType.PERSON:
            return True
        if part == "by" and self._is_of_class("missile", position):
            return True  # "killed by a bullet"
        if part == "object":
            return "at" in self.kind.roles and self._is_of_class("missile", position)
        return False

    def _is_told_to_act(self, slot: SlotName) -> bool:
        """Whether a verb stands below that says what the object is asked to do: "asked the public to help"."""
        sentence = self.names.sentence
        below = (sentence.words[child] for child in sentence.children[self.clause.head])
        return slot is SlotName.COUNTERPART and any(
            word.relation in ("xcomp", "ccomp") and content_tag(word) == "VERB" for word in below
        )

    def _strike_place(self, slot: SlotName, values: Sequence[Party | Place | Phrase]) -> None:
        """What befalls a town happens in it: "a raid on Sidon"."""
        mention = self.names.mention_at_offset(values[0].start) or self._name_in_place(values[0])
        if slot is not SlotName.TARGET or mention is None or mention.type is not EntityType.PLACE:
            return
        if SlotName.PLACE in slots_of(self.kind, "in") and "in" in self.kind.roles:
            self.found.slots.append(Slot(name=SlotName.PLACE, value=place_of(self.names, mention)))

    def _name_in_place(self, value: Party | Place | Phrase) -> Mention | None:
        """The place that names a noun for places or buildings: "the outskirts of Idlib", "a hospital of Jenin"."""
        inside = (m for m in self.names.mentions if value.start <= m.start and m.end <= value.end)
        place = next((m for m in inside if m.type is EntityType.PLACE), None)
        if place is None:
            return None
        before = (word.text for word in self.names.sentence.words if value.start <= word.start < place.start)
        kinds = ("place", "building")
        return place if any(self.lexicon.is_of_class(kind, text) for text in before for kind in kinds) else None

    def _values(self, slot: SlotName, position: int) -> Iterator[Party | Place | Phrase]:
        for head in coordinated(self.names, position):
            if slot in PLACE_SLOTS:
                mention = self.names.mention_at(head)
                top = self.clause.head if self.clause.light_verb is None else self.clause.light_verb
                before = head == self.names.sentence.words[top].head - 1  # "it was in the town of X that"
                if head in self.stop and not before and (mention is None or mention.type is not EntityType.PLACE):
                    continue  # "killed in a raid": an event is no place
                stop = (self.stop | ({self.clause.head, top} if before else set())) - {position, head}
                place = build_place(self.names, head, typed=bool(self.kind.name), stop=stop)
                place = place or described_place(self.names, head, self.lexicon, stop=stop)
                if place is not None:
                    yield place
                continue
            stop = self.stop - {position, head}
            if slot in WORD_SLOTS:
                party = describe(self.names, head, stop=stop)
            else:
                party = build_party(self.names, head, self.lexicon, stop=stop)
            if party is not None:
                word_slot = slot in WORD_SLOTS
                yield Phrase(text=party.text, start=party.start, end=party.end) if word_slot else party
