"""Quotation marks and brackets that a stretch of text opens and does not close, or closes and did not open."""

from collections.abc import Iterator

PAIRS = {"“": "”", "«": "»", "„": "“", "(": ")", "[": "]"}
CLOSING = frozenset(PAIRS.values()) - frozenset(PAIRS)
STRAIGHT = '"'


def loose_marks(text: str, start: int, end: int, *, sentence: int) -> list[int]:
    """The offsets of the marks in ``text[start:end]`` without their partners; ``sentence`` is where its sentence
    begins."""
    return sorted((*_straight(text, start, end, sentence), *_paired(text, start, end)))


def _straight(text: str, start: int, end: int, sentence: int) -> Iterator[int]:
    marks = [at for at in range(start, end) if text[at] == STRAIGHT]
    if len(marks) % 2:
        inside = text.count(STRAIGHT, sentence, start) % 2 == 1
        yield marks[0] if inside else marks[-1]


def _paired(text: str, start: int, end: int) -> list[int]:
    """Unpaired marks; one that closes where its like is open and opens elsewhere is told by what is open (“)."""
    opened: list[int] = []
    loose: list[int] = []
    for at in range(start, end):
        mark = text[at]
        if opened and PAIRS[text[opened[-1]]] == mark:
            opened.pop()
        elif mark in PAIRS:
            opened.append(at)
        elif mark in CLOSING:
            loose.append(at)
    return [*opened, *loose]
