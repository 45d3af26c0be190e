"""Who does what a clause tells, where the clause itself does not name him: shared, dropped and pronoun subjects."""

from app.core.claims.grammar.arguments import PLACE_SLOTS, UNTYPED, WORD_SLOTS, Arguments, fill_slots, slot_of
from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.grammar.parties import build_party
from app.core.claims.referents.agreement import UNKNOWN, Number, Pronoun
from app.core.claims.referents.coreference import Rank, standing_for
from app.core.claims.referents.pronouns import find_objects, find_owners, find_there, name_both_sides
from app.core.claims.referents.scene import Scene
from app.core.claims.referents.stand_ins import StandInKind
from app.core.folding import fold
from app.core.model.claim import Slot, SlotName
from app.core.model.entity import EntityType, Party
from app.core.model.sentence import Word

SUBJECT_SHARING = frozenset({"conj", "xcomp", "advcl", "parataxis"})
MEETS = frozenset({SlotName.COUNTERPART, SlotName.DESTINATION})  # slots of what is done together, or somewhere
KEPT_BY_THE_SUBJECT = frozenset({"promise", "threaten"})  # "promised him to leave": who promises is who leaves


def find_arguments(scene: Scene) -> None:
    """Fills the arguments of all clauses of the scene's sentence; the discourse knows them afterwards."""
    heads = frozenset(scene.by_head)
    for clause in scene.clauses:
        kind = scene.event_types.get(clause.event_type or "")
        scene.arguments[clause.head] = fill_slots(clause, scene.names, scene.lexicon, kind, heads)
        scene.remember_named(clause)
    scene.remember_others()
    for clause in _governors_first(scene):
        name_both_sides(scene, clause)
        _find_subject(scene, clause)
        _find_relative_object(scene, clause)
        find_objects(scene, clause)
        find_owners(scene, clause)
        find_there(scene, clause)
        scene.take_event(clause)
    scene.discourse.quoting = scene.is_quoted(scene.sentence.end)


def _governors_first(scene: Scene) -> list[Clause]:
    """Each clause after the one above it, so that a subject can be handed down; otherwise in text order."""
    done: set[int] = set()
    ordered: list[Clause] = []

    def visit(clause: Clause) -> None:
        if clause.head in done:
            return
        done.add(clause.head)
        if clause.governor is not None and clause.governor in scene.by_head:
            visit(scene.by_head[clause.governor])
        ordered.append(clause)

    for clause in scene.clauses:
        visit(clause)
    return ordered


def _find_subject(scene: Scene, clause: Clause) -> None:
    """A clause without a subject takes the noun it describes, the subject above it, or whom its pronoun means."""
    found = scene.arguments[clause.head]
    if found.subjects and found.pronoun is not None:
        _take_pronoun(scene, clause, found.pronoun, None)  # "he and Molinari"
    if found.subjects:
        return
    owner = _owner(scene, clause) if found.pronoun is None else None
    if owner is not None:
        found.subject_part = "genitive"
    if found.pronoun is not None or owner is not None:
        _take_pronoun(scene, clause, found.pronoun, owner)
        return
    bare_noun = clause.kind is ClauseKind.EVENT_NOUN and clause.light_verb is None
    noun = scene.sentence.words[clause.head]
    if clause.kind is ClauseKind.EVENT_NOUN and not bare_noun and noun.relation.startswith("nsubj"):
        return  # "a blast occurred": nobody is missing
    if bare_noun and not found.missing_subject:
        _take_doer(scene, clause)
        return
    if scene.word(clause).relation == "acl" and _is_passive_participle(scene, clause):
        found.subject_part = "passive_subject"
    described = _described_noun(scene, clause) if _describes_noun(scene, clause) else None
    opener = _opening_pronoun(scene, clause)
    if described is not None and _is_placed(scene, clause):
        described = None  # "with whom", "where"
    fits = described is not None and (_agrees(scene, clause, described) or not _has_clitic(scene, clause))
    if described is not None and fits and opener is None and not _is_object_again(scene, clause, described):
        relative = _relative_pronoun(scene, clause)
        kind = StandInKind.RELATIVE if relative is not None else StandInKind.SHARED
        _put_subject(scene, clause, (described,), kind, relative)
    elif opener is None and (shared := _shared(scene, clause)):
        if _continues_passive(scene, clause):
            found.subject_part = "passive_subject"
        _put_subject(scene, clause, shared, StandInKind.SHARED, None)
    elif opener is not None:
        inside = scene.sentence.words[clause.span[0]].start <= opener.start
        kind = StandInKind.SUBJECT if inside else StandInKind.DROPPED
        kind = StandInKind.POSSESSIVE if found.subject_part == "genitive" else kind
        _put_subject(scene, clause, scene.antecedents(clause, opener), kind, opener)
    elif found.missing_subject and not bare_noun:
        _put_subject(scene, clause, _dropped(scene, clause), StandInKind.DROPPED, None)


