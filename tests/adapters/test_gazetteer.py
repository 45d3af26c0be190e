"""The place list that is packed from CLDR and GeoNames."""

import pytest

from app.adapters.gazetteer.place_list import PackagedPlaceList, packaged_place_list
from app.core.entities.places import PlaceKind


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
