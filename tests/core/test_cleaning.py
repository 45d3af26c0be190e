"""Cleaning: what is the article, and what is the page around it."""

import json
import re
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.cleaning import clean_text
from app.core.errors import InvalidText
from app.core.model.article import CleanText, ClutterKind, PassageKind
from app.core.text_validity import check_text
from app.knowledge.loader import load_knowledge

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
KNOWLEDGE = load_knowledge()

ENGLISH_PAGE = """Skip to content
The Selma Gazette
Home
News
Subscribe | Log in

Home > News > Region

Harbour strike enters second week
Talks collapse after union rejects pay offer

By Lina Haddad and Omar Nasser
Published: 14 March 2022, 18:40
Updated 2 hours ago
3 min read
12 Comments
Share on Facebook

Striking dockers at the gates of Selma harbour (Photo: Karim Daoud/Selma Gazette)

SELMA — Dockers at the port of Selma voted on Monday to extend their strike by a week, union leaders said.

Advertisement

"We have nothing left to lose," the union's secretary told reporters. "They offered us two per cent."

Read more: What the strike means for grain prices

Port of call

The port handles 40 per cent of the country's grain. The ministry of transport declined to comment.

Sign up for our morning newsletter and never miss a story.

Related stories
Ferry service suspended until Friday
How the harbour was built

Comments
Sort by: Newest
Dockhand77
14 March 2022
Nine men were arrested at gate four, I saw it with my own eyes.
Reply

© 2022 The Selma Gazette. All rights reserved.
Privacy Policy | Terms of Use | Contact us"""

FRENCH_PAGE = """Accueil > Politique

Le gouverneur de Selma limogé après les inondations

Par Jean Mercadal
Publié le 3 novembre 2021 à 08h15 - Mis à jour le 3 novembre 2021 à 10h02
Temps de lecture 2 min.
Le gouverneur Farid Benali, ici en août 2020. © Agence Littoral

SELMA (Agence) - Le président a mis fin mercredi aux fonctions du gouverneur de Selma, Farid Benali.

La suite après la publicité

Lire aussi : Pourquoi les digues ont cédé

Une enquête ouverte

Le parquet a ouvert une enquête pour négligence.

Vos réactions (2)
Momo13 le 03/11/2021 à 9h
Il y a eu 40 morts et on nous ment !
Les plus lus
Météo : retour du soleil"""

ARABIC_PAGE = """القائمة
الرئيسية
بحث عن

الرئيسية/أخبار محلية/وزير الموارد المائية يفتتح سدا جديدا
وزير الموارد المائية يفتتح سدا جديدا في السليمية

كتب: سامر الحداد - الأحد 14 مارس 2021 - 10:30 ص
0 152 دقيقة واحدة
فيسبوك تويتر واتساب

السليمية - خاص: افتتح وزير الموارد المائية كريم الداود، صباح السبت، سدا جديدا شمال مدينة السليمية بحضور محافظها

وقال الوزير إن السد يتسع لعشرين مليون متر مكعب من المياه

اقرأ أيضا..
أمطار غزيرة على الساحل

وأضاف أن أعمال البناء استمرت ثلاث سنوات بتكلفة أربعين مليون دينار

الوسوم
السليمية سدود مياه
سامر الحداد
صحفي مهتم بشؤون البيئة والمياه، عمل في عدة صحف محلية.
مقالات ذات صلة
وفاة مهندس السد في حادث سير

تعليق واحد
أبو أحمد يقول:
السد انهار أمس ومات عشرة عمال والحكومة تخفي الخبر.
اترك تعليقاً إلغاء الرد
جميع الحقوق محفوظة © جريدة السليمية 2021"""

GERMAN_PAGE = """Startseite
Politik

Landtag stimmt für neue Brücke
Von Anna Seidel
12. Mai 2021, 14:05 Uhr

Der Landtag hat am Mittwoch mit 58 zu 51 Stimmen den Bau der Brücke beschlossen.

Lesen Sie auch: Streit um die Kosten

Am 3. Juni soll der Bau beginnen. Das sagte Ministerin Petra Lang.

3 Kommentare
Peter M.: Die Brücke ist doch schon 2019 abgelehnt worden!
Impressum | Datenschutz"""


