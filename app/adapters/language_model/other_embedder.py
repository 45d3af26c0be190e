"""Vectors by any model that sentence-transformers loads, for whoever names one in the settings."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from torch import Tensor
from torch.nn import functional
from transformers.utils import logging as transformers_logging

from app.adapters.language_model.embedder import PROMPT, without_surrogates
from app.adapters.language_model.encoder_files import sha256_of
from app.adapters.language_model.precision import Precision, resolve_precision
from app.core.errors import ModelUnavailable

# Texts are padded to a multiple of this and only run together with others of that padded length, so that the vector
# of a text does not depend on what else is embedded with it, but for the last digits: some processors' matrix kernels
# sum in another order for another number of rows.
PADDING_STEP = 8
PIECES_PER_BATCH = 2048
TEXTS_PER_TOKENIZATION = 1024


class OtherEmbedder:
    """A sentence-transformers model on the CPU. Safe to share between threads."""

    def __init__(self, folder: Path, *, precision: Precision = Precision.AUTO, prompt: str = PROMPT) -> None:
        """``folder`` is what `ensure_encoder_folder` returned; raises ModelUnavailable if it cannot be loaded."""
        dtype = resolve_precision(precision)
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._model = SentenceTransformer(
                str(folder), device="cpu", model_kwargs={"dtype": dtype}, local_files_only=True
            )
            weights = sorted(folder.rglob("*.safetensors"))
            self._version = f"{folder.name}-{sha256_of(weights[0])[:12]}-{str(dtype).removeprefix('torch.')}"
        except (OSError, ValueError, KeyError, IndexError, RuntimeError) as error:
            raise ModelUnavailable(
                f"the encoder in {folder} cannot be loaded ({type(error).__name__}); delete that folder"
            ) from error
        self._model.eval()
        self._prompt = prompt

    @property
    def version(self) -> str:
        """Names the model, its weights and the number format."""
        return self._version

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (len(texts), dimensions), float32, each row of length 1.

        Texts beyond the model's longest input (512 pieces) are cut there. Empty texts get a vector too.
        """
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for begin in range(0, len(texts), TEXTS_PER_TOKENIZATION):
            chunk = texts[begin : begin + TEXTS_PER_TOKENIZATION]
            vectors[begin : begin + len(chunk)] = self._embed_chunk(chunk)
        return vectors

    def _embed_chunk(self, texts: Sequence[str]) -> NDArray[np.float32]:
        features = self._model.preprocess([self._prompt + without_surrogates(text) for text in texts])
        lengths = features["attention_mask"].sum(1).tolist()
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        with torch.inference_mode():
            for rows, length in _batches(lengths):
                output = self._model(_padded_rows(features, rows, length))["sentence_embedding"]
                vectors[rows] = functional.normalize(output.float(), dim=-1).numpy()
        return vectors


def _batches(lengths: Sequence[int]) -> Iterator[tuple[list[int], int]]:
    """Rows of one padded length, few enough for one run of the network."""
    by_length: dict[int, list[int]] = {}
    for row, length in enumerate(lengths):
        by_length.setdefault(-(-length // PADDING_STEP) * PADDING_STEP, []).append(row)
    for length, rows in sorted(by_length.items()):
        most = max(1, PIECES_PER_BATCH // length)
        for begin in range(0, len(rows), most):
            yield rows[begin : begin + most], length


def _padded_rows(features: dict[str, Any], rows: Sequence[int], length: int) -> dict[str, Any]:
    """The rows of each piece-wise tensor, cut or filled up to ``length``; the filler is masked out."""
    full = features["attention_mask"].shape[1]
    chosen: dict[str, Any] = {}
    for name, values in features.items():
        if isinstance(values, Tensor) and values.dim() == 2 and values.shape[1] == full:
            filler = 1 if name == "input_ids" else 0
            part = values[list(rows), :length]
            chosen[name] = functional.pad(part, (0, length - part.shape[1]), value=filler)
        else:
            chosen[name] = values
    return chosen
