"""Numbers of one thing that cannot both hold."""

import re

from app.core.conflicts.counting import Counted, compare_counted, is_added, is_complete, is_known
from app.core.conflicts.disagreement import Disagreement, Position, Surroundings, is_single, one_kind_of_event
from app.core.conflicts.one_event import may_be_two_events
from app.core.folding import fold
from app.core.linking.comparison import Fit, compare_quantities, hours_between
from app.core.model.claim import Claim, Polarity, SlotName, Status
from app.core.model.conflict import ConflictKind, Relation
from app.core.model.quantity import Quantity

REAL = frozenset({Status.HAPPENED, Status.ONGOING, Status.UNCERTAIN})
NUMERAL = re.compile(r"\d[\d.,]*\d|\d")
LEAST_TOLD = 10  # smaller numbers stand in many texts by chance
OTHER_NOUN = 0.45  # confidence where one language has two words for what is counted that nobody knows: seldom synonyms
# Confidence by how what is counted compares; a part is compared only where it is told to be more than the whole.
CONFIDENCE = {Counted.SAME: 0.9, Counted.KIND: 0.85, Counted.PART: 0.75, Counted.WHOLE: 0.75}
ROUNDED_FROM = 100.0  # smaller numbers are told exactly
ROUNDING = 0.03  # share by which a round number may miss an exact one
MOST_TIMES_LARGER = 5.0  # numbers farther apart count different things
REVISED_AFTER_HOURS = 3.0  # a later report of a number that grows by its nature revises the earlier one
ANY_REVISED_AFTER_HOURS = 7.0  # the same where nobody knows whether the number grows


def find_quantity_conflict(left: Claim, right: Claim, around: Surroundings) -> Disagreement | None:
    """The numbers that are left when equal ones are paired off, one on each side, or counting the same noun."""
    if left.polarity is not Polarity.POSITIVE or right.polarity is not Polarity.POSITIVE:
        return None
    if (left.state in REAL) != (right.state in REAL):
        return None
    if is_single(SlotName.QUANTITY, left, right, around.knowledge) and not one_kind_of_event(
        left, right, around.knowledge
    ):
        return None  # the killed and the injured
    pair = _comparable_numbers(left, right, around) if left.quantities and right.quantities else None
    if pair is None or may_be_two_events(left, right, around.knowledge):
        return None
    one, other = pair
    counted = compare_counted(one, other, left, right, around.knowledge)
    if counted is Counted.OTHER or _is_part(one, other, counted):
        return None
    if counted in (Counted.PART, Counted.WHOLE) and not _are_of_one_type(left, right, around):
        return None  # twelve people hurt, of thirty passengers on board
    if _tells(left, other) or _tells(right, one):
        return None
    if compare_quantities(one, other) is not Fit.EXCLUDED or _is_rounding(one, other) or _is_too_far(one, other):
        return None
    relation = _relation(left, right, one, other, around)
    return Disagreement(
        kind=ConflictKind.QUANTITY,
        left=_position(left, one),
        right=_position(right, other),
        confidence=_confidence(one, other, left, right, counted, around),
        reason="quantity_update" if relation is Relation.UPDATE else "quantity",
        relation=relation,
    )


def _confidence(
    one: Quantity, other: Quantity, left: Claim, right: Claim, counted: Counted, around: Surroundings
) -> float:
    if one.approximate or other.approximate:
        return 0.45
    if counted in CONFIDENCE:
        return CONFIDENCE[counted]
    if left.language == right.language and one.counted is not None and other.counted is not None:
        return OTHER_NOUN
    if any(q.counted is None and is_known(q, claim, around.knowledge) for q, claim in ((one, left), (other, right))):
        return OTHER_NOUN  # "the oldest of the four"
    return 0.8 if len(left.quantities) == len(right.quantities) == 1 else 0.7


def _are_of_one_type(left: Claim, right: Claim, around: Surroundings) -> bool:
    if left.event_type is None or right.event_type is None:
        return left.event_type == right.event_type
    return one_kind_of_event(left, right, around.knowledge)


