"""Quantities: bounds, units, what is counted, and what is no count at all."""

import gc
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.claims.quantities import find_numbers, find_quantities
from app.core.claims.times import find_times
from app.core.model.quantity import Quantity
from app.core.model.sentence import ParsedSentence, Word
from app.core.segmentation import split_words
from app.knowledge.loader import load_knowledge

PACKS = load_knowledge()
WORD = re.compile(r"\w+(?:[-'’.:/,+٫٬](?=\w)\w+)*|\S")
SMALL = {"of", "to", "and", "in", "the", "de", "et", "à", "من", "إلى", "في", "were", "at", "than"}


def parse(language: str, text: str) -> ParsedSentence:
    """A flat tree: digits are numerals that modify the next noun, all words but small ones are nouns."""
    words = []
    matches = list(WORD.finditer(text))
    for position, match in enumerate(matches):
        word = match.group()
        tag = "NOUN" if re.search(r"\w", word) else "PUNCT"
        if word.lower() in SMALL:
            tag = "ADP"
        words.append(
            Word(
                text=word, start=match.start(), end=match.end(), tag=tag, head=0 if position == 0 else 1, relation="dep"
            )
        )
    return ParsedSentence(start=0, end=len(text), language=language, words=tuple(words))


def numbers(language: str, text: str) -> list[tuple[str, float]]:
    found = find_numbers(split_words(text, 0, len(text)), pack=PACKS.pack(language), text=text)
    return [(number.text, pytest.approx(number.low or 0)) for number in found]


def find(language: str, text: str) -> tuple[Quantity, ...]:
    pack, sentence = PACKS.pack(language), parse(language, text)
    taken = find_times(sentence.words, published_at=None, pack=pack).taken
    return find_quantities(sentence, pack=pack, taken=taken, text=text)


def only(language: str, text: str) -> Quantity:
    found = find(language, text)
    assert len(found) == 1, [quantity.text for quantity in found]
    return found[0]


