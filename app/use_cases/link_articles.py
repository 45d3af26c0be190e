"""Links one article's claims to those of all others, and keeps clusters and conflicts a function of the set of claims.

An edge is a function of its two articles. Which pairs of articles are compared is one too: those that name a common
entity, or of which two claims are similar. Only the components that a new or removed article touches are clustered
anew, so the result is that of clustering everything at once, in whatever order articles came and went.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core.conflicts.internal import find_internal_conflicts
from app.core.entities.places import PlaceList
from app.core.linking.clusters import cluster_claims
from app.core.model.claim import Claim
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict
from app.core.model.language import Knowledge
from app.core.model.linking import Edge
from app.core.model.reference import references_of
from app.ports import Unit
from app.use_cases.cross_check import ArticleReading, check_clusters, link_pair, link_within
from app.use_cases.known_entities import forget_names, know_names

# Unrelated claims of this encoder reach 0.82, reports of one event in two languages 0.84 to 0.95; those that lie below
# share a name.
LEAST_SIMILARITY = 0.86


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkingRules:
    """What linking needs to know."""

    knowledge: Knowledge
    places: PlaceList

    def pair(self, left: ArticleReading, right: ArticleReading) -> list[Edge]:
        """Edges between two articles."""
        return link_pair(left, right, knowledge=self.knowledge)

    def within(self, reading: ArticleReading) -> list[Edge]:
        """Edges inside one article."""
        return link_within(reading, knowledge=self.knowledge) if reading.claims else []

    def partition(self, claim_ids: Collection[str], edges: Sequence[Edge]) -> list[tuple[str, ...]]:
        """Which claims of whole components belong together; ids sorted in each group."""
        return cluster_claims(claim_ids, edges, threshold=self.knowledge.linking.threshold)

    def group(self, claims: Mapping[str, Claim], edges: Sequence[Edge]) -> tuple[list[Cluster], list[Conflict]]:
        """Clusters of whole components, or of some of the groups of ``partition``, and the conflicts inside each."""
        return check_clusters(claims, edges, knowledge=self.knowledge, places=self.places)

    def internal(self, claims: tuple[Claim, ...], home: Mapping[str, str]) -> list[Conflict]:
        """Conflicts inside one article; ``home`` is each claim's cluster."""
        return find_internal_conflicts(claims, home=home, knowledge=self.knowledge)


def are_comparable(left: ArticleReading, right: ArticleReading) -> bool:
    """Whether two articles are compared at all: what ``find_candidates`` asks the store, for two readings in hand."""
    if not left.claims or not right.claims:
        return False
    if names_in(left) & names_in(right):
        return True
    return bool((left.vectors @ right.vectors.T).max() >= LEAST_SIMILARITY)


def names_in(reading: ArticleReading) -> set[str]:
    """Ids of the entities that its claims name."""
    return {reference.id for claim in reading.claims for reference in references_of(claim)}


def find_candidates(unit: Unit, reading: ArticleReading) -> list[str]:
    """Ids of the articles that are to be compared with this one, sorted."""
    if not reading.claims:
        return []
    found = unit.claims.articles_sharing(names_in(reading)) | unit.claims.articles_near(
        reading.vectors, LEAST_SIMILARITY
    )
    return sorted(found - {reading.article_id})


def stored_reading(unit: Unit, article_id: str) -> ArticleReading:
    """The claims of a stored article with their vectors."""
    claims = unit.claims.of_article(article_id)
    return ArticleReading(
        article_id=article_id, claims=claims, vectors=unit.claims.vectors([claim.id for claim in claims])
    )


def link(unit: Unit, reading: ArticleReading, edges: Collection[Edge], rules: LinkingRules) -> None:
    """Adds an article's claims with all their edges, and forms the touched clusters anew."""
    unit.links.advance()
    unit.claims.add(reading.claims, reading.vectors)
    know_names(unit, reading.claims)
    unit.links.add_edges(sorted(edges, key=lambda edge: (edge.left, edge.right)))
    form_clusters(unit, unit.links.component(claim.id for claim in reading.claims), rules)


def unlink(unit: Unit, article_id: str, rules: LinkingRules) -> set[str]:
    """Removes an article's claims, edges, clusters and conflicts; forms anew what is left. Returns its claims' ids."""
    unit.links.advance()
    gone = {claim.id for claim in unit.claims.of_article(article_id)}
    names = unit.entities.named_in(article_id)
    component = unit.links.component(gone)
    unit.links.clear_clusters_of(gone)
    unit.links.remove_edges_of(gone)
    unit.claims.remove_of_article(article_id)
    forget_names(unit, names)
    form_clusters(unit, component - gone, rules)
    return gone


def form_clusters(unit: Unit, component: set[str], rules: LinkingRules) -> None:
    """Clusters whole components anew, with their conflicts and with what reviewers decided about them.

    A cluster of the same claims as before stays as it is: its summary and its conflicts depend on nothing else.
    """
    edges = unit.links.edges_among(component)
    standing: dict[str, set[str]] = defaultdict(set)
    for claim_id, cluster_id in unit.claims.cluster_of(sorted(component)).items():
        standing[cluster_id].add(claim_id)
    unchanged = {tuple(sorted(members)) for members in standing.values()}
    changed = {claim_id for group in rules.partition(component, edges) if group not in unchanged for claim_id in group}
    unit.links.clear_clusters_of(changed)
    claims = unit.claims.get_many(sorted(changed))
    inner = [edge for edge in edges if edge.left in changed and edge.right in changed]
    clusters, conflicts = rules.group(claims, inner)
    unit.links.add_clusters(clusters, claims)
    found = {conflict.id: conflict for conflict in [*conflicts, *_internal_conflicts(unit, claims, clusters, rules)]}
    ordered = [found[key] for key in sorted(found)]
    unit.links.add_conflicts(ordered)
    unit.decisions.apply(ordered)


def _internal_conflicts(
    unit: Unit, claims: Mapping[str, Claim], clusters: Sequence[Cluster], rules: LinkingRules
) -> Iterator[Conflict]:
    """Conflicts inside single articles that belong to one of the clusters; those of other clusters still stand."""
    formed = {cluster.id for cluster in clusters}
    for article_id in sorted({claim.article_id for claim in claims.values()}):
        own = unit.claims.of_article(article_id)
        home = unit.claims.cluster_of(claim.id for claim in own)
        yield from (conflict for conflict in rules.internal(own, home) if conflict.cluster_id in formed)
