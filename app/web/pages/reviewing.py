"""What reviewers send by plain forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from fastapi import Request

from app.core.errors import InvalidInput
from app.web.api.body import media_type, read_body
from app.web.api.deciding import DECISION_BODY
from app.web.errors import UnsupportedMediaType

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 1_100  # a thousand marked claims, and what stands beside them


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a reviewer filled in, so that it can be shown again. ``version`` and ``seen`` (how many decisions there
    were) tell what the page showed when it was read."""

    choice: str
    note: str
    reviewer: str
    version: str
    seen: int
    marked: tuple[str, ...] = ()  # ids of claims
    other: str = ""  # the story to merge with


async def read_fields(request: Request) -> dict[str, list[str]]:
    """All values of each field that is filled in; lines end as in our own texts."""
    if media_type(request) != FORM:
        raise UnsupportedMediaType(f"send the form as {FORM}")
    text = (await read_body(request, DECISION_BODY)).decode("utf-8", "replace")
    try:
        fields = parse_qs(text, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise InvalidInput(f"the form has more than {MOST_FIELDS} fields") from error
    return {name: [value.replace("\r\n", "\n") for value in values] for name, values in fields.items()}


def typed_in(fields: Mapping[str, list[str]]) -> Typed:
    """The fields of a reviewer's form."""

    def first(name: str) -> str:
        return fields.get(name, [""])[0].strip()

    seen = first("seen")
    return Typed(
        choice=first("state"),
        note=first("note"),
        reviewer=first("reviewer"),
        version=first("version"),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
        marked=tuple(dict.fromkeys(fields.get("claim", []))),
        other=first("other"),
    )
