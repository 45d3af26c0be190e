"""Edges between the claims of two articles: a function of these two articles and of nothing else."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter, mul

from app.core.linking.anchoring import is_anchored, is_distinguished
from app.core.linking.comparison import hours_between
from app.core.linking.differences import are_two_events
from app.core.linking.evidence import (
    EVIDENCE_NAMES,
    PairEvidence,
    gather_evidence,
    story_overlap,
)
from app.core.linking.nearness import Nearness
from app.core.linking.offices import is_one_role, office_of
from app.core.model.claim import Claim
from app.core.model.language import Knowledge
from app.core.model.linking import Edge, LinkingWeights
from app.core.remembering import BuiltOnce

Judge = Callable[[Sequence[tuple[str, str]]], Sequence[float]]  # of pairs of statements, that they contradict: 0 to 1

LEAST_PROBABILITY = 0.1  # pairs below it are not kept as edges: they cannot lift any mean to the threshold
ROUNDING = 1e-6  # more than sums of log-odds are off by
LEAST_ODDS = math.log(LEAST_PROBABILITY / (1 - LEAST_PROBABILITY)) - ROUNDING
LEAST_JUDGED = 0.8  # less likely pairs are not shown to the judge, which reads a few dozen a second
LEAST_MARGIN = 0.0  # a pair no nearer than its neighbours is not looked at
LONGEST_ROLE_GAP_HOURS = 168.0  # between reports that are compared for who holds an office
FARTHEST_BEHIND = 3.0  # log-odds
ROLE_PROBABILITY = 0.9
ROLE_REASON = "one office, or one person's offices"
REASONS = {
    "margin": "alike in meaning",
    "lead": "each other's best match",
    "context": "alike in context",
    "context_lead": "in each other's best matching sentences",
    "same_type": "same kind of event",
    "same_place": "same place",
    "same_time": "same time",
    "same_number": "same number",
    "story": "articles about one story",
}


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """Two claims that may be of one event, and how likely it is."""

    left: Claim
    right: Claim
    evidence: PairEvidence
    log_odds: float


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """Of two articles, or of one, the claims that may be of one event, and the edges that nobody need judge."""

    proposals: Sequence[Proposal] = ()
    sure: Mapping[tuple[str, str], Edge] = field(default_factory=dict)


def align_articles(
    left: Sequence[Claim], right: Sequence[Claim], near: Nearness, *, knowledge: Knowledge, weights: LinkingWeights
) -> Aligned:
    """The claims of two articles. Exchanging left and right gives the same edges."""
    pairs = sorted((-near.most_odds(i, j), i, j) for i, j in near.pairs())
    pairs = [pair for pair in pairs if not any(is_of_office(one, knowledge) for one in (left[pair[1]], right[pair[2]]))]
    # Most articles have nothing in common, and then nobody need know how much.
    story = story_overlap(left, right) if pairs else 0.0
    surplus = most_of_story(weights) - _odds_of_story(story, weights)
    best: dict[str, float] = {}
    proposed: list[Proposal] = []
    for negative, i, j in pairs:
        one, other, most = left[i], right[j], ROUNDING - negative - surplus
        if most < LEAST_ODDS:
            break
        known = best.get(one.id, -math.inf), best.get(other.id, -math.inf)
        if most < min(max(known) - FARTHEST_BEHIND, *known):
            continue  # it stands beside nothing that is found already, and puts nothing aside
        evidence = gather_evidence(one, other, near=near.at(i, j), story=story, knowledge=knowledge)
        odds = log_odds(evidence, weights)
        if probability_of(odds) >= LEAST_PROBABILITY and may_be_compared(one, other):
            proposed.append(Proposal(one, other, evidence, odds))
            for claim in (one, other):
                best[claim.id] = max(odds, best.get(claim.id, odds))
    return Aligned(_outstanding(proposed, best), role_edges(left, right, knowledge))


def _outstanding(proposed: Sequence[Proposal], best: Mapping[str, float]) -> list[Proposal]:
    """Without those that are far less likely than another one of either claim: a claim of one article seldom says what
    several of the other do, and in one story all are somewhat alike."""
    return [one for one in proposed if one.log_odds >= max(best[one.left.id], best[one.right.id]) - FARTHEST_BEHIND]


def most_of_story(weights: LinkingWeights) -> float:
    """The most that can be added for what two articles have in common."""
    return max(0.0, weights.story, weights.strangers)


def _odds_of_story(story: float, weights: LinkingWeights) -> float:
    return weights.story * story + (weights.strangers if story == 0.0 else 0.0)


def compare_articles(
    left: Sequence[Claim], right: Sequence[Claim], near: Nearness, *, knowledge: Knowledge
) -> Iterator[tuple[int, int, PairEvidence]]:
    """The evidence about all pairs that do not surely tell two events, likely or not: what weights are fitted on."""
    story = story_overlap(left, right)
    for i, j in near.pairs():
        one, other = left[i], right[j]
        if not (is_of_office(one, knowledge) or is_of_office(other, knowledge)) and may_be_compared(one, other):
            yield i, j, gather_evidence(one, other, near=near.at(i, j), story=story, knowledge=knowledge)


def may_be_compared(left: Claim, right: Claim) -> bool:
    """Whether the claims of two articles do not surely tell two events; where an article has no date, something must
    tell them apart from other such events."""
    return (is_anchored(left, right) or is_distinguished(left, right)) and not are_two_events(left, right)


def role_edges(left: Sequence[Claim], right: Sequence[Claim], knowledge: Knowledge) -> dict[tuple[str, str], Edge]:
    """Edges by ids between claims that tell one person's office or one office's holder at about one time: likeness of
    words says nothing there."""
    ours = [claim for claim in left if office_of(claim) is not None]
    theirs = [claim for claim in right if office_of(claim) is not None]
    found: dict[tuple[str, str], Edge] = {}
    for one in ours:
        for other in theirs:
            hours = hours_between(one.published_at, other.published_at)
            if hours is not None and abs(hours) <= LONGEST_ROLE_GAP_HOURS and is_one_role(one, other, knowledge):
                pair = (min(one.id, other.id), max(one.id, other.id))
                found[pair] = Edge(left=pair[0], right=pair[1], probability=ROLE_PROBABILITY, reason=ROLE_REASON)
    return found


def align_within_article(
    claims: Sequence[Claim], near: Nearness, *, knowledge: Knowledge, weights: LinkingWeights
) -> Aligned:
    """The claims of one article, more strictly: an article seldom says one thing twice."""
    proposed: list[Proposal] = []
    for i, j in near.pairs():
        one, other = claims[i], claims[j]
        if i >= j or one.sentence == other.sentence:
            continue
        if is_of_office(one, knowledge) or is_of_office(other, knowledge):
            continue
        evidence = gather_evidence(one, other, near=near.at(i, j), story=1.0, knowledge=knowledge)
        extra = weights.same_article + (weights.repeated_headline if one.headline != other.headline else 0.0)
        odds = log_odds(evidence, weights) + extra
        if probability_of(odds) >= LEAST_PROBABILITY and not are_two_events(one, other):
            proposed.append(Proposal(one, other, evidence, odds))
    return Aligned(proposed)


def judged_edges(
    aligned: Sequence[Aligned], judge: Judge, weights: LinkingWeights, *, asks: Callable[[Claim, Claim], bool]
) -> list[list[Edge]]:
    """Of each the edges, sorted by ids; where both claims are very likely of one event and ``asks`` tells that it makes
    a difference, the judge says whether they contradict each other. It is asked once for all."""
    read = [
        proposal
        for one in aligned
        for proposal in one.proposals
        if probability_of(proposal.log_odds) >= LEAST_JUDGED and asks(proposal.left, proposal.right)
    ]
    against = dict(zip(read, judge([(one.left.statement, one.right.statement) for one in read]), strict=True))
    found: list[list[Edge]] = []
    for one in aligned:
        edges = [_edge(proposal, against.get(proposal), weights) for proposal in one.proposals]
        judged = {(edge.left, edge.right): edge for edge in edges}
        found.append(sorted((judged | dict(one.sure)).values(), key=lambda edge: (edge.left, edge.right)))
    return found


def is_of_office(claim: Claim, knowledge: Knowledge) -> bool:
    """Whether the claim only tells who holds an office, which is no event."""
    return claim.event_type is not None and knowledge.event_types[claim.event_type].holding


def log_odds(evidence: PairEvidence, weights: LinkingWeights) -> float:
    """Logistic model: the log-odds that both claims report one thing."""
    return sum(map(mul, _in_order(weights), evidence), weights.intercept)


_in_order = BuiltOnce[LinkingWeights, tuple[float, ...]](attrgetter(*EVIDENCE_NAMES))


def probability_of(log_odds: float) -> float:
    """The probability that has these log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def _edge(proposal: Proposal, contradiction: float | None, weights: LinkingWeights) -> Edge:
    left, right = sorted((proposal.left.id, proposal.right.id))
    return Edge(
        left=left,
        right=right,
        probability=round(probability_of(proposal.log_odds), 6),
        reason=_reason(proposal.evidence, weights),
        contradiction=None if contradiction is None else round(contradiction, 6),
    )


def _reason(evidence: PairEvidence, weights: LinkingWeights) -> str:
    gains = {name: getattr(weights, name) * getattr(evidence, name) for name in REASONS}
    strongest = sorted((name for name, gain in gains.items() if gain > 0), key=lambda name: (-gains[name], name))[:3]
    return ", ".join(REASONS[name] for name in strongest)
