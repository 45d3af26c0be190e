"""Gives months with many claims a partition of their own on PostgreSQL.

A claim of a new month goes into the partition of the rest. From time to time a month that has become large there moves
out, in one short transaction. So there are never more partitions than the claims are worth: each costs every look-up by
id a little.
"""

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from app.adapters.storage.migrations import LOCK_NOT_AVAILABLE
from app.adapters.storage.months import REST

MANY = 10_000  # claims of a month from which on it is worth a partition
PARTITIONED = ("claim", "claim_vector")
TENDING = 0x43726F73736D6F6E  # a number of our own among the server's advisory locks


def split_off_months(writer: Engine, many: int = MANY) -> list[str]:
    """The partitions that were made. Where somebody else is at it, or where readers do not let go of a table within two
    seconds, nothing is done: it can wait."""
    made: list[str] = []
    for table in PARTITIONED:
        for month in _large_months(writer, table, many):
            try:
                # One table at a time: a reader that has one of them and wants another never waits in a circle with us.
                with writer.begin() as connection:
                    if not connection.execute(
                        text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": TENDING}
                    ).scalar():
                        return made
                    connection.execute(text("SET LOCAL lock_timeout = '2s'"))
                    made.append(_split_off(connection, table, month))
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                    raise
                return made
    return made


def _large_months(writer: Engine, table: str, many: int) -> list[str]:
    query = (
        f"SELECT month FROM {table}_{REST} WHERE month <> '' GROUP BY month"  # noqa: S608  (names of ours)
        " HAVING count(*) >= :many ORDER BY month"
    )
    with writer.begin() as connection:
        return list(connection.execute(text(query), {"many": many}).scalars())


def _split_off(connection: Connection, table: str, month: str) -> str:
    # Nobody links meanwhile; and whoever looked before this looks again, since the epoch is another one.
    connection.execute(text("SELECT id FROM linking FOR UPDATE"))
    connection.execute(text("UPDATE linking SET epoch = epoch + 1"))
    part, rest = f"{table}_{month.replace('-', '_')}", f"{table}_{REST}"
    moved = f"WITH moved AS (DELETE FROM {rest} WHERE month = '{month}' RETURNING *)"  # noqa: S608  (digits)
    for statement in (
        f"CREATE TABLE {part} (LIKE {table} INCLUDING DEFAULTS INCLUDING STORAGE)",
        # Known to hold nothing else, it is attached without being read through once more.
        f"ALTER TABLE {part} ADD CONSTRAINT {part}_month CHECK (month = '{month}')",
        f"LOCK TABLE {rest} IN ACCESS EXCLUSIVE MODE",
        f"{moved} INSERT INTO {part} SELECT * FROM moved",  # noqa: S608
        f"ALTER TABLE {table} ATTACH PARTITION {part} FOR VALUES IN ('{month}')",
        f"ALTER TABLE {part} DROP CONSTRAINT {part}_month",
    ):
        connection.execute(text(statement))
    return part
