"""One line a request, without a word of any article: no query, no body."""

import logging
import time

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.caller import HEADER, request_id

log = logging.getLogger("crosscheck.request")
LONGEST_PATH = 200


class RequestLog:
    """Logs method, path, status, duration, size and id of each answer, which tells the id; the outermost layer."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        begun = time.perf_counter()
        status, size, number = 0, 0, request_id(scope)

        async def count(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).setdefault(HEADER, number)
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._application(scope, receive, count)
        finally:
            log.info(
                "method=%s path=%s status=%d ms=%.1f bytes=%d id=%s",
                scope["method"],
                printable(scope["path"]),
                status,
                (time.perf_counter() - begun) * 1000,
                size,
                number,
            )


def printable(path: str) -> str:
    """The path in ASCII without blanks, so that it cannot forge a second line."""
    return path.encode("ascii", "backslashreplace").decode().translate(dict.fromkeys(range(33), "_"))[:LONGEST_PATH]
