"""Clustering around what changed gives what clustering everything gives, whatever comes, goes and is decided."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.linking.clusters import cluster_claims
from app.core.linking.constraints import constraints_of
from app.core.model.linking import ClusterAction, ClusterDecision, Edge
from app.ports import Unit
from app.use_cases.regroup import regroup

THRESHOLD = 0.4
IDS = [f"c{number:02}" for number in range(14)]
# Few values, so that many pairs are equally likely.
WEIGHTS = st.sampled_from([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.6, 0.9])
GRAPHS = st.dictionaries(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] < pair[1]), WEIGHTS, max_size=45
)
SIDES = st.lists(st.sampled_from(IDS), min_size=1, max_size=2, unique=True)
DECIDED = st.tuples(st.sampled_from([ClusterAction.MERGE, ClusterAction.SPLIT]), SIDES, SIDES).filter(
    lambda decided: not {*decided[1]} & {*decided[2]}
)
STEPS = st.lists(
    st.one_of(st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True), DECIDED), min_size=1, max_size=14
)


@dataclass
class Memory:
    """What a store tells of claims, edges, clusters and decisions."""

    graph: dict[tuple[str, str], float]
    clusters: dict[str, tuple[str, ...]] = field(default_factory=dict)  # claim -> its cluster
    decisions: list[ClusterDecision] = field(default_factory=list)

    @property
    def unit(self) -> Unit:
        return cast("Unit", SimpleNamespace(links=self, claims=self, cluster_decisions=self))

    def _edges(self) -> list[Edge]:
        return [
            Edge(left=left, right=right, probability=weight, reason="")
            for (left, right), weight in sorted(self.graph.items())
            if left in self.clusters and right in self.clusters
        ]

    def edges_among(self, claim_ids: Collection[str], others: Collection[str] = ()) -> list[Edge]:
        known = {*claim_ids, *others}
        return [
            edge
            for edge in self._edges()
            if {edge.left, edge.right} <= known and {edge.left, edge.right} & {*claim_ids}
        ]

    def neighbours(self, claim_ids: Iterable[str], least: float) -> set[str]:
        ids = set(claim_ids)
        likely = [edge for edge in self._edges() if edge.probability >= least]
        return {e.right for e in likely if e.left in ids} | {e.left for e in likely if e.right in ids}

    def clusters_around(self, claim_ids: Iterable[str]) -> dict[str, list[str]]:
        found = {self.clusters[claim] for claim in claim_ids if self.clusters.get(claim)}
        return {members[0]: list(members) for members in found}

    def about(self, claim_ids: Collection[str]) -> Sequence[ClusterDecision]:
        return [one for one in self.decisions if {*one.claims, *one.others} & set(claim_ids)]

    def tied(self, claim_ids: Collection[str]) -> set[str]:
        pairs = constraints_of(self.about(claim_ids)).together
        named = {claim for pair in pairs if set(claim_ids) & set(pair) for claim in pair}
        return named & self.clusters.keys()

    def settle(self, claim_ids: Iterable[str]) -> int:
        regrouped = regroup(self.unit, set(claim_ids), THRESHOLD)
        for group in regrouped.groups:
            self.clusters.update(dict.fromkeys(group, group))
        return len(regrouped.claim_ids)

    def come_or_go(self, claim_ids: Sequence[str]) -> None:
        gone = [claim for claim in claim_ids if claim in self.clusters]
        left = {member for claim in gone for member in self.clusters[claim]} - set(gone)
        for claim in gone:
            del self.clusters[claim]
        self.clusters.update(dict.fromkeys(left, ()))
        new = set(claim_ids) - set(gone)
        self.clusters.update(dict.fromkeys(new, ()))
        self.settle(left | new)

    def decide(self, action: ClusterAction, claims: Sequence[str], others: Sequence[str]) -> None:
        decision = ClusterDecision(
            action=action,
            claims=tuple(claims),
            others=tuple(others),
            note=None,
            reviewer=None,
            decided_at=datetime(2024, 1, 1, tzinfo=UTC),
            id=len(self.decisions) + 1,
        )
        self.decisions.append(decision)
        self.settle({*claims, *others} & self.clusters.keys())

    def expected(self) -> list[tuple[str, ...]]:
        constraints = constraints_of(self.decisions)
        return cluster_claims(self.clusters, self._edges(), threshold=THRESHOLD, constraints=constraints)


@settings(max_examples=400)
@given(GRAPHS, STEPS)
@example({("c00", "c01"): 0.5, ("c01", "c02"): 0.9}, [["c00", "c01"], ["c02"], ["c02"]])
@example(  # what comes takes a claim from another one, which then joins a third
    {("c01", "c06"): 0.4, ("c01", "c09"): 0.5, ("c06", "c07"): 0.4}, [["c00", "c01", "c06", "c07"], ["c00", "c09"]]
)
def test_clustering_around_a_change_is_clustering_everything(graph, steps):
    memory = Memory(graph)
    for step in steps:
        if isinstance(step, tuple):
            memory.decide(*step)
        else:
            memory.come_or_go(step)
        assert sorted(set(memory.clusters.values())) == memory.expected()


def test_what_hangs_together_far_away_is_not_looked_at():
    chain = {(f"c{n:04}", f"c{n + 1:04}"): 0.41 + 0.1 * (n % 2) for n in range(0, 2000)}
    memory = Memory(chain, clusters=dict.fromkeys({claim for pair in chain for claim in pair}, ()))
    for claim in list(memory.clusters):
        memory.clusters[claim] = (claim,)
    groups = cluster_claims(memory.clusters, memory._edges(), threshold=THRESHOLD)
    for group in groups:
        memory.clusters.update(dict.fromkeys(group, group))
    assert len(groups) > 500
    memory.graph[("c1000", "new")] = 0.95
    memory.clusters["new"] = ()
    asked: list[int] = []
    whole = memory.edges_among
    memory.edges_among = lambda *ids: (asked.append(len(ids[0])), whole(*ids))[1]  # type: ignore[method-assign]
    memory.settle(["new"])
    assert sorted(set(memory.clusters.values())) == memory.expected()
    assert max(asked) < 20
