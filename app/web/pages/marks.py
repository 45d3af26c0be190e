"""Cuts texts into pieces: quotes marked in their paragraphs, names apart from sentences of ours."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

CONTEXT = 280  # code points of a paragraph shown on each side of a quote
LONGEST_QUOTE = 2_000  # code points of a quote shown in a paragraph
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A quote in its paragraph; ``before`` and ``after`` are cut at a space, marked by an ellipsis."""

    before: str
    quote: str
    after: str


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


def isolate_names(text: str, names: Iterable[str]) -> tuple[NamePiece, ...]:
    """A sentence cut so that each of the names in it, the longest first, stands alone."""
    wanted = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
    if not wanted:
        return (NamePiece(text=text, is_name=False),)
    parts = re.split("(" + "|".join(map(re.escape, wanted)) + ")", text)
    return tuple(NamePiece(text=part, is_name=number % 2 == 1) for number, part in enumerate(parts) if part)
