"""The bodies that the packs of the three languages share."""

import pytest

from app.core.folding import fold
from app.core.model.words import NameWords
from app.knowledge.loader import load_knowledge

SHARED = ("ar", "en", "fr")


def names_of(language: str) -> NameWords:
    return load_knowledge().pack(language).names


def ids(words: NameWords) -> set[str]:
    return {*words.organisations, *words.media}


@pytest.mark.parametrize("language", SHARED)
def test_no_name_stands_for_two_bodies_or_twice(language: str):
    words = names_of(language)
    entries = [fold(name) for table in (words.organisations, words.media) for names in table.values() for name in names]
    assert sorted(entries) == sorted(set(entries))


@pytest.mark.parametrize("language", SHARED)
def test_every_body_is_named_in_all_three_languages(language: str):
    assert set.union(*(ids(names_of(code)) for code in SHARED)) == ids(names_of(language))


def test_a_name_alone_is_no_common_word():
    """A letter variant must not fold into a word of every second sentence."""
    words = names_of("ar")
    alone = {fold(name) for names in words.organisations.values() for name in names if " " not in name}
    common = ["البيت", "الآن", "بعد", "قال", "اليوم", "أنا", "دولة", "الجيش", "النصر", "العربي", "فتح"]
    assert not {fold(word) for word in common} & (alone | {fold(name) for name in words.given_names} - {fold("العربي")})
