"""What partitions by month cost and save on PostgreSQL: look-ups by id, and the search for near vectors.

    python -m benchmarks.postgres_months [CLAIMS] [MONTHS]

Starts a server of its own, fills it with claims of random vectors, and asks the same before and after every month has
moved into a partition. Times are medians of ten, in milliseconds.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime

import numpy as np
from sqlalchemy import text

from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.partitions import split_off_months
from app.adapters.storage.unit_of_work import SqlStore
from app.core.model.when import Interval
from tests.postgres import postgres_server

DIMENSIONS = 768
ASKING = 12  # claims of one article
# 60 days around one day, local as all times of claims
REACH = Interval(earliest=datetime.fromisoformat("2024-01-15"), latest=datetime.fromisoformat("2024-05-15"))
ROUNDS = 10

FILL_CLAIMS = """
INSERT INTO claim (id, sort_key, article_id, cluster_id, outlet, language, words, body, earliest, latest, month)
SELECT 'c' || n, 'k' || n, 'a' || n / 15, 'g' || n / 3, 'Outlet', 'en', '', '{}', day, day, substr(day, 1, 7)
FROM (SELECT n, to_char(date '2024-06-28' - (n % :months) * interval '1 month', 'YYYY-MM-DD')
                || 'T00:00:00.000000' AS day
      FROM generate_series(0, :claims - 1) n) AS made
"""


def fill(url: str, claims: int, months: int) -> np.ndarray:
    """Returns vectors to ask with."""
    engine = open_engine(parse_database_url(url), writer=True)
    chance = np.random.default_rng(1)
    with engine.begin() as connection:
        connection.execute(text(FILL_CLAIMS), {"claims": claims, "months": months})
        days = connection.execute(text("SELECT id, article_id, earliest, month FROM claim")).all()
        raw = connection.connection.cursor()
        columns = "claim_id, article_id, epoch, month, earliest, latest, vector, searchable"
        with raw.copy(f"COPY claim_vector ({columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for key, article, day, month in days:
                row = chance.normal(size=DIMENSIONS).astype(np.float32)
                row /= np.linalg.norm(row)
                numbers = "[" + ",".join(f"{number:.5f}" for number in row) + "]"
                copy.write_row((key, article, 1, month, day, day, row.tobytes(), numbers))
        connection.execute(text("UPDATE linking SET epoch = 1"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
    asking = chance.normal(size=(ASKING, DIMENSIONS))
    return asking / np.linalg.norm(asking, axis=1, keepdims=True)


def median_time(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def measure(url: str, claims: int, asking: np.ndarray) -> dict[str, float]:
    store = SqlStore(url)
    some = [f"c{number * (claims // 50)}" for number in range(50)]
    with store.reading() as unit:
        found = {
            "50 claims by id": median_time(lambda: unit.claims.cluster_of(some)),
            "one article's claims": median_time(lambda: unit.claims.cluster_of(["c7"])),
            "near, 4 months": median_time(lambda: unit.claims.articles_near(asking, [REACH] * ASKING, 0.86)),
            "near, all times": median_time(lambda: unit.claims.articles_near(asking, [None] * ASKING, 0.86)),
        }
    store.close()
    return found


def main() -> None:
    claims, months = (int(value) for value in [*sys.argv[1:], "60000", "24"][:2])
    with postgres_server(durable=True, shared_buffers="256MB", max_parallel_workers_per_gather="0") as server:
        url = server.create_database()
        store = SqlStore(url)
        store.migrate()
        store.close()
        asking = fill(url, claims, months)
        before = measure(url, claims, asking)
        engine = open_engine(parse_database_url(url), writer=True)
        begun = time.perf_counter()
        made = split_off_months(engine, 1)
        took = time.perf_counter() - begun
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        engine.dispose()
        after = measure(url, claims, asking)
    print(f"{claims:,} claims in {months} months; {len(made)} partitions made in {took:.1f} s")
    for name, value in before.items():
        print(f"{name:<24} {value:8.1f} ms in one partition {after[name]:8.1f} ms in {months}")


if __name__ == "__main__":
    main()
