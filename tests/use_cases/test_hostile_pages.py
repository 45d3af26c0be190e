"""Pages that are odd, broken or made to do harm, fetched from a site: a clear result each time, and soon."""

import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.adapters.fetching.page_reader import PageReader
from app.core.model.records import ArticleStatus
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from app.use_cases.views import ArticleView
from tests.fakes import FakeClock, fake_parts, fake_services
from tests.site import PROSE, Reply, Site, page, site

SOON = 20.0  # seconds on a machine that has other things to do
ARABIC = "وصل المشير خليفة حفتر إلى القاهرة مساء الأربعاء في زيارة رسمية يلتقي خلالها الرئيس المصري. "
FRENCH = "Le maréchal est arrivé à Genève où il a été reçu par le président de la République française. "
RUSSIAN = "Министр транспорта прибыл в порт в среду вечером и встретился с мэром города. "
TURKISH = "Ulaştırma bakanı çarşamba akşamı limana ulaştı ve belediye başkanıyla görüştü. "
GREEK = "Ο υπουργός έφτασε στο λιμάνι το βράδυ της Τετάρτης και συναντήθηκε με τον δήμαρχο. "
JAPANESE = "運輸大臣は水曜日の夜に港に到着し、市長と会談した。国土交通省が発表した。"


@contextmanager
def world(folder: Path) -> Iterator[tuple[Services, Site]]:
    with site() as found:
        parts = fake_parts(folder)
        parts.html = PageReader()
        parts.clock = FakeClock()
        services = fake_services(folder, parts=parts, fetch_allow="127.0.0.1", fetch_timeout=15, fetch_attempts=1)
        try:
            yield services, found
        finally:
            services.close()


def fetched(folder: Path, reply: Reply) -> ArticleView:
    with world(folder) as (services, found):
        found.pages["/a"] = reply
        begun = time.monotonic()
        key = services.submit(read_draft({"outlet": "x", "url": found.url("/a")})).id
        services.analyse_pending()
        assert time.monotonic() - begun < SOON
        assert services.browse.counts()["waiting"] == 0
        return services.browse.article(key)


def written(text: str, coding: str, *, meta: str | None = None) -> bytes:
    head = f'<meta charset="{meta}">' if meta else ""
    return page(text * 5, title="t", head=head).decode().encode(coding)


CHARSETS = {
    "UTF-8": (ARABIC, "utf-8", "utf-8", None),
    "UTF-8 untold": (ARABIC, "utf-8", None, None),
    "UTF-8 told as Latin-1": (FRENCH, "utf-8", "iso-8859-1", "iso-8859-1"),
    "UTF-8 told as windows-1256": (ARABIC, "utf-8", "windows-1256", None),
    "UTF-8 told as nonsense": (ARABIC, "utf-8", "klingon", "x-user-defined"),
    "UTF-8 told as base64": (ARABIC, "utf-8", "base64", "rot13"),
    "UTF-8 told as UTF-7": (ARABIC, "utf-8", "utf-7", "utf-7"),
    "UTF-8 with its mark": (ARABIC, "utf-8-sig", None, None),
    "windows-1256 in the header": (ARABIC, "windows-1256", "windows-1256", None),
    "windows-1256 in the page": (ARABIC, "windows-1256", None, "windows-1256"),
    "windows-1256 told as UTF-8, the page knows better": (ARABIC, "windows-1256", "utf-8", "windows-1256"),
    "ISO-8859-6": (ARABIC, "iso-8859-6", "iso-8859-6", None),
    "Latin-1": (FRENCH, "latin-1", "iso-8859-1", None),
    "windows-1252 told as Latin-1": (FRENCH + "« ‘Oui’ … »", "windows-1252", "iso-8859-1", None),
    "Latin-1 told as ASCII": (FRENCH, "latin-1", None, "us-ascii"),
    "windows-1251": (RUSSIAN, "windows-1251", None, "windows-1251"),
    "windows-1251 told as UTF-8": (RUSSIAN, "windows-1251", "utf-8", None),
    "KOI8-R": (RUSSIAN, "koi8-r", "KOI8-R", None),
    "windows-1254 told as ISO-8859-9": (TURKISH, "windows-1254", "iso-8859-9", None),
    "windows-1253": (GREEK, "windows-1253", "windows-1253", None),
    "UTF-16 with its mark": (ARABIC, "utf-16", None, None),
    "UTF-16 in the header": (ARABIC, "utf-16-le", "utf-16le", None),
    "UTF-16 told in letters that deny it": (ARABIC, "utf-8", None, "utf-16"),
    "Shift JIS": (JAPANESE, "shift_jis", "Shift_JIS", None),
    "EUC-JP": (JAPANESE, "euc-jp", None, "euc-jp"),
    "ISO-2022-JP": (JAPANESE, "iso-2022-jp", "iso-2022-jp", None),
}


