"""Happened, going on, postponed or cancelled: states of one event that cannot both hold at the time of writing."""

from datetime import datetime, timedelta

from app.core.claims.words.lexicon import lexicon_of
from app.core.conflicts.disagreement import Disagreement, Position, Surroundings, reports_two_voices
from app.core.conflicts.results import side_of, told_result
from app.core.conflicts.shared_words import say_one_thing
from app.core.linking.comparison import hours_between
from app.core.model.claim import Claim, Polarity, Stance, Status
from app.core.model.conflict import ConflictKind
from app.core.model.language import Knowledge
from app.core.model.when import When

OFF = frozenset({Status.POSTPONED, Status.CANCELLED})
LONGEST_GAP_HOURS = 72.0  # a state may well have changed after that
WORDS_BEFORE_A_DAY = 2  # among which "to" is looked for: "to 3 May", "to next May"
TOWARDS = frozenset({"to", "for"})  # parts of a clause that name the new day
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
    if not any(_excludes(one, other, around) for one, other in pairs):
        return None
    return Disagreement(
        kind=ConflictKind.STATUS,
        left=_position(left, around),
        right=_position(right, around),
        confidence=0.8,
        reason="status",
    )


def _excludes(one: Claim, other: Claim, around: Surroundings) -> bool:
    return (
        _is_off_in(other, one, around.knowledge)
        or _is_off_for_good(other, one, around.knowledge)
        or _goes_on_in(other, one, around)
    )


def _is_denial(claim: Claim) -> bool:
    return any(source.stance is Stance.DENIES for source in claim.attribution)


def _is_off_in(off: Claim, done: Claim, knowledge: Knowledge) -> bool:
    """Whether the one tells as done what was put off or called off in the other. What was put off may be done on its
    new day; what was called off is not done at all."""
    state = _told_state(off, knowledge)
    if done.polarity is not Polarity.POSITIVE or state not in OFF:
        return False
    if state is Status.CANCELLED and done.state is Status.PLANNED:
        return _is_later(done, off)
    if done.state is not Status.HAPPENED:
        return False
    if done.event_type is None and not done.times:
        return False  # of no known type and of no day, it may tell of anything around the event
    return state is Status.CANCELLED or not _lies_after(done, off.published_at)


def _is_off_for_good(off: Claim, moved: Claim, knowledge: Knowledge) -> bool:
    """Whether the one tells as called off what was put off to a new day in the other. What was put off may be called
    off later, so the reports must leave no time for it."""
    if _told_state(off, knowledge) is not Status.CANCELLED or moved.polarity is not Polarity.POSITIVE:
        return False
    if moved.state is not Status.POSTPONED or not _has_new_day(moved, knowledge):
        return False
    hours = hours_between(moved.published_at, off.published_at)
    return hours is not None and hours <= HOURS_OF_A_STATE


def _told_state(claim: Claim, knowledge: Knowledge) -> Status | None:
    """The state of the event that a claim tells: "will not take place" is called off; None for what is denied."""
    if claim.polarity is Polarity.POSITIVE:
        return claim.state
    kind = knowledge.event_types.get(claim.event_type or "")
    return Status.CANCELLED if kind is not None and kind.carrier and claim.state is Status.PLANNED else None


def _has_new_day(moved: Claim, knowledge: Knowledge) -> bool:
    """Whether it tells to when it was put off: a time still to come, behind a word such as "to" or in its case."""
    lexicon = lexicon_of(knowledge.pack(moved.language).claims)
    for when in moved.times:
        if not _is_to_come(when, moved.published_at):
            continue
        at = max(0, when.start - moved.start)
        before, written = moved.quote[:at].split()[-WORDS_BEFORE_A_DAY:], moved.quote[at:].split()
        ending = lexicon.case_ending(written[len(when.text.split()) - 1]) if written else None
        opened = {part for word in (*before, ending or "") for part in lexicon.preposition_parts(word)}
        if opened & TOWARDS:
            return True
    return False


def _is_to_come(when: When, published_at: datetime | None) -> bool:
    """Whether a time, in one of its readings, lies wholly behind the report."""
    readings = [interval for interval in (when.interval, when.later) if interval is not None]
    return published_at is not None and any(_as_aware(r.earliest, published_at) > published_at for r in readings)


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
    if not around.is_sure_link and not say_one_thing(lasting, changed, around.knowledge):
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
