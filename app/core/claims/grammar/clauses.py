"""Finds the clauses of a parsed sentence: what heads each, which words belong to it, and what governs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from app.core.claims.grammar.runs import cut_long, largest_run
from app.core.claims.grammar.tree import closes
from app.core.claims.words.beside import Beside, preposition_of
from app.core.claims.words.lexicon import Lexicon
from app.core.claims.words.triggers import Trigger
from app.core.folding import fold
from app.core.model.claim import Stance
from app.core.model.entity import EntityType, Mention
from app.core.model.quantity import Quantity
from app.core.model.sentence import ParsedSentence, Word

CONTENT_TAGS = ("VERB", "NOUN", "PROPN", "ADJ", "NUM", "ADV", "PRON", "X", "AUX", "INTJ", "SYM")
NOT_A_PREDICATE = frozenset(
    {"aux", "aux:pass", "cop", "amod", "compound", "flat", "fixed", "case", "mark", "cc", "det", "nummod", "punct"}
)
LENDING_REACH = 16  # words between a light verb and its noun
HEADLINE_REACH = 3  # words before a word among which a colon makes it the headline proper
OPENERS = frozenset({"mark", "cc", "punct", "discourse"})


class ClauseKind(StrEnum):
    """What heads the clause."""

    VERBAL = "verbal"
    NOMINAL = "nominal"  # "X is the minister", nominal sentences
    EVENT_NOUN = "event_noun"  # "the arrival of X", وصول حفتر


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause. ``head`` and ``words`` are positions in the sentence; ``governor`` is the head of the
    clause above it.

    ``words`` are the clause's own: those whose nearest clause head above them is ``head``. ``span`` are the positions
    that its quote runs over, event nouns inside it included.
    """

    head: int
    kind: ClauseKind
    event_type: str | None
    governor: int | None
    words: tuple[int, ...]
    span: tuple[int, int]  # first and last position
    light_verb: int | None = None  # position of the verb that lends its grammar to an event noun
    helpers: tuple[int, ...] = ()  # all such verbs: "a meeting held in Cairo that X attended" has two
    idiom: tuple[int, ...] = ()  # words that only complete the head: "arms" in "laid down their arms"


def content_tag(word: Word) -> str:
    """The tag of the word proper, clitics apart: VERB for ``CCONJ+VERB+PRON``."""
    return _content(word.tags)


@lru_cache(maxsize=4_096)
def _content(tags: tuple[str, ...]) -> str:
    return next((tag for tag in tags if tag in CONTENT_TAGS and tag != "PRON"), tags[-1])


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """One sentence with what its clauses are found by: ``names``, ``numbers`` as in Beside."""

    sentence: ParsedSentence
    lexicon: Lexicon
    names: Mapping[int, EntityType]
    numbers: frozenset[int] = frozenset()
    triggers: dict[tuple[int, bool], tuple[str, Trigger] | None] = field(default_factory=dict)  # those asked for

    def beside(self, position: int, *, noun: bool = False) -> Beside:
        """The neighbourhood of a word."""
        return Beside(self.sentence, position, self.lexicon, self.names, noun, self.numbers)

    def trigger(self, position: int, *, noun: bool) -> tuple[str, Trigger] | None:
        """The event type that the word triggers as a noun or as a verb, with the entry that says so."""
        if (position, noun) not in self.triggers:
            text = self.lexicon.text_at(self.sentence, position)
            known = self.lexicon.may_trigger(text, noun=noun)
            found = self.lexicon.trigger(text, self.beside(position, noun=noun), noun=noun) if known else None
            self.triggers[position, noun] = found
        return self.triggers[position, noun]

    def event_type(self, position: int, kind: ClauseKind) -> str | None:
        """The event type of a clause with this head."""
        order = {ClauseKind.EVENT_NOUN: (True,), ClauseKind.VERBAL: (False,), ClauseKind.NOMINAL: (False, True)}
        found = (self.trigger(position, noun=noun) for noun in order[kind])
        return next((trigger[0] for trigger in found if trigger is not None), None)


