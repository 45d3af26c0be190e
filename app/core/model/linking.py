"""Links between claims of two articles, and the weights by which they are judged."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """How probable it is that two claims report the same thing of the same event. ``left < right``, both claim ids."""

    left: str
    right: str
    probability: float
    reason: str  # the evidence that weighed most, in English


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
    brevity: float
    same_type: float
    other_parties: float
    same_place: float
    other_place: float
    same_time: float
    far_time: float
    same_number: float
    story: float
    publication_gap: float
    threshold: float  # mean probability at which two groups of claims become one cluster
    same_article: float  # log-odds added where both claims stand in one article, whose claims seldom repeat each other
    repeated_headline: float  # log-odds added where one of them is the headline of the other's article
