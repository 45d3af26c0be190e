"""``crosscheck jobs`` and ``crosscheck reanalyse``: the queue, and what is to be analysed once more."""

from collections.abc import Sequence
from dataclasses import asdict

from app.commands.joined import joined_services
from app.commands.terminal import note, progress_bar, results, write_json
from app.core.errors import InvalidInput
from app.core.model.records import JobRecord


def list_jobs(*, failed: bool, limit: int, json: bool) -> None:
    """One line for each article that failed, waits or is being worked on."""
    with joined_services(models=False) as services:
        records = services.jobs(failed_only=failed, limit=limit)
        counts = services.browse.counts()
    for record in records:
        if json:
            until = record.until.isoformat() if record.until is not None else None
            write_json({**asdict(record), "state": record.state.value, "until": until})
        else:
            results().print(_line(record), markup=False)
    if not json:
        note(f"{counts['waiting']} in the queue, {counts['failed']} failed")


def retry(article_ids: Sequence[str]) -> None:
    """Queue failed articles again: those named, or all."""
    with joined_services(models=False) as services:
        count = services.jobs.retry(article_ids)
    note(f"{count} articles queued again")


def reanalyse(*, everything: bool, queue_only: bool) -> None:
    """Queue what an older version analysed, and work it off here unless workers are to do it."""
    with joined_services(models=True) as services:
        count = services.reanalyse(everything=everything)
        waiting = services.browse.counts()["waiting"]
        note(f"{count} articles queued for another analysis; their results stay until the new ones are there")
        if not queue_only and waiting:
            services.queue.release_abandoned()
            with progress_bar("Analysing", total=waiting) as advance:
                services.analyse_pending(advance)
        progress = services.reanalyse.progress()
    note(f"{progress.current} articles are analysed by this version, {progress.outdated} by an older one")


def check_options(articles: Sequence[str], *, retry: bool, failed: bool) -> None:
    """Raises InvalidInput where options of ``crosscheck jobs`` do not go together."""
    if articles and not retry:
        raise InvalidInput("ARTICLE: name articles together with --retry; without it all jobs are listed")
    if retry and failed:
        raise InvalidInput("--failed: only failed articles can be tried again; leave it out beside --retry")


def _line(record: JobRecord) -> str:
    until = f"until {record.until:%Y-%m-%d %H:%M:%S}" if record.until is not None else ""
    parts = [f"{record.state.value:<8}", record.article_id, record.outlet, f"attempt {record.attempts}", until]
    parts.append("background" if record.background else "")
    return "  ".join(part for part in [*parts, record.holder or "", record.error or ""] if part)
