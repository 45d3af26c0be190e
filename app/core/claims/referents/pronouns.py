"""Whom the pronouns of a clause mean that are not its subject; "there"; "the two sides"."""

from collections.abc import Iterator
from dataclasses import replace

from app.core.claims.grammar.clauses import Clause
from app.core.claims.grammar.roles import PLACE_SLOTS, WORD_SLOTS, slot_of, slots_of
from app.core.claims.grammar.taking import PronounPart
from app.core.claims.referents.agreement import Pronoun
from app.core.claims.referents.coreference import Rank, standing_for
from app.core.claims.referents.known_as import tell_owner
from app.core.claims.referents.scene import Scene
from app.core.claims.referents.stand_ins import StandIn, StandInKind
from app.core.folding import fold
from app.core.model.claim import Slot, SlotName
from app.core.model.entity import Party

DESCRIBING = frozenset({StandInKind.RELATIVE_OBJECT, StandInKind.RELATIVE_OTHER})
OWNED = frozenset({"NOUN", "PROPN", "ADJ", "X", "NUM"})  # tags of words that an owner's pronoun is written on
ARGUMENTS = frozenset({"obj", "iobj", "nsubj", "expl"})


def find_objects(scene: Scene, clause: Clause) -> None:
    """Puts whom a pronoun means that is an object, or stands after a preposition, into the slot of that part."""
    for part in (*scene.arguments[clause.head].pronoun_parts, *_written_objects(scene, clause)):
        word = scene.sentence.words[part.position]
        pronoun = scene.agreement.pronoun(word) or scene.agreement.clitic(word)
        if pronoun is None or fold(word.text) in scene.agreement.there or is_emphatic(scene, part.position):
            continue
        parties = _resumed(scene, clause, pronoun)
        if not parties and not _may_be_described(scene, clause, pronoun) and not _is_resumptive(scene, clause):
            parties = scene.antecedents(clause, pronoun, is_subject=False)
        if parties:
            scene.stand_in(StandInKind.OBJECT, clause, pronoun.start, pronoun.end, parties)
        _put_object(scene, clause, part, pronoun, parties)


def is_emphatic(scene: Scene, position: int) -> bool:
    """Whether a pronoun between commas, behind several words that are one preposition, only says the subject again:
    "Holt, quant à lui, a choisi"."""
    words, children = scene.sentence.words, scene.sentence.children
    cases = [c for c in children[position] if words[c].relation == "case"]
    fixed = [c for c in cases if any(words[below].relation == "fixed" for below in children[c])]
    if not fixed or position + 1 >= len(words):
        return False
    return words[fixed[0] - 1].tag == "PUNCT" and words[position + 1].tag == "PUNCT"


def _resumed(scene: Scene, clause: Clause, pronoun: Pronoun) -> tuple[Party, ...]:
    """The noun that a relative clause describes, where the clause says it again by a pronoun: الذي اعتقلته الشرطة."""
    relative = next((s for s in scene.stand_ins if s.clause == clause.head and s.kind in DESCRIBING), None)
    if relative is None or not scene.lexicon.words.pronoun_clitics:
        return ()
    known = scene.agreement.of_party(relative.parties[0], scene.lexicon)
    if not replace(pronoun.traits, person=None).fits(known):
        return ()
    position = scene.stand_ins.index(relative)
    if relative.start == scene.word(clause).start:
        del scene.stand_ins[position]  # no relative pronoun: there is nothing to leave out
    else:
        scene.stand_ins[position] = replace(relative, kind=StandInKind.RELATIVE_RESUMED)
    return relative.parties


def _may_be_described(scene: Scene, clause: Clause, pronoun: Pronoun) -> bool:
    """Whether a pronoun may say again the noun that its clause describes, though the tree has that for the subject."""
    if not scene.lexicon.words.pronoun_clitics:
        return False
    nouns = [s.parties[0] for s in scene.stand_ins if s.clause == clause.head and s.kind is StandInKind.RELATIVE]
    traits = replace(pronoun.traits, person=None)
    return any(traits.fits(replace(scene.agreement.of_party(noun, scene.lexicon), number=None)) for noun in nouns)


