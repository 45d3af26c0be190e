"""A server on loopback in the place of a language model: it answers what a test tells it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[dict[str, Any]], tuple[int, dict[str, str], list[bytes]]]


def completion(content: object, *, tokens: int = 100, finish: str = "stop") -> bytes:
    """What such an endpoint sends; ``content`` is the model's answer, as text or to be written as JSON."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    message = {"role": "assistant", "content": text}
    return json.dumps(
        {
            "id": "x",
            "object": "chat.completion",
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": {"prompt_tokens": tokens, "completion_tokens": 0, "total_tokens": tokens},
        }
    ).encode()


def quotes(*found: str, **options: Any) -> Answer:
    """Answers with these quotes."""
    return lambda _request: (200, {}, [completion({"quotes": list(found)}, **options)])


@dataclass
class Stub:
    """``answer`` may be changed between requests; all that was asked stands in ``requests``."""

    answer: Answer
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    address: str = ""
    ending: threading.Event = field(default_factory=threading.Event)


def article_in(request: dict[str, Any]) -> str:
    """What a naive model takes for its orders: all that stands in the user's message."""
    return str(request["messages"][-1]["content"])


@contextmanager
def stub_server(answer: Answer) -> Iterator[Stub]:
    """Listens for as long as the block lasts; parts of an answer are sent 0.1 s after each other."""
    stub = Stub(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            stub.requests.append(request)
            stub.headers.append({name.lower(): value for name, value in self.headers.items()})
            stub.paths.append(self.path)
            status, headers, parts = stub.answer(request)
            self.send_response(status)
            for name, value in {"Content-Length": str(sum(map(len, parts))), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for number, part in enumerate(parts):
                    if number and stub.ending.wait(0.1):
                        return
                    self.wfile.write(part)
                    self.wfile.flush()
            except OSError:
                return  # the client has left

        def log_message(self, *_arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_arguments: None  # type: ignore[method-assign]  # clients that leave are expected
    stub.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.ending.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
