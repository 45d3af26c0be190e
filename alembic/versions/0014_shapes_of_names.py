"""Names are found by a word and a sound of the next one, with the sounds of their words beside it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

from app.adapters.storage.column_types import Key
from app.adapters.storage.entities import index_names

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.drop_table("entity_block")
    op.create_table(
        "entity_block",
        sa.Column("block", sa.String(), primary_key=True),
        sa.Column("name_id", Key(), primary_key=True),
        sa.Column("shape", sa.String(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entity_block_name_id", "entity_block", ["name_id"])
    with Session(op.get_bind()) as session:
        index_names(session)
        session.flush()


def downgrade() -> None:
    columns = (sa.column("name_id", Key()), sa.column("block", sa.String()))
    told = op.get_bind().execute(sa.select(*columns).select_from(sa.table("entity_block"))).all()
    words = sorted({(name_id, block.partition(">")[0]) for name_id, block in told if ">" in block})
    op.drop_table("entity_block")
    table = op.create_table(
        "entity_block",
        sa.Column("name_id", Key(), primary_key=True),
        sa.Column("block", sa.String(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.bulk_insert(table, [{"name_id": name_id, "block": word} for name_id, word in words])
    op.create_index("ix_entity_block_block", "entity_block", ["block"])
