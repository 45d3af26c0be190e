"""``/admin/feeds``: which feeds are followed and how it goes."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ValidationError
from starlette.responses import Response

from app.core.errors import InvalidInput
from app.core.model.web import FeedState
from app.core.web.pacing import read_interval
from app.use_cases.follow_feeds import DEFAULT_INTERVAL, NewFeed, show_feed
from app.web.api.answers import services_of
from app.web.pages.admin.forms import NOTHING_TYPED, Form, read_typed, refused
from app.web.pages.admin.shown import admin_page
from app.web.pages.page import Chosen, Cursor, page_router, see

PAGE = 50
FIELDS = ("url", "outlet", "language", "every")
INTERVALS = ("5m", "15m", "30m", "1h", "3h", "6h", "12h", "1d", "7d")

router = page_router()


class FeedsQuery(BaseModel):
    """Which part of the list."""

    state: Annotated[FeedState | None, Chosen] = None
    after: Cursor = None


@router.get("/admin/feeds")
def show_feeds(request: Request, query: Annotated[FeedsQuery, Query()]) -> Response:
    """The one added last first, with what went wrong."""
    return feeds_page(request, query)


@router.post("/admin/feeds")
async def add_feed(request: Request) -> Response:
    """One that is followed already takes outlet, language and interval anew, and is asked at once where it failed."""
    typed = await read_typed(request)
    try:
        wanted = NewFeed.model_validate({name: typed[name] for name in FIELDS if name in typed})
        _, new = await run_in_threadpool(services_of(request).feeds.add, wanted)
    except (ValidationError, InvalidInput) as error:
        form = refused(typed, error)
        return await run_in_threadpool(feeds_page, request, FeedsQuery(), status=422, form=form)
    return see(request, "/admin/feeds", done="feed_added" if new else "feed_known")


@router.get("/admin/feeds/{feed_id}/remove")
def confirm_removal(request: Request, feed_id: str) -> Response:
    """What goes and what stays, before it is done."""
    return admin_page(request, "feed_remove.html", feed=show_feed(services_of(request).feeds.get(feed_id)))


@router.post("/admin/feeds/{feed_id}/remove")
def remove_feed(request: Request, feed_id: str) -> Response:
    """Its articles stay."""
    services_of(request).feeds.remove(feed_id)
    return see(request, "/admin/feeds", done="feed_removed")


def feeds_page(request: Request, query: FeedsQuery, *, status: int = 200, form: Form = NOTHING_TYPED) -> Response:
    """The list, and the form with what was typed."""
    services = services_of(request)
    found = services.feeds.listed(limit=PAGE, cursor=query.after, state=query.state)
    every = form.value("every", DEFAULT_INTERVAL)
    return admin_page(
        request,
        "feeds.html",
        status,
        form=form,
        query=query,
        feeds=[show_feed(feed) for feed in found.items],
        next=found.next,
        states=list(FeedState),
        known_languages=sorted({*services.knowledge.languages, form.value("language")} - {""}),
        intervals=[(text, read_interval(text)) for text in INTERVALS],
        every=every if every in INTERVALS else DEFAULT_INTERVAL,
        interval_of=read_interval,
    )
