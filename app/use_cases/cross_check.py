"""Claims and their vectors in, clusters and conflicts out: the set-level step, without a store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.core.conflicts.detector import find_conflicts
from app.core.conflicts.internal import find_internal_conflicts
from app.core.entities.places import PlaceList
from app.core.linking.clusters import cluster_claims, cluster_id
from app.core.linking.edges import align_articles, align_within_article
from app.core.linking.summary import summarise_cluster
from app.core.model.claim import Claim
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict
from app.core.model.language import Knowledge
from app.core.model.linking import Edge
from app.ports import Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReading:
    """The claims of one article and their vectors: shape (len(claims), dimensions), rows of length 1."""

    article_id: str
    claims: tuple[Claim, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCheck:
    """What a set of articles has in common, and where it disagrees with itself."""

    edges: tuple[Edge, ...]
    clusters: tuple[Cluster, ...]
    conflicts: tuple[Conflict, ...]


def link_pair(left: ArticleReading, right: ArticleReading, *, knowledge: Knowledge) -> list[Edge]:
    """Edges between the claims of two articles, whichever comes first."""
    first, second = (left, right) if left.article_id <= right.article_id else (right, left)
    products = first.vectors @ second.vectors.T if first.claims and second.claims else None
    if products is None:
        return []
    return align_articles(
        first.claims,
        second.claims,
        lambda i, j: float(products[i, j]),
        knowledge=knowledge,
        weights=knowledge.linking,
    )


def link_within(reading: ArticleReading, *, knowledge: Knowledge) -> list[Edge]:
    """Edges between the claims of one article."""
    products = reading.vectors @ reading.vectors.T
    return align_within_article(
        reading.claims, lambda i, j: float(products[i, j]), knowledge=knowledge, weights=knowledge.linking
    )


def link_articles(readings: Sequence[ArticleReading], *, knowledge: Knowledge) -> list[Edge]:
    """All edges within and between the articles, sorted."""
    edges = [edge for reading in readings for edge in link_within(reading, knowledge=knowledge)]
    for left, right in combinations(readings, 2):
        edges.extend(link_pair(left, right, knowledge=knowledge))
    return sorted(edges, key=lambda edge: (edge.left, edge.right))


def check_clusters(
    claims: Mapping[str, Claim],
    edges: Sequence[Edge],
    *,
    knowledge: Knowledge,
    places: PlaceList,
) -> tuple[list[Cluster], list[Conflict]]:
    """Clusters of the claims with their conflicts, both sorted by id; a touched component may be given alone."""
    neighbours: dict[str, list[Edge]] = {}
    for edge in edges:
        neighbours.setdefault(edge.left, []).append(edge)
    clusters: list[Cluster] = []
    conflicts: list[Conflict] = []
    for claim_ids in cluster_claims(claims.keys(), edges, threshold=knowledge.linking.threshold):
        members = [claims[claim_id] for claim_id in claim_ids]
        clusters.append(summarise_cluster(members))
        if len(members) > 1:
            inside = set(claim_ids)
            own = [edge for claim_id in claim_ids for edge in neighbours.get(claim_id, ()) if edge.right in inside]
            conflicts.extend(
                find_conflicts(members, cluster_id=cluster_id(claim_ids), knowledge=knowledge, places=places, edges=own)
            )
    return sorted(clusters, key=lambda cluster: cluster.id), sorted(conflicts, key=lambda conflict: conflict.id)


def cross_check(readings: Sequence[ArticleReading], *, knowledge: Knowledge, places: PlaceList) -> CrossCheck:
    """Everything that follows from this set of articles; their order does not matter."""
    edges = link_articles(readings, knowledge=knowledge)
    claims = {claim.id: claim for reading in readings for claim in reading.claims}
    clusters, conflicts = check_clusters(claims, edges, knowledge=knowledge, places=places)
    home = {claim_id: cluster.id for cluster in clusters for claim_id in cluster.claim_ids}
    for reading in readings:
        conflicts.extend(find_internal_conflicts(reading.claims, home=home, knowledge=knowledge))
    unique = {conflict.id: conflict for conflict in conflicts}
    return CrossCheck(
        edges=tuple(edges), clusters=tuple(clusters), conflicts=tuple(unique[key] for key in sorted(unique))
    )
