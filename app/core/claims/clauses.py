"""Finds the clauses of a parsed sentence: what heads each, which words belong to it, and what governs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.claims.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.claim import Stance
from app.core.model.sentence import ParsedSentence, Word

CONTENT_TAGS = ("VERB", "NOUN", "PROPN", "ADJ", "NUM", "ADV", "PRON", "X", "AUX", "INTJ", "SYM")
NOT_A_PREDICATE = frozenset(
    {"aux", "aux:pass", "cop", "amod", "compound", "flat", "fixed", "case", "mark", "cc", "det", "nummod", "punct"}
)
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


def content_tag(word: Word) -> str:
    """The tag of the word proper, clitics apart: VERB for ``CCONJ+VERB+PRON``."""
    return next((tag for tag in word.tags if tag in CONTENT_TAGS and tag != "PRON"), word.tags[-1])


def following_words(sentence: ParsedSentence, position: int) -> list[str]:
    """The next words, folded, by which a phrase of several words is recognised."""
    return [fold(word.text) for word in sentence.words[position + 1 : position + 6]]


def find_clauses(sentence: ParsedSentence, lexicon: Lexicon) -> list[Clause]:
    """All clauses in the order of their heads; a sentence without any predicate has none."""
    kinds = {position: kind for position in range(len(sentence.words)) if (kind := _kind(sentence, position, lexicon))}
    lending = _light_verbs(sentence, kinds, lexicon)
    described = _describing_verbs(sentence, kinds, lexicon)
    for verb in (*lending.values(), *described):
        kinds.pop(verb, None)
    nouns_of = {verb: noun for noun, verb in lending.items()} | described
    owners = [_owner(sentence, position, kinds, nouns_of) for position in range(len(sentence.words))]
    return [_clause(sentence, head, kinds, owners, lending, nouns_of, lexicon) for head in sorted(kinds)]


def _kind(sentence: ParsedSentence, position: int, lexicon: Lexicon) -> ClauseKind | None:
    word = sentence.words[position]
    tag = content_tag(word)
    relations = {sentence.words[child].relation for child in sentence.children[position]}
    if word.relation in NOT_A_PREDICATE:
        return None
    if tag == "VERB":
        return ClauseKind.VERBAL
    if "cop" in relations:
        return ClauseKind.NOMINAL
    if tag in ("NOUN", "PROPN") and word.relation not in ("vocative", "appos"):
        following = following_words(sentence, position)
        if tag == "NOUN" and (
            lexicon.event_type(word.text, following, noun=True) or _is_denied_noun(sentence, position, lexicon)
        ):
            return ClauseKind.EVENT_NOUN
    if relations & {"nsubj", "csubj", "nsubj:pass"} and tag not in ("PUNCT", "ADP", "DET"):
        return ClauseKind.NOMINAL
    return None


def _is_denied_noun(sentence: ParsedSentence, position: int, lexicon: Lexicon) -> bool:
    """Whether the word is what a verb of denying denies: "denied any stoppage", نفت الشركة توقف الإنتاج."""
    word = sentence.words[position]
    if word.relation not in ("obj", "xcomp", "ccomp") or word.head == 0:
        return False
    governor = sentence.words[word.head - 1]
    if content_tag(governor) != "VERB" or lexicon.stance(governor.text) != Stance.DENIES:
        return False
    return lexicon.event_type(governor.text, following_words(sentence, word.head - 1), noun=False) is None


def _light_verbs(sentence: ParsedSentence, kinds: dict[int, ClauseKind], lexicon: Lexicon) -> dict[int, int]:
    """Heads told by a verb that lends its grammar: noun or verb -> that verb ("made a visit", قام بزيارة,
    "failed to agree")."""
    lending: dict[int, int] = {}
    for noun, kind in kinds.items():
        word = sentence.words[noun]
        verb = word.head - 1
        if _completes(sentence, noun, kinds, lexicon) and verb not in lending.values() and verb not in lending:
            lending[noun] = verb
            continue
        measured = verb >= 0 and verb not in kinds and word.relation == "nmod"
        if measured:  # "held 90 minutes of talks", "عقد سلسلة اجتماعات"
            word = sentence.words[verb]
            verb = word.head - 1
        if kind is not ClauseKind.EVENT_NOUN or kinds.get(verb) is not ClauseKind.VERBAL or verb in lending.values():
            continue
        core = word.relation in ("obj", "nsubj", "nsubj:pass", "obl", "iobj")
        if core and abs(noun - verb) <= 8 and _lends(sentence.words[verb].text, lexicon):
            lending[noun] = verb
    return lending


def _lends(verb: str, lexicon: Lexicon) -> bool:
    """Whether a verb lends its grammar to a noun: "made a visit", and "failed in" what did then not happen."""
    return lexicon.is_in("light_verbs", verb) or lexicon.is_in("negative_governors", verb)


def _completes(sentence: ParsedSentence, verb: int, kinds: dict[int, ClauseKind], lexicon: Lexicon) -> bool:
    """Whether a verb completes an untyped one and tells the event with it: "failed to agree", "went on to win"."""
    word = sentence.words[verb]
    governor = word.head - 1
    if word.relation != "xcomp" or kinds.get(verb) is not ClauseKind.VERBAL:
        return False
    if kinds.get(governor) is not ClauseKind.VERBAL:
        return False
    text = sentence.words[governor].text
    return lexicon.stance(text) is None and _event_type(sentence, governor, ClauseKind.VERBAL, lexicon) is None


def _describing_verbs(sentence: ParsedSentence, kinds: dict[int, ClauseKind], lexicon: Lexicon) -> dict[int, int]:
    """Light verbs that describe an event noun: verb -> noun ("a meeting held in Cairo", اجتماع عقد في القاهرة)."""
    found: dict[int, int] = {}
    for verb in kinds:
        word = sentence.words[verb]
        noun = word.head - 1
        near = word.relation.startswith("acl") or (word.relation == "nmod" and verb == noun + 1)
        if near and kinds.get(noun) is ClauseKind.EVENT_NOUN and lexicon.is_in("light_verbs", word.text):
            found[verb] = noun
    return found


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
    sentence: ParsedSentence,
    head: int,
    kinds: dict[int, ClauseKind],
    owners: Sequence[int | None],
    lending: dict[int, int],
    nouns_of: dict[int, int],
    lexicon: Lexicon,
) -> Clause:
    kind = kinds[head]
    verb = lending.get(head)
    top = head if verb is None else verb
    above = sentence.words[top].head - 1
    governor = owners[above] if above >= 0 else None
    own = tuple(position for position, owner in enumerate(owners) if owner == head)
    return Clause(
        head=head,
        kind=kind,
        event_type=_event_type(sentence, head, kind, lexicon),
        governor=governor if governor != head else None,
        words=own,
        span=_span(sentence, head, own, kinds, owners, lexicon),
        light_verb=verb,
        helpers=tuple(sorted(helper for helper, noun in nouns_of.items() if noun == head)),
    )


def _event_type(sentence: ParsedSentence, head: int, kind: ClauseKind, lexicon: Lexicon) -> str | None:
    text, following = sentence.words[head].text, following_words(sentence, head)
    if kind is ClauseKind.EVENT_NOUN:
        return lexicon.event_type(text, following, noun=True)
    found = lexicon.event_type(text, following, noun=False)
    if found or kind is ClauseKind.VERBAL:
        return found
    return lexicon.event_type(text, following, noun=True)


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
    positions = _cut_long(sentence, _largest_run(sorted(inside), head), head)
    while len(positions) > 1 and _opens(sentence.words[positions[0]], lexicon) and positions[0] != head:
        positions = positions[1:]
    while len(positions) > 1 and _closes(sentence.words[positions[-1]]) and positions[-1] != head:
        positions = positions[:-1]
    return positions[0], positions[-1]


LONGEST_QUOTE = 30  # words; longer clauses carry asides that belong to no claim
COMMAS = (",", "،", ";", "؛")
MAX_GAP = 12  # words of an inserted clause that a quote may run over


def _largest_run(positions: list[int], head: int) -> list[int]:
    """The positions around the head without a gap of more than MAX_GAP words: no stray word stretches a quote."""
    start = stop = positions.index(head)
    while start > 0 and positions[start] - positions[start - 1] <= MAX_GAP:
        start -= 1
    while stop + 1 < len(positions) and positions[stop + 1] - positions[stop] <= MAX_GAP:
        stop += 1
    return positions[start : stop + 1]


def _cut_long(sentence: ParsedSentence, positions: list[int], head: int) -> list[int]:
    """A quote of more than LONGEST_QUOTE words ends at its last comma well behind the head, again and again."""
    while len(positions) > LONGEST_QUOTE:
        commas = [i for i, p in enumerate(positions) if p > head + 5 and sentence.words[p].text in COMMAS]
        if not commas or commas[-1] == len(positions) - 1 == 0:
            break
        positions = positions[: commas[-1]]
    return positions


def _opens(word: Word, lexicon: Lexicon) -> bool:
    if word.relation in OPENERS or content_tag(word) == "PUNCT":
        return True
    return fold(word.text) in lexicon.subordinators and word.tags[0] in ("SCONJ", "CCONJ", "ADP", "PART")


def _closes(word: Word) -> bool:
    return word.relation in ("punct", "cc", "mark") or (
        word.tags[0] in ("PUNCT", "CCONJ", "SCONJ") and len(word.tags) == 1
    )
