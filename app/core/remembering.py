"""What is found out once and kept: words of a language come again and again, in every article."""

from collections.abc import Callable
from functools import lru_cache, wraps
from types import MethodType
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
K = TypeVar("K")
V = TypeVar("V")

MOST_ANSWERS = 32_768  # of one method of one object: a hostile text must not fill the memory
MOST_PACKS = 64  # packs of the service; an unknown language brings a new empty pack with every article


class remembered(Generic[Asked, Answer]):  # noqa: N801 - read as a decorator
    """Makes a method of an object that never changes answer each question once, as ``cached_property`` does for
    properties. The last ``MOST_ANSWERS`` answers are kept with the object; threads may ask at the same time."""

    def __init__(self, method: Callable[Concatenate[Any, Asked], Answer]) -> None:
        self._method = method
        self.__doc__ = method.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type) -> Callable[Asked, Answer]:
        found: Any = lru_cache(maxsize=MOST_ANSWERS)(MethodType(self._method, instance))
        return cast(Callable[Asked, Answer], instance.__dict__.setdefault(self._name, found))


class Remembering:
    """Base of frozen values that keep what ``once`` finds out about them. It is no part of the value: equality, copies
    and documents know nothing of it."""

    __slots__ = ("_answers",)
    _answers: dict[Any, Any]


Value = TypeVar("Value", bound=Remembering)


def once(
    find: Callable[Concatenate[Value, Asked], Answer],
) -> Callable[Concatenate[Value, Asked], Answer]:
    """Makes a function of such a value, and of what can be hashed, answer each question once. The answers live as long
    as the value; threads may ask at the same time."""

    @wraps(find)
    def answer(value: Value, *asked: Any) -> Any:
        # Asked a million times for every thousand articles: nothing is done here that can be left out.
        try:
            return value._answers[(find, asked) if asked else find]
        except (AttributeError, KeyError):
            return _find(value, asked)

    def _find(value: Value, asked: tuple[Any, ...]) -> Answer:
        try:
            answers = value._answers
        except AttributeError:
            answers = {}
            object.__setattr__(value, "_answers", answers)
        found = answers[(find, asked) if asked else find] = find(value, *asked)  # type: ignore[call-arg]
        return found

    return cast(Callable[Concatenate[Value, Asked], Answer], answer)


class BuiltOnce(Generic[K, V]):
    """Keeps what is built from a word list, so that it is built once for each pack object. Word lists cannot be hashed:
    the identity of the object is the key, and the object is kept with it."""

    def __init__(self, build: Callable[[K], V]) -> None:
        self._build = build
        self._built: dict[int, tuple[K, V]] = {}

    def __call__(self, key: K) -> V:
        """What is built from the key."""
        kept = self._built.get(id(key))
        if kept is not None and kept[0] is key:
            return kept[1]
        built = self._build(key)
        if len(self._built) >= MOST_PACKS:
            self._built.clear()
        self._built[id(key)] = (key, built)
        return built
