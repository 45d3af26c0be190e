"""How fast the interface answers reads, beside a bare FastAPI endpoint that returns the same JSON.

    python -m benchmarks.reads [--database PATH] [--claims 100000] [--connections 4] [--calls 200] [--rounds 5]
                               [--only NAME ...] [--json PATH]

Takes a store (or fills one with made-up news, pages_store.py), starts the real server on it, draws random records out
of it, and asks for every kind of read: single records, and each list with each of its filters. The bare endpoint holds
the same documents in memory; both are asked in turns, by one client in a process of its own, on as many connections.
Prints for each kind the median and the 99th percentile of the answers in milliseconds, asked one after the other, and
the 99th percentile with all connections at once, where each answer also waits for the others, beside that of the bare
endpoint; the processor time that each server spends on one; and how much of the bare endpoint's throughput is reached
(the median over the rounds, of calls a second, and of processor time). Ends with 1 where a bar is missed.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.asking import Client
from benchmarks.pages_store import ensure_store
from benchmarks.serving import serving

SLOWEST = 25.0  # milliseconds at the 99th percentile
LEAST_SHARE = 0.4  # of the throughput of the bare endpoint
SAMPLED = 60  # different requests of a kind
SEED = 8
WARM_UP = 20  # calls
Paths = dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind of read. Times in milliseconds; ``share``: of the bare endpoint's throughput, by the clock and by the
    processor."""

    kind: str
    size: int
    median: float
    p99: float
    p99_at_once: float
    bare_p99_at_once: float
    spent: float
    bare_spent: float
    share: float
    share_spent: float

    @property
    def holds(self) -> bool:
        """Whether both bars are reached. Of the two shares the better one counts: on a machine that others use, the
        clock alone tells little."""
        return self.p99 <= SLOWEST and max(self.share, self.share_spent) >= LEAST_SHARE