def _owner(scene: Scene, clause: Clause) -> Word | None:
    """The possessive before an event noun: "his visit", "son arrivée"."""
    if clause.kind is not ClauseKind.EVENT_NOUN or clause.light_verb is not None:
        return None
    below = [scene.sentence.words[child] for child in scene.sentence.children[clause.head]]
    owners = (word for word in below if word.relation.split(":")[0] in ("det", "nmod"))
    return next((word for word in owners if scene.agreement.possessive(word) is not None), None)


def _take_pronoun(scene: Scene, clause: Clause, subject: Word | None, possessive: Word | None) -> None:
    word = subject or possessive
    if word is None:
        return
    owner = scene.arguments[clause.head].subject_part == "genitive"
    agreement = scene.agreement
    pronoun = agreement.possessive(word) if owner else None
    pronoun = pronoun or agreement.pronoun(word) or agreement.clitic(word)
    known = pronoun is not None and not _is_empty(scene, word)
    parties = scene.antecedents(clause, pronoun, owner=owner) if known and pronoun is not None else ()
    _put_subject(scene, clause, parties, StandInKind.POSSESSIVE if owner else StandInKind.SUBJECT, pronoun or word)


def _put_subject(
    scene: Scene, clause: Clause, parties: tuple[Party, ...], kind: StandInKind, at: Word | Pronoun | None
) -> None:
    """Puts the parties into the subject's slot; one unresolved party where there are none."""
    found = scene.arguments[clause.head]
    place = at if at is not None and kind is not StandInKind.DROPPED else scene.word(clause)
    text = scene.text(place.start, place.end)
    antecedents: tuple[Party | None, ...] = parties or (None,)
    put = [standing_for(party, text=text, start=place.start, end=place.end) for party in antecedents]
    slot = slot_of(scene.kind(clause), found.subject_part)
    if found.subject_part == "genitive" and (slot is None or slot in PLACE_SLOTS):
        slot = slot_of(scene.kind(clause), "subject")  # "his visit": he does it, whatever "the visit of" tells
    if slot is not None and slot not in WORD_SLOTS:
        found.slots[:0] = [Slot(name=slot, value=party) for party in put]
    found.subjects.extend(put)
    if parties:
        scene.stand_in(kind, clause, place.start, place.end, parties)
        scene.remember(clause, put, Rank.SUBJECT)


def _opening_pronoun(scene: Scene, clause: Clause) -> Pronoun | None:
    """A pronoun subject that is a part of another word: "qu'il", إنها, and the owner of an event in زيارته."""
    head = scene.sentence.words[clause.head]
    if clause.kind is ClauseKind.EVENT_NOUN and (owner := scene.agreement.clitic(head)) is not None:
        return owner
    if clause.kind is ClauseKind.EVENT_NOUN and clause.light_verb is None:
        return None
    kind = scene.kind(clause)
    children = [scene.sentence.words[child] for child in scene.sentence.children[scene.top(clause)]]
    for opener in children:
        same = slot_of(kind, "object") in (None, slot_of(kind, "subject"))
        follows = bool(kind.name) and same and any(word.relation == "obj" for word in children)
        if (
            opener.relation == "mark" and "PRON" in opener.tags and not follows
        ):  # أنه لم يسقط قتلى: nobody fell but they
            return scene.agreement.pronoun(opener) or scene.agreement.clitic(opener)
    return None


