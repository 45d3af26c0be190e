"""Pairs that the screen leaves out could never have become edges; the judge is asked where it can be of use."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from app.core.linking.edges import align_articles, align_within_article, judged_edges
from app.core.model.claim import Claim, Polarity, Status
from app.core.model.linking import Edge, LinkingWeights
from app.knowledge.loader import load_knowledge
from app.ports import Vectors
from app.use_cases.cross_check import ArticleReading, embed_claims, link_pair, link_pairs, nearness_of
from app.use_cases.nearness import VectorNearness
from benchmarks.synthetic_news import SyntheticNews
from tests.core.claims_by_hand import claim, on_day, person

KNOWLEDGE = load_knowledge()
# What weights may be one day: the screen must hold for those too.
OTHERS = replace(KNOWLEDGE.linking, intercept=-1.0, other_place=0.3, another=0.5, story=2.0, same_time=-0.2)


class CountingJudge:
    """Finds every pair contradictory, and counts."""

    version = "counting"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.times = 0

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Vectors:
        self.asked.extend(pairs)
        self.times += 1
        return np.tile(np.array([0.1, 0.8, 0.1], dtype=np.float32), (len(pairs), 1))


def undecided(pairs: Sequence[tuple[str, str]]) -> list[float]:
    return [0.25 for _ in pairs]


def of_two_signs(left: Claim, right: Claim) -> bool:
    return left.polarity is not right.polarity


def edges_between(
    left: Sequence[Claim], right: Sequence[Claim], near: VectorNearness, *, weights: LinkingWeights
) -> list[Edge]:
    aligned = align_articles(left, right, near, knowledge=KNOWLEDGE, weights=weights)
    return judged_edges([aligned], undecided, weights, asks=of_two_signs)[0]


def edges_within(claims: Sequence[Claim], near: VectorNearness, *, weights: LinkingWeights) -> list[Edge]:
    aligned = align_within_article(claims, near, knowledge=KNOWLEDGE, weights=weights)
    return judged_edges([aligned], undecided, weights, asks=of_two_signs)[0]


@pytest.mark.parametrize("weights", [KNOWLEDGE.linking, OTHERS], ids=["shipped", "others"])
def test_no_edge_is_lost_by_the_screen(weights):
    readings = SyntheticNews(3).articles(24)
    linked = pairs_left = pairs_all = 0
    for left, right in combinations(readings, 2):
        whole, screened = nearness_of(left, right), nearness_of(left, right)
        screened.screen(weights, KNOWLEDGE)
        edges = [edges_between(left.claims, right.claims, near, weights=weights) for near in (whole, screened)]
        assert edges[0] == edges[1]
        linked += len(edges[0])
        pairs_all += len(list(whole.pairs()))
        pairs_left += len(list(screened.pairs()))
    assert linked > 0
    assert pairs_left < pairs_all


def test_no_edge_inside_an_article_is_lost_by_the_screen():
    for reading in SyntheticNews(4).articles(12):
        doubled = tuple(
            replace(one, sentence=number, id=f"{one.id}/{number}")
            for number, one in enumerate([*reading.claims, *reading.claims])
        )
        whole = ArticleReading(
            article_id=reading.article_id, claims=doubled, vectors=np.concatenate([reading.vectors, reading.vectors])
        )
        plain, screened = nearness_of(whole, whole), nearness_of(whole, whole)
        screened.screen(KNOWLEDGE.linking, KNOWLEDGE)
        edges = [edges_within(doubled, near, weights=KNOWLEDGE.linking) for near in (plain, screened)]
        assert edges[0] == edges[1]
        assert edges[0]


def told(key: str, article: str, **values: object) -> ArticleReading:
    """An article that makes one claim, and two others of their own."""
    main = claim(key, person("Karim Haddad"), on_day(15), event_type="arrive", article=article, **values)
    others = tuple(claim(f"{key}{number}", event_type=None, article=article) for number in (2, 3))
    chance = np.random.default_rng(len(key + article))
    vectors = np.vstack([np.eye(1, 16), np.abs(chance.normal(size=(2, 16)))])
    halves = vectors / np.linalg.norm(vectors, axis=1, keepdims=True) / np.sqrt(2)
    joined = np.concatenate([halves, halves], axis=1).astype(np.float32)
    return ArticleReading(article_id=article, claims=(main, *others), vectors=joined)


@pytest.mark.parametrize(
    ("other", "asked"),
    [
        ({"polarity": Polarity.NEGATIVE}, 1),
        ({}, 0),
        ({"polarity": Polarity.NEGATIVE, "status": Status.PLANNED}, 0),
    ],
    ids=["one negated", "both told as so", "one only planned"],
)
def test_the_judge_reads_only_what_may_be_a_denial(other, asked):
    judge = CountingJudge()
    edges = link_pair(told("a", "left"), told("b", "right", **other), knowledge=KNOWLEDGE, judge=judge)
    assert [(edge.left, edge.right) for edge in edges if edge.probability > 0.8] == [("a", "b")]
    assert len(judge.asked) == asked
    assert [edge.contradiction is not None for edge in edges].count(True) == asked


def test_the_judge_is_asked_once_for_all_articles():
    judge = CountingJudge()
    others = [told(f"b{number}", f"right{number}", polarity=Polarity.NEGATIVE) for number in range(3)]
    together = link_pairs(told("a", "left"), others, knowledge=KNOWLEDGE, judge=judge)
    assert (judge.times, len(judge.asked)) == (1, 3)
    assert together == [link_pair(told("a", "left"), other, knowledge=KNOWLEDGE, judge=judge) for other in others]


def test_claims_are_compared_by_their_places():
    near = nearness_of(told("a", "left"), told("b", "right"))
    assert (0, 0) in set(near.pairs())
    assert isinstance(told("a", "left").claims[0], Claim)
    assert near.at(0, 0).margin == pytest.approx(float(near.margin[0, 0]))
    assert near.at(0, 0).lead > 0


def test_a_sentence_that_is_one_claim_is_embedded_once():
    asked: list[str] = []

    class Embedder:
        version, dimensions = "none", 4

        def embed(self, texts: Sequence[str]) -> Vectors:
            asked.extend(texts)
            return np.eye(len(texts), 4, dtype=np.float32)

    text = "The dam broke. 大壩潰決了。"
    claims = [claim("a", statement="The dam broke"), replace(claim("b", statement="大壩潰決了"), sentence=1)]
    vectors = embed_claims(claims, [(0, 14), (15, 21)], text, Embedder())
    assert asked == ["The dam broke", "大壩潰決了"]
    assert vectors.shape == (2, 8)
