"""Steps that migrations take on either engine, such that PostgreSQL goes on serving meanwhile."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.adapters.storage.months import REST

LOCK_NOT_AVAILABLE = "55P03"  # what PostgreSQL says after lock_timeout
ROWS_AT_A_TIME = 1_000
Types = Mapping[str, sa.types.TypeEngine[Any]]


def add_index(name: str, table: str, columns: Sequence[str], *, unique: bool = False, where: str | None = None) -> None:
    """An index on a table that may be large. On PostgreSQL it is built beside the writers (CONCURRENTLY), outside of
    any transaction; so a migration that adds an index does nothing else, and can be run again where it was broken off.
    One that was left half built is built anew."""
    some = None if where is None else sa.text(where)
    if op.get_bind().dialect.name != "postgresql":
        op.create_index(name, table, list(columns), unique=unique, sqlite_where=some)
        return
    with op.get_context().autocommit_block():
        op.drop_index(name, table, if_exists=True, postgresql_concurrently=True)
        op.create_index(name, table, list(columns), unique=unique, postgresql_concurrently=True, postgresql_where=some)


def partition_by_month(table: str, *, key: str, unique: Sequence[str] = ()) -> None:
    """Makes a table of PostgreSQL one that is partitioned by its column ``month``, with one partition that holds all.

    Its keys get the month beside the id: PostgreSQL keeps no key across partitions. That ids are there once is held by
    the store, which writes claims under a lock.
    """
    with _rebuilt(table, "PARTITION BY LIST (month)"):
        op.execute(f"ALTER TABLE {table} ADD PRIMARY KEY ({key}, month)")
        for column in unique:
            op.execute(f"ALTER TABLE {table} ADD UNIQUE ({column}, month)")
        op.execute(f"CREATE TABLE {table}_{REST} PARTITION OF {table} DEFAULT")


def undo_partitions(table: str, *, key: str, unique: Sequence[str] = ()) -> None:
    """Makes it an ordinary table again."""
    with _rebuilt(table, ""):
        op.execute(f"ALTER TABLE {table} ADD PRIMARY KEY ({key})")
        for column in unique:
            op.execute(f"ALTER TABLE {table} ADD UNIQUE ({column})")


@contextmanager
def _rebuilt(table: str, how: str) -> Iterator[None]:
    """A table of the same columns and indexes takes the place of the old one; keys and partitions are made in the
    block, then the rows move."""
    old = f"{table}_before"
    connection = op.get_bind()
    indexes = [
        (str(index["name"]), [str(column) for column in index["column_names"]])
        for index in sa.inspect(connection).get_indexes(table)
        if "duplicates_constraint" not in index
    ]
    op.execute(f"ALTER TABLE {table} RENAME TO {old}")
    for name, _ in indexes:
        op.execute(f"DROP INDEX {name}")
    op.execute(f"CREATE TABLE {table} (LIKE {old} INCLUDING DEFAULTS INCLUDING STORAGE) {how}")
    yield
    op.execute(f"INSERT INTO {table} SELECT * FROM {old}")  # noqa: S608  (names of ours)
    op.execute(f"DROP TABLE {old}")
    for name, columns in indexes:
        op.create_index(name, table, columns)


def change_rows(
    table: str, key: str, *, read: Types, write: Types, change: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> None:
    """Gives the columns ``write`` of every row what ``change`` makes of its columns ``read``; some rows at a time, in
    the order of ``key``, which tells them apart. A column that is in both may be of one type before and another then.
    """
    connection = op.get_bind()
    rows = sa.table(table, sa.column(key), *(sa.column(name, kind) for name, kind in read.items()))
    new_rows = sa.table(table, sa.column(key), *(sa.column(name, kind) for name, kind in write.items()))
    some = sa.select(rows.c[key], *(rows.c[name] for name in read)).order_by(rows.c[key]).limit(ROWS_AT_A_TIME)
    changed = sa.update(new_rows).where(new_rows.c[key] == sa.bindparam("changed_key"))
    changed = changed.values({name: sa.bindparam(f"new_{name}", type_=kind) for name, kind in write.items()})
    query = some
    while found := connection.execute(query).mappings().all():
        values = [
            {"changed_key": row[key], **{f"new_{name}": value for name, value in change(dict(row)).items()}}
            for row in found
        ]
        connection.execute(changed, values)
        query = some.where(rows.c[key] > found[-1][key])


def replace_column(table: str, old: str, new: str) -> None:
    """The column ``new`` takes the name of ``old``, which goes."""
    op.drop_column(table, old)
    op.alter_column(table, new, new_column_name=old)


def rebuild(table: str, definition: str, columns: Mapping[str, str]) -> None:
    """On SQLite, a table of another definition takes the place of one; ``columns`` are the new ones with what of the
    old ones they hold. Its indexes are gone then."""
    op.execute(f"CREATE TABLE {table}_new {definition}")
    into, values = ", ".join(columns), ", ".join(columns.values())
    op.execute(f"INSERT INTO {table}_new ({into}) SELECT {values} FROM {table}")  # noqa: S608  (names of ours)
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {table}_new RENAME TO {table}")
