"""Whatever bytes come in: a clear 4xx or a clean result, never a 500, and nothing that was acknowledged is lost."""

import json
from collections.abc import Iterator

import pytest

from tests.web.service import Answer, Running, running

GOOD = {"outlet": "Harbour Post", "text": "Ada Venn | arrive | Port Lorne | 2024-03-13 |"}
DEEP = 10_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("bad"), text_limit=1_000_000) as server:
        yield server


def article(**fields: object) -> bytes:
    return json.dumps(GOOD | fields).encode()


def is_problem(answer: Answer) -> bool:
    document = answer.document
    return (
        answer.headers["content-type"] == "application/problem+json"
        and document["status"] == answer.status
        and {"type", "title", "detail"} <= document.keys()
        and len(answer.body) < 4_000
    )


BODIES = {
    "empty": (b"", 400),
    "blank": (b" \n\t ", 400),
    "not JSON": (b"outlet=x", 400),
    "half an object": (b'{"outlet": "x"', 400),
    "two values": (b"{} {}", 400),
    "NaN": (b'{"outlet": "x", "text": NaN}', 400),
    "NaN in a title": (b'{"outlet": "x", "text": "abc", "title": NaN}', 400),
    "Infinity": (b'{"outlet": -Infinity, "text": "abc"}', 400),
    "a number too large": (b'{"outlet": "x", "text": 1e999}', 400),
    "a huge integer": (b'{"outlet": "x", "text": ' + b"9" * 100_000 + b"}", 400),
    "a long integer": (b'{"outlet": "x", "text": ' + b"9" * 39 + b"}", 422),
    "a name twice": (b'{"outlet": "x", "outlet": "y", "text": "abc"}', 400),
    "10,000 brackets": (b"[" * DEEP + b"]" * DEEP, 400),
    "10,000 braces": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, 400),
    "10,000 open brackets": (b"[" * DEEP, 400),
    "100 brackets in a field": (b'{"outlet": ' + b"[" * 100 + b"]" * 100 + b', "text": "abc"}', 400),
    "UTF-16": (article().decode().encode("utf-16"), 400),
    "UTF-16 without its mark": (article().decode().encode("utf-16-le"), 400),
    "UTF-32": (article().decode().encode("utf-32"), 400),
    "Latin-1": ('{"outlet": "é", "text": "abc"}'.encode("latin-1"), 400),
    "binary": (bytes(range(256)) * 40, 400),
    "a PNG": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, 400),
    "encoded surrogate": (b'{"outlet": "x", "text": "a\xed\xa0\x80b"}', 400),
    "overlong UTF-8": (b'{"outlet": "x", "text": "a\xc0\x80b"}', 400),
    "a raw NUL": (b'{"outlet": "x", "text": "a\x00b"}', 400),
    "a lone surrogate in the text": (b'{"outlet": "x", "text": "a\\ud800b"}', 422),
    "a lone surrogate in a name": (b'{"outlet": "x", "text": "abc", "\\udfff": 1}', 422),
    "a lone surrogate in the outlet": (b'{"outlet": "\\ud800", "text": "abc"}', 422),
    "a NUL in the text": (b'{"outlet": "x", "text": "a\\u0000b"}', 422),
    "a NUL in the outlet": (b'{"outlet": "x\\u0000", "text": "abc"}', 422),
    "null": (b"null", 422),
    "an array": (b"[]", 422),
    "a string": (b'"text"', 422),
    "an empty object": (b"{}", 422),
    "an empty text": (article(text=""), 422),
    "a text of blanks": (article(text=" \u00a0\u2003\n"), 422),
    "a text of brackets": (article(text="[" * 10_000), 422),
    "wrong types": (b'{"outlet": [], "text": {}, "title": 7, "language": false, "url": 1.5, "author": []}', 422),
    "an unknown field": (article(txet="x"), 422),
    "an unknown language": (article(language="qq"), 422),
    "a future date": (article(published_at="2999-01-01T00:00:00Z"), 422),
    "a date out of range": (article(published_at="0001-01-01T00:00:00+14:00"), 422),
    "the last date": (article(published_at="9999-12-31T23:59:59-14:00"), 422),
    "a second too many": (article(published_at="2016-12-31T23:59:61Z"), 422),
    "an impossible offset": (article(published_at="2024-03-13T10:00:00+99:99"), 422),
    "a date in letters": (article(published_at="13 March 2024"), 422),
    "an address alone": (b'{"outlet": "x", "url": "http://127.0.0.1/"}', 422),
    "an odd address": (article(url="file:///etc/passwd"), 422),
    "a text over the limit": (article(text="word " * 200_001), 422),
    "5 MB of text": (article(text="a" * 5_000_000), 422),
    "an outlet too long": (article(outlet="x" * 10_000), 422),
    "a page without an article": (b'{"outlet": "x", "html": "<html></html>"}', 422),
    "an empty page": (b'{"outlet": "x", "html": ""}', 422),
}


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES.keys())
def test_a_body_that_cannot_be_taken_is_a_clear_problem(server: Running, body: bytes, status: int) -> None:
    answer = server.call("POST", "/v1/articles", body)
    assert answer.status == status, answer.body[:300]
    assert is_problem(answer)


