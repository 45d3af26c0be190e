"""Shows who did what."""

from dataclasses import replace
from datetime import UTC, datetime

from app.core.model.access import AuditEntry, AuditFilter
from app.core.model.records import Slice
from app.ports import Store

EVERY_ENTRY = AuditFilter()


class AuditTrail:
    """The audit log, for reading. Entries are written by the use cases, in the transaction of what they tell."""

    def __init__(self, *, store: Store) -> None:
        self._store = store

    def __call__(
        self, wanted: AuditFilter = EVERY_ENTRY, *, limit: int, cursor: str | None = None
    ) -> Slice[AuditEntry]:
        """The latest first; raises InvalidInput for a cursor that was not made here."""
        with self._store.reading() as unit:
            bounded = replace(wanted, since=_in_utc(wanted.since), until=_in_utc(wanted.until))
            return unit.audit.list(bounded, limit=limit, cursor=cursor)


def _in_utc(instant: datetime | None) -> datetime | None:
    """The first and the last hours of the calendar have no time in UTC: the nearest that there is bounds the same."""
    if instant is None:
        return None
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
        return first if instant.year == first.year else last
