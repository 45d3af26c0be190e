"""A stranger without a key, or with one for something else, can do nothing: every route, every kind of caller."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from app.adapters.storage.engine import open_engine, parse_database_url
from app.core.model.access import KeyScope, allows
from app.main import create_app
from app.use_cases.follow_feeds import NewFeed
from app.use_cases.services import Services
from app.use_cases.webhooks import NewWebhook
from app.web.access_table import ACCESS, OPEN, routes_of
from tests.fakes import NOW, FakeClock, fake_parts, fake_services

STRANGERS = ("none", "wrong", "not a token", "another scheme", "two keys", "revoked", "expired", "read and wrong")
PLACES = ("article_id", "claim_id", "cluster_id", "conflict_id", "entity_id", "outlet", "key_id", "story_id")
OTHER_PLACES = ("feed_id", "webhook_id", "form", "asked_version", "name", "number")
ENDLESS = "GET /v1/stream"  # answers until its caller leaves, which this client cannot; test_stream.py listens to it


@dataclass(frozen=True)
class House:
    """A server that asks for keys, the headers of everybody who may come, and an id of everything that is stored."""

    client: TestClient
    services: Services
    headers: dict[str, list[tuple[str, str]]]
    ids: dict[str, str]

    def call(self, route: str, who: str, *, ids: dict[str, str], body: Any = None, **more: str) -> Any:
        method, _, path = route.partition(" ")
        headers = [*self.headers[who], *more.items()]
        return self.client.request(method, path.format(**ids), headers=headers, json=body, follow_redirects=False)


def bearer(token: str) -> tuple[str, str]:
    return "authorization", f"Bearer {token}"


def callers(services: Services, clock: FakeClock) -> dict[str, list[tuple[str, str]]]:
    tokens = {scope.value: services.keys.create(scope.value, [scope])[1] for scope in KeyScope}
    revoked, gone = services.keys.create("revoked", [KeyScope.ADMIN])
    services.keys.revoke(revoked.id)
    _, late = services.keys.create("expired", [KeyScope.ADMIN], expires_at=NOW + timedelta(hours=1))
    clock.move(timedelta(hours=1))
    return {
        **{name: [bearer(token)] for name, token in tokens.items()},
        "none": [],
        "wrong": [bearer("ck_" + "0" * 64)],
        "not a token": [("authorization", "Bearer ' OR 1=1 --")],
        "another scheme": [("authorization", f"Basic {tokens['admin']}")],
        "two keys": [bearer(tokens["admin"]), bearer("ck_" + "0" * 64)],
        "revoked": [bearer(gone)],
        "expired": [bearer(late)],
        "read and wrong": [("authorization", f"Bearer {tokens['admin']}, Bearer x")],
    }


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    parts = fake_parts(folder)
    parts.clock = clock = FakeClock()
    services = fake_services(folder, parts=parts, authentication="on", rate_limit=0, worker=False)
    headers = callers(services, clock)
    with TestClient(create_app(services)) as client:
        for outlet, day in (("Harbour Post", 12), ("Gazette", 13)):
            row = {"outlet": outlet, "text": f"Ada Venn | arrive | Port Lorne | 2024-03-{day} |"}
            answer = client.post("/v1/articles", json=row, headers=headers["write"])
            assert answer.status_code == 202
        services.analyse_pending()
        browse = services.browse
        article, cluster = browse.articles().items[0], browse.clusters().items[0]
        hook = services.webhooks.add(NewWebhook(url="https://desk.example.org/hook"))
        feed, _ = services.feeds.add(NewFeed(url="https://feeds.example.org/news.xml", outlet="Harbour Post"))
        ids = {
            "feed_id": feed.id,
            "webhook_id": hook.id,
            "form": "ndjson",
            "asked_version": "1",
            "name": "style.css",
            "number": "1",
            "article_id": article.id,
            "claim_id": browse.claims().items[0].id,
            "cluster_id": cluster.id,
            "story_id": cluster.id,
            "conflict_id": browse.conflicts().items[0].id,
            "entity_id": browse.entities().items[0].id,
            "outlet": article.outlet,
            "key_id": services.keys.list()[0].id,
        }
        yield House(client, services, headers, ids)


NOTHING = dict.fromkeys((*PLACES, *OTHER_PLACES), "nothing")


def test_every_route_says_which_scope_it_needs_and_nothing_else_does(house: House) -> None:
    assert sorted(ACCESS) == sorted({name for name, _ in routes_of(house.client.app.routes)})  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("route", ACCESS)
def test_a_stranger_learns_nothing(house: House, route: str, who: str) -> None:
    found = house.call(route, who, ids=house.ids)
    if ACCESS[route] is OPEN:
        assert found.status_code not in (401, 403, 500) or route.endswith("/sign-out") or route.endswith("/sign-in")
        return
    assert found.status_code == 401
    assert found.headers["content-type"] == "application/problem+json"
    assert found.headers["www-authenticate"].startswith('Bearer realm="crosscheck"')
    assert ("invalid_token" in found.headers["www-authenticate"]) == (who != "none")
    missing = house.call(route, who, ids=NOTHING)
    assert (missing.status_code, missing.content) == (401, found.content)


@pytest.mark.parametrize("who", KeyScope)
@pytest.mark.parametrize("route", ACCESS)
def test_a_key_opens_what_its_scope_is_for(house: House, route: str, who: KeyScope) -> None:
    needed = ACCESS[route]
    if route == ENDLESS:
        pytest.skip("whoever may hear the stream hears it without end, and every key may")
    missing = house.call(route, who, ids=NOTHING)
    if needed is OPEN or allows([who], needed):
        assert missing.status_code not in (401, 403, 405, 500) or route in ("POST /sign-in", "POST /sign-out")
        return
    there = house.call(route, who, ids=house.ids)
    assert (missing.status_code, there.status_code) == (403, 403)
    assert missing.content == there.content
    assert missing.headers["content-type"] == "application/problem+json"
    assert f'scope="{needed}"' in missing.headers["www-authenticate"]


def test_a_reader_sees_what_is_there(house: House) -> None:
    for route, needed in ACCESS.items():
        if route.startswith("GET ") and needed in (OPEN, KeyScope.READ) and route != ENDLESS:
            status = house.call(route, "read", ids=house.ids).status_code
            assert status == 200 or route == "GET /readyz", route


CHANGES: dict[str, Any] = {
    "POST /v1/articles": {"outlet": "Gavan", "text": "Ben Sol | arrive | Port Lorne | |"},
    "POST /v1/articles/batch": [{"outlet": "Gavan", "text": "Ben Sol | arrive | Port Lorne | |"}],
    "DELETE /v1/articles/{article_id}": None,
    "POST /add": None,
    "POST /articles/{article_id}/delete": None,
    "PATCH /v1/conflicts/{conflict_id}": {"state": "dismissed"},
    "POST /conflicts/{conflict_id}/review": {"state": "dismissed"},
    "POST /stories/{story_id}/merge": {"other": "x"},
    "POST /stories/{story_id}/split": {"claim": "{claim_id}"},
    "POST /stories/{story_id}/undo": {"state": "1"},
    "POST /v1/clusters/{cluster_id}/merge": {"with": "x"},
    "POST /v1/clusters/{cluster_id}/split": {"claim_ids": ["{claim_id}"]},
    "POST /v1/clusters/{cluster_id}/undo": {"decision": 1},
    "POST /v1/entities/{entity_id}/merge": {"entity": "x"},
    "POST /v1/entities/{entity_id}/split": {"names": ["Ada Venn"]},
    "POST /v1/feeds": {"url": "https://feeds.example.org/other.xml", "outlet": "Gavan"},
    "DELETE /v1/feeds/{feed_id}": None,
    "POST /v1/webhooks": {"url": "https://desk.example.org/other"},
    "DELETE /v1/webhooks/{webhook_id}": None,
    "POST /v1/webhooks/{webhook_id}/test": None,
    "POST /v1/webhooks/{webhook_id}/replay": {"since": "2024-01-01T00:00:00Z"},
    "POST /v1/webhooks/{webhook_id}/rotate": None,
    "POST /v1/webhooks/{webhook_id}/enable": None,
    "POST /v1/keys": {"name": "mine", "scopes": ["admin"]},
    "DELETE /v1/keys/{key_id}": None,
    "POST /admin/reanalyse": None,
    "POST /admin/feeds": None,
    "POST /admin/feeds/{feed_id}/remove": None,
    "POST /admin/keys": None,
    "POST /admin/keys/{key_id}/revoke": None,
    "POST /admin/webhooks": None,
    "POST /admin/webhooks/{webhook_id}/test": None,
    "POST /admin/webhooks/{webhook_id}/replay": None,
    "POST /admin/webhooks/{webhook_id}/rotate": None,
    "POST /admin/webhooks/{webhook_id}/enable": None,
    "POST /admin/webhooks/{webhook_id}/remove": None,
    "POST /admin/jobs/retry": None,
}


def test_the_calls_that_change_something_are_all_tried() -> None:
    changing = {route for route in ACCESS if not route.startswith("GET ") and "sign-" not in route}
    assert set(CHANGES) == changing - {"POST /v1/check", "POST /check"}


@pytest.mark.parametrize("who", [*STRANGERS, *KeyScope])
@pytest.mark.parametrize("route", CHANGES)
def test_whoever_may_not_changes_nothing(house: House, route: str, who: str) -> None:
    needed = ACCESS[route]
    assert needed is not None
    if who in list(KeyScope) and allows([KeyScope(who)], needed):
        return
    before = whole(house)
    body = json.loads(json.dumps(CHANGES[route]).replace("{claim_id}", house.ids["claim_id"]))
    answer = house.call(route, who, ids=house.ids, body=body)
    assert answer.status_code == (401 if who in STRANGERS else 403)
    assert whole(house) == before


def whole(house: House) -> object:
    browse = house.services.browse
    lists = (browse.articles(), browse.claims(), browse.clusters(), browse.conflicts(), browse.entities())
    watched = (
        house.services.feeds.listed(limit=200, cursor=None),
        house.services.webhooks.listed(limit=200, cursor=None),
    )
    return lists, watched, browse.counts(), house.services.keys.list(), house.services.audit(limit=200)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/nothing", "/v1/", "/v1/articles/", "/v1/articles/a/b", "//v1/articles", "/v2"])
def test_strangers_are_not_told_where_nothing_is(house: House, method: str, path: str) -> None:
    assert house.call(f"{method} {path}", "none", ids={}).status_code == 401
    assert house.call(f"{method} {path}", "read", ids={}).status_code in (404, 405)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "OPTIONS"])
def test_strangers_are_not_told_which_methods_there_are(house: House, method: str) -> None:
    assert house.call(f"{method} /v1/articles", "none", ids={}).status_code == 401
    assert house.call(f"{method} /v1/articles", "read", ids={}).status_code == 405


def test_a_head_needs_what_a_get_needs(house: House) -> None:
    assert house.call("HEAD /openapi.json", "none", ids={}).status_code == 401
    assert house.call("HEAD /openapi.json", "read", ids={}).status_code == 200


def test_who_watches_the_process_needs_no_key_and_is_told_no_numbers(house: House) -> None:
    assert house.call("GET /healthz", "none", ids={}).json()["status"] == "ok"
    assert house.call("GET /readyz", "none", ids={}).json()["counts"] is None
    assert house.call("GET /readyz", "read", ids={}).json()["counts"]["articles"] == 2


def test_a_key_made_over_http_works_and_ends(house: House) -> None:
    made = house.call("POST /v1/keys", "admin", ids={}, body={"name": "Desk", "scopes": ["review"]})
    assert (made.status_code, made.headers["cache-control"]) == (201, "no-store")
    house.headers["made"] = [bearer(made.json()["token"])]
    assert house.call("GET /v1/claims", "made", ids={}).status_code == 200
    listed = house.call("GET /v1/keys", "admin", ids={})
    assert made.json()["token"] not in listed.text
    assert made.json()["id"] in [key["id"] for key in listed.json()["items"]]
    gone = house.call("DELETE /v1/keys/{key_id}", "admin", ids={"key_id": made.json()["id"]})
    assert (gone.status_code, gone.json()["revoked_at"] is not None) == (200, True)
    assert house.call("GET /v1/claims", "made", ids={}).status_code == 401
    entries = house.call("GET /v1/audit?object=" + made.json()["id"], "admin", ids={}).json()["items"]
    assert [(entry["action"], entry["actor"]) for entry in entries] == [
        ("key.revoke", "admin"),
        ("key.create", "admin"),
    ]
    assert entries[0]["request_id"] == gone.headers["x-request-id"]


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "9999-12-31"])
def test_the_ends_of_the_calendar_bound_the_audit_log_too(house: House, instant: str) -> None:
    counts = [
        len(house.call(f"GET /v1/audit?{side}={instant}", "admin", ids={}).json()["items"]) for side in ("from", "to")
    ]
    every = len(house.call("GET /v1/audit", "admin", ids={}).json()["items"])
    assert counts == ([every, 0] if instant.startswith("0001") else [0, every])


@pytest.mark.parametrize("query", ["action=burn", "limit=201", "cursor=x!", "from=soon", "who=me", "actor=%00"])
def test_an_odd_filter_of_the_audit_log_is_a_clear_problem(house: House, query: str) -> None:
    assert house.call(f"GET /v1/audit?{query}", "admin", ids={}).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "x"},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["all"]},
        [],
        {"name": "local", "scopes": ["read"]},
        {"name": "x", "scopes": ["read"], "expires_at": "0001-01-01T00:00:00+14:00"},
        {"name": "x", "scopes": ["read"], "expires_at": "9999-12-31T23:59:59-14:00"},
        {"name": "x", "scopes": ["read"], "expires_at": "2024-03-20T12:00:00Z"},
    ],
)
def test_an_odd_key_is_a_clear_problem(house: House, body: object) -> None:
    assert house.call("POST /v1/keys", "admin", ids={}, body=body).status_code == 422


def test_the_document_tells_keys_scopes_and_answers(house: House) -> None:
    document = house.call("GET /openapi.json", "read", ids={}).json()
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, verbs in document["paths"].items():
        for verb, call in verbs.items():
            needed = ACCESS[f"{verb.upper()} {path}"]
            assert {"414", "431"} <= set(call["responses"]), path
            if needed is OPEN:
                assert call["security"] == []
                continue
            assert call["security"][0] == {"key": [needed]}
            assert {"401", "403", "429", "503"} <= set(call["responses"]), path


def test_the_document_of_a_server_without_keys_says_that_none_is_needed(tmp_path: Path) -> None:
    services = fake_services(tmp_path, worker=False)
    document = TestClient(create_app(services)).get("/openapi.json").json()
    assert document["paths"]["/v1/claims"]["get"]["security"] == [{}, {"key": ["read"]}, {"session": []}]
    assert "key" in document["components"]["securitySchemes"]
    services.close()


def test_where_keys_cannot_be_looked_up_nobody_comes_in_and_it_is_told(tmp_path: Path) -> None:
    services = fake_services(tmp_path, authentication="on", worker=False)
    _, token = services.keys.create("Desk", [KeyScope.ADMIN])
    client = TestClient(create_app(services))
    headers = dict([bearer(token)])
    assert client.get("/v1/claims", headers=headers).headers["cache-control"] == "private, no-cache"
    engine = open_engine(parse_database_url(f"sqlite:///{tmp_path / 'test.sqlite3'}"), writer=True)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE api_key"))
    engine.dispose()
    answer = client.get("/v1/claims", headers=headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/v1/claims").status_code == 401
    assert client.get("/healthz", headers=headers).status_code == 200
    assert client.get("/readyz", headers=headers).json()["counts"] is None
    services.close()


def test_no_other_door_leads_in(house: House) -> None:
    with pytest.raises(WebSocketDisconnect), house.client.websocket_connect("/v1/articles"):
        pass
