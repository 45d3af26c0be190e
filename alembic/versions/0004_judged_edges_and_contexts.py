"""What the pair judge says of two linked claims; vectors of the sentence beside those of the statement."""

from collections.abc import Callable, Sequence

import numpy as np
import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ROWS_AT_A_TIME = 1_000
NUMBERS = np.dtype("<f4")


def upgrade() -> None:
    with op.batch_alter_table("edge", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contradiction", sa.Float(), nullable=True))
    _change_vectors(_twice)


def downgrade() -> None:
    _change_vectors(_first_half)
    with op.batch_alter_table("edge", schema=None) as batch_op:
        batch_op.drop_column("contradiction")


def _twice(vector: bytes) -> bytes:
    """Until the article is analysed again its statement stands for the sentence: the similarities stay as they were."""
    numbers = np.frombuffer(vector, dtype=NUMBERS)
    return (np.concatenate([numbers, numbers]) / np.sqrt(2)).astype(NUMBERS).tobytes()


def _first_half(vector: bytes) -> bytes:
    numbers = np.frombuffer(vector, dtype=NUMBERS)
    return (numbers[: len(numbers) // 2] * np.sqrt(2)).astype(NUMBERS).tobytes()


def _change_vectors(change: Callable[[bytes], bytes]) -> None:
    connection = op.get_bind()
    last = ""
    while True:
        rows = connection.execute(
            sa.text("SELECT claim_id, vector FROM claim_vector WHERE claim_id > :last ORDER BY claim_id LIMIT :most"),
            {"last": last, "most": ROWS_AT_A_TIME},
        ).all()
        if not rows:
            return
        changed = [{"id": claim_id, "vector": change(vector)} for claim_id, vector in rows]
        connection.execute(sa.text("UPDATE claim_vector SET vector = :vector WHERE claim_id = :id"), changed)
        last = rows[-1][0]
