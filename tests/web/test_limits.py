"""How much and how often: limits of requests, addresses and bodies; who may call from elsewhere."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.core.model.access import KeyScope
from app.main import create_app
from app.use_cases.services import Services
from app.web import rate_limits
from app.web.access import address_of, is_own_name
from app.web.rate_limits import TokenBuckets
from app.web.security import MOST_ADDRESS_BYTES, MOST_PARAMETERS
from tests.fakes import fake_services


class Watch:
    """A clock that is set by hand, in seconds."""

    time = 0.0

    def __call__(self) -> float:
        return self.time


def served(folder: Path, **settings: Any) -> tuple[Services, TestClient]:
    services = fake_services(folder, worker=False, **settings)
    return services, TestClient(create_app(services))


def test_a_bucket_empties_and_fills_again_at_its_rate() -> None:
    watch = Watch()
    buckets = TokenBuckets(per_minute=60, burst=3, clock=watch)
    assert [buckets.take("a").allowed for _ in range(4)] == [True, True, True, False]
    verdict = buckets.take("a")
    assert (verdict.remaining, verdict.full_in, verdict.retry_after) == (0, 3, 1)
    assert verdict.headers()["ratelimit-policy"] == '"requests";q=3;w=3'
    assert buckets.take("b").remaining == 2
    watch.time = 1.0
    assert [buckets.take("a").allowed for _ in range(2)] == [True, False]
    watch.time = 1_000.0
    assert [buckets.take("a").allowed for _ in range(4)] == [True, True, True, False]


def test_in_the_long_run_nobody_gets_more_than_the_limit() -> None:
    watch = Watch()
    buckets = TokenBuckets(per_minute=120, burst=10, clock=watch)
    passed = 0
    for tick in range(6_000):
        watch.time = tick / 100
        passed += buckets.take("a").allowed
    assert passed == 10 + 119


def test_buckets_are_forgotten_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "MOST_BUCKETS", 10)
    buckets = TokenBuckets(per_minute=1, burst=1)
    for number in range(1_000):
        assert buckets.take(str(number)).allowed
    assert not buckets.take("999").allowed
    assert buckets.take("989").allowed


def test_each_key_has_a_limit_of_its_own_and_is_told(tmp_path: Path) -> None:
    services, client = served(tmp_path, authentication="on", rate_limit=60, rate_burst=2)
    tokens = [services.keys.create(name, [KeyScope.READ])[1] for name in ("one", "two")]
    one, two = ({"authorization": f"Bearer {token}"} for token in tokens)
    answers = [client.get("/v1/claims", headers=one) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].headers["ratelimit"] == '"requests";r=1;t=1'
    assert answers[2].headers["retry-after"] == "1"
    assert answers[2].headers["content-type"] == "application/problem+json"
    assert answers[2].json()["type"] == "/docs#too-many-requests"
    assert client.get("/v1/claims", headers=two).status_code == 200
    services.close()


def test_strangers_share_the_limit_of_their_address_and_keys_do_not_suffer(tmp_path: Path) -> None:
    services, client = served(tmp_path, authentication="on", rate_limit=1, rate_burst=2)
    _, token = services.keys.create("one", [KeyScope.READ])
    wrong = {"authorization": "Bearer ck_" + "0" * 64}
    assert [client.get("/v1/claims", headers=wrong).status_code for _ in range(3)] == [401, 401, 429]
    assert client.get("/v1/claims").status_code == client.post("/sign-in", data={"key": token}).status_code == 429
    assert client.get("/v1/claims", headers={"authorization": f"Bearer {token}"}).status_code == 200
    assert [client.get("/healthz").status_code for _ in range(5)] == [200] * 5
    assert "ratelimit" not in client.get("/static/1/style.css").headers
    services.close()


def test_without_keys_there_is_no_limit_unless_one_is_set(tmp_path: Path) -> None:
    services, client = served(tmp_path)
    assert {client.get("/v1/claims").status_code for _ in range(400)} == {200}
    services.close()
    services, client = served(tmp_path, rate_limit=60, rate_burst=1)
    assert [client.get("/v1/claims").status_code for _ in range(2)] == [200, 429]
    services.close()


@pytest.mark.parametrize(
    ("client", "counted"),
    [
        (("203.0.113.7", 1), "203.0.113.7"),
        (("::ffff:203.0.113.7", 1), "203.0.113.7"),
        (("2001:db8:1:2:3:4:5:6", 1), "20010db800010002"),
        (("2001:db8:1:2:ffff::1", 1), "20010db800010002"),
        (("fe80::1%eth0", 1), "fe80000000000000"),
        (("a-socket", 1), "a-socket"),
        (None, "unknown"),
    ],
)
def test_addresses_are_counted_by_who_has_them(client: object, counted: str) -> None:
    assert address_of({"client": client}) == counted


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("localhost:8000", True),
        ("127.0.0.1", True),
        ("[::1]:8000", True),
        ("[::1]", True),
        ("192.168.1.5:8000", True),
        ("crosscheck:8000", True),
        ("desk.localhost", True),
        ("LOCALHOST.", True),
        ("evil.example", False),
        ("evil.example:8000", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example:80", False),
        ("127.0.0.1.nip.io", False),
    ],
)
def test_without_keys_only_names_of_this_machine_are_answered(tmp_path: Path, host: str, own: bool) -> None:
    assert is_own_name(host) == own
    services, client = served(tmp_path)
    answer = client.get("/v1/claims", headers={"host": host})
    assert answer.status_code == (200 if own else 421)
    assert own or answer.json()["type"] == "/docs#wrong-host"
    services.close()


def test_with_keys_or_by_permission_every_name_is_answered(tmp_path: Path) -> None:
    services, client = served(tmp_path, authentication="on")
    assert client.get("/healthz", headers={"host": "desk.example.org"}).status_code == 200
    services.close()
    services, client = served(tmp_path, host="0.0.0.0", authentication="off", let_anyone_in=True)
    assert client.get("/v1/claims", headers={"host": "desk.example.org"}).status_code == 200
    services.close()


def preflight(client: TestClient, origin: str, method: str = "PATCH", wanted: str = "authorization,if-match") -> Any:
    headers = {"origin": origin, "access-control-request-method": method, "access-control-request-headers": wanted}
    return client.options("/v1/conflicts/x", headers=headers)


def test_scripts_of_other_origins_are_kept_out_unless_named(tmp_path: Path) -> None:
    services, client = served(tmp_path)
    answer = client.get("/v1/claims", headers={"origin": "https://desk.example.org"})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert not [
        name for name in preflight(client, "https://desk.example.org").headers if name.startswith("access-control")
    ]
    services.close()
    services, client = served(
        tmp_path, authentication="on", allowed_origins="https://desk.example.org, http://b.example:81"
    )
    for origin in ("https://desk.example.org", "http://b.example:81"):
        allowed = preflight(client, origin)
        assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, origin)
        refused = client.get("/v1/claims", headers={"origin": origin})
        assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, origin)
        assert "access-control-allow-credentials" not in refused.headers
    for origin in ("https://evil.example", "null", "http://desk.example.org"):
        assert "access-control-allow-origin" not in preflight(client, origin).headers
        assert "access-control-allow-origin" not in client.get("/v1/claims", headers={"origin": origin}).headers
    services.close()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 202),
        ({"sec-fetch-site": "same-origin"}, 202),
        ({"sec-fetch-site": "none"}, 202),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "https://evil.example"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "https://desk.example.org"}, 202),
    ],
)
def test_pages_elsewhere_change_nothing_on_a_server_without_keys(
    tmp_path: Path, headers: dict[str, str], status: int
) -> None:
    services, client = served(tmp_path, allowed_origins="https://desk.example.org")
    body = {"outlet": "Gavan", "text": "Ben Sol | arrive | Port Lorne | |"}
    assert client.post("/v1/articles", json=body, headers=headers).status_code == status
    assert client.get("/v1/claims", headers=headers).status_code == 200
    assert services.browse.counts()["articles"] == (status == 202)
    services.close()


def test_addresses_queries_and_bodies_have_an_end(tmp_path: Path) -> None:
    services, client = served(tmp_path)
    long = client.get("/v1/claims?outlet=" + "x" * MOST_ADDRESS_BYTES)
    assert (long.status_code, long.json()["type"]) == (414, "/docs#address-too-long")
    assert client.get("/v1/claims?outlet=" + "x" * 300).status_code == 200
    assert client.get("/v1/claims?" + "&".join(["limit=1"] * (MOST_PARAMETERS + 1))).status_code == 422
    assert client.get("/v1/claims", headers={"x": "y" * 40_000}).status_code == 431
    for path, verb in (("/v1/check", "POST"), ("/v1/conflicts/x", "PATCH"), ("/v1/keys", "POST")):
        assert client.request(verb, path, json={"statement": "x" * 70_000}).status_code == 413
    assert client.post("/v1/clusters/x/split", json={"claim_ids": ["x" * 100] * 6_000}).status_code == 413
    services.close()


def test_the_longest_statement_fits_however_it_is_written(tmp_path: Path) -> None:
    services, client = served(tmp_path)
    body = json.dumps({"statement": "\U0001d538" * 2_000}, ensure_ascii=True).encode()
    assert len(body) > 24_000
    assert client.post("/v1/check", content=body, headers={"content-type": "application/json"}).status_code == 200
    services.close()


@pytest.mark.parametrize("path", ["/", "/docs", "/v1/claims", "/nothing", "/sign-in", "/static/1/style.css"])
def test_every_answer_tells_browsers_what_not_to_do(tmp_path: Path, path: str) -> None:
    services, client = served(tmp_path, authentication="on")
    headers = client.get(path, headers={"accept": "text/html"}).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert len(headers["x-request-id"]) == 16
    services.close()