def test_a_problem_never_echoes_what_was_sent(server: Running) -> None:
    secret = "confidential"
    for body in (article(language=secret), article(outlet=[secret]), article(published_at=secret * 100)):
        assert secret.encode() not in server.call("POST", "/v1/articles", body).body


def test_a_body_over_the_limit_is_refused_before_it_is_read(server: Running) -> None:
    head = b"POST /v1/articles HTTP/1.1\r\nhost: t\r\ncontent-type: application/json\r\n"
    answer = server.send(head + b"content-length: 99999999999\r\n\r\n")
    assert answer is not None
    assert (answer.status, is_problem(answer)) == (413, True)
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    answer = server.send(head + b"transfer-encoding: chunked\r\n\r\n" + chunk * 200)
    assert answer is None or (answer.status, is_problem(answer)) == (413, True)


@pytest.mark.parametrize(
    ("content_type", "extra"),
    [
        ("text/plain", ""),
        ("application/x-www-form-urlencoded", ""),
        ("multipart/form-data; boundary=x", ""),
        ("application/json; charset=utf-16", ""),
        ("", ""),
        ("application/json", "content-encoding: gzip\r\n"),
    ],
)
def test_a_type_that_is_not_taken_is_a_clear_problem(server: Running, content_type: str, extra: str) -> None:
    answer = server.call("POST", "/v1/articles", article(), content_type, extra)
    assert (answer.status, is_problem(answer)) == (415, True)


@pytest.mark.parametrize(
    "text",
    [
        "\u202eAda Venn\u202c was\u2066 here\u2069",
        "a" + "\u0301" * 10_000,
        "𝔸𝕕𝕒 \U0001f468\u200d\U0001f469\u200d\U0001f467 \ue000 \uffff \U0010ffff word",
        "[" * 10_000 + " word " + "]" * 10_000,
        "word\r\nword\u2028word\x0bword\x1bword\x7fword",
        "word " * 199_999,
        "'; DROP TABLE article; -- <script>alert(1)</script> {{7*7}} %s %n \\u0000",
    ],
    ids=["overrides", "marks", "planes", "brackets", "breaks", "1 MB", "code"],
)
def test_an_odd_but_sound_text_is_taken_and_comes_back_as_it_was(server: Running, text: str) -> None:
    answer = server.call("POST", "/v1/articles?wait=20", article(text=text))
    assert answer.status == 201, answer.body
    back = server.call("GET", f"/v1/articles/{answer.document['id']}").document
    assert back["text"] == text
    assert back["status"] == "analysed"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/articles/%00",
        "/v1/articles/%ff%fe",
        "/v1/articles/%ed%a0%80",
        "/v1/articles/" + "x" * 5_000,
        "/v1/articles/..%2f..%2fetc",
        "/v1/outlets/%00",
        "/v1/outlets/a/b",
        "/v1/clusters/'%20OR%201=1",
        "/v1/entities/%F0%9F%98%80",
        "/nothing",
        "//v1/articles",
        "/v1/articles/",
    ],
)
def test_an_odd_address_is_not_found(server: Running, path: str) -> None:
    answer = server.call("GET", path)
    assert (answer.status, is_problem(answer)) == (404, True)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=-1",
        "limit=201",
        "limit=" + "9" * 5_000,
        "limit=NaN",
        "limit=1.5",
        "cursor=!!!",
        "cursor=" + "A" * 600,
        "cursor=%ff",
        "limt=3",
        "limit=1&limit=",
        "outlet=%00",
        "language=zz",
    ],
)
@pytest.mark.parametrize("path", ["/v1/articles", "/v1/claims", "/v1/clusters", "/v1/conflicts"])
def test_an_odd_query_is_a_clear_problem(server: Running, path: str, query: str) -> None:
    if path == "/v1/conflicts" and query.startswith("language"):
        query = "kind=weather"
    answer = server.call("GET", f"{path}?{query}")
    assert (answer.status, is_problem(answer)) == (422, True)


