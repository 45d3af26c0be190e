"""What is counted for the lists of outlets, kept in step by the transactions that change clusters and conflicts."""

from sqlalchemy import Column, String
from sqlmodel import Field, SQLModel


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
