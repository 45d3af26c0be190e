"""The tables. Portable SQL only: instants are fixed-width UTC strings, which sort as they pass; vectors are bytes.

On PostgreSQL ``claim`` and ``claim_vector`` are partitioned by month, and their keys hold it beside the id.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, LargeBinary, String, Text, text
from sqlmodel import Field, SQLModel

from app.adapters.storage.column_types import (
    ID_LENGTH,
    Instant,
    Key,
    Listed,
    LocalTime,
    Month,
    PackedJson,
    PackedText,
    PartitionMonth,
    Reasons,
)
from app.adapters.storage.column_types import local_text as local_text  # noqa: PLC0414  (for whoever compares times)

SQLITE_ALONE = {"engine": "sqlite"}  # of what PostgreSQL has not
POSTGRES_ALONE = {"engine": "postgresql"}
MANY_OUTLETS = text("outlet_count > 2")  # of few clusters (link_filters.py)
ROLES = ("party", "place")


def key(*, primary: bool = False, index: bool = False, nullable: bool = False) -> Any:
    """A column for an id of an article, claim, cluster, conflict or name, which SQLite keeps in half its length."""
    return Field(
        sa_column=Column(Key, primary_key=primary, index=index, nullable=nullable), default=None if nullable else ...
    )


def identifier(*, primary: bool = False, index: bool = False, nullable: bool = False) -> Any:
    """A column for any other id of ours. SQLModel's fields are typed as what they hold, so this is Any."""
    return Field(
        sa_column=Column(String(ID_LENGTH), primary_key=primary, index=index, nullable=nullable),
        default=None if nullable else ...,
    )


def marks() -> Any:
    """A column for the bits of all that a row names (name_marks.py)."""
    return Field(default=0, sa_column=Column(BigInteger, nullable=False, server_default="0"))


class ArticleRow(SQLModel, table=True):
    """One article: what was submitted, and what cleaning found."""

    __tablename__ = "article"
    __table_args__ = (Index("ix_article_outlet", "outlet", "sort_key"),)

    id: str = key(primary=True)
    sort_key: str = Field(unique=True, max_length=120)
    outlet: str
    status: str = Field(index=True, max_length=16)
    error: str | None = None
    received_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    submitted: dict[str, Any] = Field(
        sa_column=Column(JSON, nullable=False)
    )  # title, language, published_at, url, author
    title: str | None = None
    language: str | None = Field(default=None, index=True, max_length=8)
    published_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    published_offset: int | None = None  # minutes east of UTC
    author: str | None = None
    claim_count: int = 0


class SourceRow(SQLModel, table=True):
    """The long texts of an article, apart so that lists need not read them."""

    __tablename__ = "article_source"

    article_id: str = key(primary=True)
    text: str = Field(sa_column=Column(PackedText, nullable=False))
    html: str | None = Field(default=None, sa_column=Column(PackedText))


class AnalysisRow(SQLModel, table=True):
    """Sentences and passages of an article, as offsets."""

    __tablename__ = "article_analysis"

    article_id: str = key(primary=True)
    version: str = Field(index=True)
    body: dict[str, Any] = Field(sa_column=Column(PackedJson, nullable=False))


class ClaimRow(SQLModel, table=True):
    """One claim; what of it is not in columns is in ``body`` (codec.py)."""

    __tablename__ = "claim"
    # SQLite looks here for where claims belong that are told by their number (claim_words.py) or by their id.
    __table_args__ = (
        Index("ix_claim_number", "number", "cluster_id", "id", info=SQLITE_ALONE),
        Index("ix_claim_home", "id", "cluster_id", info=SQLITE_ALONE),
        # Whether a cluster holds one of many claims is told by it alone.
        Index("ix_claim_held", "cluster_id", "id", "number", info=SQLITE_ALONE),
        Index("ix_claim_cluster_id", "cluster_id", info=POSTGRES_ALONE),
    )

    id: str = key(primary=True)
    sort_key: str = Field(unique=True, max_length=200)
    article_id: str = key(index=True)
    cluster_id: str | None = key(nullable=True)
    outlet: str = Field(index=True)
    language: str = Field(max_length=8)
    event_type: str | None = Field(default=None, index=True, max_length=64)
    # Of the event, or of publication.
    earliest: str | None = Field(default=None, sa_column=Column(LocalTime, nullable=True, index=True))
    latest: str | None = Field(default=None, sa_column=Column(LocalTime, nullable=True))
    month: str = Field(default="", sa_column=Column(PartitionMonth, nullable=False))
    start: int
    end: int
    words: str = Field(sa_column=Column(Text, nullable=False))  # of statement and quote, folded, each once
    fingerprint: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    number: int | None = None  # in the index of words, which SQLite alone has


