"""Years: beside a month, after a word for "year" or a preposition, before a case ending, spelled ones too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.expression import Expression
from app.core.claims.times.numeric_dates import FIRST_YEAR, LAST_YEAR, MARKS
from app.core.claims.times.solar_years import common_year, solar_date
from app.core.claims.times.vocabulary import Vocabulary

_FIRST_BARE_YEAR = 1700
_FIRST_CENTURY, _LAST_CENTURY = 15, 20  # in "nineteen ninety-nine"


class _Closes(Protocol):
    def __call__(self, position: int, *, strict: bool = False) -> bool: ...


class YearReader:
    """Reads the year that begins at a token. ``roles`` tells of numbers in four digits what the tree says: a time, or
    the count of a noun."""

    def __init__(
        self,
        tokens: Sequence[Token],
        vocabulary: Vocabulary,
        *,
        closes: "_Closes",
        begins_date: Callable[[int], bool],
        roles: Mapping[int, bool],
    ) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary
        self._closes = closes
        self._begins_date = begins_date
        self._year_roles = roles

    def is_year(self, position: int) -> bool:
        """Whether a year in four digits stands there, part of no longer number."""
        if position >= len(self._tokens):
            return False
        token = self._tokens[position]
        if token.digits is None or len(token.text) != 4 or not FIRST_YEAR <= token.digits <= LAST_YEAR:
            return False
        following = self._tokens[position + 1 : position + 3]
        marked = len(following) == 2 and following[0].glued and following[1].glued
        return not (marked and following[0].text in ",.:/" and following[1].digits is not None)

    def year(self, position: int, after: Expression | None) -> Expression | None:
        """A year after its month, after a word for "year", or after a preposition; "2014-2016"."""
        words = self._vocabulary
        unit = words.units.match(self._tokens, position)
        start = unit.end if unit is not None and unit.value == "year" else position
        beside = after is not None and bool(after.told & {"month", "season", "edge", "holiday"})
        short = self._tokens[start].digits if start < len(self._tokens) and len(self._tokens[start].text) == 2 else None
        if short is not None and after is not None and after.month is not None and self._closes(start + 1, strict=True):
            day_first = after.day is not None and after.end == start and self._tokens[start - 1].digits is None
            if short > 31 or (day_first and not self._tokens[start].glued):  # "1er avril 78", "14th April 15"
                century = 1900 if short > 31 else 2000
                return Expression(first=position, end=start + 1, year=century + short)
        if not self.is_year(start):
            sure = start > position or (beside and after is not None)
            return self._year_in_words(position, start, sure=sure) or self.told_year(position)
        led = self._is_led_year(position, start)
        year = self._tokens[start].digits
        last = self._last_year(start, year or 0)
        ends = last is not None and (self._closes(last[1]) or words.year_follows.end(self._tokens, last[1]) is not None)
        dashed = ends and self._tokens[start + 1].text in MARKS
        alone = not beside and not led and not dashed
        comma = start + 1 < len(self._tokens) and self._tokens[start + 1].text in ",،"  # "2016, November"
        month = words.months.match(self._tokens, start + 1 + comma)
        if start == position and alone and month is None and not self._opens_date(start + 1):
            return None
        if month is not None and comma and self._closes(month.end):
            return Expression(first=position, end=month.end, year=year, month=month.value)
        end = start + 1
        if last is not None:
            return Expression(first=position, end=last[1], year=year, last_year=last[0])
        solar = solar_date(words, position, end, year or 0)
        if solar is not None:
            feast = after is not None and after.holiday is not None  # "نوروز ۱۴۰۰"
            return Expression(first=position, end=end, year=common_year(year or 0)) if feast else solar
        if end < len(self._tokens) and self._tokens[end].glued and year is not None:
            end = words.year_marks.end(self._tokens, end) or end
        return Expression(first=position, end=end, year=year)

    def _opens_date(self, position: int) -> bool:
        """Whether the year that ends there stands before its day and month, where that is the order."""
        return self._vocabulary.words.whole_first and self._begins_date(position)

    def _is_led_year(self, position: int, start: int) -> bool:
        """Whether a word before or behind it makes the number a year, or the tree does."""
        words, role = self._vocabulary, self._year_roles.get(start)
        if len(self._tokens) == 1 or words.year_follows.end(self._tokens, start + 1) is not None:
            return True
        if role is False and words.units.match(self._tokens, start + 1) is None:
            return False  # "one of 2000 people"
        return words.year_leads.before(self._tokens, position) is not None or (
            role is True and words.words.bare_years and (self._tokens[start].digits or 0) >= _FIRST_BARE_YEAR
        )

    def told_year(self, position: int, *, whole: bool = False) -> Expression | None:
        """ "en mil novecientos veintiocho", "iki bin on beşte": a spelled year after a preposition or ended."""
        words = self._vocabulary
        found = self._year_in_words(position, position, sure=words.may_be_spelled_year(self._tokens, position))
        if found is None:
            return None
        if whole and (found.year or 0) % 100 and words.is_ended(self._tokens, found.end):
            return found  # a part of it follows: "iki bin yirmi yedinin üçüncü haftası"
        year, follows = found.year or 0, words.year_follows.end(self._tokens, found.end)
        if follows is not None and (year % 100 or self._tokens[follows - 1].folded.endswith(words.year_endings)):
            return found
        if self._opens_date(found.end):
            return found
        if year % 10 == 0 and words.is_ended(self._tokens, found.end, words.decade_endings):
            return replace(found, last_year=year + 9)
        if year % 100 == 0:
            return None
        if words.is_ended(self._tokens, found.end, words.year_endings):
            return found
        led = words.year_leads.before(self._tokens, position) is not None
        return found if led and self._closes(found.end) else None

    def _year_in_words(self, position: int, start: int, *, sure: bool) -> Expression | None:
        """ "عام ألفين وسبعة وعشرين", "two thousand and twenty": only after a word for "year", or its month."""
        if not sure or start >= len(self._tokens) or self._tokens[start].digits is not None:
            return None
        number = self._vocabulary.numbers.read(self._tokens, start)
        century = number.whole if number is not None and not number.written_in_digits else None
        if number is not None and century is not None and _FIRST_CENTURY <= century <= _LAST_CENTURY:
            rest = self._vocabulary.numbers.read(self._tokens, number.end)
            short = rest.whole if rest is not None and not rest.written_in_digits else None
            if rest is None or short is None or not 10 <= short <= 99:
                return None
            return Expression(first=position, end=rest.end, year=century * 100 + short)
        year = number.whole if number is not None else None
        if number is None or year is None or not FIRST_YEAR <= year <= LAST_YEAR or number.written_in_digits:
            return None
        return Expression(first=position, end=number.end, year=year)

    def _last_year(self, position: int, first: int) -> tuple[int, int] | None:
        words = self._vocabulary
        start = words.range_to.end(self._tokens, position + 1)
        if start is None and words.range_open.before(self._tokens, position) is not None:
            start = words.range_and.end(self._tokens, position + 1)
        if start is None or not self.is_year(start):
            return None
        last = self._tokens[start].digits or 0
        return (last, start + 1) if last > first else None

    def sure_year(self, position: int) -> Expression | None:
        """A year where the words before ask for one, in digits or words."""
        if self.is_year(position):
            year = self._tokens[position].digits or 0
            solar = solar_date(self._vocabulary, position, position + 1, year)
            return solar or Expression(first=position, end=position + 1, year=year)
        return self._year_in_words(position, position, sure=True)
