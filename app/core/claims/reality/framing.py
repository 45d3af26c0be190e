"""Keeps judgements apart from facts: loaded epithets, and clauses that only say what somebody is called."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.core.claims.grammar.clauses import Clause, ClauseKind
from app.core.claims.words.beside import preposition_of
from app.core.claims.words.lexicon import Lexicon
from app.core.entities.names import name_key
from app.core.folding import fold
from app.core.model.entity import Party, Phrase
from app.core.model.sentence import ParsedSentence

CALLED = frozenset({"xcomp", "ccomp", "advcl", "obl", "appos", "acl", "nmod"})  # what somebody is called
LONGEST_EPITHET = 5  # words


def find_framing(sentence: ParsedSentence, first: int, last: int, lexicon: Lexicon) -> tuple[Phrase, ...]:
    """The loaded words between two positions, both included, in text order."""
    words = sentence.words
    return tuple(
        Phrase(
            text=" ".join(word.text for word in words[start : stop + 1]), start=words[start].start, end=words[stop].end
        )
        for start, stop in _loaded(sentence, lexicon)
        if first <= start and stop <= last
    )


def _loaded(sentence: ParsedSentence, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """First and last position of each loaded phrase, the longest at each place."""
    texts = [word.text for word in sentence.words]
    position = 0
    while position < len(texts):
        length = _length_at(texts, position, lexicon)
        if length:
            yield position, position + length - 1
        position += length or 1


def _length_at(texts: Sequence[str], position: int, lexicon: Lexicon) -> int:
    """How many words the longest loaded phrase has that begins here; 0 where none does."""
    return lexicon.loaded_length(texts, position, LONGEST_EPITHET)


def is_judgement(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether the clause only judges: "X is a war criminal", "the decision is shameful", "called him a traitor"."""
    if clause.kind is ClauseKind.NOMINAL and _affirms(clause, sentence, lexicon):
        return True
    if clause.kind is ClauseKind.NOMINAL:
        return clause.event_type is None and any(
            start <= clause.head <= stop for start, stop in _loaded(sentence, lexicon)
        )
    return clause.kind is ClauseKind.VERBAL and calls(clause.head, sentence, lexicon)


def _affirms(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether the clause tells only that what it governs is true or false: "it is not true that ..."."""
    text = sentence.words[clause.head].text
    governs = any(sentence.words[c].relation in ("csubj", "ccomp") for c in sentence.children[clause.head])
    return governs and (lexicon.is_in("truths", text) or lexicon.is_in("negative_governors", text))


def calls(verb: int, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether a verb such as "call" or "brand" says what it calls somebody."""
    if not lexicon.is_in("judging", sentence.words[verb].text):
        return False
    loaded = list(_loaded(sentence, lexicon))
    objects = 0
    for child in sentence.children[verb]:
        base = sentence.words[child].base
        if base == "xcomp" and sentence.words[child].tags[0] != "VERB":
            return True
        objects += base in ("obj", "iobj")
        below = sentence.subtree(child)
        if base in CALLED | {"obj"} and any(start in below for start, _ in loaded):
            return True
        preposition = preposition_of(sentence, child)
        if base == "obl" and preposition is not None and lexicon.opens_content(preposition):
            return True  # وصفه بالتنسيق, "qualifié d'échec"
        if base in CALLED and any(_opens_name(sentence, p, lexicon) for p in sentence.children[child]):
            return True
    return objects > 1


def _opens_name(sentence: ParsedSentence, position: int, lexicon: Lexicon) -> bool:
    """Whether the word is an "as" between somebody and what he is called."""
    word = sentence.words[position]
    return word.relation in ("case", "mark") and "as" in lexicon.preposition_parts(word.text)


def is_called(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether the clause is what a verb such as "call" says of somebody: وصفه بأنه مجرم حرب."""
    top = sentence.words[clause.head if clause.light_verb is None else clause.light_verb]
    if top.head == 0 or clause.event_type is not None or top.base not in CALLED:
        return False
    governor = top.head - 1
    return calls(governor, sentence, lexicon) and clause.kind is ClauseKind.NOMINAL


def without_epithets(party: Party, lexicon: Lexicon) -> Party:
    """The party without loaded words in its name, titles and offices; as it is where nothing else would be left."""
    titles = tuple(title for title in party.titles if not lexicon.is_loaded(title.split()))
    offices = tuple(office for office in party.offices if not lexicon.is_loaded(office.split()))
    words = party.name.split()
    kept: list[str] = []
    position = 0
    while position < len(words):
        length = _length_at(words, position, lexicon)
        kept.extend([] if length else [words[position]])
        position += length or 1
    bare = [word for word in kept if fold(word) not in lexicon.articles]
    if (titles, offices) == (party.titles, party.offices) and len(kept) == len(words):
        return party
    if len(kept) == len(words) or not bare:
        return replace(party, titles=titles, offices=offices)
    name = " ".join(kept)
    key = name_key(name) if party.is_name else fold(name)
    return replace(party, name=name, key=key, titles=titles, offices=offices)
