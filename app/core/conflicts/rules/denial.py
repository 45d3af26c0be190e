"""One report asserts what another denies."""

from itertools import pairwise

from app.core.claims.words.lexicon import lexicon_of
from app.core.conflicts.disagreement import (
    Disagreement,
    Position,
    Surroundings,
    one_kind_of_event,
    reports_two_voices,
)
from app.core.conflicts.results import told_result
from app.core.conflicts.shared_words import say_one_thing, share_of_words
from app.core.conflicts.slots import are_elsewhere, kinds_told, name_others
from app.core.folding import fold
from app.core.model.claim import Claim, Polarity, Status
from app.core.model.conflict import ConflictKind
from app.core.model.language import Knowledge

REAL = frozenset({Status.HAPPENED, Status.ONGOING, Status.UNCERTAIN})
BY_SOURCE = 0.9  # "X denied that ...": said of the very thing that others report
BY_NEGATION = 0.6  # a negated clause may well be about a detail of its own
ONE_MATTER = 0.3  # share of the words beside names from which two claims of one language are about one matter


def find_denial_conflict(left: Claim, right: Claim, around: Surroundings) -> Disagreement | None:
    """The same thing, told as real by one and as not so by the other."""
    if not _may_deny(left, right, around.knowledge):
        return None
    confidence = _confidence(*_sides(left, right), around)
    if confidence is None:
        return None
    return Disagreement(
        kind=ConflictKind.DENIAL,
        left=_position(left),
        right=_position(right),
        confidence=confidence,
        reason="denial",
    )


def hangs_on_judge(left: Claim, right: Claim, knowledge: Knowledge) -> bool:
    """Whether this rule asks what the pair head says of both: where one negates the other's own word, not where a
    source denies it, which is plain without. Of negations in other words the head knows too little to raise an alarm.
    """
    if left.is_denied_by_source or right.is_denied_by_source or not _may_deny(left, right, knowledge):
        return False
    asserted, denied = _sides(left, right)
    return _negates(denied, asserted, knowledge)


def _may_deny(left: Claim, right: Claim, knowledge: Knowledge) -> bool:
    """Whether one claim may deny the other, as far as each tells by itself."""
    if left.state not in REAL or right.state not in REAL or is_denied(left) == is_denied(right):
        return False
    if reports_two_voices(left, right) or not one_kind_of_event(left, right, knowledge):
        return False
    if not all(knowledge.pack(claim.language).claims.negation for claim in (left, right)):
        return False  # without its words nobody knows how a language negates
    asserted, denied = _sides(left, right)
    return not (
        _is_failure(denied, knowledge) or _is_not_yet(denied, knowledge) or _is_limited(denied, asserted, knowledge)
    )


def _sides(left: Claim, right: Claim) -> tuple[Claim, Claim]:
    """Of two claims one of which denies: the one that asserts, and the one that denies."""
    return (right, left) if is_denied(left) else (left, right)


def is_denied(claim: Claim) -> bool:
    """Whether the claim says that it is not so: by its own negation or because its source denies it."""
    return (claim.polarity is Polarity.NEGATIVE) or claim.is_denied_by_source


def _confidence(asserted: Claim, denied: Claim, around: Surroundings) -> float | None:
    """How sure it is that the one denies what the other asserts; None where it may be about something else."""
    if asserted.is_denied_by_source or denied.is_denied_by_source:
        return BY_SOURCE if _is_one_matter(asserted, denied, around) else None
    if not _negates(denied, asserted, around.knowledge):
        return None
    judged = around.contradiction if around.is_sure_link else None
    return BY_NEGATION if judged is None else judged


def _is_one_matter(left: Claim, right: Claim, around: Surroundings) -> bool:
    """Whether what a source denies is what the other tells, and not only of the same people: both are of one kind or,
    in one language, share words beside the names; where only one is of a known kind, likeness alone says little."""
    sure_link = around.is_sure_link
    if left.event_type is not None and right.event_type is not None:
        return sure_link or say_one_thing(left, right, around.knowledge)
    if left.language != right.language:
        return around.is_likely_link or left.event_type is right.event_type
    shared = share_of_words(left, right, around.knowledge, names=False)
    return (shared is not None and shared >= ONE_MATTER) or (sure_link and left.event_type is right.event_type)


def _negates(denied: Claim, asserted: Claim, knowledge: Knowledge) -> bool:
    """Whether what is negated is what the other tells, of the same people."""
    return _is_one_predicate(asserted, denied, knowledge) and not name_others(asserted, denied)


def _is_one_predicate(left: Claim, right: Claim, knowledge: Knowledge) -> bool:
    """Whether both tell an event of one known type, or use one word for it."""
    if left.event_type is not None and right.event_type is not None:
        carriers = (knowledge.event_types[claim.event_type or ""].carrier for claim in (left, right))
        ours, theirs = (kinds_told(claim, knowledge) for claim in (left, right))
        return not any(carriers) or bool(ours & theirs)  # "nothing had been held there" does not tell what was not held
    if left.event_type is not right.event_type or left.language != right.language:
        return False
    lexicon = lexicon_of(knowledge.pack(left.language).claims)
    one = set(lexicon.forms(left.predicate)) & set(lexicon.forms(right.predicate))
    return bool(one) and say_one_thing(left, right, knowledge)


def _is_failure(claim: Claim, knowledge: Knowledge) -> bool:
    """ "Failed to agree" is told as a result; "denied that they agreed" is not."""
    if claim.is_denied_by_source:
        return False
    result = told_result(claim, knowledge)
    known = claim.event_type is not None and knowledge.event_types[claim.event_type].is_result
    return known or result is not None


def _is_limited(denied: Claim, asserted: Claim, knowledge: Knowledge) -> bool:
    """Whether the negation is about another place than what it seems to deny, or about a place of somebody's own that
    the other does not tell of: "nobody has died in his district"."""
    if denied.is_denied_by_source:
        return False
    if are_elsewhere(denied, asserted):
        return True
    own = _own_places(denied, knowledge)
    return bool(own) and (denied.language != asserted.language or not own & set(_bare_words(asserted)))


def _own_places(claim: Claim, knowledge: Knowledge) -> set[str]:
    """The nouns for places that stand behind a possessive, folded: "their village"."""
    pack = knowledge.pack(claim.language)
    owners = {fold(word) for words in pack.claims.possessives.values() for word in words}
    owners |= {fold(word) for word in pack.claims.first_person}
    apart = (noun for nouns in pack.places.apart.values() for noun in nouns)
    places = {fold(noun) for noun in (*pack.places.region_heads, *pack.places.city_heads, *apart)}
    return {noun for owner, noun in pairwise(_bare_words(claim)) if owner in owners and noun in places}


def _bare_words(claim: Claim) -> list[str]:
    return [fold(word).strip(".,;:!?«»“”\"'") for word in claim.quote.split()]


def _is_not_yet(claim: Claim, knowledge: Knowledge) -> bool:
    """What has not happened yet may have happened by the time of the other report."""
    claim_words = knowledge.pack(claim.language).claims
    words = [fold(word) for word in claim.quote.split()]
    bounds = lexicon_of(claim_words).bounds  # بعد is "yet" at the end only, else "after"
    entries = (fold(entry) for entry in claim_words.not_yet)
    return any(words[-1:] == [entry] if entry in bounds else set(entry.split()) <= set(words) for entry in entries)


def _position(claim: Claim) -> Position:
    value = "denied" if is_denied(claim) else "asserted"
    return Position(claim=claim, value=value, label=claim.statement, word=value)
