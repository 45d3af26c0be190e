"""Views as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from fastapi import Request
from starlette.responses import Response

from app.core.model.records import Slice
from app.use_cases.services import Services
from app.use_cases.views import SlotValueView

# Fields of one type of value that others do not have.
SPARSE = (SlotValueView,)


def services_of(request: Request) -> Services:
    """The use cases that this application was made with."""
    services: Services = request.app.state.services
    return services


def to_json(value: Any) -> Any:
    """A view as JSON values: times in RFC 3339, enums by value; sparse views without their empty fields."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return rfc_3339(value)
    if is_dataclass(value):
        document = {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
        return (
            {key: item for key, item in document.items() if item is not None} if isinstance(value, SPARSE) else document
        )
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset):
        return [to_json(item) for item in value]
    raise TypeError(f"no JSON for {type(value).__name__}")


def rfc_3339(instant: datetime) -> str:
    """With Z for UTC."""
    text = instant.isoformat()
    return text.removesuffix("+00:00") + "Z" if instant.tzinfo is UTC or text.endswith("+00:00") else text


def answer(value: Any, status: int = 200, *, headers: dict[str, str] | None = None) -> Response:
    """A view as an answer."""
    body = json.dumps(to_json(value), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    return Response(body, status_code=status, media_type="application/json", headers=headers)


def answer_page(found: Slice[Any]) -> Response:
    """One page of a list."""
    return answer({"items": found.items, "next": found.next})
