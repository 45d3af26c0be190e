"""Request bodies, read strictly: UTF-8 JSON that every reader would understand in the same way."""

import codecs
import json
from collections.abc import Iterator
from typing import Any, NoReturn

from fastapi import Request
from starlette.requests import ClientDisconnect

from app.web.errors import BodyTooLarge, MalformedBody, UnsupportedMediaType

JSON = "application/json"
LINES = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")
SMALL_BODY = 65_536  # bytes; a statement or a note at its longest, all escaped
DEEPEST = 50  # nesting of arrays and objects; what this service takes has two levels
LONGEST_NUMBER = 40


def media_type(request: Request) -> str:
    """The type of the body in lower case; raises UnsupportedMediaType for a charset other than UTF-8."""
    name, *parameters = request.headers.get("content-type", "").lower().split(";")
    for parameter in parameters:
        key, _, value = parameter.strip().partition("=")
        if key == "charset" and value.strip('" ') not in ("utf-8", "utf8", "us-ascii"):
            raise UnsupportedMediaType("send the body in UTF-8")
    return name.strip()


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body; raises BodyTooLarge as soon as it is known to be longer than ``limit`` bytes."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("send the body without content-encoding")
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and (len(told) > 15 or int(told) > limit):
        raise BodyTooLarge(f"the body may have {limit:,} bytes; send less at a time")
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise BodyTooLarge(f"the body may have {limit:,} bytes; send less at a time")
            parts.append(part)
    except ClientDisconnect as error:
        raise MalformedBody("the body ended before its time") from error
    return b"".join(parts)


async def read_json(request: Request, limit: int) -> Any:
    """The JSON value in the body; raises UnsupportedMediaType, BodyTooLarge or MalformedBody."""
    if media_type(request) != JSON:
        raise UnsupportedMediaType(f"send the body as {JSON}, with that content-type")
    return parse_json(await read_body(request, limit))


def parse_json(raw: bytes) -> Any:
    """Strict JSON (RFC 8259, I-JSON): UTF-8, no NaN, no name twice, no bottomless nesting, no endless number."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or raw[:2].count(0):
        raise MalformedBody("the body must be UTF-8, this looks like UTF-16 or UTF-32")
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedBody(f"the body is not UTF-8: {error.reason} at byte {error.start}") from error
    if not text.strip(" \t\r\n"):
        raise MalformedBody("the body is empty; send a JSON value")
    try:
        value = json.loads(
            text, parse_constant=_refuse_constant, parse_int=_number, parse_float=_number, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        raise MalformedBody(f"the body is not JSON: {error.msg} at character {error.pos}") from error
    except RecursionError as error:
        raise MalformedBody("the body is nested too deeply") from error
    _check_depth(value)
    return value


def parse_lines(raw: bytes) -> Iterator[Any]:
    """One JSON value a line, or the MalformedBody that stands in its place; empty lines are skipped."""
    for line in raw.removeprefix(codecs.BOM_UTF8).split(b"\n"):
        if line.strip():
            try:
                yield parse_json(line)
            except MalformedBody as error:
                yield error


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedBody(f"the body is not JSON: {name} is not a number")


def _number(digits: str) -> float | int:
    if len(digits) > LONGEST_NUMBER:
        raise MalformedBody("the body holds a number of too many digits")
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise MalformedBody("the body holds a number that is too large")
    return int(digits) if digits.lstrip("-").isdigit() else value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise MalformedBody("the body has an object with one name twice")
    return found


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return
    raise MalformedBody(f"the body is nested more than {DEEPEST} deep")
