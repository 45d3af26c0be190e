"""Claims of one event, and who reports which value of each of its slots."""

from dataclasses import dataclass

from app.core.model.claim import SlotName
from app.core.model.origin import SharedOrigin


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotReport:
    """One value of one slot and the claims behind it; ``independent_origins`` counts copies and shared sources once."""

    value: str
    label: str
    outlets: tuple[str, ...]
    claim_ids: tuple[str, ...]
    independent_origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotTable:
    """All values that a cluster's claims report for one slot; ``agreed`` where none excludes another."""

    name: SlotName
    values: tuple[SlotReport, ...]
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Claims about one event. ``id`` is a function of its claims' ids."""

    id: str
    claim_ids: tuple[str, ...]  # sorted
    headline: str
    event_type: str | None
    participants: tuple[str, ...]
    place: str | None
    earliest: str | None  # ISO 8601, local
    latest: str | None
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    independent_origins: int
    slots: tuple[SlotTable, ...]
    shared_origins: tuple[SharedOrigin, ...] = ()  # which of the outlets do not report independently, and why
    version: str = ""  # of the rules that formed it
