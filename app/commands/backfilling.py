"""``crosscheck backfill``: an archive of articles, read by many processes and linked by this one."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from app.adapters.fetching.language_detection import LangidDetector
from app.adapters.gazetteer.place_list import packaged_place_list
from app.adapters.near_copies.minhash import fingerprint
from app.bootstrap import load_models
from app.commands.article_files import archive_files, by_publication, read_article_files
from app.commands.ingesting import Taken, take_in, write_taken
from app.commands.joined import joined_services
from app.commands.joined import load_models as load_here
from app.commands.terminal import note, progress_bar, step
from app.core.errors import InvalidInput, InvalidSetting
from app.knowledge.loader import load_knowledge
from app.settings import Settings, load_settings
from app.use_cases.backfill import BatchReader, PooledReading, ReadingPool
from app.use_cases.services import Services
from app.use_cases.understand_article import UnderstandArticle
from app.use_cases.work_queue import WorkQueue

EXTRA = "backfill needs an extra that is not installed; run: pip install 'crosscheck[backfill]'"


def backfill(
    paths: Sequence[str],
    *,
    defaults: Mapping[str, object],
    readers: int | None,
    batch: int,
    address: str | None,
    json: bool,
) -> bool:
    """Store and queue what the files and folders hold, then analyse all that waits; whether nothing was refused, failed
    or is left."""
    settings = load_settings()
    if settings.extractor_url is not None:
        raise InvalidSetting(
            "CROSSCHECK_EXTRACTOR_URL: an archive is not sent to a second extractor, whose budget one process counts; "
            "unset it for the backfill, or use ingest"
        )
    with joined_services(models=False) as services:
        with open_pool(settings, readers=readers, address=address) as pool:  # before anything is taken
            refused = take_archive(services, paths, defaults=defaults, json=json)
            analysed = work_off(services, settings, pool, batch=batch)
        counts = services.browse.counts()
    note(f"{analysed} articles analysed, {counts['waiting']} wait, {refused} refused")
    return not (refused or counts["waiting"])


def take_archive(services: Services, paths: Sequence[str], *, defaults: Mapping[str, object], json: bool) -> int:
    """Store and queue all rows behind what else waits, those known before left alone; how many were refused, each of
    which is written to standard output."""
    taken = known = refused = 0
    rows = by_publication(read_article_files(archive_files(paths), defaults=defaults))
    for row in take_in(services, rows, background=True):
        known += row.duplicate
        taken += row.error is None
        refused += row.error is not None
        _tell_refused(row, json=json)
    note(f"{taken} articles taken ({known} known before), {refused} not")
    return refused


def _tell_refused(row: Taken, *, json: bool) -> None:
    if row.error is not None:
        write_taken(row, json=json)


def work_off(services: Services, settings: Settings, pool: ReadingPool, *, batch: int) -> int:
    """Analyse all that waits; how many articles that were."""
    load_here(services)  # for judging pairs of statements
    services.web_work.run_until_empty()
    own = BatchReader(understand=services.understand, embedder=services.embedder)
    ahead = PooledReading(store=services.store, clock=services.clock, pool=pool, version=own.version, batch=batch)
    queue = WorkQueue(
        store=services.store,
        analyse=services.analyse.reading_elsewhere(ahead),
        clock=services.clock,
        lease=timedelta(seconds=settings.lease),
        attempts=settings.attempts,
        telemetry=services.telemetry,
    )
    queue.release_abandoned()
    with progress_bar("Analysing", total=services.browse.counts()["waiting"]) as advance:
        return queue.run_until_empty(advance)


@contextmanager
def open_pool(settings: Settings, *, readers: int | None, address: str | None) -> Iterator[ReadingPool]:
    """Readers on Ray; raises InvalidSetting where the extra is not installed, InvalidInput where there is no Ray."""
    try:
        from app.adapters.ray_readers.pool import RayPool  # noqa: PLC0415  (an extra, and slow to import)
    except ImportError as error:
        raise InvalidSetting(EXTRA) from error
    if readers is None:
        if address is not None:
            raise InvalidInput("--readers: say how many readers the cluster is to run")
        readers = os.cpu_count() or 1
    alone = settings.model_copy(update={"database_url": None, "threads": settings.threads or 1})
    with step(f"Starting {readers} readers"):
        pool = RayPool(partial(make_reader, alone), readers=readers, address=address)
    try:
        yield pool
    finally:
        pool.close()


def make_reader(settings: Settings) -> BatchReader:
    """What each process of the pool loads: all that reads one article alone, and no database."""
    models = load_models(settings)
    understand = UnderstandArticle(
        reader=models.reader,
        detector=LangidDetector(),
        knowledge=load_knowledge(),
        places=packaged_place_list(settings.places),
        fingerprints=fingerprint,
    )
    return BatchReader(understand=understand, embedder=models.embedder)
