"""Exports: the same rows as the lists, in three formats, whole or visibly broken."""

import contextlib
import csv
import io
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.use_cases import export
from app.use_cases.browse import EVERY_CLAIM
from app.use_cases.services import Services
from app.web import streaming
from app.web.api import exports
from app.web.exports.tables import FORMULA_STARTS, harmless
from tests.fakes import fake_services
from tests.web.service import running
from tests.web.test_api import ON_THE_12TH, ON_THE_13TH, fill

NASTY = ON_THE_13TH | {
    "outlet": '=HYPERLINK("http://evil.example","x")',
    "title": "@SUM(1+1)",
    "text": 'Bo "B", Lee | meet | Port, Lorne | 2024-03-13 | 7\n-2+3 | arrive | Wadi | |',
}
KINDS = ("claims", "clusters", "conflicts")


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return fake_services(tmp_path, worker=False, public_url="https://news.example/cross")


@pytest.fixture
def client(services: Services) -> Iterator[TestClient]:
    with TestClient(create_app(services)) as client:
        fill(client, services)
        client.post("/v1/articles", json=NASTY)
        services.analyse_pending()
        yield client


def lines(client: TestClient, path: str) -> list[Any]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def table(client: TestClient, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(path).text, newline="")))


@pytest.mark.parametrize("kind", KINDS)
def test_ndjson_rows_are_the_objects_of_the_interface(client: TestClient, kind: str) -> None:
    rows = lines(client, f"/v1/export/{kind}.ndjson")
    assert rows
    assert [row["id"] for row in rows] == [row["id"] for row in client.get(f"/v1/{kind}?limit=200").json()["items"]]
    for row in rows:
        assert row == client.get(f"/v1/{kind}/{row['id']}").json()


@pytest.mark.parametrize(
    ("kind", "query", "count"),
    [
        ("claims", "outlet=Gazette", 1),
        ("claims", "event_type=meet", 1),
        ("claims", "from=2024-03-13&to=2024-03-13", 2),
        ("clusters", "disputed=true", 1),
        ("conflicts", "kind=date", 1),
        ("conflicts", "kind=place", 0),
    ],
)
def test_the_filters_are_those_of_the_lists(client: TestClient, kind: str, query: str, count: int) -> None:
    rows = lines(client, f"/v1/export/{kind}.ndjson?{query}")
    listed = client.get(f"/v1/{kind}?{query}").json()["items"]
    assert ([row["id"] for row in rows], len(rows)) == ([item["id"] for item in listed], count)
    csv_ids = {row["id"] for row in table(client, f"/v1/export/{kind}.csv?{query}")}
    graph = client.get(f"/v1/export/{kind}.jsonld?{query}").json()["@graph"]
    assert csv_ids == {node["identifier"] for node in graph} == {row["id"] for row in rows}


