"""What taking in articles costs beside the bare encoder: ``python -m benchmarks.ingest [--articles 200]``.

Made-up articles (written_news.py), or those of a JSON-lines file (``--file``, as ``crosscheck ingest`` takes them), are
posted and analysed with the real models, a portion at a time; after each portion the same sentences and claims go
through the encoder alone, as anybody would run it (bare_encoder.py). Without ``--workers`` all is done in this process
on one thread, and what counts is seconds of the processor, by stage; with it, that many worker processes share the
machine's cores, the bare encoder has as many threads, and what counts is the time of day. ``--stored`` fills the store
with so many claims of other news first. Exits with 1 where the whole takes more than 1.8 times the bare encoder.
"""

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.adapters.language_model.format_choice import open_encoder
from app.adapters.language_model.precision import Precision
from app.adapters.storage.unit_of_work import SqlStore
from app.bootstrap import build_services, choose_parts
from app.settings import Settings
from app.telemetry import STAGES, Answered
from app.use_cases.drafts import ArticleDraft
from app.use_cases.services import Services
from benchmarks.bare_encoder import bare_encoder
from benchmarks.serving import link_models
from benchmarks.store_filling import fill_database
from benchmarks.synthetic_news import CLAIMS_AN_ARTICLE, SyntheticNews
from benchmarks.written_news import written_articles
from tests.postgres import postgres_server

MOST_RATIO = 1.8
MOST_LINKING = 0.10
SEED = 11
PORTION = 50
WARM = 8  # articles before the clock starts: words, lists and models are loaded once
LOOK_EVERY = 0.05  # seconds
COMMAND = [sys.executable, "-c", "from app.cli import main; main()", "worker", "--concurrency"]
Embed = Callable[[Sequence[str]], None]


class StageClock:
    """Telemetry that adds up the processor's seconds of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """As ``Telemetry``."""
        begun = time.process_time()
        try:
            yield
        finally:
            self.seconds[name] += time.process_time() - begun

    @contextmanager
    def analysis(self, article_id: str) -> Iterator[None]:
        """As ``Telemetry``."""
        del article_id
        yield

    @contextmanager
    def request(self, method: str, headers: Mapping[str, str]) -> Iterator[Answered]:
        """As ``Telemetry``."""
        del method, headers
        yield lambda route, status: None

    def analysed(self, outcome: str) -> None:
        """As ``Telemetry``; anything but a kept analysis spoils the measurement."""
        if outcome != "kept":
            raise SystemExit(f"an analysis ended as {outcome}: see the log")

    def delivered(self, outcome: str) -> None:
        """As ``Telemetry``."""

    def close(self) -> None:
        """As ``ClosableTelemetry``."""


@dataclass(kw_only=True)
class Measured:
    """Seconds of the whole and of the bare encoder, portion by portion."""

    articles: int = 0
    sentences: int = 0
    claims: int = 0
    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Of the whole to the bare encoder."""
        return sum(self.ours) / sum(self.bare)

    @property
    def linking(self) -> float:
        """Share of finding, comparing, clustering and keeping in the whole."""
        return (self.stages.get("link", 0.0) + self.stages.get("keep", 0.0)) / sum(self.ours)


def texts_of(services: Services, article_ids: Sequence[str], measured: Measured) -> list[str]:
    """All sentences and statements of analysed articles."""
    found: list[str] = []
    with services.store.reading() as unit:
        for article_id in article_ids:
            article, analysis = unit.articles.get(article_id), unit.articles.analysis(article_id)
            if article is None or analysis is None:
                raise SystemExit(f"{article_id} was not analysed: see the log")
            statements = [claim.statement for claim in unit.claims.of_article(article_id)]
            found.extend(article.submission.text[start:end] for start, end in analysis.sentences)
            found.extend(statements)
            measured.sentences += len(analysis.sentences)
            measured.claims += len(statements)
    measured.articles += len(article_ids)
    return found


def submit(services: Services, articles: Sequence[Mapping[str, object]]) -> list[str]:
    """Posts them; their ids."""
    return [services.submit(ArticleDraft.model_validate(article)).id for article in articles]


def measure_here(
    services: Services, clock: StageClock, articles: Sequence[Mapping[str, object]], bare: Embed
) -> Measured:
    """In this process, by the processor's time."""
    measured = Measured()
    submit(services, articles[:WARM])
    services.queue.run_until_empty()
    bare(["to load what is loaded once"] * PORTION)
    gc.collect()
    gc.freeze()  # as the server and the workers do, once they have loaded what stays
    clock.seconds.clear()
    for start in range(WARM, len(articles), PORTION):
        ids = submit(services, articles[start : start + PORTION])
        begun = time.process_time()
        services.queue.run_until_empty()
        measured.ours.append(time.process_time() - begun)
        texts = texts_of(services, ids, measured)
        begun = time.process_time()
        bare(texts)
        measured.bare.append(time.process_time() - begun)
        print(f"  {measured.articles} articles: {measured.ours[-1] / measured.bare[-1]:.2f}", flush=True)
    measured.stages = dict(clock.seconds)
    return measured


