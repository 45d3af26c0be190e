"""Half an hour of a newsroom's day: ``python -m benchmarks.mixed_load [--minutes 30] [--posts 0.3] [--readers 4]``.

The real server with its own worker (real models, one thread, a new SQLite database) takes made-up articles at an even
pace, while readers page through lists, open clusters, conflicts and articles, check statements and look at pages. Every
answer must be the documented one. Printed are the calls, latencies by kind in ms, and the resident memory of all the
server's processes: the mean of the second sixth of the time beside that of the last sixth. Exits with 1 where a call
failed or memory grew by more than 5 %.
"""

import argparse
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median

from benchmarks.http import SERVE
from benchmarks.serving import link_models
from benchmarks.written_news import Fields, written_articles

SEED = 23
MOST_GROWTH = 0.05
THINKING = 0.15  # seconds between the calls of one reader, on average
SAMPLE_EVERY = 5.0  # seconds
LISTS = ("articles", "clusters", "conflicts", "claims")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(kw_only=True)
class Load:
    """What is done to the server at ``host:port``, and what came of it."""

    address: str
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # seconds
    faults: Counter[str] = field(default_factory=Counter)
    ended: threading.Event = field(default_factory=threading.Event)
    ids: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in LISTS})
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def call(self, kind: str, method: str, path: str, body: Fields | None = None) -> dict[str, object] | None:
        """The answer's document; None where there is none to read, or a fault was found."""
        connection = http.client.HTTPConnection(self.address, timeout=60)
        headers = {"content-type": "application/json"} if body is not None else {}
        begun = time.perf_counter()
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            with self._lock:
                self.faults[f"{kind}: {type(error).__name__}"] += 1
            return None
        finally:
            connection.close()
        with self._lock:
            self.times[kind].append(time.perf_counter() - begun)
            if answer.status not in (200, 202):
                # A cluster or conflict may have gone since it was listed: new articles form clusters anew.
                if not (answer.status == 404 and kind.startswith("one of")):
                    self.faults[f"{kind}: {answer.status}"] += 1
                return None
        if "json" not in (answer.getheader("content-type") or ""):
            return None
        document: dict[str, object] = json.loads(content)
        return document

    def post_on(self, pace: float) -> None:
        """``pace`` articles a second."""
        due = time.monotonic()
        for article in written_articles(SEED):
            due += 1 / pace
            if self.ended.wait(max(0.0, due - time.monotonic())):
                return
            self.call("post", "POST", "/v1/articles", article)

    def read_on(self, number: int) -> None:
        """Looks around as people and programs do."""
        chance = random.Random(f"{SEED}/{number}")  # noqa: S311 - no secret
        while not self.ended.wait(chance.expovariate(1 / THINKING)):
            name = chance.choice(LISTS)
            known = self.ids[name]
            what = chance.random()
            if what < 0.4 or not known:
                self._list(name, chance)
            elif what < 0.85:
                self.call(f"one of {name}", "GET", f"/v1/{name}/{chance.choice(known)}")
            elif what < 0.95:
                self.call("page", "GET", "/")
            else:
                statement = {"statement": "The defence minister arrived in Tunis on Monday.", "language": "en"}
                self.call("check", "POST", "/v1/check", statement)

    def _list(self, name: str, chance: random.Random) -> None:
        found = self.call(f"list of {name}", "GET", f"/v1/{name}?limit={chance.choice([10, 50])}")
        items = found.get("items") if found else None
        if isinstance(items, list):
            self.ids[name] = [item["id"] for item in items]


def resident_bytes(pid: int) -> int:
    """Of a process and all that it started."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return pages * PAGE_BYTES + sum(resident_bytes(int(child)) for child in children)


def run(home: Path, *, minutes: float, posts: float, readers: int) -> dict[str, object]:
    """Starts, loads, measures, stops."""
    link_models(home)
    environment = os.environ | {
        "CROSSCHECK_HOME": str(home),
        "CROSSCHECK_PORT": "0",
        "CROSSCHECK_LOG_LEVEL": "warning",
        "CROSSCHECK_RATE_LIMIT": "0",
        "CROSSCHECK_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONUNBUFFERED": "1",
    }
    process = subprocess.Popen([sys.executable, "-c", SERVE], env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert process.stdout is not None
    load = Load(address=process.stdout.readline().strip().removeprefix("http://"))
    threads = [threading.Thread(target=load.post_on, args=(posts,))]
    threads += [threading.Thread(target=load.read_on, args=(number,)) for number in range(readers)]
    memory: list[int] = []
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 60 * minutes
    while time.monotonic() < deadline and process.poll() is None:
        time.sleep(SAMPLE_EVERY)
        memory.append(resident_bytes(process.pid))
    load.ended.set()
    for thread in threads:
        thread.join()
    counts = load.call("counts", "GET", "/healthz")
    process.send_signal(signal.SIGTERM)
    code = process.wait(30)
    if code:
        load.faults[f"the server ended with {code}"] += 1
    sixth = max(1, len(memory) // 6)
    early, late = mean(memory[sixth : 2 * sixth] or memory), mean(memory[-sixth:])
    latencies = {kind: _summary(times) for kind, times in sorted(load.times.items())}
    reads = [one for kind, times in load.times.items() if kind not in ("post", "check") for one in times]
    return {
        "minutes": minutes,
        "memory_mb": {"early": round(early / 1e6), "late": round(late / 1e6), "growth": round(late / early - 1, 4)},
        "reads": _summary(reads),
        "latencies": latencies,
        "faults": dict(load.faults),
        "end": counts,
    }


def _summary(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "calls": len(ordered),
        "median_ms": round(1000 * median(ordered), 1),
        "p99_ms": round(1000 * ordered[max(0, int(len(ordered) * 0.99) - 1)], 1),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--posts", type=float, default=0.3, help="articles a second")
    parser.add_argument("--readers", type=int, default=4)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home:
        report = run(Path(home), minutes=options.minutes, posts=options.posts, readers=options.readers)
    print(json.dumps(report, indent=1))
    growth = report["memory_mb"]
    assert isinstance(growth, dict)
    return int(bool(report["faults"]) or growth["growth"] > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
