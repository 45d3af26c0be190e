"""Times: what each expression means, from a fixed publication time (Thursday 4 June 2020, 10:00)."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from app.core.claims.times import TimesFound, find_times, toward_future
from app.core.model.sentence import Word, WordSpan
from app.core.model.when import Granularity, Interval, PartOfDay, When
from app.knowledge.loader import load_knowledge

PUBLISHED = datetime(2020, 6, 4, 10, 0, tzinfo=UTC)
PACKS = load_knowledge()
DAY, MONTH, YEAR, PART = Granularity.DAY, Granularity.MONTH, Granularity.YEAR, Granularity.PART_OF_DAY
WORD = re.compile(r"\w+(?:[-'’.:/,+٫٬](?=\w)\w+)*|\S")


def split(text: str) -> list[WordSpan]:
    return [WordSpan(text=m.group(), start=m.start(), end=m.end()) for m in WORD.finditer(text)]


def find(language: str, text: str, published_at: datetime | None = PUBLISHED) -> TimesFound:
    return find_times(split(text), published_at=published_at, pack=PACKS.pack(language), text=text)


def only(language: str, text: str, published_at: datetime | None = PUBLISHED) -> When:
    found = find(language, text, published_at)
    assert len(found.times) == 1, [when.text for when in found.times]
    return found.times[0]


def interval(earliest: str, latest: str) -> Interval:
    return Interval(earliest=datetime.fromisoformat(earliest), latest=datetime.fromisoformat(latest))


def day(text: str, *, days: int = 1) -> Interval:
    first = datetime.fromisoformat(text)
    return Interval(earliest=first, latest=first + timedelta(days=days))


@pytest.mark.parametrize(
    ("language", "text", "quoted", "earliest", "latest", "granularity"),
    [
        # absolute dates
        ("ar", "عاد الوفد في 3 يونيو 2020 إلى بلاده", "3 يونيو 2020", "2020-06-03", "2020-06-04", DAY),
        ("ar", "افتتح الجسر الأربعاء 3 يونيو", "الأربعاء 3 يونيو", "2020-06-03", "2020-06-04", DAY),
        ("ar", "وقع ذلك في ٣ أبريل ٢٠١٩", "٣ أبريل ٢٠١٩", "2019-04-03", "2019-04-04", DAY),
        ("ar", "في الأول من حزيران بدأ العمل", "الأول من حزيران", "2020-06-01", "2020-06-02", DAY),
        ("ar", "في الحادي والعشرين من أيار بدأ العمل", "الحادي والعشرين من أيار", "2020-05-21", "2020-05-22", DAY),
        ("ar", "انعقد في 2 جوان 2019", "2 جوان 2019", "2019-06-02", "2019-06-03", DAY),
        ("ar", "انعقد في 7 يوليو/تموز 2019 هناك", "7 يوليو/تموز 2019", "2019-07-07", "2019-07-08", DAY),
        ("ar", "منذ كانون الثاني 2018", "كانون الثاني 2018", "2018-01-01", "2018-02-01", MONTH),
        ("ar", "بدأت في نيسان 2019 على الحدود", "نيسان 2019", "2019-04-01", "2019-05-01", MONTH),
        ("ar", "الأزمة مستمرة منذ عام 2016 هناك", "عام 2016", "2016-01-01", "2017-01-01", YEAR),
        ("en", "The bridge opened on June 3 at last", "June 3", "2020-06-03", "2020-06-04", DAY),
        ("en", "It opened on 3rd June 2019", "3rd June 2019", "2019-06-03", "2019-06-04", DAY),
        (
            "en",
            "It opened on Wednesday, June 3, 2020, in rain",
            "Wednesday, June 3, 2020",
            "2020-06-03",
            "2020-06-04",
            DAY,
        ),
        ("en", "dated 2020-06-03 in the file", "2020-06-03", "2020-06-03", "2020-06-04", DAY),
        ("en", "The old quay burned in 2015 already", "2015", "2015-01-01", "2016-01-01", YEAR),
        ("en", "They met again in late November", "late November", "2019-11-21", "2019-12-01", MONTH),
        ("fr", "Il est parti le 1er avril vers le sud", "1er avril", "2020-04-01", "2020-04-02", DAY),
        ("fr", "La note est datée du 03/06/2020", "03/06/2020", "2020-06-03", "2020-06-04", DAY),
        ("fr", "Le quai a brûlé début juin", "début juin", "2020-06-01", "2020-06-11", MONTH),
        # relative days
        ("ar", "غادر الوفد أمس إلى الجنوب", "أمس", "2020-06-03", "2020-06-04", DAY),
        ("ar", "وصل أول أمس إلى الميناء", "أول أمس", "2020-06-02", "2020-06-03", DAY),
        ("ar", "وصل أول من أمس إلى الميناء", "أول من أمس", "2020-06-02", "2020-06-03", DAY),
        ("ar", "يعود بعد غد إلى الميناء", "بعد غد", "2020-06-06", "2020-06-07", DAY),
        ("en", "It sank the day before yesterday", "the day before yesterday", "2020-06-02", "2020-06-03", DAY),
        ("fr", "Il a coulé avant-hier au large", "avant-hier", "2020-06-02", "2020-06-03", DAY),
        ("ar", "وقع الحادث قبل ثلاثة أيام هناك", "قبل ثلاثة أيام", "2020-06-01", "2020-06-02", DAY),
        ("en", "The crane fell twelve days ago", "twelve days ago", "2020-05-23", "2020-05-24", DAY),
        ("fr", "La grue est tombée il y a deux jours", "il y a deux jours", "2020-06-02", "2020-06-03", DAY),
        # weekdays
        ("en", "The council met on Wednesday", "Wednesday", "2020-06-03", "2020-06-04", DAY),
        ("en", "The council meets Thursday", "Thursday", "2020-06-04", "2020-06-05", DAY),
        ("en", "The council met last Thursday", "last Thursday", "2020-05-28", "2020-05-29", DAY),
        ("ar", "اجتمع المجلس الاثنين الماضي", "الاثنين الماضي", "2020-06-01", "2020-06-02", DAY),
        ("ar", "يجتمع المجلس الثلاثاء المقبل", "الثلاثاء المقبل", "2020-06-09", "2020-06-10", DAY),
        ("fr", "Le conseil se réunit vendredi prochain", "vendredi prochain", "2020-06-05", "2020-06-06", DAY),
        ("fr", "Le conseil a siégé lundi dernier", "lundi dernier", "2020-06-01", "2020-06-02", DAY),
        # weeks, months, years, seasons
        ("en", "The mill closed last week", "last week", "2020-05-25", "2020-06-01", Granularity.WEEK),
        ("ar", "أغلق المصنع الأسبوع الماضي", "الأسبوع الماضي", "2020-05-25", "2020-06-01", Granularity.WEEK),
        ("fr", "L'usine a fermé le mois dernier", "mois dernier", "2020-05-01", "2020-06-01", MONTH),
        ("ar", "أغلق في 15 من الشهر الماضي", "15 من الشهر الماضي", "2020-05-15", "2020-05-16", DAY),
        ("en", "The mill closed last spring", "last spring", "2020-03-01", "2020-06-01", Granularity.SEASON),
        # ranges
        ("en", "The fair ran from 3 to 5 May", "3 to 5 May", "2020-05-03", "2020-05-06", DAY),
        ("ar", "أقيم المعرض من 3 إلى 5 أيار", "3 إلى 5 أيار", "2020-05-03", "2020-05-06", DAY),
        ("fr", "La foire a duré du 3 au 5 mai", "3 au 5 mai", "2020-05-03", "2020-05-06", DAY),
        ("en", "The fair ran from Monday to Wednesday", "Monday to Wednesday", "2020-06-01", "2020-06-04", DAY),
        ("en", "The fair ran from 30 April to 2 May 2019", "30 April to 2 May 2019", "2019-04-30", "2019-05-03", DAY),
        ("en", "It was built between 2014 and 2016", "2014 and 2016", "2014-01-01", "2017-01-01", YEAR),
        # parts of day and clock times
        ("ar", "هبطت الطائرة مساء الأربعاء", "مساء الأربعاء", "2020-06-03T16:00", "2020-06-04", PART),
        ("ar", "هبطت الطائرة مساء أمس الأربعاء", "مساء أمس الأربعاء", "2020-06-03T16:00", "2020-06-04", PART),
        ("ar", "هبطت الطائرة فجر اليوم الخميس", "فجر اليوم الخميس", "2020-06-04T03:00", "2020-06-04T07:00", PART),
        ("en", "It landed on Tuesday night", "Tuesday night", "2020-06-02T18:00", "2020-06-03T06:00", PART),
        (
            "en",
            "It landed early Friday afternoon",
            "early Friday afternoon",
            "2020-05-29T12:00",
            "2020-05-29T18:00",
            PART,
        ),
        ("en", "It landed last night", "last night", "2020-06-03T18:00", "2020-06-04T06:00", PART),
        ("fr", "Il a atterri hier soir", "hier soir", "2020-06-03T16:00", "2020-06-04", PART),
        (
            "fr",
            "dans la nuit de mardi à mercredi",
            "nuit de mardi à mercredi",
            "2020-06-02T18:00",
            "2020-06-03T06:00",
            PART,
        ),
        ("en", "at 7:30 pm on Monday", "7:30 pm on Monday", "2020-06-01T19:30", "2020-06-01T19:31", Granularity.MINUTE),
        ("fr", "mercredi à 19h30", "mercredi à 19h30", "2020-06-03T19:30", "2020-06-03T19:31", Granularity.MINUTE),
        (
            "ar",
            "يوم الاثنين الساعة السابعة والنصف مساء",
            "الاثنين الساعة السابعة والنصف مساء",
            "2020-06-01T19:30",
            "2020-06-01T19:31",
            Granularity.MINUTE,
        ),
    ],
)
def test_each_expression_means_its_interval(
    language: str, text: str, quoted: str, earliest: str, latest: str, granularity: Granularity
) -> None:
    when = only(language, text)
    assert (when.text, when.interval, when.granularity) == (quoted, interval(earliest, latest), granularity)
    assert text[when.start : when.end] == when.text


def test_clitics_stay_on_the_word_and_in_the_quote() -> None:
    assert only("ar", "وبالأمس عاد الصيادون").text == "وبالأمس"
    assert only("ar", "وأمس عاد الصيادون").interval == day("2020-06-03")
    assert only("ar", "اجتمعوا بالأربعاء").interval == day("2020-06-03")


@pytest.mark.parametrize(
    ("language", "text", "relative", "forced"),
    [
        ("ar", "صباح أمس الاثنين", "2020-06-03", "2020-06-01"),
        ("en", "yesterday, Monday,", "2020-06-03", "2020-06-01"),
        ("fr", "hier, lundi,", "2020-06-03", "2020-06-01"),
        ("en", "It fell on Monday 12 March 2019 already", "2019-03-12", "2019-03-11"),
    ],
)
def test_a_weekday_that_does_not_fit_is_kept_as_a_second_reading(
    language: str, text: str, relative: str, forced: str
) -> None:
    when = only(language, text)
    assert when.interval is not None and when.alternative is not None
    assert (when.interval.earliest.date().isoformat(), when.alternative.earliest.date().isoformat()) == (
        relative,
        forced,
    )
    assert "weekday" in when.reason


def test_a_weekday_that_fits_has_no_second_reading() -> None:
    assert only("en", "yesterday, Wednesday,").alternative is None
    assert only("ar", "الثلاثاء 12 مارس 2019").alternative is None


def test_without_a_publication_date_the_constraints_are_kept() -> None:
    when = only("ar", "وصل مساء أمس الأربعاء", None)
    assert when.interval is None
    assert (when.weekday, when.part_of_day, when.days_from_publication) == (3, PartOfDay.EVENING, -1)
    assert only("en", "It opened on 3 June 2019", None).interval == day("2019-06-03")
    assert only("fr", "Il est arrivé mardi", None).weekday == 2


def test_a_date_without_a_year_is_the_nearest_past_one_or_one_soon_to_come() -> None:
    assert only("en", "It began on 20 June").interval == day("2020-06-20")
    assert only("en", "It began on 20 August").interval == day("2019-08-20")
    assert only("en", "It will begin on 20 August").interval == day("2020-08-20")


def test_words_of_the_future_point_a_bare_weekday_forward() -> None:
    found = find("en", "She said on Monday that talks will resume on Tuesday")
    assert [when.interval for when in found.times] == [day("2020-06-01"), day("2020-06-09")]


def test_what_began_long_ago_and_a_plan_that_was_kept_stay_in_the_past() -> None:
    since = find("en", "No rain is expected and prices have doubled since Tuesday").times[0]
    assert since.interval == day("2020-06-02")
    assert only("en", "The vote had been scheduled for Tuesday").interval == day("2020-06-02")


def test_this_weekday_is_yesterday_or_of_the_running_week() -> None:
    monday = datetime(2020, 6, 8, 9, 0, tzinfo=UTC)
    assert only("fr", "Il a voté ce dimanche", monday).interval == day("2020-06-07")
    assert only("fr", "Il vote ce vendredi", monday).interval == day("2020-06-12")


def test_a_future_verb_points_forward_by_its_tag() -> None:
    words = (
        Word(text="سيصل", start=0, end=4, tag="AUX+VERB", head=0, relation="root"),
        Word(text="الجمعة", start=5, end=11, tag="NOUN", head=1, relation="obl"),
    )
    found = find_times(words, published_at=PUBLISHED, pack=PACKS.pack("ar"))
    assert found.times[0].interval == day("2020-06-05")
    assert found.times[0].text == "الجمعة"


def test_a_plan_moves_only_what_the_words_leave_open() -> None:
    bare, past = only("en", "Talks on Tuesday"), only("en", "Talks last Tuesday")
    assert toward_future(bare, PUBLISHED).interval == day("2020-06-09")
    assert toward_future(past, PUBLISHED) == past


def test_a_time_of_day_takes_its_day_from_the_sentence() -> None:
    found = find("en", "On Monday the delegates met at 9 am and dined in the evening")
    assert [w.interval and w.interval.earliest for w in found.times] == [
        datetime(2020, 6, 1),
        datetime(2020, 6, 1, 9),
        datetime(2020, 6, 1, 16),
    ]
    assert only("en", "The delegates met at 9 am").interval is None


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("ar", "بعد زيارة استغرقت يومين", 2),
        ("ar", "استمر اللقاء ساعة ونصف الساعة", 1.5 / 24),
        ("en", "The talks lasted for 90 minutes", 90 / 1440),
        ("en", "after a two-day visit", 2),
        ("en", "an hour and a half of talks", 1.5 / 24),
        ("fr", "Le port a fermé pendant deux jours", 2),
        ("ar", "توقف العمل لمدة أسبوع", 7),
    ],
)
def test_lengths_of_time_are_durations(language: str, text: str, days: float) -> None:
    found = find(language, text)
    assert found.times == ()
    assert [d.days for d in found.durations] == [pytest.approx(days)]
    assert text[found.durations[0].start : found.durations[0].end] == found.durations[0].text


def test_a_vague_past_is_a_coarse_interval_before_publication() -> None:
    when = only("ar", "يزور المدينة منذ بضعة أيام")
    assert when.interval is not None and when.granularity is Granularity.WEEK
    assert when.interval.latest < datetime(2020, 6, 4) < when.interval.earliest + timedelta(days=11)


def test_both_orders_of_a_numeric_date_are_kept_where_both_are_used() -> None:
    when = only("en", "signed 03/06/2020 there")
    assert when.interval == day("2020-03-06") and when.alternative == day("2020-06-03")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The minister may leave, and they march on"),
        ("en", "They won 2-1 in the 5+5 talks and called 0800 123 456"),
        ("en", "A second man, aged 41, fell"),
        ("en", "the 2016 deal"),
        ("en", "the following day"),
        ("en", "two days later"),
        ("en", "He trains every Monday and every evening"),
        ("ar", "مارس الوفد ضغوطا على أب لثلاثة أطفال"),
        ("ar", "في اليوم التالي"),
        ("ar", "قبل ثلاثة أيام من الهجوم"),
        ("ar", "أحد المسؤولين وأربعة آخرون"),
        ("fr", "Il a été vu le lendemain"),
        ("fr", "Il ne vient que le vendredi"),
    ],
)
def test_what_tells_no_time_is_left_alone(language: str, text: str) -> None:
    assert find(language, text).times == ()


def test_ages_are_taken_and_are_no_durations() -> None:
    for language, text in (("en", "a 12-year-old boy"), ("ar", "شاب (41 عاما) من المدينة"), ("fr", "âgé de 41 ans")):
        found = find(language, text)
        assert found.durations == () and found.taken != ()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "llegó ayer por la tarde", "2020-06-03T12:00"),
        ("de", "Sie kam am vergangenen Mittwoch an", "2020-06-03"),
        ("tr", "3 Haziran 2020 tarihinde", "2020-06-03"),
        ("ru", "Они приехали три дня назад", "2020-06-01"),
        ("fa", "دیروز وارد شد", "2020-06-03"),
    ],
)
def test_other_languages_need_only_words(language: str, text: str, expected: str) -> None:
    when = only(language, text)
    assert when.interval is not None and when.interval.earliest == datetime.fromisoformat(expected)


def test_a_language_without_a_pack_finds_nothing() -> None:
    assert find("xx", "on 3 June").times == ()


def test_text_is_rebuilt_from_the_words_where_the_article_is_not_given() -> None:
    text = "on  3   June 2019"
    found = find_times(split(text), published_at=None, pack=PACKS.pack("en"))
    assert found.times[0].text == "3   June 2019"
