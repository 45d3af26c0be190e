"""Times that are built from other times, feasts and other calendars, ranges; published Thursday 4 June 2020, 10:00."""

from datetime import UTC, date, datetime

import pytest

from app.core.claims.times import TimesFound, find_times, toward_future
from app.core.claims.times.calendars import easter, lunar_ordinal, orthodox_easter, solar_ordinal
from app.core.model.when import Interval, When
from app.core.segmentation import split_words
from app.knowledge.loader import load_knowledge

PUBLISHED = datetime(2020, 6, 4, 10, 0, tzinfo=UTC)
PACKS = load_knowledge()


def find(language: str, text: str, *, day: date | None = None) -> TimesFound:
    words = split_words(text, 0, len(text))
    return find_times(words, published_at=PUBLISHED, pack=PACKS.pack(language), text=text, day=day)


def only(language: str, text: str) -> When:
    found = find(language, text)
    assert len(found.times) == 1, [when.text for when in found.times]
    return found.times[0]


def interval(earliest: str, latest: str) -> Interval:
    return Interval(earliest=datetime.fromisoformat(earliest), latest=datetime.fromisoformat(latest))


@pytest.mark.parametrize(
    ("language", "text", "earliest", "latest"),
    [
        # one of a longer time
        ("en", "The board met on the second Monday of May", "2020-05-11", "2020-05-12"),
        ("en", "Exports fell in the first quarter of 2019", "2019-01-01", "2019-04-01"),
        ("en", "They sat in the first week of October 2019", "2019-10-07", "2019-10-14"),
        ("en", "Fares rose in the third week of 2027", "2027-01-18", "2027-01-25"),
        ("en", "Wages were cut on the last day of February 2020", "2020-02-29", "2020-03-01"),
        ("fr", "Le musée a rouvert le premier vendredi de mai", "2020-05-01", "2020-05-02"),
        ("fr", "Les ventes ont plongé au deuxième trimestre 2019", "2019-04-01", "2019-07-01"),
        ("ar", "تراجعت المبيعات في الربع الثالث من عام 2019", "2019-07-01", "2019-10-01"),
        ("ar", "افتتح المتحف في أول جمعة من أيار", "2020-05-01", "2020-05-02"),
        # decades and centuries
        ("en", "The mill closed in the 1980s", "1980-01-01", "1990-01-01"),
        ("fr", "La filature a fermé dans les années 1980", "1980-01-01", "1990-01-01"),
        ("ar", "أغلق المصنع في ثمانينيات القرن الماضي", "1980-01-01", "1990-01-01"),
        # counted from another time
        ("en", "The tram ran two days after 3 May 2019", "2019-05-05", "2019-05-06"),
        ("fr", "Le tram a roulé deux jours après Noël 2018", "2018-12-27", "2018-12-28"),
        # feasts
        ("en", "The bridge fell on Easter Monday 2019", "2019-04-22", "2019-04-23"),
        ("fr", "Le pont a cédé à la Toussaint 2019", "2019-11-01", "2019-11-02"),
        ("ar", "انهار الجسر في عيد العمال 2019", "2019-05-01", "2019-05-02"),
        # other calendars: a Hijri day may be a day sooner or later
        ("ar", "وقع الزلزال في 10 محرم 1441 هـ", "2019-09-09", "2019-09-12"),
        # ranges
        ("en", "The talks ran on Monday from 9 am to 11 am", "2020-06-01T09:00", "2020-06-01T12:00"),
        ("en", "The fair ran from the 3rd to the 5th of May", "2020-05-03", "2020-05-06"),
        ("fr", "La foire s'est tenue du 1er au dimanche 3 mai", "2020-05-01", "2020-05-04"),
        # clock times
        ("en", "It sank at half past nine on Monday evening", "2020-06-01T21:30", "2020-06-01T21:31"),
        ("fr", "Le bac a coulé lundi à quinze heures trente", "2020-06-01T15:30", "2020-06-01T15:31"),
        ("ar", "غرقت العبارة يوم الاثنين الساعة الثالثة والثلث عصرا", "2020-06-01T15:20", "2020-06-01T15:21"),
    ],
)
def test_compound_times_mean_their_interval(language: str, text: str, earliest: str, latest: str) -> None:
    assert only(language, text).interval == interval(earliest, latest)


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "The siege lasted a year, two months and 21 days", 365 + 60 + 21),
        ("en", "an hour and 20 minutes of talks", 80 / 1440),
        ("fr", "une semaine entière de pluie", 7),
        ("ar", "استمر الحصار سنة وشهرين", 365 + 60),
    ],
)
def test_lengths_of_several_parts_are_summed_up(language: str, text: str, days: float) -> None:
    assert [duration.days for duration in find(language, text).durations] == [pytest.approx(days)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He scored in the second half of the match"),
        ("en", "The Christmas market closed"),
        ("en", "It holds from 5 to 7 people"),
        ("en", "They won 4-1, their best in a season of 15 / 2"),
        ("fr", "Il a reçu le 16 ministres"),
        ("fr", "Le marché de Noël a fermé"),
    ],
)
def test_what_only_looks_like_a_compound_time_is_left_alone(language: str, text: str) -> None:
    assert find(language, text).times == ()


def test_a_rounded_time_keeps_its_letter_as_a_reading() -> None:
    when = only("en", "The crane fell two weeks ago")
    assert when.interval == interval("2020-05-18", "2020-05-25")
    assert interval("2020-05-21", "2020-05-22") in when.readings


def test_an_hour_without_its_half_of_the_day_has_both_as_readings() -> None:
    when = only("en", "It sank on Monday at seven")
    assert when.interval == interval("2020-06-01", "2020-06-02")
    assert {reading.earliest.hour for reading in when.readings} >= {7, 19}


def test_parts_and_edges_are_vague_and_dates_are_not() -> None:
    assert only("en", "It sank in late May").vague and only("en", "It sank on Monday evening").vague
    assert not only("en", "It sank on 3 May").vague


def test_what_the_words_leave_open_tells_the_time_to_come_as_well() -> None:
    when = only("en", "The board of the second Monday of May")
    assert when.undirected and when.later == interval("2021-05-10", "2021-05-11")
    assert toward_future(when, PUBLISHED).interval == when.later


def test_a_time_of_day_takes_the_day_that_the_caller_knows() -> None:
    found = find("en", "The siren rang at 9 am", day=date(2020, 6, 2))
    assert found.times[0].interval == interval("2020-06-02T09:00", "2020-06-02T10:00")


def test_days_of_other_calendars() -> None:
    assert date.fromordinal(lunar_ordinal(1445, 9, 1)) == date(2024, 3, 11)
    assert date.fromordinal(solar_ordinal(1357, 11, 22)) == date(1979, 2, 11)
    assert [date.fromordinal(solar_ordinal(year, 1, 1)) for year in (1403, 1404)] == [
        date(2024, 3, 20),
        date(2025, 3, 21),
    ]


def test_easter_by_both_computations() -> None:
    assert (easter(2024), orthodox_easter(2024)) == (date(2024, 3, 31), date(2024, 5, 5))
    assert easter(2025) == orthodox_easter(2025) == date(2025, 4, 20)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text", ["9" * 20_000, "1/" * 10_000, "of the " * 3_000, "last week of " * 2_000, "في من " * 3_000]
)
def test_long_runs_take_no_longer_than_their_length(text: str) -> None:
    for language in ("en", "ar", "fr"):
        found = find(language, text)
        assert all(text[when.start : when.end] == when.text for when in found.times)
        assert bool(found.times) == (language == "en" and text.startswith("last week"))
