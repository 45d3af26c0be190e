"""Opposite results and states of one event."""

from datetime import timedelta

from app.core.model.claim import Claim, Polarity, SlotName, Source, SourceKind, Stance, Status
from app.core.model.conflict import ConflictKind
from tests.core.claims_by_hand import PUBLISHED, claim, party, person
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
