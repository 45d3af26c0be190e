"""Turns surface words into the pieces that the reader's encoder takes, the same way in training and at run time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.adapters.language_model.unigram_pieces import UnigramPieces
from app.core.errors import ModelUnavailable

# Vowel signs, the tatweel, bidirectional marks and zero-width characters say nothing to the reader.
_UNREAD = re.compile("[\u0610-\u061a\u0640\u064b-\u0652\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# The treebanks write Latin punctuation and digits where news pages have those of their own script.
_REWRITTEN = str.maketrans(
    {
        **dict.fromkeys("«»“”„‟″❝❞＂", '"'),
        **dict.fromkeys("‘’‚‛′ʼ＇`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True)),
        **dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True)),
        "،": ",",
        "؛": ";",
        "؟": "?",
        "٪": "%",
        "٫": ".",
        "٬": ",",
        "…": "...",
    }
)
# A word longer than this is a web address or noise; its beginning is enough.
LONGEST_WORD = 48
MOST_PIECES_OF_WORD = 16
_STAND_IN = "-"


@dataclass(frozen=True, slots=True)
class Pieces:
    """Piece ids with the begin and end marks, and for each word the places of its first and last piece."""

    ids: tuple[int, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]


@lru_cache(maxsize=20_000)
def fold_word(word: str) -> str:
    """The form of a word that the reader sees; never empty."""
    folded = " ".join(_UNREAD.sub("", word).translate(_REWRITTEN).split()).encode("utf-8", "replace").decode("utf-8")
    return folded[:LONGEST_WORD] or _STAND_IN


class PieceCutter:
    """Cuts sentences given as words into pieces; raises ModelUnavailable if the tokenizer cannot be used."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is that of the default encoder."""
        self.pieces = UnigramPieces(folder)
        self.begin = self._id_of("<s>")
        self.end = self._id_of("</s>")
        self.padding = self._id_of("<pad>")

    def _id_of(self, mark: str) -> int:
        found = self.pieces.id_of(mark)
        if found is None:
            raise ModelUnavailable(f"the reader's tokenizer knows no {mark}; name the folder of the default encoder")
        return found

    def cut(self, words: Sequence[str], spaced: Sequence[bool]) -> Pieces:
        """Pieces of one sentence; ``spaced[i]`` tells whether white space stands before word i."""
        text = ""
        owner: list[int] = []
        for index, word in enumerate(words):
            if index and spaced[index]:
                text += " "
                owner.append(-1)
            folded = fold_word(word)
            text += folded
            owner.extend([index] * len(folded))
        pieces, places = self.pieces.encode(text)
        first = [0] * len(words)
        last = [0] * len(words)
        ids = [self.begin]
        for piece, (start, end) in zip(pieces, places, strict=True):
            owners = sorted({index for index in owner[start:end] if index >= 0})
            if owners and all(first[index] and len(ids) - first[index] >= MOST_PIECES_OF_WORD for index in owners):
                continue
            for index in owners:
                first[index] = first[index] or len(ids)
                last[index] = len(ids)
            ids.append(piece)
        ids.append(self.end)
        return Pieces(tuple(ids), _filled(first), _filled(last))


def _filled(places: Sequence[int]) -> tuple[int, ...]:
    """A word that left no piece of its own (nothing but control characters) shares that of the word before it."""
    filled: list[int] = []
    for place in places:
        filled.append(place or (filled[-1] if filled else 0))
    return tuple(filled)
