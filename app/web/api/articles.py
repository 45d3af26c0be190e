"""``/v1/articles``: in, back and out."""

import asyncio
import time
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from app.core.errors import CrosscheckError, DatabaseUnavailable, InvalidInput
from app.core.model.records import ArticleStatus
from app.use_cases.drafts import ArticleDraft, InvalidFields, read_draft
from app.use_cases.services import Services
from app.use_cases.submit_article import Submitted
from app.use_cases.views import ArticleSummary, ArticleView
from app.web.api.answers import answer, answer_page, services_of
from app.web.api.body import JSON, LINES, media_type, parse_json, parse_lines, read_body, read_json
from app.web.api.described import ARTICLE_EXAMPLE, BATCH_EXAMPLE, body, json_body, plain_schema, problems
from app.web.api.filters import ArticleQuery, PageOf
from app.web.caller import caller_of
from app.web.errors import MalformedBody, UnsupportedMediaType
from app.web.reading import ReadRoute

router = APIRouter(prefix="/v1/articles", tags=["articles"], route_class=ReadRoute)

LOOK_EVERY = 0.05  # seconds between looks whether an analysis is done


class Acknowledgement(BaseModel):
    """What became of a submission: ``status`` is queued, analysed or failed."""

    id: str
    status: ArticleStatus
    duplicate: bool


class RowProblem(BaseModel):
    """Why one row of a batch was not taken."""

    field: str
    message: str


class RowResult(BaseModel):
    """What became of one row of a batch: an acknowledgement, or an error."""

    row: int
    id: str | None = None
    status: ArticleStatus | None = None
    duplicate: bool | None = None
    error: str | None = None
    errors: list[RowProblem] = []


class BatchResult(BaseModel):
    """One result a row, in the order of the rows, counted from 0."""

    accepted: int
    rejected: int
    items: list[RowResult]


class WaitQuery(BaseModel):
    """How long to wait for the analysis."""

    model_config = ConfigDict(extra="forbid")

    wait: Annotated[float, Field(ge=0, allow_inf_nan=False, description="Seconds to wait for the analysis.")] = 0.0


Wait = Annotated[WaitQuery, Query()]


@router.post(
    "",
    status_code=202,
    response_model=Acknowledgement,
    summary="Submit an article",
    responses={
        200: {"description": "It is there already: the first id, with `duplicate: true`"},
        201: {"description": "Stored and, within `wait`, analysed"},
        202: {"description": "Stored; the analysis follows"},
        **problems(400, 413, 415, 422, 503),
    },
    openapi_extra=json_body(ArticleDraft, ARTICLE_EXAMPLE),
)
async def submit_article(request: Request, wanted: Wait) -> Response:
    """Stores an article for good before it answers. Posting the same article again is harmless."""
    services = services_of(request)
    draft = read_draft(await read_json(request, services.limits.body))
    submitted = await run_in_threadpool(services.submit, draft)
    status = (await wait_for_analysis(services, [submitted], wanted.wait))[submitted.id]
    document = {"id": submitted.id, "status": status, "duplicate": submitted.duplicate}
    code = 200 if submitted.duplicate else 202 if status is ArticleStatus.QUEUED else 201
    return answer(document, code, headers={"Location": f"/v1/articles/{submitted.id}"})


@router.post(
    "/batch",
    response_model=BatchResult,
    summary="Submit many articles",
    responses=problems(400, 413, 415, 422, 503),
    openapi_extra=body(
        {
            JSON: {"schema": {"type": "array", "items": plain_schema(ArticleDraft)}, "example": BATCH_EXAMPLE},
            LINES[0]: {"schema": {"type": "string", "description": "One article as a JSON object a line."}},
        }
    ),
)
async def submit_batch(request: Request, wanted: Wait) -> Response:
    """A JSON array, or one JSON object a line. A row that cannot be taken never spoils the others."""
    services = services_of(request)
    rows = await _read_rows(request, services)
    results = await run_in_threadpool(lambda: services.submit.many([_read_row(row) for row in rows]))
    taken = [result for result in results if isinstance(result, Submitted)]
    statuses = await wait_for_analysis(services, taken, wanted.wait)
    items = [_show_row(number, result, statuses) for number, result in enumerate(results)]
    return answer({"accepted": len(taken), "rejected": len(results) - len(taken), "items": items})


async def _read_rows(request: Request, services: Services) -> list[Any]:
    kind = media_type(request)
    if kind not in (JSON, *LINES):
        raise UnsupportedMediaType(f"send a JSON array as {JSON}, or one object a line as {LINES[0]}")
    raw = await read_body(request, services.limits.body)
    rows = list(parse_lines(raw)) if kind in LINES else parse_json(raw)
    if not isinstance(rows, list):
        raise InvalidFields((("", "expected a JSON array of articles"),))
    if len(rows) > services.limits.batch:
        raise InvalidFields((("", f"has {len(rows):,} articles; send at most {services.limits.batch:,} at a time"),))
    return rows


def _read_row(row: Any) -> ArticleDraft | InvalidInput:
    if isinstance(row, MalformedBody):
        return InvalidInput(str(row).replace("the body", "the row"))
    try:
        return read_draft(row)
    except InvalidInput as error:
        return error


def _show_row(
    number: int, result: Submitted | CrosscheckError, statuses: dict[str, ArticleStatus]
) -> dict[str, object]:
    if isinstance(result, Submitted):
        return {"row": number, "id": result.id, "status": statuses[result.id], "duplicate": result.duplicate}
    problems_found = result.problems if isinstance(result, InvalidFields) else ()
    errors = [{"field": field, "message": message} for field, message in problems_found]
    return {"row": number, "error": str(result), "errors": errors}


async def wait_for_analysis(services: Services, submitted: list[Submitted], seconds: float) -> dict[str, ArticleStatus]:
    """The status of each by id, once all are analysed, or ``seconds`` have passed, or the server is to stop. They are
    stored: a database that does not answer meanwhile changes nothing about that."""
    statuses = {item.id: item.status for item in submitted}
    deadline = time.monotonic() + min(seconds, services.limits.wait)
    while seconds and not services.stopping.is_set():
        for key in [key for key, status in statuses.items() if status is ArticleStatus.QUEUED]:
            # Deleted meanwhile: there is nothing to wait for, and it had been queued.
            with suppress(DatabaseUnavailable):
                found: ArticleStatus | None = await run_in_threadpool(services.browse.status, key)
                statuses[key] = found or ArticleStatus.FAILED
        if ArticleStatus.QUEUED not in statuses.values() or time.monotonic() >= deadline:
            break
        await asyncio.sleep(LOOK_EVERY)
    return statuses


@router.get("", response_model=PageOf[ArticleSummary], summary="List articles", responses=problems(422))
def list_articles(request: Request, query: Annotated[ArticleQuery, Query()]) -> Response:
    """Newest first, without their texts."""
    return answer_page(services_of(request).browse.articles(query.wanted(), limit=query.limit, cursor=query.cursor))


@router.get("/{article_id}", response_model=ArticleView, summary="One article", responses=problems(404))
def show_one_article(request: Request, article_id: str) -> Response:
    """With its text as submitted, and sentences, claims and dropped passages as offsets into it."""
    return answer(services_of(request).browse.article(article_id))


@router.delete("/{article_id}", status_code=204, summary="Delete an article", responses=problems(404, 503))
def delete_article(request: Request, article_id: str) -> Response:
    """Takes its claims, and their clusters and conflicts, along; nothing of it stays."""
    services_of(request).delete(article_id, by=caller_of(request).actor)
    return Response(status_code=204)
