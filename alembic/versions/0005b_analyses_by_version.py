"""Analyses by the version that made them, so that those of an older one are found."""

from collections.abc import Sequence

from alembic import op

from app.adapters.storage.migrating import add_index

revision: str = "0005b"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    add_index("ix_article_analysis_version", "article_analysis", ["version"])


def downgrade() -> None:
    op.drop_index("ix_article_analysis_version", "article_analysis")
