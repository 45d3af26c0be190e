"""Times by which one article contradicts itself."""

from dataclasses import replace
from datetime import datetime

from app.core.conflicts.internal import find_internal_conflicts
from app.core.model.claim import Claim, Slot
from app.core.model.conflict import ConflictKind, Scope
from app.core.model.when import Interval
from app.knowledge.loader import load_knowledge
from tests.core.claims_by_hand import claim, on_day, unresolved

KNOWLEDGE = load_knowledge()


def conflicts(*claims: Claim):
    return find_internal_conflicts(claims, home={found.id: "cluster" for found in claims}, knowledge=KNOWLEDGE)


def yesterday(text: str, *, weekday: int, start: int, other_day: int | None = None) -> Slot:
    """Wednesday 15 May 2024, told with a weekday that may belong to another day."""
    slot = on_day(15, text=text, start=start)
    alternative = None
    if other_day is not None:
        alternative = Interval(earliest=datetime(2024, 5, other_day), latest=datetime(2024, 5, other_day + 1))
    return replace(slot, value=replace(slot.value, weekday=weekday, days_from_publication=-1, alternative=alternative))


def test_a_weekday_that_does_not_fall_on_its_date_is_flagged():
    wrong = claim("a", yesterday("Tuesday, 15 May", weekday=2, start=10, other_day=14))
    (found,) = conflicts(wrong)
    assert (found.kind, found.scope) == (ConflictKind.DATE, Scope.INTERNAL)
    assert [side.value for side in found.sides] == ["2024-05-14", "2024-05-15"]


def test_the_other_side_is_the_sentence_that_has_the_weekday_right():
    right = claim("a", yesterday("yesterday, Wednesday", weekday=3, start=10))
    wrong = claim("b", yesterday("yesterday, Monday", weekday=1, start=200, other_day=13))
    (found,) = conflicts(right, wrong)
    assert {(side.value, side.claim_ids) for side in found.sides} == {("2024-05-15", ("a",)), ("2024-05-13", ("b",))}


def test_two_weekdays_for_yesterday_conflict_even_without_a_date_of_publication():
    wednesday = claim("a", unresolved("yesterday, Wednesday", weekday=3, days=-1, start=10), published_at=None)
    monday = claim("b", unresolved("yesterday, Monday", weekday=1, days=-1, start=300), published_at=None)
    (found,) = conflicts(wednesday, monday)
    assert found.sides[0].claim_ids != found.sides[1].claim_ids
    assert "left news" in found.explanation.ar


def test_yesterday_and_today_with_their_weekdays_agree():
    wednesday = claim("a", unresolved("yesterday, Wednesday", weekday=3, days=-1, start=10), published_at=None)
    thursday = claim("b", unresolved("today, Thursday", weekday=4, days=0, start=300), published_at=None)
    assert conflicts(wednesday, thursday) == []


def test_a_time_that_several_claims_share_is_flagged_once():
    wrong = yesterday("Tuesday, 15 May", weekday=2, start=10, other_day=14)
    assert len(conflicts(claim("a", wrong), claim("b", wrong))) == 1
