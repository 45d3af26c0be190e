"""The time words of one pack as tables that can be asked at a position of a token sequence."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import fields, replace

from app.core.claims.quantities.numbers import NumberRead, NumberReader, number_reader
from app.core.claims.quantities.phrases import PhraseTable, name_table, phrase_pieces, value_table, word_table
from app.core.claims.quantities.tokens import Token
from app.core.folding import fold
from app.core.model.language import LanguagePack
from app.core.model.words import NumberWords, TimeWords
from app.core.remembering import BuiltOnce

PAST, PRESENT, FUTURE = -1, 0, 1
_SHORTEST_COMPOUND = 4
_THOUSAND = 1000
_MOST_LINKS = 3


class Vocabulary:
    """Everything the time grammar knows of one language."""

    def __init__(self, pack: LanguagePack) -> None:
        words = pack.times
        self.words: TimeWords = words
        self.numbers: NumberReader = number_reader(pack.numbers)
        self.months: PhraseTable[int] = value_table(words.months)
        self.weekdays: PhraseTable[int] = value_table(words.weekdays)
        self.relative_days: PhraseTable[int] = value_table(words.relative_days)
        self.parts = name_table(words.parts)
        self.units = name_table(words.units)
        self.plural_units = name_table(words.plural_units)
        self.dual_units = name_table(words.dual_units)
        self.seasons = name_table(words.seasons)
        self.edges = name_table(
            {name: getattr(words, name) for name in ("early", "middle", "late", "earlier", "later")}
        )
        self.directions: PhraseTable[int] = PhraseTable(
            (phrase, direction)
            for direction, phrases in ((PAST, words.past), (PRESENT, words.present), (FUTURE, words.future))
            for phrase in phrases
        )
        self._headline_directions: PhraseTable[int] = PhraseTable(
            (phrase, direction)
            for direction, phrases in (
                (PAST, (*words.past, *words.previous)),
                (PRESENT, words.present),
                (FUTURE, (*words.future, *words.following)),
            )
            for phrase in phrases
        )
        self.past_after = word_table(words.past_after)
        self.other_months = word_table(words.other_months)
        self.habit_leads = _Leads(words.habit_leads)
        self.recent = word_table(words.recent)
        self.midnight = word_table(words.midnight)
        self.ago_before = word_table(words.ago_before)
        self.ago_after = word_table(words.ago_after)
        self.ahead_after = word_table(words.ahead_after)
        self.since = word_table(words.since)
        self.ahead = word_table(words.ahead)
        self.duration_leads = word_table(words.duration_leads)
        self.relative_to_event = word_table(words.relative_to_event)
        self.anaphoric = word_table(words.anaphoric)
        self.and_half = word_table(words.and_half)
        self.half = word_table(words.half)
        self.one = word_table(words.one)
        self.age_before = word_table((*words.age_before, *pack.numbers.age_before))
        self.age_after = word_table((*words.age_after, *pack.numbers.age_after))
        self.about = word_table((*pack.numbers.about, *pack.numbers.more_than, *pack.numbers.less_than))
        self._add_lengths(words)
        self._first_words = _first_pieces(words) | _first_pieces(pack.numbers)
        self._articles = tuple(map(fold, pack.numbers.articles))
        self._compounds = pack.numbers.compounds
        self._add_endings(words, pack.numbers)
        self._add_clock_and_joints(words)
        self._add_joints(words, pack.numbers.joiners, pack.numbers.joining_clitics, pack.numbers.articles)
        self._ambiguous = word_table(words.ambiguous)
        self._bare_parts = word_table(words.bare_parts)
        self.year_marks = word_table(words.year_marks)
        self.decade_marks = word_table(words.decade_marks)

    def link_ends(self, tokens: Sequence[Token], position: int) -> Iterator[int]:
        """The position and where each of the links that follow it ends: "of", "of the"."""
        yield position
        for _ in range(_MOST_LINKS):
            following = self.links.end(tokens, position)
            if following is None:
                return
            position = following
            yield position

    def _add_endings(self, words: TimeWords, numbers: NumberWords) -> None:
        self._endings = tuple(map(fold, words.endings))
        self._not_ended: dict[str, set[str]] = {}  # folded -> as written
        for word in words.not_ended:
            self._not_ended.setdefault(fold(word), set()).add(_as_written(word))
        self.counted_from = word_table(words.counted_from)
        self.counted_from_endings = _written_on(words.counted_from)
        self.length_follows = word_table(words.length_follows)
        self.length_endings = tuple(fold(ending[1:]) for ending in words.length_follows if ending.startswith("-"))
        self._ordinal_suffixes = frozenset(map(fold, numbers.ordinal_suffixes))
        self.nth_units = name_table(words.nth_units)
        self.year_endings = _written_on(words.year_follows)
        self.decade_endings = _written_on(words.decade_marks)
        told = (*numbers.values.items(), *numbers.scales.items())
        self._thousands = frozenset(fold(word) for word, value in told if value >= _THOUSAND)
        ended = (*words.months, *words.weekdays, *words.relative_days, *numbers.values, *numbers.ordinals)
        named = (words.parts, words.units, words.plural_units, words.holidays)
        phrases = (*ended, *(phrase for table in named for group in table.values() for phrase in group))
        self._ended = frozenset(pieces[0] for pieces in map(phrase_pieces, phrases) if len(pieces) == 1)

    def _add_lengths(self, words: TimeWords) -> None:
        self.couples: PhraseTable[float] = value_table(words.couples)
        self.few = word_table(words.few)
        self.unit_fractions: PhraseTable[float] = value_table(words.unit_fractions)
        self.glued_units = name_table(words.glued_units)
        self.whole = word_table(words.whole)
        self.whole_after = word_table(words.whole_after)
        self.another = word_table(words.another)

    def _add_clock_and_joints(self, words: TimeWords) -> None:
        self.year_leads = _Leads(words.year_leads)
        self.month_leads = _Leads(words.month_leads)
        self.day_leads = _Leads(words.day_leads)
        self.part_leads = _Leads(words.part_leads)
        self.clock_leads = _Leads((*words.clock_before, *words.clock_words))
        self.every = word_table(words.every)
        self.every_before = _Leads(words.every)
        self.links = word_table(words.links)
        self.until = _Leads(tuple(phrase for phrase in words.range_to if phrase not in "-–—"))
        self.range_open = _Leads(words.range_open)
        self.range_open_end = word_table(words.range_open)
        self.range_to = word_table(words.range_to)
        self.range_and = word_table(words.range_and)
        self.clock_before = word_table(words.clock_before)
        self.clock_words = word_table(words.clock_words)
        self.clock_after = word_table(words.clock_after)
        self.clock_glued = word_table(words.clock_glued)
        self.minutes_after: PhraseTable[int] = value_table(words.minutes_after)
        self.minutes_before: PhraseTable[int] = value_table(words.minutes_before)
        self.half_days = name_table({"morning": words.morning_hours, "evening": words.evening_hours})
        self.cues: PhraseTable[int] = PhraseTable(
            (phrase, sign)
            for sign, phrases in ((FUTURE, words.future_cues), (PAST, words.past_cues))
            for phrase in phrases
        )

    def _add_joints(
        self, words: TimeWords, joiners: Sequence[str], joining_clitics: Sequence[str], articles: Sequence[str]
    ) -> None:
        self.joiners = word_table(joiner for joiner in joiners if joiner != "-")
        self.joining_clitics = frozenset(map(fold, joining_clitics))
        self.within = word_table(words.within)
        self.bare_day_follows = word_table(words.bare_day_follows)
        self.year_follows = word_table(words.year_follows)
        self.within_after = word_table(words.within_after)
        self.night_before = word_table(words.night_before)
        self.range_close = word_table(words.range_close)
        self.edged_units = name_table(words.edged_units)
        self.far_units: PhraseTable[int] = PhraseTable(
            (phrase, direction)
            for direction, phrases in ((-2, words.before_last), (2, words.next_but_one))
            for phrase in phrases
        )
        self.sure_ahead = word_table(words.sure_ahead)
        self.holidays = name_table(words.holidays)
        self.lunar_months: PhraseTable[int] = value_table(words.lunar_months)
        self.solar_months: PhraseTable[int] = value_table(words.solar_months)
        self.lunar_marks = word_table(words.lunar_marks)
        self.solar_marks = word_table(words.solar_marks)
        self.now = word_table(words.now)
        self.final = word_table(words.last_of)
        self.last_of = word_table((*words.last_of, *words.past))
        self.after_next = word_table(words.after_next)
        self.after_amount = word_table(words.after_amount)
        self.before_amount = word_table(words.before_amount)
        self.rest = word_table(words.rest)
        self.decades: PhraseTable[int] = value_table(words.decades)
        self.decade_leads = word_table(words.decade_leads)
        self.quarter_letters = word_table(words.quarter_letters)
        self.half_letters = word_table(words.half_letters)
        self.minutes = word_table((*words.units.get("minute", ()), *words.plural_units.get("minute", ())))
        self.minutes_past = word_table(words.minutes_past)
        self.minutes_to = word_table(words.minutes_to)
        self.minutes_past_or_to = (*words.minutes_past, *words.minutes_to) or None
        self.minutes_less = word_table(words.minutes_less)
        self.clock_hours: PhraseTable[int] = value_table(words.clock_hours)
        self.time_zones = word_table((*words.time_zones, *words.zones))
        self.zones: PhraseTable[str] = value_table(words.zones)
        self.lasting = word_table(words.lasting)
        self.plural_weekdays: PhraseTable[int] = value_table(words.plural_weekdays)
        self.weekday_shifts: PhraseTable[int] = value_table(words.weekday_shifts)
        self.week_leads = word_table(words.week_leads)
        self.bare_day_leads = _Leads(words.bare_day_leads)
        self.holiday_leads = _Leads(
            words.holiday_leads or (*words.day_leads, *words.part_leads, *words.since, *words.ago_before)
        )
        self.nth_weekdays: PhraseTable[int] = PhraseTable(
            (form, weekday)
            for word, weekday in words.weekdays.items()
            for form in (word, *(word.removeprefix(article) for article in articles if word.startswith(article)))
        )

    def unit_is_dated(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether a date follows that the unit before it only opens: "منذ يوم الخميس", "منذ شهر مارس"."""
        tables: tuple[PhraseTable[int] | PhraseTable[None], ...] = (
            *(self.months, self.weekdays, self.relative_days, self.directions),
            *(self.lunar_months, self.solar_months, self.other_months),
        )
        return any(table.match(tokens, position) for table in tables)

    def without_endings(self, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
        """The tokens, each also read as the time or number word that it is without its case ending."""
        if not self._endings:
            return tokens
        return tuple(self._stemmed(token) for token in tokens)

    def _stemmed(self, token: Token) -> Token:
        written = token.folded
        if written in self._ended or not written.isalpha() or self._is_other_word(token):
            return token
        stems = [
            (written.removesuffix(ending), "")
            for ending in self._endings
            if written.endswith(ending) and written.removesuffix(ending) in self._ended
        ]
        return replace(token, forms=(token.forms[0], *stems, *token.forms[1:])) if stems else token

    def _is_other_word(self, token: Token) -> bool:
        """Whether it only looks as if it had an ending; "aksama" does, and "akşama" has one."""
        known, text = self._not_ended.get(token.folded), _as_written(token.text)
        return known is not None and (text == token.folded or text in known)

    def is_ended(self, tokens: Sequence[Token], end: int, endings: tuple[str, ...] | None = None) -> bool:
        """Whether a case ending, one of ``endings`` where they are told, is written on the word that ends there."""
        token = tokens[end - 1]
        return bool(self._endings) and len(token.forms) > 1 and (endings is None or token.folded.endswith(endings))

    def is_from(self, tokens: Sequence[Token], end: int) -> bool:
        """Whether the word that ends there has the case ending of "from" on it: "pazartesiden"."""
        return tokens[end - 1].folded.endswith(self.counted_from_endings)

    def ordinal(self, tokens: Sequence[Token], position: int) -> NumberRead | None:
        """The ordinal there, also where an apostrophe stands before its suffix: "21'inci"."""
        found = self.numbers.read_ordinal(tokens, position)
        marks = tokens[position + 1 : position + 3]
        if found is not None or len(marks) < 2 or not self._endings or tokens[position].digits is None:
            return found
        if marks[0].text not in "'’" or not marks[1].glued or marks[1].folded not in self._ordinal_suffixes:
            return None
        value = float(tokens[position].digits or 0)
        return NumberRead(end=position + 3, low=value, high=value, written_in_digits=True)

    def may_be_spelled_year(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether one of the first two words is a thousand: a quick look before the number is read."""
        return any(token.folded in self._thousands for token in tokens[position : position + 2])

    def of_headline(self) -> None:
        """Takes "previous" and "following" as counted from the publication: no other time is told."""
        self.directions = self._headline_directions

    def of_sentence(self, tokens: Sequence[Token]) -> "Vocabulary":
        """The same words; what numbers stand in the sentence is read once."""
        own = copy(self)
        own.numbers = _NumbersRead(self.numbers, tokens)
        return own

    def may_begin(self, token: Token) -> bool:
        """Whether an expression of time or a number may begin with the token: a quick look before all rules."""
        if token.digits is not None or token.text in "'’":
            return True
        if self._compounds and len(token.folded) >= _SHORTEST_COMPOUND:
            return True
        forms = [form for form, _ in token.forms]
        forms += [form.removeprefix(article) for form in forms for article in self._articles]
        return any(form in self._first_words for form in forms)

    def is_ambiguous(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether the month, weekday or season there means something else unless a date stands beside it."""
        return self._ambiguous.match(tokens, position) is not None

    def is_bare_part(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether the part of day there tells a time alone."""
        return self._bare_parts.match(tokens, position) is not None


class _NumbersRead(NumberReader):
    """The numbers of one sentence, each read once."""

    def __init__(self, reader: NumberReader, tokens: Sequence[Token]) -> None:
        self.__dict__.update(reader.__dict__)
        self._sentence = tokens
        self._known: dict[tuple[int, bool], NumberRead | None] = {}

    def read(self, tokens: Sequence[Token], position: int) -> NumberRead | None:
        key = (position, False)
        if tokens is not self._sentence:
            return super().read(tokens, position)
        if key not in self._known:
            self._known[key] = super().read(tokens, position)
        return self._known[key]

    def read_ordinal(self, tokens: Sequence[Token], position: int) -> NumberRead | None:
        key = (position, True)
        if tokens is not self._sentence:
            return super().read_ordinal(tokens, position)
        if key not in self._known:
            self._known[key] = super().read_ordinal(tokens, position)
        return self._known[key]


def _first_pieces(words: TimeWords | NumberWords) -> frozenset[str]:
    """The first pieces of all words and phrases of a word list, its tables included."""
    found: set[str] = set()
    for field in fields(words):
        value = getattr(words, field.name)
        if isinstance(value, Mapping):
            found.update(phrase for phrase in value)
            found.update(
                phrase
                for inner in value.values()
                if isinstance(inner, tuple)
                for phrase in inner
                if isinstance(phrase, str)
            )
        elif isinstance(value, tuple):
            found.update(value)
    articles = tuple(getattr(words, "articles", ()))
    pieces = [phrase_pieces(phrase)[:1] for phrase in found]
    return frozenset(piece[0] for piece in pieces if piece) | frozenset(map(fold, articles))


def _as_written(word: str) -> str:
    """The word in small letters with its diacritics, but for the dot that a capital "İ" leaves."""
    return unicodedata.normalize("NFC", word).casefold().replace("\u0307", "")


def _written_on(suffixes: Sequence[str]) -> tuple[str, ...]:
    """Of suffixes that follow digits after an apostrophe, how they end a word."""
    return tuple(fold(suffix)[1:] for suffix in suffixes if suffix[:1] in "'’" and " " not in suffix)


class _Leads:
    """Phrases that stand directly before a position."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._table = word_table(phrases)
        self._lengths = sorted({len(phrase_pieces(phrase)) for phrase in phrases})

    def before(self, tokens: Sequence[Token], position: int) -> int | None:
        """Where a lead that ends at the position begins; None where none stands there."""
        for length in reversed(self._lengths):
            start = position - length
            if start >= 0 and self._table.end(tokens, start) == position:
                return start
        return None


vocabulary_of = BuiltOnce(Vocabulary)  # the vocabulary of a pack
