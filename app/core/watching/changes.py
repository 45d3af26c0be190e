"""What changed between two states of some clusters, as people who watch want to hear of it.

A cluster's id is a function of its claims, and a conflict's of its sides' claims, so both change whenever a report
joins. What is told goes by what they are about: a cluster continues the one of which it has the most claims, and a
conflict continues one of the same kind whose sides it shares.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from app.core.model.conflict import Conflict, Relation
from app.core.model.watching import EventType, NewEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterState:
    """One cluster: its claims, and its conflicts by id."""

    claims: frozenset[str]
    outlets: frozenset[str]
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)

    @property
    def disputed(self) -> bool:
        """Whether any of its conflicts is a contradiction."""
        return any(conflict.relation is Relation.CONTRADICTION for conflict in self.conflicts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimNames:
    """What an event tells of a claim."""

    article: str
    outlet: str
    entities: frozenset[str]


Clusters = Mapping[str, ClusterState]


def changes(before: Clusters, after: Clusters, claims: Mapping[str, ClaimNames]) -> list[NewEvent]:
    """What happened, in a fixed order; nothing where both are the same. ``claims`` are those that still stand."""
    old = {key: state for key, state in before.items() if after.get(key) != state}
    new = {key: state for key, state in after.items() if before.get(key) != state}
    told: list[NewEvent] = []
    for cluster_id in sorted(new):
        told.extend(_cluster_events(cluster_id, new[cluster_id], old, claims))
    told.extend(_conflict_events(before, after, claims))
    return told


def _cluster_events(
    cluster_id: str, state: ClusterState, old: Clusters, claims: Mapping[str, ClaimNames]
) -> list[NewEvent]:
    forerunners = {key: found for key, found in old.items() if found.claims & state.claims}
    if not forerunners:
        return []
    continued = min(forerunners, key=lambda key: (-len(forerunners[key].claims & state.claims), key))
    common: dict[str, object] = {"cluster_id": cluster_id, "previous_cluster_id": continued}
    told: list[NewEvent] = []
    for outlet in sorted(state.outlets - forerunners[continued].outlets):
        told.append(_event(EventType.CLUSTER_OUTLET_ADDED, {**common, "outlet": outlet}, state.claims, claims))
    if state.disputed and not any(found.disputed for found in forerunners.values()):
        told.append(_event(EventType.CLUSTER_DISPUTED, common, state.claims, claims))
    return told


def _conflict_events(before: Clusters, after: Clusters, claims: Mapping[str, ClaimNames]) -> list[NewEvent]:
    stood = {key: conflict for state in before.values() for key, conflict in state.conflicts.items()}
    stands = {key: conflict for state in after.values() for key, conflict in state.conflicts.items()}
    gone = {key: stood[key] for key in sorted(stood.keys() - stands.keys())}
    told: list[NewEvent] = []
    for key in sorted(stands.keys() - stood.keys()):
        conflict = stands[key]
        earlier = next((old for old, other in gone.items() if _continues(conflict, other)), None)
        if earlier is None:
            told.append(conflict_event(EventType.CONFLICT_OPENED, conflict, claims))
        else:
            del gone[earlier]
            told.append(conflict_event(EventType.CONFLICT_CHANGED, conflict, claims, previous_conflict_id=earlier))
    told.extend(conflict_event(EventType.CONFLICT_CLOSED, conflict, claims) for conflict in gone.values())
    return told


def _continues(conflict: Conflict, earlier: Conflict) -> bool:
    """Whether it is the same disagreement: of one kind, and either claims of both sides are the same, or some claim is
    and the values are."""
    if (conflict.kind, conflict.scope) != (earlier.kind, earlier.scope):
        return False
    old_sides = [frozenset(side.claim_ids) for side in earlier.sides]
    shared = {
        number for side in conflict.sides for number, old in enumerate(old_sides) if not old.isdisjoint(side.claim_ids)
    }
    same_values = {side.value for side in conflict.sides} == {side.value for side in earlier.sides}
    return len(shared) > 1 or (bool(shared) and same_values)


def conflict_event(kind: EventType, conflict: Conflict, claims: Mapping[str, ClaimNames], **more: object) -> NewEvent:
    """An event about one conflict."""
    data: dict[str, object] = {
        "conflict_id": conflict.id,
        "cluster_id": conflict.cluster_id,
        **more,
        "kind": conflict.kind.value,
        "scope": conflict.scope.value,
        "relation": conflict.relation.value,
        "severity": conflict.severity.value,
    }
    return _event(kind, data, {claim for side in conflict.sides for claim in side.claim_ids}, claims)


def _event(
    kind: EventType, data: Mapping[str, object], about: Collection[str], claims: Mapping[str, ClaimNames]
) -> NewEvent:
    known = [claims[claim] for claim in about if claim in claims]
    named = {
        "outlets": sorted({claim.outlet for claim in known}),
        "entities": sorted({entity for claim in known for entity in claim.entities}),
    }
    return NewEvent(type=kind, data={**data, **named}, articles=frozenset(claim.article for claim in known))