@pytest.mark.parametrize(
    ("language", "text", "quoted", "low", "high"),
    [
        ("en", "1,200 houses burned", "1,200", 1200, 1200),
        ("fr", "1 200 maisons brûlées", "1 200", 1200, 1200),
        ("fr", "1.200 maisons brûlées", "1.200", 1200, 1200),
        ("ar", "١٬٢٠٠ منزل", "١٬٢٠٠", 1200, 1200),
        ("ar", "٣٫٥ ملايين نسمة", "٣٫٥ ملايين", 3.5e6, 3.5e6),
        ("en", "6,00,000 voters", "6,00,000", 600_000, 600_000),
        ("en", "twenty-three boats", "twenty-three", 23, 23),
        ("en", "one hundred and five boats", "one hundred and five", 105, 105),
        ("en", "half a million voters", "half a million", 5e5, 5e5),
        ("fr", "quatre-vingt-dix-sept barques", "quatre-vingt-dix-sept", 97, 97),
        ("fr", "vingt et un marins", "vingt et un", 21, 21),
        ("fr", "deux mille trois cents marins", "deux mille trois cents", 2300, 2300),
        ("ar", "ثلاثة وعشرين بحارا", "ثلاثة وعشرين", 23, 23),
        ("ar", "سبعة عشر بحارا", "سبعة عشر", 17, 17),
        ("ar", "خمسة آلاف وثلاثمئة وعشرين بحارا", "خمسة آلاف وثلاثمئة وعشرين", 5320, 5320),
        ("ar", "ألفي بحار", "ألفي", 2000, 2000),
        ("ar", "البحارة السبعة عشر", "السبعة عشر", 17, 17),
        ("ar", "السفن الثماني عشرة", "الثماني عشرة", 18, 18),
        ("ar", "البحارة الخمسة والعشرين", "الخمسة والعشرين", 25, 25),
        ("ar", "مليون ونصف المليون ناخب", "مليون ونصف المليون", 1.5e6, 1.5e6),
        ("ar", "3 ملايين و500 ألف ناخب", "3 ملايين و500 ألف", 3.5e6, 3.5e6),
        ("ar", "الـ24 نائبا", "24", 24, 24),
        ("de", "dreiundzwanzig Boote", "dreiundzwanzig", 23, 23),
        ("ru", "двадцать три лодки", "двадцать три", 23, 23),
        # ranges
        ("en", "between 10 and 15 boats", "10 and 15", 10, 15),
        ("en", "10 to 15 boats", "10 to 15", 10, 15),
        ("en", "10-15 boats", "10-15", 10, 15),
        ("en", "2 to 3 million voters", "2 to 3 million", 2e6, 3e6),
        ("en", "from 3 to 5 thousand voters", "3 to 5 thousand", 3000, 5000),
        ("en", "two or three boats", "two or three", 2, 3),
        ("en", "10k boats", "10k", 10_000, 10_000),
        ("fr", "de 10 à 15 barques", "10 à 15", 10, 15),
        ("ar", "من 3 إلى 5 آلاف بحار", "3 إلى 5 آلاف", 3000, 5000),
        ("ar", "مليونان وعشرون ألفا ومئة بحار", "مليونان وعشرون ألفا ومئة", 2_020_100, 2_020_100),
        ("ar", "بين 10 و15 قاربا", "10 و15", 10, 15),
        ("ar", "10 إلى 15 قاربا", "10 إلى 15", 10, 15),
        ("fr", "entre 10 et 15 barques", "10 et 15", 10, 15),
        # bounds
        ("en", "at least 40 boats", "40", 40, None),
        ("en", "40 boats at least", "40", 40, None),
        ("en", "more than 40 boats", "40", 40, None),
        ("en", "up to 40 boats", "40", None, 40),
        ("en", "fewer than 40 boats", "40", None, 40),
        ("ar", "ما لا يقل عن 40 قاربا", "40", 40, None),
        ("ar", "40 قاربا على الأقل", "40", 40, None),
        ("ar", "أكثر من ألف ومئتي قارب", "ألف ومئتي", 1200, None),
        ("fr", "au moins quarante barques", "quarante", 40, None),
        ("fr", "plus de quarante barques", "quarante", 40, None),
    ],
)
def test_each_number_has_its_bounds(
    language: str, text: str, quoted: str, low: float | None, high: float | None
) -> None:
    quantity = only(language, text)
    assert (quantity.text, quantity.low, quantity.high, quantity.approximate) == (quoted, low, high, False)
    assert text[quantity.start : quantity.end] == quoted


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("en", "about 100 boats", 90, 110),
        ("ar", "نحو 100 قارب", 90, 110),
        ("fr", "environ 100 barques", 90, 110),
        ("en", "dozens of boats", 20, 99),
        ("ar", "عشرات القوارب", 20, 99),
        ("fr", "des dizaines de barques", 20, 99),
        ("ar", "بضعة قوارب", 3, 9),
        ("en", "hundreds of boats", 200, 999),
        ("fr", "une vingtaine de barques", 16, 24),
    ],
)
def test_approximate_numbers_are_wide(language: str, text: str, low: float, high: float) -> None:
    quantity = only(language, text)
    assert quantity.approximate
    assert (quantity.low, quantity.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("en", "5.5 percent", 5.5, "percent"),
        ("ar", "12 في المئة", 12, "percent"),
        ("tr", "yüzde 25", 25, "percent"),
        ("en", "$2.5m", 2.5e6, "USD"),
        ("fr", "-12 degrés", -12, "°"),
        ("en", "12 degrees below zero", -12, "°"),
        ("fr", "20 %", 20, "percent"),
        ("en", "$5 million", 5e6, "USD"),
        ("en", "£3.2m", 3.2e6, "GBP"),
        ("en", "Rs70 million", 7e7, "INR"),
        ("ar", "180 مليون جنيه مصري", 1.8e8, "EGP"),
        ("ar", "مليوني دولار", 2e6, "USD"),
        ("fr", "3,5 millions d'euros", 3.5e6, "EUR"),
        ("en", "1,180 square kilometres", 1180, "km2"),
        ("fr", "118 000 hectares", 1180, "km2"),
        ("ar", "118 ألف هكتار", 1180, "km2"),
        ("en", "12 tonnes", 12, "t"),
        ("ar", "كيلوغرامين ونصف", 0.0025, "t"),
    ],
)
def test_units_are_made_one_a_dimension(language: str, text: str, value: float, unit: str) -> None:
    quantity = only(language, text)
    assert (quantity.low, quantity.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("5% to 7%", 5, 7, "percent"),
        ("between $3bn and $5bn", 3e9, 5e9, "USD"),
        ("€20-30 million", 2e7, 3e7, "EUR"),
        ("between 10 and 20 miles", 16.09344, 32.18688, "km"),
    ],
)
def test_a_range_may_tell_its_unit_once_or_twice(text: str, low: float, high: float, unit: str) -> None:
    quantity = only("en", text)
    assert (quantity.low, quantity.high, quantity.unit) == (pytest.approx(low), pytest.approx(high), unit)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "four hundred and twelve thousand and six", 412_006),
        ("en", "three and a half", 3.5),
        ("en", "two thirds", 2 / 3),
        ("en", "4 5/8", 4.625),
        ("en", "minus seventeen", -17),
        ("en", "2.5e3", 2500),
        ("en", "six point two million", 6.2e6),
        ("fr", "quatre-vingt-onze mille deux cent trois", 91_203),
        ("fr", "trois quarts", 0.75),
        ("de", "siebenhunderteinundneunzigtausenddreizehn", 791_013),
        ("de", "anderthalb Millionen", 1.5e6),
        ("es", "veintiún mil cuatrocientas cinco", 21_405),
        ("ru", "девяносто одна тысяча двести три", 91_203),
        ("ru", "две целых двадцать пять сотых", 2.25),
        ("tr", "yediyüzdoksanbirbinonüç", 791_013),
        ("tr", "üç buçuk milyon", 3.5e6),
        ("fa", "بیست و یک هزار و چهارصد و پنج", 21_405),
        ("ar", "واحد وتسعون ألفا ومئتان وثلاثة", 91_203),
        ("ar", "ثلاثة أرباع", 0.75),
        ("ar", "ألفان وخمسمئة وسبعة وعشرين", 2527),
    ],
)
def test_a_number_of_any_size_is_read_whole(language: str, text: str, value: float) -> None:
    assert numbers(language, text) == [(text, value)]


