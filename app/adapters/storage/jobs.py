"""Articles that wait for their analysis. A row goes when the work is done, in the transaction that keeps its result."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, and_, delete, func, not_, update
from sqlmodel import Session, col, select

from app.adapters.storage.inserting import insert_new
from app.adapters.storage.paging import page_of
from app.adapters.storage.tables import ArticleRow, JobRow
from app.core.model.records import Job, JobRecord, JobState, QueueTally, Slice

IN_ORDER = (col(JobRow.background), col(JobRow.not_before), col(JobRow.id))

# Articles with an error that wait for nobody.
GIVEN_UP = (col(ArticleRow.error).is_not(None), col(ArticleRow.id).not_in(select(JobRow.article_id)))


class SqlJobs:
    """``ports.JobQueue`` in one session. ``not_before`` of a held job is the end of its lease."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, article_id: str, now: datetime, *, background: bool = False) -> bool:
        """Whether it was not queued yet; ``background`` waits behind all others."""
        values = {"article_id": article_id, "not_before": now, "attempts": 0, "background": background}
        if insert_new(self._session, JobRow, values):
            return True
        if not background:
            self._session.exec(update(JobRow).where(col(JobRow.article_id) == article_id).values(background=False))
        return False

    def take(self, holder: str, now: datetime, lease: timedelta) -> Job | None:
        """The oldest job that nobody holds, now held; its attempt is counted. Those in the background come last."""
        oldest = (
            select(JobRow.id)
            .where(col(JobRow.not_before) <= now)
            .order_by(*IN_ORDER)
            .limit(1)
            .with_for_update(skip_locked=True)  # on PostgreSQL: what others take just now, or keep the result of
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

    def take_fresh(self, holder: str, now: datetime, lease: timedelta, most: int) -> tuple[Job, ...]:
        """The oldest jobs, at most so many, that nobody holds and that were never tried, now held, in their order; no
        more than half of what waits, so that other workers find some too."""
        due = select(JobRow.id).where(col(JobRow.not_before) <= now, col(JobRow.attempts) == 0)
        waiting = self._session.exec(select(func.count()).select_from(due.limit(2 * most).subquery())).one()
        chosen = due.order_by(*IN_ORDER).limit(min(most, waiting // 2)).with_for_update(skip_locked=True)
        token = secrets.token_hex(8)
        taken = self._session.exec(
            update(JobRow)
            .where(col(JobRow.id).in_(chosen))
            .values(holder=holder, token=token, not_before=now + lease, attempts=JobRow.attempts + 1)
            .returning(col(JobRow.id), col(JobRow.article_id), col(JobRow.attempts), col(JobRow.background))
        ).all()
        ordered = sorted(taken, key=lambda row: (row[3], row[0]))
        return tuple(Job(id=row[0], article_id=row[1], attempts=row[2], token=token) for row in ordered)

    def renew(self, job: Job, until: datetime) -> bool:
        """Whether the lease was still ours."""
        return self._update(job, not_before=until)

    def holds(self, job: Job) -> bool:
        """Whether the lease is still ours, and stays so until this transaction ends."""
        query = select(JobRow.id).where(JobRow.id == job.id, JobRow.token == job.token).with_for_update()
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

    def release_all(self, holders: Collection[str], now: datetime, *, count: bool = True) -> int:
        """Gives back what workers held that are no more; with ``count`` False their attempts do not count."""
        query = (
            update(JobRow)
            .where(col(JobRow.holder).in_(sorted(holders)))
            .values(holder=None, token=None, not_before=now, attempts=JobRow.attempts - (0 if count else 1))
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

    def queued(self, limit: int, now: datetime, *, skip: int = 0) -> tuple[JobRecord, ...]:
        """In the order in which they are taken, without the first ``skip``."""
        query = select(JobRow, ArticleRow.outlet).join(ArticleRow, col(ArticleRow.id) == col(JobRow.article_id))
        return tuple(
            JobRecord(
                article_id=row.article_id,
                outlet=outlet,
                state=JobState.HELD if row.holder is not None and row.not_before > now else JobState.WAITING,
                attempts=row.attempts,
                background=row.background,
                until=row.not_before,
                holder=row.holder,
                error=row.error,
            )
            for row, outlet in self._session.exec(query.order_by(*IN_ORDER).offset(skip).limit(limit))
        )

    def failed(self, limit: int, *, among: Collection[str] = ()) -> tuple[JobRecord, ...]:
        """Articles that could not be analysed, or not again, with their errors; they wait for nobody."""
        query = select(ArticleRow).where(*GIVEN_UP)
        if among:
            query = query.where(col(ArticleRow.id).in_(sorted(among)))
        return tuple(map(_failed, self._session.exec(query.order_by(col(ArticleRow.sort_key)).limit(limit))))

    def list_failed(self, *, limit: int, cursor: str | None) -> Slice[JobRecord]:
        """As ``failed``, those that came in last first."""
        query = select(ArticleRow).where(*GIVEN_UP)
        return page_of(self._session, query, col(ArticleRow.sort_key), limit=limit, cursor=cursor, load=_failed)

    def tally(self, now: datetime) -> QueueTally:
        """A lease that has ended holds nothing."""
        held = and_(col(JobRow.holder).is_not(None), col(JobRow.not_before) > now)
        by_holder = select(JobRow.holder, func.count()).where(held).group_by(col(JobRow.holder))
        counted = select(JobRow.background, func.count()).where(not_(held)).group_by(col(JobRow.background))
        waiting = {bool(background): count for background, count in self._session.exec(counted)}
        due = select(func.min(col(JobRow.not_before))).where(not_(held))
        failed = select(func.count()).select_from(ArticleRow).where(*GIVEN_UP)
        return QueueTally(
            waiting=sum(waiting.values()),
            background=waiting.get(True, 0),
            held={holder: count for holder, count in self._session.exec(by_holder) if holder is not None},
            failed=self._session.exec(failed).one(),
            due_since=self._session.exec(due).one(),
        )

    def waiting(self) -> int:
        """Jobs not yet done, held ones included."""
        return self._session.exec(select(func.count()).select_from(JobRow)).one()

    def any_due(self, now: datetime) -> bool:
        """Whether ``take`` would find a job."""
        return self._session.exec(select(JobRow.id).where(col(JobRow.not_before) <= now).limit(1)).first() is not None


def _failed(row: ArticleRow) -> JobRecord:
    return JobRecord(article_id=row.id, outlet=row.outlet, state=JobState.FAILED, error=row.error)
