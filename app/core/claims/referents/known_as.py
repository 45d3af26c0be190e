"""Who is meant by a description, where the words beside it tell: whose people they are, who they turn out to be.

"Fighters of the Dune Front stormed the plant" tells of the front; "the men who stormed it were fighters of the Dune
Front" and "it is the Dune Front that stormed it" tell so in other words.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.core.claims.grammar.clauses import Clause, content_tag
from app.core.claims.grammar.parties import CLOSING_MARKS, OPENING_MARKS, build_party, phrase_positions
from app.core.claims.reality.polarity import is_denied
from app.core.claims.referents.agreement import Number
from app.core.claims.referents.scene import Scene
from app.core.claims.words.beside import preposition_of
from app.core.entities.names import name_key
from app.core.folding import fold
from app.core.model.entity import EntityType, Party

PEOPLE = ("troops", "group", "members")  # classes of nouns for those who act for a body
BESIDE = frozenset({"amod", "acl", "ccomp"})  # relations of what is said of a noun: "gunmen belonging to X"
LONGEST_QUOTED_NAME = 6  # words
NAMING = frozenset({"amod", "compound", "flat", "appos", "nmod", "nummod"})  # relations inside a force's name
IDENTITY = frozenset({"nsubj", "nsubj:outer"})


def tell_members(scene: Scene) -> None:
    """Marks the described parties of all clauses with the body whose people they are, or the name in quotation marks
    that they are called by."""
    for found in scene.arguments.values():
        told: dict[Party, Party] = {}
        for party in {*found.subjects, *(s.value for s in found.slots if isinstance(s.value, Party))}:
            body = _force_of(scene, party) or _body_of(scene, party)
            if body is not None:
                told[party] = replace(party, known_as=body)
            elif _is_band(scene, party):
                told[party] = replace(party, type=EntityType.ORGANISATION)
        found.subjects[:] = [told.get(party, party) for party in found.subjects]
        found.slots[:] = [
            replace(slot, value=told.get(slot.value, slot.value)) if isinstance(slot.value, Party) else slot
            for slot in found.slots
        ]


def tell_owner(scene: Scene, clause: Clause, at: int, owners: Sequence[Party]) -> None:
    """Marks who acts for the body that a possessive at an offset means: "its men", أفراده."""
    body = owners[0]
    if len(owners) != 1 or body.type is not EntityType.ORGANISATION:
        return
    found = scene.arguments[clause.head]

    def told(party: Party) -> Party:
        head = _head(scene, party) if not party.is_name and party.start <= at < party.end else None
        return party if head is None or not _are_people(scene, party, head) else replace(party, known_as=body)

    found.subjects[:] = [told(party) for party in found.subjects]
    found.slots[:] = [
        replace(slot, value=told(slot.value)) if isinstance(slot.value, Party) else slot for slot in found.slots
    ]


def with_identity(scene: Scene, clause: Clause, described: Party) -> Party:
    """The party that a relative clause describes, and who that is: "the men who did it were X"."""
    noun = scene.word(clause).head - 1
    if described.is_name or described.known_as is not None or noun < 0:
        return described
    identity = _body_of(scene, described) or _identity(scene, noun)
    return described if identity is None else replace(described, known_as=identity)


def identified(scene: Scene, clause: Clause) -> Party | None:
    """Who is meant by the pronoun that a relative clause describes: "those who did it were X", الذين نفذوه هم X."""
    noun = scene.word(clause).head - 1
    if noun < 0 or content_tag(scene.sentence.words[noun]) not in ("PRON", "DET"):
        return None
    return _identity(scene, noun)


def _identity(scene: Scene, noun: int) -> Party | None:
    """Who a noun is said to be: the predicate whose subject it is, or the subject whose predicate it is."""
    words, word = scene.sentence.words, scene.sentence.words[noun]
    above = word.head - 1
    if word.relation in IDENTITY and above >= 0 and not _is_denied(scene, above):
        if scene.lexicon.is_of_class("belonging", words[above].text):
            below = scene.sentence.children[above]
            told = [c for c in below if words[c].base == "obl" and not scene.names.is_time(c)]
            return _named(scene, told[0]) if told else None
        if _is_predicate(scene, above, noun):
            return _named(scene, above)
    subjects = [c for c in scene.sentence.children[noun] if words[c].relation in IDENTITY and c < noun]
    if len(subjects) == 1 and _is_predicate(scene, noun, subjects[0]) and not _is_denied(scene, noun):
        return _named(scene, subjects[0])
    return None


def _is_predicate(scene: Scene, position: int, subject: int) -> bool:
    """Whether a noun is what the subject is said to be, with a copula or a pronoun in its place (هو, هم), on whichever
    of them the tree hangs that."""
    words = scene.sentence.words
    if content_tag(words[position]) not in ("NOUN", "PROPN", "PRON"):
        return False
    below = (*scene.sentence.children[position], *scene.sentence.children[subject])
    return any(
        words[c].relation == "cop" or (words[c].relation == "dep" and words[c].tag == "PRON" and subject < c < position)
        for c in below
    )


def _is_denied(scene: Scene, position: int) -> bool:
    clause = scene.by_head.get(position)
    return clause is None or is_denied(clause, scene.sentence, scene.lexicon)


def _named(scene: Scene, position: int) -> Party | None:
    """The one named by a phrase, or the body whose people it tells of."""
    denied = {child for child in scene.sentence.children[position] if _is_not_meant(scene, child)}
    party = build_party(scene.names, position, scene.lexicon, stop=frozenset(scene.by_head) - {position} | denied)
    if party is None:
        return None
    if _is_band(scene, party):
        return replace(party, type=EntityType.ORGANISATION)
    return party if party.is_name or party.office_keys else _body_of(scene, party)


def _is_not_meant(scene: Scene, position: int) -> bool:
    """Whether a phrase is set against another one: "not the better-known front"."""
    words, negation = scene.sentence.words, scene.lexicon.lists["negation"]
    return any(negation.rank((fold(words[c].text),), ()) is not None for c in scene.sentence.children[position])


def _body_of(scene: Scene, party: Party) -> Party | None:
    """The named body whose people a description tells of: "soldiers of the Libyan army", عناصر من «لواء النجم»."""
    if party.is_name or not party.resolved or party.office_keys:
        return None
    head = _head(scene, party)
    if head is None:
        return None
    called = _quoted(scene, head) or _called(scene, head)
    if called is not None:
        return called
    words = scene.sentence.words
    if not _are_people(scene, party, head):
        return None
    for child in (*scene.sentence.children[head], *_right_behind(scene, head)):
        relation = words[child].base
        if _is_not_meant(scene, child):
            continue
        if relation == "appos" or (relation in ("nmod", "obl") and _is_whose(scene, child)) or relation == "compound":
            body = _body_at(scene, child, named_beside=relation == "appos")
            if body is not None:
                return body
        elif relation in BESIDE and (body := _body_beside(scene, child)) is not None:
            return body
    return None


def _are_people(scene: Scene, party: Party, head: int) -> bool:
    """Whether a description is of several persons, or of those who act for a body: "gunmen", "a patrol"."""
    text = scene.sentence.words[head].text
    if any(scene.lexicon.is_of_class(name, text) for name in PEOPLE):
        return True
    plural = scene.agreement.of_party(party, scene.lexicon).number is Number.SEVERAL
    return plural and scene.lexicon.is_of_class("person", text)


def _called(scene: Scene, head: int) -> Party | None:
    """The name in quotation marks by which a clause at a noun says that it is called: "a group calling itself "X"."""
    words = scene.sentence.words
    for child in scene.sentence.children[head]:
        if words[child].relation.startswith("acl") and scene.lexicon.is_of_class("calling", words[child].text):
            opened = [p for p in scene.sentence.subtree(child) if p > child and words[p - 1].text in OPENING_MARKS]
            named = opened and (
                _quoted(scene, opened[0]) or build_party(scene.names, opened[0], scene.lexicon, stop=frozenset())
            )
            return replace(named, type=EntityType.ORGANISATION) if named and named.is_name else None
    return None


