"""The audit log. Nothing here changes or removes an entry, and the database refuses whoever tries."""

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.adapters.storage.access_tables import AuditRow
from app.adapters.storage.paging import read_cursor, write_cursor
from app.core.errors import InvalidInput
from app.core.model.access import Actor, AuditAction, AuditEntry, AuditFilter
from app.core.model.records import Slice

LONGEST_NUMBER = 18  # digits that fit the database's integers


class SqlAudit:
    """``access_ports.AuditLog`` in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, entry: AuditEntry) -> None:
        """Its number is given here."""
        self._session.add(
            AuditRow(
                at=entry.at,
                actor=entry.actor.name,
                key_id=entry.actor.key_id,
                action=entry.action.value,
                object_id=entry.object_id,
                detail=dict(entry.detail),
                request_id=entry.actor.request_id,
            )
        )
        self._session.flush()

    def list(self, wanted: AuditFilter, *, limit: int, cursor: str | None) -> Slice[AuditEntry]:
        """The latest first."""
        query = select(AuditRow)
        if wanted.actor is not None:
            query = query.where(or_(col(AuditRow.actor) == wanted.actor, col(AuditRow.key_id) == wanted.actor))
        if wanted.action is not None:
            query = query.where(AuditRow.action == wanted.action.value)
        if wanted.object_id is not None:
            query = query.where(AuditRow.object_id == wanted.object_id)
        if wanted.since is not None:
            query = query.where(col(AuditRow.at) >= wanted.since)
        if wanted.until is not None:
            query = query.where(col(AuditRow.at) < wanted.until)
        if cursor is not None:
            query = query.where(col(AuditRow.id) < _read_number(cursor))
        rows = self._session.exec(query.order_by(col(AuditRow.id).desc()).limit(limit + 1)).all()
        more = write_cursor(str(rows[limit - 1].id)) if len(rows) > limit else None
        return Slice(tuple(map(_load, rows[:limit])), more)


def _read_number(cursor: str) -> int:
    text = read_cursor(cursor)
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_NUMBER:
        raise InvalidInput("cursor: not a cursor of this service; use the value of 'next' of the page before")
    return int(text)


def _load(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        id=row.id or 0,
        at=row.at,
        actor=Actor(name=row.actor, key_id=row.key_id, request_id=row.request_id),
        action=AuditAction(row.action),
        object_id=row.object_id,
        detail=row.detail,
    )