def _is_empty(scene: Scene, word: Word) -> bool:
    """Whether a pronoun stands for nothing: "it was clear that ..."."""
    if word.relation.startswith("expl"):
        return True
    if word.head == 0 or not scene.agreement.is_thing(word):
        return False
    below = {scene.sentence.words[c].relation.split(":")[0] for c in scene.sentence.children[word.head - 1]}
    return bool(below & {"csubj", "ccomp"}) and content_tag(scene.sentence.words[word.head - 1]) != "VERB"


def _dropped(scene: Scene, clause: Clause) -> tuple[Party, ...]:
    word = scene.word(clause)
    if not scene.lexicon.words.drops_subjects or content_tag(word) != "VERB" or scene.is_quoted(word.start):
        return ()  # in a quotation it may be the speaker
    if scene.lexicon.is_in("uncertain", word.text) or _may_have_subject(scene, clause):
        return ()
    pronoun = Pronoun(start=word.start, end=word.end, traits=scene.agreement.of_verb(word))
    return scene.antecedents(clause, pronoun)


def _may_have_subject(scene: Scene, clause: Clause) -> bool:
    """Whether one of two objects behind a verb that goes first may be its subject, whatever the tree says."""
    words, top = scene.sentence.words, scene.top(clause)
    behind = [c for c in scene.sentence.children[top] if c > top and words[c].relation in ("obj", "iobj")]
    nouns = [c for c in behind if content_tag(words[c]) in ("NOUN", "PROPN") and "ADP" not in words[c].tags]
    return scene.lexicon.words.verb_first and len(nouns) > 1


def _agrees(scene: Scene, clause: Clause, party: Party) -> bool:
    """Whether the form of the verb lets the party be its subject."""
    word = scene.word(clause)
    if not scene.lexicon.words.drops_subjects:
        children = (scene.sentence.words[child] for child in scene.sentence.children[scene.top(clause)])
        auxiliary = next((each for each in children if each.relation.split(":")[0] in ("aux", "cop")), None)
        told = UNKNOWN if auxiliary is None else scene.agreement.of_verb(auxiliary)
    elif content_tag(word) != "VERB":
        return True
    else:
        told = scene.agreement.of_verb(word)
    known = scene.agreement.of_party(party, scene.lexicon)
    gender = known.gender or scene.discourse.genders.get(party.key)
    if told.number in (Number.TWO, Number.SEVERAL) and known.number is Number.ONE:
        return False
    if told.number is Number.ONE and known.number is Number.SEVERAL and known.person:
        return False
    return told.gender is None or gender is None or told.gender is gender


def _shared(scene: Scene, clause: Clause) -> tuple[Party, ...]:
    """The subject of the clause above, or the one of its objects who is to act: "asked the army to withdraw"."""
    relation = scene.word(clause).relation.split(":")[0]
    above = scene.arguments.get(clause.governor) if clause.governor is not None else None
    if above is None or clause.governor is None:
        return ()
    controlled = _controlled(scene, scene.by_head[clause.governor], above, relation)
    if controlled or not (relation in SUBJECT_SHARING or (relation == "acl" and _is_content(scene, clause))):
        return controlled
    if clause.kind is ClauseKind.NOMINAL and relation != "conj" and not _has_copula(scene, clause):
        return ()
    parties = tuple(party for party in above.subjects if party.resolved)
    if relation in ("acl", "parataxis") and not all(_may_act(scene, party) for party in parties):
        return ()
    if not parties and above.pronoun is not None:
        return tuple(above.subjects)  # "they": at least the same ones
    return parties if len(parties) != 1 or _agrees(scene, clause, parties[0]) else ()


