"""API keys and the sessions of browsers."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.adapters.storage.access_tables import ApiKeyRow, SessionRow
from app.core.model.access import ApiKey, KeyScope


class SqlKeys:
    """``access_ports.KeyStore`` in one session of the database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, key: ApiKey, digest: str) -> None:
        """A new one; ``digest`` is that of its token."""
        self._session.add(
            ApiKeyRow(
                id=key.id,
                name=key.name,
                hint=key.hint,
                digest=digest,
                scopes=[scope.value for scope in key.scopes],
                created_at=key.created_at,
                expires_at=key.expires_at,
                revoked_at=key.revoked_at,
            )
        )
        self._session.flush()

    def get(self, key_id: str) -> ApiKey | None:
        """None for an unknown id."""
        row = self._session.exec(select(ApiKeyRow).where(ApiKeyRow.id == key_id)).first()
        return None if row is None else _load(row)

    def by_digest(self, digest: str) -> ApiKey | None:
        """Revoked and expired ones too."""
        row = self._session.exec(select(ApiKeyRow).where(ApiKeyRow.digest == digest)).first()
        return None if row is None else _load(row)

    def list(self) -> tuple[ApiKey, ...]:
        """All of them, the oldest first."""
        query = select(ApiKeyRow).order_by(col(ApiKeyRow.created_at), col(ApiKeyRow.id))
        return tuple(map(_load, self._session.exec(query)))

    def revoke(self, key_id: str, at: datetime) -> None:
        """The key and every session that it opened."""
        self._session.exec(update(ApiKeyRow).where(col(ApiKeyRow.id) == key_id).values(revoked_at=at))
        self._session.exec(delete(SessionRow).where(col(SessionRow.key_id) == key_id))

    def open_session(self, digest: str, key_id: str, *, now: datetime, expires_at: datetime) -> None:
        """Forgets those that have expired, too."""
        self._session.exec(delete(SessionRow).where(col(SessionRow.expires_at) <= now))
        self._session.add(SessionRow(digest=digest, key_id=key_id, expires_at=expires_at))
        self._session.flush()

    def by_session(self, digest: str, now: datetime) -> ApiKey | None:
        """The key of a session that has not expired."""
        query = select(ApiKeyRow).join(SessionRow, col(SessionRow.key_id) == col(ApiKeyRow.id))
        row = self._session.exec(query.where(SessionRow.digest == digest, col(SessionRow.expires_at) > now)).first()
        return None if row is None else _load(row)

    def close_session(self, digest: str) -> None:
        """Nothing happens where there is none."""
        self._session.exec(delete(SessionRow).where(col(SessionRow.digest) == digest))


def _load(row: ApiKeyRow) -> ApiKey:
    return ApiKey(
        id=row.id,
        name=row.name,
        hint=row.hint,
        scopes=tuple(map(KeyScope, row.scopes)),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
