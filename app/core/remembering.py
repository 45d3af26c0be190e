"""Methods whose answers are remembered: words of a language come again and again, in every article."""

from collections.abc import Callable
from functools import lru_cache
from types import MethodType
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

MOST_KEPT = 32_768  # answers of one method of one object: a hostile text must not fill the memory


class remembered(Generic[Asked, Answer]):  # noqa: N801 - read as a decorator
    """Makes a method of an object that never changes answer each question once, as ``cached_property`` does for
    properties. The last ``MOST_KEPT`` answers are kept with the object; threads may ask at the same time."""

    def __init__(self, method: Callable[Concatenate[Any, Asked], Answer]) -> None:
        self._method = method
        self.__doc__ = method.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type) -> Callable[Asked, Answer]:
        found: Any = lru_cache(maxsize=MOST_KEPT)(MethodType(self._method, instance))
        return cast(Callable[Asked, Answer], instance.__dict__.setdefault(self._name, found))
