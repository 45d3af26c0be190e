"""Opposite results of one event: accepted or rejected, raised or lowered, won or lost, agreed or failed to agree."""

from app.core.conflicts.disagreement import Disagreement, Position, Surroundings
from app.core.entities.names import same_party
from app.core.model.claim import Claim, Polarity, SlotName, Stance, Status
from app.core.model.conflict import ConflictKind
from app.core.model.entity import Party

REAL = frozenset({Status.HAPPENED, Status.ONGOING, Status.UNCERTAIN})
CONTEST = "match"  # family of the types whose actor is the winner and whose counterpart the loser


def find_outcome_conflict(left: Claim, right: Claim, around: Surroundings) -> Disagreement | None:
    """Both told as real, and the results exclude each other; who merely denies is left to the denial rule."""
    if left.state not in REAL or right.state not in REAL or left.event_type is None or right.event_type is None:
        return None
    if _is_denial(left) or _is_denial(right):
        return None
    if not (
        _opposite_types(left, right, around)
        or _failed_in_one(left, right, around)
        or _winner_lost(left, right, around)
        or _winner_lost(right, left, around)
    ):
        return None
    return Disagreement(
        kind=ConflictKind.OUTCOME,
        left=_position(left),
        right=_position(right),
        confidence=0.8,
        reason="outcome",
    )


def _is_denial(claim: Claim) -> bool:
    return any(source.stance is Stance.DENIES for source in claim.attribution)


def _opposite_types(left: Claim, right: Claim, around: Surroundings) -> bool:
    """The same polarity and status but opposite types: "rates were raised", "rates were cut"."""
    if left.polarity is not right.polarity or left.state is not right.state or left.event_type is None:
        return False
    return around.knowledge.event_types[left.event_type].opposite == right.event_type


def _failed_in_one(left: Claim, right: Claim, around: Surroundings) -> bool:
    """One type that is a result in itself, and its failure: "agreed", "failed to agree"."""
    if left.event_type != right.event_type or left.event_type is None or left.polarity is right.polarity:
        return False
    return around.knowledge.event_types[left.event_type].is_result


def _winner_lost(left: Claim, right: Claim, around: Surroundings) -> bool:
    """Somebody who wins on the left loses on the right."""
    if any(_family(claim, around) != CONTEST or claim.polarity is Polarity.NEGATIVE for claim in (left, right)):
        return False
    winners, losers = left.parties(SlotName.ACTOR), right.parties(SlotName.COUNTERPART)
    return any(_is_one(winner, loser) for winner in winners for loser in losers)


def _is_one(left: Party, right: Party) -> bool:
    return bool(same_party(left, right))


def _family(claim: Claim, around: Surroundings) -> str | None:
    return None if claim.event_type is None else around.knowledge.event_types[claim.event_type].family


def _position(claim: Claim) -> Position:
    negation = "not " if claim.polarity is Polarity.NEGATIVE else ""
    winners = ", ".join(party.name for party in claim.parties(SlotName.ACTOR))
    value = f"{negation}{claim.event_type}" + (f" ({winners})" if claim.event_type in ("win", "lose") else "")
    return Position(claim=claim, value=value, label=claim.statement, show_value=False)
