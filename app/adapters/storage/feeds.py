"""Feeds that are followed, how it went, and which of their entries are known."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, func, update
from sqlmodel import Session, col, select

from app.adapters.storage.conflict_free import insert_new
from app.adapters.storage.leases import SqlLeases
from app.adapters.storage.paging import page_of
from app.adapters.storage.portions import portions
from app.adapters.storage.web_tables import FeedEntryRow, FeedRow
from app.core.model.records import Slice
from app.core.model.web import Feed, FeedState

# What polling changes; the rest is changed by those who add the feed.
POLLED = (
    "title", "etag", "last_modified", "last_fetched", "last_error", "failures", "next_due", "entries_taken",
)  # fmt: skip


class SqlFeeds(SqlLeases):
    """``web_ports.FeedStore`` in one session."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, FeedRow, FeedRow.token, FeedRow.next_due)

    def put(self, feed: Feed) -> bool:
        """Whether it was new; one of that id keeps how it went, and takes outlet, language and interval anew."""
        chosen = {"outlet": feed.outlet, "language": feed.language, "every": int(feed.every.total_seconds())}
        changed = self._session.exec(update(FeedRow).where(col(FeedRow.id) == feed.id).values(**chosen))
        if isinstance(changed, CursorResult) and changed.rowcount > 0:
            self._ask_again(feed)
            return False
        sort_key = f"{feed.added_at.isoformat(timespec='microseconds')}~{feed.id}"
        row = {field.name: getattr(feed, field.name) for field in fields(feed)}
        insert_new(self._session, FeedRow, [row | chosen | {"sort_key": sort_key, "state": feed.state.value}])
        return True

    def _ask_again(self, feed: Feed) -> None:
        """One that failed or was gone is due at once: whoever adds it again has reason to."""
        self._session.exec(
            update(FeedRow)
            .where(
                col(FeedRow.id) == feed.id,
                col(FeedRow.state).in_([FeedState.FAILING.value, FeedState.GONE.value]),
                col(FeedRow.token).is_(None),
            )
            .values(next_due=feed.next_due)
        )

    def get(self, feed_id: str) -> Feed | None:
        """None where there is none of that id."""
        row = self._session.get(FeedRow, feed_id, populate_existing=True)
        return None if row is None else _load(row)

    def list(self, *, limit: int, cursor: str | None, state: FeedState | None = None) -> Slice[Feed]:
        """The one added last first."""
        query = select(FeedRow) if state is None else select(FeedRow).where(FeedRow.state == state.value)
        return page_of(self._session, query, col(FeedRow.sort_key), limit=limit, cursor=cursor, load=_load)

    def count(self) -> dict[FeedState, int]:
        """How many there are in each state that some are in."""
        found = self._session.exec(select(FeedRow.state, func.count()).group_by(col(FeedRow.state)))
        return {FeedState(state): count for state, count in found}

    def remove(self, feed_id: str) -> bool:
        """Whether it was there; its articles stay."""
        self._session.exec(delete(FeedEntryRow).where(col(FeedEntryRow.feed_id) == feed_id))
        gone = self._session.exec(delete(FeedRow).where(col(FeedRow.id) == feed_id))
        return isinstance(gone, CursorResult) and gone.rowcount > 0

    def take(self, token: str, now: datetime, lease: timedelta) -> Feed | None:
        """The feed that is due the longest, now ours for the time of the lease."""
        oldest = (
            select(FeedRow.id)
            .where(col(FeedRow.next_due) <= now)
            .order_by(col(FeedRow.next_due), col(FeedRow.id))
            .limit(1)
        )
        taken = self._session.exec(
            update(FeedRow)
            # The time is asked again: another process may have taken the row since the inner query found it.
            .where(col(FeedRow.id) == oldest.scalar_subquery(), col(FeedRow.next_due) <= now)
            .values(token=token, next_due=now + lease)
            .returning(col(FeedRow.id))
        ).first()
        return None if taken is None else self.get(taken[0])

    def save(self, feed: Feed) -> bool:
        """Keeps how it went and gives it back; False where the lease was lost or the feed removed."""
        values = {name: getattr(feed, name) for name in POLLED} | {"state": feed.state.value, "token": None}
        kept = self._session.exec(
            update(FeedRow).where(col(FeedRow.id) == feed.id, col(FeedRow.token) == feed.token).values(**values)
        )
        return isinstance(kept, CursorResult) and kept.rowcount > 0

    def unknown(self, feed_id: str, keys: Collection[str]) -> set[str]:
        """Those of the keys that are not remembered."""
        found = set(keys)
        for portion in portions(sorted(keys)):
            query = select(FeedEntryRow.key).where(FeedEntryRow.feed_id == feed_id, col(FeedEntryRow.key).in_(portion))
            found.difference_update(self._session.exec(query).all())
        return found

    def remember(self, feed_id: str, keys: Collection[str], now: datetime) -> None:
        """These are known from now on."""
        for portion in portions(sorted(keys), 100):
            rows = [{"feed_id": feed_id, "key": key, "seen_at": now} for key in portion]
            insert_new(self._session, FeedEntryRow, rows)

    def next_due(self) -> datetime | None:
        """When the first of them is due; None where there is none to poll."""
        return self._session.exec(select(func.min(FeedRow.next_due))).first()


def _load(row: FeedRow) -> Feed:
    return Feed(
        id=row.id,
        url=row.url,
        outlet=row.outlet,
        language=row.language,
        every=timedelta(seconds=row.every),
        state=FeedState(row.state),
        added_at=row.added_at,
        token=row.token,
        **{name: getattr(row, name) for name in POLLED},
    )
