"""Links one article's claims to those of all others, and keeps clusters and conflicts a function of the set of claims.

An edge is a function of its two articles. Which pairs of articles are compared is one too: those of which two claims
of about one time name a common entity or are similar. Only around what a new or removed article touches are claims
clustered anew (regroup.py); the result is that of clustering everything at once, in whatever order articles came and
went.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from app.core.conflicts.agreeing import AgreeingPairs
from app.core.entities.places import PlaceList
from app.core.linking.period import may_be_one_time, reach_of
from app.core.model.claim import Claim
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict
from app.core.model.language import Knowledge
from app.core.model.linking import Edge
from app.core.model.reference import references_of
from app.ports import PairJudge, Unit
from app.use_cases.cross_check import ArticleReading, check_clusters, link_pairs, link_within
from app.use_cases.known_entities import forget_names, know_names
from app.use_cases.regroup import Regrouped, regroup

# Unrelated claims of this encoder reach 0.82, reports of one event in two languages 0.84 to 0.95; those that lie below
# share a name.
LEAST_SIMILARITY = 0.86


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkingRules:
    """What linking needs to know."""

    knowledge: Knowledge
    places: PlaceList
    judge: PairJudge
    agreeing: AgreeingPairs = field(default_factory=AgreeingPairs, compare=False)
    version: str = ""  # of rules and knowledge: changes whenever the same claims may be grouped or compared otherwise

    @property
    def threshold(self) -> float:
        """Mean probability at which two groups of claims become one cluster."""
        return self.knowledge.linking.threshold

    def pair(self, left: ArticleReading, right: ArticleReading) -> list[Edge]:
        """Edges between two articles, as ``pairs``."""
        return self.pairs(left, [right])[0]

    def pairs(self, reading: ArticleReading, others: Sequence[ArticleReading]) -> list[list[Edge]]:
        """Edges between an article and each other one; none where their vectors are of two models, until both are of
        one. The judge, who reads many pairs in little more time than one, is asked once."""
        alike = [other for other in others if other.vectors.shape[1] == reading.vectors.shape[1]]
        found = iter(link_pairs(reading, alike, knowledge=self.knowledge, judge=self.judge))
        return [next(found) if other.vectors.shape[1] == reading.vectors.shape[1] else [] for other in others]

    def within(self, reading: ArticleReading) -> list[Edge]:
        """Edges inside one article."""
        return link_within(reading, knowledge=self.knowledge, judge=self.judge) if reading.claims else []

    def settle(self, claims: Mapping[str, Claim], regrouped: Regrouped) -> tuple[list[Cluster], list[Conflict]]:
        """The clusters that were formed anew of these claims, and the conflicts inside each."""
        clusters, conflicts = check_clusters(
            regrouped.groups,
            claims,
            regrouped.edges,
            knowledge=self.knowledge,
            places=self.places,
            agreeing=self.agreeing,
        )
        return (
            [replace(cluster, version=self.version) for cluster in clusters],
            [replace(conflict, version=self.version) for conflict in conflicts],
        )

    def internal(self, claims: tuple[Claim, ...], home: Mapping[str, str]) -> list[Conflict]:
        """Conflicts inside one article; ``home`` is each claim's cluster."""
        from app.core.conflicts.internal import find_internal_conflicts  # noqa: PLC0415  (see check_clusters)

        found = find_internal_conflicts(claims, home=home, knowledge=self.knowledge)
        return [replace(conflict, version=self.version) for conflict in found]


def are_comparable(left: ArticleReading, right: ArticleReading) -> bool:
    """Whether two articles are compared at all: what ``find_candidates`` asks the store, for two readings in hand."""
    if not left.claims or not right.claims:
        return False
    products = left.vectors @ right.vectors.T
    return any(
        may_be_one_time(one, other) and (products[i, j] >= LEAST_SIMILARITY or names_in([one]) & names_in([other]))
        for i, one in enumerate(left.claims)
        for j, other in enumerate(right.claims)
    )


def names_in(claims: Iterable[Claim]) -> set[str]:
    """Ids of the entities that claims name."""
    return {reference.id for claim in claims for reference in references_of(claim)}


def find_candidates(unit: Unit, reading: ArticleReading, *, ever: bool = False, since: int = -1) -> list[str]:
    """Ids of the articles that are to be compared with this one, sorted; ``ever`` looks at all times, ``since`` only at
    what was added after an epoch."""
    if not reading.claims:
        return []
    reaches = [None if ever else reach_of(claim) for claim in reading.claims]
    found = unit.claims.articles_near(reading.vectors, reaches, LEAST_SIMILARITY, since)
    for reach in set(reaches):
        asking = [claim for claim, other in zip(reading.claims, reaches, strict=True) if other == reach]
        found |= unit.claims.articles_sharing(names_in(asking), reach, since)
    return sorted(found - {reading.article_id})


def stored_readings(unit: Unit, article_ids: Collection[str]) -> dict[str, ArticleReading]:
    """The claims of stored articles with their vectors, by article; those without claims are left out."""
    found = unit.claims.readings_of(article_ids)
    return {
        article_id: ArticleReading(article_id=article_id, claims=claims, vectors=vectors)
        for article_id, (claims, vectors) in found.items()
    }


def stored_reading(unit: Unit, article_id: str) -> ArticleReading:
    """The claims of one stored article with their vectors."""
    found = stored_readings(unit, [article_id])
    return found.get(article_id) or ArticleReading(
        article_id=article_id, claims=(), vectors=np.zeros((0, 0), dtype=np.float32)
    )


def link(unit: Unit, reading: ArticleReading, edges: Collection[Edge], rules: LinkingRules) -> None:
    """Adds an article's claims with all their edges, and forms the touched clusters anew."""
    unit.links.advance()
    unit.claims.add(reading.claims, reading.vectors)
    know_names(unit, reading.claims)
    unit.links.add_edges(sorted(edges, key=lambda edge: (edge.left, edge.right)))
    form_clusters(unit, {claim.id for claim in reading.claims}, rules)


def unlink(unit: Unit, article_id: str, rules: LinkingRules, *, for_good: bool = False) -> set[str]:
    """Removes an article's claims, edges, clusters and conflicts; forms anew what is left. Returns its claims' ids.

    What reviewers decided about its claims waits for them to come back, but for those that go for good.
    """
    unit.links.advance()
    gone = {claim.id for claim in unit.claims.of_article(article_id)}
    names = unit.entities.named_in(article_id)
    left = {claim_id for ids in unit.claims.clusters_around(gone).values() for claim_id in ids} - gone
    if for_good:
        unit.decisions.forget(gone)
        unit.cluster_decisions.forget(gone)
    unit.links.clear_clusters_of(gone)
    unit.links.remove_edges_of(gone)
    unit.claims.remove_of_article(article_id)
    forget_names(unit, names)
    form_clusters(unit, left, rules)
    return gone


def form_clusters(unit: Unit, claim_ids: Collection[str], rules: LinkingRules) -> None:
    """Clusters anew around claims that changed (regroup.py), with conflicts and with what reviewers decided.

    A cluster of the same claims as before stays as it is: its summary and its conflicts depend on nothing else.
    """
    regrouped = regroup(unit, claim_ids, rules.threshold)
    changed = regrouped.claim_ids
    unit.links.clear_clusters_of(changed)
    claims = unit.claims.get_many(sorted(changed))
    clusters, conflicts = rules.settle(claims, regrouped)
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