def _is_resumptive(scene: Scene, clause: Clause) -> bool:
    """Whether a pronoun may say again the noun that a relative clause over its own describes: التي كان يسأل عنها."""
    if not scene.lexicon.words.pronoun_clitics:
        return False
    return any(scene.word(scene.by_head[head]).relation == "acl:relcl" for head in scene.above(clause))


def _written_objects(scene: Scene, clause: Clause) -> Iterator[PronounPart]:
    """Object pronouns written on the verb (التقاه), or elided into its auxiliary ("l'a reçu")."""
    top = scene.top(clause)
    for position in (top, *scene.sentence.children[top]):
        word = scene.sentence.words[position]
        verbal = position == top or word.relation.startswith("aux")
        if verbal and len(word.tags) > 1 and "PRON" in word.tags and {"VERB", "AUX"} & set(word.tags):
            yield PronounPart(position=position, part="object", preposition=None)


def _put_object(scene: Scene, clause: Clause, part: PronounPart, pronoun: Pronoun, parties: tuple[Party, ...]) -> None:
    kind = scene.kind(clause)
    parts: tuple[str, ...] = (part.part,)
    if part.part == "oblique":
        word = scene.sentence.words[part.position]
        host = word.text[: pronoun.start - word.start] if len(word.tags) > 1 else part.preposition
        parts = scene.lexicon.preposition_parts(host or "")
    slots = [s for name in parts for s in slots_of(kind, name) if s not in WORD_SLOTS and s not in PLACE_SLOTS]
    if not slots or not (kind.name or any(party.is_name for party in parties)):
        return
    found = scene.arguments[clause.head]
    text = scene.text(pronoun.start, pronoun.end)
    antecedents: tuple[Party | None, ...] = parties or (None,)
    filled = {slot.value.key for slot in found.slots if slot.name is slots[0] and isinstance(slot.value, Party)}
    for party in antecedents:
        if party is not None and party.key in filled:
            continue
        value = standing_for(party, text=text, start=pronoun.start, end=pronoun.end)
        found.slots.append(Slot(name=slots[0], value=value))


def find_owners(scene: Scene, clause: Clause) -> None:
    """Notes whom "his" and its like mean, for the wording of the statement."""
    known = {(stand_in.start, stand_in.end) for stand_in in scene.stand_ins}
    for position in clause.words:
        pronoun = _owner(scene, position)
        if pronoun is None or (pronoun.start, pronoun.end) in known:
            continue
        parties = _subject_behind(scene, clause, pronoun) or scene.antecedents(clause, pronoun, owner=True)
        if parties and all(party.is_name for party in parties):
            scene.stand_in(StandInKind.POSSESSIVE, clause, pronoun.start, pronoun.end, parties)
            _remember_owner(scene, clause, pronoun, parties)
            tell_owner(scene, clause, pronoun.start, parties)


def _subject_behind(scene: Scene, clause: Clause, pronoun: Pronoun) -> tuple[Party, ...]:
    """The subject of the clause, where a possessive stands before it: "in her speech, Ada Venn said"."""
    subjects = [party for party in scene.arguments[clause.head].subjects if party.start >= pronoun.end]
    if len(subjects) != 1 or not (subjects[0].is_name and subjects[0].resolved):
        return ()
    known = scene.agreement.of_party(subjects[0], scene.lexicon)
    return tuple(subjects) if pronoun.traits.fits(known) else ()


def _remember_owner(scene: Scene, clause: Clause, pronoun: Pronoun, parties: tuple[Party, ...]) -> None:
    """Of "his lawyer said", both are whom a later "he" may mean."""
    subjects = scene.arguments[clause.head].subjects
    for slot in scene.arguments[clause.head].slots:
        owned = slot.value
        if isinstance(owned, Party) and owned.start <= pronoun.start and pronoun.end <= owned.end:
            scene.discourse.owners[owned.key] = parties
    inside = any(subject.start <= pronoun.start and pronoun.end <= subject.end for subject in subjects)
    text = scene.text(pronoun.start, pronoun.end)
    put = [standing_for(party, text=text, start=pronoun.start, end=pronoun.end) for party in parties]
    scene.remember(clause, put, Rank.SUBJECT if inside else Rank.OTHER)


