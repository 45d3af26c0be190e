"""Dates: numeric ones, day and month in either order, months, weekdays and years."""

from collections.abc import Sequence
from datetime import date

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.expression import Expression
from app.core.claims.times.vocabulary import Vocabulary

FIRST_YEAR, LAST_YEAR = 1000, 2199
_MARKS = ("-", "/", ".", "–")


def is_date(year: int, month: int, day: int) -> bool:
    """Whether the calendar has that day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


class DateReader:
    """Reads the piece of a date that begins at a token."""

    def __init__(self, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary

    def numeric(self, position: int, after: Expression | None) -> Expression | None:
        """ "2020-06-03", "03/06/2020", "6/2020"; without a year only beside a weekday or after "le"."""
        parts, end = self._digit_run(position)
        if len(parts) == 3:
            return self._three(position, parts, end)
        if len(parts) != 2 or self._tokens[position + 1].text != "/":
            return None
        first, second = int(parts[0]), int(parts[1])
        if len(parts[1]) == 4 and 1 <= first <= 12 and FIRST_YEAR <= second <= LAST_YEAR:
            return Expression(first=position, end=end, month=first, year=second)
        beside = after is not None and after.weekday is not None
        if not beside and self._vocabulary.day_leads.before(self._tokens, position) is None:
            return None
        month, day = (first, second) if self._vocabulary.words.month_first else (second, first)
        if month > 12:
            month, day = day, month
        return Expression(first=position, end=end, month=month, day=day) if is_date(2000, month, day) else None

    def _digit_run(self, position: int) -> tuple[list[str], int]:
        """The parts of "03/06/2020": runs of at most four digits, glued by one mark."""
        tokens = self._tokens
        parts: list[str] = []
        if position >= len(tokens) or tokens[position].digits is None or self._is_continued(position):
            return parts, position
        mark, end = "", position
        while end < len(tokens) and tokens[end].digits is not None and len(tokens[end].text) <= 4:
            parts.append(tokens[end].text)
            end += 1
            following = end + 1 < len(tokens) and tokens[end].glued and tokens[end + 1].glued
            if not following or tokens[end].text not in _MARKS or tokens[end].text != (mark or tokens[end].text):
                break
            if tokens[end + 1].digits is None:
                break
            mark, end = tokens[end].text, end + 1
        return parts, end

    def _is_continued(self, position: int) -> bool:
        tokens = self._tokens
        if position < 2 or not tokens[position].glued:
            return False
        return (
            tokens[position - 1].glued
            and tokens[position - 1].text in _MARKS
            and tokens[position - 2].digits is not None
        )

    def _three(self, first: int, parts: Sequence[str], end: int) -> Expression | None:
        one, two, three = (int(part) for part in parts)
        if len(parts[0]) == 4:
            if FIRST_YEAR <= one <= LAST_YEAR and is_date(one, two, three):
                return Expression(first=first, end=end, year=one, month=two, day=three)
            return None
        if len(parts[0]) > 2 or len(parts[1]) > 2 or len(parts[2]) == 3 or len(parts[2]) < 2:
            return None
        year = three if len(parts[2]) == 4 else three + (2000 if three < 70 else 1900)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        day_first, month_first = (year, two, one), (year, one, two)
        orders = (month_first, day_first) if self._vocabulary.words.month_first else (day_first, month_first)
        fitting = [order for order in orders if is_date(*order)]
        if not fitting:
            return None
        found = fitting[0]
        both = len(fitting) == 2 and self._vocabulary.words.month_first and one != two
        return Expression(
            first=first,
            end=end,
            year=found[0],
            month=found[1],
            day=found[2],
            other_order=fitting[1] if both else None,
        )

    def day_and_month(self, position: int) -> Expression | None:
        """ "3 June", "June 3rd", "الأول من حزيران", "3-5 juin", "15 من الشهر الجاري"."""
        day = self._day(position)
        if day is not None:
            value, end = day
            last, end = self._last_day(value, end)
            start = self._skip_links(end)
            month = self._vocabulary.months.match(self._tokens, start)
            if month is not None and is_date(2000, month.value, value):
                return Expression(first=position, end=month.end, day=value, last_day=last, month=month.value)
            unit = self._month_unit(start) if start > end or last is not None else None
            if unit is not None:
                return Expression(
                    first=position, end=unit[1], day=value, last_day=last, unit="month", unit_direction=unit[0]
                )
            return None
        month = self._vocabulary.months.match(self._tokens, position)
        if month is None or not self._may_be_name(position):
            return None
        start = self._vocabulary.links.end(self._tokens, month.end) or month.end
        start = start if start < len(self._tokens) and self._tokens[start].digits is not None else month.end
        if start < len(self._tokens) and self._tokens[start].text == ".":
            start += 1
        after = self._day(start, digits=True)
        if after is None or not is_date(2000, month.value, after[0]):
            return None
        last, end = self._last_day(after[0], after[1])
        return Expression(first=position, end=end, day=after[0], last_day=last, month=month.value)

    def _day(self, position: int, *, digits: bool = False) -> tuple[int, int] | None:
        """Value and end of a day of the month; with ``digits`` not in number words."""
        if position >= len(self._tokens):
            return None
        token = self._tokens[position]
        numbers = self._vocabulary.numbers
        found = numbers.read_ordinal(self._tokens, position)
        if found is None and token.digits is not None and len(token.text) <= 2 and not self._is_fraction(position):
            return (token.digits, position + 1) if 1 <= token.digits <= 31 else None
        if found is None and not digits and token.digits is None:
            found = numbers.read(self._tokens, position)
        if found is None or found.whole is None or not 1 <= found.whole <= 31:
            return None
        return found.whole, found.end

    def _is_fraction(self, position: int) -> bool:
        """More digits follow or precede, glued by a mark: the number is larger than a day."""
        tokens = self._tokens
        after = position + 2 < len(tokens) and tokens[position + 1].glued and tokens[position + 2].glued
        if after and tokens[position + 1].text in (",", ".", ":", "/") and tokens[position + 2].digits is not None:
            return True
        before = position >= 2 and tokens[position].glued and tokens[position - 1].glued
        return before and tokens[position - 1].text in (",", ".", ":", "/") and tokens[position - 2].digits is not None

    def _last_day(self, first: int, end: int) -> tuple[int | None, int]:
        """ "3-5 June", "3 and 4 June": the day after "to" or "and"."""
        words = self._vocabulary
        start = words.range_to.end(self._tokens, end) or words.range_and.end(self._tokens, end)
        joining = words.numbers.words.joining_clitics
        if start is None and end < len(self._tokens) and self._tokens[end].folded in joining:
            start = end + 1
        day = self._day(start, digits=True) if start else None
        if day is None or day[0] <= first:
            return None, end
        return day

    def _skip_links(self, position: int) -> int:
        for _ in range(2):
            if position < len(self._tokens) and self._tokens[position].text == ".":
                position += 1
            position = self._vocabulary.links.end(self._tokens, position) or position
        return position

    def _month_unit(self, position: int) -> tuple[int, int] | None:
        """Direction and end of "this month", "الشهر الماضي"."""
        words = self._vocabulary
        direction = words.directions.match(self._tokens, position)
        unit = words.units.match(self._tokens, direction.end if direction else position)
        if unit is None or unit.value != "month":
            return None
        if direction is not None:
            return direction.value, unit.end
        after = words.directions.match(self._tokens, unit.end)
        return (after.value, after.end) if after else None

    def _may_be_name(self, position: int) -> bool:
        """An ambiguous name ("May") must at least be written like a name."""
        words = self._vocabulary
        unsure = words.words.capital_names and words.is_ambiguous(self._tokens, position)
        return not unsure or self._tokens[position].capital

    def month(self, position: int, after: Expression | None) -> Expression | None:
        """A month alone; an ambiguous one only where something beside it makes it a month."""
        words = self._vocabulary
        found = words.months.match(self._tokens, position)
        if found is None or not self._may_be_name(position):
            return None
        again = after is not None and after.month == found.value  # "August (Ab)"
        unsure = not again and words.is_ambiguous(self._tokens, position)
        if unsure and not self._has_company(position, found.end, after):
            return None
        end = found.end
        if end < len(self._tokens) and self._tokens[end].text == "." and self.is_year(end + 1):
            end += 1
        return Expression(first=position, end=end, month=found.value)

    def _has_company(self, position: int, end: int, after: Expression | None) -> bool:
        if after is not None and after.end == position:
            return True
        if self._vocabulary.month_leads.before(self._tokens, position) is not None:
            return True
        if self.is_year(self._vocabulary.links.end(self._tokens, end) or end):
            return True
        return self._vocabulary.directions.match(self._tokens, end) is not None

    def weekday(self, position: int) -> Expression | None:
        """A weekday; an ambiguous one only before a day or a month."""
        found = self._vocabulary.weekdays.match(self._tokens, position)
        if found is None:
            return None
        end = found.end
        if self._vocabulary.is_ambiguous(self._tokens, position):
            start = end + 1 if end < len(self._tokens) and self._tokens[end].text in ".," else end
            if not self._tokens[position].capital or self.day_and_month(start) is None:
                return None
            end = start
        return Expression(first=position, end=end, weekday=found.value)

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
        """A year after its month, after a word for "year", or after a preposition; "1990s"; "2014-2016"."""
        words = self._vocabulary
        unit = words.units.match(self._tokens, position)
        start = unit.end if unit is not None and unit.value == "year" else position
        if not self.is_year(start):
            return None
        beside = after is not None and (after.month is not None or after.season is not None or after.edge is not None)
        if start == position and not beside and words.year_leads.before(self._tokens, position) is None:
            return None
        end = start + 1
        year = self._tokens[start].digits
        last = self._last_year(start, year or 0)
        if last is not None:
            return Expression(first=position, end=last[1], year=year, last_year=last[0])
        if end < len(self._tokens) and self._tokens[end].glued and year is not None:
            if words.decade_marks.end(self._tokens, end):
                return Expression(first=position, end=end + 1, year=year, last_year=year + 9)
            end = words.year_marks.end(self._tokens, end) or end
        return Expression(first=position, end=end, year=year)

    def _last_year(self, position: int, first: int) -> tuple[int, int] | None:
        words = self._vocabulary
        start = words.range_to.end(self._tokens, position + 1)
        if start is None and words.range_open.before(self._tokens, position) is not None:
            start = words.range_and.end(self._tokens, position + 1)
        if start is None or not self.is_year(start):
            return None
        last = self._tokens[start].digits or 0
        return (last, start + 1) if last > first else None