def _force_of(scene: Scene, party: Party) -> Party | None:
    """The force that a description is of, where it tells which one."""
    head = _head(scene, party) if party.resolved and not party.is_name else None
    return None if head is None else _force(scene, head)


def _force(scene: Scene, head: int) -> Party | None:
    """The force that a noun for one and what marks it tell as a name does: "the 3rd Mechanised Brigade", لواء الرعد."""
    words = scene.sentence.words
    if not scene.lexicon.is_of_class("band", words[head].text) or scene.names.mention_at(head) is not None:
        return None
    inside = phrase_positions(scene.sentence, head, stop=frozenset(scene.by_head) - {head})
    parts = [p for p in inside if p == head or _is_part_of_name(scene, p, head)]
    if not any(p != head and _marks_one(scene, p) for p in parts):
        return None
    name = " ".join(words[p].text for p in parts)
    return Party(
        text=name,
        start=words[parts[0]].start,
        end=words[parts[-1]].end,
        name=name,
        key=name_key(name),
        type=EntityType.ORGANISATION,
        is_name=True,
    )


def _is_part_of_name(scene: Scene, position: int, head: int) -> bool:
    """Whether a word belongs to the name, not to what is told of its bearer: no article, no owner, no phrase."""
    words = scene.sentence.words
    while position != head:
        word = words[position]
        bare = preposition_of(scene.sentence, position) is None and "PART" not in word.tags and "DET" not in word.tags
        bare = bare and not scene.lexicon.is_of_class("belonging", word.text)
        if word.base not in NAMING or not bare or word.head == 0:
            return False
        position = word.head - 1
    return True


