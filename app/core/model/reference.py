"""Which known somebody or something a claim names: the identity that lists, filters and candidate search share."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from app.core.model.claim import Claim
from app.core.model.entity import EntityType, Party, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One entity as one claim names it. ``id`` is a function of its key, so all spellings with one key share it."""

    id: str
    role: str  # "party" or "place"
    type: str  # PER, LOC, ORG or "unknown"
    name: str
    place_key: str | None


def entity_id(key: str) -> str:
    """The id of the entity with that key (a name key, or the path of a known place)."""
    return hashlib.sha256(b"entity:" + key.encode("utf-8", "replace")).hexdigest()[:16]


def party_entity_id(party: Party) -> str | None:
    """The id of a named party; None for a mere description."""
    if not party.is_name:
        return None
    return entity_id(party.place_key or party.key) if party.place_key or party.key else None


def place_entity_id(place: Place) -> str | None:
    """The id of a place; None where not even its name has a key, and of "the airport", which may be any.

    "Cairo airport" lies in Cairo but is not Cairo.
    """
    if place.kind is not None:
        return entity_id(f"{place.key}#{place.kind}") if place.key else None
    return entity_id(place.key or place.name_key) if place.key or place.name_key else None


def references_of(claim: Claim) -> Iterator[Reference]:
    """The named parties and places of a claim, in the order of its slots."""
    for slot in claim.slots:
        match slot.value:
            case Party() as party:
                found = party_entity_id(party)
                if found is not None:
                    kind = party.type.value if party.type is not None else "unknown"
                    yield Reference(id=found, role="party", type=kind, name=party.name, place_key=party.place_key)
            case Place() as place:
                found = place_entity_id(place)
                if found is not None:
                    kind = EntityType.PLACE.value
                    yield Reference(id=found, role="place", type=kind, name=place.name, place_key=place.key)
            case _:
                continue
