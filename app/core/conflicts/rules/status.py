"""Happened, going on, postponed or cancelled: states of one event that cannot both hold at the time of writing."""

from app.core.conflicts.disagreement import Disagreement, Position, Surroundings
from app.core.linking.comparison import hours_between
from app.core.model.claim import Claim, Polarity, Status
from app.core.model.conflict import ConflictKind

OFF = frozenset({Status.POSTPONED, Status.CANCELLED})
LONGEST_GAP_HOURS = 72.0  # a state may well have changed after that


def find_status_conflict(left: Claim, right: Claim, around: Surroundings) -> Disagreement | None:
    """Both reports near each other in time; one tells as done what is off, or as over what goes on in the other."""
    if left.polarity is not Polarity.POSITIVE or right.polarity is not Polarity.POSITIVE:
        return None
    hours = hours_between(left.published_at, right.published_at)
    if hours is None or abs(hours) > LONGEST_GAP_HOURS:
        return None
    if not any(_excludes(one, other, around) for one, other in ((left, right), (right, left))):
        return None
    return Disagreement(
        kind=ConflictKind.STATUS,
        left=_position(left),
        right=_position(right),
        confidence=0.8,
        reason="status",
    )


def _excludes(one: Claim, other: Claim, around: Surroundings) -> bool:
    if one.state is Status.HAPPENED and other.state in OFF:
        return True
    ended = one.event_type is not None and around.knowledge.event_types[one.event_type].opposite
    return one.state is Status.HAPPENED and other.state is Status.ONGOING and ended == (other.event_type or "")


def _position(claim: Claim) -> Position:
    return Position(claim=claim, value=str(claim.state), label=claim.statement, word=str(claim.state))