def _is_part(one: Quantity, other: Quantity, counted: Counted) -> bool:
    """Whether the smaller number may count some of those that the larger one does: three children of twelve people."""
    ours, theirs = _middle(one), _middle(other)
    if ours is None or theirs is None:
        return counted in (Counted.PART, Counted.WHOLE)
    return (counted is Counted.PART and ours <= theirs) or (counted is Counted.WHOLE and theirs <= ours)


def _comparable_numbers(left: Claim, right: Claim, around: Surroundings) -> tuple[Quantity, Quantity] | None:
    """What is left when equal numbers are paired off: two of one noun, else two of one kind, else the one that each
    claim is about."""
    ours, theirs = (
        [q for q in claim.quantities if not is_added(q, claim, around.knowledge)] for claim in (left, right)
    )
    for one in tuple(ours):
        equal = next((other for other in theirs if compare_quantities(one, other) in (Fit.SAME, Fit.COMPATIBLE)), None)
        if equal is not None:
            ours.remove(one)
            theirs.remove(equal)
    pairs = [(one, other) for one in ours for other in theirs if one.unit == other.unit]
    for alike in (Counted.SAME, Counted.KIND):
        found = [pair for pair in pairs if compare_counted(*pair, left, right, around.knowledge) is alike]
        if len(found) == 1:
            return found[0]
    main = _main_number(left), _main_number(right)
    return next((pair for pair in pairs if pair == main), None)


def _tells(claim: Claim, quantity: Quantity) -> bool:
    """Whether the words of the claim hold the number of the other one too, in digits: "38 percent for, 48 against"."""
    middle = _middle(quantity)
    if middle is None or middle < LEAST_TOLD:
        return False
    return _significant(f"{middle:.10g}") in {_significant(found) for found in NUMERAL.findall(fold(claim.quote))}


def _significant(numeral: str) -> str:
    """The digits of a number without its scale: "3,1" of 3 100 000."""
    return numeral.replace(",", "").replace(".", "").strip("0")


def _main_number(claim: Claim) -> Quantity | None:
    """The number that stands nearest to what the claim says: in "killed 12, wounding 30" the 12."""
    return min(claim.quantities, key=lambda q: (abs(q.start - claim.predicate_start), q.start), default=None)


def _is_rounding(one: Quantity, other: Quantity) -> bool:
    """Whether the rounder of two large numbers can stand for the other."""
    left, right = _middle(one), _middle(other)
    if left is None or right is None or min(left, right) < ROUNDED_FROM:
        return False
    rounder = left if _zeros(left) > _zeros(right) else right
    return abs(left - right) <= ROUNDING * rounder


def _is_too_far(one: Quantity, other: Quantity) -> bool:
    left, right = _middle(one), _middle(other)
    return left is None or right is None or max(left, right) > MOST_TIMES_LARGER * min(left, right)


def _zeros(number: float) -> int:
    digits = f"{number:.0f}"
    return len(digits) - len(digits.rstrip("0"))


def _middle(quantity: Quantity) -> float | None:
    if quantity.low is None or quantity.high is None:
        return quantity.low if quantity.high is None else quantity.high
    return (quantity.low + quantity.high) / 2


def _relation(left: Claim, right: Claim, one: Quantity, other: Quantity, around: Surroundings) -> Relation:
    """A number that may grow, higher in a report hours later, is an update; no number of all grows."""
    hours = hours_between(left.published_at, right.published_at)
    complete = any(is_complete(q, claim, around.knowledge) for q, claim in ((one, left), (other, right)))
    if hours is None or complete:
        return Relation.CONTRADICTION
    grows = _grows(left, around) and _grows(right, around)
    least = REVISED_AFTER_HOURS if grows else ANY_REVISED_AFTER_HOURS
    earlier, later = (one, other) if hours >= 0 else (other, one)
    before, after = _middle(earlier), _middle(later)
    higher = before is not None and after is not None and after > before
    return Relation.UPDATE if abs(hours) >= least and higher else Relation.CONTRADICTION


def _grows(claim: Claim, around: Surroundings) -> bool:
    return claim.event_type is not None and around.knowledge.event_types[claim.event_type].growing


def _position(claim: Claim, quantity: Quantity) -> Position:
    number = _middle(quantity)
    value = "" if number is None else f"{number:.10g}"
    return Position(claim=claim, value=value + (f" {quantity.unit}" if quantity.unit else ""), label=quantity.text)
