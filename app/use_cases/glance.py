"""What is seen at first sight: stories with what is disputed about them in short, and what is new."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.model.cluster import Cluster
from app.core.model.conflict import SEVERITY_WEIGHTS, Conflict, Relation, ReviewState, Severity
from app.core.model.entity import EntityType
from app.core.model.watching import EventType
from app.ports import Unit
from app.use_cases.show import show_cluster
from app.use_cases.views import ClusterSummary, ConflictView

MOST_EVENTS = 1_000  # looked through for what is new
MOST_MEANT = 8  # entities that a name may mean, offered


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortSide:
    """One value of a conflict and the outlets that report it. ``language``: that of the label, where one is known."""

    value: str
    label: str
    language: str | None
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortConflict:
    """A conflict without its quotes."""

    id: str
    cluster_id: str
    kind: str
    scope: str
    relation: str
    severity: str
    confidence: float
    state: str
    sides: tuple[ShortSide, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A cluster, and its conflicts in short, the weightiest first."""

    cluster: ClusterSummary
    conflicts: tuple[ShortConflict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """Somebody or something that a name may mean. ``claim_count`` is None where nothing else is meant."""

    id: str
    type: str
    names: tuple[str, ...]
    claim_count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What happened after an event. ``complete`` is False where there is more than what is still told one by one."""

    last: int
    counts: dict[str, int]
    conflicts: int
    articles: int
    others: int  # other changes of stories and conflicts
    complete: bool


def show_stories(unit: Unit, clusters: Sequence[Cluster], kind: str | None) -> tuple[Story, ...]:
    """Stories in the order given; a conflict of ``kind`` goes before others."""
    found: dict[str, list[Conflict]] = {cluster.id: [] for cluster in clusters}
    for conflict in unit.links.conflicts_of(found.keys()):
        found[conflict.cluster_id].append(conflict)
    short = show_short(unit, [conflict for conflicts in found.values() for conflict in conflicts])
    by_story: dict[str, list[ShortConflict]] = {cluster.id: [] for cluster in clusters}
    for one in short:
        by_story[one.cluster_id].append(one)
    return tuple(
        Story(
            cluster=show_cluster(cluster, found[cluster.id]),
            conflicts=tuple(sorted(by_story[cluster.id], key=lambda one: (one.kind != kind, *urgency(one)))),
        )
        for cluster in clusters
    )


def show_short(unit: Unit, conflicts: Sequence[Conflict]) -> tuple[ShortConflict, ...]:
    """Conflicts in the order given; claims are not read, only whose they are."""
    claim_ids = {claim_id for conflict in conflicts for side in conflict.sides for claim_id in side.claim_ids}
    told = unit.claims.told_by(sorted(claim_ids))
    decisions = unit.decisions.about(conflicts)
    return tuple(
        ShortConflict(
            id=conflict.id,
            cluster_id=conflict.cluster_id,
            kind=conflict.kind.value,
            scope=conflict.scope.value,
            relation=conflict.relation.value,
            severity=conflict.severity.value,
            confidence=conflict.confidence,
            state=(decided[-1].state if (decided := decisions.get(conflict.id)) else ReviewState.OPEN).value,
            sides=tuple(
                ShortSide(
                    value=side.value,
                    label=side.label,
                    language=told[side.claim_ids[0]][1] if side.claim_ids[0] in told else None,
                    outlets=tuple(sorted({told[claim_id][0] for claim_id in side.claim_ids if claim_id in told})),
                )
                for side in conflict.sides
            ),
        )
        for conflict in conflicts
    )


def urgency(conflict: ShortConflict | ConflictView) -> tuple[bool, bool, int, float, str]:
    """Sorts conflicts: what nobody has dismissed before the rest, contradictions before updates, what hangs most on and
    what is surest first."""
    return (
        conflict.state == ReviewState.DISMISSED,
        conflict.relation != Relation.CONTRADICTION,
        -SEVERITY_WEIGHTS[Severity(conflict.severity)],
        -conflict.confidence,
        conflict.id,
    )


def find_meant(unit: Unit, name: str, *, place: bool) -> tuple[Meaning, ...]:
    """Whom or what a name, or an id, may mean, the most named first: those that some article calls exactly so, else
    those whose names hold it. They are counted only where there are several to choose from."""
    known = unit.entities.known_as(name)
    kind = EntityType.PLACE.value if place else None
    ids = (known,) if known is not None else unit.directory.called(name, kind=kind)
    if len(ids) == 1:
        names = unit.entities.of_entity(ids[0])
        return (Meaning(id=ids[0], type=names[0].type, names=tuple(one.name for one in names), claim_count=None),)
    if ids:
        found = [record for each in ids[:MOST_MEANT] if (record := unit.directory.entity(each)) is not None]
        found.sort(key=lambda record: (-record.claim_count, record.id))
    else:
        found = list(unit.directory.entities(query=name, kind=kind, limit=MOST_MEANT, cursor=None).items)
    return tuple(
        Meaning(
            id=record.id,
            type=record.type,
            names=tuple(one for one, _ in record.names),
            claim_count=record.claim_count,
        )
        for record in found
    )


def find_news(unit: Unit, since: int) -> News:
    """What happened after the event of number ``since``."""
    kept, events = unit.outbox.kept(), unit.outbox.after(since, limit=MOST_EVENTS)
    types = [event.type for event in events]
    conflicts, articles = types.count(EventType.CONFLICT_OPENED), types.count(EventType.ARTICLE_ANALYSED)
    return News(
        last=kept.last,
        counts=unit.directory.counts(),
        conflicts=conflicts,
        articles=articles,
        others=len(types) - conflicts - articles,
        complete=kept.floor <= since <= kept.last and len(events) < MOST_EVENTS,
    )
