"""The corpus of raw requests against a real server: no 500, no answer that the document does not tell, no long
error."""

import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.raw_requests import RAW_REQUESTS, Expected, get
from tests.web.service import Answer, Running, read_answer, running

LONGEST_ERROR = 4_000
UNREAD = 16_000  # bytes; what is longer is not read at once
# What the server answers before any call is chosen, whatever the address is.
OF_EVERY_CALL = frozenset({400, 404, 405, 408, 414, 417, 421, 431})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("raw"), receive_timeout=3) as server:
        yield server


@pytest.fixture(scope="module")
def document(server: Running) -> Any:
    return server.call("GET", "/openapi.json").document


def statuses_of(document: Any, raw: bytes) -> frozenset[int]:
    """What the document says of the call that these bytes name; empty where it names none."""
    words = raw.lstrip(b"\r\n").split(b"\r\n")[0].split(b" ")
    if len(words) < 2:
        return frozenset()
    path = words[1].partition(b"?")[0].decode("latin-1")
    for template, verbs in document["paths"].items():
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path):
            told = verbs.get(words[0].decode("latin-1").lower(), {}).get("responses", {})
            return frozenset(int(status) for status in told)
    return frozenset()


def check(answer: Answer, document: Any, raw: bytes) -> None:
    assert answer.status < 500, answer.body[:300]
    if answer.status < 400:
        return
    assert answer.status in OF_EVERY_CALL | statuses_of(document, raw)
    assert len(answer.body) < LONGEST_ERROR
    kind = answer.headers.get("content-type", "")
    assert kind.startswith(("application/problem+json", "text/plain")), (
        "a problem document, or the server's plain words"
    )
    if kind == "application/problem+json":
        assert answer.document["status"] == answer.status


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(RAW_REQUESTS) >= 120


@pytest.mark.parametrize(("raw", "expected"), RAW_REQUESTS.values(), ids=RAW_REQUESTS.keys())
def test_a_raw_request_has_an_answer_that_was_foreseen(
    server: Running, document: Any, raw: bytes, expected: Expected
) -> None:
    answer = server.send(raw, patience=20)
    if answer is None:
        # Refused before it was read to its end: the rest of it may then overtake the answer, and reset the connection.
        assert None in expected or (len(raw) > UNREAD and expected <= OF_EVERY_CALL)
        return
    assert answer.status in expected, answer.body[:300]
    check(answer, document, raw)


def test_two_requests_sent_at_once_are_answered_in_turn(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(get(b"/healthz") + get(b"/nothing", b"connection: close\r\n"))
        first = read_answer(connection)
        raw = first.body if first is not None else b""
        while chunk := connection.recv(65_536):
            raw += chunk
    assert first is not None
    assert first.status == 200
    assert b"HTTP/1.1 404" in raw


def test_after_all_this_it_still_works(server: Running) -> None:
    answer = server.post({"outlet": "Last Post", "text": "Ada Venn | meet | Khartal | |"}, "/v1/articles?wait=20")
    assert answer.status == 201
    assert server.services.browse.counts()["failed"] == 0


def test_nothing_behind_a_request_of_an_unknown_version_is_answered(server: Running) -> None:
    answer = server.send(b"GET /healthz HTTP/2.0\r\nhost: test\r\n\r\n")
    assert answer is not None
    assert (answer.status, answer.headers.get("connection")) == (400, "close")
