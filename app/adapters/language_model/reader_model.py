"""The reader's network: the encoder with low-rank adapters in its upper layers, a biaffine parser and two taggers.

Method: deep biaffine attention (Dozat and Manning 2017) over the first and last piece of each surface word, read from
a learned mixture of the encoder's upper layers; adapters after Hu et al. 2021. Tags and entities are told from the
same words, entities through a mixture of layers of their own. The encoder's own weights stay frozen and apart, so that
the trained file holds a few MB only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

EPSILON = 1e-12
IMPOSSIBLE = -1e9
PIECE_TABLE = "embeddings.word_embeddings.weight"
# Begin and inside of each class of names, after CoNLL-2003; "O" is no name.
ENTITY_LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderShape:
    """Sizes and labels of a reader."""

    tags: tuple[str, ...]
    relations: tuple[str, ...]
    entities: tuple[str, ...] = ENTITY_LABELS
    width: int = 384
    heads: int = 12
    layers: int = 12
    frozen_layers: int = 4
    rank: int = 40
    arc_width: int = 320
    relation_width: int = 112
    tag_width: int = 192
    entity_width: int = 192
    dropout: float = 0.3


class AdaptedLinear(nn.Module):
    """A frozen linear map plus a trained map of low rank and a trained bias."""

    weight: Tensor

    def __init__(self, weight: Tensor, bias: Tensor, rank: int) -> None:
        super().__init__()
        self.register_buffer("weight", weight, persistent=False)
        self.bias = nn.Parameter(bias.float(), requires_grad=rank > 0)
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

    def forward(self, values: Tensor, mask: Tensor) -> Tensor:
        batch, length, width = values.shape
        parts = self.attention_in(values).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        # Written out: on CPUs the fused kernel's backward pass is nine times slower for sentences of this length.
        scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
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
    norm.weight = nn.Parameter(weight.float(), requires_grad=trained)
    norm.bias = nn.Parameter(tensors[f"{name}.bias"].float(), requires_grad=trained)
    return norm


def _normalised(norm: nn.LayerNorm, values: Tensor) -> Tensor:
    dtype = values.dtype
    return functional.layer_norm(values, norm.normalized_shape, norm.weight.to(dtype), norm.bias.to(dtype), norm.eps)


def load_encoder_tensors(folder: Path, dtype: torch.dtype) -> dict[str, Tensor]:
    """Weights of the encoder folder by their BERT names; the large table of pieces keeps its stored format."""
    tensors = load_file(folder / "model.safetensors")
    return {name: values if name == PIECE_TABLE else values.to(dtype) for name, values in tensors.items()}


class LowerEncoder(nn.Module):
    """Embeddings and the frozen lower layers."""

    pieces: Tensor
    places: Tensor

    def __init__(self, tensors: Mapping[str, Tensor], shape: ReaderShape) -> None:
        super().__init__()
        self.register_buffer("pieces", tensors[PIECE_TABLE], persistent=False)
        self.register_buffer(
            "places",
            tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0],
            persistent=False,
        )
        self.norm = _norm(tensors, "embeddings.LayerNorm", trained=False)
        self.layers = nn.ModuleList(
            EncoderLayer(_of_layer(tensors, index), shape.heads, 0) for index in range(shape.frozen_layers)
        )

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


class ReaderHead(nn.Module):
    """Everything that is trained: adapted upper layers, parser and taggers. Its state dict holds no frozen weight."""

    def __init__(self, tensors: Mapping[str, Tensor], shape: ReaderShape) -> None:
        super().__init__()
        self.shape = shape
        self.layers = nn.ModuleList(
            EncoderLayer(_of_layer(tensors, index), shape.heads, shape.rank)
            for index in range(shape.frozen_layers, shape.layers)
        )
        width = 2 * shape.width
        self.mixture = nn.Parameter(torch.linspace(-1.0, 1.0, len(self.layers) + 1))
        self.root = nn.Parameter(torch.zeros(width))
        self.arc_dependent = nn.Linear(width, shape.arc_width)
        self.arc_head = nn.Linear(width, shape.arc_width)
        self.arc = nn.Parameter(torch.randn(shape.arc_width + 1, shape.arc_width) * 0.02)
        self.relation_dependent = nn.Linear(width, shape.relation_width)
        self.relation_head = nn.Linear(width, shape.relation_width)
        self.relation = nn.Parameter(
            torch.randn(len(shape.relations), shape.relation_width + 1, shape.relation_width + 1) * 0.02
        )
        self.tag_inner = nn.Linear(width, shape.tag_width)
        self.tag = nn.Linear(shape.tag_width, len(shape.tags))
        self.entity_mixture = nn.Parameter(torch.linspace(-1.0, 1.0, len(self.layers) + 1))
        self.entity_inner = nn.Linear(width, shape.entity_width)
        self.entity = nn.Linear(shape.entity_width, len(shape.entities))
        self.dropout = nn.Dropout(shape.dropout)

    def merge_adapters(self, dtype: torch.dtype) -> None:
        """Fold the adapters into the frozen weights; for reading only."""
        for module in self.modules():
            if isinstance(module, AdaptedLinear):
                module.merge(dtype)

    def words(self, values: Tensor, mask: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        """Word vectors, float32 (batch, words, 2 * width), from the lower layers' output: for trees and tags, and for
        entities."""
        shares = torch.stack([self.mixture.softmax(0), self.entity_mixture.softmax(0)])
        mixed = values.float() * shares[0, 0]
        mixed_for_entities = values.float() * shares[1, 0]
        for index, layer in enumerate(self.layers, start=1):
            values = layer(values, mask)
            mixed = mixed + values.float() * shares[0, index]
            mixed_for_entities = mixed_for_entities + values.float() * shares[1, index]
        places = torch.stack([first, last], -1).flatten(1)[..., None].expand(-1, -1, mixed.shape[-1])
        return self._picked(mixed, places, first), self._picked(mixed_for_entities, places, first)

    def _picked(self, mixed: Tensor, places: Tensor, first: Tensor) -> Tensor:
        vectors: Tensor = self.dropout(mixed.gather(1, places).reshape(*first.shape, -1))
        return vectors

    def arc_scores(self, words: Tensor, present: Tensor) -> Tensor:
        """Scores (batch, dependent, head); column 0 is the root."""
        dependents = self._with_one(self.dropout(functional.gelu(self.arc_dependent(words))))
        heads = self.dropout(functional.gelu(self.arc_head(self.with_root(words))))
        scores = dependents @ self.arc @ heads.transpose(1, 2)
        allowed = functional.pad(present, (1, 0), value=True)
        masked: Tensor = scores.masked_fill(~allowed[:, None, :], IMPOSSIBLE)
        return masked

    def relation_scores(self, words: Tensor, heads: Tensor) -> Tensor:
        """Scores (batch, words, relations) of each word's relation to the head given (0 is the root)."""
        rooted = self.with_root(words)
        chosen = rooted.gather(1, heads[..., None].expand(-1, -1, rooted.shape[-1]))
        dependents = self._with_one(self.dropout(functional.gelu(self.relation_dependent(words))))
        governors = self._with_one(self.dropout(functional.gelu(self.relation_head(chosen))))
        labels, inner, _ = self.relation.shape
        crossed = dependents @ self.relation.permute(1, 0, 2).reshape(inner, -1)
        scores: Tensor = (crossed.view(*heads.shape, labels, inner) @ governors[..., None]).squeeze(-1)
        return scores

    def tag_scores(self, words: Tensor) -> Tensor:
        """Scores (batch, words, tags)."""
        scores: Tensor = self.tag(self.dropout(functional.gelu(self.tag_inner(words))))
        return scores

    def entity_scores(self, words: Tensor) -> Tensor:
        """Scores (batch, words, entity labels) from the words' vectors for entities."""
        scores: Tensor = self.entity(self.dropout(functional.gelu(self.entity_inner(words))))
        return scores

    def with_root(self, words: Tensor) -> Tensor:
        return torch.cat([self.root.expand(words.shape[0], 1, -1), words], 1)

    @staticmethod
    def _with_one(values: Tensor) -> Tensor:
        return functional.pad(values, (0, 1), value=1.0)
