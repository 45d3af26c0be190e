"""What each line says of itself, before its neighbours are asked."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.cleaning.dates import find_date, read_dateline
from app.core.cleaning.lines import Line
from app.core.cleaning.phrases import PhraseBook, strip_any
from app.core.model.article import ClutterKind

MAX_AUTHOR_WORDS = 5
MAX_STOPPED_NAME = 3  # words of a name after which a byline has a full stop
MAX_COUNTER_WORDS = 8
MAX_MENU_WORDS = 14
MAX_CAPTION_WORDS = 40
MAX_BREADCRUMB_WORDS = 30
MIN_CRUMB_SHARE = 0.5  # of the words after "Home" that are known sections, where no separators stand
MIN_MENU_SHARE = 0.7
MAX_LINK_WORDS = 6  # words of each part of a line of links
SENTENCE_WORDS = 5  # a line of so many words that ends as a sentence does is one
MAX_NAME_SHARE = 0.5
_FILE_NAME = re.compile(
    r"^(?:[\w%()-]+\.(?:jpe?g|png|gif|webp|svg|bmp|mp4|pdf)|(?:img|dsc|image|photo|screenshot)[_-]?\d[\w-]*|[\w-]*\d{2,4}x\d{2,4})$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"^(?:https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]+\.[\w.-]+|[@#]\w+(?:\s+[@#]\w+)*)$", re.IGNORECASE
)
_LINK_SEPARATOR = re.compile(r"\s[|·•›»>/]\s|\s[|›»]|[|›]\s")
_AUTHOR_STOP = re.compile(r"[|•·,،;\d(–—]|\s-\s|\s/\s")
_CREDIT = re.compile(r"\S.*©\s*[^\d\s][^.!?]{1,40}$")
_CRUMB = re.compile(r"^\s*[/>»›|<‹«→←\\]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Why a line is page furniture. ``has_tail``: something stands on the line after the words that tell it."""

    kind: ClutterKind
    has_tail: bool = False
    opens_section: bool = False  # what follows may be furniture too
    author: str | None = None
    published_at: datetime | None = None
    outlet: str | None = None
    is_bare_date: bool = False  # a date and nothing else
    is_announced: bool = False  # the publication time stands behind words that say so


def mark_lines(lines: Sequence[Line], book: PhraseBook) -> list[Mark | None]:
    """For each line its mark, or None where nothing on it tells that it is furniture."""
    repeated = Counter(line.folded for line in lines)
    return [_mark(line, book, repeats=repeated[line.folded], is_first=number == 0) for number, line in enumerate(lines)]


def _mark(line: Line, book: PhraseBook, *, repeats: int, is_first: bool) -> Mark | None:
    dateline = read_dateline(line, book)
    is_worded = _LETTER.search(line.text) is not None
    if (not is_worded and dateline is None) or _FILE_NAME.match(line.text) or _ADDRESS.match(line.text):
        return Mark(kind=_kind_of_unworded(line))
    mark = _mark_by_phrase(line, book) if is_worded else None
    if mark is not None:
        return mark
    if line.word_count <= MAX_CAPTION_WORDS and "©" in line.text[1:] and _CREDIT.match(line.text):
        return Mark(kind=ClutterKind.CAPTION)
    byline = _read_byline(line, book)
    if byline is not None and not is_first:
        return byline
    if dateline is not None:
        return Mark(
            kind=ClutterKind.DATELINE,
            published_at=dateline.published_at,
            outlet=dateline.outlet,
            is_announced=dateline.is_announced,
            is_bare_date=dateline.is_bare,
        )
    if _is_breadcrumb(line, book) or _is_counter(line, book) or _is_menu(line, book):
        return Mark(kind=ClutterKind.MENU)
    return None


def _kind_of_unworded(line: Line) -> ClutterKind:
    return ClutterKind.CAPTION if _FILE_NAME.match(line.text) and _LETTER.search(line.text) else ClutterKind.OTHER


def _mark_by_phrase(line: Line, book: PhraseBook) -> Mark | None:
    whole = book.kind_of_whole(line.words)
    if whole is not None:
        invited = _invites_comments(line, book)
        opens = invited is not None or whole in (ClutterKind.AUTHOR_BOX, ClutterKind.RELATED, ClutterKind.TAGS)
        return Mark(kind=invited or whole, opens_section=opens)
    opening = book.opening_of(line)
    if opening is not None:
        kind, has_tail = opening
        return Mark(kind=kind, has_tail=has_tail, opens_section=True, outlet=_owner(line, kind, book))
    notice = book.notice_of(line)
    return Mark(kind=notice, has_tail=True) if notice is not None else None


