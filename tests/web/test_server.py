"""The server: half requests, shutdown, durability."""

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.web.service import read_answer, running

GOOD = json.dumps({"outlet": "Harbour Post", "text": "Ada Venn | arrive | Port Lorne | |"}).encode()
HALF = b"POST /v1/articles HTTP/1.1\r\nhost: t\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"
SERVE = """
import sys
from pathlib import Path
from app.main import create_app
from app.server import make_server
from tests.fakes import fake_services
services = fake_services(Path(sys.argv[1]))
server = make_server(create_app(services), host="127.0.0.1", port=0, on_exit=services.stopping.set,
    on_started=lambda address: print(address, flush=True), shutdown_timeout=1)
server.run()
print("ended", flush=True)
"""


def test_half_a_request_is_closed_in_time(tmp_path: Path) -> None:
    with running(tmp_path, receive_timeout=0.5) as server:
        starts = [b"", b"GET / HT", HALF]
        sockets = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in starts]
        for connection, start in zip(sockets, starts, strict=True):
            connection.sendall(start)
        begun = time.monotonic()
        answers = [read_answer(connection) for connection in sockets]
        assert time.monotonic() - begun < 5
        assert [answer.status if answer is not None else None for answer in answers] == [408, 408, 408]
        assert answers[2] is not None
        assert answers[2].document["title"] == "The request took too long"
        for connection in sockets:
            connection.close()


def test_a_slow_but_steady_request_is_answered(tmp_path: Path) -> None:
    with running(tmp_path, receive_timeout=5) as server:
        head = f"POST /v1/articles HTTP/1.1\r\nhost: t\r\ncontent-type: application/json\r\ncontent-length: {len(GOOD)}"
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
            for part in (head.encode(), b"\r\n\r\n", GOOD[:10], GOOD[10:]):
                connection.sendall(part)
                time.sleep(0.1)
            answer = read_answer(connection)
        assert answer is not None
        assert answer.status == 202


def test_the_connection_serves_several_requests(tmp_path: Path) -> None:
    with (
        running(tmp_path, receive_timeout=5) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection,
    ):
        for _ in range(3):
            connection.sendall(b"GET /healthz HTTP/1.1\r\nhost: t\r\n\r\n")
            answer = read_answer(connection)
            assert answer is not None
            assert answer.status == 200


def start(folder: Path) -> tuple[subprocess.Popen[str], int]:
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, int(process.stdout.readline().rpartition(":")[2])


def post(port: int, number: int, query: str = "") -> dict[str, object]:
    body = json.dumps({"outlet": "Harbour Post", "text": f"Person {number} | arrive | Port Lorne | |"}).encode()
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(
            f"POST /v1/articles{query} HTTP/1.1\r\nhost: t\r\nconnection: close\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode()
            + body
        )
        answer = read_answer(connection)
    assert answer is not None
    document = answer.document
    assert isinstance(document, dict)
    return document


def test_on_sigterm_it_ends_at_once_though_requests_are_half_open(tmp_path: Path) -> None:
    process, port = start(tmp_path)
    half_open = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(20)]
    for number, connection in enumerate(half_open):
        connection.sendall(HALF[: number * 10])
    post(port, 1)
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=15)
    assert time.monotonic() - begun < 5
    assert (process.returncode, out.strip()) == (0, "ended")


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    process, port = start(tmp_path)
    acknowledged = [post(port, number)["id"] for number in range(10)]
    process.kill()
    process.wait()
    process, port = start(tmp_path)
    again = [post(port, number, "?wait=30") for number in range(10)]
    process.terminate()
    process.wait(timeout=15)
    assert [answer["id"] for answer in again] == acknowledged
    assert all(answer["duplicate"] and answer["status"] == "analysed" for answer in again)
