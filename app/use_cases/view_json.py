"""Views as JSON, by orjson: writing an answer must not cost more than finding it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import orjson

from app.use_cases.views import SlotValueView

# Fields of one type of value that others do not have.
SPARSE = (SlotValueView,)
_OPTIONS = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS
_UNFOLD: dict[type[Any], Callable[[Any], dict[str, Any]]] = {}


def view_json(value: Any) -> bytes:
    """What ``to_json`` gives, written as UTF-8 without a space. Raises TypeError for what is no view."""
    try:
        return orjson.dumps(value, default=_unfolded, option=_OPTIONS)
    except orjson.JSONEncodeError:
        # JSON has whole numbers of any length, orjson those of 64 bits; or it is no view, which ``to_json`` tells.
        return json.dumps(to_json(value), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


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


def _unfolded(value: Any) -> Any:
    """One level of what orjson does not know by itself."""
    kind = type(value)
    unfold = _UNFOLD.get(kind)
    if unfold is None:
        if isinstance(value, set | frozenset | Sequence):
            return list(value)
        if isinstance(value, Mapping):
            return dict(value)
        if not is_dataclass(value):
            raise TypeError(f"no JSON for {kind.__name__}")
        unfold = _UNFOLD[kind] = _unfolding(kind)
    return unfold(value)


def _unfolding(kind: type[Any]) -> Callable[[Any], dict[str, Any]]:
    names = tuple(field.name for field in fields(kind))
    if issubclass(kind, SPARSE):
        return lambda view: {name: item for name in names if (item := getattr(view, name)) is not None}
    return lambda view: {name: getattr(view, name) for name in names}
