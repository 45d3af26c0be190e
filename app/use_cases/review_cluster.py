"""Says which claims are of one event and which are not: the reviewer's word holds over what was computed."""

from collections.abc import Collection

from app.core.errors import InvalidInput, NotFound
from app.core.model.access import AuditAction, AuditEntry
from app.core.model.cluster import Cluster
from app.core.model.linking import ClusterAction, ClusterDecision
from app.ports import Clock, Store, Unit
from app.use_cases.browse import find_cluster
from app.use_cases.link_articles import LinkingRules, form_clusters
from app.use_cases.remarks import NO_REMARK, Remark, check_version

AUDITED = {
    ClusterAction.MERGE: AuditAction.MERGE_CLUSTERS,
    ClusterAction.SPLIT: AuditAction.SPLIT_CLUSTER,
    ClusterAction.UNDO: AuditAction.UNDO_DECISION,
}


class ReviewCluster:
    """Merges and splits clusters, and undoes either. Every decision is kept, and holds whatever is analysed later. Each
    raises ChangedMeanwhile where the cluster is no longer of the version that the remark asks for."""

    def __init__(self, *, store: Store, clock: Clock, rules: LinkingRules) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules

    def split(self, cluster_id: str, claim_ids: Collection[str], remark: Remark = NO_REMARK) -> tuple[str, ...]:
        """Takes claims out of a cluster, never to share one with the rest again. Whether the claims of one side are of
        one event is left to what links them. Returns the ids of the clusters of the rest, then those of the claims.

        Raises NotFound for an unknown id, InvalidInput where a claim is not in the cluster, or nothing would be left.
        """
        with self._store.writing() as unit:
            unit.links.lock()
            members = set(_cluster(unit, cluster_id, remark).claim_ids)
            parted = set(claim_ids)
            if strange := sorted(parted - members):
                raise InvalidInput(f"claim_ids: {strange[0][:80]!r} is no claim of this cluster")
            if not parted or parted == members:
                raise InvalidInput("claim_ids: give some of the cluster's claims, not none and not all")
            self._decide(unit, ClusterAction.SPLIT, parted, members - parted, remark)
            homes = _homes(unit, members - parted, parted)
            self._enter(unit, ClusterAction.SPLIT, cluster_id, remark, {"claims": len(parted), "into": homes})
            return homes

    def merge(self, cluster_id: str, other_id: str, remark: Remark = NO_REMARK) -> str:
        """Makes one cluster of two; returns its id.

        Raises NotFound for an unknown id, InvalidInput where both are the same.
        """
        with self._store.writing() as unit:
            unit.links.lock()
            claims = set(_cluster(unit, cluster_id, remark).claim_ids)
            others = set(_cluster(unit, other_id).claim_ids)
            if cluster_id == other_id:
                raise InvalidInput("with: both are one cluster already")
            self._decide(unit, ClusterAction.MERGE, claims, others, remark)
            home = _homes(unit, claims)[0]
            self._enter(unit, ClusterAction.MERGE, cluster_id, remark, {"with": other_id, "into": [home]})
            return home

    def undo(self, cluster_id: str, decision_id: int, remark: Remark = NO_REMARK) -> tuple[str, ...]:
        """Withdraws a decision about claims of the cluster: they stand again as if it had not been taken. Returns the
        ids of the clusters that they are in.

        Raises NotFound for an unknown id, InvalidInput where the decision is withdrawn already, or withdraws another.
        """
        with self._store.writing() as unit:
            unit.links.lock()
            decisions = unit.cluster_decisions.about(_cluster(unit, cluster_id, remark).claim_ids)
            decision = next((each for each in decisions if each.id == decision_id), None)
            if decision is None:
                raise NotFound(f"there is no decision {decision_id} about claims of cluster {cluster_id[:80]}")
            if decision.action is ClusterAction.UNDO:
                raise InvalidInput("decision: this one withdraws another; merge or split again instead")
            if any(each.undoes == decision_id for each in decisions):
                raise InvalidInput("decision: it is withdrawn already")
            claims, others = set(decision.claims), set(decision.others)
            self._decide(unit, ClusterAction.UNDO, claims, others, remark, undoes=decision_id)
            homes = _homes(unit, claims | others)
            self._enter(unit, ClusterAction.UNDO, cluster_id, remark, {"decision": decision_id, "into": homes})
            return homes

    def _decide(
        self,
        unit: Unit,
        action: ClusterAction,
        claims: set[str],
        others: set[str],
        remark: Remark,
        *,
        undoes: int | None = None,
    ) -> None:
        """Keeps the decision and forms anew the clusters of the claims that it is about."""
        decision = ClusterDecision(
            action=action,
            claims=tuple(sorted(claims)),
            others=tuple(sorted(others)),
            note=remark.note,
            reviewer=remark.reviewer,
            decided_at=self._clock.now(),
            undoes=undoes,
        )
        unit.cluster_decisions.add(decision)
        form_clusters(unit, _stored(unit, claims | others), self._rules)

    def _enter(
        self, unit: Unit, action: ClusterAction, cluster_id: str, remark: Remark, detail: dict[str, object]
    ) -> None:
        """Into the audit log: what was decided, and which clusters its claims are in now."""
        unit.audit.add(
            AuditEntry(
                at=self._clock.now(),
                actor=remark.by,
                action=AUDITED[action],
                object_id=cluster_id,
                detail={**detail, "reviewer": remark.reviewer},
            )
        )


def _cluster(unit: Unit, cluster_id: str, remark: Remark = NO_REMARK) -> Cluster:
    cluster = unit.links.cluster(cluster_id)
    if cluster is None:
        raise NotFound(f"there is no cluster {cluster_id[:80]}")
    if remark.versions is not None:
        check_version(find_cluster(unit, cluster_id), remark)
    return cluster


def _stored(unit: Unit, claim_ids: Collection[str]) -> set[str]:
    return set(unit.claims.get_many(sorted(claim_ids)))


def _homes(unit: Unit, *sides: Collection[str]) -> tuple[str, ...]:
    """Ids of the clusters of each side's claims, in order, each once."""
    home = unit.claims.cluster_of(claim for side in sides for claim in side)
    return tuple(dict.fromkeys(found for side in sides for found in sorted({home[c] for c in side if c in home})))
