"""Indexes that lists with filters go through, in the place of narrower ones."""

from collections.abc import Sequence

from alembic import op

from app.adapters.storage.migrating import add_index

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Table, columns before, columns now.
WIDENED = (
    ("ix_article_outlet", "article", ["outlet"], ["outlet", "sort_key"]),
    ("ix_conflict_kind", "conflict", ["kind"], ["kind", "sort_key", "cluster_id"]),
)


def upgrade() -> None:
    for name, table, _, columns in WIDENED:
        _replace(name, table, columns)
    add_index("ix_cluster_many_outlets", "cluster", ["outlet_count"], where="outlet_count > 2")
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_claim_cluster_id", "claim")
        op.create_index("ix_claim_held", "claim", ["cluster_id", "id", "number"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_claim_held", "claim")
        op.create_index("ix_claim_cluster_id", "claim", ["cluster_id"])
    op.drop_index("ix_cluster_many_outlets", "cluster")
    for name, table, columns, _ in WIDENED:
        _replace(name, table, columns)


def _replace(name: str, table: str, columns: Sequence[str]) -> None:
    if op.get_bind().dialect.name == "sqlite":  # elsewhere the next line does it
        op.drop_index(name, table)
    add_index(name, table, columns)
