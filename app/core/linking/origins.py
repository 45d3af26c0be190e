"""How many independent origins stand behind a set of claims: copies and shared sources count once."""

from collections.abc import Callable, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from app.core.folding import fold
from app.core.linking.clusters import connected_components
from app.core.model.claim import Claim, SourceKind

COPY = 92.0  # rapidfuzz ratio of two quotes of one language above which one copies the other
SHORTEST_COPY = 40  # code points; shorter quotes are alike by chance
CITED = frozenset({SourceKind.MEDIUM, SourceKind.PERSON, SourceKind.ORGANISATION})


def count_independent_origins(claims: Sequence[Claim]) -> int:
    """Groups of claims that one outlet, one text or one named source stands behind."""
    ids = [claim.id for claim in claims]
    neighbours: dict[str, list[str]] = {claim_id: [] for claim_id in ids}
    for left, right in combinations(claims, 2):
        if any(same(left, right) for same in SAME_ORIGIN):
            neighbours[left.id].append(right.id)
            neighbours[right.id].append(left.id)
    return len(connected_components(ids, neighbours))


def _is_one_outlet(left: Claim, right: Claim) -> bool:
    return fold(left.outlet) == fold(right.outlet)


def _is_copy(left: Claim, right: Claim) -> bool:
    if left.language != right.language or min(len(left.quote), len(right.quote)) < SHORTEST_COPY:
        return False
    return fuzz.ratio(fold(left.quote), fold(right.quote), score_cutoff=COPY) > 0


def _cites_one_source(left: Claim, right: Claim) -> bool:
    """The farthest named source of both is one, or one of them cites the other's outlet."""
    ours, theirs = _named_source(left), _named_source(right)
    if ours is not None and ours == theirs:
        return True
    return ours == fold(right.outlet) or theirs == fold(left.outlet)


def _named_source(claim: Claim) -> str | None:
    named = [source for source in claim.attribution if source.kind in CITED and source.is_name]
    return (named[-1].key or fold(named[-1].name)) if named else None


SAME_ORIGIN: tuple[Callable[[Claim, Claim], bool], ...] = (_is_one_outlet, _is_copy, _cites_one_source)
