"""The tables of what is fetched: hosts and their robots.txt, pages to be fetched, feeds and what is known of them."""

from datetime import datetime

from sqlalchemy import Column, String, Text
from sqlmodel import Field, SQLModel

from app.adapters.storage.column_types import ID_LENGTH, Instant
from app.adapters.storage.tables import identifier, key


class WebHostRow(SQLModel, table=True):
    """One host that was called: when it may be called again, and who calls it now."""

    __tablename__ = "web_host"

    host: str = Field(sa_column=Column(String(255), primary_key=True))
    not_before: datetime = Field(sa_column=Column(Instant, nullable=False))
    token: str | None = None
    failures: int = 0


class RobotsRow(SQLModel, table=True):
    """The robots.txt of one origin, as it was read last."""

    __tablename__ = "robots"

    origin: str = Field(sa_column=Column(String(300), primary_key=True))
    text: str = Field(sa_column=Column(Text, nullable=False))
    closed: bool
    fetched_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class PageRow(SQLModel, table=True):
    """One article whose page is still to be fetched; the row goes when its text is there, or when it is given up."""

    __tablename__ = "page"

    article_id: str = key(primary=True)
    url: str
    host: str = Field(sa_column=Column(String(255), nullable=False, index=True))
    not_before: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))
    attempts: int = 0
    token: str | None = None
    error: str | None = None


class FeedRow(SQLModel, table=True):
    """One feed that is followed. While ``token`` is set, ``next_due`` is the end of its poller's lease."""

    __tablename__ = "feed"

    id: str = identifier(primary=True)
    sort_key: str = Field(unique=True, max_length=120)
    url: str = Field(sa_column=Column(String(2100), nullable=False))
    outlet: str
    language: str | None = Field(default=None, max_length=8)
    every: int  # seconds
    state: str = Field(max_length=16)
    added_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    last_fetched: datetime | None = Field(default=None, sa_column=Column(Instant))
    last_error: str | None = None
    failures: int = 0
    next_due: datetime | None = Field(default=None, sa_column=Column(Instant, index=True))
    entries_taken: int = 0
    token: str | None = None


class FeedEntryRow(SQLModel, table=True):
    """One entry of a feed that is known already: only its fingerprint, so that a deleted article leaves no trace."""

    __tablename__ = "feed_entry"

    feed_id: str = identifier(primary=True)
    key: str = Field(sa_column=Column(String(ID_LENGTH), primary_key=True))
    seen_at: datetime = Field(sa_column=Column(Instant, nullable=False))
