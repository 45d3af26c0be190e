"""Times as the labels of a picture tell them: short, in the language of the screen, as precise as the report."""

from datetime import datetime, timedelta
from functools import lru_cache

from babel.dates import format_date, format_interval, format_skeleton, format_time

from app.web.pages.wording import Wording

DAY = timedelta(days=1)
LAST = datetime(9999, 12, 31)  # noqa: DTZ001 local times have no zone


@lru_cache(maxsize=4_096)
def shown_as(skeleton: str, moment: datetime, screen: str) -> str:
    """A moment with the fields of a skeleton (Unicode CLDR), as the language orders them."""
    return str(format_skeleton(skeleton, moment, locale=screen))


def day_of(moment: datetime) -> datetime:
    """The midnight before it."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def after(moment: datetime, by: timedelta) -> datetime:
    """Later by so much, within what a calendar can tell."""
    return LAST if moment > LAST - by else moment + by


def read_time(value: str | None) -> datetime | None:
    """A local time of a claim; None for what is none."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.replace(tzinfo=None)


def short_day(day: datetime, screen: str) -> str:
    """Mon, May 13."""
    return shown_as("MMMEd", day, screen)


def short_month(month: datetime, screen: str) -> str:
    """May 2024."""
    return shown_as("yMMM", month, screen)


def short_span(earliest: datetime, latest: datetime, granularity: str | None, part: str | None, words: Wording) -> str:
    """The days of an interval, with the part of the day or the hours where the report tells them."""
    screen = words.code
    last = latest - timedelta(microseconds=1) if latest > earliest else earliest
    if granularity == "year" and earliest.year == last.year:
        return shown_as("y", earliest, screen)
    if _is_month(earliest, latest):
        return short_month(earliest, screen)
    if last - earliest > DAY:
        return str(format_interval(earliest.date(), last.date(), "MMMd", locale=screen))
    day = short_day(earliest, screen)
    if granularity == "part_of_day" and part is not None and f"values.{part}" in words:
        return f"{day}{words['page.list_joiner']}{words.of('values', part)}"
    if granularity in ("hour", "minute", "part_of_day"):
        hours = format_time(earliest.time(), "HH:mm", locale=screen)
        return f"{day}{words['page.list_joiner']}{hours}"
    return day


def short_moment(moment: datetime, screen: str) -> str:
    """May 15, 09:30; a midnight sharp stands for a day of which no hour is told."""
    day = shown_as("MMMd", moment, screen)
    if moment == day_of(moment):
        return str(day)
    return f"{day} {format_time(moment.time(), 'HH:mm', locale=screen)}"


def whole_day(day: datetime, screen: str) -> str:
    """Monday, May 13, 2024."""
    return str(format_date(day.date(), "full", locale=screen))


def _is_month(earliest: datetime, latest: datetime) -> bool:
    return earliest.day == 1 and latest == day_of(latest) and after(earliest, 31 * DAY).replace(day=1) == latest