class CalledRow(SQLModel, table=True):
    """An entity under a name that some article gives it. Many claims share a row; one that none has goes."""

    __tablename__ = "called"

    id: int | None = Field(default=None, primary_key=True)
    entity_id: str = key(index=True)  # of the name's key: what candidates for linking share
    name_id: str = key(index=True)
    type: str = Field(max_length=16)
    name: str
    folded: str = Field(index=True)
    place_key: str | None = Field(default=None, index=True)
    uses: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # how many mentions there are


class MentionRow(SQLModel, table=True):
    """That a claim names an entity. The month is the claim's."""

    __tablename__ = "mention"
    __table_args__ = (
        Index("ix_mention_called", "called_id", "month"),
        {"sqlite_with_rowid": False},
    )

    claim_id: str = key(primary=True)
    called_id: int = Field(primary_key=True)
    role: str = Field(sa_column=Column(Listed(*ROLES), primary_key=True))
    article_id: str = key()
    month: str = Field(sa_column=Column(Month, nullable=False))


class ClaimEntityRow(SQLModel, table=True):
    """A view, for reading: each mention with the name that it has. Written are the two tables above."""

    __tablename__ = "claim_entity"

    claim_id: str = key(primary=True)
    entity_id: str = key(primary=True)
    role: str = Field(sa_column=Column(Listed(*ROLES), primary_key=True))
    article_id: str = key()
    month: str = Field(sa_column=Column(Month, nullable=False))
    name_id: str = key()
    type: str = Field(max_length=16)
    name: str
    folded: str
    place_key: str | None = None


class EntityNameRow(SQLModel, table=True):
    """One name in use, and whose it is."""

    __tablename__ = "entity_name"

    id: str = key(primary=True)
    base: str = key(index=True)
    key_id: str = key(index=True)
    type: str = Field(max_length=16)
    name: str
    component: str = key(index=True)
    entity_id: str = key(index=True)


class EntityBlockRow(SQLModel, table=True):
    """What a name must share with another one to be compared with it, and how its words sound
    (``core.entities.identity``)."""

    __tablename__ = "entity_block"
    __table_args__ = {"sqlite_with_rowid": False}

    block: str = Field(sa_column=Column(String(), primary_key=True))
    name_id: str = Field(sa_column=Column(Key, primary_key=True, index=True))
    shape: str = Field(sa_column=Column(String(), nullable=False))


class NamesakeRow(SQLModel, table=True):
    """Whom one article means by a name, where a reviewer said that it is not whom others mean by it."""

    __tablename__ = "namesake"

    article_id: str = key(primary=True)
    base: str = Field(sa_column=Column(Key, primary_key=True, index=True))
    name_id: str = key()


class EntityDecisionRow(SQLModel, table=True):
    """One decision of a reviewer about names; never changed, only forgotten with the articles that it is about."""

    __tablename__ = "entity_decision"

    id: int | None = Field(default=None, primary_key=True)
    action: str = Field(max_length=16)
    names: list[str] = Field(sa_column=Column(JSON, nullable=False))
    others: list[str] = Field(sa_column=Column(JSON, nullable=False))
    articles: list[str] = Field(sa_column=Column(JSON, nullable=False))
    note: str | None = None
    reviewer: str | None = None
    decided_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class EntityDecisionNameRow(SQLModel, table=True):
    """Which names a decision is about, for finding it."""

    __tablename__ = "entity_decision_name"

    decision_id: int = Field(primary_key=True)
    name_id: str = Field(sa_column=Column(Key, primary_key=True, index=True))


class EdgeRow(SQLModel, table=True):
    """How probable it is that two claims report the same event; a function of their two articles."""

    __tablename__ = "edge"
    __table_args__ = {"sqlite_with_rowid": False}

    left: str = key(primary=True)
    right: str = Field(sa_column=Column(Key, primary_key=True, index=True))
    probability: float
    reason: str = Field(sa_column=Column(Reasons, nullable=False))
    contradiction: float | None


