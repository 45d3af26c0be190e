"""Fills the slots of a clause from its grammar: subject, object, genitive and prepositional phrases."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.core.claims.clauses import Clause, ClauseKind, content_tag
from app.core.claims.lexicon import Lexicon
from app.core.claims.parties import NamesInSentence, build_party, build_place, coordinated, named_party
from app.core.folding import fold
from app.core.model.claim import Slot, SlotName
from app.core.model.entity import EntityType, Mention, Party, Phrase, Place
from app.core.model.language import EventType
from app.core.model.sentence import ParsedSentence, Word

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
OBLIQUE = frozenset({"obl", "nmod", "advcl", "acl"})


@dataclass(kw_only=True)
class Arguments:
    """What the grammar of one clause gives. ``pronoun`` is the word that stands where a name would."""

    slots: list[Slot] = field(default_factory=list)
    subject_part: str = "subject"
    subjects: list[Party] = field(default_factory=list)
    pronoun: Word | None = None
    missing_subject: bool = False


def fill_slots(
    clause: Clause, names: NamesInSentence, lexicon: Lexicon, event_type: EventType | None, heads: frozenset[int]
) -> Arguments:
    """The parties, places and phrases of one clause. ``heads`` are the heads of all clauses of the sentence."""
    kind = event_type or UNTYPED
    found = Arguments(missing_subject=clause.kind is ClauseKind.VERBAL or clause.light_verb is not None)
    stop = heads - {clause.head}
    for position, part, preposition in _settled(list(_parts(clause, names.sentence, lexicon)), clause, names):
        if part in ("subject", "passive_subject", "genitive"):
            _take_subject(found, part, position, names, lexicon, kind, stop)
        else:
            _take_part(found, (part,), position, names, lexicon, kind, stop)
        if preposition is not None:
            parts = lexicon.preposition_parts(preposition)
            if not kind.name and "in" in parts:
                parts = ("in", *parts)  # "à" after a verb of no known type: rather where than where to
            _take_part(found, parts, position, names, lexicon, kind, stop)
    if clause.kind is ClauseKind.EVENT_NOUN and not found.subjects and "PRON" in names.sentence.words[clause.head].tags:
        found.missing_subject = True  # زيارته: the possessor is written on the noun
        found.subject_part = "genitive"
    _take_second_person(found, clause, names, lexicon, kind)
    _take_left_over_places(found, clause, names, lexicon, kind)
    return found


def _parts(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> Iterator[tuple[int, str, str | None]]:
    """Each dependent of the clause's head as (position, part of clause, preposition)."""
    tops = [clause.head, *clause.helpers]
    passive = _is_passive(sentence, tops)
    for top in tops:
        for child in sentence.children[top]:
            if child in tops or (top != clause.head and clause.head in sentence.subtree(child)):
                continue
            base = sentence.words[child].relation.split(":")[0]
            preposition = preposition_of(sentence, child)
            if base == "nsubj":
                told_passive = passive or sentence.words[child].relation == "nsubj:pass"
                yield child, "passive_subject" if told_passive else "subject", None
            elif base in ("obj", "iobj"):
                yield child, "object", preposition
            elif base in OBLIQUE and (inner := _noun_preposition(sentence, child, lexicon)) is not None:
                yield inner, "oblique", sentence.words[child].text
            elif base in OBLIQUE and preposition is not None:
                parts = lexicon.preposition_parts(preposition)
                genitive = "of" in parts and clause.kind is ClauseKind.EVENT_NOUN and top == clause.head
                yield child, "genitive" if genitive else "oblique", None if genitive else preposition
            elif base == "nmod" and clause.kind is ClauseKind.EVENT_NOUN and top == clause.head:
                yield child, "genitive", None


PartOfClause = tuple[int, str, str | None]


