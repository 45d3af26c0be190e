"""Answers to reads, few at a time: with more threads at once, Python's lock is handed about more than answers are made.

Measured with four connections on two cores and SQLite: a list of articles takes 4.8 ms of the processor with a thread
for each and 3.7 with two, and the slowest of a hundred answers comes sooner. Two slow reads hold up all others.
"""

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction, signature
from typing import Any

from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from starlette.responses import Response


class ReadRoute(APIRoute):
    """Runs the plain function that answers GET in a thread, when ``application.state.reads`` has room for it. What may
    take long, or waits for somebody else, does not belong there: exports, writing, looking whether all is well, and
    what asks the models. A coroutine function is left as it is."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        if set(options.get("methods") or ()) == {"GET"} and not iscoroutinefunction(endpoint):
            endpoint = _in_its_turn(endpoint)
        super().__init__(path, endpoint, **options)


def _in_its_turn(endpoint: Callable[..., Response]) -> Callable[..., Any]:
    if "request" not in signature(endpoint).parameters:
        raise TypeError(f"{endpoint.__name__} must take the request, which tells who else is answered")

    @wraps(endpoint)
    async def answer(**values: Any) -> Response:
        async with values["request"].app.state.reads:
            return await run_in_threadpool(endpoint, **values)

    return answer
