"""Links between claims of two articles, the weights by which they are judged, and what reviewers say about them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """How probable it is that two claims report the same thing of the same event. ``left < right``, both claim ids."""

    left: str
    right: str
    probability: float
    reason: str  # the evidence that weighed most, in English
    contradiction: float | None = None  # probability that they contradict each other, where the pair judge was asked


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkingWeights:
    """What each piece of evidence adds to the log-odds that two claims belong together
    (``knowledge/linking_weights.toml``).

    The fields after ``intercept`` are those of ``PairEvidence``, which says what each one measures.
    """

    intercept: float
    margin: float
    lead: float
    context: float
    context_lead: float
    brevity: float
    same_type: float
    other_parties: float
    same_place: float
    other_place: float
    same_time: float
    other_time: float
    far_time: float
    twice_other: float
    same_number: float
    story: float
    strangers: float
    company: float
    publication_gap: float
    opening: float
    displaced: float
    one_language: float
    another: float
    denial: float
    threshold: float  # mean probability at which two groups of claims become one cluster
    same_article: float  # log-odds added where both claims stand in one article, whose claims seldom repeat each other
    repeated_headline: float  # log-odds added where one of them is the headline of the other's article


class ClusterAction(StrEnum):
    """What a reviewer can decide about clusters."""

    MERGE = "merge"  # claims and others are of one event
    SPLIT = "split"  # none of the claims is of an event of the others
    UNDO = "undo"  # an earlier decision no longer holds


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterDecision:
    """What a reviewer decided about claims, told by their ids; those that are not there at the moment wait."""

    action: ClusterAction
    claims: tuple[str, ...]
    others: tuple[str, ...]
    note: str | None
    reviewer: str | None
    decided_at: datetime
    undoes: int | None = None  # the id of the earlier decision
    id: int = 0  # given by the store, in the order in which they were taken
