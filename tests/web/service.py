"""A real server on loopback, on fakes: for tests that speak bytes."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.main import create_app
from app.server import make_server
from app.use_cases.services import Services
from tests.fakes import fake_services


@dataclass(frozen=True)
class Answer:
    """What came back; ``document`` is its JSON, None where there is none."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body) if self.body else None


@dataclass(frozen=True)
class Running:
    """A server that listens on ``port``."""

    port: int
    services: Services

    def send(self, raw: bytes, *, patience: float = 30.0) -> Answer | None:
        """The answer to these bytes; None where the connection was closed without one."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as connection:
            with suppress(BrokenPipeError, ConnectionResetError):  # it has answered before all was sent
                connection.sendall(raw)
            return read_answer(connection)

    def call(
        self, method: str, path: str, body: bytes = b"", content_type: str = "application/json", extra: str = ""
    ) -> Answer:
        """One request on a connection of its own."""
        head = (
            f"{method} {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-type: {content_type}\r\n"
            f"content-length: {len(body)}\r\n{extra}\r\n"
        )
        answer = self.send(head.encode("latin-1") + body)
        assert answer is not None, "the connection was closed without an answer"
        return answer

    def post(self, fields: object, path: str = "/v1/articles") -> Answer:
        return self.call("POST", path, json.dumps(fields).encode())


def read_answer(connection: socket.socket) -> Answer | None:
    raw = b""
    try:
        while chunk := connection.recv(65_536):
            raw += chunk
            head, end, rest = raw.partition(b"\r\n\r\n")
            headers = dict(line.lower().split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:])
            if end and len(rest) >= int(headers.get("content-length", 10**9)):
                break
    except ConnectionResetError:
        pass
    if not raw:
        return None
    head, _, rest = raw.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    return Answer(
        status=int(lines[0].split()[1]),
        headers=dict(line.lower().split(": ", 1) for line in lines[1:]),
        body=rest,
    )


@contextmanager
def running(folder: Path, *, receive_timeout: float = 20.0, **settings: object) -> Iterator[Running]:
    """A server in a thread, on fakes; what it ends with is checked to be quick."""
    with serving(fake_services(folder, **settings), receive_timeout=receive_timeout) as server:
        yield server


@contextmanager
def serving(services: Services, *, receive_timeout: float = 20.0) -> Iterator[Running]:
    """A server in a thread on these services, which it closes at its end."""
    started = threading.Event()
    addresses: list[str] = []

    def on_started(address: str) -> None:
        addresses.append(address)
        started.set()

    server = make_server(
        create_app(services),
        host="127.0.0.1",
        port=0,
        receive_timeout=receive_timeout,
        shutdown_timeout=1.0,
        on_exit=services.stopping.set,
        on_started=on_started,
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(30), "the server did not start"
    try:
        yield Running(port=int(addresses[0].rpartition(":")[2]), services=services)
    finally:
        begun = time.monotonic()
        server.handle_exit(15, None)
        thread.join(10)
        assert not thread.is_alive(), f"the server still runs after {time.monotonic() - begun:.1f} s"
