"""Rows that a process holds for a while: a column for its token, and one for when the row may be taken again."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, SQLModel, col, select

from app.adapters.storage.portions import portions


class SqlLeases:
    """``web_ports.Leases`` of one table in one session."""

    def __init__(self, session: Session, table: type[SQLModel], token: Any, due: Any) -> None:
        """``token`` and ``due`` are columns of ``table``."""
        self._session = session
        self._table = table
        self._token = token
        self._due = due

    def tokens(self) -> set[str]:
        """Of all that is held."""
        return set(self._session.exec(select(self._token).where(col(self._token).is_not(None)).distinct()).all())

    def free(self, tokens: Collection[str], now: datetime) -> None:
        """What these held may be taken again from now on."""
        for portion in portions(sorted(tokens)):
            held = update(self._table).where(col(self._token).in_(portion))
            self._session.exec(held.values({self._token.key: None, self._due.key: now}))
