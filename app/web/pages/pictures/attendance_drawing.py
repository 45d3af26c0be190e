"""Who took part according to whom, as a drawing: outlets down, participants across."""

from collections.abc import Sequence
from typing import assert_never

from app.web.pages.pictures.attendance import Attendance, Cell, Participant, Presence
from app.web.pages.pictures.canvas import (
    CHIP,
    SIGNS,
    SMALL,
    Circle,
    Drawing,
    Item,
    Line,
    Rect,
    Text,
    cut,
    isolated,
    mirrored,
    name_text,
    own_text,
    sign,
    text_width,
)
from app.web.pages.pictures.frame import PAD, draw_origins, frame_of
from app.web.pages.pictures.reports import NO_SIDE, choose_rows
from app.web.pages.showing import plain_name
from app.web.pages.wording import Wording

LEAST_COLUMN = {True: 72.0, False: 84.0}  # of a narrow and of a wide picture
MOST_COLUMN = 132.0
HEAD_LINES = 3
LINE = 16.0
ROW = 34.0
NAME_LINE = 20.0  # of a name above its cells


def draw_attendance(attendance: Attendance, words: Wording, letters: Sequence[str], width: float) -> Drawing:
    """``letters`` are those of the sides."""
    frame = frame_of(width, attendance.origins)
    plot_left = frame.plot_left
    above = NAME_LINE if frame.is_narrow else 0.0
    room = width - PAD - plot_left
    shown = min(len(attendance.participants), max(int(room // LEAST_COLUMN[frame.is_narrow]), 1))
    column = min(room / shown, MOST_COLUMN)
    participants = attendance.participants[:shown]
    top = CHIP * 2 + 8 if attendance.sides else 4.0
    items = _draw_heads(participants, plot_left, column, top, letters)
    y = top + HEAD_LINES * LINE + 8
    first, heights = y, dict[str, float]()
    chosen = choose_rows([side_of_row(row.cells, attendance.participants) for row in attendance.rows])
    right = plot_left + column * shown
    for row in (attendance.rows[number] for number in chosen):
        middle = y + above + ROW / 2
        heights[row.outlet] = middle
        baseline = y + 17 if frame.is_narrow else middle + 4.5
        if frame.is_narrow:
            items.append(
                Rect(x=frame.name_left, y=y + 1, width=right - frame.name_left, height=NAME_LINE, look="backing")
            )
        items.append(name_text(row.outlet, x=frame.name_left, y=baseline, room=frame.name_room))
        for number, cell in enumerate(row.cells[:shown]):
            x = plot_left + (number + 0.5) * column
            items += _draw_cell(cell.presence, x, middle, participants[number], letters)
        y = middle + ROW / 2
        items.append(Line(x1=frame.name_left, y1=y, x2=right, y2=y, look="rule"))
    grid: list[Item] = [Line(x1=frame.name_left, y1=first, x2=right, y2=first, look="axis")]
    for number in range(shown):
        x = plot_left + number * column
        grid.append(Line(x1=x, y1=top, x2=x, y2=y, look="grid"))
    for key, hidden in (
        ("pictures.more_outlets", len(attendance.rows) - len(chosen)),
        ("pictures.more_people", len(attendance.participants) - shown),
    ):
        if hidden:
            items.append(
                own_text(
                    words.count(key, hidden),
                    x=frame.name_left,
                    y=y + 20,
                    room=width - PAD - frame.name_left,
                    look="soft",
                )
            )
            y += 22
    drawing = Drawing(width=width, height=y + 8, items=(*grid, *draw_origins(attendance.origins, heights), *items))
    return mirrored(drawing) if words.direction == "rtl" else drawing


def side_of_row(cells: Sequence[Cell], participants: Sequence[Participant]) -> int:
    """The first side that a row says anything of."""
    sides = [
        one.side
        for one, cell in zip(participants, cells, strict=True)
        if one.side is not None and cell.presence is not Presence.SILENT
    ]
    return min(sides, default=NO_SIDE)


def _draw_heads(
    participants: Sequence[Participant], left: float, column: float, top: float, letters: Sequence[str]
) -> list[Item]:
    items: list[Item] = []
    for number, one in enumerate(participants):
        x = left + (number + 0.5) * column
        name = plain_name(one.name)
        lines, whole = wrap(name, column - 8)
        if one.side is not None:
            items += sign(x, top - CHIP - 4, one.side, letters[one.side])
        y = top + LINE * (HEAD_LINES - len(lines)) + 13
        for line in lines:
            items.append(
                Text(
                    x=x,
                    y=y,
                    text=isolated(line),
                    room=column - 8,
                    look="name",
                    size=SMALL,
                    anchor="middle",
                    whole=None if whole else name,
                )
            )
            y += LINE
    return items


def wrap(name: str, room: float) -> tuple[list[str], bool]:
    """A name on a few lines, broken between words; whether all of it found room."""
    lines: list[str] = []
    for word in name.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, SMALL) <= room:
            lines[-1] = longer
        elif len(lines) < HEAD_LINES:
            lines.append(word)
        else:
            lines[-1] = longer  # too long: cut below
            break
    shown = [cut(line, room, SMALL) for line in lines] or [name]
    return shown, " ".join(shown) == " ".join(name.split())


def _draw_cell(presence: Presence, x: float, y: float, one: Participant, letters: Sequence[str]) -> list[Item]:
    side = f" side-{one.side % SIGNS}" if one.side is not None else ""
    match presence:
        case Presence.NAMED:
            if one.side is not None:
                return list(sign(x, y, one.side, letters[one.side]))
            return [Circle(x=x, y=y, radius=7.0, look="dot real")]
        case Presence.PLANNED:
            return [Circle(x=x, y=y, radius=7.0, look=f"dot planned{side}")]
        case Presence.DENIED:
            return _draw_denial(x, y)
        case Presence.BOTH:
            return [Circle(x=x - 12, y=y, radius=7.0, look=f"dot real{side}"), *_draw_denial(x + 12, y)]
        case Presence.SILENT:
            return [Line(x1=x - 4, y1=y, x2=x + 4, y2=y, look="silent")]
        case _:
            assert_never(presence)


def _draw_denial(x: float, y: float) -> list[Item]:
    return [
        Rect(x=x - 9, y=y - 9, width=18, height=18, look="box", rounding=2),
        Line(x1=x - 5, y1=y - 5, x2=x + 5, y2=y + 5, look="strike"),
        Line(x1=x - 5, y1=y + 5, x2=x + 5, y2=y - 5, look="strike"),
    ]
