"""What an export costs in memory and time: ``python -m benchmarks.exporting``.

Two real databases hold made-up news (benchmarks/synthetic_news.py), the larger ten times the smaller. Each export runs
in a process of its own, over HTTP: the process's memory is looked at once it serves, and its peak when the client has
taken the last chunk (both from the operating system; the client is another process). Flat means that ten times the rows
raise it no further.
"""

import argparse
import http.client
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.adapters.storage.unit_of_work import SqlStore
from benchmarks.serving import serving
from benchmarks.store_filling import fill_database
from benchmarks.synthetic_news import CLAIMS_AN_ARTICLE, SyntheticNews

SEED = 11
CHUNK = 65_536
FORMS = ("claims.ndjson", "claims.csv", "claims.jsonld", "clusters.ndjson")
MOST_GROWTH = 1.25  # of the larger export's growth over the smaller's, beside SLACK
SLACK = 8.0  # MB that an allocator may keep


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One export: rows (lines, or nodes), bytes, seconds, and by how many MB the server grew at its peak."""

    rows: int
    size: int
    seconds: float
    growth: float


def memory_of(process: int, name: str) -> float:
    """MB; ``name`` is VmRSS (now) or VmHWM (peak)."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"the system does not tell {name}")


def measure(database: Path, path: str) -> Cost:
    """Takes one export from a server of its own."""
    with serving(database) as (address, process):
        port = int(address.rpartition(":")[2])
        take(port, "/v1/export/claims.ndjson?outlet=nobody")  # what is loaded once is loaded
        before = memory_of(process, "VmRSS")
        started = time.perf_counter()
        rows, size = take(port, f"/v1/export/{path}")
        seconds = time.perf_counter() - started
        return Cost(rows=rows, size=size, seconds=seconds, growth=memory_of(process, "VmHWM") - before)


def take(port: int, path: str) -> tuple[int, int]:
    """Line ends and bytes of a whole answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET", path)
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    rows = size = 0
    while chunk := answer.read(CHUNK):
        rows, size = rows + chunk.count(b"\n"), size + len(chunk)
    connection.close()
    return rows, size


def run(folder: Path, *, small: int, large: int) -> tuple[bool, dict[str, object]]:
    """Whether all exports stay flat, and the numbers; sizes are numbers of claims."""
    report: dict[str, object] = {}
    databases = []
    for claims in (small, large):
        path = folder / f"{claims}.sqlite3"
        store = SqlStore(f"sqlite:///{path}")
        store.migrate()
        store.close()
        fill_database(f"sqlite:///{path}", SyntheticNews(SEED).articles(claims // CLAIMS_AN_ARTICLE))
        print(f"{claims:,} claims, {path.stat().st_size / 1e6:.0f} MB", flush=True)
        databases.append(path)
    print(f"{'export':<18}{'claims':>9}{'lines':>9}{'MB':>8}{'seconds':>9}{'lines/s':>9}{'growth MB':>11}")
    flat = True
    for form in FORMS:
        costs = [measure(database, form) for database in databases]
        for claims, cost in zip((small, large), costs, strict=True):
            speed = cost.rows / cost.seconds
            print(
                f"{form:<18}{claims:>9,}{cost.rows:>9,}{cost.size / 1e6:>8.1f}{cost.seconds:>9.1f}{speed:>9,.0f}"
                f"{cost.growth:>11.1f}",
                flush=True,
            )
            report[f"{form} of {claims}"] = {"rows": cost.rows, "seconds": cost.seconds, "growth": cost.growth}
        flat = flat and costs[1].growth <= costs[0].growth * MOST_GROWTH + SLACK
    print("memory stays flat" if flat else "memory grows with the store")
    return flat, report


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 1 where memory grows with the store."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exporting", description=__doc__)
    parser.add_argument("--small", type=int, default=10_000, help="claims in the small store")
    parser.add_argument("--large", type=int, default=100_000, help="claims in the large store")
    parser.add_argument("--json", type=Path, default=None, help="write the numbers there")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        flat, report = run(Path(folder), small=options.small, large=options.large)
    if options.json:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 0 if flat else 1


if __name__ == "__main__":
    sys.exit(main())
