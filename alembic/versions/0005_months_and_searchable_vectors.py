"""Claims by the month of their event, partitioned so on PostgreSQL; their times beside their vectors, which PostgreSQL
can search. Jobs that wait behind others."""

from collections.abc import Sequence

import numpy as np
import sqlalchemy as sa
from alembic import op

from app.adapters.storage.halfvec import Searchable
from app.adapters.storage.migrating import partition_by_month, undo_partitions
from app.adapters.storage.months import month_of

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ROWS_AT_A_TIME = 1_000
# Sorted by code points from the beginning: what tables are partitioned by cannot be changed later.
MONTH = sa.String(length=7).with_variant(sa.String(length=7, collation="C"), "postgresql")


def upgrade() -> None:
    on_postgres = op.get_bind().dialect.name == "postgresql"
    if on_postgres:
        op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    op.add_column("claim", sa.Column("month", MONTH, nullable=False, server_default=""))
    op.add_column("claim_vector", sa.Column("month", MONTH, nullable=False, server_default=""))
    op.add_column("claim_vector", sa.Column("earliest", sa.String(length=32), nullable=True))
    op.add_column("claim_vector", sa.Column("latest", sa.String(length=32), nullable=True))
    op.add_column("claim_vector", sa.Column("searchable", Searchable(), nullable=True))
    op.add_column("job", sa.Column("background", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_job_order", "job", ["background", "not_before", "id"])
    _fill(on_postgres)
    if on_postgres:
        op.execute("ALTER TABLE claim_vector ALTER COLUMN searchable SET STORAGE MAIN")
        partition_by_month("claim", key="id", unique=("sort_key",))
        partition_by_month("claim_vector", key="claim_id")


def _fill(on_postgres: bool) -> None:
    connection = op.get_bind()
    claims = sa.table("claim", sa.column("id"), sa.column("month"), sa.column("earliest"), sa.column("latest"))
    vectors = sa.table(
        "claim_vector",
        *(sa.column(name) for name in ("claim_id", "month", "earliest", "latest", "vector")),
        sa.column("searchable", Searchable()),
    )
    beside = sa.select(claims, vectors.c.vector).outerjoin(vectors, vectors.c.claim_id == claims.c.id)
    last = ""
    while rows := connection.execute(
        beside.where(claims.c.id > last).order_by(claims.c.id).limit(ROWS_AT_A_TIME)
    ).all():
        for claim_id, _, earliest, latest, vector in rows:
            month = month_of(earliest, latest)
            values = {"month": month, "earliest": earliest, "latest": latest}
            if on_postgres and vector is not None:
                values["searchable"] = np.frombuffer(vector, dtype="<f4")
            connection.execute(sa.update(claims).where(claims.c.id == claim_id).values(month=month))
            connection.execute(sa.update(vectors).where(vectors.c.claim_id == claim_id).values(**values))
        last = rows[-1][0]


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        undo_partitions("claim", key="id", unique=("sort_key",))
        undo_partitions("claim_vector", key="claim_id")
    op.drop_index("ix_job_order", "job")
    op.drop_column("job", "background")
    op.drop_column("claim", "month")
    for column in ("searchable", "latest", "earliest", "month"):
        op.drop_column("claim_vector", column)
