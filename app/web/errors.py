"""Errors as RFC 9457 problem details: one table from the error tree to HTTP."""

import json
import logging
from collections.abc import Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import (
    Busy,
    ChangedMeanwhile,
    CrosscheckError,
    DatabaseUnavailable,
    InvalidInput,
    ModelUnavailable,
    NotFound,
)
from app.use_cases.drafts import InvalidFields, field_name, plain_message

log = logging.getLogger("crosscheck.web")

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 20
RETRY_SECONDS = "10"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
LONGEST_DETAIL = 1_000


class MalformedBody(CrosscheckError):
    """The body is not JSON that can be read in one way only."""


class BodyTooLarge(CrosscheckError):
    """The body is longer than the limit."""


class TooManyStreams(CrosscheckError):
    """As many clients listen as may."""


class UnsupportedMediaType(CrosscheckError):
    """The body is of a type that the call does not take."""


class NotAuthenticated(CrosscheckError):
    """The call comes without an API key that works."""


class NotAllowed(CrosscheckError):
    """The key works, and not for this call; ``scope`` is the one that it lacks, where it lacks one."""

    def __init__(self, message: str, *, scope: str | None = None) -> None:
        super().__init__(message)
        self.scope = scope


class WrongHost(CrosscheckError):
    """The call is for another host name than those of this machine."""


class TooManyRequests(CrosscheckError):
    """More calls than the limit lets through."""


# From the particular to the general: the first that fits counts.
PROBLEMS: tuple[tuple[type[Exception], int, str, str], ...] = (
    (MalformedBody, 400, "malformed-body", "The body cannot be read"),
    (NotAuthenticated, 401, "not-authenticated", "This needs an API key"),
    (NotAllowed, 403, "not-allowed", "This call is not allowed"),
    (NotFound, 404, "not-found", "There is no such record"),
    (ChangedMeanwhile, 412, "changed-meanwhile", "It has changed since it was read"),
    (BodyTooLarge, 413, "body-too-large", "The body is too large"),
    (UnsupportedMediaType, 415, "unsupported-media-type", "The body has a type that is not taken here"),
    (WrongHost, 421, "wrong-host", "This server does not answer under that name"),
    (InvalidInput, 422, "invalid-input", "The request cannot be taken as it is"),
    (TooManyRequests, 429, "too-many-requests", "Too many requests"),
    (Busy, 503, "busy", "Too much of this is being done at the moment"),
    (ModelUnavailable, 503, "model-unavailable", "The language model is not there"),
    (TooManyStreams, 503, "too-many-streams", "Too many streams are open"),
    (DatabaseUnavailable, 503, "database-unavailable", "The database does not answer"),
)


def problem(
    status: int,
    kind: str,
    title: str,
    detail: str,
    *,
    errors: Sequence[tuple[str, str]] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    """A problem document; ASCII only, so that no odd character of a request can break it."""
    document: dict[str, object] = {
        "type": f"/docs#{kind}",
        "title": title,
        "status": status,
        "detail": detail[:LONGEST_DETAIL],
    }
    if errors:
        document["errors"] = [{"field": field, "message": message} for field, message in errors]
    body = json.dumps(document, ensure_ascii=True).encode()
    return Response(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def problem_of(error: CrosscheckError, *, headers: dict[str, str] | None = None) -> Response:
    """The problem document of an error of ours."""
    for kind_of_error, status, kind, title in PROBLEMS:
        if isinstance(error, kind_of_error):
            errors = error.problems if isinstance(error, InvalidFields) else ()
            added = {"Retry-After": RETRY_SECONDS} if status == 503 else {}
            return problem(status, kind, title, str(error), errors=errors, headers=added | (headers or {}))
    log.error("an error without a place in the table: %s", type(error).__name__)
    return problem(500, "internal-error", "Something went wrong here", "the error is in the log of the server")


async def _answer_own(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, CrosscheckError)
    return problem_of(error)


async def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    match error.status_code:
        case 404:
            return problem(404, "not-found", "There is nothing at this address", "see /docs for what there is")
        case 405:
            allowed = ", ".join(methods_at(request))
            detail = f"possible is {allowed}"
            headers = {"Allow": allowed}
            return problem(405, "method-not-allowed", "This method is not possible here", detail, headers=headers)
        case status:
            return problem(status, "http-error", "The request cannot be answered", str(error.detail), headers=headers)


def methods_at(request: Request) -> list[str]:
    """The methods of all routes at the request's address; the router itself tells only those of the first."""
    return [
        method
        for method in METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in request.app.routes)
    ]


async def _answer_parameters(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, RequestValidationError | ValidationError)
    found = list(error.errors())[:MOST_ERRORS]
    errors = [(field_name(tuple(item["loc"])), plain_message(item["msg"])) for item in found]
    detail = "; ".join(f"{field}: {message}" if field else message for field, message in errors)
    return problem(422, "invalid-input", "The request cannot be taken as it is", detail, errors=errors)


def install_error_answers(application: FastAPI) -> None:
    """Every error of the endpoints becomes a problem document."""
    application.add_exception_handler(CrosscheckError, _answer_own)
    application.add_exception_handler(HTTPException, _answer_http)
    application.add_exception_handler(RequestValidationError, _answer_parameters)
    application.add_exception_handler(ValidationError, _answer_parameters)


class LastResort:
    """Answers 500 to what nobody foresaw, and logs it; the outermost layer but one."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._application(scope, receive, watch)
        except Exception:
            log.exception(
                "unforeseen error at %s %s", scope["method"], scope["path"].encode("ascii", "replace").decode()
            )
            if started:
                raise
            answer = problem(500, "internal-error", "Something went wrong here", "the error is in the server's log")
            await answer(scope, receive, send)
