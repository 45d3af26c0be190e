"""Days that are counted from a day told before: "the same day", "the day before"."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from app.core.claims.referents.coreference import Discourse
from app.core.claims.times import TimesFound
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.sentence import ParsedSentence
from app.core.model.when import Granularity, Interval, When
from app.core.model.words import TimeWords
from app.core.remembering import BuiltOnce

MOST_WORDS = 6  # of such an expression
LONGEST_ENDING = 20  # characters behind a length of time among which "later" is looked for
DAYS = (Granularity.DAY, Granularity.PART_OF_DAY, Granularity.HOUR, Granularity.MINUTE)


class _Counting:
    """What counts from another time, in the words of one pack, each phrase joined as ``_joined`` does."""

    def __init__(self, words: TimeWords) -> None:
        self.days = {_joined(phrase.split()): days for phrase, days in words.anaphoric_days.items()}
        self.beginnings = frozenset(phrase[:length] for phrase in self.days for length in range(len(phrase) + 1))
        self.whole = frozenset(_joined(phrase.split()) for phrase in words.anaphoric)
        self.endings = tuple(_joined(ending.split()) for ending in (*words.earlier, *words.later))


_counting = BuiltOnce(_Counting)


def date_days_told(
    sentence: ParsedSentence, times: Iterable[When], words: TimeWords, lexicon: Lexicon, discourse: Discourse
) -> tuple[When, ...]:
    """The days of the sentence that count from the one told last. The discourse keeps the last day of the sentence."""
    found: list[When] = []
    told = [t for t in times if t.interval is not None and t.granularity in DAYS and t.bound is None]
    for start, end, days in _phrases(sentence, _counting(words), lexicon):
        _keep_last(discourse, [when for when in told if when.start < start])
        told = [when for when in told if when.start > start]
        if discourse.day is not None:
            discourse.day += timedelta(days=days)
            found.append(_when(sentence, start, end, discourse.day))
    _keep_last(discourse, told)
    return tuple(found)


def floating_times(
    times: TimesFound, dated: Iterable[When], text: str, words: TimeWords
) -> tuple[tuple[int, int], ...]:
    """The spans that count from a day nobody knows: "the next year", "three days later"."""
    known = [(when.start, when.end) for when in dated if when.interval is not None]
    whole, last = _counting(words).whole, _counting(words).endings

    def floats(start: int, end: int) -> bool:
        told, rest = _joined(text[start:end].split()), _joined(text[end : end + LONGEST_ENDING].split())
        return told in whole or (bool(last) and (told.endswith(last) or rest.startswith(last)))

    free = (span for span in times.taken if not any(a < span[1] and span[0] < b for a, b in known))
    return tuple((start, end) for start, end in free if floats(start, end))


def _keep_last(discourse: Discourse, times: Iterable[When]) -> None:
    for when in sorted(times, key=lambda when: when.start):
        if when.interval is not None:
            discourse.day = when.interval.earliest.date()


def _when(sentence: ParsedSentence, start: int, end: int, day: date) -> When:
    earliest = datetime.combine(day, time.min)
    text = " ".join(word.text for word in sentence.words if start < word.end and word.start < end)
    return When(
        text=text,
        start=start,
        end=end,
        interval=Interval(earliest=earliest, latest=earliest + timedelta(days=1)),
        granularity=Granularity.DAY,
        weekday=day.isoweekday(),
        reason="counted from the day told before",
    )


def _phrases(sentence: ParsedSentence, counting: _Counting, lexicon: Lexicon) -> Iterator[tuple[int, int, int]]:
    """Where such an expression begins, where it ends, and how many days it counts."""
    words = sentence.words
    position = 0
    while position < len(words):
        longest = _longest_phrase(sentence, position, counting, lexicon)
        if longest is None:
            position += 1
            continue
        yield words[position].start, words[longest[0]].end, longest[1]
        position = longest[0] + 1


def _longest_phrase(
    sentence: ParsedSentence, position: int, counting: _Counting, lexicon: Lexicon
) -> tuple[int, int] | None:
    """The last word of the longest expression that begins with a word, and how many days it counts."""
    words = sentence.words
    longest: tuple[int, int] | None = None
    text = words[position].text
    for form in (text, *lexicon.forms(text)[:4]):
        joined, last = fold(form), position
        while joined in counting.beginnings:
            if joined in counting.days and (longest is None or last >= longest[0]):
                longest = (last, counting.days[joined])
            last += 1
            if last >= min(position + MOST_WORDS, len(words)):
                break
            joined += fold(words[last].text)
    return longest


def _joined(words: Iterable[str]) -> str:
    return "".join(fold(word) for word in words)
