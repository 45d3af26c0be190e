"""Texts of any length below one another, so that the network computes no filler and reads its weights once for all.

Most of a layer treats every piece alone: there the pieces of all texts are simply rows of one matrix. Only attention
looks across a text; for it texts of similar length are laid side by side with filler, which is masked. No text ever
looks at another one, so what it looks like to the network does not depend on what else is read with it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

# For attention, texts are padded to a multiple of this: other lengths take torch's kernel twice as long.
PADDING_STEP = 16
# Pieces that go through the network at a time: enough that the weights are read seldom, few enough that the values of
# one layer lie in the processor's cache.
PIECES_PER_BATCH = 512
# Matrix kernels sum in another order for another number of rows, and oneDNN makes and keeps one for every number. So
# there is but one number: a text then gives the same values, to the last bit, whatever else is read with it.
ROWS_AT_A_TIME = 256


def filled_up(rows: int) -> int:
    """The number of rows that are computed where there are so many."""
    return -(-rows // ROWS_AT_A_TIME) * ROWS_AT_A_TIME


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring texts of one padded length, as attention sees them."""

    begin: int
    """First row."""
    end: int
    """Behind the last row."""
    slots: Tensor
    """The row, from ``begin`` on, in each place of the block (texts * length)."""
    back: Tensor
    """The place of each row in the block."""
    mask: Tensor
    """Shape (texts, length): False where there is filler."""

    def laid_out(self, rows: Tensor) -> Tensor:
        """Shape (texts, length, width) from all rows (rows, width); what stands in filler means nothing."""
        return rows[self.begin : self.end].index_select(0, self.slots).view(*self.mask.shape, -1)


@dataclass(frozen=True, slots=True)
class PackedRows:
    """Pieces of some texts, row by row; the last rows may be filler, which belongs to no text."""

    ids: Tensor
    places: Tensor
    """Of each piece in its text, from 0."""
    begins: Tensor
    """The first row of each text."""
    owners: Tensor
    """The text of each row; of filler a number above those of all texts."""
    blocks: tuple[Block, ...]


def batches_of(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Which texts go through the network together, shortest first: PIECES_PER_BATCH pieces at most unless one alone
    has more. The longest that are left come first, which are neighbours in length, and then the longest that fit: what
    is not filled with texts is filled up, and computed, in vain."""
    left = sorted(range(len(lengths)), key=lengths.__getitem__)
    sizes = sorted(lengths)
    while left:
        chosen: list[int] = []
        room, at = PIECES_PER_BATCH, len(left) - 1
        while at >= 0:
            chosen.append(left.pop(at))
            room -= sizes.pop(at)
            at = bisect_right(sizes, room) - 1
        yield chosen[::-1]


def pack(texts: Sequence[Sequence[int]]) -> PackedRows:
    """Ids of the pieces of texts that a batch put together, shortest first; none of them empty."""
    lengths = np.array([len(text) for text in texts])
    ends = lengths.cumsum()
    begins = ends - lengths
    padded = -(-lengths // PADDING_STEP) * PADDING_STEP
    firsts = [0, *(np.flatnonzero(np.diff(padded)) + 1).tolist(), len(texts)]
    filler = filled_up(int(ends[-1])) - int(ends[-1])
    places = np.concatenate([*(np.arange(length) for length in lengths), np.zeros(filler, dtype=np.int64)])
    return PackedRows(
        ids=torch.tensor([*(piece for text in texts for piece in text), *[0] * filler]),
        places=torch.from_numpy(places),
        begins=torch.from_numpy(begins),
        owners=torch.from_numpy(np.repeat(np.arange(len(texts) + 1), [*lengths, filler])),
        blocks=tuple(
            _block(int(begins[first]), lengths[first:after], int(padded[first])) for first, after in pairwise(firsts)
        ),
    )


def _block(begin: int, lengths: np.ndarray[tuple[int], np.dtype[np.intp]], length: int) -> Block:
    mask = np.arange(length) < lengths[:, None]
    back = np.flatnonzero(mask)
    slots = np.zeros(mask.size, dtype=np.int64)
    slots[back] = np.arange(len(back))
    return Block(
        begin=begin,
        end=begin + len(back),
        slots=torch.from_numpy(slots),
        back=torch.from_numpy(back),
        mask=torch.from_numpy(mask),
    )
