"""PostgreSQL by psycopg 3: readers in snapshots, writers that see what others committed."""

from collections.abc import Callable
from typing import Any

from psycopg.types.string import StrDumperUnknown
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL

READERS = 10  # connections of one process, opened as they are needed
WRITERS = 5
POOL_PATIENCE = 30.0  # seconds that a request waits for one of them
# A server or a machine that is gone is noticed within a minute, on both sides.
CONNECT = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "client_encoding": "utf8",
    "application_name": "crosscheck",
}
SESSION = (
    "SET tcp_keepalives_idle = 30",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
    "SET timezone = 'UTC'",
)
WRITER_SESSION = (
    # What is acknowledged is on the disk, also where the server's own setting would not wait for it.
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
    "SET lock_timeout = '30s'",
    # A process that was stopped in the middle of a transaction does not keep the others waiting for ever.
    "SET idle_in_transaction_session_timeout = '60s'",
)


class NulFreeDumper(StrDumperUnknown):
    """PostgreSQL keeps no NUL. Articles that hold one are refused before; an id in an address that holds one is no id
    of ours, and is to be looked up in vain, not to fail."""

    def dump(self, obj: str) -> bytes:
        """UTF-8, with U+FFFD in place of NUL."""
        return bytes(super().dump(obj.replace("\0", "\ufffd")) or b"")


def open_postgres(url: URL, *, writer: bool, dump_json: Callable[[object], str]) -> Engine:
    """An engine for writers (READ COMMITTED: after a lock they see what was committed before it), or for readers
    (REPEATABLE READ: each transaction a snapshot). Nothing is connected yet."""
    engine = create_engine(
        url,
        pool_size=WRITERS if writer else READERS,
        max_overflow=0,
        pool_timeout=POOL_PATIENCE,
        pool_pre_ping=True,
        json_serializer=dump_json,
        # Statements that the server prepared would fail once after each migration that changes their tables.
        connect_args={"prepare_threshold": None, **{name: CONNECT[name] for name in CONNECT if name not in url.query}},
        isolation_level="READ COMMITTED" if writer else "REPEATABLE READ",
        execution_options={} if writer else {"postgresql_readonly": True},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.adapters.register_dumper(str, NulFreeDumper)
        connection.autocommit = True
        for statement in (*SESSION, *(WRITER_SESSION if writer else ())):
            connection.execute(statement)
        connection.autocommit = False

    return engine
