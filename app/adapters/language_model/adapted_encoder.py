"""The encoder as a frozen lower part and upper layers with low-rank adapters, shared by the heads that read from it.

Adapters after Hu et al. 2021. The encoder's own weights stay frozen and apart, so that a trained file holds a few MB
only; heads that are given the same tensors share the memory of whatever they do not adapt.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

EPSILON = 1e-12
IMPOSSIBLE = -1e9
PIECE_TABLE = "embeddings.word_embeddings.weight"


class AdaptedLinear(nn.Module):
    """A frozen linear map plus a trained map of low rank and a trained bias."""

    weight: Tensor

    def __init__(self, weight: Tensor, bias: Tensor, rank: int) -> None:
        super().__init__()
        self.register_buffer("weight", weight, persistent=False)
        self.bias = _own(bias, trained=rank > 0)
        outputs, inputs = weight.shape
        self.down = nn.Parameter(torch.randn(rank, inputs) * inputs**-0.5) if rank else None
        self.up = nn.Parameter(torch.zeros(outputs, rank)) if rank else None

    def forward(self, values: Tensor) -> Tensor:
        result = functional.linear(values, self.weight, self.bias.to(values.dtype))
        if self.down is None or self.up is None:
            return result
        return result + functional.linear(
            functional.linear(values, self.down.to(values.dtype)), self.up.to(values.dtype)
        )

    def merge(self, dtype: torch.dtype) -> None:
        """Fold the adapter into the frozen weight; for reading only."""
        if self.down is not None and self.up is not None:
            self.weight = (self.weight.float() + self.up @ self.down).detach().to(dtype)
            self.down = self.up = None
        else:
            self.weight = self.weight.to(dtype)


class EncoderLayer(nn.Module):
    """One transformer layer of the encoder; all maps adapted if ``rank`` is above 0."""

    def __init__(self, tensors: Mapping[str, Tensor], heads: int, rank: int) -> None:
        super().__init__()
        self.heads = heads
        names = [f"attention.self.{part}" for part in ("query", "key", "value")]
        self.attention_in = AdaptedLinear(
            torch.cat([tensors[f"{name}.weight"] for name in names]),
            torch.cat([tensors[f"{name}.bias"] for name in names]),
            rank,
        )
        self.attention_out = _adapted(tensors, "attention.output.dense", rank)
        self.inner = _adapted(tensors, "intermediate.dense", rank)
        self.outer = _adapted(tensors, "output.dense", rank)
        self.attention_norm = _norm(tensors, "attention.output.LayerNorm", trained=rank > 0)
        self.output_norm = _norm(tensors, "output.LayerNorm", trained=rank > 0)

    def forward(self, values: Tensor, mask: Tensor, bias: Tensor | None = None) -> Tensor:
        """``bias``, broadcast to (batch, heads, length, length), is added to the scores of attention."""
        batch, length, width = values.shape
        parts = self.attention_in(values).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        # Written out: on CPUs the fused kernel's backward pass is nine times slower for sentences of this length.
        scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
        if bias is not None:
            scores = scores + bias
        scores = scores.masked_fill(~mask[:, None, None, :], IMPOSSIBLE)
        mixed = scores.softmax(-1, dtype=torch.float32).to(value.dtype) @ value
        mixed = self.attention_out(mixed.transpose(1, 2).reshape(batch, length, width))
        values = _normalised(self.attention_norm, values + mixed)
        deep = self.outer(functional.gelu(self.inner(values)))
        return _normalised(self.output_norm, values + deep)


def _adapted(tensors: Mapping[str, Tensor], name: str, rank: int) -> AdaptedLinear:
    return AdaptedLinear(tensors[f"{name}.weight"], tensors[f"{name}.bias"], rank)


def _norm(tensors: Mapping[str, Tensor], name: str, *, trained: bool) -> nn.LayerNorm:
    weight = tensors[f"{name}.weight"]
    norm = nn.LayerNorm(weight.shape[0], eps=EPSILON)
    norm.weight = _own(weight, trained=trained)
    norm.bias = _own(tensors[f"{name}.bias"], trained=trained)
    return norm


def _own(values: Tensor, *, trained: bool) -> nn.Parameter:
    """A copy, always: loading a head's weights writes into it, and other heads read from the same tensors."""
    return nn.Parameter(values.to(torch.float32, copy=True), requires_grad=trained)


def _normalised(norm: nn.LayerNorm, values: Tensor) -> Tensor:
    dtype = values.dtype
    return functional.layer_norm(values, norm.normalized_shape, norm.weight.to(dtype), norm.bias.to(dtype), norm.eps)


def load_encoder_tensors(folder: Path, dtype: torch.dtype) -> dict[str, Tensor]:
    """Weights of the encoder folder by their BERT names; the large table of pieces keeps its stored format, and stays
    mapped into memory."""
    tensors = load_file(folder / "model.safetensors")
    return {name: values if name == PIECE_TABLE else values.to(dtype) for name, values in tensors.items()}


class LowerEncoder(nn.Module):
    """Embeddings and the lowest ``layers``, all frozen."""

    pieces: Tensor
    places: Tensor

    def __init__(self, tensors: Mapping[str, Tensor], *, heads: int, layers: int) -> None:
        super().__init__()
        self.register_buffer("pieces", tensors[PIECE_TABLE], persistent=False)
        self.register_buffer(
            "places",
            tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0],
            persistent=False,
        )
        self.norm = _norm(tensors, "embeddings.LayerNorm", trained=False)
        self.layers = nn.ModuleList(EncoderLayer(_of_layer(tensors, index), heads, 0) for index in range(layers))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        values = _normalised(
            self.norm, functional.embedding(ids, self.pieces).to(self.places.dtype) + self.places[: ids.shape[1]]
        )
        for layer in self.layers:
            values = layer(values, mask)
        return values


def _of_layer(tensors: Mapping[str, Tensor], index: int) -> dict[str, Tensor]:
    prefix = f"encoder.layer.{index}."
    return {name.removeprefix(prefix): values for name, values in tensors.items() if name.startswith(prefix)}


def adapted_layers(
    tensors: Mapping[str, Tensor], *, heads: int, rank: int, first: int, after_last: int
) -> nn.ModuleList:
    """The layers from ``first`` on, counted from 0, each map with an adapter of the rank."""
    return nn.ModuleList(EncoderLayer(_of_layer(tensors, index), heads, rank) for index in range(first, after_last))


def merge_adapters(module: nn.Module, dtype: torch.dtype) -> None:
    """Fold all adapters inside a module into its frozen weights; for reading only."""
    for part in module.modules():
        if isinstance(part, AdaptedLinear):
            part.merge(dtype)
