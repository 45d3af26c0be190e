"""The pieces of which expressions of time are made, each read at one position of the token sequence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.amounts import AmountReader
from app.core.claims.times.clock import ClockReader
from app.core.claims.times.compounds import CompoundReader, Inner
from app.core.claims.times.dates import DateReader
from app.core.claims.times.expression import Amount, Expression, Shift
from app.core.claims.times.vocabulary import FUTURE, PAST, Vocabulary
from app.core.model.when import PartOfDay

_SINGLE_UNITS = frozenset({"day", "week", "weekend", "month", "quarter", "year", "decade", "century"})
_EDGED_UNITS = frozenset({"week", "month", "year", "decade", "century"})


class PieceReader:
    """Reads the piece that begins at a token, the most telling kind first."""

    def __init__(
        self,
        tokens: Sequence[Token],
        vocabulary: Vocabulary,
        ahead: Sequence[bool],
        inner: Inner,
        *,
        is_fragment: bool,
        year_roles: Mapping[int, bool],
    ) -> None:
        self.tokens = tokens
        self.vocabulary = vocabulary
        self.amounts = AmountReader(tokens, vocabulary)
        self.dates = DateReader(tokens, vocabulary, year_roles)
        self.clocks = ClockReader(tokens, vocabulary, self.dates.closes)
        self.compounds = CompoundReader(tokens, vocabulary, self.amounts, self.dates, inner)
        self._is_fragment = is_fragment
        self._known: dict[int, Expression | None] = {}
        self._known_minutes: dict[int, Expression | None] = {}
        self._ahead = ahead  # for each token: the words before it speak of the future

    def read(self, position: int, *, after: Expression | None = None) -> Expression | None:
        """The piece at the position; ``after`` is what has been read directly before it."""
        if position >= len(self.tokens):
            return None
        return (
            self.dates.numeric(position, after)
            or self._minutes_first(position)
            or self.compounds.read(position)
            or self._alone(position)
            or self.clocks.read(position, after_day=after is not None and (after.tells_a_day or after.part is not None))
            or self._shift(position)
            or self.dates.month(position, after)
            or self.dates.weekday(position, after)
            or self._midnight(position)
            or self._edge(position, after)
            or self._half_day(position, after)
            or self._relative_day_or_part(position)
            or self._season(position, after)
            or self.dates.year(position, after)
            or self.dates.bare_day(position, after)
            or self._direction(position)
        )

    def _minutes_first(self, position: int) -> Expression | None:
        if position not in self._known_minutes:
            self._known_minutes[position] = self.clocks.from_minutes(position)
        return self._known_minutes[position]

    def _alone(self, position: int) -> Expression | None:
        """What does not depend on the words before it, read once."""
        if position not in self._known:
            found = self._window(position) or self._calendar_unit(position) or self.dates.day_and_month(position)
            self._known[position] = found
        return self._known[position]

    def _window(self, position: int) -> Expression | None:
        """ "the last three days", "الأيام الثلاثة الماضية", "ces derniers jours"."""
        found = self._directed_first(position) or self._directed_last(position)
        if found is None:
            return None
        direction, amount = found
        shift = Shift(low=amount.low, high=amount.high, unit=amount.unit, sign=direction, window=True, more=amount.more)
        return Expression(first=position, end=amount.end, shift=shift)

    def _directed_first(self, position: int) -> tuple[int, Amount] | None:
        direction = self._direction_value(position, plural=True)
        if direction is None:
            return None
        value, end = direction
        second = self._direction_value(end, plural=True)  # "ces derniers"
        if second is not None:
            value, end = second
        amount = self.amounts.read(end, bare=True)
        if amount is None or (value == 0 and amount.low < 1):
            return None  # "bu çeyrek yıl" is no quarter of a year up to now
        if amount.bare and second is not None and self.vocabulary.plural_units.match(self.tokens, end) is not None:
            return value, self.amounts.vague(amount)  # "ces derniers mois": the plural looks like the singular
        coming_hour = amount.unit == "hour" and value == FUTURE  # "the next hour"
        return (value, amount) if amount.plural or not amount.bare or coming_hour else None

    def _directed_last(self, position: int) -> tuple[int, Amount] | None:
        amount = self.amounts.read(position, bare=True)
        if amount is not None and (amount.plural or not amount.bare):
            number = self.vocabulary.numbers.read(self.tokens, amount.end) if amount.bare else None
            end = number.end if number else amount.end
            direction = self._direction_after(end, plural=True)
            if direction is None or direction[0] == 0:
                return None
            low, high = (number.low, number.high) if number else (amount.low, amount.high)
            return direction[0], replace(amount, low=low, high=high, end=direction[1])
        number = self.vocabulary.numbers.read(self.tokens, position)  # "les trois derniers jours"
        direction = self._direction_value(number.end, plural=True) if number else None
        unit = self.amounts.read(direction[1], bare=True) if direction else None
        if number is None or direction is None or unit is None or not unit.bare:
            return None
        if self.vocabulary.plural_units.match(self.tokens, direction[1]) is None:
            return None
        return direction[0], replace(unit, low=number.low, high=number.high)

    def _direction_after(self, position: int, *, plural: bool = False) -> tuple[int, int] | None:
        if self.vocabulary.words.whole_first:
            return None  # such languages put it before: "36 yıl geçmiş" is a verb
        past = self.vocabulary.past_after.end(self.tokens, position)
        return (PAST, past) if past is not None else self._direction_value(position, plural=plural)

    def _direction_value(self, position: int, *, plural: bool = False) -> tuple[int, int] | None:
        found = self.vocabulary.directions.match(self.tokens, position)
        if found is not None:
            return found.value, found.end
        recent = self.vocabulary.recent.end(self.tokens, position) if plural else None
        return (PAST, recent) if recent else None

    def _calendar_unit(self, position: int) -> Expression | None:
        """ "last week", "الشهر الجاري", "l'an dernier"."""
        far = self.vocabulary.far_units.match(self.tokens, position)  # "übernächste Woche"
        direction = (far.value, far.end) if far is not None else self._direction_value(position)
        if direction is not None:
            unit = self.vocabulary.units.match(self.tokens, direction[1])
            if (
                unit is not None
                and unit.value == "day"
                and self.vocabulary.final.end(self.tokens, position) is not None
            ):
                return None  # "am letzten Tag": of something, not yesterday
            dated = unit is not None and unit.value == "day" and self.vocabulary.weekdays.match(self.tokens, unit.end)
            if unit is not None and unit.value in _SINGLE_UNITS and not dated:
                after = self._direction_after(unit.end)  # "cette semaine passée": the second word decides
                value, end = after if after else (direction[0], unit.end)
                return self._unit_expression(position, end, unit.value, value)
        unit = self.vocabulary.units.match(self.tokens, position)
        after_next = self.vocabulary.after_next.end(self.tokens, unit.end) if unit else None
        if unit is not None and after_next is not None and unit.value in _SINGLE_UNITS - {"day"}:
            return self._unit_expression(position, after_next, unit.value, 2)
        direction = self._direction_after(unit.end) if unit else None
        if unit is not None and direction is None and unit.value == "weekend":
            return Expression(first=position, end=unit.end, unit=unit.value)
        if unit is None or direction is None or unit.value not in _SINGLE_UNITS:
            return None
        return self._unit_expression(position, direction[1], unit.value, direction[0])

    def _unit_expression(self, first: int, end: int, unit: str, direction: int) -> Expression:
        if unit == "day":
            return Expression(first=first, end=end, relative_day=direction)
        return Expression(first=first, end=end, unit=unit, unit_direction=direction)

    def _shift(self, position: int) -> Expression | None:
        """ "three days ago", "قبل ثلاثة أيام", "il y a deux jours"."""
        before = self.vocabulary.ago_before.end(self.tokens, position)
        if before is not None:
            start = self.vocabulary.about.end(self.tokens, before) or before
            amount = self.amounts.read(start, bare=True)
            if amount is None or self._is_counted_from_event(amount.end):
                return None
            since = True if self.vocabulary.since.end(self.tokens, position) else None
            return self._shifted(position, amount, PAST, since=since)
        ahead = self._ahead_end(position)
        if ahead is not None:
            start = self.vocabulary.about.end(self.tokens, ahead) or ahead
            amount = self.amounts.read(start, bare=self.vocabulary.words.bare_one)
            directed = amount is not None and self._direction_after(amount.end) is not None  # "خلال اليومين الماضيين"
            if amount is not None and not directed and not self._is_counted_from_event(amount.end):
                within = self.vocabulary.within.end(self.tokens, position) is not None
                return self._shifted(position, amount, FUTURE, within=within)
        amount = self.amounts.read(position, bare=True)
        if amount is not None and (not amount.bare or amount.plural or self.vocabulary.words.bare_one):
            end = self.vocabulary.ago_after.end(self.tokens, amount.end)
            if end is not None:
                return self._shifted(position, replace(amount, end=end), PAST)
            return self._behind_amount(position, amount)
        return None

    def _behind_amount(self, position: int, amount: Amount) -> Expression | None:
        """ "three days from now"; a word that also counts from events ("sonra") only where the future is told."""
        words = self.vocabulary
        ahead = self._ahead[position] or self._is_fragment
        end = words.ahead_after.end(self.tokens, amount.end)
        if end is not None and (ahead or words.relative_to_event.end(self.tokens, amount.end) is None):
            return self._shifted(position, replace(amount, end=end), FUTURE)
        end = words.within_after.end(self.tokens, amount.end)
        if end is not None and ahead:
            return self._shifted(position, replace(amount, end=end), FUTURE, within=True)
        return None

    def _ahead_end(self, position: int) -> int | None:
        """Where "in" or "within" ends that opens a length up to a time to come."""
        words = self.vocabulary
        sure = words.sure_ahead.end(self.tokens, position)
        if sure is not None:
            return sure
        ahead = words.ahead.end(self.tokens, position) or words.within.end(self.tokens, position)
        return ahead if ahead is not None and (self._ahead[position] or self._is_fragment) else None

    def _is_counted_from_event(self, position: int) -> bool:
        return self.vocabulary.relative_to_event.end(self.tokens, position) is not None

    def _shifted(
        self, first: int, amount: Amount, sign: int, *, since: bool | None = None, within: bool = False
    ) -> Expression:
        shift = Shift(low=amount.low, high=amount.high, unit=amount.unit, sign=sign, within=within, more=amount.more)
        return Expression(first=first, end=amount.end, shift=shift, since=since)

    def _edge(self, position: int, after: Expression | None) -> Expression | None:
        """ "late", "the end of the month"; alone it says nothing."""
        edge = self.vocabulary.edges.match(self.tokens, position)
        part = self.vocabulary.parts.match(self.tokens, position)
        if edge is None or (part is not None and part.end > edge.end):  # "the early hours"
            return None
        start = edge.end
        while self.vocabulary.units.match(self.tokens, start) is None:
            link = self.vocabulary.links.end(self.tokens, start)
            if link is None:
                break
            start = link
        unit = self.vocabulary.units.match(self.tokens, start)
        directed = self._calendar_unit(start)
        if unit is not None and unit.value in _EDGED_UNITS and directed is None and self._ends_unit(unit.end):
            return Expression(first=position, end=unit.end, edge=edge.value, unit=unit.value, unit_direction=0)
        return Expression(first=position, end=edge.end, edge=edge.value)

    def _ends_unit(self, position: int) -> bool:
        """No number or month follows that the unit word only introduces ("نهاية عام 2016", "مطلع شهر مارس")."""
        if self.vocabulary.numbers.read(self.tokens, position) is not None:
            return False
        link = self.vocabulary.links.end(self.tokens, position)
        return all(self.vocabulary.months.match(self.tokens, start) is None for start in (position, link or position))

    def _half_day(self, position: int, after: Expression | None) -> Expression | None:
        """ "Tuesday PM": the half of a day in capital letters, where no hour is told."""
        found = self.vocabulary.half_days.match(self.tokens, position)
        day = after is not None and after.tells_a_day and after.end == position and after.clock is None
        if found is None or not day or not self.tokens[position].text.isupper():
            return None
        part = PartOfDay.MORNING if found.value == "morning" else PartOfDay.AFTERNOON
        return Expression(first=position, end=found.end, part=part)

    def _midnight(self, position: int) -> Expression | None:
        end = self.vocabulary.midnight.end(self.tokens, position)
        return Expression(first=position, end=end, midnight=True) if end else None

    def _relative_day_or_part(self, position: int) -> Expression | None:
        pointed = self.vocabulary.directions.match(self.tokens, position)
        directed = self.vocabulary.parts.match(self.tokens, pointed.end) if pointed is not None else None
        if pointed is not None and directed is not None:  # "this morning", "cet après-midi"
            named = PartOfDay(directed.value)
            return Expression(first=position, end=directed.end, direction=pointed.value, part=named)
        relative = self.vocabulary.relative_days.match(self.tokens, position)
        part = self.vocabulary.parts.match(self.tokens, position)
        if relative is not None and part is not None and relative.end == part.end:  # "tonight"
            return Expression(first=position, end=part.end, relative_day=relative.value, part=PartOfDay(part.value))
        if relative is not None and (part is None or relative.end > part.end):
            return Expression(first=position, end=relative.end, relative_day=relative.value)
        if part is not None:
            return Expression(first=position, end=part.end, part=PartOfDay(part.value))
        return None

    def _season(self, position: int, after: Expression | None) -> Expression | None:
        season = self.vocabulary.seasons.match(self.tokens, position)
        if season is None:
            return None
        directed = after is not None and after.direction is not None and after.end == position
        told = (
            directed
            or self._direction_after(season.end) is not None
            or self.dates.is_year(season.end)
            or (after is not None and after.edge is not None)
            or self._calendar_unit(season.end) is not None
            or self._follows_since(position)
        )
        return Expression(first=position, end=season.end, season=season.value) if told else None

    def _follows_since(self, position: int) -> bool:
        """ "since spring", "depuis l'automne": one word or article may stand between."""
        return any(
            self.vocabulary.since.match(self.tokens, position - back) is not None
            for back in (1, 2, 3)
            if position >= back and all(self._is_link(i) for i in range(position - back + 1, position))
        )

    def _is_link(self, position: int) -> bool:
        token = self.tokens[position]
        return (
            token.text in "'’" or len(token.text) == 1 or self.vocabulary.links.end(self.tokens, position) is not None
        )

    def _direction(self, position: int) -> Expression | None:
        direction = self._direction_after(position) or self._direction_value(position)
        if direction is None:
            return None
        weekday = self.dates.weekday(direction[1])  # "next Friday"
        if weekday is not None:
            return replace(weekday, first=position, direction=direction[0])
        unit = self.vocabulary.units.match(self.tokens, direction[1])  # "هذا يوم الجمعة"
        opens = unit is not None and unit.value == "day" and self.vocabulary.weekdays.match(self.tokens, unit.end)
        end = unit.end if unit is not None and opens else direction[1]
        return Expression(first=position, end=end, direction=direction[0])