def _may_act(scene: Scene, party: Party) -> bool:
    """Whether plans and chances may be his: a person or a named body."""
    return party.is_name or bool(scene.agreement.of_party(party, scene.lexicon).person)


def _controlled(scene: Scene, governor: Clause, above: Arguments, relation: str) -> tuple[Party, ...]:
    """The object of a verb whose complement tells what the object does, or is to do."""
    asked = governor.event_type == "request"
    if governor.event_type in KEPT_BY_THE_SUBJECT or not (relation == "xcomp" or (asked and relation == "ccomp")):
        return ()
    words = scene.sentence.words
    objects = [
        words[child]
        for top in (governor.head, *governor.helpers)
        for child in scene.sentence.children[top]
        if words[child].relation.split(":")[0] in ("obj", "iobj")
    ]
    found: list[Party] = []
    for slot in above.slots:
        party = slot.value
        if not isinstance(party, Party) or not party.resolved:
            continue
        is_object = any(party.start < word.end and word.start < party.end for word in objects)
        if is_object or (asked and slot.name is SlotName.COUNTERPART):
            found.append(party)
    return tuple(dict.fromkeys(found))


def _is_object_again(scene: Scene, clause: Clause, noun: Party) -> bool:
    """Whether the pronoun on the verb says the thing that the clause describes again: الزيارة التي أجراها."""
    clitic = scene.agreement.clitic(scene.word(clause))
    known = scene.agreement.of_party(noun, scene.lexicon)
    return clitic is not None and not known.person and clitic.traits.fits(known)


def _has_clitic(scene: Scene, clause: Clause) -> bool:
    """Whether a pronoun of the clause may say again the noun that it describes: المدينة التي زارها."""
    top = scene.top(clause)
    words = [scene.sentence.words[p] for p in (top, *scene.sentence.children[top])]
    return any(scene.agreement.clitic(word) is not None for word in words)


def _has_copula(scene: Scene, clause: Clause) -> bool:
    return any(scene.sentence.words[child].relation == "cop" for child in scene.sentence.children[clause.head])


def _continues_passive(scene: Scene, clause: Clause) -> bool:
    """Whether the auxiliary of the clause above holds for this one too: "was arrested and charged"."""
    above = scene.arguments.get(clause.governor) if clause.governor is not None else None
    if above is None or clause.governor is None or above.subject_part != "passive_subject":
        return False
    if scene.word(clause).relation != "conj":
        return False
    below = {scene.sentence.words[c].relation.split(":")[0] for c in scene.sentence.children[scene.top(clause)]}
    alike = {fold(scene.word(each).text)[-2:] for each in (clause, scene.by_head[clause.governor])}
    return len(alike) == 1 and not below & {"aux", "obj", "cop", "xcomp"}


def _is_passive_participle(scene: Scene, clause: Clause) -> bool:
    """Whether "seized near the lake" describes whom it befell: every participle but those of the doer."""
    active = scene.lexicon.words.active_participles
    text = scene.sentence.words[clause.head].text
    return scene.lexicon.shapes.has("passive", text) or (bool(active) and not text.endswith(active))


def _take_doer(scene: Scene, clause: Clause) -> None:
    """Who "used a visit to London to ..." is who made the visit; who "came to Rome for talks with X" holds them."""
    above = scene.arguments.get(clause.governor) if clause.governor is not None else None
    slot = slot_of(scene.kind(clause), "subject")
    if above is None or clause.governor is None or slot is None:
        return
    found = scene.arguments[clause.head]
    relation = scene.sentence.words[clause.head].relation
    untyped = scene.by_head[clause.governor].event_type is None and clause.governor not in scene.sayings
    acts = slot_of(scene.kind(clause), "genitive") is slot and any(s.name in MEETS for s in found.slots)
    if not (relation == "obj" and untyped) and not (relation in ("obl", "advcl") and acts):
        return
    for party in above.subjects:
        found.subjects.append(party)
        found.slots.insert(0, Slot(name=slot, value=party))


