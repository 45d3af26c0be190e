"""Regions that news names often, in a country or across several, and places smaller than a city."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.knowledge.loader import FOLDER, parse_table, read_toml

REGIONS = FOLDER / "regions.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A row of ``regions.toml``.

    ``codes``: first-level divisions (GeoNames admin1) of its country whose cities have its key before their own.
    ``holds``: keys of places, or GeoNames codes of divisions ("UA.05"), that lie in it.
    ``within``: what it lies in beside its path.
    """

    key: str
    name: str
    codes: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


@cache
def load_regions(path: Path = REGIONS) -> tuple[Region, ...]:
    """All regions; BrokenPack where the table is wrong."""
    rows = read_toml(path).items()
    return tuple(
        parse_table({"key": key, **(row if isinstance(row, dict) else {})}, Region, where=f"{path}: [{key}]")
        for key, row in rows
    )
