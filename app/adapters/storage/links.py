"""Edges, clusters and conflicts: all that is a function of the set of claims."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, or_, update
from sqlmodel import Session, SQLModel, col, select

from app.adapters.storage.claim_words import are_indexed
from app.adapters.storage.claims import time_span
from app.adapters.storage.codec import dump_cluster, dump_conflict, load_cluster, load_conflict
from app.adapters.storage.day_bounds import stretches_of, widen
from app.adapters.storage.link_filters import clusters_wanted, conflicts_wanted, told_of_a_time
from app.adapters.storage.list_plans import fitting, page_of_plan
from app.adapters.storage.name_marks import marks_of_claims
from app.adapters.storage.outbox import ClusterChanges
from app.adapters.storage.portions import portions
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.ranking import dispute_key, language_list, rank
from app.adapters.storage.sorting import cluster_key, published_text
from app.adapters.storage.standings import standings_of
from app.adapters.storage.tables import ClaimRow, ClusterRow, ConflictClaimRow, ConflictRow, EdgeRow, LinkingRow
from app.core.model.claim import Claim
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict, Relation, ReviewState
from app.core.model.linking import Edge
from app.core.model.records import ClusterFilter, ClusterOrder, ConflictFilter, ConflictMark, Slice

RANGES = 3  # a time that is reported in more of them is not a short one
THE_ROW = 1  # the linking table has one row
_EDGE: tuple[Any, ...] = (EdgeRow.left, EdgeRow.right, EdgeRow.probability, EdgeRow.reason, EdgeRow.contradiction)

_CLUSTERS = Prepared(select(ClusterRow.body).where(col(ClusterRow.id).in_(bindparam(LIST, expanding=True))))
_LEFT, _RIGHT = col(EdgeRow.left), col(EdgeRow.right)
_LIKELY = col(EdgeRow.probability) >= bindparam("least")
_RIGHT_OF = Prepared(select(EdgeRow.right).where(_LEFT.in_(bindparam(LIST, expanding=True)), _LIKELY))
_LEFT_OF = Prepared(select(EdgeRow.left).where(_RIGHT.in_(bindparam(LIST, expanding=True)), _LIKELY))
_EDGES = Prepared(select(*_EDGE).where(_LEFT.in_(bindparam(LIST, expanding=True))))
_EDGES_TO = Prepared(select(*_EDGE).where(_RIGHT.in_(bindparam(LIST, expanding=True))))
_CONFLICT = Prepared(select(ConflictRow.body).where(col(ConflictRow.id) == bindparam("conflict")))
_BODIES = Prepared(
    select(ConflictRow.id, ConflictRow.body).where(col(ConflictRow.id).in_(bindparam(LIST, expanding=True)))
)
_MARKS = Prepared(
    select(ConflictRow.id, ConflictRow.cluster_id, ConflictRow.relation).where(
        col(ConflictRow.cluster_id).in_(bindparam(LIST, expanding=True))
    )
)
_NAMING = Prepared(
    select(ConflictRow.id, ConflictRow.cluster_id)
    .join(ConflictClaimRow, col(ConflictClaimRow.conflict_id) == col(ConflictRow.id))
    .where(col(ConflictClaimRow.claim_id).in_(bindparam(LIST, expanding=True)))
)
_CONFLICTS = Prepared(select(ConflictRow.body).where(col(ConflictRow.cluster_id).in_(bindparam(LIST, expanding=True))))


class SqlLinks:
    """``ports.LinkStore`` in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.changes = ClusterChanges(session)

    def lock(self) -> None:
        """Nobody else links, deletes or reviews until this transaction ends. SQLite has but one writer anyway."""
        self._session.exec(select(LinkingRow.id).where(LinkingRow.id == THE_ROW).with_for_update()).one()

    def epoch(self) -> int:
        """Counts the changes to the set of linked claims."""
        return self._session.exec(select(LinkingRow.epoch).where(LinkingRow.id == THE_ROW)).one()

    def advance(self) -> int:
        """The next epoch."""
        self._session.exec(update(LinkingRow).where(col(LinkingRow.id) == THE_ROW).values(epoch=LinkingRow.epoch + 1))
        return self.epoch()

    def add_edges(self, edges: Iterable[Edge]) -> None:
        """Edges that are not there yet."""
        rows = [
            {
                "left": edge.left,
                "right": edge.right,
                "probability": edge.probability,
                "reason": edge.reason,
                "contradiction": edge.contradiction,
            }
            for edge in edges
        ]
        self._insert(EdgeRow, rows)

    def _insert(self, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            self._session.connection().execute(insert(table), rows)

    def edges_among(self, claim_ids: Collection[str], others: Collection[str] = ()) -> list[Edge]:
        """Edges between the claims, and between them and the others, sorted."""
        known, beyond = set(claim_ids), set(others)
        ids = sorted(known)
        rows = [row for row in _EDGES.of_many(self._session, ids) if row[1] in known or row[1] in beyond]
        if beyond:
            rows += [row for row in _EDGES_TO.of_many(self._session, ids) if row[0] in beyond]
        return [
            Edge(left=left, right=right, probability=probability, reason=reason, contradiction=contradiction)
            for left, right, probability, reason, contradiction in sorted(rows, key=lambda row: row[:2])
        ]

    def neighbours(self, claim_ids: Iterable[str], least: float) -> set[str]:
        """The claims that edges of at least that probability join to any of these; some of these may be among them."""
        ids, found = sorted(set(claim_ids)), set[str]()
        for query in (_RIGHT_OF, _LEFT_OF):
            found.update(other for (other,) in query.of_many(self._session, ids, least=least))
        return found

    def remove_edges_of(self, claim_ids: Collection[str]) -> None:
        """Every edge with an end among the claims."""
        for portion in portions(sorted(claim_ids)):
            self._session.exec(
                delete(EdgeRow).where(or_(col(EdgeRow.left).in_(portion), col(EdgeRow.right).in_(portion)))
            )

    def clear_clusters_of(self, claim_ids: Collection[str]) -> None:
        """Removes the clusters that hold any of the claims, and their conflicts."""
        touched: set[str] = set()
        for portion in portions(sorted(claim_ids)):
            found = self._session.exec(select(ClaimRow.cluster_id).where(col(ClaimRow.id).in_(portion)).distinct())
            touched.update(cluster for cluster in found if cluster is not None)
        self.changes.clearing(touched)
        standings_of(self._session).changing(touched)
        for portion in portions(sorted(touched)):
            conflicts = select(ConflictRow.id).where(col(ConflictRow.cluster_id).in_(portion))
            self._session.exec(delete(ConflictClaimRow).where(col(ConflictClaimRow.conflict_id).in_(conflicts)))
            self._session.exec(delete(ConflictRow).where(col(ConflictRow.cluster_id).in_(portion)))
            self._session.exec(delete(ClusterRow).where(col(ClusterRow.id).in_(portion)))
            self._session.exec(update(ClaimRow).where(col(ClaimRow.cluster_id).in_(portion)).values(cluster_id=None))

    def add_clusters(self, clusters: Sequence[Cluster], claims: Mapping[str, Claim]) -> None:
        """Clusters with their claims, which are given by id."""
        self.changes.added(clusters)
        standings_of(self._session).added(clusters)
        rows = [cluster_row(cluster, [claims[key] for key in cluster.claim_ids]) for cluster in clusters]
        self._insert(ClusterRow, rows)
        widen(self._session, "cluster", ((row["sort_key"], row["earliest"], row["latest"]) for row in rows))
        homes = [{"id": claim, "cluster_id": cluster.id} for cluster in clusters for claim in cluster.claim_ids]
        if homes:
            self._session.execute(update(ClaimRow), homes)

    def add_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Conflicts of clusters that are there, all still undecided; a contradiction makes its cluster disputed."""
        self.changes.opened(conflicts)
        homes: dict[str, tuple[str, int]] = {}
        columns = ClusterRow.id, ClusterRow.sort_key, ClusterRow.named
        for portion in portions(sorted({conflict.cluster_id for conflict in conflicts})):
            rows = self._session.exec(select(*columns).where(col(ClusterRow.id).in_(portion)))
            homes.update({cluster: (key.partition("~")[0], named) for cluster, key, named in rows})
        standings_of(self._session).changing(homes.keys())
        told_in = self._languages(
            claim for conflict in conflicts for side in conflict.sides for claim in side.claim_ids
        )
        self._insert(ConflictRow, [_conflict_row(one, *homes[one.cluster_id], told_in) for one in conflicts])
        self._insert(ConflictClaimRow, [row for conflict in conflicts for row in _side_rows(conflict)])
        disputed = {conflict.cluster_id for conflict in conflicts if conflict.relation is Relation.CONTRADICTION}
        for portion in portions(sorted(disputed)):
            self._session.exec(update(ClusterRow).where(col(ClusterRow.id).in_(portion)).values(disputed=True))
        self._session.flush()
        rank(self._session, disputed)

    def _languages(self, claim_ids: Iterable[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for portion in portions(sorted(set(claim_ids))):
            query = select(ClaimRow.id, ClaimRow.language).where(col(ClaimRow.id).in_(portion))
            found.update(dict(self._session.exec(query).all()))
        return found

    def set_state(self, conflict_id: str, state: ReviewState) -> None:
        """The reviewers' last word, for finding conflicts by it."""
        home = select(ConflictRow.cluster_id).where(col(ConflictRow.id) == conflict_id)
        standings_of(self._session).changing(self._session.exec(home).all())
        decided = update(ConflictRow).where(col(ConflictRow.id) == conflict_id).values(state=state.value)
        rank(self._session, [row[0] for row in self._session.exec(decided.returning(col(ConflictRow.cluster_id)))])

    def cluster(self, cluster_id: str) -> Cluster | None:
        """None for an unknown id."""
        return self.clusters([cluster_id]).get(cluster_id)

    def clusters(self, cluster_ids: Iterable[str]) -> dict[str, Cluster]:
        """By id; unknown ids are left out."""
        clusters = (load_cluster(body) for (body,) in _CLUSTERS.of_many(self._session, cluster_ids))
        return {cluster.id: cluster for cluster in clusters}

    def list_clusters(
        self,
        wanted: ClusterFilter,
        *,
        limit: int,
        cursor: str | None,
        order: ClusterOrder = ClusterOrder.NEWEST,
    ) -> Slice[Cluster]:
        """In the order asked for; a cursor is one of the same order."""
        key = col(ClusterRow.sort_key if order is ClusterOrder.NEWEST else ClusterRow.dispute_key)
        asked = clusters_wanted(wanted, indexed=are_indexed(self._session), order=order)
        stretches = stretches_of(self._session, "cluster", wanted)
        if order is ClusterOrder.DISPUTED:
            only_time = ClusterFilter(since=wanted.since, until=wanted.until) == wanted
            if stretches is not None and wanted.since and wanted.until and only_time:
                ranges = list(stretches(None))
                if not ranges:
                    return Slice((), None)
                asked = told_of_a_time(asked, ranges) if len(ranges) <= RANGES else asked
            stretches = None
        found = page_of_plan(
            self._session,
            select(ClusterRow.id, key),
            asked,
            key,
            row_id=col(ClusterRow.id),
            limit=limit,
            cursor=cursor,
            stretches=stretches,
        )
        clusters = self.clusters(cluster_id for cluster_id, _ in found.items)
        return Slice(tuple(clusters[cluster_id] for cluster_id, _ in found.items), found.next)

    def conflict(self, conflict_id: str) -> Conflict | None:
        """None for an unknown id."""
        rows = _CONFLICT.rows(self._session, conflict=conflict_id)
        return load_conflict(rows[0][0]) if rows else None

    def conflicts_of(self, cluster_ids: Collection[str]) -> tuple[Conflict, ...]:
        """All conflicts of these clusters, sorted by id."""
        found = [load_conflict(body) for (body,) in _CONFLICTS.of_many(self._session, sorted(cluster_ids))]
        return tuple(sorted(found, key=lambda conflict: conflict.id))

    def marks_of(self, cluster_ids: Collection[str]) -> tuple[ConflictMark, ...]:
        """Which conflicts these clusters have, sorted by id."""
        rows = sorted(_MARKS.of_many(self._session, sorted(cluster_ids)))
        return tuple(ConflictMark(key, cluster, Relation(relation)) for key, cluster, relation in rows)

    def conflicts_naming(self, claim_ids: Collection[str], cluster_ids: Collection[str]) -> tuple[str, ...]:
        """Ids of the conflicts of these clusters on whose sides one of the claims stands, sorted."""
        known = set(cluster_ids)
        found = _NAMING.of_many(self._session, sorted(claim_ids))
        return tuple(sorted({key for key, cluster in found if cluster in known}))

    def list_conflicts(self, wanted: ConflictFilter, *, limit: int, cursor: str | None) -> Slice[Conflict]:
        """Those with the latest report first."""
        key = col(ConflictRow.sort_key)
        found = page_of_plan(
            self._session,
            select(ConflictRow.id, key),
            conflicts_wanted(wanted, indexed=are_indexed(self._session)),
            key,
            row_id=col(ConflictRow.id),
            limit=limit,
            cursor=cursor,
            stretches=stretches_of(self._session, "cluster", wanted),  # a conflict stands where its cluster does
        )
        bodies: dict[str, bytes] = dict(_BODIES.of_many(self._session, (key for key, _ in found.items)))
        return Slice(tuple(load_conflict(bodies[key]) for key, _ in found.items), found.next)

    def conflicts_beside(self, conflict_id: str, wanted: ConflictFilter) -> tuple[str | None, str | None]:
        """Ids of the conflicts before and after this one in the list of those wanted, be it one of them or not."""
        key = col(ConflictRow.sort_key)
        place = self._session.exec(select(ConflictRow.sort_key).where(ConflictRow.id == conflict_id)).first()
        if place is None:
            return None, None
        query = fitting(
            self._session,
            select(ConflictRow.id).limit(1),
            conflicts_wanted(wanted, indexed=are_indexed(self._session)),
            col(ConflictRow.id),
        )
        before = self._session.exec(query.where(key > place).order_by(key.asc())).first()
        after = self._session.exec(query.where(key < place).order_by(key.desc())).first()
        return before, after


def cluster_row(cluster: Cluster, claims: Sequence[Claim]) -> dict[str, Any]:
    """The values of its row; it has no conflicts yet."""
    spans = [time_span(claim) for claim in claims]
    sort_key = cluster_key(max(map(published_text, claims)), cluster.id)
    return {
        "id": cluster.id,
        "sort_key": sort_key,
        "event_type": cluster.event_type,
        "earliest": min((earliest for earliest, _ in spans if earliest is not None), default=None),
        "latest": max((latest for _, latest in spans if latest is not None), default=None),
        "outlet_count": len(cluster.outlets),
        "disputed": False,
        "languages": language_list(cluster.languages),
        "dispute_key": dispute_key(0, cluster.independent_origins, sort_key),
        "named": marks_of_claims(claims),
        "body": dump_cluster(cluster),
    }


def _conflict_row(conflict: Conflict, newest: str, named: int, told_in: Mapping[str, str]) -> dict[str, Any]:
    claims = [claim_id for side in conflict.sides for claim_id in side.claim_ids]
    return {
        "id": conflict.id,
        "sort_key": f"{newest}~{conflict.id}",
        "cluster_id": conflict.cluster_id,
        "kind": conflict.kind.value,
        "scope": conflict.scope.value,
        "relation": conflict.relation.value,
        "severity": conflict.severity.value,
        "state": ReviewState.OPEN.value,
        "languages": language_list(told_in[claim_id] for claim_id in claims if claim_id in told_in),
        "named": named,
        "body": dump_conflict(conflict),
    }


def _side_rows(conflict: Conflict) -> list[dict[str, Any]]:
    pairs = {(claim_id, number) for number, side in enumerate(conflict.sides) for claim_id in side.claim_ids}
    return [{"conflict_id": conflict.id, "claim_id": claim, "side": number} for claim, number in sorted(pairs)]


def count_rows(session: Session) -> dict[str, int]:
    """How many clusters and conflicts there are."""
    return {
        "clusters": session.exec(select(func.count()).select_from(ClusterRow)).one(),
        "conflicts": session.exec(select(func.count()).select_from(ConflictRow)).one(),
    }
