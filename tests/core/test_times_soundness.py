"""Times: any mixture of words gives sound times, and long inputs are read in one pass."""

import re
from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.claims.times import TimesFound, find_times, toward_future
from app.core.model.sentence import WordSpan
from app.knowledge.loader import load_knowledge

PUBLISHED = datetime(2020, 6, 4, 10, 0, tzinfo=UTC)
PACKS = load_knowledge()
WORD = re.compile(r"\w+(?:[-'’.:/,+٫٬](?=\w)\w+)*|\S")


def find(language: str, text: str, published_at: datetime | None = PUBLISHED) -> TimesFound:
    words = [WordSpan(text=m.group(), start=m.start(), end=m.end()) for m in WORD.finditer(text)]
    return find_times(words, published_at=published_at, pack=PACKS.pack(language), text=text)


FRAGMENTS = st.sampled_from(
    [
        "3",
        "12",
        "31",
        "2020",
        "99999",
        "19h30",
        "7:30",
        "pm",
        "June",
        "may",
        "lundi",
        "mardi",
        "matin",
        "soir",
        "nuit",
        "de",
        "à",
        "et",
        "from",
        "to",
        "between",
        "last",
        "next",
        "ago",
        "in",
        "the",
        "الماضي",
        "أمس",
        "الأربعاء",
        "يونيو",
        "قبل",
        "بعد",
        "ثلاثة",
        "أيام",
        "مساء",
        "الساعة",
        "عام",
        "من",
        "إلى",
        "بين",
        "-",
        "/",
        ":",
        ".",
        ",",
        "+",
        "(",
        ")",
        "million",
        "حتى",
        "شهر",
        "منذ",
        "century",
        "years",
        "decades",
    ]
)


@given(st.lists(FRAGMENTS, max_size=12), st.sampled_from(["ar", "en", "fr", "es", "de", "tr", "ru", "fa"]))
def test_any_mixture_of_its_own_words_gives_sound_times(pieces: list[str], language: str) -> None:
    assert_sound(" ".join(pieces), language)


@given(st.text(max_size=60), st.sampled_from(["ar", "en", "fr"]))
def test_any_text_gives_sound_times(text: str, language: str) -> None:
    assert_sound(text, language)


def assert_sound(text: str, language: str) -> None:
    for published_at in (PUBLISHED, None, datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)):
        found = find(language, text, published_at)
        for when in found.times:
            assert text[when.start : when.end] == when.text
            for told in (when.interval, when.alternative):
                assert told is None or told.earliest < told.latest
            moved = toward_future(when, published_at)
            assert moved.interval is None or moved.interval.earliest < moved.interval.latest
        for duration in found.durations:
            assert text[duration.start : duration.end] == duration.text and duration.days >= 0


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece", ["من ", "3 ", "last ", "1,", "1-", "مساء ", "two hundred ", "( ", "on Monday at 9 am "]
)
def test_long_inputs_are_read_in_one_pass(piece: str) -> None:
    text = piece * 3000
    for language in ("ar", "en"):
        found = find(language, text)
        assert all(text[when.start : when.end] == when.text for when in found.times)


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "piece", ["quarter past ", "the third Monday of May ", "for 3 hours from ", "half an hour to "]
)
def test_times_within_times_take_time_in_proportion_to_their_number(piece: str) -> None:
    def seconds(times: int) -> float:
        start = process_time()
        find("en", piece * times)
        return process_time() - start

    seconds(50)
    assert seconds(1600) < 12 * max(seconds(400), 0.02)
