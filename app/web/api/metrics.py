"""``/metrics``: what Prometheus scrapes."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.web.api.answers import services_of

router = APIRouter(tags=["health"])

TEXT = "text/plain; version=1.0.0; charset=utf-8"


@router.get(
    "/metrics",
    summary="Numbers for Prometheus",
    response_class=Response,
    responses={
        200: {"description": "Prometheus text format", "content": {"text/plain": {"schema": {"type": "string"}}}}
    },
)
def show_metrics(request: Request) -> Response:
    """What this process did, and what the store holds (asked at most every ten seconds)."""
    return Response(services_of(request).show_metrics(), headers={"Content-Type": TEXT, "Cache-Control": "no-store"})
