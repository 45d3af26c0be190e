"""MinHash signatures of sentences: the share of equal values estimates how many word shingles two sentences share.

Broder 1997, "On the resemblance and containment of documents"; computed by datasketch, kept to 16 bits (Li and König
2010, "b-Bit minwise hashing"). The same sentence has the same signature on every machine: seed, number of values and
scheme are fixed.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Any

from app.core.folding import fold

VALUES = 64  # the estimate's standard error is at most 0.0625
SHINGLE = 3  # words
SEED = 1
SCHEME = "affine32"
KEPT = 0xFFFF  # of each value the lowest 16 bits: two that differ are taken for one once in 65,536 (Li and König 2010)
WIDE = frozenset("WF")  # East Asian widths of the letters of scripts that write no spaces


def fingerprint(texts: Sequence[str]) -> list[tuple[int, ...]]:
    """A signature of each text, ``VALUES`` integers below 2**16; an empty one where a text has no shingle."""
    shingles = [shingles_of(text) for text in texts]
    encoded = [[shingle.encode("utf-8", "replace") for shingle in sorted(found)] for found in shingles]
    signatures = _signed(encoded) if encoded else []
    return [
        tuple(int(value) & KEPT for value in signature.hashvalues) if found else ()
        for signature, found in zip(signatures, shingles, strict=True)
    ]


def _signed(encoded: Sequence[Sequence[bytes]]) -> Any:
    # datasketch brings scipy along, which commands that read nothing should not wait for.
    from datasketch import MinHash  # noqa: PLC0415

    return MinHash.bulk(encoded, num_perm=VALUES, seed=SEED, scheme=SCHEME, permutations=_permutations())


@cache
def _permutations() -> Any:
    """What the seed draws, drawn once."""
    from datasketch import MinHash  # noqa: PLC0415  (see above)

    return MinHash(num_perm=VALUES, seed=SEED, scheme=SCHEME).permutations


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
