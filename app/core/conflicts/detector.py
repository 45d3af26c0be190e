"""Finds the conflicts among the claims of one cluster."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from app.core.conflicts.agreeing import AgreeingPairs
from app.core.conflicts.confidence import calibrated
from app.core.conflicts.disagreement import Disagreement, Position, Surroundings
from app.core.conflicts.explanation import explain
from app.core.conflicts.rules.attribution import find_attribution_conflict
from app.core.conflicts.rules.date import find_date_conflict
from app.core.conflicts.rules.denial import find_denial_conflict, hangs_on_judge
from app.core.conflicts.rules.outcome import find_outcome_conflict
from app.core.conflicts.rules.participants import find_participants_conflict
from app.core.conflicts.rules.place import find_place_conflict
from app.core.conflicts.rules.quantity import find_quantity_conflict
from app.core.conflicts.rules.role import find_role_conflict
from app.core.conflicts.rules.status import find_status_conflict
from app.core.entities.places import PlaceList
from app.core.linking.clusters import connected_components
from app.core.linking.comparison import days_apart
from app.core.linking.differences import are_two_events
from app.core.model.claim import Claim
from app.core.model.conflict import Conflict, ConflictKind, Relation, Scope, Severity, Side
from app.core.model.language import Knowledge
from app.core.model.linking import Edge

Rule = Callable[[Claim, Claim, Surroundings], Disagreement | None]

RULES: dict[ConflictKind, Rule] = {
    ConflictKind.DATE: find_date_conflict,
    ConflictKind.PLACE: find_place_conflict,
    ConflictKind.PARTICIPANTS: find_participants_conflict,
    ConflictKind.QUANTITY: find_quantity_conflict,
    ConflictKind.DENIAL: find_denial_conflict,
    ConflictKind.OUTCOME: find_outcome_conflict,
    ConflictKind.STATUS: find_status_conflict,
    ConflictKind.ATTRIBUTION: find_attribution_conflict,
    ConflictKind.ROLE: find_role_conflict,
}
MOST_DAYS_APART = 2.0  # a wrong date is seldom wrong by more
LEAST_CONFIDENCE_INSIDE = 0.5  # of a conflict inside one article: the rule's confidence times the link's probability
SEVERITIES = {
    ConflictKind.DENIAL: Severity.HIGH,
    ConflictKind.PARTICIPANTS: Severity.HIGH,
    ConflictKind.OUTCOME: Severity.HIGH,
    ConflictKind.STATUS: Severity.HIGH,
}


def find_conflicts(
    claims: Sequence[Claim],
    *,
    cluster_id: str,
    knowledge: Knowledge,
    places: PlaceList,
    edges: Iterable[Edge] = (),
    agreeing: AgreeingPairs | None = None,
) -> list[Conflict]:
    """Conflicts among the claims of one cluster, between articles and inside one, sorted by id.

    ``edges`` are those between these claims: a rule counts for as much as the link is probable. ``agreeing`` is for one
    knowledge; claims without a version are not remembered.
    """
    ordered = sorted(claims, key=lambda claim: claim.id)
    edges = list(edges)
    probabilities = link_probabilities(ordered, edges)
    contradictions = {(edge.left, edge.right): edge.contradiction for edge in edges}
    told: dict[tuple[ConflictKind, Scope], list[Disagreement]] = {}
    for left, right in combinations(ordered, 2):
        pair = left.id, right.id
        if probabilities[pair] == 0:
            continue
        scope = Scope.INTERNAL if left.article_id == right.article_id else Scope.CROSS
        around = Surroundings(
            knowledge=knowledge,
            places=places,
            link_probability=probabilities[pair],
            contradiction=contradictions.get(pair),
        )
        key = (*pair, left.version, right.version, around.is_likely_link, around.is_sure_link, around.contradiction)
        if agreeing is not None and agreeing.holds(key):
            continue
        found_here = list(disagreements_of(left, right, scope, around))
        if agreeing is not None and not found_here and left.version and right.version:
            agreeing.add(key)
        for found in found_here:
            if _confidence(found, scope, knowledge) >= _least(scope, knowledge):
                told.setdefault((found.kind, scope), []).append(found)
    conflicts = [
        conflict
        for (kind, scope), disagreements in told.items()
        for conflict in gather_conflicts(disagreements, kind, scope, cluster_id=cluster_id, knowledge=knowledge)
    ]
    return sorted(conflicts, key=lambda conflict: conflict.id)


def link_probabilities(claims: Sequence[Claim], edges: Iterable[Edge]) -> dict[tuple[str, str], float]:
    """For each pair of claims (smaller id first) the probability of its edge, or of the best way over a third claim.

    Two long reports of one event may be less alike to each other than to a third; an article is taken at its word, so
    that two claims of one article are joined by their own edge only.
    """
    direct: dict[str, dict[str, float]] = {claim.id: {} for claim in claims}
    for edge in edges:
        if edge.left in direct and edge.right in direct:
            direct[edge.left][edge.right] = direct[edge.right][edge.left] = edge.probability
    found: dict[tuple[str, str], float] = {}
    for left, right in combinations(claims, 2):
        ours, theirs = direct[left.id], direct[right.id]
        ways = (
            []
            if left.article_id == right.article_id
            else [ours[third] * theirs[third] for third in ours if third in theirs]
        )
        found[left.id, right.id] = max([ours.get(right.id, 0.0), *ways])
    return found


def disagreements_of(left: Claim, right: Claim, scope: Scope, around: Surroundings) -> Iterator[Disagreement]:
    """What the rules find between two claims that an edge joins; the confidence takes in that of the link."""
    holding = _is_holding(left, around) or _is_holding(right, around)
    far = _are_days_apart(left, right)
    rules = [rule for rule in RULES.values() if not (holding and rule is not find_role_conflict)]
    rules = [rule for rule in rules if not (far and rule is not find_date_conflict)]
    told = [found for rule in rules if (found := rule(left, right, around)) is not None]
    # A third report that is like both does not make them one.
    others = any(found.kind is not ConflictKind.ROLE for found in told)
    if others and scope is Scope.CROSS and are_two_events(left, right):
        told = [found for found in told if found.kind is ConflictKind.ROLE]
    for found in told:
        yield replace(found, confidence=found.confidence * around.link_probability)


def asks_judge(left: Claim, right: Claim, knowledge: Knowledge) -> bool:
    """Whether a rule asks what the pair head says of both, if they are surely linked; its answer changes nothing about
    other pairs, and takes longer than all rules together."""
    return not _are_days_apart(left, right) and hangs_on_judge(left, right, knowledge)


def _is_holding(claim: Claim, around: Surroundings) -> bool:
    kind = around.knowledge.event_types.get(claim.event_type or "")
    return kind is not None and kind.holding


def _confidence(found: Disagreement, scope: Scope, knowledge: Knowledge) -> float:
    if scope is Scope.INTERNAL:
        return found.confidence
    return calibrated(found.confidence, found.kind, knowledge.confidence)


def _least(scope: Scope, knowledge: Knowledge) -> float:
    return LEAST_CONFIDENCE_INSIDE if scope is Scope.INTERNAL else knowledge.confidence.least


def _are_days_apart(left: Claim, right: Claim) -> bool:
    """Whether the times lie so far apart that another day's event may be meant: a weekly meeting."""
    days = days_apart(left.times, right.times)
    return days is not None and days > MOST_DAYS_APART