def _owner(scene: Scene, position: int) -> Pronoun | None:
    """The pronoun of an owner that the word is, or that is written on it."""
    word = scene.sentence.words[position]
    if len(word.tags) == 1 and word.tag in ("PRON", "DET") and word.base not in ARGUMENTS:
        return scene.agreement.possessive(word)
    return scene.agreement.clitic(word) if OWNED & set(word.tags) else None


def find_there(scene: Scene, clause: Clause) -> None:
    """Puts the place named last where the clause says "there"."""
    place = scene.discourse.place
    if place is None or clause.event_type is None:
        return  # "there" may stand for nothing: لم يكن هناك خلاف
    slot = slot_of(scene.kind(clause), "in")
    slot = slot if slot in PLACE_SLOTS else SlotName.PLACE
    found = scene.arguments[clause.head]
    for start, end in _words_for_there(scene, clause):
        text = " ".join(word.text for word in scene.sentence.words if start <= word.start and word.end <= end)
        if slot is not None and not any(other.name in PLACE_SLOTS for other in found.slots):
            found.slots.append(Slot(name=slot, value=replace(place, text=text, start=start, end=end)))
        scene.stand_ins.append(StandIn(kind=StandInKind.PLACE, clause=clause.head, start=start, end=end, place=place))


def _words_for_there(scene: Scene, clause: Clause) -> Iterator[tuple[int, int]]:
    """The spans of such words that hang on the clause's verb (not "there is", هناك خلاف)."""
    words, there = scene.sentence.words, scene.agreement.there
    for position in clause.words:
        word = words[position]
        hangs = word.head - 1 in {clause.head, scene.top(clause)} and not word.relation.startswith("expl")
        may_exist = position == clause.span[0] and clause.event_type is None  # "there is", هناك خلاف
        if not hangs or word.relation == "root" or may_exist:
            continue
        before = words[position - 1] if position else word
        if fold(word.text) in there and word.tags[-1] in ("ADV", "PRON"):
            yield word.start, word.end
        elif fold(f"{before.text} {word.text}") in there:
            yield before.start, word.end


def name_both_sides(scene: Scene, clause: Clause) -> None:
    """Puts the two of the last event between two in the place of "the two sides"."""
    partners = scene.discourse.both_sides(scene.index)
    found = scene.arguments[clause.head]
    if not partners:
        return
    word = found.pronoun
    if word is not None and _means_both(scene, word.text):
        found.subjects.append(standing_for(None, text=word.text, start=word.start, end=word.end))
        slot = slot_of(scene.kind(clause), found.subject_part)
        if slot is not None and slot not in WORD_SLOTS:
            found.slots.insert(0, Slot(name=slot, value=found.subjects[-1]))
    told = [*found.subjects, *(slot.value for slot in found.slots if isinstance(slot.value, Party))]
    for party in dict.fromkeys(told):
        if party.is_name or not _means_both(scene, party.text):
            continue
        put = [standing_for(p, text=party.text, start=party.start, end=party.end) for p in partners]
        found.subjects = [each for p in found.subjects for each in (put if p == party else [p])]
        found.slots = [
            Slot(name=slot.name, value=value)
            for slot in found.slots
            for value in (put if slot.value == party else [slot.value])
        ]
        scene.stand_in(StandInKind.DESCRIPTION, clause, party.start, party.end, partners)
        scene.remember(clause, put, Rank.SUBJECT)


def _means_both(scene: Scene, text: str) -> bool:
    both = scene.agreement.both_sides
    return fold(text) in both or (" " not in text and any(form in both for form in scene.lexicon.forms(text)))
