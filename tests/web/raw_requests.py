"""Requests as bytes, each with the answers that it may have. None: the connection is closed without one.

To add one, add a line that says what it should get.
"""

import json

Expected = frozenset[int | None]
HOST = b"host: t\r\n"
GOOD = json.dumps({"outlet": "Harbour Post", "text": "Ada Venn | arrive | Port Lorne | |"}).encode()
BAD_REQUEST: Expected = frozenset({400})
BAD_OR_CLOSED: Expected = frozenset({400, None})


def post(body: bytes, path: bytes = b"/v1/articles", kind: bytes = b"application/json", extra: bytes = b"") -> bytes:
    """A whole request."""
    head = b"POST " + path + b" HTTP/1.1\r\n" + HOST + b"content-type: " + kind + b"\r\n" + extra
    return head + b"content-length: %d\r\n\r\n" % len(body) + body


def chunked(body: bytes) -> bytes:
    """A request whose body has no length, and is given as it goes over the wire."""
    head = b"POST /v1/articles HTTP/1.1\r\n" + HOST + b"content-type: application/json\r\n"
    return head + b"transfer-encoding: chunked\r\n\r\n" + body


def get(path: bytes, extra: bytes = b"") -> bytes:
    """A whole request."""
    return b"GET " + path + b" HTTP/1.1\r\n" + HOST + extra + b"\r\n"


def with_text(text: bytes) -> bytes:
    """An article whose text is this JSON."""
    return post(b'{"outlet": "x", "text": ' + text + b"}")


def only(*statuses: int | None) -> Expected:
    """One of these answers."""
    return frozenset(statuses)


