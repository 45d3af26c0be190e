"""The vectors of a month of claims in memory, and as many months as there is room for.

What was added since a month was read is appended. What was removed stays until the month is read anew, which is when
its room is used up; whoever asks leaves it out of what is found.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.adapters.storage.vector_bytes import TIMELESS, Rows
from app.ports import Vectors
from app.rounding import PARTS

Home = tuple[str, int]  # an article, and the epoch in which its claims were added
ROWS_AT_A_TIME = 4_096  # are turned into float32 and multiplied: some 12 MB of 768 dimensions
SPARE_ROWS = 64  # of a month read anew, beside a quarter of what it holds
BYTES_OF_A_HOME = 200
EVER = (TIMELESS, np.iinfo(np.int64).max)
MonthKey = tuple[int, int]  # dimensions and number of the month


@dataclass(frozen=True, slots=True)
class Asking:
    """Vectors that are looked for, float32, each with the first and the last microsecond of its reach."""

    vectors: Vectors
    since: NDArray[np.int64]
    until: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Added:
    """Rows that were added after an epoch: each with the number of its home."""

    rows: Rows
    owners: NDArray[np.int32]
    homes: list[Home]


class Month:
    """Room for so many rows. They are only ever added, so whoever knows how many there were can read them while more
    come."""

    def __init__(self, key: MonthKey, added: Added, epoch: int) -> None:
        room = len(added.rows) + len(added.rows) // 4 + SPARE_ROWS
        self.key = key
        self.read_at = self.epoch = epoch  # of the whole, and of the last addition
        self.count = 0
        self.homes: list[Home] = []
        self._codes = np.empty((room, key[0]), dtype=np.int8)
        self._scales = np.empty((room, PARTS), dtype=np.float32)
        self._times = np.empty((room, 2), dtype=np.int64)
        self._owners = np.empty(room, dtype=np.int32)
        self.add(added, epoch)

    @property
    def size(self) -> int:
        """Bytes of memory."""
        arrays: tuple[NDArray[Any], ...] = (self._codes, self._scales, self._times, self._owners)
        return sum(array.nbytes for array in arrays) + BYTES_OF_A_HOME * len(self.homes)

    def add(self, added: Added, epoch: int) -> bool:
        """False, and nothing done, where there is no room for them."""
        start, stop = self.count, self.count + len(added.rows)
        if stop > len(self._codes):
            return False
        self._codes[start:stop] = added.rows["codes"]
        self._scales[start:stop] = added.rows["scales"]
        self._times[start:stop, 0] = added.rows["earliest"]
        self._times[start:stop, 1] = added.rows["latest"]
        self._owners[start:stop] = added.owners + len(self.homes)
        self.homes.extend(added.homes)
        self.count, self.epoch = stop, epoch
        return True

    def near(self, count: int, asking: Asking, least: float) -> set[Home]:
        """Homes of those of the first ``count`` rows that have an inner product of at least ``least`` with a vector in
        whose reach they lie."""
        half = self.key[0] // PARTS
        first, second = asking.vectors[:, :half].T, asking.vectors[:, half:].T
        found: set[int] = set()
        for start in range(0, count, ROWS_AT_A_TIME):
            part = slice(start, min(start + ROWS_AT_A_TIME, count))
            earliest, latest = self._times[part, 0, None], self._times[part, 1, None]
            within = (earliest == TIMELESS) | ((latest >= asking.since) & (earliest <= asking.until))
            chosen = np.flatnonzero(within.any(axis=1))
            if not len(chosen):
                continue
            rows = part if len(chosen) == len(within) else chosen + start
            codes = self._codes[rows].astype(np.float32)
            scales = self._scales[rows]
            products = (codes[:, :half] @ first) * scales[:, :1] + (codes[:, half:] @ second) * scales[:, 1:]
            near = ((products >= least) & within[chosen]).any(axis=1)
            found.update(self._owners[rows][near].tolist())
        return {self.homes[number] for number in found}


class MonthIndex:
    """The months that were asked for last, in so many bytes at most; the one that is asked for is there in any case."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._months: OrderedDict[MonthKey, Month] = OrderedDict()

    @property
    def size(self) -> int:
        """Bytes held."""
        return sum(month.size for month in self._months.values())

    def month(self, key: MonthKey, epoch: int, read: Callable[[int], Added]) -> tuple[Month, int]:
        """The month as of an epoch, and how many of its rows count. ``read`` reads what was added after an epoch."""
        with self._lock:
            held = self._months.get(key)
            if held is not None and epoch < held.read_at:
                # Never mix with an older snapshot, which held what is gone now.
                older = Month(key, read(-1), epoch)
                return older, older.count
            if held is None or (epoch > held.epoch and not held.add(read(held.epoch), epoch)):
                held = self._months[key] = Month(key, read(-1), epoch)
            self._months.move_to_end(key)
            self._drop()
            return held, held.count

    def _drop(self) -> None:
        size = self.size
        while size > self._most and len(self._months) > 1:
            size -= self._months.popitem(last=False)[1].size


def homes_of(blocks: Sequence[tuple[Home, int]]) -> tuple[list[Home], NDArray[np.int32]]:
    """The home of each block, and for each row of the blocks, told by their lengths, the number of its home."""
    numbers = np.arange(len(blocks), dtype=np.int32)
    return [home for home, _ in blocks], np.repeat(numbers, [length for _, length in blocks])
