"""``crosscheck ingest``: articles from files, checked and stored as over HTTP, then analysed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from app.commands.article_files import ArticleRow, read_article_files
from app.commands.joined import joined_services, load_models
from app.commands.terminal import note, progress_bar, results, write_json
from app.core.errors import InvalidInput
from app.core.model.records import ArticleStatus
from app.use_cases.drafts import ArticleDraft, read_draft
from app.use_cases.services import Services
from app.use_cases.submit_article import Submitted

ROWS_AT_ONCE = 100  # one transaction each


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one row of a file."""

    origin: str
    id: str | None
    status: str
    duplicate: bool = False
    error: str | None = None


def ingest(files: Sequence[str], *, defaults: Mapping[str, object], analyse: bool, json: bool) -> bool:
    """Take the articles in and analyse them; whether every one could be taken and analysed."""
    with joined_services(models=False) as services:
        taken = list(take_in(services, read_article_files(files, defaults=defaults)))
        if analyse:
            taken = analyse_taken(services, taken)
    for row in taken:
        write_taken(row, json=json)
    failed = sum(row.error is not None for row in taken)
    note(f"{len(taken) - failed} articles taken ({sum(row.duplicate for row in taken)} known before), {failed} not")
    return not failed


def take_in(services: Services, rows: Iterator[ArticleRow], *, background: bool = False) -> Iterator[Taken]:
    """Store and queue the rows, a transaction for every hundred of them; in the ``background`` they wait behind what
    else is queued."""
    with progress_bar("Reading", total=None) as advance:
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            yield from _submit(services, batch, background=background)
            advance()


def analyse_taken(services: Services, taken: Sequence[Taken]) -> list[Taken]:
    """Analyse all that waits, with a progress bar, and say how each row came out."""
    waiting = services.browse.counts()["waiting"]
    if waiting:
        load_models(services)
        with progress_bar("Analysing", total=waiting) as advance:
            services.analyse_pending(advance)
    return [_outcome(services, row) for row in taken]


def _submit(services: Services, rows: Sequence[ArticleRow], *, background: bool) -> Iterator[Taken]:
    answers = services.submit.many([_draft(row) for row in rows], background=background)
    for row, answer in zip(rows, answers, strict=True):
        if isinstance(answer, Submitted):
            yield Taken(origin=row.origin, id=answer.id, status=answer.status.value, duplicate=answer.duplicate)
        else:
            yield Taken(origin=row.origin, id=None, status="refused", error=str(answer))


def _draft(row: ArticleRow) -> ArticleDraft | InvalidInput:
    if row.payload is None:
        return InvalidInput(row.error or "not an article")
    try:
        return read_draft(row.payload)
    except InvalidInput as error:
        return error


def _outcome(services: Services, row: Taken) -> Taken:
    if row.id is None:
        return row
    status = services.browse.status(row.id)
    if status is None:
        return replace(row, status="gone", error="it was deleted meanwhile")
    if status is ArticleStatus.FAILED:
        return replace(row, status=status.value, error=services.browse.article(row.id).error or "its analysis failed")
    return replace(row, status=status.value)


def write_taken(row: Taken, *, json: bool) -> None:
    """One line on standard output."""
    if json:
        fields = {"origin": row.origin, "id": row.id, "status": row.status, "duplicate": row.duplicate}
        write_json({**fields, "error": row.error})
        return
    remark = row.error or ("known before" if row.duplicate else "")
    results().print(f"{row.status:<9} {row.id or '-':<20} {row.origin}  {remark}".rstrip(), markup=False)
