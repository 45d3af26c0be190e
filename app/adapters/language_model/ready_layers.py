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
        rows = values.shape[0]
        missing = filled_up(rows) - rows
        if missing:
            values = functional.pad(values, (0, 0, 0, missing))
        parts = [self._computed(part) for part in torch.split(values, ROWS_AT_A_TIME)]
        found = parts[0] if len(parts) == 1 else torch.cat(parts)
        return found[:rows] if missing else found

    def _computed(self, values: Tensor) -> Tensor:
        if self._packed:
            name, algorithm = ("gelu", "none") if self._activated else ("none", "")
            packed: Tensor = torch.ops.mkldnn._linear_pointwise(values, self._weight, self._bias, name, [], algorithm)
            return packed
        found = functional.linear(values, self._weight, self._bias)
        return functional.gelu(found) if self._activated else found


def _can_be_packed(dtype: torch.dtype) -> bool:
    """oneDNN is in builds for x86 and 64-bit ARM Linux, and computes bfloat16 on processors that know it only."""
    if not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return False
    return dtype == torch.float32 or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


class ReadyLayer:
    """Computes what an `EncoderLayer` without adapters does; made from one, whose weights it copies."""

    def __init__(self, layer: EncoderLayer) -> None:
        self.heads = layer.heads
        self._attention_in = _ready(layer.attention_in)
        self._attention_out = _ready(layer.attention_out)
        self._inner = _ready(layer.inner, activated=True)
        self._outer = _ready(layer.outer)
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


def _ready(linear: AdaptedLinear, *, activated: bool = False) -> ReadyLinear:
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
