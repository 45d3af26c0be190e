"""On SQLite, an index of the words of claims and of their parts, in the place of one that was read as a whole."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

from app.adapters.storage.claim_words import TABLES, index_all

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("claim", sa.Column("number", sa.Integer(), nullable=True))  # of PostgreSQL's claims none has one
    if op.get_bind().dialect.name != "sqlite":
        return
    op.drop_index("ix_claim_words", "claim")
    op.create_table(
        "word", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("word", sa.String(), nullable=False)
    )
    op.create_table(
        "word_part",
        sa.Column("part", sa.String(), primary_key=True),
        sa.Column("word_id", sa.Integer(), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    for statement in TABLES:
        op.execute(statement)
    op.create_index("ix_claim_number", "claim", ["number", "cluster_id", "id"])
    with Session(op.get_bind()) as session:
        index_all(session)
        session.flush()
    op.create_index("ix_word_word", "word", ["word"], unique=True)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("claim_word_doc", "claim_word", "word_part", "word"):
            op.drop_table(name)
        op.drop_index("ix_claim_number", "claim")
    op.drop_column("claim", "number")
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_claim_words", "claim", ["words", "cluster_id", "id"])
