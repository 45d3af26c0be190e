"""How outlets stand to each other over all the events that both report: do they agree, and independently?"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.core.folding import fold
from app.core.model.claim import SlotName
from app.core.model.cluster import Cluster
from app.core.model.conflict import ConflictKind
from app.core.model.records import OutletPair

# What is compared where both outlets tell it; that it happened, as told, is compared in every cluster.
COMPARED = {
    SlotName.ACTOR: ConflictKind.PARTICIPANTS,
    SlotName.COUNTERPART: ConflictKind.PARTICIPANTS,
    SlotName.TARGET: ConflictKind.PARTICIPANTS,
    SlotName.COMPANION: ConflictKind.PARTICIPANTS,
    SlotName.RECIPIENT: ConflictKind.PARTICIPANTS,
    SlotName.PLACE: ConflictKind.PLACE,
    SlotName.ORIGIN: ConflictKind.PLACE,
    SlotName.DESTINATION: ConflictKind.PLACE,
    SlotName.TIME: ConflictKind.DATE,
    SlotName.QUANTITY: ConflictKind.QUANTITY,
    SlotName.ROLE: ConflictKind.ROLE,
}
THAT_IT_HAPPENED = ConflictKind.DENIAL
ITEM = {
    ConflictKind.STATUS: THAT_IT_HAPPENED,
    ConflictKind.OUTCOME: THAT_IT_HAPPENED,
    ConflictKind.ATTRIBUTION: THAT_IT_HAPPENED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposition:
    """A contradiction that no reviewer has dismissed: the outlets on each of its sides."""

    kind: ConflictKind
    sides: tuple[frozenset[str], ...]

    def between(self, one: str, other: str) -> bool:
        """Whether the two stand on different sides."""
        ours = {number for number, side in enumerate(self.sides) if one in side}
        return any(other in side and ours - {number} for number, side in enumerate(self.sides))


def compare_outlets(outlet: str, reports: Iterable[tuple[Cluster, Sequence[Opposition]]]) -> tuple[OutletPair, ...]:
    """How one outlet stands to each other one in clusters that it reports in, the most shared first."""
    shared, conflicting, independent = Counter[str](), Counter[str](), Counter[str]()
    compared, agreed = Counter[str](), Counter[str]()
    for cluster, oppositions in reports:
        told = _items_told(cluster)
        depending = {
            fold(each) for group in cluster.shared_origins if outlet in group.outlets for each in group.outlets
        }
        for other in cluster.outlets:
            if other == outlet:
                continue
            opposed = {ITEM.get(o.kind, o.kind) for o in oppositions if o.between(outlet, other)}
            items = (told.get(outlet, set()) & told.get(other, set())) | opposed | {THAT_IT_HAPPENED}
            shared[other] += 1
            conflicting[other] += bool(opposed)
            independent[other] += fold(other) not in depending
            compared[other] += len(items)
            agreed[other] += len(items - opposed)
    pairs = [
        OutletPair(
            other=other,
            shared_clusters=shared[other],
            conflicting_clusters=conflicting[other],
            independent_clusters=independent[other],
            compared=compared[other],
            agreed=agreed[other],
        )
        for other in shared
    ]
    return tuple(sorted(pairs, key=lambda pair: (-pair.shared_clusters, pair.other)))


def _items_told(cluster: Cluster) -> dict[str, set[ConflictKind]]:
    """By outlet, what it tells of the event."""
    told: dict[str, set[ConflictKind]] = {}
    for table in cluster.slots:
        item = COMPARED.get(table.name)
        if item is not None:
            for outlet in _outlets(report.outlets for report in table.values):
                told.setdefault(outlet, set()).add(item)
    return told


def _outlets(groups: Iterable[Collection[str]]) -> set[str]:
    return {outlet for group in groups for outlet in group}
