"""The lines of a submitted text, with the features by which prose and page furniture are told apart."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.folding import fold

HEAD_CHARACTERS = 400  # enough of a line to know it by; whatever is longer is prose
MIN_ANNOUNCING_WORDS = 5  # of a line with a colon at its end; shorter ones are headings
WRAPPED_WIDTH = range(50, 111)  # characters of a full line in hard-wrapped text
MIN_WRAPPED_SHARE = 0.75  # of that width which every line but the last fills
_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")  # scripts without spaces: about two letters a word
_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[:©]")
_SIGNS = frozenset(":©")
_EDGE = "".join(char for char in map(chr, range(0x10000)) if char.isspace() or unicodedata.category(char) == "Cf")
_TERMINAL = re.compile(r"[.!?؟…。।۔！？](?:\s?[\"'»”’“)\]›])*(?:\s*\([^()]{1,30}\))?$")
_QUESTION = re.compile(r"[?؟!！？](?:\s?[\"'»”’“)\]›])*$")
_BULLET = re.compile(r"^(?:[•·▪●◦*–—-]|\d{1,2}[.)-])\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A stretch of the text, mostly one line, without surrounding white space; never empty."""

    start: int
    end: int
    text: str
    folded: str  # of its first HEAD_CHARACTERS characters
    tokens: tuple[str, ...]  # folded words, colons and copyright signs of the same
    words: tuple[str, ...]  # the tokens that are neither numbers nor signs
    word_count: int  # of the whole line
    gap_before: bool  # a blank line, or the start of the text, stands before it

    @property
    def is_terminated(self) -> bool:
        """Whether it ends as sentences end."""
        return is_terminated(self.text[-60:])

    @property
    def announces(self) -> bool:
        """Whether it ends with a colon: a list or a quotation follows."""
        return self.text.endswith((":", "：")) and self.word_count >= MIN_ANNOUNCING_WORDS

    @property
    def is_question(self) -> bool:
        """Whether it ends with a question or exclamation mark."""
        return _QUESTION.search(self.text[-10:]) is not None

    @property
    def is_numbered(self) -> bool:
        """Whether it begins with a bullet or a small number."""
        return _BULLET.match(self.text) is not None


def is_terminated(tail: str) -> bool:
    """Whether the end of a line ends as sentences end."""
    return _TERMINAL.search(tail) is not None


def split_lines(text: str, *, cuts: re.Pattern[str]) -> list[Line]:
    """All stretches of a text that are not blank, in order.

    A hard-wrapped paragraph is one stretch. ``cuts`` finds where furniture begins in the middle of a line.
    """
    lines: list[Line] = []
    for paragraph in _paragraphs(text):
        joined = [(paragraph[0][0], paragraph[-1][1])] if _is_wrapped(text, paragraph) else paragraph
        for number, (start, end) in enumerate(joined):
            for cut_start, cut_end in _cut(text, start, end, cuts):
                lines.append(_make_line(text, cut_start, cut_end, gap_before=number == 0 and cut_start == start))
    return lines


def _paragraphs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines without a blank line between, as spans without surrounding white space."""
    run: list[tuple[int, int]] = []
    last_end = 0
    for match in _LINE.finditer(text):
        breaks = text.count("\n", last_end, match.start()) or text.count("\r", last_end, match.start())
        start, end = trim(text, match.start(), match.end())
        last_end = match.end()
        if run and (breaks > 1 or start == end):
            yield run
            run = []
        if start < end:
            run.append((start, end))
    if run:
        yield run


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space and invisible marks at its edges; empty where nothing else is in it."""
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip(_EDGE))
    return first, max(first, start + len(piece.rstrip(_EDGE)))


def _is_wrapped(text: str, paragraph: Sequence[tuple[int, int]]) -> bool:
    """Whether three or more lines are one paragraph, broken at a fixed width: only its last ends a sentence."""
    if len(paragraph) < 3:
        return False
    lengths = [end - start for start, end in paragraph]
    width = max(lengths)
    if width not in WRAPPED_WIDTH or min(lengths[:-1]) < MIN_WRAPPED_SHARE * width:
        return False
    stops = [is_terminated(text[max(start, end - 60) : end]) for start, end in paragraph]
    return stops[-1] and sum(stops[:-1]) <= len(stops) / 3


def _cut(text: str, start: int, end: int, cuts: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in cuts.finditer(text, start, end):
        first, last = trim(text, start, match.start("cut"))
        if first < last:
            yield first, last
        start = match.start("cut")
    first, last = trim(text, start, end)
    if first < last:
        yield first, last


def _make_line(text: str, start: int, end: int, *, gap_before: bool) -> Line:
    folded = fold(text[start : min(end, start + HEAD_CHARACTERS)])
    tokens = tuple(_TOKEN.findall(folded))
    return Line(
        start=start,
        end=end,
        text=text[start:end],
        folded=folded,
        tokens=tokens,
        words=tuple(word for word in tokens if word not in _SIGNS and not word.isdigit()),
        word_count=_count_words(text, start, end),
        gap_before=gap_before,
    )


def _count_words(text: str, start: int, end: int) -> int:
    unspaced = sum(1 for _ in _UNSPACED.finditer(text, start, end))
    return sum(1 for _ in _WORD.finditer(text, start, end)) + unspaced // 2


def tokenise(phrase: str) -> tuple[str, ...]:
    """A phrase of a word list in the form in which the tokens of a line are compared with it."""
    return tuple(_TOKEN.findall(fold(phrase)))
