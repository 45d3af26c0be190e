"""Lines that tell when, and glued to it where, an article was published."""

import re
from dataclasses import dataclass
from datetime import datetime

from app.core.cleaning.lines import Line
from app.core.cleaning.phrases import PhraseBook, Phrases, Tokens, strip_any

MAX_DATELINE_WORDS = 25
MAX_UPDATE_WORDS = 8
MAX_OUTLET_WORDS = 5
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_ISO = re.compile(r"(?P<iso>\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2})?(?:z|[+-]\d{2}:?\d{2})?)?)")
_NUMERIC = re.compile(r"(?<!\d)(?P<first>\d{1,4})[/.-](?P<second>\d{1,2})[/.-](?P<third>\d{2,4})(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(?P<hour>[01]?\d|2[0-3])[:h](?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d)")
_SEPARATOR = re.compile(r"[|•·,،/–—:()\[\]-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """What a line that tells a publication time says; the time of a later change is not kept."""

    published_at: datetime | None
    outlet: str | None
    is_bare: bool = False  # nothing but the date, or its weekday
    is_announced: bool = False  # by "published on" or the like


def read_dateline(line: Line, book: PhraseBook) -> Dateline | None:
    """The line as a dateline; None where it holds more than a date and what stands beside dates."""
    if line.word_count > MAX_DATELINE_WORDS:
        return None
    found = find_date(line.folded, book)
    if found is None:
        is_update = strip_any(line.tokens, book.updates) is not None and not line.is_terminated
        return Dateline(published_at=None, outlet=None) if is_update and line.word_count <= MAX_UPDATE_WORDS else None
    date, start, end = found
    before, after = line.folded[:start], line.folded[end:]
    lead, tail = _leftover(before, book), _leftover(after, book)
    glued = bool(before) and not before[-1].isspace() and before[-1].isalpha()
    parted = bool(_SEPARATOR.search(before.rstrip()[-1:] or " "))
    told = not lead or glued or parted
    if len(lead) > MAX_OUTLET_WORDS or not told or (tail and not _is_beside_date(after, book)):
        return None
    is_update = _holds_any(before, book.updates)
    return Dateline(
        published_at=None if is_update else date,
        outlet=_outlet_before_digit(line.text) if glued and lead else None,
        is_bare=not before.strip() and not after.strip(),
        is_announced=_holds_any(before, book.datelines),
    )


def find_date(folded: str, book: PhraseBook) -> tuple[datetime, int, int] | None:
    """The first full date of a folded line, with its offsets in it; with the clock time where one stands beside it."""
    for pattern in (_ISO, book.worded_date, _NUMERIC):
        for match in pattern.finditer(folded):
            day = _day_of(match, book)
            if day is not None:
                return _with_clock(day, folded, match), match.start(), match.end()
    return None


def _day_of(match: re.Match[str], book: PhraseBook) -> datetime | None:
    parts = match.groupdict()
    if "iso" in parts:
        return _build_iso(parts["iso"])
    if "first" in parts:
        return _build_numeric(parts["first"], parts["second"], parts["third"])
    month = parts["month"] or parts["month2"]
    return _build(int(parts["year"] or parts["year2"]), book.months[month], int(parts["day"] or parts["day2"]))


def _build_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        return None


def _build_numeric(first: str, second: str, third: str) -> datetime | None:
    """Year first, or day first; 03/04/2020 could be either and is not told."""
    if len(first) == 4:
        return _build(int(first), int(second), int(third))
    if len(third) != 4 or len(first) > 2:
        return None
    left, right = int(first), int(second)
    if left <= 12 and right <= 12 and left != right:
        return None
    return _build(int(third), left, right) if right > 12 else _build(int(third), right, left)


def _build(year: int, month: int, day: int) -> datetime | None:
    if not 1900 <= year <= 2100:
        return None
    try:
        return datetime(year, month, day)  # noqa: DTZ001  # the text tells a local day, no offset
    except ValueError:
        return None


def _with_clock(day: datetime, folded: str, match: re.Match[str]) -> datetime:
    """The day with a 24-hour clock time that stands right after it; a 12-hour one stays unread."""
    clock = _CLOCK.search(folded, match.end(), match.end() + 20)
    if clock is None or _WORD.match(folded[clock.end() :].lstrip()) or day.hour or day.minute:
        return day
    return day.replace(hour=int(clock["hour"]), minute=int(clock["minute"]))


def _leftover(part: str, book: PhraseBook) -> Tokens:
    """The words beside a date that are no weekday, no prefix of dates and no phrase of a page."""
    tokens: Tokens = tuple(_WORD.findall(part))
    left: list[str] = []
    while tokens:
        rest = _strip_known(tokens, book)
        if rest is None:
            if tokens[0] not in book.weekdays and len(tokens[0]) > 1:
                left.append(tokens[0])
            rest = tokens[1:]
        tokens = rest
    return tuple(left)


def _strip_known(tokens: Tokens, book: PhraseBook) -> Tokens | None:
    for known in (book.datelines, book.updates, book.counters):
        rest = strip_any(tokens, known)
        if rest is not None:
            return rest
    return None


def _is_beside_date(after: str, book: PhraseBook) -> bool:
    """Whether what follows a date is a clock time, a counter or another part of the line, not its sentence going on."""
    if _holds_any(after, book.counters) or _holds_any(after, book.updates):
        return True
    first = after.lstrip()[:1]
    return bool(_SEPARATOR.match(first)) and len(_WORD.findall(after)) <= MAX_OUTLET_WORDS


def _holds_any(part: str, phrases: Phrases) -> bool:
    """Whether one of the phrases stands in it, glued to its neighbours or not."""
    return any(len(phrase) > 3 and phrase in part for rows in phrases.values() for phrase in map(" ".join, rows))


def _outlet_before_digit(text: str) -> str | None:
    head = re.match(r"[^\d]+", text)
    return head[0].strip(" -–—|•,،") or None if head is not None else None
