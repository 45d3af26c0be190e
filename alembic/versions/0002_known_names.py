"""Names in use and whose they are; what reviewers decided about them."""

import hashlib
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "entity_name",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("component", sa.String(length=64), nullable=False),
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("entity_name", schema=None) as batch_op:
        for column in ("base", "component", "entity_id", "key_id"):
            batch_op.create_index(batch_op.f(f"ix_entity_name_{column}"), [column], unique=False)
    op.create_table(
        "entity_block",
        sa.Column("name_id", sa.String(length=64), nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name_id", "block"),
    )
    with op.batch_alter_table("entity_block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entity_block_block"), ["block"], unique=False)
    op.create_table(
        "namesake",
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("name_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "base"),
    )
    with op.batch_alter_table("namesake", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_namesake_base"), ["base"], unique=False)
    op.create_table(
        "entity_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("articles", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("decided_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "entity_decision_name",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("name_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("decision_id", "name_id"),
    )
    with op.batch_alter_table("entity_decision_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entity_decision_name_name_id"), ["name_id"], unique=False)
    with op.batch_alter_table("claim_entity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name_id", sa.String(length=64), nullable=False, server_default=""))
    _keep_names_in_use()
    with op.batch_alter_table("claim_entity", schema=None) as batch_op:
        batch_op.alter_column("name_id", server_default=None)
        batch_op.create_index(batch_op.f("ix_claim_entity_name_id"), ["name_id"], unique=False)


def _keep_names_in_use() -> None:
    """The names of claims that are stored already, one entity a key as before. They join other spellings when a new
    article uses one of them, or when theirs is analysed again."""
    connection = op.get_bind()
    query = "SELECT DISTINCT entity_id, type, name FROM claim_entity"
    for key, kind, name in connection.execute(sa.text(query)).all():
        told = f"name:{key}\0{kind}\0{name}"
        name_id = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]
        connection.execute(
            sa.text(
                "INSERT INTO entity_name (id, base, key_id, type, name, component, entity_id)"
                " VALUES (:id, :id, :key, :type, :name, :id, :key)"
            ),
            {"id": name_id, "key": key, "type": kind, "name": name},
        )
        connection.execute(
            sa.text("UPDATE claim_entity SET name_id = :id WHERE entity_id = :key AND type = :type AND name = :name"),
            {"id": name_id, "key": key, "type": kind, "name": name},
        )


def downgrade() -> None:
    with op.batch_alter_table("claim_entity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_entity_name_id"))
        batch_op.drop_column("name_id")
    for table in ("entity_decision_name", "entity_decision", "namesake", "entity_block", "entity_name"):
        op.drop_table(table)
