"""Splits the kept passages of an article into sentences and surface words, without losing an offset.

The rules for words are those on which the reader was trained: changing them asks for training it anew.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from app.core.folding import fold
from app.core.model.article import CleanText
from app.core.model.sentence import Sentence, WordSpan
from app.core.model.words import CleaningWords

MAX_SENTENCE_WORDS = 120  # longer ones are cut; press sentences beyond it are enumerations without a full stop
CUT_LENGTHS = range(40, MAX_SENTENCE_WORDS + 1)  # how many words a piece that is cut off may have
NO_WORDS = CleaningWords()
FULL_STOPS = frozenset(".。۔।")
TERMINALS = FULL_STOPS | frozenset("!?؟…‽！？")
CLOSERS = frozenset("»”’\")]}'›")
OPENING_OF = {"»": "«", "”": "“„”", ")": "(", "]": "[", "}": "{", "›": "‹", "“": "„"}
SEMICOLONS = frozenset(";؛；")
COMMAS = frozenset(",،、")
DASHES = frozenset("-–—")
LONGEST_DATELINE = 8  # words before the agency of a dateline
LONGEST_AGENCY = 6  # words of the agency with its brackets


def _ranges(categories: tuple[str, ...]) -> str:
    """The code points of some Unicode categories as the inside of a regular expression's character class."""
    found: list[list[int]] = []
    for point in range(sys.maxunicode + 1):
        if unicodedata.category(chr(point)) in categories:
            if found and found[-1][1] == point - 1:
                found[-1][1] = point
            else:
                found.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" if first < last else chr(first) for first, last in found)


@cache
def _word_pattern() -> re.Pattern[str]:
    marks, invisible = _ranges(("Mn", "Mc", "Me")), _ranges(("Cf",))
    inner = rf"[\w{marks}{invisible}]"
    letter = rf"[^\W\d_][{marks}]*"
    link = r"https?://|www\."
    joint = r"[-‐‑–/'’ʼ·&@+]|(?<=\d)[.,:٫٬،](?=\d)|(?<=[a-z0-9])\.(?=[a-z])"
    return re.compile(
        rf"(?P<link>(?:{link})[^\s<>\"«»“”()\[\]،]*[\w/])"
        rf"|(?P<dotted>{letter}(?:\.{letter})+(?!{inner})(?:-{inner}+)*\.?)"
        rf"|(?P<word>[#@]?{inner}+(?:(?:{joint}){inner}+)*)"
        r"|(?P<dots>\.{2,})"
        r"|\S"
    )


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf"


def split_words(text: str, start: int, end: int, *, words: CleaningWords = NO_WORDS) -> tuple[WordSpan, ...]:
    """The surface words of ``text[start:end]``; together they cover all but white space and invisible marks.

    Clitics and apostrophes stay inside their word, punctuation stands alone, except inside numbers, links and
    abbreviations. ``words`` lends the abbreviations of the language.
    """
    abbreviations = _abbreviations(words)
    found: list[WordSpan] = []
    for match in _word_pattern().finditer(text, start, end):
        first, last = _trim(text, match.start(), match.end())
        if first == last:
            continue
        if match[0] == "." and found and found[-1].end == first:
            previous = found[-1]
            if _keeps_dot(text, previous, end, abbreviations, ordinal_dot=words.ordinal_dot):
                found[-1] = WordSpan(text=f"{previous.text}.", start=previous.start, end=last)
                continue
        found.append(WordSpan(text=text[first:last], start=first, end=last))
    return tuple(found)


def _trim(text: str, first: int, last: int) -> tuple[int, int]:
    while first < last and _is_invisible(text[first]):
        first += 1
    while first < last and _is_invisible(text[last - 1]):
        last -= 1
    return first, last


@cache
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _abbreviations(words: CleaningWords) -> frozenset[str]:
    return _folded(words.abbreviations)


def _keeps_dot(text: str, word: WordSpan, end: int, abbreviations: frozenset[str], *, ordinal_dot: bool) -> bool:
    """Whether the dot after a word belongs to it: an abbreviation, an initial, an ordinal."""
    after = _next_visible(text, word.end + 1, end)
    if fold(word.text) in abbreviations:
        return True
    if len(word.text) == 1 and word.text.isupper():
        return text[after : after + 1].isupper()
    spaced = after > word.end + 1
    return ordinal_dot and len(word.text) <= 2 and word.text.isdigit() and spaced and text[after : after + 1].isalpha()


def _next_visible(text: str, position: int, end: int) -> int:
    while position < end and (text[position].isspace() or _is_invisible(text[position])):
        position += 1
    return position if position < end else len(text)


def split_sentences(text: str, clean: CleanText, *, language: str, words: CleaningWords = NO_WORDS) -> list[Sentence]:
    """The sentences of the kept passages, in text order; offsets are those of ``text``.

    A passage always ends a sentence. ``words`` lends the language's abbreviations and clause openers
    (``knowledge.pack(language).cleaning``); without them only neutral signs are read.
    """
    sentences: list[Sentence] = []
    for passage in clean.passages:
        spans = split_words(text, passage.start, passage.end, words=words)
        for group in _group_sentences(spans):
            sentences.extend(
                Sentence(start=part[0].start, end=part[-1].end, language=language, words=part)
                for part in _cut_long(group, words)
            )
    return sentences


