"""The encoder's layers made ready for computing on a CPU: weights packed once, as few passes over the values as can be.

The layers of `adapted_encoder` are written for training. These give the same values: weights lie as oneDNN's matrix
kernels want them (packing at every call costs a sixth of a product), the activation is part of the product, and
attention is torch's fused kernel.
"""

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from app.adapters.language_model.adapted_encoder import AdaptedLinear, EncoderLayer
from app.adapters.language_model.packed_rows import ROWS_AT_A_TIME, Block, filled_up


class ReadyLinear:
    """A linear map that only computes, with the activation of the encoder behind it where it is asked for."""

    def __init__(self, weight: Tensor, bias: Tensor, *, activated: bool = False) -> None:
        dtype = weight.dtype
        self._bias = bias.detach().to(dtype)
        self._activated = activated
        self._packed = _can_be_packed(dtype)
        weight = weight.detach().contiguous()
        self._weight = torch.ops.mkldnn._reorder_linear_weight(weight, None) if self._packed else weight

    def __call__(self, values: Tensor) -> Tensor:
        """Of shape (rows, inputs): (rows, outputs). What a row gives does not depend on the others."""
        return self._mapped(values, self._bias, activated=self._activated)

    def with_bias(self, bias: Tensor, values: Tensor) -> Tensor:
        """The same weights with another bias and without activation."""
        return self._mapped(values, bias, activated=False)

    def _mapped(self, values: Tensor, bias: Tensor, *, activated: bool) -> Tensor:
        rows = values.shape[0]
        missing = filled_up(rows) - rows
        if missing:
            values = functional.pad(values, (0, 0, 0, missing))
        parts = [self._computed(part, bias, activated=activated) for part in torch.split(values, ROWS_AT_A_TIME)]
        found = parts[0] if len(parts) == 1 else torch.cat(parts)
        return found[:rows] if missing else found

    def _computed(self, values: Tensor, bias: Tensor, *, activated: bool) -> Tensor:
        if self._packed:
            name, algorithm = ("gelu", "none") if activated else ("none", "")
            packed: Tensor = torch.ops.mkldnn._linear_pointwise(values, self._weight, bias, name, [], algorithm)
            return packed
        found = functional.linear(values, self._weight, bias)
        return functional.gelu(found) if activated else found


def _can_be_packed(dtype: torch.dtype) -> bool:
    """oneDNN is in builds for x86 and 64-bit ARM Linux, and computes bfloat16 on processors that know it only."""
    if not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return False
    return dtype == torch.float32 or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


class AdaptedReadyLinear:
    """A linear map with its adapter beside it, on weights that others compute with too: slower by a quarter than one of
    its own weights, but it takes a twentieth of the memory."""

    def __init__(self, linear: AdaptedLinear, below: ReadyLinear, *, activated: bool = False) -> None:
        """``below`` is the map without adapter."""
        if linear.down is None or linear.up is None:
            raise ValueError("there is no adapter")
        dtype = linear.weight.dtype
        self._below, self._activated = below, activated
        self._bias = linear.bias.detach().to(dtype)
        self._down, self._up = (
            ReadyLinear(part.to(dtype), torch.zeros(part.shape[0], dtype=dtype)) for part in (linear.down, linear.up)
        )

    def __call__(self, values: Tensor) -> Tensor:
        """Of shape (rows, inputs): (rows, outputs). What a row gives does not depend on the others."""
        found = self._below.with_bias(self._bias, values).add_(self._up(self._down(values)))
        return functional.gelu(found) if self._activated else found


ReadyMap = ReadyLinear | AdaptedReadyLinear


class ReadyLayer:
    """Computes what an `EncoderLayer` does; made from one, whose weights it copies."""

    def __init__(self, layer: EncoderLayer, below: "ReadyLayer | None" = None) -> None:
        """``layer`` is one whose adapters are merged, or that has them all and of which ``below`` is the layer without:
        then the weights are those of that one."""
        self.heads = layer.heads
        self._attention_in: ReadyMap = _ready(layer.attention_in, below._attention_in if below else None)
        self._attention_out: ReadyMap = _ready(layer.attention_out, below._attention_out if below else None)
        self._inner: ReadyMap = _ready(layer.inner, below._inner if below else None, activated=True)
        self._outer: ReadyMap = _ready(layer.outer, below._outer if below else None)
        self._attention_norm = ReadyNorm(layer.attention_norm)
        self._output_norm = ReadyNorm(layer.output_norm)

    def __call__(self, rows: Tensor, blocks: Sequence[Block], bias: Sequence[Tensor] | None = None) -> Tensor:
        """Rows (pieces, width) of the layer above. ``bias``, one a block and broadcast to (texts, heads, length,
        length), is added to the scores of attention and says itself what is filler (by minus infinity)."""
        width = rows.shape[1]
        joined = self._attention_in(rows)
        mixed = torch.empty_like(rows)
        for index, block in enumerate(blocks):
            parts = block.laid_out(joined).view(*block.mask.shape, 3, self.heads, width // self.heads)
            query, key, value = parts.permute(2, 0, 3, 1, 4)
            allowed = block.mask[:, None, None, :] if bias is None else bias[index]
            found = functional.scaled_dot_product_attention(query, key, value, attn_mask=allowed)
            found = found.transpose(1, 2).reshape(-1, width)
            torch.index_select(found, 0, block.back, out=mixed[block.begin : block.end])
        mixed[blocks[-1].end :] = 0  # filler
        rows = self._attention_norm(self._attention_out(mixed).add_(rows))
        return self._output_norm(self._outer(self._inner(rows)).add_(rows))


def _ready(linear: AdaptedLinear, below: ReadyMap | None = None, *, activated: bool = False) -> ReadyMap:
    if isinstance(below, ReadyLinear):
        return AdaptedReadyLinear(linear, below, activated=activated)
    if linear.down is not None:
        raise ValueError("merge the adapters first")
    return ReadyLinear(linear.weight, linear.bias, activated=activated)


class ReadyNorm:
    """Layer normalisation, computed in float32 inside the kernel whatever the values' format is."""

    def __init__(self, norm: nn.LayerNorm) -> None:
        self._weight, self._bias = norm.weight.detach().clone(), norm.bias.detach().clone()
        self._eps = norm.eps

    def __call__(self, values: Tensor) -> Tensor:
        return functional.layer_norm(values, self._weight.shape, self._weight, self._bias, self._eps)


def made_ready(layers: Iterable[nn.Module]) -> list[ReadyLayer]:
    """Ready layers of layers whose adapters are merged."""
    return [ReadyLayer(layer) for layer in layers if isinstance(layer, EncoderLayer)]
