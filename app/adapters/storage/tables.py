"""The tables. Portable SQL only: instants are fixed-width UTC strings, which sort as they pass; vectors are bytes.

On PostgreSQL ``claim`` and ``claim_vector`` are partitioned by month, and their keys hold it beside the id.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from app.adapters.storage.halfvec import Searchable

ID_LENGTH = 64
SQLITE_ALONE = {"engine": "sqlite"}  # of an index that PostgreSQL has not


class Instant(TypeDecorator[datetime]):
    """An aware time, kept as ``2020-06-03T18:00:00.000000+00:00``."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """In UTC, always with microseconds, so that the strings sort like the times."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Aware, UTC."""
        return None if value is None else datetime.fromisoformat(value)


def local_text(instant: datetime) -> str:
    """How local times are kept, so that they sort; an aware time counts as it reads on its own clock."""
    return instant.replace(tzinfo=None).isoformat(timespec="microseconds")


def identifier(*, primary: bool = False, index: bool = False, nullable: bool = False) -> Any:
    """A column for an id of ours. SQLModel's fields are typed as what they hold, so this is Any."""
    return Field(
        sa_column=Column(String(ID_LENGTH), primary_key=primary, index=index, nullable=nullable),
        default=None if nullable else ...,
    )


class ArticleRow(SQLModel, table=True):
    """One article: what was submitted, and what cleaning found."""

    __tablename__ = "article"

    id: str = identifier(primary=True)
    sort_key: str = Field(unique=True, max_length=120)
    outlet: str = Field(index=True)
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

    article_id: str = identifier(primary=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    html: str | None = Field(default=None, sa_column=Column(Text))


class AnalysisRow(SQLModel, table=True):
    """Sentences and passages of an article, as offsets."""

    __tablename__ = "article_analysis"

    article_id: str = identifier(primary=True)
    version: str = Field(index=True)
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class ClaimRow(SQLModel, table=True):
    """One claim; the columns are for finding it, ``body`` is the claim."""

    __tablename__ = "claim"
    # SQLite looks here for words, and for where claims belong: a tenth of the table. PostgreSQL takes no text of any
    # length into such an index, and reads the table with several processes.
    __table_args__ = (
        Index("ix_claim_words", "words", "cluster_id", "id", info=SQLITE_ALONE),
        Index("ix_claim_home", "id", "cluster_id", info=SQLITE_ALONE),
    )

    id: str = identifier(primary=True)
    sort_key: str = Field(unique=True, max_length=200)
    article_id: str = identifier(index=True)
    cluster_id: str | None = identifier(index=True, nullable=True)
    outlet: str = Field(index=True)
    language: str = Field(max_length=8)
    event_type: str | None = Field(default=None, index=True, max_length=64)
    earliest: str | None = Field(
        default=None, index=True, max_length=32
    )  # local ISO 8601; of the event, or of publication
    latest: str | None = Field(default=None, max_length=32)
    month: str = Field(default="", max_length=7)  # see months.py
    words: str = Field(sa_column=Column(Text, nullable=False))  # folded statement and quote, for searching
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class VectorRow(SQLModel, table=True):
    """The vector of one claim: float32, little-endian. Times and month are those of the claim."""

    __tablename__ = "claim_vector"

    claim_id: str = identifier(primary=True)
    article_id: str = identifier(index=True)
    epoch: int = Field(index=True)  # of the linking table, when it was added
    month: str = Field(default="", max_length=7)
    earliest: str | None = Field(default=None, max_length=32)
    latest: str | None = Field(default=None, max_length=32)
    vector: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    searchable: Any = Field(default=None, sa_column=Column(Searchable, nullable=True))


class ClaimEntityRow(SQLModel, table=True):
    """One entity that a claim names, under the name that its article gives it."""

    __tablename__ = "claim_entity"
    __table_args__ = (UniqueConstraint("claim_id", "entity_id", "role"), Index("ix_claim_entity_article", "article_id"))

    id: int | None = Field(default=None, primary_key=True)
    claim_id: str = identifier(index=True)
    article_id: str = identifier()
    entity_id: str = identifier(index=True)  # of the name's key: what candidates for linking share
    name_id: str = identifier(index=True)
    role: str = Field(max_length=16)  # "party" or "place"
    type: str = Field(max_length=16)
    name: str
    folded: str = Field(index=True)
    place_key: str | None = Field(default=None, index=True)


class EntityNameRow(SQLModel, table=True):
    """One name in use, and whose it is."""

    __tablename__ = "entity_name"

    id: str = identifier(primary=True)
    base: str = identifier(index=True)
    key_id: str = identifier(index=True)
    type: str = Field(max_length=16)
    name: str
    component: str = identifier(index=True)
    entity_id: str = identifier(index=True)


class EntityBlockRow(SQLModel, table=True):
    """What a name must share with another one to be compared with it."""

    __tablename__ = "entity_block"

    name_id: str = identifier(primary=True)
    block: str = Field(sa_column=Column(String(), primary_key=True, index=True))


class NamesakeRow(SQLModel, table=True):
    """Whom one article means by a name, where a reviewer said that it is not whom others mean by it."""

    __tablename__ = "namesake"

    article_id: str = identifier(primary=True)
    base: str = Field(sa_column=Column(String(ID_LENGTH), primary_key=True, index=True))
    name_id: str = identifier()


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
    name_id: str = Field(sa_column=Column(String(ID_LENGTH), primary_key=True, index=True))


class EdgeRow(SQLModel, table=True):
    """How probable it is that two claims report the same event; a function of their two articles."""

    __tablename__ = "edge"

    left: str = identifier(primary=True)
    right: str = Field(sa_column=Column(String(ID_LENGTH), primary_key=True, index=True))
    probability: float
    reason: str
    contradiction: float | None


class ClusterRow(SQLModel, table=True):
    """One cluster; the columns are for finding it, ``body`` is the cluster."""

    __tablename__ = "cluster"
    # A list goes through one of these, and reads the rows of those alone that fit its filters.
    __table_args__ = tuple(
        Index(name, key, "outlet_count", "disputed", "languages", "earliest", "latest", "id")
        for name, key in (("ix_cluster_newest", "sort_key"), ("ix_cluster_most_disputed", "dispute_key"))
    )

    id: str = identifier(primary=True)
    sort_key: str = Field(unique=True, max_length=200)
    event_type: str | None = Field(default=None, index=True, max_length=64)
    earliest: str | None = Field(default=None, max_length=32)
    latest: str | None = Field(default=None, max_length=32)
    outlet_count: int
    disputed: bool
    languages: str = Field(default="", max_length=400)  # "|ar|en|"
    dispute_key: str = Field(default="", max_length=240)  # sorts the most disputed first; see ranking.py
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class ConflictRow(SQLModel, table=True):
    """One conflict; ``state`` is the reviewers' last word on it."""

    __tablename__ = "conflict"

    id: str = identifier(primary=True)
    sort_key: str = Field(unique=True, max_length=200)
    cluster_id: str = identifier(index=True)
    kind: str = Field(index=True, max_length=16)
    scope: str = Field(max_length=16)
    relation: str = Field(max_length=16)
    severity: str = Field(max_length=16)
    state: str = Field(index=True, max_length=16)
    languages: str = Field(default="", max_length=400)  # "|ar|en|", of the claims on its sides
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class ConflictClaimRow(SQLModel, table=True):
    """Which claim stands on which side of a conflict."""

    __tablename__ = "conflict_claim"

    conflict_id: str = identifier(primary=True)
    claim_id: str = Field(sa_column=Column(String(ID_LENGTH), primary_key=True, index=True))
    side: int = Field(primary_key=True)


class DecisionRow(SQLModel, table=True):
    """One decision of a reviewer; never changed, only forgotten with the articles that it is about."""

    __tablename__ = "decision"

    id: int | None = Field(default=None, primary_key=True)
    conflict_id: str = identifier(index=True)
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
    claim_id: str = Field(sa_column=Column(String(ID_LENGTH), primary_key=True, index=True))


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
    claim_id: str = Field(sa_column=Column(String(ID_LENGTH), primary_key=True, index=True))


class JobRow(SQLModel, table=True):
    """One article that waits for its analysis; the row goes when it is done."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_order", "background", "not_before", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    article_id: str = Field(sa_column=Column(String(ID_LENGTH), unique=True, nullable=False))
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
