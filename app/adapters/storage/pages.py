"""Articles whose pages are still to be fetched. A row goes when the text is there, in the transaction that keeps it."""

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, func, or_, update
from sqlmodel import Session, col, select

from app.adapters.storage.conflict_free import insert_new
from app.adapters.storage.leases import SqlLeases
from app.adapters.storage.web_tables import PageRow, WebHostRow
from app.core.model.web import PageRecord, PageTask


class SqlPages(SqlLeases):
    """``web_ports.PageQueue`` in one session. ``not_before`` of a page that is held is the end of its lease."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, PageRow, PageRow.token, PageRow.not_before)

    def put(self, article_id: str, url: str, host: str, now: datetime) -> None:
        """Unless it already waits."""
        row = {"article_id": article_id, "url": url, "host": host, "not_before": now, "attempts": 0}
        insert_new(self._session, PageRow, [row])

    def take(self, token: str, now: datetime, lease: timedelta) -> PageTask | None:
        """The oldest whose host may be called now; its attempt is counted."""
        oldest = (
            select(PageRow.article_id)
            .join(WebHostRow, col(WebHostRow.host) == col(PageRow.host), isouter=True)
            .where(
                col(PageRow.not_before) <= now,
                or_(col(WebHostRow.host).is_(None), col(WebHostRow.not_before) <= now),
            )
            .order_by(col(PageRow.not_before), col(PageRow.article_id))
            .limit(1)
        )
        taken = self._session.exec(
            update(PageRow)
            # The time is asked again: another process may have taken the row since the inner query found it.
            .where(col(PageRow.article_id) == oldest.scalar_subquery(), col(PageRow.not_before) <= now)
            .values(token=token, not_before=now + lease, attempts=PageRow.attempts + 1)
            .returning(col(PageRow.article_id), col(PageRow.url), col(PageRow.attempts))
        ).first()
        if taken is None:
            return None
        return PageTask(article_id=taken[0], url=taken[1], attempts=taken[2], token=token)

    def finish(self, task: PageTask) -> bool:
        """It is done, or given up; False where the lease was lost."""
        gone = self._session.exec(
            delete(PageRow).where(col(PageRow.article_id) == task.article_id, col(PageRow.token) == task.token)
        )
        return isinstance(gone, CursorResult) and gone.rowcount > 0

    def release(self, task: PageTask, *, not_before: datetime, error: str | None, count: bool) -> None:
        """Gives it back; with ``count`` False the attempt does not count."""
        self._session.exec(
            update(PageRow)
            .where(col(PageRow.article_id) == task.article_id, col(PageRow.token) == task.token)
            .values(
                token=None, not_before=not_before, error=error, attempts=task.attempts if count else task.attempts - 1
            )
        )

    def remove(self, article_id: str) -> None:
        """Whoever holds it will find the lease gone."""
        self._session.exec(delete(PageRow).where(col(PageRow.article_id) == article_id))

    def waiting(self) -> int:
        """Pages not yet there, those being fetched included."""
        return self._session.exec(select(func.count()).select_from(PageRow)).one()

    def failing(self, limit: int) -> tuple[PageRecord, ...]:
        """Those that could not be had so far, the next to be asked for first."""
        query = select(PageRow).where(col(PageRow.error).is_not(None))
        return tuple(
            PageRecord(
                article_id=row.article_id,
                url=row.url,
                attempts=row.attempts,
                until=row.not_before,
                error=row.error or "",
            )
            for row in self._session.exec(query.order_by(col(PageRow.not_before), col(PageRow.article_id)).limit(limit))
        )

    def count_failing(self) -> int:
        """How many those are."""
        return self._session.exec(select(func.count()).where(col(PageRow.error).is_not(None))).one()

    def next_due(self) -> datetime | None:
        """When the first of them may be taken; None where there is none."""
        query = (
            select(PageRow.not_before, WebHostRow.not_before)
            .join(WebHostRow, col(WebHostRow.host) == col(PageRow.host), isouter=True)
            .where(col(PageRow.token).is_(None))
        )
        due = [max(page, host) if host is not None else page for page, host in self._session.exec(query)]
        return min(due, default=None)