@pytest.mark.parametrize(
    "query",
    ["from=never", "to=9999-12-31T24:00:00Z", "from=2024-13-01", "min_outlets=-1", "disputed=perhaps", "q=%00"],
)
def test_an_odd_filter_of_clusters_is_a_clear_problem(server: Running, query: str) -> None:
    answer = server.call("GET", f"/v1/clusters?{query}")
    assert (answer.status, is_problem(answer)) == (422, True)


@pytest.mark.parametrize(
    "query",
    ["to=9999-12-31", "from=0001-01-01", "q=%25_%5C", "entity=%25", "place=EG/", "q=%F0%9F%98%80"],
)
def test_an_odd_but_sound_filter_finds_what_there_is(server: Running, query: str) -> None:
    assert server.call("GET", f"/v1/clusters?{query}").status == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/v1/articles"), ("DELETE", "/v1/articles"), ("POST", "/v1/clusters"), ("PATCH", "/healthz")],
)
def test_a_method_that_is_not_possible_says_what_is(server: Running, method: str, path: str) -> None:
    answer = server.call(method, path)
    assert (answer.status, is_problem(answer)) == (405, True)
    assert "get" in answer.headers["allow"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"state": "perhaps"}',
        b'{"state": 1}',
        b'{"note": "x"}',
        b'{"state": "open", "who": "me"}',
        b'{"state": "open", "note": "\\ud800"}',
        b'{"state": "open", "note": "\\u0000"}',
        json.dumps({"state": "open", "note": "x" * 5_001}).encode(),
    ],
)
def test_an_odd_review_is_a_clear_problem(server: Running, body: bytes) -> None:
    answer = server.call("PATCH", "/v1/conflicts/con_1", body)
    assert (answer.status, is_problem(answer)) == (422, True)


@pytest.mark.parametrize(
    "body",
    [
        b'{"statement": ""}',
        b'{"statement": "a\\ud800"}',
        b'{"statement": "a\\u0000"}',
        b'{"statement": 7}',
        b'{"statement": "x", "as_of": "soon"}',
        b'{"statement": "x", "language": "zz"}',
        json.dumps({"statement": "x" * 2_001}).encode(),
    ],
)
def test_an_odd_statement_is_a_clear_problem(server: Running, body: bytes) -> None:
    answer = server.call("POST", "/v1/check", body)
    assert (answer.status, is_problem(answer)) == (422, True)


def test_a_bad_row_of_a_batch_never_spoils_the_others(server: Running) -> None:
    rows = [
        b'{"outlet": "Row Post", "text": "first row"}',
        b"{broken",
        b"\xff\xfe",
        b'{"outlet": NaN}',
        b"7",
        b"",
        article(),
    ]
    answer = server.call("POST", "/v1/articles/batch", b"\r\n".join(rows), "application/x-ndjson")
    items = answer.document["items"]
    assert answer.status == 200
    assert [("id" in item, "error" in item) for item in items] == [(True, False), *[(False, True)] * 4, (True, False)]
    again = server.call("POST", "/v1/articles/batch", b"[" + rows[0] + b", 7]").document
    assert [again["accepted"], again["rejected"], again["items"][0]["duplicate"]] == [1, 1, True]


@pytest.mark.parametrize("body", [b"{}", b"7", b"[", b'"x"', json.dumps([{}] * 1_001).encode()])
def test_a_batch_that_is_none_is_a_clear_problem(server: Running, body: bytes) -> None:
    answer = server.call("POST", "/v1/articles/batch", body)
    assert answer.status in (400, 422)
    assert is_problem(answer)


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /v1/articles HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
        b"POST /v1/articles HTTP/1.1\r\nhost: t\r\ncontent-length: -5\r\n\r\n",
        b"POST /v1/articles HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\nZZZ\r\n",
        b"POST /v1/articles HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffffff\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nhost: t\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nhost: t\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: t\r\nx: " + b"a" * 100_000 + b"\r\n\r\n",
    ],
)
def test_bytes_that_are_no_request_are_refused(server: Running, raw: bytes) -> None:
    answer = server.send(raw)
    assert answer is None or 400 <= answer.status < 500


def test_after_all_this_the_server_still_works_and_has_lost_nothing(server: Running) -> None:
    answer = server.post({"outlet": "Last Post", "text": "Ada Venn | meet | Khartal | |"}, "/v1/articles?wait=20")
    assert answer.status == 201
    stored = server.services.browse.counts()
    assert stored["failed"] == 0
    assert server.call("GET", "/readyz").document["counts"]["articles"] == stored["articles"] > 7
