"""What lists sort and choose by.

How disputed a cluster is, is a text that sorts: by the weight of its contradictions, then by its independent origins,
then by its latest report. Contradictions that a reviewer dismissed weigh nothing.
"""

from collections import Counter
from collections.abc import Collection, Iterable

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.adapters.storage.portions import portions
from app.adapters.storage.tables import ClusterRow, ConflictRow
from app.core.model.conflict import SEVERITY_WEIGHTS, Relation, ReviewState, Severity

MOST = 999_999


def dispute_key(weight: int, origins: int, sort_key: str) -> str:
    """``sort_key`` is that of the cluster."""
    return f"{min(weight, MOST):06}~{min(origins, MOST):06}~{sort_key}"


def language_list(languages: Iterable[str]) -> str:
    """Codes as they are kept beside what is told in them: "|ar|en|"."""
    return "|".join(("", *sorted(set(languages)), ""))


def rank(session: Session, cluster_ids: Collection[str]) -> None:
    """Weighs the conflicts of these clusters anew."""
    for portion in portions(sorted(cluster_ids)):
        weights: Counter[str] = Counter()
        standing = select(ConflictRow.cluster_id, ConflictRow.severity).where(
            col(ConflictRow.cluster_id).in_(portion),
            ConflictRow.relation == Relation.CONTRADICTION.value,
            ConflictRow.state != ReviewState.DISMISSED.value,
        )
        for cluster_id, severity in session.exec(standing):
            weights[cluster_id] += SEVERITY_WEIGHTS[Severity(severity)]
        known = select(ClusterRow.id, ClusterRow.dispute_key).where(col(ClusterRow.id).in_(portion))
        for cluster_id, key in session.exec(known).all():
            _, origins, sort_key = key.split("~", 2)
            told = dispute_key(weights[cluster_id], int(origins), sort_key)
            session.exec(update(ClusterRow).where(col(ClusterRow.id) == cluster_id).values(dispute_key=told))
