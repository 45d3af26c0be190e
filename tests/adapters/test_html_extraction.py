"""Web pages and languages: extraction and detection."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from app.adapters.fetching.html_extraction import ExtractedPage, extract_html
from app.adapters.fetching.language_detection import LANGUAGES, LangidDetector
from app.core.errors import InvalidInput

PARAGRAPHS = "".join(
    f"<p>The minister of works, Karim Daoud, opened bridge number {i} in the harbour on Tuesday, officials said.</p>"
    for i in range(4)
)
HEAD = """<title>Minister opens bridges | Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"><meta name="author" content="Lina Haddad">"""
PAGE = """<!doctype html><html lang="en-GB"><head>{head}</head><body>
<nav><a href="/">Home</a> <a href="/n">News</a></nav>
<article><h1>Minister opens bridges</h1>{body}</article>
<div id="comments" class="comments">
<h3>Comments</h3><p>I was there and twelve bridges fell into the sea, believe me.</p></div>
<footer>All rights reserved</footer></body></html>"""
DETECTOR = LangidDetector()


def extract(head: str = HEAD, body: str = PARAGRAPHS) -> ExtractedPage:
    return extract_html(PAGE.format(head=head, body=body), url="https://post.example/news/bridges")


def test_a_page_gives_its_article_and_what_it_tells_of_itself() -> None:
    page = extract()
    assert "bridge number 3" in page.text
    assert page.title is not None and "Minister opens bridges" in page.title
    assert (page.author, page.outlet, page.language) == ("Lina Haddad", "Harbour Post", "en")


def test_comments_menus_and_footers_are_no_article() -> None:
    text = extract().text
    assert "fell into the sea" not in text
    assert "All rights reserved" not in text
    assert "Home" not in text


def test_the_publication_time_keeps_its_offset() -> None:
    meta = '<meta property="article:published_time" content="2021-03-09T10:00:00+02:00">'
    assert extract(head=HEAD + meta).published_at == datetime(2021, 3, 9, 10, tzinfo=timezone(timedelta(hours=2)))


def test_the_publication_time_is_read_from_linked_data() -> None:
    script = '<script type="application/ld+json">{"@graph": [{"datePublished": "2021-03-09T10:00:00Z"}]}</script>'
    assert extract(head=HEAD + script).published_at == datetime(2021, 3, 9, 10, tzinfo=UTC)


def test_broken_linked_data_is_passed_over() -> None:
    script = '<script type="application/ld+json">{"datePublished": </script>'
    assert extract(head=HEAD + script).published_at is None


def test_a_page_without_a_date_has_none() -> None:
    assert extract().published_at is None


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "page",
    [
        "",
        "\x00\x00",
        "\ud800<p>a",
        "just a word",
        "<?xml version='1.0' encoding='utf-16'?><a/>",
        "<div>" * 50_000,
        "<" * 100_000,
        "<!--" * 10_000,
        "<a " + "x=1 " * 50_000 + ">",
        "<p>word</p>" * 60_000,
        "&#x110000;&#xd800;&#0;" * 100,
        bytes(range(256)).decode("latin-1") * 20,
        "<html><body><nav>Home News</nav></body></html>",
    ],
)
def test_a_page_without_an_article_is_refused_with_a_remedy(page: str) -> None:
    with pytest.raises(InvalidInput, match="send the article's text"):
        extract_html(page, url=None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("وصل الوزير إلى القاهرة مساء أمس والتقى نظيره المصري", "ar"),
        ("وزير", "ar"),
        ("کامیون‌های بیشتری از مرز می‌گذرند", "fa"),
        ("پاکستان کے وزیر خارجہ نے کہا ہے کہ وہ آج روانہ ہوں گے", "ur"),
        ("The minister arrived in the capital on Tuesday evening", "en"),
        ("Le ministre est arrivé mardi soir dans la capitale", "fr"),
        ("Der Minister ist am Dienstagabend in der Hauptstadt eingetroffen", "de"),
        ("El ministro llegó el martes por la noche a la capital", "es"),
        ("Bakan salı akşamı başkente geldi ve görüşmelere başladı", "tr"),
        ("Министр прибыл в столицу во вторник вечером", "ru"),
        ("", "und"),
        ("2020 / 47%", "und"),
    ],
)
def test_the_language_of_a_text_is_told(text: str, language: str) -> None:
    assert DETECTOR.detect(text) == language


@pytest.mark.timeout(30)
def test_a_text_of_megabytes_is_sampled() -> None:
    assert DETECTOR.detect("وصل الوزير إلى المدينة. " * 200_000) == "ar"


def test_odd_code_points_do_not_stop_detection() -> None:
    assert DETECTOR.detect("\ud800\x00 The minister arrived in the capital on Tuesday") == "en"


def test_the_detector_asks_the_model_that_the_library_has() -> None:
    library = LanguageIdentifier.from_model_file(MODEL_FILE)
    library.set_languages([code for code in LANGUAGES if code in library.labels])
    texts = (
        "The minister arrived on Monday evening.",
        "Le ministre est arrivé lundi soir.",
        "وصل الوزير مساء الاثنين.",
        "Министр прибыл в понедельник вечером.",
        "Bakan pazartesi akşamı geldi.",
        "大臣は月曜日の夜に到着した。",
        "Waziri aliwasili Jumatatu jioni.",
        "x",
    )
    ours = LangidDetector()._identifier  # what it makes of the guess is its own
    assert [ours.rank(text) for text in texts] == [library.rank(text) for text in texts]
