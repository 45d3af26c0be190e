"""``/v1/clusters/{id}/merge``, ``/split`` and ``/undo``: a reviewer's word on which claims are of one event."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import AfterValidator, Field
from starlette.responses import Response

from app.core.model.records import Slice
from app.use_cases.drafts import storable
from app.use_cases.services import Services
from app.use_cases.views import ClusterView
from app.web.api.answers import answer_page, answer_tagged, services_of
from app.web.api.body import read_json
from app.web.api.deciding import DECISION_BODY, IfMatch, Remarked, read_decision, remark_of
from app.web.api.described import json_body, problems
from app.web.api.filters import PageOf

MOST_CLAIMS = 1_000  # in one decision
LONGEST_ID = 100

router = APIRouter(prefix="/v1")

Id = Annotated[str, AfterValidator(storable), Field(min_length=1, max_length=LONGEST_ID)]


class MergeClusters(Remarked):
    """A reviewer's word that two clusters are of one event."""

    other: Annotated[Id, Field(alias="with", description="The id of the other cluster.")]


class SplitCluster(Remarked):
    """A reviewer's word that some claims of a cluster are of another event than the rest."""

    claim_ids: Annotated[list[Id], Field(min_length=1, max_length=MOST_CLAIMS)]


class UndoDecision(Remarked):
    """A reviewer's word that a decision no longer holds."""

    decision: Annotated[int, Field(ge=1, le=2**53, description="Its id, as the cluster's `decisions` show it.")]


@router.post(
    "/clusters/{cluster_id}/merge",
    response_model=ClusterView,
    tags=["clusters"],
    summary="Make one cluster of two",
    responses=problems(400, 404, 412, 413, 415, 422, 503),
    openapi_extra=json_body(MergeClusters, {"with": "clu_0123456789abcdef0123", "note": "Both are the Tuesday visit."}),
)
async def merge_clusters(request: Request, cluster_id: str, if_match: IfMatch = None) -> Response:
    """Joins the other cluster to this one. The decision is kept, and holds whatever is analysed later."""
    services = services_of(request)
    wanted = read_decision(await read_json(request, DECISION_BODY), MergeClusters)
    remark = remark_of(request, wanted, if_match)

    def decide() -> ClusterView:
        return services.browse.cluster(services.review_cluster.merge(cluster_id, wanted.other, remark))

    merged = await run_in_threadpool(decide)
    return answer_tagged(merged)


@router.post(
    "/clusters/{cluster_id}/split",
    response_model=PageOf[ClusterView],
    tags=["clusters"],
    summary="Take claims out of a cluster",
    responses=problems(400, 404, 412, 413, 415, 422, 503),
    openapi_extra=json_body(SplitCluster, {"claim_ids": ["clm_0123456789abcdef0123"], "note": "Another visit."}),
)
async def split_cluster(request: Request, cluster_id: str, if_match: IfMatch = None) -> Response:
    """The claims named never share a cluster with the others again. Answers with the clusters of the others, then those
    of the claims named; the decision is kept, and holds whatever is analysed later."""
    services = services_of(request)
    wanted = read_decision(await read_json(request, DECISION_BODY), SplitCluster)
    remark = remark_of(request, wanted, if_match)

    def decide() -> Slice[ClusterView]:
        return _shown(services, services.review_cluster.split(cluster_id, wanted.claim_ids, remark))

    return answer_page(await run_in_threadpool(decide))


@router.post(
    "/clusters/{cluster_id}/undo",
    response_model=PageOf[ClusterView],
    tags=["clusters"],
    summary="Undo a merge or a split",
    responses=problems(400, 404, 412, 413, 415, 422, 503),
    openapi_extra=json_body(UndoDecision, {"decision": 7, "note": "Taken by mistake."}),
)
async def undo_decision(request: Request, cluster_id: str, if_match: IfMatch = None) -> Response:
    """The claims stand again as if the decision had not been taken; it stays on record. Answers with the clusters that
    they are in now."""
    services = services_of(request)
    wanted = read_decision(await read_json(request, DECISION_BODY), UndoDecision)
    remark = remark_of(request, wanted, if_match)

    def decide() -> Slice[ClusterView]:
        return _shown(services, services.review_cluster.undo(cluster_id, wanted.decision, remark))

    return answer_page(await run_in_threadpool(decide))


def _shown(services: Services, cluster_ids: tuple[str, ...]) -> Slice[ClusterView]:
    return Slice(tuple(map(services.browse.cluster, cluster_ids)), None)
