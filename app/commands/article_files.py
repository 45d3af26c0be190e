"""Reads articles from files: what ``POST /v1/articles`` takes, one mapping an article."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from app.core.errors import InvalidInput

STANDARD_INPUT = "-"
# What the example files say of themselves, for their readers.
OWN_KEYS = frozenset({"invented", "happening"})
HTML_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
LINE_ENDINGS = frozenset({".ndjson", ".jsonl"})
ENDINGS = HTML_ENDINGS | LINE_ENDINGS | {".json", ".txt"}
MOST_SORTED = 20_000  # rows of an archive that are held in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """One article of a file, or why it is none. ``origin`` names file and line."""

    origin: str
    payload: Mapping[str, object] | None
    error: str | None = None


def read_article_files(paths: Iterable[str], *, defaults: Mapping[str, object]) -> Iterator[ArticleRow]:
    """The articles of all files in order; ``-`` is standard input. A bad row never spoils the others.

    ``defaults`` (outlet, language, published_at) fill what a row leaves out. Raises InvalidInput where a file
    cannot be read.
    """
    for path in paths:
        for row in _read(path):
            yield row if row.payload is None else _filled(row, defaults)


def seed_files(folder: Path) -> list[str]:
    """The example articles of a ``seeds`` folder, in a fixed order."""
    found = sorted(str(path) for path in folder.glob("*/*.json"))
    if not found:
        raise InvalidInput(f"{folder}: no example articles there; name their folder with --seeds")
    return found


def archive_files(paths: Iterable[str]) -> Iterator[str]:
    """The files named, and those of articles in the folders named and below, each folder's by their names."""
    for path in paths:
        if not Path(path).is_dir():
            yield path
            continue
        inside = (one for one in Path(path).rglob("*") if one.suffix.lower() in ENDINGS and one.is_file())
        yield from sorted(str(one) for one in inside)


def by_publication(rows: Iterator[ArticleRow]) -> Iterator[ArticleRow]:
    """The rows in the order in which they were published, so far as ``MOST_SORTED`` of them at a time can tell; those
    that name no readable time come last of them."""
    while some := list(islice(rows, MOST_SORTED)):
        yield from sorted(some, key=_published)


def _published(row: ArticleRow) -> tuple[bool, datetime]:
    try:
        told = datetime.fromisoformat(str((row.payload or {}).get("published_at")))
    except ValueError:
        return True, datetime.max.replace(tzinfo=UTC)
    return False, told if told.tzinfo is not None else told.replace(tzinfo=UTC)


def _read(path: str) -> Iterator[ArticleRow]:
    ending = Path(path).suffix.lower()
    if ending in LINE_ENDINGS:  # archives of any length
        yield from _lines(path, _lines_of(path))
        return
    text = _text_of(path)
    if ending in HTML_ENDINGS:
        yield ArticleRow(origin=path, payload={"html": text})
    elif ending == ".json":
        yield from _json(path, text)
    elif path == STANDARD_INPUT:
        yield from _json(path, text) if _is_one_value(text) else _lines(path, text.split("\n"))
    else:
        yield ArticleRow(origin=path, payload={"text": text})


def _text_of(path: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    return _decoded(path, raw)


def _lines_of(path: str) -> Iterator[str]:
    begin = 0
    try:
        with Path(path).open("rb") as file:
            for line in file:
                yield _decoded(path, line, begin)
                begin += len(line)
    except OSError as error:
        raise _unreadable(path, error) from error


def _decoded(path: str, raw: bytes, begin: int = 0) -> str:
    """``begin`` is where the bytes stand in the file."""
    try:
        return raw.decode("utf-8" if begin else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path}: not UTF-8 at byte {begin + error.start}; convert it first") from error


def _unreadable(path: str, error: OSError) -> InvalidInput:
    return InvalidInput(f"{path}: {error.strerror}; name a file that can be read, or - for standard input")


def _is_one_value(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _json(path: str, text: str) -> Iterator[ArticleRow]:
    try:
        value = json.loads(text)
    except ValueError as error:
        yield ArticleRow(origin=path, payload=None, error=f"not JSON: {error}")
        return
    if not isinstance(value, list):
        yield _row(path, value)
        return
    for number, item in enumerate(value, 1):
        yield _row(f"{path}[{number}]", item)


def _lines(path: str, lines: Iterable[str]) -> Iterator[ArticleRow]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        origin = f"{path}:{number}"
        try:
            yield _row(origin, json.loads(line))
        except ValueError as error:
            yield ArticleRow(origin=origin, payload=None, error=f"not JSON: {error}")


def _row(origin: str, value: object) -> ArticleRow:
    if not isinstance(value, dict):
        return ArticleRow(
            origin=origin, payload=None, error="an article is a JSON object with outlet and text, html or url"
        )
    return ArticleRow(origin=origin, payload={key: item for key, item in value.items() if key not in OWN_KEYS})


def _filled(row: ArticleRow, defaults: Mapping[str, object]) -> ArticleRow:
    given = {key: value for key, value in defaults.items() if value is not None}
    payload = {**given, **(row.payload or {})}
    if not payload.get("outlet"):
        return ArticleRow(origin=row.origin, payload=None, error="no outlet is named; add --outlet NAME")
    return ArticleRow(origin=row.origin, payload=payload)
