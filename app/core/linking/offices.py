"""Claims of who holds which office: a state, so that what makes two of them one is the person or the office."""

from app.core.entities.names import same_party
from app.core.entities.office_fit import is_same_office
from app.core.model.claim import Claim, SlotName
from app.core.model.entity import Party, Phrase
from app.core.model.language import Knowledge
from app.core.model.office import HeldOffice, read_office

HOLDERS = {"hold_office": SlotName.ACTOR, "appoint": SlotName.TARGET, "elect": SlotName.TARGET}
GIVING = frozenset({"appoint", "elect"})  # tell how somebody came by the office
SAME_PERSON = 0.8  # least score of the names


def is_one_role(left: Claim, right: Claim, knowledge: Knowledge) -> bool:
    """Whether both tell the office of one person, or who holds one office. Claims of an appointment and of an office
    that is held go together only where they are one person's."""
    one, other = holder_of(left), holder_of(right)
    ours, theirs = office_of(left), office_of(right)
    if one is None or other is None or ours is None or theirs is None:
        return False
    same = same_party(one, other)
    if same is not None and same >= SAME_PERSON:
        return ours.head in knowledge.offices and theirs.head in knowledge.offices
    kind = knowledge.offices.get(ours.head)
    if kind is None or not kind.single or is_given(left) != is_given(right):
        return False
    return is_same_office(ours, theirs, one_language=left.language == right.language)


def is_given(claim: Claim) -> bool:
    """Whether the claim tells how somebody came by the office."""
    return claim.event_type in GIVING


def holder_of(claim: Claim) -> Party | None:
    """The one named person of whom the claim tells the office."""
    slot = HOLDERS.get(claim.event_type or "")
    people = [party for party in claim.parties(slot) if party.is_name] if slot is not None else []
    return people[0] if len(people) == 1 else None


def role_of(claim: Claim) -> Phrase | None:
    """The words of the office that the claim tells."""
    roles = (slot.value for slot in claim.slots if slot.name is SlotName.ROLE)
    return next((role for role in roles if isinstance(role, Phrase) and role.key), None)


def office_of(claim: Claim) -> HeldOffice | None:
    """The office that the claim tells."""
    role = role_of(claim)
    return None if role is None else read_office(role.key)


def offices_of_holder(claim: Claim) -> tuple[HeldOffice, ...]:
    """All offices that the claim's article gives to the holder."""
    holder = holder_of(claim)
    read = (read_office(key) for key in holder.office_keys) if holder is not None else ()
    return tuple(office for office in read if office is not None)
