"""Opposite results and states of one event."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.conflicts.disagreement import Surroundings
from app.core.conflicts.rules.outcome import find_outcome_conflict
from app.core.entities.places import NoPlaces
from app.core.model.claim import Claim, Polarity, Slot, SlotName, Source, SourceKind, Stance, Status
from app.core.model.conflict import ConflictKind
from app.core.model.when import PartOfDay
from app.knowledge.loader import load_knowledge
from tests.core.claims_by_hand import PUBLISHED, at_part, claim, on_day, party, person
from tests.core.test_conflicts_cross import kinds


def test_raised_and_lowered_are_opposite_outcomes():
    assert kinds(claim("a", event_type="rise"), claim("b", event_type="fall", article="right")) == [
        ConflictKind.OUTCOME
    ]


def test_failing_to_agree_is_an_outcome_and_no_denial():
    failed = claim("b", event_type="agree", polarity=Polarity.NEGATIVE, article="right")
    assert kinds(claim("a", event_type="agree"), failed) == [ConflictKind.OUTCOME]


def test_denying_that_they_agreed_is_a_denial_and_no_outcome():
    source = Source(kind=SourceKind.PERSON, text="Nasr", name="Nasr", key="nsr", stance=Stance.DENIES)
    denied = claim("b", event_type="agree", polarity=Polarity.NEGATIVE, article="right", sources=(source,))
    assert kinds(claim("a", event_type="agree"), denied) == [ConflictKind.DENIAL]


def win(id: str, winner: str, loser: str, article: str = "left") -> Claim:
    return claim(id, person(winner), party(SlotName.COUNTERPART, loser), event_type="win", article=article)


def test_a_winner_who_lost_elsewhere_is_a_conflict():
    assert ConflictKind.OUTCOME in kinds(
        win("a", "Karim Haddad", "Samir Nasr"), win("b", "Samir Nasr", "Karim Haddad", "right")
    )


def test_a_victory_told_from_both_ends_is_one_outcome():
    lost = claim(
        "b", person("Karim Haddad"), party(SlotName.COUNTERPART, "Samir Nasr"), event_type="lose", article="right"
    )
    assert kinds(win("a", "Karim Haddad", "Samir Nasr"), lost) == []


def test_held_and_postponed_exclude_each_other():
    postponed = claim("b", event_type="postpone", status=Status.POSTPONED, article="right")
    assert kinds(claim("a", event_type="open"), postponed) == [ConflictKind.STATUS]


def test_reopened_and_still_closed_exclude_each_other():
    closed = claim("b", event_type="close", status=Status.ONGOING, article="right")
    assert kinds(claim("a", event_type="open"), closed) == [ConflictKind.STATUS]


def test_a_plan_and_its_fulfilment_do_not_conflict():
    assert kinds(claim("a", status=Status.PLANNED), claim("b", article="right")) == []


def test_a_state_may_have_changed_a_week_later():
    later = claim(
        "b", event_type="postpone", status=Status.POSTPONED, article="right", published_at=PUBLISHED + timedelta(days=7)
    )
    assert kinds(claim("a", event_type="open"), later) == []


def test_results_told_by_words_exclude_each_other():
    freed = claim("a", event_type=None, result="acquitted")
    assert kinds(freed, claim("b", event_type=None, result="convicted", article="right")) == [ConflictKind.OUTCOME]


def test_a_typed_claim_has_the_result_of_its_type():
    allowed = claim("b", event_type=None, result="approved", article="right")
    assert kinds(claim("a", event_type="reject"), allowed) == [ConflictKind.OUTCOME]


def test_one_result_in_two_ways_is_no_conflict():
    assert kinds(claim("a", event_type="accept"), claim("b", event_type=None, result="approved", article="right")) == []


def test_an_acquittal_and_the_conviction_of_another_do_not_conflict():
    acquitted = claim("a", party(SlotName.TARGET, "Karim Haddad"), event_type=None, result="acquitted")
    convicted = claim("b", party(SlotName.TARGET, "Lina Azzam"), event_type=None, result="convicted", article="right")
    assert kinds(acquitted, convicted) == []


def test_talks_that_came_to_nothing_reached_no_agreement():
    ended = claim("b", event_type=None, result="settled", polarity=Polarity.NEGATIVE, article="right")
    assert kinds(claim("a", event_type="sign"), ended) == [ConflictKind.OUTCOME]


def test_what_was_decided_is_a_result_and_what_is_only_planned_is_none():
    lowered = claim("b", event_type="fall", article="right")
    assert kinds(claim("a", event_type="rise", status=Status.PLANNED, result="raised"), lowered) == [
        ConflictKind.OUTCOME
    ]
    assert kinds(claim("a", event_type="rise", status=Status.PLANNED), lowered) == []


def test_what_was_decided_to_be_opened_is_not_open_yet():
    decided = claim("a", event_type="open", status=Status.PLANNED, result="opened")
    closed = claim("b", event_type="close", status=Status.ONGOING, article="right")
    assert kinds(decided, closed) == []


def test_halted_on_one_day_and_resumed_on_the_next_do_not_conflict():
    halted = claim("a", on_day(14), event_type=None, result="halted")
    assert kinds(halted, claim("b", on_day(15), event_type=None, result="under_way", article="right")) == []


def still(result: str, *slots: Slot, hours: float = 0.0, event_type: str | None = None) -> Claim:
    """What a report says to go on, so many hours after the common moment of publication."""
    published_at = PUBLISHED + timedelta(hours=hours)
    return claim(
        "b",
        *slots,
        event_type=event_type,
        result=result,
        status=Status.ONGOING,
        article="right",
        published_at=published_at,
    )


def test_resumed_and_later_still_halted_exclude_each_other():
    resumed = claim("a", on_day(15), event_type=None, result="under_way")
    assert kinds(resumed, still("halted", hours=1)) == [ConflictKind.STATUS]


def test_what_was_still_halted_may_have_been_resumed_since():
    resumed = claim("a", at_part(16, PartOfDay.EVENING, 18, 21), event_type=None, result="under_way")
    assert kinds(replace(resumed, published_at=PUBLISHED + timedelta(hours=12)), still("halted")) == []
    undated = claim("a", event_type=None, result="under_way", published_at=PUBLISHED + timedelta(hours=12))
    assert kinds(undated, still("halted")) == []


def test_a_state_is_told_of_its_own_time_and_not_of_the_report():
    resumed = claim("a", at_part(16, PartOfDay.EVENING, 18, 21), event_type=None, result="under_way")
    until_noon = still("halted", at_part(16, PartOfDay.NOON, 11, 14), hours=20)
    assert kinds(replace(resumed, published_at=PUBLISHED + timedelta(hours=20)), until_noon) == []


def test_two_states_of_one_day_exclude_each_other_and_of_two_days_do_not():
    running = claim("a", event_type=None, result="running", status=Status.ONGOING)
    assert kinds(running, still("halted", hours=5)) == [ConflictKind.STATUS]
    assert kinds(running, still("halted", hours=30)) == []


def test_what_has_not_resumed_is_still_halted():
    resumed = claim("a", on_day(15), event_type=None, result="under_way")
    not_so = claim("b", event_type=None, result="under_way", polarity=Polarity.NEGATIVE, article="right")
    assert kinds(resumed, not_so) == [ConflictKind.STATUS]


def test_released_and_later_still_held_exclude_each_other():
    assert kinds(claim("a", on_day(15), event_type="release"), still("kept_in", event_type="detain", hours=2)) == [
        ConflictKind.STATUS
    ]


def test_detained_and_later_released_do_not_conflict():
    detained = claim("a", on_day(14), event_type="detain")
    assert kinds(detained, claim("b", on_day(15), event_type="release", article="right")) == []


def test_a_remark_about_what_was_called_off_does_not_say_that_it_was_held():
    called_off = claim("b", event_type="cancel", article="right")
    assert kinds(claim("a", event_type=None), called_off) == []
    assert kinds(claim("a", on_day(16), event_type=None), called_off) == [ConflictKind.STATUS]


def test_what_was_put_off_may_be_done_on_its_new_day():
    put_off = claim("b", event_type="postpone", article="right", published_at=PUBLISHED - timedelta(days=1))
    assert kinds(claim("a", at_part(16, PartOfDay.MORNING, 6, 11), event_type="open"), put_off) == []
    called_off = claim("b", event_type="cancel", article="right", published_at=PUBLISHED - timedelta(days=1))
    assert kinds(claim("a", at_part(16, PartOfDay.MORNING, 6, 11), event_type="open"), called_off) == [
        ConflictKind.STATUS
    ]


@pytest.mark.parametrize(("hours", "expected"), [(2, [ConflictKind.STATUS]), (-2, []), (0, [])])
def test_a_plan_told_after_it_was_called_off_contradicts_that(hours: float, expected: list[ConflictKind]):
    called_off = claim("b", event_type="cancel", article="right")
    plan = claim("a", event_type="open", status=Status.PLANNED, published_at=PUBLISHED + timedelta(hours=hours))
    assert kinds(plan, called_off) == expected


def test_an_article_that_quotes_two_sides_does_not_contradict_itself():
    source = Source(kind=SourceKind.PERSON, text="Nasr", name="Nasr", key="nsr", stance=Stance.SAYS)
    claimed = claim("b", event_type="reject", sources=(source,))
    assert kinds(claim("a", event_type="accept"), claimed) == []
    assert kinds(claim("a", event_type="accept"), replace(claimed, article_id="right")) == [ConflictKind.OUTCOME]


def test_other_words_alone_are_no_opposite_result():
    kept, broke = claim("a", event_type=None), claim("b", event_type=None, article="right")
    around = Surroundings(knowledge=load_knowledge(), places=NoPlaces(), link_probability=0.9, contradiction=0.99)
    assert find_outcome_conflict(kept, broke, around) is None


def cancelled(hours: int = 0) -> Claim:
    return claim("a", event_type="cancel", published_at=PUBLISHED + timedelta(hours=hours))


def postponed_to_june(hours: int = 0, *, statement: str = "The regatta was postponed to 8 June") -> Claim:
    day = on_day(8, month=6, text="8 June", start=statement.index("8 June"))
    moment = PUBLISHED + timedelta(hours=hours)
    return claim("b", day, statement=statement, event_type="postpone", article="right", published_at=moment)


def test_called_off_and_put_off_to_a_new_day_exclude_each_other():
    assert kinds(cancelled(), postponed_to_june(hours=3)) == [ConflictKind.STATUS]


def test_what_was_put_off_may_be_called_off_a_day_later():
    assert kinds(cancelled(hours=30), postponed_to_june()) == []


def test_put_off_without_a_new_day_is_a_loose_word_for_called_off():
    assert kinds(cancelled(), postponed_to_june(statement="The 8 June regatta was postponed")) == []


def test_what_will_not_take_place_and_what_took_place_exclude_each_other():
    off = claim("a", event_type="hold", polarity=Polarity.NEGATIVE, status=Status.PLANNED)
    assert kinds(off, claim("b", event_type="hold", article="right")) == [ConflictKind.STATUS]


def test_a_visitor_who_will_not_come_says_nothing_of_who_came():
    off = claim("a", event_type="visit", polarity=Polarity.NEGATIVE, status=Status.PLANNED)
    assert kinds(off, claim("b", event_type="visit", article="right")) == []
