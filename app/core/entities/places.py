"""Places as the rules see them: keys, and what lies in what."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.core.folding import fold

LONGEST_ENDING = 3  # letters of a case ending
SHORTEST_STEM = 3  # letters that it must leave


class PlaceKind(StrEnum):
    """How large a known place is."""

    CONTINENT = "continent"
    COUNTRY = "country"
    REGION = "region"
    CITY = "city"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlace:
    """A place of the list. ``key`` is a path, outermost first: "EG", "EG/cairo", "US/texas/houston"."""

    key: str
    name: str  # in English
    kind: PlaceKind
    population: int = 0
    listed: bool = False  # the language's own list has it by the name that was looked up: what its news means by it


class PlaceList(Protocol):
    """Knows places by their names in many languages."""

    def find(self, name: str, language: str) -> tuple[KnownPlace, ...]:
        """The places of this name, the likeliest first; the language's article may be there or not."""
        ...

    def containers(self, key: str) -> frozenset[str]:
        """The keys of everything that contains a place, itself not among them: its region, country, continent, and
        regions that lie across ("Donbas", "the Middle East")."""
        ...

    def contains(self, outer_key: str, inner_key: str) -> bool:
        """Whether the outer place contains the inner one, or is it."""
        ...

    def places_compatible(self, left_key: str, right_key: str) -> bool:
        """Whether something can be at both: one contains the other."""
        ...

    def capital_of(self, country: str) -> KnownPlace | None:
        """The capital of a country (ISO 3166-1 alpha-2)."""
        ...


class NoPlaces:
    """A list that knows no place."""

    def find(self, name: str, language: str) -> tuple[KnownPlace, ...]:
        """Nothing."""
        del name, language
        return ()

    def containers(self, key: str) -> frozenset[str]:
        """By the key alone."""
        return frozenset(paths_above(key))

    def contains(self, outer_key: str, inner_key: str) -> bool:
        """By the keys alone."""
        return key_contains(outer_key, inner_key)

    def places_compatible(self, left_key: str, right_key: str) -> bool:
        """By the keys alone."""
        return key_contains(left_key, right_key) or key_contains(right_key, left_key)

    def capital_of(self, country: str) -> KnownPlace | None:
        """None."""
        del country
        return None


def folded_endings(endings: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Case endings by their folded form: "ем" and "ём" are one."""
    found: dict[str, tuple[str, ...]] = {}
    for ending, bases in endings.items():
        found[fold(ending)] = (*found.get(fold(ending), ()), *map(fold, bases))
    return found


def base_forms(word: str, endings: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """What a folded word may be without its case ending, the longest endings first."""
    for length in range(min(LONGEST_ENDING, len(word) - SHORTEST_STEM), 0, -1):
        for base in endings.get(word[-length:], ()):
            yield word[:-length] + base


def key_contains(outer_key: str, inner_key: str) -> bool:
    """Whether the outer path is the inner one or leads to it: "EG" contains "EG/cairo"."""
    return outer_key == inner_key or inner_key.startswith(outer_key + "/")


def paths_above(key: str) -> Iterable[str]:
    """The paths that lead to a key: "US/texas" and "US" to "US/texas/houston"."""
    parts = key.split("/")
    return ("/".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))


def country_of(key: str) -> str | None:
    """The country of a key, None for a continent."""
    country = key.split("/", 1)[0]
    return country if len(country) == 2 else None
