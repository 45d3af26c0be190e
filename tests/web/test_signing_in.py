"""Browsers: a key is shown once, the session cannot be read, sent from elsewhere, or used against its owner."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.core.model.access import KeyScope
from app.main import create_app
from app.use_cases.services import Services
from app.web.pages.signing_in import SESSION_COOKIE, local_address
from tests.fakes import fake_services

PAGE = {"accept": "text/html,*/*;q=0.8"}
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    services = fake_services(tmp_path, authentication="on", worker=False)
    yield services
    services.close()


@pytest.fixture
def client(services: Services) -> TestClient:
    return TestClient(create_app(services), follow_redirects=False)


def sign_in(client: TestClient, services: Services, scope: KeyScope = KeyScope.READ, **headers: str) -> str:
    _, token = services.keys.create("Nour <b>", [scope])
    answer = client.post("/sign-in", data={"key": token, "next": "/docs"}, headers=headers or OURS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/docs")
    return str(answer.headers["set-cookie"])


def test_a_page_asks_for_a_key_and_leads_on_to_itself(client: TestClient) -> None:
    page = client.get("/stories/x?lang=fr", headers=PAGE)
    assert page.status_code == 401
    assert page.headers["www-authenticate"].startswith("Bearer")
    assert "Connexion" in page.text
    assert 'name="next" value="/stories/x?lang=fr"' in page.text
    assert client.get("/stories/x").headers["content-type"] == "application/problem+json"
    assert client.get("/v1/claims", headers=PAGE).headers["content-type"] == "application/problem+json"


def test_who_is_signed_in_reads_pages_and_sees_as_whom(client: TestClient, services: Services) -> None:
    sign_in(client, services)
    page = client.get("/", headers=PAGE)
    assert page.status_code == 200
    assert "Nour &lt;b&gt;" in page.text
    assert page.headers["cache-control"] == "private, no-cache"
    assert client.get("/v1/claims").status_code == client.get("/docs").status_code == 200
    assert client.get("/v1/audit").status_code == 403


@pytest.mark.parametrize(
    ("headers", "secure"),
    [
        (OURS, False),
        ({"origin": "http://testserver"}, False),
        ({"origin": "https://testserver"}, True),
        ({"origin": "https://testserver", **OURS}, True),
    ],
)
def test_no_script_reads_the_cookie_and_no_page_elsewhere_sends_it(
    client: TestClient, services: Services, headers: dict[str, str], secure: bool
) -> None:
    cookie = sign_in(client, services, **headers)
    assert re.match(SESSION_COOKIE + "=[0-9a-f]{64};", cookie)
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}
    assert ("Secure" in cookie) == secure
    assert services.keys.list()[0].hint not in cookie


FOREIGN = [
    {},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    {"origin": "null"},
    {"origin": "http://evil.example"},
    {"origin": "http://testserver.evil.example"},
    {"origin": "http://testserver:81"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_page_elsewhere_uses_no_session_and_opens_none(
    client: TestClient, services: Services, headers: dict[str, str]
) -> None:
    _, token = services.keys.create("Eve", [KeyScope.ADMIN])
    answer = client.post("/sign-in", data={"key": token}, headers=headers)
    assert (answer.status_code, answer.headers.get("set-cookie")) == (403, None)
    sign_in(client, services, KeyScope.ADMIN)
    body = {"outlet": "Gavan", "text": "Ben Sol | arrive | Port Lorne | |"}
    assert client.post("/v1/articles", json=body, headers=headers).status_code == 403
    assert client.delete("/v1/keys/nothing", headers=headers).status_code == 403
    assert client.post("/sign-out", headers=headers).status_code == 403
    assert client.get("/v1/claims", headers=headers).status_code == 200
    assert services.browse.counts()["articles"] == 0


def test_a_page_of_ours_uses_the_session(client: TestClient, services: Services) -> None:
    sign_in(client, services, KeyScope.WRITE)
    body = {"outlet": "Gavan", "text": "Ben Sol | arrive | Port Lorne | |"}
    assert client.post("/v1/articles", json=body, headers={"origin": "http://testserver"}).status_code == 202


def test_a_key_in_the_header_counts_before_the_session(client: TestClient, services: Services) -> None:
    sign_in(client, services)
    assert client.get("/v1/claims", headers={"authorization": "Bearer nonsense"}).status_code == 401


def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(client: TestClient, services: Services) -> None:
    kept = sign_in(client, services).partition(";")[0]
    answer = client.post("/sign-out", headers=OURS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert 'crosscheck_session=""' in answer.headers["set-cookie"]
    client.cookies.clear()
    assert client.get("/v1/claims", headers={"cookie": kept}).status_code == 401


def test_revoking_the_key_ends_the_session(client: TestClient, services: Services) -> None:
    sign_in(client, services)
    services.keys.revoke(services.keys.list()[0].id)
    assert client.get("/", headers=PAGE).status_code == 401


@pytest.mark.parametrize("cookie", ["", "x", "'", "é", "0" * 64, "a; crosscheck_session=b", '"\\', "%00"])
def test_a_made_up_session_opens_nothing(client: TestClient, cookie: str) -> None:
    given = f"{SESSION_COOKIE}={cookie}".encode()
    assert client.get("/v1/claims", headers=[(b"cookie", given)]).status_code == 401


@pytest.mark.parametrize("key", ["", "x", "ck_" + "0" * 64, "\x00", "<script>alert(1)</script>", "é" * 100])
def test_a_wrong_key_is_told_and_not_repeated(client: TestClient, key: str) -> None:
    page = client.post("/sign-in", data={"key": key, "next": "/docs"}, headers=OURS)
    assert (page.status_code, page.headers.get("set-cookie")) == (401, None)
    assert "does not open anything" in page.text
    assert 'value="/docs"' in page.text
    assert len(key) < 3 or key not in page.text


def test_what_is_no_form_is_a_clear_problem(client: TestClient) -> None:
    assert client.post("/sign-in", json={"key": "x"}, headers=OURS).status_code == 415
    assert client.post("/sign-in", data={"key": "x" * 5_000}, headers=OURS).status_code == 413
    odd = client.post(
        "/sign-in", content=b"\xff%ff=%", headers={**OURS, "content-type": "application/x-www-form-urlencoded"}
    )
    assert odd.status_code == 401


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/stories/x?lang=ar", "/stories/x?lang=ar"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\/evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/sign-out", "/"),
        ("/" + "x" * 1_000, "/"),
        ("/é", "/"),
    ],
)
def test_signing_in_leads_nowhere_else(target: str, leads_to: str) -> None:
    assert local_address(target) == leads_to


def test_where_no_key_is_needed_nobody_is_asked(tmp_path: Path) -> None:
    services = fake_services(tmp_path, worker=False)
    client = TestClient(create_app(services), follow_redirects=False)
    assert client.get("/sign-in").headers["location"] == "/"
    assert client.post("/sign-in", data={"key": "x"}).headers["location"] == "/"
    assert "sign-out" not in client.get("/", headers=PAGE).text
    services.close()


def test_who_may_not_see_a_page_is_told_so_on_a_page(client: TestClient, services: Services) -> None:
    sign_in(client, services, KeyScope.READ)
    answer = client.get("/admin/keys?lang=fr", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert "Cette clé ne suffit pas" in answer.text
    assert "/admin" not in answer.text.replace("/admin/keys?lang=", "")
    assert client.get("/admin/keys").headers["content-type"] == "application/problem+json"
