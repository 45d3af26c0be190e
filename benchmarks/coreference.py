"""Scores of coreference: which mentions are said to be of one event, against who knows."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Precision and recall of a partition, each 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean; 0 where both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(gold: Mapping[Hashable, Hashable], found: Mapping[Hashable, Hashable]) -> Agreement:
    """B-cubed (Bagga and Baldwin 1998): the mean over mentions, each with the group it is in, on both sides.

    ``gold`` names each mention's chain, ``found`` its cluster. A mention that ``found`` lacks stands alone; one that
    ``gold`` lacks is not counted. Raises ValueError where there is no mention.
    """
    if not gold:
        raise ValueError("no mention to score")
    home = {mention: found.get(mention, ("alone", mention)) for mention in gold}
    chains, clusters = Counter(gold.values()), Counter(home.values())
    both = Counter((gold[mention], home[mention]) for mention in gold)
    precision = sum(count * count / clusters[cluster] for (_, cluster), count in both.items())
    recall = sum(count * count / chains[chain] for (chain, _), count in both.items())
    return Agreement(precision=precision / len(gold), recall=recall / len(gold))
