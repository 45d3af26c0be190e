"""How fast the pages answer with 100,000 claims stored, beside the same request to the interface.

    python -m benchmarks.pages [--claims 100000] [--rounds 40] [--database PATH] [--json PATH]

Fills an SQLite database with made-up news (pages_store.py; it is kept where --database names it, and filled only once),
starts the real server on it, and asks for every page in turns with its counterpart under /v1. Prints the median and the
95th percentile of both in milliseconds, and the bytes of the page; ends with 1 where a page is too slow or too heavy.
"""

import argparse
import http.client
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlencode

from app.adapters.storage.unit_of_work import SqlStore
from app.core.model.records import ClusterFilter
from app.use_cases.browse import Browse
from benchmarks.pages_store import LARGE_STORY, build
from benchmarks.serving import serving

SLOWEST = 150.0  # milliseconds at the 95th percentile
HEAVIEST = 150_000  # bytes
WARM_UP = 3
PERCENTILE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One page and its counterpart; times in milliseconds."""

    page: str
    page_median: float
    page_p95: float
    api_median: float
    api_p95: float
    size: int

    @property
    def holds(self) -> bool:
        """Whether it is fast and light enough."""
        return self.page_p95 <= SLOWEST and self.size <= HEAVIEST


def requests(url: str) -> list[tuple[str, str, str]]:
    """Every kind of page: its name, its address, and that of the same request to the interface. A new page is a new
    line."""
    store = SqlStore(url)
    browse = Browse(store=store)
    names = browse.names_in_use(1)
    large = browse.clusters(ClusterFilter(min_outlets=LARGE_STORY // 4), limit=1).items[0]
    small = browse.clusters(ClusterFilter(min_outlets=2), limit=1).items[0]
    conflict = browse.conflicts(limit=1).items[0]
    article, outlet = browse.articles(limit=1).items[0].id, names.outlets[0]
    store.close()

    def overview(name: str, **filters: str) -> tuple[str, str, str]:
        told = {("entity" if key == "person" else key): value for key, value in filters.items()}
        if "kind" in told:
            told["conflict_kind"] = told.pop("kind")
        return name, f"/?{urlencode(filters)}", f"/v1/clusters?{urlencode({'limit': '10', **told})}"

    return [
        ("overview", "/", "/v1/clusters?limit=10&order=disputed&disputed=true"),
        overview("overview of a person", person=names.people[0]),
        overview("overview of a place", place=names.places[0]),
        overview("overview of an outlet", outlet=outlet),
        overview("overview of a language", language="fr"),
        overview("overview, language unknown", language="tr"),
        overview("overview of a kind", kind="quantity"),
        overview("overview of a time", **{"from": "2016-01-01", "to": "2016-03-01"}),
        overview("overview, disputed only", disputed="true"),
        overview("overview, search", q=small.headline.split()[-1]),
        overview("overview, search in vain", q="nowhere to be found"),
        ("story, small", f"/stories/{small.id}", f"/v1/clusters/{small.id}"),
        ("story, large", f"/stories/{large.id}", f"/v1/clusters/{large.id}"),
        ("conflict", f"/conflicts/{conflict.id}", f"/v1/conflicts/{conflict.id}"),
        ("conflict, large", f"/conflicts/{large.conflict_ids[0]}", f"/v1/conflicts/{large.conflict_ids[0]}"),
        ("article", f"/articles/{article}", f"/v1/articles/{article}"),
        ("outlets", "/outlets", "/v1/outlets?limit=50"),
        ("outlet", f"/outlets/{quote(outlet, safe='')}", f"/v1/outlets/{quote(outlet, safe='')}"),
        ("add", "/add", "/v1/articles?limit=1"),
        ("check", "/check", "/v1/claims?limit=1"),
    ]


def ask(connection: http.client.HTTPConnection, path: str) -> tuple[int, float, int]:
    """Status, milliseconds and bytes of one answer."""
    started = time.perf_counter()
    connection.request("GET", path, headers={"accept": "text/html, application/json"})
    answer = connection.getresponse()
    size = len(answer.read())
    return answer.status, (time.perf_counter() - started) * 1_000, size


def measure(address: str, name: str, page: str, api: str, rounds: int) -> Row | None:
    """The page and its counterpart in turns; None for a page that this version does not have."""
    connection = http.client.HTTPConnection(address, timeout=120)
    if ask(connection, page)[0] == http.client.NOT_FOUND:
        return None
    times: dict[str, list[float]] = {page: [], api: []}
    size = 0
    for turn in range(rounds + WARM_UP):
        for path in (page, api):
            status, spent, length = ask(connection, path)
            if status != http.client.OK:
                raise RuntimeError(f"{path} answered {status}")
            if turn >= WARM_UP:
                times[path].append(spent)
            size = length if path == page else size
    connection.close()
    spread = {path: (median(spent), _p95(spent)) for path, spent in times.items()}
    return Row(
        page=name,
        page_median=spread[page][0],
        page_p95=spread[page][1],
        api_median=spread[api][0],
        api_p95=spread[api][1],
        size=size,
    )


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * PERCENTILE))]


def run(database: Path, *, claims: int, rounds: int) -> list[Row]:
    """All pages, printed as they are measured."""
    url = f"sqlite:///{database}"
    fresh = not database.exists()
    store = SqlStore(url)
    store.migrate()
    store.close()
    if fresh:
        started = time.monotonic()
        build(url, claims)
        print(f"filled {database.stat().st_size / 1e6:,.0f} MB in {time.monotonic() - started:.0f} s", flush=True)
    print(f"{'page':<28}{'median':>9}{'p95':>9}{'api median':>12}{'api p95':>9}{'bytes':>10}")
    rows = []
    with serving(database) as (address, _):
        for name, page, api in requests(url):
            row = measure(address, name, page, api, rounds)
            if row is None:
                print(f"{name:<28}  there is no such page", flush=True)
                continue
            rows.append(row)
            print(
                f"{name:<28}{row.page_median:>9.1f}{row.page_p95:>9.1f}{row.api_median:>12.1f}{row.api_p95:>9.1f}"
                f"{row.size:>10,}{'' if row.holds else '  <-- too much'}",
                flush=True,
            )
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 1 where a page is too slow or too heavy."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40, help="times that each page is asked for")
    parser.add_argument("--database", type=Path, default=None, help="keep it there, and do not fill it again")
    parser.add_argument("--json", type=Path, default=None, help="write the numbers there")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        database = options.database or Path(folder) / "pages.sqlite3"
        rows = run(database, claims=options.claims, rounds=options.rounds)
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")
    held = all(row.holds for row in rows)
    print(
        f"every page within {SLOWEST:.0f} ms and {HEAVIEST:,} bytes" if held else "some page is too slow or too heavy"
    )
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
