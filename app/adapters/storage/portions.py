"""Long lists of values, in portions that one statement takes."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

MOST_PARAMETERS = 500  # in one statement, well below what any database takes
Value = TypeVar("Value")


def portions(values: Iterable[Value], size: int = MOST_PARAMETERS) -> Iterator[list[Value]]:
    """The values, ``size`` at a time."""
    source = iter(values)
    while portion := list(islice(source, size)):
        yield portion
