"""What is counted for the lists of outlets and entities, kept in step by the transactions that change it."""

from sqlalchemy import Column, Index, Integer, String, Text, text
from sqlmodel import Field, SQLModel

from app.adapters.storage.tables import POSTGRES_ALONE, SQLITE_ALONE, key


class OutletPairRow(SQLModel, table=True):
    """How one outlet stands to another one in the clusters that both report in; the numbers are those of
    ``OutletPair``. A pair that shares nothing any more has no row."""

    __tablename__ = "outlet_pair"
    __table_args__ = {"sqlite_with_rowid": False}

    outlet: str = Field(sa_column=Column(String, primary_key=True))
    other: str = Field(sa_column=Column(String, primary_key=True))
    shared: int
    conflicting: int
    independent: int
    compared: int
    agreed: int


class OutletMarkRow(SQLModel, table=True):
    """A number that changes with every change to the pairs of an outlet."""

    __tablename__ = "outlet_mark"

    outlet: str = Field(sa_column=Column(String, primary_key=True))
    mark: int


class DayBoundsRow(SQLModel, table=True):
    """Of all claims, or clusters, that were last reported within ten days: no earlier and no later time than these is
    told of any. What goes leaves them as they are: they bound what is left as well."""

    __tablename__ = "day_bounds"
    __table_args__ = {"sqlite_with_rowid": False}

    of: str = Field(sa_column=Column(String(8), primary_key=True))  # "claim" or "cluster"
    days: str = Field(sa_column=Column(String(9), primary_key=True))  # how sort keys begin: 2024-03-1; "~" if unknown
    earliest: str = Field(max_length=32)
    latest: str = Field(max_length=32)


class EntityOutletRow(SQLModel, table=True):
    """How many claims and articles of an outlet name an entity. An outlet that does not any more has no row."""

    __tablename__ = "entity_outlet"
    __table_args__ = {"sqlite_with_rowid": False}

    entity_id: str = key(primary=True)
    outlet: str = Field(sa_column=Column(String, primary_key=True))
    claims: int
    articles: int


class EntityCountRow(SQLModel, table=True):
    """How many claims and articles name an entity: once for the list of all, and once for each type of its names."""

    __tablename__ = "entity_count"
    # The list of entities goes through it; PostgreSQL takes no text of any length into an index.
    __table_args__ = (
        Index("ix_entity_count_order", "kind", text("claims DESC"), "entity_id", "names", info=SQLITE_ALONE),
        Index("ix_entity_count_rank", "kind", text("claims DESC"), "entity_id", info=POSTGRES_ALONE),
        {"sqlite_with_rowid": False},
    )

    entity_id: str = key(primary=True)
    kind: str = Field(sa_column=Column(String(16), primary_key=True))
    claims: int
    articles: int
    names: str = Field(sa_column=Column(Text, nullable=False))  # folded, as articles write them, between NAME_ENDs


class NamePartRow(SQLModel, table=True):
    """How a name goes on from each of its characters, as far as ``name_parts.LENGTH``: what is a part of a name begins
    one of these."""

    __tablename__ = "name_part"
    __table_args__ = {"sqlite_with_rowid": False}

    part: str = Field(sa_column=Column(String, primary_key=True))
    called_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))


class WordRow(SQLModel, table=True):
    """On SQLite, a word that some claim holds (claim_words.py)."""

    __tablename__ = "word"
    __table_args__ = {"info": SQLITE_ALONE}

    id: int | None = Field(default=None, primary_key=True)
    word: str = Field(unique=True, index=True)


class WordPartRow(SQLModel, table=True):
    """As ``NamePartRow``, of the words of claims."""

    __tablename__ = "word_part"
    __table_args__ = {"sqlite_with_rowid": False, "info": SQLITE_ALONE}

    part: str = Field(sa_column=Column(String, primary_key=True))
    word_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
