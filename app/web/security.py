"""Keeps odd requests out, and keeps browsers from doing with our answers what they were not made for."""

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import problem

HTTP_VERSIONS = frozenset({"1.0", "1.1", "2"})
MOST_HEADER_BYTES = 32_768  # of all names and values; browsers send a few kB
MOST_ADDRESS_BYTES = 8_192  # of path and query; every filter at its longest fits
MOST_PARAMETERS = 50  # in one query; the longest list of filters has a dozen

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Within the server only: a form without it could not prove by its Origin header where it comes from.
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Pages bring their own styles and scripts; nothing is fetched from elsewhere, and no text of an article can run.
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}

RAW_HEADERS = tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in HEADERS.items())


class SecurityHeaders:
    """Adds the headers to every answer that does not set them itself."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on."""

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                there = {name for name, _ in headers}
                headers.extend(pair for pair in RAW_HEADERS if pair[0] not in there)
            await send(message)

        await self._application(scope, receive, add if scope["type"] == "http" else send)


class RequestLineGuard:
    """Refuses requests of an HTTP version that does not exist, and those with an address or headers beyond all use."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers what is refused with a problem document, and passes on the rest."""
        refusal = refuse(scope) if scope["type"] == "http" else None
        await (refusal or self._application)(scope, receive, send)


def refuse(scope: Scope) -> Response | None:
    """The problem document for a request that is not read any further; None where nothing is wrong with it."""
    if scope["http_version"] not in HTTP_VERSIONS:
        # What follows is of that version too, and would be answered as if it were a request of its own.
        closing = {"connection": "close"}
        return problem(400, "malformed-request", "The request cannot be read", "send HTTP/1.1", headers=closing)
    query = scope["query_string"]
    if len(scope.get("raw_path") or b"") + len(query) > MOST_ADDRESS_BYTES:
        detail = f"path and query are longer than {MOST_ADDRESS_BYTES:,} bytes; send shorter or fewer filters"
        return problem(414, "address-too-long", "The request's address is too long", detail)
    if query.count(b"&") >= MOST_PARAMETERS:
        detail = f"the query has more than {MOST_PARAMETERS} parameters"
        return problem(422, "invalid-input", "The request cannot be taken as it is", detail)
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADER_BYTES:
        detail = f"the headers are longer than {MOST_HEADER_BYTES:,} bytes; send fewer or shorter ones"
        return problem(431, "headers-too-large", "The request's headers are too large", detail)
    return None
