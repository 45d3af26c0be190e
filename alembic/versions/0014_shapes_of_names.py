"""Names are found by a block, with all their blocks beside it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from app.adapters.storage.column_types import Key

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    joined = "group_concat(block, '|')" if on_sqlite else "string_agg(block, '|' ORDER BY block)"
    op.execute(
        "CREATE TEMPORARY TABLE shapes AS SELECT name_id, JOINED AS shape FROM entity_block GROUP BY 1".replace(
            "JOINED", joined
        )
    )
    op.execute("CREATE TEMPORARY TABLE blocks AS SELECT block, name_id FROM entity_block")
    op.drop_table("entity_block")
    op.create_table(
        "entity_block",
        sa.Column("block", sa.String(), primary_key=True),
        sa.Column("name_id", Key(), primary_key=True),
        sa.Column("shape", sa.String(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO entity_block (block, name_id, shape) SELECT b.block, b.name_id, s.shape"
        " FROM blocks b JOIN shapes s ON s.name_id = b.name_id ORDER BY b.block, b.name_id"
    )
    op.create_index("ix_entity_block_name_id", "entity_block", ["name_id"])
    op.execute("DROP TABLE shapes")
    op.execute("DROP TABLE blocks")


def downgrade() -> None:
    op.execute("CREATE TEMPORARY TABLE blocks AS SELECT block, name_id FROM entity_block")
    op.drop_table("entity_block")
    op.create_table(
        "entity_block",
        sa.Column("name_id", Key(), primary_key=True),
        sa.Column("block", sa.String(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO entity_block (name_id, block) SELECT name_id, block FROM blocks ORDER BY name_id, block")
    op.create_index("ix_entity_block_block", "entity_block", ["block"])
    op.execute("DROP TABLE blocks")
