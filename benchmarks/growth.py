"""What one article costs, and how much room a claim takes, as a store grows: ``python -m benchmarks.growth``.

A real database is filled with made-up news (benchmarks/synthetic_news.py) from its middle outwards, so that what there
is around the articles that are measured stays the same while years are added before and after them. At each size a copy
is put by; then the same articles are linked and removed again in all of them, in turns. Each step is timed: finding the
articles to compare and reading them, comparing, linking (new edges, clusters, conflicts; durably written), removing.
Printed are medians in milliseconds of the processor's time, which other programs do not disturb; bytes a claim, with
and without the texts of articles; and the memory of a process of its own that links. Ends with 1 where an article costs
more than MOST_GROWTH times what it costs in the smallest store, or where a claim takes more than MOST_BYTES.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from app.adapters.gazetteer.place_list import PackagedPlaceList
from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.sqlite import sqlite_library
from app.adapters.storage.unit_of_work import SqlStore
from app.knowledge.loader import load_knowledge
from app.use_cases.cross_check import ArticleReading
from app.use_cases.link_articles import LinkingRules
from benchmarks.neighbourhood import STEPS, Cost, UndecidedJudge, measure
from benchmarks.pages_store import keep_articles, texts_of
from benchmarks.store_filling import StoreFiller
from benchmarks.synthetic_news import ARTICLES_A_DAY, CLAIMS_AN_ARTICLE, SyntheticNews
from tests.postgres import postgres_server

SEED = 5
MOST_GROWTH = 1.3
MOST_BYTES = 2_500  # a claim, on SQLite
LEAST_COUNTED = 100_000  # claims from which on the bytes count: a small store has each name but once
PORTION = 300  # articles that are added at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A filled store. ``bytes`` and ``bytes_of_texts`` are those of the whole, ``filled_in`` seconds of the processor
    since the beginning."""

    claims: int
    url: str
    bytes: int
    bytes_of_texts: int
    filled_in: float


class GrowingNews:
    """News in parts of one length, from the middle outwards; the articles in the middle of the first are left out."""

    def __init__(self, part_articles: int, chosen: int) -> None:
        self._length = part_articles
        whole = list(SyntheticNews(SEED, days=self._begin(0)).events(part_articles))
        flat = [article for event in whole for article in event]
        first = (len(flat) - chosen) // 2
        self.chosen = flat[first : first + chosen]
        left_out = {article.article_id for article in self.chosen}
        self._first = [[article for article in event if article.article_id not in left_out] for event in whole]

    def _begin(self, part: int) -> float:
        """The day on which a part begins: parts 1, 2, 3, 4 ... lie after, before, after, before the others."""
        place = (part + 1) // 2 if part % 2 else -(part // 2)
        return CENTRE_DAYS + place * self._length / ARTICLES_A_DAY

    def parts(self) -> Iterator[Iterator[list[ArticleReading]]]:
        """The events of each part, without end."""
        yield iter(self._first)
        number = 1
        while True:
            yield SyntheticNews(SEED, part=number, days=self._begin(number)).events(self._length)
            number += 1


CENTRE_DAYS = 14_000.0  # after the beginning of the made-up calendar


