"""The pair head's network: reads two statements as one text and tells how they stand to one another.

The frozen lower layers and the adapted upper ones read both statements together, the second behind the first. A trained
bias on the scores of attention from one statement to the other, one a layer and attention head, lets heads keep to one
of them or look across. The verdict is told from the first piece and the mean of each statement, and from what attention
picks out of both.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from app.adapters.language_model.adapted_encoder import IMPOSSIBLE, adapted_layers
from app.ports import PAIR_RELATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class PairShape:
    """Sizes of a pair head."""

    width: int = 384
    heads: int = 12
    layers: int = 12
    frozen_layers: int = 4
    rank: int = 16
    pools: int = 4
    inner_width: int = 256
    dropout: float = 0.15


class PairHead(nn.Module):
    """Everything that is trained. Its state dict holds no frozen weight."""

    def __init__(self, tensors: Mapping[str, Tensor], shape: PairShape) -> None:
        super().__init__()
        self.shape = shape
        self.layers = adapted_layers(
            tensors, heads=shape.heads, rank=shape.rank, first=shape.frozen_layers, after_last=shape.layers
        )
        self.across = nn.Parameter(torch.zeros(len(self.layers), shape.heads))
        self.pool = nn.Linear(shape.width, shape.pools)
        self.inner = nn.Linear((4 + shape.pools) * shape.width, shape.inner_width)
        self.outer = nn.Linear(shape.inner_width, len(PAIR_RELATIONS))
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, values: Tensor, mask: Tensor, second: Tensor) -> Tensor:
        """Scores (batch, relations), float32, in the order of PAIR_RELATIONS.

        ``values`` (batch, pieces, width) is the lower layers' output of both statements as one text; ``second``
        (batch, pieces) is True where the second of them stands.
        """
        crossing = (second[:, :, None] != second[:, None, :])[:, None].to(values.dtype)
        for layer, across in zip(self.layers, self.across, strict=True):
            values = layer(values, mask, crossing * across.to(values.dtype)[:, None, None])
        return self.relation_scores(values.float(), mask, second)

    def relation_scores(self, values: Tensor, mask: Tensor, second: Tensor) -> Tensor:
        """As `forward`, from the highest layer's output in float32."""
        firsts, means = [], []
        for side in (mask & ~second, mask & second):
            begin = side.to(torch.uint8).argmax(1)
            firsts.append(values[torch.arange(len(values)), begin])
            means.append((values * side[..., None]).sum(1) / side.sum(1, keepdim=True).clamp(min=1))
        shares = self.pool(values).masked_fill(~mask[..., None], IMPOSSIBLE).softmax(1)
        pooled = (shares.transpose(1, 2) @ values).flatten(1)
        parts = [firsts[0] + firsts[1], (firsts[0] - firsts[1]).abs(), means[0] + means[1], (means[0] - means[1]).abs()]
        joined = self.dropout(torch.cat([*parts, pooled], 1))
        scores: Tensor = self.outer(self.dropout(functional.gelu(self.inner(joined))))
        return scores