class ClusterRow(SQLModel, table=True):
    """One cluster; the columns are for finding it, ``body`` is the cluster, packed."""

    __tablename__ = "cluster"
    # A list goes through one of these, and reads the rows of those alone that fit its filters.
    __table_args__ = (
        *(
            Index(name, key, "outlet_count", "disputed", "languages", "earliest", "latest", "id", "named")
            for name, key in (("ix_cluster_newest", "sort_key"), ("ix_cluster_most_disputed", "dispute_key"))
        ),
        Index("ix_cluster_many_outlets", "outlet_count", sqlite_where=MANY_OUTLETS, postgresql_where=MANY_OUTLETS),
    )

    id: str = key(primary=True)
    sort_key: str = Field(max_length=200)
    event_type: str | None = Field(default=None, index=True, max_length=64)
    earliest: str | None = Field(default=None, sa_column=Column(LocalTime, nullable=True))
    latest: str | None = Field(default=None, sa_column=Column(LocalTime, nullable=True))
    outlet_count: int
    disputed: bool
    languages: str = Field(default="", max_length=400)  # "|ar|en|"
    dispute_key: str = Field(default="", max_length=240)  # sorts the most disputed first; see ranking.py
    named: int = marks()
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ConflictRow(SQLModel, table=True):
    """One conflict; ``state`` is the reviewers' last word on it."""

    __tablename__ = "conflict"
    __table_args__ = (
        Index("ix_conflict_kind", "kind", "sort_key", "cluster_id"),
        Index("ix_conflict_newest", "sort_key", "named", "id"),
    )

    id: str = key(primary=True)
    sort_key: str = Field(unique=True, max_length=200)
    cluster_id: str = key(index=True)
    kind: str = Field(max_length=16)
    scope: str = Field(max_length=16)
    relation: str = Field(max_length=16)
    severity: str = Field(max_length=16)
    state: str = Field(index=True, max_length=16)
    languages: str = Field(default="", max_length=400)  # "|ar|en|", of the claims on its sides
    named: int = marks()  # those of its cluster
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ConflictClaimRow(SQLModel, table=True):
    """Which claim stands on which side of a conflict."""

    __tablename__ = "conflict_claim"
    __table_args__ = {"sqlite_with_rowid": False}

    conflict_id: str = key(primary=True)
    claim_id: str = Field(sa_column=Column(Key, primary_key=True, index=True))
    side: int = Field(primary_key=True)


class DecisionRow(SQLModel, table=True):
    """One decision of a reviewer; never changed, only forgotten with the articles that it is about."""

    __tablename__ = "decision"

    id: int | None = Field(default=None, primary_key=True)
    conflict_id: str = key(index=True)
    kind: str = Field(max_length=16)
    scope: str = Field(max_length=16)
    sides: list[list[str]] = Field(sa_column=Column(JSON, nullable=False))
    state: str = Field(max_length=16)
    note: str | None = None
    reviewer: str | None = None
    decided_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class DecisionClaimRow(SQLModel, table=True):
    """Which claims a decision is about, for finding it."""

    __tablename__ = "decision_claim"

    decision_id: int = Field(primary_key=True)
    claim_id: str = Field(sa_column=Column(Key, primary_key=True, index=True))


class ClusterDecisionRow(SQLModel, table=True):
    """One decision of a reviewer about clusters; never changed, only forgotten with the articles that it is about."""

    __tablename__ = "cluster_decision"

    id: int | None = Field(default=None, primary_key=True)
    action: str = Field(max_length=16)
    claims: list[str] = Field(sa_column=Column(JSON, nullable=False))
    others: list[str] = Field(sa_column=Column(JSON, nullable=False))
    note: str | None = None
    reviewer: str | None = None
    decided_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    undoes: int | None = None


class ClusterDecisionClaimRow(SQLModel, table=True):
    """Which claims a decision about clusters is about, for finding it."""

    __tablename__ = "cluster_decision_claim"

    decision_id: int = Field(primary_key=True)
    claim_id: str = Field(sa_column=Column(Key, primary_key=True, index=True))


class JobRow(SQLModel, table=True):
    """One article that waits for its analysis; the row goes when it is done."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_order", "background", "not_before", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    article_id: str = Field(sa_column=Column(Key, unique=True, nullable=False))
    not_before: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))
    attempts: int = 0
    background: bool = False
    holder: str | None = Field(default=None, index=True)
    token: str | None = None
    error: str | None = None


class LinkingRow(SQLModel, table=True):
    """A single row that counts the changes to the set of linked claims; ``removed_at`` is that of the last removal."""

    __tablename__ = "linking"

    id: int = Field(primary_key=True)
    epoch: int
    removed_at: int
