"""Articles that wait for their analysis. A row goes when the work is done, in the transaction that keeps its result."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, func, update
from sqlmodel import Session, col, select

from app.adapters.storage.tables import JobRow
from app.core.model.records import Job


class SqlJobs:
    """``ports.JobQueue`` in one session. ``not_before`` of a held job is the end of its lease."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, article_id: str, now: datetime) -> None:
        """Unless it already waits."""
        if self._session.exec(select(JobRow.id).where(JobRow.article_id == article_id)).first() is None:
            self._session.add(JobRow(article_id=article_id, not_before=now))
            self._session.flush()

    def take(self, holder: str, now: datetime, lease: timedelta) -> Job | None:
        """The oldest job that nobody holds, now held; its attempt is counted."""
        oldest = (
            select(JobRow.id)
            .where(col(JobRow.not_before) <= now)
            .order_by(col(JobRow.not_before), col(JobRow.id))
            .limit(1)
        )
        token = secrets.token_hex(8)
        taken = self._session.exec(
            update(JobRow)
            .where(col(JobRow.id) == oldest.scalar_subquery())
            .values(holder=holder, token=token, not_before=now + lease, attempts=JobRow.attempts + 1)
            .returning(col(JobRow.id), col(JobRow.article_id), col(JobRow.attempts))
        ).first()
        if taken is None:
            return None
        return Job(id=taken[0], article_id=taken[1], attempts=taken[2], token=token)

    def renew(self, job: Job, until: datetime) -> bool:
        """Whether the lease was still ours."""
        return self._update(job, not_before=until)

    def holds(self, job: Job) -> bool:
        """Whether the lease is still ours."""
        query = select(JobRow.id).where(JobRow.id == job.id, JobRow.token == job.token)
        return self._session.exec(query).first() is not None

    def finish(self, job: Job) -> None:
        """It is done."""
        self._session.exec(delete(JobRow).where(col(JobRow.id) == job.id, col(JobRow.token) == job.token))

    def release(self, job: Job, *, not_before: datetime, error: str | None, count: bool) -> None:
        """Gives it back; with ``count`` False the attempt does not count."""
        attempts = job.attempts if count else job.attempts - 1
        self._update(job, not_before=not_before, error=error, attempts=attempts, holder=None, token=None)

    def _update(self, job: Job, **values: object) -> bool:
        query = update(JobRow).where(col(JobRow.id) == job.id, col(JobRow.token) == job.token).values(**values)
        result = self._session.exec(query)
        return isinstance(result, CursorResult) and result.rowcount > 0

    def release_all(self, holders: Collection[str], now: datetime) -> int:
        """Gives back what workers held that are no more; their attempts count."""
        query = (
            update(JobRow)
            .where(col(JobRow.holder).in_(sorted(holders)))
            .values(holder=None, token=None, not_before=now)
        )
        result = self._session.exec(query)
        return result.rowcount if isinstance(result, CursorResult) else 0

    def holders(self) -> set[str]:
        """Workers that hold a job."""
        found = self._session.exec(select(JobRow.holder).where(col(JobRow.holder).is_not(None)).distinct())
        return {holder for holder in found if holder is not None}

    def remove_of_article(self, article_id: str) -> None:
        """Whoever holds it will find the lease gone."""
        self._session.exec(delete(JobRow).where(col(JobRow.article_id) == article_id))

    def waiting(self) -> int:
        """Jobs not yet done, held ones included."""
        return self._session.exec(select(func.count()).select_from(JobRow)).one()
