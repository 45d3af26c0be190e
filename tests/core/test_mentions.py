"""Names found in hand-parsed sentences. Each word is written text/TAG/relation/head."""

from dataclasses import replace

import pytest

from app.core.entities.mentions import find_article_mentions, find_mentions
from app.core.entities.places import KnownPlace, NoPlaces, PlaceKind
from app.core.folding import fold
from app.core.model.entity import EntityType, Mention
from app.core.model.sentence import ParsedSentence, TaggedName, Word
from app.knowledge.loader import load_knowledge

PLACES = {
    fold("القاهرة"): KnownPlace(key="EG/cairo", name="Cairo", kind=PlaceKind.CITY, population=9_000_000),
    "cairo": KnownPlace(key="EG/cairo", name="Cairo", kind=PlaceKind.CITY, population=9_000_000),
    "ليبيا": KnownPlace(key="LY", name="Libya", kind=PlaceKind.COUNTRY, population=6_000_000),
    "london": KnownPlace(key="GB/london", name="London", kind=PlaceKind.CITY, population=9_000_000),
    fold("إطار"): KnownPlace(key="MR/atar", name="Atar", kind=PlaceKind.CITY, population=40_000),
}


class FewPlaces(NoPlaces):
    """A place list of a few names."""

    def find(self, name: str, language: str) -> tuple[KnownPlace, ...]:
        del language
        place = PLACES.get(fold(name))
        return (place,) if place else ()


def sentence(text: str, *, language: str, start: int = 0) -> ParsedSentence:
    words, at = [], start
    for item in text.split():
        written, tag, relation, head = item.rsplit("/", 3)
        words.append(Word(text=written, start=at, end=at + len(written), tag=tag, head=int(head), relation=relation))
        at += len(written) + 1
    return ParsedSentence(start=start, end=at - 1, language=language, words=tuple(words))


def mentions(text: str, *, language: str) -> tuple[Mention, ...]:
    return find_mentions(sentence(text, language=language), pack=load_knowledge().pack(language), places=FewPlaces())


def of_type(found: tuple[Mention, ...], kind: EntityType) -> list[str]:
    return [mention.text for mention in found if mention.type is kind]


def test_a_title_before_an_arabic_name_stands_apart():
    found = mentions(
        "التقى/VERB/root/0 اللواء/NOUN/nsubj/1 المتقاعد/ADJ/amod/2 سالم/PROPN/appos/2 الدرسي/PROPN/flat/4 "
        "الوفد/NOUN/obj/1",
        language="ar",
    )
    assert [(m.text, m.titles, m.type) for m in found] == [("سالم الدرسي", ("اللواء المتقاعد",), EntityType.PERSON)]


def test_an_office_with_its_country_and_a_title_stand_apart():
    found = mentions(
        "محادثات/NOUN/root/0 مع/ADP/case/3 وزير/NOUN/nmod/1 الدفاع/NOUN/nmod/3 المصري/ADJ/amod/3 "
        "الفريق/NOUN/appos/3 عادل/PROPN/appos/6 شاهين/PROPN/flat/7",
        language="ar",
    )
    assert len(found) == 1
    assert found[0].text == "عادل شاهين"
    assert (found[0].offices, found[0].titles, found[0].country) == (("وزير الدفاع المصري",), ("الفريق",), "EG")


def test_a_known_place_after_a_surname_is_no_part_of_the_name():
    found = mentions("غادر/VERB/root/0 المشير/NOUN/nsubj/1 الدرسي/PROPN/flat/2 القاهرة/PROPN/flat/3", language="ar")
    assert of_type(found, EntityType.PERSON) == ["الدرسي"]
    assert of_type(found, EntityType.PLACE) == ["القاهرة"]
    assert found[1].place_key == "EG/cairo"


def test_clitics_are_left_out_of_the_mention():
    found = mentions("اجتمع/VERB/root/0 بالدرسي/ADP+PROPN/obl/1 وليبيا/CCONJ+PROPN/conj/2", language="ar")
    assert [(m.text, m.start, m.end) for m in found if m.place_key] == [("ليبيا", 15, 20)]
    assert all(not m.text.startswith(("ب", "و")) for m in found)