@pytest.mark.parametrize("path", ["claims.xml", "claims.csv?limit=3", "claims.csv?cursor=x", "conflicts.csv?kind=no"])
def test_what_cannot_be_exported_is_refused_with_a_reason(client: TestClient, path: str) -> None:
    answer = client.get(f"/v1/export/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert client.get("/v1/export/articles.csv").status_code == 404


def test_the_csv_is_as_rfc_4180_has_it_and_runs_no_formula(client: TestClient) -> None:
    answer = client.get("/v1/export/claims.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["content-disposition"] == 'attachment; filename="crosscheck-claims.csv"'
    assert answer.content.endswith(b"\r\n")
    assert not answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    found = {row["quote"]: row for row in rows}
    meeting = found['Bo "B", Lee | meet | Port, Lorne | 2024-03-13 | 7']
    assert (meeting["actor"], meeting["place"], meeting["low"]) == ('Bo "B", Lee', "Port, Lorne", "7.0")
    assert meeting["earliest"] == "2024-03-13T00:00:00"
    assert meeting["outlet"] == '\'=HYPERLINK("http://evil.example","x")'
    assert found["'-2+3 | arrive | Wadi | |"]["actor"] == "'-2+3"
    for row in rows:
        assert not [cell for cell in row.values() if cell.startswith(FORMULA_STARTS)]


@pytest.mark.parametrize("text", ["=1", "'=1", "''@x", "\tx", "＝1", "it's", "'quoted'", "", "1-2"])
def test_a_neutralised_cell_can_be_read_back(text: str) -> None:
    cell = harmless(text)
    bare = cell.lstrip("'")
    again = cell[1:] if cell.startswith("'") and bare.startswith(FORMULA_STARTS) else cell
    assert again == text
    assert not cell.startswith(FORMULA_STARTS)


def test_a_conflict_has_a_row_for_each_claim_of_each_side(client: TestClient) -> None:
    (conflict,) = client.get("/v1/conflicts").json()["items"]
    rows = table(client, "/v1/export/conflicts.csv")
    assert [(row["side"], row["outlet"]) for row in rows] == [
        (str(number), claim["outlet"])
        for number, side in enumerate(conflict["sides"], start=1)
        for claim in side["claims"]
    ]
    assert {row["explanation_ar"] for row in rows} == {conflict["explanation"]["ar"]}
    assert {row["url"] for row in rows} == {"https://example.org/1"}


def test_a_review_has_both_sides_and_no_verdict(client: TestClient) -> None:
    answer = client.get("/v1/export/conflicts.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    document = answer.json()
    assert document["@context"] == "https://schema.org"
    (review,) = document["@graph"]
    assert review["@type"] == "ClaimReview"
    assert review["url"] == f"https://news.example/cross/conflicts/{review['identifier']}"
    assert review["reviewRating"].keys() == {"@type", "alternateName", "ratingExplanation"}
    assert review["reviewRating"]["alternateName"] == "disputed"
    assert {text["@language"] for text in review["description"]} == {"en", "ar", "fr"}
    reviewed = review["itemReviewed"]
    assert reviewed["@type"] == "Claim"
    assert {article["publisher"]["name"] for article in reviewed["appearance"]} == {"Harbour Post", "Gazette"}
    sides = {}
    for side in reviewed["hasPart"]:
        (told,) = side["hasPart"]
        quotation = told["appearance"]
        sides[quotation["isPartOf"]["publisher"]["name"]] = (quotation["text"], quotation["isPartOf"]["url"])
        assert quotation["isPartOf"]["datePublished"] == "2024-03-14T10:00:00+02:00"
    assert sides == {fields["outlet"]: (fields["text"], fields["url"]) for fields in (ON_THE_13TH, ON_THE_12TH)}


@pytest.mark.parametrize(
    ("state", "words"),
    [("confirmed", "disputed (confirmed by reviewers)"), ("dismissed", "dispute dismissed by reviewers")],
)
def test_what_reviewers_said_of_the_dispute_is_told(client: TestClient, state: str, words: str) -> None:
    (conflict,) = client.get("/v1/conflicts").json()["items"]
    client.patch(f"/v1/conflicts/{conflict['id']}", json={"state": state})
    (review,) = client.get("/v1/export/conflicts.jsonld").json()["@graph"]
    assert review["reviewRating"]["alternateName"] == words


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_store_gives_empty_but_whole_exports(tmp_path: Path, kind: str) -> None:
    with TestClient(create_app(fake_services(tmp_path, worker=False))) as client:
        assert client.get(f"/v1/export/{kind}.ndjson").content == b""
        assert client.get(f"/v1/export/{kind}.jsonld").json() == {"@context": "https://schema.org", "@graph": []}
        assert client.get(f"/v1/export/{kind}.csv").text.count("\r\n") == 1


def test_without_an_address_the_nodes_have_names_that_lead_nowhere(tmp_path: Path) -> None:
    services = fake_services(tmp_path, worker=False)
    with TestClient(create_app(services)) as client:
        fill(client, services)
        (review,) = client.get("/v1/export/conflicts.jsonld").json()["@graph"]
    assert review["@id"].startswith("urn:crosscheck:conflicts:")
    assert "url" not in review


def test_an_export_is_one_state_of_the_store(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "PORTION", 1)
    before = [row["id"] for row in client.get("/v1/claims").json()["items"]]
    rows = services.export.claims(EVERY_CLAIM)
    found = [claim.id for claim in next(rows).items]
    client.post("/v1/articles", json=ON_THE_13TH | {"outlet": "Late", "published_at": "2024-03-13T10:00:00Z"})
    services.analyse_pending()
    article = client.get(f"/v1/claims/{before[-1]}").json()["article_id"]
    assert client.delete(f"/v1/articles/{article}").status_code == 204
    found.extend(claim.id for portion in rows for claim in portion.items)
    assert found == before
    assert {row["id"] for row in lines(client, "/v1/export/claims.ndjson")} != set(before)


def test_a_ninth_export_at_once_is_asked_to_come_back(client: TestClient, services: Services) -> None:
    open_ones = [services.export.spooled(iter([b"x"])) for _ in range(8)]
    answer = client.get("/v1/export/claims.csv")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    for spool in open_ones:
        spool.close()
    assert client.get("/v1/export/claims.csv").status_code == 200


def came_whole(connection: socket.socket) -> bool:
    """Whether the last chunk came before the end."""
    raw = b""
    try:
        while chunk := connection.recv(65_536):
            raw = raw[-10:] + chunk
    except ConnectionResetError:
        return False
    return raw.endswith(b"\r\n0\r\n\r\n")


def ask(port: int, path: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.sendall(f"GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n".encode())
    return connection


def test_a_whole_export_ends_with_its_last_chunk_and_a_broken_one_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(*_arguments: object, **_named: object) -> Iterator[bytes]:
        yield b"first row\n"
        time.sleep(0.2)  # the beginning is sent before it breaks
        raise OSError(5, "the disk is gone")

    with running(tmp_path, worker=False) as server:
        with ask(server.port, "/v1/export/claims.csv") as connection:
            assert came_whole(connection)
        monkeypatch.setattr(exports, "export_pieces", breaking)
        with ask(server.port, "/v1/export/claims.csv") as connection:
            assert not came_whole(connection)
        assert server.call("GET", "/healthz").status == 200


def test_a_client_that_reads_nothing_is_let_go_and_holds_up_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = threading.Event()

    def long(*_arguments: object, **_named: object) -> Iterator[bytes]:
        for _ in range(400):
            yield b"x" * 100_000
        made.set()

    monkeypatch.setattr(exports, "export_pieces", long)
    monkeypatch.setattr(streaming.SpooledAnswer.__init__, "__kwdefaults__", {"patience": 1.0})
    with running(tmp_path, worker=False) as server:
        places = server.services.export._places
        with ask(server.port, "/v1/export/claims.csv") as connection:
            assert made.wait(20), "the rows are made although nobody takes them"
            assert server.post(ON_THE_13TH).status == 202
            deadline = time.monotonic() + 20
            while places._value < 8 and time.monotonic() < deadline:
                time.sleep(0.05)
            assert places._value == 8, "its place is free again"
            assert not came_whole(connection)


def test_a_client_that_leaves_stops_the_making(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    def endless(*_arguments: object, **_named: object) -> Iterator[bytes]:
        try:
            while True:
                yield b"x" * 1_000
                time.sleep(0.01)
        finally:
            ended.set()

    monkeypatch.setattr(exports, "export_pieces", endless)
    with running(tmp_path, worker=False) as server:
        with ask(server.port, "/v1/export/claims.csv") as connection:
            assert connection.recv(10)
        assert ended.wait(20)


def test_a_server_that_is_told_to_stop_does_not_wait_for_an_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    def endless(*_arguments: object, **_named: object) -> Iterator[bytes]:
        try:
            while True:
                yield b"x" * 100_000
                time.sleep(0.01)
        finally:
            ended.set()

    monkeypatch.setattr(exports, "export_pieces", endless)
    with contextlib.ExitStack() as stack:
        with running(tmp_path, worker=False) as server:  # it checks that it ends soon
            connection = stack.enter_context(ask(server.port, "/v1/export/claims.csv"))
            assert connection.recv(10)
        assert ended.wait(5), "nobody makes rows any more"


def test_the_time_for_a_whole_export_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_arguments: object, **_named: object) -> Iterator[bytes]:
        while True:
            yield b"x" * 1_000
            time.sleep(0.01)

    monkeypatch.setattr(exports, "export_pieces", endless)
    with running(tmp_path, worker=False, export_timeout=1) as server, ask(server.port, "/v1/export/claims.csv") as it:
        assert not came_whole(it)
