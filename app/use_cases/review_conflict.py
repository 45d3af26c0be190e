"""Keeps what a reviewer decided about a conflict, beside all that was decided before."""

from app.core.errors import NotFound
from app.core.model.conflict import ReviewState
from app.core.model.records import Decision
from app.ports import Clock, Store

LONGEST_NOTE = 5_000


class ReviewConflict:
    """Confirms, dismisses or reopens a conflict."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def __call__(self, conflict_id: str, state: ReviewState, note: str | None = None) -> None:
        """Raises NotFound for an unknown id."""
        with self._store.writing() as unit:
            conflict = unit.links.conflict(conflict_id)
            if conflict is None:
                raise NotFound(f"there is no conflict {conflict_id}")
            unit.decisions.add(
                Decision(
                    conflict_id=conflict.id,
                    kind=conflict.kind,
                    scope=conflict.scope,
                    sides=tuple(side.claim_ids for side in conflict.sides),
                    state=state,
                    note=note,
                    decided_at=self._clock.now(),
                )
            )
