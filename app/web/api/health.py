"""``/healthz`` and ``/readyz``."""

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import Response

from app import __version__
from app.web.api.answers import answer, services_of
from app.web.caller import may_read

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The process answers."""

    status: str
    version: str


class Readiness(BaseModel):
    """``checks`` has a text for each part that is not ready, null for one that is. Where calls need a key, strangers
    are told no reasons and no counts."""

    ready: bool
    version: str
    checks: dict[str, str | None]
    counts: dict[str, int] | None


@router.get("/healthz", response_model=Health, summary="Whether the process lives")
async def show_health() -> Response:
    """Asks nobody."""
    return answer({"status": "ok", "version": __version__})


@router.get(
    "/readyz",
    response_model=Readiness,
    summary="Whether it can work",
    responses={503: {"model": Readiness, "description": "Something is not ready yet"}},
)
def show_readiness(request: Request) -> Response:
    """Database, migrations and language model. Articles are taken while the model is still loading."""
    services = services_of(request)
    checks = services.readiness()
    ready = not any(checks.values())
    known = may_read(request)
    counts = services.browse.counts() if known and checks["database"] is None else None
    if not known:
        checks = {part: wrong and "not ready; ask with a key for the reason" for part, wrong in checks.items()}
    document = {"ready": ready, "version": __version__, "checks": checks, "counts": counts}
    return answer(document, 200 if ready else 503)
