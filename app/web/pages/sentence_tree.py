"""A sentence's dependency tree as a drawing: words in a row, an arc from each word to those that hang on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.model.sentence import ParsedSentence, Word

LETTER = 9.5  # width of a letter at most, in units of the drawing
SHORTEST, LONGEST = 5, 22  # letters for which room is kept; longer words are cut
GAP = 14  # between words
MARGIN = 16
STEP = 24  # height of one level of arcs
LABEL = 14  # room for the relation over an arc
BELOW = 48  # room for a word and its tag
MOST_WORDS = 130  # drawn; the table has all


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnWord:
    """A word of the drawing, by the middle of its column."""

    x: float
    text: str
    tag: str
    is_root: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnArc:
    """From a head to a word that hangs on it: ``path`` and ``arrow`` are SVG path data; ``x``, ``y`` place the name of
    the relation."""

    path: str
    arrow: str
    x: float
    y: float
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeDrawing:
    """All of the drawing, in units of its own coordinates."""

    width: float
    height: float
    baseline: float  # of the words
    words: tuple[DrawnWord, ...]
    arcs: tuple[DrawnArc, ...]


def draw_tree(sentence: ParsedSentence, *, right_to_left: bool) -> TreeDrawing:
    """The first ``MOST_WORDS`` words with the arcs between them; mirrored where the language runs from the right."""
    words = sentence.words[:MOST_WORDS]
    middles, width = _columns(words)
    if right_to_left:
        middles = [width - middle for middle in middles]
    arcs = [(word.head - 1, place) for place, word in enumerate(words) if 0 < word.head <= len(words)]
    levels = _levels(arcs)
    top = MARGIN + LABEL + STEP * max(levels.values(), default=0)
    return TreeDrawing(
        width=width,
        height=top + BELOW,
        baseline=top + 18,
        words=tuple(
            DrawnWord(x=middle, text=_cut(word.text), tag=word.tag, is_root=word.head == 0)
            for middle, word in zip(middles, words, strict=True)
        ),
        arcs=tuple(_arc(middles, arc, levels[arc], top, words[arc[1]].relation) for arc in arcs),
    )


def _columns(words: Sequence[Word]) -> tuple[list[float], float]:
    """The middle of each word's column, from the side where reading begins, and the width of all."""
    middles: list[float] = []
    edge = float(MARGIN)
    for word in words:
        widest = max(len(_cut(word.text)), round(0.8 * len(word.tag)), round(0.8 * len(word.relation)), SHORTEST)
        room = LETTER * min(widest, LONGEST)
        middles.append(edge + room / 2)
        edge += room + GAP
    return middles, edge - (GAP if words else 0) + MARGIN


def _levels(arcs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """How high each arc runs, counted from 1: above every shorter one under it."""
    found: dict[tuple[int, int], int] = {}
    spans: list[tuple[int, int, int]] = []
    for arc in sorted(arcs, key=lambda arc: (abs(arc[0] - arc[1]), min(arc))):
        low, high = sorted(arc)
        below = [level for first, last, level in spans if first < high and low < last]
        found[arc] = max(below, default=0) + 1
        spans.append((low, high, found[arc]))
    return found


def _arc(middles: Sequence[float], arc: tuple[int, int], level: int, top: float, relation: str) -> DrawnArc:
    head, word = arc
    side = 5 if middles[word] > middles[head] else -5  # arcs that leave one word for both sides do not touch
    start, end = middles[head] + side, middles[word] - side / 2.5
    peak = top - STEP * level
    bend = min(12.0, abs(end - start) / 2) * (1 if end > start else -1)
    return DrawnArc(
        path=f"M{start:.1f} {top:.1f}V{peak + 10:.1f}Q{start:.1f} {peak:.1f} {start + bend:.1f} {peak:.1f}"
        f"H{end - bend:.1f}Q{end:.1f} {peak:.1f} {end:.1f} {peak + 10:.1f}V{top - 2:.1f}",
        arrow=f"M{end - 3.5:.1f} {top - 7:.1f}h7l-3.5 7z",
        x=round((start + end) / 2, 1),
        y=round(peak - 3, 1),
        relation=relation,
    )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
