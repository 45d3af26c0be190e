"""The slot table of a story: who reports which value of each detail, and which of them exclude each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.core.folding import fold
from app.use_cases.views import ClusterView, SlotReportView, SlotTableView, SlotValueView
from app.web.pages.details import LOOKS, Detail
from app.web.pages.origins import Independence, independence_of

FEW_VALUES = 6  # of one slot, where not all are asked for
MOST_VALUES = 300
FEW_OUTLETS = 6  # behind one value

Position = tuple[str, int]  # id of a conflict, number of the side


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownValue:
    """One value. ``sides`` are those of conflicts that it stands on; ``hidden`` counts outlets that are not shown."""

    report: SlotReportView
    language: str | None
    sides: tuple[Position, ...]
    outlets: tuple[str, ...]
    hidden: int
    independence: Independence


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSlot:
    """One row. ``state`` is agreed (nothing excludes another), differ (values that do not fit each other, of which no
    conflict was made), or disputed; ``hidden`` counts values that are not shown."""

    name: str
    look: str
    state: str
    values: tuple[ShownValue, ...]
    hidden: int


def table_of(story: ClusterView, details: Sequence[Detail], *, whole: str | None = None) -> tuple[ShownSlot, ...]:
    """All rows, cut to the first values; ``whole`` names the one slot that is wanted with all its values."""
    languages = {claim.id: claim.language for claim in story.claims}
    positions = _positions(details)
    rows = {
        slot.name: [_value(slot, report, story, languages, positions) for report in slot.values] for slot in story.slots
    }
    face_to_face = _face_to_face(rows)
    most = FEW_VALUES if whole is None else MOST_VALUES
    return tuple(_row(slot, rows[slot.name], face_to_face, most) for slot in story.slots if whole in (None, slot.name))


def _face_to_face(rows: Mapping[str, Sequence[ShownValue]]) -> dict[str, set[str]]:
    """By conflict: the slots in which more than one of its sides stands; all that it touches where there is none."""
    sides: dict[str, dict[str, set[int]]] = {}
    for name, values in rows.items():
        for conflict_id, side in (place for value in values for place in value.sides):
            sides.setdefault(conflict_id, {}).setdefault(name, set()).add(side)
    return {
        conflict_id: {name for name, numbers in found.items() if len(numbers) > 1} or set(found)
        for conflict_id, found in sides.items()
    }


def _positions(details: Sequence[Detail]) -> dict[tuple[str, str], set[tuple[str, Position]]]:
    """By slot and claim: the forms of the values on a side of a conflict, and on which."""
    found: dict[tuple[str, str], set[tuple[str, Position]]] = {}
    for detail in details:
        for claim_id, words in detail.told.items():
            place = detail.conflict.id, detail.side_of[claim_id]
            for told in words:
                if told.slot is not None and told.value is not None:
                    forms = found.setdefault((told.slot, claim_id), set())
                    forms.update((form, place) for form in _forms(told.value))
    return found


def _forms(value: SlotValueView) -> set[str]:
    """The ways in which a row of the table may name this value."""
    forms = {fold(value.label)}
    if value.key is not None:
        forms.add(value.key)
    if value.earliest is not None and value.latest is not None:
        forms.add(f"{value.earliest}/{value.latest}")
    return forms


def _row(
    slot: SlotTableView, values: Sequence[ShownValue], face_to_face: Mapping[str, set[str]], most: int
) -> ShownSlot:
    shown = [
        replace(value, sides=tuple(place for place in value.sides if slot.name in face_to_face[place[0]]))
        for value in values
    ]
    ordered = sorted(shown, key=lambda value: (not value.sides, value.sides, -len(value.report.outlets)))
    disputed = any(value.sides for value in shown)
    return ShownSlot(
        name=slot.name,
        look=LOOKS.get(slot.name, "other"),
        state="disputed" if disputed else "agreed" if slot.agreed else "differ",
        values=tuple(ordered[:most]),
        hidden=max(0, len(ordered) - most),
    )


def _value(
    slot: SlotTableView,
    report: SlotReportView,
    story: ClusterView,
    languages: Mapping[str, str],
    positions: Mapping[tuple[str, str], set[tuple[str, Position]]],
) -> ShownValue:
    own = {fold(report.label), report.value}
    alone = {claim for claim in report.claim_ids if sum(claim in each.claim_ids for each in slot.values) == 1}
    sides = {
        place
        for claim in report.claim_ids
        for form, place in positions.get((slot.name, claim), ())
        if form in own or claim in alone
    }
    return ShownValue(
        report=report,
        language=languages.get(report.claim_ids[0]) if report.claim_ids else None,
        sides=tuple(sorted(sides)),
        outlets=report.outlets[:FEW_OUTLETS],
        hidden=max(0, len(report.outlets) - FEW_OUTLETS),
        independence=independence_of(report.outlets, story.shared_origins),
    )
