"""The stores of keys, sessions and the audit log, as protocols. Part of ``ports``."""

from datetime import datetime
from typing import Protocol

from app.core.model.access import ApiKey, AuditEntry, AuditFilter
from app.core.model.records import Slice


class KeyStore(Protocol):
    """API keys by the digests of their tokens, and the sessions of browsers that signed in with one."""

    def add(self, key: ApiKey, digest: str) -> None: ...

    def get(self, key_id: str) -> ApiKey | None: ...

    def by_digest(self, digest: str) -> ApiKey | None:
        """Revoked and expired ones too."""
        ...

    def list(self) -> tuple[ApiKey, ...]:
        """All of them, the oldest first."""
        ...

    def revoke(self, key_id: str, at: datetime) -> None:
        """The key and every session that it opened."""
        ...

    def open_session(self, digest: str, key_id: str, *, now: datetime, expires_at: datetime) -> None:
        """Forgets those that have expired, too."""
        ...

    def by_session(self, digest: str, now: datetime) -> ApiKey | None:
        """The key of a session that has not expired."""
        ...

    def close_session(self, digest: str) -> None: ...


class AuditLog(Protocol):
    """Who did what. Entries are added, and never changed or removed."""

    def add(self, entry: AuditEntry) -> None: ...

    def list(self, wanted: AuditFilter, *, limit: int, cursor: str | None) -> Slice[AuditEntry]:
        """The latest first."""
        ...