def gather_conflicts(
    disagreements: Sequence[Disagreement], kind: ConflictKind, scope: Scope, *, cluster_id: str, knowledge: Knowledge
) -> list[Conflict]:
    """One conflict for each set of values that exclude each other, with all claims that report each value."""
    by_value: dict[str, dict[str, Position]] = {}
    opposed: dict[str, set[str]] = {}
    for found in disagreements:
        for position, other in ((found.left, found.right), (found.right, found.left)):
            by_value.setdefault(position.value, {})[position.claim.id] = position
            opposed.setdefault(position.value, set()).add(other.value)
    conflicts: list[Conflict] = []
    for values in connected_components(by_value, opposed):
        relevant = [found for found in disagreements if found.left.value in values]
        sides = [sorted(by_value[value].values(), key=_order) for value in values]
        conflicts.append(_conflict(sides, relevant, kind, scope, cluster_id=cluster_id, knowledge=knowledge))
    return conflicts


def _order(position: Position) -> tuple[str, str]:
    claim = position.claim
    published = "" if claim.published_at is None else claim.published_at.isoformat()
    return published, claim.id


def _conflict(
    sides: list[list[Position]],
    disagreements: Sequence[Disagreement],
    kind: ConflictKind,
    scope: Scope,
    *,
    cluster_id: str,
    knowledge: Knowledge,
) -> Conflict:
    sides = sorted(sides, key=lambda side: (_order(side[0]), side[0].value))
    updates = all(found.relation is Relation.UPDATE for found in disagreements)
    strongest = max(disagreements, key=lambda found: (found.confidence, found.reason))
    reason = strongest.reason
    return Conflict(
        id=conflict_id(kind, scope, sides),
        cluster_id=cluster_id,
        kind=kind,
        scope=scope,
        relation=Relation.UPDATE if updates else Relation.CONTRADICTION,
        severity=Severity.LOW if updates else SEVERITIES.get(kind, Severity.MEDIUM),
        confidence=round(_confidence(strongest, scope, knowledge), 3),
        explanation=explain(sides, reason, knowledge=knowledge),
        sides=tuple(
            Side(
                value=side[0].value,
                label=side[0].label,
                claim_ids=tuple(sorted(position.claim.id for position in side)),
            )
            for side in sides
        ),
    )


def conflict_id(kind: ConflictKind, scope: Scope, sides: Sequence[Sequence[Position]]) -> str:
    """The same for the same kind, scope and claims on each side, whatever the order."""
    parts = sorted("+".join(sorted(position.claim.id for position in side)) for side in sides)
    return "con_" + hashlib.sha256("|".join((kind, scope, *parts)).encode()).hexdigest()[:20]
