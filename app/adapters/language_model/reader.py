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

from app.adapters.language_model.adapted_encoder import LowerEncoder, SharedEncoder, load_encoder, merge_adapters
from app.adapters.language_model.encoder_files import sha256_of
from app.adapters.language_model.entity_decoding import decode_entities
from app.adapters.language_model.precision import Precision, resolve_precision
from app.adapters.language_model.reader_input import Pieces
from app.adapters.language_model.reader_model import ReaderHead, ReaderShape
from app.adapters.language_model.tree_decoding import decode_tree
from app.core.errors import ModelUnavailable
from app.core.model.entity import EntityType
from app.core.model.sentence import ParsedSentence, Sentence, TaggedName, Word, WordSpan

WEIGHTS = Path(__file__).parent / "weights"
LONGEST_WINDOW_WORDS = 120
LONGEST_WINDOW_PIECES = 480
# Sentences are padded to a multiple of this and only read together with others of that padded length: what a sentence
# looks like to the network then never depends on its neighbours.
PADDING_STEP = 8
PIECES_PER_BATCH = 2048
_ROOT = "root"
# How the later windows of an overlong sentence hang on the first.
_LATER_WINDOW = "parataxis"


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of one sentence that is read at once."""

    sentence: int
    begin: int
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class _Reading:
    """Head (from 1, 0 is the root), relation and tag of each word of a window, and its names."""

    heads: list[int]
    relations: list[str]
    tags: list[str]
    names: list[TaggedName]


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
        dtype = resolve_precision(precision)
        self._version = f"reader-{digest[:12]}-{str(dtype).removeprefix('torch.')}"
        try:
            shared = shared or load_encoder(encoder, dtype)
            tensors = shared.tensors
            self._lower = LowerEncoder(tensors, heads=shape.heads, layers=shape.frozen_layers).eval()
            self._head = ReaderHead(tensors, shape)
            self._head.load_state_dict(state)
            self._cutter = shared.cutter
        except (OSError, SafetensorError, KeyError, RuntimeError) as error:
            raise ModelUnavailable(
                f"the reader cannot use the encoder in {encoder} ({type(error).__name__}); delete that folder"
            ) from error
        merge_adapters(self._head, dtype)
        self._head.eval()

    @property
    def version(self) -> str:
        """Changes with the weights and the number format."""
        return self._version

    def read(self, sentences: Sequence[Sentence]) -> list[ParsedSentence]:
        """Parse each sentence; words and offsets stay as they are, every sentence gets one tree."""
        windows = [window for index, sentence in enumerate(sentences) for window in self._windows(index, sentence)]
        readings: dict[int, _Reading] = {}
        for chosen in _batches(windows):
            for place, reading in zip(chosen, self._read_windows([windows[place] for place in chosen]), strict=True):
                readings[place] = reading
        joined: list[_Reading] = [_Reading([], [], [], []) for _ in sentences]
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

    def _read_windows(self, windows: Sequence[_Window]) -> list[_Reading]:
        length = _padded_length(windows[0])
        ids = torch.ones(len(windows), length, dtype=torch.long)
        mask = torch.zeros(len(windows), length, dtype=torch.bool)
        most = max(len(window.pieces.first) for window in windows)
        first = torch.zeros(len(windows), most, dtype=torch.long)
        last = torch.zeros(len(windows), most, dtype=torch.long)
        for row, window in enumerate(windows):
            pieces = window.pieces
            ids[row, : len(pieces.ids)] = torch.tensor(pieces.ids)
            mask[row, : len(pieces.ids)] = True
            first[row, : len(pieces.first)] = torch.tensor(pieces.first)
            last[row, : len(pieces.last)] = torch.tensor(pieces.last)
        with torch.inference_mode():
            vectors = self._head.words(self._lower(ids, mask), mask, first, last)
            # One by one: parser and taggers are cheap, and no score then depends on the other rows.
            return [
                self._decode(*(part[row : row + 1, : len(window.pieces.first)] for part in vectors))
                for row, window in enumerate(windows)
            ]

    def _decode(self, words: Tensor, words_for_entities: Tensor) -> _Reading:
        shape = self._head.shape
        present = torch.ones(words.shape[:2], dtype=torch.bool)
        scores = self._head.arc_scores(words, present)[0].log_softmax(-1)
        heads = decode_tree(scores.double().numpy())
        relations = self._head.relation_scores(words, torch.tensor([heads]))[0]
        relations[:, shape.relations.index(_ROOT)] = -torch.inf
        names = [shape.relations[index] for index in relations.argmax(-1).tolist()]
        tags = [shape.tags[index] for index in self._head.tag_scores(words)[0].argmax(-1).tolist()]
        entities = self._head.entity_scores(words_for_entities)[0].double().numpy()
        return _Reading(
            heads,
            [_ROOT if head == 0 else name for head, name in zip(heads, names, strict=True)],
            tags,
            [
                TaggedName(type=EntityType(kind), first=a, last=b)
                for kind, a, b in decode_entities(entities, shape.entities)
            ],
        )


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


def _padded_length(window: _Window) -> int:
    return -(-len(window.pieces.ids) // PADDING_STEP) * PADDING_STEP


def _batches(windows: Sequence[_Window]) -> Iterator[list[int]]:
    """Places of windows of one padded length, few enough for one run of the network."""
    order = sorted(range(len(windows)), key=lambda place: _padded_length(windows[place]))
    chosen: list[int] = []
    for place in order:
        length = _padded_length(windows[place])
        if chosen and (length != _padded_length(windows[chosen[0]]) or (len(chosen) + 1) * length > PIECES_PER_BATCH):
            yield chosen
            chosen = []
        chosen.append(place)
    if chosen:
        yield chosen


def _append(reading: _Reading, window: _Reading) -> None:
    offset = len(reading.heads)
    top = reading.heads.index(0) + 1 if offset else 0
    for head, relation, tag in zip(window.heads, window.relations, window.tags, strict=True):
        hangs_on_first_window = offset > 0 and head == 0
        reading.heads.append(top if hangs_on_first_window else head + offset if head else 0)
        reading.relations.append(_LATER_WINDOW if hangs_on_first_window else relation)
        reading.tags.append(tag)
    for name in window.names:
        reading.names.append(TaggedName(type=name.type, first=name.first + offset, last=name.last + offset))


def _parsed(sentence: Sentence, reading: _Reading) -> ParsedSentence:
    words = tuple(
        Word(text=span.text, start=span.start, end=span.end, tag=tag, head=head, relation=relation)
        for span, tag, head, relation in zip(
            sentence.words, reading.tags, reading.heads, reading.relations, strict=True
        )
    )
    return ParsedSentence(
        start=sentence.start, end=sentence.end, language=sentence.language, words=words, names=tuple(reading.names)
    )
