"""One office given to two persons, or one person given two offices that nobody holds together."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.conflicts.detector import find_conflicts
from app.core.entities.places import NoPlaces
from app.core.linking.offices import is_one_role
from app.core.model.claim import Claim, Polarity, Slot, SlotName, Status
from app.core.model.conflict import Conflict, ConflictKind
from app.core.model.entity import Phrase
from app.core.model.linking import Edge
from app.core.model.office import HeldOffice, read_office
from app.knowledge.loader import load_knowledge
from tests.core.claims_by_hand import PUBLISHED, claim, person

KNOWLEDGE = load_knowledge()


def office(head: str, **told: set[str]) -> HeldOffice:
    return HeldOffice(head=head, **{name: frozenset(values) for name, values in told.items()})


def holds(
    id: str,
    name: str,
    held: HeldOffice,
    *others: HeldOffice,
    article: str = "left",
    words: str = "the office",
    given: bool = False,
    language: str = "en",
) -> Claim:
    """``name`` holds an office, and in the same article ``others``; ``given``: is appointed to it."""
    slot = replace(person(name), name=SlotName.TARGET if given else SlotName.ACTOR)
    keys = tuple(one.key for one in (held, *others))
    slot = replace(slot, value=replace(slot.value, office_keys=keys))  # type: ignore[type-var]
    role = Slot(name=SlotName.ROLE, value=Phrase(text=words, start=0, end=len(words), key=held.key))
    status = Status.HAPPENED if given else Status.ONGOING
    kind = "appoint" if given else "hold_office"
    return claim(id, slot, role, article=article, event_type=kind, status=status, language=language)


def conflicts(left: Claim, right: Claim) -> list[Conflict]:
    edge = Edge(left=left.id, right=right.id, probability=0.95, reason="")
    return find_conflicts([left, right], cluster_id="c", knowledge=KNOWLEDGE, places=NoPlaces(), edges=[edge])


GAFSA = office("governor", places={"TN/gafsa"})
SFAX = office("governor", places={"TN/sfax"})
HEALTH, SCHOOLS = office("minister", fields={"health"}), office("minister", fields={"education"})
PORT = office("chair", fields={"port"}, near={"LB"})


def test_a_key_gives_the_office_again():
    told = office("chair", fields={"port", "customs"}, places={"LB/tripoli"}, words={"board"}, near={"LB"})
    assert read_office(told.key) == told
    assert read_office("minister/defence@EG") is None


def test_one_office_of_two_persons_is_a_role_conflict_that_names_both_in_three_languages():
    left, right = holds("a", "Daniel Rowe", GAFSA), holds("b", "Laura Finch", GAFSA, article="right")
    assert is_one_role(left, right, KNOWLEDGE)
    (found,) = conflicts(left, right)
    assert found.kind is ConflictKind.ROLE
    for text in (found.explanation.en, found.explanation.ar, found.explanation.fr):
        assert all(word in text for word in ("Daniel Rowe", "Laura Finch", "left news", "right news"))


def test_one_person_as_minister_of_two_fields_is_a_role_conflict_that_names_both_offices():
    left = holds("a", "Daniel Rowe", HEALTH, words="health minister")
    right = holds("b", "Daniel Rowe", SCHOOLS, article="right", words="ministre de l'Éducation", language="fr")
    (found,) = conflicts(left, right)
    assert found.kind is ConflictKind.ROLE
    assert {side.value for side in found.sides} == {"health minister", "ministre de l'Éducation"}


def test_names_in_two_scripts_are_one_person():
    left = holds("a", "Khaled Mansour", office("chief-executive", fields={"heritage"}), given=True)
    right = holds(
        "b", "خالد منصور", office("chief-executive", fields={"museums"}), article="right", given=True, language="ar"
    )
    assert [found.kind for found in conflicts(left, right)] == [ConflictKind.ROLE]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (HEALTH, office("leader", words={"party"})),
        (office("prime-minister", places={"TN"}), office("chair", words={"party"})),
        (HEALTH, office("minister", fields={"health", "education"})),
        (HEALTH, office("minister")),
        (office("director", fields={"museums"}), office("director-general", fields={"museums"})),
        (GAFSA, office("governor", places={"TN"})),
        (office("chair", words={"club"}), office("chair", words={"bank"})),
    ],
    ids=["leads a party", "head of a party", "both fields", "no field", "worded otherwise", "wider", "two chairs"],
)
def test_one_person_may_hold_both(one, other):
    left, right = holds("a", "Daniel Rowe", one), holds("b", "Daniel Rowe", other, article="right")
    assert conflicts(left, right) == []


def test_who_holds_both_in_one_report_is_not_contradicted_by_the_other():
    left = holds("a", "Daniel Rowe", HEALTH, SCHOOLS)
    assert conflicts(left, holds("b", "Daniel Rowe", SCHOOLS, article="right")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (GAFSA, SFAX),
        (HEALTH, SCHOOLS),
        (PORT, office("chair", fields={"port"}, places={"LB/tripoli"})),
        (PORT, replace(PORT, near=frozenset({"EG"}))),
        (office("director", words={"clinic"}), office("director", words={"school"})),
        (office("chair"), office("chair")),
        (office("president", places={"TN"}), office("president", words={"club"})),
        (office("adviser", fields={"health"}), office("adviser", fields={"health"})),
        (office("director", fields={"museums"}), office("director-general", fields={"museums"})),
    ],
    ids=["towns", "fields", "which port", "countries", "bodies", "nothing told", "republic", "many", "two heads"],
)
def test_two_persons_may_hold_two_offices(one, other):
    left, right = holds("a", "Daniel Rowe", one), holds("b", "Laura Finch", other, article="right")
    assert conflicts(left, right) == []


def test_who_is_appointed_follows_whoever_held_the_office():
    left, right = holds("a", "Daniel Rowe", GAFSA), holds("b", "Laura Finch", GAFSA, article="right", given=True)
    assert conflicts(left, right) == []
    assert not is_one_role(left, right, KNOWLEDGE)


def test_two_appointments_to_one_office_conflict():
    left = holds("a", "Daniel Rowe", PORT, given=True)
    right = holds("b", "Laura Finch", PORT, article="right", given=True)
    assert [found.kind for found in conflicts(left, right)] == [ConflictKind.ROLE]


def test_a_week_later_another_may_hold_it():
    left, right = holds("a", "Daniel Rowe", GAFSA), holds("b", "Laura Finch", GAFSA, article="right")
    assert conflicts(left, replace(right, published_at=PUBLISHED + timedelta(days=7))) == []
    assert conflicts(left, replace(right, published_at=None)) == []


def test_a_surname_alone_tells_too_little():
    left, right = holds("a", "Rowe", GAFSA), holds("b", "Laura Finch", GAFSA, article="right")
    assert conflicts(left, right) == []


def test_one_article_may_tell_of_two_holders():
    assert conflicts(holds("a", "Daniel Rowe", GAFSA), holds("b", "Laura Finch", GAFSA)) == []


def test_no_other_rule_compares_who_holds_what():
    left = holds("a", "Daniel Rowe", GAFSA)
    denied = replace(holds("b", "Daniel Rowe", GAFSA, article="right"), polarity=Polarity.NEGATIVE)
    assert conflicts(left, denied) == []


def test_two_commissioners_for_one_thing_conflict_and_two_of_one_body_do_not():
    bridge = office("commissioner", fields={"bridge"}, words={"tamsel"})
    left, right = (
        holds("a", "Ada Venn", bridge, given=True),
        holds("b", "Paul Rask", bridge, article="right", given=True),
    )
    assert [conflict.kind for conflict in conflicts(left, right)] == [ConflictKind.ROLE]
    union = office("commissioner", bodies={"EU"})
    left, right = holds("a", "Ada Venn", union), holds("b", "Paul Rask", union, article="right")
    assert not conflicts(left, right)


@pytest.mark.parametrize("head", ["secretary-general", "secretary", "treasurer"])
def test_the_president_of_a_body_is_not_its_secretary_or_treasurer(head: str):
    told = {"fields": {"handball"}, "places": {"CM"}}
    left = holds("a", "Ada Venn", office("president", **told))
    right = holds("b", "Ada Venn", office(head, **told), article="right", language="fr")
    (found,) = conflicts(left, right)
    assert found.kind is ConflictKind.ROLE
    elsewhere = holds("c", "Ada Venn", office(head, fields={"rugby"}, places={"CM"}), article="right")
    assert not conflicts(left, elsewhere)


def test_an_article_that_names_several_countries_does_not_tell_whose_minister_it_means():
    told = holds("a", "Ada Venn", office("minister", fields={"defence"}, places={"ES"}))
    near = holds("b", "Rosa Lind", office("minister", fields={"defence"}, near={"ES/madrid"}), article="right")
    both = holds("c", "Rosa Lind", office("minister", fields={"defence"}, near={"ES/madrid", "PT"}), article="right")
    assert conflicts(told, near)
    assert not conflicts(told, both)
