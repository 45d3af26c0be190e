"""Short documents, packed: deflate (RFC 1951) with a preset dictionary of what such documents say again and again.

The first byte tells the dictionary. A dictionary never changes; a better one gets a number of its own, and is used for
what is packed from then on. The first was trained by zstandard on the documents of the demonstration's articles.
"""

import json
import zlib
from functools import cache
from pathlib import Path
from typing import Any

NEWEST = 1
PLAIN = 0  # of what is shorter as it is
_FOLDER = Path(__file__).parent / "dictionaries"
_LEVEL = 6  # 9 takes twice as long and saves a hundredth
_RAW = -15  # no header and no checksum: the database has its own, and copies are checked by it


@cache
def _dictionary(number: int) -> bytes:
    text: str = json.loads((_FOLDER / f"{number}.json").read_text(encoding="utf-8"))["text"]
    return text.encode()


@cache
def _primed(number: int) -> tuple[Any, Any]:
    """A packer and an unpacker that have read the dictionary; they are copied, since reading it takes longer."""
    words = _dictionary(number)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, zlib.DEF_MEM_LEVEL, zlib.Z_DEFAULT_STRATEGY, words)
    return packer, zlib.decompressobj(_RAW, zdict=words)


def pack(document: bytes) -> bytes:
    """At most one byte longer."""
    packer = _primed(NEWEST)[0].copy()
    packed: bytes = packer.compress(document) + packer.flush()
    return bytes((NEWEST,)) + packed if len(packed) < len(document) else bytes((PLAIN,)) + document


def unpack(packed: bytes) -> bytes:
    """What was packed."""
    if packed[0] == PLAIN:
        return packed[1:]
    unpacked: bytes = _primed(packed[0])[1].copy().decompress(packed[1:])
    return unpacked
