"""Views as JSON."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from app.core.model.records import Slice
from app.use_cases.remarks import version_of_json
from app.use_cases.services import Services
from app.use_cases.view_json import view_json
from app.use_cases.views import ClusterView, ConflictView, EntityView


def services_of(request: Request) -> Services:
    """The use cases that this application was made with."""
    services: Services = request.app.state.services
    return services


def answer(value: Any, status: int = 200, *, headers: dict[str, str] | None = None) -> Response:
    """A view as an answer."""
    return Response(view_json(value), status_code=status, media_type="application/json", headers=headers)


def answer_tagged(view: ConflictView | ClusterView | EntityView) -> Response:
    """One record, with its version as ``ETag``."""
    body = view_json(view)
    return Response(body, media_type="application/json", headers={"ETag": f'"{version_of_json(body)}"'})


def answer_page(found: Slice[Any]) -> Response:
    """One page of a list."""
    return answer({"items": found.items, "next": found.next})


def answer_written(found: Slice[bytes]) -> Response:
    """One page of a list whose items are JSON already."""
    body = b'{"items":[%s],"next":%s}' % (b",".join(found.items), view_json(found.next))
    return Response(body, media_type="application/json")
