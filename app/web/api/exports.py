"""``/v1/export``: everything that fits a filter, streamed."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.web.api.answers import services_of
from app.web.api.described import problems
from app.web.api.filters import ClaimFilters, ClusterFilters, ConflictFilters
from app.web.exports.formats import MEDIA_TYPES, ExportFormat, Filter, export_pieces
from app.web.streaming import SpooledAnswer

router = APIRouter(prefix="/v1/export", tags=["export"])

CUT_SHORT = (
    "One consistent state, however long it takes. An answer that cannot be completed ends without its last chunk: "
    "what a client has then is not the whole. "
)
DESCRIBED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The rows, as an attachment.",
        "content": {media_type.partition(";")[0]: {} for media_type in MEDIA_TYPES.values()},
    },
    **problems(404, 422, 503),
}


@router.get(
    "/claims.{form}",
    response_class=Response,
    responses=DESCRIBED,
    summary="Export claims",
    description=CUT_SHORT + "csv: a row a claim; ndjson: as GET /v1/claims/{id}; jsonld: schema.org Claims.",
)
def export_claims(request: Request, form: ExportFormat, query: Annotated[ClaimFilters, Query()]) -> Response:
    """Latest published first."""
    return _export(request, "claims", form, query.wanted())


@router.get(
    "/clusters.{form}",
    response_class=Response,
    responses=DESCRIBED,
    summary="Export clusters",
    description=CUT_SHORT + "csv: a row a cluster; ndjson: as GET /v1/clusters/{id}; jsonld: schema.org Claims.",
)
def export_clusters(request: Request, form: ExportFormat, query: Annotated[ClusterFilters, Query()]) -> Response:
    """Latest reported first, each with its claims."""
    return _export(request, "clusters", form, query.wanted())


@router.get(
    "/conflicts.{form}",
    response_class=Response,
    responses=DESCRIBED,
    summary="Export conflicts",
    description=CUT_SHORT
    + "csv: a row for each claim of each side; ndjson: as GET /v1/conflicts/{id}; jsonld: schema.org ClaimReviews.",
)
def export_conflicts(request: Request, form: ExportFormat, query: Annotated[ConflictFilters, Query()]) -> Response:
    """Latest reported first, with both sides' quotes."""
    return _export(request, "conflicts", form, query.wanted())


def _export(request: Request, kind: str, form: ExportFormat, wanted: Filter) -> Response:
    services = services_of(request)
    spool = services.export.spooled(export_pieces(services.export, wanted, form, base=services.public_url))
    try:
        spool.ready()
    except Exception:
        spool.close()
        raise
    return SpooledAnswer(
        spool, media_type=MEDIA_TYPES[form], filename=f"crosscheck-{kind}.{form.value}", limit=services.limits.export
    )
