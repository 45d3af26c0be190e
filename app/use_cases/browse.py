"""The reading side: what is stored, as views. Each call is one snapshot. Unknown ids raise NotFound."""

from collections.abc import Iterable, Sequence
from dataclasses import fields

from app.core.errors import NotFound
from app.core.model.claim import Claim
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict
from app.core.model.records import (
    ArticleFilter,
    ArticleStatus,
    ClaimFilter,
    ClusteredClaim,
    ClusterFilter,
    ClusterOrder,
    ConflictFilter,
    ConflictMark,
    NamesInUse,
    Slice,
)
from app.ports import Store, Unit
from app.use_cases.glance import Meaning, News, ShortConflict, Story, find_meant, find_news, show_short, show_stories
from app.use_cases.show import (
    EntityIds,
    show_article,
    show_claim,
    show_cluster,
    show_cluster_decisions,
    show_conflict,
    show_entity,
    show_outlet,
    show_passage,
)
from app.use_cases.views import (
    ArticleSummary,
    ArticleView,
    ClaimView,
    ClusterSummary,
    ClusterView,
    ConflictView,
    EntityView,
    OriginalView,
    OutletView,
    SpanView,
)
from app.use_cases.written_outlets import WrittenOutlets

PAGE_SIZE = 50
EVERY_ARTICLE = ArticleFilter()
EVERY_CLAIM = ClaimFilter()
EVERY_CLUSTER = ClusterFilter()
EVERY_CONFLICT = ConflictFilter()


