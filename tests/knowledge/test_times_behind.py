"""Turkish, Spanish and German times in which the order, an ending or the tree decides, told on Thursday 4 June 2020."""

from datetime import UTC, datetime

import pytest

from app.core.claims.times import TimesFound, find_times
from app.core.model.sentence import Word, WordSpan
from app.core.segmentation import split_words
from app.knowledge.loader import load_knowledge

PUBLISHED = datetime(2020, 6, 4, 10, 0, tzinfo=UTC)
PACKS = load_knowledge()


def find(language: str, text: str) -> TimesFound:
    words = split_words(text, 0, len(text))
    return find_times(words, published_at=PUBLISHED, pack=PACKS.pack(language), text=text)


@pytest.mark.parametrize(
    ("language", "text", "quote", "earliest", "latest"),
    [
        ("tr", "Noel'den iki gün sonra öldü.", "Noel'den iki gün sonra", "2019-12-27", "2019-12-28"),
        ("tr", "Pazartesiden iki gün sonra öldü.", "Pazartesiden iki gün sonra", "2020-06-03", "2020-06-04"),
        ("tr", "16 Eylül haftasında başlar.", "16 Eylül haftasında", "2019-09-16", "2019-09-23"),
        ("tr", "Yasa Mart'ın yirmi ikisinde çıktı.", "Mart'ın yirmi ikisinde", "2020-03-22", "2020-03-23"),
        ("tr", "Ev iki bin on beş yılında yandı.", "iki bin on beş", "2015-01-01", "2016-01-01"),
        ("tr", "Bin dokuz yüz yirmi sekizde doğdu.", "Bin dokuz yüz yirmi sekizde", "1928-01-01", "1929-01-01"),
        ("tr", "Köy bin dokuz yüz yetmişlerde boşaldı.", "bin dokuz yüz yetmişlerde", "1970-01-01", "1980-01-01"),
        ("tr", "2019'un 11'inci ayında kapandı.", "2019'un 11'inci ayında", "2019-11-01", "2019-12-01"),
        ("tr", "Yol bu akşama kadar kapalı.", "bu akşama", "2020-06-04T16:00", "2020-06-05"),
        ("tr", "Köprü 3 Mayıs'tan 2021'e kadar kapalı.", "3 Mayıs'tan 2021'e kadar", "2020-05-03", "2022-01-01"),
        (
            "es",
            "Murió en mil novecientos veintiocho en Soria.",
            "mil novecientos veintiocho",
            "1928-01-01",
            "1929-01-01",
        ),
        (
            "es",
            "Llegó a las seis y veinte de la tarde del lunes.",
            "seis y veinte de la tarde del lunes",
            "2020-06-01T18:20",
            "2020-06-01T18:21",
        ),
        ("es", "Subió en el tercer cuarto de 2016.", "tercer cuarto de 2016", "2016-07-01", "2016-10-01"),
        ("es", "Abrió el lunes de 1 pm a 4.", "lunes de 1 pm a 4", "2020-06-01T13:00", "2020-06-01T17:00"),
        ("de", "Die Messe lief vom 14. - 15.10.2018 hier.", "14. - 15.10.2018", "2018-10-14", "2018-10-16"),
        (
            "de",
            "Er war am Montag von fünf bis sieben weg.",
            "Montag von fünf bis sieben",
            "2020-06-01T05:00",
            "2020-06-01T08:00",
        ),
        ("de", "Am Mittwoch vor zwei Wochen fiel Schnee.", "Mittwoch vor zwei Wochen", "2020-05-20", "2020-05-21"),
    ],
)
def test_time_is_found_and_resolved(language: str, text: str, quote: str, earliest: str, latest: str) -> None:
    (when,) = find(language, text).times
    assert when.text == quote
    assert when.interval is not None
    assert (when.interval.earliest, when.interval.latest) == (
        datetime.fromisoformat(earliest),
        datetime.fromisoformat(latest),
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("tr", "Endüstriye göre bu aksama büyük."),  # "akşama" folds to the same letters
        ("tr", "Olayın üzerinden 36 yıl geçmiş."),
        ("tr", "İki bin on beş kişi geldi."),
        ("es", "El marcador quedó en 17-5 a favor."),
        ("es", "Ganó en el tercer cuarto del partido."),
        ("de", "Er hat eine Statistik von 18-7 erreicht."),
    ],
)
def test_what_only_looks_like_a_time_is_none(language: str, text: str) -> None:
    assert [when.text for when in find(language, text).times] == []


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("tr", "Yol bir saatliğine kapandı.", 1 / 24),
        ("tr", "Bir ay boyunca hapis yattı.", 30.0),
        ("tr", "Yol iki buçuk saatliğine kapandı.", 2.5 / 24),
        ("es", "Llovió todo el año.", 365.0),
    ],
)
def test_lengths_of_time(language: str, text: str, days: float) -> None:
    (duration,) = find(language, text).durations
    assert duration.days == pytest.approx(days)


def test_once_a_day_for_an_hour_is_no_length_of_the_event() -> None:
    assert find("tr", "Günde bir saat uyur.").durations == ()


@pytest.mark.parametrize(
    ("text", "tagged", "found"), [("Önceki ay 5 ölü", False, True), ("Önceki ay öldü", True, False)]
)
def test_previous_counts_from_the_publication_only_in_headlines(text: str, tagged: bool, found: bool) -> None:
    words: list[WordSpan | Word] = [*split_words(text, 0, len(text))]
    if tagged:
        last = words[-1]
        words[-1] = Word(text=last.text, start=last.start, end=last.end, tag="VERB", head=0, relation="root")
    times = find_times(words, published_at=PUBLISHED, pack=PACKS.pack("tr"), text=text).times
    assert [when.text for when in times] == (["Önceki ay"] if found else [])


def parsed(text: str, *tree: tuple[str, int, str]) -> list[Word]:
    spans = split_words(text, 0, len(text))
    return [
        Word(text=span.text, start=span.start, end=span.end, tag=tag, head=head, relation=relation)
        for span, (tag, head, relation) in zip(spans, tree, strict=True)
    ]


@pytest.mark.parametrize(
    ("language", "words", "years"),
    [
        (
            "de",
            parsed(
                "Er starb 2015 in Bonn",
                *(("PRON", 2, "nsubj"), ("VERB", 0, "root"), ("NUM", 2, "obl")),
                *(("ADP", 5, "case"), ("PROPN", 2, "obl")),
            ),
            ["2015"],
        ),
        (
            "de",
            parsed(
                "Dort starben 2000 Menschen",
                ("ADV", 2, "advmod"),
                ("VERB", 0, "root"),
                ("NUM", 4, "nummod"),
                ("NOUN", 2, "nsubj"),
            ),
            [],
        ),
        (
            "en",
            parsed(
                "He was one of 2000 people",
                *(("PRON", 3, "nsubj"), ("AUX", 3, "cop"), ("NUM", 0, "root")),
                *(("ADP", 6, "case"), ("NUM", 6, "nummod"), ("NOUN", 3, "nmod")),
            ),
            [],
        ),
        (
            "en",
            parsed(
                "In 2000 people left",
                *(("ADP", 2, "case"), ("NUM", 4, "obl"), ("NOUN", 4, "nsubj"), ("VERB", 0, "root")),
            ),
            ["2000"],
        ),
    ],
)
def test_the_tree_tells_years_from_counts(language: str, words: list[Word], years: list[str]) -> None:
    times = find_times(words, published_at=PUBLISHED, pack=PACKS.pack(language)).times
    assert [when.text for when in times] == years
