"""Names compared across spellings and scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.entities.names import Titles, compare_names, name_key, same_party
from app.core.model.entity import EntityType, Party
from app.knowledge.loader import load_knowledge

SAME = [
    ("خليفة حفتر", "Khalifa Haftar"),
    ("Халифа Хафтар", "خليفة حفتر"),
    ("خلیفه حفتر", "Halife Hafter"),
    ("خالد مجاور", "خالد المغاوير"),
    ("خالد المغاوير", "Khaled Megawer"),
    ("محمد أحمد زكي", "محمد زكي"),
    ("عبد الفتاح السيسي", "Abdelfattah el-Sissi"),
    ("عبدالرحمن", "Abd ar-Rahman"),
    ("صلاح الدين البيطار", "Salaheddine Bitar"),
    ("حسن نصر الله", "Hassan Nasrallah"),
    ("Mehmet Yılmaz", "Mohammed Yilmaz"),
    ("أبو بكر الرازي", "Aboubakr Razi"),
    ("محمد بن زايد", "Mohammed bin Zayed"),
    ("Nour Eddine Saadi", "Noureddine Saadi"),
    ("Saadi, Noureddine", "Noureddine Saadi"),
    ("N. Saadi", "Noureddine Saadi"),
    ("Гульнара Ахметжанова", "Gülnara Ahmetjanova"),
    ("رجب طيب أردوغان", "Recep Tayyip Erdoğan"),
]
DIFFERENT = [
    ("خالد مجاور", "خالد المجبري"),
    ("Muhammad Ali", "Muhammad Aziz"),
    ("محمد سعد", "محمد سعيد"),
    ("حسن علي", "حسين علي"),
    ("راشد عمر", "رشيد عمر"),
    ("Rashid Omar", "Rashad Omar"),
    ("فواز حسين", "Fuad Hussein"),
    ("Salem Kilani", "Saleh Kilani"),
    ("محمد أحمد زكي", "محمد علي زكي"),
    ("Haftar", "Sarraj"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_spellings_of_one_name_are_the_same_in_both_directions(left: str, right: str):
    assert compare_names(left, right).same
    assert compare_names(right, left).same


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_different_names_are_different_in_both_directions(left: str, right: str):
    assert not compare_names(left, right).same
    assert not compare_names(right, left).same


def test_a_surname_alone_is_the_same_with_a_lower_score():
    alone, full = compare_names("Haftar", "خليفة حفتر"), compare_names("Khalifa Haftar", "خليفة حفتر")
    assert alone.same
    assert alone.score < full.score


def test_a_middle_name_alone_decides_nothing():
    assert not compare_names("أحمد", "محمد أحمد زكي").same


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("خالد مجاور", "Khaled Megawer"),
        ("عبد الفتاح السيسي", "Abdul Fattah al-Sisi"),
        ("وليد", "Oualid"),
        ("Vladimir Poutine", "Владимир Путин"),
    ],
)
def test_the_key_is_the_same_in_every_script(left: str, right: str):
    assert name_key(left) == name_key(right)


def test_the_key_does_not_depend_on_the_order_of_the_words():
    assert name_key("Zaki, Mohamed") == name_key("Mohamed Zaki")


def test_titles_are_taken_off_by_the_packs():
    titles = Titles(load_knowledge().languages.values())
    assert titles.apart("المشير خليفة حفتر") == "خليفة حفتر"
    assert titles.apart("Lt. Gen. Amos Tarrow") == "Amos Tarrow"
    assert titles.apart("General") == "General"


@pytest.mark.parametrize("part", ["a", "ab ", "عبد ", "ابو", "K.", "al-", "ovich", "é", "-", "Mr "])
def test_what_is_too_long_for_a_name_is_compared_by_its_beginning(part: str):
    """Time grows with the length, not with its square."""
    long = part * 100_000
    assert compare_names(long, long).same
    assert isinstance(compare_names(long, "x" + long).score, float)
    assert len(name_key(long)) <= 2 * 240 + 1 or not name_key(long).strip()


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_strings_are_compared_alike_in_both_directions(left: str, right: str):
    forward, backward = compare_names(left, right), compare_names(right, left)
    assert 0.0 <= forward.score <= 1.0
    assert forward.same == backward.same


@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_every_name_is_the_same_as_itself(name: str):
    assert compare_names(name, name).same
    assert name_key(name) == name_key(name)


def party(name: str, **changes: object) -> Party:
    values: dict[str, object] = {"text": name, "start": 0, "end": len(name), "name": name, "key": name_key(name)}
    values |= {"type": EntityType.PERSON, "is_name": True}
    return Party(**(values | changes))  # type: ignore[arg-type]  # the fields are those of the test


def test_parties_of_one_name_are_one_and_of_two_names_two():
    assert same_party(party("خالد مجاور"), party("Khaled Megawer")) == 1.0
    assert same_party(party("خالد مجاور"), party("خالد المجبري")) == 0.0


def test_an_unresolved_or_unnamed_party_is_neither_the_same_nor_another():
    named = party("Khaled Megawer")
    assert same_party(named, party("he", resolved=False)) is None
    assert same_party(named, party("an official", is_name=False)) is None


def body(name: str, **changes: object) -> Party:
    return party(name, **{"type": EntityType.ORGANISATION} | changes)


def test_bodies_are_one_by_their_listed_key_their_acronym_or_the_same_words():
    assert same_party(body("GNA", key="org:GNA"), body("حكومة الوفاق الوطني", key="org:GNA")) == 1.0
    assert same_party(body("GNA", key="org:GNA"), body("الجيش الوطني", key="org:LNA")) == 0.0
    assert same_party(body("ODC"), body("Office of Digital Commerce")) == 0.9
    assert same_party(body("Harbour Workers Union"), body("Union of Harbour Workers")) == 1.0


def test_a_body_whose_name_may_be_translated_is_neither_the_same_nor_another():
    assert same_party(body("Harbour Workers Union"), body("نقابة عمال الميناء")) is None
    assert same_party(body("Harbour Workers Union"), body("Ketter Mills")) == 0.0


def test_a_country_and_its_name_in_another_language_are_one_party():
    egypt = party("مصر", type=EntityType.PLACE, place_key="EG")
    assert same_party(egypt, party("Egypt", type=EntityType.PLACE, place_key="EG")) == 1.0
    assert same_party(egypt, party("Libya", type=EntityType.PLACE, place_key="LY")) == 0.0
