"""Happened, going on, postponed or cancelled: states of one event that cannot both hold at the time of writing."""

from datetime import datetime, timedelta

from app.core.conflicts.disagreement import Disagreement, Position, Surroundings, reports_two_voices
from app.core.conflicts.results import side_of, told_result
from app.core.conflicts.shared_words import say_one_thing
from app.core.linking.comparison import hours_between
from app.core.model.claim import Claim, Polarity, Stance, Status
from app.core.model.conflict import ConflictKind

OFF = frozenset({Status.POSTPONED, Status.CANCELLED})
SURE_LINK = 0.8  # probability of the link from which on other words for what is open or running do not part the claims
LONGEST_GAP_HOURS = 72.0  # a state may well have changed after that
HOURS_OF_A_STATE = 12.0  # two states told so near each other leave no time for a change that neither report mentions


def find_status_conflict(left: Claim, right: Claim, around: Surroundings) -> Disagreement | None:
    """Both reports near each other in time; one tells as done or still to come what is off in the other, or as changed
    what goes on there."""
    hours = hours_between(left.published_at, right.published_at)
    if hours is None or abs(hours) > LONGEST_GAP_HOURS or reports_two_voices(left, right):
        return None
    if _is_denial(left) or _is_denial(right):
        return None
    pairs = ((left, right), (right, left))
    if not any(_is_off_in(other, one) or _goes_on_in(other, one, around) for one, other in pairs):
        return None
    return Disagreement(
        kind=ConflictKind.STATUS,
        left=_position(left, around),
        right=_position(right, around),
        confidence=0.8,
        reason="status",
    )


def _is_denial(claim: Claim) -> bool:
    return any(source.stance is Stance.DENIES for source in claim.attribution)


def _is_off_in(off: Claim, done: Claim) -> bool:
    """Whether the one tells as done what was put off or called off in the other. What was put off may be done on its
    new day; what was called off is not done at all."""
    if done.polarity is not Polarity.POSITIVE or off.polarity is not Polarity.POSITIVE:
        return False
    if off.state is Status.CANCELLED and done.state is Status.PLANNED:
        return _is_later(done, off)
    if done.state is not Status.HAPPENED or off.state not in OFF:
        return False
    if done.event_type is None and not done.times:
        return False  # of no known type and of no day, it may tell of anything around the event
    return off.state is Status.CANCELLED or not _lies_after(done, off.published_at)


def _is_later(report: Claim, other: Claim) -> bool:
    """Whether a report was written after another: a plan told before it was called off contradicts nothing."""
    hours = hours_between(other.published_at, report.published_at)
    return hours is not None and hours > 0


def _lies_after(done: Claim, moment: datetime | None) -> bool:
    """Whether the event is dated wholly behind a moment; False where it is not dated."""
    begins = [_as_aware(when.interval.earliest, moment) for when in done.times if when.interval is not None]
    return moment is not None and bool(begins) and min(begins) > moment


def _goes_on_in(lasting: Claim, changed: Claim, around: Surroundings) -> bool:
    """Whether the one tells as still so what the other tells as changed before, or as so no more."""
    one, other = told_result(lasting, around.knowledge), told_result(changed, around.knowledge)
    if one is None or other is None or not one.undoes(other) or not one.holds:
        return False  # two results of one decision are an outcome
    if around.link_probability < SURE_LINK and not say_one_thing(lasting, changed, around.knowledge):
        return False
    if other.result.state or changed.state is Status.ONGOING:
        hours = hours_between(lasting.published_at, changed.published_at)
        return hours is not None and abs(hours) <= HOURS_OF_A_STATE
    return _came_before(changed, lasting)


def _came_before(changed: Claim, lasting: Claim) -> bool:
    """Whether the change was over when the other's state is told to hold: by its own time, else by the report."""
    holds_at = _last_moment(lasting)
    if holds_at is None:
        return False
    ends = [_as_aware(when.interval.latest, holds_at) for when in changed.times if when.interval is not None]
    if ends:
        over = [end for end in ends if end <= holds_at]
        return bool(over) and holds_at - max(over) <= timedelta(hours=LONGEST_GAP_HOURS)
    return changed.published_at is not None and changed.published_at <= holds_at


def _last_moment(lasting: Claim) -> datetime | None:
    """The last moment for which a state is told: its own time, but not behind the report."""
    published = lasting.published_at
    if published is None:
        return None
    told = [_as_aware(when.interval.latest, published) for when in lasting.times if when.interval is not None]
    return min([*told, published]) if len(told) == 1 else published


def _as_aware(moment: datetime, beside: datetime | None) -> datetime:
    """The moment in the zone of another, where it has none."""
    zone = None if beside is None else beside.tzinfo
    return moment if moment.tzinfo is not None or zone is None else moment.replace(tzinfo=zone)


def _position(claim: Claim, around: Surroundings) -> Position:
    """The state, and of a result that lasts the side on which the claim stands."""
    told = told_result(claim, around.knowledge)
    side = f", {side_of(told, around.knowledge)}" if told is not None and told.result.lasting else ""
    return Position(claim=claim, value=f"{claim.state}{side}", label=claim.statement, word=str(claim.state))
