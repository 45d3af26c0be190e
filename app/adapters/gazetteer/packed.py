"""The packed places of the world: a few arrays instead of a million strings.

Names are kept as 64-bit digests of their normal form, sorted, so that looking one up is a binary search; two names of
one digest are not to be expected among some hundred thousand (chance below 1e-8).
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.core.entities.places import KnownPlace, PlaceKind
from app.core.folding import fold

Arrays: TypeAlias = Mapping[str, NDArray[Any]]
NOTHING = np.uint32(0xFFFFFFFF)
_KINDS = tuple(PlaceKind)
_NOT_ALPHANUMERIC = re.compile(r"[^0-9a-z]+")
_JOINTS = str.maketrans({"-": " ", "‑": " ", "‐": " ", "'": None, "`": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedRow:
    """A place, the key of what contains it beside its path, and the GeoNames code of its division ("UA.05")."""

    place: KnownPlace
    parent: str | None = None
    code: str = ""


def normal_form(name: str) -> str:
    """The form in which names are compared: folded, hyphens as spaces, without apostrophes."""
    return " ".join(_folded(name).translate(_JOINTS).split())


def slug_of(name: str) -> str:
    """The last part of a key: "Deir ez-Zor" is "deir-ez-zor"."""
    return _NOT_ALPHANUMERIC.sub("-", _folded(name)).strip("-")


def _folded(name: str) -> str:
    return name.casefold() if name.isascii() else fold(name)  # most of some hundred thousand names are ASCII


def _digest(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


class _Texts:
    """Many strings in one buffer."""

    def __init__(self, joined: NDArray[np.uint8]) -> None:
        self._bytes = joined.tobytes()
        breaks = np.flatnonzero(joined == ord("\n"))
        self._starts = np.concatenate([[0], breaks + 1]).astype(np.uint32)
        self._ends = np.concatenate([breaks, [len(joined)]]).astype(np.uint32)

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, at: int) -> bytes:
        return self._bytes[self._starts[at] : self._ends[at]]


class PackedPlaces:
    """Places by normal form and by key. KeyError where an array is missing."""

    def __init__(self, arrays: Arrays) -> None:
        self._digests = array("Q", arrays["digests"].astype(np.uint64).tobytes())  # bisected faster than by numpy
        self._targets: NDArray[np.uint32] = arrays["targets"]
        self._populations: NDArray[np.uint32] = arrays["populations"]
        self._kinds: NDArray[np.uint8] = arrays["kinds"]
        self._parents: NDArray[np.uint32] = arrays["parents"]
        self._division_codes: NDArray[np.uint16] = arrays["division_codes"]
        self._keys, self._names, self._codes = (_Texts(arrays[name]) for name in ("keys", "names", "codes"))
        self._capitals = {self.key_at(int(country)): int(city) for country, city in arrays["capitals"]}

    def find(self, name: str) -> tuple[KnownPlace, ...]:
        """The places of a normal form, the likeliest first."""
        digest = _digest(name)
        first = last = bisect_left(self._digests, digest)
        while last < len(self._digests) and self._digests[last] == digest:
            last += 1
        return tuple(self._place(int(at)) for at in self._targets[first:last])

    def get(self, key: str) -> KnownPlace | None:
        """The place of a key."""
        at = self._index(key)
        return None if at is None else self._place(at)

    def parent_of(self, key: str) -> str | None:
        """The key of the division, country or continent that holds a place."""
        at = self._index(key)
        if at is None or self._parents[at] == NOTHING:
            return None
        return self.key_at(int(self._parents[at]))

    def code_of(self, key: str) -> str:
        """The GeoNames code of the first-level division that a place lies in or is, empty where it has none."""
        at = self._index(key)
        return "" if at is None else self._codes[int(self._division_codes[at])].decode()

    def capital_of(self, country: str) -> KnownPlace | None:
        """The capital of a country."""
        at = self._capitals.get(country)
        return None if at is None else self._place(at)

    def key_at(self, at: int) -> str:
        """The key of a place by its number."""
        return self._keys[at].decode()

    def __len__(self) -> int:
        return len(self._keys)

    def _index(self, key: str) -> int | None:
        wanted = key.encode()
        at = bisect_left(self._keys, wanted)
        return at if at < len(self._keys) and self._keys[at] == wanted else None

    def _place(self, at: int) -> KnownPlace:
        return KnownPlace(
            key=self.key_at(at),
            name=self._names[at].decode(),
            kind=_KINDS[int(self._kinds[at])],
            population=int(self._populations[at]),
        )


def pack_places(
    rows: Iterable[PackedRow], *, names: Mapping[str, Sequence[str]], capitals: Mapping[str, str]
) -> Arrays:
    """The arrays of places, of their names (the likeliest place of each first) and of the countries' capitals."""
    ordered = sorted(rows, key=lambda row: row.place.key.encode())
    index = {row.place.key: at for at, row in enumerate(ordered)}
    codes = sorted({"", *(row.code for row in ordered)})
    code_index = {code: at for at, code in enumerate(codes)}
    digests = sorted((_digest(name), keys) for name, keys in names.items())
    parents = [NOTHING if row.parent is None else index.get(row.parent, NOTHING) for row in ordered]
    return {
        "digests": np.array([digest for digest, keys in digests for _ in keys], np.uint64),
        "targets": np.array([index[key] for _, keys in digests for key in keys], np.uint32),
        "populations": np.array([row.place.population for row in ordered], np.uint32),
        "kinds": np.array([_KINDS.index(row.place.kind) for row in ordered], np.uint8),
        "parents": np.array(parents, np.uint32),
        "division_codes": np.array([code_index[row.code] for row in ordered], np.uint16),
        "keys": _joined([row.place.key for row in ordered]),
        "names": _joined([row.place.name for row in ordered]),
        "codes": _joined(codes),
        "capitals": np.array([(index[country], index[city]) for country, city in sorted(capitals.items())], np.uint32),
    }


def _joined(texts: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), np.uint8)
