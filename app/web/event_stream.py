"""Server-sent events: one reader of the outbox for all who listen, and an answer that ends when the server does.

A listener has no queue: it has a position, and takes what follows from the events that the reader read last, or, where
it is further behind, from the store. So a slow client costs as much memory as a fast one.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable

from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Send

from app.core.errors import DatabaseUnavailable
from app.core.model.watching import Event, Interest, Kept, Wanted
from app.core.watching.signing import payload_of
from app.ports import Store
from app.use_cases.webhooks import interest_of
from app.web.errors import TooManyStreams

log = logging.getLogger("crosscheck.stream")

POLL = 0.5  # seconds between looks for new events, and for the end of the server
HEARTBEAT = 15.0  # seconds without an event after which a comment is sent
SEND_PATIENCE = 60.0  # seconds that a client may take for reading one frame, once the buffers are full
RECENT = 1_000  # events that the reader remembers
PORTION = 200  # events read at a time
CATCHING_UP = 4  # listeners that read from the store at a time
RETRY = b"retry: 3000\n"


class Broadcast:
    """Belongs to one event loop. It reads only while somebody listens."""

    def __init__(self, store: Store, stopping: threading.Event, *, limit: int) -> None:
        """``limit``: how many may listen at a time."""
        self._store = store
        self._stopping = stopping
        self._limit = limit
        self._listeners = 0
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._recent: deque[Event] = deque(maxlen=RECENT)
        self._known_after = 0  # every event of a higher number, up to the last one read, is in ``_recent``
        self._read_up_to = 0
        self._catching_up = asyncio.Semaphore(CATCHING_UP)

    @property
    def listeners(self) -> int:
        """How many listen now."""
        return self._listeners

    async def listen(self, wanted: Wanted, position: int | None) -> AsyncIterator[bytes]:
        """Frames of what follows ``position`` (None: of what happens from now on), as it happens, until the server
        stops. Raises TooManyStreams or DatabaseUnavailable. Whoever takes it calls ``leave`` in the end."""
        if self._listeners >= self._limit or self._stopping.is_set():
            raise TooManyStreams(f"{self._limit} streams are open; close one, or try again later")
        self._listeners += 1
        try:
            kept, interest = await self._look(wanted)
        except BaseException:
            self.leave()
            raise
        if self._reader is None or self._reader.done():
            self._recent.clear()
            self._known_after = self._read_up_to = kept.last
            self._reader = asyncio.create_task(self._run(), name="stream-reader")
        return self._frames(wanted, interest, kept, position)

    def leave(self) -> None:
        """Gives the place back."""
        self._listeners -= 1

    async def _frames(
        self, wanted: Wanted, interest: Interest, kept: Kept, position: int | None
    ) -> AsyncIterator[bytes]:
        told, position = position, kept.last if position is None else position
        # A number that was never given belongs to another database: what was missed cannot be told.
        lost = told is not None and not kept.floor <= told <= kept.last
        if lost:
            position = kept.floor if position < kept.floor else kept.last
        yield RETRY + (_reset(kept, position) if lost else _place(position))
        while not self._stopping.is_set():
            news = self._news
            try:
                events, floor = await self._after(position)
            except DatabaseUnavailable:
                return  # the client comes again, and goes on where it was
            if floor > position:
                position = floor
                yield _reset(Kept(floor=floor, last=max(floor, self._read_up_to)), position)
            for event in events:
                if event.seq > position:
                    position = event.seq
                    if interest.covers(event):
                        yield frame(event)
            if events:
                continue
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await news.wait()
            except TimeoutError:
                yield b": still here\n" + _place(position)
                interest = await self._interest(wanted, interest)

    async def _after(self, position: int) -> tuple[list[Event], int]:
        """Some of the events that follow, and the number up to which events are forgotten, where that matters."""
        if position >= self._known_after:
            return [event for event in self._recent if event.seq > position] if position < self._read_up_to else [], 0
        async with self._catching_up:
            kept, events = await run_in_threadpool(self._read, position)
        return events, kept.floor

    def _read(self, position: int) -> tuple[Kept, list[Event]]:
        with self._store.reading() as unit:
            return unit.outbox.kept(), unit.outbox.after(position, limit=PORTION)

    async def _look(self, wanted: Wanted) -> tuple[Kept, Interest]:
        def look() -> tuple[Kept, Interest]:
            with self._store.reading() as unit:
                return unit.outbox.kept(), interest_of(unit, wanted)

        return await run_in_threadpool(look)

    async def _interest(self, wanted: Wanted, known: Interest) -> Interest:
        """As it is now: names may stand for others meanwhile."""
        if wanted.entity is None:
            return known
        try:
            return (await self._look(wanted))[1]
        except DatabaseUnavailable:
            return known

    async def _run(self) -> None:
        while self._listeners and not self._stopping.is_set():
            try:
                kept, events = await run_in_threadpool(self._read, self._read_up_to)
            except DatabaseUnavailable as error:
                log.warning("cannot read new events, trying again: %s", error)
                events = []
            except Exception:
                # Whatever it is may pass; a reader that ended would leave every listener waiting.
                log.exception("cannot read new events, trying again")
                events = []
            else:
                self._take_in(kept, events)
            if len(events) < PORTION:
                await asyncio.sleep(POLL)
        self._tell()

    def _take_in(self, kept: Kept, events: list[Event]) -> None:
        last = events[-1].seq if events else self._read_up_to
        if len(events) < PORTION and kept.last > last:
            last = kept.last  # what lies between was deleted with its articles
        if last == self._read_up_to:
            return
        for event in events:
            if len(self._recent) == RECENT:
                self._known_after = self._recent[0].seq
            self._recent.append(event)
        self._read_up_to = last
        self._tell()

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()


def frame(event: Event) -> bytes:
    """One event, as the stream has it: JSON holds no line break."""
    return f"id: {event.seq}\nevent: {event.type.value}\ndata: ".encode() + payload_of(event) + b"\n\n"


def _place(position: int) -> bytes:
    """Moves the client's Last-Event-ID on without an event."""
    return f"id: {position}\n\n".encode()


def _reset(kept: Kept, position: int) -> bytes:
    data = f'{{"type":"reset","data":{{"oldest":{kept.floor + 1},"last":{kept.last}}}}}'
    return f"id: {position}\nevent: reset\ndata: {data}\n\n".encode()


class EventStream(StreamingResponse):
    """An answer of ``text/event-stream``; a client that does not read is let go of."""

    def __init__(self, frames: AsyncIterator[bytes], *, on_end: Callable[[], None]) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(frames, media_type="text/event-stream", headers=headers)
        self._on_end = on_end

    async def stream_response(self, send: Send) -> None:
        """Until the frames end, or the client does."""
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            async for chunk in self.body_iterator:
                async with asyncio.timeout(SEND_PATIENCE):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except TimeoutError:
            log.info("a stream is broken off: the client does not read")
        finally:
            self._on_end()
