"""Forms as a browser sends them."""

from collections.abc import Mapping
from urllib.parse import parse_qs

from fastapi import Request

from app.web.api.body import media_type, read_body
from app.web.errors import MalformedBody, UnsupportedMediaType

SMALL_FORM = 4_000  # bytes
FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 100


async def read_form(request: Request, limit: int = SMALL_FORM) -> dict[str, str]:
    """The fields that are filled in, the first of each name. Raises what ``read_fields`` raises."""
    return {name: values[0] for name, values in (await read_fields(request, limit)).items()}


async def read_fields(
    request: Request, limit: int = SMALL_FORM, *, most_fields: int = MOST_FIELDS
) -> dict[str, list[str]]:
    """All values of each field that is filled in; lines end as in our own texts. Raises UnsupportedMediaType,
    MalformedBody, and BodyTooLarge beyond ``limit`` bytes."""
    if media_type(request) != FORM:
        raise UnsupportedMediaType(f"send the form as {FORM}")
    text = (await read_body(request, limit)).decode("utf-8", "replace")
    try:
        fields = parse_qs(text, max_num_fields=most_fields)
    except ValueError as error:
        raise MalformedBody(f"the form has more than {most_fields:,} fields") from error
    return {name: [value.replace("\r\n", "\n") for value in values] for name, values in fields.items()}


def filled(fields: Mapping[str, str], *names: str) -> dict[str, str]:
    """Of these fields, those that hold more than blanks."""
    return {name: fields[name] for name in names if fields.get(name, "").strip()}
