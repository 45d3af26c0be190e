"""Whether two numbers count the same: the nouns beside them compared, in one language or two."""

from enum import Enum, auto

from app.core.claims.words.lexicon import lexicon_of
from app.core.folding import fold
from app.core.model.claim import Claim
from app.core.model.language import Knowledge
from app.core.model.quantity import Quantity

COMPLETE_REACH = 2  # words before a number among which "all" stands
SHORTEST_NOUN = 4  # letters of a base form by which two words are taken for one noun
FATE = "fate/"  # kinds by what befell people, who may be of any other kind: the dead, the wounded


class Counted(Enum):
    """How what one number counts stands to what another counts."""

    SAME = auto()  # one noun
    KIND = auto()  # two nouns for one kind: "people", "dead"
    PART = auto()  # the left counts some of those that the right counts: "children", "people"
    WHOLE = auto()  # the other way round
    OTHER = auto()  # two kinds: "soldiers", "children"; "dead", "wounded"
    UNKNOWN = auto()


def compare_counted(one: Quantity, other: Quantity, left: Claim, right: Claim, knowledge: Knowledge) -> Counted:
    """How what ``one``, told by ``left``, counts stands to what ``other``, told by ``right``, counts."""
    if one.counted is None or other.counted is None:
        return Counted.UNKNOWN
    if fold(one.counted) == fold(other.counted) or _share_a_form(one.counted, other.counted, left, right, knowledge):
        return Counted.SAME
    ours, theirs = _kinds(one.counted, left, knowledge), _kinds(other.counted, right, knowledge)
    if not ours or not theirs:
        return Counted.UNKNOWN
    if _exclude(_fates(ours), _fates(theirs)) or _exclude(_groups(ours), _groups(theirs)):
        return Counted.OTHER
    if _groups(ours) & _groups(theirs):
        return Counted.KIND
    if any(kind.startswith(f"{whole}/") for kind in ours for whole in theirs):
        return Counted.PART
    if any(kind.startswith(f"{whole}/") for kind in theirs for whole in ours):
        return Counted.WHOLE
    return Counted.KIND if ours & theirs else Counted.OTHER


def is_added(quantity: Quantity, claim: Claim, knowledge: Knowledge) -> bool:
    """Whether the number comes on top of others, by the word right beside it: "five more deaths"."""
    added = frozenset(map(fold, knowledge.pack(claim.language).numbers.added))
    before = fold(claim.quote[: max(quantity.start - claim.start, 0)]).split()
    after = fold(claim.quote[max(quantity.end - claim.start, 0) :]).split()
    return not added.isdisjoint((*before[-1:], *after[:1]))


def is_complete(quantity: Quantity, claim: Claim, knowledge: Knowledge) -> bool:
    """Whether the words say that no more are to come: "all 19", "tous les 19"."""
    complete = frozenset(map(fold, knowledge.pack(claim.language).numbers.complete))
    before = fold(claim.quote[: max(quantity.start - claim.start, 0)]).split()
    return not complete.isdisjoint(before[-COMPLETE_REACH:])


def is_known(quantity: Quantity, claim: Claim, knowledge: Knowledge) -> bool:
    """Whether a definite article stands before the number or is written on it: so many that were told of before."""
    words = knowledge.pack(claim.language).claims
    before = fold(claim.quote[: max(quantity.start - claim.start, 0)]).split()
    apart = bool(before) and before[-1] in map(fold, words.articles)
    return apart or quantity.text.startswith(words.written_articles)  # unfolded: "ألف" has no article


def counts_a_fate(quantity: Quantity, claim: Claim, knowledge: Knowledge) -> bool:
    """Whether what is counted is told by nothing but what befell it: "the five dead"."""
    return quantity.counted is not None and bool(_fates(_kinds(quantity.counted, claim, knowledge)))


def _share_a_form(one: str, other: str, left: Claim, right: Claim, knowledge: Knowledge) -> bool:
    """Whether two words of one language may be forms of one noun: "crane" and "cranes"."""
    if left.language != right.language:
        return False
    lexicon = lexicon_of(knowledge.pack(left.language).claims)
    return any(len(form) >= SHORTEST_NOUN for form in set(lexicon.forms(one)) & set(lexicon.forms(other)))


def _kinds(noun: str, claim: Claim, knowledge: Knowledge) -> frozenset[str]:
    return lexicon_of(knowledge.pack(claim.language).claims).counted_kinds(noun)


def _fates(kinds: frozenset[str]) -> frozenset[str]:
    return frozenset(kind for kind in kinds if kind.startswith(FATE))


def _groups(kinds: frozenset[str]) -> frozenset[str]:
    """The kinds that are parts of others: those by which a noun tells more than "people"."""
    return frozenset(kind for kind in kinds if "/" in kind and not kind.startswith(FATE))


def _exclude(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(ours and theirs) and not ours & theirs
