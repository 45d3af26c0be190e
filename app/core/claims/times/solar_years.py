"""Dates and years of the Jalali calendar in languages that tell years by it: "۱۳۹۹/۳/۱۲", "سال ۱۳۹۹"."""

from app.core.claims.times.calendars import SOLAR, is_other_date
from app.core.claims.times.expression import Expression, OtherDate
from app.core.claims.times.vocabulary import Vocabulary

NO_SOLAR_YEAR = 1500  # years from here on are those of the common calendar
_ERA = 621


def solar_date(
    vocabulary: Vocabulary, first: int, end: int, year: int, month: int | None = None, day: int | None = None
) -> Expression | None:
    """The date or whole year; None where the language or the number tells another calendar."""
    if not vocabulary.words.solar_years or year >= NO_SOLAR_YEAR:
        return None
    told = OtherDate(calendar=SOLAR, month=month, year=year, day=day)
    return Expression(first=first, end=end, other=told) if is_other_date(told) else None


def common_year(year: int) -> int:
    """The year of the common calendar in which a Jalali year begins."""
    return year + _ERA
