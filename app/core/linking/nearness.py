"""What the vectors of two articles say of two of their claims, as linking asks for it.

The similarity of multilingual sentence vectors says little by itself (unrelated sentences of one language are closer
than translations), so it is measured against the other claims of the same two articles, after the cross-domain
similarity local scaling of Conneau et al. 2018 (https://arxiv.org/abs/1710.04087).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Closeness:
    """How near two claims are to each other, and the sentences that they stand in."""

    margin: float  # cosine minus the mean cosine of both claims to all claims of the other article
    lead: float  # cosine minus the best that either reaches elsewhere: positive where each is the other's best match
    context: float  # the same as margin, for the sentences
    context_lead: float  # the same as lead, for the sentences
    company: float  # log-odds, by vectors alone, of the best match between other sentences of the two articles
    displaced: float  # difference of the places of both in their articles, each from 0 (first) to 1 (last sentence)


class Nearness(Protocol):
    """The claims of two articles, or those of one against themselves, by their places in these."""

    def pairs(self) -> Iterable[tuple[int, int]]:
        """The pairs that are worth a look, in order: those left out cannot be linked."""
        ...

    def most_odds(self, i: int, j: int) -> float:
        """Log-odds that this pair surely does not exceed in a pair of articles that have names or large numbers in
        common; infinite where nobody has screened the pairs."""
        ...

    def at(self, i: int, j: int) -> Closeness:
        """The i-th claim on the left and the j-th on the right."""
        ...