def find_clauses(
    sentence: ParsedSentence,
    lexicon: Lexicon,
    mentions: Sequence[Mention] = (),
    quantities: Sequence[Quantity] = (),
) -> list[Clause]:
    """All clauses in the order of their heads; a sentence without any predicate has none."""
    names = {p: mention.type for mention in mentions for p in sentence.covered(mention.start, mention.end)}
    numbers = frozenset(p for found in quantities for p in sentence.covered(found.start, found.end))
    reading = _Reading(sentence=sentence, lexicon=lexicon, names=names, numbers=numbers)
    kinds = {position: kind for position in range(len(sentence.words)) if (kind := _kind(reading, position))}
    for position in (*_doubled(reading, kinds), *(p for h, k in kinds.items() for p in _idiom(reading, h, k))):
        kinds.pop(position, None)
    lending = _light_verbs(reading, kinds)
    for predicate, copula in _predicates(reading, kinds).items():
        kinds[predicate] = ClauseKind.NOMINAL
        lending[predicate] = copula
    described = _describing_verbs(reading, kinds)
    for verb in (*lending.values(), *described):
        kinds.pop(verb, None)
    nouns_of = {verb: noun for noun, verb in lending.items()} | described
    owners = [_owner(sentence, position, kinds, nouns_of) for position in range(len(sentence.words))]
    return [_clause(reading, head, kinds, owners, lending, nouns_of) for head in sorted(kinds)]


def _kind(reading: _Reading, position: int) -> ClauseKind | None:
    sentence = reading.sentence
    word = sentence.words[position]
    tag = content_tag(word)
    relations = {sentence.words[child].relation for child in sentence.children[position]}
    if word.relation in NOT_A_PREDICATE:
        return None
    if word.relation in ("advcl", "acl", "obl") and reading.lexicon.preposition_parts(word.text):
        return None  # "regarding", "procedente de"
    if tag == "VERB":
        return ClauseKind.EVENT_NOUN if _is_noun_of_light_verb(reading, position) else ClauseKind.VERBAL
    if "cop" in relations:
        return ClauseKind.NOMINAL
    describes = tag in ("ADJ", "ADV", "NOUN") and word.relation in ("advcl", "acl", "xcomp")
    if describes and "ccomp" in relations and reading.lexicon.stance(word.text) is not None:
        return ClauseKind.VERBAL  # مضيفا أن: a participle of saying, whatever its tag
    event = tag == "NOUN" and (word.relation not in ("vocative", "appos") or _is_headline(sentence, position))
    if event and (reading.trigger(position, noun=True) or _is_denied_noun(reading, position)):
        return ClauseKind.EVENT_NOUN
    if relations & {"nsubj", "csubj", "nsubj:pass"} and tag not in ("PUNCT", "ADP", "DET"):
        return ClauseKind.NOMINAL
    return None


def _is_noun_of_light_verb(reading: _Reading, position: int) -> bool:
    """Whether the reader took the noun of a light verb for a verb: لقي ... مصرعهم."""
    word = reading.sentence.words[position]
    if word.relation not in ("obj", "nsubj") or word.head == 0 or reading.trigger(position, noun=True) is None:
        return False
    verb = word.head - 1
    text = reading.lexicon.text_at(reading.sentence, verb)
    return reading.lexicon.lends(text, reading.beside(verb), preposition_of(reading.sentence, position))


def _is_headline(sentence: ParsedSentence, position: int) -> bool:
    """Whether a word stands behind a topic and a colon: "Oran : ouverture d'une usine"."""
    return any(word.text == ":" for word in sentence.words[max(0, position - HEADLINE_REACH) : position])


def _is_denied_noun(reading: _Reading, position: int) -> bool:
    """Whether the word is what a verb of denying denies: "denied any stoppage", نفت الشركة توقف الإنتاج."""
    word = reading.sentence.words[position]
    if word.relation not in ("obj", "xcomp", "ccomp") or word.head == 0:
        return False
    if reading.lexicon.is_in("attribution_nouns", word.text):
        return False  # "denied reports of ...": what they report is denied
    governor = reading.sentence.words[word.head - 1]
    if content_tag(governor) != "VERB" or _stance_at(reading, word.head - 1) != Stance.DENIES:
        return False
    return reading.trigger(word.head - 1, noun=False) is None


def _stance_at(reading: _Reading, position: int) -> str | None:
    return reading.lexicon.stance(reading.lexicon.text_at(reading.sentence, position))


def _idiom(reading: _Reading, position: int, kind: ClauseKind) -> tuple[int, ...]:
    """Words below that only complete the idiom of a verb or noun: "took hostage", "laid down their arms"."""
    noun = kind is ClauseKind.EVENT_NOUN
    trigger = reading.trigger(position, noun=noun)
    if trigger is None or not trigger[1].further:
        return ()
    below = set(reading.sentence.subtree(position))
    beside = reading.beside(position, noun=noun)
    places = {beside.place_of(word) for word in trigger[1].further}
    return tuple(sorted(place for place in places if place is not None and place in below))


