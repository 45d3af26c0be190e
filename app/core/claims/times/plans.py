"""Times of what is still to come, where the words alone do not tell past from future."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from app.core.claims.times.calendar import shifted_months
from app.core.model.when import Granularity, Interval, When


def toward_future(when: When, published_at: datetime | None) -> When:
    """The same words read as what is still to come, for a plan; unchanged where they say themselves which
    day is meant."""
    if not when.undirected or when.interval is None or published_at is None:
        return when
    published = published_at.replace(tzinfo=None)
    if when.interval.latest > published:
        return when
    if when.later is not None and when.later.earliest > when.interval.earliest:
        reason = "the next such time, because it is a plan"
        return replace(when, interval=when.later, alternative=None, reason=reason)
    try:
        interval = _later(when.interval, when.granularity, weekly=when.weekday is not None)
    except (OverflowError, ValueError):
        return when
    return replace(when, interval=interval, alternative=None, reason="the next such time, because it is a plan")


def lies_ahead(when: When, published_at: datetime | None) -> bool:
    """Whether the time begins only after the day of publication: what is told of it cannot have happened yet."""
    if when.interval is None or published_at is None or when.undirected:
        return False
    return when.interval.earliest.date() > published_at.replace(tzinfo=None).date()


def _later(interval: Interval, granularity: Granularity, *, weekly: bool) -> Interval:
    if weekly:
        week = timedelta(days=7)
        return Interval(earliest=interval.earliest + week, latest=interval.latest + week)
    earliest = datetime.combine(shifted_months(interval.earliest.date(), 12), interval.earliest.time())
    if granularity is Granularity.MONTH and interval.earliest.day == 1 == interval.latest.day:
        latest = datetime.combine(shifted_months(interval.latest.date(), 12), time())
        return Interval(earliest=earliest, latest=latest)
    return Interval(earliest=earliest, latest=earliest + (interval.latest - interval.earliest))
