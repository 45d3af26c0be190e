"""Turns statements into vectors whose inner product is their similarity, on the encoder that the heads share."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from app.adapters.language_model.encoder_files import digest_of_weights
from app.adapters.language_model.format_choice import open_encoder
from app.adapters.language_model.freed_memory import give_back
from app.adapters.language_model.packed_rows import batches_of, pack
from app.adapters.language_model.precision import Precision
from app.adapters.language_model.shared_encoder import SharedEncoder, mean_vectors

# e5 models are trained with it; for comparing like with like both sides take the same one.
PROMPT = "query: "
MOST_PIECES = 512
# So many texts are cut and embedded at a time, which bounds the memory however many there are.
TEXTS_AT_A_TIME = 1024
# After so many, as a worker has of a few articles, the values of all layers are given back to the system, some 70 MB:
# two milliseconds of several hundred.
MANY_TEXTS = 32


class SentenceEmbedder:
    """The default encoder with its mean over the pieces, on the CPU. Safe to share between threads."""

    def __init__(
        self, folder: Path, *, precision: Precision = Precision.AUTO, shared: SharedEncoder | None = None
    ) -> None:
        """``folder`` is that of the default encoder, ``shared`` what is loaded of it already, to be shared; raises
        ModelUnavailable if it cannot be used."""
        shared = shared or open_encoder(folder, precision)
        self._layers = shared.all_layers()
        self._cutter = shared.cutter
        self._version = f"{folder.name}-{digest_of_weights(folder)[:12]}-{str(shared.dtype).removeprefix('torch.')}"
        self._dimensions = shared.width

    @property
    def version(self) -> str:
        """Names the model, its weights and the number format."""
        return self._version

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._dimensions

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (len(texts), dimensions), float32, each row of length 1.

        Texts beyond the model's longest input (512 pieces) are cut there. Empty texts get a vector too.
        """
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for begin in range(0, len(texts), TEXTS_AT_A_TIME):
            pieces = [self._pieces(text) for text in texts[begin : begin + TEXTS_AT_A_TIME]]
            with torch.inference_mode():
                for places in batches_of([len(one) for one in pieces]):
                    packed = pack([pieces[place] for place in places])
                    found = mean_vectors(self._layers(packed), packed)
                    vectors[[begin + place for place in places]] = found.numpy()
        if len(texts) >= MANY_TEXTS:
            give_back()
        return vectors

    def _pieces(self, text: str) -> list[int]:
        ids, _ = self._cutter.pieces.encode(PROMPT + without_surrogates(text))
        return [self._cutter.begin, *ids[: MOST_PIECES - 2], self._cutter.end]


def without_surrogates(text: str) -> str:
    """The text with lone surrogates replaced: they have no place in UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")
