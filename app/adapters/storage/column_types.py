"""How values are kept in columns: short. Ids are short on SQLite alone; PostgreSQL, which other programs read as well,
keeps them as they are written."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Integer, LargeBinary, SmallInteger, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from app.adapters.storage.months import month_number, month_of_number
from app.adapters.storage.packing import pack, unpack

ID_LENGTH = 64
_START = datetime.fromisoformat("0001-01-01")
_DAY = 86_400  # seconds
_SECOND_BYTES, _FRACTION_BYTES, _MONTH_BYTES = 5, 3, 3
SHORTEST_HEX = 8  # digits
MOST_REASONS = 4_096  # different ones: few hundred there are
# What ids of ours begin with, and the byte that stands for it. Never reorder: the bytes are stored.
_BEGINNINGS = ("", "clm_", "clu_", "con_")
_NO_BEGINNING = b"\0"
_MARKS = {beginning: bytes((number,)) for number, beginning in enumerate(_BEGINNINGS) if beginning}


def local_text(instant: datetime) -> str:
    """How local times are kept, so that they sort; an aware time counts as it reads on its own clock. Zeros at the end
    are left out: midnight is the day alone."""
    if instant.microsecond:
        return instant.replace(tzinfo=None).isoformat(timespec="microseconds")
    if instant.second:
        return instant.replace(tzinfo=None).isoformat(timespec="seconds")
    text = instant.replace(tzinfo=None).isoformat(timespec="minutes")
    return text if instant.hour or instant.minute else text[:10]


def short_id(key: str) -> str | bytes:
    """An id of ours in half its length, and in the same order; any other text as it is."""
    mark, digits = _MARKS.get(key[:4], _NO_BEGINNING), key
    if mark is not _NO_BEGINNING:
        digits = key[4:]
    if len(digits) < SHORTEST_HEX:
        return key
    try:
        number = bytes.fromhex(digits)
    except ValueError:
        return key
    return mark + number if number.hex() == digits else key  # not where it has capitals or spaces


def long_id(kept: str | bytes) -> str:
    """The id that ``short_id`` shortened."""
    return kept if isinstance(kept, str) else _BEGINNINGS[kept[0]] + kept[1:].hex()


def _long_id_if_any(kept: str | bytes | None) -> str | None:
    return kept if kept is None or isinstance(kept, str) else _BEGINNINGS[kept[0]] + kept[1:].hex()


class Key(TypeDecorator[str]):
    """An id of an article, claim, cluster, conflict or name."""

    impl = String(ID_LENGTH)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """Short on SQLite."""
        return value if value is None or dialect.name != "sqlite" else short_id(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """As it is written."""
        del dialect
        return None if value is None else long_id(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], str | None]:
        """An answer has hundreds of ids: one call each, not three."""
        del dialect, coltype
        return _long_id_if_any


class Instant(TypeDecorator[datetime]):
    """An aware time, kept as ``2020-06-03T18:00:00.000000+00:00``."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """In UTC, always with microseconds, so that the strings sort like the times."""
        del dialect
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Aware, UTC."""
        del dialect
        return None if value is None else datetime.fromisoformat(value)


class PackedText(TypeDecorator[str]):
    """A long text."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Packed."""
        del dialect
        return None if value is None else pack(value.encode("utf-8", "surrogatepass"))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """As it was."""
        del dialect
        return None if value is None else unpack(value).decode("utf-8", "surrogatepass")


class PackedJson(TypeDecorator[Any]):
    """A JSON document."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Packed."""
        del dialect
        return None if value is None else pack(msgspec.json.encode(value))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """As it was."""
        del dialect
        return None if value is None else msgspec.json.decode(unpack(value))


class LocalTime(TypeDecorator[str]):
    """A local time as ``tables.local_text`` tells it; on SQLite seconds since the year 1 in five bytes, and where there
    are any the microseconds in three more. They sort as the texts do."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """Bytes on SQLite."""
        if value is None or dialect.name != "sqlite":
            return value
        since = datetime.fromisoformat(value) - _START
        seconds = (since.days * _DAY + since.seconds).to_bytes(_SECOND_BYTES, "big")
        return seconds + since.microseconds.to_bytes(_FRACTION_BYTES, "big") if since.microseconds else seconds

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """As it is told."""
        del dialect
        if value is None or isinstance(value, str):
            return value
        seconds, fraction = value[:_SECOND_BYTES], value[_SECOND_BYTES:]
        return local_text(_START + timedelta(seconds=int.from_bytes(seconds), microseconds=int.from_bytes(fraction)))


class PartitionMonth(TypeDecorator[str]):
    """``2024-03``, or nothing (months.py): what PostgreSQL partitions by; on SQLite three bytes, or none."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """Bytes on SQLite."""
        if value is None or dialect.name != "sqlite":
            return value
        return month_number(value).to_bytes(_MONTH_BYTES, "big") if value else b""

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """As it is written."""
        del dialect
        return value if value is None or isinstance(value, str) else month_of_number(int.from_bytes(value))


class Month(TypeDecorator[str]):
    """``2024-03``, or nothing (months.py), as the number of months since the year 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> int | None:
        """0 for none."""
        del dialect
        return None if value is None else month_number(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> str | None:
        """As it is written."""
        del dialect
        return None if value is None else month_of_number(value)


class Listed(TypeDecorator[str]):
    """One of a few words, as its number. ``words`` may only grow at its end."""

    impl = SmallInteger
    cache_ok = True

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: str | None, dialect: Dialect) -> int | None:
        """Raises ValueError for another word."""
        del dialect
        return None if value is None else self.words.index(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> str | None:
        """As it is written."""
        del dialect
        return None if value is None else self.words[value]


class Reasons(TypeDecorator[str]):
    """Reasons of edges, parted by commas: a letter for each that is known, and else the text after a mark."""

    impl = String
    cache_ok = True

    # Never reorder: the letters are stored. What the core has that is missing here is kept as text.
    KNOWN = (
        *("alike in meaning", "each other's best match", "alike in context", "in each other's best matching sentences"),
        *("same kind of event", "same place", "same time", "same number", "articles about one story"),
        *("one office", "or one person's offices", "made up"),
    )
    _LETTERS = "abcdefghijklmnopqrstuvwxyz"
    _MARK = "="

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """In letters where all are known."""
        del dialect
        return None if value is None else self._in_letters(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """As it was."""
        del dialect
        return None if value is None else self._in_words(value)

    @classmethod
    @lru_cache(maxsize=MOST_REASONS)
    def _in_letters(cls, value: str) -> str:
        parts = value.split(", ") if value else []
        if all(part in cls.KNOWN for part in parts):
            return "".join(cls._LETTERS[cls.KNOWN.index(part)] for part in parts)
        return cls._MARK + value

    @classmethod
    @lru_cache(maxsize=MOST_REASONS)
    def _in_words(cls, value: str) -> str:
        if value.startswith(cls._MARK):
            return value[1:]
        return ", ".join(cls.KNOWN[cls._LETTERS.index(letter)] for letter in value)