def fill(url: str, sizes: Sequence[int], news: GrowingNews, folder: Path) -> Iterator[Size]:
    """Fills the database to each size in turn; on SQLite each but the last is put by as a copy."""
    parts, events = news.parts(), iter(())
    held = 0
    started = time.process_time()
    for size in sizes:
        with StoreFiller(url) as filler:
            while held < size // CLAIMS_AN_ARTICLE:
                portion: list[ArticleReading] = []
                while len(portion) < min(PORTION, size // CLAIMS_AN_ARTICLE - held):
                    event = next(events, None)
                    if event is None:
                        events = next(parts)
                        continue
                    portion.extend(event)
                keep_articles(filler, portion, texts_of(portion))
                filler.add(portion)
                held += len(portion)
        filled_in = time.process_time() - started
        own = url
        if url.startswith("sqlite") and size != sizes[-1]:
            own = f"sqlite:///{folder / f'{size}.sqlite3'}"
            (folder / f"{size}.sqlite3").write_bytes(path_of(url).read_bytes())
        whole, texts = bytes_of(own)
        yield Size(claims=held * CLAIMS_AN_ARTICLE, url=own, bytes=whole, bytes_of_texts=texts, filled_in=filled_in)


def path_of(url: str) -> Path:
    """The file of an SQLite database."""
    return Path(str(parse_database_url(url).database))


def bytes_of(url: str) -> tuple[int, int]:
    """Of the whole database, and of the texts of articles in it."""
    engine = open_engine(parse_database_url(url), writer=True)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            whole = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
            texts = connection.exec_driver_sql("SELECT pg_total_relation_size('article_source')").scalar_one()
        else:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
            whole = path_of(url).stat().st_size
            texts = connection.exec_driver_sql("SELECT sum(length(text)) FROM article_source").scalar_one()
    engine.dispose()
    return int(whole), int(texts or 0)


def costs_of(sizes: Sequence[Size], chosen: Sequence[ArticleReading]) -> list[list[Cost]]:
    """For each article what it costs in each store, in turns."""
    knowledge = load_knowledge()
    rules = LinkingRules(knowledge=knowledge, places=PackagedPlaceList(knowledge), judge=UndecidedJudge())
    stores = [SqlStore(size.url) for size in sizes]
    for store in stores:
        measure(store, chosen[0], rules)  # words, lists and vectors are loaded once
    costs = []
    for number, reading in enumerate(chosen):
        order = stores if number % 2 else stores[::-1]
        found = {id(store): measure(store, reading, rules) for store in order}
        costs.append([found[id(store)] for store in stores])
    for store in stores:
        store.close()
    return costs


def memory_of(url: str, count: int) -> float:
    """Megabytes that a process of its own holds at most, that links so many of the articles in this store."""
    command = [sys.executable, "-m", "benchmarks.growth", "--remember", url, "--articles", str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return float(done.stdout.split()[-1])


def remember(url: str, count: int, part_articles: int) -> None:
    """Links and removes the articles, and prints how much memory this process has had."""
    import resource  # noqa: PLC0415  (not there on every system)

    size = Size(claims=0, url=url, bytes=0, bytes_of_texts=0, filled_in=0)
    costs_of([size], GrowingNews(part_articles, count).chosen)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024)


def report_of(sizes: Sequence[Size], costs: Sequence[Sequence[Cost]], memory: Sequence[float]) -> dict[str, object]:
    """Prints the table."""
    rows: list[dict[str, object]] = []
    print(f"{'claims':>10}{'B/claim':>9}{'no texts':>9}{'filled':>8}{'RSS MB':>8}", end="")
    print("".join(f"{step:>10}" for step in (*STEPS, "total")) + f"{'ratio':>8}{'compared':>10}")
    for place, size in enumerate(sizes):
        own = [one[place] for one in costs]
        ratio = median(one[place].total / one[0].total for one in costs)
        spent = {step: 1_000 * median(getattr(cost, step) for cost in own) for step in (*STEPS, "total")}
        bare = (size.bytes - size.bytes_of_texts) / size.claims
        print(f"{size.claims:>10,}{size.bytes / size.claims:>9.0f}{bare:>9.0f}{size.filled_in:>8.0f}", end="")
        compared = median(cost.candidates for cost in own)
        print(f"{memory[place]:>8.0f}" + "".join(f"{spent[step]:>10.1f}" for step in (*STEPS, "total")), end="")
        print(f"{ratio:>8.2f}{compared:>10.0f}")
        rows.append(
            {
                "claims": size.claims,
                "bytes_a_claim": size.bytes / size.claims,
                "bytes_a_claim_without_texts": bare,
                "filled_in_s": size.filled_in,
                "rss_mb": memory[place],
                "milliseconds": spent,
                "ratio": ratio,
                "articles_compared": compared,
            }
        )
    return {"sizes": rows}


def misses(report: dict[str, object], *, on_sqlite: bool) -> list[str]:
    """What does not hold, a line each."""
    rows = report["sizes"]
    assert isinstance(rows, list)
    found = [
        f"an article costs {row['ratio']:.2f} times as much with {row['claims']:,} claims"
        for row in rows
        if row["ratio"] > MOST_GROWTH
    ]
    if on_sqlite:
        found += [
            f"a claim takes {row['bytes_a_claim']:.0f} bytes with {row['claims']:,}"
            for row in rows
            if row["claims"] >= LEAST_COUNTED // 2 and row["bytes_a_claim"] > MOST_BYTES
        ]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000", help="claims, rising, parted by commas")
    parser.add_argument("--articles", type=int, default=30, help="how many to link")
    parser.add_argument("--part", type=int, default=10_000, help="claims of one part of the news")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--json", type=Path, default=None, help="write the numbers there")
    parser.add_argument("--remember", default=None, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    part_articles = options.part // CLAIMS_AN_ARTICLE
    if options.remember:
        remember(options.remember, options.articles, part_articles)
        return 0
    sizes = [int(size) for size in options.sizes.split(",")]
    news = GrowingNews(part_articles, options.articles)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if options.database == "postgresql":
            server = stack.enter_context(postgres_server(durable=True))
            filled = []
            for size in sizes:
                url = server.create_database()
                _migrate(url)
                filled.extend(fill(url, [size], GrowingNews(part_articles, options.articles), folder))
        else:
            url = f"sqlite:///{folder / 'growing.sqlite3'}"
            _migrate(url)
            filled = list(fill(url, sizes, news, folder))
        costs = costs_of(filled, news.chosen)
        memory = [memory_of(size.url, options.articles) for size in filled]
    report = report_of(filled, costs, memory) | {"sqlite": sqlite_library().sqlite_version}
    report["database"] = options.database
    missed = misses(report, on_sqlite=options.database == "sqlite")
    print("\n".join(missed))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 1 if missed else 0


def _migrate(url: str) -> None:
    store = SqlStore(url)
    store.migrate()
    store.close()


if __name__ == "__main__":
    sys.exit(main())