def _group_sentences(spans: tuple[WordSpan, ...]) -> Iterator[tuple[WordSpan, ...]]:
    """The words of a passage, sentence by sentence; a sentence without any letter or digit joins the one before."""
    begin = position = _dateline_end(spans)
    ends = [begin] if begin else []
    while position < len(spans):
        stop = _after_closers(spans, position + 1, begin) if _is_terminal(spans[position].text) else 0
        if not stop or (stop < len(spans) and not _ends_sentence(spans, begin, position, stop)):
            position += 1
            continue
        _add_end(ends, spans, begin, stop)
        begin = position = stop
    if begin < len(spans):
        _add_end(ends, spans, begin, len(spans))
    for first, last in pairwise([0, *ends]):
        yield spans[first:last]


def _dateline_end(spans: tuple[WordSpan, ...]) -> int:
    """The position after a dateline that names its agency, "CAIRO, May 3 (AP) -"; 0 where the passage has none. What
    stands behind it is a sentence of its own."""
    opened = next((p for p, word in enumerate(spans[:LONGEST_DATELINE]) if word.text == "("), 0)
    closed = next((p for p in range(opened, min(opened + LONGEST_AGENCY, len(spans))) if spans[p].text == ")"), 0)
    if not opened or closed < opened + 2 or any(_is_lower(word.text) for word in spans[: 1 if opened < 2 else 2]):
        return 0
    stop = closed + 1
    while stop < len(spans) and stop < closed + 3 and spans[stop].text in FULL_STOPS:
        stop += 1
    dashed = stop + 1 < len(spans) and (spans[stop].text in DASHES or spans[stop].text in ":ـ")
    plain = all(word.text[0].isalpha() for word in spans[opened + 1 : closed])
    return stop + 1 if dashed and plain and not any(word.text in TERMINALS for word in spans[:opened]) else 0


def _is_lower(text: str) -> bool:
    return text[0].islower()


def _add_end(ends: list[int], spans: tuple[WordSpan, ...], begin: int, stop: int) -> None:
    if ends and not any(char.isalnum() for word in spans[begin:stop] for char in word.text):
        ends[-1] = stop
    else:
        ends.append(stop)


def _is_terminal(word: str) -> bool:
    return word in TERMINALS or (len(word) > 1 and not word.strip("."))


def _after_closers(spans: tuple[WordSpan, ...], position: int, begin: int) -> int:
    """The position after further terminals and the quotes and brackets that close with the sentence."""
    while position < len(spans):
        word = spans[position]
        touching = spans[position - 1].end == word.start
        if word.text in TERMINALS and touching:
            position += 1
            continue
        if word.text not in CLOSERS and word.text != "“":
            break
        if not touching and not _closes_open(spans, begin, position):
            break
        if touching and word.text in "\"'" and _opens_next(spans, position):
            break
        if word.text == "“" and not _closes_open(spans, begin, position):
            break
        position += 1
    return position


def _closes_open(spans: tuple[WordSpan, ...], begin: int, position: int) -> bool:
    """Whether a closing sign has its opening one, still open, in the same sentence."""
    closer = spans[position].text
    openers = OPENING_OF.get(closer)
    if openers is None:
        return False
    recent = [word.text for word in spans[max(begin, position - MAX_SENTENCE_WORDS) : position]]
    return sum(word in openers for word in recent) > recent.count(closer)


def _opens_next(spans: tuple[WordSpan, ...], position: int) -> bool:
    """Whether a straight quote touches the word after it and so opens rather than closes."""
    return position + 1 < len(spans) and spans[position + 1].start == spans[position].end


def _ends_sentence(spans: tuple[WordSpan, ...], begin: int, position: int, stop: int) -> bool:
    """Whether a terminal that has words after it really ends the sentence."""
    following = spans[stop].text
    if following[0].islower():
        return False
    if following in COMMAS or following in SEMICOLONS or following == ":":
        return False
    if stop == position + 1 and following in DASHES:
        return False
    is_item_number = position == begin + 1 and spans[begin].text.isdigit() and spans[position].text == "."
    return not is_item_number


def _cut_long(group: tuple[WordSpan, ...], words: CleaningWords) -> Iterator[tuple[WordSpan, ...]]:
    """A sentence of more than MAX_SENTENCE_WORDS in pieces, each cut after the best boundary within reach."""
    openers = tuple(fold(opener) for opener in words.clause_openers)
    begin = 0
    while len(group) - begin > MAX_SENTENCE_WORDS:
        ranks = [(_boundary_rank(group, begin + length, openers), length) for length in CUT_LENGTHS]
        cut = begin + max(ranks)[1]
        yield group[begin:cut]
        begin = cut
    yield group[begin:]


def _boundary_rank(group: tuple[WordSpan, ...], cut: int, openers: tuple[str, ...]) -> int:
    """How good it is to cut before the word at ``cut``: 0 is anywhere, 4 is a semicolon."""
    before, after = group[cut - 1].text, group[cut].text
    if before in SEMICOLONS or _is_terminal(before):
        return 4
    if before in COMMAS:
        return 3 if _opens_clause(after, openers) else 2
    return 1 if before in DASHES or before == ":" else 0


def _opens_clause(word: str, openers: tuple[str, ...]) -> bool:
    folded = fold(word)
    return any(folded.startswith(o[:-1]) if o.endswith("*") else folded == o for o in openers)
