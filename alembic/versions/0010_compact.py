"""What is kept of claims, in a third of the room: documents packed, vectors of one byte a number, times and keys of
lists without what they do not need, names apart from who uses them, and on SQLite ids in half their length."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.adapters.storage.column_types import LocalTime, PackedText, PartitionMonth, Reasons, long_id, short_id
from app.adapters.storage.compacting import join_names, read_vectors_anew, split_names, write_vectors_anew
from app.adapters.storage.migrating import change_rows, rebuild, replace_column
from app.adapters.storage.old_documents import (
    IN_COLUMNS,
    join_claim,
    long_time,
    pack_json,
    short_time,
    split_claim,
    unpack_json,
)
from app.adapters.storage.sorting import instant_text, text_instant

revision: str = "0010"
down_revision: str | None = "0009b"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXT, BYTES, NUMBER, JSON = sa.Text(), sa.LargeBinary(), sa.Integer(), sa.JSON()
TIMES = {"earliest": LocalTime(), "latest": LocalTime()}
NO_BYTES = sa.text("''")
FULL_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")
INSTANT_DIGITS = 15
CLUSTER_ID = re.compile(r"~clu_([0-9a-f]{16})[0-9a-f]*$")
# Columns with ids that SQLite keeps short. Those of the tables that are made anew are there not named.
IDS: Mapping[str, Sequence[str]] = {
    "article": ("id",),
    "article_source": ("article_id",),
    "article_analysis": ("article_id",),
    "claim": ("id", "article_id", "cluster_id"),
    "entity_name": ("id", "base", "key_id", "component", "entity_id"),
    "namesake": ("article_id", "base", "name_id"),
    "entity_decision_name": ("name_id",),
    "cluster": ("id",),
    "conflict": ("id", "cluster_id"),
    "decision": ("conflict_id",),
    "decision_claim": ("claim_id",),
    "cluster_decision_claim": ("claim_id",),
    "job": ("article_id",),
    "page": ("article_id",),
    "outbox_article": ("article_id",),
    "called": ("entity_id", "name_id"),
    "mention": ("claim_id", "article_id"),
    "vector_block": ("article_id",),
    "edge": ('"left"', '"right"'),
    "entity_block": ("name_id",),
    "conflict_claim": ("conflict_id", "claim_id"),
}
WITHOUT_ROWID = {
    "edge": (
        '("left" VARCHAR(64) NOT NULL, "right" VARCHAR(64) NOT NULL, probability FLOAT NOT NULL,'
        ' reason VARCHAR NOT NULL, contradiction FLOAT, PRIMARY KEY ("left", "right")) WITHOUT ROWID',
        ('"left"', '"right"', "probability", "reason", "contradiction"),
        {"ix_edge_right": ("right",)},
    ),
    "entity_block": (
        "(name_id VARCHAR(64) NOT NULL, block VARCHAR NOT NULL, PRIMARY KEY (name_id, block)) WITHOUT ROWID",
        ("name_id", "block"),
        {"ix_entity_block_block": ("block",)},
    ),
    "conflict_claim": (
        "(conflict_id VARCHAR(64) NOT NULL, claim_id VARCHAR(64) NOT NULL, side INTEGER NOT NULL,"
        " PRIMARY KEY (conflict_id, claim_id, side)) WITHOUT ROWID",
        ("conflict_id", "claim_id", "side"),
        {"ix_conflict_claim_claim_id": ("claim_id",)},
    ),
}
BESIDE = ("outlet_count", "disputed", "languages", "earliest", "latest", "id")
# As before, but for its key in lists, which an index holds anyway.
CLUSTER = (
    "(id VARCHAR(64) NOT NULL, sort_key VARCHAR(200) NOT NULL, event_type VARCHAR(64), earliest VARCHAR(32),"
    " latest VARCHAR(32), outlet_count INTEGER NOT NULL, disputed BOOLEAN NOT NULL,"
    " languages VARCHAR(400) DEFAULT '' NOT NULL, dispute_key VARCHAR(240) DEFAULT '' NOT NULL, body BLOB NOT NULL,"
    " PRIMARY KEY (id))",
    (
        "id",
        "sort_key",
        "event_type",
        "earliest",
        "latest",
        "outlet_count",
        "disputed",
        "languages",
        "dispute_key",
        "body",
    ),
    {
        "ix_cluster_event_type": ("event_type",),
        "ix_cluster_newest": ("sort_key", *BESIDE),
        "ix_cluster_most_disputed": ("dispute_key", *BESIDE),
    },
)


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    write_vectors_anew(on_sqlite=on_sqlite)
    split_names(on_sqlite=on_sqlite)  # while months are still texts
    _pack_claims()
    _pack(
        "cluster", {"sort_key": _cluster_key, "dispute_key": _cluster_key, "earliest": short_time, "latest": short_time}
    )
    _pack("conflict", {"sort_key": _short_key})
    _pack("article_analysis", {}, key="article_id")
    _pack_texts()
    _change_reasons(lambda reason: str(Reasons().process_bind_param(reason, op.get_bind().dialect)))
    if on_sqlite:
        for table, (definition, columns, indexes) in {**WITHOUT_ROWID, "cluster": CLUSTER}.items():
            rebuild(table, definition, {column: column for column in columns})
            for name, indexed in indexes.items():
                op.create_index(name, table, list(indexed))
        _change_ids(short_id)
    else:
        op.execute("ALTER TABLE cluster DROP CONSTRAINT IF EXISTS cluster_sort_key_key")


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    if on_sqlite:
        _change_ids(long_id)
    _change_reasons(lambda reason: str(Reasons().process_result_value(reason, op.get_bind().dialect)))
    join_names()
    _unpack_texts()
    _unpack("article_analysis", {}, key="article_id")
    _unpack("conflict", {"sort_key": _long_key})
    _unpack("cluster", {"sort_key": _long_key, "dispute_key": _long_key, "earliest": long_time, "latest": long_time})
    _unpack_claims()
    read_vectors_anew(on_sqlite=on_sqlite)


def _pack_claims() -> None:
    for column in ("start", "end"):
        op.add_column("claim", sa.Column(column, NUMBER, nullable=False, server_default="0"))
    op.add_column("claim", sa.Column("fingerprint", BYTES, nullable=True))
    op.add_column("claim", sa.Column("packed", BYTES, nullable=False, server_default=NO_BYTES))
    texts = {"sort_key": TEXT, "earliest": TEXT, "latest": TEXT, "words": TEXT, "month": TEXT}

    def packed(row: Mapping[str, Any]) -> Mapping[str, Any]:
        split = split_claim(row["body"])
        return {
            "packed": split.pop("body"),
            **split,
            "sort_key": _short_key(row["sort_key"]),
            "earliest": short_time(row["earliest"]),
            "latest": short_time(row["latest"]),
            "words": " ".join(dict.fromkeys(row["words"].split())),
            "month": row["month"],
        }

    new = {"start": NUMBER, "end": NUMBER, "fingerprint": BYTES, "packed": BYTES, "month": PartitionMonth(), **TIMES}
    change_rows("claim", "id", read={**texts, "body": JSON}, write={**texts, **new}, change=packed)
    replace_column("claim", "body", "packed")


def _unpack_claims() -> None:
    op.add_column("claim", sa.Column("unpacked", JSON, nullable=False, server_default="{}"))
    texts = {"sort_key": TEXT, "earliest": TEXT, "latest": TEXT, "month": TEXT}
    read: dict[str, sa.types.TypeEngine[Any]] = {**dict.fromkeys(IN_COLUMNS, TEXT), "start": NUMBER, "end": NUMBER}
    del read["id"]

    def unpacked(row: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            "unpacked": join_claim(row),
            "sort_key": _long_key(row["sort_key"]),
            "earliest": long_time(row["earliest"]),
            "latest": long_time(row["latest"]),
            "month": row["month"],
        }

    read |= {"sort_key": TEXT, "month": PartitionMonth(), **TIMES, "fingerprint": BYTES, "body": BYTES}
    change_rows("claim", "id", read=read, write={**texts, "unpacked": JSON}, change=unpacked)
    replace_column("claim", "body", "unpacked")
    for column in ("fingerprint", "end", "start"):
        op.drop_column("claim", column)


def _pack(table: str, texts: Mapping[str, Any], key: str = "id") -> None:
    op.add_column(table, sa.Column("packed", BYTES, nullable=False, server_default=NO_BYTES))
    kinds = dict.fromkeys(texts, TEXT)

    def packed(row: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"packed": pack_json(row["body"]), **{name: change(row[name]) for name, change in texts.items()}}

    new = {name: TIMES.get(name, TEXT) for name in texts}
    change_rows(table, key, read={**kinds, "body": JSON}, write={**new, "packed": BYTES}, change=packed)
    replace_column(table, "body", "packed")


def _unpack(table: str, texts: Mapping[str, Any], key: str = "id") -> None:
    op.add_column(table, sa.Column("unpacked", JSON, nullable=False, server_default="{}"))
    kinds = dict.fromkeys(texts, TEXT)

    def unpacked(row: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"unpacked": unpack_json(row["body"]), **{name: change(row[name]) for name, change in texts.items()}}

    old = {name: TIMES.get(name, TEXT) for name in texts}
    change_rows(table, key, read={**old, "body": BYTES}, write={**kinds, "unpacked": JSON}, change=unpacked)
    replace_column(table, "body", "unpacked")


def _pack_texts() -> None:
    op.add_column("article_source", sa.Column("packed", BYTES, nullable=False, server_default=NO_BYTES))
    op.add_column("article_source", sa.Column("packed_html", BYTES, nullable=True))
    change_rows(
        "article_source",
        "article_id",
        read={"text": TEXT, "html": TEXT},
        write={"packed": PackedText(), "packed_html": PackedText()},
        change=lambda row: {"packed": row["text"], "packed_html": row["html"]},
    )
    replace_column("article_source", "text", "packed")
    replace_column("article_source", "html", "packed_html")


def _unpack_texts() -> None:
    op.add_column("article_source", sa.Column("unpacked", TEXT, nullable=False, server_default=""))
    op.add_column("article_source", sa.Column("unpacked_html", TEXT, nullable=True))
    change_rows(
        "article_source",
        "article_id",
        read={"text": PackedText(), "html": PackedText()},
        write={"unpacked": TEXT, "unpacked_html": TEXT},
        change=lambda row: {"unpacked": row["text"], "unpacked_html": row["html"]},
    )
    replace_column("article_source", "text", "unpacked")
    replace_column("article_source", "html", "unpacked_html")


def _change_reasons(change: Any) -> None:
    connection = op.get_bind()
    found = connection.execute(sa.text("SELECT DISTINCT reason FROM edge")).scalars().all()
    if found:
        op.execute("CREATE TEMPORARY TABLE other_reason (old VARCHAR PRIMARY KEY, new VARCHAR)")
        rows = [{"old": reason, "new": change(reason)} for reason in found]
        connection.execute(sa.text("INSERT INTO other_reason VALUES (:old, :new)"), rows)
        op.execute("UPDATE edge SET reason = (SELECT new FROM other_reason WHERE old = edge.reason)")
        op.execute("DROP TABLE other_reason")


def _change_ids(change: Any) -> None:
    connection = op.get_bind().connection.driver_connection
    connection.create_function("changed_id", 1, lambda value: None if value is None else change(value))
    for table, columns in IDS.items():
        op.execute(f"UPDATE {table} SET " + ", ".join(f"{column} = changed_id({column})" for column in columns))  # noqa: S608


def _short_key(key: str) -> str:
    """A key of a list, whose time is shortened."""
    return FULL_INSTANT.sub(lambda found: instant_text(datetime.fromisoformat(found[0])), key, count=1)


def _cluster_key(key: str) -> str:
    """The same of a cluster, whose id is told in part."""
    return CLUSTER_ID.sub(r"~\1", _short_key(key))


def _long_key(key: str) -> str:
    parts = key.split("~")
    for number, part in enumerate(parts):
        if len(part) == INSTANT_DIGITS and (instant := text_instant(part)) is not None:
            parts[number] = instant.isoformat(timespec="microseconds")
            break
    return "~".join(parts)