@pytest.mark.parametrize(("text", "coding", "told", "meta"), CHARSETS.values(), ids=CHARSETS)
def test_a_page_is_read_in_its_charset(
    tmp_path: Path, text: str, coding: str, told: str | None, meta: str | None
) -> None:
    kind = "text/html" + (f"; charset={told}" if told else "")
    article = fetched(tmp_path, Reply(written(text, coding, meta=meta), type=kind))
    assert article.status == ArticleStatus.ANALYSED, article.error
    assert text.strip() in article.text


def test_a_page_in_no_charset_at_all_is_read_as_well_as_can_be(tmp_path: Path) -> None:
    body = page(PROSE * 3).replace(b"mayor", b"may\xff\xfe\x80or\x00")
    article = fetched(tmp_path, Reply(body, type="text/html; charset=utf-8"))
    assert article.status == ArticleStatus.ANALYSED
    assert "Transport minister Ada Venn" in article.text
    assert "\x00" not in article.text


def nested(tag: str, count: int, *, closed: bool = True) -> bytes:
    inner = f"<p>{PROSE * 5}</p>".encode()
    return f"<{tag}>".encode() * count + inner + (f"</{tag}>".encode() * count if closed else b"")


HOSTILE = {
    "20,000 open elements": nested("div", 20_000),
    "300,000 open elements": nested("b", 300_000, closed=False),
    "1,500 open elements": nested("div", 1_500),
    "tables in tables": nested("table><tr><td", 5_000, closed=False),
    "a million elements": page() + b"<i>x</i>" * 400_000,
    "attributes": b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">" + page(),
    "an attribute": b"<p a='" + b"x" * 3_000_000 + b"'>" + page(),
    "open comments": page() + b"<!--" * 500_000,
    "open tags": page() + b"<" * 3_000_000,
    "references": page("&lt;&amp;&#x41;" * 150_000),
    "references without end": page() + b"&" * 3_000_000,
    "a word of a megabyte": page("x" * 900_000),
    "scripts": page() + b"<script>" * 40_000,
    "JSON-LD": page(head="<script type='application/ld+json'>" + "[" * 100_000 + "]" * 100_000 + "</script>"),
    "dates": page(*[f"<time datetime='20{n % 30:02}-01-01'>{n} Jan 2020</time>" for n in range(5_000)]),
    "links": page() + b"".join(b"<a href='/%d'>link %d</a>" % (n, n) for n in range(20_000)),
    "canonical links": page(head="<link rel=canonical href='http://['>" * 10_000),
    "processing": b"<?xml version='1.0'?><!DOCTYPE html [<!ENTITY a 'b'>]>" + b"<?a " * 100_000 + page(),
    "an external entity": b"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + page(PROSE * 3 + "&x;"),
    "NULs": b"\x00" * 1_000_000 + page(),
    "frames": b"<frameset>" * 10_000 + page(),
    "blanks": b" " * 4_000_000 + page(),
    "line breaks": page("<br>" * 40_000 + PROSE * 5),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_ends_soon_and_clearly(tmp_path: Path, body: bytes) -> None:
    article = fetched(tmp_path, Reply(body))
    assert article.status == ArticleStatus.ANALYSED or (article.error or "").startswith("the page could not be had: ")
    assert "root:" not in article.text


def test_a_page_that_unfolds_from_a_few_bytes_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(b"<p>" + b"a" * 300_000_000, 1)
    article = fetched(tmp_path, Reply(bomb, headers={"Content-Encoding": "gzip"}))
    assert article.error == "the page could not be had: 127.0.0.1 sent more than 5,000,000 bytes"


def test_an_article_of_100_000_words_is_taken(tmp_path: Path) -> None:
    paragraphs = [f"{PROSE}Paragraph {number} of a very long report. " * 2 for number in range(2_250)]
    article = fetched(tmp_path, Reply(page(*paragraphs)))
    assert article.status == ArticleStatus.ANALYSED, article.error
    assert len(article.text.split()) > 95_000
    assert "Paragraph 2249 " in article.text
