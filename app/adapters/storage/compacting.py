"""What the migration 0010 does to vectors and names, and undoes. Used by it alone."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import sqlalchemy as sa
from alembic import op

from app.adapters.storage.halfvec import Searchable
from app.adapters.storage.migrating import ROWS_AT_A_TIME, change_rows
from app.adapters.storage.months import month_number
from app.adapters.storage.old_documents import long_time, short_time
from app.adapters.storage.vector_bytes import block_bytes, read_blocks, read_rows, row_bytes
from app.rounding import Codes, codes_of

OLD = np.dtype("<f4")
ARTICLES_AT_A_TIME = 200
SORTED = "C"  # by code points, from the beginning: a view keeps PostgreSQL from changing it later
_VECTORS = """
SELECT v.article_id, v.epoch, v.month, v.earliest, v.latest, v.vector
FROM claim_vector v LEFT JOIN claim c ON c.id = v.claim_id WHERE v.article_id IN :articles
ORDER BY v.article_id, c.sort_key DESC, v.claim_id
"""
_MONTH = "CASE WHEN c.month IS NULL OR c.month = '' THEN 0 ELSE CAST(substr(c.month, 1, 4) AS INTEGER) * 12"
_MONTH += " + CAST(substr(c.month, 6, 2) AS INTEGER) - 1 END"
_MENTIONS = f"""
INSERT INTO mention (claim_id, called_id, role, article_id, month)
SELECT e.claim_id, n.id, CASE WHEN e.role = 'place' THEN 1 ELSE 0 END, e.article_id, {_MONTH}
FROM claim_entity e
JOIN called n ON n.name_id = e.name_id AND n.entity_id = e.entity_id AND n.type = e.type AND n.name = e.name
  AND n.folded = e.folded AND n.place_key IS NOT DISTINCT FROM e.place_key
