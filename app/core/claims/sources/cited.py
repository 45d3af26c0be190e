"""Sources in phrases: "according to X", "X'e göre", نقلا عن."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.core.claims.grammar.clauses import content_tag
from app.core.claims.grammar.quotation import MARKS, find_quoted
from app.core.claims.sources.sources import Hearing, media_under, source_at, sources_at
from app.core.claims.words.beside import preposition_of
from app.core.folding import fold
from app.core.model.claim import Source, SourceKind, Stance
from app.core.model.entity import EntityType
from app.core.model.sentence import ParsedSentence
from app.core.model.words import ClaimWords
from app.core.remembering import BuiltOnce

LONGEST_SOURCE = 8  # words among which the head of the source is looked for
LONGEST_NAME = 4  # words of a medium at the end of a headline
EDGE = 2  # words and marks before a phrase that still begins the sentence
NAMING = ("NOUN", "PROPN", "PRON", "X", "ADJ")
LINKS = ("DET", "ADP")  # small words inside the name of a speaker
ENDS = ("PUNCT", "VERB")
CLOSING_HEADLINES = (":", "-", "–", "—")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Sources of one phrase, which stands at a position. ``owner`` is the clause in which it stands; ``farther`` where
    they are cited by what the clause says ("citing X"), not for it; ``leads`` where the phrase begins the sentence, and
    is for all of it."""

    at: int
    owner: int
    sources: tuple[Source, ...]
    farther: bool
    leads: bool


def find_cited(hearing: Hearing) -> list[Cited]:
    """The sources that phrases of the sentence cite, in text order."""
    phrases = _phrases_of(hearing.lexicon.words)
    folded = [fold(word.text) for word in hearing.sentence.words]
    found: list[Cited] = []
    for before, is_farther in ((phrases.nearer, False), (phrases.farther, True)):
        for position, head in _before(hearing, folded, before):
            found.extend(_cited(hearing, position, head, is_farther))
    found.extend(_quoting(hearing))
    found.extend(_headline(hearing))
    found.extend(_heading(hearing))
    found.extend(_worded(hearing))
    for position, head in _behind(hearing, folded, phrases.after):
        found.extend(_cited(hearing, position, head, False))
    return found


def _quoting(hearing: Hearing) -> list[Cited]:
    """Sources in "..., quoting a security source": for the clause on which the participle hangs."""
    sentence = hearing.sentence
    found: list[Cited] = []
    for verb, word in enumerate(sentence.words):
        if not hearing.lexicon.is_in("quoting", word.text):
            continue
        if hearing.base(verb) == "case" and content_tag(word) == "VERB":  # "Citant une source, le journal ..."
            found.extend(_cited(hearing, verb, word.head - 1, True))
        if hearing.base(verb) not in ("advcl", "xcomp", "obl", "parataxis"):
            continue
        owner = next((c.head for c in hearing.clauses if word.head - 1 in c.words), None)
        for child in sentence.children[verb]:
            document = hearing.lexicon.is_in("attribution_nouns", sentence.words[child].text)
            if owner is not None and not document and hearing.base(child) in ("obj", "obl", "nmod", "nsubj"):
                sources = sources_at(hearing, child, Stance.SAYS)
                found.extend(
                    [Cited(at=verb, owner=owner, sources=sources, farther=True, leads=False)] if sources else []
                )
    return found


def _headline(hearing: Hearing) -> list[Cited]:
    """The source behind a mark at the end of a headline: "X to merge with Y: Reuters", "Two killed - ministry", "Two
    killed (ministry)"."""
    words = hearing.sentence.words
    last = len(words) - 2 if words[-1].text == ")" else len(words) - 1
    marks = "(" if words[-1].text == ")" else CLOSING_HEADLINES
    mark = next((p for p in range(last, 0, -1) if words[p].text in marks), None)
    if mark is None or not 0 < last - mark <= LONGEST_NAME or not hearing.clauses:
        return []
    head = _head_of_run(hearing.sentence, mark + 1)
    sources = tuple(media_under(hearing, head, Stance.SAYS)) or _body_at(hearing, head)
    owner = next((clause.head for clause in hearing.clauses if clause.head < mark), None)
    if not sources or owner is None:
        return []
    return [Cited(at=mark, owner=owner, sources=sources, farther=False, leads=True)]