def _settled(parts: list[PartOfClause], clause: Clause, names: NamesInSentence) -> list[PartOfClause]:
    """At most one subject: of several, one after the verb is its object, and of those before it the named
    one counts."""
    subjects = [position for position, part, _ in parts if part in ("subject", "passive_subject")]
    if len(subjects) < 2:
        return parts
    before = [position for position in subjects if position < clause.head]
    after = [position for position in subjects if position > clause.head]
    candidates = before or after
    chosen = next((p for p in candidates if names.mention_at(p) is not None), candidates[0])
    has_object = any(part == "object" for _, part, _ in parts)
    settled: list[PartOfClause] = []
    for position, part, preposition in parts:
        if position not in subjects or position == chosen:
            settled.append((position, part, preposition))
        elif position == next((p for p in after if p != chosen), None) and not has_object:
            settled.append((position, "object", preposition))
    return settled


def _is_passive(sentence: ParsedSentence, tops: list[int]) -> bool:
    return any(sentence.words[child].relation == "aux:pass" for top in tops for child in sentence.children[top])


def _noun_preposition(sentence: ParsedSentence, position: int, lexicon: Lexicon) -> int | None:
    """The phrase under a noun that is used as a preposition (برفقة "in the company of"); None for other words."""
    below = [c for c in sentence.children[position] if sentence.words[c].relation.split(":")[0] in ("nmod", "obl")]
    return below[0] if below and lexicon.preposition_parts(sentence.words[position].text) else None


def preposition_of(sentence: ParsedSentence, head: int) -> str | None:
    """The preposition of a phrase: its case word (with what is fixed to it), or the clitic written on its
    first word."""
    for child in sentence.children[head]:
        if sentence.words[child].relation == "case":
            fixed = [p for p in sentence.children[child] if sentence.words[p].relation == "fixed"]
            return " ".join(sentence.words[p].text for p in (child, *fixed))
    before = sentence.words[head - 1] if head > 0 else None
    if before is not None and before.tag == "ADP" and before.head == sentence.words[head].head:
        return before.text  # the tree hangs both on the verb
    word = sentence.words[head]
    if "ADP" in word.tags[:-1]:
        letters = fold(word.text)
        return letters[1] if word.tags[0] == "CCONJ" and len(letters) > 1 else letters[0]
    return None


def _take_subject(
    found: Arguments,
    part: str,
    position: int,
    names: NamesInSentence,
    lexicon: Lexicon,
    kind: EventType,
    stop: frozenset[int],
) -> None:
    word = names.sentence.words[position]
    if part == "genitive" and found.subjects:
        return
    if fold(word.text) in lexicon.relative_pronouns and content_tag(word) in ("PRON", "DET", "SCONJ", "ADV"):
        return
    slot = slot_of(kind, part)
    for head in coordinated(names, position):
        party = build_party(names, head, lexicon, stop=stop - {position, head})
        if party is None and head == position and part != "genitive":
            found.pronoun = word
            found.subject_part = part
        elif party is not None:
            found.subjects.append(party)
            found.subject_part = part
            if slot is not None and slot not in PLACE_SLOTS and slot not in WORD_SLOTS:
                found.slots.append(Slot(name=slot, value=party))
    if part == "genitive" and not found.subjects and content_tag(word) == "PRON":
        found.pronoun = word  # "his visit"
        found.subject_part = part
    if found.subjects:
        found.missing_subject = False


def slot_of(kind: EventType, part: str) -> SlotName | None:
    """The slot that a part of the clause fills for an event type; None where the type has none for it."""
    slots = slots_of(kind, part)
    return slots[0] if slots else None


def slots_of(kind: EventType, part: str) -> tuple[SlotName, ...]:
    """All slots that a part of the clause may fill, the preferred one first ("counterpart|topic")."""
    names = kind.roles.get(part) or EVERYWHERE.get(part)
    return tuple(SlotName(name) for name in names.split("|")) if names else ()


def _take_part(
    found: Arguments,
    parts: tuple[str, ...],
    position: int,
    names: NamesInSentence,
    lexicon: Lexicon,
    kind: EventType,
    stop: frozenset[int],
) -> None:
    """Puts a phrase into the first slot of the event type that it may fill and fits."""
    slots = dict.fromkeys(slot for part in parts for slot in slots_of(kind, part))
    for slot in slots:
        values = list(_values(slot, position, names, lexicon, kind, stop))
        described = any(isinstance(value, Party) and not value.is_name for value in values)
        if described and slot not in PLACE_SLOTS and any(other in WORD_SLOTS for other in slots):
            continue  # "asked Sisi for infantry": what is no name is what was asked for
        if values:
            found.slots.extend(Slot(name=slot, value=value) for value in values)
            return


