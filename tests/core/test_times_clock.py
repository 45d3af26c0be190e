"""Clock times: zones, lengths from a beginning, hours in short texts.

The publication time is fixed: Thursday 4 June 2020, 10:00, two hours ahead of UTC."""

from datetime import datetime, timedelta, timezone

import pytest

from app.core.claims.times import TimesFound, find_times
from app.core.claims.times.zones import zone_offset
from app.core.model.when import Interval, When
from app.core.segmentation import split_words
from app.knowledge.loader import load_knowledge

PUBLISHED = datetime(2020, 6, 4, 10, 0, tzinfo=timezone(timedelta(hours=2)))
PACKS = load_knowledge()


def find(language: str, text: str, published: datetime = PUBLISHED) -> TimesFound:
    return find_times(split_words(text, 0, len(text)), published_at=published, pack=PACKS.pack(language), text=text)


def only(language: str, text: str, published: datetime = PUBLISHED) -> When:
    found = find(language, text, published)
    assert len(found.times) == 1, [when.text for when in found.times]
    return found.times[0]


def interval(earliest: str, latest: str) -> Interval:
    return Interval(earliest=datetime.fromisoformat(earliest), latest=datetime.fromisoformat(latest))


@pytest.mark.parametrize(
    ("language", "text", "earliest"),
    [
        ("en", "The talks began on Tuesday at 18:00 GMT", "2020-06-02T20:00"),
        ("en", "The talks began on Tuesday at 1830 GMT", "2020-06-02T20:30"),
        ("en", "The talks began on Tuesday at 6 pm (BST)", "2020-06-02T19:00"),
        ("en", "The talks began on Tuesday at 9 p.m. Eastern time", "2020-06-03T03:00"),
        ("en", "The talks began on Tuesday at 18:00 local time", "2020-06-02T18:00"),
        ("ar", "بدأت المحادثات أمس عند الساعة 18:00 بتوقيت غرينتش", "2020-06-03T20:00"),
        ("ar", "بدأت المحادثات أمس الساعة 18:00 بتوقيت السعودية", "2020-06-03T17:00"),
        ("fr", "Les négociations ont commencé hier à 18h30 heure de Paris", "2020-06-03T18:30"),
        ("fr", "Les négociations ont commencé hier à 18h30 heure de Londres", "2020-06-03T19:30"),
        ("fr", "Les négociations ont commencé à trois heures cet après-midi", "2020-06-04T15:00"),
    ],
)
def test_a_clock_time_of_a_known_zone_is_told_by_the_clock_of_the_article(
    language: str, text: str, earliest: str
) -> None:
    told = only(language, text).interval
    assert told is not None and told.earliest == datetime.fromisoformat(earliest)


def test_without_an_offset_of_the_article_the_zone_changes_nothing() -> None:
    told = only("en", "The talks began on Tuesday at 18:00 GMT", PUBLISHED.replace(tzinfo=None)).interval
    assert told == interval("2020-06-02T18:00", "2020-06-02T18:01")


def test_both_ends_of_a_range_have_the_zone_told_once() -> None:
    told = only("en", "Polls were open on Tuesday from 8:00 to 19:00 GMT").interval
    assert told == interval("2020-06-02T10:00", "2020-06-02T21:01")


