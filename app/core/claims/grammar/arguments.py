"""Fills the slots of a clause from its grammar: subject, object, genitive and prepositional phrases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.grammar.left_over import introduced, left_over_places, parts_before, place_of
from app.core.claims.grammar.parties import (
    NamesInSentence,
    build_party,
    build_place,
    coordinated,
    describe,
    described_place,
    named_party,
)
from app.core.claims.grammar.parts import PartOfClause, is_passive, nested_parts, parts_of
from app.core.claims.words.beside import preposition_of
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.claim import Slot, SlotName
from app.core.model.entity import EntityType, Party, Phrase, Place
from app.core.model.language import EventType
from app.core.model.sentence import Word

UNTYPED = EventType(
    name="",
    roles={
        "subject": "actor",
        "passive_subject": "target",
        "object": "target",
        "genitive": "target",
        "in": "place",
        "from": "origin",
        "to": "destination",
        "with": "counterpart",
        "against": "target",
        "about": "topic",
        "by": "actor",
        "as": "role",
    },
)
EVERYWHERE = {"in": "place"}  # what a part fills where the event type says nothing of it
PLACE_SLOTS = frozenset({SlotName.PLACE, SlotName.ORIGIN, SlotName.DESTINATION})
WORD_SLOTS = frozenset({SlotName.TOPIC, SlotName.ROLE})


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


def fill_slots(
    clause: Clause, names: NamesInSentence, lexicon: Lexicon, event_type: EventType | None, heads: frozenset[int]
) -> Arguments:
    """The parties, places and phrases of one clause. ``heads`` are the heads of all clauses of the sentence."""
    kind = event_type or UNTYPED
    found = Arguments(missing_subject=clause.kind is ClauseKind.VERBAL or clause.light_verb is not None)
    taking = _Taking(clause=clause, names=names, lexicon=lexicon, kind=kind, stop=heads - {clause.head}, found=found)
    parts = parts_of(clause, names, lexicon)
    passive = is_passive(clause, names.sentence, lexicon)
    for position, part, preposition in _with_indirect(parts, taking):
        taking.take(position, part, preposition, passive=passive)
    passive = passive or taking.befalls_subject(parts)
    for part_of_subject in ("subject", "genitive"):
        for position, part, preposition in parts:
            if part == part_of_subject:
                told = "passive_subject" if passive and slot_of(kind, "passive_subject") and part == "subject" else part
                taking.take_subject(position, told, bare=preposition is None)
    if clause.kind is ClauseKind.EVENT_NOUN and not found.subjects and "PRON" in names.sentence.words[clause.head].tags:
        found.missing_subject = True  # زيارته: the possessor is written on the noun
        found.subject_part = "genitive"
    elif passive and not found.subjects:
        found.subject_part = "passive_subject"
    taking.take_second_person()
    taking.take_left_over_places()
    taking.take_place_above()
    return found


def _with_indirect(parts: list[PartOfClause], taking: "_Taking") -> list[PartOfClause]:
    """Without subjects and genitives. Of two objects the second is what the first is made, or what it is given."""
    objects = [position for position, part, preposition in parts if part == "object" and preposition is None]
    told: list[PartOfClause] = []
    for position, part, preposition in parts:
        if part in ("subject", "genitive"):
            continue
        role = part
        if len(objects) > 1 and position in objects[:2]:
            if taking.kind.roles.get("complement") and position == objects[1]:
                role = "complement"
            elif taking.kind.roles.get("indirect") and position == objects[0]:
                role = "indirect"
        told.append((position, role, preposition))
    return told


def slot_of(kind: EventType, part: str) -> SlotName | None:
    """The slot that a part of the clause fills for an event type; None where the type has none for it."""
    slots = slots_of(kind, part)
    return slots[0] if slots else None


def slots_of(kind: EventType, part: str) -> tuple[SlotName, ...]:
    """All slots that a part of the clause may fill, the preferred one first ("counterpart|topic")."""
    names = kind.roles.get(part)
    if names is None and part == "by":
        names = kind.roles.get("subject")
    names = names or EVERYWHERE.get(part)
    return tuple(SlotName(name) for name in names.split("|")) if names else ()


@dataclass(frozen=True, kw_only=True)
class _Taking:
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
        if content_tag(word) == "PRON" and fold(word.text) not in self.lexicon.relative_pronouns:
            self.found.pronoun_parts.append(PronounPart(position=position, part=part, preposition=preposition))
            return
        if part != "oblique" and self._put((part,), position):
            return
        if preposition is None:
            return
        parts = self.lexicon.preposition_parts(preposition)
        if self._marks_object(parts, position) and self._put(("object",), position):
            return
        head = self.names.sentence.words[self.clause.head]
        if self.clause.kind is not ClauseKind.EVENT_NOUN:
            parts = tuple(part for part in parts if part != "object")
            if not passive and head.relation != "acl" and "by" not in self.kind.roles:
                parts = tuple(part for part in parts if part != "by")  # "approved by 38 votes"
        if not self.kind.name and "in" in parts:
            parts = ("in", *parts)  # "à" after a verb of no known type: rather where than where to
        self._put(tuple(sorted(parts, key=lambda part: (part not in self.kind.roles, part == "in"))), position)

    def _marks_object(self, parts: tuple[str, ...], position: int) -> bool:
        """Whether the preposition only marks whom the event befalls: "detuvo a tres hombres"."""
        if "marked_object" not in parts or self.clause.kind is not ClauseKind.VERBAL:
            return False
        mention = self.names.mention_at(position)
        patient = slot_of(self.kind, "object")
        filled = any(slot.name is patient for slot in self.found.slots)
        place = mention is not None and mention.type is EntityType.PLACE
        return not (filled or place) and (self.kind.transitive or "to" not in self.kind.roles)

    def befalls_subject(self, parts: list[PartOfClause]) -> bool:
        """Whether a subject without an object is whom the event befell: "three killed in a raid"."""
        patient = slot_of(self.kind, "passive_subject")
        return (
            self.kind.transitive
            and self.clause.kind is not ClauseKind.EVENT_NOUN
            and not self.clause.helpers
            and not any(slot.name is patient for slot in self.found.slots)
            and not any(part in ("object", "complement") for _, part, _ in parts)
        )

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
        if part == "genitive" and not bare and self._comes_from(position):
            return
        if slot in PLACE_SLOTS and part == "genitive":
            self._put((part,), position)
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

    def _comes_from(self, position: int) -> bool:
        """Puts a place behind a preposition that means both "of" and "from" where it happened from: "retrait de X"."""
        preposition = preposition_of(self.names.sentence, position)
        mention = self.names.mention_at(position)
        if preposition is None or mention is None or "from" not in self.lexicon.preposition_parts(preposition):
            return False
        slots = slots_of(self.kind, "from")
        fits = mention.type is EntityType.PLACE and any(slot in PLACE_SLOTS for slot in slots)
        return fits and self._put(("from",), position)

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
        place = mention is not None and mention.type is EntityType.PLACE
        return tuple(sorted(slots, key=lambda slot: (slot in PLACE_SLOTS) is not place)) if mention else slots

    def _put(self, parts: tuple[str, ...], position: int) -> bool:
        """Puts a phrase into the first slot of the event type that it may fill and fits."""
        slots = tuple(dict.fromkeys(slot for part in parts for slot in slots_of(self.kind, part)))
        for slot in self._by_kind_of_name(slots, position):
            values = list(self._values(slot, position))
            described = any(isinstance(value, Party) and not value.is_name for value in values)
            if described and not self.kind.name and parts[0] not in ("object", "complement"):
                continue
            proper = "PROPN" in self.names.sentence.words[position].tags or self._is_told_to_act(slot)
            if described and not proper and slot not in PLACE_SLOTS and any(other in WORD_SLOTS for other in slots):
                continue  # "asked Sisi for infantry": what is no name is what was asked for
            if values:
                self.found.slots.extend(Slot(name=slot, value=value) for value in values)
                self._strike_place(slot, values)
                return True
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
        mention = self.names.mention_at_offset(values[0].start)
        if slot is not SlotName.TARGET or mention is None or mention.type is not EntityType.PLACE:
            return
        if SlotName.PLACE in slots_of(self.kind, "in") and "in" in self.kind.roles:
            self.found.slots.append(Slot(name=SlotName.PLACE, value=place_of(self.names, mention)))

    def _values(self, slot: SlotName, position: int) -> Iterator[Party | Place | Phrase]:
        for head in coordinated(self.names, position):
            if slot in PLACE_SLOTS:
                if head in self.stop:
                    continue  # "killed in a raid": an event is no place
                place = build_place(self.names, head, typed=bool(self.kind.name), stop=self.stop - {position, head})
                place = place or described_place(self.names, head, self.lexicon, stop=self.stop - {position, head})
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

    def take_second_person(self) -> None:
        """A person named right after the subject of a verb-first clause, not coordinated with it, is its object.

        The parser often joins both names of "received Marshal X director Y" into one phrase; titles and offices
        tell them apart.
        """
        found, names = self.found, self.names
        slot = slot_of(self.kind, "object")
        if not self.lexicon.words.verb_first or slot is None or slot in PLACE_SLOTS or slot in WORD_SLOTS:
            return
        if not found.subjects or found.subject_part != "subject":
            return
        taken = [filled for filled in found.slots if filled.name is slot]
        office = bool(self.kind.roles.get("complement"))
        if taken and not (office and all(isinstance(t.value, Party) and not t.value.is_name for t in taken)):
            return
        subject = found.subjects[0]
        own = {names.sentence.words[p].start for p in range(self.clause.span[0], self.clause.span[1] + 1)}
        for mention in names.mentions:
            if mention.type is not EntityType.PERSON or mention.start < subject.end or mention.start not in own:
                continue
            party = named_party(names, mention)
            if party.key != subject.key and not introduced(names, mention, self.lexicon):
                found.slots.append(Slot(name=slot, value=party))
                self._make_roles(taken)
            return

    def _make_roles(self, taken: list[Slot]) -> None:
        """What stood where the appointed person belongs is the office: "appointed the board X director"."""
        for slot in taken:
            self.found.slots.remove(slot)
            phrase = Phrase(text=slot.value.text, start=slot.value.start, end=slot.value.end)
            self.found.slots.append(Slot(name=SlotName.ROLE, value=phrase))

    def take_left_over_places(self) -> None:
        """Places of the clause that the tree left without a role get the one of the preposition before them."""
        for mention, position in left_over_places(self.clause, self.names, self.found.slots, self.lexicon):
            parts = parts_before(self.names.sentence, position, self.lexicon)
            nested = "of" in parts or not self.kind.name
            parts = tuple(part for part in parts if part == "in" or not nested)
            slots = [s for part in parts if (s := _place_slot(self.kind, part)) is not None]
            joined = self.names.sentence.words[position].relation == "conj"
            if slots and (joined or not any(filled.name is slots[0] for filled in self.found.slots)):
                self.found.slots.append(Slot(name=slots[0], value=place_of(self.names, mention)))

    def take_place_above(self) -> None:
        """The place that a clause without one tells of: "Tunis, where he opened a school", "Oran : ouverture ..."."""
        sentence, clause = self.names.sentence, self.clause
        top = sentence.words[clause.head if clause.light_verb is None else clause.light_verb]
        if top.head == 0 or any(filled.name in PLACE_SLOTS for filled in self.found.slots):
            return
        mention = self.names.mention_at(top.head - 1)
        if mention is None or mention.type is not EntityType.PLACE:
            return
        below = (sentence.words[child] for head in (clause.head, *clause.helpers) for child in sentence.children[head])
        where = any(fold(word.text) in self.lexicon.where for word in below)
        topic = top.relation in ("appos", "parataxis") and mention.start < top.start
        slot = _place_slot(self.kind, "in")
        if slot is not None and (where or topic):
            self.found.slots.append(Slot(name=slot, value=place_of(self.names, mention)))


def _place_slot(kind: EventType, part: str) -> SlotName | None:
    return next((slot for slot in slots_of(kind, part) if slot in PLACE_SLOTS), None)
