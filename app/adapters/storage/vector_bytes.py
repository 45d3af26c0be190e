"""Vectors as bytes: codes and scales (app/rounding.py), one row or a block of rows.

A row is both scales, float32, and its codes, int8. In a block each row begins with its claim's position in its article
and with the times of its event. All numbers are little-endian.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from app.rounding import PARTS, Codes

Rows = np.ndarray[Any, np.dtype[np.void]]
TIMELESS = np.iinfo(np.int64).min  # NaT of NumPy
SCALE_BYTES = 4 * PARTS


@cache
def _row_type(dimensions: int) -> np.dtype[np.void]:
    return np.dtype([("scales", "<f4", (PARTS,)), ("codes", "i1", (dimensions,))])


@cache
def _block_type(dimensions: int) -> np.dtype[np.void]:
    times = [("position", "<u2"), ("earliest", "<i8"), ("latest", "<i8")]
    return np.dtype([*times, ("scales", "<f4", (PARTS,)), ("codes", "i1", (dimensions,))])


def row_bytes(codes: Codes) -> list[bytes]:
    """Each row by itself."""
    rows = np.zeros(len(codes.codes), dtype=_row_type(codes.codes.shape[1]))
    rows["scales"], rows["codes"] = codes.scales, codes.codes
    return [row.tobytes() for row in rows]


def read_rows(rows: Sequence[bytes]) -> Codes:
    """Rows of one length; shape (0, 0) where there is none."""
    if not rows:
        return Codes(np.zeros((0, 0), dtype=np.int8), np.zeros((0, PARTS), dtype=np.float32))
    found = np.frombuffer(b"".join(rows), dtype=_row_type(len(rows[0]) - SCALE_BYTES))
    return Codes(found["codes"], found["scales"])


def microseconds(local: str | None) -> int:
    """A local time as it is kept in tables (tables.local_text), since 1970; TIMELESS for None."""
    return TIMELESS if local is None else int(np.datetime64(local, "us").astype(np.int64))


def block_bytes(codes: Codes, positions: Sequence[int], times: Sequence[tuple[str | None, str | None]]) -> bytes:
    """The rows at these positions, with the times of all rows given."""
    chosen = list(positions)
    rows = np.zeros(len(chosen), dtype=_block_type(codes.codes.shape[1]))
    rows["position"] = chosen
    rows["earliest"] = [microseconds(times[position][0]) for position in chosen]
    rows["latest"] = [microseconds(times[position][1]) for position in chosen]
    rows["scales"], rows["codes"] = codes.scales[chosen], codes.codes[chosen]
    return rows.tobytes()


def read_blocks(blocks: Sequence[bytes], dimensions: int) -> Rows:
    """The rows of blocks of one model, with the fields ``position``, ``earliest``, ``latest`` (microseconds since 1970,
    or TIMELESS), ``scales`` and ``codes``."""
    return np.frombuffer(b"".join(blocks), dtype=_block_type(dimensions))