def test_twenty_thousand_digits_are_no_number() -> None:
    assert numbers("en", "7" * 20_000) == [] and find("en", "7" * 20_000) == ()


def test_a_number_that_ends_with_its_sign_or_joiner_alone_is_none() -> None:
    assert numbers("en", "minus") == [] and numbers("en", "7 minus") == [("7", 7)]


def test_arabic_duals_count_two_of_what_they_name() -> None:
    assert [(q.low, q.counted) for q in find("ar", "رصد طائرتين محملتين ومقتل شخصان")] == [
        (2, "طائرتين"),
        (2, "شخصان"),
    ]
    assert find("ar", "بين المدنيين والمسلحين وبين الجانبين في فلسطين وباكستان") == ()


def test_the_counted_noun_is_found_through_the_tree() -> None:
    words = (
        Word(text="Twelve", start=0, end=6, tag="NUM", head=3, relation="nummod"),
        Word(text="wooden", start=7, end=13, tag="ADJ", head=3, relation="amod"),
        Word(text="barges", start=14, end=20, tag="NOUN", head=0, relation="root"),
    )
    sentence = ParsedSentence(start=0, end=20, language="en", words=words)
    assert find_quantities(sentence, pack=PACKS.pack("en"), taken=())[0].counted == "barges"


def test_a_time_is_never_what_is_counted() -> None:
    text = "quatre lundi"
    quantity = only("fr", text)
    assert quantity.counted is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "in 2015"),
        ("en", "the 2016 deal"),
        ("en", "since March 2014"),
        ("en", "on 3 June at 7:30 pm"),
        ("en", "Harlow, 41, said"),
        ("en", "a 41-year-old sailor"),
        ("en", "aged 41"),
        ("en", "the 24th round"),
        ("en", "the third round"),
        ("en", "won 2-1 there"),
        ("en", "the 5+5 talks"),
        ("en", "call 0800 123 456"),
        ("en", "call +20 2 1234567"),
        ("en", "Article 5 of Resolution 2510"),
        ("en", "an F-35 and COVID-19"),
        ("en", "for 90 minutes"),
        ("en", "three days ago"),
        ("en", "nine-tenths of it"),
        ("en", "one sailor"),
        ("en", "(212) 555 0199"),
        ("en", "14 Orchard Street"),
        ("en", "the Group of 77"),
        ("en", "Articles 8 and 10"),
        ("en", "out for 0"),
        ("ru", "4-е место"),
        ("de", "der 24. Spieltag"),
        ("fr", "code postal 75011"),
        ("ar", "عام 2016"),
        ("ar", "إف -35"),
        ("ar", "صيغة 5+5"),
        ("ar", "المادة 5 والقرار 2510"),
        ("ar", "شاب، 41 عاما، من المدينة"),
        ("ar", "يبلغ من العمر 41 عاما"),
        ("ar", "زيارة استغرقت يومين"),
        ("ar", "أحد الصيادين وواحدة من السفن"),
        ("ar", "الجولة الخامسة عشرة"),
        ("fr", "âgé de 41 ans"),
        ("fr", "la 24e journée"),
        ("fr", "un marin et une barque"),
        ("fr", "article 5"),
        ("fr", "à 19h30"),
    ],
)
def test_what_counts_nothing_is_no_quantity(language: str, text: str) -> None:
    assert find(language, text) == ()


