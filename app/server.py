"""uvicorn with a deadline for requests that never end, and a shutdown that waits for nobody."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import h11
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.web.streaming import CUT

DEFAULT_RECEIVE_TIMEOUT = 20.0
TIMED_OUT = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-type: application/problem+json\r\nconnection: close\r\n"
    b'content-length: 73\r\n\r\n{"type":"/docs#timeout","title":"The request took too long","status":408}'
)


def _that_can_be_cut(application: Any, transport: asyncio.Transport) -> Any:
    """The application, told how to end its connection although the client takes nothing any more: closing it would
    wait until all that was written is taken."""

    async def call(scope: Any, receive: Any, send: Any) -> None:
        extensions = {**scope.get("extensions", {}), CUT: transport.abort}
        await application({**scope, "extensions": extensions}, receive, send)

    return call


class DeadlineProtocol(H11Protocol):
    """Closes a connection whose request is not wholly there in time, a request that was never begun included."""

    receive_timeout = DEFAULT_RECEIVE_TIMEOUT
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn declares it
        """The clock runs from the first moment."""
        super().connection_made(transport)
        self.app = _that_can_be_cut(self.app, transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Stops the clock when the request is complete."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """What is left of an unread body still has to come in time."""
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        self._stop_clock()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Half a request is not waited for."""
        super().shutdown()
        if self._is_receiving():
            self.transport.close()

    def _is_receiving(self) -> bool:
        if self.cycle is not None and not self.cycle.response_complete:
            return self.cycle.more_body
        if self.conn.their_state is h11.SEND_BODY:
            return True
        return self.cycle is None or bool(self.conn.trailing_data[0])

    def _watch(self) -> None:
        if not self._is_receiving():
            self._stop_clock()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self.receive_timeout, self._time_out)

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _time_out(self) -> None:
        self._deadline = None
        if self.transport.is_closing() or not self._is_receiving():
            return
        if self.cycle is None or not self.cycle.response_started:
            self.transport.write(TIMED_OUT)
        self.transport.close()


class QuickServer(Server):
    """Tells the application at once that the end is near, and ends without raising the signal again."""

    def __init__(
        self, config: Config, *, drain: float, on_exit: Callable[[], None], on_started: Callable[[str], None]
    ) -> None:
        """``drain``: seconds in which it still answers after it was told to stop."""
        super().__init__(config)
        self._drain = drain
        self._draining = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._on_exit = on_exit
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Says where it listens."""
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        self._on_started(f"http://{'[' + host + ']' if ':' in host else host}:{port}")

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Wakes those that wait for an analysis, and stops: at once, or after the time for draining. A second signal
        waits for nothing."""
        self._on_exit()
        if self._drain and not self._draining and self._loop is not None:
            self._draining = True
            stop = super().handle_exit
            self._loop.call_soon_threadsafe(lambda loop: loop.call_later(self._drain, stop, sig, None), self._loop)
        else:
            super().handle_exit(sig, frame)

    async def _serve(self, sockets: list[socket.socket] | None = None) -> None:
        await super()._serve(sockets)
        self._captured_signals.clear()


def make_server(
    application: Any,
    *,
    host: str,
    port: int,
    receive_timeout: float = DEFAULT_RECEIVE_TIMEOUT,
    shutdown_timeout: float = 3.0,
    drain: float = 0.0,
    on_exit: Callable[[], None] = lambda: None,
    on_started: Callable[[str], None] = lambda address: None,
) -> QuickServer:
    """A server ready to ``run()``. Times in seconds; ``on_started`` is given the address."""
    protocol = type("Protocol", (DeadlineProtocol,), {"receive_timeout": receive_timeout})
    config = Config(
        application,
        host=host,
        port=port,
        http=protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=max(1, round(shutdown_timeout)),
    )
    return QuickServer(config, drain=drain, on_exit=on_exit, on_started=on_started)
