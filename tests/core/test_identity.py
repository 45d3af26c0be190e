"""Whose the names in the store are: a function of the names and of what reviewers decided."""

from collections import defaultdict
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.entities.identity import (
    KnownName,
    Ruling,
    agreement,
    known_name,
    may_agree,
    name_blocks,
    name_shape,
    namesake,
    settle,
)
from app.core.entities.names import name_key
from app.core.model.reference import Reference, entity_id


def named(name: str, kind: str = "PER") -> KnownName:
    return known_name(Reference(id=entity_id(name_key(name)), role="party", type=kind, name=name, place_key=None))


def entities(names: list[KnownName], ruling: Ruling | None = None) -> set[frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name_id, standing in settle(names, ruling or Ruling()).items():
        found[standing.entity].add(name_id)
    return {frozenset(members) for members in found.values()}


def ids(*names: KnownName) -> frozenset[str]:
    return frozenset(name.id for name in names)


THREE_SCRIPTS = [named("Khaled Megawer"), named("خالد المغاوير"), named("Халед Мегавер")]
OTHER = named("خالد المجبري")


def test_full_names_in_three_scripts_are_one_entity():
    assert entities([*THREE_SCRIPTS, OTHER]) == {ids(*THREE_SCRIPTS), ids(OTHER)}


GIVEN = ["Khaled", "Khalid", "خالد", "Mona", "منى", "Mouna", "Халед", "Abd al-Rahman", "عبد الرحمن"]
FAMILY = [
    "Megawer",
    "المغاوير",
    "Mugawir",
    "El Megawer",
    "Sibani",
    "السيباني",
    "Ben Ali",
    "بن علي",
    "Benali",
    "Мегавер",
]


@pytest.mark.parametrize("given_name", GIVEN)
def test_the_quick_look_passes_all_whose_spelling_agrees(given_name: str):
    found = 0
    for family in FAMILY:
        name = named(f"{given_name} {family}")
        for other in (named(f"{first} {last}") for first in GIVEN for last in FAMILY):
            if name.key_id != other.key_id and agreement(name, other):
                found += 1
                assert name_blocks(name) & name_blocks(other)
                assert may_agree(name, name_shape(other))
    assert found
    assert not may_agree(named(f"{given_name} Sibani"), name_shape(named(f"{given_name} Torvik")))


@pytest.mark.parametrize("short", ["Megawer", "Khaled", "K. Megawer", "Khaled Adel Megawer"])
def test_a_shorter_or_longer_name_is_not_joined_by_its_spelling_alone(short: str):
    """Which of all men of that surname is meant only its article can tell."""
    assert ids(named(short)) in entities([*THREE_SCRIPTS, named(short)])


def test_a_body_is_one_by_its_key_alone():
    union = [
        known_name(Reference(id="u", role="party", type="ORG", name=name, place_key=None))
        for name in ("UN", "الأمم المتحدة")
    ]
    assert entities(union) == {ids(*union)}


def test_what_a_reviewer_takes_out_stays_out_and_the_rest_keeps_its_id():
    first, second, third = THREE_SCRIPTS
    before = settle(THREE_SCRIPTS, Ruling())[first.id].entity
    for parted, kept in ((third, (first, second)), (first, (second, third))):
        apart = frozenset(ids(parted, name) for name in kept)
        ruling = Ruling(apart=apart, together=frozenset({ids(*kept)}), parted=frozenset({parted.id}))
        assert entities(THREE_SCRIPTS, ruling) == {ids(*kept), ids(parted)}
    assert before in {name.key_id for name in THREE_SCRIPTS}


def test_what_a_reviewer_joins_is_one_whatever_the_spelling():
    assert entities([THREE_SCRIPTS[0], OTHER], Ruling(together=frozenset({ids(THREE_SCRIPTS[0], OTHER)}))) == {
        ids(THREE_SCRIPTS[0], OTHER)
    }


def test_a_namesake_shares_no_entity_with_the_name():
    other = namesake(THREE_SCRIPTS[0], ["a1"])
    assert entities([*THREE_SCRIPTS, other]) == {ids(*THREE_SCRIPTS), ids(other)}


def test_two_names_of_one_key_that_no_ear_takes_for_one_have_two_ids():
    one, other = named("Mehmet Demir"), named("Mahmut Demir")
    assert one.key_id == other.key_id
    standings = settle([one, other], Ruling())
    assert standings[one.id].entity != standings[other.id].entity
    assert standings[one.id].component == standings[other.id].component


POOL = [named(text) for text in (
    "Khaled Megawer", "خالد مجاور", "خالد المجبري", "Megawer", "Samir Haddad", "سمير حداد", "Haddad", "Mehmet Demir",
    "Mahmut Demir", "محمد زكي", "Mohamed Zaki",
)]  # fmt: skip
PAIRS = st.frozensets(st.sampled_from([ids(one, other) for one, other in combinations(POOL, 2)]), max_size=4)


@given(st.permutations(POOL), PAIRS, PAIRS)
def test_the_same_names_and_decisions_give_the_same_entities_in_any_order(
    names: list[KnownName], together: frozenset[frozenset[str]], apart: frozenset[frozenset[str]]
):
    ruling = Ruling(together=together - apart, apart=apart)
    assert settle(names, ruling) == settle(POOL, ruling)


@given(PAIRS, PAIRS)
def test_names_that_are_kept_apart_never_share_an_entity(
    together: frozenset[frozenset[str]], apart: frozenset[frozenset[str]]
):
    for members in entities(POOL, Ruling(together=together - apart, apart=apart)):
        assert not any(pair <= members for pair in apart)


@given(st.sets(st.sampled_from(POOL), min_size=1))
def test_names_of_other_components_change_nothing(names: set[KnownName]):
    """So that only the components that a new name touches are settled anew."""
    whole = settle(POOL, Ruling())
    parts = {whole[name.id].component for name in names}
    some = [name for name in POOL if whole[name.id].component in parts]
    assert settle(some, Ruling()) == {name.id: whole[name.id] for name in some}