def _doubled(reading: _Reading, kinds: dict[int, ClauseKind]) -> set[int]:
    """Event nouns that only tell again what the verb or noun above tells: "an earthquake struck", "a fire swept",
    "an agreement to a truce"."""
    found: set[int] = set()
    for position, kind in kinds.items():
        word = reading.sentence.words[position]
        above = word.head - 1
        if kind is not ClauseKind.EVENT_NOUN or above not in kinds:
            continue
        noun = kinds[above] is ClauseKind.EVENT_NOUN
        base = word.base
        one, other = reading.trigger(position, noun=True), reading.trigger(above, noun=noun)
        if one is None or other is None or one[0] != other[0]:
            continue
        toll = other[1].tells_toll and base in ("obj", "obl")
        if base == "nmod" if noun else base == "nsubj" or toll:
            found.add(position)
    return found


def _predicates(reading: _Reading, kinds: dict[int, ClauseKind]) -> dict[int, int]:
    """Nouns and adjectives that a verb of being says of its subject: predicate -> that verb (كان نائبا)."""
    found: dict[int, int] = {}
    words = reading.sentence.words
    for verb, kind in list(kinds.items()):
        if kind is not ClauseKind.VERBAL or not reading.lexicon.is_in("copulas", words[verb].text):
            continue
        below = reading.sentence.children[verb]
        if any(content_tag(words[child]) == "VERB" for child in below):
            continue
        for child in below:
            nominal = content_tag(words[child]) in ("NOUN", "ADJ") and preposition_of(reading.sentence, child) is None
            said = words[child].relation in ("obj", "xcomp", "obl", "advcl")
            if nominal and child > verb and said and child not in kinds:
                found[child] = verb
                break
    return found


def _light_verbs(reading: _Reading, kinds: dict[int, ClauseKind]) -> dict[int, int]:
    """Heads told by a verb that lends its grammar: noun or verb -> that verb ("made a visit", قام بزيارة,
    "failed to agree")."""
    lending: dict[int, int] = {}
    for head, kind in kinds.items():
        verb = _completed(reading, head, kinds)
        if verb is None and kind is ClauseKind.EVENT_NOUN:
            verb = _lender(reading, head, kinds)
        if verb is not None and verb not in lending.values() and verb not in lending:
            lending[head] = verb
    return lending


def _lender(reading: _Reading, noun: int, kinds: dict[int, ClauseKind]) -> int | None:
    """The verb that lends its grammar to an event noun."""
    words = reading.sentence.words
    part = noun
    verb = words[part].head - 1
    if verb >= 0 and verb not in kinds and words[part].relation == "nmod":
        part = verb  # "held 90 minutes of talks", "عقد سلسلة اجتماعات"
        verb = words[part].head - 1
    if kinds.get(verb) is None or abs(noun - verb) > LENDING_REACH:
        return None
    base = words[part].base
    lexicon, text = reading.lexicon, reading.lexicon.text_at(reading.sentence, verb)
    if kinds[verb] is ClauseKind.NOMINAL and base == "nsubj" and lexicon.is_of_class("authorship", text):
        return verb  # "the raid was the work of X"
    if kinds[verb] is not ClauseKind.VERBAL and words[verb].tag != "AUX":
        return None
    preposition = preposition_of(reading.sentence, part)
    if base == "obl" or (base in ("obj", "iobj") and preposition is not None):
        lends = preposition is not None and lexicon.lends(text, reading.beside(verb), preposition)
    elif base in ("obj", "nsubj", "iobj"):
        governs = any(lexicon.is_in(name, text) for name in ("planning", "ongoing")) and lexicon.stance(text) is None
        own = reading.trigger(verb, noun=False) if base == "nsubj" else None  # "une frappe a fait six morts"
        lends = governs or (lexicon.lends(text, reading.beside(verb), None) and not (own and own[1].further))
    else:
        lends = False
    lends = lends or (base in ("obl", "obj", "nsubj") and lexicon.is_in("negative_governors", text))
    return verb if lends else None


def _completed(reading: _Reading, verb: int, kinds: dict[int, ClauseKind]) -> int | None:
    """The verb without an event of its own that another completes: "failed to agree", "went on to win"."""
    word = reading.sentence.words[verb]
    governor = word.head - 1
    if word.relation != "xcomp" or kinds.get(verb) is not ClauseKind.VERBAL:
        return None
    if kinds.get(governor) is not ClauseKind.VERBAL:
        return None
    lexicon, text = reading.lexicon, reading.lexicon.text_at(reading.sentence, governor)
    modifies = any(lexicon.is_in(name, text) for name in ("negative_governors", "ongoing"))
    if not modifies and (lexicon.stance(text) is not None or reading.trigger(governor, noun=False) is not None):
        return None
    return governor


