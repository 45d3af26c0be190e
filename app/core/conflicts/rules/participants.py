"""Who took part, who did it or to whom it was done, where the reports exclude each other."""

from app.core.conflicts.disagreement import Disagreement, Position, Surroundings, is_single
from app.core.entities.names import same_party
from app.core.model.claim import Claim, Polarity, SlotName
from app.core.model.conflict import ConflictKind
from app.core.model.entity import EntityType, Party

SLOTS = (SlotName.ACTOR, SlotName.COUNTERPART, SlotName.TARGET, SlotName.RECIPIENT)
BOTH_ENDS = (SlotName.ACTOR, SlotName.COUNTERPART)
COMPARED = frozenset({EntityType.PERSON, EntityType.ORGANISATION})
CONTEST = "match"  # family of the types whose two ends are not alike: winner and loser


def find_participants_conflict(left: Claim, right: Claim, around: Surroundings) -> Disagreement | None:
    """Two parties for one part that only one can have had; a shorter list of the same people never conflicts."""
    if left.polarity is not Polarity.POSITIVE or right.polarity is not Polarity.POSITIVE:
        return None
    if left.event_type is None or left.event_type != right.event_type:
        return None
    if _has_two_alike_ends(left, around) and is_single(SlotName.COUNTERPART, left, right, around.knowledge):
        pair = _partners_of_one(left, right)
    else:
        pair = _rivals_for_a_slot(left, right, around)
    if pair is None:
        return None
    one, other = pair
    return Disagreement(
        kind=ConflictKind.PARTICIPANTS,
        left=Position(claim=left, value=one.name, label=one.name),
        right=Position(claim=right, value=other.name, label=other.name),
        confidence=0.85,
        reason="participants",
    )


def _has_two_alike_ends(claim: Claim, around: Surroundings) -> bool:
    kind = around.knowledge.event_types[claim.event_type or ""]
    return SlotName.COUNTERPART in kind.single and kind.family != CONTEST


def _partners_of_one(left: Claim, right: Claim) -> tuple[Party, Party] | None:
    """At a meeting of two: the one whom the somebody named on both sides met, where they differ."""
    ours, theirs = left.parties(*BOTH_ENDS), right.parties(*BOTH_ENDS)
    if len(ours) != 2 or len(theirs) != 2:
        return None
    for i, one in enumerate(ours):
        for j, other in enumerate(theirs):
            if same_party(one, other):
                return _rivals(ours[1 - i], theirs[1 - j], left, right)
    return None


def _rivals_for_a_slot(left: Claim, right: Claim, around: Surroundings) -> tuple[Party, Party] | None:
    """The only parties of a slot that has one value per event."""
    for slot in SLOTS:
        ours, theirs = left.parties(slot), right.parties(slot)
        if len(ours) == len(theirs) == 1 and is_single(slot, left, right, around.knowledge):
            pair = _rivals(ours[0], theirs[0], left, right)
            if pair is not None:
                return pair
    return None


def _rivals(one: Party, other: Party, left: Claim, right: Claim) -> tuple[Party, Party] | None:
    """Both, where they are named, of one kind, not the same, and neither takes part on the other side."""
    if one.type is not other.type or one.type not in COMPARED or same_party(one, other) != 0:
        return None
    if _takes_part(one, right) or _takes_part(other, left):
        return None
    return one, other


def _takes_part(party: Party, claim: Claim) -> bool:
    return any(same_party(party, other) for other in claim.parties())
