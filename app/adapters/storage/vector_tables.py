"""Where vectors are kept: in blocks that SQLite reads at once, in rows that PostgreSQL searches."""

from typing import Any

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from app.adapters.storage.column_types import Month
from app.adapters.storage.halfvec import Searchable
from app.adapters.storage.tables import SQLITE_ALONE, key

POSTGRES_ALONE = {"engine": "postgresql"}


class VectorRow(SQLModel, table=True):
    """On PostgreSQL, the vector of one claim (vector_bytes.py). Times and month are those of the claim."""

    __tablename__ = "claim_vector"
    __table_args__ = {"info": POSTGRES_ALONE}

    claim_id: str = key(primary=True)
    article_id: str = key(index=True)
    epoch: int = Field(index=True)  # of the linking table, when it was added
    month: str = Field(default="", max_length=7)
    earliest: str | None = Field(default=None, max_length=32)
    latest: str | None = Field(default=None, max_length=32)
    vector: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    searchable: Any = Field(default=None, sa_column=Column(Searchable, nullable=True))


class VectorBlockRow(SQLModel, table=True):
    """On SQLite, the vectors of those claims of one article that are of one month (vector_bytes.py)."""

    __tablename__ = "vector_block"
    __table_args__ = (
        Index("ix_vector_block_month", "month", "dimensions", "epoch", info=SQLITE_ALONE),
        Index("ix_vector_block_article", "article_id", "epoch", info=SQLITE_ALONE),
        {"info": SQLITE_ALONE},
    )

    id: int | None = Field(default=None, primary_key=True)
    article_id: str = key()
    month: str = Field(sa_column=Column(Month, nullable=False))
    dimensions: int
    epoch: int = Field(index=True)  # of the linking table, when it was added
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
