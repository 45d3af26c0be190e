"""Dates in digits: "2020-06-03", "03/06/2020", "22/4"."""

from collections.abc import Callable, Sequence
from datetime import date

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.dotted import dotted_date_end
from app.core.claims.times.expression import Expression
from app.core.claims.times.solar_years import solar_date
from app.core.claims.times.vocabulary import Vocabulary

FIRST_YEAR, LAST_YEAR = 1000, 2199
MARKS = ("-", "/", ".", "–")


def is_date(year: int, month: int, day: int) -> bool:
    """Whether the calendar has that day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


class NumericDateReader:
    """Reads the date in digits that begins at a token."""

    def __init__(
        self,
        tokens: Sequence[Token],
        vocabulary: Vocabulary,
        *,
        closes: Callable[[int], bool],
        is_year: Callable[[int], bool],
    ) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary
        self._closes = closes
        self._is_year = is_year

    def read(self, position: int, after: Expression | None) -> Expression | None:
        """ "2020-06-03", "03/06/2020", "6/2020"; without a year only beside a weekday or after "le"."""
        parts, end = self._digit_run(position)
        if len(parts) == 3:
            return self._three(position, parts, end)
        if len(parts) != 2:
            return self._spaced(position)
        loose = self._of_two(position, parts, end, self._tokens[position + 1].text)
        if loose is not None:
            return loose
        first, second = int(parts[0]), int(parts[1])
        if len(parts[0]) == 4 and len(parts[1]) <= 2 and 1 <= second <= 12 and FIRST_YEAR <= first <= LAST_YEAR:
            marked = self._tokens[position + 1].text in "/" or len(parts[1]) == 2
            return Expression(first=position, end=end, month=second, year=first) if marked else None
        dotted = self._vocabulary.words.dotted and self._tokens[position + 1].text == "."
        if dotted and len(parts[0]) == 2 and len(parts[1]) == 4 and 1 <= first <= 12 and self._is_year(position + 2):
            return Expression(first=position, end=end, month=first, year=second)
        if self._tokens[position + 1].text == "." and is_date(2000, second, first):
            stop = dotted_date_end(self._tokens, self._vocabulary, position, end)
            return Expression(first=position, end=stop, month=second, day=first) if stop is not None else None
        if self._tokens[position + 1].text != "/":
            return None
        if len(parts[1]) == 4 and 1 <= first <= 12 and FIRST_YEAR <= second <= LAST_YEAR:
            return Expression(first=position, end=end, month=first, year=second)
        month, day = (first, second) if self._vocabulary.words.month_first else (second, first)
        if month > 12:
            month, day = day, month
        if not self._is_short_date(position, end, after, sure=day > 12):
            return None
        return Expression(first=position, end=end, month=month, day=day) if is_date(2000, month, day) else None

    def _spaced(self, position: int) -> Expression | None:
        """ "2016 / 11", "15 - 2": marks with a space beside them; "31 10 1974" only as the whole text."""
        tokens = self._tokens
        if position >= len(tokens) or tokens[position].digits is None or len(tokens[position].text) > 4:
            return None
        if position == 0 or (position == 1 and self._vocabulary.day_leads.before(tokens, 1) == 0):
            alone = self._whole_text(position)
            if alone is not None:
                return alone
        second = position + 2
        if second >= len(tokens) or tokens[second].digits is None or tokens[position + 1].text not in ("-", "/"):
            return None
        before = tokens[position - 1] if position else None
        if before is not None and (
            before.digits is not None or before.text in MARKS or (before.glued and tokens[position].glued)
        ):
            return None
        parts = [tokens[position].text, tokens[second].text]
        return self._of_two(position, parts, second + 1, tokens[position + 1].text)

    def _whole_text(self, position: int) -> Expression | None:
        """ "31 10 1974", "le 17 2" and no other word."""
        parts = [token.text for token in self._tokens[position:]]
        if not all(token.digits is not None for token in self._tokens[position:]) or max(map(len, parts[:2])) > 2:
            return None
        if len(parts) == 3:
            return self._three(position, parts, position + 3)
        month, day = int(parts[-1]), int(parts[0])
        if len(parts) != 2 or self._vocabulary.words.month_first or not is_date(2000, month, day):
            return None
        return Expression(first=position, end=position + 2, month=month, day=day)

    def _of_two(self, position: int, parts: Sequence[str], end: int, mark: str) -> Expression | None:
        """ "2016-3", "11 / 2016", "22-4": a month and its year; a day and its month only as the whole text or after
        "on". Nothing may follow that the last number would count."""
        first, second = int(parts[0]), int(parts[1])
        if not self._closes(end) or (
            end < len(self._tokens) and self._tokens[end].text in MARKS and mark == self._tokens[end].text
        ):
            return None
        lengths = len(parts[0]), len(parts[1])
        if lengths[0] == 4 and lengths[1] <= 2 and self._is_year(position) and 1 <= second <= 12:
            return (
                Expression(first=position, end=end, month=second, year=first)
                if mark != "." or self._is_last(end)
                else None
            )
        if lengths[1] == 4 and lengths[0] <= 2 and self._is_year(end - 1) and 1 <= first <= 12 and mark != ".":
            return Expression(first=position, end=end, month=first, year=second)
        whole = position == 0 and end == len(self._tokens)
        if max(lengths) > 2 or mark not in ("-", "/"):
            return None
        led = mark == "-" and self._is_day_led(position)
        month, day = (first, second) if self._vocabulary.words.month_first else (second, first)
        if month > 12:
            month, day = day, month
        if not (whole or (led and day > 12)) or not is_date(2000, month, day):
            return None
        return Expression(first=position, end=end, month=month, day=day)

    def _is_day_led(self, position: int) -> bool:
        """ "on" before it, not a word that also opens scores: "el marcador en 17-5", "eine Statistik von 18-7"."""
        words, tokens = self._vocabulary, self._tokens
        if words.bare_day_leads.before(tokens, position) is not None:
            return True
        others = (words.year_leads, words.range_open)
        return words.day_leads.before(tokens, position) is not None and all(
            lead.before(tokens, position) is None for lead in others
        )

    def _is_last(self, position: int) -> bool:
        return position >= len(self._tokens)

    def _is_short_date(self, position: int, end: int, after: Expression | None, *, sure: bool) -> bool:
        """ "22/4": beside a weekday, after "on", or where only one of the two can be the month and no unit follows."""
        if after is not None and after.weekday is not None:
            return True
        words, tokens = self._vocabulary, self._tokens
        if self._is_year(end + 1) and tokens[end].text in ",،":  # "08/12, 2015"
            return True
        if any(leads.before(tokens, position) is not None for leads in (words.day_leads, words.range_open)):
            return True
        if position > 0 and words.range_to.end(tokens, position - 1) == position and tokens[position - 1].text != "-":
            return True
        return (sure and self._closes(end)) or (position == 0 and end == len(tokens))

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
            if not following or tokens[end].text not in MARKS or tokens[end].text != (mark or tokens[end].text):
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
            and tokens[position - 1].text in MARKS
            and tokens[position - 2].digits is not None
        )

    def _three(self, first: int, parts: Sequence[str], end: int) -> Expression | None:
        one, two, three = (int(part) for part in parts)
        if len(parts[0]) == 4:
            solar = solar_date(self._vocabulary, first, end, one, two, three)
            if solar is not None:
                return solar
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
