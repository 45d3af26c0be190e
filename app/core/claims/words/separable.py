"""Verbs of two parts: in a main clause the first one stands apart behind the verb ("trat am Montag zurück")."""

from app.core.folding import fold
from app.core.model.sentence import ParsedSentence

APART = frozenset({"ADP", "ADV", "ADJ", "PART", "NOUN"})  # how a first part that stands apart may be tagged


def whole_verb(sentence: ParsedSentence, position: int, particles: frozenset[str]) -> str:
    """The word with the particle that stands apart behind it put before it: "trat ... zurück" is "zurücktrat".

    ``particles`` are those of the pack, folded; the tree may call such a particle an adverb.
    """
    word = sentence.words[position]
    if not particles or "VERB" not in word.tags:
        return word.text
    for child in reversed(sentence.children[position]):
        if child < position:
            break
        below = sentence.words[child]
        alone = below.relation.startswith("compound") or not sentence.children[child]
        alone = alone and below.relation not in ("mark", "case")
        if fold(below.text) in particles and below.tag in APART and alone:
            return below.text + word.text
    return word.text
