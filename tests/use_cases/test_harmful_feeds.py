"""Feeds made to do harm: bombs of entities, files and addresses as entities, scripts, what is no feed at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.model.web import FeedState
from tests.followed import RSS, World, item, rss, whole, world
from tests.site import PROSE, Reply, page


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as found:
        yield found


def laughs(depth: int = 9) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, depth + 1))
    title = f"<title>&l{depth};</title>"
    return f'<!DOCTYPE r [<!ENTITY l0 "lol">{entities}]><rss version="2.0"><channel>{title}</channel></rss>'.encode()


HARMFUL = {
    "billion laughs": laughs(),
    "billion laughs in UTF-16": laughs().decode().encode("utf-16"),
    "external entity": b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
    "entity of parameters": b'<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1:PORT/dtd"> %x;]><rss><channel/></rss>',
    "quadratic": b'<!DOCTYPE r [<!ENTITY x "' + b"a" * 100_000 + b'">]><rss><channel><title>' + b"&x;" * 1_000,
    "no feed": page(),
    "nothing": b"",
    "half": rss(item(1))[:80],
    "binary": bytes(range(256)) * 500,
    "deep": b"<rss><channel>" + b"<a>" * 200_000,
    "many references": b"<rss><channel><title>" + b"&lt;b&gt;" * 200_000,
    "too large": rss(item(1, whole("x" * 6_000_000))),
}


@pytest.mark.parametrize("body", HARMFUL.values(), ids=HARMFUL)
def test_a_harmful_feed_does_no_harm(here: World, body: bytes) -> None:
    here.site.pages["/feed"] = Reply(body.replace(b"PORT", str(here.site.port).encode()), type="application/xml")
    feed = here.follow()
    here.poll()
    state = here.state(feed)
    assert state.last_error or state.state is FeedState.OK
    assert "root:" not in f"{state.title}"
    assert len(state.title or "") < 2_000
    assert set(here.site.paths()) == {"/robots.txt", "/feed"}
    assert here.services.browse.counts()["articles"] == 0


def test_an_external_doctype_is_not_fetched(here: World) -> None:
    doctype = f'<!DOCTYPE rss SYSTEM "{here.site.url("/dtd")}">'.encode()
    here.site.pages["/feed"] = Reply(doctype + rss(item(1, whole())).partition(b"?>")[2], type=RSS)
    here.follow()
    assert here.poll()[0].taken == 1
    assert "/dtd" not in here.site.paths()


def test_the_text_of_a_feed_runs_nothing(here: World) -> None:
    text = f"<script>alert(1)</script><p onclick='alert(1)'>{PROSE * 20}</p>"
    here.site.pages["/feed"] = Reply(rss(item(1, whole(text))), type=RSS)
    here.follow()
    here.poll()
    (article,) = here.services.browse.articles().items
    with here.services.store.reading() as unit:
        stored = unit.articles.get(article.id)
    assert stored is not None
    assert "alert" not in (stored.submission.html or "") + stored.submission.text


@pytest.mark.parametrize("reference", ["&#xD800;", "&#0;", "&#x0;", "&#55296;", "&#1114112;", "&#x1;", "&#999999999;"])
def test_a_character_that_there_is_not_spoils_nothing(here: World, reference: str) -> None:
    text = whole(f"<p>{PROSE * 20}{reference}</p>")
    odd = f"<item><guid>1</guid><title>a{reference}b</title><link>/1</link>{text}</item>"
    here.site.pages["/feed"] = Reply(rss(odd, item(2, whole())), type=RSS)
    here.follow()
    assert here.poll()[0].taken == 2
    here.services.analyse_pending()
    assert {status for _, status in here.articles()} == {"analysed"}


@pytest.mark.parametrize("value", ["\udcff\udcfe", "é", "x" * 5_000, "\x85\xa0"])
def test_odd_headers_do_no_harm(here: World, value: str) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {RSS}\r\nETag: {value}\r\nConnection: close\r\n\r\n"
    here.site.pages["/feed"] = Reply(raw=head.encode("utf-8", "surrogateescape") + rss(item(1, whole())))
    feed = here.follow()
    assert here.poll()[0].taken == 1
    assert here.state(feed).etag is None


def test_an_odd_type_is_told_in_one_line(here: World) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: \xff\xfe\x85" + b"x" * 3_000 + b"\r\nConnection: close\r\n\r\n"
    here.site.pages["/feed"] = Reply(raw=head + rss())
    feed = here.follow()
    here.poll()
    error = here.state(feed).last_error or ""
    assert "of the type" in error
    assert len(error) < 400
