"""How many articles a second the server acknowledges, durably, and how fast it answers reads.

    python -m benchmarks.http [--clients 16] [--articles 2000]

Starts the real server on loopback with a database of its own and without a worker, so that only the way of an article
into the store is measured. Prints one JSON line a measurement: calls per second, median and 99th percentile in ms.
"""

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable

SERVE = "from app.main import serve; from app.settings import load_settings; serve(load_settings(), on_started=print)"
TEXT_BYTES = 2_000


def start_server(home: str) -> tuple[subprocess.Popen[str], str]:
    """The process and ``host:port``."""
    environment = os.environ | {
        "CROSSCHECK_HOME": home,
        "CROSSCHECK_PORT": "0",
        "CROSSCHECK_WORKER": "false",
        "CROSSCHECK_LOG_LEVEL": "warning",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-c", SERVE]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603  (our own)
    assert process.stdout is not None
    return process, process.stdout.readline().strip().removeprefix("http://")


def article(number: int) -> bytes:
    """About 2 kB of text, different for each number."""
    sentence = f"Report {number}: minister Ada Venn arrived in Port Lorne on Wednesday evening. "
    text = sentence * (TEXT_BYTES // len(sentence))
    return json.dumps(
        {"outlet": f"Outlet {number % 50}", "text": text, "published_at": "2024-03-14T18:20:00Z"}
    ).encode()


def measure(
    name: str, address: str, clients: int, calls: int, call: Callable[[http.client.HTTPConnection, int], None]
) -> None:
    """Makes ``calls`` calls from ``clients`` connections at once and prints what came of it."""
    numbers = iter(range(calls))
    lock = threading.Lock()
    times: list[float] = []

    def run() -> None:
        connection = http.client.HTTPConnection(address, timeout=60)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            begun = time.perf_counter()
            call(connection, number)
            times.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=run) for _ in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    times.sort()
    result = {
        "measured": name,
        "clients": clients,
        "calls": len(times),
        "calls_per_second": round(len(times) / seconds, 1),
        "median_ms": round(statistics.median(times) * 1000, 2),
        "p99_ms": round(times[int(len(times) * 0.99) - 1] * 1000, 2),
    }
    print(json.dumps(result), flush=True)


def post(connection: http.client.HTTPConnection, number: int) -> None:
    """One article in; anything but an acknowledgement is an error."""
    connection.request("POST", "/v1/articles", article(number), {"content-type": "application/json"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 202:
        raise SystemExit(f"unexpected answer {answer.status}: {body[:200]!r}")


def get(path: str) -> Callable[[http.client.HTTPConnection, int], None]:
    """A call that reads ``path``."""

    def call(connection: http.client.HTTPConnection, number: int) -> None:
        del number
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"unexpected answer {answer.status}: {body[:200]!r}")

    return call


def main() -> None:
    """Parses the arguments, measures, stops the server."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--articles", type=int, default=2_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        process, address = start_server(home)
        try:
            measure("POST /v1/articles", address, arguments.clients, arguments.articles, post)
            measure(
                "GET /v1/articles", address, arguments.clients, arguments.articles // 4, get("/v1/articles?limit=50")
            )
            measure("GET /healthz", address, arguments.clients, arguments.articles // 2, get("/healthz"))
        finally:
            process.terminate()
            process.wait(timeout=15)


if __name__ == "__main__":
    main()
