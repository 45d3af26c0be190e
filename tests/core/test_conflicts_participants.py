"""Who took part: which parties exclude each other, and which only tell more or less of one."""

from dataclasses import replace

import pytest

from app.core.entities.names import name_key
from app.core.folding import fold
from app.core.model.claim import Claim, Slot, SlotName
from app.core.model.conflict import ConflictKind
from app.core.model.entity import EntityType, Party
from tests.core.claims_by_hand import claim, in_month, on_day, party, person
from tests.core.test_conflicts_cross import conflicts, kinds

ORGANISATION = EntityType.ORGANISATION


def described(slot: SlotName, text: str, *, office: str | None = None, known_as: str | None = None) -> Slot:
    """A party without a name; ``known_as`` is the body that the text tells it by."""
    told = None
    if known_as is not None:
        told = Party(
            text=known_as,
            start=0,
            end=1,
            name=known_as,
            key=name_key(known_as),
            type=ORGANISATION,
            is_name=True,
        )
    keys = () if office is None else (office,)
    value = Party(text=text, start=0, end=1, name=text, key=fold(text), office_keys=keys, known_as=told)
    return Slot(name=slot, value=value)


def captured(id: str, actor: Slot) -> Claim:
    return claim(id, actor, event_type="capture", article=id)


def met(id: str, partner: Slot, *others: Slot) -> Claim:
    return claim(id, person("Karim Haddad"), partner, *others, article=id)


def test_fighters_of_two_fronts_did_not_both_take_the_town():
    left = captured("a", described(SlotName.ACTOR, "fighters of the Dune Front", known_as="Dune Front"))
    right = captured("b", party(SlotName.ACTOR, "Coastal Guard", ORGANISATION))
    (found,) = conflicts(left, right)
    assert found.kind is ConflictKind.PARTICIPANTS
    assert {side.value for side in found.sides} == {"Dune Front", "Coastal Guard"}


@pytest.mark.parametrize(
    "other",
    [
        described(SlotName.ACTOR, "gunmen"),
        described(SlotName.ACTOR, "the Libyan army", office="army@LY"),
        party(SlotName.ACTOR, "the Dune Front", ORGANISATION),
        person("Samir Nasr"),
    ],
)
def test_who_may_be_one_of_them_or_above_them_is_no_rival(other: Slot):
    fighters = described(SlotName.ACTOR, "fighters of the Dune Front", known_as="Dune Front")
    assert kinds(captured("a", fighters), captured("b", other)) == []


@pytest.mark.parametrize(
    ("one", "other", "conflicting"),
    [
        ("minister/defence@EG", "minister/interior@EG", True),
        ("minister/defence@EG", "minister/defence@LY", True),
        ("minister/defence@EG", "minister/defence@EG", False),
        ("minister/defence@EG", "ministry/defence@EG", False),
        ("minister/defence@EG", "deputy-minister/defence@EG", False),
        ("minister/defence@EG", "president@EG", False),
        ("governor@EG", "governor@EG/cairo", False),
    ],
)
def test_offices_without_names_exclude_each_other_where_they_are_of_one_kind(one: str, other: str, conflicting: bool):
    left = met("a", described(SlotName.COUNTERPART, "a minister", office=one))
    right = met("b", described(SlotName.COUNTERPART, "the minister", office=other))
    assert (ConflictKind.PARTICIPANTS in kinds(left, right)) is conflicting


def test_an_office_excludes_a_name_that_is_told_with_another_one():
    named = party(SlotName.COUNTERPART, "Lina Azzam")
    named = replace(named, value=replace(named.value, office_keys=("minister/interior@EG",)))
    left = met("a", described(SlotName.COUNTERPART, "the defence minister", office="minister/defence@EG"))
    assert kinds(left, met("b", named)) == [ConflictKind.PARTICIPANTS]
    assert kinds(left, met("b", party(SlotName.COUNTERPART, "Lina Azzam"))) == []


def test_a_deal_signed_with_one_firm_was_not_agreed_with_another():
    ours = party(SlotName.ACTOR, "Harsa Salt", ORGANISATION)
    left = claim("a", ours, party(SlotName.ACTOR, "Kelbo Chemicals", ORGANISATION), event_type="sign")
    right = claim(
        "b", ours, party(SlotName.COUNTERPART, "Venn Minerals", ORGANISATION), event_type="agree", article="right"
    )
    assert kinds(left, right) == [ConflictKind.PARTICIPANTS]
    alone = claim("c", ours, event_type="agree", article="right")
    assert kinds(left, alone) == []


def untyped(id: str, actor: str, target: str, predicate: str = "pilot") -> Claim:
    return claim(
        id,
        person(actor),
        party(SlotName.TARGET, target, ORGANISATION),
        event_type=None,
        predicate=predicate,
        article=id,
    )


def test_without_a_type_only_the_same_words_of_the_same_thing_conflict():
    left = untyped("a", "Ada Venn", "Star of Harsa")
    assert kinds(left, untyped("b", "Omar Kell", "Star of Harsa")) == [ConflictKind.PARTICIPANTS]
    assert kinds(left, untyped("b", "Omar Kell", "Lady of Kelbo")) == []
    assert kinds(left, untyped("b", "Omar Kell", "Star of Harsa", predicate="own")) == []
    assert conflicts(left, untyped("b", "Omar Kell", "Star of Harsa"), probability=0.7) == []


def test_prisoners_were_handed_to_one_body_only():
    def released(id: str, recipient: str) -> Claim:
        return claim(id, party(SlotName.RECIPIENT, recipient, ORGANISATION), event_type="release", article=id)

    assert kinds(released("a", "Harsa League"), released("b", "Coastal Guard")) == [ConflictKind.PARTICIPANTS]
    assert kinds(released("a", "Harsa League"), released("b", "the Harsa League")) == []


def test_two_names_told_for_one_day_are_the_surer_conflict():
    def told(*times: Slot) -> float:
        left = claim("a", party(SlotName.ACTOR, "Dune Front", ORGANISATION), *times, event_type="attack", article="a")
        right = claim("b", party(SlotName.ACTOR, "Sea Guard", ORGANISATION), *times, event_type="attack", article="b")
        (found,) = conflicts(left, right, probability=0.7)
        return found.confidence

    assert told(on_day(14)) > told(in_month(5)) == told()


def test_names_of_bodies_in_two_languages_may_be_translations():
    left = captured("a", party(SlotName.ACTOR, "Dune Front", ORGANISATION))
    right = captured("b", party(SlotName.ACTOR, "Front de la steppe", ORGANISATION))
    assert ConflictKind.PARTICIPANTS in kinds(left, right)
    assert not conflicts(left, replace(right, language="fr"))
