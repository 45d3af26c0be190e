"""Who took part according to whom. That an outlet does not name somebody never says that they were not there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.use_cases.views import ClaimView, ClusterView, ConflictView
from app.web.pages.pictures.reports import NO_SIDE, REAL, Origin, Side, order_of, origins_of, sides_of, wall_time

LEAST_OUTLETS = 2
SLOTS = ("actor", "counterpart", "companion", "target", "recipient")
NAMED_TYPES = frozenset({"PER", "ORG"})


class Presence(StrEnum):
    """What an outlet says of somebody's part."""

    NAMED = "named"
    PLANNED = "planned"  # is to take part
    DENIED = "denied"  # it is said not to be so
    BOTH = "both"  # told to be so, and told not to be so
    SILENT = "silent"  # the outlet does not name them


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody whom at least one outlet names. ``side`` where having taken part excludes somebody else."""

    key: str
    name: str
    side: int | None
    named_by: int  # outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one outlet says of one participant, and the first claim that says so."""

    presence: Presence
    claim_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRow:
    """One outlet; its cells stand in the order of the participants."""

    outlet: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """All outlets that name somebody."""

    participants: tuple[Participant, ...]
    rows: tuple[AttendanceRow, ...]
    sides: tuple[Side, ...]
    origins: tuple[Origin, ...]


def attendance_of(story: ClusterView, conflicts: Sequence[ConflictView], screen: str) -> Attendance | None:
    """None where fewer than two outlets name anybody, or all name the same in the same way."""
    sides = sides_of(conflicts, "participants")
    labels: dict[str, Counter[tuple[bool, str]]] = {}
    said: dict[str, dict[str, list[tuple[Presence, str]]]] = {}
    published: dict[str, tuple[int, datetime, str]] = {}
    for claim in story.claims:
        for key, label in _parties(claim).items():
            labels.setdefault(key, Counter())[claim.language == screen, label] += 1
            said.setdefault(claim.outlet, {}).setdefault(key, []).append((_presence(claim), claim.id))
            published.setdefault(claim.outlet, order_of(None, wall_time(claim.published_at), claim.outlet))
    participants = _participants(labels, said, sides)
    keys = [participant.key for participant in participants]
    rows = tuple(
        AttendanceRow(outlet=outlet, cells=tuple(_cell(said[outlet].get(key, [])) for key in keys))
        for outlet in sorted(said, key=lambda outlet: _row_order(said[outlet], participants, published[outlet]))
    )
    told = {tuple(cell.presence for cell in row.cells) for row in rows}
    if len(rows) < LEAST_OUTLETS or len(told) < LEAST_OUTLETS:
        return None
    return Attendance(participants=participants, rows=rows, sides=sides, origins=origins_of(story, said))


def _parties(claim: ClaimView) -> dict[str, str]:
    """Whom a claim names, by entity. Descriptions ("an official") are nobody in particular."""
    return {
        value.entity_id: value.label
        for slot in SLOTS
        for value in claim.slots.get(slot, ())
        if value.type == "party" and value.entity_id is not None and value.entity_type in NAMED_TYPES
    }


def _presence(claim: ClaimView) -> Presence:
    if claim.polarity != "positive":
        return Presence.DENIED
    return Presence.NAMED if claim.status in REAL else Presence.PLANNED


def _participants(
    labels: Mapping[str, Counter[tuple[bool, str]]], said: Mapping[str, Mapping[str, object]], sides: Sequence[Side]
) -> tuple[Participant, ...]:
    """Those who exclude each other first, then those whom most outlets name."""
    found = []
    for key, counted in labels.items():
        own_language = [(count, label) for (own, label), count in counted.items() if own]
        every = own_language or [(count, label) for (_, label), count in counted.items()]
        names = {label for _, label in counted}
        found.append(
            Participant(
                key=key,
                name=min(every, key=lambda one: (-one[0], one[1]))[1],
                side=next((side.number for side in sides if {side.value, side.label} & names), None),
                named_by=sum(key in by for by in said.values()),
            )
        )
    found.sort(key=lambda one: (one.side if one.side is not None else NO_SIDE, -one.named_by, one.name, one.key))
    return tuple(found)


def _cell(told: Sequence[tuple[Presence, str]]) -> Cell:
    """What is told to have been so says more than what is planned."""
    if not told:
        return Cell(presence=Presence.SILENT)
    first = dict(reversed(told))
    affirmed = Presence.NAMED if Presence.NAMED in first else Presence.PLANNED if Presence.PLANNED in first else None
    if affirmed is None:
        return Cell(presence=Presence.DENIED, claim_id=first[Presence.DENIED])
    if Presence.DENIED in first:
        return Cell(presence=Presence.BOTH, claim_id=first[Presence.DENIED])
    return Cell(presence=affirmed, claim_id=first[affirmed])


def _row_order(
    told: Mapping[str, Sequence[tuple[Presence, str]]],
    participants: Sequence[Participant],
    published: tuple[int, datetime, str],
) -> tuple[int, tuple[int, datetime, str]]:
    """By the first participant in dispute whom an outlet says to have taken part, then by when it published."""
    sides = [
        one.side
        for one in participants
        if one.side is not None and any(presence is not Presence.DENIED for presence, _ in told.get(one.key, ()))
    ]
    return min(sides, default=NO_SIDE), published
