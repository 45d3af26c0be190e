"""Clusters by how disputed they are; the languages of clusters and conflicts beside them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ROWS_AT_A_TIME = 1_000
WEIGHTS = {"low": 1, "medium": 2, "high": 3}


def upgrade() -> None:
    for table, column, length in (("cluster", "dispute_key", 240), ("cluster", "languages", 400)):
        op.add_column(table, sa.Column(column, sa.String(length=length), nullable=False, server_default=""))
    op.add_column("conflict", sa.Column("languages", sa.String(length=400), nullable=False, server_default=""))
    _fill_clusters(op.get_bind())
    _fill_conflicts(op.get_bind())


def _fill_clusters(connection: sa.Connection) -> None:
    conflicts = sa.table("conflict", *map(sa.column, ("cluster_id", "relation", "severity", "state")))
    standing = sa.select(conflicts.c.cluster_id, conflicts.c.severity).where(
        conflicts.c.relation == "contradiction", conflicts.c.state != "dismissed"
    )
    weights: Counter[str] = Counter()
    for cluster_id, severity in connection.execute(standing):
        weights[cluster_id] += WEIGHTS[severity]
    names = ("id", "sort_key", "dispute_key", "languages")
    clusters = sa.table("cluster", *map(sa.column, names), sa.column("body", sa.JSON()))
    some = sa.select(clusters.c.id, clusters.c.sort_key, clusters.c.body).order_by(clusters.c.id).limit(ROWS_AT_A_TIME)
    change = sa.update(clusters).where(clusters.c.id == sa.bindparam("changed"))
    change = change.values(dispute_key=sa.bindparam("key"), languages=sa.bindparam("told_in"))
    last = ""
    while rows := connection.execute(some.where(clusters.c.id > last)).all():
        told = [
            {
                "changed": cluster_id,
                "key": f"{weights[cluster_id]:06}~{body['independent_origins']:06}~{sort_key}",
                "told_in": language_list(body["languages"]),
            }
            for cluster_id, sort_key, body in rows
        ]
        connection.execute(change, told)
        last = rows[-1][0]


def _fill_conflicts(connection: sa.Connection) -> None:
    claims = sa.table("claim", *map(sa.column, ("id", "language")))
    sides = sa.table("conflict_claim", *map(sa.column, ("conflict_id", "claim_id")))
    conflicts = sa.table("conflict", *map(sa.column, ("id", "languages")))
    told: dict[str, set[str]] = defaultdict(set)
    query = sa.select(sides.c.conflict_id, claims.c.language).join(claims, claims.c.id == sides.c.claim_id).distinct()
    for conflict_id, language in connection.execute(query):
        told[conflict_id].add(language)
    change = sa.update(conflicts).where(conflicts.c.id == sa.bindparam("changed"))
    rows = [{"changed": conflict_id, "told_in": language_list(found)} for conflict_id, found in sorted(told.items())]
    if rows:
        connection.execute(change.values(languages=sa.bindparam("told_in")), rows)


def language_list(languages: Iterable[str]) -> str:
    return "|".join(("", *sorted(set(languages)), ""))


def downgrade() -> None:
    op.drop_column("conflict", "languages")
    op.drop_column("cluster", "languages")
    op.drop_column("cluster", "dispute_key")
