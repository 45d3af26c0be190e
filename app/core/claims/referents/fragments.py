"""Fragments: quotes that break off before what their words need, or begin behind it."""

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.referents.nouns import is_counted, is_definite
from app.core.claims.referents.scene import Scene
from app.core.folding import fold
from app.core.model.when import Bound

COMPLEMENTS = frozenset({"ccomp", "csubj", "xcomp", "obj", "iobj", "fixed", "flat", "nummod"})
OPENERS = frozenset({"det", "case", "mark", "amod", "nummod", "compound"})
OBJECTS = frozenset({"obj", "iobj", "xcomp", "ccomp"})
NOUNS = frozenset({"NOUN", "PROPN"})


def is_fragment(scene: Scene, clause: Clause) -> bool:
    """Whether the words of a clause break off ("he said about his son", "they have the intention"), begin behind a
    word that belongs to them ("[if] necessary"), or begin with a relative pronoun of which nobody knows what it means.
    """
    checks = (_breaks_off, _begins_late, _begins_or_ends_with_link, _has_loose_relative, _lacks_complement)
    return any(check(scene, clause) for check in checks)


def _breaks_off(scene: Scene, clause: Clause) -> bool:
    words = scene.sentence.words
    first, last = clause.span
    if content_tag(words[last]) == "NOUN" and any(word.text[:1].isdigit() for word in words[last + 1 : last + 2]):
        return True  # "in the year | 2020"
    for position in range(last + 1, len(words)):
        word = words[position]
        if not (word.head and first <= word.head - 1 <= last):
            continue
        relation = word.base
        if relation in COMPLEMENTS or (relation == "advcl" and _is_not_until(scene, clause, position)):
            return True
        if word.relation == "acl" and _is_marked(scene, position):
            return True
        if word.relation.startswith("acl") and words[word.head - 1].tag == "PRON":
            return True
        if word.relation == "acl:relcl" and _restricts(scene, last, word.head - 1):
            return True
    return False


def _is_not_until(scene: Scene, clause: Clause, position: int) -> bool:
    """Whether a clause tells until when something was not so: "he did not know until he was told"."""
    words, below = scene.sentence.words, scene.sentence.children
    until = any(scene.lexicon.bounds.get(fold(words[child].text)) is Bound.UNTIL for child in below[position])
    return until and any(scene.lexicon.is_in("negation", words[child].text) for child in below[clause.head])


def _is_marked(scene: Scene, position: int) -> bool:
    """Whether an infinitive or a clause tells what a noun consists in: "the intention to leave"."""
    below = scene.sentence.children[position]
    return any(child < position and scene.sentence.words[child].relation == "mark" for child in below)


def _restricts(scene: Scene, last: int, noun: int) -> bool:
    """Whether a relative clause that follows without a comma tells which of all such things are meant."""
    following = scene.sentence.words[last + 1]
    known = is_definite(scene, noun) or is_counted(scene, noun)
    return following.tag != "PUNCT" and known and content_tag(scene.sentence.words[noun]) == "NOUN"


def _begins_late(scene: Scene, clause: Clause) -> bool:
    words, first = scene.sentence.words, clause.span[0]
    before = first - 1
    if before < 0 or words[before].tag == "PUNCT" or not words[before].head:
        return False
    head = words[before].head - 1
    tops = {clause.head, scene.top(clause), *clause.helpers}
    inside = first <= head <= clause.span[1] and head not in tops
    return inside and words[before].base in OPENERS


def _begins_or_ends_with_link(scene: Scene, clause: Clause) -> bool:
    """Whether the second half of a conjunction comes first, or a preposition comes last: "than 384", "to stand in"."""
    words, (first, last) = scene.sentence.words, clause.span
    opening, closing = words[first], words[last]
    late = opening.relation == "fixed" and opening.head - 1 < first
    cites = last > first and fold(closing.text) in map(fold, scene.lexicon.words.according_to)  # "... , حسبما"
    return late or cites or (closing.relation in ("case", "mark") and closing.head - 1 > last)


def _lacks_complement(scene: Scene, clause: Clause) -> bool:
    """Whether the verb is one that needs an object or a predicate that its words do not have: "they made of it"."""
    words, lexicon, (first, last) = scene.sentence.words, scene.lexicon, clause.span
    verb = words[clause.head]
    if clause.kind is not ClauseKind.VERBAL or content_tag(verb) not in ("VERB", "AUX"):
        return False
    below = [words[c].relation for c in scene.sentence.children[clause.head] if first <= c <= last]
    objects = [relation for relation in below if relation.split(":")[0] in OBJECTS or relation == "nsubj:pass"]
    told = len(objects) + (verb.tags[-1] == "PRON" and len(verb.tags) > 1)
    if lexicon.is_in("completed_twice", verb.text):
        others = [relation for relation in below if relation.split(":")[0] in ("obl", "advcl", "acl", "amod")]
        return "ccomp" not in below and told + len(others) < 2
    return lexicon.is_in("completed", verb.text) and not told


def _has_loose_relative(scene: Scene, clause: Clause) -> bool:
    words = scene.sentence.words
    for child in scene.sentence.children[scene.top(clause)]:
        word = words[child]
        inside = clause.span[0] <= child < scene.top(clause) and word.relation != "mark"
        if not inside or fold(word.text) not in scene.lexicon.relative_pronouns:
            continue
        if not any(s.start <= word.start and word.end <= s.end for s in scene.stand_ins):
            return True
    return False
