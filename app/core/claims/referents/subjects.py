"""Who does what a clause tells, where the clause itself does not name him: shared, dropped and pronoun subjects."""

from dataclasses import replace

from app.core.claims.grammar.arguments import fill_slots
from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.grammar.roles import PLACE_SLOTS, WORD_SLOTS, slot_of
from app.core.claims.grammar.taking import Arguments
from app.core.claims.referents.agreement import UNKNOWN, Number, Pronoun
from app.core.claims.referents.coreference import Rank, standing_for
from app.core.claims.referents.described import (
    described_noun,
    described_pair,
    describes_noun,
    is_content,
    is_placed,
    relative_pronoun,
)
from app.core.claims.referents.impersonal import is_empty, is_impersonal
from app.core.claims.referents.known_as import identified, tell_members, with_identity
from app.core.claims.referents.nouns import explain_nouns, is_whole, remember_nouns
from app.core.claims.referents.pronouns import find_objects, find_owners, find_there, name_both_sides
from app.core.claims.referents.relative_objects import find_relative_object
from app.core.claims.referents.scene import Scene
from app.core.claims.referents.stand_ins import StandInKind
from app.core.folding import fold
from app.core.model.claim import Slot, SlotName
from app.core.model.entity import Party
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
    tell_members(scene)
    scene.remember_others()
    for clause in _governors_first(scene):
        name_both_sides(scene, clause)
        _find_subject(scene, clause)
        find_relative_object(scene, clause)
        find_objects(scene, clause)
        find_owners(scene, clause)
        find_there(scene, clause)
        explain_nouns(scene, clause)
        scene.take_event(clause)
    remember_nouns(scene)
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
    described = described_noun(scene, clause) if describes_noun(scene, clause) else None
    described = with_identity(scene, clause, described) if described is not None else identified(scene, clause)
    opener = _opening_pronoun(scene, clause)
    if described is not None and is_placed(scene, clause):
        described = None  # "with whom", "where"
    fits = described is not None and (
        _agrees(scene, clause, described)
        or not (_has_clitic(scene, clause) or scene.agreement.of_verb(scene.word(clause)).number is Number.TWO)
    )
    if described is not None and fits and opener is None and not _is_object_again(scene, clause, described):
        relative = relative_pronoun(scene, clause)
        kind = StandInKind.RELATIVE if relative is not None else StandInKind.SHARED
        several = relative is not None and _is_of_several(scene, clause, described)
        parties = described_pair(scene, clause, described) if several else (described,)
        _put_subject(scene, clause, parties, kind, relative)
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
    owners = (word for word in below if word.base in ("det", "nmod"))
    return next((word for word in owners if scene.agreement.possessive(word) is not None), None)


def _take_pronoun(scene: Scene, clause: Clause, subject: Word | None, possessive: Word | None) -> None:
    word = subject or possessive
    if word is None:
        return
    owner = scene.arguments[clause.head].subject_part == "genitive"
    agreement = scene.agreement
    pronoun = agreement.possessive(word) if owner else None
    pronoun = pronoun or agreement.pronoun(word) or agreement.clitic(word)
    impersonal = not owner and scene.agreement.is_thing(word) and is_impersonal(scene, clause)
    known = pronoun is not None and not impersonal and not is_empty(scene, word)
    parties = scene.antecedents(clause, pronoun, owner=owner) if known and pronoun is not None else ()
    if owner and not all(party.is_name for party in parties):
        parties = ()
    _put_subject(scene, clause, parties, StandInKind.POSSESSIVE if owner else StandInKind.SUBJECT, pronoun or word)


def _put_subject(
    scene: Scene, clause: Clause, parties: tuple[Party, ...], kind: StandInKind, at: Word | Pronoun | None
) -> None:
    """Puts the parties into the subject's slot; one unresolved party where there are none."""
    if not all(party.is_name or is_whole(scene, party) for party in parties):
        parties = ()
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
    if is_impersonal(scene, clause):
        return None
    if any(word.relation == "csubj" for word in children):
        return None  # إنه من المحتمل أن: nobody is meant
    for opener in children:
        same = slot_of(kind, "object") in (None, slot_of(kind, "subject"))
        follows = bool(kind.name) and same and any(word.relation == "obj" for word in children)
        if (
            opener.relation == "mark" and "PRON" in opener.tags and not follows
        ):  # أنه لم يسقط قتلى: nobody fell but they
            return scene.agreement.pronoun(opener) or scene.agreement.clitic(opener)
    return None


def _dropped(scene: Scene, clause: Clause) -> tuple[Party, ...]:
    word = scene.word(clause)
    if not scene.lexicon.words.drops_subjects or content_tag(word) != "VERB" or scene.is_quoted(word.start):
        return ()  # in a quotation it may be the speaker
    if scene.lexicon.is_in("uncertain", word.text) or _may_have_subject(scene, clause):
        return ()
    if word.relation == "acl:relcl" or _tells_of_all(scene, clause):
        return ()  # the noun it describes is not its subject; nobody can say who is
    below = (scene.sentence.words[child] for child in scene.sentence.children[scene.top(clause)])
    if any(scene.agreement.is_first_person(each) for each in (word, *below)):
        return ()
    pronoun = Pronoun(start=word.start, end=word.end, traits=scene.agreement.of_verb(word))
    return scene.antecedents(clause, pronoun)