def _values(
    slot: SlotName,
    position: int,
    names: NamesInSentence,
    lexicon: Lexicon,
    kind: EventType,
    stop: frozenset[int],
) -> Iterator[Party | Place | Phrase]:
    for head in coordinated(names, position):
        if slot in PLACE_SLOTS:
            place = build_place(names, head, typed=bool(kind.name), stop=stop - {position, head})
            if place is not None:
                yield place
            continue
        party = build_party(names, head, lexicon, stop=stop - {position, head})
        if party is None:
            continue
        if slot in WORD_SLOTS:
            yield Phrase(text=party.text, start=party.start, end=party.end)
        elif party.is_name or kind.name:
            yield party


def _take_second_person(
    found: Arguments, clause: Clause, names: NamesInSentence, lexicon: Lexicon, kind: EventType
) -> None:
    """A person named right after the subject of a verb-first clause, not coordinated with it, is its object.

    The parser often joins both names of "received Marshal X director Y" into one phrase; titles and offices
    tell them apart.
    """
    slot = slot_of(kind, "object")
    if not lexicon.words.verb_first or slot is None or slot in PLACE_SLOTS or slot in WORD_SLOTS:
        return
    if any(taken.name is slot for taken in found.slots) or not any(p.type is EntityType.PERSON for p in found.subjects):
        return
    subject = next(p for p in found.subjects if p.type is EntityType.PERSON)
    own = {names.sentence.words[position].start for position in range(clause.span[0], clause.span[1] + 1)}
    for mention in names.mentions:
        if mention.type is not EntityType.PERSON or mention.start < subject.end or mention.start not in own:
            continue
        party = named_party(names, mention)
        if party.key != subject.key and not _introduced(names, mention, lexicon):
            found.slots.append(Slot(name=slot, value=party))
        return


def _introduced(names: NamesInSentence, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a preposition or conjunction stands before the mention with its titles and offices."""
    first = mention.start
    opening = min((p for p, w in enumerate(names.sentence.words) if w.end > first), default=0) - len(
        " ".join((*mention.titles, *mention.offices)).split()
    )
    for position in (opening, opening - 1):
        if position >= 0:
            word = names.sentence.words[position]
            if word.tags[0] in ("ADP", "CCONJ", "SCONJ") or content_tag(word) == "VERB":
                return word.tags[0] != "VERB"
    return False


def _take_left_over_places(
    found: Arguments, clause: Clause, names: NamesInSentence, lexicon: Lexicon, kind: EventType
) -> None:
    """Places of the clause that the tree left without a role get the one of the preposition before them."""
    used = {(s.value.start, s.value.end) for s in found.slots}
    own = set(clause.words)
    for mention in names.mentions:
        if mention.type is not EntityType.PLACE or any(a < mention.end and mention.start < b for a, b in used):
            continue
        position = next((p for p, w in enumerate(names.sentence.words) if w.end > mention.start), None)
        if position is None or position not in own:
            continue
        parts = _parts_before(names.sentence, position, lexicon)
        slots = [s for part in parts if (s := slot_of(kind, part)) in PLACE_SLOTS and s is not None]
        if slots and not any(s.name is slots[0] for s in found.slots):
            party = named_party(names, mention)
            place = Place(
                text=mention.text,
                start=mention.start,
                end=mention.end,
                name=mention.text,
                key=mention.place_key,
                name_key=party.key,
            )
            found.slots.append(Slot(name=slots[0], value=place))


def _parts_before(sentence: ParsedSentence, position: int, lexicon: Lexicon) -> tuple[str, ...]:
    word = sentence.words[position]
    clitic = preposition_of(sentence, position)
    if clitic is not None:
        return lexicon.preposition_parts(clitic)
    for before in range(position - 1, max(-1, position - 4), -1):
        parts = lexicon.preposition_parts(sentence.words[before].text)
        if parts:
            return parts
        if content_tag(sentence.words[before]) == "PROPN" and lexicon.words.verb_first:
            return ("object",) if word.relation in ("flat", "nmod", "obj", "obl") else ()
    return ()