def test_an_old_and_a_new_number_are_no_range() -> None:
    assert [(q.low, q.high) for q in find("en", "The toll rose from 12 to 17")] == [(12, 12), (17, 17)]


FRAGMENTS = st.sampled_from(
    [
        "3",
        "12",
        "1,200",
        "2-1",
        "$",
        "%",
        "million",
        "dozen",
        "two",
        "hundred",
        "and",
        "at least",
        "between",
        "to",
        "-",
        "ثلاثة",
        "وعشرين",
        "ألف",
        "مليون",
        "نصف",
        "طائرتين",
        "بين",
        "و",
        "دولار",
        "نحو",
        "cent",
        "vingt",
        "une",
        "de",
    ]
)


@given(st.lists(FRAGMENTS, max_size=12), st.sampled_from(["ar", "en", "fr", "es", "de", "tr", "ru", "fa", "xx"]))
def test_any_mixture_of_its_own_words_gives_sound_quantities(pieces: list[str], language: str) -> None:
    assert_sound(" ".join(pieces), language)


@given(st.text(max_size=60), st.sampled_from(["ar", "en", "fr"]))
def test_any_text_gives_sound_quantities(text: str, language: str) -> None:
    assert_sound(text, language)


def test_a_sign_between_two_numbers_belongs_to_the_first() -> None:
    assert_sound("3 $ 3", "ar")
    first = next(iter(find("en", "3 $ 3")))
    assert (first.text, first.unit) == ("3 $", "USD")


def assert_sound(text: str, language: str) -> None:
    last = 0
    for quantity in find(language, text):
        assert text[quantity.start : quantity.end] == quantity.text and quantity.start >= last
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high
        last = quantity.end


LONG_PIECES = [
    ("en", "7"), ("en", "1,"), ("en", "1-"), ("en", "hundred "), ("en", "10 to "), ("en", "$ "), ("en", "1/"),
    ("en", "one hundred and "), ("en", "page 1, "), ("en", "2^"), ("ar", "وألف "), ("ar", "و"), ("ar", "5 و"),
    ("de", "hundert"), ("de", "undein"), ("tr", "bin "), ("fr", "quatre-vingt-"),
]  # fmt: skip


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("language", "piece"), LONG_PIECES)
def test_long_inputs_are_read_in_linear_time(language: str, piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        sentence = parse(language, text)
        gc.collect()
        gc.disable()  # looking through all that other tests have loaded would be counted here
        try:
            begun = time.process_time()
            find_quantities(sentence, pack=PACKS.pack(language), taken=(), text=text)
            numbers(language, text)
            return time.process_time() - begun
        finally:
            gc.enable()

    seconds(100)
    assert seconds(6000) < 8 * seconds(1500) + 0.5  # four times as long; quadratic would be sixteen


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["1,", "1-", "million ", "two hundred ", "10 to ", "$ ", "و"])
def test_long_inputs_with_times_are_sound(piece: str) -> None:
    for language in ("ar", "en"):
        assert_sound(piece * 300, language)
