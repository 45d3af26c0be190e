"""Clusters of claims as a function of the set of claims and edges: the order of arrival cannot matter.

Average linkage (Sokal and Michener 1958): the two groups with the highest mean probability over all pairs of their
claims are joined until none reaches the threshold. A pair without an edge counts as probability 0, so one strong edge
cannot chain two groups that otherwise have nothing in common. Sums are kept in whole millionths, which makes them exact
in any order.

What reviewers decided are constraints (must-link and cannot-link, Wagstaff et al. 2001). Groups that a reviewer tied
stand in one cluster, but keep their own means, so that a tie between two clusters drives no claim out of either.
"""

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from app.core.linking.constraints import NO_CONSTRAINTS, Constraints, Ties
from app.core.model.linking import Edge

MILLIONTHS = 1_000_000
Links = dict[str, dict[str, int]]  # group -> neighbouring group -> sum of probabilities in millionths
Offer = tuple[float, str, str, int, int]  # negative mean, both groups, sum, number of pairs


def cluster_claims(
    claim_ids: Collection[str],
    edges: Iterable[Edge],
    *,
    threshold: float,
    constraints: Constraints = NO_CONSTRAINTS,
    about: Collection[str] | None = None,
) -> list[tuple[str, ...]]:
    """Every claim in exactly one cluster; ids sorted in each, clusters sorted by their first id.

    Edges and constraints that name claims outside ``claim_ids`` are ignored. The result for one connected component
    (by ties, and by edges that reach the threshold: the mean of weaker ones never does) depends on nothing else, so a
    touched component can be clustered alone: ``about`` names claims whose components are wanted, and no others.
    """
    known = set(claim_ids)
    weights = _sum_of_edges(known, edges)
    ties = Ties(known, constraints)
    least = threshold * MILLIONTHS
    neighbours = {
        claim: {*(other for other, weight in weights.get(claim, {}).items() if weight >= least), *ties.tied_to(claim)}
        for claim in known
    }
    clusters: list[tuple[str, ...]] = []
    for component in connected_components(known if about is None else about, neighbours):
        _join_likely(component, weights, threshold, ties)
        clusters.extend(ties.groups(component))
    return sorted(clusters)


def cluster_id(claim_ids: Collection[str]) -> str:
    """The cluster's id, from its smallest claim id alone, so that it seldom changes when the cluster grows."""
    return "clu_" + hashlib.sha256(b"cluster:" + min(claim_ids).encode()).hexdigest()[:20]


def connected_components(claim_ids: Iterable[str], neighbours: Mapping[str, Collection[str]]) -> list[list[str]]:
    """Claims that edges join, directly or through others; each list sorted, lists sorted by their first id."""
    seen: set[str] = set()
    components: list[list[str]] = []
    for start in sorted(claim_ids):
        if start in seen:
            continue
        seen.add(start)
        pending, members = [start], []
        while pending:
            current = pending.pop()
            members.append(current)
            fresh = [other for other in neighbours.get(current, ()) if other not in seen]
            seen.update(fresh)
            pending.extend(fresh)
        components.append(sorted(members))
    return components


def _sum_of_edges(known: set[str], edges: Iterable[Edge]) -> Links:
    weights: Links = defaultdict(dict)
    for edge in edges:
        if edge.left in known and edge.right in known and edge.left != edge.right:
            weight = round(edge.probability * MILLIONTHS)
            weights[edge.left][edge.right] = weight
            weights[edge.right][edge.left] = weight
    return weights


def _join_likely(component: list[str], weights: Links, threshold: float, ties: Ties) -> None:
    """Greedy average linkage; a group goes by its smallest claim id, and ties go to the smallest ids."""
    members: dict[str, tuple[str, ...]] = {claim: (claim,) for claim in component}
    links: Links = {
        claim: {other: weight for other, weight in weights.get(claim, {}).items() if other in members}
        for claim in component
    }
    queue = [
        _offer(one, other, members, links) for one, neighbours in links.items() for other in neighbours if one < other
    ]
    heapq.heapify(queue)
    while queue:
        mean, one, other, total, pairs = heapq.heappop(queue)
        if -mean < threshold * MILLIONTHS:
            break
        if links.get(one, {}).get(other) != total or len(members[one]) * len(members[other]) != pairs:
            continue  # one of both has grown since
        if not ties.join(one, other):
            continue  # a reviewer told some of their claims apart, which no growth undoes
        _join(one, other, members, links)
        for neighbour in links[one]:
            heapq.heappush(queue, _offer(min(one, neighbour), max(one, neighbour), members, links))


def _offer(one: str, other: str, members: dict[str, tuple[str, ...]], links: Links) -> Offer:
    total, pairs = links[one][other], len(members[one]) * len(members[other])
    return -total / pairs, one, other, total, pairs


def _join(kept: str, gone: str, members: dict[str, tuple[str, ...]], links: Links) -> None:
    members[kept] += members.pop(gone)
    for other, total in links.pop(gone).items():
        del links[other][gone]
        if other == kept:
            continue
        links[kept][other] = links[kept].get(other, 0) + total
        links[other][kept] = links[kept][other]
