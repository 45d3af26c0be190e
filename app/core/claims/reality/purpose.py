"""Infinitives and nouns that tell an aim, and those that tell what somebody was the first to do."""

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.reality.polarity import is_denied
from app.core.claims.words.beside import preposition_of
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.sentence import ParsedSentence
from app.core.model.when import Bound

MEETING = frozenset({"meet", "visit", "sign"})  # what somebody comes for, where other events are what he comes after


def is_purpose(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether the clause tells an aim: "to meet X"."""
    word = sentence.words[clause.head]
    base = word.base
    if clause.kind is ClauseKind.EVENT_NOUN and clause.event_type in MEETING and base in ("obl", "nmod", "advcl"):
        preposition = preposition_of(sentence, clause.head)
        return preposition is not None and (
            "for" in lexicon.preposition_parts(preposition) or fold(preposition) in lexicon.purpose
        )
    if base == "root":  # "X to merge with Y": a headline
        below = {sentence.words[c].base: sentence.words[c] for c in sentence.children[clause.head]}
        mark = below.get("mark")
        return mark is not None and "nsubj" in below and "aux" not in below and fold(mark.text) in lexicon.purpose
    if base not in ("advcl", "acl", "obl") or not lexicon.purpose:
        return False
    before = [sentence.words[c] for c in sentence.children[clause.head] if c < clause.head]
    opened = [fold(word.text) for word in before if word.relation != "punct"]
    if any(text in lexicon.purpose for text in opened[:1]):
        return content_tag(word) == "VERB"
    if any(lexicon.bounds.get(text) is Bound.UNTIL for text in opened[:1]):
        return content_tag(word) == "VERB" and lexicon.shapes.has("imperfect", word.text)  # حتى يعود, no حتى عاد
    if clause.light_verb is not None:
        word = sentence.words[clause.light_verb]  # تعرض للتفجير: the preposition is the verb's, it was bombed
    return len(word.tags) > 1 and word.tags[0] in ("ADP", "SCONJ") and fold(word.text)[0] in lexicon.purpose


def is_singled_out(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether an infinitive tells what somebody is singled out for, no aim: "the first player to win it twice"."""
    word = sentence.words[clause.head]
    if word.relation != "acl" or not word.head:
        return False
    noun = word.head - 1
    beside = [noun, *(c for c in sentence.children[noun] if c < clause.head)]
    return any(lexicon.is_in("singling", sentence.words[position].text) for position in beside)


def leaves_open(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether its verb tells only that something may be: "it is possible that", يمكن أن."""
    verb = sentence.words[clause.head]
    may = clause.event_type is None and content_tag(verb) == "VERB" and lexicon.is_in("uncertain", verb.text)
    content = any(sentence.words[c].relation in ("ccomp", "csubj", "xcomp") for c in sentence.children[clause.head])
    return may and content and not is_denied(clause, sentence, lexicon)
