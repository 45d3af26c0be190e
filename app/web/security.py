"""Keeps odd requests out, and keeps browsers from doing with our answers what they were not made for."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import problem

HTTP_VERSIONS = frozenset({"1.0", "1.1", "2"})
MOST_HEADER_BYTES = 32_768  # of all names and values; browsers send a few kB

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    # Pages bring their own styles and scripts; nothing is fetched from elsewhere, and no text of an article can run.
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}


class SecurityHeaders:
    """Adds the headers to every answer that does not set them itself."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on."""

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._application(scope, receive, add if scope["type"] == "http" else send)


class RequestLineGuard:
    """Refuses requests of an HTTP version that does not exist, and those with headers beyond all use."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers what is refused with a problem document, and passes on the rest."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
        elif scope["http_version"] not in HTTP_VERSIONS:
            refusal = problem(400, "malformed-request", "The request cannot be read", "send HTTP/1.1")
            await refusal(scope, receive, send)
        elif sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADER_BYTES:
            detail = f"the headers are longer than {MOST_HEADER_BYTES:,} bytes; send fewer or shorter ones"
            refusal = problem(431, "headers-too-large", "The request's headers are too large", detail)
            await refusal(scope, receive, send)
        else:
            await self._application(scope, receive, send)
