"""Dates: numeric ones, day and month in either order, months, weekdays and years."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.expression import Expression
from app.core.claims.times.numeric_dates import NumericDateReader, is_date
from app.core.claims.times.vocabulary import Vocabulary
from app.core.claims.times.years import YearReader
from app.core.model.when import PartOfDay

_CLOSING = '.,،;؛:!?؟)]»”"…'


class DateReader:
    """Reads the piece of a date that begins at a token."""

    def __init__(
        self, tokens: Sequence[Token], vocabulary: Vocabulary, year_roles: Mapping[int, bool] | None = None
    ) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary
        years = YearReader(tokens, vocabulary, closes=self.closes, begins_date=self.begins_date, roles=year_roles or {})
        self.is_year, self.year = years.is_year, years.year
        self.sure_year, self.told_year = years.sure_year, years.told_year
        self._numeric = NumericDateReader(tokens, vocabulary, closes=self.closes, is_year=self.is_year)

    def numeric(self, position: int, after: Expression | None) -> Expression | None:
        """A date in digits; without a year only where words or the digits themselves make it one."""
        return self._numeric.read(position, after)

    def begins_date(self, position: int) -> bool:
        """Whether a day and its month stand there, perhaps behind a comma."""
        paused = position < len(self._tokens) and self._tokens[position].text == ","
        return self.day_and_month(position + paused) is not None

    def closes(self, position: int, *, strict: bool = False) -> bool:
        """Whether a bare number that ends there can be a day: nothing follows that it would count.

        ``strict``: nothing like "of" follows either.
        """
        if position >= len(self._tokens):
            return True
        token, words = self._tokens[position], self._vocabulary
        if token.text in _CLOSING:
            following = self._tokens[position + 1] if position + 1 < len(self._tokens) else None
            return not (following is not None and following.glued and token.glued and following.digits is not None)
        if token.text in "'’":
            return (words.links.end(self._tokens, position) or 0) > position + 1  # "15'te"
        if token.digits is not None or not token.text[:1].isalpha():
            return False
        if words.words.bare_years and not token.capital and self._ends_sentence(position + 1):
            return True  # no noun in a language that writes nouns with a capital: "bis 7 weg."
        if words.units.match(self._tokens, position) or words.plural_units.match(self._tokens, position):
            return False
        if strict and words.links.match(self._tokens, position) is not None:
            return words.clock_before.match(self._tokens, position) is not None
        tables = (
            *(words.links, words.range_to, words.range_and, words.clock_before, words.parts, words.joiners),
            *(words.relative_days, words.weekdays, words.directions),
        )
        return any(table.match(self._tokens, position) is not None for table in tables)

    def _ends_sentence(self, position: int) -> bool:
        return all(not token.text[:1].isalnum() for token in self._tokens[position:])

    def _is_ended_day(self, position: int, end: int) -> bool:
        """ "15'inde": at the beginning, where nothing says of what it is a part, or with the time of day behind it."""
        words, tokens = self._vocabulary, self._tokens
        stop = words.bare_day_follows.end(tokens, end)
        if stop is None or tokens[position].digits is None:
            return False
        clock = stop + 1 < len(tokens) and tokens[stop].digits is not None and tokens[stop + 1].text == ":"
        return position == 0 or clock or words.clock_words.end(tokens, stop) is not None

    def bare_day(self, position: int, after: Expression | None) -> Expression | None:
        """ "Friday the 15th", "on the 27th", "يوم 27": a day of the month without its month."""
        found = self.day(position)
        if found is None or not (self.closes(found[1]) or self._vocabulary.is_ended(self._tokens, found[1])):
            return None
        if self._is_ended_day(position, found[1]):
            return Expression(first=position, end=found[1], day=found[0])
        weekday = after is not None and after.weekday is not None and after.told <= {"weekday", "since"}
        clocked = after is not None and after.clock is not None and after.told <= {"clock", "part"}
        leads = self._vocabulary.day_leads if clocked else self._vocabulary.bare_day_leads  # "8 pm on 15"
        if not weekday and leads.before(self._tokens, position) is None:
            return None
        if not weekday and not self.closes(found[1], strict=True):
            return None
        if not weekday and self._tokens[position].digits is None:
            return None
        return Expression(first=position, end=found[1], day=found[0])

    def day_and_month(self, position: int) -> Expression | None:
        """ "3 June", "June 3rd", "الأول من حزيران", "3-5 juin", "15 من الشهر الجاري"."""
        day = self.day(position)
        if day is not None:
            value, end = day
            last, end = self._last_day(value, end)
            start = self._skip_links(end)
            if self._is_glued_mark(end) and self._vocabulary.months.match(self._tokens, end + 1) is not None:
                start = end + 1  # "2/Oct"
            month = self._vocabulary.months.match(self._tokens, start)
            numbered = self._numbered_month(start) if month is None else None
            if numbered is not None and numbered.month is not None and is_date(2000, numbered.month, value):
                return replace(numbered, first=position, day=value, last_day=last)
            if month is not None and is_date(2000, month.value, value):
                dotted = self._tokens[month.end : month.end + 1] and self._tokens[month.end].text == "."
                end = month.end + 1 if dotted and self.is_year(month.end + 1) else month.end  # "16 Nov. 2016"
                end = (self._vocabulary.range_close.end(self._tokens, end) or end) if last is not None else end
                return Expression(first=position, end=end, day=value, last_day=last, month=month.value)
            unit = self._month_unit(start) if start > end or last is not None else None
            if unit is not None:
                return Expression(
                    first=position, end=unit[1], day=value, last_day=last, unit="month", unit_direction=unit[0]
                )
            return None
        month = self._vocabulary.months.match(self._tokens, position)
        if month is None:
            return None
        named = self._may_be_name(position)
        start = self._vocabulary.links.end(self._tokens, month.end) or month.end
        start = start if start < len(self._tokens) and self._tokens[start].digits is not None else month.end
        if start < len(self._tokens) and self._tokens[start].text in (".", "-", "/"):
            start += 1
        after = self.day(start, digits=True) or self._ordinal_day(start)
        if after is None or not is_date(2000, month.value, after[0]):
            return None
        comma = after[1] < len(self._tokens) and self._tokens[after[1]].text in ",،"
        if not named and not self.is_year(after[1] + comma):  # "march 3 2015"
            return None
        last, end = self._last_day(after[0], after[1])
        return Expression(first=position, end=end, day=after[0], last_day=last, month=month.value)

    def _is_glued_mark(self, position: int) -> bool:
        marks = self._tokens[position : position + 2]
        return len(marks) == 2 and marks[0].text in "-/" and marks[0].glued and marks[1].glued

    def _ordinal_day(self, position: int) -> tuple[int, int] | None:
        """ "January the twenty-first": an ordinal in words after the month."""
        start = self._vocabulary.links.end(self._tokens, position) or position
        number = self._vocabulary.numbers.read_ordinal(self._tokens, start)
        if number is None and start == position and self._tokens[position : position + 1]:
            number = self._vocabulary.numbers.read(self._tokens, position)
            number = number if number is not None and self.closes(number.end) else None
        if number is None or number.whole is None or not 1 <= number.whole <= 31:
            return None
        return number.whole, number.end

    def day(self, position: int, *, digits: bool = False) -> tuple[int, int] | None:
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
        day = self.day(start, digits=True) if start else None
        if day is None or day[0] <= first:
            return None, end
        return day[0], words.range_close.end(self._tokens, day[1]) or day[1]

    def _skip_links(self, position: int) -> int:
        for _ in range(2):
            if position < len(self._tokens) and self._tokens[position].text in (".", "-"):
                dashed = self._tokens[position].text == "-"  # "2-October"
                if dashed and self._vocabulary.months.match(self._tokens, position + 1) is None:
                    break
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
        if found is None:
            return self._numbered_month(position)
        if not self._may_be_name(position):
            return None
        again = after is not None and after.month == found.value  # "August (Ab)"
        unsure = not again and words.is_ambiguous(self._tokens, position)
        if unsure and not self._has_company(position, found.end, after):
            return None
        end = found.end
        if end < len(self._tokens) and self._tokens[end].text == "." and self.is_year(end + 1):
            end += 1
        return Expression(first=position, end=end, month=found.value)

    def sure_month(self, position: int) -> Expression | None:
        """A month where the words before ask for one, so that an ambiguous name needs no company."""
        found = self._vocabulary.months.match(self._tokens, position)
        if found is None or not self._may_be_name(position):
            return None
        start = self._vocabulary.links.end(self._tokens, found.end) or found.end
        year = next((at for at in (found.end, start) if self.is_year(at)), None)
        if year is None:
            return Expression(first=position, end=found.end, month=found.value)
        return Expression(first=position, end=year + 1, month=found.value, year=self._tokens[year].digits)

    def _numbered_month(self, position: int) -> Expression | None:
        """ "شهر 3", "الشهر التاسع": a month told by its number, where the language does so."""
        words = self._vocabulary
        unit = words.units.match(self._tokens, position) if words.words.numbered_months else None
        if unit is None or unit.value != "month" or unit.end >= len(self._tokens):
            return None
        number = words.numbers.read_ordinal(self._tokens, unit.end) or words.numbers.read(self._tokens, unit.end)
        month = number.whole if number is not None else None
        if number is None or month is None or not 3 <= month <= 12 or number.grouped:
            return None
        return Expression(first=position, end=number.end, month=month)

    def _has_company(self, position: int, end: int, after: Expression | None) -> bool:
        if after is not None and after.end == position:
            return True
        if position == 0 and end == len(self._tokens):
            return True
        if self._vocabulary.month_leads.before(self._tokens, position) is not None:
            return True
        plain = len(self._tokens[position].forms) == 1
        if plain and self._tokens[position].capital and end < len(self._tokens) and self._tokens[end].text in "'’":
            suffix = self._vocabulary.links.end(self._tokens, end)  # "Ocak'ta"
            return suffix is not None and suffix > end + 1
        if self.is_year(self._vocabulary.links.end(self._tokens, end) or end):
            return True
        unit = self._vocabulary.units.match(self._tokens, end)  # "Ocak ayında"
        return self._vocabulary.directions.match(self._tokens, end) is not None or (
            unit is not None and unit.value == "month"
        )

    def weekday(self, position: int, after: Expression | None = None) -> Expression | None:
        """A weekday; an ambiguous one only before a day or a month."""
        found = self._vocabulary.weekdays.match(self._tokens, position)
        if found is None:
            return None
        end = found.end
        pointed = after is not None and after.told & {"direction", "unit"} and not self._vocabulary.words.capital_names
        if self._vocabulary.is_ambiguous(self._tokens, position) and not pointed:
            start = end + 1 if end < len(self._tokens) and self._tokens[end].text in ".," else end
            dated = self.day_and_month(start) is not None or self._is_hour_of_part(start)
            alone = position == 0 and start == len(self._tokens)
            if not alone and (not self._tokens[position].capital or not dated):
                return None
            end = start
        part = self._vocabulary.parts.match(self._tokens, position)  # "Dienstagabend"
        whole = PartOfDay(part.value) if part is not None and part.end == found.end == end else None
        return Expression(first=position, end=end, weekday=found.value, part=whole)

    def _is_hour_of_part(self, position: int) -> bool:
        """ "Pazar, akşam 8'de": a part of day and its hour."""
        part = self._vocabulary.parts.match(self._tokens, position)
        return part is not None and part.end < len(self._tokens) and self._tokens[part.end].digits is not None