def test_a_surname_with_a_clitic_is_known_from_another_sentence():
    first = sentence("وصل/VERB/root/0 العميد/NOUN/nsubj/1 نادر/PROPN/appos/2 بوزيان/PROPN/flat/3", language="ar")
    second = sentence("وقال/CCONJ+VERB/root/0 لبوزيان/NOUN/obl/1 إنه/SCONJ+PRON/mark/1", language="ar", start=60)
    _, found = find_article_mentions([first, second], pack=load_knowledge().pack("ar"), places=FewPlaces())
    assert [(m.text, m.type, m.start) for m in found] == [("بوزيان", EntityType.PERSON, 66)]


def test_a_common_word_that_is_also_a_small_town_is_no_place():
    assert mentions("في/ADP/case/2 إطار/NOUN/root/0 التعاون/NOUN/nmod/2", language="ar") == ()


def test_demonyms_are_no_mentions():
    assert mentions("قوات/NOUN/root/0 مصرية/ADJ/amod/1 وليبية/CCONJ+ADJ/conj/2", language="ar") == ()
    assert mentions("Egyptian/ADJ/amod/2 troops/NOUN/nsubj/3 left/VERB/root/0", language="en") == ()


def test_a_government_is_one_organisation_with_its_shared_id():
    found = mentions(
        "أعلنت/VERB/root/0 حكومة/NOUN/nsubj/1 الوفاق/NOUN/nmod/2 الوطني/ADJ/amod/3 ذلك/PRON/obj/1", language="ar"
    )
    assert [(m.text, m.type, m.known_key) for m in found] == [
        ("حكومة الوفاق الوطني", EntityType.ORGANISATION, "org:GNA")
    ]


def test_a_medium_in_quotes_is_an_organisation():
    found = mentions(
        "نقلت/VERB/root/0 صحيفة/NOUN/nsubj/1 “/PUNCT/punct/4 الضفاف/NOUN/appos/2 ”/PUNCT/punct/4 الخبر/NOUN/obj/1",
        language="ar",
    )
    assert [(m.text, m.type) for m in found] == [("الضفاف", EntityType.ORGANISATION)]


def test_an_english_office_before_the_name():
    found = mentions(
        "Egypt's/PROPN/nmod:poss/3 defence/NOUN/compound/3 minister/NOUN/nsubj/7 ,/PUNCT/punct/5 Adel/PROPN/appos/3 "
        "Shahin/PROPN/flat/5 left/VERB/root/0 Cairo/PROPN/obj/7",
        language="en",
    )
    assert [(m.text, m.type) for m in found][-2:] == [("Adel Shahin", EntityType.PERSON), ("Cairo", EntityType.PLACE)]
    assert any("defence minister" in office for m in found for office in m.offices)


def test_an_office_in_apposition_after_the_name():
    found = mentions(
        "Marta/PROPN/nsubj/7 Ilves/PROPN/flat/1 ,/PUNCT/punct/6 the/DET/det/6 home/NOUN/compound/6 "
        "secretary/NOUN/appos/1 "
        "resigned/VERB/root/0",
        language="en",
    )
    assert [(m.text, m.offices) for m in found] == [("Marta Ilves", ("home secretary",))]


def test_a_french_minister_with_a_portfolio():
    found = mentions(
        "Le/DET/det/2 ministre/NOUN/nsubj/7 de/ADP/case/5 la/DET/det/5 Santé/NOUN/nmod/2 ,/PUNCT/punct/7 "
        "Paul/PROPN/appos/2 "
        "Ferrand/PROPN/flat/7",
        language="fr",
    )
    assert [(m.text, m.offices) for m in found] == [("Paul Ferrand", ("ministre de la Santé",))]


def test_an_elided_preposition_and_a_possessive_are_outside_the_mention():
    french = mentions("Le/DET/det/2 maire/NOUN/root/0 d’Oran/ADP+PROPN/nmod/2", language="fr")
    english = mentions("Near/ADP/case/3 London's/PROPN/nmod:poss/3 gates/NOUN/root/0", language="en")
    assert [(m.text, m.start) for m in french] == [("Oran", 11)]
    assert [(m.text, m.start, m.end) for m in english] == [("London", 5, 11)]


def test_capitalised_words_with_an_organisation_word_are_one_organisation():
    found = mentions(
        "The/DET/det/4 National/PROPN/compound/4 Harbour/PROPN/compound/4 Authority/PROPN/nsubj/5 objected/VERB/root/0",
        language="en",
    )
    assert [(m.text, m.type) for m in found] == [("National Harbour Authority", EntityType.ORGANISATION)]


