"""What reviewers decided about clusters: which claims are of one event, and which are not.

A decision names claims by their ids, which are functions of article and place in its text, so that it still holds after
a new analysis. Claims that a later analysis does not find any more stay named: the decision waits for them.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, delete
from sqlmodel import Session, col, select

from app.adapters.storage.portions import portions
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.tables import ClaimRow, ClusterDecisionClaimRow, ClusterDecisionRow
from app.core.linking.constraints import constraints_of
from app.core.model.linking import ClusterAction, ClusterDecision

_ABOUT = Prepared(
    select(ClusterDecisionClaimRow.decision_id).where(
        col(ClusterDecisionClaimRow.claim_id).in_(bindparam(LIST, expanding=True))
    )
)


class SqlClusterDecisions:
    """``ports.ClusterDecisionStore`` in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, decision: ClusterDecision) -> None:
        """Beside all earlier ones; its id is given here."""
        row = ClusterDecisionRow(
            action=decision.action,
            claims=list(decision.claims),
            others=list(decision.others),
            note=decision.note,
            reviewer=decision.reviewer,
            decided_at=decision.decided_at,
            undoes=decision.undoes,
        )
        self._session.add(row)
        self._session.flush()
        number = row.id or 0  # given by the flush
        about = sorted({*decision.claims, *decision.others})
        self._session.add_all(ClusterDecisionClaimRow(decision_id=number, claim_id=claim) for claim in about)
        self._session.flush()

    def about(self, claim_ids: Collection[str]) -> tuple[ClusterDecision, ...]:
        """Those that name any of the claims, oldest first."""
        return tuple(map(_load, self._rows_naming(claim_ids)))

    def tied(self, claim_ids: Collection[str]) -> set[str]:
        """Stored claims that reviewers said to be of one event with any of these."""
        wanted = set(claim_ids)
        pairs = constraints_of(self.about(wanted)).together
        named = {claim for pair in pairs if wanted.intersection(pair) for claim in pair}
        found: set[str] = set()
        for portion in portions(sorted(named)):
            found.update(self._session.exec(select(ClaimRow.id).where(col(ClaimRow.id).in_(portion))))
        return found

    def forget(self, claim_ids: Collection[str]) -> None:
        """Takes the claims out of every decision; one with an empty side goes, and with it what undid it."""
        gone = set(claim_ids)
        for row in self._rows_naming(gone):
            row.claims = [claim for claim in row.claims if claim not in gone]
            row.others = [claim for claim in row.others if claim not in gone]
            if row.claims and row.others:
                self._session.add(row)
                continue
            links = col(ClusterDecisionClaimRow.decision_id) == row.id
            self._session.exec(delete(ClusterDecisionClaimRow).where(links))
            self._session.delete(row)
        for portion in portions(sorted(gone)):
            named = col(ClusterDecisionClaimRow.claim_id).in_(portion)
            self._session.exec(delete(ClusterDecisionClaimRow).where(named))
        self._session.flush()

    def _rows_naming(self, claim_ids: Collection[str]) -> Sequence[ClusterDecisionRow]:
        numbers = {number for (number,) in _ABOUT.of_many(self._session, sorted(claim_ids))}
        rows: list[ClusterDecisionRow] = []
        for some in portions(sorted(numbers)):
            rows.extend(self._session.exec(select(ClusterDecisionRow).where(col(ClusterDecisionRow.id).in_(some))))
        return sorted(rows, key=lambda row: row.id or 0)


def _load(row: ClusterDecisionRow) -> ClusterDecision:
    return ClusterDecision(
        action=ClusterAction(row.action),
        claims=tuple(row.claims),
        others=tuple(row.others),
        note=row.note,
        reviewer=row.reviewer,
        decided_at=row.decided_at,
        undoes=row.undoes,
        id=row.id or 0,
    )
