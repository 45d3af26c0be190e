"""Vectors in one byte a number: what is stored, and what is compared, are the same numbers.

A vector has two parts of equal length, each with a scale of its own: ``part = scale * codes``, codes from -127 to 127.
Cosines of sentence vectors of 384 numbers are off by 0.0002 on average (docs/adr/0031). Rounding what was rounded
changes nothing: a scale has so few binary digits that its product with a code is exact.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PARTS = 2
MOST = 127
_SCALE_DIGITS = 0xFFFFFF80  # of single precision: 17 binary digits, so that 7 more for a code fit beside them


@dataclass(frozen=True, slots=True)
class Codes:
    """Rounded vectors: ``codes`` of shape (rows, dimensions), int8; ``scales`` of shape (rows, 2), float32."""

    codes: NDArray[np.int8]
    scales: NDArray[np.float32]

    def restored(self) -> NDArray[np.float32]:
        """The vectors, float32, the same always."""
        rows, dimensions = self.codes.shape
        parts = self.codes.reshape(rows, PARTS, dimensions // PARTS).astype(np.float32)
        return (parts * self.scales[:, :, None]).reshape(rows, dimensions)


def codes_of(vectors: NDArray[np.float32]) -> Codes:
    """The nearest codes, with scales that keep the length of each part. An even number of dimensions is needed."""
    rows, dimensions = vectors.shape
    parts = np.asarray(vectors, dtype=np.float64).reshape(rows, PARTS, dimensions // PARTS)
    most = np.abs(parts).max(axis=2, initial=0.0)
    steps = np.divide(MOST, most, out=np.zeros_like(most), where=most > 0)
    codes = np.rint(parts * steps[:, :, None])
    lengths = np.linalg.norm(codes, axis=2)
    scales = np.divide(np.linalg.norm(parts, axis=2), lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return Codes(codes.reshape(rows, dimensions).astype(np.int8), _short(scales))


def round_vectors(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vectors as they come back from the store."""
    return codes_of(vectors).restored()


def _short(scales: NDArray[np.float64]) -> NDArray[np.float32]:
    bits = scales.astype(np.float32).view(np.uint32)
    half = np.uint32((~_SCALE_DIGITS & 0xFFFFFFFF) // 2 + 1)
    short: NDArray[np.float32] = ((bits + half) & np.uint32(_SCALE_DIGITS)).view(np.float32)
    return short
