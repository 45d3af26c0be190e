"""The month of a claim's event: what PostgreSQL partitions claims by, and what SQLite keeps vectors by."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, SQLColumnExpression, or_

from app.core.model.when import Interval

REST = "other"  # the partition of claims without a month, and of months that have too few
NO_MONTH = ""  # of claims whose time is unknown, or too long for one month
MONTH_LENGTH = 7
MOST_SINGLE_MONTHS = 24  # of a longer reach all is looked through


def month_of(earliest: str | None, latest: str | None) -> str:
    """``2024-03`` where it began in March and ended in March or April; NO_MONTH else. So whoever looks for the claims
    of a time need look at its months, at the one before, and at those without. Local ISO 8601 texts in."""
    if earliest is None or latest is None:
        return NO_MONTH
    month = earliest[:MONTH_LENGTH]
    return month if latest[:MONTH_LENGTH] in (month, _following(month)) else NO_MONTH


def month_number(month: str) -> int:
    """The number of months since the year 0; 0 for NO_MONTH."""
    return int(month[:4]) * 12 + int(month[5:]) - 1 if month else 0


def month_of_number(number: int) -> str:
    """The month that ``month_number`` numbered."""
    return f"{number // 12:04}-{number % 12 + 1:02}" if number else NO_MONTH


def months_reaching(month: SQLColumnExpression[str], reach: Interval) -> ColumnElement[bool]:
    """Whether claims of a month may lie in the reach: by this PostgreSQL leaves whole partitions out, and an index that
    begins with something else and goes on with the month is looked into once a month."""
    first, last = month_range(reach)
    start, stop = month_number(first), month_number(last)
    if stop - start < MOST_SINGLE_MONTHS:
        return month.in_([NO_MONTH, *map(month_of_number, range(start, stop + 1))])
    return or_(month == NO_MONTH, month.between(first, last))


def month_range(reach: Interval) -> tuple[str, str]:
    """The first and the last month whose claims may lie in the reach."""
    before = _day_before(reach.earliest.replace(day=1))
    return before.isoformat()[:MONTH_LENGTH], reach.latest.isoformat()[:MONTH_LENGTH]


def _day_before(moment: datetime) -> datetime:
    try:
        return moment - timedelta(days=1)
    except OverflowError:  # the calendar of Python begins there
        return moment


def _following(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"
