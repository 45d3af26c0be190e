"""Requests made from the OpenAPI document: every answer is one that the document tells, and none is a 500."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.responses import JSONResponse

from app.server import make_server
from tests.web.any_request import ask_anything, known_ids
from tests.web.service import running

EXAMPLES = 12  # of each call: some 250 in all


def test_every_answer_is_one_that_the_document_tells(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        for day in (13, 14, 15):
            text = f"Ada Venn | arrive | Port Lorne | 2024-03-{day} |"
            server.post({"outlet": f"Outlet {day}", "text": text}, "/v1/articles?wait=20")
        address = f"http://127.0.0.1:{server.port}"
        outcome = ask_anything(address, examples=EXAMPLES, known=known_ids(address, {}))
    assert outcome.wrong == {}
    assert sum(outcome.cases.values()) > 200
    assert {200, 400, 404, 422} <= set(outcome.statuses), "valid and invalid ones, of records that are there and not"


@contextmanager
def faulty_server() -> Iterator[str]:
    application = FastAPI()

    @application.get("/fails")
    def fail(number: int) -> dict[str, int]:
        return {"result": 10 // (number if number % 2 else 0)}

    @application.get("/hides")
    def hide(number: int) -> JSONResponse:
        return JSONResponse({"number": number}, status_code=418)

    @application.get("/talks")
    def talk(number: int) -> JSONResponse:
        return JSONResponse({"detail": "x" * 5_000, "number": number}, status_code=404)

    started = threading.Event()
    addresses: list[str] = []

    def on_started(address: str) -> None:
        addresses.append(address)
        started.set()

    server = make_server(application, host="127.0.0.1", port=0, on_started=on_started)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(30)
    try:
        yield addresses[0]
    finally:
        server.handle_exit(15, None)
        thread.join(10)


@pytest.mark.filterwarnings("ignore")
def test_what_is_wrong_is_found() -> None:
    with faulty_server() as address:
        wrong = ask_anything(address, examples=6).wrong
    assert {"GET /fails: 500 not_a_server_error", "GET /hides: 418 status_code_conformance"} <= set(wrong)
    assert "GET /talks: 404 long error" in wrong
