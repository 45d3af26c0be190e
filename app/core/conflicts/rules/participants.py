"""Who took part, who did it or to whom it was done, where the reports exclude each other."""

from app.core.conflicts.disagreement import Disagreement, Position, Surroundings, is_single
from app.core.entities.names import same_party
from app.core.linking.comparison import days_apart
from app.core.linking.differences import ONE_DAY
from app.core.model.claim import Claim, Polarity, SlotName
from app.core.model.conflict import ConflictKind
from app.core.model.entity import EntityType, Party
from app.core.model.when import When

SLOTS = (SlotName.ACTOR, SlotName.COUNTERPART, SlotName.TARGET, SlotName.RECIPIENT)
BOTH_ENDS = (SlotName.ACTOR, SlotName.COUNTERPART)
COMPARED = frozenset({EntityType.PERSON, EntityType.ORGANISATION})
CONTEST = "match"  # family of the types whose two ends are not alike: winner and loser
SURE, LIKELY = 0.85, 0.7  # confidence of two names, and of an office against a name or another office
SURE_ON_ONE_DAY = 0.95  # of two names where both tell one day: then it is less likely that two events are meant


def find_participants_conflict(left: Claim, right: Claim, around: Surroundings) -> Disagreement | None:
    """Two parties for one part that only one can have had; a shorter list of the same people never conflicts."""
    if left.polarity is not Polarity.POSITIVE or right.polarity is not Polarity.POSITIVE:
        return None
    if left.event_type is None and right.event_type is None:
        pair = _rivals_in_same_words(left, right, around)
    elif not _is_one_kind(left, right, around):
        return None
    elif _has_two_alike_ends(left, around) and is_single(SlotName.COUNTERPART, left, right, around.knowledge):
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
        confidence=_confidence(one, other, one_day=days_apart(_days(left), _days(right)) == 0),
        reason="participants",
    )


def _confidence(one: Party, other: Party, *, one_day: bool) -> float:
    if not (one.is_name and other.is_name):
        return LIKELY
    return SURE_ON_ONE_DAY if one_day else SURE


def _days(claim: Claim) -> list[When]:
    return [when for when in claim.times if when.granularity in ONE_DAY]


def _is_one_kind(left: Claim, right: Claim, around: Surroundings) -> bool:
    """Whether both are of one type, or of two that tell one thing done together: to sign a deal and to agree on it."""
    if left.event_type is None or right.event_type is None:
        return False
    if left.event_type == right.event_type:
        return True
    kinds = around.knowledge.event_types
    families = {kinds[left.event_type].family, kinds[right.event_type].family}
    return len(families) == 1 and None not in families and _has_two_alike_ends(left, around)


def _has_two_alike_ends(claim: Claim, around: Surroundings) -> bool:
    kind = around.knowledge.event_types[claim.event_type or ""]
    return SlotName.COUNTERPART in kind.single and kind.family != CONTEST


def _partners_of_one(left: Claim, right: Claim) -> tuple[Party, Party] | None:
    """At a meeting of two: the one whom the somebody named on both sides met, where they differ."""
    ours, theirs = _told(left, *BOTH_ENDS), _told(right, *BOTH_ENDS)
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
        ours, theirs = _told(left, slot), _told(right, slot)
        if len(ours) == len(theirs) == 1 and is_single(slot, left, right, around.knowledge):
            pair = _rivals(ours[0], theirs[0], left, right)
            if pair is not None:
                return pair
    return None


def _rivals_in_same_words(left: Claim, right: Claim, around: Surroundings) -> tuple[Party, Party] | None:
    """Who does, in two reports, what the same word tells of the same thing: "Kell piloted the boat", "Venn did"."""
    if not around.is_sure_link or left.language != right.language or left.predicate != right.predicate:
        return None
    ours, theirs = _told(left, SlotName.ACTOR), _told(right, SlotName.ACTOR)
    objects = [(one, other) for one in left.parties(SlotName.TARGET) for other in right.parties(SlotName.TARGET)]
    if len(ours) != 1 or len(theirs) != 1 or not any(_is_same_thing(one, other) for one, other in objects):
        return None
    return _rivals(ours[0], theirs[0], left, right)


def _is_same_thing(one: Party, other: Party) -> bool:
    return bool(same_party(one, other)) or (one.resolved and other.resolved and one.key == other.key)


def _told(claim: Claim, *slots: SlotName) -> tuple[Party, ...]:
    """The parties of some slots, as far as the report tells who is meant."""
    return tuple(party.known_as or party for party in claim.parties(*slots))


def _rivals(one: Party, other: Party, left: Claim, right: Claim) -> tuple[Party, Party] | None:
    """Both, where they exclude each other and neither takes part on the other side."""
    named = _are_other_names(one, other, one_language=left.language == right.language)
    if not (named or _hold_other_offices(one, other)):
        return None
    if _takes_part(one, right) or _takes_part(other, left):
        return None
    return one, other


def _are_other_names(one: Party, other: Party, *, one_language: bool) -> bool:
    """Two names of one kind that are not one name. Those of bodies are translated: only one language tells them apart,
    or that both are known."""
    if one.type is not other.type or one.type not in COMPARED or same_party(one, other) != 0:
        return False
    known = one.key.startswith("org:") and other.key.startswith("org:")
    return one.type is EntityType.PERSON or one_language or known


def _hold_other_offices(one: Party, other: Party) -> bool:
    """Whether one of them is told by an office alone, and the other by another one of the same kind: the ministers of
    defence and of the interior of one country, the armies of two. An office and the body it leads, or a deputy's, are
    none."""
    if one.is_name and other.is_name:
        return False
    offices = [_office(party) for party in (one, other)]
    if None in offices or not (one.resolved and other.resolved):
        return False
    (ours, our_field, our_body), (theirs, their_field, their_body) = (office for office in offices if office)
    if ours != theirs:
        return False
    if our_body == their_body:
        return None not in (our_field, their_field) and our_field != their_field
    apart = not (our_body.startswith(f"{their_body}/") or their_body.startswith(f"{our_body}/"))
    return apart and our_field == their_field


def _office(party: Party) -> tuple[str, str | None, str] | None:
    """The only office of a party, as its kind, its field and whose it is: "minister/defence@EG"."""
    if len(party.office_keys) != 1:
        return None
    office, _, body = party.office_keys[0].partition("@")
    kind, _, field = office.partition("/")
    return kind, field or None, body


def _takes_part(party: Party, claim: Claim) -> bool:
    return any(same_party(party, other) for other in _told(claim))
