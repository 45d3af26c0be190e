"""The encoder as it runs: loaded once for all heads, with each frozen layer made ready once."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn
from torch.nn import functional

from app.adapters.language_model.adapted_encoder import (
    EPSILON,
    PIECE_TABLE,
    EncoderLayer,
    adapted_layers,
    merge_adapters,
)
from app.adapters.language_model.encoder_files import WEIGHTS_FILE
from app.adapters.language_model.packed_rows import PackedRows
from app.adapters.language_model.piece_table import PieceTable, open_table
from app.adapters.language_model.reader_input import PieceCutter
from app.adapters.language_model.ready_layers import ReadyLayer, ReadyNorm, made_ready
from app.core.errors import ModelUnavailable


class ReadyLayers:
    """Embeddings and some layers above them."""

    def __init__(self, embedded: Callable[[PackedRows], Tensor], layers: Sequence[ReadyLayer]) -> None:
        self._embedded = embedded
        self._layers = layers

    def __call__(self, packed: PackedRows) -> Tensor:
        """Values (pieces, width), row by row."""
        rows = self._embedded(packed)
        for layer in self._layers:
            rows = layer(rows, packed.blocks)
        return rows


def mean_vectors(rows: Tensor, packed: PackedRows) -> Tensor:
    """Shape (texts, width), float32, each of length 1: the direction of the mean over a text's pieces."""
    # The sum has the same direction; it is taken in float32 whatever the rows' format is.
    summed = torch.zeros(len(packed.begins) + 1, rows.shape[1]).index_add_(0, packed.owners, rows.float())
    return functional.normalize(summed[:-1], dim=-1)


class _Embeddings:
    """What pieces in their places are to the encoder before its first layer."""

    def __init__(self, table: PieceTable, tensors: Mapping[str, Tensor], dtype: torch.dtype) -> None:
        self._table = table
        places = tensors["embeddings.position_embeddings.weight"]
        self._places = places + tensors["embeddings.token_type_embeddings.weight"][0]
        norm = nn.LayerNorm(places.shape[1], eps=EPSILON)
        norm.weight = nn.Parameter(tensors["embeddings.LayerNorm.weight"].float())
        norm.bias = nn.Parameter(tensors["embeddings.LayerNorm.bias"].float())
        self._norm = ReadyNorm(norm)
        self._dtype = dtype

    def __call__(self, packed: PackedRows) -> Tensor:
        found = self._table(packed.ids).to(self._dtype)
        return self._norm(found.add_(self._places.index_select(0, packed.places)))


class SharedEncoder:
    """What several heads read from one encoder. Heads are made from it one after the other; let go of it afterwards,
    so that the weights that were packed for computing do not lie in memory twice."""

    def __init__(self, folder: Path, dtype: torch.dtype) -> None:
        """``folder`` is that of the default encoder; raises ModelUnavailable if it cannot be used."""
        try:
            self.tensors = _load_layers(folder, dtype)
            self._heads = int(json.loads((folder / "config.json").read_text("utf-8"))["num_attention_heads"])
            self._embeddings = _Embeddings(open_table(folder), self.tensors, dtype)
            self.width = int(self.tensors["embeddings.LayerNorm.weight"].shape[0])
        except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
            raise ModelUnavailable(
                f"the encoder in {folder} cannot be loaded ({type(error).__name__}); delete that folder"
            ) from error
        self.folder = folder
        self.dtype = dtype
        self.cutter = PieceCutter(folder)
        self._ready: dict[int, ReadyLayer] = {}

    def lowest(self, count: int) -> ReadyLayers:
        """The embeddings and the lowest layers, unchanged."""
        return ReadyLayers(self._embeddings, [self._layer(index) for index in range(count)])

    def all_layers(self) -> ReadyLayers:
        """The whole encoder, unchanged."""
        return self.lowest(1 + max(int(name.split(".")[2]) for name in self.tensors if name.startswith("encoder.")))

    def adapted(self, layers: nn.ModuleList, *, first: int) -> list[ReadyLayer]:
        """Layers with adapters, the lowest of which is the encoder's number ``first``, on the weights that all use."""
        return [ReadyLayer(cast(EncoderLayer, layer), self._layer(first + index)) for index, layer in enumerate(layers)]

    def _layer(self, index: int) -> ReadyLayer:
        if index not in self._ready:
            made = adapted_layers(self.tensors, heads=self._heads, rank=0, first=index, after_last=index + 1)
            merge_adapters(made, self.dtype)
            (self._ready[index],) = made_ready(made)
        return self._ready[index]


def _load_layers(folder: Path, dtype: torch.dtype) -> dict[str, Tensor]:
    """All weights but the table of pieces, by their BERT names."""
    with safe_open(folder / WEIGHTS_FILE, framework="pt") as file:
        return {name: file.get_tensor(name).to(dtype) for name in file.keys() if name != PIECE_TABLE}  # noqa: SIM118
