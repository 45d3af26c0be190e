"""Keeps what is built from a word list, so that it is built once for each pack object."""

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
_MOST_KEPT = 64  # packs of the service; an unknown language brings a new empty pack with every article


class BuiltOnce(Generic[K, V]):
    """Word lists cannot be hashed: the identity of the object is the key, and the object is kept with it."""

    def __init__(self, build: Callable[[K], V]) -> None:
        self._build = build
        self._built: dict[int, tuple[K, V]] = {}

    def __call__(self, key: K) -> V:
        """What is built from the key."""
        kept = self._built.get(id(key))
        if kept is not None and kept[0] is key:
            return kept[1]
        built = self._build(key)
        if len(self._built) >= _MOST_KEPT:
            self._built.clear()
        self._built[id(key)] = (key, built)
        return built
