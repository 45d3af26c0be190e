"""What requests that are sent half, and connections that say nothing, cost those that are sent whole.

    python -m benchmarks.half_open [--half 500] [--calls 200]

Starts the real server on loopback, measures articles posted one after the other, opens so many half-sent requests,
measures again, and stops the server with SIGTERM while they are open. Prints one JSON object; exits with 1 where a
good request took longer than a second at the 99th percentile more than before, or the end took longer than 10 s.
"""

import argparse
import http.client
import json
import resource
import signal
import socket
import sys
import tempfile
import time
from contextlib import ExitStack

from benchmarks.http import post, start_server

HALF = b"POST /v1/articles HTTP/1.1\r\nhost: t\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"
MOST_SLOWER = 1.0  # seconds
LONGEST_END = 10.0  # seconds


def measure(address: str, first: int, calls: int) -> dict[str, float]:
    """Milliseconds of articles posted on one connection each."""
    times = []
    for number in range(first, first + calls):
        connection = http.client.HTTPConnection(address, timeout=60)
        begun = time.perf_counter()
        post(connection, number)
        times.append((time.perf_counter() - begun) * 1000)
        connection.close()
    times.sort()
    return {"median_ms": round(times[calls // 2], 1), "p99_ms": round(times[int(calls * 0.99) - 1], 1)}


def main() -> None:
    """Parses the arguments, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", type=int, default=500)
    parser.add_argument("--calls", type=int, default=200)
    arguments = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4 * arguments.half + 1_000), most))
    with tempfile.TemporaryDirectory() as home, ExitStack() as open_ones:
        process, address = start_server(home)
        host, port = address.split(":")
        before = measure(address, 0, arguments.calls)
        for number in range(arguments.half):
            half = open_ones.enter_context(socket.create_connection((host, int(port)), timeout=30))
            half.sendall(HALF[: number % (len(HALF) + 1)])
        during = measure(address, arguments.calls, arguments.calls)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = process.wait(60)
        end = time.monotonic() - begun
    sound = code == 0 and end <= LONGEST_END and during["p99_ms"] - before["p99_ms"] <= MOST_SLOWER * 1000
    result = {"half_sent": arguments.half, "before": before, "during": during, "end_s": round(end, 2), "exit": code}
    print(json.dumps(result | {"sound": sound}))
    sys.exit(not sound)


if __name__ == "__main__":
    main()
