"""A news site on loopback, for tests: it answers what it is told to answer, and remembers what it was asked."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROSE = "Transport minister Ada Venn arrived in Port Lorne on Wednesday evening and met the mayor. "


@dataclass
class Reply:
    """One answer; ``raw`` instead of all the rest, where the bytes themselves matter."""

    body: bytes = b""
    status: int = 200
    type: str | None = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    wait: float = 0.0


@dataclass(frozen=True)
class Asked:
    """One request: its path, its headers with names in lower case, and when it began and ended."""

    path: str
    headers: dict[str, str]
    begun: float
    ended: float


Answerer = Reply | Callable[[Asked], Reply]


class Site:
    """Answers ``pages`` by path; whatever has none is not found."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, Answerer] = {}
        self.asked: list[Asked] = []

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]


def page(*paragraphs: str, title: str = "Minister in Port Lorne", head: str = "") -> bytes:
    """A page with an article of some length."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs or (PROSE * 3,))
    return (
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


@contextmanager
def site(address: str = "127.0.0.1") -> Iterator[Site]:
    """A site that listens on a free port of an address of loopback."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            begun = time.monotonic()
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(path=self.path, headers=headers, begun=begun, ended=begun)
            found = running.pages.get(self.path, Reply(status=404))
            reply = found(asked) if callable(found) else found
            time.sleep(reply.wait)
            # Before the answer, so that whoever has it finds the call remembered.
            running.asked.append(Asked(path=self.path, headers=headers, begun=begun, ended=time.monotonic()))
            with suppress(BrokenPipeError, ConnectionResetError):
                self.reply(reply)

        do_POST = do_GET

        def reply(self, reply: Reply) -> None:
            self.close_connection = True
            if reply.raw is not None:
                self.wfile.write(reply.raw)
                return
            self.send_response(reply.status)
            if reply.type is not None:
                self.send_header("Content-Type", reply.type)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hangs up is no error here."""

    server = Server((address, 0), Handler)
    running = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
