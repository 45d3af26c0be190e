"""Further pairs that follow from given ones: what agrees with one of two agreeing statements agrees with the other."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from training.pairs.examples import CONTRADICTION, SAME, Pair


def implied_pairs(pairs: Sequence[Pair], source: str) -> list[Pair]:
    """Pairs of statements that share a partner: same and same give same, same and contradiction a contradiction.

    Of two contradictions nothing follows. A pair that would follow with both relations is left out, and so is one that
    is given already.
    """
    partners: dict[str, dict[str, int]] = defaultdict(dict)
    for pair in pairs:
        partners[pair.left][pair.right] = partners[pair.right][pair.left] = pair.relation
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for related in partners.values():
        for (one, first), (other, second) in combinations(sorted(related.items()), 2):
            relations = {first, second}
            if one != other and relations <= {SAME, CONTRADICTION} and relations != {CONTRADICTION}:
                found[one, other].add(max(relations))
    return [
        replace(pairs[0], left=one, right=other, relation=next(iter(relations)), source=source)
        for (one, other), relations in found.items()
        if len(relations) == 1 and other not in partners[one]
    ]
