"""Parts that are made when they are first needed: a server answers reads before it knows a single word."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

Part = TypeVar("Part")


class _Deferred:
    """Stands for a part that is not made yet: asked for anything, it makes it."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make, self._lock = make, threading.Lock()
        self._made: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(made(self), name)

    def __call__(self, *values: Any, **named: Any) -> Any:
        return made(self)(*values, **named)


def deferred(make: Callable[[], Part]) -> Part:
    """A stand-in for what ``make`` gives, which is called once, by whoever needs it first; it may not give None.

    What ``make`` raises is raised at every use until it succeeds.
    """
    return cast(Part, _Deferred(make))


def made(part: Part) -> Part:
    """The part itself, made now where it is not yet."""
    if not isinstance(part, _Deferred):
        return part
    if part._made is None:
        with part._lock:
            if part._made is None:
                part._made = part._make()
    return cast(Part, part._made)


def is_made(part: object) -> bool:
    """Whether asking it for something takes no time."""
    return not isinstance(part, _Deferred) or part._made is not None
