"""What the frozen layers make of texts, computed once for a whole training; and batches of similar length."""

import random
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from app.adapters.language_model.adapted_encoder import LowerEncoder


class HiddenStates:
    """Output of the frozen layers for many texts, computed once; bfloat16, one row a piece."""

    def __init__(self, lower: LowerEncoder, pieces: Sequence[Sequence[int]], pieces_per_batch: int = 6000) -> None:
        """``pieces`` are the ids of each text."""
        lengths = [len(ids) for ids in pieces]
        self._offsets = [0]
        for length in lengths:
            self._offsets.append(self._offsets[-1] + length)
        width = lower.places.shape[1]
        self.dtype = lower.places.dtype
        self._rows = torch.empty(self._offsets[-1], width, dtype=torch.bfloat16)
        order = sorted(range(len(pieces)), key=lengths.__getitem__)
        with torch.inference_mode():
            for chosen in group_by_size(order, lengths, pieces_per_batch):
                ids, mask = padded_ids([pieces[index] for index in chosen])
                hidden = lower(ids, mask).to(torch.bfloat16)
                for row, index in enumerate(chosen):
                    self._rows[self._offsets[index] : self._offsets[index + 1]] = hidden[row, : lengths[index]]

    def length(self, index: int) -> int:
        """Pieces of one text."""
        return self._offsets[index + 1] - self._offsets[index]

    def rows(self, index: int) -> Tensor:
        """Hidden states of one text, a row a piece."""
        return self._rows[self._offsets[index] : self._offsets[index + 1]]

    def of(self, chosen: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Padded hidden states and mask of some of the texts."""
        parts = [self.rows(index) for index in chosen]
        hidden = torch.nn.utils.rnn.pad_sequence(parts, batch_first=True).to(self.dtype)
        lengths = torch.tensor([len(part) for part in parts])
        return hidden, torch.arange(hidden.shape[1])[None, :] < lengths[:, None]


def group_by_size(order: Sequence[int], sizes: Sequence[int], limit: int) -> Iterator[list[int]]:
    """Cut ``order`` into runs whose padded size stays within ``limit``."""
    chosen: list[int] = []
    longest = 0
    for index in order:
        longest = max(longest, sizes[index])
        if chosen and longest * (len(chosen) + 1) > limit:
            yield chosen
            chosen, longest = [], sizes[index]
        chosen.append(index)
    if chosen:
        yield chosen


def shuffled_batches(sizes: Sequence[int], limit: int, chance: random.Random) -> list[list[int]]:
    """One pass over all examples in batches of similar length, in random order."""
    noise = [chance.random() * 4 for _ in sizes]
    order = sorted(range(len(sizes)), key=lambda index: sizes[index] + noise[index])
    batches = list(group_by_size(order, sizes, limit))
    chance.shuffle(batches)
    return batches


def padded_ids(pieces: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Piece ids and mask."""
    ids = padded(pieces, 1)
    lengths = torch.tensor([len(ids) for ids in pieces])
    return ids, torch.arange(ids.shape[1])[None, :] < lengths[:, None]


def padded(rows: Sequence[Sequence[int]], filler: int) -> Tensor:
    """Rows of numbers as one tensor, filled up at the end."""
    return torch.nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=filler)
