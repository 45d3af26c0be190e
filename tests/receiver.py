"""Receivers of webhooks on loopback, for tests: each answers what it is told to, and remembers what it was sent."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Message:
    """One request: its path, its headers with names in lower case, and its body."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def document(self) -> Any:
        return json.loads(self.body)

    @property
    def type(self) -> str:
        return self.document["type"]


@dataclass
class Manners:
    """How a path answers: ``raw`` bytes instead of all the rest, where the bytes themselves matter."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    raw: bytes | None = None


class Receiver:
    """Answers by path; with 204 where nothing is told."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.manners: dict[str, Manners] = {}
        self.messages: list[Message] = []
        self.closing = threading.Event()

    def url(self, path: str = "/hook", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def at(self, path: str) -> list[Message]:
        return [message for message in self.messages if message.path == path]

    def wait_for(self, path: str, count: int, patience: float = 20.0) -> list[Message]:
        """The messages, as soon as there are so many."""
        until = time.monotonic() + patience
        while len(self.at(path)) < count:
            assert time.monotonic() < until, f"{path} has {len(self.at(path))} messages of {count}"
            time.sleep(0.02)
        return self.at(path)


@contextmanager
def receiver(address: str = "127.0.0.1") -> Iterator[Receiver]:
    """Listens on a free port of an address of loopback."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            running.messages.append(Message(path=self.path, headers=headers, body=body, at=time.monotonic()))
            manners = running.manners.get(self.path, Manners(status=204))
            running.closing.wait(manners.wait)
            self.close_connection = True
            with suppress(BrokenPipeError, ConnectionResetError):
                if manners.raw is not None:
                    self.wfile.write(manners.raw)
                    return
                self.send_response(manners.status)
                for name, value in manners.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            """Nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hangs up is no error here."""

    server = Server((address, 0), Handler)
    running = Receiver(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.closing.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