def _tells_of_all(scene: Scene, clause: Clause) -> bool:
    """Whether all that was told before does what the clause tells: مما أدى."""
    words, relatives = scene.sentence.words, scene.lexicon.relative_pronouns
    marks = (words[child] for child in scene.sentence.children[scene.top(clause)] if words[child].relation == "mark")
    return scene.word(clause).relation == "advcl" and any(fold(mark.text) in relatives for mark in marks)


def _may_have_subject(scene: Scene, clause: Clause) -> bool:
    """Whether one of two objects behind a verb that goes first may be its subject, whatever the tree says."""
    words, top = scene.sentence.words, scene.top(clause)
    below = scene.sentence.children[top]
    if any(c > top and scene.agreement.is_pointing(words[c]) and words[c].relation != "det" for c in below):
        return True  # وأثار هذا مسألة
    behind = [c for c in below if c > top and words[c].relation in ("obj", "iobj")]
    nouns = [c for c in behind if content_tag(words[c]) in ("NOUN", "PROPN") and "ADP" not in words[c].tags]
    return scene.lexicon.words.verb_first and len(nouns) > 1


def _agrees(scene: Scene, clause: Clause, party: Party) -> bool:
    """Whether the form of the verb lets the party be its subject."""
    word = scene.word(clause)
    if not scene.lexicon.words.drops_subjects:
        children = (scene.sentence.words[child] for child in scene.sentence.children[scene.top(clause)])
        auxiliary = next((each for each in children if each.base in ("aux", "cop")), None)
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


def _is_of_several(scene: Scene, clause: Clause, party: Party) -> bool:
    """Whether the verb is plural, and the party one: another noun, or more than this one, is described."""
    words = scene.sentence.words
    top = scene.top(clause)
    auxiliaries = [words[c] for c in scene.sentence.children[top] if words[c].base in ("aux", "cop")]
    verb = auxiliaries[0] if auxiliaries else words[top]
    if "VERB" not in verb.tags and "AUX" not in verb.tags:
        return False
    number = scene.agreement.of_party(party, scene.lexicon).number
    return scene.agreement.of_verb(verb).number is Number.SEVERAL and number is Number.ONE and party.is_name


def _shared(scene: Scene, clause: Clause) -> tuple[Party, ...]:
    """The subject of the clause above, or the one of its objects who is to act: "asked the army to withdraw"."""
    relation = scene.word(clause).base
    above = scene.arguments.get(clause.governor) if clause.governor is not None else None
    if above is None or clause.governor is None:
        return ()
    controlled = _controlled(scene, scene.by_head[clause.governor], above, relation)
    if controlled or not (relation in SUBJECT_SHARING or (relation == "acl" and is_content(scene, clause))):
        return controlled
    if clause.kind is ClauseKind.NOMINAL and relation != "conj" and not _has_copula(scene, clause):
        return ()
    if _tells_of_all(scene, clause):
        return ()
    if relation == "parataxis" and not scene.lexicon.words.drops_subjects and clause.kind is ClauseKind.VERBAL:
        return ()  # its own subject was not found
    if _subjects_below(scene, clause) or _subjects_below(scene, scene.by_head[clause.governor]) > 1:
        return ()  # "this was hard": a subject that stands for no party; "the vote being put off, the party ..."
    parties = tuple(party for party in above.subjects if party.resolved)
    if relation in ("acl", "parataxis") and not all(_may_act(scene, party) for party in parties):
        return ()
    if not parties and above.pronoun is not None:
        return tuple(above.subjects)  # "they": at least the same ones
    return parties if len(parties) != 1 or _agrees(scene, clause, parties[0]) else ()


def _subjects_below(scene: Scene, clause: Clause) -> int:
    below = scene.sentence.children[scene.top(clause)]
    exists = fold(scene.word(clause).text).split("'")[0] in scene.agreement.there  # "there's nothing"
    return exists + sum(scene.sentence.words[child].relation.startswith(("nsubj", "csubj")) for child in below)


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
        if words[child].base in ("obj", "iobj")
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
    return clitic is not None and replace(clitic.traits, person=None).fits(known)


def _has_clitic(scene: Scene, clause: Clause) -> bool:
    """Whether a pronoun of the clause may say again the noun that it describes: المدينة التي زارها."""
    top = scene.top(clause)
    words = [scene.sentence.words[p] for p in (top, *scene.sentence.children[top])]
    return any(scene.agreement.clitic(word) is not None for word in words)


def _has_copula(scene: Scene, clause: Clause) -> bool:
    """Whether a copula says the noun of a subject that is not written on it ("c'est")."""
    below = (scene.sentence.words[child] for child in scene.sentence.children[clause.head])
    return any(word.relation == "cop" and "PRON" not in word.tags for word in below)


def _continues_passive(scene: Scene, clause: Clause) -> bool:
    """Whether the auxiliary of the clause above holds for this one too: "was arrested and charged"."""
    above = scene.arguments.get(clause.governor) if clause.governor is not None else None
    if above is None or clause.governor is None or above.subject_part != "passive_subject":
        return False
    if scene.word(clause).relation != "conj":
        return False
    below = {scene.sentence.words[c].base for c in scene.sentence.children[scene.top(clause)]}
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
