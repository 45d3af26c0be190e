"""Which of several places of one name is meant, with the world's place list and hand-made trees."""

import pytest

from app.adapters.gazetteer.place_list import PackagedPlaceList, packaged_place_list
from app.core.entities.mentions import find_article_mentions
from app.core.model.entity import EntityType, Mention
from app.core.model.sentence import ParsedSentence, TaggedName, Word
from app.knowledge.loader import load_knowledge


@pytest.fixture(scope="module")
def places() -> PackagedPlaceList:
    return packaged_place_list()


def read(text: str, language: str, *, start: int = 0) -> ParsedSentence:
    """Words as text/TAG, all hanging on the first; [LOC and [PER before a word mark it as a name of that type."""
    words: list[Word] = []
    names: list[TaggedName] = []
    at = start
    for item in text.split():
        written, tag = item.rsplit("/", 1)
        if written.startswith("["):
            kind, written = written[1:4], written[4:]
            names.append(TaggedName(type=EntityType(kind), first=len(words), last=len(words)))
        head, relation = (0, "root") if not words else (1, "dep")
        words.append(Word(text=written, start=at, end=at + len(written), tag=tag, head=head, relation=relation))
        at += len(written) + 1
    return ParsedSentence(start=start, end=at - 1, language=language, words=tuple(words), names=tuple(names))


def found(places: PackagedPlaceList, *texts: str, language: str) -> list[Mention]:
    sentences, start = [], 0
    for text in texts:
        sentences.append(read(text, language, start=start))
        start = sentences[-1].end + 1
    pack = load_knowledge().pack(language)
    return [mention for sentence in find_article_mentions(sentences, pack=pack, places=places) for mention in sentence]


def keys(mentions: list[Mention]) -> dict[str, str | None]:
    return {mention.text: mention.place_key for mention in mentions if mention.type is EntityType.PLACE}


def test_the_country_beside_a_name_tells_which_place_it_is(places: PackagedPlaceList):
    text = "Teams/NOUN reached/VERB [LOCTripoli/PROPN ,/PUNCT [LOCLebanon/PROPN ./PUNCT"
    assert keys(found(places, text, language="en"))["Tripoli"] == "LB/tripoli"


def test_a_demonym_after_the_name_tells_it_too(places: PackagedPlaceList):
    text = "انتشر/VERB الجيش/NOUN في/ADP مدينة/NOUN [LOCطرابلس/PROPN اللبنانية/ADJ"
    assert keys(found(places, text, language="ar"))["طرابلس"] == "LB/tripoli"


@pytest.mark.parametrize(
    ("other", "key"), [("Benghazi/PROPN", "LY/tripoli"), ("Beirut/PROPN", "LB/tripoli")], ids=["Libya", "Lebanon"]
)
def test_the_rest_of_the_article_tells_where_nothing_stands_beside(places: PackagedPlaceList, other: str, key: str):
    mentions = found(
        places,
        "The/DET envoy/NOUN flew/VERB to/ADP [LOCTripoli/PROPN ./PUNCT",
        f"He/PRON left/VERB [LOC{other} ./PUNCT",
        language="en",
    )
    tripoli = next(mention for mention in mentions if mention.text == "Tripoli")
    assert tripoli.place_key == key
    assert not {"LY/tripoli", "LB/tripoli"} - {key} & set(tripoli.place_others)


def test_where_nothing_tells_all_readings_are_kept(places: PackagedPlaceList):
    mentions = found(places, "He/PRON was/AUX seen/VERB in/ADP [LOCTripoli/PROPN ./PUNCT", language="en")
    assert {mentions[0].place_key, *mentions[0].place_others} >= {"LY/tripoli", "LB/tripoli"}


def test_a_capital_is_not_a_village_of_its_name_in_another_country_of_the_article(places: PackagedPlaceList):
    text = "[LOCLondon/PROPN and/CCONJ [LOCWashington/PROPN agreed/VERB ./PUNCT"
    washington = next(m for m in found(places, text, language="en") if m.text == "Washington")
    assert washington.place_key == "US/district-of-columbia/washington"
    assert "GB/washington" not in washington.place_others


def test_a_country_is_told_from_the_city_of_its_name_by_the_article(places: PackagedPlaceList):
    to_muscat = found(places, "وصل/VERB سلطان/NOUN [LOCعمان/PROPN إلى/ADP [LOCمسقط/PROPN", language="ar")
    from_jordan = found(places, "وصل/VERB إلى/ADP [LOCعمان/PROPN من/ADP [LOCإربد/PROPN", language="ar")
    assert keys(to_muscat)["عمان"] == "OM"
    assert keys(from_jordan)["عمان"] == "JO/amman"


def test_a_listed_place_that_was_marked_as_a_person_is_a_place(places: PackagedPlaceList):
    assert keys(found(places, "Shells/NOUN hit/VERB [PERBakhmut/PROPN ./PUNCT", language="en")) == {
        "Bakhmut": "UA/bakhmut"
    }
    assert keys(found(places, "[PERHouston/PROPN resigned/VERB ./PUNCT", language="en")) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Of/ADP all/DET reading/NOUN ,/PUNCT mobile/ADJ games/NOUN are/AUX nice/ADJ ./PUNCT",
        "Nice/ADJ weather/NOUN is/AUX expected/VERB ./PUNCT",
        "Reading/VERB helps/VERB ./PUNCT",
        "Mobile/ADJ phones/NOUN ring/VERB ./PUNCT",
        "Turkey/NOUN was/AUX not/PART served/VERB in/ADP March/PROPN ./PUNCT",
    ],
)
def test_common_words_are_no_places(places: PackagedPlaceList, text: str):
    found_keys = keys(found(places, text, language="en"))
    assert not set(found_keys) & {"Of", "Reading", "reading", "Mobile", "mobile", "Nice", "nice", "March"}


def test_arabic_common_words_of_the_name_of_towns_are_no_places(places: PackagedPlaceList):
    assert keys(found(places, "سرت/VERB في/ADP طريق/NOUN طويل/ADJ", language="ar")) == {}