JSON_BODIES: dict[str, tuple[bytes, Expected]] = {
    "NaN": (with_text(b"NaN"), only(400)),
    "NaN in a title": (post(b'{"outlet": "x", "text": "a", "title": NaN}'), only(400)),
    "Infinity": (with_text(b"Infinity"), only(400)),
    "minus Infinity": (with_text(b"-Infinity"), only(400)),
    "1e999": (with_text(b"1e999"), only(400)),
    "-1e999": (with_text(b"-1e999"), only(400)),
    "a small exponent": (with_text(b"1e-999"), only(422)),
    "a huge integer": (with_text(b"9" * 200_000), only(400)),
    "a huge exponent": (with_text(b"1e" + b"9" * 30), only(400)),
    "leading zeros": (with_text(b"007"), only(400)),
    "a hexadecimal number": (with_text(b"0xff"), only(400)),
    "a lone high surrogate": (with_text(b'"a\\ud800b"'), only(422)),
    "a lone low surrogate": (with_text(b'"a\\udfffb"'), only(422)),
    "surrogates the wrong way round": (with_text(b'"\\udc00\\ud800"'), only(422)),
    "a surrogate in a field's name": (post(b'{"outlet": "x", "text": "a", "\\ud83d": 1}'), only(422)),
    "an escaped NUL": (with_text(b'"a\\u0000b"'), only(422)),
    "a raw NUL": (with_text(b'"a\x00b"'), only(400)),
    "a raw line break": (with_text(b'"a\nb"'), only(400)),
    "raw control characters": (with_text(b'"\x01\x02\x1f"'), only(400)),
    "a bad escape": (with_text(b'"\\x41"'), only(400)),
    "half an escape": (with_text(b'"\\u12"'), only(400)),
    "single quotes": (post(b"{'outlet': 'x', 'text': 'a'}"), only(400)),
    "a comma at the end": (post(b'{"outlet": "x", "text": "a",}'), only(400)),
    "a comment": (post(b'{"outlet": "x", /* no */ "text": "a"}'), only(400)),
    "a name twice": (post(b'{"outlet": "x", "outlet": "y", "text": "a"}'), only(400)),
    "a name twice by an escape": (post(b'{"outlet": "x", "\\u006futlet": "y", "text": "a"}'), only(400)),
    "1,000,000 open brackets": (post(b"[" * 1_000_000), only(400)),
    "100,000 nested objects": (post(b'{"a":' * 100_000 + b"1" + b"}" * 100_000), only(400)),
    "nested deep in a field": (with_text(b"[" * 500 + b"]" * 500), only(400)),
    "100,000 fields": (post(b"{" + b",".join(b'"f%d": 1' % n for n in range(100_000)) + b"}"), only(422)),
    "100,000 strings": (with_text(b"[" + b",".join([b'""'] * 100_000) + b"]"), only(422)),
    "a BOM": (post(b"\xef\xbb\xbf" + GOOD.replace(b"Ada", b"Ana")), only(202)),
    "two BOMs": (post(b"\xef\xbb\xbf\xef\xbb\xbf" + GOOD), only(400)),
    "UTF-16 with its mark": (post(GOOD.decode().encode("utf-16")), only(400)),
    "UTF-16 without its mark": (post(GOOD.decode().encode("utf-16-be")), only(400)),
    "UTF-32": (post(GOOD.decode().encode("utf-32")), only(400)),
    "UTF-32 without its mark": (post(GOOD.decode().encode("utf-32-be")), only(400)),
    "UTF-7": (post(b"+AHsAIg-outlet+ACI-"), only(400)),
    "overlong UTF-8": (with_text(b'"\xc0\xaf"'), only(400)),
    "a surrogate in UTF-8": (with_text(b'"\xed\xa0\x80"'), only(400)),
    "five bytes of UTF-8": (with_text(b'"\xf8\x88\x80\x80\x80"'), only(400)),
    "beyond Unicode": (with_text(b'"\xf4\x90\x80\x80"'), only(400)),
    "half a letter at the end": (post(b'{"outlet": "x", "text": "a\xe2\x82'), only(400)),
    "a gzip body": (post(b"\x1f\x8b\x08\x00" + b"\x00" * 50, extra=b"content-encoding: gzip\r\n"), only(415)),
    "a gzip body that says nothing": (post(b"\x1f\x8b\x08\x00" + b"\xff" * 50), only(400)),
    "two values": (post(b"{}{}"), only(400)),
    "a form": (post(b"outlet=x&text=a", kind=b"application/x-www-form-urlencoded"), only(415)),
    "no type": (post(GOOD, kind=b""), only(415)),
    "another charset": (post(GOOD, kind=b"application/json; charset=utf-16"), only(415)),
    "an odd type": (post(GOOD, kind=b"application/json;" + b";" * 5_000), only(202, 200, 415)),
    "a type that is no text": (post(GOOD, kind=b"\xff\xfe"), only(415)),
    "a batch of NaN": (post(b"[NaN]", b"/v1/articles/batch"), only(400)),
    "a batch of everything": (
        post(b"NaN\n\x00\n\xff\n{}\n[[\n" + GOOD, b"/v1/articles/batch", b"application/x-ndjson"),
        only(200),
    ),
    "10,000 empty lines": (post(b"\n" * 10_000, b"/v1/articles/batch", b"application/x-ndjson"), only(200)),
    "a check of a surrogate": (post(b'{"statement": "\\ud800"}', b"/v1/check"), only(422)),
    "a check of NaN": (post(b'{"statement": NaN}', b"/v1/check"), only(400)),
    "a check of digits": (post(b'{"statement": "' + b"9" * 2_000 + b'"}', b"/v1/check"), only(200, 422)),
    "a year of five digits": (
        post(b'{"outlet": "x", "text": "abc", "published_at": "99999-01-01T00:00:00Z"}'),
        only(422),
    ),
    "a date as a number": (post(b'{"outlet": "x", "text": "abc", "published_at": 1e300}'), only(422)),
    "other scripts' digits": (
        post('{"outlet": "x", "text": "abc", "published_at": "٢٠٢٤-٠١-٠١T00:00:00Z"}'.encode()),
        only(422),
    ),
}

