"""One event reported at times that cannot both hold."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from app.core.conflicts.disagreement import Disagreement, Position, Surroundings, one_kind_of_event
from app.core.conflicts.one_event import may_be_two_events, share_mark
from app.core.conflicts.slots import befell_others
from app.core.linking.comparison import (
    PART_OF_DAY_SLACK,
    WHOLE_DAYS,
    Fit,
    compare_intervals,
    compare_quantities,
    gap_between,
)
from app.core.linking.differences import are_of_one_type, mark_one_event
from app.core.model.claim import Claim, Polarity, Status
from app.core.model.conflict import ConflictKind
from app.core.model.language import Knowledge
from app.core.model.when import Bound, Granularity, Interval, When

REAL = frozenset({Status.HAPPENED, Status.UNCERTAIN})  # the time of what goes on is the time of looking at it
VAGUE = frozenset({Granularity.YEAR, Granularity.SEASON, Granularity.MONTH, Granularity.WEEK})
LATE = timedelta(hours=18)  # of the day, from which "after" may mean the next one
MOST_DAYS_APART = 31  # what lies farther apart was two events
CONFIDENCE_BY_DAYS = ((1, 0.95), (2, 0.85), (MOST_DAYS_APART, 0.7))  # days apart up to which, confidence
PART_OF_DAY_CONFIDENCE = 0.75
UNMARKED = 0.8  # share of the confidence that is left where only likeness shows that one event is meant


def find_date_conflict(left: Claim, right: Claim, around: Surroundings) -> Disagreement | None:
    """Both times resolved, both events told as real, and no reading under which one moment satisfies both; nothing
    where whom it befell differs as well, or the places do and no mark shows that it is one event all the same, or one
    report says that it was another event."""
    found = compare_dates(left, right, around.knowledge)
    if found is None or befell_others(left, right):
        return None
    if may_be_two_events(left, right, around.knowledge) and not mark_one_event(left, right):
        return None
    return found


def compare_dates(left: Claim, right: Claim, knowledge: Knowledge) -> Disagreement | None:
    """The same of two claims that are taken to tell of one event, wherever they put it."""
    if not left.times or not right.times or not _comparable(left, right, knowledge):
        return None
    ours, theirs = map(_day_of_bound, left.times), [_day_of_bound(when) for when in right.times]
    pairs = [(one, other) for one in ours for other in theirs]
    if any(when.bound is not None for pair in pairs for when in pair):
        return None  # "since Monday" and "by Tuesday" say when it began or was counted
    if not pairs or not all(_excludes(one, other, left, right) for one, other in pairs):
        return None
    one, other = min(pairs, key=lambda pair: _days_between(*pair))
    days = _days_between(one, other)
    if days > MOST_DAYS_APART:
        return None
    if days == 0:
        return _part_of_day(left, one, right, other)
    confidence = next(confidence for most, confidence in CONFIDENCE_BY_DAYS if days <= most)
    return Disagreement(
        kind=ConflictKind.DATE,
        left=_position(left, one),
        right=_position(right, other),
        confidence=confidence if share_mark(left, right, knowledge) else confidence * UNMARKED,
        reason="date",
    )


def _day_of_bound(when: When) -> When:
    """The day of what happened before or after an hour of it: "shortly before dawn on Monday" was on Monday."""
    if when.interval is None or when.granularity in WHOLE_DAYS or when.bound not in (Bound.BEFORE, Bound.AFTER):
        return when
    day = datetime.combine(when.interval.earliest.date(), time())
    if when.bound is Bound.AFTER and when.interval.earliest - day >= LATE:
        return when  # it may have been the next day
    whole = Interval(earliest=day, latest=day + timedelta(days=1))
    return replace(when, interval=whole, granularity=Granularity.DAY, bound=None)


def _comparable(left: Claim, right: Claim, knowledge: Knowledge) -> bool:
    for claim in (left, right):
        if claim.polarity is not Polarity.POSITIVE or claim.state not in REAL or not _is_punctual(claim, knowledge):
            return False
    return one_kind_of_event(left, right, knowledge) and not _count_differently(left, right)


def _is_punctual(claim: Claim, knowledge: Knowledge) -> bool:
    """Whether it is over within a day, by its kind or because its times are parts of one ("visited in the night")."""
    told_finely = bool(claim.times) and all(when.granularity not in WHOLE_DAYS for when in claim.times)
    return claim.event_type is None or knowledge.event_types[claim.event_type].punctual or told_finely


def _count_differently(left: Claim, right: Claim) -> bool:
    """Two counts of one thing: their times say until when was counted."""
    fits = [compare_quantities(one, other) for one in left.quantities for other in right.quantities]
    return Fit.EXCLUDED in fits and not _count_alike(left, right)


def _count_alike(left: Claim, right: Claim) -> bool:
    return any(compare_quantities(one, other) is Fit.SAME for one in left.quantities for other in right.quantities)


def _excludes(one: When, other: When, left: Claim, right: Claim) -> bool:
    if one.granularity in VAGUE or other.granularity in VAGUE or _is_ahead(one, left) or _is_ahead(other, right):
        return False
    if compare_intervals(one, other) is not Fit.EXCLUDED:
        return False
    return not _meet_elsewhere(one, other, left, right)


def _is_ahead(when: When, claim: Claim) -> bool:
    """Whether the time begins after the article appeared: then it tells a plan."""
    if when.interval is None or claim.published_at is None:
        return False
    return when.interval.earliest > claim.published_at.replace(tzinfo=None)


def _meet_elsewhere(one: When, other: When, left: Claim, right: Claim) -> bool:
    """Whether both may be one moment in the local times of two outlets; a whole day is that of the event's place."""
    if one.granularity in WHOLE_DAYS or other.granularity in WHOLE_DAYS:
        return False
    if one.interval is None or other.interval is None:
        return False
    offsets = [c.published_at.utcoffset() for c in (left, right) if c.published_at is not None]
    if len(offsets) < 2 or offsets[0] is None or offsets[1] is None:
        return False
    shift = abs(offsets[0] - offsets[1])
    return bool(shift) and gap_between(one.interval, other.interval) <= shift + PART_OF_DAY_SLACK


def _day(when: When) -> date:
    assert when.interval is not None
    return when.interval.earliest.date()


def _days_between(one: When, other: When) -> int:
    if one.interval is None or other.interval is None:
        return MOST_DAYS_APART + 1
    return abs(_day(one) - _day(other)).days


def _part_of_day(left: Claim, one: When, right: Claim, other: When) -> Disagreement | None:
    """Two parts of one day, where type or number shows that it is one event: "five rockets fell at dawn", "at dusk"."""
    if not are_of_one_type(left, right) and not _count_alike(left, right):
        return None
    if one.granularity in WHOLE_DAYS or other.granularity in WHOLE_DAYS:
        return None
    return Disagreement(
        kind=ConflictKind.DATE,
        left=_position_in_day(left, one),
        right=_position_in_day(right, other),
        confidence=PART_OF_DAY_CONFIDENCE,
        reason="part_of_day",
    )


def _position(claim: Claim, when: When) -> Position:
    return Position(claim=claim, value=_day(when).isoformat(), label=when.text)


def _position_in_day(claim: Claim, when: When) -> Position:
    assert when.interval is not None
    if when.part_of_day is not None:
        value = f"{_day(when).isoformat()} {when.part_of_day}"
        return Position(claim=claim, value=value, label=when.text, word=str(when.part_of_day))
    return Position(claim=claim, value=when.interval.earliest.isoformat(timespec="minutes"), label=when.text)
