"""What reviewers decided about clusters."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "cluster_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("claims", sa.JSON(), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("reviewer", sa.String(), nullable=True),
        sa.Column("decided_at", sa.String(length=32), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "cluster_decision_claim",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("decision_id", "claim_id"),
    )
    with op.batch_alter_table("cluster_decision_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cluster_decision_claim_claim_id"), ["claim_id"], unique=False)


def downgrade() -> None:
    for table in ("cluster_decision_claim", "cluster_decision"):
        op.drop_table(table)
