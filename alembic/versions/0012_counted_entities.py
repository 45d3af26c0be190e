"""How often everybody is named, counted in rows; the parts of names, in the order of the alphabet."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

from app.adapters.storage.entity_counts import count_entities

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SORTED = "C"  # by code points, from the beginning: what is counted here is sorted already


def _text(length: int | None = None) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.String(length, collation=SORTED), "postgresql")


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.add_column("called", sa.Column("uses", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "entity_outlet",
        sa.Column("entity_id", _text(64), primary_key=True),
        sa.Column("outlet", _text(), primary_key=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entity_count",
        sa.Column("entity_id", _text(64), primary_key=True),
        sa.Column("kind", _text(16), primary_key=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("names", sa.Text().with_variant(sa.Text(collation=SORTED), "postgresql"), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "name_part",
        sa.Column("part", _text(), primary_key=True),
        sa.Column("called_id", sa.Integer(), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    with Session(op.get_bind()) as session:
        count_entities(session)
        session.flush()
    order = ["kind", sa.text("claims DESC"), "entity_id"]
    if on_sqlite:
        op.create_index("ix_entity_count_order", "entity_count", [*order, "names"])
    else:
        op.create_index("ix_entity_count_rank", "entity_count", order)


def downgrade() -> None:
    op.drop_table("name_part")
    op.drop_table("entity_count")
    op.drop_table("entity_outlet")
    op.drop_column("called", "uses")
