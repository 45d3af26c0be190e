"""Whether two values of one slot are the same, fit together, or exclude each other; None where one is unknown."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from app.core.entities.names import may_be_one
from app.core.entities.places import country_of
from app.core.folding import fold
from app.core.model.entity import Place
from app.core.model.quantity import Quantity
from app.core.model.when import Granularity, Interval, PartOfDay, When

WHOLE_DAYS = frozenset({Granularity.YEAR, Granularity.SEASON, Granularity.MONTH, Granularity.WEEK, Granularity.DAY})
# Reports name neighbouring parts of a day for one moment ("night" and "dawn", "noon" and "afternoon").
PART_OF_DAY_SLACK = timedelta(hours=4)


class Fit(StrEnum):
    """How two values of one slot stand to each other."""

    SAME = "same"
    COMPATIBLE = "compatible"  # one is less precise than the other
    EXCLUDED = "excluded"


def gap_between(left: Interval, right: Interval) -> timedelta:
    """Time from the end of the earlier interval to the start of the later one; zero where they touch or overlap."""
    return max(left.earliest - right.latest, right.earliest - left.latest, timedelta(0))


def overlaps(left: Interval, right: Interval) -> bool:
    """Whether some moment lies in both."""
    return left.earliest < right.latest and right.earliest < left.latest


def compare_intervals(left: When, right: When) -> Fit | None:
    """Whether both times can hold of one moment; None where one of them is not resolved."""
    if left.interval is None or right.interval is None:
        return None
    if left.interval == right.interval:
        return Fit.SAME
    if overlaps(left.interval, right.interval):
        return Fit.COMPATIBLE
    if left.granularity in WHOLE_DAYS and right.granularity in WHOLE_DAYS:
        return Fit.EXCLUDED
    if _is_one_night(left, right):
        return Fit.COMPATIBLE
    same_day = left.interval.earliest.date() == right.interval.earliest.date()
    if same_day and gap_between(left.interval, right.interval) < PART_OF_DAY_SLACK:
        return Fit.COMPATIBLE
    return Fit.EXCLUDED


def _is_one_night(left: When, right: When) -> bool:
    """The night of one day runs into the dawn of the next, so neither date is wrong."""
    if left.interval is None or right.interval is None:
        return False
    first, second = (left, right) if left.interval.earliest < right.interval.earliest else (right, left)
    late = first.part_of_day is PartOfDay.NIGHT
    early = second.part_of_day in (PartOfDay.DAWN, PartOfDay.NIGHT) or second.granularity in (
        Granularity.HOUR,
        Granularity.MINUTE,
    )
    assert first.interval is not None and second.interval is not None
    return late and early and gap_between(first.interval, second.interval) < PART_OF_DAY_SLACK


def compare_quantities(left: Quantity, right: Quantity) -> Fit | None:
    """Whether one number can satisfy both; None where their units differ or one is open on both sides."""
    if left.unit != right.unit:
        return None
    if (left.low is None and left.high is None) or (right.low is None and right.high is None):
        return None
    if left.low == right.low and left.high == right.high:
        return Fit.SAME
    lowest = max(_or(left.low, float("-inf")), _or(right.low, float("-inf")))
    highest = min(_or(left.high, float("inf")), _or(right.high, float("inf")))
    return Fit.COMPATIBLE if lowest <= highest else Fit.EXCLUDED


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def compare_places(left: Place, right: Place) -> Fit | None:
    """Whether both names can be one place; None where one is not in the place list and the names are not alike.

    Keys are paths ("EG/cairo"): a place contains those whose path begins with its own. A name that may mean several
    places excludes another place only where each of them does.
    """
    if left.key is not None and right.key is not None:
        if left.key == right.key:
            return _compare_kinds(left, right) if _namesakes(left) == _namesakes(right) else Fit.COMPATIBLE
        inside = _may_hold(left, right) or _may_hold(right, left)
        within = _names_within(left.name, right.name) or _names_within(right.name, left.name)
        return Fit.COMPATIBLE if inside or within else Fit.EXCLUDED
    if left.name_key and left.name_key == right.name_key:
        unnamed = left.kind is not None or right.kind is not None  # "his headquarters" may be anybody's
        return Fit.COMPATIBLE if unnamed else Fit.SAME
    if _names_within(left.name, right.name) or _names_within(right.name, left.name):
        return Fit.COMPATIBLE  # "the Delmas district of Port-au-Prince" lies in Port-au-Prince
    if fold(left.name) == fold(right.name):
        return Fit.SAME
    return Fit.EXCLUDED if _are_apart(left, right) or _lie_apart(left, right) else None


def _lie_apart(left: Place, right: Place) -> bool:
    """Whether two places, one of them at least not in the place list, are told to lie in places that exclude each
    other: of one kind ("the province of" each), known alike, or in two countries."""
    ours, theirs = left.outer or left, right.outer or right
    if (ours is left and theirs is right) or may_be_one(left.name, right.name):
        return False
    if compare_places(ours, theirs) is not Fit.EXCLUDED:
        return False
    if ours.key is None or theirs.key is None:
        return ours.called is not None  # then of both, or they were not known to be apart
    return ours.called == theirs.called or country_of(ours.key) != country_of(theirs.key)


def _are_apart(left: Place, right: Place) -> bool:
    """Whether both are told to be of one kind, as "the town of" each, of which no place holds another: then two names
    that are not alike are two places, whether the place list knows them or not."""
    if left.called is None or left.called != right.called or not (left.proper and right.proper):
        return False
    if any(_names_within(one.proper, other.proper) for one, other in ((left, right), (right, left))):
        return False
    if fold(left.proper).isascii() != fold(right.proper).isascii():
        return False  # in another script parts of it may be translated: "Palu's Army Hospital"
    return fold(left.proper) != fold(right.proper) and not may_be_one(left.proper, right.proper)


def _namesakes(place: Place) -> frozenset[str]:
    """What else the name may mean, apart from the region around the city: Tripoli of two countries."""
    return frozenset(key for key in place.others if key not in place.within and key != f"{place.key}-region")


def _compare_kinds(left: Place, right: Place) -> Fit | None:
    """Of two places within one: "Cairo airport" lies in Cairo; whether it is the palace there is not ours to say."""
    if left.kind == right.kind:
        return Fit.SAME
    return Fit.COMPATIBLE if left.kind is None or right.kind is None else None


def _may_hold(outer: Place, inner: Place) -> bool:
    """Whether the one, in some reading, is the other or contains it."""
    outers = {key for key in (outer.key, *outer.others) if key}
    inners = [key for key in (inner.key, *inner.others) if key]
    return any(o == i or i.startswith(o + "/") for o in outers for i in inners) or not outers.isdisjoint(inner.within)


def _names_within(outer: str, inner: str) -> bool:
    """Whether one name stands within the other as whole words, and more besides."""
    return f" {fold(inner)} " in f" {fold(outer)} " and fold(inner) != fold(outer)


def best_fit(fits: Sequence[Fit | None]) -> Fit | None:
    """The kindest verdict of several comparisons: one value in common is enough."""
    known = [fit for fit in fits if fit is not None]
    for fit in (Fit.SAME, Fit.COMPATIBLE, Fit.EXCLUDED):
        if fit in known:
            return fit
    return None


def days_apart(left: Sequence[When], right: Sequence[When]) -> float | None:
    """Days between the nearest of the resolved times; None where one side has none."""
    gaps = [
        gap_between(one.interval, other.interval) / timedelta(days=1)
        for one in left
        for other in right
        if one.interval is not None and other.interval is not None
    ]
    return min(gaps, default=None)


def hours_between(left: datetime | None, right: datetime | None) -> float | None:
    """Hours from ``left`` to ``right``, None where one is unknown."""
    if left is None or right is None:
        return None
    return (right - left) / timedelta(hours=1)
