"""Opposite results of one event: accepted or rejected, raised or lowered, won or lost, agreed or failed to agree."""

from app.core.conflicts.disagreement import Disagreement, Position, Surroundings, reports_two_voices
from app.core.conflicts.results import side_of, told_result
from app.core.conflicts.shared_words import say_one_thing
from app.core.entities.names import same_party
from app.core.model.claim import Claim, Polarity, SlotName, Stance, Status
from app.core.model.conflict import ConflictKind
from app.core.model.entity import Party

REAL = frozenset({Status.HAPPENED, Status.ONGOING, Status.UNCERTAIN})
CONTEST = "match"  # family of the types whose actor is the winner and whose counterpart the loser
BY_WORDS = 0.8
IN_CONTEST = {
    "win": ((SlotName.ACTOR,), (SlotName.COUNTERPART,)),
    "lose": ((SlotName.ACTOR,), (SlotName.COUNTERPART,)),
    "elect": ((SlotName.ACTOR, SlotName.TARGET), ()),
}  # type -> slots of who wins, slots of who loses


def find_outcome_conflict(left: Claim, right: Claim, around: Surroundings) -> Disagreement | None:
    """Both told as real, and the results exclude each other; who merely denies is left to the denial rule."""
    if reports_two_voices(left, right) or not (_is_real(left, around) and _is_real(right, around)):
        return None
    if not (
        _opposite_results(left, right, around)
        or _failed_in_one(left, right, around)
        or _winner_lost(left, right, around)
        or _winner_lost(right, left, around)
    ):
        return None
    return Disagreement(
        kind=ConflictKind.OUTCOME,
        left=_position(left, around),
        right=_position(right, around),
        confidence=BY_WORDS,
        reason="outcome",
    )


def _is_real(claim: Claim, around: Surroundings) -> bool:
    """Whether the claim tells a fact, or what was decided, on its source's own word."""
    if any(source.stance is Stance.DENIES for source in claim.attribution):
        return False
    return claim.state in REAL or told_result(claim, around.knowledge) is not None


def _opposite_results(left: Claim, right: Claim, around: Surroundings) -> bool:
    """Results on two sides of one scale, where neither may simply have followed the other."""
    one, other = told_result(left, around.knowledge), told_result(right, around.knowledge)
    if one is None or other is None or not one.excludes(other) or one.undoes(other):
        return False
    if one.result.whose or other.result.whose:
        return _is_one_whose(left, right, sure=around.is_sure_link)
    return around.is_sure_link or say_one_thing(left, right, around.knowledge)


def _is_one_whose(left: Claim, right: Claim, *, sure: bool) -> bool:
    """Whether somebody, or some place, is named on both sides; who decides is no matter. Where one names nobody, the
    link has to be ``sure``."""
    ours, theirs = _concerned(left), _concerned(right)
    if not ours or not theirs:
        return sure
    return any(same_party(one, other) for one in ours for other in theirs) or bool(_places(left) & _places(right))


def _concerned(claim: Claim) -> list[Party]:
    values = (slot.value for slot in claim.slots if slot.name is not SlotName.ACTOR)
    return [value for value in values if isinstance(value, Party) and value.is_name]


def _places(claim: Claim) -> set[str]:
    keys = (*(place.key for place in claim.places()), *(party.place_key for party in claim.parties()))
    return {key for key in keys if key}


def _failed_in_one(left: Claim, right: Claim, around: Surroundings) -> bool:
    """One type that is a result in itself, and its failure: "agreed", "failed to agree"."""
    if left.event_type != right.event_type or left.event_type is None or left.polarity is right.polarity:
        return False
    return around.knowledge.event_types[left.event_type].is_result


def _winner_lost(left: Claim, right: Claim, around: Surroundings) -> bool:
    """Somebody who wins on the left loses on the right."""
    if Polarity.NEGATIVE in (left.polarity, right.polarity):
        return False
    winning, losing = IN_CONTEST.get(left.event_type or ""), IN_CONTEST.get(right.event_type or "")
    if winning is None or losing is None or not losing[1]:
        return False
    winners, losers = left.parties(*winning[0]), right.parties(*losing[1])
    return any(same_party(winner, loser) for winner in winners for loser in losers)


def _position(claim: Claim, around: Surroundings) -> Position:
    told = told_result(claim, around.knowledge)
    winners = ", ".join(party.name for party in claim.parties(SlotName.ACTOR))
    in_contest = claim.event_type in ("win", "lose", "elect")
    known = None if told is None or in_contest else f"{told.result.scale}: {side_of(told, around.knowledge)}"
    negation = "not " if told is None and claim.polarity is Polarity.NEGATIVE else ""
    value = f"{negation}{known or claim.event_type or claim.predicate}" + (f" ({winners})" if in_contest else "")
    return Position(claim=claim, value=value, label=claim.statement, show_value=False)
