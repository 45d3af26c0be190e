"""Which numbers of two reports exclude each other, by what they count."""

from dataclasses import replace

import pytest

from app.core.conflicts.detector import find_conflicts
from app.core.conflicts.internal import find_internal_conflicts
from app.core.entities.places import NoPlaces
from app.core.model.claim import Claim, Slot, SlotName
from app.core.model.conflict import ConflictKind, Relation
from app.core.model.linking import Edge
from app.core.model.quantity import Quantity
from app.knowledge.loader import load_knowledge
from tests.core.claims_by_hand import PUBLISHED, claim

KNOWLEDGE = load_knowledge()


def number(low: int, counted: str | None, *, text: str = "", start: int = 0) -> Slot:
    text = text or str(low)
    found = Quantity(text=text, start=start, end=start + len(text), low=low, high=low, counted=counted)
    return Slot(name=SlotName.QUANTITY, value=found)


def told(id: str, low: int, counted: str | None, *, language: str = "en", event_type: str | None = "die") -> Claim:
    return claim(id, number(low, counted), article=id, language=language, event_type=event_type, statement=f"{low}")


def conflict_kinds(left: Claim, right: Claim) -> list[ConflictKind]:
    edge = Edge(left=left.id, right=right.id, probability=0.95, reason="")
    found = find_conflicts([left, right], cluster_id="c", knowledge=KNOWLEDGE, places=NoPlaces(), edges=[edge])
    return [conflict.kind for conflict in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", "bodies"), ("en", "people")),
        (("en", "sailors"), ("en", "crew")),
        (("ar", "قتيلا"), ("ar", "شخصا")),
        (("ar", "بحارا"), ("en", "crew")),
        (("fr", "morts"), ("de", "Todesopfer")),
        (("ru", "погибших"), ("tr", "kişi")),
        (("es", "muertos"), ("fa", "نفر")),
        (("ar", "طائرات"), ("fr", "avions")),
    ],
)
def test_two_nouns_for_one_kind_are_compared(one: tuple[str, str], other: tuple[str, str]) -> None:
    left = told("a", 9, one[1], language=one[0], event_type=None)
    right = told("b", 14, other[1], language=other[0], event_type=None)
    assert conflict_kinds(left, right) == [ConflictKind.QUANTITY]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", "soldiers"), ("en", "children")),
        (("en", "dead"), ("fr", "blessés")),
        (("ar", "قتلى"), ("ar", "جرحى")),
        (("en", "people"), ("fr", "avions")),
        (("de", "Frauen"), ("ar", "جنود")),
    ],
)
def test_two_kinds_are_not_compared(one: tuple[str, str], other: tuple[str, str]) -> None:
    left = told("a", 9, one[1], language=one[0], event_type=None)
    right = told("b", 14, other[1], language=other[0], event_type=None)
    assert conflict_kinds(left, right) == []


def test_a_part_may_be_smaller_than_the_whole_but_not_larger() -> None:
    assert conflict_kinds(told("a", 12, "people"), told("b", 5, "children")) == []
    assert conflict_kinds(told("a", 12, "people"), told("b", 20, "children")) == [ConflictKind.QUANTITY]
    assert conflict_kinds(told("a", 20, "children"), told("b", 12, "people")) == [ConflictKind.QUANTITY]


def test_a_part_of_another_event_is_not_compared() -> None:
    assert conflict_kinds(told("a", 12, "wounded", event_type="injure"), told("b", 30, "passengers")) == []
    on_board = told("b", 30, "passengers", event_type=None)
    assert conflict_kinds(told("a", 12, "wounded", event_type="injure"), on_board) == []


def test_passengers_may_be_the_wounded() -> None:
    wounded, passengers = (
        told(i, n, c, event_type="injure") for i, n, c in (("a", 12, "wounded"), ("b", 30, "passengers"))
    )
    assert conflict_kinds(wounded, passengers) == [ConflictKind.QUANTITY]


