"""When the event of a claim was, as far as it is told: what lies months apart is never compared."""

from datetime import datetime, timedelta

from app.core.model.claim import Claim
from app.core.model.when import Interval

# Of the development scenarios' reports of one thing, all but the career of a person lie within 48 days.
FAR_APART = timedelta(days=60)


def period_of(claim: Claim) -> Interval | None:
    """From the first to the last of the times that it tells, or else the moment of publication; None where neither is
    known. Local times; an aware one counts as it reads on its own clock."""
    intervals = [when.interval for when in claim.times if when.interval is not None]
    if intervals:
        return Interval(earliest=min(i.earliest for i in intervals), latest=max(i.latest for i in intervals))
    if claim.published_at is None:
        return None
    published = claim.published_at.replace(tzinfo=None)
    return Interval(earliest=published, latest=published)


def reach_of(claim: Claim) -> Interval | None:
    """Its period and all that is not far from it; None where it may be any time."""
    period = period_of(claim)
    if period is None:
        return None
    return Interval(earliest=_moved(period.earliest, -FAR_APART), latest=_moved(period.latest, FAR_APART))


def may_be_one_time(left: Claim, right: Claim) -> bool:
    """Whether the periods of both overlap or are not far from each other; so they may where one is unknown."""
    reach, period = reach_of(left), period_of(right)
    if reach is None or period is None:
        return True
    return reach.earliest <= period.latest and period.earliest <= reach.latest


def _moved(moment: datetime, by: timedelta) -> datetime:
    try:
        return moment + by
    except OverflowError:  # the calendar of Python ends there
        return moment
