"""What the service tells of its own work, as a protocol: numbers and spans, never a word of an article.

Also whose work is being done, for the lines of the log: the request's id and the article's, wherever the code is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from typing import Protocol

STAGES = ("clean", "parse", "claims", "embed", "link", "keep")
# Given the route's template and the status, once both are known.
Answered = Callable[[str, int], None]

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
_article_id: ContextVar[str | None] = ContextVar("article_id", default=None)


def current_request() -> str | None:
    """Id of the request that is being answered, or that brought the article in hand."""
    return _request_id.get()


def current_article() -> str | None:
    """Id of the article in hand."""
    return _article_id.get()


@contextmanager
def working_for(*, request: str | None, article: str | None = None) -> Iterator[None]:
    """Everything logged inside belongs to these."""
    tokens = _request_id.set(request), _article_id.set(article)
    try:
        yield
    finally:
        _request_id.reset(tokens[0])
        _article_id.reset(tokens[1])


class Telemetry(Protocol):
    """Takes note of work. Every method may be called from any thread; none raises."""

    def request(self, method: str, headers: Mapping[str, str]) -> AbstractContextManager[Answered]:
        """Around one HTTP request; its headers, in lower case, may name the caller's trace."""
        ...

    def analysis(self, article_id: str) -> AbstractContextManager[None]:
        """Around one attempt at one article."""
        ...

    def stage(self, name: str) -> AbstractContextManager[None]:
        """Around one of STAGES; some are entered several times for one article."""
        ...

    def analysed(self, outcome: str) -> None:
        """How an attempt ended: kept, superseded, retried, postponed or failed."""
        ...

    def delivered(self, outcome: str) -> None:
        """How an attempt at a delivery to a webhook ended: delivered, retried, failed or postponed."""
        ...


class ClosableTelemetry(Telemetry, Protocol):
    """One that sends what it noted elsewhere."""

    def close(self) -> None:
        """Sends what has not been sent."""
        ...


class Telemetries:
    """Tells each of several; none of them is the silent one."""

    def __init__(self, parts: Sequence[Telemetry] = ()) -> None:
        self._parts = tuple(parts)

    @contextmanager
    def request(self, method: str, headers: Mapping[str, str]) -> Iterator[Answered]:
        """As ``Telemetry``."""
        with ExitStack() as stack:
            told = [stack.enter_context(part.request(method, headers)) for part in self._parts]

            def answered(route: str, status: int) -> None:
                for tell in told:
                    tell(route, status)

            yield answered

    @contextmanager
    def analysis(self, article_id: str) -> Iterator[None]:
        """As ``Telemetry``."""
        with ExitStack() as stack:
            for part in self._parts:
                stack.enter_context(part.analysis(article_id))
            yield

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """As ``Telemetry``."""
        with ExitStack() as stack:
            for part in self._parts:
                stack.enter_context(part.stage(name))
            yield

    def analysed(self, outcome: str) -> None:
        """As ``Telemetry``."""
        for part in self._parts:
            part.analysed(outcome)

    def delivered(self, outcome: str) -> None:
        """As ``Telemetry``."""
        for part in self._parts:
            part.delivered(outcome)


SILENT: Telemetry = Telemetries()
