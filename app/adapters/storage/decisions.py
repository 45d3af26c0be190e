"""What reviewers decided.

A conflict's id changes when another report joins one of its sides, so a decision also holds for every conflict of its
kind whose sides contain the sides that were decided about. The latest one counts.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, delete
from sqlmodel import Session, col, select

from app.adapters.storage.links import SqlLinks
from app.adapters.storage.portions import portions
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.tables import DecisionClaimRow, DecisionRow
from app.core.model.conflict import Conflict, ConflictKind, ReviewState, Scope
from app.core.model.records import Decision

_ABOUT = Prepared(
    select(DecisionClaimRow.decision_id).where(col(DecisionClaimRow.claim_id).in_(bindparam(LIST, expanding=True)))
)


class SqlDecisions:
    """``ports.DecisionStore`` in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, decision: Decision) -> None:
        """Beside all earlier ones."""
        row = DecisionRow(
            conflict_id=decision.conflict_id,
            kind=decision.kind,
            scope=decision.scope,
            sides=[list(side) for side in decision.sides],
            state=decision.state,
            note=decision.note,
            reviewer=decision.reviewer,
            decided_at=decision.decided_at,
        )
        self._session.add(row)
        self._session.flush()
        claim_ids = sorted({claim_id for side in decision.sides for claim_id in side})
        number = row.id or 0  # given by the flush
        self._session.add_all(DecisionClaimRow(decision_id=number, claim_id=claim_id) for claim_id in claim_ids)
        SqlLinks(self._session).set_state(decision.conflict_id, decision.state)
        self._session.flush()

    def about(self, conflicts: Sequence[Conflict]) -> dict[str, tuple[Decision, ...]]:
        """Decisions by conflict id, oldest first."""
        rows = self._rows_naming(
            {claim for conflict in conflicts for side in conflict.sides for claim in side.claim_ids}
        )
        found: dict[str, tuple[Decision, ...]] = {}
        for conflict in conflicts:
            held = tuple(_load(row) for row in rows if _holds_for(row, conflict))
            if held:
                found[conflict.id] = held
        return found

    def apply(self, conflicts: Sequence[Conflict]) -> None:
        """Gives conflicts that were found anew the state that was decided before."""
        links = SqlLinks(self._session)
        for conflict_id, decisions in self.about(conflicts).items():
            links.set_state(conflict_id, decisions[-1].state)

    def forget(self, claim_ids: Collection[str]) -> None:
        """Takes the claims out of every decision; one with an empty side goes."""
        gone = set(claim_ids)
        for row in self._rows_naming(gone):
            sides = [[claim_id for claim_id in side if claim_id not in gone] for side in row.sides]
            if all(sides):
                row.sides = sides
                self._session.add(row)
            else:
                self._session.exec(delete(DecisionClaimRow).where(col(DecisionClaimRow.decision_id) == row.id))
                self._session.delete(row)
        for portion in portions(sorted(gone)):
            self._session.exec(delete(DecisionClaimRow).where(col(DecisionClaimRow.claim_id).in_(portion)))
        self._session.flush()

    def _rows_naming(self, claim_ids: Collection[str]) -> list[DecisionRow]:
        numbers = {number for (number,) in _ABOUT.of_many(self._session, sorted(claim_ids))}
        rows: list[DecisionRow] = []
        for some in portions(sorted(numbers)):
            rows.extend(self._session.exec(select(DecisionRow).where(col(DecisionRow.id).in_(some))))
        return sorted(rows, key=lambda row: row.id or 0)


def _holds_for(row: DecisionRow, conflict: Conflict) -> bool:
    if (row.kind, row.scope) != (conflict.kind, conflict.scope):
        return False
    open_sides = [set(side.claim_ids) for side in conflict.sides]
    for decided in row.sides:
        match = next((side for side in open_sides if side.issuperset(decided)), None)
        if match is None:
            return False
        open_sides.remove(match)
    return True


def _load(row: DecisionRow) -> Decision:
    return Decision(
        conflict_id=row.conflict_id,
        kind=ConflictKind(row.kind),
        scope=Scope(row.scope),
        sides=tuple(tuple(side) for side in row.sides),
        state=ReviewState(row.state),
        note=row.note,
        reviewer=row.reviewer,
        decided_at=row.decided_at,
    )