def test_nouns_that_nobody_knows_are_seldom_of_one_kind() -> None:
    assert conflict_kinds(told("a", 9, "lanterns"), told("b", 14, "oars")) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "3 more people died"), ("en", "another 3 people died"), ("fr", "3 supplémentaires sont morts")],
)
def test_a_number_that_comes_on_top_is_no_total(language: str, text: str) -> None:
    start = text.index("3")
    added = claim("a", number(3, "people", start=start), event_type="die", language=language, statement=text)
    assert conflict_kinds(added, told("b", 8, "people")) == []
    alone = claim("a", number(3, "people"), event_type="die", language=language, statement="3 people died")
    assert conflict_kinds(alone, told("b", 8, "people")) == [ConflictKind.QUANTITY]


def test_a_known_number_without_a_noun_is_not_what_is_told() -> None:
    text = "The tallest of the 4 has a cold"
    known = claim("a", number(4, None, start=text.index("4")), event_type=None, statement=text)
    assert conflict_kinds(known, told("b", 2, "gloves", event_type=None)) == []


def relation_of(statement: str, language: str = "en") -> Relation:
    """Of two numbers, the higher one told with these words hours later."""
    rescued = number(19, "sailors", start=statement.index("19"))
    left = claim("a", number(14, "sailors"), event_type="rescue")
    later = PUBLISHED.replace(hour=20)
    right = claim(
        "b", rescued, article="b", event_type="rescue", published_at=later, statement=statement, language=language
    )
    edge = Edge(left="a", right="b", probability=0.95, reason="")
    (found,) = find_conflicts([left, right], cluster_id="c", knowledge=KNOWLEDGE, places=NoPlaces(), edges=[edge])
    return found.relation


def test_a_number_of_all_is_no_update() -> None:
    assert relation_of("19 sailors were saved") is Relation.UPDATE
    assert relation_of("All 19 sailors were saved") is Relation.CONTRADICTION
    assert relation_of("Tous les 19 marins ont été sauvés", "fr") is Relation.CONTRADICTION


def inside(*told: tuple[str, int, str | None, str | None], language: str = "en") -> list[list[str]]:
    """The values of each conflict inside an article that tells these (words, number, noun, event type), a sentence
    each."""
    claims = [
        claim(
            f"{place}",
            number(low, noun, start=words.index(str(low))),
            sentence=place,
            statement=words,
            event_type=event_type,
            language=language,
        )
        for place, (words, low, noun, event_type) in enumerate(told)
    ]
    moved = [_moved(one, place * 100) for place, one in enumerate(claims)]
    found = find_internal_conflicts(moved, home={one.id: "c" for one in moved}, knowledge=KNOWLEDGE)
    return [[side.value for side in conflict.sides] for conflict in found]


def _moved(one: Claim, by: int) -> Claim:
    slots = tuple(
        replace(slot, value=replace(slot.value, start=slot.value.start + by, end=slot.value.end + by))
        for slot in one.slots
        if isinstance(slot.value, Quantity)
    )
    return replace(one, slots=slots, start=one.start + by, end=one.end + by)


THREE_DIED = ("3 climbers died in the gully", 3, "climbers", "die")
THE_FIVE = ("The 5 climbers died of cold", 5, "climbers", "die")


def test_the_five_dead_are_not_the_three_who_died() -> None:
    assert inside(THREE_DIED, THE_FIVE) == [["3", "5"]]
    known = ("Les 5 morts sont identifiés", 5, "morts", "die")
    assert inside(("3 personnes ont péri", 3, "personnes", "die"), known, language="fr") == [["3", "5"]]


@pytest.mark.parametrize(
    "besides",
    [
        ("2 climbers died later", 2, "climbers", "die"),
        ("5 climbers had set out", 5, "climbers", "depart"),
    ],
)
def test_a_known_number_that_the_article_explains_is_no_conflict(besides: tuple[str, int, str, str]) -> None:
    assert inside(THREE_DIED, besides, THE_FIVE) == []


def test_some_of_those_told_are_no_conflict() -> None:
    assert (
        inside(("5 climbers died", 5, "climbers", "die"), ("The 3 climbers died of cold", 3, "climbers", "die")) == []
    )
    assert inside(THREE_DIED, ("The 5 climbers had set out", 5, "climbers", "depart")) == []
