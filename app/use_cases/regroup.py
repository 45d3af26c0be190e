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
    around = _Neighbourhood(unit, threshold, new_edges)
    touched = around.take_in(claim_ids)
    fresh = set(touched)
    groups: dict[str, tuple[str, ...]] = {}  # by claim
    while True:
        fresh |= around.take_in(around.neighbours(fresh))
        constraints = constraints_of(unit.cluster_decisions.about(around.known))
        # Where nothing came within sight, clustering gives what it gave before.
        formed = cluster_claims(around.known, around.edges, threshold=threshold, constraints=constraints, about=fresh)
        groups |= {claim_id: group for group in formed for claim_id in group}
        changed = sorted(set(groups.values()) - set(around.clusters.values()))
        fresh = {claim_id for group in changed for claim_id in group} - touched
        if not fresh:
            return Regrouped(groups=tuple(changed), edges=tuple(around.edges))
        touched |= fresh


class _Neighbourhood:
    """What is stored around some claims. It grows, and asks for everything once."""

    def __init__(self, unit: Unit, threshold: float, new_edges: Sequence[Edge]) -> None:
        self._unit = unit
        self._threshold = threshold
        self._new_edges = new_edges
        self.known: set[str] = set()
        self.clusters: dict[str, tuple[str, ...]] = {}  # of the known claims, by id; claims sorted
        self.edges: list[Edge] = list(new_edges)  # among the known claims

    def take_in(self, claim_ids: Collection[str]) -> set[str]:
        """The claims become known, and all that are in one cluster with them or that reviewers tied to these; returns
        those that were not known."""
        found: set[str] = set()
        more = set(claim_ids) - self.known
        while more:
            clusters = self._unit.claims.clusters_around(more)
            self.clusters |= {cluster: tuple(sorted(members)) for cluster, members in clusters.items()}
            found |= more.union(*clusters.values())
            more = self._unit.cluster_decisions.tied(found) - found - self.known
        self.edges += self._unit.links.edges_among(found, self.known)
        self.known |= found
        return found

    def neighbours(self, claim_ids: set[str]) -> set[str]:
        """The claims that likely edges join to any of these."""
        found = self._unit.links.neighbours(claim_ids, self._threshold)
        for edge in self._new_edges:
            if edge.probability >= self._threshold and not claim_ids.isdisjoint((edge.left, edge.right)):
                found |= {edge.left, edge.right}
        return found
