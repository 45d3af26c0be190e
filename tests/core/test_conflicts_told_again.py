"""Times and numbers of an event that one article takes up again with a definite noun."""

from dataclasses import replace

import pytest

from app.core.conflicts.internal import find_internal_conflicts
from app.core.model.claim import Claim, Slot, SlotName
from app.core.model.conflict import ConflictKind, Scope
from app.core.model.entity import Party
from app.core.model.quantity import Quantity
from app.knowledge.loader import load_knowledge
from tests.core.claims_by_hand import claim, count, on_day, party, place

KNOWLEDGE = load_knowledge()


def conflicts(*claims: Claim) -> list[tuple[ConflictKind, set[str]]]:
    """Kinds and values of what stands in one article, the claims in the order of their sentences."""
    placed = [_placed(one, at) for at, one in enumerate(claims)]
    found = find_internal_conflicts(placed, home={one.id: "cluster" for one in placed}, knowledge=KNOWLEDGE)
    assert all(one.scope is Scope.INTERNAL for one in found)
    return [(one.kind, {side.value for side in one.sides}) for one in found]


def _placed(one: Claim, sentence: int) -> Claim:
    """The claim in a sentence of its own, its predicate and its numbers where its quote has them."""
    start = 1000 * sentence
    at = start + one.quote.index(one.predicate)
    slots = tuple(
        replace(slot, value=replace(slot.value, start=start + one.quote.find(f"{slot.value.low:.0f}")))
        if isinstance(slot.value, Quantity)
        else slot
        for slot in one.slots
    )
    slots = tuple(
        replace(slot, value=replace(slot.value, end=slot.value.start + 1)) if isinstance(slot.value, Quantity) else slot
        for slot in slots
    )
    return replace(
        one,
        sentence=sentence,
        start=start,
        end=start + len(one.quote),
        predicate_start=at,
        predicate_end=at + len(one.predicate),
        slots=slots,
    )


def thing(name: str, slot: SlotName = SlotName.TARGET) -> Slot:
    return Slot(name=slot, value=Party(text=name, start=0, end=len(name), name=name, key=name))


def told(quote: str, kind: str | None, predicate: str, *slots: Slot, language: str = "en") -> Claim:
    return claim(quote, *slots, event_type=kind, statement=quote, predicate=predicate, language=language)


MAY_13_AND_15 = [(ConflictKind.DATE, {"2024-05-13", "2024-05-15"})]
JAILED = told("a baker was jailed on Wednesday", "sentence", "jailed", thing("a baker"), on_day(15))
HELD = told("The club held a gala dinner", "hold", "held", thing("a gala dinner"), on_day(15))


@pytest.mark.parametrize(
    "later",
    [
        told("The verdict on Monday", "sentence", "verdict", on_day(13)),
        told("a judge delivered the verdict", "sentence", "delivered", thing("the verdict"), on_day(13)),
    ],
)
def test_an_event_taken_up_with_its_definite_noun_has_one_day(later: Claim):
    assert conflicts(JAILED, later) == MAY_13_AND_15


def test_the_noun_may_stand_beside_took_place_or_have_its_article_written_on_it():
    signed = told("Both sides signed the pact", "sign", "signed", thing("the pact"), on_day(15))
    assert conflicts(signed, told("The signing took place", "hold", "took", thing("The signing"), on_day(13))) == (
        MAY_13_AND_15
    )
    arabic = told("وقع الطرفان الاتفاق", "sign", "وقع", thing("الاتفاق"), on_day(15), language="ar")
    later = told("وجرى التوقيع", "sign", "التوقيع", on_day(13), language="ar")
    assert conflicts(arabic, later) == MAY_13_AND_15


def test_what_was_held_is_one_with_what_is_then_called_by_the_same_words():
    assert conflicts(HELD, told("which was held on Monday", "hold", "held", thing("the gala dinner"), on_day(13))) == (
        MAY_13_AND_15
    )
    assert not conflicts(HELD, told("which was held on Monday", "hold", "held", thing("the charity lunch"), on_day(13)))
    assert not conflicts(HELD, told("A dinner was held", "hold", "held", thing("a dinner"), on_day(13)))


def test_what_befalls_a_person_once_befell_him_on_one_day():
    ruiz, moss = party(SlotName.TARGET, "Ana Ruiz"), party(SlotName.TARGET, "Carl Moss")
    died = told("Ana Ruiz died", "die", "died", ruiz, on_day(15))
    assert conflicts(died, told("she died on Monday", "die", "died", ruiz, on_day(13))) == MAY_13_AND_15
    assert not conflicts(died, told("Moss died on Monday", "die", "died", moss, on_day(13)))
    beaten = told("Ana Ruiz was attacked", "attack", "attacked", ruiz, on_day(15))
    assert not conflicts(beaten, told("she was attacked before", "attack", "attacked", ruiz, on_day(13)))


def test_another_event_of_the_kind_has_a_day_of_its_own():
    church = told("gunmen attacked a church", "attack", "attacked", thing("a church"), on_day(13))
    market = told("The attack on the market", "attack", "attack", thing("the market"), on_day(15))
    assert not conflicts(church, market)
    assert not conflicts(church, told("The second attack", "attack", "attack", on_day(15)))
    again = told("The attack on Wednesday", "attack", "attack", on_day(15))
    assert conflicts(church, again) == MAY_13_AND_15
    assert not conflicts(church, told("a raid hit the port", "attack", "raid", thing("the port"), on_day(15)), again)


def test_what_was_elsewhere_or_on_the_same_day_is_no_conflict():
    oslo, rome = place("Oslo", "NO/oslo"), place("Rome", "IT/rome")
    dinner = told("The club held a gala dinner", "hold", "held", thing("a gala dinner"), oslo, on_day(15))
    held = "which was held on Monday"
    assert not conflicts(dinner, told(held, "hold", "held", thing("the gala dinner"), rome, on_day(13)))
    assert not conflicts(dinner, told(held, "hold", "held", thing("the gala dinner"), oslo, on_day(15)))


def test_all_of_them_and_the_dead_are_as_many_as_were_told_of():
    hurt = told("4 clerks were injured", "injure", "injured", count(4, counted="clerks"))
    everyone = told("All 9 clerks hurt there", "injure", "hurt", count(9, counted="clerks"))
    assert conflicts(hurt, everyone) == [(ConflictKind.QUANTITY, {"4", "9"})]
    assert not conflicts(hurt, told("9 clerks hurt there", "injure", "hurt", count(9, counted="clerks")))
    killed = told("3 climbers were killed", "kill", "killed", count(3, counted="climbers"))
    dead = told("the 5 dead", "die", "dead", count(5, counted="dead"))
    assert conflicts(killed, dead) == [(ConflictKind.QUANTITY, {"3", "5"})]
    assert not conflicts(killed, told("2 died in hospital", "die", "died", count(2, counted="people")), dead)
