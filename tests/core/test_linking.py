"""Edges, clusters and summaries."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.linking.clusters import cluster_claims, cluster_id
from app.core.linking.comparison import Fit, compare_intervals, compare_places, compare_quantities
from app.core.linking.edges import align_articles, align_within_article, judged_edges
from app.core.linking.origins import count_independent_origins
from app.core.linking.summary import summarise_cluster
from app.core.model.claim import Claim, Polarity, SlotName, Source, SourceKind, Stance, Status
from app.core.model.linking import Edge, LinkingWeights
from app.core.model.when import PartOfDay
from app.knowledge.loader import load_knowledge
from app.ports import Vectors
from app.use_cases.cross_check import ArticleReading, link_pair, link_within
from app.use_cases.nearness import VectorNearness
from tests.core.claims_by_hand import at_part, claim, count, in_month, on_day, person, place

KNOWLEDGE = load_knowledge()
THRESHOLD = KNOWLEDGE.linking.threshold
DENIES = Source(kind=SourceKind.PERSON, text="Nasr", name="Nasr", key="nsr", stance=Stance.DENIES)


def near(left: list[Claim], right: list[Claim], cosines: list[list[float]]) -> VectorNearness:
    """Claims with these cosines, in sentences that tell nothing."""
    return VectorNearness(left, right, np.array(cosines), np.full((len(left), len(right)), 0.85))


def undecided(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """A judge that finds no contradiction likely."""
    return [0.25 for _ in pairs]


def of_two_signs(left: Claim, right: Claim) -> bool:
    return left.polarity is not right.polarity


def linked(left: list[Claim], right: list[Claim], near: VectorNearness, *, weights: LinkingWeights) -> list[Edge]:
    aligned = align_articles(left, right, near, knowledge=KNOWLEDGE, weights=weights)
    return judged_edges([aligned], undecided, weights, asks=of_two_signs)[0]


def linked_within(claims: list[Claim], near: VectorNearness, *, weights: LinkingWeights) -> list[Edge]:
    aligned = align_within_article(claims, near, knowledge=KNOWLEDGE, weights=weights)
    return judged_edges([aligned], undecided, weights, asks=of_two_signs)[0]


class NoJudge:
    """Nobody asks it."""

    version = "none"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Vectors:
        raise AssertionError("a pair was read that nothing hangs on")


def edge(left: str, right: str, probability: float) -> Edge:
    left, right = sorted((left, right))
    return Edge(left=left, right=right, probability=probability, reason="")


def probability(left: list[Claim], right: list[Claim], cosines: list[list[float]], at: tuple[int, int]) -> float:
    edges = linked(left, right, near(left, right, cosines), weights=KNOWLEDGE.linking)
    ids = tuple(sorted((left[at[0]].id, right[at[1]].id)))
    return next((e.probability for e in edges if (e.left, e.right) == ids), 0.0)


def visits(left_time: object, right_time: object) -> tuple[list[Claim], list[Claim]]:
    """Two articles with one visit each and two other claims, at the given times."""
    left = [
        claim(
            "a1",
            person("Karim Haddad"),
            place("Tunis", "TN/tunis", SlotName.DESTINATION),
            left_time,
            event_type="arrive",
        ),
        claim("a2", event_type=None),
        claim("a3", event_type=None),
    ]
    right = [
        claim(
            "b1",
            person("Karim Haddad"),
            place("Tunis", "TN/tunis", SlotName.DESTINATION),
            right_time,
            event_type="arrive",
            article="right",
        ),
        claim("b2", event_type=None, article="right"),
        claim("b3", event_type=None, article="right"),
    ]
    return left, right


ALIKE = [[0.90, 0.80, 0.80], [0.80, 0.80, 0.80], [0.80, 0.80, 0.80]]


def test_reports_of_one_arrival_are_linked():
    left, right = visits(on_day(15), on_day(15))
    assert probability(left, right, ALIKE, (0, 0)) > THRESHOLD
    assert probability(left, right, ALIKE, (1, 1)) < THRESHOLD


def test_one_event_told_a_day_apart_is_still_one_event():
    left, right = visits(on_day(15), on_day(14))
    assert probability(left, right, ALIKE, (0, 0)) > THRESHOLD


def test_the_same_visit_in_another_month_is_another_visit():
    left, right = visits(on_day(15), on_day(15, month=3))
    assert probability(left, right, ALIKE, (0, 0)) < THRESHOLD


def test_undated_articles_are_linked_only_by_what_marks_one_event():
    left, right = visits(on_day(15), on_day(15))
    timeless = [replace(found, slots=found.slots[:-1], published_at=None) for found in (left[0], right[0])]
    alone = probability([timeless[0], *left[1:]], [timeless[1], *right[1:]], ALIKE, (0, 0))
    marked = [replace(found, slots=(*found.slots, count(347))) for found in timeless]
    assert alone == 0.0
    assert probability([marked[0], *left[1:]], [marked[1], *right[1:]], ALIKE, (0, 0)) > THRESHOLD


def test_exchanging_the_articles_gives_the_same_edges():
    left, right = visits(on_day(15), on_day(14))
    there = linked(left, right, near(left, right, ALIKE), weights=KNOWLEDGE.linking)
    back = linked(
        right, left, near(right, left, [list(row) for row in zip(*ALIKE, strict=True)]), weights=KNOWLEDGE.linking
    )
    assert there == back


def test_an_edge_says_what_speaks_for_it():
    left, right = visits(on_day(15), on_day(15))
    edges = linked(left, right, near(left, right, ALIKE), weights=KNOWLEDGE.linking)
    best = max(edges, key=lambda found: found.probability)
    assert (best.left, best.right) == ("a1", "b1")
    assert best.reason


def test_claims_of_one_article_are_linked_more_strictly():
    left, right = visits(on_day(15), on_day(15))
    across = probability(left, right, ALIKE, (0, 0))
    both = [left[0], replace(right[0], article_id="left", sentence=3), *left[1:]]
    cosines = [[1.0, 0.90, 0.80, 0.80], [0.90, 1.0, 0.80, 0.80], [0.8, 0.8, 1.0, 0.8], [0.8, 0.8, 0.8, 1.0]]
    edges = linked_within(both, near(both, both, cosines), weights=KNOWLEDGE.linking)
    assert max((found.probability for found in edges), default=0.0) < across


def test_an_article_without_claims_has_no_edges():
    empty = ArticleReading(article_id="none", claims=(), vectors=np.zeros((0, 4), dtype=np.float32))
    other = ArticleReading(article_id="one", claims=(claim("b"),), vectors=np.full((1, 4), 0.5, dtype=np.float32))
    rules = {"knowledge": KNOWLEDGE, "judge": NoJudge()}
    assert link_pair(empty, other, **rules) == []
    assert link_within(empty, **rules) == []
    assert link_within(other, **rules) == []


def test_one_strong_edge_does_not_chain_two_groups():
    edges = [edge("a", "b", 0.9), edge("c", "d", 0.9), edge("b", "c", 0.8)]
    assert cluster_claims("abcd", edges, threshold=0.5) == [("a", "b"), ("c", "d")]


def test_a_claim_without_edges_is_a_cluster_of_its_own():
    assert cluster_claims(["b", "a"], [], threshold=0.5) == [("a",), ("b",)]


def test_a_cluster_keeps_its_id_when_a_later_claim_joins():
    assert cluster_id(["b", "a"]) == cluster_id(["a", "c", "b"])


IDS = [f"c{number}" for number in range(9)]
EDGES = st.dictionaries(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(min_value=0.1, max_value=1.0),
    max_size=20,
).map(lambda found: [edge(left, right, weight) for (left, right), weight in found.items()])


@given(EDGES, st.randoms(use_true_random=False))
def test_clusters_do_not_depend_on_the_order_of_arrival(edges, chance):
    shuffled, ids = list(edges), list(IDS)
    chance.shuffle(shuffled)
    chance.shuffle(ids)
    assert cluster_claims(IDS, edges, threshold=0.5) == cluster_claims(ids, shuffled, threshold=0.5)


@given(EDGES, st.sets(st.sampled_from(IDS), max_size=5))
def test_deleting_claims_leaves_the_clusters_of_the_rest(edges, deleted):
    rest = [claim_id for claim_id in IDS if claim_id not in deleted]
    kept = [found for found in edges if found.left in rest and found.right in rest]
    assert cluster_claims(rest, edges, threshold=0.5) == cluster_claims(rest, kept, threshold=0.5)


@given(EDGES)
def test_every_claim_is_in_exactly_one_cluster(edges):
    clusters = cluster_claims(IDS, edges, threshold=0.5)
    assert sorted(claim_id for cluster in clusters for claim_id in cluster) == IDS


@given(EDGES)
def test_a_component_can_be_clustered_alone(edges):
    left, right = IDS[:4], IDS[4:]
    inside = [found for found in edges if (found.left in left) == (found.right in left)]
    apart = cluster_claims(left, inside, threshold=0.5) + cluster_claims(right, inside, threshold=0.5)
    assert cluster_claims(IDS, inside, threshold=0.5) == sorted(apart)


def when(slot):
    return slot.value


@pytest.mark.parametrize(
    ("left", "right", "fit"),
    [
        (on_day(14), on_day(14), Fit.SAME),
        (on_day(14), in_month(5), Fit.COMPATIBLE),
        (on_day(14), on_day(15), Fit.EXCLUDED),
        (at_part(14, PartOfDay.EVENING, 17, 22), on_day(14), Fit.COMPATIBLE),
        (at_part(14, PartOfDay.NIGHT, 20, 24), at_part(15, PartOfDay.DAWN, 3, 7), Fit.COMPATIBLE),
        (at_part(14, PartOfDay.DAWN, 3, 7), at_part(14, PartOfDay.EVENING, 17, 22), Fit.EXCLUDED),
        (at_part(14, PartOfDay.MORNING, 6, 12), at_part(14, PartOfDay.NOON, 12, 14), Fit.COMPATIBLE),
    ],
)
def test_times_fit_as_far_as_they_are_told(left, right, fit):
    assert compare_intervals(when(left), when(right)) is fit
    assert compare_intervals(when(right), when(left)) is fit


@pytest.mark.parametrize(
    ("left", "right", "fit"),
    [
        (count(12), count(12), Fit.SAME),
        (count(12), count(17), Fit.EXCLUDED),
        (count(12, 1e9), count(17), Fit.COMPATIBLE),
        (count(24, 99), count(42), Fit.COMPATIBLE),
        (count(5), count(5, unit="km"), None),
    ],
)
def test_numbers_fit_within_their_bounds(left, right, fit):
    assert compare_quantities(left.value, right.value) is fit


def test_a_city_fits_its_country_but_not_another_city():
    cairo, egypt, alexandria = place("Cairo", "EG/cairo"), place("Egypt", "EG"), place("Alexandria", "EG/alexandria")
    assert compare_places(cairo.value, egypt.value) is Fit.COMPATIBLE
    assert compare_places(cairo.value, alexandria.value) is Fit.EXCLUDED


def test_an_unknown_place_is_never_excluded():
    assert compare_places(place("Old Mill", None).value, place("Cairo", "EG/cairo").value) is None


def test_a_summary_says_who_reports_which_value():
    told = [
        claim("a", person("Karim Haddad"), on_day(14)),
        claim("b", person("Karim Haddad"), on_day(14), article="right"),
        claim("c", person("Karim Haddad"), on_day(15), article="third"),
    ]
    cluster = summarise_cluster(told)
    times = next(table for table in cluster.slots if table.name is SlotName.TIME)
    assert [(report.value[:10], report.outlets) for report in times.values] == [
        ("2024-05-14", ("left news", "right news")),
        ("2024-05-15", ("third news",)),
    ]
    assert not times.agreed
    assert cluster.participants == ("Karim Haddad",)
    assert cluster.independent_origins == 3


def test_a_summary_does_not_depend_on_the_order_of_its_claims():
    told = [claim(name, person("Karim Haddad"), on_day(14), article=name) for name in "dbac"]
    assert summarise_cluster(told) == summarise_cluster(told[::-1])


def cited(name: str) -> Source:
    return Source(kind=SourceKind.MEDIUM, text=name, name=name, key=name.casefold(), stance=Stance.SAYS)


def test_outlets_that_cite_one_source_are_one_origin():
    told = [
        claim("a", sources=(cited("Sahil Agency"),)),
        claim("b", article="right", sources=(cited("Sahil Agency"),)),
        claim("c", article="third"),
    ]
    assert count_independent_origins(told) == 2


def test_copies_of_one_text_are_one_origin():
    text = "The committee approved the import of forty thousand sheep before the holiday"
    told = [claim("a", statement=text), claim("b", statement=text + ".", article="right")]
    assert count_independent_origins(told) == 1


def denial_gain(denied: Claim, told: Claim, *, cosine: float = 0.84) -> float:
    """What it adds to the probability of a link that a source denies the one."""
    rows = [[cosine, 0.80], [0.80, 0.80]]
    left, right = [told, claim("a2", event_type=None)], [denied, claim("b2", event_type=None, article="right")]
    weak, strong = (
        linked(left, right, near(left, right, rows), weights=replace(KNOWLEDGE.linking, denial=weight))
        for weight in (0.0, 2.0)
    )
    one, other = (
        {(edge.left, edge.right): edge.probability for edge in edges}.get((told.id, denied.id), 0.0)
        for edges in (weak, strong)
    )
    return other - one


def test_what_a_source_denies_is_linked_to_what_comes_nearest_to_it():
    denied = claim("b1", event_type="kill", article="right", polarity=Polarity.NEGATIVE, sources=(DENIES,))
    negated = replace(denied, attribution=denied.attribution[:1])
    assert denial_gain(denied, claim("a1", event_type="die")) > 0.05
    assert denial_gain(denied, claim("a1", event_type="visit")) == 0  # another kind of event
    assert denial_gain(denied, claim("a1", event_type="die", status=Status.PLANNED)) == 0
    assert denial_gain(negated, claim("a1", event_type="die")) == 0  # it may be about a detail of its own
