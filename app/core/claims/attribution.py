"""Who said it: the chain of sources between an outlet and a clause."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.core.claims.arguments import preposition_of
from app.core.claims.clauses import Clause, ClauseKind, content_tag
from app.core.claims.lexicon import Lexicon
from app.core.claims.parties import NamesInSentence, build_party, named_party
from app.core.entities.names import name_key
from app.core.folding import fold
from app.core.model.claim import Source, SourceKind, Stance
from app.core.model.entity import EntityType, Party
from app.core.model.sentence import ParsedSentence

SAID_RELATIONS = frozenset(
    {"ccomp", "parataxis", "obj", "xcomp", "csubj", "nsubj", "obl", "advcl", "acl", "nsubj:pass", "dep"}
)
OPENING_MARKS = frozenset("“«„\"'‘")
CLOSING_MARKS = frozenset("”»“\"'’")
LONGEST_MEDIUM = 6  # words of a quoted name
MAX_DEPTH = 6  # "A said that B said that ...": deeper nesting is not followed


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The sources of one article so far: those of the last saying, and all unnamed ones, the latest last."""

    last: tuple[Source, ...] = ()
    unnamed: tuple[Source, ...] = ()

    def then(self, sources: tuple[Source, ...]) -> "Heard":
        """With the sources of one more saying."""
        described = tuple(s for s in sources if s.kind is SourceKind.ANONYMOUS and len(s.name.split()) > 1)
        return Heard(last=sources, unnamed=(*self.unnamed, *described))


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A clause that reports speech: its stance and its sources, the nearest to the outlet first."""

    head: int
    stance: Stance
    sources: tuple[Source, ...]


def is_saying(clause: Clause, sentence: ParsedSentence, clauses: Sequence[Clause], lexicon: Lexicon) -> bool:
    """Whether a clause only reports what another clause, or a quotation, says."""
    if lexicon.stance(sentence.words[clause.head].text) is None or content_tag(sentence.words[clause.head]) == "NOUN":
        return False
    if _stands_beside(clause, sentence):
        return True
    return any(
        said.governor == clause.head and _is_said(said, sentence, lexicon) for said in clauses
    ) or _opens_quotation(clause, sentence)


def _stands_beside(clause: Clause, sentence: ParsedSentence) -> bool:
    """Whether the verb of saying hangs on what it reports: "..., the ministry said"."""
    own = {sentence.words[child].relation.split(":")[0] for child in sentence.children[clause.head]}
    return sentence.words[clause.head].relation == "parataxis" and not own & {"ccomp", "obj", "xcomp"}


def _is_said(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    top = clause.head if clause.light_verb is None else clause.light_verb
    word = sentence.words[top]
    base = word.relation.split(":")[0]
    if base in ("ccomp", "parataxis", "csubj"):
        return True
    if clause.kind is ClauseKind.EVENT_NOUN and base in ("obj", "obl"):  # "announced the arrival of", أفادت بوصول
        preposition = preposition_of(sentence, top)
        return preposition is None if base == "obj" else preposition is not None and lexicon.opens_content(preposition)
    marked = any(sentence.words[c].relation == "mark" for c in sentence.children[top])
    return (
        base in SAID_RELATIONS
        and marked
        and word.relation != "acl:relcl"
        and content_tag(word) in ("VERB", "NOUN", "ADJ")
    )


def _opens_quotation(clause: Clause, sentence: ParsedSentence) -> bool:
    after = sentence.words[clause.head + 1 : clause.head + 8]
    return any(word.text == ":" for word in after)


def find_saying(
    clause: Clause, names: NamesInSentence, lexicon: Lexicon, heads: frozenset[int], heard: Heard
) -> Saying:
    """The sources of a clause that reports speech; ``heard`` those before, for a dropped subject."""
    sentence = names.sentence
    stance = Stance(lexicon.stance(sentence.words[clause.head].text) or Stance.SAYS)
    stop = heads - {clause.head}
    subjects: list[Source] = []
    media: list[Source] = []
    cited: list[Source] = []
    for child in sentence.children[clause.head]:
        base = sentence.words[child].relation.split(":")[0]
        if child in stop:
            continue
        source = (
            build_source(names, child, lexicon, stance, stop=stop) if base in ("nsubj", "obl", "obj", "iobj") else None
        )
        if source is None:
            continue
        source = _same_as_before(source, heard.unnamed, lexicon)
        if base == "nsubj":
            media.extend(_media_told(names, child, lexicon, stance))
            if not subjects or (source.kind is not SourceKind.ANONYMOUS and subjects[0].kind is SourceKind.ANONYMOUS):
                subjects = [source]
        elif source.kind is SourceKind.MEDIUM:
            media.append(source)
        elif base == "obl" and _is_cited(sentence, child, lexicon):
            cited.append(source)
    if not subjects and not cited:
        subjects = [_with_stance(source, stance) for source in heard.last]
    chain = [*media, *(s for s in subjects if s not in media), *cited]
    ordered = sorted(
        chain, key=lambda source: source.kind is not SourceKind.MEDIUM
    )  # media stand nearest to the outlet
    return Saying(head=clause.head, stance=stance, sources=tuple(ordered))


def _media_told(names: NamesInSentence, head: int, lexicon: Lexicon, stance: Stance) -> list[Source]:
    """Media to which the subject spoke, when the tree hangs them on the subject: "sources told the newspaper X"."""
    told: list[Source] = []
    for child in names.sentence.children[head]:
        party = _named_medium(names, child, lexicon)
        if party is not None:
            told.append(_source(SourceKind.MEDIUM, party, stance))
    return told


def _source(kind: SourceKind, party: Party, stance: Stance) -> Source:
    return Source(
        kind=kind, text=party.text, name=party.name, key=party.key, stance=stance, start=party.start, end=party.end
    )


def _same_as_before(source: Source, unnamed: tuple[Source, ...], lexicon: Lexicon) -> Source:
    """ "The source" is the unnamed source described before."""
    if source.kind is not SourceKind.ANONYMOUS or len(source.text.split()) > 2:
        return source
    forms = set(lexicon.forms(source.text.split()[-1])) | set(lexicon.forms(source.text.split()[0]))
    for before in reversed(unnamed):
        if forms & set(lexicon.forms(before.name.split()[0])):
            return replace(source, name=before.name, key=before.key)
    return source


def _is_cited(sentence: ParsedSentence, head: int, lexicon: Lexicon) -> bool:
    cases = [fold(sentence.words[c].text) for c in sentence.children[head] if sentence.words[c].relation == "case"]
    return any(case == fold(entry) for case in cases for entry in lexicon.words.citing)


def _with_stance(source: Source, stance: Stance) -> Source:
    return Source(kind=source.kind, text=source.text, name=source.name, key=source.key, stance=stance)


def build_source(
    names: NamesInSentence, head: int, lexicon: Lexicon, stance: Stance, *, stop: frozenset[int]
) -> Source | None:
    """The source that a noun phrase names or describes; None for a pronoun."""
    party = _named_medium(names, head, lexicon) or build_party(names, head, lexicon, stop=stop - {head})
    if party is None or (party.type is EntityType.PLACE and not party.is_name):
        return None
    kind = _kind_of(names, head, party, lexicon)
    return _source(kind, party, stance)


def _named_medium(names: NamesInSentence, head: int, lexicon: Lexicon) -> Party | None:
    """The name behind a word such as "newspaper" or "website", whatever the tree makes of the quotation marks."""
    word = names.sentence.words[head]
    if not lexicon.is_in("media", word.text):
        return None
    quoted = _quoted_after(names.sentence, head)
    if quoted is not None:
        return quoted
    limit = names.sentence.words[min(head + 4, len(names.sentence.words) - 1)].end
    mention = next(
        (m for m in names.mentions if word.start <= m.start < limit and m.type is not EntityType.PERSON), None
    )
    return named_party(names, mention) if mention else None


def _quoted_after(sentence: ParsedSentence, head: int) -> Party | None:
    """The name in quotation marks right after a word: صحيفة “النهار”."""
    words = sentence.words[head + 1 : head + 2 + LONGEST_MEDIUM]
    if len(words) < 3 or words[0].text not in OPENING_MARKS:
        return None
    closing = next((p for p, word in enumerate(words[1:], 1) if word.text in CLOSING_MARKS), None)
    if closing is None or closing == 1:
        return None
    start, end = words[1].start, words[closing - 1].end
    name = " ".join(word.text for word in words[1:closing])
    return Party(
        text=name, start=start, end=end, name=name, key=name_key(name), type=EntityType.ORGANISATION, is_name=True
    )


def _kind_of(names: NamesInSentence, head: int, party: Party, lexicon: Lexicon) -> SourceKind:
    text = names.sentence.words[head].text
    if lexicon.is_in("media", text) or (party.is_name and lexicon.is_in("media", party.text.split()[0])):
        return SourceKind.MEDIUM
    if party.is_name and party.type is EntityType.PERSON:
        return SourceKind.PERSON
    if party.is_name:
        return SourceKind.ORGANISATION
    return SourceKind.ANONYMOUS


def attributions(
    clauses: Sequence[Clause], names: NamesInSentence, lexicon: Lexicon, heard: Heard
) -> tuple[dict[int, tuple[Source, ...]], frozenset[int], Heard]:
    """For each clause head its sources (outlet left out), the heads of the sayings, and what was heard by then."""
    sentence = names.sentence
    heads = frozenset(clause.head for clause in clauses)
    by_head = {clause.head: clause for clause in clauses}
    sayings: dict[int, Saying] = {}
    for clause in clauses:
        if is_saying(clause, sentence, clauses, lexicon):
            saying = find_saying(clause, names, lexicon, heads, heard)
            sayings[clause.head] = saying
            if saying.sources:
                heard = heard.then(saying.sources)
    phrases = _according_to(names, lexicon, heads, clauses)
    found: dict[int, tuple[Source, ...]] = {}
    for clause in clauses:
        chain = _climb(clause, by_head, sayings, sentence, lexicon)
        cited = phrases.get(clause.head) or phrases.get(_top(clause, by_head).head) or ()
        found[clause.head] = _each_once((*chain, *cited))
    named = next(iter(phrases.values()), None)
    return found, frozenset(sayings), heard.then(named) if named and not sayings else heard


def _each_once(chain: tuple[Source, ...]) -> tuple[Source, ...]:
    """A source that is cited twice on the way counts once: as one that denies, or with its stance nearest the claim."""
    nearest = {source.key: source for source in chain}
    nearest.update({source.key: source for source in chain if source.stance is Stance.DENIES})
    return tuple(nearest[key] for key in dict.fromkeys(source.key for source in chain))


def _climb(
    clause: Clause, by_head: dict[int, Clause], sayings: dict[int, Saying], sentence: ParsedSentence, lexicon: Lexicon
) -> tuple[Source, ...]:
    """The sources of all sayings above a clause, the outermost first."""
    chain: list[tuple[Source, ...]] = []
    current = clause
    for _ in range(MAX_DEPTH):
        reversed_saying = _saying_below(current, sayings, sentence)
        if reversed_saying is not None and current.head not in sayings:
            chain.append(reversed_saying.sources)
        if current.governor is None or current.governor not in by_head:
            break
        if current.governor in sayings and _is_said(current, sentence, lexicon):
            chain.append(sayings[current.governor].sources)
        current = by_head[current.governor]
    return tuple(source for sources in reversed(chain) for source in sources)


def _saying_below(clause: Clause, sayings: dict[int, Saying], sentence: ParsedSentence) -> Saying | None:
    """The saying that hangs on what it reports: "..., he said" parsed as a parenthesis."""
    for child in sentence.children[clause.head]:
        if child in sayings and sentence.words[child].relation.split(":")[0] in ("parataxis", "advcl"):
            return sayings[child]
    return None


def _top(clause: Clause, by_head: dict[int, Clause]) -> Clause:
    seen = {clause.head}
    while clause.governor is not None and clause.governor in by_head and clause.governor not in seen:
        seen.add(clause.governor)
        clause = by_head[clause.governor]
    return clause


def _according_to(
    names: NamesInSentence, lexicon: Lexicon, heads: frozenset[int], clauses: Sequence[Clause]
) -> dict[int, tuple[Source, ...]]:
    """Sources after "according to" and its like, for the clause in which the phrase stands."""
    words = names.sentence.words
    folded = [fold(word.text) for word in words]
    found: dict[int, tuple[Source, ...]] = {}
    for position in range(len(words)):
        after = _phrase_end(folded, position, lexicon)
        if after is None or after >= len(words):
            continue
        source_head = _head_of_run(names.sentence, after, heads)
        source = build_source(names, source_head, lexicon, Stance.SAYS, stop=heads - {source_head})
        owner = next((c.head for c in clauses if position in c.words or source_head in c.words), None)
        if source is not None and owner is not None:
            found[owner] = (*found.get(owner, ()), source)
    return found


def _phrase_end(folded: list[str], position: int, lexicon: Lexicon) -> int | None:
    """Position after the phrase that begins here; a last letter of the phrase may be written on the next word."""
    for phrase in lexicon.according_to:
        for offset, part in enumerate(phrase):
            here = position + offset
            if here >= len(folded):
                break
            if folded[here] == part:
                if offset + 1 == len(phrase):
                    return here + 1
            elif offset and offset + 1 == len(phrase) and len(part) == 1 and folded[here].startswith(part):
                return here
            else:
                break
    return None


def _head_of_run(sentence: ParsedSentence, start: int, heads: frozenset[int]) -> int:
    """The head of the noun phrase that begins at a position: the first word there whose own head lies outside of it."""
    stop = start
    while (
        stop < len(sentence.words) and stop - start < 8 and content_tag(sentence.words[stop]) not in ("PUNCT", "VERB")
    ):
        stop += 1
    for position in range(start, stop):
        head = sentence.words[position].head - 1
        if content_tag(sentence.words[position]) in ("NOUN", "PROPN", "PRON", "X", "ADJ") and not start <= head < stop:
            return position
    return start
