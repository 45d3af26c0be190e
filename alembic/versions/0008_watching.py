"""The outbox of what happened, webhooks, and what is on its way to them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    head = op.create_table(
        "outbox_head",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(head, [{"id": 1, "last": 0, "floor": 0}])
    op.create_table(
        "outbox_event",
        sa.Column("seq", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("ix_outbox_event_at", "outbox_event", ["at"])
    op.create_table(
        "outbox_article",
        sa.Column("seq", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", "article_id"),
    )
    op.create_index("ix_outbox_article_article_id", "outbox_article", ["article_id"])
    op.create_table(
        "webhook",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("sort_key", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=2100), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("secret", sa.String(length=120), nullable=False),
        sa.Column("old_secret", sa.String(length=120), nullable=True),
        sa.Column("old_secret_until", sa.String(length=32), nullable=True),
        sa.Column("added_at", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("disabled_reason", sa.String(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.String(length=32), nullable=True),
        sa.Column("last_success", sa.String(length=32), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("not_before", sa.String(length=32), nullable=False),
        sa.Column("token", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sort_key"),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("webhook_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("sort_key", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_due", sa.String(length=32), nullable=True),
        sa.Column("last_attempt", sa.String(length=32), nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("webhook_id", "seq"),
    )
    op.create_index("ix_webhook_delivery_next_due", "webhook_delivery", ["next_due"])
    op.create_index("ix_webhook_delivery_seq", "webhook_delivery", ["seq"])


def downgrade() -> None:
    for table in ("webhook_delivery", "webhook", "outbox_article", "outbox_event", "outbox_head"):
        op.drop_table(table)
