"""``/v1/feeds``: RSS and Atom feeds that are followed."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError
from starlette.responses import Response

from app.core.model.records import Slice
from app.use_cases.drafts import InvalidFields, problems_of
from app.use_cases.follow_feeds import FeedView, NewFeed, show_feed
from app.web.api.answers import answer, answer_page, services_of
from app.web.api.body import read_json
from app.web.api.described import json_body, problems
from app.web.api.filters import PageOf, Paging

router = APIRouter(prefix="/v1/feeds", tags=["feeds"])


@router.post(
    "",
    status_code=201,
    response_model=FeedView,
    summary="Follow a feed",
    responses={
        200: {"description": "It was followed already; outlet, language and interval are those given now"},
        **problems(400, 413, 415, 422, 503),
    },
    openapi_extra=json_body(NewFeed, {"url": "https://example.org/feed", "outlet": "The Harbour Post", "every": "15m"}),
)
async def add_feed(request: Request) -> Response:
    """Its entries become articles of the outlet, now and as they appear."""
    services = services_of(request)
    fields = await read_json(request, services.limits.body)
    try:
        wanted = NewFeed.model_validate(fields)
    except ValidationError as error:
        raise InvalidFields(problems_of(error)) from error
    feed, new = await run_in_threadpool(services.feeds.add, wanted)
    return answer(show_feed(feed), 201 if new else 200, headers={"Location": f"/v1/feeds/{feed.id}"})


@router.get("", response_model=PageOf[FeedView], summary="List feeds", responses=problems(422))
def list_feeds(request: Request, query: Annotated[Paging, Query()]) -> Response:
    """The one added last first."""
    found = services_of(request).feeds.listed(limit=query.limit, cursor=query.cursor)
    return answer_page(Slice(tuple(map(show_feed, found.items)), found.next))


@router.get("/{feed_id}", response_model=FeedView, summary="One feed", responses=problems(404))
def show_one_feed(request: Request, feed_id: str) -> Response:
    """And how it went."""
    return answer(show_feed(services_of(request).feeds.get(feed_id)))


@router.delete("/{feed_id}", status_code=204, summary="Follow a feed no longer", responses=problems(404, 503))
def remove_feed(request: Request, feed_id: str) -> Response:
    """The articles that came of it stay."""
    services_of(request).feeds.remove(feed_id)
    return Response(status_code=204)