class Browse:
    """Lists and single views."""

    def __init__(self, *, store: Store) -> None:
        self._store = store
        self._names: tuple[int, int, NamesInUse] | None = None
        self.written_outlets = WrittenOutlets(store=store)

    def articles(
        self, wanted: ArticleFilter = EVERY_ARTICLE, *, limit: int = PAGE_SIZE, cursor: str | None = None
    ) -> Slice[ArticleSummary]:
        """Newest first."""
        with self._store.reading() as unit:
            found = unit.articles.list(wanted, limit=limit, cursor=cursor)
        return Slice(tuple(map(show_article, found.items)), found.next)

    def article(self, article_id: str) -> ArticleView:
        """With its text and all that was found in it."""
        with self._store.reading() as unit:
            article = unit.articles.with_texts([article_id]).get(article_id)  # the source of its page is not shown
            if article is None:
                raise NotFound(f"there is no article {article_id[:80]}")
            analysis = unit.articles.analysis(article_id)
            claims = unit.claims.of_article_with_clusters(article_id)
            conflict_ids = unit.links.conflicts_naming(
                {claim.id for claim, _ in claims}, {cluster for _, cluster in claims if cluster is not None}
            )
            views = show_claims(unit, claims)
        summary = show_article(article)
        return ArticleView(
            **{field.name: getattr(summary, field.name) for field in fields(summary)},
            text=article.submission.text,
            sentences=tuple(SpanView(start=start, end=end) for start, end in analysis.sentences) if analysis else (),
            passages=tuple(map(show_passage, analysis.clean.passages)) if analysis else (),
            dropped=tuple(map(show_passage, analysis.clean.dropped)) if analysis else (),
            claims=views,
            conflict_ids=conflict_ids,
            version=analysis.version if analysis else None,
        )

    def status(self, article_id: str) -> ArticleStatus | None:
        """How far an article has come; None where there is none."""
        with self._store.reading() as unit:
            return unit.articles.status(article_id)

    def claims(
        self, wanted: ClaimFilter = EVERY_CLAIM, *, limit: int = PAGE_SIZE, cursor: str | None = None
    ) -> Slice[ClaimView]:
        """Latest published first."""
        with self._store.reading() as unit:
            found = unit.claims.list(wanted, limit=limit, cursor=cursor)
            return Slice(show_claims(unit, found.items), found.next)

    def claim(self, claim_id: str) -> ClaimView:
        """One claim."""
        with self._store.reading() as unit:
            found = unit.claims.with_clusters([claim_id])
            if not found:
                raise NotFound(f"there is no claim {claim_id[:80]}")
            return show_claims(unit, list(found.values()))[0]

    def clusters(
        self,
        wanted: ClusterFilter = EVERY_CLUSTER,
        *,
        limit: int = PAGE_SIZE,
        cursor: str | None = None,
        order: ClusterOrder = ClusterOrder.NEWEST,
    ) -> Slice[ClusterSummary]:
        """In the order asked for; a cursor goes with the order that it was given in."""
        with self._store.reading() as unit:
            found = unit.links.list_clusters(wanted, limit=limit, cursor=cursor, order=order)
            return Slice(show_clusters(unit, found.items), found.next)

    def stories(
        self,
        wanted: ClusterFilter = EVERY_CLUSTER,
        *,
        limit: int,
        cursor: str | None = None,
        order: ClusterOrder = ClusterOrder.NEWEST,
    ) -> Slice[Story]:
        """As ``clusters``, each with its conflicts in short."""
        with self._store.reading() as unit:
            found = unit.links.list_clusters(wanted, limit=limit, cursor=cursor, order=order)
            return Slice(show_stories(unit, found.items, wanted.conflict_kind), found.next)

    def cluster(self, cluster_id: str) -> ClusterView:
        """With its claims, the earliest published first, and what reviewers decided about them."""
        with self._store.reading() as unit:
            return find_cluster(unit, cluster_id)

    def conflicts(
        self, wanted: ConflictFilter = EVERY_CONFLICT, *, limit: int = PAGE_SIZE, cursor: str | None = None
    ) -> Slice[ConflictView]:
        """Latest reported first."""
        with self._store.reading() as unit:
            found = unit.links.list_conflicts(wanted, limit=limit, cursor=cursor)
            return Slice(show_conflicts(unit, found.items), found.next)

    def short_conflicts(self, wanted: ConflictFilter, *, limit: int, cursor: str | None = None) -> Slice[ShortConflict]:
        """As ``conflicts``, without the quotes."""
        with self._store.reading() as unit:
            found = unit.links.list_conflicts(wanted, limit=limit, cursor=cursor)
            return Slice(show_short(unit, found.items), found.next)

    def conflict(self, conflict_id: str) -> ConflictView:
        """With both sides' quotes."""
        with self._store.reading() as unit:
            return find_conflict(unit, conflict_id)

    def conflicts_of(self, cluster_id: str) -> tuple[ConflictView, ...]:
        """All conflicts of one cluster."""
        with self._store.reading() as unit:
            return show_conflicts(unit, unit.links.conflicts_of([cluster_id]))

    def conflict_in_story(self, conflict_id: str) -> tuple[ConflictView, ClusterView, tuple[ClaimView, ...]]:
        """A conflict, the cluster that it is in, and the claims of its sides, of which one inside an article may be in
        another cluster."""
        with self._store.reading() as unit:
            conflict = find_conflict(unit, conflict_id)
            story = find_cluster(unit, conflict.cluster_id)
            wanted = {claim.claim_id for side in conflict.sides for claim in side.claims}
            inside = tuple(claim for claim in story.claims if claim.id in wanted)
            outside = unit.claims.with_clusters(sorted(wanted - {claim.id for claim in inside}))
            return conflict, story, (*inside, *show_claims(unit, list(outside.values())))

    def conflicts_beside(self, conflict_id: str, wanted: ConflictFilter) -> tuple[str | None, str | None]:
        """Ids of the conflicts before and after this one in the list of those wanted, be it one of them or not."""
        with self._store.reading() as unit:
            return unit.links.conflicts_beside(conflict_id, wanted)

    def originals(self, article_ids: Iterable[str]) -> dict[str, OriginalView]:
        """Articles with their texts, by id; those that are gone are left out."""
        with self._store.reading() as unit:
            found = unit.articles.with_texts(sorted(set(article_ids)))
        return {
            article.id: OriginalView(summary=show_article(article), text=article.submission.text)
            for article in found.values()
        }

    def entities(
        self,
        *,
        query: str | None = None,
        kind: str | None = None,
        limit: int = PAGE_SIZE,
        cursor: str | None = None,
    ) -> Slice[EntityView]:
        """The most named first."""
        with self._store.reading() as unit:
            found = unit.directory.entities(query=query, kind=kind, limit=limit, cursor=cursor)
        return Slice(tuple(map(show_entity, found.items)), found.next)

    def entity(self, entity_id: str) -> EntityView:
        """With all its names, and what reviewers decided about them; ids that it had before lead to it too."""
        with self._store.reading() as unit:
            return find_entity(unit, entity_id)

    def meant_by(self, name: str, *, place: bool = False) -> tuple[Meaning, ...]:
        """Whom a name or an id may mean, the most named first; with ``place`` only places."""
        with self._store.reading() as unit:
            return find_meant(unit, name, place=place)

    def names_in_use(self, most: int) -> NamesInUse:
        """What a reader can choose from, at most so many of each. All names are counted for it: the answer is kept
        until claims come or go."""
        with self._store.reading() as unit:
            epoch = unit.links.epoch()
            known = self._names
            if known is None or known[:2] != (epoch, most):
                known = self._names = (epoch, most, unit.directory.names_in_use(most))
            return known[2]

    def outlets(self, *, limit: int = PAGE_SIZE, cursor: str | None = None) -> Slice[OutletView]:
        """In alphabetical order."""
        with self._store.reading() as unit:
            found = unit.directory.outlets(limit=limit, cursor=cursor)
            pairs = unit.directory.outlet_pairs([record.outlet for record in found.items])
        return Slice(tuple(show_outlet(record, pairs[record.outlet]) for record in found.items), found.next)

    def outlet(self, outlet: str) -> OutletView:
        """With its agreement with others."""
        with self._store.reading() as unit:
            record = unit.directory.outlet(outlet)
            if record is None:
                raise NotFound(f"there is no outlet {outlet[:80]}")
            return show_outlet(record, unit.directory.outlet_pairs([outlet])[outlet])

    def counts(self) -> dict[str, int]:
        """How many articles, claims, clusters, conflicts, waiting and failed articles there are."""
        with self._store.reading() as unit:
            return unit.directory.counts()

    def news(self, since: int | None = None) -> News:
        """What happened after an event; the number of the last one and the counts, where none is told."""
        with self._store.reading() as unit:
            return find_news(unit, unit.outbox.kept().last if since is None else since)


