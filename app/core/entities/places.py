"""Places as the rules see them: keys that contain each other."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


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


class PlaceList(Protocol):
    """Knows places by their names in many languages."""

    def find(self, name: str, language: str) -> tuple[KnownPlace, ...]:
        """The places of this name, the likeliest first; the language's article may be there or not."""
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


def key_contains(outer_key: str, inner_key: str) -> bool:
    """Whether the outer path is the inner one or leads to it: "EG" contains "EG/cairo"."""
    return outer_key == inner_key or inner_key.startswith(outer_key + "/")


def country_of(key: str) -> str | None:
    """The country of a key, None for a continent."""
    country = key.split("/", 1)[0]
    return country if len(country) == 2 else None