def clean(text: str, language: str = "en") -> CleanText:
    return clean_text(text, knowledge=KNOWLEDGE, language=language)


def kept(text: str, language: str = "en", *kinds: PassageKind) -> list[str]:
    return [text[p.start : p.end] for p in clean(text, language).passages if not kinds or p.kind in kinds]


def dropped(text: str, language: str = "en") -> dict[str, ClutterKind]:
    return {text[d.start : d.end]: d.kind for d in clean(text, language).dropped}


def seed(number: str) -> str:
    return str(json.loads((SEEDS / f"{number}.json").read_text(encoding="utf-8"))["text"])


@pytest.mark.parametrize(
    ("number", "line", "kind"),
    [
        ("000", "Type to search", ClutterKind.MENU),
        ("000", "رئيسي شئون عربية شمال أفريقيا", ClutterKind.MENU),
        ("000", "Share", ClutterKind.SHARE_BAR),
        ("000", "Tags:", ClutterKind.TAGS),
        (
            "000",
            "كاتب عراقي مهتم بقضايا الشرق الاوسط و عمل في العديد من الصحف المحلية و العربية",
            ClutterKind.AUTHOR_BOX,
        ),
        ("000", "Leave a Comment", ClutterKind.COMMENT_FORM),
        ("001", "IMG_87461-1300x866", ClutterKind.CAPTION),
        ("001", "تعليقات الزوار", ClutterKind.VISITOR_COMMENT),
        ("002", "الرصيفة الأخبارية3 يونيو 2020wait... مشاهدةآخر تحديث : منذ 6 أشهر", ClutterKind.DATELINE),
        ("002", "خليفة حفتر وعبد الفتاح السيسي - صورة أرشيفية", ClutterKind.CAPTION),
        ("002", "شروط التعليق :", ClutterKind.LEGAL),
        ("002", "موافق", ClutterKind.COOKIE_NOTICE),
        ("003", "مصر", ClutterKind.MENU),
        ("003", "مقالات ذات صلة", ClutterKind.RELATED),
        ("003", "زر الذهاب إلى الأعلى", ClutterKind.MENU),
        ("004", "in", ClutterKind.MENU),
        ("004", "Written by نور الدين", ClutterKind.BYLINE),
        ("004", "ما هي قدرات كوريا الشمالية النووية والكيمياوية ؟", ClutterKind.RELATED),
    ],
)
def test_furniture_of_the_seeds_is_dropped(number: str, line: str, kind: ClutterKind) -> None:
    assert dropped(seed(number), "ar")[line] is kind


@pytest.mark.parametrize(
    ("number", "bodies", "first_words", "last_words"),
    [
        ("000", 6, "أفادت قناة العربية السعودية", "ميلشيات مجرم الحرب حفتر."),
        ("001", 5, "إن المشير خليفة حفتر", "تحديد ساعة الصفر فقط”."),
        ("002", 8, "أفادت مصادر مطلعة", "وعناصر من جماعة الإخوان."),
        ("003", 21, "غادر اللواء المتقاعد", "بقيادة المشير خليفة حفتر."),
        ("004", 9, "يخطط الجيش الوطني", "حكومة الوفاق الوطني."),
    ],
)
def test_the_prose_of_the_seeds_is_kept(number: str, bodies: int, first_words: str, last_words: str) -> None:
    prose = kept(seed(number), "ar", PassageKind.BODY)
    assert len(prose) == bodies
    assert prose[0].startswith(first_words)
    assert prose[-1].endswith(last_words)


def test_no_visitor_of_the_seeds_is_heard() -> None:
    page = "\n".join(kept(seed("001"), "ar"))
    assert "يندثروا" not in page
    assert "دحلان" not in page
    assert "العولقي" not in page


