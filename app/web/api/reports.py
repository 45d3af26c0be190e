"""``/v1/claims``, ``/v1/clusters`` and ``/v1/conflicts``: who reports what, and what excludes what."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import Field
from starlette.responses import Response

from app.core.model.conflict import ReviewState
from app.use_cases.views import ClaimView, ClusterSummary, ClusterView, ConflictView
from app.web.api.answers import answer, answer_page, answer_tagged, services_of
from app.web.api.body import SMALL_BODY, read_json
from app.web.api.deciding import IfMatch, Remarked, read_decision, remark_of
from app.web.api.described import json_body, problems
from app.web.api.filters import ClaimQuery, ClusterQuery, ConflictQuery, PageOf
from app.web.reading import ReadRoute

router = APIRouter(prefix="/v1", route_class=ReadRoute)


class Review(Remarked):
    """A reviewer's decision."""

    state: Annotated[ReviewState, Field(strict=False, description="confirmed, dismissed or open")]


@router.get(
    "/claims", response_model=PageOf[ClaimView], tags=["claims"], summary="List claims", responses=problems(422)
)
def list_claims(request: Request, query: Annotated[ClaimQuery, Query()]) -> Response:
    """Latest published first."""
    return answer_page(services_of(request).browse.claims(query.wanted(), limit=query.limit, cursor=query.cursor))


@router.get(
    "/claims/{claim_id}", response_model=ClaimView, tags=["claims"], summary="One claim", responses=problems(404)
)
def show_one_claim(request: Request, claim_id: str) -> Response:
    """With its quote and where it stands in the article."""
    return answer(services_of(request).browse.claim(claim_id))


@router.get(
    "/clusters",
    response_model=PageOf[ClusterSummary],
    tags=["clusters"],
    summary="List clusters",
    responses=problems(422),
)
def list_clusters(request: Request, query: Annotated[ClusterQuery, Query()]) -> Response:
    """Claims of one event, across outlets and languages; latest reported first, or the most disputed first."""
    browse = services_of(request).browse
    return answer_page(browse.clusters(query.wanted(), limit=query.limit, cursor=query.cursor, order=query.order))


@router.get(
    "/clusters/{cluster_id}",
    response_model=ClusterView,
    tags=["clusters"],
    summary="One cluster",
    responses=problems(404),
)
def show_one_cluster(request: Request, cluster_id: str) -> Response:
    """With its claims, and who reports which value of each slot. `ETag` tells its version, for `If-Match`."""
    cluster = services_of(request).browse.cluster(cluster_id)
    return answer_tagged(cluster)


@router.get(
    "/conflicts",
    response_model=PageOf[ConflictView],
    tags=["conflicts"],
    summary="List conflicts",
    responses=problems(422),
)
def list_conflicts(request: Request, query: Annotated[ConflictQuery, Query()]) -> Response:
    """Latest reported first."""
    return answer_page(services_of(request).browse.conflicts(query.wanted(), limit=query.limit, cursor=query.cursor))


@router.get(
    "/conflicts/{conflict_id}",
    response_model=ConflictView,
    tags=["conflicts"],
    summary="One conflict",
    responses=problems(404),
)
def show_one_conflict(request: Request, conflict_id: str) -> Response:
    """Both sides' quotes side by side, why they exclude each other, and what reviewers decided. `ETag` tells its
    version, for `If-Match`."""
    conflict = services_of(request).browse.conflict(conflict_id)
    return answer_tagged(conflict)


@router.patch(
    "/conflicts/{conflict_id}",
    response_model=ConflictView,
    tags=["conflicts"],
    summary="Review a conflict",
    responses=problems(400, 404, 412, 413, 415, 422, 503),
    openapi_extra=json_body(Review, {"state": "confirmed", "note": "Both quotes checked against the pages."}),
)
async def review_conflict(request: Request, conflict_id: str, if_match: IfMatch = None) -> Response:
    """Keeps the decision beside all earlier ones; it holds when the articles are analysed again. `open` takes earlier
    decisions back."""
    services = services_of(request)
    review = read_decision(await read_json(request, SMALL_BODY), Review)
    remark = remark_of(request, review, if_match)
    conflict = await run_in_threadpool(services.review, conflict_id, review.state, remark)
    return answer_tagged(conflict)
