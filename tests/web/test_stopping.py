"""The end: SIGTERM ends server and worker in time whatever goes on, and readiness says so. Good requests are not kept
waiting by bad ones."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from app.ending import CUT_OFF
from app.joining_telemetry import disk_problem
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from tests.fakes import fake_services
from tests.web.service import read_answer, running

HALF = b"POST /v1/articles HTTP/1.1\r\nhost: t\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"
HALF_SENT = 100
LONGEST_END = 10.0
ROOT = Path(__file__).parents[2]
COMMON = """
import sys, threading, time
from pathlib import Path
from app.bootstrap import build_services
from app.settings import Settings
from tests.fakes import fake_parts
import app.main, app.worker, app.bootstrap

def busy(*_):
    while True:  # as torch does: nothing can interrupt it
        time.sleep(0.2)

class Understand:
    version = "busy-1"

    def __init__(self, usual):
        self.usual = usual

    def __call__(self, article_id, submission):
        return busy() if "Endless" in submission.text else self.usual(article_id, submission)

    def read_together(self, submissions):
        return [self(article_id, submission) for article_id, submission in submissions]

folder = Path(sys.argv[1])
parts = fake_parts(folder)
parts.understand = Understand(parts.understand)
settings = Settings(home=folder, port=0, host="127.0.0.1", drain=float(sys.argv[2]))
app.main.build_services = lambda settings, _parts=None: build_services(settings, parts)
"""
AS_SERVER = COMMON + "app.main.serve(settings, on_started=lambda address: print(address, flush=True))"
AS_WORKER = COMMON + "print('begun', flush=True); app.worker.run_worker(settings, parts)"


@contextmanager
def process(script: str, folder: Path, *, drain: float = 0) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-c", script, str(folder), str(drain)]
    running_process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert running_process.stdout is not None
    try:
        yield running_process, running_process.stdout.readline().strip()
    finally:
        running_process.kill()
        running_process.wait()


def end(told: subprocess.Popen[str]) -> float:
    begun = time.monotonic()
    told.send_signal(signal.SIGTERM)
    told.wait(LONGEST_END + 5)
    return time.monotonic() - begun


def post(port: int, text: str) -> int:
    body = json.dumps({"outlet": "Harbour Post", "text": text}).encode()
    head = "POST /v1/articles HTTP/1.1\r\nhost: t\r\ncontent-type: application/json\r\n"
    head += f"content-length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head.encode() + body)
        answer = read_answer(connection)
    assert answer is not None
    return answer.status


def get(connection: socket.socket, path: str) -> tuple[int, dict[str, object]]:
    connection.sendall(f"GET {path} HTTP/1.1\r\nhost: t\r\n\r\n".encode())
    answer = read_answer(connection)
    assert answer is not None
    return answer.status, answer.document


def test_sigterm_ends_the_server_whatever_goes_on(tmp_path: Path) -> None:
    with process(AS_SERVER, tmp_path) as (server, address), ExitStack() as open_ones:
        port = int(address.rpartition(":")[2])
        assert post(port, "Endless | arrive | Port Lorne | |") == 202
        for _ in range(50):
            assert post(port, "word " * 20_000 + str(_)) == 202
        slow = open_ones.enter_context(socket.socket())
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        slow.connect(("127.0.0.1", port))
        for path in ("/v1/articles?limit=200", "/openapi.json") * 50:  # answers that nobody takes
            slow.sendall(f"GET {path} HTTP/1.1\r\nhost: t\r\n\r\n".encode())
        for number in range(30):
            half = open_ones.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            half.sendall(HALF[: number * 5])
        time.sleep(1)
        assert end(server) < LONGEST_END
        assert server.returncode == 0


def test_sigterm_ends_a_worker_in_the_middle_of_an_article_that_is_done_again(tmp_path: Path) -> None:
    services = fake_services(tmp_path, worker=False)
    services.submit(read_draft({"outlet": "Harbour Post", "text": "Endless | arrive | Port Lorne | |"}))
    with process(AS_WORKER, tmp_path) as (worker, begun):
        assert begun == "begun"
        deadline = time.monotonic() + 20
        while not services_hold(services) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert end(worker) < LONGEST_END
        assert worker.returncode == 0
    assert not services_hold(services), "the article was given back"
    assert services.analyse_pending() == 1
    services.close()


def services_hold(services: Services) -> bool:
    with services.store.reading() as unit:
        return bool(unit.jobs.holders())


def test_whatever_hangs_is_cut_off() -> None:
    script = "from app.ending import end_within; import time; end_within(0.2); time.sleep(60)"
    begun = time.monotonic()
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == CUT_OFF
    assert "told to end" in ended.stderr
    assert time.monotonic() - begun < LONGEST_END


def test_while_it_drains_it_answers_and_says_that_it_is_not_ready(tmp_path: Path) -> None:
    with process(AS_SERVER, tmp_path, drain=3) as (server, address):
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            assert get(connection, "/readyz")[0] == 200
            server.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            status, document = get(connection, "/readyz")
            assert status == 503
            assert [part for part, wrong in document["checks"].items() if wrong] == ["server"]  # type: ignore[attr-defined]
            assert get(connection, "/healthz")[0] == 200
        with socket.create_connection(("127.0.0.1", port), timeout=10) as another:
            assert get(another, "/healthz")[0] == 200, "new connections are still taken"
        begun = time.monotonic()
        server.wait(LONGEST_END)
        assert time.monotonic() - begun < LONGEST_END
        assert server.returncode == 0


def test_readiness_names_each_part_that_is_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(tmp_path, worker=False) as server:
        ready = server.call("GET", "/readyz")
        assert (ready.status, set(ready.document["checks"].values())) == (200, {None})
        monkeypatch.setattr("app.joining_telemetry.LEAST_FREE_BYTES", 1 << 60)
        full = server.call("GET", "/readyz")
        assert (full.status, "disk" in full.document["checks"]) == (503, True)
        assert "the disk is full" in full.document["checks"]["disk"]
        monkeypatch.undo()
        server.services.model_problem = lambda: "loading"
        assert server.call("GET", "/readyz").status == 200, "this server needs no model before it is asked to check"
        server.services.runs_worker = True
        assert server.call("GET", "/readyz").document["checks"]["model"] == "loading"
        server.services.runs_worker = False
        server.services.model_problem = lambda: "its file is damaged"
        assert server.call("GET", "/readyz").document["checks"]["model"] == "its file is damaged"
        server.services.model_problem = lambda: None
        dead = threading.Thread(target=lambda: None)
        dead.start()
        dead.join()
        server.services._thread = dead
        assert "has stopped" in server.call("GET", "/readyz").document["checks"]["worker"]
        server.services._thread = None
        (tmp_path / "test.sqlite3").rename(tmp_path / "gone")
        server.services.store.close()  # type: ignore[attr-defined]
        (tmp_path / "test.sqlite3").mkdir()
        gone = server.call("GET", "/readyz")
        assert (gone.status, bool(gone.document["checks"]["database"])) == (503, True)
        assert server.call("GET", "/healthz").status == 200


def test_a_home_that_is_gone_is_told(tmp_path: Path) -> None:
    assert disk_problem(tmp_path) is None
    assert "CROSSCHECK_HOME" in (disk_problem(tmp_path / "nowhere") or "")


def test_half_sent_requests_keep_no_good_one_waiting(tmp_path: Path) -> None:
    with running(tmp_path, receive_timeout=30, worker=False) as server, ExitStack() as open_ones:
        for number in range(HALF_SENT):
            half = open_ones.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))
            half.sendall(HALF[: number % len(HALF)])
        slowest = 0.0
        for number in range(20):
            begun = time.monotonic()
            answer = server.post({"outlet": "Harbour Post", "text": f"Ada Venn {number} | arrive | Port Lorne | |"})
            slowest = max(slowest, time.monotonic() - begun)
            assert answer.status == 202
        assert slowest < 5, "as fast as without them, on a machine that may be busy"


def test_fifty_clients_that_post_the_same_articles_make_each_once(tmp_path: Path) -> None:
    articles = [{"outlet": "Harbour Post", "text": f"Ada Venn {n} | arrive | Port Lorne | |"} for n in range(200)]
    new: list[str] = []
    with running(tmp_path, worker=False) as server:

        def post_all(first: int) -> None:
            rows = articles[first:] + articles[:first]
            answer = server.post(rows[:100], "/v1/articles/batch")
            items = answer.document["items"]
            for row in rows[100:110]:
                items.append(server.post(row).document)
            items += server.post(rows[100:], "/v1/articles/batch").document["items"]
            new.extend(item["id"] for item in items if not item["duplicate"])

        threads = [threading.Thread(target=post_all, args=(4 * number,)) for number in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        counts = server.services.browse.counts()
    assert (counts["articles"], counts["waiting"], len(new), len(set(new))) == (200, 200, 200, 200)
