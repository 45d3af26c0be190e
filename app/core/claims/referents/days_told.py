"""Days that are counted from a day told before: "the same day", "the day before"."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from app.core.claims.referents.coreference import Discourse
from app.core.claims.times import TimesFound
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.sentence import ParsedSentence
from app.core.model.when import Granularity, Interval, When

MOST_WORDS = 6  # of such an expression
LONGEST_ENDING = 20  # characters behind a length of time among which "later" is looked for
DAYS = (Granularity.DAY, Granularity.PART_OF_DAY, Granularity.HOUR, Granularity.MINUTE)


def date_days_told(
    sentence: ParsedSentence, times: Iterable[When], counted: Mapping[str, int], lexicon: Lexicon, discourse: Discourse
) -> tuple[When, ...]:
    """The days of the sentence that count from the one told last. The discourse keeps the last day of the sentence."""
    phrases = {_joined(phrase.split()): days for phrase, days in counted.items()}
    found: list[When] = []
    told = [t for t in times if t.interval is not None and t.granularity in DAYS and t.bound is None]
    for start, end, days in _phrases(sentence, phrases, lexicon):
        _keep_last(discourse, [when for when in told if when.start < start])
        told = [when for when in told if when.start > start]
        if discourse.day is not None:
            discourse.day += timedelta(days=days)
            found.append(_when(sentence, start, end, discourse.day))
    _keep_last(discourse, told)
    return tuple(found)


def floating_times(
    times: TimesFound, dated: Iterable[When], text: str, phrases: Iterable[str], endings: Iterable[str]
) -> tuple[tuple[int, int], ...]:
    """The spans that count from a day nobody knows: "the next year", "three days later". ``phrases`` are such
    expressions, ``endings`` the words that make a length of time one."""
    known = [(when.start, when.end) for when in dated if when.interval is not None]
    whole, last = {_joined(phrase.split()) for phrase in phrases}, tuple(_joined(e.split()) for e in endings)

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


def _phrases(sentence: ParsedSentence, phrases: Mapping[str, int], lexicon: Lexicon) -> Iterator[tuple[int, int, int]]:
    """Where such an expression begins, where it ends, and how many days it counts."""
    words = sentence.words
    position = 0
    while position < len(words):
        longest: tuple[int, int] | None = None
        for last in range(position, min(position + MOST_WORDS, len(words))):
            run = [word.text for word in words[position : last + 1]]
            for first in (run[0], *lexicon.forms(run[0])[:4]):
                days = phrases.get(_joined([first, *run[1:]]))
                if days is not None:
                    longest = (last, days)
        if longest is None:
            position += 1
            continue
        yield words[position].start, words[longest[0]].end, longest[1]
        position = longest[0] + 1


def _joined(words: Iterable[str]) -> str:
    return "".join(fold(word) for word in words)
