"""Hosts that are called: one call at a time each, whichever process makes it, and their robots.txt."""

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col

from app.adapters.storage.conflict_free import insert_new
from app.adapters.storage.leases import SqlLeases
from app.adapters.storage.web_tables import RobotsRow, WebHostRow
from app.core.model.web import RobotsFile

CALL_TAKES = timedelta(milliseconds=500)  # roughly; when to look again at a host that is being called


class SqlHosts(SqlLeases):
    """``web_ports.HostStore`` in one session. ``not_before`` of a host that is being called is the end of the turn."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, WebHostRow, WebHostRow.token, WebHostRow.not_before)

    def take_turn(self, host: str, token: str, now: datetime, until: datetime) -> datetime | None:
        """None where the turn is ours, until then at the latest; else when to try again."""
        insert_new(self._session, WebHostRow, [{"host": host, "not_before": now, "failures": 0}])
        taken = self._session.exec(
            update(WebHostRow)
            .where(col(WebHostRow.host) == host, col(WebHostRow.not_before) <= now)
            .values(token=token, not_before=until)
        )
        if isinstance(taken, CursorResult) and taken.rowcount > 0:
            return None
        row = self._session.get(WebHostRow, host, populate_existing=True)
        if row is None or row.token is not None:
            return now + CALL_TAKES  # it is being called; the end of that turn is told only for want of a better one
        return row.not_before

    def end_turn(self, host: str, token: str, *, not_before: datetime, failures: int) -> None:
        """The host may be called again from ``not_before`` on; nothing happens where the turn had ended before."""
        self._session.exec(
            update(WebHostRow)
            .where(col(WebHostRow.host) == host, col(WebHostRow.token) == token)
            .values(token=None, not_before=not_before, failures=failures)
        )

    def failures(self, host: str) -> int:
        """How often in a row the host could not answer."""
        row = self._session.get(WebHostRow, host, populate_existing=True)
        return row.failures if row is not None else 0

    def robots(self, origin: str) -> RobotsFile | None:
        """As it was read last."""
        row = self._session.get(RobotsRow, origin, populate_existing=True)
        return None if row is None else RobotsFile(text=row.text, closed=row.closed, fetched_at=row.fetched_at)

    def keep_robots(self, origin: str, robots: RobotsFile) -> None:
        """Instead of what was kept before."""
        values = {"text": robots.text, "closed": robots.closed, "fetched_at": robots.fetched_at}
        insert_new(self._session, RobotsRow, [{"origin": origin, **values}])
        self._session.exec(update(RobotsRow).where(col(RobotsRow.origin) == origin).values(**values))
