"""What reviewers send by plain forms."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from app.web.api.deciding import DECISION_BODY
from app.web.pages.forms import read_fields

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


async def read_review(request: Request) -> dict[str, list[str]]:
    """All values of each field of a reviewer's form; raises what ``forms.read_fields`` raises."""
    return await read_fields(request, DECISION_BODY, most_fields=MOST_FIELDS)


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
