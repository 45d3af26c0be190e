"""A file without a name between a thread that writes at its own pace and a reader with another one.

So a snapshot of the database is held for as long as reading it takes, never for as long as a client does: a snapshot
that stands open keeps SQLite from shortening its log and PostgreSQL from cleaning its tables.
"""

import os
import tempfile
import threading
from collections.abc import Callable, Iterator

from app.core.errors import Busy


class Spool:
    """Written from the moment it is made, in a thread of its own; ``close`` when done, finished or not.

    Raises Busy where the folder of temporary files takes no file.
    """

    def __init__(self, pieces: Iterator[bytes], *, on_close: Callable[[], None] = lambda: None) -> None:
        self._pieces = pieces
        self._on_close = on_close
        try:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  (it stays open for the reader)
        except OSError as error:
            raise Busy(f"no file can be made in the folder of temporary files: {error.strerror}") from error
        self._changed = threading.Condition()
        self._written = 0
        self._read = 0
        self._complete = False
        self._closed = False
        self._problem: Exception | None = None
        self._thread = threading.Thread(target=self._write, name="export", daemon=True)
        self._thread.start()

    def ready(self) -> None:
        """Waits for the first bytes; raises what went wrong before them."""
        with self._changed:
            self._changed.wait_for(lambda: self._written or self._ended)
            if self._problem is not None and not self._written:
                raise self._problem

    def read(self, most: int) -> bytes:
        """The next bytes, as soon as there are some; nothing at the end; raises what went wrong instead of an end."""
        with self._changed:
            self._changed.wait_for(lambda: self._read < self._written or self._ended)
            size = min(most, self._written - self._read)
            if self._closed:
                raise ValueError("this export is closed")
            if not size and self._problem is not None:
                raise self._problem
            start, self._read = self._read, self._read + size
        return os.pread(self._file.fileno(), size, start) if size else b""

    def close(self) -> None:
        """Stops the writing, and lets the file go. May be called again."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            if self._complete:
                self._file.close()
            # Else the writer, which looks after each piece, lets go of the snapshot and then of the file.
            self._changed.notify_all()
        self._on_close()

    @property
    def _ended(self) -> bool:
        return self._complete or self._closed

    def _write(self) -> None:
        problem: Exception | None = None
        try:
            for piece in self._pieces:
                if self._closed:
                    break
                self._file.write(piece)
                self._file.flush()
                with self._changed:
                    self._written += len(piece)
                    self._changed.notify_all()
        except OSError as error:
            problem = Busy(f"the folder of temporary files cannot take the export: {error.strerror}; make room there")
        except Exception as error:  # noqa: BLE001  (told to the reader, who raises it)
            problem = error
        finally:
            # The generator ends in the thread that ran it, and its transaction with it.
            close = getattr(self._pieces, "close", None)
            if close is not None:
                close()
            with self._changed:
                self._problem = problem
                self._complete = True
                if self._closed:
                    self._file.close()
                self._changed.notify_all()
