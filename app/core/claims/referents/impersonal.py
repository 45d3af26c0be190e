"""Pronouns that stand for nothing: "it was clear that ...", "il est important de partir"."""

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.referents.scene import Scene
from app.core.model.sentence import Word


def is_impersonal(scene: Scene, clause: Clause) -> bool:
    """Whether an infinitive follows an adjective: "qu'il était important de partir"."""
    words = scene.sentence.words
    if clause.kind is not ClauseKind.NOMINAL or content_tag(words[clause.head]) != "ADJ":
        return False
    following = next((p for p in range(clause.head + 1, len(words)) if words[p].tag != "PUNCT"), None)
    if following is None or words[following].relation != "mark" or words[following].tag != "ADP":
        return False
    return content_tag(words[words[following].head - 1]) == "VERB"


def is_empty(scene: Scene, word: Word) -> bool:
    """Whether a pronoun stands for nothing: "it was clear that ..."."""
    if word.relation.startswith("expl"):
        return True
    if scene.agreement.is_thing(word) and word.head and "ADJ" in scene.sentence.words[word.head - 1].tags:
        return True  # "it is very bad": a state of things, mostly
    if word.head == 0 or not scene.agreement.is_thing(word):
        return False
    below = {scene.sentence.words[c].base for c in scene.sentence.children[word.head - 1]}
    return bool(below & {"csubj", "ccomp"}) and content_tag(scene.sentence.words[word.head - 1]) != "VERB"
