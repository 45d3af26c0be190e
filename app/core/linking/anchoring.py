"""When two articles may be linked though one of them does not say when it appeared.

Without a date, two visits of one man to one city cannot be told apart by when they were, so likeness alone joins
nothing: something must be told in both that another such event would not share.
"""

from rapidfuzz import fuzz

from app.core.entities.names import same_party
from app.core.folding import fold
from app.core.linking.comparison import days_apart
from app.core.model.claim import Claim
from app.core.model.entity import EntityType
from app.core.model.when import Granularity, When

ACTING = (EntityType.PERSON, EntityType.ORGANISATION)
TELLING_PARTIES = 2  # one person acts in many events, the same two seldom in two alike
TELLING_NUMBER = 10  # numbers up to ten occur everywhere
COPIED = 85.0  # likeness of the words (0 to 100) from which one claim is a copy of the other
SHORTEST_COPY = 8  # words; shorter ones are alike by chance
TELLING_TIMES = (Granularity.DAY, Granularity.PART_OF_DAY, Granularity.HOUR, Granularity.MINUTE)


def is_anchored(left: Claim, right: Claim) -> bool:
    """Whether both articles say when they appeared."""
    return left.published_at is not None and right.published_at is not None


def is_distinguished(left: Claim, right: Claim) -> bool:
    """Whether both claims tell something that marks one event: a day, two parties, a large number, the same words."""
    if days_apart(_days(left), _days(right)) == 0 or _is_copy(left, right):
        return True
    return _shared_actors(left, right) >= TELLING_PARTIES or bool(_numbers(left) & _numbers(right))


def _days(claim: Claim) -> list[When]:
    return [when for when in claim.times if when.granularity in TELLING_TIMES and when.bound is None]


def _is_copy(left: Claim, right: Claim) -> bool:
    if left.language != right.language or min(len(left.quote.split()), len(right.quote.split())) < SHORTEST_COPY:
        return False
    return fuzz.token_sort_ratio(fold(left.quote), fold(right.quote)) >= COPIED


def _shared_actors(left: Claim, right: Claim) -> int:
    ours = {p.key: p for p in left.parties() if p.is_name and p.resolved and p.type in ACTING}
    theirs = {p.key: p for p in right.parties() if p.is_name and p.resolved and p.type in ACTING}
    return sum(any(same_party(one, other) for other in theirs.values()) for one in ours.values())


def _numbers(claim: Claim) -> set[float]:
    exact = (q.low for q in claim.quantities if q.low is not None and q.low == q.high)
    return {number for number in exact if number > TELLING_NUMBER}
