"""Indexes that lists of clusters go through, the most disputed or the newest first, with what they are chosen by. On
SQLite, words and homes of claims are looked for in an index instead of in the table."""

from collections.abc import Sequence

from alembic import op

from app.adapters.storage.migrating import add_index

revision: str = "0009b"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BESIDE = ("outlet_count", "disputed", "languages", "earliest", "latest", "id")


def upgrade() -> None:
    add_index("ix_cluster_most_disputed", "cluster", ["dispute_key", *BESIDE])
    add_index("ix_cluster_newest", "cluster", ["sort_key", *BESIDE])
    # Half of the rows, or nearly all, fit what these were for: whoever goes through them reads the table all over.
    op.drop_index("ix_cluster_outlet_count", "cluster", if_exists=True)
    op.drop_index("ix_cluster_disputed", "cluster", if_exists=True)
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_claim_words", "claim", ["words", "cluster_id", "id"])
        op.create_index("ix_claim_home", "claim", ["id", "cluster_id"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_claim_home", "claim")
        op.drop_index("ix_claim_words", "claim")
    op.create_index("ix_cluster_disputed", "cluster", ["disputed"])
    op.create_index("ix_cluster_outlet_count", "cluster", ["outlet_count"])
    op.drop_index("ix_cluster_newest", "cluster")
    op.drop_index("ix_cluster_most_disputed", "cluster")
