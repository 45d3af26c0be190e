"""Fills the slots of a clause from its grammar: subject, object, genitive and prepositional phrases."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.claims.grammar.clauses import Clause, ClauseKind
from app.core.claims.grammar.left_over import introduced, left_over_places, parts_before, place_of
from app.core.claims.grammar.parties import (
    NamesInSentence,
    named_party,
    office_before_name,
)
from app.core.claims.grammar.parts import PartOfClause, parts_of, topic_place
from app.core.claims.grammar.roles import PLACE_SLOTS, UNTYPED, WORD_SLOTS, place_slot, slot_of
from app.core.claims.grammar.taking import Arguments, Taking
from app.core.claims.grammar.voice import BEFALLING_THINGS, Voice
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.claim import Slot, SlotName
from app.core.model.entity import EntityType, Party, Phrase
from app.core.model.language import EventType

REACH_OF_WHERE = 4  # words before a relative adverb among which the place that it means is named


def fill_slots(
    clause: Clause, names: NamesInSentence, lexicon: Lexicon, event_type: EventType | None, heads: frozenset[int]
) -> Arguments:
    """The parties, places and phrases of one clause. ``heads`` are the heads of all clauses of the sentence."""
    kind = event_type or UNTYPED
    found = Arguments(missing_subject=clause.kind is ClauseKind.VERBAL or clause.light_verb is not None)
    taking = _Filling(clause=clause, names=names, lexicon=lexicon, kind=kind, stop=heads - {clause.head}, found=found)
    parts = parts_of(clause, names, lexicon)
    voice = Voice(clause=clause, names=names, lexicon=lexicon, kind=kind, stop=taking.stop, parts=parts)
    passive = voice.passive()
    for position, part, preposition in _with_indirect(parts, taking):
        taking.take(position, part, preposition, passive=passive)
    taking.take_partner_of_object(parts)
    taking.take_genitive(voice.person_taken_for_adjective())
    patient = slot_of(kind, "passive_subject")
    passive = passive or voice.befalls_subject(patient_told=any(slot.name is patient for slot in found.slots))
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
    taking.take_doer_for_thing()
    taking.take_second_person()
    taking.take_role_beside_name(parts)
    taking.take_office_of_name(parts)
    taking.take_left_over_places()
    taking.take_place_above()
    taking.drop_unnamed_places()
    return found


def _with_indirect(parts: list[PartOfClause], taking: "_Filling") -> list[PartOfClause]:
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
        if role == "indirect" and not taking.kind.roles.get("indirect"):
            role = "object"
        told.append((position, role, preposition))
    return told


@dataclass(frozen=True, kw_only=True)
class _Filling(Taking):
    """The filling of one clause's slots, with what the tree leaves open."""

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

    def take_doer_for_thing(self) -> None:
        """Where the verb comes first, the person with an office whom the tree puts where a thing belongs that is opened
        or put off is who does it: قص شريط الافتتاح الوزير علي حسن."""
        found, slot = self.found, slot_of(self.kind, "subject")
        if self.kind.name not in BEFALLING_THINGS or not self.lexicon.words.verb_first or found.subjects:
            return
        patient = slot_of(self.kind, "object")
        for filled in [filled for filled in found.slots if filled.name is patient]:
            party = filled.value
            if (
                isinstance(party, Party)
                and party.type is EntityType.PERSON
                and (party.offices or party.titles)
                and slot
            ):
                found.slots[found.slots.index(filled)] = Slot(name=slot, value=party)
                found.subjects.append(party)

    def take_role_beside_name(self, parts: Sequence[PartOfClause]) -> None:
        """What somebody was made stands beside the name where the verb comes first: انتخب المجلس مريم رئيسة."""
        made = self.kind.roles.get("complement") and not any(s.name is SlotName.ROLE for s in self.found.slots)
        if not made or not self.lexicon.words.verb_first:
            return
        words = self.names.sentence.words
        for head in (position for position, part, _ in parts if part == "object"):
            for child in self.names.sentence.children[head]:
                mention = self.names.mention_at(child)
                named = any(self.names.mention_at(p) for p in range(head, child))
                parted = any(words[p].tag == "PUNCT" for p in range(head, child))
                if mention is None and words[child].relation == "appos" and named and not parted:
                    self.put(("complement",), child)
                    return

    def take_office_of_name(self, parts: list[PartOfClause]) -> None:
        """Who leaves an office is told with it: "the prefect of the coast, Ada Venn, was dismissed"."""
        if self.kind.roles.get("from") != SlotName.ROLE or any(s.name is SlotName.ROLE for s in self.found.slots):
            return
        filled = [s.value.start for s in self.found.slots if isinstance(s.value, Party) and s.value.is_name]
        heads = (position for position, part, _ in parts if part in ("subject", "object", "genitive"))
        offices = (office_before_name(self.names, head, filled) for head in heads)
        office = next((office for office in offices if office is not None), None)
        if office is not None:
            phrase = Phrase(text=office.text, start=office.start, end=office.end)
            self.found.slots.append(Slot(name=SlotName.ROLE, value=phrase))

    def _make_roles(self, taken: list[Slot]) -> None:
        """What stood where the appointed person belongs is the office: "appointed the board X director"."""
        for slot in taken:
            self.found.slots.remove(slot)
            phrase = Phrase(text=slot.value.text, start=slot.value.start, end=slot.value.end)
            self.found.slots.append(Slot(name=SlotName.ROLE, value=phrase))

    def take_left_over_places(self) -> None:
        """Places of the clause that the tree left without a role get the one of the preposition before them."""
        topics = [slot.value for slot in self.found.slots if slot.name is SlotName.TOPIC]
        for mention, position in left_over_places(self.clause, self.names, self.found.slots, self.lexicon):
            if self.clause.kind is ClauseKind.EVENT_NOUN and any(t.start <= mention.start < t.end for t in topics):
                continue  # "talks over the port of X": they are about it
            parts = parts_before(self.names.sentence, position, self.lexicon)
            if "between" in parts and "between" in self.kind.roles:
                continue  # "talks between Serbia and Kosovo" are in neither
            nested = "of" in parts or not self.kind.name
            parts = tuple(part for part in parts if part == "in" or not nested)
            slots = [s for part in parts if (s := place_slot(self.kind, part)) is not None]
            joined = self.names.sentence.words[position].relation == "conj"
            if slots and (joined or not any(filled.name is slots[0] for filled in self.found.slots)):
                self.found.slots.append(Slot(name=slots[0], value=place_of(self.names, mention)))

    def drop_unnamed_places(self) -> None:
        """Beside a place with a name, one without a name says nothing: "in einer Fabrik in Graz"."""
        places = [slot for slot in self.found.slots if slot.name is SlotName.PLACE]
        named = [s for s in places if any(s.value.start <= m.start < s.value.end for m in self.names.mentions)]
        for slot in places if named else ():
            if slot not in named:
                self.found.slots.remove(slot)

    def _take_place_of_where(self) -> bool:
        """Whether the clause's relative adverb puts it at the place named last before it: "Graz, where ..."."""
        sentence, slot = self.names.sentence, place_slot(self.kind, "in")
        tops = (self.clause.head, *self.clause.helpers)
        below = [child for top in tops for child in sentence.children[top]]
        wheres = [p for p in below if fold(sentence.words[p].text) in self.lexicon.where and p < self.clause.head]
        if slot is None or not wheres or any(filled.name in PLACE_SLOTS for filled in self.found.slots):
            return False
        start = sentence.words[wheres[0]].start
        first = sentence.words[max(0, wheres[0] - REACH_OF_WHERE)].start
        before = [m for m in self.names.mentions if first <= m.start and m.end <= start]
        if not before or before[-1].type is not EntityType.PLACE:
            return False
        self.found.slots.append(Slot(name=slot, value=place_of(self.names, before[-1])))
        return True

    def take_place_above(self) -> None:
        """The place that a clause without one tells of: "Tunis, where he opened a school", "Oran : ouverture ..."."""
        sentence, clause = self.names.sentence, self.clause
        headed = topic_place(self.names)
        if headed is not None and not any(filled.name in PLACE_SLOTS for filled in self.found.slots):
            slot = place_slot(self.kind, "in")
            if slot is not None and self.kind.name:
                self.found.slots.append(Slot(name=slot, value=place_of(self.names, headed)))
            return
        top = sentence.words[clause.head if clause.light_verb is None else clause.light_verb]
        if (
            self._take_place_of_where()
            or top.head == 0
            or any(filled.name in PLACE_SLOTS for filled in self.found.slots)
        ):
            return
        mention = self.names.mention_at(top.head - 1)
        if mention is None or mention.type is not EntityType.PLACE:
            return
        below = (sentence.words[child] for head in (clause.head, *clause.helpers) for child in sentence.children[head])
        where = any(fold(word.text) in self.lexicon.where for word in below)
        topic = top.relation in ("appos", "parataxis") and mention.start < top.start
        slot = place_slot(self.kind, "in")
        if slot is not None and (where or topic):
            self.found.slots.append(Slot(name=slot, value=place_of(self.names, mention)))
