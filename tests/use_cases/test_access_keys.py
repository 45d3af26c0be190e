"""Keys: shown once, kept as digests, and of no use once revoked or expired."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.errors import InvalidInput, NotFound
from app.core.model.access import Actor, AuditAction, AuditFilter, KeyScope, allows
from app.use_cases.access_keys import SESSION_LIFE, TOKEN, digest_of
from app.use_cases.services import Services
from tests.fakes import NOW, FakeClock, fake_parts, fake_services


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def services(tmp_path: Path, clock: FakeClock) -> Iterator[Services]:
    parts = fake_parts(tmp_path)
    parts.clock = clock
    services = fake_services(tmp_path, parts=parts)
    yield services
    services.close()


def test_a_token_is_256_random_bits_and_stands_nowhere_in_the_database(services: Services, tmp_path: Path) -> None:
    key, token = services.keys.create("News desk", [KeyScope.READ])
    _, other = services.keys.create("News desk", [KeyScope.READ])
    assert TOKEN.fullmatch(token)
    assert token != other
    assert token.startswith(key.hint)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("test.sqlite3*"))
    assert token.encode() not in kept
    assert digest_of(token).encode() in kept
    for digest in (digest_of(token), digest_of(other)):
        kept = kept.replace(digest.encode(), b"")
    assert re.search(rb"[0-9a-f]{64}", kept) is None


def test_a_key_is_found_by_its_token_alone(services: Services) -> None:
    key, token = services.keys.create("News desk", [KeyScope.WRITE, KeyScope.READ, KeyScope.WRITE])
    assert services.keys.find(token) == key
    assert key.scopes == (KeyScope.READ, KeyScope.WRITE)
    for wrong in ("", token[:-1], token.upper(), token + "0", f" {token}", key.id, digest_of(token), "ck_" + "0" * 64):
        assert services.keys.find(wrong) is None


def test_a_key_ends_with_its_time(services: Services, clock: FakeClock) -> None:
    _, token = services.keys.create("Guest", [KeyScope.READ], expires_at=NOW + timedelta(days=1))
    secret = services.keys.sign_in(token)
    assert secret is not None
    assert services.keys.find_session(secret) is not None
    clock.move(timedelta(days=1) - timedelta(seconds=1))
    assert services.keys.find(token) is not None
    clock.move(timedelta(seconds=1))
    assert services.keys.find(token) is services.keys.find_session(secret) is services.keys.sign_in(token) is None


def test_a_revoked_key_stays_in_the_list_and_opens_nothing(services: Services) -> None:
    key, token = services.keys.create("Guest", [KeyScope.ADMIN])
    other, other_token = services.keys.create("Desk", [KeyScope.READ])
    secret = services.keys.sign_in(token)
    assert secret is not None
    assert services.keys.revoke(key.id).revoked_at == NOW
    assert services.keys.find(token) is services.keys.find_session(secret) is services.keys.sign_in(token) is None
    assert services.keys.find(other_token) == other
    assert {each.id: services.keys.works(each) for each in services.keys.list()} == {key.id: False, other.id: True}
    with pytest.raises(NotFound):
        services.keys.revoke("key_nothing")


def test_a_session_ends_when_told_and_by_itself(services: Services, clock: FakeClock) -> None:
    key, token = services.keys.create("Desk", [KeyScope.READ])
    first, second = services.keys.sign_in(token), services.keys.sign_in(token)
    assert first is not None and second is not None and first != second
    services.keys.sign_out(first)
    assert services.keys.find_session(first) is None
    assert services.keys.find_session(second) == key
    clock.move(SESSION_LIFE)
    assert services.keys.find_session(second) is None
    assert services.keys.find(token) == key


@pytest.mark.parametrize("name", ["", "  ", "local", "a\nb", "\x00", "x" * 101, "\ud800"])
def test_a_name_that_says_nothing_is_refused(services: Services, name: str) -> None:
    with pytest.raises(InvalidInput, match=r"^name: "):
        services.keys.create(name, [KeyScope.READ])


def test_a_key_for_nothing_or_of_the_past_is_refused(services: Services) -> None:
    with pytest.raises(InvalidInput, match="scopes"):
        services.keys.create("Desk", [])
    with pytest.raises(InvalidInput, match="expires_at"):
        services.keys.create("Desk", [KeyScope.READ], expires_at=NOW)
    assert services.keys.list() == ()
    assert services.audit(limit=10).items == ()


def test_making_and_revoking_is_in_the_audit_log_once(services: Services) -> None:
    by = Actor(name="Chief", key_id="key_1", request_id="r1")
    key, token = services.keys.create("Desk", [KeyScope.REVIEW], by=by)
    for _ in range(2):
        services.keys.revoke(key.id)
    revoked, made = services.audit(AuditFilter(object_id=key.id), limit=10).items
    assert (made.action, made.actor, made.at) == (AuditAction.CREATE_KEY, by, NOW)
    assert made.detail == {"name": "Desk", "scopes": ["review"]}
    assert (revoked.action, revoked.actor.name, revoked.actor.key_id) == (AuditAction.REVOKE_KEY, "local", None)
    assert token not in str(services.audit(limit=10).items)


@pytest.mark.parametrize("scope", KeyScope)
def test_every_scope_reads_and_only_admin_does_all(scope: KeyScope) -> None:
    allowed = {needed for needed in KeyScope if allows([scope], needed)}
    assert allowed == (set(KeyScope) if scope is KeyScope.ADMIN else {KeyScope.READ, scope})
