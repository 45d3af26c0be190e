"""Regions that news names often: larger than a city, smaller than a country."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.knowledge.loader import FOLDER, parse_table, read_toml

REGIONS = FOLDER / "regions.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A row of ``regions.toml``. ``codes``: the first-level divisions (GeoNames admin1) of its country that
    lie in it."""

    key: str
    name: str
    codes: tuple[str, ...] = ()


@cache
def load_regions(path: Path = REGIONS) -> tuple[Region, ...]:
    """All regions; BrokenPack where the table is wrong."""
    rows = read_toml(path).items()
    return tuple(
        parse_table({"key": key, **(row if isinstance(row, dict) else {})}, Region, where=f"{path}: [{key}]")
        for key, row in rows
    )
