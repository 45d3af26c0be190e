"""What a second worker brings: ``python -m benchmarks.workers [--articles 60] [--rounds 2] [--database URL ...]``.

The same made-up articles (benchmarks/written_news.py, real models) wait in a new database; one worker, then two, each
with one thread, analyse them with ``crosscheck worker``. Counted is the time from the first tenth of the articles to
the last, so that loading the models does not count. Prints articles a second for each round and the ratio, and exits
with 1 where two workers are less than 1.7 times as fast as one or a store is not sound afterwards.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from statistics import median

from app.bootstrap import build_services
from app.settings import Settings
from app.use_cases.drafts import ArticleDraft
from benchmarks.serving import link_models
from benchmarks.written_news import written_articles
from tests.postgres import postgres_server
from tests.soundness import find_faults

LEAST_RATIO = 1.7
SEED = 11
WARM = 0.1  # share of the articles after which the clock starts
LOOK_EVERY = 0.05  # seconds
COMMAND = [sys.executable, "-c", "from app.cli import main; main()", "worker", "--concurrency"]


def measure(url: str, home: Path, *, workers: int, articles: int) -> float:
    """Articles a second; raises RuntimeError where the store is not sound in the end."""
    link_models(home)
    settings = Settings(home=home, database_url=url, worker=False, fetchers=0, webhook_senders=0)
    services = build_services(settings)
    for article in islice(written_articles(SEED), articles):
        services.submit(ArticleDraft.model_validate(article))
    environment = os.environ | {
        "CROSSCHECK_HOME": str(home),
        "CROSSCHECK_DATABASE_URL": url,
        "CROSSCHECK_THREADS": "1",
        "CROSSCHECK_LOG_LEVEL": "warning",
        "OMP_NUM_THREADS": "1",
    }
    process = subprocess.Popen([*COMMAND, str(workers)], env=environment)  # noqa: S603 - our own
    try:
        begun, counted_from = None, 0
        while True:
            if process.poll() is not None:
                raise RuntimeError(f"the worker ended with {process.returncode}")
            waiting = services.browse.counts()["waiting"]
            done = articles - waiting
            if begun is None and done >= WARM * articles:
                begun, counted_from = time.monotonic(), done
            if waiting == 0 and begun is not None:
                speed = (done - counted_from) / (time.monotonic() - begun)
                break
            time.sleep(LOOK_EVERY)
    finally:
        process.terminate()
        process.wait(30)
        services.close()
    faults = find_faults(url)
    if faults:
        raise RuntimeError(f"the store is not sound: {faults[:3]}")
    return speed


def run(engine: str, *, articles: int, rounds: int) -> dict[str, object]:
    """One and two workers in turns."""
    speeds: dict[int, list[float]] = {1: [], 2: []}
    with ExitStack() as stack:
        server = stack.enter_context(postgres_server(durable=True)) if engine == "postgresql" else None
        for turn in range(rounds):
            for workers in (1, 2) if turn % 2 == 0 else (2, 1):
                with tempfile.TemporaryDirectory() as home:
                    url = server.create_database() if server else f"sqlite:///{home}/crosscheck.sqlite3"
                    speed = measure(url, Path(home), workers=workers, articles=articles)
                speeds[workers].append(speed)
                print(f"{engine}: {workers} worker(s) {speed:.2f} articles/s", flush=True)
    ratio = median(speeds[2]) / median(speeds[1])
    print(f"{engine}: two workers are {ratio:.2f} times as fast as one", flush=True)
    return {"engine": engine, "one": speeds[1], "two": speeds[2], "ratio": ratio}


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workers", description=__doc__)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args(arguments)
    report = run(options.database, articles=options.articles, rounds=options.rounds)
    print(json.dumps(report))
    return 0 if float(str(report["ratio"])) >= LEAST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
