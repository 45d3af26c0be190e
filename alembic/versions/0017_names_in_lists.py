"""The indexes that lists go through hold the bits of names."""

from collections.abc import Sequence

from alembic import op

from app.adapters.storage.migrating import add_index

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BEFORE = ("outlet_count", "disputed", "languages", "earliest", "latest", "id")
LISTS = (("ix_cluster_newest", "sort_key"), ("ix_cluster_most_disputed", "dispute_key"))


def upgrade() -> None:
    for name, key in LISTS:
        _replace(name, [key, *BEFORE, "named"])
    add_index("ix_conflict_newest", "conflict", ["sort_key", "named", "id"])


def downgrade() -> None:
    op.drop_index("ix_conflict_newest", "conflict")
    for name, key in LISTS:
        _replace(name, [key, *BEFORE])


def _replace(name: str, columns: Sequence[str]) -> None:
    if op.get_bind().dialect.name == "sqlite":  # elsewhere the next line does it
        op.drop_index(name, "cluster")
    add_index(name, "cluster", columns)