def test_seed_titles_author_outlet_and_date_are_told() -> None:
    assert clean(seed("000"), "ar").author == "عبد المالك"
    assert clean(seed("004"), "ar").author == "نور الدين"
    assert clean(seed("003"), "ar").title == "حفتر يطلب من السيسي دعمه بقوات مشاة والجامعة العربية تدين التدخل"
    second = clean(seed("002"), "ar")
    assert (second.outlet, second.published_at) == ("الرصيفة الأخبارية", datetime(2020, 6, 3))
    assert [clean(seed(n), "ar").published_at for n in ("000", "001", "003", "004")] == [None] * 4


def test_a_repeated_headline_is_kept_once() -> None:
    headline = "حفتر يصل القاهرة لإجراء مباحثات حول تطورات الأوضاع فى ليبيا"
    assert kept(seed("002"), "ar").count(headline) == 1
    assert kept(seed("002"), "ar", PassageKind.HEADLINE) == [headline]


def test_subheadings_of_a_seed_are_no_sentences() -> None:
    assert kept(seed("003"), "ar", PassageKind.SUBHEADING) == ["تقرير ميدل إيست مونيتور", "بيان الجامعة العربية."]


def test_an_english_page_keeps_its_article_only() -> None:
    found = clean(ENGLISH_PAGE)
    assert kept(ENGLISH_PAGE) == [
        "Harbour strike enters second week",
        "Talks collapse after union rejects pay offer",
        "SELMA — Dockers at the port of Selma voted on Monday to extend their strike by a week, union leaders said.",
        '"We have nothing left to lose," the union\'s secretary told reporters. "They offered us two per cent."',
        "Port of call",
        "The port handles 40 per cent of the country's grain. The ministry of transport declined to comment.",
    ]
    assert found.title == "Harbour strike enters second week"
    assert found.author == "Lina Haddad and Omar Nasser"
    assert found.published_at == datetime(2022, 3, 14, 18, 40)


def test_a_french_page_keeps_its_article_only() -> None:
    found = clean(FRENCH_PAGE, "fr")
    assert kept(FRENCH_PAGE, "fr") == [
        "Le gouverneur de Selma limogé après les inondations",
        "SELMA (Agence) - Le président a mis fin mercredi aux fonctions du gouverneur de Selma, Farid Benali.",
        "Une enquête ouverte",
        "Le parquet a ouvert une enquête pour négligence.",
    ]
    assert (found.author, found.published_at) == ("Jean Mercadal", datetime(2021, 11, 3, 8, 15))


def test_an_arabic_page_without_full_stops_keeps_its_article_only() -> None:
    found = clean(ARABIC_PAGE, "ar")
    assert [line[:24] for line in kept(ARABIC_PAGE, "ar")] == [
        "وزير الموارد المائية يفت",
        "السليمية - خاص: افتتح وز",
        "وقال الوزير إن السد يتسع",
        "وأضاف أن أعمال البناء اس",
    ]
    assert (found.author, found.published_at) == ("سامر الحداد", datetime(2021, 3, 14))


def test_a_german_page_keeps_its_article_only() -> None:
    assert [line[:12] for line in kept(GERMAN_PAGE, "de")] == ["Landtag stim", "Der Landtag ", "Am 3. Juni s"]
    assert clean(GERMAN_PAGE, "de").author == "Anna Seidel"


@pytest.mark.parametrize(
    "text",
    [
        "Bridge collapses in Selma",
        "وصل الوزير إلى المدينة مساء أمس",
        "The minister resigned on Monday.",
        "Minister resigns\nThe minister of works resigned on Monday.",
        "Share",
        "Home\nNews\nSubscribe",
        "[" * 50,
    ],
)
def test_a_short_text_is_kept_whole(text: str) -> None:
    assert "\n".join(kept(text)) == text


def test_a_link_on_the_line_of_the_last_sentence_is_cut_off() -> None:
    text = "The minister of works resigned on Monday, his office said. Read also: Dollar rate today"
    assert kept(text) == ["The minister of works resigned on Monday, his office said."]


def test_hard_wrapped_lines_are_one_passage() -> None:
    text = (
        "The dockers at the port of Selma voted on Monday to extend their strike by\n"
        "another week, union leaders said, after talks with the ministry of transport\n"
        "collapsed late on Sunday night without a deal on pay or on working hours."
    )
    assert kept(text) == [text]


