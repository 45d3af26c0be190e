"""Reads are answered few at a time, and nothing else waits for them."""

import asyncio
import time
from inspect import iscoroutinefunction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.requests import Request
from starlette.responses import Response

from app.main import create_app
from app.web.api import articles, entities, knowledge, reports
from app.web.pages import stories
from app.web.reading import ReadRoute
from tests.fakes import fake_services

AT_ONCE = 2


def test_no_more_reads_than_there_is_room_for_run_at_once() -> None:
    running: list[int] = []
    seen: list[int] = []

    def read(request: Request) -> Response:
        running.append(1)
        seen.append(len(running))
        time.sleep(0.02)
        running.pop()
        return Response(str(request.app.title))

    router = APIRouter(route_class=ReadRoute)
    router.add_api_route("/read", read, methods=["GET"])
    (route,) = (route for route in router.routes if isinstance(route, APIRoute))
    request: Any = SimpleNamespace(app=SimpleNamespace(title="it", state=SimpleNamespace()))

    async def ask() -> list[Response]:
        request.app.state.reads = asyncio.Semaphore(AT_ONCE)
        return list(await asyncio.gather(*(route.endpoint(request=request) for _ in range(8))))

    assert [answer.body for answer in asyncio.run(ask())] == [b"it"] * 8
    assert max(seen) == AT_ONCE


def test_a_read_that_fails_leaves_its_place() -> None:
    router = APIRouter(route_class=ReadRoute)

    @router.get("/read")
    def read(request: Request, fails: bool = False) -> Response:
        if fails:
            raise ValueError(request.url.path)
        return Response("well")

    @router.post("/write")
    def write() -> Response:
        return Response("written")

    application = FastAPI()
    application.state.reads = asyncio.Semaphore(1)
    application.include_router(router)
    with TestClient(application, raise_server_exceptions=False) as client:
        assert [client.get("/read", params={"fails": True}).status_code for _ in range(3)] == [500] * 3
        assert client.get("/read").text == "well"
        assert client.get("/read", params={"fails": "perhaps"}).status_code == 422
        assert client.post("/write").text == "written"


def test_what_takes_no_request_cannot_be_a_read() -> None:
    with pytest.raises(TypeError, match="must take the request"):
        APIRouter(route_class=ReadRoute).add_api_route("/", list, methods=["GET"])


@pytest.mark.parametrize("module", [articles, entities, knowledge, reports, stories])
def test_lists_and_records_are_reads(module: Any) -> None:
    reads = [route for route in module.router.routes if isinstance(route, APIRoute) and route.methods == {"GET"}]
    assert reads
    assert all(isinstance(route, ReadRoute) and iscoroutinefunction(route.endpoint) for route in reads)


def test_a_write_does_not_wait_for_reads(tmp_path: Path) -> None:
    services = fake_services(tmp_path, worker=False)
    application = create_app(services)
    held: asyncio.Semaphore = application.state.reads

    async def fill() -> None:
        while not held.locked():
            await held.acquire()

    async def give_back() -> None:
        held.release()

    with TestClient(application, base_url="http://127.0.0.1") as client:
        assert client.portal is not None
        client.portal.call(fill)
        article = {"outlet": "Post", "text": "Ada Venn | arrive | Port Lorne | |"}
        assert client.post("/v1/articles", json=article).status_code in (201, 202)
        assert client.get("/healthz").status_code == 200
        assert len(services.browse.articles().items) == 1
        services.analyse_pending()
        assert client.get("/check", params={"statement": "Ada Venn arrived in Port Lorne."}).status_code == 200
        (found,) = services.browse.articles().items
        assert client.get(f"/articles/{found.id}/sentences/1").status_code == 200
        client.portal.call(give_back)
        assert len(client.get("/v1/articles").json()["items"]) == 1
