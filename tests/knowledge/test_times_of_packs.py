"""What German, Spanish, Turkish, Russian and Persian news call a time, told on Thursday 4 June 2020, 10:00."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.claims.times import TimesFound, find_times
from app.core.model.when import Granularity, PartOfDay
from app.core.segmentation import split_words
from app.knowledge.loader import load_knowledge

PUBLISHED = datetime(2020, 6, 4, 10, 0, tzinfo=UTC)
PACKS = load_knowledge()


def find(language: str, text: str) -> TimesFound:
    words = split_words(text, 0, len(text))
    return find_times(words, published_at=PUBLISHED, pack=PACKS.pack(language), text=text)


GERMAN = [
    ("Das Treffen begann am Dienstagabend.", "Dienstagabend", "2020-06-02T16:00", "2020-06-03T00:00"),
    ("Der Zug fuhr am Mittwoch um 10.30 Uhr ab.", "Mittwoch um 10.30 Uhr", "2020-06-03T10:30", "2020-06-03T10:31"),
    (
        "Am Montag um halb acht abends fiel ein Schuss.",
        "Montag um halb acht abends",
        "2020-06-01T19:30",
        "2020-06-01T19:31",
    ),
    (
        "In der Nacht zum Dienstag brannte ein Stall.",
        "In der Nacht zum Dienstag",
        "2020-06-01T18:00",
        "2020-06-02T06:00",
    ),
    ("Sie kehrte am 15.05. aus Wien zurück.", "15.05.", "2020-05-15", "2020-05-16"),
    ("Der Rat tagte vorletzte Woche in Bonn.", "vorletzte Woche", "2020-05-18", "2020-05-25"),
    ("Der Preis sank im dritten Quartal 2018 leicht.", "dritten Quartal 2018", "2018-07-01", "2018-10-01"),
    ("In den 90er Jahren lebte er in Graz.", "90er Jahren", "1990-01-01", "2000-01-01"),
    ("Das Gesetz soll im Jahr 2021 gelten.", "Jahr 2021", "2021-01-01", "2022-01-01"),
    ("Am 2. und 3. Mai blieb der Markt zu.", "2. und 3. Mai", "2020-05-02", "2020-05-04"),
]
SPANISH = [
    ("El acto empezó a las 10.30 horas del martes.", "10.30 horas del martes", "2020-06-02T10:30", "2020-06-02T10:31"),
    ("Llovió el pasado lunes en Soria.", "pasado lunes", "2020-06-01", "2020-06-02"),
    ("La feria abrió a mediados de mayo.", "a mediados de mayo", "2020-05-11", "2020-05-21"),
    ("La banda actuó en los años 90 aquí.", "los años 90", "1990-01-01", "2000-01-01"),
    ("El paro subió en el primer trimestre de 2019.", "primer trimestre de 2019", "2019-01-01", "2019-04-01"),
    ("La huelga fue del 3 al 5 de mayo.", "3 al 5 de mayo", "2020-05-03", "2020-05-06"),
    ("El ministro dimitió hace dos semanas.", "hace dos semanas", "2020-05-18", "2020-05-25"),
    ("Ayer por la tarde ardió un almacén.", "Ayer por la tarde", "2020-06-03T12:00", "2020-06-03T18:00"),
]
TURKISH = [
    ("Toplantı Salı akşamı başladı.", "Salı akşamı", "2020-06-02T16:00", "2020-06-03T00:00"),
    ("Heyet 3 Haziran'da Ankara'ya döndü.", "3 Haziran", "2020-06-03", "2020-06-04"),
    ("Uçak dün saat 15.30'da indi.", "dün saat 15.30", "2020-06-03T15:30", "2020-06-03T15:31"),
    ("Yasa Mart'ın son haftasında çıktı.", "Mart'ın son haftasında", "2020-03-23", "2020-03-30"),
    ("Fabrika 2019 yılının ilk çeyreğinde kapandı.", "2019 yılının ilk çeyreğinde", "2019-01-01", "2019-04-01"),
    ("Sergi 5 Mayıs'tan 9 Mayıs'a kadar sürdü.", "5 Mayıs'tan 9 Mayıs'a kadar", "2020-05-05", "2020-05-10"),
    ("Köy 1990'larda boşaldı.", "1990'larda", "1990-01-01", "2000-01-01"),
    ("Parti geçen hafta bölündü.", "geçen hafta", "2020-05-25", "2020-06-01"),
    ("Seçim iki gün sonra yapılacak.", "iki gün sonra", "2020-06-06", "2020-06-07"),
    ("Baraj 2015'te açıldı.", "2015", "2015-01-01", "2016-01-01"),
]
RUSSIAN = [
    ("В прошлый понедельник министр уехал.", "прошлый понедельник", "2020-06-01", "2020-06-02"),
    ("Пожар начался в ночь на 3 июня.", "в ночь на 3 июня", "2020-06-02T18:00", "2020-06-03T06:00"),
    ("Встреча началась во вторник в 15.30.", "вторник в 15.30", "2020-06-02T15:30", "2020-06-02T15:31"),
    ("Завод закрыли в 1998 году.", "1998", "1998-01-01", "1999-01-01"),
    ("В 90-х годах город вырос.", "90-х годах", "1990-01-01", "2000-01-01"),
    ("Выборы пройдут с 10 по 12 сентября.", "10 по 12 сентября", "2020-09-10", "2020-09-13"),
    ("Договор подписали неделю назад.", "неделю назад", "2020-05-25", "2020-06-01"),
    ("Цены упали во второй половине мая.", "второй половине мая", "2020-05-16", "2020-06-01"),
]
PERSIAN = [
    ("او در ۱۲ مهر ۱۳۹۸ درگذشت.", "۱۲ مهر ۱۳۹۸", "2019-10-04", "2019-10-05"),
    ("این قانون در سال ۱۳۹۹ تصویب شد.", "سال ۱۳۹۹", "2020-03-20", "2021-03-21"),
    ("هفته گذشته ده نفر کشته شدند.", "هفته گذشته", "2020-05-25", "2020-06-01"),
    ("او دو هفته پیش استعفا داد.", "دو هفته پیش", "2020-05-18", "2020-05-25"),
    ("جنگ در سال ۲۰۱۴ میلادی آغاز شد.", "سال ۲۰۱۴", "2014-01-01", "2015-01-01"),
    ("نشست ساعت ۱۵:۳۰ روز دوشنبه آغاز شد.", "ساعت ۱۵:۳۰ روز دوشنبه", "2020-06-01T15:30", "2020-06-01T15:31"),
    ("نوروز ۱۴۰۰ آرام بود.", "نوروز ۱۴۰۰", "2021-03-21", "2021-03-22"),
    ("انتخابات سه روز دیگر برگزار خواهد شد.", "سه روز دیگر", "2020-06-07", "2020-06-08"),
]
CASES = [
    (language, *case)
    for language, cases in (("de", GERMAN), ("es", SPANISH), ("tr", TURKISH), ("ru", RUSSIAN), ("fa", PERSIAN))
    for case in cases
]


@pytest.mark.parametrize(("language", "text", "quoted", "earliest", "latest"), CASES)
def test_times_are_found_with_their_words_and_their_interval(
    language: str, text: str, quoted: str, earliest: str, latest: str
) -> None:
    found = find(language, text).times
    assert [when.text for when in found] == [quoted]
    interval = found[0].interval
    assert interval is not None
    assert (interval.earliest, interval.latest) == (datetime.fromisoformat(earliest), datetime.fromisoformat(latest))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Sieben Helfer fanden in den Trümmern 2000 Bücher."),
        ("de", "Der Wert stieg auf 15.02."),
        ("es", "El segundo marcó un gol y la mañana fue fría."),
        ("es", "Julio compró 2000 sillas."),
        ("tr", "Kişinin bu evi yüzde 15'inde sorun vardı, ona altında söyledi."),
        ("tr", "2000'den fazla kişi dünya pazarında çalışıyor."),
        ("tr", "Martin'in ayı bir masalda yaşıyor."),
        ("ru", "В 2000 домах нет света, а в среде журналистов тихо."),
        ("ru", "Два дня он молчал, а через три дня умер."),
        ("fa", "مهر مادر را دید و تیر خورد."),
    ],
)
def test_ordinary_words_tell_no_time(language: str, text: str) -> None:
    assert [when.text for when in find(language, text).times] == []


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("de", "Die Sperre dauerte die ganze Woche.", 7.0),
        ("es", "Estuvo encerrado durante dos años y medio.", 912.5),
        ("tr", "Yol 3 saatliğine kapandı.", 0.125),
        ("ru", "Он работал три с половиной года.", 1277.5),
        ("fa", "او ۳ سال در زندان بود.", 1095.0),
    ],
)
def test_lengths_of_time_are_told_in_days(language: str, text: str, days: float) -> None:
    (duration,) = find(language, text).durations
    assert duration.days == pytest.approx(days)


@pytest.mark.parametrize(
    ("text", "counted"),
    [("Seçim iki hafta sonra yapılacak.", True), ("Bakan istifa etti, iki hafta sonra öldü.", False)],
)
def test_a_word_that_also_counts_from_events_points_ahead_only_before_a_verb_of_the_future(
    text: str, counted: bool
) -> None:
    times = find("tr", text).times
    assert [when.text for when in times] == (["iki hafta sonra"] if counted else [])


def test_part_and_weekday_in_one_word_are_both_told() -> None:
    (when,) = find("de", "Am Freitagmorgen fuhr kein Bus.").times
    assert (when.weekday, when.part_of_day) == (5, PartOfDay.MORNING)


def test_a_jalali_year_is_as_coarse_as_a_year() -> None:
    (when,) = find("fa", "سد در سال ۱۳۵۷ ساخته شد.").times
    assert when.granularity is Granularity.YEAR
    assert when.interval is not None and when.interval.latest - when.interval.earliest == timedelta(days=365)
