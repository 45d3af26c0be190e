"""A cluster as a reader sees it: its headline, who, where and when, and who reports which value of each slot."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.entities.names import same_party
from app.core.folding import fold
from app.core.linking.clusters import cluster_id
from app.core.linking.comparison import Fit, compare_intervals, compare_places, compare_quantities
from app.core.linking.origins import count_origins, shared_origins
from app.core.model.claim import Claim, Slot, SlotName, SlotValue
from app.core.model.cluster import Cluster, SlotReport, SlotTable
from app.core.model.entity import Party, Phrase, Place
from app.core.model.origin import SharedOrigin
from app.core.model.quantity import Quantity
from app.core.model.when import Duration, When

PARTY_SLOTS = (SlotName.ACTOR, SlotName.COUNTERPART, SlotName.TARGET, SlotName.COMPANION, SlotName.RECIPIENT)
PLACE_SLOTS = (SlotName.PLACE, SlotName.DESTINATION, SlotName.ORIGIN)
SAME_NAME = 0.5  # least score of two spellings of one name


@dataclass(slots=True)
class _Value:
    """One value of a slot while its claims are being gathered."""

    first: SlotValue
    label: str
    claims: dict[str, Claim] = field(default_factory=dict)


def summarise_cluster(claims: Sequence[Claim]) -> Cluster:
    """The cluster of these claims (at least one), whatever their order."""
    ordered = sorted(claims, key=_reading_order)
    shared = shared_origins(ordered)
    tables = tuple(table for name in SlotName if (table := _slot_table(name, ordered, shared)) is not None)
    outlets = tuple(sorted({claim.outlet for claim in ordered}))
    intervals = [when.interval for claim in ordered for when in claim.times if when.interval is not None]
    return Cluster(
        id=cluster_id([claim.id for claim in claims]),
        claim_ids=tuple(sorted(claim.id for claim in claims)),
        headline=_most_telling(ordered).statement,
        event_type=_most_common([claim.event_type for claim in ordered if claim.event_type is not None]),
        participants=_labels(tables, PARTY_SLOTS),
        place=next(iter(_labels(tables, PLACE_SLOTS)), None),
        earliest=min((interval.earliest.isoformat() for interval in intervals), default=None),
        latest=max((interval.latest.isoformat() for interval in intervals), default=None),
        outlets=outlets,
        languages=tuple(sorted({claim.language for claim in ordered})),
        independent_origins=count_origins(outlets, shared),
        slots=tables,
        shared_origins=shared,
    )


def _reading_order(claim: Claim) -> tuple[str, str, int, str]:
    published = "9999" if claim.published_at is None else claim.published_at.isoformat()
    return published, claim.article_id, claim.start, claim.id


def _most_telling(claims: Sequence[Claim]) -> Claim:
    """The claim that names most and repeats none; the earliest of equals."""
    return max(claims, key=lambda claim: (_told(claim), claim.confidence, -claims.index(claim)))


def _told(claim: Claim) -> int:
    return len({slot.name for slot in claim.slots if _is_known(slot)})


def _is_known(slot: Slot) -> bool:
    return not isinstance(slot.value, Party) or slot.value.resolved


def _most_common(values: Sequence[str]) -> str | None:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value), default=None)


def _labels(tables: Sequence[SlotTable], names: Sequence[SlotName]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(report.label for table in tables if table.name in names for report in table.values))


def _slot_table(name: SlotName, claims: Sequence[Claim], shared: Sequence[SharedOrigin]) -> SlotTable | None:
    values: list[_Value] = []
    for claim in claims:
        for slot in claim.slots:
            if slot.name is name and _is_known(slot):
                _place_value(slot.value, claim, values)
    if not values:
        return None
    agreed = not any(
        _fit(one.first, other.first) is Fit.EXCLUDED for i, one in enumerate(values) for other in values[i + 1 :]
    )
    return SlotTable(name=name, values=tuple(_report(value, shared) for value in values), agreed=agreed)


def _place_value(slot_value: SlotValue, claim: Claim, values: list[_Value]) -> None:
    for value in values:
        if _is_same(value.first, slot_value):
            value.claims.setdefault(claim.id, claim)
            return
    values.append(_Value(slot_value, _label(slot_value), {claim.id: claim}))


def _report(value: _Value, shared: Sequence[SharedOrigin]) -> SlotReport:
    outlets = tuple(sorted({claim.outlet for claim in value.claims.values()}))
    return SlotReport(
        value=_machine_value(value.first),
        label=value.label,
        outlets=outlets,
        claim_ids=tuple(sorted(value.claims)),
        independent_origins=count_origins(outlets, shared),
    )


def _is_same(one: SlotValue, other: SlotValue) -> bool:
    match one, other:
        case Party(), Party():
            score = same_party(one, other)
            return fold(one.name) == fold(other.name) if score is None else score >= SAME_NAME
        case (Duration(), Duration()) | (Phrase(), Phrase()):
            return fold(one.text) == fold(other.text)
        case When(), When() if one.interval is None or other.interval is None:
            return fold(one.text) == fold(other.text)
        case _:
            return _fit(one, other) is Fit.SAME


def _fit(one: SlotValue, other: SlotValue) -> Fit | None:
    match one, other:
        case When(), When():
            return compare_intervals(one, other)
        case Quantity(), Quantity():
            return compare_quantities(one, other)
        case Place(), Place():
            return compare_places(one, other)
        case _:
            return None


def _label(value: SlotValue) -> str:
    match value:
        case Party() | Place():
            return value.name
        case _:
            return value.text


def _machine_value(value: SlotValue) -> str:
    match value:
        case Party():
            return value.key or fold(value.name)
        case Place():
            return value.key or value.name_key or fold(value.name)
        case When() if value.interval is not None:
            return f"{value.interval.earliest.isoformat()}/{value.interval.latest.isoformat()}"
        case Quantity():
            return "..".join(
                "" if bound is None else f"{bound:.10g}" for bound in dict.fromkeys((value.low, value.high))
            )
        case Duration():
            return f"{value.days:.10g}"
        case _:
            return fold(value.text)
