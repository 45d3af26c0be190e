"""Where a sentence words an office, and how far the words reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.claims.grammar.parties import NamesInSentence
from app.core.entities.office_lexicon import OfficeLexicon
from app.core.entities.tokens import NameToken
from app.core.model.entity import EntityType
from app.core.model.sentence import ParsedSentence

LONGEST_BEFORE = 5  # words before the head
LONGEST_BEHIND = 9
BESIDE = frozenset({"nmod", "amod", "compound", "flat", "case", "det", "fixed", "nummod", "goeswith"})
IN_CHARGE = frozenset({"obl", "obj", "acl"})  # below an adjective, participle or verb: "chargée de la Santé"
LEADING = frozenset({"DET", "ADP", "PUNCT", "CCONJ", "PART"})
OPENERS = frozenset({"ADJ", "VERB"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficePhrase:
    """An office at tokens ``first`` to ``last``; ``head`` is first and last token and id of its own word.

    ``owner`` is the pronoun that stands for the body: "its chairman". ``post``: the words are those of the post or of
    holding it, so that only an appointment gives it to somebody. ``past``: held once, not yet, or in another's place.
    """

    first: int
    last: int
    head: tuple[int, int, str]
    root: int
    owner: int | None = None
    post: bool = False
    past: bool = False


def find_office_phrases(
    tokens: Sequence[NameToken], names: NamesInSentence, lexicon: OfficeLexicon
) -> list[OfficePhrase]:
    """The offices of a sentence from left to right, none within another's words ("aide to the governor")."""
    people = _people(names)
    found: list[OfficePhrase] = []
    at = 0
    while at < len(tokens):
        phrase = None if at in people else _phrase_at(tokens, at, names, lexicon, people)
        if phrase is None:
            at += 1
            continue
        found.append(phrase)
        at = phrase.last + 1
    return found


def person_starts(names: NamesInSentence) -> dict[int, int]:
    """The first and last token of each person's name, by the first."""
    words = names.sentence.words
    found: dict[int, int] = {}
    for mention in names.mentions:
        inside = [p for p, word in enumerate(words) if mention.start < word.end and word.start < mention.end]
        if mention.type is EntityType.PERSON and inside:
            found[inside[0]] = inside[-1]
    return found


def _people(names: NamesInSentence) -> frozenset[int]:
    return frozenset(p for first, last in person_starts(names).items() for p in range(first, last + 1))


def body_span(tokens: Sequence[NameToken], names: NamesInSentence, head: int) -> tuple[int, int]:
    """The tokens of the phrase around a noun that names a body: "the port authority"."""
    people = _people(names)
    reach = _reach(names.sentence, {head})
    return _first(tokens, head, head, reach, people, None), _last(tokens, head, reach, names, people)


def _phrase_at(
    tokens: Sequence[NameToken], at: int, names: NamesInSentence, lexicon: OfficeLexicon, people: frozenset[int]
) -> OfficePhrase | None:
    verbal = tokens[at].tag == "VERB"
    found = None if verbal else lexicon.heads.match(tokens, at)
    post = None
    if found is None:
        post = (lexicon.verbs if verbal else lexicon.posts).match(tokens, at)
    match = found or post
    if match is None or match[0] in people:
        return None
    last, office = match
    sentence = names.sentence
    span = set(range(at, last + 1))
    root = next((p for p in span if sentence.words[p].head - 1 not in span), at)
    reach = _reach(sentence, span)
    end = _last(tokens, last, reach, names, people)
    first = at if verbal else _first(tokens, at, last, reach, people, lexicon)
    return OfficePhrase(
        first=first,
        last=end,
        head=(at, last, office),
        root=root,
        owner=_owner(sentence, first, span),
        post=found is None,
        past=_is_past(tokens, range(first, end + 1), people, lexicon),
    )


def _reach(sentence: ParsedSentence, span: set[int]) -> frozenset[int]:
    """All that describes the words of the span."""
    found = set(span)
    pending = list(span)
    while pending:
        current = pending.pop()
        opens = bool(OPENERS & set(sentence.words[current].tags))
        for child in sentence.children[current]:
            relation = sentence.words[child].base
            joined = relation == "conj" and "NOUN" in sentence.words[child].tags
            if child in found or sentence.words[child].relation == "acl:relcl":
                continue
            if relation in BESIDE or joined or relation == "cc" or (opens and relation in IN_CHARGE):
                found.add(child)
                pending.append(child)
    return frozenset(found)


def _last(
    tokens: Sequence[NameToken], last: int, reach: frozenset[int], names: NamesInSentence, people: frozenset[int]
) -> int:
    at = last
    while at + 1 < len(tokens) and at + 1 - last <= LONGEST_BEHIND and at + 1 in reach:
        token = tokens[at + 1]
        if token.is_mark or at + 1 in people or names.is_time(at + 1) or token.tag == "PRON":
            break
        at += 1
    while at > last and (tokens[at].word.tags[-1] in LEADING or tokens[at].word.relation == "case"):
        at -= 1
    titled = _title_before_name(tokens, at, names, people)
    return max(last, at - titled)


def _title_before_name(tokens: Sequence[NameToken], last: int, names: NamesInSentence, people: frozenset[int]) -> int:
    """How many words before the name that follows are its title: "..., Commodore Rafiq"."""
    if last + 1 not in people:
        return 0
    mention = names.mention_at(last + 1)
    if mention is None or not mention.titles:
        return 0
    count = 0
    known = {part for text in mention.titles for part in text.split()}
    while last - count >= 0 and tokens[last - count].text in known:
        count += 1
    return count


def _first(
    tokens: Sequence[NameToken],
    at: int,
    last: int,
    reach: frozenset[int],
    people: frozenset[int],
    lexicon: OfficeLexicon | None,
) -> int:
    first = at
    while first > 0 and at - first < LONGEST_BEFORE and tokens[at].cased:
        token = tokens[first - 1]
        described = lexicon is not None and (
            lexicon.fields.match(tokens, first - 1, first) is not None
            or lexicon.past.match(tokens, first - 1, first) is not None
        )
        if token.is_mark or first - 1 in people or token.tag in ("PRON", "VERB", "AUX", "ADV", "ADP"):
            break
        if first - 1 not in reach and not described:
            break
        first -= 1
    while first < at and tokens[first].word.tags[0] in LEADING and len(tokens[first].word.tags) == 1:
        first += 1
    return first


def _owner(sentence: ParsedSentence, first: int, span: set[int]) -> int | None:
    if not first:
        return None
    before = sentence.words[first - 1]
    owned = before.head - 1 in span and before.base in ("nmod", "det")
    return first - 1 if owned and before.tags == ("PRON",) else None


def _is_past(tokens: Sequence[NameToken], span: range, people: frozenset[int], lexicon: OfficeLexicon) -> bool:
    """Whether a word in or beside the phrase, which belongs to it, says so."""
    beside = [
        p
        for p in (span.start - 1, span.stop)
        if 0 <= p < len(tokens) and p not in people and tokens[p].word.head - 1 in span
    ]
    return any(lexicon.past.match(tokens, p, p + 1) is not None for p in (*span, *beside))
