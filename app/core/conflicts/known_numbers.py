"""Numbers that an article tells as known ("the five dead", "all five") though it told of fewer."""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from app.core.conflicts.counting import Counted, compare_counted, counts_a_fate, is_added, is_complete, is_known
from app.core.conflicts.disagreement import Disagreement, Position
from app.core.linking.comparison import Fit, compare_quantities, days_apart
from app.core.model.claim import Claim
from app.core.model.conflict import ConflictKind
from app.core.model.language import Knowledge
from app.core.model.quantity import Quantity

CONFIDENCE = 0.7
MOST_NUMBERS = 30  # an article with more may tell any number as a sum
MOST_SUMMED = 4  # numbers of an article that together make a known one: "two men", "three women", "the five"
ALIKE = frozenset({Counted.SAME, Counted.KIND})
Told = tuple[Claim, Quantity]


def find_known_numbers(claims: Sequence[Claim], knowledge: Knowledge) -> list[Disagreement]:
    """Disagreements between a number with a definite article and a smaller one of the same kind of event and thing,
    where no other number of the article, and no sum of them, is the one that it means."""
    told = [(claim, quantity) for claim in claims for quantity in claim.quantities if quantity.unit is None]
    spans = {_span(one) for one in told if _is_known(one, knowledge)}  # the article may stand outside a quote
    known = [one for one in told if _span(one) in spans]
    return [
        Disagreement(
            kind=ConflictKind.QUANTITY,
            left=_position(other),
            right=_position(one),
            confidence=CONFIDENCE,
            reason="quantity",
        )
        for one in known
        for other in _smaller(one, told, spans, knowledge)
    ]


def _is_known(told: Told, knowledge: Knowledge) -> bool:
    """Whether it is told as so many that the article told of ("the eleven"), or as all of them ("all eleven")."""
    return is_known(told[1], told[0], knowledge) or is_complete(told[1], told[0], knowledge)


def _span(told: Told) -> tuple[int, int]:
    return told[1].start, told[1].end


def _smaller(
    one: Told, told: Sequence[Told], known: Collection[tuple[int, int]], knowledge: Knowledge
) -> Iterator[Told]:
    others = [other for other in told if _span(other) != _span(one)]
    if _is_told(one[1], [quantity for _, quantity in others]):
        return
    for claim, quantity in others:
        again = _span((claim, quantity)) in known or is_added(quantity, claim, knowledge)
        if again or not _are_of_one_event(one[0], claim, knowledge):
            continue
        counted = compare_counted(one[1], quantity, one[0], claim, knowledge)
        alike = counted in ALIKE or (counted is Counted.UNKNOWN and counts_a_fate(one[1], one[0], knowledge))
        if alike and _is_more(one[1], quantity):
            yield claim, quantity


def _is_told(known: Quantity, others: Sequence[Quantity]) -> bool:
    """Whether the article tells the number besides, or several that make it together."""
    if any(compare_quantities(known, other) in (Fit.SAME, Fit.COMPATIBLE) for other in others):
        return True
    values = {(other.start, other.end): other.low for other in others if other.low is not None}.values()
    if len(values) > MOST_NUMBERS:
        return True
    return any(sum(some) == known.low for size in range(2, MOST_SUMMED + 1) for some in combinations(values, size))


def _are_of_one_event(one: Claim, other: Claim, knowledge: Knowledge) -> bool:
    """Whether both tell one kind of event, in two sentences ("two of the five dead"), of no two days."""
    if one.sentence == other.sentence or one.event_type is None or other.event_type is None:
        return False
    kind, also = (knowledge.event_types[claim.event_type or ""] for claim in (one, other))
    if one.event_type != other.event_type and (kind.family is None or kind.family != also.family):
        return False
    return days_apart(one.times, other.times) in (None, 0)


def _is_more(known: Quantity, other: Quantity) -> bool:
    excluded = compare_quantities(known, other) is Fit.EXCLUDED
    return excluded and known.low is not None and other.high is not None and known.low > other.high


def _position(told: Told) -> Position:
    claim, quantity = told
    bounds = [bound for bound in (quantity.low, quantity.high) if bound is not None]
    value = f"{sum(bounds) / len(bounds):.10g}" if bounds else ""
    return Position(claim=claim, value=value, label=quantity.text)
