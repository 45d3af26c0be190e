"""A long answer whose making does not wait for its reader, and that is cut off where it cannot be completed."""

import asyncio
import logging
from collections.abc import AsyncIterator

from fastapi.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from app.use_cases.spool import Spool

log = logging.getLogger("crosscheck.web")

CHUNK = 65_536  # bytes sent at once
PATIENCE = 30.0  # seconds that a client may take nothing at all
CUT = "crosscheck.cut"  # an ASGI extension of our server: a function that ends the connection at once


class CutShort(Exception):
    """What was begun cannot be completed; the server must close the connection without its end."""


class SpooledAnswer(StreamingResponse):
    """Sends what a spool holds. Where the spool fails, or the client is too slow, the connection ends without the
    last chunk: every HTTP/1.1 client can tell that from a whole answer."""

    def __init__(self, spool: Spool, *, media_type: str, filename: str, limit: float, patience: float = PATIENCE):
        headers = {
            "content-disposition": f'attachment; filename="{filename}"',
            "content-type": media_type,
            "cache-control": "no-store",
        }
        super().__init__(self._chunks(), headers=headers)
        self._spool = spool
        self._limit = limit
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the spool go, however it ends."""
        problem: str | None = None
        try:
            async with asyncio.timeout(self._limit):
                await super().__call__(scope, receive, send)
        except TimeoutError:
            problem = "the client took it too slowly"
        except Exception as error:  # noqa: BLE001  (logged; the client is told by the cut)
            problem = f"{type(error).__name__}: {error}"
        finally:
            self._spool.close()
        if problem is not None:
            await _cut(scope, problem)

    async def stream_response(self, send: Send) -> None:
        """As usual, but no piece is waited for longer than the client's patience is worth."""

        async def in_time(message: Message) -> None:
            async with asyncio.timeout(self._patience):
                await send(message)

        await super().stream_response(in_time)

    async def _chunks(self) -> AsyncIterator[bytes]:
        while chunk := await run_in_threadpool(self._spool.read, CHUNK):
            yield chunk


async def _cut(scope: Scope, problem: str) -> None:
    log.warning("an export at %s was cut short: %s", scope["path"], problem)
    end_now = scope.get("extensions", {}).get(CUT)
    if end_now is None:
        raise CutShort(problem)
    end_now()
    await asyncio.sleep(0)  # the server notices before we return
