"""Mentions joined within an article, names across articles."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.entities.names import name_key
from app.core.entities.resolution import EntityGroup, NamedThing, group_names, resolve_within_article
from app.core.model.entity import EntityType, Mention


def person(text: str, start: int, **changes: tuple[str, ...]) -> Mention:
    return Mention(type=EntityType.PERSON, text=text, start=start, end=start + len(text), **changes)


def test_a_surname_takes_the_full_name_and_collects_titles_and_offices():
    first = person("خليفة الدرسي", 0, titles=("المشير",))
    later = person("الدرسي", 40, offices=("القائد العام",))
    resolved = resolve_within_article([first, later])
    entity = resolved[later.start, later.end]
    assert entity == resolved[first.start, first.end]
    assert (entity.name, entity.titles, entity.offices) == ("خليفة الدرسي", ("المشير",), ("القائد العام",))


def test_a_surname_of_two_persons_stays_alone():
    mentions = [person("Anna Berg", 0), person("Karl Berg", 20), person("Berg", 40)]
    assert resolve_within_article(mentions)[40, 44].name == "Berg"


def test_in_a_crowd_a_surname_still_finds_its_full_name():
    syllables = ("ba", "do", "ke", "lu", "mi", "no", "ra")
    crowd = [f"Anna {a}{b}{c}".title() for a in syllables for b in syllables for c in syllables]  # 343 persons
    mentions = [person(name, 40 * number) for number, name in enumerate([*crowd, "Karl Berg", "Berg", "Dokelu"])]
    resolved = {m.text: resolve_within_article(mentions)[m.start, m.end].name for m in mentions[-2:]}
    assert resolved == {"Berg": "Karl Berg", "Dokelu": "Anna Dokelu"}


def test_two_names_of_one_place_are_one_entity_by_their_place():
    near = Mention(type=EntityType.PLACE, text="Derna", start=0, end=5, place_key="LY/darnah")
    same = Mention(type=EntityType.PLACE, text="Darnah", start=9, end=15, place_key="LY/darnah")
    resolved = resolve_within_article([near, same])
    assert resolved[0, 5] == resolved[9, 15]
    assert resolved[0, 5].place_key == "LY/darnah"


def thing(name: str, kind: EntityType = EntityType.PERSON) -> NamedThing:
    return NamedThing(key=name_key(name), name=name, type=kind)


def names_of(groups: list[EntityGroup]) -> set[frozenset[str]]:
    return {frozenset(member.name for member in group.members) for group in groups}


def test_spellings_in_three_scripts_are_one_entity():
    groups = group_names(
        [thing("Khaled Megawer"), thing("خالد المغاوير"), thing("Халед Мегавер"), thing("خالد المجبري")]
    )
    assert names_of(groups) == {
        frozenset({"Khaled Megawer", "خالد المغاوير", "Халед Мегавер"}),
        frozenset({"خالد المجبري"}),
    }


def test_a_single_word_joins_a_fuller_name_only_where_one_fits():
    one = group_names([thing("Khaled Megawer"), thing("مجاور")])
    two = group_names([thing("Khaled Megawer"), thing("Samir Megawer"), thing("مجاور")])
    assert names_of(one) == {frozenset({"Khaled Megawer", "مجاور"})}
    assert frozenset({"مجاور"}) in names_of(two)


def test_an_organisation_and_a_person_of_one_name_are_two_entities():
    groups = group_names([thing("Anna Berg"), thing("Anna Berg", EntityType.ORGANISATION)])
    assert len(groups) == 2
    assert len({group.id for group in groups}) == 2


NAMES = ["Khaled Megawer", "خالد مجاور", "خالد المجبري", "Megawer", "Samir Haddad", "سمير حداد", "Haddad",
         "محمد أحمد زكي",          "Mohamed Zaki", "زكي"]  # fmt: skip


@given(st.permutations(NAMES))
def test_the_same_names_give_the_same_groups_in_any_order(names: list[str]):
    assert group_names(map(thing, names)) == group_names(map(thing, NAMES))


@given(st.lists(st.text(max_size=12), max_size=8))
def test_every_name_is_in_exactly_one_group(names: list[str]):
    things = {thing(name) for name in names}
    members = [member for group in group_names(things) for member in group.members]
    assert len(members) == len(things)
    assert set(members) == things
