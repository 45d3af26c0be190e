"""MinHash signatures of sentences: the share of equal values estimates how many word shingles two sentences share.

Broder 1997, "On the resemblance and containment of documents"; kept to 16 bits (Li and König 2010, "b-Bit minwise
hashing"). The same sentence has the same signature on every machine: seed, number of values and scheme are fixed. They
are those of datasketch's scheme "affine32", value by value, with which stored ones were made and a test compares these:
the library itself imports scipy, 43 MB in the memory of every worker.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from app.core.folding import fold

VALUES = 64  # the estimate's standard error is at most 0.0625
SHINGLE = 3  # words
SEED = 1
KEPT = 0xFFFF  # of each value the lowest 16 bits: two that differ are taken for one once in 65,536 (Li and König 2010)
WIDE = frozenset("WF")  # East Asian widths of the letters of scripts that write no spaces
Words32 = NDArray[np.uint32]


def fingerprint(texts: Sequence[str]) -> list[tuple[int, ...]]:
    """A signature of each text, ``VALUES`` integers below 2**16; an empty one where a text has no shingle."""
    return [_signature(found) if (found := shingles_of(text)) else () for text in texts]


def _signature(shingles: Iterable[str]) -> tuple[int, ...]:
    multipliers, summands = _permutations()
    permuted = multipliers * _mixed(_hashed(shingles))[:, None] + summands  # modulo 2**32, by overflow
    return tuple((permuted.min(axis=0) & KEPT).tolist())


def _hashed(shingles: Iterable[str]) -> Words32:
    digests = (hashlib.sha1(one.encode("utf-8", "replace"), usedforsecurity=False).digest() for one in shingles)
    return np.frombuffer(b"".join(digest[:4] for digest in digests), dtype="<u4").astype(np.uint32)


def _mixed(values: Words32) -> Words32:
    """Each bit spread over all: the last step of MurmurHash3 (Appleby, public domain), a bijection."""
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        values = (values ^ (values >> np.uint32(shift))) * np.uint32(factor)
    return values


@cache
def _permutations() -> tuple[Words32, Words32]:
    """Odd multipliers and summands of ``VALUES`` bijections; NumPy keeps what this generator draws (NEP 19)."""
    drawn = np.random.RandomState(SEED)
    multipliers = drawn.randint(0, 1 << 31, VALUES, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return multipliers, drawn.randint(0, 1 << 32, VALUES, dtype=np.uint32)


def shingles_of(text: str) -> set[str]:
    """Every run of ``SHINGLE`` words, without marks and spelling variants."""
    words = _words(text)
    return {" ".join(run) for run in zip(*(islice(words, start, None) for start in range(SHINGLE)), strict=False)}


def _words(text: str) -> list[str]:
    """Folded words; letters of scripts without spaces count as one word each."""
    spaced = "".join(
        f" {letter} " if unicodedata.east_asian_width(letter) in WIDE else letter if letter.isalnum() else " "
        for letter in fold(text)
    )
    return spaced.split()
