"""Relative clauses and participles: the noun that one describes, and the pronoun that stands for it."""

from app.core.claims.grammar.clauses import Clause, content_tag
from app.core.claims.grammar.parties import build_party
from app.core.claims.referents.scene import Scene
from app.core.folding import fold
from app.core.model.entity import EntityType, Party
from app.core.model.sentence import Word


def describes_noun(scene: Scene, clause: Clause) -> bool:
    """Whether the clause is a relative clause or a participle at a noun."""
    word = scene.word(clause)
    if word.head == 0 or content_tag(scene.sentence.words[word.head - 1]) == "VERB":
        return False
    if word.relation == "acl" and is_content(scene, clause):
        return False
    if word.relation.startswith("acl"):
        return not scene.lexicon.shapes.has("content", word.text)
    children = scene.sentence.children[scene.top(clause)]
    marked = any(scene.sentence.words[child].relation == "mark" for child in children)
    return word.relation == "ccomp" and not marked and clause.governor not in scene.sayings


def is_content(scene: Scene, clause: Clause) -> bool:
    """Whether the clause tells what a noun consists in, not what it does: "plans to close it", "hope of winning"."""
    words, top = scene.sentence.words, scene.top(clause)
    marked = any(child < top and words[child].relation in ("mark", "case") for child in scene.sentence.children[top])
    noun = build_party(scene.names, words[top].head - 1, scene.lexicon, stop=frozenset(scene.by_head))
    return marked and (noun is None or not scene.agreement.of_party(noun, scene.lexicon).person)


def is_placed(scene: Scene, clause: Clause) -> bool:
    """Whether the relative pronoun stands behind a preposition, or is an adverb."""
    word = relative_pronoun(scene, clause)
    if word is None:
        return False
    position = scene.sentence.words.index(word)
    below = {scene.sentence.words[child].relation for child in scene.sentence.children[position]}
    return "case" in below or word.tag == "ADV" or (len(word.tags) > 1 and word.tags[0] == "ADP")


def relative_pronoun(scene: Scene, clause: Clause) -> Word | None:
    """The relative pronoun that opens a clause."""
    for child in scene.sentence.children[scene.top(clause)]:
        word = scene.sentence.words[child]
        known = fold(word.text) in scene.lexicon.relative_pronouns or scene.lexicon.elided_relative(word.text)
        if child < clause.head and known:
            return word
    return None


def is_torn(scene: Scene, clause: Clause, noun: int) -> bool:
    """Whether words of another phrase stand between a noun and its relative pronoun: then the tree is wrong."""
    word = relative_pronoun(scene, clause)
    if word is None:
        return False
    position = scene.sentence.words.index(word)
    below = {noun, *scene.sentence.subtree(noun)}
    between = range(noun + 1, position)
    return any(scene.sentence.words[p].tag not in ("PUNCT", "ADV") and p not in below for p in between)


def described_pair(scene: Scene, clause: Clause, first: Party) -> tuple[Party, ...]:
    """All that a relative clause describes whose verb is plural: "Ada Venn and Omar Kell, who met in Oslo"."""
    noun, top = scene.word(clause).head - 1, scene.top(clause)
    joined = [
        child
        for child in scene.sentence.children[noun]
        if scene.sentence.words[child].relation == "conj" and child < top
    ]
    others = [build_party(scene.names, child, scene.lexicon, stop=frozenset(scene.by_head)) for child in joined]
    return (first, *(party for party in others if party is not None)) if joined and all(others) else ()


def described_noun(scene: Scene, clause: Clause) -> Party | None:
    """The party named by the noun that a clause describes."""
    noun = scene.word(clause).head - 1
    if noun < 0 or is_torn(scene, clause, noun):
        return None
    mention = scene.names.mention_at(noun)
    word = scene.sentence.words[noun]
    built = build_party(scene.names, noun, scene.lexicon, stop=frozenset(scene.by_head) - {noun})
    start = mention.start if mention is not None else built.start if built is not None else word.start
    for party in (slot.value for found in scene.arguments.values() for slot in found.slots):
        if isinstance(party, Party) and party.resolved and party.start == start:
            return None if _is_of_things(scene, clause) and _is_person(scene, party) else party
    return None if built is not None and _is_of_things(scene, clause) and _is_person(scene, built) else built


def _is_of_things(scene: Scene, clause: Clause) -> bool:
    """Whether the relative pronoun stands for no person: "which"."""
    word = relative_pronoun(scene, clause)
    return word is not None and fold(word.text) in map(fold, scene.lexicon.words.relatives_of_things)


def _is_person(scene: Scene, party: Party) -> bool:
    if party.type is not None:
        return party.type is EntityType.PERSON
    return bool(scene.agreement.of_party(party, scene.lexicon).person)
