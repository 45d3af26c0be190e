"""Labelled pairs of claims from annotated scenarios."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from app.core.linking.edges import compare_articles, is_of_office
from app.core.linking.evidence import EVIDENCE_NAMES, PairEvidence, gather_evidence, story_overlap
from app.core.model.conflict import ConflictKind
from app.core.model.language import Knowledge
from app.use_cases.cross_check import ArticleReading, nearness_of
from app.use_cases.evaluate import matching_claims
from app.use_cases.scenarios import Quote, Scenario

SAME_WEIGHT = 1.0
DIFFERENT_WEIGHT = 3.0  # annotated as another event: the pairs that are hardest to keep apart
STRANGERS_WEIGHT = 0.3  # of two scenarios: surely of two events, and by far the most that are compared
STRANGERS = 6  # articles of other scenarios with which each is compared
SEED = 4
UNLABELLED_WEIGHT = 0.5  # annotators listed most pairs that are the same, not all
BEST_MATCH = 0.7  # share of the best overlap at which a claim still stands for the quote


@dataclass(frozen=True, slots=True)
class Examples:
    """One row a pair of claims: evidence, label (1 same, 0 not), weight, and the scenario that it comes from."""

    evidence: NDArray[np.float64]
    labels: NDArray[np.float64]
    weights: NDArray[np.float64]
    scenarios: NDArray[np.int64]


def collect_examples(
    scenarios: Sequence[Scenario], readings: Sequence[Sequence[ArticleReading]], knowledge: Knowledge
) -> Examples:
    """All pairs of claims of two articles of one scenario; pairs that only graze an annotated one are left out."""
    rows: list[tuple[float, ...]] = []
    labels, weights, origins = [], [], []
    for number, (scenario, articles) in enumerate(zip(scenarios, readings, strict=True)):
        verdicts = _verdicts(scenario, articles)
        for left, right in combinations(articles, 2):
            if not left.claims or not right.claims:
                continue
            compared = compare_articles(left.claims, right.claims, nearness_of(left, right), knowledge=knowledge)
            for i, j, evidence in compared:
                verdict = verdicts.get((left.claims[i].id, right.claims[j].id), (0.0, UNLABELLED_WEIGHT))
                if verdict[1] > 0:
                    rows.append(tuple(getattr(evidence, name) for name in EVIDENCE_NAMES))
                    labels.append(verdict[0])
                    weights.append(verdict[1])
                    origins.append(number)
    return Examples(np.array(rows), np.array(labels), np.array(weights), np.array(origins))


def collect_strangers(readings: Sequence[Sequence[ArticleReading]], knowledge: Knowledge, folds: int) -> Examples:
    """Pairs of claims of two scenarios that are left out together in cross-validation. What a store holds of the same
    days is like them, but for the days: so these do not count, and no rule that needs them has left pairs out."""
    chance = random.Random(SEED)
    articles = [(number, one) for number, ones in enumerate(readings) for one in ones if one.claims]
    rows: list[tuple[float, ...]] = []
    origins: list[int] = []
    for number, left in articles:
        others = [one for other, one in articles if other != number and other % folds == number % folds]
        for right in chance.sample(others, min(STRANGERS, len(others))):
            for evidence in _evidence_of_strangers(left, right, knowledge):
                rows.append(tuple(getattr(evidence, name) for name in EVIDENCE_NAMES))
                origins.append(number)
    count = len(rows)
    return Examples(np.array(rows), np.zeros(count), np.full(count, STRANGERS_WEIGHT), np.array(origins))


def _evidence_of_strangers(left: ArticleReading, right: ArticleReading, knowledge: Knowledge) -> Iterator[PairEvidence]:
    near, story = nearness_of(left, right), story_overlap(left.claims, right.claims)
    for i, j in near.pairs():
        one, other = left.claims[i], right.claims[j]
        if not (is_of_office(one, knowledge) or is_of_office(other, knowledge)):
            evidence = gather_evidence(one, other, near=near.at(i, j), story=story, knowledge=knowledge)
            yield evidence._replace(far_time=0.0, publication_gap=0.0)


def joined(*examples: Examples) -> Examples:
    """All of them."""
    parts = ([getattr(one, name) for one in examples] for name in ("evidence", "labels", "weights", "scenarios"))
    return Examples(*(np.concatenate(part) for part in parts))


def _verdicts(scenario: Scenario, articles: Sequence[ArticleReading]) -> dict[tuple[str, str], tuple[float, float]]:
    """(label, weight) by pair of claim ids, in both directions; weight 0 leaves a pair out."""
    found: dict[tuple[str, str], tuple[float, float]] = {}
    same = [*scenario.same, *_denials(scenario)]
    for pairs, label, weight in ((scenario.different, 0.0, DIFFERENT_WEIGHT), (same, 1.0, SAME_WEIGHT)):
        for one, other in pairs:
            ours, theirs = _ranked(one, articles), _ranked(other, articles)
            for left, left_share in ours.items():
                for right, right_share in theirs.items():
                    best = left_share >= BEST_MATCH and right_share >= BEST_MATCH
                    verdict = (label, weight if best else 0.0)
                    for pair in ((left, right), (right, left)):
                        if best or pair not in found:
                            found[pair] = verdict
    return found


def _denials(scenario: Scenario) -> Iterator[tuple[Quote, Quote]]:
    """What one article tells and another denies: of one event, though never listed as the same."""
    for conflict in scenario.conflicts:
        if conflict.kind is ConflictKind.DENIAL:
            for one, other in combinations(conflict.sides, 2):
                yield from ((ours, theirs) for ours in one for theirs in other if ours.article != theirs.article)


def _ranked(quote: Quote, articles: Sequence[ArticleReading]) -> dict[str, float]:
    """Matching claims with their overlap as a share of the best one's."""
    matches = matching_claims(quote, articles[quote.article].claims)
    best = max(matches.values(), default=1.0)
    return {claim_id: share / best for claim_id, share in matches.items()}