def test_a_comments_link_near_the_top_ends_nothing() -> None:
    text = (
        "Bridge collapses in Selma\n\nA bridge over the river fell on Tuesday, killing three people.\n\n"
        "Share\n3 Comments\n\n"
        "The collapse happened at dawn, the fire service said. Two trucks were on the bridge.\n\n"
        'The mayor, Huda Mansour, said: "We had asked for repairs for years."\n\n'
        "Rescue work went on until noon. The road will stay closed for weeks."
    )
    assert kept(text)[-1] == "Rescue work went on until noon. The road will stay closed for weeks."


def test_dates_of_a_timeline_are_no_publication_date() -> None:
    text = (
        "Storm over the coast: what we know\n\nThe storm reached the coast on Friday evening, forecasters said.\n\n"
        "12 June 2020\nTwo villages were evacuated, the governor said.\n\n"
        "13 June 2020\nPower was restored in the harbour district, the utility said."
    )
    assert clean(text).published_at is None
    assert "12 June 2020" in kept(text)


def test_a_date_inside_prose_is_no_publication_date() -> None:
    assert clean("The storm reached the coast on 12 June 2020, forecasters said on Friday.").published_at is None


def test_an_ambiguous_numeric_date_is_not_guessed() -> None:
    text = "Storm hits the northern coast\n{}\nThe storm reached the coast on Friday evening, forecasters said."
    assert clean(text.format("03/04/2020")).published_at is None
    assert clean(text.format("23/04/2020")).published_at == datetime(2020, 4, 23)
    assert clean(text.format("2020-04-03")).published_at == datetime(2020, 4, 3)


def test_a_list_announced_by_a_colon_is_kept() -> None:
    text = "The report lists two demands:\n- release of prisoners\n- withdrawal from the port\n\nThe ministry refused."
    assert "- withdrawal from the port" in kept(text)


def test_an_agency_in_brackets_after_a_sentence_is_no_caption() -> None:
    text = "أعلنت الوزارة إغلاق الميناء مساء الثلاثاء حتى إشعار آخر. (رويترز)"
    assert kept(text + "\n" + "وقال الوزير إن الميناء سيفتح قريبا.", "ar")[0] == text


def test_the_owner_in_a_copyright_line_is_the_outlet() -> None:
    text = "The storm reached the coast on Friday evening, forecasters said.\n© Coast Courier 2020"
    assert clean(text).outlet == "Coast Courier"


LINES = st.sampled_from(
    [line for page in (ENGLISH_PAGE, FRENCH_PAGE, ARABIC_PAGE, GERMAN_PAGE) for line in page.splitlines()]
)
ODD = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES | ODD, max_size=25).map("\n".join))
def test_every_visible_stretch_is_kept_or_dropped_once_and_in_order(text: str) -> None:
    found = clean(text)
    spans = sorted([(p.start, p.end) for p in found.passages] + [(d.start, d.end) for d in found.dropped])
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert [p.start for p in found.passages] == sorted(p.start for p in found.passages)
    covered = {place for start, end in spans for place in range(start, end)}
    assert all(place in covered for place in range(len(text)) if text[place].isalnum())
    assert bool(found.passages) == bool(spans)


def test_ten_thousand_brackets_and_endless_words_are_clean() -> None:
    for text in ("[" * 10_000, "a" * 200_000, "Comments\n" * 2_000, "x. Tags: " * 2_000):
        assert clean(text).passages


@pytest.mark.parametrize("text", ["خبر قصير \u202eabc\u202c \ufdd0", "7"])
def test_a_valid_text_passes_the_check_until_a_nul_is_in_it(text: str) -> None:
    check_text(text)
    with pytest.raises(InvalidText):
        check_text(f"{text}\x00")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("[[[ ... ]]]", "no letter"),
        ("abc\x00d", "NUL character at position 3"),
        ("ab\ud800", "surrogate (U+D800) at position 2"),
    ],
)
def test_an_unstorable_text_is_refused_with_its_position(text: str, words: str) -> None:
    with pytest.raises(InvalidText, match=re.escape(words)):
        check_text(text)
