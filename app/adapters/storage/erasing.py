"""What was deleted also goes out of SQLite's write-ahead log; a long reading delays that, but makes no writer wait."""

import logging
from typing import Any

from sqlalchemy import Engine

from app.adapters.storage.sqlite import BUSY_TIMEOUT, sqlite_library

log = logging.getLogger("crosscheck.storage")

PATIENCE = 0.5  # seconds that readers have for ending; an export may need the log for minutes


class LogEraser:
    """``pending`` while the log may hold what was deleted. The caller keeps other writers of this process out."""

    def __init__(self, writer: Engine) -> None:
        self._writer = writer
        self.pending = False

    def erase(self, *, patience: float = PATIENCE) -> None:
        """Now, or where somebody still reads an older state, not yet."""
        connection = self._writer.raw_connection()
        try:
            cursor: Any = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")
            try:
                busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                cursor.execute(f"PRAGMA busy_timeout={int(BUSY_TIMEOUT * 1000)}")
            self.pending = bool(busy)
        except sqlite_library().Error as error:
            # What was deleted is deleted; its traces go at the next try.
            self.pending = True
            log.warning("cannot empty the write-ahead log yet: %s", error)
        finally:
            connection.close()
