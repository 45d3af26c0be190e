"""Finds the times and durations of one sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.core.claims.quantities.tokens import Token, split_tokens, text_between
from app.core.claims.times.behind import BehindReader
from app.core.claims.times.cues import future_reach, is_fragment
from app.core.claims.times.expression import Amount, Expression
from app.core.claims.times.lasting import LastingReader
from app.core.claims.times.merging import merged
from app.core.claims.times.pieces import PieceReader
from app.core.claims.times.ranges import RangeReader
from app.core.claims.times.resolution import Resolver
from app.core.claims.times.resolved import Resolved
from app.core.claims.times.vocabulary import Vocabulary, vocabulary_of
from app.core.claims.times.year_trees import year_roles
from app.core.model.language import LanguagePack
from app.core.model.sentence import Word, WordSpan
from app.core.model.when import Duration, When

_DEEPEST = 3  # times within times
_MOST_LINKS = 3  # between two pieces of one expression
_OPENING, _CLOSING = "([", ")]"
_PAUSES = ",،"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesFound:
    """Times and lengths of time in text order; ``taken`` are the character spans that count nothing else."""

    times: tuple[When, ...]
    durations: tuple[Duration, ...]
    taken: tuple[tuple[int, int], ...]


def find_times(
    words: Sequence[WordSpan | Word],
    *,
    published_at: datetime | None,
    pack: LanguagePack,
    text: str | None = None,
    day: date | None = None,
) -> TimesFound:
    """All times of the sentence. Intervals are local civil times of ``published_at``'s own offset.

    ``day`` is the day of a time of day in a sentence that tells no day; without it such a time stays open.
    ``text`` is the article's text; without it the quoted text of a time is rebuilt from the words and their gaps.
    """
    search = _Search(words, vocabulary_of(pack))
    search.run()
    resolver = Resolver(published_at, weekend_starts=pack.times.weekend_starts, context_day=day)
    times = _resolve_all(search, resolver)
    return TimesFound(
        times=tuple(_when(search, expression, resolved, text) for expression, resolved in times),
        durations=tuple(_duration(search, first, amount, text) for first, amount in search.durations),
        taken=tuple(sorted((search.tokens[first].start, search.tokens[end - 1].end) for first, end in search.taken)),
    )


class _Search:
    """One pass over the tokens of a sentence."""

    def __init__(self, words: Sequence[WordSpan | Word], vocabulary: Vocabulary) -> None:
        self.words = words
        self.tokens: tuple[Token, ...] = vocabulary.without_endings(split_tokens(words, vocabulary.words.clitics))
        self.vocabulary = vocabulary = vocabulary.of_sentence(self.tokens)
        self.ahead = future_reach(self.tokens, words, vocabulary)
        self._known: dict[int, Expression | None] = {}
        self._known_cut: dict[tuple[int, int], Expression | None] = {}  # by depth too: what lies too deep is lacking
        self._depth = 0
        self._cut_short = False
        self._begins = tuple(map(vocabulary.may_begin, self.tokens))
        fragment = is_fragment(self.tokens, words, vocabulary)
        if fragment:
            vocabulary.of_headline()
        roles = year_roles(self.tokens, words)
        self.pieces = PieceReader(
            self.tokens, vocabulary, self.ahead, self._inner, is_fragment=fragment, year_roles=roles
        )
        pieces = self.pieces
        self.lasting = LastingReader(self.tokens, vocabulary, pieces.amounts, self._inner)
        self.behind = BehindReader(self.tokens, vocabulary, pieces.amounts)
        self.ranges = RangeReader(self.tokens, vocabulary, pieces.dates, pieces.clocks, pieces.compounds, self._inner)
        self.expressions: list[Expression] = []
        self.durations: list[tuple[int, Amount]] = []
        self.taken: list[tuple[int, int]] = []

    def run(self) -> None:
        position = 0
        while position < len(self.tokens):
            position = self._step(position)

    def _step(self, position: int) -> int:
        if not self._begins[position]:
            return position + 1
        expression = self._expression(position)
        anaphoric = self.vocabulary.anaphoric.end(self.tokens, position)
        if anaphoric is None and (expression is None or expression.other is None):
            anaphoric = self._other_calendar(position)
        if anaphoric is not None and (expression is None or expression.end <= anaphoric):
            self.taken.append((position, anaphoric))
            return anaphoric
        if expression is not None:
            if not self._recurs(expression):
                self.expressions.append(expression)
            self.taken.append((expression.first, expression.end))
            return expression.end
        return self._length(position) or position + 1

    def _other_calendar(self, position: int) -> int | None:
        """The end of a date of another calendar ("5 رمضان 1443هـ"): nothing in it is a count or a time."""
        words, tokens = self.vocabulary, self.tokens
        number = words.numbers.read_ordinal(tokens, position) or words.numbers.read(tokens, position)
        start = number.end if number else position
        for _ in range(2 if number is not None else 0):
            if words.other_months.end(tokens, start) is None:
                start = words.links.end(tokens, start) or start
        unit = words.units.match(tokens, start)
        end = words.other_months.end(tokens, unit.end if unit and unit.value == "month" else start)
        if end is None:
            return None
        end = words.links.end(tokens, end) or end
        if self.pieces.dates.is_year(end):
            return end + 2 if end + 1 < len(tokens) and tokens[end + 1].glued else end + 1
        return words.other_months.end(tokens, end - 1) or end

    def _expression(self, position: int) -> Expression | None:
        """The longest expression that begins here and that tells a time, a range included."""
        lasting = self.lasting.before(position)
        if lasting is not None:
            return lasting
        single = self._inner(position)
        ranged = self.ranges.read(position, single)
        if ranged is not None:
            return self._with_lead(self._grown(ranged) or ranged)
        if single is None:
            now = self.pieces.compounds.now(position)
            return now if now is not None and self._is_all(now) else None
        return self._with_lead(self.lasting.behind(self.ranges.inside(single) or self.behind.read(single) or single))

    def _inner(self, position: int) -> Expression | None:
        """The longest expression that begins here and is no range; also asked for the parts of others."""
        if position >= len(self.tokens) or not self._begins[position]:
            return None
        if position in self._known:
            return self._known[position]
        if self._depth > _DEEPEST or (position, self._depth) in self._known_cut:
            self._cut_short = True
            return self._known_cut.get((position, self._depth))
        outer_cut, self._cut_short = self._cut_short, False
        self._depth += 1
        first = self.pieces.read(position)
        found = self._grown(first) if first is not None else None
        self._depth -= 1
        if not self._cut_short or self._depth == 0:
            self._known[position] = found
        else:
            self._known_cut[position, self._depth] = found
        self._cut_short = outer_cut or (self._cut_short and self._depth > 0)
        return found

    def _grown(self, expression: Expression) -> Expression | None:
        """The expression with every further piece that belongs to it; None where it never tells a time."""
        whole = expression if self._tells_time(expression) else None
        while True:
            longer = self._extended(expression)
            if longer is None:
                return whole
            expression = longer
            if self._tells_time(expression):
                whole = expression

    def _extended(self, expression: Expression) -> Expression | None:
        start, comma, bracket = expression.end, False, False
        for links in range(_MOST_LINKS):
            piece = self.pieces.read(start, after=expression)
            from_day = piece is not None and piece.told == {"year"} and self.behind.is_from(expression.end)
            if piece is not None and not from_day and not (comma and self._begins_anew(expression, piece, links)):
                longer = merged(expression, piece, adjacent=links == 0, comma=comma or bracket)
                if longer is not None:
                    return self._closed(longer, bracket=bracket)
            if start >= len(self.tokens):
                return None
            mark = self.tokens[start].text
            link = self.vocabulary.links.end(self.tokens, start)
            if mark == "T" and self.tokens[start].glued and links == 0:  # "2016-12-16T12:23"
                start += 1
            elif mark in _PAUSES and not comma:
                start, comma = start + 1, True
            elif (mark in _OPENING or mark == "/") and not bracket:
                start, bracket = start + 1, True
            elif link is not None:
                start = link
            elif (links == 0 and expression.tells_a_day and self._is_clock_behind_for(start)) or (
                mark in "-–" and (expression.part is not None or expression.edge is not None)
            ):
                start += 1
            elif expression.part is not None and expression.weekday is not None:
                start = self.vocabulary.range_to.end(self.tokens, start) or len(self.tokens)
            else:
                return None
        return None

    def _is_clock_behind_for(self, position: int) -> bool:
        """ "on Saturday for 9 am"."""
        start = self.vocabulary.lasting.end(self.tokens, position)
        return start == position + 1 and self.pieces.clocks.read(start) is not None

    def _begins_anew(self, expression: Expression, piece: Expression, links: int) -> bool:
        """After a comma: "1 April, Tuesday 3 June" are two dates, and so are "3 juin, de lundi"."""
        if piece.weekday is None or expression.day is None:
            return False
        return links > 1 or self.pieces.dates.day_and_month(piece.end) is not None

    def _closed(self, expression: Expression, *, bracket: bool) -> Expression:
        end = expression.end
        if bracket and end < len(self.tokens) and self.tokens[end].text in _CLOSING:
            return replace(expression, end=end + 1)
        return expression

    def _with_lead(self, expression: Expression) -> Expression:
        since = self.vocabulary.since.match(self.tokens, expression.first - 1)
        if since is not None and since.end == expression.first and expression.until is None:
            return replace(expression, since=True)
        return expression

    def _tells_time(self, expression: Expression) -> bool:
        """False for pieces that mean nothing alone: "this", "late", and parts of day without a preposition."""
        told = expression.told - {"direction", "edge", "since"}
        if not told or told == {"now"}:
            return False
        if told <= {"part", "midnight"} and expression.direction is None:
            if "midnight" in told:
                return True
            bare = self.vocabulary.is_bare_part(self.tokens, expression.first) or self._is_all(expression)
            return bare or self.vocabulary.part_leads.before(self.tokens, expression.first) is not None
        return True

    def _is_all(self, expression: Expression) -> bool:
        """Whether the text has no further word."""
        return expression.first == 0 and expression.end == len(self.tokens)

    def _recurs(self, expression: Expression) -> bool:
        """ "every Monday", "مساء كل يوم": no single time."""
        every = self.vocabulary.every
        weekly = expression.weekday is not None and expression.told <= {"weekday", "part"}
        if weekly and self.vocabulary.habit_leads.before(self.tokens, expression.first) is not None:
            return True
        return every.end(self.tokens, expression.end) is not None or (
            self.vocabulary.every_before.before(self.tokens, expression.first) is not None
        )

    def _length(self, position: int) -> int | None:
        """A duration, an age, or a length of time counted from an event: taken, and only the first of them kept."""
        words = self.vocabulary
        age = words.age_before.end(self.tokens, position)
        if age is not None:
            number = words.numbers.read(self.tokens, age)
            if number is None:
                return None
            amount = self.pieces.amounts.read(age)
            self.taken.append((age, amount.end if amount else number.end))
            return amount.end if amount else number.end
        several = words.plural_units.end(self.tokens, position)
        number = words.numbers.read(self.tokens, several) if several else None
        if number is not None and not number.written_in_digits:  # "الأشهر الستة", "ساعات عدة"
            self.taken.append((position, number.end))
            return number.end
        lead = words.duration_leads.end(self.tokens, position)
        if lead is not None and self._expression(lead) is not None:
            return None
        full = self.pieces.amounts.full(lead or position)
        if full is not None and (lead is not None or self.vocabulary.another.end(self.tokens, position) is None):
            self.durations.append((lead or position, full))
            self.taken.append((lead or position, full.end))
            return full.end
        counted = (words.about.end(self.tokens, lead) or lead) if lead is not None else None  # "for more than an hour"
        amount = self.pieces.amounts.read(counted, bare=True) if counted else None
        if lead is None or amount is None or (amount.bare and amount.plural):
            lead, amount = None, self.pieces.amounts.read(position)
            if amount is None:
                bare = self.pieces.amounts.read(position, bare=True)  # "سنة وشهرين"
                amount = bare if bare is not None and bare.more else None
            if amount is None or (self._is_article(position) and not self._is_full_length(amount)):
                return None
        first = lead or position
        self.taken.append((first, amount.end))
        if not self._is_age(first, amount) and not self._counts_from_event(amount.end):
            self.durations.append((first, amount))
        return amount.end

    def _is_article(self, position: int) -> bool:
        """ "a day" in "twice a day" is no length of time."""
        return self.vocabulary.one.end(self.tokens, position) is not None

    def _is_full_length(self, amount: Amount) -> bool:
        """More than one unit, or a word or ending that says that it lasted: "bir ay boyunca", "bir saatliğine"."""
        words, tokens = self.vocabulary, self.tokens
        if amount.low != 1 or amount.more or words.length_follows.end(tokens, amount.end) is not None:
            return True
        return words.is_ended(tokens, amount.end, words.length_endings)

    def _is_age(self, first: int, amount: Amount) -> bool:
        if amount.unit != "year":
            return False
        after = amount.end + 1 if self._text(amount.end) == "-" else amount.end
        if self.vocabulary.age_after.end(self.tokens, after) is not None:
            return True
        return self._text(first - 1) in (*_PAUSES, "(", "（") and self._text(amount.end) in (*_PAUSES, ")", ".")

    def _text(self, position: int) -> str:
        return self.tokens[position].text if 0 <= position < len(self.tokens) else ""

    def _counts_from_event(self, position: int) -> bool:
        return self.vocabulary.relative_to_event.end(self.tokens, position) is not None


def _resolve_all(search: _Search, resolver: Resolver) -> list[tuple[Expression, Resolved]]:
    """Resolves every expression; two that are the ends of one range become one, a time of day takes its day
    from a neighbour."""
    expressions = search.expressions
    neighbours = _nearest_telling_days(expressions)
    found: list[tuple[Expression, Resolved]] = []
    position = 0
    while position < len(expressions):
        expression = expressions[position]
        future = search.ahead[expression.first] and not expression.since
        neighbour = neighbours[position] if _lacks_day(expression) else None
        day = resolver.day_of(neighbour, future=search.ahead[neighbour.first]) if neighbour else None
        resolved = resolver.resolve(expression, future=future, day=day)
        if search.vocabulary.until.before(search.tokens, expression.first) is not None:
            resolved = resolver.with_time_until(resolved)
        found.append((expression, resolved))
        position += 1
    return found


def _lacks_day(expression: Expression) -> bool:
    alone = expression.told - {"since", "edge", "lasting"}
    until = expression.until
    open_end = until is None or until.told <= {"clock", "part", "midnight"}
    return bool(alone) and alone <= {"clock", "part", "midnight", "until"} and open_end


def _nearest_telling_days(expressions: Sequence[Expression]) -> tuple[Expression | None, ...]:
    """For each expression the nearest before it that tells a day, else the nearest after it."""
    before = list(_last_telling_day(expressions))
    after = list(_last_telling_day(expressions[::-1]))[::-1]
    return tuple(left or right for left, right in zip(before, after, strict=True))


def _last_telling_day(expressions: Sequence[Expression]) -> Iterator[Expression | None]:
    last: Expression | None = None
    for expression in expressions:
        yield last
        if expression.tells_a_day:
            last = expression


def _when(search: _Search, expression: Expression, resolved: Resolved, text: str | None) -> When:
    first, end = expression.first, expression.end
    start, stop = search.tokens[first].start, search.tokens[end - 1].end
    return When(
        text=text[start:stop] if text is not None else text_between(search.tokens, search.words, first, end),
        start=start,
        end=stop,
        interval=resolved.interval,
        granularity=resolved.granularity,
        weekday=expression.weekday,
        part_of_day=expression.part,
        days_from_publication=resolved.days_from_publication,
        alternative=resolved.alternative,
        undirected=resolved.undirected,
        vague=resolved.vague,
        later=resolved.later,
        readings=resolved.readings,
        reason=resolved.reason,
    )


def _duration(search: _Search, first: int, amount: Amount, text: str | None) -> Duration:
    start, stop = search.tokens[first].start, search.tokens[amount.end - 1].end
    return Duration(
        text=text[start:stop] if text is not None else text_between(search.tokens, search.words, first, amount.end),
        start=start,
        end=stop,
        days=search.pieces.amounts.days(amount),
    )