def _body_at(hearing: Hearing, head: int) -> tuple[Source, ...]:
    """The office, body or unnamed source that a phrase tells, where it tells no more than that."""
    word = hearing.sentence.words[head]
    named = hearing.names.mention_at(head)
    barred = named is not None and named.type is EntityType.PLACE
    source = None if barred or content_tag(word) not in NAMING else source_at(hearing, head, Stance.SAYS)
    forms = set(hearing.lexicon.forms(word.text))
    known = forms & (hearing.speakers.offices | hearing.speakers.bodies) or hearing.lexicon.is_in(
        "anonymous", word.text
    )
    return (source,) if source is not None and known else ()


def _heading(hearing: Hearing) -> list[Cited]:
    """The speaker before the colon of a headline: "Health ministry: 12 killed in X"; no place, no topic."""
    words = hearing.sentence.words
    colon = next((p for p, word in enumerate(words[: LONGEST_NAME + 2]) if word.text == ":"), 0)
    if not colon or any(content_tag(word) not in NAMING and word.tags[0] not in LINKS for word in words[:colon]):
        return []
    owner = next((clause.head for clause in hearing.clauses if clause.head > colon), None)
    head = next(p for p in range(colon) if not 0 <= words[p].head - 1 < colon)
    mention = hearing.names.mention_at(head)
    if owner is None or (mention is not None and mention.type is EntityType.PLACE):
        return []
    sources = sources_at(hearing, head, Stance.SAYS)
    if not sources or sources[0].kind is SourceKind.ANONYMOUS:
        return []
    return [Cited(at=0, owner=owner, sources=sources, farther=False, leads=True)]


def _worded(hearing: Hearing) -> list[Cited]:
    """Whose words a quotation is, where a noun for them leads to it: "closed with a line that drew applause: ...", "...
    sözleriyle tepki çekti"."""
    words = hearing.sentence.words
    quoted = find_quoted(hearing.sentence, 0).positions
    found: list[Cited] = []
    for noun, word in enumerate(words):
        if noun in quoted or not hearing.lexicon.is_in("spoken_words", word.text):
            continue
        owner = _quotation_at(hearing, noun, quoted)
        speaker = None if owner is None else _subject_over(hearing, noun, quoted)
        if owner is not None and speaker is not None and speaker.kind is SourceKind.PERSON:
            found.append(Cited(at=noun, owner=owner, sources=(speaker,), farther=False, leads=False))
    return found


def _quotation_at(hearing: Hearing, noun: int, quoted: frozenset[int]) -> int | None:
    """The first clause of the quotation that ends right before a noun, or that a colon behind it opens."""
    words = hearing.sentence.words
    heads = sorted(clause.head for clause in hearing.clauses if clause.head in quoted)
    if noun > 1 and words[noun - 1].text in MARKS:
        return next((head for head in heads if head < noun), None)
    colons = (p for p in range(noun + 1, len(words) - 1) if words[p].text == ":" and words[p + 1].text in MARKS)
    colon = next(colons, None)
    return None if colon is None else next((head for head in heads if head > colon), None)


def _subject_over(hearing: Hearing, noun: int, quoted: frozenset[int]) -> Source | None:
    """The subject of the nearest verb above a noun, outside the quotation."""
    words, at = hearing.sentence.words, noun
    for _ in range(len(words)):
        for child in hearing.sentence.children[at]:
            if hearing.base(child) == "nsubj" and child not in quoted:
                return source_at(hearing, child, Stance.SAYS)
        at = words[at].head - 1
        if at < 0:
            return None
    return None


_ByFirst = Mapping[str, Sequence[tuple[str, ...]]]  # folded phrases by their first words


class _Phrases:
    """The phrases of one pack that open a source, or stand behind it."""

    def __init__(self, words: ClaimWords) -> None:
        self.nearer = _by_first(words.according_to)
        self.farther = _by_first(entry for entry in words.citing if " " in entry)
        self.after = _by_first(words.according_after)


_phrases_of = BuiltOnce(_Phrases)


def _by_first(phrases: Iterable[str]) -> _ByFirst:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        parts = tuple(fold(word) for word in phrase.split())
        found.setdefault(parts[0], []).append(parts)
    return found


def _ends(folded: Sequence[str], position: int, phrases: _ByFirst) -> list[int]:
    """The positions after each of the phrases that begin at a position."""
    begun = phrases.get(folded[position], ())
    return [end for phrase in begun if (end := _phrase_end(folded, position, phrase)) is not None]