def _describes_noun(scene: Scene, clause: Clause) -> bool:
    """Whether the clause is a relative clause or a participle at a noun."""
    word = scene.word(clause)
    if word.head == 0 or content_tag(scene.sentence.words[word.head - 1]) == "VERB":
        return False
    if word.relation == "acl" and _is_content(scene, clause):
        return False
    if word.relation.startswith("acl"):
        return not scene.lexicon.shapes.has("content", word.text)
    children = scene.sentence.children[scene.top(clause)]
    marked = any(scene.sentence.words[child].relation == "mark" for child in children)
    return word.relation == "ccomp" and not marked and clause.governor not in scene.sayings


def _is_content(scene: Scene, clause: Clause) -> bool:
    """Whether the clause tells what a noun consists in, not what it does: "plans to close it", "hope of winning"."""
    words, top = scene.sentence.words, scene.top(clause)
    marked = any(child < top and words[child].relation in ("mark", "case") for child in scene.sentence.children[top])
    noun = build_party(scene.names, words[top].head - 1, scene.lexicon, stop=frozenset(scene.by_head))
    return marked and (noun is None or not scene.agreement.of_party(noun, scene.lexicon).person)


def _is_placed(scene: Scene, clause: Clause) -> bool:
    """Whether the relative pronoun stands behind a preposition, or is an adverb."""
    word = _relative_pronoun(scene, clause)
    if word is None:
        return False
    position = scene.sentence.words.index(word)
    below = {scene.sentence.words[child].relation for child in scene.sentence.children[position]}
    return "case" in below or word.tag == "ADV"


def _relative_pronoun(scene: Scene, clause: Clause) -> Word | None:
    """The relative pronoun that opens a clause."""
    for child in scene.sentence.children[scene.top(clause)]:
        word = scene.sentence.words[child]
        if child < clause.head and fold(word.text) in scene.lexicon.relative_pronouns:
            return word
    return None


def _described_noun(scene: Scene, clause: Clause) -> Party | None:
    """The party named by the noun that a clause describes."""
    noun = scene.word(clause).head - 1
    if noun < 0:
        return None
    mention = scene.names.mention_at(noun)
    word = scene.sentence.words[noun]
    built = build_party(scene.names, noun, scene.lexicon, stop=frozenset(scene.by_head) - {noun})
    start = mention.start if mention is not None else built.start if built is not None else word.start
    for party in (slot.value for found in scene.arguments.values() for slot in found.slots):
        if isinstance(party, Party) and party.resolved and party.start == start:
            return party
    return built


def _find_relative_object(scene: Scene, clause: Clause) -> None:
    """The noun that a relative clause with a subject of its own describes is its object, or stands elsewhere in it."""
    if not scene.word(clause).relation.startswith("acl") or not _describes_noun(scene, clause):
        return
    known = (StandInKind.RELATIVE, StandInKind.SHARED)
    if any(s.clause == clause.head and s.kind in known for s in scene.stand_ins):
        return
    noun = _described_noun(scene, clause)
    if noun is None:
        return
    word = _relative_pronoun(scene, clause)
    first = scene.sentence.words[clause.span[0]]
    if word is None and (scene.word(clause).relation != "acl:relcl" or first.tags[0] in ("ADV", "SCONJ")):
        return
    is_object = word is not None and word.relation.split(":")[0] in ("obj", "nsubj")
    kind = StandInKind.RELATIVE_OBJECT if is_object else StandInKind.RELATIVE_OTHER
    place = word or scene.word(clause)
    scene.stand_in(kind, clause, place.start, place.end, (noun,))
    slot = slot_of(scene.kind(clause), "object")
    found = scene.arguments[clause.head]
    typed = scene.kind(clause) is not UNTYPED and noun.type is not EntityType.PLACE
    if is_object and typed and slot is not None and not any(s.name is slot for s in found.slots):
        value = standing_for(noun, text=scene.text(place.start, place.end), start=place.start, end=place.end)
        found.slots.append(Slot(name=slot, value=value))