def _marks_one(scene: Scene, position: int) -> bool:
    """Whether a word tells which of many such forces is meant: a name that is no known place's, or a number."""
    word = scene.sentence.words[position]
    mention = scene.names.mention_at(position)
    if mention is not None and mention.place_key is not None:
        return False
    return "PROPN" in word.tags or word.text[:1].isdigit() or scene.lexicon.is_of_class("ordinal", word.text)


def _body_beside(scene: Scene, child: int) -> Party | None:
    """The body that a word at a noun says to be theirs: "belonging to the front", تابعة للجبهة, "armés du front"."""
    words = scene.sentence.words
    belongs = scene.lexicon.is_of_class("belonging", words[child].text)
    for phrase in scene.sentence.children[child]:
        if words[phrase].base not in ("obl", "nmod") or preposition_of(scene.sentence, phrase) is None:
            continue
        if belongs or (words[child].relation == "amod" and _is_whose(scene, phrase)):
            body = _body_at(scene, phrase, named_beside=False)
            return None if body is None or body.office_keys else body
    return None


def _right_behind(scene: Scene, head: int) -> tuple[int, ...]:
    """The phrase with a preposition right behind a noun, where the tree hangs it on the verb above: "gunmen | of X"."""
    words = scene.sentence.words
    if head + 1 >= len(words) or words[head + 1].relation != "case" or words[head].head == 0:
        return ()
    phrase = words[head + 1].head - 1
    return (phrase,) if words[phrase].head == words[head].head and words[phrase].relation == "obl" else ()


def _is_whose(scene: Scene, child: int) -> bool:
    """Whether a phrase below a noun tells whose it is, or from where: "of the front", a bare genitive."""
    preposition = preposition_of(scene.sentence, child)
    parts = () if preposition is None else scene.lexicon.preposition_parts(preposition)
    return preposition is None or "of" in parts or "from" in parts


def _body_at(scene: Scene, position: int, *, named_beside: bool) -> Party | None:
    if (force := _force(scene, position)) is not None:
        return force
    party = build_party(scene.names, position, scene.lexicon, stop=frozenset(scene.by_head) - {position})
    if party is None or not (party.is_name or party.office_keys):
        phrase = phrase_positions(scene.sentence, position)
        return next((name for p in phrase if (name := _quoted(scene, p)) is not None), None)
    if _is_band(scene, party):
        return replace(party, type=EntityType.ORGANISATION)
    word = scene.sentence.words[position]
    person = scene.lexicon.is_of_class("person", word.text)
    if party.type is EntityType.PERSON and content_tag(word) == "NOUN" and not person and not named_beside:
        return replace(party, type=EntityType.ORGANISATION)  # "the faction Ansar": a body, whoever it is named after
    return party if party.type is not EntityType.PERSON and party.place_key is None else None


def _quoted(scene: Scene, position: int) -> Party | None:
    """The name in quotation marks that begins at a word: «كتائب النور»."""
    words = scene.sentence.words
    if position == 0 or words[position - 1].text not in OPENING_MARKS or scene.names.mention_at(position) is not None:
        return None
    if words[position - 1].text == '"' and sum(word.text == '"' for word in words[:position]) % 2 == 0:
        return None  # it closes the quotation
    within = words[position : position + LONGEST_QUOTED_NAME + 1]
    length = next((n for n, word in enumerate(within) if word.text in CLOSING_MARKS), 0)
    own = within[:length]
    if not length or any(content_tag(word) in ("VERB", "AUX", "PUNCT") for word in own):
        return None
    start, end = own[0].start, own[-1].end
    text = " ".join(word.text for word in own)
    return Party(
        text=text, start=start, end=end, name=text, key=name_key(text), type=EntityType.ORGANISATION, is_name=True
    )


def _is_band(scene: Scene, party: Party) -> bool:
    """Whether what was taken for a place is called a band of fighters, and no place is known by that name."""
    if party.type is not EntityType.PLACE or party.place_key is not None:
        return False
    inside = (word.text for word in scene.sentence.words if party.start <= word.start < party.end)
    return any(scene.lexicon.is_of_class("band", text) for text in inside)


def _head(scene: Scene, party: Party) -> int | None:
    """The word of a party's phrase that the others hang on."""
    words = scene.sentence.words
    inside = [p for p, word in enumerate(words) if party.start <= word.start < party.end]
    return next((p for p in inside if words[p].head - 1 not in inside), None)