@pytest.mark.parametrize(
    ("zone", "month", "hours"),
    [("0", 7, 0), ("+1 eu", 1, 1), ("+1 eu", 7, 2), ("-5 us", 1, -5), ("-5 us", 7, -4), ("+5.5", 7, 5.5)],
)
def test_zones_keep_their_summer_time(zone: str, month: int, hours: float) -> None:
    assert zone_offset(zone, datetime(2020, month, 15).date()) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("+1 eu", "2020-03-28", 1),
        ("+1 eu", "2020-03-29", 2),
        ("+1 eu", "2020-10-25", 1),
        ("-5 us", "2020-03-07", -5),
        ("-5 us", "2020-03-08", -4),
        ("-5 us", "2020-11-01", -5),
    ],
)
def test_summer_time_begins_and_ends_on_sundays(zone: str, day: str, hours: int) -> None:
    assert zone_offset(zone, datetime.fromisoformat(day).date()) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("language", "text", "earliest", "latest"),
    [
        ("en", "The road is closed from 18 June for 10 days", "2020-06-18", "2020-06-28"),
        ("en", "The road will be closed for three days from Monday", "2020-06-08", "2020-06-11"),
        ("en", "The road was closed at 4 pm on Tuesday for 30 minutes", "2020-06-02T16:00", "2020-06-02T16:30"),
        ("en", "The road was closed on 2 June from 9:30 am for seven hours", "2020-06-02T09:30", "2020-06-02T16:30"),
        ("fr", "La route est fermée à partir du 18 juin pendant dix jours", "2020-06-18", "2020-06-28"),
        ("ar", "أغلق الطريق من يوم الاثنين لمدة ثلاثة أيام", "2020-06-01", "2020-06-04"),
    ],
)
def test_a_length_beside_its_beginning_tells_an_interval(language: str, text: str, earliest: str, latest: str) -> None:
    assert only(language, text).interval == interval(earliest, latest)


def test_a_length_that_lies_somewhere_in_a_day_stays_a_length() -> None:
    found = find("en", "They met on Tuesday for two hours")
    assert [when.text for when in found.times] == ["Tuesday"]
    assert [length.days for length in found.durations] == [2 / 24]


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "The vote is three Fridays from now", "2020-06-19"),
        ("en", "The vote was two Sundays ago", "2020-05-24"),
        ("en", "The vote is on Friday after next", "2020-06-12"),
        ("en", "The meeting of March the ninth nineteen seventy-eight", "1978-03-09"),
        ("en", "march 3 2015", "2015-03-03"),
        ("en", "2 / 15", "2020-02-15"),
        ("en", "on the 14th April 15", "2015-04-14"),
        ("fr", "le 17 2", "2020-02-17"),
        ("fr", "Mer. 22 janvier", "2020-01-22"),
    ],
)
def test_days_in_their_rarer_forms(language: str, text: str, day: str) -> None:
    told = only(language, text).interval
    assert told is not None and told.earliest == datetime.fromisoformat(day)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They won 4 - 2 after extra time"),
        ("en", "The score was 15-2 at the break"),
        ("en", "The index rose to 2015.3 points"),
        ("en", "It took 16 - 11 people had died before"),
        ("en", "He killed 3 in the raid"),
        ("en", "Some 1830 people came"),
        ("en", "He ate for more than he needed"),
        ("fr", "Le jeu est ouvert et la mer est calme"),
        ("fr", "Il a perdu 3 à 4"),
        ("ar", "فاز الفريق في 22-4"),
    ],
)
def test_numbers_that_only_look_like_times_are_left_alone(language: str, text: str) -> None:
    assert find(language, text).times == ()


@pytest.mark.parametrize(
    ("text", "earliest"),
    [
        ("8 tonight", "2020-06-04T20:00"),
        ("3 in the morning", "2020-06-04T03:00"),
        ("quarter to noon", "2020-06-04T11:45"),
    ],
)
def test_a_text_that_is_hardly_more_than_an_hour_tells_it(text: str, earliest: str) -> None:
    found = find_times(
        split_words(text, 0, len(text)), published_at=PUBLISHED, pack=PACKS.pack("en"), text=text, day=PUBLISHED.date()
    )
    told = {reading.earliest for when in found.times for reading in (when.interval, *when.readings) if reading}
    assert datetime.fromisoformat(earliest) in told


def test_more_than_a_length_is_still_that_length() -> None:
    found = find("en", "They spoke for more than an hour")
    assert [length.days for length in found.durations] == [1 / 24]
