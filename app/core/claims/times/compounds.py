"""Times that are built from other times: the second Monday of May, two days after Christmas, the rest of the week."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.amounts import AmountReader
from app.core.claims.times.calendars import LUNAR, SOLAR, is_holiday, is_other_date
from app.core.claims.times.dates import DateReader
from app.core.claims.times.expression import Amount, Anchor, Expression, Nth, OtherDate, Shift
from app.core.claims.times.solar_years import NO_SOLAR_YEAR
from app.core.claims.times.vocabulary import FUTURE, PAST, Vocabulary
from app.core.claims.times.weekday_counts import WeekdayCountReader
from app.core.claims.times.whole_first import WholeFirstReader
from app.core.model.when import PartOfDay

Inner = Callable[[int], Expression | None]  # the longest expression that begins at a token

_LONGER = {  # units of which there are several in the longer one
    "day": ("week", "month", "quarter", "year"),
    "week": ("month", "quarter", "year"),
    "weekend": ("month", "quarter", "year"),
    "weekday": ("month", "quarter", "year"),
    "fortnight": ("month",),
    "month": ("quarter", "year", "half"),
    "quarter": ("year",),
    "half": ("month", "year", "century"),
    "year": ("decade", "century"),
    "decade": ("century",),
    "century": (),
}
_WHOLES = frozenset({"month", "year", "last_year", "unit", "unit_direction", "direction", "season", "nth", "other"})
_ANCHORS = frozenset({"weekday", "day", "relative_day", "holiday", "month", "year", "now", "other", "nth", "clock"})
_MOST_COUNT = 53
_MOST_WEEKDAYS = 5  # in one month


class CompoundReader:
    """Reads the compound time that begins at a token; its parts are read by ``inner``."""

    def __init__(
        self, tokens: Sequence[Token], vocabulary: Vocabulary, amounts: AmountReader, dates: DateReader, inner: Inner
    ) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary
        self._amounts = amounts
        self._dates = dates
        self._inner = inner
        self._weekday_counts = WeekdayCountReader(tokens, vocabulary, amounts)
        self._whole_first = WholeFirstReader(tokens, vocabulary, dates, self._count_first)

    def read(self, position: int) -> Expression | None:
        """The compound time at the position; None where none begins there."""
        return (
            self._anchored(position)
            or self._weekday_counts.read(position)
            or self._nth(position)
            or self._week_of(position)
            or self._rest(position)
            or self._lettered(position)
            or self._year_of_lettered(position)
            or self._whole_first.read(position)
            or self._night_before(position)
            or self._decade(position)
            or self._other_date(position)
            or self._holiday(position)
        )

    def now(self, position: int) -> Expression | None:
        """ "now", which tells a time only as the end of a range or a point to count from."""
        end = self._vocabulary.now.end(self._tokens, position)
        return Expression(first=position, end=end, now=True) if end else None

    def _skip_links(self, position: int) -> int:
        return list(self._vocabulary.link_ends(self._tokens, position))[-1]

    def _anchored(self, position: int) -> Expression | None:
        """ "two days after Christmas", "three weeks from tomorrow", "بعد يومين من عيد الفطر"."""
        words, tokens = self._vocabulary, self._tokens
        before = words.ago_before.end(tokens, position)
        lead = before or words.ahead.end(tokens, position)
        amount = self._amounts.read(lead or position, bare=True)
        if amount is None or (amount.bare and amount.plural) or amount.low != amount.high:
            return None
        if lead is None and words.duration_leads.match(tokens, position - 1) is not None:
            return None
        back = words.before_amount.end(tokens, amount.end)
        after = words.after_amount.end(tokens, amount.end)
        counted = words.relative_to_event.end(tokens, amount.end) if lead is not None else None
        start = back or after or counted
        of = self._anchor(start) if start is not None else None
        if of is None:
            return None
        sign = (PAST if back else FUTURE) if back or after else (PAST if before else FUTURE)
        if of.now:
            sign = PAST if before and lead is not None else sign
            shift = Shift(low=amount.low, high=amount.high, unit=amount.unit, sign=sign, more=amount.more)
            return Expression(first=position, end=of.end, shift=shift)
        return Expression(first=position, end=of.end, anchor=Anchor(amount=amount, sign=sign, of=of))

    def _anchor(self, position: int) -> Expression | None:
        for start in self._vocabulary.link_ends(self._tokens, position):
            of = self.now(start) or self._inner(start)
            if of is None or not of.told & _ANCHORS or of.until is not None or of.anchor is not None:
                continue
            if start > position and not (of.tells_a_day or of.now or of.clock):
                return None  # "three months after the June election"
            return of
        return None

    def _night_before(self, position: int) -> Expression | None:
        """ "in der Nacht zum Dienstag", "в ночь на 3 июня": the night that ends on the day told."""
        start = self._vocabulary.night_before.end(self._tokens, position)
        day = self._inner(start) if start is not None else None
        if (
            day is None
            or not day.tells_a_day
            or day.anchor is not None
            or day.part is not None
            or day.until is not None
        ):
            return None
        amount = Amount(low=1, high=1, unit="day", end=day.first)
        anchor = Anchor(amount=amount, sign=PAST, of=replace(day, clock=None))
        return Expression(first=position, end=day.end, anchor=anchor, part=PartOfDay.NIGHT, clock=day.clock)

    def _nth(self, position: int) -> Expression | None:
        """The n-th or last of a kind, in the longer time that follows."""
        counted = self._count_first(position) or self._kind_first(position)
        if counted is None:
            return None
        count, kind, weekday, end = counted
        if kind == "weekday" and abs(count) > _MOST_WEEKDAYS:
            return None
        if kind == "century" and count > 0:
            nth = Nth(count=count, kind=kind, whole=None)
            return Expression(first=position, end=end, nth=nth)
        whole = self._whole(end, kind)
        if whole is None and kind == "weekday":
            return self._nth_after(position, count, weekday, end)
        if whole is None:
            return None
        nth = Nth(count=count, kind=kind, whole=whole, weekday=weekday)
        return Expression(first=position, end=whole.end, nth=nth)

    def _nth_after(self, position: int, count: int, weekday: int | None, end: int) -> Expression | None:
        start = self._vocabulary.after_amount.end(self._tokens, end)
        of = self._anchor(start) if start is not None else None
        if of is None or not of.tells_a_day or count < 1:
            return None
        nth = Nth(count=count, kind="weekday", whole=of, weekday=weekday, after=True)
        return Expression(first=position, end=of.end, nth=nth)

    def _count_first(self, position: int) -> tuple[int, str, int | None, int] | None:
        """ "the second Monday", "the last week", "the third last day"."""
        count = self._ordinal(position) or self._last(position)
        if count is None:
            return None
        value, end = count
        last = self._last(end) if value > 0 else None
        if last is not None:
            value, end = -value, last[1]
        kind = self._kind(end)
        return (value, *kind) if kind is not None else None

    def _kind_first(self, position: int) -> tuple[int, str, int | None, int] | None:
        """ "الأسبوع الثالث", "الربع الأخير"."""
        kind = self._kind(position)
        if kind is None:
            return None
        count = self._ordinal(kind[2], words_only=True) or self._last(kind[2])
        return (count[0], kind[0], kind[1], count[1]) if count is not None else None

    def _ordinal(self, position: int, *, words_only: bool = False) -> tuple[int, int] | None:
        number = self._vocabulary.ordinal(self._tokens, position)
        if number is None or (words_only and number.written_in_digits):
            return None
        whole = number.whole
        return (whole, number.end) if whole is not None and 1 <= whole <= _MOST_COUNT else None

    def _last(self, position: int) -> tuple[int, int] | None:
        end = self._vocabulary.last_of.end(self._tokens, position)
        return (-1, end) if end is not None else None

    def _kind(self, position: int) -> tuple[str, int | None, int] | None:
        words, tokens = self._vocabulary, self._tokens
        unit = words.units.match(tokens, position) or words.nth_units.match(tokens, position)
        weekday = words.nth_weekdays.match(tokens, unit.end if unit and unit.value == "day" else position)
        if weekday is not None:
            return "weekday", weekday.value, weekday.end
        return (unit.value, None, unit.end) if unit is not None and unit.value in _LONGER else None

    def _whole(self, position: int, kind: str) -> Expression | None:
        """The longer time that follows, with or without "of": a month, a year, "next month", "the year"."""
        for start in self._vocabulary.link_ends(self._tokens, position):
            whole = self._inner(start) or self._dates.sure_month(start) or self._dates.sure_year(start)
            if whole is not None:
                break
            unit = self._vocabulary.units.match(self._tokens, start)
            if unit is not None and start > position and unit.value in _LONGER[kind]:
                return Expression(first=start, end=unit.end, unit=unit.value, unit_direction=0)
        if whole is None or not whole.told <= _WHOLES | {"since"} or whole.told <= {"direction"}:
            return None
        if whole.unit is not None and whole.unit not in _LONGER[kind]:
            return None
        if whole.month is not None and kind not in ("day", "week", "weekend", "weekday", "half", "fortnight"):
            return None
        return whole

    def _week_of(self, position: int) -> Expression | None:
        """ "the week of 16 September", "the week starting on Monday"."""
        words = self._vocabulary
        unit = words.units.match(self._tokens, position)
        if unit is None or unit.value not in ("week", "weekend"):
            return None
        lead = words.week_leads.end(self._tokens, unit.end)
        start = self._skip_links(lead or unit.end)
        day = (self._inner(start) or self._ordinal_day(start)) if start > unit.end else None
        if day is None or not day.tells_a_day or day.until is not None or not day.told & {"day", "holiday", "weekday"}:
            return None
        if day.day is None and lead is None:
            return None
        return Expression(first=position, end=day.end, nth=Nth(count=0, kind=unit.value, whole=day))

    def _ordinal_day(self, position: int) -> Expression | None:
        """ "the week of the 18th": a day of the month by its ordinal in digits."""
        number = self._vocabulary.numbers.read_ordinal(self._tokens, position)
        day = self._dates.day(position) if number is not None and number.written_in_digits else None
        if day is None or not self._dates.closes(day[1]):
            return None
        return Expression(first=position, end=day[1], day=day[0])

    def _rest(self, position: int) -> Expression | None:
        """ "the rest of the week"."""
        rest = self._vocabulary.rest.end(self._tokens, position)
        if rest is None:
            return None
        unit = None
        for start in self._vocabulary.link_ends(self._tokens, rest):
            direction = self._vocabulary.directions.match(self._tokens, start)
            running = direction.end if direction is not None and direction.value == 0 else start
            unit = self._vocabulary.units.match(self._tokens, running)
            if unit is not None:
                break
        if unit is None or unit.value not in ("day", "week", "month", "quarter", "year"):
            return None
        after = self._vocabulary.directions.match(self._tokens, unit.end)
        end = after.end if after is not None and after.value == 0 else unit.end
        return Expression(first=position, end=end, unit=unit.value, unit_direction=0, rest=True)

    def _lettered(self, position: int) -> Expression | None:
        """ "Q3 2016", "H1"."""
        words, tokens = self._vocabulary, self._tokens
        for table, kind, most in ((words.quarter_letters, "quarter", 4), (words.half_letters, "half", 2)):
            end = table.end(tokens, position)
            if end is None or end >= len(tokens) or not tokens[end].glued or not tokens[position].capital:
                continue
            count = tokens[end].digits
            if (
                count is None
                or not 1 <= count <= most
                or (end + 1 < len(tokens) and tokens[end + 1].glued and tokens[end + 1].text.isalnum())
            ):
                continue
            whole = self._whole(end + 1, kind)
            running = Expression(first=end, end=end + 1, unit="year", unit_direction=0)
            nth = Nth(count=count, kind=kind, whole=whole or self._bare_year(end + 1) or running)
            return Expression(first=position, end=nth.whole.end if nth.whole else end + 1, nth=nth)
        return None

    def _year_of_lettered(self, position: int) -> Expression | None:
        """ "2016 H2"."""
        part = self._lettered(position + 1) if self._dates.is_year(position) else None
        if part is None or part.nth is None or part.end != position + 3:
            return None
        return replace(part, first=position, nth=replace(part.nth, whole=self._bare_year(position)))

    def _bare_year(self, position: int) -> Expression | None:
        if not self._dates.is_year(position):
            return None
        return Expression(first=position, end=position + 1, year=self._tokens[position].digits)

    def _decade(self, position: int) -> Expression | None:
        """ "the seventies", "les années 70", "سبعينيات القرن الماضي"."""
        words, tokens = self._vocabulary, self._tokens
        lead = words.decade_leads.end(tokens, position)
        if lead is not None and lead < len(tokens):
            number = words.numbers.read(tokens, lead)
            value = number.whole if number is not None else None
            rest = words.numbers.read(tokens, number.end) if number is not None and 15 <= (value or 0) <= 20 else None
            if rest is not None and rest.whole is not None and not rest.written_in_digits:
                number, value = rest, (value or 0) * 100 + rest.whole  # "années dix-neuf cent", "dix-neuf soixante-dix"
            solar = (
                words.words.solar_years and (value or 0) < NO_SOLAR_YEAR
            )  # "دهه ۹۰": the 1390s of the Jalali calendar
            if (
                number is not None
                and value is not None
                and not solar
                and value % 10 == 0
                and (value < 100 or 1000 <= value <= 2190)
            ):
                mark = words.decade_marks.end(tokens, number.end)
                return self._decade_of(position, value, mark or number.end)
        first = words.numbers.read(tokens, position)
        century = first.whole or 0 if first is not None and not first.written_in_digits else 0
        paired = 15 <= century <= 20  # "the nineteen seventies"
        named = words.decades.match(tokens, first.end) if first is not None and paired else None
        paired = named is not None
        named = named or words.decades.match(tokens, position)
        if named is not None:
            value = century * 100 + named.value if paired and named.value < 100 else named.value
            return self._decade_of(position, value, named.end)
        start = position + 1 if tokens[position].text in "'’" else position
        token = tokens[start] if start < len(tokens) else None
        mark = words.decade_marks.end(tokens, start + 1)
        if token is None or token.digits is None or mark is None or not tokens[start + 1].glued:
            return None
        if token.digits % 10 or not (len(token.text) == 2 or self._dates.is_year(start)):
            return None
        return self._decade_of(position, token.digits, mark)

    def _decade_of(self, position: int, value: int, end: int) -> Expression:
        if value >= 100:
            return Expression(first=position, end=end, year=value, last_year=value + 9)
        start = self._skip_links(end)
        century = self._inner(start)
        if century is not None and (
            century.unit == "century" or (century.nth is not None and century.nth.kind == "century")
        ):
            return Expression(
                first=position, end=century.end, nth=Nth(count=value // 10 + 1, kind="decade", whole=century)
            )
        return Expression(first=position, end=end, nth=Nth(count=value // 10 + 1, kind="decade", whole=None))

    def _other_date(self, position: int) -> Expression | None:
        """ "10 محرم 1446", "رمضان 1445", "مهر ۱۴۰۳": a month of another calendar with its day or year."""
        words, tokens = self._vocabulary, self._tokens
        tables = ((LUNAR, words.lunar_months, words.lunar_marks), (SOLAR, words.solar_months, words.solar_marks))
        day = self._dates.day(position)
        start = self._skip_links(day[1]) if day is not None else position
        for calendar, table, marks in tables:
            month = table.match(tokens, start) or (table.match(tokens, day[1]) if day else None)
            if month is None:
                continue
            year, end = self._other_year(month.end, marks)
            if day is None and year is None:
                continue
            told = OtherDate(calendar=calendar, month=month.value, year=year, day=day[0] if day else None)
            if is_other_date(told):
                return Expression(first=position, end=end, other=told)
        return None

    def _other_year(self, position: int, marks: object) -> tuple[int | None, int]:
        words, tokens = self._vocabulary, self._tokens
        for start in dict.fromkeys((position, self._skip_links(position))):
            digits = tokens[start].digits if start < len(tokens) else None
            if digits is None or len(tokens[start].text) != 4 or not 1200 <= digits <= 1600:
                continue
            table = words.lunar_marks if marks is words.lunar_marks else words.solar_marks
            return digits, table.end(tokens, start + 1) or start + 1
        return None, position

    def _holiday(self, position: int) -> Expression | None:
        """A feast: with a preposition before it, or a year or a direction beside it."""
        words, tokens = self._vocabulary, self._tokens
        found = words.holidays.match(tokens, position)
        if found is None or not is_holiday(found.value):
            return None
        directed = words.directions.match(tokens, position - 1) or words.directions.match(tokens, found.end)
        led = words.holiday_leads.before(tokens, position) is not None
        alone = position == 0 and (found.end == len(tokens) or not tokens[found.end].text.isalpha())
        joined = any(
            table.match(tokens, position - 1) is not None
            for table in (
                words.after_amount,
                words.before_amount,
                words.range_to,
                words.range_and,
                words.relative_to_event,
            )
        )
        start = words.links.end(tokens, found.end) or found.end
        year = self._dates.is_year(found.end) or self._dates.is_year(start)
        if not (directed or led or alone or joined or year):
            return None
        return Expression(first=position, end=found.end, holiday=found.value)
