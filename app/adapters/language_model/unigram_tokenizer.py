"""Builds the fast tokenizer of the encoder from its unigram pieces.

It cuts text as the packed model's own engine does: characters are rewritten one by one, runs of spaces collapse,
every space begins a piece, and each unknown character is an unknown piece of its own.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby

from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from app.adapters.language_model.packed_weights import PackedPieces

_SPACE_MARK = "\u2581"
LONGEST_INPUT = 512
_HOLES_SEARCHED = 256
# The character map is applied to grapheme clusters, and of a short cluster whose first character is rewritten the
# library drops the rest. This control character, which the map deletes, parts clusters beforehand.
_PARTING = "\u0001"
_CLUSTER_INSIDE = r"(?=[\p{M}\u200c\u200d\uff9e\uff9f])|(?<=[\u0600-\u0605\u06dd\u070f\u08e2])|(?<=\r)(?=\n)"


def build_tokenizer(packed: PackedPieces) -> Tokenizer:
    """A fast tokenizer with truncation, padding, and begin and end marks."""
    tokenizer = Tokenizer(models.Unigram(list(packed.pieces), unk_id=packed.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_CLUSTER_INSIDE), _PARTING),
            normalizers.Precompiled(compile_character_map(packed.character_map)),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Metaspace(replacement=_SPACE_MARK, prepend_scheme="always"),
            # Otherwise a run of unknown characters would be a single unknown piece.
            pre_tokenizers.Split(Regex(_unknown_characters(packed)), "isolated"),
        ]
    )
    begin, end = packed.pieces[packed.begin][0], packed.pieces[packed.end][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, packed.begin), (end, packed.end)],
    )
    marks = (packed.begin, packed.padding, packed.end, packed.unknown)
    tokenizer.add_special_tokens(
        [AddedToken(packed.pieces[index][0], special=True, normalized=False) for index in marks]
    )
    tokenizer.enable_truncation(LONGEST_INPUT)
    tokenizer.enable_padding(pad_id=packed.padding, pad_token=packed.pieces[packed.padding][0])
    return tokenizer


def _unknown_characters(packed: PackedPieces) -> str:
    known = sorted({ord(character) for piece, _ in packed.pieces for character in piece})
    return "[^" + "".join(_ranges(known)) + "]"


def _ranges(code_points: Iterable[int]) -> list[str]:
    ranges = []
    for _, run in groupby(enumerate(code_points), key=lambda pair: pair[1] - pair[0]):
        points = [point for _, point in run]
        ranges.append(f"\\x{{{points[0]:x}}}-\\x{{{points[-1]:x}}}")
    return ranges


def compile_character_map(character_map: Mapping[str, str]) -> bytes:
    """The map in SentencePiece's precompiled form: a double-array trie (Darts) and the outputs, NUL-terminated."""
    outputs = bytearray()
    places: dict[str, int] = {}
    trie: _Node = _Node()
    for source, target in sorted(character_map.items()):
        if target not in places:
            places[target] = len(outputs)
            outputs += target.encode("utf-8") + b"\0"
        trie.insert(source.encode("utf-8"), places[target])
    array = b"".join(unit.to_bytes(4, "little") for unit in _double_array(trie))
    return len(array).to_bytes(4, "little") + array + bytes(outputs)


class _Node:
    """One node of a byte trie; ``value`` is set where a key ends."""

    def __init__(self) -> None:
        self.children: dict[int, _Node] = {}
        self.value: int | None = None

    def insert(self, key: bytes, value: int) -> None:
        node = self
        for byte in key:
            node = node.children.setdefault(byte, _Node())
        node.value = value


def _double_array(trie: _Node) -> list[int]:
    """Units of 32 bits: label in bits 0-7, "a key ends here" in bit 8, distance to the children from bit 10."""
    units = {0: 0}
    bases: set[int] = set()
    pending = [(0, trie)]
    start = 1
    while pending:
        place, node = pending.pop()
        labels = sorted(node.children) if node.value is None else [0, *sorted(node.children)]
        base = start
        # No two nodes share a base: the children of one would answer for the other.
        while base in bases or any(base ^ label in units for label in labels):
            base += 1
        bases.add(base)
        units[place] |= ((place ^ base) << 10) | ((node.value is not None) << 8)
        if node.value is not None:
            units[base] = node.value | 1 << 31
        for label, child in node.children.items():
            units[base ^ label] = label
            pending.append((base ^ label, child))
        # Leaving some holes behind keeps the search short; the array stays well below a megabyte.
        start = max(start, base - _HOLES_SEARCHED)
    length = -(-(max(units) + 1) // 256) * 256
    return [units.get(place, 0) for place in range(length)]
