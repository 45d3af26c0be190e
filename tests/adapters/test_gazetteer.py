"""The place list that is derived from CLDR and GeoNames."""

import pytest

from app.adapters.gazetteer.place_list import PackagedPlaceList, packaged_place_list
from app.core.entities.places import PlaceKind
from app.knowledge.loader import load_knowledge
from app.knowledge.regions import load_regions


@pytest.fixture(scope="module")
def places() -> PackagedPlaceList:
    return packaged_place_list()


@pytest.mark.parametrize(
    ("name", "language", "key"),
    [
        ("القاهرة", "ar", "EG/cairo"),
        ("قاهرة", "ar", "EG/cairo"),
        ("Le Caire", "fr", "EG/cairo"),
        ("Kahire", "tr", "EG/cairo"),
        ("Каир", "ru", "EG/cairo"),
        ("مصر", "ar", "EG"),
        ("Ägypten", "de", "EG"),
        ("Egipto", "es", "EG"),
        ("الإمارات", "ar", "AE"),
        ("UK", "en", "GB"),
        ("Benghazi", "en", "LY/benghazi"),
        ("غزة", "ar", "PS/gaza"),
        ("Rafah", "en", "PS/gaza/rafah"),
        ("Houston", "en", "US/texas/houston"),
        ("Pékin", "fr", "CN/beijing"),
        ("Africa", "en", "AFRICA"),
    ],
)
def test_places_are_found_by_their_names_in_many_languages(
    places: PackagedPlaceList, name: str, language: str, key: str
):
    assert places.find(name, language)[0].key == key


def test_a_country_comes_before_a_state_of_its_name(places: PackagedPlaceList):
    assert [place.kind for place in places.find("Georgia", "en")[:2]] == [PlaceKind.COUNTRY, PlaceKind.REGION]


def test_homonyms_are_all_told_the_largest_first(places: PackagedPlaceList):
    assert [place.key for place in places.find("Tripoli", "en")[:2]] == ["LY/tripoli", "LB/tripoli"]


def test_an_arabic_adjective_is_not_taken_for_a_persian_country_name(places: PackagedPlaceList):
    assert places.find("ليبي", "ar") == ()
    assert places.find("لیبی", "fa")[0].key == "LY"


def test_a_common_noun_is_a_province_only_where_it_is_called_so(places: PackagedPlaceList):
    assert places.find("البحيرة", "ar") == ()
    assert places.find("محافظة البحيرة", "ar")[0].key == "EG/beheira-region"


def test_unknown_and_empty_names_are_no_place(places: PackagedPlaceList):
    assert places.find("Qwxzv", "en") == ()
    assert places.find("", "en") == ()


def test_a_region_contains_its_cities_and_a_continent_its_countries(places: PackagedPlaceList):
    assert places.contains("PS/gaza", "PS/gaza/rafah")
    assert places.contains("AFRICA", "EG/cairo")
    assert not places.contains("EG", "PS/gaza/rafah")
    assert not places.contains("EG/cairo", "EG")


def test_places_are_compatible_where_one_contains_the_other(places: PackagedPlaceList):
    assert places.places_compatible("EG", "EG/cairo")
    assert places.places_compatible("EG/cairo", "EG")
    assert not places.places_compatible("EG/cairo", "EG/alexandria")


@pytest.mark.parametrize(("country", "key"), [("EG", "EG/cairo"), ("LY", "LY/tripoli"), ("FR", "FR/paris")])
def test_capitals_are_known(places: PackagedPlaceList, country: str, key: str):
    capital = places.capital_of(country)
    assert capital is not None
    assert capital.key == key


def test_an_unknown_country_has_no_capital(places: PackagedPlaceList):
    assert places.capital_of("ZZ") is None


@pytest.mark.parametrize(
    ("name", "language", "key"),
    [
        ("الرباط", "ar", "MA/rabat"),
        ("Рабат", "ru", "MA/rabat"),
        ("رباط", "fa", "MA/rabat"),
        ("Rabat", "tr", "MA/rabat"),
        ("Donbass", "fr", "UA/donbas"),
        ("Ближнем Востоке", "ru", "MIDDLE-EAST"),
        ("Донецкой области", "ru", "UA/donetsk-region"),
        ("Corne de Afrique", "fr", "HORN-OF-AFRICA"),  # as the words of "la Corne de l'Afrique" give it
        ("الأنبار", "ar", "IQ/al-anbar-region"),
        ("Bayern", "de", "DE/bavaria-region"),
        ("تكساس", "ar", "US/texas"),
    ],
)
def test_regions_and_inflected_names_are_found(places: PackagedPlaceList, name: str, language: str, key: str):
    assert places.find(name, language)[0].key == key


def test_a_division_that_is_called_by_its_city_comes_after_it(places: PackagedPlaceList):
    assert [place.key for place in places.find("Kharkiv", "en")][:2] == ["UA/kharkiv", "UA/kharkiv-region"]
    assert places.contains("UA/kharkiv-region", "UA/izyum")
    assert [place.key for place in places.find("Basra", "en")][:2] == ["IQ/basrah", "IQ/basrah-region"]


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("UA/bakhmut", "UA/donbas"),
        ("PS/gaza/rafah", "MIDDLE-EAST"),
        ("LY/benghazi", "LY/cyrenaica"),
        ("SD/el-fasher", "SD/darfur"),
        ("IQ/ramadi", "IQ/al-anbar-region"),
        ("DE/munich", "DE/bavaria-region"),
        ("PS/rafah-crossing", "EG"),
        ("UA/simferopol", "RU"),  # disputed: nobody is accused over a border
    ],
)
def test_what_contains_a_place_goes_beyond_its_path(places: PackagedPlaceList, inner: str, outer: str):
    assert outer in places.containers(inner)
    assert places.places_compatible(inner, outer)


def test_every_place_that_is_held_is_known_or_has_a_name(places: PackagedPlaceList):
    named = {key for pack in load_knowledge().languages.values() for key in pack.places.names}
    named |= {region.key for region in load_regions()}
    held = {key for region in load_regions() for key in (*region.holds, *region.within) if "." not in key[2:3]}
    assert {key for key in held - named if not places.containers(key) and "/" in key} == set()