def _invites_comments(line: Line, book: PhraseBook) -> ClutterKind | None:
    """Comments or their form, where the line's last phrase is a heading of them ("Share | Leave a comment").

    Field names of a form ("Name", "Reply") are none.
    """
    words = line.words
    for start in range(len(words)):
        kind = book.whole.get(words[start:])
        is_heading = kind is ClutterKind.COMMENT_FORM and book.opens(words[start:], kind)
        if kind is ClutterKind.VISITOR_COMMENT or is_heading:
            return kind
    return ClutterKind.VISITOR_COMMENT if book.kind_of_whole(words) is ClutterKind.VISITOR_COMMENT else None


def _owner(line: Line, kind: ClutterKind, book: PhraseBook) -> str | None:
    """The outlet in a copyright line: what is left of it without sign, year and phrases."""
    if kind is not ClutterKind.LEGAL or "©" not in line.text or line.word_count > MAX_COUNTER_WORDS:
        return None
    name = re.sub(r"[©\d]+|\s[-–—|]\s.*$", " ", line.text).strip(" .-–—|,،")
    return " ".join(name.split()) or None if line.words and book.covered_share(line.words) == 0 else None


def _read_byline(line: Line, book: PhraseBook) -> Mark | None:
    """A line that opens as bylines do and goes on with a short name."""
    if line.word_count > 2 * MAX_COUNTER_WORDS:
        return None
    rest = strip_any(line.tokens, book.bylines)
    if rest is None:
        return None
    opening = line.tokens[: len(line.tokens) - len(rest)]
    rest = rest[1:] if rest[:1] == (":",) else rest
    name = _printed_rest(line, opening)
    if not rest or name is None:
        return Mark(kind=ClutterKind.BYLINE)
    if line.is_terminated and (len(name.split()) > MAX_STOPPED_NAME or not name.endswith(".")):
        return None
    cut = _AUTHOR_STOP.search(name)
    author = (name[: cut.start()] if cut else name).strip(" .:،,-")
    words = author.split()
    if not 0 < len(words) <= MAX_AUTHOR_WORDS or not _is_name_like(author):
        return None
    found = find_date(line.folded, book)
    return Mark(
        kind=ClutterKind.BYLINE,
        has_tail=True,
        opens_section=True,
        author=author,
        published_at=found[0] if found else None,
    )


def _printed_rest(line: Line, opening: Sequence[str], *, strip: bool = True) -> str | None:
    """The line as printed, after as many words as the opening has, and after the signs that part them."""
    words = list(re.finditer(r"[^\W_]+(?:['’ʼ-][^\W_]+)*", line.text))
    count = sum(part.isalnum() or len(part) > 1 for part in opening)
    if len(words) < count:
        return None
    rest = line.text[words[count - 1].end() :]
    return (rest.lstrip(" :-–—") if strip else rest) or None


def _is_name_like(name: str) -> bool:
    """Whether a run of words can be a person's name: in scripts with capitals, most words have one."""
    words = [word for word in name.split() if word[0].isalpha()]
    if not words or any(char.isdigit() for char in name):
        return False
    cased = [word for word in words if word[0].isupper() or word[0].islower()]
    return not cased or (cased[0][0].isupper() and sum(w[0].islower() for w in cased) <= MAX_NAME_SHARE * len(cased))


def is_name_line(line: Line) -> bool:
    """Whether a whole line can be a person's name and nothing else."""
    return 2 <= line.word_count <= 4 and not line.is_terminated and _is_name_like(line.text) and ":" not in line.text


def _is_breadcrumb(line: Line, book: PhraseBook) -> bool:
    if line.is_terminated or line.word_count > MAX_BREADCRUMB_WORDS:
        return False
    rest = strip_any(line.tokens, book.home)
    if rest is None:
        return False
    opening = line.tokens[: len(line.tokens) - len(rest)]
    after = _printed_rest(line, opening, strip=False) or ""
    return bool(_CRUMB.match(after)) or book.covered_share(rest) >= MIN_CRUMB_SHARE


def _is_counter(line: Line, book: PhraseBook) -> bool:
    """ "1,234 views", "5 min read": a number and what is counted, and little else."""
    if line.word_count > MAX_COUNTER_WORDS or not any(char.isdigit() for char in line.text):
        return False
    rest = strip_any(line.words, book.counters)
    return rest is not None and len(rest) <= 2


def _is_menu(line: Line, book: PhraseBook) -> bool:
    """Links side by side, with separators or known as sections of a site."""
    if line.is_terminated or line.word_count > MAX_MENU_WORDS:
        return False
    if len(line.words) >= 3 and book.covered_share(line.words) >= MIN_MENU_SHARE:
        return True
    parts = _LINK_SEPARATOR.split(line.text)
    if len(parts) < 2 or any(len(part.split()) > MAX_LINK_WORDS for part in parts):
        return False
    return len(parts) >= 3 or max(len(part.split()) for part in parts) <= 3
