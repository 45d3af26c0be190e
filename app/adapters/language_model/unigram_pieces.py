"""Cuts text into unigram pieces in a sixth of the memory that the tokenizer's own model takes.

The library `tokenizers` still normalises, cuts into words and keeps track of where everything stood; only the search
for the best pieces of a word is done here, with the same sums in the same order, so that ids and places are the same.
News repeats its words: what a word was cut into is remembered, which makes this faster than the library.
"""

import json
import re
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file, save_file
from tokenizers import PreTokenizedString, Token, Tokenizer

from app.core.errors import ModelUnavailable

_PIECES_FILE = "pieces.safetensors"
_CUTTING_FILE = "cutting.json"
# An unknown character counts so much less than the rarest piece; the library's number.
_UNKNOWN_BELOW_RAREST = 10.0
_MOST_WORDS = 50_000
_LONGEST_REMEMBERED = 32


def write_pieces(folder: Path) -> None:
    """Write beside a folder's ``tokenizer.json`` what `UnigramPieces` reads: two files, a few MB."""
    description = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    model = description["model"]
    if model["type"] != "Unigram" or model.get("byte_fallback"):
        raise ValueError("the encoder's tokenizer is none of unigram pieces")
    pieces = [piece.encode() for piece, _ in model["vocab"]]
    save_file(
        {
            "letters": np.frombuffer(b"".join(pieces), dtype=np.uint8),
            "ends": np.cumsum([len(piece) for piece in pieces]).astype(np.int64),
            "scores": np.array([score for _, score in model["vocab"]], dtype=np.float64),
            "unknown": np.array([model["unk_id"]]),
        },
        folder / _PIECES_FILE,
    )
    model["vocab"], model["unk_id"] = [["<unk>", 0.0]], 0
    (folder / _CUTTING_FILE).write_text(json.dumps(description, ensure_ascii=False), "utf-8")


class UnigramPieces:
    """The tokenizer of a folder. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelUnavailable if what `write_pieces` wrote cannot be used."""
        try:
            stored = load_file(folder / _PIECES_FILE)
            cutting = json.loads((folder / _CUTTING_FILE).read_text("utf-8"))
            self._cutting = Tokenizer.from_str(json.dumps(cutting))
            self._scores = array("d", stored["scores"].tobytes())
            self._pieces = _pieces_of(stored)
            self._unknown = int(stored["unknown"][0])
            self._marks = _marks_of(cutting["added_tokens"])
        except Exception as error:  # the library raises nothing more precise
            raise ModelUnavailable(
                f"the tokenizer in {folder} cannot be read ({type(error).__name__}); delete that folder"
            ) from error
        self._mark = re.compile("|".join(re.escape(mark) for mark in self._marks) or r"(?!)")
        self._longest = max(map(len, self._pieces))
        self._of_unknown = min(self._scores) - _UNKNOWN_BELOW_RAREST
        self._remembered: dict[str, list[Token]] = {}

    def id_of(self, piece: str) -> int | None:
        """Of one piece or mark."""
        return self._marks.get(piece, self._pieces.get(piece))

    def encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Ids of the pieces, and where each stands in the text (characters); without begin and end marks.

        Marks that stand in the text (``<s>``) are read as such, as the library reads them.
        """
        at = 0
        ids: list[int] = []
        places: list[tuple[int, int]] = []
        for found in self._mark.finditer(text):
            self._add(text, at, found.start(), ids, places)
            ids.append(self._marks[found[0]])
            places.append(found.span())
            at = found.end()
        self._add(text, at, len(text), ids, places)
        return ids, places

    def _add(self, text: str, begin: int, end: int, ids: list[int], places: list[tuple[int, int]]) -> None:
        if begin == end:
            return
        parts = PreTokenizedString(text[begin:end])
        parts.normalize(self._cutting.normalizer.normalize)
        self._cutting.pre_tokenizer.pre_tokenize(parts)
        parts.tokenize(self._tokens)
        encoding = parts.to_encoding()
        ids += encoding.ids
        places += [(first + begin, last + begin) for first, last in encoding.offsets]

    def _tokens(self, word: str) -> list[Token]:
        tokens = self._remembered.get(word)
        if tokens is None:
            tokens = self._cut(word)
            if len(word) <= _LONGEST_REMEMBERED:
                if len(self._remembered) >= _MOST_WORDS:
                    self._remembered = {}
                self._remembered[word] = tokens
        return tokens

    def _cut(self, word: str) -> list[Token]:
        """Places of the tokens are counted in bytes of UTF-8, as the library does."""
        bytes_before = [0]
        for character in word:
            bytes_before.append(bytes_before[-1] + len(character.encode()))
        found: list[tuple[int, int, int]] = []
        for piece, begin, end in self._best_path(word):
            if found and piece == found[-1][0] == self._unknown:
                found.append((piece, found.pop()[1], end))  # neighbours that are unknown are one piece
            else:
                found.append((piece, begin, end))
        return [Token(piece, "", (bytes_before[begin], bytes_before[end])) for piece, begin, end in found]

    def _best_path(self, word: str) -> list[tuple[int, int, int]]:
        """Piece, begin and end of each piece of the best path; of equal ones that with the earlier beginnings."""
        length = len(word)
        best = [0.0] * (length + 1)
        path = [(-1, -1)] * (length + 1)  # piece that ends here, and its beginning
        for begin in range(length):
            stands_alone = False
            for end in range(begin + 1, min(length, begin + self._longest) + 1):
                piece = self._pieces.get(word[begin:end])
                if piece is None:
                    continue
                stands_alone |= end == begin + 1
                score = best[begin] + self._scores[piece]
                if path[end][0] < 0 or score > best[end]:
                    best[end], path[end] = score, (piece, begin)
            if not stands_alone:
                score = best[begin] + self._of_unknown
                if path[begin + 1][0] < 0 or score > best[begin + 1]:
                    best[begin + 1], path[begin + 1] = score, (self._unknown, begin)
        found: list[tuple[int, int, int]] = []
        end = length
        while end:
            piece, begin = path[end]
            found.append((piece, begin, end))
            end = begin
        return found[::-1]


def _pieces_of(stored: Mapping[str, Any]) -> dict[str, int]:
    letters = stored["letters"].tobytes()
    pieces: dict[str, int] = {}
    begin = 0
    for index, end in enumerate(stored["ends"].tolist()):
        pieces[letters[begin:end].decode()] = index
        begin = end
    return pieces


def _marks_of(added: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {str(mark["content"]): int(mark["id"]) for mark in added}
