"""Turns surface words into the pieces that the reader's encoder takes, the same way in training and at run time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

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


def fold_word(word: str) -> str:
    """The form of a word that the reader sees; never empty."""
    folded = " ".join(_UNREAD.sub("", word).translate(_REWRITTEN).split()).encode("utf-8", "replace").decode("utf-8")
    return folded[:LONGEST_WORD] or _STAND_IN


class PieceCutter:
    """Cuts sentences given as words into pieces; raises ModelUnavailable if the tokenizer cannot be used."""

    def __init__(self, tokenizer_file: Path) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
        except Exception as error:  # the library raises nothing more precise
            raise ModelUnavailable(
                f"the tokenizer {tokenizer_file} cannot be read; delete the folder it is in"
            ) from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._begin = self._id_of("<s>")
        self._end = self._id_of("</s>")

    def _id_of(self, mark: str) -> int:
        found = self._tokenizer.token_to_id(mark)
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
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        first = [0] * len(words)
        last = [0] * len(words)
        ids = [self._begin]
        for piece, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
            owners = sorted({index for index in owner[start:end] if index >= 0})
            if owners and all(first[index] and len(ids) - first[index] >= MOST_PIECES_OF_WORD for index in owners):
                continue
            for index in owners:
                first[index] = first[index] or len(ids)
                last[index] = len(ids)
            ids.append(piece)
        ids.append(self._end)
        return Pieces(tuple(ids), _filled(first), _filled(last))


def _filled(places: Sequence[int]) -> tuple[int, ...]:
    """A word that left no piece of its own (nothing but control characters) shares that of the word before it."""
    filled: list[int] = []
    for place in places:
        filled.append(place or (filled[-1] if filled else 0))
    return tuple(filled)
