"""Finds the times and durations of one sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.core.claims.quantities.tokens import Token, split_tokens, text_between
from app.core.claims.times.amounts import DAYS
from app.core.claims.times.expression import Amount, Expression, merged
from app.core.claims.times.pieces import PieceReader
from app.core.claims.times.ranges import joined_range
from app.core.claims.times.resolution import Resolved, Resolver
from app.core.claims.times.vocabulary import FUTURE, Vocabulary, vocabulary_of
from app.core.model.language import LanguagePack
from app.core.model.sentence import Word, WordSpan
from app.core.model.when import Duration, When

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
    words: Sequence[WordSpan | Word], *, published_at: datetime | None, pack: LanguagePack, text: str | None = None
) -> TimesFound:
    """All times of the sentence. Intervals are local civil times of ``published_at``'s own offset.

    ``text`` is the article's text; without it the quoted text of a time is rebuilt from the words and their gaps.
    """
    search = _Search(words, vocabulary_of(pack))
    search.run()
    resolver = Resolver(published_at, weekend_starts=pack.times.weekend_starts)
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
        self.vocabulary = vocabulary
        self.tokens: tuple[Token, ...] = split_tokens(words, vocabulary.words.clitics)
        self.ahead = _future_reach(self.tokens, words, vocabulary)
        self.pieces = PieceReader(self.tokens, vocabulary, self.ahead)
        self.expressions: list[Expression] = []
        self.durations: list[tuple[int, Amount]] = []
        self.taken: list[tuple[int, int]] = []

    def run(self) -> None:
        position = 0
        while position < len(self.tokens):
            position = self._step(position)

    def _step(self, position: int) -> int:
        anaphoric = self.vocabulary.anaphoric.end(self.tokens, position) or self._other_calendar(position)
        expression = self._expression(position)
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
        for _ in range(2):
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
        """The longest expression that begins here and that tells a time."""
        expression = self.pieces.read(position)
        if expression is None:
            return None
        whole = expression if self._tells_time(expression) else None
        while True:
            longer = self._extended(expression)
            if longer is None:
                return self._with_lead(whole) if whole else None
            expression = longer
            if self._tells_time(expression):
                whole = expression

    def _extended(self, expression: Expression) -> Expression | None:
        start, comma, bracket = expression.end, False, False
        for links in range(_MOST_LINKS):
            piece = self.pieces.read(start, after=expression)
            if piece is not None and not (comma and self._begins_anew(expression, piece, links)):
                longer = merged(expression, piece, adjacent=links == 0, comma=comma or bracket)
                if longer is not None:
                    return self._closed(longer, bracket=bracket)
            if start >= len(self.tokens):
                return None
            mark = self.tokens[start].text
            link = self.vocabulary.links.end(self.tokens, start)
            if mark in _PAUSES and not comma:
                start, comma = start + 1, True
            elif (mark in _OPENING or mark == "/") and not bracket:
                start, bracket = start + 1, True
            elif link is not None:
                start = link
            elif mark in "-–" and expression.part is not None:
                start += 1
            elif expression.part is not None and expression.weekday is not None:
                start = self.vocabulary.range_to.end(self.tokens, start) or len(self.tokens)
            else:
                return None
        return None

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
        if since is not None and since.end == expression.first:
            return replace(expression, since=True)
        return expression

    def _tells_time(self, expression: Expression) -> bool:
        """False for pieces that mean nothing alone: "this", "late", and parts of day without a preposition."""
        told = expression.told - {"direction", "edge", "since"}
        if not told:
            return False
        if told <= {"part", "midnight"} and expression.direction is None:
            if "midnight" in told:
                return True
            bare = self.vocabulary.is_bare_part(self.tokens, expression.first)
            return bare or self.vocabulary.part_leads.before(self.tokens, expression.first) is not None
        return True

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
        amount = self.pieces.amounts.read(lead, bare=True) if lead else None
        if lead is None or amount is None or (amount.bare and amount.plural):
            lead, amount = None, self.pieces.amounts.read(position)
            if amount is None or (amount.low == 1 and self._is_article(position)):
                return None
        first = lead or position
        self.taken.append((first, amount.end))
        if not self._is_age(first, amount) and not self._counts_from_event(amount.end):
            self.durations.append((first, amount))
        return amount.end

    def _is_article(self, position: int) -> bool:
        """ "a day" in "twice a day" is no length of time."""
        return self.vocabulary.one.end(self.tokens, position) is not None

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


def _future_reach(
    tokens: Sequence[Token], words: Sequence[WordSpan | Word], vocabulary: Vocabulary
) -> tuple[bool, ...]:
    """For each token whether the nearest cue before it speaks of the future."""
    reach: list[bool] = []
    ahead, read_to = False, 0
    for position, token in enumerate(tokens):
        reach.append(ahead)
        cue = vocabulary.cues.match(tokens, position)
        if cue is not None and cue.end > read_to:
            ahead, read_to = cue.value == FUTURE, cue.end
        elif position >= read_to and _is_future_verb(token, words[token.word], vocabulary):
            ahead = True
    return tuple(reach)


def _is_future_verb(token: Token, word: WordSpan | Word, vocabulary: Vocabulary) -> bool:
    if not isinstance(word, Word) or not {"VERB", "AUX"} & set(word.tags):
        return False
    prefixes, endings = vocabulary.words.future_prefixes, vocabulary.words.future_endings
    return bool(prefixes and token.folded.startswith(prefixes)) or bool(endings and token.folded.endswith(endings))


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
        following = expressions[position + 1] if position + 1 < len(expressions) else None
        if following is not None and _is_range(search, expression, following):
            joined = joined_range(resolver, expression, following, future=future)
            if joined is not None:
                whole = replace(expression, end=following.end)
                found.append((whole, joined))
                search.taken.append((whole.first, whole.end))
                position += 2
                continue
        neighbour = neighbours[position] if _lacks_day(expression) else None
        day = resolver.day_of(neighbour, future=search.ahead[neighbour.first]) if neighbour else None
        found.append((expression, resolver.resolve(expression, future=future, day=day)))
        position += 1
    return found


def _lacks_day(expression: Expression) -> bool:
    alone = expression.told - {"since", "edge"}
    return bool(alone) and alone <= {"clock", "part", "midnight"}


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


def _is_range(search: _Search, left: Expression, right: Expression) -> bool:
    words, tokens = search.vocabulary, search.tokens
    to = words.range_to.end(tokens, left.end)
    opened = words.range_open.before(tokens, left.first) is not None
    if to is None and opened:
        to = words.range_and.end(tokens, left.end)
        if to is None and right.first == left.end and tokens[right.first].forms[-1][1] in _joining(search):
            to = left.end
    if to is None or not (opened or tokens[left.end].text in "-–—"):
        return False
    start = words.links.end(tokens, to) or to
    return right.first in (to, start)


def _joining(search: _Search) -> tuple[str, ...]:
    return search.vocabulary.numbers.words.joining_clitics


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
        reason=resolved.reason,
    )


def _duration(search: _Search, first: int, amount: Amount, text: str | None) -> Duration:
    start, stop = search.tokens[first].start, search.tokens[amount.end - 1].end
    return Duration(
        text=text[start:stop] if text is not None else text_between(search.tokens, search.words, first, amount.end),
        start=start,
        end=stop,
        days=(amount.low + amount.high) / 2 * DAYS[amount.unit],
    )
