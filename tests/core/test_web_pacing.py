"""When to ask again."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.web.pacing import back_off, freshness, next_visit, read_interval, retry_after, write_interval

NOON = datetime(2024, 3, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize("text", ["1m", "15m", "90m", "2h", "36h", "1d", "7d", "61s"])
def test_an_interval_comes_back_as_the_same_time(text: str) -> None:
    assert read_interval(write_interval(read_interval(text))) == read_interval(text)


@pytest.mark.parametrize(
    "text", ["", "15", "m", "0m", "1s", "8d", "-5m", "1.5h", "15 m", "15M", "٥m", "9999999d", "1w", "1٥m"]
)
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"15m|between"):
        read_interval(text)


@pytest.mark.parametrize(
    ("value", "pause"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta(0)),
        ("999999999", DAY),
        ("Wed, 20 Mar 2024 12:05:00 GMT", timedelta(minutes=5)),
        ("Wed, 20 Mar 2024 11:00:00 GMT", timedelta(0)),
        ("Fri, 20 Mar 2099 11:00:00 GMT", DAY),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("٥", None),
        ("9" * 5_000, None),
    ],
)
def test_how_long_a_server_asks_to_be_left_alone(value: str, pause: timedelta | None) -> None:
    assert retry_after({"retry-after": value}, NOON) == pause


def test_an_answer_stays_good_as_long_as_it_says_within_a_day() -> None:
    assert freshness({"cache-control": 'private, MAX-AGE="600"'}, NOON) == timedelta(minutes=10)
    assert freshness({"cache-control": "s-maxage=600"}, NOON) is None
    assert freshness({"cache-control": "max-age=9", "expires": "Wed, 20 Mar 2024 13:00:00 GMT"}, NOON) == timedelta(
        seconds=9
    )
    assert freshness({"expires": "Wed, 20 Mar 2024 13:00:00 GMT"}, NOON) == timedelta(hours=1)
    assert freshness({"expires": "-1"}, NOON) is None
    assert freshness({}, NOON) is None


def test_pauses_double_to_a_day_and_are_the_same_each_time() -> None:
    step = timedelta(minutes=1)
    pauses = [back_off(step, failures, seed="x") for failures in range(1, 20)]
    assert pauses == [back_off(step, failures, seed="x") for failures in range(1, 20)]
    assert pauses != [back_off(step, failures, seed="y") for failures in range(1, 20)]
    assert all(0.9 <= pause / min(step * 2**n, step * 1_024) <= 1.1 for n, pause in enumerate(pauses))
    assert back_off(timedelta(hours=20), 99, seed="x") <= DAY * 1.1


def test_hours_that_are_skipped_are_skipped() -> None:
    hour = timedelta(hours=1)
    assert next_visit(NOON, hour, advice=[None], skip_hours=[13, 14]) == NOON + 3 * hour
    assert next_visit(NOON, hour, advice=[], skip_hours=range(24)) == NOON + hour
    assert next_visit(NOON, hour, advice=[], skip_hours=[13, 99, -1]) == NOON + 2 * hour
    assert next_visit(NOON, hour, advice=[], skip_hours=[h for h in range(24) if h != 12]) == NOON + DAY
