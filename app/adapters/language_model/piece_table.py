"""What each piece is to the encoder: the table of 250,000 rows, which is nine tenths of its weights.

It is mapped into memory, so that processes on one machine share it and rows of pieces that never occur are not read.
The package has it in 4 bits, and so it stays: 54 MB instead of 192, with the same values.
"""

from pathlib import Path
from typing import Protocol

import torch
from safetensors import safe_open
from torch import Tensor
from torch.nn import functional

from app.adapters.language_model.adapted_encoder import PIECE_TABLE
from app.adapters.language_model.encoder_files import TABLE_FILE, TABLE_NAME, WEIGHTS_FILE

_SCALE_BYTES = 2
_MIDDLE = 8


class PieceTable(Protocol):
    """Gives the rows of pieces."""

    def __call__(self, ids: Tensor) -> Tensor:
        """Values (..., width) of pieces (...), in the format that they are stored in, or in half precision."""
        ...


class _StoredTable:
    def __init__(self, rows: Tensor) -> None:
        self._rows = rows

    def __call__(self, ids: Tensor) -> Tensor:
        return functional.embedding(ids, self._rows)


class _PackedTable:
    """Q4_0: blocks of a scale in half precision and 16 bytes, whose low halves are the first 16 values."""

    def __init__(self, rows: Tensor) -> None:
        self._blocks = rows.shape[1:]
        self._rows = rows.flatten(1)

    def __call__(self, ids: Tensor) -> Tensor:
        blocks = self._rows.index_select(0, ids.flatten()).view(-1, *self._blocks)
        scales = blocks[..., :_SCALE_BYTES].contiguous().view(torch.float16)
        halves = blocks[..., _SCALE_BYTES:]
        values = torch.cat([halves & 0x0F, halves >> 4], -1).float().sub_(_MIDDLE).mul_(scales)
        # Half precision is what the folder's other file has, and what the heads were trained on.
        return values.half().view(*ids.shape, -1)


def open_table(folder: Path) -> PieceTable:
    """The table of a folder; raises OSError, KeyError or SafetensorError if it cannot be read."""
    packed = folder / TABLE_FILE
    if packed.exists():
        with safe_open(packed, framework="pt") as file:
            return _PackedTable(file.get_tensor(TABLE_NAME))
    with safe_open(folder / WEIGHTS_FILE, framework="pt") as file:
        return _StoredTable(file.get_tensor(PIECE_TABLE))
