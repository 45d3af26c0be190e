"""A client that costs next to nothing, in a process of its own: bytes out, bytes in, on connections that stay open."""

import asyncio
import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length: "
HEAD = "GET {} HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round of requests took: each answer in milliseconds, the whole in seconds, and the bytes of bodies."""

    times: tuple[float, ...]
    took: float
    size: int


class Asker(asyncio.Protocol):
    """One connection: asks the next question as soon as the last one is answered."""

    def __init__(self, questions: "asyncio.Queue[bytes]", times: list[float], done: "asyncio.Future[None]") -> None:
        self._questions, self._times, self._done = questions, times, done
        self._held = b""
        self._wanted = -1  # bytes of head and body, once the head is there
        self._begun = 0.0
        self.size = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks the first question."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        if self._questions.empty():
            self._transport.close()
            self._finish(None)
            return
        self._begun = time.perf_counter()
        self._transport.write(self._questions.get_nowait())

    def data_received(self, data: bytes) -> None:
        """Goes on once the answer is whole."""
        self._held += data
        if self._wanted < 0:
            end = self._held.find(END_OF_HEAD)
            if end < 0:
                return
            head = self._held[:end].lower()
            if not head.startswith(b"http/1.1 200"):
                self._finish(RuntimeError(f"the server answered {self._held[:300]!r}"))
                return
            body = int(head.partition(LENGTH)[2].partition(b"\r\n")[0])
            self._wanted = end + len(END_OF_HEAD) + body
            self.size += body
        if len(self._held) >= self._wanted:
            self._times.append((time.perf_counter() - self._begun) * 1_000)
            self._held, self._wanted = b"", -1
            self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        """It must not close before all is answered."""
        self._finish(error or RuntimeError("the server closed the connection"))

    def _finish(self, error: Exception | None) -> None:
        if self._done.done():
            return
        if error is None:
            self._done.set_result(None)
        else:
            self._done.set_exception(error)


async def ask(address: tuple[str, int], paths: Sequence[str], connections: int) -> Round:
    """All of them once, on so many connections at a time."""
    loop = asyncio.get_running_loop()
    questions: asyncio.Queue[bytes] = asyncio.Queue()
    for path in paths:
        questions.put_nowait(HEAD.format(path).encode())
    times: list[float] = []
    ends = [loop.create_future() for _ in range(min(connections, len(paths)))]
    begun = time.perf_counter()
    made = [await loop.create_connection(lambda end=end: Asker(questions, times, end), *address) for end in ends]
    await asyncio.gather(*ends)
    return Round(times=tuple(times), took=time.perf_counter() - begun, size=sum(asker.size for _, asker in made))


def _serve(pipe: Connection) -> None:
    while (task := pipe.recv()) is not None:
        try:
            pipe.send(asyncio.run(ask(*task)))
        except (OSError, RuntimeError) as error:
            pipe.send(error)


class Client:
    """The other process; used as a context."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, far_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(far_end,), daemon=True)

    def __enter__(self) -> Self:
        """Starts it."""
        self._process.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Ends it."""
        self._pipe.send(None)
        self._process.join(10)

    def ask(self, address: str, paths: Sequence[str], *, connections: int) -> Round:
        """Raises RuntimeError or OSError where anything but 200 comes back."""
        host, _, port = address.rpartition(":")
        self._pipe.send(((host, int(port)), list(paths), connections))
        answer = self._pipe.recv()
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, Round)
        return answer
