"""Cuts texts into pieces: quotes marked in their paragraphs, all claims marked in a whole article."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.use_cases.views import ArticleView, ClaimView, PassageView

CONTEXT = 280  # code points of a paragraph shown on each side of a quote
LONGEST_QUOTE = 2_000  # code points of a quote shown in a paragraph
DEEPEST = 3  # claims over one another that are shaded differently
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A quote in its paragraph; ``before`` and ``after`` are cut at a space, marked by an ellipsis."""

    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text under the same claims. Numbers count the claims of the article from 1."""

    text: str
    depth: int  # how many claims lie over it, at most ``DEEPEST``
    begins: tuple[int, ...] = ()  # numbers of the claims that begin here
    ends: tuple[int, ...] = ()  # numbers of the claims that end with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A passage of the article. ``dropped`` where it is not the article's own prose."""

    kind: str
    dropped: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePiece:
    """A stretch of a sentence of ours; ``is_name`` where it came from a report and may run the other way."""

    text: str
    is_name: bool


def context_of(text: str, start: int, end: int) -> Context:
    """``text[start:end]`` within the lines that it stands on."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end == -1 else line_end
    before, after = text[line_start:start], text[end:line_end]
    if len(before) > CONTEXT:
        first_space = _SPACE.search(before, len(before) - CONTEXT)
        before = "… " + before[first_space.end() if first_space else len(before) - CONTEXT :]
    if len(after) > CONTEXT:
        last_space = max((match.start() for match in _SPACE.finditer(after, 0, CONTEXT)), default=CONTEXT)
        after = after[: last_space or CONTEXT] + " …"
    return Context(before=before, quote=shorten(text[start:end], LONGEST_QUOTE), after=after)


def shorten(text: str, most: int) -> str:
    """The text, or its first ``most`` code points and an ellipsis."""
    return text if len(text) <= most else text[:most].rstrip() + " …"


def blocks_of(article: ArticleView) -> tuple[Block, ...]:
    """The whole text in passages, every claim marked. A text that is not analysed yet is one block."""
    return tuple(
        Block(kind=kind, dropped=dropped, pieces=_pieces(article.text, start, end, article.claims))
        for start, end, kind, dropped in _stretches(article)
        if article.text[start:end].strip()
    )


def _stretches(article: ArticleView) -> Iterable[tuple[int, int, str, bool]]:
    """All of the text in order; what no passage covers counts as body."""
    kept = [(passage, False) for passage in article.passages]
    dropped = [(passage, True) for passage in article.dropped]
    reached = 0
    for passage, is_dropped in sorted([*kept, *dropped], key=_place):
        start, end = max(passage.start, reached), min(passage.end, len(article.text))
        if start >= end:
            continue
        yield reached, start, "body", False
        yield start, end, passage.kind, is_dropped
        reached = end
    yield reached, len(article.text), "body", False


def _place(row: tuple[PassageView, bool]) -> tuple[int, int]:
    return row[0].start, row[0].end


def _pieces(text: str, start: int, end: int, claims: Sequence[ClaimView]) -> tuple[Piece, ...]:
    """``text[start:end]`` cut wherever a claim begins or ends."""
    inside = [(number, claim) for number, claim in enumerate(claims, 1) if claim.start < end and claim.end > start]
    cuts = {start, end}
    for _, claim in inside:
        cuts |= {max(claim.start, start), min(claim.end, end)}
    edges = sorted(cuts)
    return tuple(_piece(text, left, right, inside) for left, right in pairwise(edges))


def _piece(text: str, left: int, right: int, inside: Sequence[tuple[int, ClaimView]]) -> Piece:
    over = [(number, claim) for number, claim in inside if claim.start < right and claim.end > left]
    return Piece(
        text=text[left:right],
        depth=min(len(over), DEEPEST),
        begins=tuple(number for number, claim in over if claim.start == left),
        ends=tuple(number for number, claim in over if claim.end == right),
    )


def isolate_names(text: str, names: Iterable[str]) -> tuple[NamePiece, ...]:
    """A sentence cut so that each of the names in it, the longest first, stands alone."""
    wanted = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
    if not wanted:
        return (NamePiece(text=text, is_name=False),)
    parts = re.split("(" + "|".join(map(re.escape, wanted)) + ")", text)
    return tuple(NamePiece(text=part, is_name=number % 2 == 1) for number, part in enumerate(parts) if part)