def _describing_verbs(reading: _Reading, kinds: dict[int, ClauseKind]) -> dict[int, int]:
    """Light verbs that describe an event noun: verb -> noun ("a meeting held in Cairo", اجتماع عقد في القاهرة)."""
    found: dict[int, int] = {}
    for verb, word in enumerate(reading.sentence.words):
        noun = word.head - 1
        if kinds.get(noun) is not ClauseKind.EVENT_NOUN or kinds.get(verb) is ClauseKind.EVENT_NOUN:
            continue
        taken_for_noun = word.relation == "nmod" and verb == noun + 1
        near = taken_for_noun or (word.relation.startswith("acl") and verb in kinds)
        if not near or _has_named_subject(reading, verb):
            continue
        text = reading.lexicon.text_at(reading.sentence, verb)
        planned = word.relation.startswith("acl") and reading.lexicon.is_in("planning", text)
        if planned or reading.lexicon.lends(text, reading.beside(verb), None):
            found[verb] = noun
    return found


def _has_named_subject(reading: _Reading, verb: int) -> bool:
    return any(
        reading.sentence.words[child].relation == "nsubj" and child in reading.names
        for child in reading.sentence.children[verb]
    )


def _owner(
    sentence: ParsedSentence, position: int, kinds: dict[int, ClauseKind], nouns_of: dict[int, int]
) -> int | None:
    """The nearest clause head at or above a word; a light verb stands for its noun."""
    current: int | None = position
    while current is not None and current >= 0:
        if current in nouns_of:
            return nouns_of[current]
        if current in kinds:
            return current
        current = sentence.words[current].head - 1
    return None


def _clause(
    reading: _Reading,
    head: int,
    kinds: dict[int, ClauseKind],
    owners: Sequence[int | None],
    lending: dict[int, int],
    nouns_of: dict[int, int],
) -> Clause:
    sentence, kind = reading.sentence, kinds[head]
    verb = lending.get(head)
    top = head if verb is None else verb
    above = sentence.words[top].head - 1
    governor = owners[above] if above >= 0 else None
    own = tuple(position for position, owner in enumerate(owners) if owner == head)
    return Clause(
        head=head,
        kind=kind,
        event_type=reading.event_type(head, kind),
        governor=governor if governor != head else None,
        words=own,
        span=_span(sentence, head, own, kinds, owners, reading.lexicon),
        light_verb=verb,
        helpers=tuple(sorted(helper for helper, noun in nouns_of.items() if noun == head)),
        idiom=_idiom(reading, head, kind),
    )


def _span(
    sentence: ParsedSentence,
    head: int,
    own: tuple[int, ...],
    kinds: dict[int, ClauseKind],
    owners: Sequence[int | None],
    lexicon: Lexicon,
) -> tuple[int, int]:
    """First and last position of the quote: own words and event nouns among them, without openers."""
    inside = set(own)
    for position, owner in enumerate(owners):
        if owner is not None and kinds.get(owner) is ClauseKind.EVENT_NOUN and owner != head:
            chain = owner
            while chain is not None and kinds.get(chain) is ClauseKind.EVENT_NOUN and chain != head:
                above = sentence.words[chain].head - 1
                chain_next = owners[above] if above >= 0 else None
                if chain_next is None or chain_next == chain:
                    break
                chain = chain_next
            if chain == head:
                inside.add(position)
    positions = cut_long(sentence, largest_run(sorted(inside), head), head)
    while len(positions) > 1 and positions[0] != head and _opens(sentence.words[positions[0]], positions, lexicon):
        positions = positions[1:]
    while len(positions) > 1 and closes(sentence.words[positions[-1]]) and positions[-1] != head:
        positions = positions[:-1]
    return positions[0], positions[-1]


def _opens(word: Word, positions: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether no quote begins with the word, which is no part of a phrase like "as much as"."""
    if word.relation in OPENERS or content_tag(word) == "PUNCT":
        return True
    if word.relation == "advmod" and word.head - 1 == positions[1]:
        return False
    return fold(word.text) in lexicon.subordinators and word.tags[0] in ("SCONJ", "CCONJ", "ADP", "PART")
