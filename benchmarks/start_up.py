"""How long the server takes from its start until it answers a read, beside an empty interpreter.

    python -m benchmarks.start_up [--database PATH] [--claims 10000] [--times 7] [--json PATH]

Starts ``crosscheck serve`` on a store of this version, again and again, each time after the store was read once, and
asks for ``/v1/clusters`` until an answer comes. Prints the median of the seconds by the clock and of the processor time
of the process until then; ends with 1 where the bar is missed. The model loads in the background.
"""

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.pages_store import ensure_store
from benchmarks.reads import processor_time

LONGEST = 3.0  # seconds
PATIENCE = 60.0
PAUSE = 0.01  # seconds between two tries


def start_once(database: Path) -> tuple[float, float]:
    """Seconds by the clock, and of the processor, until the first good answer."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = os.environ | {
        "CROSSCHECK_HOME": str(database.parent),
        "CROSSCHECK_DATABASE_URL": f"sqlite:///{database}",
        "CROSSCHECK_PORT": str(port),
        "CROSSCHECK_LOG_LEVEL": "warning",
    }
    begun = time.perf_counter()
    command = [sys.executable, "-m", "app.cli", "serve"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as server:  # noqa: S603  (our own)
        try:
            while time.perf_counter() - begun < PATIENCE:
                if answers(port):
                    return time.perf_counter() - begun, processor_time(server.pid) / 1_000
                time.sleep(PAUSE)
            raise SystemExit(f"no answer within {PATIENCE:.0f} s")
        finally:
            server.kill()
            server.wait()


def answers(port: int) -> bool:
    """Whether a read is answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/v1/clusters?limit=10")
        answer = connection.getresponse()
        return answer.status == http.client.OK and bool(json.loads(answer.read())["items"])
    except OSError:
        return False
    finally:
        connection.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 1 where it takes too long."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.start_up", description=__doc__)
    parser.add_argument("--database", type=Path, default=None, help="a store that holds clusters")
    parser.add_argument("--claims", type=int, default=10_000, help="of the store that is filled where none is named")
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--json", type=Path, default=None, help="write the numbers there")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        database = (options.database or Path(folder) / "start.sqlite3").resolve()
        ensure_store(database, options.claims)
        start_once(database)
        taken = [start_once(database) for _ in range(options.times)]
    found: dict[str, Any] = {
        "seconds": median(clock for clock, _ in taken),
        "longest": max(clock for clock, _ in taken),
        "processor seconds": median(spent for _, spent in taken),
    }
    print(", ".join(f"{name}: {value:.2f}" for name, value in found.items()))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    held = found["seconds"] <= LONGEST
    print(f"ready to serve reads {'within' if held else 'later than'} {LONGEST:.0f} s")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