def measure_apart(
    services: Services, environment: dict[str, str], workers: int, articles: Sequence[Mapping[str, object]], bare: Embed
) -> Measured:
    """With worker processes, by the time of day."""
    measured = Measured()
    process = subprocess.Popen([*COMMAND, str(workers)], env=environment)  # noqa: S603 - our own
    try:
        submit(services, articles[: WARM * workers])
        _wait(services, process)
        bare(["to load what is loaded once"] * PORTION)
        for start in range(WARM * workers, len(articles), 2 * PORTION):
            chosen = articles[start : start + 2 * PORTION]
            begun = time.monotonic()
            ids = submit(services, chosen)
            _wait(services, process)
            measured.ours.append(time.monotonic() - begun)
            texts = texts_of(services, ids, measured)
            begun = time.monotonic()
            bare(texts)
            measured.bare.append(time.monotonic() - begun)
            print(f"  {measured.articles} articles: {measured.ours[-1] / measured.bare[-1]:.2f}", flush=True)
    finally:
        process.terminate()
        process.wait(30)
    return measured


def _wait(services: Services, process: "subprocess.Popen[bytes]") -> None:
    while services.browse.counts()["waiting"]:
        if process.poll() is not None:
            raise SystemExit(f"the worker ended with {process.returncode}")
        time.sleep(LOOK_EVERY)


def read_file(path: Path) -> Iterator[Mapping[str, object]]:
    """One article a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def report_of(measured: Measured, *, workers: int, stored: int, engine: str) -> dict[str, object]:
    """Prints the table."""
    whole, bare = sum(measured.ours), sum(measured.bare)
    what = f"{workers} worker(s), time of day" if workers else "one thread, processor's time"
    print(
        f"{engine}, {stored} claims stored before, {what}: {measured.articles} articles, "
        f"{measured.sentences} sentences, {measured.claims} claims"
    )
    print(f"{'':<16}{'s an article':>14}{'x bare':>8}")
    for name, seconds in [(stage, measured.stages.get(stage)) for stage in STAGES] + [("whole", whole), ("bare", bare)]:
        if seconds is not None:
            print(f"{name:<16}{seconds / measured.articles:>14.3f}{seconds / bare:>8.2f}")
    if measured.stages:
        print(f"linking (link and keep): {measured.linking:.1%} of the whole; the rest is taking and giving of jobs")
    return {
        "engine": engine,
        "workers": workers,
        "stored": stored,
        "articles": measured.articles,
        "sentences": measured.sentences,
        "claims": measured.claims,
        "seconds": whole,
        "bare_seconds": bare,
        "ratio": measured.ratio,
        "portions": [ours / bare for ours, bare in zip(measured.ours, measured.bare, strict=True)],
        "stages": measured.stages,
        "linking_share": measured.linking if measured.stages else None,
    }


def same_format(models: Path, threads: int) -> Embed:
    """The bare encoder in the number format that ours chose on this processor."""
    folder = ensure_encoder_folder(models)
    return bare_encoder(folder, threads, open_encoder(folder, Precision.AUTO).dtype)


def run(options: argparse.Namespace) -> dict[str, object]:
    """Fills the store where asked, measures, and prints."""
    source = read_file(options.file) if options.file else written_articles(SEED)
    articles = list(islice(source, options.articles + WARM * max(1, options.workers)))
    threads = options.workers or 1
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        link_models(home)
        server = stack.enter_context(postgres_server(durable=True)) if options.database == "postgresql" else None
        url = server.create_database() if server else f"sqlite:///{home}/crosscheck.sqlite3"
        store = SqlStore(url)
        store.migrate()
        store.close()  # whoever fills it is alone
        if options.stored:
            fill_database(url, SyntheticNews(SEED).articles(options.stored // CLAIMS_AN_ARTICLE))
        settings = Settings(home=home, database_url=url, worker=False, fetchers=0, webhook_senders=0, threads=1)
        clock, parts = StageClock(), choose_parts(settings)
        parts.traces = clock
        services = build_services(settings, parts)
        stack.callback(services.close)
        if options.workers:
            bare = same_format(settings.models, threads)
            environment = os.environ | {
                "CROSSCHECK_HOME": str(home),
                "CROSSCHECK_DATABASE_URL": url,
                "CROSSCHECK_THREADS": "1",
                "CROSSCHECK_LOG_LEVEL": "warning",
                "OMP_NUM_THREADS": "1",
            }
            measured = measure_apart(services, environment, options.workers, articles, bare)
        else:
            services.load_models()
            bare = same_format(settings.models, threads)
            measured = measure_here(services, clock, articles, bare)
    return report_of(measured, workers=options.workers, stored=options.stored, engine=options.database)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument(
        "--file", type=Path, default=None, help="articles, one JSON object a line, instead of made-up ones"
    )
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--stored", type=int, default=0, help="claims in the store before")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--json", type=Path, default=None, help="write the numbers there")
    options = parser.parse_args(arguments)
    report = run(options)
    if options.json:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    print(f"{report['ratio']:.2f} times the bare encoder (at most {MOST_RATIO})")
    return 0 if float(str(report["ratio"])) <= MOST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
