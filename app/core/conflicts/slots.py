"""Whether a value in a slot already says how two claims differ."""

from app.core.entities.names import same_party
from app.core.linking.comparison import Fit, best_fit, compare_intervals, compare_places, compare_quantities
from app.core.model.claim import Claim


def slots_differ(left: Claim, right: Claim) -> bool:
    """Whether times, places, numbers or names of both exclude each other: what a difference of words then means is
    for the rules of those slots to say."""
    fits = (
        best_fit([compare_intervals(one, other) for one in left.times for other in right.times]),
        best_fit([compare_places(one, other) for one in left.places() for other in right.places()]),
        best_fit([compare_quantities(one, other) for one in left.quantities for other in right.quantities]),
    )
    return Fit.EXCLUDED in fits or name_others(left, right)


def name_others(left: Claim, right: Claim) -> bool:
    """Whether the claims name persons or bodies and none of them is one on both sides."""
    ours, theirs = ([party for party in claim.parties() if party.is_name] for claim in (left, right))
    return bool(ours and theirs) and not any(same_party(one, other) for one in ours for other in theirs)
