"""How outlets stand to each other over all the events that both report: do they agree, and independently?"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

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
PAIR_COUNTS = ("shared_clusters", "conflicting_clusters", "independent_clusters", "compared", "agreed")
counts_in: Callable[[OutletPair], tuple[int, ...]] = attrgetter(*PAIR_COUNTS)
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
    sums: dict[str, list[int]] = {}
    for cluster, oppositions in reports:
        for one, pair in compare_within(cluster, oppositions):
            if one == outlet:
                numbers = sums.setdefault(pair.other, [0] * len(counts_in(pair)))
                sums[pair.other] = [before + more for before, more in zip(numbers, counts_in(pair), strict=True)]
    pairs = [OutletPair(other=other, **dict(zip(PAIR_COUNTS, numbers, strict=True))) for other, numbers in sums.items()]
    return tuple(sorted(pairs, key=lambda pair: (-pair.shared_clusters, pair.other)))


def compare_within(cluster: Cluster, oppositions: Sequence[Opposition]) -> Iterator[tuple[str, OutletPair]]:
    """For each outlet that reports in the cluster, how it stands to each other one there."""
    if len(cluster.outlets) < 2:
        return
    told = _items_told(cluster)
    for outlet in cluster.outlets:
        depending = {
            fold(each) for group in cluster.shared_origins if outlet in group.outlets for each in group.outlets
        }
        for other in cluster.outlets:
            if other == outlet:
                continue
            opposed = {ITEM.get(o.kind, o.kind) for o in oppositions if o.between(outlet, other)}
            items = (told.get(outlet, set()) & told.get(other, set())) | opposed | {THAT_IT_HAPPENED}
            yield (
                outlet,
                OutletPair(
                    other=other,
                    shared_clusters=1,
                    conflicting_clusters=int(bool(opposed)),
                    independent_clusters=int(fold(other) not in depending),
                    compared=len(items),
                    agreed=len(items - opposed),
                ),
            )


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
