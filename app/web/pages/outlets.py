"""Outlets: how they stand to each other, and one of them with its articles and conflicts."""

from itertools import islice
from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel
from starlette.background import BackgroundTask
from starlette.responses import Response

from app.core.errors import NotFound
from app.core.model.records import ArticleFilter, ConflictFilter
from app.web.api.answers import services_of
from app.web.pages.page import Cursor, Word, page, page_router, words_of
from app.web.pages.pictures.agreement import draw_matrix, matrix_of

PAGE = 50  # outlets of the list
LATEST = 10  # articles of one outlet
MOST_CONFLICTS = 6
MOST_PAIRS = 100  # rows of a table of agreement

router = page_router()


class OutletsQuery(BaseModel):
    """Where the list of outlets goes on: after this one."""

    after: Cursor = None


class OutletQuery(BaseModel):
    """A name that no address can hold as a part of its path: "." and ".."."""

    name: Word = None


@router.get("/outlets")
def show_outlets(request: Request, query: Annotated[OutletsQuery, Query()]) -> Response:
    """The matrix of agreement and independence, and all outlets."""
    agreements = services_of(request).agreements
    standings = agreements.read()
    outlets = standings.outlets.values() if standings is not None else ()
    matrix = matrix_of(outlets)
    following = (outlet for outlet in outlets if query.after is None or outlet.id > query.after)
    listed = list(islice(following, PAGE + 1))
    answer = page(
        request,
        "outlets.html",
        matrix=matrix,
        drawn=draw_matrix(matrix, words_of(request)) if matrix.pairs else None,
        pairs=matrix.told(),
        most_pairs=MOST_PAIRS,
        outlets=listed[:PAGE],
        after=query.after,
        next=listed[PAGE - 1].id if len(listed) > PAGE else None,
        counted_at=standings.counted_at if standings is not None else None,
    )
    answer.background = BackgroundTask(agreements.refresh)
    return answer


@router.get("/outlets/{outlet:path}")
def show_outlet(request: Request, outlet: str, query: Annotated[OutletQuery, Query()]) -> Response:
    """How one outlet stands to others, its latest articles, its conflicts."""
    name = outlet or query.name or ""
    services = services_of(request)
    browse, agreements = services.browse, services.agreements
    articles = browse.articles(ArticleFilter(outlet=name), limit=LATEST).items
    if not articles:
        raise NotFound(f"there is no outlet {name[:80]}")
    standings = agreements.read()
    answer = page(
        request,
        "outlet.html",
        outlet=name,
        known=standings.outlets.get(name) if standings is not None else None,  # or new since the last count
        most_pairs=MOST_PAIRS,
        articles=articles,
        conflicts=browse.conflicts(ConflictFilter(outlet=name), limit=MOST_CONFLICTS),
        counted_at=standings.counted_at if standings is not None else None,
    )
    answer.background = BackgroundTask(agreements.refresh)
    return answer