def find_cluster(unit: Unit, cluster_id: str) -> ClusterView:
    """As ``Browse.cluster``, within a transaction."""
    cluster = unit.links.cluster(cluster_id)
    if cluster is None:
        raise NotFound(f"there is no cluster {cluster_id[:80]}")
    return show_whole_clusters(unit, [cluster])[0]


def find_conflict(unit: Unit, conflict_id: str) -> ConflictView:
    """As ``Browse.conflict``, within a transaction."""
    conflict = unit.links.conflict(conflict_id)
    if conflict is None:
        raise NotFound(f"there is no conflict {conflict_id[:80]}")
    return show_conflicts(unit, [conflict])[0]


def find_entity(unit: Unit, entity_id: str) -> EntityView:
    """As ``Browse.entity``, within a transaction."""
    known = unit.entities.known_as(entity_id)
    record = unit.directory.entity(known) if known is not None else None
    if record is None:
        raise NotFound(f"there is no entity {entity_id[:80]}")
    decisions = unit.entities.decisions([name.id for name in unit.entities.of_entity(record.id)])
    told = {name_id for decision in decisions for name_id in (*decision.names, *decision.others)}
    names = {name.id: name.name for name in unit.entities.get(told)}
    return show_entity(record, decisions, names)


def show_clusters(unit: Unit, clusters: Sequence[Cluster]) -> tuple[ClusterSummary, ...]:
    """Clusters with the ids of their conflicts."""
    conflicts: dict[str, list[ConflictMark]] = {cluster.id: [] for cluster in clusters}
    for conflict in unit.links.marks_of(conflicts.keys()):
        conflicts[conflict.cluster_id].append(conflict)
    return tuple(show_cluster(cluster, conflicts[cluster.id]) for cluster in clusters)


def show_whole_clusters(unit: Unit, clusters: Sequence[Cluster]) -> tuple[ClusterView, ...]:
    """Clusters with their claims, the earliest published first, and the decisions about them."""
    claim_ids = [claim_id for cluster in clusters for claim_id in cluster.claim_ids]
    claims = unit.claims.get_many(claim_ids)
    entities = _by_claim(unit.entities.entities_of(claim_ids))
    decided = bool(unit.cluster_decisions.about(claim_ids))
    found: list[ClusterView] = []
    for cluster, summary in zip(clusters, show_clusters(unit, clusters), strict=True):
        own = (claims[claim_id] for claim_id in cluster.claim_ids if claim_id in claims)
        decisions = unit.cluster_decisions.about(cluster.claim_ids) if decided else ()
        found.append(
            ClusterView(
                **{field.name: getattr(summary, field.name) for field in fields(summary)},
                claims=tuple(
                    show_claim(claim, cluster.id, entities.get(claim.id)) for claim in sorted(own, key=_reading_order)
                ),
                decisions=show_cluster_decisions(decisions),
            )
        )
    return tuple(found)


def show_claims(unit: Unit, claims: Sequence[ClusteredClaim]) -> tuple[ClaimView, ...]:
    """Claims with their clusters and the entities that they name."""
    entities = _by_claim(unit.entities.entities_of(claim.id for claim, _ in claims))
    return tuple(show_claim(claim, cluster_id, entities.get(claim.id)) for claim, cluster_id in claims)


def _by_claim(entities: EntityIds) -> dict[str, dict[tuple[str, str], str]]:
    """Many claims are shown at once, and each looks through all that it is given."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    for (claim_id, key_id), entity in entities.items():
        found.setdefault(claim_id, {})[claim_id, key_id] = entity
    return found


def show_conflicts(unit: Unit, conflicts: Sequence[Conflict]) -> tuple[ConflictView, ...]:
    """Conflicts with both sides' quotes and the decisions about them."""
    claims = unit.claims.quoted(
        sorted({claim_id for conflict in conflicts for side in conflict.sides for claim_id in side.claim_ids})
    )
    decisions = unit.decisions.about(conflicts)
    return tuple(show_conflict(conflict, claims, decisions.get(conflict.id, ())) for conflict in conflicts)


def _reading_order(claim: Claim) -> tuple[bool, float, str, int]:
    published = claim.published_at
    return published is None, published.timestamp() if published is not None else 0.0, claim.article_id, claim.start
