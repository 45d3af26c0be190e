"""The first tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("sort_key", sa.String(length=120), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("received_at", sa.String(length=32), nullable=False),
        sa.Column("submitted", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("published_at", sa.String(length=32), nullable=True),
        sa.Column("published_offset", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("claim_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sort_key"),
    )
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_language"), ["language"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_outlet"), ["outlet"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_status"), ["status"], unique=False)

    op.create_table(
        "article_analysis",
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("article_id"),
    )
    op.create_table(
        "article_source",
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("article_id"),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("sort_key", sa.String(length=200), nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("cluster_id", sa.String(length=64), nullable=True),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("event_type", sa.String(length=64), nullable=True),
        sa.Column("earliest", sa.String(length=32), nullable=True),
        sa.Column("latest", sa.String(length=32), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sort_key"),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_cluster_id"), ["cluster_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_earliest"), ["earliest"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_event_type"), ["event_type"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_outlet"), ["outlet"], unique=False)

    op.create_table(
        "claim_entity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(length=64), nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("place_key", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("claim_id", "entity_id", "role"),
    )
    with op.batch_alter_table("claim_entity", schema=None) as batch_op:
        batch_op.create_index("ix_claim_entity_article", ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_entity_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_entity_entity_id"), ["entity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_entity_folded"), ["folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_entity_place_key"), ["place_key"], unique=False)

    op.create_table(
        "claim_vector",
        sa.Column("claim_id", sa.String(length=64), nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("claim_id"),
    )
    with op.batch_alter_table("claim_vector", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_vector_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_vector_epoch"), ["epoch"], unique=False)

    op.create_table(
        "cluster",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("sort_key", sa.String(length=200), nullable=False),
        sa.Column("event_type", sa.String(length=64), nullable=True),
        sa.Column("earliest", sa.String(length=32), nullable=True),
        sa.Column("latest", sa.String(length=32), nullable=True),
        sa.Column("outlet_count", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sort_key"),
    )
    with op.batch_alter_table("cluster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cluster_disputed"), ["disputed"], unique=False)
        batch_op.create_index(batch_op.f("ix_cluster_event_type"), ["event_type"], unique=False)
        batch_op.create_index(batch_op.f("ix_cluster_outlet_count"), ["outlet_count"], unique=False)

    op.create_table(
        "conflict",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("sort_key", sa.String(length=200), nullable=False),
        sa.Column("cluster_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sort_key"),
    )
    with op.batch_alter_table("conflict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflict_cluster_id"), ["cluster_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_conflict_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_conflict_state"), ["state"], unique=False)

    op.create_table(
        "conflict_claim",
        sa.Column("conflict_id", sa.String(length=64), nullable=False),
        sa.Column("claim_id", sa.String(length=64), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("conflict_id", "claim_id", "side"),
    )
    with op.batch_alter_table("conflict_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflict_claim_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conflict_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("sides", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("decided_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_conflict_id"), ["conflict_id"], unique=False)

    op.create_table(
        "decision_claim",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("decision_id", "claim_id"),
    )
    with op.batch_alter_table("decision_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_claim_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "edge",
        sa.Column("left", sa.String(length=64), nullable=False),
        sa.Column("right", sa.String(length=64), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("left", "right"),
    )
    with op.batch_alter_table("edge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edge_right"), ["right"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("not_before", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("article_id"),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_holder"), ["holder"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_not_before"), ["not_before"], unique=False)

    op.create_table(
        "linking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(
        sa.table("linking", sa.column("id"), sa.column("epoch"), sa.column("removed_at")),
        [{"id": 1, "epoch": 0, "removed_at": 0}],
    )


def downgrade() -> None:
    op.drop_table("linking")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_not_before"))
        batch_op.drop_index(batch_op.f("ix_job_holder"))

    op.drop_table("job")
    with op.batch_alter_table("edge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edge_right"))

    op.drop_table("edge")
    with op.batch_alter_table("decision_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_claim_claim_id"))

    op.drop_table("decision_claim")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_conflict_id"))

    op.drop_table("decision")
    with op.batch_alter_table("conflict_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conflict_claim_claim_id"))

    op.drop_table("conflict_claim")
    with op.batch_alter_table("conflict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conflict_state"))
        batch_op.drop_index(batch_op.f("ix_conflict_kind"))
        batch_op.drop_index(batch_op.f("ix_conflict_cluster_id"))

    op.drop_table("conflict")
    with op.batch_alter_table("cluster", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cluster_outlet_count"))
        batch_op.drop_index(batch_op.f("ix_cluster_event_type"))
        batch_op.drop_index(batch_op.f("ix_cluster_disputed"))

    op.drop_table("cluster")
    with op.batch_alter_table("claim_vector", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_vector_epoch"))
        batch_op.drop_index(batch_op.f("ix_claim_vector_article_id"))

    op.drop_table("claim_vector")
    with op.batch_alter_table("claim_entity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_entity_place_key"))
        batch_op.drop_index(batch_op.f("ix_claim_entity_folded"))
        batch_op.drop_index(batch_op.f("ix_claim_entity_entity_id"))
        batch_op.drop_index(batch_op.f("ix_claim_entity_claim_id"))
        batch_op.drop_index("ix_claim_entity_article")

    op.drop_table("claim_entity")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_outlet"))
        batch_op.drop_index(batch_op.f("ix_claim_event_type"))
        batch_op.drop_index(batch_op.f("ix_claim_earliest"))
        batch_op.drop_index(batch_op.f("ix_claim_cluster_id"))
        batch_op.drop_index(batch_op.f("ix_claim_article_id"))

    op.drop_table("claim")
    op.drop_table("article_source")
    op.drop_table("article_analysis")
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_status"))
        batch_op.drop_index(batch_op.f("ix_article_outlet"))
        batch_op.drop_index(batch_op.f("ix_article_language"))

    op.drop_table("article")
