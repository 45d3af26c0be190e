"""``/admin/jobs``: articles that could not be analysed, that wait, and whose pages cannot be had."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, BeforeValidator, Field
from starlette.responses import Response

from app.core.errors import InvalidInput
from app.web.api.answers import services_of
from app.web.pages.admin.forms import read_typed
from app.web.pages.admin.shown import admin_page
from app.web.pages.page import Cursor, page_router, see

PAGE = 25
MOST_SKIPPED = 1_000_000

router = page_router()


def _zero(value: object) -> object:
    return value or 0


class JobsQuery(BaseModel):
    """Which part of the two long lists."""

    after: Cursor = None
    skip: Annotated[int, BeforeValidator(_zero), Field(ge=0, le=MOST_SKIPPED)] = 0


@router.get("/admin/jobs")
def show_jobs(request: Request, query: Annotated[JobsQuery, Query()]) -> Response:
    """What was given up first: it waits for somebody."""
    services = services_of(request)
    work = services.work()
    return admin_page(
        request,
        "jobs.html",
        query=query,
        work=work,
        waiting=work.queue.waiting + sum(work.queue.held.values()),
        attempts=services.queue.attempts,
        failed=services.jobs.failed(limit=PAGE, cursor=query.after),
        queued=services.jobs.queued(limit=PAGE, skip=query.skip),
        pages=services.jobs.failing_pages(limit=PAGE),
        page_size=PAGE,
    )


@router.post("/admin/jobs/retry")
async def retry(request: Request) -> Response:
    """One article once more, or all that failed; an article whose page was never had is fetched again."""
    typed = await read_typed(request)
    article = typed.get("article")
    if article is None and "all" not in typed:
        raise InvalidInput("article: name the one to be analysed again, or all")
    try:
        count = await run_in_threadpool(services_of(request).jobs.retry, (article,) if article is not None else ())
    except InvalidInput:  # somebody else was faster
        return see(request, "/admin/jobs", done="not_failed")
    return see(request, "/admin/jobs", done="queued_again", count=str(count))