def _cited(hearing: Hearing, position: int, head: int, farther: bool) -> list[Cited]:
    if content_tag(hearing.sentence.words[head]) == "VERB":
        return []
    sources = sources_at(hearing, head, Stance.SAYS) or _told_by(hearing, head)
    owner = next((c.head for c in hearing.clauses if head in c.words and head != c.head), None)
    owner = owner or next((c.head for c in hearing.clauses if position in c.words), None)
    if not sources or owner is None:
        return []
    behind = head < position  # "X'e göre"
    leads = (min(hearing.sentence.subtree(head)) if behind else position) < EDGE
    return [Cited(at=position, owner=owner, sources=sources, farther=farther, leads=leads)]


def _told_by(hearing: Hearing, head: int) -> tuple[Source, ...]:
    """Who speaks in "according to what a source said"."""
    below = [verb for verb in hearing.sentence.children[head] if hearing.base(verb) == "acl"]
    behind = head + 1 if head + 1 < len(hearing.sentence.words) else head  # the tree may part حسب ما from its verb
    parted = [behind] if content_tag(hearing.sentence.words[behind]) == "VERB" else []
    for verb in (*below, *parted):
        if _speaks(hearing, verb):
            return _told_in(hearing, verb)
    return ()


def _speaks(hearing: Hearing, verb: int) -> bool:
    return hearing.lexicon.stance(hearing.sentence.words[verb].text) is not None


def _told_in(hearing: Hearing, verb: int) -> tuple[Source, ...]:
    """The medium told, who speaks and whom he cites in "what X told the daily Y", "what the agency X quoted from Y"."""
    speaking: list[Source] = []
    media: list[Source] = []
    cited: list[Source] = []
    citing = {fold(entry) for entry in hearing.lexicon.words.citing}
    for child in hearing.sentence.children[verb]:
        preposition = preposition_of(hearing.sentence, child)
        if hearing.base(child) == "nsubj":
            speaking.extend(sources_at(hearing, child, Stance.SAYS))
        elif hearing.base(child) in ("obl", "iobj", "obj") and preposition is not None:
            told = fold(preposition) not in citing
            (media if told else cited).extend(
                media_under(hearing, child, Stance.SAYS) if told else sources_at(hearing, child, Stance.SAYS)
            )
    return (*media, *speaking, *cited) if speaking else ()


def _before(hearing: Hearing, folded: Sequence[str], phrases: _ByFirst) -> list[tuple[int, int]]:
    """(position of the phrase, head of what follows it) for every phrase that stands there."""
    found = []
    for position in range(len(folded)):
        after = max(_ends(folded, position, phrases), default=None)
        if after is not None and after < len(folded):
            found.append((position, _head_of_run(hearing.sentence, after)))
    return found


def _behind(hearing: Hearing, folded: Sequence[str], phrases: _ByFirst) -> list[tuple[int, int]]:
    """The same for phrases behind their source: the word on which they hang, or the one before them."""
    sentence = hearing.sentence
    found = []
    for position in range(1, len(folded)):
        if _ends(folded, position, phrases):
            head = sentence.words[position].head - 1
            hangs = 0 <= head < position and content_tag(sentence.words[head]) in NAMING
            found.append((position, head if hangs else _top_before(sentence, position)))
    return found


def _top_before(sentence: ParsedSentence, position: int) -> int:
    """The head of the noun phrase that ends before a position."""
    current = position - 1
    for _ in range(LONGEST_SOURCE):
        above = sentence.words[current].head - 1
        if not 0 <= above < position or content_tag(sentence.words[above]) not in NAMING:
            break
        current = above
    return current


def _phrase_end(folded: Sequence[str], position: int, phrase: tuple[str, ...]) -> int | None:
    """Position after the phrase that begins here; a last letter of the phrase may be written on the next word."""
    for offset, part in enumerate(phrase):
        here = position + offset
        if here >= len(folded):
            return None
        last = offset + 1 == len(phrase)
        if folded[here] == part:
            if last:
                return here + 1
        elif offset and last and len(part) == 1 and folded[here].startswith(part):
            return here
        else:
            return None
    return None


def _head_of_run(sentence: ParsedSentence, start: int) -> int:
    """The head of the noun phrase that begins at a position: the first word there whose own head lies outside of it."""
    stop = start
    while stop < len(sentence.words) and stop - start < LONGEST_SOURCE:
        word = sentence.words[stop]
        if content_tag(word) in ENDS and word.text not in MARKS:
            break
        stop += 1
    for position in range(start, stop):
        head = sentence.words[position].head - 1
        if content_tag(sentence.words[position]) in NAMING and not start <= head < stop:
            return position
    return start
