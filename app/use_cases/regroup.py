"""Which claims belong together after some of them changed, without looking at all that hangs together with them.

Average linkage (core/linking/clusters.py) leaves a set of clusters of which this is true: were any two of them
clustered alone, the same two would come out. And a set of clusters of which it is true is what it leaves: its first
step that joined two of them would be a step of clustering those two alone. So clusters between which no edge came or
went stay as they are as long as each of them stays, and only those that changed are held against their neighbours,
which may change thereby, and so on. It is exact, for every order in which claims come and go. Pairs without an edge of
at least the threshold never join, so they are no neighbours; claims that reviewers tied are always in one cluster.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.core.linking.clusters import cluster_claims
from app.core.linking.constraints import constraints_of
from app.core.model.linking import Edge
from app.ports import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouped:
    """The clusters that are to take the place of others, ids sorted in each, with the edges inside and between them."""

    groups: tuple[tuple[str, ...], ...]
    edges: tuple[Edge, ...]

    @property
    def claim_ids(self) -> set[str]:
        """All claims whose cluster is another one than before."""
        return {claim_id for group in self.groups for claim_id in group}


def regroup(unit: Unit, claim_ids: Collection[str], threshold: float, new_edges: Sequence[Edge] = ()) -> Regrouped:
    """Clusters anew around claims that came, lost others of their cluster, or that a reviewer decided about.

    ``new_edges`` count beside those that are stored; their claims need not be stored themselves.
    """
    touched = _whole(unit, claim_ids)
    while True:
        known = _whole(unit, touched | _neighbours(unit, touched, threshold, new_edges))
        edges = [*unit.links.edges_among(known), *new_edges]
        constraints = constraints_of(unit.cluster_decisions.about(known))
        groups = cluster_claims(known, edges, threshold=threshold, constraints=constraints)
        standing = {tuple(sorted(members)) for members in unit.claims.clusters_around(known).values()}
        changed = [group for group in groups if group not in standing]
        others = {claim_id for group in changed for claim_id in group} - touched
        if not others:
            return Regrouped(groups=tuple(changed), edges=tuple(edges))
        touched |= others


def _whole(unit: Unit, claim_ids: Collection[str]) -> set[str]:
    """The claims, and all that are in one cluster with them or that reviewers tied to these."""
    found = set(claim_ids)
    while True:
        members = {claim_id for ids in unit.claims.clusters_around(found).values() for claim_id in ids}
        more = (members | unit.cluster_decisions.tied(found | members)) - found
        if not more:
            return found
        found |= more


def _neighbours(unit: Unit, claim_ids: set[str], threshold: float, new_edges: Sequence[Edge]) -> set[str]:
    found = unit.links.neighbours(claim_ids, threshold)
    for edge in new_edges:
        if edge.probability >= threshold and not claim_ids.isdisjoint((edge.left, edge.right)):
            found |= {edge.left, edge.right}
    return found
