"""Keeps what a reviewer decided about a conflict, beside all that was decided before."""

from app.core.errors import NotFound
from app.core.model.access import AuditAction, AuditEntry
from app.core.model.conflict import ReviewState
from app.core.model.records import Decision
from app.core.model.watching import EventType
from app.core.watching.changes import conflict_event
from app.ports import Clock, Store
from app.use_cases.browse import find_conflict
from app.use_cases.remarks import NO_REMARK, Remark, check_version
from app.use_cases.views import ConflictView

LONGEST_NOTE = 5_000


class ReviewConflict:
    """Confirms, dismisses or reopens a conflict."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def __call__(self, conflict_id: str, state: ReviewState, remark: Remark = NO_REMARK) -> ConflictView:
        """Returns the conflict as it stands now. Raises NotFound for an unknown id, ChangedMeanwhile where it is no
        longer of the version that the remark asks for."""
        with self._store.writing() as unit:
            unit.links.lock()
            conflict = unit.links.conflict(conflict_id)
            if conflict is None:
                raise NotFound(f"there is no conflict {conflict_id[:80]}")
            before = find_conflict(unit, conflict_id)
            check_version(before, remark)
            now = self._clock.now()
            unit.decisions.add(
                Decision(
                    conflict_id=conflict.id,
                    kind=conflict.kind,
                    scope=conflict.scope,
                    sides=tuple(side.claim_ids for side in conflict.sides),
                    state=state,
                    note=remark.note,
                    reviewer=remark.reviewer,
                    decided_at=now,
                )
            )
            unit.audit.add(
                AuditEntry(
                    at=now,
                    actor=remark.by,
                    action=AuditAction.REVIEW_CONFLICT,
                    object_id=conflict.id,
                    detail={"from": before.state, "to": state.value, "reviewer": remark.reviewer},
                )
            )
            names = unit.outbox.names_of([claim for side in conflict.sides for claim in side.claim_ids])
            unit.outbox.tell(conflict_event(EventType.CONFLICT_REVIEWED, conflict, names, state=state.value))
            return find_conflict(unit, conflict_id)