FRAMES: dict[str, tuple[bytes, Expected]] = {
    "a length too short": (post(GOOD).replace(b"content-length: ", b"content-length: 1\r\nx: "), only(400)),
    "a negative length": (b"POST /v1/articles HTTP/1.1\r\n" + HOST + b"content-length: -1\r\n\r\n", BAD_REQUEST),
    "a length with a sign": (
        b"POST /v1/articles HTTP/1.1\r\n" + HOST + b"content-length: +5\r\n\r\nhello",
        BAD_REQUEST,
    ),
    "a length in hexadecimal": (b"POST / HTTP/1.1\r\n" + HOST + b"content-length: 0x5\r\n\r\nhello", BAD_REQUEST),
    "a length that is a word": (b"POST / HTTP/1.1\r\n" + HOST + b"content-length: five\r\n\r\nhello", BAD_REQUEST),
    "a length of 40 digits": (
        b"POST /v1/articles HTTP/1.1\r\n" + HOST + b"content-type: application/json\r\ncontent-length: "
        b"9999999999999999999999999999999999999999\r\n\r\n{}",
        only(400, 413),
    ),
    "two lengths": (
        b"POST / HTTP/1.1\r\n" + HOST + b"content-length: 2\r\ncontent-length: 3\r\n\r\n{} ",
        BAD_REQUEST,
    ),
    "two lengths in one": (b"POST / HTTP/1.1\r\n" + HOST + b"content-length: 2, 3\r\n\r\n{} ", BAD_REQUEST),
    "length and chunks": (
        chunked(b"2\r\n{}\r\n0\r\n\r\n").replace(b"transfer", b"content-length: 99\r\ntransfer"),
        only(400, 415, 422),
    ),
    "an unknown coding": (
        b"POST / HTTP/1.1\r\n" + HOST + b"transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        only(400, 405, 501),
    ),
    "an odd coding": (
        b"POST / HTTP/1.1\r\n" + HOST + b"transfer-encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
        only(400, 501),
    ),
    "a chunk without a size": (chunked(b"\r\n{}\r\n0\r\n\r\n"), BAD_REQUEST),
    "a chunk of a word": (chunked(b"zz\r\n{}\r\n0\r\n\r\n"), BAD_REQUEST),
    "a chunk beyond 64 bits": (chunked(b"fffffffffffffffff\r\n{}"), only(400, 408)),
    "a negative chunk": (chunked(b"-2\r\n{}\r\n0\r\n\r\n"), BAD_REQUEST),
    "a chunk longer than it says": (chunked(b"1\r\n{}\r\n0\r\n\r\n"), BAD_REQUEST),
    "a chunk of endless extensions": (chunked(b"2;" + b"a=b;" * 50_000 + b"\r\n{}\r\n0\r\n\r\n"), only(400, 422)),
    "trailers of a chunked body": (chunked(b"2\r\n{}\r\n0\r\nx: y\r\n\r\n"), only(422)),
    "headers folded as of old": (get(b"/healthz", b"x: a\r\n b\r\n"), only(200, 400)),
    "a header without a colon": (get(b"/healthz", b"nonsense\r\n"), BAD_REQUEST),
    "a header without a name": (get(b"/healthz", b": x\r\n"), BAD_REQUEST),
    "a blank before the colon": (get(b"/healthz", b"x : y\r\n"), BAD_REQUEST),
    "a NUL in a header": (get(b"/healthz", b"x: a\x00b\r\n"), BAD_REQUEST),
    "a bare CR in a header": (get(b"/healthz", b"x: a\rb\r\n"), BAD_REQUEST),
    "bare line feeds": (b"GET /healthz HTTP/1.1\nhost: t\n\n", only(200, 400)),
    "a header of 100 kB": (get(b"/healthz", b"x: " + b"a" * 100_000 + b"\r\n"), only(400, 431)),
    "a header of 40 kB": (get(b"/healthz", b"x: " + b"a" * 40_000 + b"\r\n"), only(400, 431)),
    "20,000 headers": (get(b"/healthz", b"x: y\r\n" * 20_000), only(400, 431)),
    "no host": (b"GET /healthz HTTP/1.1\r\n\r\n", BAD_REQUEST),
    "two hosts": (b"GET /healthz HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n", BAD_REQUEST),
    "an address of 100 kB": (get(b"/" + b"a" * 100_000), only(400, 404, 414, 431)),
    "an address of 60 kB with signs": (get(b"/v1/articles/" + b"%41" * 20_000), only(400, 404, 414)),
    "a query of 50 kB": (get(b"/v1/clusters?q=" + b"a" * 50_000), only(400, 414, 422)),
    "1,000 parameters": (get(b"/v1/clusters?" + b"&".join(b"q%d=1" % n for n in range(1_000))), only(422, 414)),
    "half a percent sign": (get(b"/v1/articles/%"), only(404)),
    "a percent sign and letters": (get(b"/v1/articles/%zz"), only(404)),
    "percent NUL": (get(b"/v1/articles/%00"), only(404)),
    "percent surrogate": (get(b"/v1/outlets/%ed%a0%80"), only(404)),
    "percent bytes in a query": (get(b"/v1/clusters?q=%ff%fe%00"), only(422)),
    "raw bytes in an address": (get(b"/v1/outlets/\xff\xfe\xfd"), only(400, 404)),
    "raw UTF-8 in an address": (get("/v1/outlets/ميناء".encode()), only(400, 404)),
    "a blank in an address": (get(b"/v1/articles/a b"), only(400, 404)),
    "dots": (get(b"/../../../../etc/passwd"), only(400, 404)),
    "dots by percent signs": (get(b"/static/%2e%2e%2f%2e%2e%2fetc%2fpasswd"), only(404)),
    "backslashes": (get(b"/static/..\\..\\etc\\passwd"), only(400, 404)),
    "a whole address": (get(b"http://t/healthz"), only(200, 400, 404)),
    "another server's address": (get(b"http://elsewhere.example/healthz"), only(200, 400, 404, 421)),
    "a star": (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", only(400, 404, 405)),
    "a tunnel": (b"CONNECT t:80 HTTP/1.1\r\n" + HOST + b"\r\n", only(400, 404, 405)),
    "TRACE": (b"TRACE /healthz HTTP/1.1\r\n" + HOST + b"\r\n", only(400, 405)),
    "a method that nobody knows": (b"BREW /v1/articles HTTP/1.1\r\n" + HOST + b"\r\n", only(400, 405)),
    "a method of 10 kB": (b"A" * 10_000 + b" / HTTP/1.1\r\n" + HOST + b"\r\n", only(400, 405)),
    "a method of signs": (b"G@T / HTTP/1.1\r\n" + HOST + b"\r\n", BAD_REQUEST),
    "a method in small letters": (b"get /healthz HTTP/1.1\r\n" + HOST + b"\r\n", only(200, 400, 405)),
    "HTTP 0.9": (b"GET /healthz\r\n\r\n", BAD_OR_CLOSED),
    "HTTP 2 before it was asked": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", only(400, 404, 405, None)),
    "HTTP 9.9": (b"GET /healthz HTTP/9.9\r\n" + HOST + b"\r\n", BAD_REQUEST),
    "HTTP without a number": (b"GET /healthz HTTP/\r\n" + HOST + b"\r\n", BAD_REQUEST),
    "another protocol": (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", BAD_OR_CLOSED),
    "a TLS greeting": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200 + b"\r\n\r\n", BAD_OR_CLOSED),
    "binary": (bytes(range(256)) * 4 + b"\r\n\r\n", BAD_OR_CLOSED),
    "only line breaks, then a request": (b"\r\n\r\n" + get(b"/healthz"), only(200, 400)),
    "an upgrade": (get(b"/healthz", b"connection: upgrade\r\nupgrade: websocket\r\n"), only(200, 400)),
    "Expect": (post(GOOD, extra=b"expect: 100-continue\r\n"), only(100, 200, 202)),
    "an Expect that nobody knows": (post(GOOD, extra=b"expect: tea\r\n"), only(200, 202, 400, 417)),
    "a range": (get(b"/openapi.json", b"range: bytes=0-1,2-3,4-99999999999999\r\n"), only(200)),
    "odd languages": (get(b"/", b"accept-language: " + b"a-" * 5_000 + b";q=nan\r\n"), only(200, 431)),
    "odd cookies": (get(b"/", b"cookie: " + b";=" * 5_000 + b"\r\n"), only(200, 431)),
    "odd authorization": (get(b"/v1/articles", b"authorization: Bearer \xff\xfe\r\n"), only(200, 400, 401)),
    "odd origin": (get(b"/v1/articles", b"origin: null\r\nsec-fetch-site: cross-site\r\n"), only(200, 403)),
    "odd conditions": (get(b"/v1/articles", b'if-match: "\r\nif-none-match: W/,,,*\r\n'), only(200)),
    "odd forwarding": (get(b"/healthz", b"x-forwarded-for: \x7f, 1.1.1.1\r\nforwarded: for=;;\r\n"), only(200, 400)),
    "a body where none belongs": (
        b"GET /healthz HTTP/1.1\r\n" + HOST + b"content-length: 5\r\n\r\nhello",
        only(200, 400),
    ),
    "two requests at once": (get(b"/healthz") + get(b"/nothing"), only(200)),
    "a request hidden behind another": (post(GOOD) + b"GET /healthz HTTP/1.1\r\n\r\n", only(200, 202)),
}

RAW_REQUESTS = JSON_BODIES | FRAMES
