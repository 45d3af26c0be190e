"""How values look on the screen: times, languages, names, links. No rule and no word of a language stands here."""

import re
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal
from unicodedata import category
from urllib.parse import quote, urlencode

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_decimal, format_percent

from app.core.model.language import RIGHT_TO_LEFT

# Controls that make text run against its own direction, or reach beyond the element that it stands in.
_OVERRIDES = re.compile("[\u202d\u202e]")
_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_SHOWN_OVERRIDE = "\ufffd"
# Marks that stand over or under a letter, of the scripts in which they can be piled up: no writing has five on one
# letter, and a pile would be painted over the lines around it, a quote of somebody else among them.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u06ea-\u06ed\u08d3-\u08ff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_PILED = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs by name that nobody sees
_DAY = timedelta(days=1)
_SAFE_SCHEMES = ("http://", "https://")


def direction_of(language: str | None) -> str:
    """The ``dir`` of a text in this language; auto where the language is not known."""
    if language is None:
        return "auto"
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def plain_name(name: str) -> str:
    """A name without controls of direction, with which it could pose as another one; something is always seen."""
    shown = _without_piles(_CONTROLS.sub("", name).strip())
    return shown if any(_is_seen(letter) for letter in shown) else _SHOWN_OVERRIDE


def plain_text(text: str) -> str:
    """A text whose overrides of direction and piles of marks are visible instead of at work."""
    return _without_piles(_OVERRIDES.sub(_SHOWN_OVERRIDE, text))


def _without_piles(text: str) -> str:
    return _PILED.sub(rf"\1{_SHOWN_OVERRIDE}", text)


def _is_seen(letter: str) -> bool:
    return category(letter)[0] not in "CMZ" and letter not in _BLANK


def language_name(code: str, screen: str) -> str:
    """A language's name in the language of the screen, or its code."""
    name = Locale.parse(screen).languages.get(code)
    return name if isinstance(name, str) else code


def show_instant(instant: datetime, screen: str) -> str:
    """In the article's own offset; a midnight sharp stands for a day of which no hour is told."""
    if instant.timetz().replace(tzinfo=None) == time():
        return format_date(instant.date(), "long", locale=screen)
    day = format_date(instant.date(), "long", locale=screen)
    offset = format_datetime(instant, "xxx", locale=screen)
    return f"{day} \u2068{format_time(instant, 'HH:mm', locale=screen)} (UTC{offset})\u2069"


def show_interval(earliest: str, latest: str, screen: str) -> str:
    """A half-open stretch of local time in ISO 8601 as a reader says it; the last day is told inclusively."""
    first, last = datetime.fromisoformat(earliest), datetime.fromisoformat(latest)
    if last <= first:
        return _date(first, screen)
    if first.time() == time() and last.time() == time():
        final = last - _DAY
        return _date(first, screen) if final == first else f"{_date(first, screen)} – {_date(final, screen)}"
    until = format_time(last.time(), "HH:mm", locale=screen)
    if first.date() == last.date() or (last.time() == time() and last - _DAY < first):
        return f"{_date(first, screen)} {format_time(first.time(), 'HH:mm', locale=screen)}–{until}"
    return f"{_moment(first, screen)} – {_moment(last, screen)}"


def show_passed(passed: timedelta, screen: str, *, days: bool) -> str:
    """How much time passed: in whole days, or in the unit of which there are some."""
    granularity: Literal["day", "minute"] = "day" if days else "minute"
    return format_timedelta(passed, granularity=granularity, threshold=2, locale=screen)


def show_time(value: str, screen: str) -> str | None:
    """A time in ISO 8601 (a day, a moment, "earliest/latest") as a reader says it; None for other values."""
    try:
        if "/" in value:
            earliest, _, latest = value.partition("/")
            return show_interval(earliest, latest, screen)
        moment = datetime.fromisoformat(value)
        return _moment(moment, screen) if "T" in value else _date(moment, screen)
    except ValueError:
        return None


def show_number(value: str, screen: str) -> str:
    """A plain number, or a range "low..high" with an open side left out, with its unit where it has one."""
    numbers, _, unit = value.partition(" ")
    low, dots, high = numbers.partition("..")
    one, other = _number(low, screen), _number(high, screen)
    return f"{_range(one, other) if dots else one} {unit}".strip()


def show_share(share: float, screen: str) -> str:
    """In percent; what is less than all is never shown as all."""
    if 0.995 <= share < 1:  # kept together: right to left the sign would be turned around
        return f"\u2066>\u00a0{format_percent(0.99, locale=screen)}\u2069"
    return str(format_percent(share, locale=screen))


def _range(low: str, high: str) -> str:
    if not low:
        return f"≤ {high}"
    return f"{low}–{high}" if high else f"≥ {low}"


def _number(digits: str, screen: str) -> str:
    try:
        return str(format_decimal(Decimal(digits), locale=screen))
    except InvalidOperation:
        return digits


def _date(moment: datetime, screen: str) -> str:
    return format_date(moment.date(), "full", locale=screen)


def _moment(moment: datetime, screen: str) -> str:
    return f"{format_date(moment.date(), 'long', locale=screen)} {format_time(moment.time(), 'HH:mm', locale=screen)}"


def safe_link(url: str | None) -> str | None:
    """The address where it leads to a web page, never to a script."""
    return url if url is not None and url.lower().startswith(_SAFE_SCHEMES) else None


def link_to(path: str, record: str | None = None, /, **parameters: str | None) -> str:
    """An address of ours: the record's id as one segment, and the parameters that are given."""
    address = path if record is None else f"{path}/{quote(record, safe='')}"
    query = urlencode({key: value for key, value in parameters.items() if value})
    return f"{address}?{query}" if query else address


def outlet_address(outlet: str, /, **parameters: str | None) -> str:
    """The page of an outlet. Browsers take "." and ".." in a path for folders, however they are written."""
    if outlet in (".", ".."):
        return link_to("/outlets/", name=outlet, **parameters)
    return link_to("/outlets", outlet, **parameters)


def written_path(path: str) -> str:
    """A path that was read from an address, as an address again. "." and ".." in it were part of a name."""
    if {".", ".."}.isdisjoint(path.split("/")):
        return quote(path, safe="/")
    page, _, name = path.removeprefix("/").partition("/")
    return f"/{page}/{quote(name, safe='')}"
