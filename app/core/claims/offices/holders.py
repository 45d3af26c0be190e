"""To whom the words around an office give it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.claims.grammar.parties import NamesInSentence, named_party
from app.core.claims.offices.phrases import OfficePhrase, person_starts
from app.core.entities.office_lexicon import OfficeLexicon
from app.core.entities.tokens import NameToken
from app.core.model.entity import Party
from app.core.model.sentence import ParsedSentence

LONGEST_BETWEEN = 7  # words and marks between name and office
MARKS = frozenset({",", "،", "“", "”", '"', "«", "»", "(", "–", "—", "‘", "’", "'"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A name on one side of an office: its first and last token, whether marks or joining words stand between, and
    whether one of those tells that the office is new to its holder."""

    first: int
    last: int
    marks: bool
    joined: bool
    becoming: bool = False


def find_holder(
    tokens: Sequence[NameToken],
    phrase: OfficePhrase,
    names: NamesInSentence,
    lexicon: OfficeLexicon,
    *,
    appointed: bool,
) -> Beside | None:
    """The name of whom the office is told; None where nothing around says it surely.

    ``appointed``: the words belong to an appointment, so that a name right before the office is the appointed one's.
    """
    people = {at: last for at, last in person_starts(names).items() if not _is_title(tokens, at, last, lexicon)}
    after = None if phrase.post else _after(tokens, phrase, people, lexicon)
    before = _before(tokens, phrase, people, lexicon)
    if after is not None and not after.marks:
        return after
    if before is not None and _is_told_before(tokens, before, phrase, names.sentence, appointed=appointed):
        return before
    if after is not None and _is_linked(names.sentence, after, phrase):
        return after
    return None


def _is_title(tokens: Sequence[NameToken], first: int, last: int, lexicon: OfficeLexicon) -> bool:
    """Whether a title was taken for a name."""
    title = lexicon.names.titles.match(tokens, first)
    return title is not None and title.last >= last


def party_of(names: NamesInSentence, beside: Beside) -> Party | None:
    """The person of a name."""
    mention = names.mention_at_offset(names.sentence.words[beside.first].end - 1)
    return None if mention is None else named_party(names, mention)


def _is_told_before(
    tokens: Sequence[NameToken],
    before: Beside,
    phrase: OfficePhrase,
    sentence: ParsedSentence,
    *,
    appointed: bool,
) -> bool:
    if phrase.post:
        return appointed and not before.marks
    if "CCONJ" in tokens[phrase.first].word.tags:
        return False  # "X and the ambassador", in one word
    if before.joined and not before.marks:
        return True
    if before.marks:
        return _is_linked(sentence, before, phrase) or (before.joined and _below(sentence, before, phrase))
    return appointed or (not tokens[phrase.first].cased and _is_linked(sentence, before, phrase))


def _is_linked(sentence: ParsedSentence, beside: Beside, phrase: OfficePhrase) -> bool:
    """Whether the tree makes name and office one phrase."""
    office, name = range(phrase.first, phrase.last + 1), range(beside.first, beside.last + 1)
    up = any(sentence.words[p].head - 1 in name for p in range(phrase.head[0], phrase.head[1] + 1))
    down = any(sentence.words[p].head - 1 in office for p in name)
    return up or down


def _below(sentence: ParsedSentence, beside: Beside, phrase: OfficePhrase) -> bool:
    """Whether the office stands in a clause about the name: ", who has been governor"."""
    return any(phrase.root in sentence.subtree(p) for p in range(beside.first, beside.last + 1))


def _after(
    tokens: Sequence[NameToken], phrase: OfficePhrase, people: dict[int, int], lexicon: OfficeLexicon
) -> Beside | None:
    at, marks = phrase.last + 1, False
    if tokens[phrase.last].cased and tokens[phrase.last].end < tokens[phrase.last].word.end:
        return None  # "the governor's brother"
    while at < len(tokens) and at - phrase.last <= LONGEST_BETWEEN:
        if at in people:
            return Beside(first=at, last=people[at], marks=marks, joined=False)
        title = lexicon.names.titles.match(tokens, at)
        if title is not None:
            at = title.last + 1
        elif tokens[at].is_mark and tokens[at].word.text in MARKS:
            marks, at = True, at + 1
        elif tokens[at].word.tags == ("DET",) or tokens[at].word.text == ".":
            at += 1
        else:
            return None
    return None


def _before(
    tokens: Sequence[NameToken], phrase: OfficePhrase, people: dict[int, int], lexicon: OfficeLexicon
) -> Beside | None:
    ends = {last: first for first, last in people.items()}
    at = phrase.first - 1
    marks = joined = becoming = False
    while at >= 0 and phrase.first - at <= LONGEST_BETWEEN:
        if at in ends:
            return Beside(first=ends[at], last=at, marks=marks, joined=joined, becoming=becoming)
        token = tokens[at]
        if lexicon.becoming.match(tokens, at, at + 1) is not None:
            joined = becoming = True
        elif token.is_mark and token.word.text in MARKS:
            marks = True
        elif lexicon.joining.match(tokens, at, at + 1) is not None:
            joined = joined or token.word.tags != ("DET",)
        elif at != phrase.owner and token.word.tags not in (("DET",), ("NUM",)):
            return None
        at -= 1
    return None
