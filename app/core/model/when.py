"""Times that know their precision."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Granularity(StrEnum):
    """How fine a time is told."""

    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    PART_OF_DAY = "part_of_day"
    HOUR = "hour"
    MINUTE = "minute"


class Bound(StrEnum):
    """How a time bounds what is told instead of dating it: "since Monday", "by Tuesday evening"."""

    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"


class PartOfDay(StrEnum):
    """A named part of the day, in local civil time."""

    DAWN = "dawn"
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Local civil times, half-open: ``earliest <= t < latest``. Naive, because a report tells its own local time."""

    earliest: datetime
    latest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """One expression of time in a text, and what it means.

    ``interval`` is None where the text cannot be resolved without a publication date that is not known; what
    it says is then
    kept in ``weekday``, ``part_of_day`` and ``days_from_publication``.
    ``alternative`` is a second reading that the same words force ("yesterday, Monday" on a Thursday); it is
    kept, not repaired.
    ``readings`` are what the words say to the letter, where ``interval`` allows for rounding or for a second
    meaning: "two weeks ago" is that very day, "at seven" 7:00 or 19:00. ``later`` is the time still to come that an
    ``undirected`` expression may mean as well.
    """

    text: str
    start: int
    end: int
    interval: Interval | None
    granularity: Granularity
    weekday: int | None = None  # ISO: Monday is 1
    part_of_day: PartOfDay | None = None
    days_from_publication: int | None = None  # yesterday is -1
    alternative: Interval | None = None
    bound: Bound | None = None  # None: it happened at that time
    undirected: bool = False  # the words do not tell past from future: a bare weekday, a date without a year
    vague: bool = False  # where it begins and ends is a matter of usage: "late November", "in the evening"
    later: Interval | None = None
    readings: tuple[Interval, ...] = ()
    reason: str = ""  # how it was resolved, in English, for a reader to check


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A length of time ("two days"): never a point in time and never a count of something else."""

    text: str
    start: int
    end: int
    days: float
