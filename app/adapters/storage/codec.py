"""Frozen values to JSON documents and back. A slot's value carries its type: several types have the same fields."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from app.core.model.article import CleanText
from app.core.model.claim import Claim, Slot, SlotName, SlotValue
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict
from app.core.model.entity import Party, Phrase, Place
from app.core.model.quantity import Quantity
from app.core.model.when import Duration, When

Document = dict[str, Any]

_CLAIM = TypeAdapter(Claim)
_CLUSTER = TypeAdapter(Cluster)
_CONFLICT = TypeAdapter(Conflict)
_CLEAN = TypeAdapter(CleanText)
_VALUES: dict[str, TypeAdapter[Any]] = {
    "party": TypeAdapter(Party),
    "place": TypeAdapter(Place),
    "when": TypeAdapter(When),
    "duration": TypeAdapter(Duration),
    "quantity": TypeAdapter(Quantity),
    "phrase": TypeAdapter(Phrase),
}
_TYPES: dict[type[SlotValue], str] = {
    Party: "party",
    Place: "place",
    When: "when",
    Duration: "duration",
    Quantity: "quantity",
    Phrase: "phrase",
}


def dump_claim(claim: Claim) -> Document:
    """The claim as a JSON document."""
    document: Document = _CLAIM.dump_python(claim, mode="json", exclude={"slots"})
    document["slots"] = [_dump_slot(slot) for slot in claim.slots]
    return document


def load_claim(document: Mapping[str, Any]) -> Claim:
    """The claim, equal to the one that was dumped."""
    claim: Claim = _CLAIM.validate_python({**document, "slots": tuple(map(_load_slot, document["slots"]))})
    return claim


def _dump_slot(slot: Slot) -> Document:
    kind = _TYPES[type(slot.value)]
    return {"name": slot.name.value, "type": kind, "value": _VALUES[kind].dump_python(slot.value, mode="json")}


def _load_slot(document: Mapping[str, Any]) -> Slot:
    value: SlotValue = _VALUES[document["type"]].validate_python(document["value"])
    return Slot(name=SlotName(document["name"]), value=value)


def dump_cluster(cluster: Cluster) -> Document:
    """The cluster as a JSON document."""
    document: Document = _CLUSTER.dump_python(cluster, mode="json")
    return document


def load_cluster(document: Mapping[str, Any]) -> Cluster:
    """The cluster, equal to the one that was dumped."""
    return _CLUSTER.validate_python(document)


def dump_conflict(conflict: Conflict) -> Document:
    """The conflict as a JSON document."""
    document: Document = _CONFLICT.dump_python(conflict, mode="json")
    return document


def load_conflict(document: Mapping[str, Any]) -> Conflict:
    """The conflict, equal to the one that was dumped."""
    return _CONFLICT.validate_python(document)


def dump_clean(clean: CleanText) -> Document:
    """What cleaning found, as a JSON document."""
    document: Document = _CLEAN.dump_python(clean, mode="json")
    return document


def load_clean(document: Mapping[str, Any]) -> CleanText:
    """What cleaning found, equal to what was dumped."""
    return _CLEAN.validate_python(document)
