"""The time line as a drawing: a row for each outlet, bars for its dates, a flag for when it published."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.web.pages.pictures.axis import TimeScale, ticks, time_scale
from app.web.pages.pictures.canvas import (
    CHIP,
    SIGNS,
    SMALL,
    TEXT,
    Drawing,
    Item,
    Line,
    Polygon,
    Rect,
    Text,
    directed,
    mirrored,
    own_text,
    sign,
    text_width,
)
from app.web.pages.pictures.frame import Frame, draw_origins, frame_of, head_of_row
from app.web.pages.pictures.reports import Side, choose_rows
from app.web.pages.pictures.spans import DAY, day_of, short_moment, short_span
from app.web.pages.pictures.timeline import Dated, DatedRow, TimeLine, side_day
from app.web.pages.wording import Wording

MOST_LANES = 3  # dates of one outlet that are drawn
MOST_FLAGS = 4
LEAST_BAR = 8.0
ARROW = 30.0
GAP = 7.0  # between a bar and its label
SIGNS_Y = 14.0
_INSTANT = timedelta(microseconds=1)


def draw_time_line(line: TimeLine, words: Wording, letters: Sequence[str], width: float) -> Drawing:
    """``letters`` are those of the sides."""
    frame = frame_of(width, line.origins)
    rows = [line.rows[number] for number in choose_rows([row.side for row in line.rows])]
    scale = time_scale(_moments(rows), frame.plot_left, frame.plot_right)
    top = SIGNS_Y + 14 if line.sides else 4.0
    heights: dict[str, float] = {}
    body: list[Item] = []
    y = top + 40
    for row in rows:
        heights[row.outlet] = y + (13.5 if frame.is_narrow else 20.0)
        items, end = _draw_row(row, y, frame, scale, words, letters, quiet=bool(line.sides))
        body += items
        y = end
    under = _draw_axis(scale, words.code, top, y)
    bands = _draw_bands(line.sides, rows, scale, letters, y)
    hidden = len(line.rows) - len(rows)
    if hidden:
        body.append(
            own_text(
                words.count("pictures.more_outlets", hidden),
                x=frame.name_left,
                y=y + 20,
                room=frame.plot_right - frame.name_left,
                look="soft",
            )
        )
        y += 28
    drawing = Drawing(width=width, height=y + 4, items=(*bands, *under, *draw_origins(line.origins, heights), *body))
    return mirrored(drawing) if words.direction == "rtl" else drawing


def _moments(rows: Sequence[DatedRow]) -> list[datetime]:
    found = [moment for row in rows for moment in row.published[:MOST_FLAGS]]
    for row in rows:
        for date in row.dates[:MOST_LANES]:
            if date.earliest is not None and date.latest is not None:
                found += [
                    date.earliest,
                    max(date.latest - _INSTANT, date.earliest) if date.latest > date.earliest else date.latest,
                ]
    return found


def _draw_axis(scale: TimeScale, screen: str, top: float, bottom: float) -> list[Item]:
    items: list[Item] = []
    for tick in ticks(scale, screen):
        items.append(Line(x1=tick.x, y1=top + 34, x2=tick.x, y2=bottom, look="grid"))
        if tick.over:
            room = text_width(tick.over, SMALL)
            items.append(
                Text(x=tick.middle, y=top + 12, text=tick.over, room=room, look="soft", size=SMALL, anchor="middle")
            )
        if tick.under:
            room = text_width(tick.under, SMALL)
            at, anchor = (tick.middle, "middle") if tick.is_day else (tick.under_start, "start")
            items.append(Text(x=at, y=top + 28, text=tick.under, room=room, look="soft", size=SMALL, anchor=anchor))
    for stretch in scale.stretches:
        if stretch.broken:
            items += _draw_break(stretch.left, stretch.right, top, bottom)
    items.append(Line(x1=scale.left, y1=top + 34, x2=scale.right, y2=top + 34, look="axis"))
    return items


def _draw_break(left: float, right: float, top: float, bottom: float) -> list[Item]:
    """Two zigzags down the plot: time is left out between them."""
    reach = min(3.0, (right - left) / 6)
    items: list[Item] = []
    for middle in (left + (right - left) / 3, right - (right - left) / 3):
        points, y, turn = [], top + 30, 1
        while y < bottom:
            points.append((middle + turn * reach, y))
            y, turn = y + 8, -turn
        points.append((middle, bottom))
        items.append(Polygon(points=tuple(points), look="break", is_open=True))
    return items


def _draw_bands(
    sides: Sequence[Side], rows: Sequence[DatedRow], scale: TimeScale, letters: Sequence[str], bottom: float
) -> list[Item]:
    """The day of each side down the whole plot, under its sign."""
    found: list[tuple[float, float, Side]] = []
    for side in sides:
        span = _span_of(side, rows)
        if span is not None:
            found.append((scale.place(span[0]), scale.place(span[1]), side))
    items: list[Item] = []
    reached = scale.left - CHIP
    for left, right, side in sorted(found, key=lambda band: (band[0] + band[1], band[2].number)):
        middle = max((left + right) / 2, reached + 2 * CHIP + 8)
        reached = middle
        items.append(
            Rect(
                x=left,
                y=SIGNS_Y,
                width=max(right - left, 1.0),
                height=bottom - SIGNS_Y,
                look=f"band side-{side.number % SIGNS}",
            )
        )
        if middle + CHIP + 3 <= scale.right + 3:
            items += sign(middle, SIGNS_Y, side.number, letters[side.number])
    return items


def _span_of(side: Side, rows: Sequence[DatedRow]) -> tuple[datetime, datetime] | None:
    """The days of a side: from the dates that are drawn, else from its own value."""
    drawn = [
        (date.earliest, date.latest)
        for row in rows
        for date in row.dates[:MOST_LANES]
        if date.told.side == side.number and date.earliest is not None and date.latest is not None
    ]
    if not drawn:
        return None
    first, last = min(start for start, _ in drawn), max(end for _, end in drawn)
    day = side_day(side.value)
    return (day, day + DAY) if day is not None and last - first > DAY and day_of(first) <= day < last else (first, last)


def _draw_row(
    row: DatedRow, y: float, frame: Frame, scale: TimeScale, words: Wording, letters: Sequence[str], *, quiet: bool
) -> tuple[list[Item], float]:
    items, lane, least = head_of_row(frame, y, row.outlet, _published(row, words))
    for date in row.dates[:MOST_LANES]:
        drawn, lane = _draw_date(date, lane, frame, scale, words, letters, quiet=quiet and date.told.side is None)
        items += drawn
    more = len(row.dates) - MOST_LANES
    if more > 0:
        text = words.count("pictures.more_dates", more)
        items.append(
            own_text(
                text, x=frame.plot_left, y=lane + 14, room=frame.plot_right - frame.plot_left, look="soft", size=SMALL
            )
        )
        lane += 20
    end = max(lane, least) + 12
    for moment in row.published[:MOST_FLAGS]:
        x = min(max(scale.place(moment), frame.plot_left + 5), frame.plot_right - 5)
        items.append(Polygon(points=((x, end - 10), (x + 5, end - 1), (x - 5, end - 1)), look="flag"))
    items.append(Line(x1=frame.name_left, y1=end, x2=frame.plot_right, y2=end, look="rule"))
    return items, end


def _published(row: DatedRow, words: Wording) -> str:
    if not row.published:
        return words["story.undated"]
    when = short_moment(row.published[0], words.code)
    more = len(row.published) - 1
    if more:
        return words.count("pictures.published_times", more, when=when)
    return words.say("pictures.published", when=when)


def _draw_date(
    date: Dated, y: float, frame: Frame, scale: TimeScale, words: Wording, letters: Sequence[str], *, quiet: bool
) -> tuple[list[Item], float]:
    label = date_label(date, words)
    look = "said soft" if quiet else "said"
    if date.earliest is None or date.latest is None:
        text = own_text(label, x=frame.plot_left, y=y + 16, room=frame.plot_right - frame.plot_left, look="unplaced")
        return [text], y + 24
    left, right = _reach(scale.place(date.earliest), scale.place(date.latest), scale)
    wanted = text_width(label, TEXT)
    start, end = _outer(date, left, right, scale)
    if end + GAP + wanted <= scale.right:
        middle, bottom = y + 13, y + 26
        text = Text(x=end + GAP, y=middle + 4.5, text=label, room=wanted, look=look)
    elif start - GAP - wanted >= scale.left:
        middle, bottom = y + 13, y + 26
        text = Text(x=start - GAP, y=middle + 4.5, text=label, room=wanted, look=look, anchor="end")
    else:
        middle, bottom = y + 30, y + 42
        room = scale.right - scale.left
        at = min(start, scale.right - min(wanted, room))
        text = own_text(label, x=at, y=y + 15, room=min(wanted, room), look=look)
    return [*_draw_bar(date, left, right, middle, scale, letters, quiet=quiet), text], bottom


def _reach(left: float, right: float, scale: TimeScale) -> tuple[float, float]:
    """A bar that can be seen, within the plot."""
    if right - left >= LEAST_BAR:
        return left, right
    start = min(max((left + right) / 2 - LEAST_BAR / 2, scale.left), scale.right - LEAST_BAR)
    return start, start + LEAST_BAR


def _outer(date: Dated, left: float, right: float, scale: TimeScale) -> tuple[float, float]:
    """How far a bar reaches with its sign or its arrow."""
    if date.bound in ("since", "after"):
        return left, min(max(right, left + ARROW), scale.right)
    if date.bound in ("until", "before"):
        return max(min(left, right - ARROW), scale.left), right
    if date.told.side is not None:
        middle = min(max((left + right) / 2, scale.left + CHIP), scale.right - CHIP)
        return min(left, middle - CHIP - 3), max(right, middle + CHIP + 3)
    return left, right


def _draw_bar(
    date: Dated, left: float, right: float, y: float, scale: TimeScale, letters: Sequence[str], *, quiet: bool
) -> list[Item]:
    side = date.told.side
    kind = "denied" if date.told.denied else "planned" if date.told.planned else "real"
    look = f"bar {kind}" + (f" side-{side % SIGNS}" if side is not None else " soft" if quiet else "")
    half = 3.5 if quiet else 5.0
    if date.bound is not None:
        start, end = _outer(date, left, right, scale)
        return _draw_arrow(start, end, y, look.replace("bar", "arrow"), forward=date.bound in ("since", "after"))
    items: list[Item] = [Rect(x=left, y=y - half, width=right - left, height=2 * half, look=look, rounding=2.0)]
    if date.told.denied:
        items.append(Line(x1=left, y1=y + half + 3, x2=right, y2=y - half - 3, look="strike"))
    if side is not None:
        middle = min(max((left + right) / 2, scale.left + CHIP), scale.right - CHIP)
        items += sign(middle, y, side, letters[side])
    return items


def _draw_arrow(start: float, end: float, y: float, look: str, *, forward: bool) -> list[Item]:
    """From a date on, or up to one: the stroke across is the date."""
    foot, head = (start, end) if forward else (end, start)
    back = -6 if forward else 6
    return [
        Line(x1=foot, y1=y - 6, x2=foot, y2=y + 6, look=look),
        Line(x1=foot, y1=y, x2=head, y2=y, look=look),
        Polygon(points=((head + back, y - 4), (head, y), (head + back, y + 4)), look=look, is_open=True),
    ]


def date_label(date: Dated, words: Wording) -> str:
    """What is dated, the date as precise as it is told, and whether it is planned or denied."""
    if date.earliest is None or date.latest is None:
        when = words.say("pictures.unplaced", words=date.words)
    else:
        when = short_span(date.earliest, date.latest, date.granularity, date.part_of_day, words)
    if date.bound is not None:
        when = words.say(f"pictures.{date.bound}", when=directed(when, words))
    known = [words.of("event_types", one) for one in date.happenings if f"event_types.{one}" in words]
    if known:
        what = words["page.list_joiner"].join(known)
        when = words.say("pictures.what_when", what=what, when=directed(when, words))
    if date.told.denied or date.told.planned:
        mark = words["pictures.denied"] if date.told.denied else words.of("statuses", date.told.status)
        when = words.say("pictures.marked", what=directed(when, words), mark=mark)
    return directed(when, words)
