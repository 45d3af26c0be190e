"""The tables of watching: what happened, webhooks, and what is on its way to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, String
from sqlmodel import Field, SQLModel

from app.adapters.storage.column_types import Instant, Key
from app.adapters.storage.tables import identifier


class OutboxHeadRow(SQLModel, table=True):
    """A single row: the number of the last event, and of the last one that was forgotten. Whoever writes events holds
    it until the commit, so that numbers appear in their order."""

    __tablename__ = "outbox_head"

    id: int = Field(primary_key=True)
    last: int = Field(sa_column=Column(BigInteger, nullable=False))
    floor: int = Field(sa_column=Column(BigInteger, nullable=False))


class OutboxEventRow(SQLModel, table=True):
    """One event."""

    __tablename__ = "outbox_event"

    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    type: str = Field(max_length=32)
    at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))
    data: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class OutboxArticleRow(SQLModel, table=True):
    """Which articles an event is about, for forgetting it with them."""

    __tablename__ = "outbox_article"

    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    article_id: str = Field(sa_column=Column(Key, primary_key=True, index=True))


class WebhookRow(SQLModel, table=True):
    """One subscription. While ``token`` is set, ``not_before`` is the end of its sender's lease."""

    __tablename__ = "webhook"

    id: str = identifier(primary=True)
    sort_key: str = Field(unique=True, max_length=120)
    url: str = Field(sa_column=Column(String(2100), nullable=False))
    wanted: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    secret: str = Field(max_length=120)
    old_secret: str | None = Field(default=None, max_length=120)
    old_secret_until: datetime | None = Field(default=None, sa_column=Column(Instant))
    added_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    state: str = Field(max_length=16)
    disabled_reason: str | None = None
    position: int = Field(sa_column=Column(BigInteger, nullable=False))
    failures: int = 0
    failing_since: datetime | None = Field(default=None, sa_column=Column(Instant))
    last_success: datetime | None = Field(default=None, sa_column=Column(Instant))
    last_error: str | None = None
    not_before: datetime = Field(sa_column=Column(Instant, nullable=False))
    token: str | None = None


class WebhookDeliveryRow(SQLModel, table=True):
    """One event on its way to one webhook; ``next_due`` only while it waits."""

    __tablename__ = "webhook_delivery"

    webhook_id: str = identifier(primary=True)
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False, index=True))
    sort_key: str = Field(max_length=32)
    state: str = Field(max_length=16)
    attempts: int = 0
    next_due: datetime | None = Field(default=None, sa_column=Column(Instant, index=True))
    last_attempt: datetime | None = Field(default=None, sa_column=Column(Instant))
    last_status: int | None = None
    last_error: str | None = None
