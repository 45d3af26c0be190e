"""Clusters and conflicts tell by the bits of a number whom they name."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

from app.adapters.storage.name_marks import mark_all

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for table in ("cluster", "conflict"):
        op.add_column(table, sa.Column("named", sa.BigInteger(), nullable=False, server_default="0"))
    with Session(op.get_bind()) as session:
        mark_all(session)
        session.flush()


def downgrade() -> None:
    for table in ("cluster", "conflict"):
        op.drop_column(table, "named")
