"""Makes, lists, checks and revokes API keys, and opens sessions for browsers."""

import hashlib
import re
import secrets
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

from app.core.errors import InvalidInput, NotFound
from app.core.model.access import LOCAL, LOCAL_NAME, Actor, ApiKey, AuditAction, AuditEntry, KeyScope
from app.ports import Clock, Store
from app.use_cases.drafts import one_line

PREFIX = "ck_"
SECRET_BYTES = 32  # 256 bits: nobody finds one by trying, so that a plain SHA-256 of it is enough (ADR 22)
TOKEN = re.compile(PREFIX + f"[0-9a-f]{{{2 * SECRET_BYTES}}}")
HINT = len(PREFIX) + 6  # characters of the token that are kept, for recognising it: 232 bits stay unknown
SESSION_LIFE = timedelta(hours=12)
LONGEST_KEY_NAME = 100
LATEST = datetime(9999, 1, 1, tzinfo=UTC)  # so that every time zone has it


def random_secret() -> str:
    """From the system's source of randomness, in hexadecimal."""
    return secrets.token_hex(SECRET_BYTES)


class AccessKeys:
    """The keys of one store. Tokens are given out once and kept as digests only."""

    def __init__(self, *, store: Store, clock: Clock, make_secret: Callable[[], str] = random_secret) -> None:
        self._store = store
        self._clock = clock
        self._make_secret = make_secret

    def create(
        self, name: str, scopes: Collection[KeyScope], *, expires_at: datetime | None = None, by: Actor = LOCAL
    ) -> tuple[ApiKey, str]:
        """A new key and its token, which nobody can show again. Several may have one name, as while one replaces
        another.

        Raises InvalidInput for a name that cannot be taken, no scope, or an expiry that is past.
        """
        try:
            called = one_line(name)
        except ValueError as error:
            raise InvalidInput(f"name: {error}") from error
        now = self._clock.now()
        if called == LOCAL_NAME or len(called) > LONGEST_KEY_NAME:
            raise InvalidInput(
                f"name: {LOCAL_NAME!r} stands for whoever works without a key; choose another one"
                if called == LOCAL_NAME
                else f"name: has {len(called)} characters; {LONGEST_KEY_NAME} are possible"
            )
        if not scopes:
            raise InvalidInput(f"scopes: give at least one of {', '.join(KeyScope)}")
        if expires_at is not None and not now < expires_at < LATEST:
            raise InvalidInput("expires_at: is past or beyond all time; give a time to come, or none for no end")
        token = PREFIX + self._make_secret()
        key = ApiKey(
            id=f"key_{secrets.token_hex(8)}",
            name=called,
            hint=token[:HINT],
            scopes=tuple(scope for scope in KeyScope if scope in scopes),
            created_at=now,
            expires_at=expires_at,
        )
        with self._store.writing() as unit:
            unit.keys.add(key, digest_of(token))
            detail = {"name": key.name, "scopes": [scope.value for scope in key.scopes]}
            unit.audit.add(AuditEntry(at=now, actor=by, action=AuditAction.CREATE_KEY, object_id=key.id, detail=detail))
        return key, token

    def list(self) -> tuple[ApiKey, ...]:
        """All of them, revoked ones too, the oldest first."""
        with self._store.reading() as unit:
            return unit.keys.list()

    def revoke(self, key_id: str, *, by: Actor = LOCAL) -> ApiKey:
        """From now on it opens nothing, nor do sessions that it opened. A second time changes nothing.

        Raises NotFound for an unknown id.
        """
        with self._store.writing() as unit:
            key = unit.keys.get(key_id)
            if key is None:
                raise NotFound(f"there is no key {key_id[:80]}; see: crosscheck keys list")
            if key.revoked_at is None:
                now = self._clock.now()
                unit.keys.revoke(key_id, now)
                detail = {"name": key.name}
                unit.audit.add(
                    AuditEntry(at=now, actor=by, action=AuditAction.REVOKE_KEY, object_id=key.id, detail=detail)
                )
            return unit.keys.get(key_id) or key

    def find(self, token: str) -> ApiKey | None:
        """The key of a token; None where there is none, or it is revoked or has expired: which, is not told."""
        if TOKEN.fullmatch(token) is None:
            return None
        with self._store.reading() as unit:
            return self._working(unit.keys.by_digest(digest_of(token)))

    def sign_in(self, token: str) -> str | None:
        """The secret of a new session, for a cookie; None where the token opens nothing."""
        key = self.find(token)
        if key is None:
            return None
        secret = self._make_secret()
        now = self._clock.now()
        with self._store.writing() as unit:
            unit.keys.open_session(digest_of(secret), key.id, now=now, expires_at=now + SESSION_LIFE)
        return secret

    def find_session(self, secret: str) -> ApiKey | None:
        """The key of a session; None where the session or its key does not work any more."""
        with self._store.reading() as unit:
            return self._working(unit.keys.by_session(digest_of(secret), self._clock.now()))

    def sign_out(self, secret: str) -> None:
        """Ends a session; nothing happens where there is none."""
        with self._store.writing() as unit:
            unit.keys.close_session(digest_of(secret))

    def works(self, key: ApiKey) -> bool:
        """Whether it opens anything now."""
        return key.works_at(self._clock.now())

    def _working(self, key: ApiKey | None) -> ApiKey | None:
        return key if key is not None and self.works(key) else None


def digest_of(secret: str) -> str:
    """SHA-256, in hexadecimal. Salt and stretching are for secrets that somebody chose; these are 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()
