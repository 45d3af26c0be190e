"""Shapes and texts with their places: what a picture is made of before it is written as SVG.

Places are counted from the side where a line of the screen's language begins; ``mirrored`` turns a drawing around for
languages that run from right to left. All lengths are CSS pixels.
"""

import unicodedata
from dataclasses import dataclass, replace
from typing import ClassVar

from app.web.pages.showing import plain_name
from app.web.pages.wording import END_ISOLATE, ISOLATE, Wording

TEXT = 13  # the size of most texts; nothing is smaller than SMALL
SMALL = 12
ELLIPSIS = "…"
DIRECTED = {"ltr": "\u2066", "rtl": "\u2067"}
# Widths of letters in parts of their size, those of a wide face: other fonts take less room.
_NARROW = frozenset(" iljtfrI.,:;'|!()[]-·")
_BROAD = frozenset("mwMW@%…—")
_WIDTHS = {"narrow": 0.42, "broad": 1.0, "upper": 0.74, "letter": 0.64, "wide": 1.08, "other": 0.8}
_ARABIC = ("\u0600", "\u08ff")
_LIGATURES = ("\ufb50", "\ufdff")  # a whole phrase may be one letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of text. ``room`` is what it may take of the width; ``whole`` is told where it had to be cut."""

    kind: ClassVar[str] = "text"
    x: float
    y: float  # of its baseline
    text: str
    room: float
    look: str = ""
    size: int = TEXT
    anchor: str = "start"  # start, middle, end: of a line in the screen's language
    whole: str | None = None

    def left(self, *, rtl: bool = False) -> float:
        """Where its room begins, from the left."""
        if self.anchor == "middle":
            return self.x - self.room / 2
        return self.x if (self.anchor == "start") != rtl else self.x - self.room


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A rectangle."""

    kind: ClassVar[str] = "rect"
    x: float
    y: float
    width: float
    height: float
    look: str
    rounding: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A straight line."""

    kind: ClassVar[str] = "line"
    x1: float
    y1: float
    x2: float
    y2: float
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Polygon:
    """A closed shape, or a line through all points where ``is_open``."""

    kind: ClassVar[str] = "polygon"
    points: tuple[tuple[float, float], ...]
    look: str
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A circle."""

    kind: ClassVar[str] = "circle"
    x: float
    y: float
    radius: float
    look: str


Item = Text | Rect | Line | Polygon | Circle


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture: its box and what is in it, the undermost first."""

    width: float
    height: float
    items: tuple[Item, ...]
    rtl: bool = False

    def texts(self) -> tuple[Text, ...]:
        """All its texts."""
        return tuple(item for item in self.items if isinstance(item, Text))


def mirrored(drawing: Drawing) -> Drawing:
    """The same from right to left. Texts keep their anchor, whose sides their direction turns around."""
    width = drawing.width
    return replace(drawing, rtl=True, items=tuple(_mirror(item, width) for item in drawing.items))


def _mirror(item: Item, width: float) -> Item:
    match item:
        case Text() | Circle():
            return replace(item, x=width - item.x)
        case Rect():
            return replace(item, x=width - item.x - item.width)
        case Line():
            return replace(item, x1=width - item.x1, x2=width - item.x2)
        case Polygon():
            return replace(item, points=tuple((width - x, y) for x, y in item.points))


def text_width(text: str, size: float) -> float:
    """How much room a text takes, at most, in most fonts."""
    return size * sum(map(_width_of, text))


def _width_of(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if letter in _NARROW:
        return _WIDTHS["narrow"]
    if letter in _BROAD:
        return _WIDTHS["broad"]
    if _LIGATURES[0] <= letter <= _LIGATURES[1]:
        return 2 * _WIDTHS["wide"]
    if letter.isascii():
        return _WIDTHS["upper" if letter.isupper() else "letter"]
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return _WIDTHS["wide"]
    if _ARABIC[0] <= letter <= _ARABIC[1]:
        return _WIDTHS["letter"]
    return _WIDTHS["other"]


def cut(text: str, room: float, size: float) -> str:
    """The text, or as much of its beginning as there is room for and an ellipsis."""
    if text_width(text, size) <= room:
        return text
    left = room - text_width(ELLIPSIS, size)
    taken = 0
    for letter in text:
        left -= size * _width_of(letter)
        if left < 0:
            break
        taken += 1
    return text[:taken].rstrip() + ELLIPSIS


def isolated(text: str) -> str:
    """A text of a report, apart from the direction of what stands around it."""
    return f"{ISOLATE}{text}{END_ISOLATE}"


def directed(text: str, words: Wording) -> str:
    """Words of ours, apart, in the direction of their language whatever they begin with."""
    return DIRECTED[words.direction] + text + END_ISOLATE


def name_text(
    name: str, *, x: float, y: float, room: float, look: str = "name", size: int = TEXT, anchor: str = "start"
) -> Text:
    """A name of a report, cut to its room, told whole where it was cut."""
    plain = plain_name(name)
    shown = cut(plain, room, size)
    whole = plain if shown != plain else None
    return Text(x=x, y=y, text=isolated(shown), room=room, look=look, size=size, anchor=anchor, whole=whole)


def own_text(
    text: str, *, x: float, y: float, room: float, look: str = "", size: int = TEXT, anchor: str = "start"
) -> Text:
    """Words of ours, cut to their room."""
    shown = cut(text, room, size)
    whole = text if shown != text else None
    return Text(x=x, y=y, text=shown, room=room, look=look, size=size, anchor=anchor, whole=whole)


CHIP = 9.0  # half the height of a sign that holds a letter
SIGNS = 4  # shapes that tell sides apart; further sides differ by their letter alone


def sign(x: float, y: float, side: int, letter: str) -> tuple[Item, ...]:
    """The sign of a side of a conflict: a shape and a letter, so that nobody needs its colour."""
    look = f"sign side-{side % SIGNS}"
    match side % SIGNS:
        case 0:
            shape: Item = Circle(x=x, y=y, radius=CHIP, look=look)
        case 1:
            shape = Rect(x=x - CHIP, y=y - CHIP, width=2 * CHIP, height=2 * CHIP, look=look)
        case 2:
            reach = CHIP + 3
            shape = Polygon(points=((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)), look=look)
        case _:
            shape = Polygon(points=((x - CHIP - 2, y - CHIP), (x + CHIP + 2, y - CHIP), (x, y + CHIP + 4)), look=look)
    return shape, Text(x=x, y=y + 4.5, text=letter, room=2 * CHIP, look="letter", size=SMALL, anchor="middle")


def px(length: float) -> str:
    """A length as SVG writes it, to a tenth of a pixel."""
    return f"{length:.1f}".removesuffix(".0")
