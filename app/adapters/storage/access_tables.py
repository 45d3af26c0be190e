"""The tables of keys, sessions and the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Integer, String
from sqlmodel import Field, SQLModel

from app.adapters.storage.column_types import ID_LENGTH, Instant
from app.adapters.storage.tables import identifier


class ApiKeyRow(SQLModel, table=True):
    """One key; of its token only the digest is kept."""

    __tablename__ = "api_key"

    id: str = identifier(primary=True)
    name: str
    hint: str = Field(max_length=16)
    digest: str = Field(sa_column=Column(String(64), unique=True, nullable=False))
    scopes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    expires_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class SessionRow(SQLModel, table=True):
    """A browser that signed in with a key; of what its cookie holds only the digest is kept."""

    __tablename__ = "page_session"

    digest: str = Field(sa_column=Column(String(64), primary_key=True))
    key_id: str = identifier(index=True)
    expires_at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))


class AuditRow(SQLModel, table=True):
    """One entry of the audit log; triggers of the database refuse to change or remove it."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True))
    at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))
    actor: str
    key_id: str | None = identifier(index=True, nullable=True)
    action: str = Field(sa_column=Column(String(32), nullable=False, index=True))
    object_id: str = Field(sa_column=Column(String(ID_LENGTH), nullable=False, index=True))
    detail: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    request_id: str | None = Field(default=None, sa_column=Column(String(64)))