LEFT JOIN claim c ON c.id = e.claim_id
"""  # noqa: S608  (names of ours)
VIEW = """
CREATE VIEW claim_entity AS
SELECT m.claim_id, n.entity_id, m.role, m.article_id, m.month, n.name_id, n.type, n.name, n.folded, n.place_key
FROM mention m JOIN called n ON n.id = m.called_id
"""
_NAMES = ("entity_id", "name_id", "type", "name", "folded", "place_key")


def _text(length: int | None = None) -> sa.types.TypeEngine[Any]:
    return sa.String(length).with_variant(sa.String(length, collation=SORTED), "postgresql")


def write_vectors_anew(*, on_sqlite: bool) -> None:
    """In one byte a number; on SQLite in blocks."""
    if not on_sqlite:
        change_rows(
            "claim_vector",
            "claim_id",
            read={"vector": sa.LargeBinary(), "earliest": sa.Text(), "latest": sa.Text()},
            write={"vector": sa.LargeBinary(), "searchable": Searchable(), "earliest": sa.Text(), "latest": sa.Text()},
            change=_rounded,
        )
        return
    op.create_table(
        "vector_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(64), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("dimensions", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    blocks = sa.table("vector_block", *map(sa.column, ("article_id", "dimensions", "epoch", "body")), _month())
    connection = op.get_bind()
    for rows in _by_article(connection):
        made = _blocks(rows)
        if made:
            connection.execute(sa.insert(blocks), made)
    op.drop_table("claim_vector")
    op.create_index("ix_vector_block_month", "vector_block", ["month", "dimensions", "epoch"])
    op.create_index("ix_vector_block_article", "vector_block", ["article_id", "epoch"])
    op.create_index("ix_vector_block_epoch", "vector_block", ["epoch"])


def read_vectors_anew(*, on_sqlite: bool) -> None:
    """As single-precision numbers, a row for each claim."""
    if not on_sqlite:
        change_rows(
            "claim_vector",
            "claim_id",
            read={"vector": sa.LargeBinary(), "earliest": sa.Text(), "latest": sa.Text()},
            write={"vector": sa.LargeBinary(), "earliest": sa.Text(), "latest": sa.Text()},
            change=lambda row: {
                "vector": read_rows([row["vector"]]).restored().astype(OLD).tobytes(),
                "earliest": long_time(row["earliest"]),
                "latest": long_time(row["latest"]),
            },
        )
        return
    op.create_table(
        "claim_vector",
        sa.Column("claim_id", sa.String(64), nullable=False),
        sa.Column("article_id", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False, server_default=""),
        sa.Column("earliest", sa.String(32), nullable=True),
        sa.Column("latest", sa.String(32), nullable=True),
        sa.Column("searchable", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("claim_id"),
    )
    connection = op.get_bind()
    last = 0
    while found := connection.execute(sa.text(_BLOCKS), {"last": last, "most": ROWS_AT_A_TIME}).all():
        for _, article_id, epoch, dimensions, body in found:
            rows = read_blocks([body], dimensions)
            claims = connection.execute(sa.text(_CLAIMS), {"article": article_id}).all()  # in their old form again
            vectors = Codes(rows["codes"], rows["scales"]).restored().astype(OLD)
            connection.execute(
                sa.text(_OLD_VECTOR),
                [
                    {"article": article_id, "epoch": epoch, "vector": vector.tobytes(), **claims[position]._mapping}
                    for position, vector in zip(rows["position"].tolist(), vectors, strict=True)
                ],
            )
        last = found[-1][0]
    op.drop_table("vector_block")
    op.create_index("ix_claim_vector_article_id", "claim_vector", ["article_id"])
    op.create_index("ix_claim_vector_epoch", "claim_vector", ["epoch"])


_BLOCKS = "SELECT id, article_id, epoch, dimensions, body FROM vector_block WHERE id > :last ORDER BY id LIMIT :most"
_CLAIMS = "SELECT id, month, earliest, latest FROM claim WHERE article_id = :article ORDER BY sort_key DESC"
_OLD_VECTOR = (
    "INSERT INTO claim_vector (claim_id, article_id, epoch, vector, month, earliest, latest)"
    " VALUES (:id, :article, :epoch, :vector, :month, :earliest, :latest)"
)


def _month() -> sa.ColumnClause[Any]:
    return sa.column("month", sa.Integer())


def _rounded(row: Mapping[str, Any]) -> Mapping[str, Any]:
    codes = codes_of(np.frombuffer(row["vector"], dtype=OLD)[None, :])
    return {
        "vector": row_bytes(codes)[0],
        "searchable": codes.restored()[0],
        "earliest": short_time(row["earliest"]),
        "latest": short_time(row["latest"]),
    }


def _by_article(connection: sa.Connection) -> Iterator[list[sa.Row[Any]]]:
    """The old rows of each article, in the order of its claims."""
    vectors = sa.table("claim_vector", sa.column("article_id"))
    some = sa.select(vectors.c.article_id).distinct().order_by(vectors.c.article_id).limit(ARTICLES_AT_A_TIME)
    query = some
    rows = sa.text(_VECTORS).bindparams(sa.bindparam("articles", expanding=True))
    while articles := connection.execute(query).scalars().all():
        found = connection.execute(rows, {"articles": articles}).all()
        for _, own in groupby(found, key=lambda row: row.article_id):
            yield list(own)
        query = some.where(vectors.c.article_id > articles[-1])


def _blocks(rows: Sequence[sa.Row[Any]]) -> list[dict[str, Any]]:
    codes = codes_of(np.array([np.frombuffer(row.vector, dtype=OLD) for row in rows]))
    times = [(row.earliest, row.latest) for row in rows]
    months: dict[str, list[int]] = {}
    for position, row in enumerate(rows):
        months.setdefault(row.month, []).append(position)
    return [
        {
            "article_id": rows[0].article_id,
            "month": month_number(month),
            "dimensions": codes.codes.shape[1],
            "epoch": rows[0].epoch,
            "body": block_bytes(codes, positions, times),
        }
        for month, positions in months.items()
    ]


def split_names(*, on_sqlite: bool) -> None:
    """Names apart from the claims that use them, and a view that joins both."""
    op.create_table(
        "called",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entity_id", _text(64), nullable=False),
        sa.Column("name_id", _text(64), nullable=False),
        sa.Column("type", _text(16), nullable=False),
        sa.Column("name", _text(), nullable=False),
        sa.Column("folded", _text(), nullable=False),
        sa.Column("place_key", _text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "mention",
        sa.Column("claim_id", _text(64), nullable=False),
        sa.Column("called_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.SmallInteger(), nullable=False),
        sa.Column("article_id", _text(64), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("claim_id", "called_id", "role"),
        sqlite_with_rowid=False,
    )
    names = ", ".join(_NAMES)
    op.execute(f"INSERT INTO called ({names}) SELECT DISTINCT {names} FROM claim_entity")  # noqa: S608
    for column in ("name_id", "entity_id", "folded", "place_key"):
        op.create_index(f"ix_called_{column}", "called", [column])
    if not on_sqlite:
        op.execute("ANALYZE called")
    op.execute(_MENTIONS)
    op.drop_table("claim_entity")
    op.create_index("ix_mention_called", "mention", ["called_id", "month"])
    op.execute(VIEW)


def join_names() -> None:
    """One row for each name of a claim."""
    op.execute("DROP VIEW claim_entity")
    op.create_table(
        "claim_entity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(64), nullable=False),
        sa.Column("article_id", sa.String(64), nullable=False),
        sa.Column("entity_id", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("place_key", sa.String(), nullable=True),
        sa.Column("name_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("claim_id", "entity_id", "role"),
    )
    op.execute(
        f"INSERT INTO claim_entity (claim_id, article_id, role, {', '.join(_NAMES)})"  # noqa: S608
        " SELECT m.claim_id, m.article_id, CASE m.role WHEN 1 THEN 'place' ELSE 'party' END,"
        f" {', '.join(f'n.{name}' for name in _NAMES)} FROM mention m JOIN called n ON n.id = m.called_id"
    )
    op.drop_table("mention")
    op.drop_table("called")
    op.create_index("ix_claim_entity_article", "claim_entity", ["article_id"])
    for column in ("entity_id", "claim_id", "place_key", "folded", "name_id"):
        op.create_index(f"ix_claim_entity_{column}", "claim_entity", [column])
