"""Pages that need the language models, which may still be loading, or be missing."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from fastapi import Request
from starlette.responses import Response

from app.core.errors import ModelUnavailable
from app.use_cases.services import NOT_YET, Services
from app.web.api.answers import services_of
from app.web.errors import RETRY_SECONDS
from app.web.pages.page import may, page

Found = TypeVar("Found")


def with_models(request: Request, ask: Callable[[Services], Found]) -> Found | str:
    """What ``ask`` finds; instead of it "loading" or "missing" where the models are not there."""
    services = services_of(request)
    if services.runs_worker and services.model_problem() == NOT_YET:
        return "loading"  # the worker is at it, and who waits for it holds up everybody else
    try:
        return ask(services)
    except ModelUnavailable:
        return "missing"


def without_models(request: Request, template: str, problem: str, values: Mapping[str, object]) -> Response:
    """A page that says so (503), with what was typed."""
    reason = services_of(request).model_problem() if "admin" in may(request) and problem == "missing" else None
    answer = page(request, template, 503, **{**values, "model_problem": problem, "reason": reason})
    answer.headers["Retry-After"] = RETRY_SECONDS
    return answer
