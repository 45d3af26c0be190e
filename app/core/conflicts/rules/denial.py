"""One report asserts what another denies."""

from app.core.conflicts.disagreement import Disagreement, Position, Surroundings, one_kind_of_event
from app.core.model.claim import Claim, Polarity, Stance, Status
from app.core.model.conflict import ConflictKind

REAL = frozenset({Status.HAPPENED, Status.ONGOING, Status.UNCERTAIN})


def find_denial_conflict(left: Claim, right: Claim, around: Surroundings) -> Disagreement | None:
    """The same thing, told as real by one and as not so by the other."""
    if left.state not in REAL or right.state not in REAL:
        return None
    if not all(around.knowledge.pack(claim.language).claims.negation for claim in (left, right)):
        return None  # without its words nobody knows how a language negates
    if is_denied(left) == is_denied(right) or not one_kind_of_event(left, right, around.knowledge):
        return None
    denied = left if is_denied(left) else right
    if _is_failure(denied, around):
        return None
    return Disagreement(
        kind=ConflictKind.DENIAL,
        left=_position(left),
        right=_position(right),
        confidence=0.9 if _denied_by_source(left) or _denied_by_source(right) else 0.5,
        reason="denial",
    )


def is_denied(claim: Claim) -> bool:
    """Whether the claim says that it is not so: by its own negation or because its source denies it."""
    return (claim.polarity is Polarity.NEGATIVE) or _denied_by_source(claim)


def _denied_by_source(claim: Claim) -> bool:
    return any(source.stance is Stance.DENIES for source in claim.attribution)


def _is_failure(claim: Claim, around: Surroundings) -> bool:
    """ "Failed to agree" is told as a result; "denied that they agreed" is not."""
    if claim.event_type is None or _denied_by_source(claim):
        return False
    return around.knowledge.event_types[claim.event_type].is_result


def _position(claim: Claim) -> Position:
    value = "denied" if is_denied(claim) else "asserted"
    return Position(claim=claim, value=value, label=claim.statement, word=value)
