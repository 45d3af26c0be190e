"""What reviewers decided about claims, and clusters that keep to it."""

from datetime import UTC, datetime
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.core.linking.clusters import cluster_claims
from app.core.linking.constraints import Constraints, constraints_of
from app.core.model.linking import ClusterAction, ClusterDecision, Edge

IDS = [f"c{number}" for number in range(9)]
PAIRS = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] < pair[1])
EDGES = st.dictionaries(PAIRS, st.floats(min_value=0.1, max_value=1.0), max_size=20).map(
    lambda found: [edge(left, right, weight) for (left, right), weight in found.items()]
)
CONSTRAINTS = st.builds(
    lambda together, apart: Constraints(together=tuple(together), apart=frozenset(apart)),
    st.lists(PAIRS, max_size=6, unique=True),
    st.sets(PAIRS, max_size=6),
)


def edge(left: str, right: str, probability: float) -> Edge:
    return Edge(left=left, right=right, probability=probability, reason="")


def decision(number: int, action: ClusterAction, claims: str, others: str, undoes: int | None = None):
    return ClusterDecision(
        action=action,
        claims=tuple(claims),
        others=tuple(others),
        note=None,
        reviewer=None,
        decided_at=datetime(2024, 5, 1, tzinfo=UTC),
        undoes=undoes,
        id=number,
    )


def cluster(ids, edges=(), constraints=None, threshold=0.5):
    return cluster_claims(ids, edges, threshold=threshold, constraints=constraints or Constraints())


def merge(number, claims, others):
    return decision(number, ClusterAction.MERGE, claims, others)


def split(number, claims, others):
    return decision(number, ClusterAction.SPLIT, claims, others)


def test_a_tie_joins_what_nothing_links():
    assert cluster("abc", constraints=Constraints(together=(("a", "c"),))) == [("a", "c"), ("b",)]


def test_what_stands_apart_is_never_joined_however_likely():
    edges = [edge("a", "b", 0.99), edge("b", "c", 0.9), edge("a", "c", 0.9)]
    assert cluster("abc", edges, Constraints(apart=frozenset({("a", "b")}))) == [("a", "c"), ("b",)]


def test_a_third_claim_does_not_bring_together_what_stands_apart():
    edges = [edge("a", "c", 0.9), edge("b", "c", 0.8)]
    assert cluster("abc", edges, Constraints(apart=frozenset({("a", "b")}))) == [("a", "c"), ("b",)]


def test_who_is_tied_to_one_stands_apart_from_what_that_one_stands_apart_from():
    kept = Constraints(together=(("a", "b"),), apart=frozenset({("b", "c")}))
    assert cluster("abc", [edge("a", "c", 0.99)], kept) == [("a", "b"), ("c",)]


def test_joining_two_clusters_drives_no_claim_out_of_either():
    edges = [edge(*pair, 0.8) for pair in combinations("abc", 2)] + [
        edge(*pair, 0.8) for pair in combinations("xyz", 2)
    ]
    assert cluster("abcxyz", edges, Constraints(together=(("a", "x"),))) == [tuple("abcxyz")]


def test_a_split_wins_over_ties_and_of_these_the_first():
    kept = Constraints(together=(("a", "b"), ("b", "c")), apart=frozenset({("a", "c")}))
    assert cluster("abc", constraints=kept) == [("a", "b"), ("c",)]


def test_constraints_of_claims_that_are_not_there_wait():
    kept = Constraints(together=(("a", "z"),), apart=frozenset({("b", "z")}))
    assert cluster("ab", [edge("a", "b", 0.9)], kept) == [("a", "b")]


def test_a_merge_ties_every_claim_of_both_and_a_split_says_nothing_of_one_side():
    assert constraints_of([merge(1, "ab", "c")]).together == (("a", "b"), ("a", "c"), ("b", "c"))
    assert constraints_of([split(1, "ab", "c")]) == Constraints(apart=frozenset({("a", "c"), ("b", "c")}))


def test_the_last_word_about_a_pair_counts():
    decided = constraints_of([merge(1, "ab", "c"), split(2, "c", "ab")])
    assert decided == Constraints(together=(("a", "b"),), apart=frozenset({("a", "c"), ("b", "c")}))
    again = constraints_of([merge(1, "ab", "c"), split(2, "c", "ab"), merge(3, "ab", "c")])
    assert again == constraints_of([merge(3, "ab", "c")])


def test_an_undone_decision_lets_the_one_before_hold_again():
    undone = [merge(1, "a", "b"), split(2, "a", "b"), decision(3, ClusterAction.UNDO, "a", "b", undoes=2)]
    assert constraints_of(undone) == constraints_of([merge(1, "a", "b")])


@given(EDGES, CONSTRAINTS, st.randoms(use_true_random=False))
def test_the_order_of_claims_and_edges_does_not_matter(edges, constraints, chance):
    ids, shuffled = list(IDS), list(edges)
    chance.shuffle(ids)
    chance.shuffle(shuffled)
    assert cluster(ids, shuffled, constraints) == cluster(IDS, edges, constraints)


@given(EDGES, CONSTRAINTS)
def test_every_claim_is_in_one_cluster_and_none_with_what_it_stands_apart_from(edges, constraints):
    clusters = cluster(IDS, edges, constraints)
    assert sorted(claim for group in clusters for claim in group) == IDS
    assert not any({one, other} <= set(group) for group in clusters for one, other in constraints.apart)


@given(EDGES, st.lists(PAIRS, max_size=6, unique=True))
def test_ties_hold_where_nothing_stands_apart(edges, together):
    clusters = cluster(IDS, edges, Constraints(together=tuple(together)))
    assert all(any({one, other} <= set(group) for group in clusters) for one, other in together)


@given(EDGES, CONSTRAINTS)
def test_some_of_the_clusters_formed_alone_are_the_same(edges, constraints):
    clusters = cluster(IDS, edges, constraints)
    some = clusters[::2]
    ids = [claim for group in some for claim in group]
    assert cluster(ids, edges, constraints) == some


@given(EDGES)
def test_without_decisions_nothing_changes(edges):
    assert cluster(IDS, edges, constraints_of([])) == cluster_claims(IDS, edges, threshold=0.5)
