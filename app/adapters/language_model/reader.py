"""Reads sentences: a tag, a head and a relation for every surface word, and the names, in any of the encoder's
languages."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from app.adapters.language_model.adapted_encoder import merge_adapters
from app.adapters.language_model.encoder_files import sha256_of
from app.adapters.language_model.format_choice import open_encoder
from app.adapters.language_model.packed_rows import batches_of, pack
from app.adapters.language_model.precision import Precision
from app.adapters.language_model.reader_decoding import Reading, ReadyHead
from app.adapters.language_model.reader_input import Pieces
from app.adapters.language_model.reader_model import ReaderHead, ReaderShape
from app.adapters.language_model.shared_encoder import SharedEncoder
from app.core.errors import ModelUnavailable
from app.core.model.sentence import ParsedSentence, Sentence, TaggedName, Word, WordSpan

WEIGHTS = Path(__file__).parent / "weights"
LONGEST_WINDOW_WORDS = 120
LONGEST_WINDOW_PIECES = 480
# How the later windows of an overlong sentence hang on the first.
_LATER_WINDOW = "parataxis"


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of one sentence that is read at once."""

    sentence: int
    begin: int
    pieces: Pieces


class NeuralReader:
    """The trained reader on top of the encoder. Safe to share between threads."""

    def __init__(
        self,
        encoder: Path,
        *,
        weights: Path = WEIGHTS,
        precision: Precision = Precision.AUTO,
        shared: SharedEncoder | None = None,
    ) -> None:
        """``encoder`` is the folder of the default encoder, ``shared`` what is loaded of it already, to be
        shared; raises ModelUnavailable if a file is missing or broken."""
        shape, state, digest = _load_weights(weights)
        shared = shared or open_encoder(encoder, precision)
        self._version = f"reader-{digest[:12]}-{str(shared.dtype).removeprefix('torch.')}"
        try:
            head = ReaderHead(shared.tensors, shape)
            head.load_state_dict(state)
            self._lower = shared.lowest(shape.frozen_layers)
        except (KeyError, RuntimeError) as error:
            raise ModelUnavailable(
                f"the reader cannot use the encoder in {encoder} ({type(error).__name__}); delete that folder"
            ) from error
        self._cutter = shared.cutter
        merge_adapters(head, shared.dtype)
        self._head = ReadyHead(head, shared.dtype)

    @property
    def version(self) -> str:
        """Changes with the weights and the number format."""
        return self._version

    def read(self, sentences: Sequence[Sentence]) -> list[ParsedSentence]:
        """Parse each sentence; words and offsets stay as they are, every sentence gets one tree."""
        windows = [window for index, sentence in enumerate(sentences) for window in self._windows(index, sentence)]
        readings: dict[int, Reading] = {}
        for places in batches_of([len(window.pieces.ids) for window in windows]):
            found = self._read_windows([windows[place].pieces for place in places])
            readings.update(zip(places, found, strict=True))
        joined = [Reading([], [], [], []) for _ in sentences]
        for place, window in enumerate(windows):
            _append(joined[window.sentence], readings[place])
        return [_parsed(sentence, reading) for sentence, reading in zip(sentences, joined, strict=True)]

    def _windows(self, index: int, sentence: Sentence) -> Iterator[_Window]:
        words = [word.text for word in sentence.words]
        spaced = [True, *(after.start > before.end for before, after in pairwise(sentence.words))]
        if not words:
            return
        whole = self._cutter.cut(words, spaced)
        for begin, end in _stretches(sentence.words, whole):
            part = whole if end - begin == len(words) else self._cutter.cut(words[begin:end], spaced[begin:end])
            yield _Window(index, begin, part)

    def _read_windows(self, windows: Sequence[Pieces]) -> list[Reading]:
        packed = pack([window.ids for window in windows])
        with torch.inference_mode():
            return self._head.read(self._lower(packed), packed, windows)


def _load_weights(folder: Path) -> tuple[ReaderShape, dict[str, Tensor], str]:
    remedy = "reinstall crosscheck, or run: python -m training.reader.train"
    try:
        description = json.loads((folder / "reader.json").read_text("utf-8"))
        values = description["shape"]
        lists = {name: tuple(values[name]) for name in ("tags", "relations", "entities")}
        shape = ReaderShape(**{**values, **lists})
        file = folder / "reader.safetensors"
        digest = sha256_of(file)
        if digest != description["weights_sha256"]:
            raise ModelUnavailable(f"the reader's weights {file} are damaged; {remedy}")
        state = {name: tensor.float() for name, tensor in load_file(file).items()}
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise ModelUnavailable(
            f"the reader's weights in {folder} cannot be read ({type(error).__name__}); {remedy}"
        ) from error
    return shape, state, digest


def _stretches(words: Sequence[WordSpan], pieces: Pieces) -> Iterator[tuple[int, int]]:
    """Cut an overlong sentence, after a punctuation mark where one stands in the last third of the stretch."""
    begin = 0
    while begin < len(words):
        end = begin + 1
        limit = pieces.first[begin] + LONGEST_WINDOW_PIECES
        while end < len(words) and end - begin < LONGEST_WINDOW_WORDS and pieces.last[end] < limit:
            end += 1
        if end < len(words):
            marks = [at for at in range(begin + 2 * (end - begin) // 3, end) if not words[at].text.isalnum()]
            marks = [at for at in marks if not any(character.isalnum() for character in words[at].text)]
            end = marks[-1] + 1 if marks else end
        yield begin, end
        begin = end


def _append(reading: Reading, window: Reading) -> None:
    offset = len(reading.heads)
    top = reading.heads.index(0) + 1 if offset else 0
    for head, relation, tag in zip(window.heads, window.relations, window.tags, strict=True):
        hangs_on_first_window = offset > 0 and head == 0
        reading.heads.append(top if hangs_on_first_window else head + offset if head else 0)
        reading.relations.append(_LATER_WINDOW if hangs_on_first_window else relation)
        reading.tags.append(tag)
    for name in window.names:
        reading.names.append(TaggedName(type=name.type, first=name.first + offset, last=name.last + offset))


def _parsed(sentence: Sentence, reading: Reading) -> ParsedSentence:
    words = tuple(
        Word(text=span.text, start=span.start, end=span.end, tag=tag, head=head, relation=relation)
        for span, tag, head, relation in zip(
            sentence.words, reading.tags, reading.heads, reading.relations, strict=True
        )
    )
    return ParsedSentence(
        start=sentence.start, end=sentence.end, language=sentence.language, words=words, names=tuple(reading.names)
    )
