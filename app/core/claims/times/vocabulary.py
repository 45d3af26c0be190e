"""The time words of one pack as tables that can be asked at a position of a token sequence."""

from collections.abc import Sequence

from app.core.claims.quantities.built_once import BuiltOnce
from app.core.claims.quantities.numbers import NumberReader, number_reader
from app.core.claims.quantities.phrases import PhraseTable, name_table, phrase_pieces, value_table, word_table
from app.core.claims.quantities.tokens import Token
from app.core.model.language import LanguagePack
from app.core.model.words import TimeWords

PAST, PRESENT, FUTURE = -1, 0, 1


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
        self._add_clock_and_joints(words)
        self._ambiguous = word_table(words.ambiguous)
        self._bare_parts = word_table(words.bare_parts)
        self.year_marks = word_table(words.year_marks)
        self.decade_marks = word_table(words.decade_marks)

    def _add_clock_and_joints(self, words: TimeWords) -> None:
        self.year_leads = _Leads(words.year_leads)
        self.month_leads = _Leads(words.month_leads)
        self.day_leads = _Leads(words.day_leads)
        self.part_leads = _Leads(words.part_leads)
        self.clock_leads = _Leads((*words.clock_before, *words.clock_words))
        self.every = word_table(words.every)
        self.every_before = _Leads(words.every)
        self.links = word_table(words.links)
        self.range_open = _Leads(words.range_open)
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

    def is_ambiguous(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether the month, weekday or season there means something else unless a date stands beside it."""
        return self._ambiguous.match(tokens, position) is not None

    def is_bare_part(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether the part of day there tells a time alone."""
        return self._bare_parts.match(tokens, position) is not None


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
