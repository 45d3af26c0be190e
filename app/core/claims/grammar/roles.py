"""Which slot a part of the clause fills, by the event type."""

from app.core.model.claim import SlotName
from app.core.model.language import EventType

UNTYPED = EventType(
    name="",
    roles={
        "subject": "actor",
        "passive_subject": "target",
        "object": "target",
        "genitive": "target",
        "in": "place",
        "from": "origin",
        "to": "destination",
        "with": "counterpart",
        "against": "target",
        "about": "topic",
        "by": "actor",
        "as": "role",
    },
)
NO_SLOT = "-"  # of a part that the event type knows but has no slot for
EVERYWHERE = {"in": "place"}  # what a part fills where the event type says nothing of it
PLACE_SLOTS = frozenset({SlotName.PLACE, SlotName.ORIGIN, SlotName.DESTINATION})
WORD_SLOTS = frozenset({SlotName.TOPIC, SlotName.ROLE})


def slot_of(kind: EventType, part: str) -> SlotName | None:
    """The slot that a part of the clause fills for an event type; None where the type has none for it."""
    slots = slots_of(kind, part)
    return slots[0] if slots else None


def slots_of(kind: EventType, part: str) -> tuple[SlotName, ...]:
    """All slots that a part of the clause may fill, the preferred one first ("counterpart|topic")."""
    names = kind.roles.get(part)
    if names is None and part == "by":
        names = kind.roles.get("subject")
    names = names or EVERYWHERE.get(part)
    return tuple(SlotName(name) for name in names.split("|") if name != NO_SLOT) if names else ()


def place_slot(kind: EventType, part: str) -> SlotName | None:
    """The first slot for places that a part of the clause fills for an event type."""
    return next((slot for slot in slots_of(kind, part) if slot in PLACE_SLOTS), None)
