"""Rows of outlets with a plot beside their names, or below them where the picture is narrow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.web.pages.pictures.canvas import SMALL, Circle, Item, Line, Rect, Text, name_text, own_text, text_width
from app.web.pages.pictures.reports import MOST_ORIGINS, Origin

NARROW, WIDE = 326.0, 860.0  # widths of the two drawings of each picture: a phone, and anything wider
PAD = 6.0
GUTTER = 22.0  # for one shared origin
SIDE_COLUMN = 216.0
RING = 8.5
TOP = 9.0  # above the contents of a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where names and plot stand."""

    width: float
    gutters: int

    @property
    def is_narrow(self) -> bool:
        """Whether names stand above the plot."""
        return self.width < WIDE

    @property
    def name_left(self) -> float:
        """Where names begin, beside the shared origins."""
        return PAD + GUTTER * self.gutters

    @property
    def name_room(self) -> float:
        """For a name."""
        return self.plot_right - self.name_left if self.is_narrow else SIDE_COLUMN - 14

    @property
    def plot_left(self) -> float:
        """Where the plot begins."""
        return self.name_left if self.is_narrow else self.name_left + SIDE_COLUMN

    @property
    def plot_right(self) -> float:
        """Where the plot ends."""
        return self.width - PAD


def frame_of(width: float, origins: Sequence[Origin]) -> Frame:
    """With room for the shared origins that are drawn."""
    return Frame(width=width, gutters=min(len(origins), MOST_ORIGINS))


def head_of_row(frame: Frame, y: float, name: str, detail: str) -> tuple[list[Item], float, float]:
    """The name of a row and a detail, where its plot begins, and where the row ends at the earliest."""
    x = frame.name_left
    if frame.is_narrow:
        told = min(text_width(detail, SMALL), frame.name_room * 0.6)
        right = frame.plot_right
        items: list[Item] = [
            Rect(x=x, y=y + 2, width=right - x, height=22, look="backing"),
            name_text(name, x=x, y=y + 18, room=frame.name_room - told - 8),
            own_text(detail, x=right, y=y + 18, room=told, look="soft", size=SMALL, anchor="end"),
        ]
        return items, y + 26, y + 26
    items = [
        name_text(name, x=x, y=y + TOP + 12, room=frame.name_room),
        own_text(detail, x=x, y=y + TOP + 30, room=frame.name_room, look="soft", size=SMALL),
    ]
    return items, y + TOP - 3, y + TOP + 36


def draw_origins(origins: Sequence[Origin], heights: Mapping[str, float]) -> list[Item]:
    """For each shared origin a line along the rows of its outlets, with its number at each of them."""
    items: list[Item] = []
    for column, origin in enumerate(origins[:MOST_ORIGINS]):
        x = PAD + GUTTER * column + RING + 1
        ys = sorted(heights[outlet] for outlet in origin.outlets if outlet in heights)
        if not ys:
            continue
        items.append(Line(x1=x, y1=ys[0], x2=x, y2=ys[-1], look="origin"))
        for y in ys:
            items.append(Circle(x=x, y=y, radius=RING, look="ring"))
            number = str(origin.number)
            items.append(
                Text(x=x, y=y + 4.3, text=number, room=2 * RING, look="ring-number", size=SMALL, anchor="middle")
            )
    return items
