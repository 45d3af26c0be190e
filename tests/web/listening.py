"""A client of server-sent events, on a bare socket: for tests that look at every frame."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Frame:
    """One block of the stream; ``event`` and ``data`` are None where it only moves the place on."""

    id: str | None
    event: str | None
    data: Any


class Listener:
    """Reads frames as they come."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._raw = b""
        self.head = b""
        self.ended = False

    def read_head(self) -> int:
        """The status of the answer."""
        while b"\r\n\r\n" not in self._raw:
            chunk = self._connection.recv(65_536)
            assert chunk, "closed without an answer"
            self._raw += chunk
        self.head, _, rest = self._raw.partition(b"\r\n\r\n")
        self._raw = rest
        return int(self.head.split()[1])

    def frames(self, patience: float) -> Iterator[Frame]:
        """Until nothing comes for that long, or the stream ends."""
        until = time.monotonic() + patience
        while True:
            text = self._text()
            block, end, _ = text.partition("\n\n")
            if end:
                self._drop(block + end)
                until = time.monotonic() + patience
                yield parse(block)
                continue
            left = until - time.monotonic()
            if left <= 0 or self.ended:
                return
            self._connection.settimeout(left)
            try:
                chunk = self._connection.recv(65_536)
            except TimeoutError:
                return
            if not chunk:
                self.ended = True
            self._raw += chunk

    def events(self, count: int, patience: float = 15.0) -> list[Frame]:
        """So many frames that are events."""
        found: list[Frame] = []
        for frame in self.frames(patience):
            if frame.event is not None:
                found.append(frame)
            if len(found) == count:
                break
        assert len(found) == count, f"{len(found)} of {count} events came"
        return found

    def _text(self) -> str:
        """What came so far, without the lengths of the chunks."""
        text, rest = b"", self._raw
        while b"\r\n" in rest:
            size, _, rest = rest.partition(b"\r\n")
            length = int(size, 16)
            if length == 0:
                self.ended = True
                break
            if len(rest) < length + 2:
                break
            text, rest = text + rest[:length], rest[length + 2 :]
        return getattr(self, "_left", "") + text.decode()

    def _drop(self, text: str) -> None:
        whole = self._text()
        self._left = whole[len(text) :]
        rest = self._raw
        while b"\r\n" in rest:
            size, _, after = rest.partition(b"\r\n")
            length = int(size, 16)
            if length == 0 or len(after) < length + 2:
                break
            rest = after[length + 2 :]
        self._raw = rest


def parse(block: str) -> Frame:
    fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and not line.startswith(":"))
    data = fields.get("data")
    return Frame(id=fields.get("id"), event=fields.get("event"), data=None if data is None else json.loads(data))


@contextmanager
def listening(port: int, query: str = "", *, last: str | None = None) -> Iterator[Listener]:
    """A client that has asked, and read nothing yet."""
    told = f"last-event-id: {last}\r\n" if last is not None else ""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(f"GET /v1/stream{query} HTTP/1.1\r\nhost: t\r\n{told}\r\n".encode())
        yield Listener(connection)