class Sample:
    """Random records of a store, drawn through its interface."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._chance = random.Random(SEED)  # noqa: S311  (no secret)
        newest, oldest = self.first("claims"), self._oldest()
        self.years = range(int(oldest["published_at"][:4]), int(newest["published_at"][:4]) + 1)
        self.claims = [claim for _ in range(SAMPLED) for claim in self._day("claims", limit=5)]
        self.stories = [story for _ in range(SAMPLED) for story in self._day("clusters", limit=5, min_outlets=2)]
        self.conflicts = [one for _ in range(SAMPLED) for one in self._day("conflicts", limit=2)]

    def ask(self, path: str) -> Any:
        """The document at a path below /v1/."""
        with urllib.request.urlopen(f"http://{self._address}/v1/{path}", timeout=300) as answer:
            return json.load(answer)

    def first(self, name: str, **filters: str) -> Any:
        """The first of a list."""
        return self.ask(f"{name}?{urlencode({'limit': 1, **filters})}")["items"][0]

    def _oldest(self) -> Any:
        for year in range(1990, 2100):
            found = self.ask(f"claims?limit=1&to={year}-12-31")["items"]
            if found:
                return found[0]
        raise SystemExit("the store holds no claims; fill one, or let this fill one: leave out --database")

    def day(self) -> str:
        """Some day of the years in which things happened."""
        return f"{self._chance.choice(self.years)}-{self._chance.randint(1, 12):02}-{self._chance.randint(1, 28):02}"

    def _day(self, name: str, **filters: object) -> list[Any]:
        items: list[Any] = self.ask(f"{name}?{urlencode({'to': self.day(), **filters})}")["items"]
        return items

    def some(self, values: Sequence[Any]) -> list[Any]:
        """At most SAMPLED different ones, by chance."""
        different = list(dict.fromkeys(values))
        self._chance.shuffle(different)
        return different[:SAMPLED]

    def cursors(self, name: str, **filters: str) -> list[str]:
        """Places far into a list: what comes after a day."""
        found = [self.ask(f"{name}?{urlencode({'limit': 3, 'to': self.day(), **filters})}")["next"] for _ in range(20)]
        return [cursor for cursor in found if cursor]


def kinds_of_reads(sample: Sample, only: Sequence[str] = ()) -> Paths:
    """By name, the addresses to be asked for: all, or those whose name holds one of ``only``. A new filter is a new
    line."""
    claims, stories, conflicts = sample.claims, sample.stories, sample.conflicts
    large = sample.ask(f"clusters?limit=1&min_outlets={_most_outlets(sample)}")["items"][0]
    referred = [value for claim in claims for values in claim["slots"].values() for value in values]
    entities = sample.some([value["entity_id"] for value in referred if value.get("entity_id")])
    names = sample.some([value["name"] for value in referred if value.get("entity_id")])
    places = sample.some([value["key"] for value in referred if value["type"] == "place" and value.get("key")])
    outlets = sample.some([claim["outlet"] for claim in claims])
    types = sample.some([claim["event_type"] for claim in claims if claim["event_type"]])
    languages = sample.some([claim["language"] for claim in claims])
    words = sample.some([word for claim in claims for word in claim["statement"].split()])
    rare = sample.some([" ".join(claim["statement"].split()[:3]) for claim in claims])
    days = [sample.day() for _ in range(SAMPLED)]
    # They are counted for it, which takes a while.
    counted = not only or any(one in "entity, frequent" for one in only)
    frequent = [one["id"] for one in sample.ask("entities?limit=5")["items"]] if counted else []
    found = {
        "cluster": [f"clusters/{key}" for key in sample.some([claim["cluster_id"] for claim in claims])],
        "cluster, several outlets": [f"clusters/{key}" for key in sample.some([story["id"] for story in stories])],
        "cluster, the largest": [f"clusters/{large['id']}"],
        "conflict": [f"conflicts/{key}" for key in sample.some([one["id"] for one in conflicts])],
        "article": [f"articles/{key}" for key in sample.some([claim["article_id"] for claim in claims])],
        "claim": [f"claims/{key}" for key in sample.some([claim["id"] for claim in claims])],
        "entity": [f"entities/{quote(key, safe='')}" for key in entities],
        "outlet": [f"outlets/{quote(key, safe='')}" for key in outlets],
        "articles": ["articles"],
        "articles: outlet": _filtered("articles", outlet=outlets),
        "articles: language": _filtered("articles", language=languages),
        "articles: status": _filtered("articles", status=["analysed"]),
        "outlets": ["outlets"],
        "entities": ["entities"],
        "entities: q": _filtered("entities", q=[name.split()[-1] for name in names]),
        "entities: type": _filtered("entities", type=["PER", "LOC"]),
        "claims: article": _filtered("claims", article=sample.some([claim["article_id"] for claim in claims])),
        "conflicts: cluster": _filtered("conflicts", cluster=[one["cluster_id"] for one in conflicts]),
    }
    shared: dict[str, Sequence[str]] = {
        "outlet": outlets,
        "language": languages,
        "entity": entities,
        "entity, by name": names,
        "entity, frequent": frequent,
        "from": days,
        "to": days,
        "cursor": (),
    }
    of_clusters = {
        **shared,
        "place": places,
        "place, a country": sorted({place.split("/")[0] for place in places}),
        "event_type": types,
        "disputed": ["true", "false"],
        "min_outlets": ["2", "3", "5", "20"],
        "q": words,
        "q, several words": rare,
        "conflict_kind": sorted({one["kind"] for one in conflicts}),
    }
    of_conflicts: dict[str, Sequence[str]] = {
        name: values for name, values in of_clusters.items() if name in shared or name.startswith(("place", "q"))
    }
    for name in ("kind", "scope", "relation", "severity", "state"):
        of_conflicts[name] = sorted({one[name] for one in conflicts})
    lists: list[tuple[str, str, dict[str, str], dict[str, Sequence[str]]]] = [
        ("claims", "claims", {}, {**shared, "event_type": types}),
        ("clusters", "clusters", {}, of_clusters),
        ("clusters, disputed first", "clusters", {"order": "disputed"}, of_clusters),
        ("conflicts", "conflicts", {}, of_conflicts),
    ]
    for title, name, always, filters in lists:
        found[title] = [f"{name}?{urlencode(always)}"]
        for told, values in filters.items():
            chosen = sample.cursors(name, **always) if told == "cursor" else values
            found[f"{title}: {told}"] = _filtered(name, **{told.partition(",")[0]: chosen}, **always)
        found[f"{title}: a time"] = [
            f"{name}?{urlencode({**always, 'from': day, 'to': f'{day[:8]}28'})}" for day in days if day[8:] < "28"
        ]
    wanted = {kind: paths for kind, paths in found.items() if not only or any(one in kind for one in only)}
    return {kind: [f"/v1/{path}" for path in paths] for kind, paths in wanted.items() if paths}


def _filtered(name: str, **filters: Any) -> list[str]:
    """One address a value of the first filter; the others are the same in all."""
    (varied, values), *always = filters.items()
    return [f"{name}?{urlencode({varied: value, **dict(always)})}" for value in values]


def _most_outlets(sample: Sample) -> int:
    least = 2
    while sample.ask(f"clusters?limit=1&min_outlets={least * 3 // 2 + 1}")["items"]:
        least = least * 3 // 2 + 1
    return least


@contextmanager
def bare_server(documents: dict[str, list[Any]], folder: Path) -> Iterator[tuple[str, int]]:
    """Its ``host:port`` and the id of its process."""
    held = folder / "documents.json"
    held.write_text(json.dumps(documents), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.bare_http", str(held)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603  (our own)
        try:
            assert server.stdout is not None
            yield server.stdout.readline().strip(), server.pid
        finally:
            server.terminate()
            server.wait(30)


def processor_time(process: int) -> float:
    """Milliseconds that a process of this machine has computed, all its threads together (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1_000 / os.sysconf("SC_CLK_TCK")


def measure(
    kind: str, ours: tuple[str, int, Sequence[str]], bare: tuple[str, int, Sequence[str]], client: Client, options: Any
) -> Row:
    """The two in turns. Each is its address, its process, and what is asked of it."""
    times: tuple[list[float], list[float]] = ([], [])
    spent: tuple[list[float], list[float]] = ([], [])
    speed: tuple[list[float], list[float]] = ([], [])
    alone: list[float] = []
    size = 0
    for turn in range(options.rounds + 1):
        for side, (address, process, paths) in enumerate((ours, bare)):
            calls = WARM_UP if turn == 0 else options.calls
            asked = [paths[number % len(paths)] for number in range(calls)]
            begun = processor_time(process)
            answered = client.ask(address, asked, connections=options.connections)
            if turn:
                times[side].extend(answered.times)
                spent[side].append((processor_time(process) - begun) / calls)
                speed[side].append(calls / answered.took)
                size = answered.size // calls if side == 0 else size
            if turn and side == 0:
                alone.extend(client.ask(address, asked, connections=1).times)
    totals = [max(sum(one), 1e-9) / options.rounds for one in spent]
    return Row(
        kind=kind,
        size=size,
        median=median(alone),
        p99=percentile(alone),
        p99_at_once=percentile(times[0]),
        bare_p99_at_once=percentile(times[1]),
        spent=totals[0],
        bare_spent=totals[1],
        share=median(one / other for one, other in zip(*speed, strict=True)),
        share_spent=totals[1] / totals[0],
    )


def percentile(times: Sequence[float]) -> float:
    """The 99th."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def run(database: Path, options: Any, on_row: Callable[[Row], None]) -> list[Row]:
    """All kinds, told as they are measured."""
    rows = []
    with tempfile.TemporaryDirectory() as folder, serving(database) as (address, process), Client() as client:
        sample = Sample(address)
        wanted = kinds_of_reads(sample, options.only)
        keys = {kind: f"kind-{number}" for number, kind in enumerate(wanted)}
        documents = {keys[kind]: [sample.ask(path.removeprefix("/v1/")) for path in wanted[kind]] for kind in wanted}
        with bare_server(documents, Path(folder)) as (bare, bare_process):
            for kind, paths in wanted.items():
                other = [f"/{keys[kind]}/{number}" for number in range(len(paths))]
                row = measure(kind, (address, process, paths), (bare, bare_process, other), client, options)
                rows.append(row)
                on_row(row)
    return rows


def tell(row: Row) -> None:
    """One line."""
    print(
        f"{row.kind:<44}{row.size:>9,}{row.median:>9.1f}{row.p99:>9.1f}{row.p99_at_once:>9.1f}{row.bare_p99_at_once:>9.1f}{row.spent:>9.2f}"
        f"{row.bare_spent:>9.2f}{row.share:>8.0%}{row.share_spent:>8.0%}{'' if row.holds else '  <-- missed'}",
        flush=True,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reads", description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000, help="how many the store gets that is filled here")
    parser.add_argument("--database", type=Path, default=None, help="a store; filled where it is not there")
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--calls", type=int, default=200, help="of each kind in one round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=(), help="kinds whose name holds one of these")
    parser.add_argument("--json", type=Path, default=None, help="write the numbers there")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        database = (options.database or Path(folder) / "reads.sqlite3").resolve()
        ensure_store(database, options.claims)
        print(
            f"{'read':<44}{'bytes':>9}{'median':>9}{'p99':>9}{'at once':>9}{'bare':>9}{'cpu ms':>9}{'bare cpu':>9}"
            f"{'share':>8}{'of cpu':>8}"
        )
        rows = run(database, options, tell)
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")
    missed = [row.kind for row in rows if not row.holds]
    bars = f"99 % of answers within {SLOWEST:.0f} ms and {LEAST_SHARE:.0%} of the bare endpoint's throughput"
    print(f"every read: {bars}" if not missed else f"{len(missed)} of {len(rows)} reads miss: {bars}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
