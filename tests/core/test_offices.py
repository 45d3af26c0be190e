"""Offices have one key in every language, whoever holds them."""

import pytest

from app.core.entities.mentions import find_article_names
from app.core.entities.names import same_party
from app.core.entities.places import KnownPlace, NoPlaces, PlaceKind
from app.core.folding import fold
from app.core.model.entity import EntityType, Party
from app.core.model.sentence import ParsedSentence, Word
from app.knowledge.loader import load_knowledge

COUNTRIES = {"egypt": "EG", "egypte": "EG", "mısır": "EG", "مصر": "EG", "египта": "EG", "ägyptens": "EG"}
TOWNS = {"tripoli": "LY/tripoli"}


class FewPlaces(NoPlaces):
    """A place list of a few names."""

    def find(self, name: str, language: str) -> tuple[KnownPlace, ...]:
        del language
        for table, kind in ((COUNTRIES, PlaceKind.COUNTRY), (TOWNS, PlaceKind.CITY)):
            key = {fold(known): value for known, value in table.items()}.get(fold(name))
            if key is not None:
                return (KnownPlace(key=key, name=name, kind=kind, population=1_000_000),)
        return ()


def keys(text: str, language: str) -> list[str]:
    """Each word is written text/TAG/relation/head."""
    words, at = [], 0
    for item in text.split():
        written, tag, relation, head = item.rsplit("/", 3)
        words.append(Word(text=written, start=at, end=at + len(written), tag=tag, head=int(head), relation=relation))
        at += len(written) + 1
    sentence = ParsedSentence(start=0, end=at - 1, language=language, words=tuple(words))
    _, (found,) = find_article_names([sentence], pack=load_knowledge().pack(language), places=FewPlaces())
    return [office.key for office in found]


DEFENCE = {
    "ar": "زار/VERB/root/0 وزير/NOUN/nsubj/1 الدفاع/NOUN/nmod/2 المصري/ADJ/amod/2 القاعدة/NOUN/obj/1",
    "en": "Egypt's/PROPN/nmod:poss/3 defence/NOUN/compound/3 minister/NOUN/nsubj/4 resigned/VERB/root/0",
    "fr": "Le/DET/det/2 ministre/NOUN/nsubj/7 égyptien/ADJ/amod/2 de/ADP/case/6 la/DET/det/6 Défense/NOUN/nmod/2 "
    "arrive/VERB/root/0",
    "de": "Der/DET/det/3 ägyptische/ADJ/amod/3 Verteidigungsminister/NOUN/nsubj/4 reist/VERB/root/0",
    "es": "El/DET/det/2 ministro/NOUN/nsubj/6 de/ADP/case/4 Defensa/PROPN/nmod/2 egipcio/ADJ/amod/2 viaja/VERB/root/0",
    "fa": "وزیر/NOUN/nsubj/4 دفاع/NOUN/nmod/1 مصر/PROPN/nmod/1 آمد/VERB/root/0",
    "ru": "Министр/NOUN/nsubj/4 обороны/NOUN/nmod/1 Египта/PROPN/nmod/1 прибыл/VERB/root/0",
    "tr": "Mısır/PROPN/nmod/3 Savunma/NOUN/nmod/3 Bakanı/NOUN/nsubj/4 geldi/VERB/root/0",
}