def test_a_surname_that_is_a_city_is_a_person():
    found = mentions("Ms/PROPN/nsubj/3 London/PROPN/flat/1 objected/VERB/root/0", language="en")
    assert [(m.text, m.type, m.titles) for m in found] == [("London", EntityType.PERSON, ("Ms",))]


def test_a_listed_name_goes_on_with_a_word_that_bears_a_clitic():
    found = mentions(
        "زارت/VERB/root/0 اللجنة/NOUN/nsubj/1 الدولية/ADJ/amod/2 للصليب/ADP+NOUN/nmod/2 الأحمر/ADJ/amod/4 "
        "المخيم/NOUN/obj/1",
        language="ar",
    )
    assert [m.known_key for m in found] == ["org:ICRC"]


def test_a_listed_name_with_an_elided_article_inside():
    found = mentions(
        "L'Union/DET+PROPN/nsubj/5 pour/ADP/case/3 l’enfance/DET+NOUN/nmod/1 salue/VERB/root/0 le/DET/det/6 "
        "Fonds/PROPN/obj/4 des/ADP/case/8 Nations/PROPN/nmod/6 unies/ADJ/amod/8 pour/ADP/case/11 "
        "l’enfance/DET+NOUN/nmod/6",
        language="fr",
    )
    assert "org:UNICEF" in [m.known_key for m in found]


def tagged(text: str, kind: EntityType, first: int, last: int, *, language: str) -> list[tuple[str, str | None]]:
    """Text and shared id of what is found where the reader marks one name."""
    marked = replace(sentence(text, language=language), names=(TaggedName(type=kind, first=first, last=last),))
    found = find_mentions(marked, pack=load_knowledge().pack(language), places=FewPlaces())
    return [(m.text, m.known_key) for m in found if m.type is kind]


def test_what_kind_of_body_it_is_does_not_hide_a_listed_name():
    text = "وقالت/VERB/root/0 حركة/NOUN/nsubj/1 حماس/NOUN/nmod/2 الفلسطينية/ADJ/amod/2 ذلك/PRON/obj/1"
    assert tagged(text, EntityType.ORGANISATION, 1, 3, language="ar") == [("حركة حماس الفلسطينية", "org:HAMAS")]


def test_a_body_of_the_united_nations_is_not_the_united_nations():
    text = "The/DET/det/4 UN/PROPN/compound/4 Harbour/PROPN/compound/4 Council/PROPN/nsubj/5 objected/VERB/root/0"
    assert tagged(text, EntityType.ORGANISATION, 1, 3, language="en") == [("UN Harbour Council", None)]


def test_a_person_whose_surname_is_also_a_medium_is_a_person():
    text = "Marta/PROPN/nsubj/3 Bloomberg/PROPN/flat/1 objected/VERB/root/0"
    assert tagged(text, EntityType.PERSON, 0, 1, language="en") == [("Marta Bloomberg", None)]


def test_a_name_that_the_reader_broke_off_behind_of_is_read_to_its_end():
    text = "La/DET/det/2 Brigade/NOUN/nsubj/5 du/ADP/case/4 Sud/NOUN/nmod/2 avance/VERB/root/0"
    assert tagged(text, EntityType.ORGANISATION, 1, 2, language="fr") == [("Brigade du Sud", None)]


@pytest.mark.parametrize(("noun", "kind"), [("Front", EntityType.ORGANISATION), ("State", EntityType.PLACE)])
def test_a_body_is_not_the_place_that_it_is_called_after(noun: str, kind: EntityType):
    text = f"The/DET/det/3 Harsa/PROPN/compound/3 {noun}/PROPN/nsubj/4 objected/VERB/root/0"
    marked = replace(sentence(text, language="en"), names=(TaggedName(type=EntityType.PLACE, first=1, last=1),))
    found = find_mentions(marked, pack=load_knowledge().pack("en"), places=FewPlaces())
    assert [mention.type for mention in found] == [kind]


@pytest.mark.parametrize("language", ["ar", "en", "fr", "xx"])
def test_a_sentence_without_words_has_no_mentions(language: str):
    empty = ParsedSentence(start=0, end=0, language=language, words=())
    assert find_mentions(empty, pack=load_knowledge().pack(language), places=FewPlaces()) == ()
