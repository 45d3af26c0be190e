"""Edges between the claims of two articles: a function of these two articles and of nothing else."""

import math
from collections.abc import Sequence

from app.core.linking.anchoring import is_anchored, is_distinguished
from app.core.linking.evidence import (
    EVIDENCE_NAMES,
    Neighbourhood,
    PairEvidence,
    Similarity,
    gather_evidence,
    story_overlap,
)
from app.core.model.claim import Claim
from app.core.model.language import Knowledge
from app.core.model.linking import Edge, LinkingWeights

LEAST_PROBABILITY = 0.1  # pairs below it are not kept as edges: they cannot lift any mean to the threshold
LEAST_MARGIN = 0.0  # a pair no nearer than its neighbours is not looked at
REASONS = {
    "margin": "alike in meaning",
    "lead": "each other's best match",
    "context": "alike in context",
    "same_type": "same kind of event",
    "same_place": "same place",
    "same_time": "same time",
    "same_number": "same number",
    "story": "articles about one story",
}


def align_articles(
    left: Sequence[Claim],
    right: Sequence[Claim],
    similarity: Similarity,
    *,
    knowledge: Knowledge,
    weights: LinkingWeights,
) -> list[Edge]:
    """Edges between claims of two articles, sorted by ids.

    ``similarity(i, j)`` is the cosine of ``left[i]`` and ``right[j]``. Exchanging left and right gives the same edges.
    """
    if not left or not right:
        return []
    edges = [
        _edge(left[i], right[j], link_probability(evidence, weights), evidence, weights)
        for i, j, evidence in compare_articles(left, right, similarity, knowledge=knowledge)
    ]
    return _keep(edges)


def compare_articles(
    left: Sequence[Claim], right: Sequence[Claim], similarity: Similarity, *, knowledge: Knowledge
) -> list[tuple[int, int, PairEvidence]]:
    """The evidence about the pairs of claims that are nearer than their neighbours; neither article may be empty.

    Where an article has no date, only pairs that something tells apart from other such events.
    """
    rows = [[similarity(i, j) for j in range(len(right))] for i in range(len(left))]
    near = Neighbourhood(rows, [claim.sentence for claim in left], [claim.sentence for claim in right])
    story = story_overlap(left, right)
    return [
        (i, j, gather_evidence(one, other, near=near, at=(i, j), story=story, knowledge=knowledge))
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if near.margin(i, j) > LEAST_MARGIN and (is_anchored(one, other) or is_distinguished(one, other))
    ]


def align_within_article(
    claims: Sequence[Claim], similarity: Similarity, *, knowledge: Knowledge, weights: LinkingWeights
) -> list[Edge]:
    """Edges between claims of one article, judged more strictly: an article seldom says one thing twice."""
    if len(claims) < 2:
        return []
    near = _neighbourhood_within(claims, similarity)
    edges: list[Edge] = []
    for i, one in enumerate(claims):
        for j in range(i + 1, len(claims)):
            other = claims[j]
            if one.sentence == other.sentence or near.margin(i, j) <= LEAST_MARGIN:
                continue
            evidence = gather_evidence(one, other, near=near, at=(i, j), story=1.0, knowledge=knowledge)
            extra = weights.same_article + (weights.repeated_headline if one.headline != other.headline else 0.0)
            edges.append(_edge(one, other, link_probability(evidence, weights, extra=extra), evidence, weights))
    return _keep(edges)


def _keep(edges: Sequence[Edge]) -> list[Edge]:
    likely = (edge for edge in edges if edge.probability >= LEAST_PROBABILITY)
    return sorted(likely, key=lambda edge: (edge.left, edge.right))


def _neighbourhood_within(claims: Sequence[Claim], similarity: Similarity) -> Neighbourhood:
    """Of an article to itself; each claim's likeness to itself counts as the mean of its likeness to the others."""
    rows = [[similarity(i, j) for j in range(len(claims))] for i in range(len(claims))]
    for i, row in enumerate(rows):
        row[i] = (sum(row) - row[i]) / (len(row) - 1)
    sentences = [claim.sentence for claim in claims]
    return Neighbourhood(rows, sentences, sentences)


def link_probability(evidence: PairEvidence, weights: LinkingWeights, *, extra: float = 0.0) -> float:
    """Logistic model: the probability that both claims report one thing. ``extra`` is added to the log-odds."""
    log_odds = weights.intercept + extra
    for name in EVIDENCE_NAMES:
        log_odds += getattr(weights, name) * getattr(evidence, name)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def _edge(one: Claim, other: Claim, probability: float, evidence: PairEvidence, weights: LinkingWeights) -> Edge:
    left, right = sorted((one.id, other.id))
    return Edge(left=left, right=right, probability=round(probability, 6), reason=_reason(evidence, weights))


def _reason(evidence: PairEvidence, weights: LinkingWeights) -> str:
    gains = {name: getattr(weights, name) * getattr(evidence, name) for name in REASONS}
    strongest = sorted((name for name, gain in gains.items() if gain > 0), key=lambda name: (-gains[name], name))[:3]
    return ", ".join(REASONS[name] for name in strongest)
