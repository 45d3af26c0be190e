"""One event reported at places that are not the same and do not contain each other."""

from app.core.conflicts.disagreement import Disagreement, Position, Surroundings, is_single, one_kind_of_event
from app.core.conflicts.one_event import share_mark
from app.core.linking.comparison import Fit, best_fit, compare_places
from app.core.linking.differences import is_another, tell_other_places
from app.core.model.claim import Claim, Polarity, SlotName
from app.core.model.conflict import ConflictKind
from app.core.model.entity import Place

# Confidence where all places and what happened are known, and where a place may be anywhere or what happened anything.
SURE, LIKELY = 0.85, 0.7
SLOTS = (SlotName.PLACE, SlotName.DESTINATION, SlotName.ORIGIN)


def find_place_conflict(left: Claim, right: Claim, around: Surroundings) -> Disagreement | None:
    """The same slot, one place each side at least, some of which exclude each other and none of which fit together."""
    if left.polarity is not Polarity.POSITIVE or right.polarity is not Polarity.POSITIVE:
        return None
    if not one_kind_of_event(left, right, around.knowledge):
        return None
    slot, sure = _slot_told_twice(left, right, around)
    if slot is None or is_another(left, right, around.knowledge) or not share_mark(left, right, around.knowledge):
        return None
    typed = left.event_type is not None and right.event_type is not None
    if not typed and not tell_other_places(left, right):
        return None  # the one names the place of the other too: "back from X, he received them at Y"
    return Disagreement(
        kind=ConflictKind.PLACE,
        left=_position(left, left.places(slot), around),
        right=_position(right, right.places(slot), around),
        confidence=SURE if typed and sure else LIKELY,
        reason="place",
    )


def _slot_told_twice(left: Claim, right: Claim, around: Surroundings) -> tuple[SlotName | None, bool]:
    """The first slot whose places exclude each other, and whether all of these are known."""
    for slot in SLOTS:
        ours, theirs = left.places(slot), right.places(slot)
        if not ours or not theirs or not _one_per_event(slot, left, right, around):
            continue
        fits = [compare_places(one, other) for one in ours for other in theirs]
        if best_fit(fits) is Fit.EXCLUDED:
            return slot, None not in fits
    return None, False


def _one_per_event(slot: SlotName, left: Claim, right: Claim, around: Surroundings) -> bool:
    if slot is SlotName.PLACE:
        kinds = [around.knowledge.event_types.get(claim.event_type or "") for claim in (left, right)]
        return all(kind is None or kind.punctual or slot in kind.single for kind in kinds)
    return is_single(slot, left, right, around.knowledge)


def _position(claim: Claim, places: tuple[Place, ...], around: Surroundings) -> Position:
    finest = max(places, key=lambda place: (len((place.key or "").split("/")), place.name))
    known = around.places.find(finest.name, claim.language)
    canonical = next((place.name for place in known if place.key == finest.key), finest.name)
    return Position(claim=claim, value=canonical, label=finest.name)