@pytest.mark.parametrize("language", DEFENCE)
def test_one_office_has_one_key_in_every_language(language: str):
    assert keys(DEFENCE[language], language) == ["minister/defence@EG"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The/DET/det/2 minister/NOUN/nsubj/3 resigned/VERB/root/0", "en", []),
        ("The/DET/det/3 defence/NOUN/compound/3 minister/NOUN/nsubj/4 resigned/VERB/root/0", "en", []),
        (
            "Egypt's/PROPN/nmod/4 former/ADJ/amod/4 defence/NOUN/compound/4 minister/NOUN/nsubj/5 left/VERB/root/0",
            "en",
            ["former-minister/defence@EG"],
        ),
        (
            "Egypt's/PROPN/nmod/4 deputy/ADJ/amod/4 defence/NOUN/compound/4 minister/NOUN/nsubj/5 left/VERB/root/0",
            "en",
            ["deputy-minister/defence@EG"],
        ),
        (
            "زار/VERB/root/0 وزير/NOUN/nsubj/1 الدفاع/NOUN/nmod/2 المصري/ADJ/amod/2 السابق/ADJ/amod/2 القاعدة/X/obj/1",
            "ar",
            ["former-minister/defence@EG"],
        ),
        (
            "the/DET/det/2 mayor/NOUN/nsubj/5 of/ADP/case/4 Tripoli/PROPN/nmod/2 left/VERB/root/0",
            "en",
            ["mayor@LY/tripoli"],
        ),
        ("قال/VERB/root/0 رئيس/NOUN/nsubj/1 الاتحاد/NOUN/nmod/2 المصري/ADJ/amod/3", "ar", []),
    ],
)
def test_what_makes_another_office_changes_the_key_and_what_is_not_understood_takes_it_away(
    text: str, language: str, expected: list[str]
):
    assert keys(text, language) == expected


def described(*office_keys: str, **changes: object) -> Party:
    values: dict[str, object] = {"text": "x", "start": 0, "end": 1, "name": "x", "key": "x", "office_keys": office_keys}
    return Party(**(values | changes))  # type: ignore[arg-type]  # the fields are those of the test


def test_two_descriptions_of_one_office_are_one_party_and_of_two_offices_two():
    assert same_party(described("minister/defence@EG"), described("minister/defence@EG")) == 1.0
    assert same_party(described("minister/defence@EG"), described("minister/foreign@EG")) == 0.0
    assert same_party(described("minister/defence@EG"), described()) is None


def test_who_holds_an_office_is_never_assumed():
    holder = described("minister/defence@EG", name="Adel Sabri", type=EntityType.PERSON, is_name=True)
    assert same_party(holder, described("minister/defence@EG")) is None
    assert same_party(holder, described("minister/foreign@EG")) is None


BODIES = {
    "ar": "قالت/VERB/root/0 وزارة/NOUN/nsubj/1 الدفاع/NOUN/nmod/2 المصرية/ADJ/amod/2",
    "en": "the/DET/det/4 Egyptian/ADJ/amod/4 defence/NOUN/compound/4 ministry/NOUN/nsubj/5 said/VERB/root/0",
    "fr": "le/DET/det/2 ministère/NOUN/nsubj/7 égyptien/ADJ/amod/2 de/ADP/case/6 la/DET/det/6 Défense/NOUN/nmod/2 "
    "dit/VERB/root/0",
    "de": "das/DET/det/3 ägyptische/ADJ/amod/3 Verteidigungsministerium/NOUN/nsubj/4 erklärte/VERB/root/0",
    "es": "el/DET/det/2 ministerio/NOUN/nsubj/6 de/ADP/case/4 Defensa/PROPN/nmod/2 egipcio/ADJ/amod/2 dijo/VERB/root/0",
    "fa": "وزارت/NOUN/nsubj/4 دفاع/NOUN/nmod/1 مصر/PROPN/nmod/1 گفت/VERB/root/0",
    "ru": "министерство/NOUN/nsubj/4 обороны/NOUN/nmod/1 Египта/PROPN/nmod/1 заявило/VERB/root/0",
    "tr": "Mısır/PROPN/nmod/3 Savunma/NOUN/nmod/3 Bakanlığı/NOUN/nsubj/4 açıkladı/VERB/root/0",
}


@pytest.mark.parametrize("language", BODIES)
def test_a_state_body_has_one_key_in_every_language(language: str):
    assert keys(BODIES[language], language) == ["org:ministry/defence@EG"]


def test_a_body_that_is_described_is_the_one_that_is_named():
    named = described(key="org:ministry/defence@EG", type=EntityType.ORGANISATION, is_name=True)
    assert same_party(named, described("org:ministry/defence@EG")) == 1.0
    assert same_party(described("org:ministry/defence@EG"), described("org:ministry/health@EG")) == 0.0
