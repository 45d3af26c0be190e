"""One line a request, without a word of any article: no address, no query, no body, but the route that answered."""

import logging
import re
import secrets
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.telemetry import SILENT, Telemetry, working_for

log = logging.getLogger("crosscheck.request")
HEADER = "x-request-id"
SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
NO_ROUTE = "none"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestLog:
    """Gives each request its id, logs how it was answered, and tells the telemetry; the outermost layer."""

    def __init__(self, application: ASGIApp, telemetry: Telemetry = SILENT) -> None:
        self._application = application
        self._telemetry = telemetry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on; later layers find the id in ``request.state.request_id``."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        headers = Headers(scope=scope)
        number = request_id(headers)
        scope["state"] = {**scope.get("state", {}), "request_id": number}
        with working_for(request=number):
            await self._observe(scope, receive, send, headers)

    async def _observe(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        begun = time.perf_counter()
        status, size = 0, 0

        async def count(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = scope["state"]["request_id"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        with self._telemetry.request(scope["method"], headers) as answered:
            try:
                await self._application(scope, receive, count)
            finally:
                route = route_of(scope)
                answered(route, status)
                fields = {
                    "method": scope["method"] if scope["method"] in METHODS else "other",
                    "route": route,
                    "status": status,
                    "ms": round((time.perf_counter() - begun) * 1000, 1),
                    "bytes": size,
                }
                log.info("answered", extra={"fields": fields})


def request_id(headers: Headers) -> str:
    """The one that the client gave, where it is short and plain; else 16 random hexadecimal digits."""
    given = headers.get(HEADER, "")
    return given if SANE_ID.fullmatch(given) else secrets.token_hex(8)


def route_of(scope: Scope) -> str:
    """The template of the route that answered, as ``/v1/articles/{article_id}``; NO_ROUTE where none did."""
    route = scope.get("route")
    template = getattr(route, "path_format", None) or getattr(route, "path", None)
    return template if isinstance(template, str) else NO_ROUTE
