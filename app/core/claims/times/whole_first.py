"""Parts of a longer time that is told before them: "Mart'ın son haftası", "ayın 20'sinde", "yıl sonu", "Jahresende"."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.dates import DateReader
from app.core.claims.times.expression import Expression, Nth
from app.core.claims.times.numeric_dates import is_date
from app.core.claims.times.vocabulary import Vocabulary

Counted = tuple[int, str, int | None, int]  # which one, of which kind, weekday, where it ends
_WHOLES = ("week", "month", "quarter", "half", "year", "decade", "century")
_DAYLESS = ("day", "week", "weekend", "weekday", "half", "fortnight")  # kinds of which a month has several


class WholeFirstReader:
    """Reads the longer time and the part of it that follows, where the language puts them in that order."""

    def __init__(
        self,
        tokens: Sequence[Token],
        vocabulary: Vocabulary,
        dates: DateReader,
        counted: Callable[[int], Counted | None],
    ) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary
        self._dates = dates
        self._counted = counted

    def read(self, position: int) -> Expression | None:
        """The part of the longer time that begins at the position; None where none stands there."""
        one_word = self._edged_unit(position)
        if one_word is not None or not self._vocabulary.words.whole_first:
            return one_word
        whole = self._whole(position)
        if whole is None:
            return None
        for start in self._vocabulary.link_ends(self._tokens, whole.end):
            part = self._part(whole, start)
            if part is not None:
                return replace(part, first=position)
        return None

    def _edged_unit(self, position: int) -> Expression | None:
        """ "Jahresende", "Jahresende 2019": edge and unit in one word."""
        found = self._vocabulary.edged_units.match(self._tokens, position)
        if found is None:
            return None
        edge, _, unit = found.value.partition(" ")
        if unit == "year" and self._dates.is_year(found.end):
            year = self._dates.sure_year(found.end)
            return replace(year, first=position, edge=edge) if year is not None else None
        direction = self._vocabulary.directions.match(self._tokens, position - 1)
        value = direction.value if direction is not None and direction.end == position else 0
        return Expression(first=position, end=found.end, edge=edge, unit=unit, unit_direction=value)

    def _whole(self, position: int) -> Expression | None:
        """A month, a year in digits, or a unit that is pointed to or bare."""
        words, tokens = self._vocabulary, self._tokens
        if self._dates.is_year(position):
            end = words.year_follows.end(tokens, position + 1) or position + 1
            for start in self._vocabulary.link_ends(self._tokens, end):
                unit = words.units.match(tokens, start)
                month = words.months.match(tokens, start)
                if month is not None:
                    year = tokens[position].digits
                    return Expression(first=position, end=month.end, month=month.value, year=year)
                if unit is not None and unit.value == "year":
                    end = unit.end
                    break
            return Expression(first=position, end=end, year=tokens[position].digits)
        today = words.relative_days.match(tokens, position)
        if today is not None and today.value == 0:
            rest = any(
                words.rest.end(tokens, start) is not None
                for start in self._vocabulary.link_ends(self._tokens, today.end)
            )
            return Expression(first=position, end=today.end, unit="day", unit_direction=0) if rest else None
        spelled = self._dates.told_year(position, whole=True)
        if spelled is not None or words.may_be_spelled_year(tokens, position):
            return spelled
        month = words.months.match(tokens, position)
        if month is not None:
            return Expression(first=position, end=month.end, month=month.value)
        direction = words.directions.match(tokens, position)
        unit = words.units.match(tokens, direction.end if direction is not None else position)
        if unit is None or unit.value not in _WHOLES:
            return None
        value = direction.value if direction is not None else 0
        return Expression(first=position, end=unit.end, unit=unit.value, unit_direction=value)

    def _part(self, whole: Expression, start: int) -> Expression | None:
        edge = self._vocabulary.edges.match(self._tokens, start)
        counted = self._counted(start)
        if counted is not None and self._holds(whole, counted[1]):
            count, kind, weekday, end = counted
            return Expression(first=start, end=end, nth=Nth(count=count, kind=kind, whole=whole, weekday=weekday))
        if edge is not None:
            return replace(whole, end=edge.end, edge=edge.value)
        if whole.unit is not None and self._vocabulary.rest.end(self._tokens, start) is not None:
            end = self._vocabulary.rest.end(self._tokens, start) or start
            return replace(whole, end=end, rest=True) if whole.unit_direction == 0 else None
        ended = len(self._tokens[whole.end - 1].forms) > 1  # the genitive is written on the word
        if (start == whole.end and not ended) or (whole.month is None and whole.unit != "month"):
            return None
        day = self._dates.day(start)
        closed = day is not None and (self._dates.closes(day[1]) or self._vocabulary.is_ended(self._tokens, day[1]))
        if day is None or not closed or not is_date(2000, whole.month or 1, day[0]):
            return None
        return replace(whole, end=day[1], day=day[0])

    def _holds(self, whole: Expression, kind: str) -> bool:
        if whole.month is not None or whole.unit == "month":
            return kind in _DAYLESS
        if whole.unit is not None:
            order = _WHOLES.index(whole.unit)
            return kind in ("day", "weekday", "weekend") or (kind in _WHOLES and _WHOLES.index(kind) < order)
        return True
