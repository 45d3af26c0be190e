"""How outlets stand to each other, counted in rows; the times that claims of each day tell of."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

from app.adapters.storage.day_bounds import bound_all
from app.adapters.storage.standings import count_all

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NUMBERS = ("shared", "conflicting", "independent", "compared", "agreed")


def upgrade() -> None:
    op.create_table(
        "outlet_pair",
        sa.Column("outlet", sa.String(), primary_key=True),
        sa.Column("other", sa.String(), primary_key=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in NUMBERS),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outlet_mark",
        sa.Column("outlet", sa.String(), primary_key=True),
        sa.Column("mark", sa.Integer(), nullable=False),
    )
    op.create_table(
        "day_bounds",
        sa.Column("of", sa.String(length=8), primary_key=True),
        sa.Column("days", sa.String(length=5), primary_key=True),
        sa.Column("earliest", sa.String(length=32), nullable=False),
        sa.Column("latest", sa.String(length=32), nullable=False),
        sqlite_with_rowid=False,
    )
    with Session(op.get_bind()) as session:
        count_all(session)
        bound_all(session)
        session.flush()


def downgrade() -> None:
    op.drop_table("day_bounds")
    op.drop_table("outlet_mark")
    op.drop_table("outlet_pair")
