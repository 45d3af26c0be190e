"""Claims of far months are never compared; what a claim tells of the time counts, not when the article appeared."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.core.linking.period import FAR_APART, may_be_one_time, period_of, reach_of
from app.core.model.claim import Claim, Slot, SlotName
from app.core.model.when import Granularity, Interval, When
from tests.core.claims_by_hand import PUBLISHED, claim

DAY = timedelta(days=1)


def told(*days: datetime) -> Claim:
    times = [
        When(text="", start=0, end=0, interval=Interval(earliest=day, latest=day + DAY), granularity=Granularity.DAY)
        for day in days
    ]
    return claim("told", *(Slot(name=SlotName.TIME, value=when) for when in times))


def test_a_claim_without_a_time_is_of_the_moment_of_its_publication() -> None:
    moment = PUBLISHED.replace(tzinfo=None)
    assert period_of(claim("bare")) == Interval(earliest=moment, latest=moment)
    assert period_of(claim("undated", published_at=None)) is None


def test_told_times_count_from_the_first_to_the_last() -> None:
    first, last = datetime(2017, 9, 14), datetime(2017, 9, 20)
    assert period_of(told(last, first)) == Interval(earliest=first, latest=last + DAY)


@pytest.mark.parametrize(("days", "expected"), [(0, True), (59, True), (62, False), (900, False)])
def test_reports_that_appear_months_apart_are_not_compared(days: int, expected: bool) -> None:
    early = claim("early")
    late = claim("late", published_at=PUBLISHED + timedelta(days=days))
    assert may_be_one_time(early, late) is expected
    assert may_be_one_time(late, early) is expected


def test_an_old_event_that_a_new_report_recalls_meets_the_old_report() -> None:
    old = replace(claim("old"), published_at=datetime(2017, 9, 15, tzinfo=PUBLISHED.tzinfo))
    assert may_be_one_time(told(datetime(2017, 9, 14)), old)
    assert not may_be_one_time(claim("of today"), old)


def test_what_may_be_any_time_may_be_this_one() -> None:
    undated = claim("undated", published_at=None)
    assert reach_of(undated) is None
    assert may_be_one_time(undated, told(datetime(1950, 1, 1)))
    assert may_be_one_time(told(datetime(1950, 1, 1)), undated)


def test_the_ends_of_the_calendar_are_no_error() -> None:
    first, last = told(datetime(1, 1, 1)), told(datetime(9999, 12, 30))
    assert not may_be_one_time(first, last)
    assert may_be_one_time(first, first) and may_be_one_time(last, last)
    assert reach_of(told(datetime(2020, 1, 1))) == Interval(
        earliest=datetime(2020, 1, 1) - FAR_APART, latest=datetime(2020, 1, 2) + FAR_APART
    )
