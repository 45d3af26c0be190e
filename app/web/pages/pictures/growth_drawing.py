"""Numbers as a drawing: a row for each report, the latest at the bottom, and the number across."""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from babel.numbers import format_compact_decimal, format_decimal

from app.web.pages.pictures.canvas import (
    CHIP,
    SIGNS,
    SMALL,
    TEXT,
    Circle,
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
from app.web.pages.pictures.growth import Growth, Number
from app.web.pages.pictures.reports import choose_rows, wall_time
from app.web.pages.pictures.spans import short_moment
from app.web.pages.wording import Wording

INSET = 14.0  # room for a sign at the ends of the plot
ARROW = 26.0
GAP = 8.0
COMPACT_FROM = 1e7
SCIENTIFIC_FROM = 1e15  # no language has words for more
MOST_STEPS = 6
TOP = 30.0


class NumberScale:
    """Places numbers between ``left`` and ``right``; from zero, where none is below."""

    def __init__(self, numbers: Sequence[float], left: float, right: float) -> None:
        self.low = min(0.0, *numbers)
        self.high = max(*numbers, 0.0)
        if self.high == self.low:
            self.high = self.low + 1.0
        self.left, self.right = left, right

    def place(self, number: float) -> float:
        """Where a number lies."""
        # Halves, since the difference of two numbers may be more than a number can be.
        share = (number / 2 - self.low / 2) / (self.high / 2 - self.low / 2)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def steps(self) -> Iterator[float]:
        """Round numbers along it."""
        span = self.high / MOST_STEPS - self.low / MOST_STEPS
        power = 10.0 ** math.floor(math.log10(span)) if span > 1e-300 else 1e-300
        step = next(power * factor for factor in (1, 2, 5, 10, 20) if power * factor >= span)
        first = math.ceil(self.low / step)
        for number in range(MOST_STEPS + 2):
            value = (first + number) * step
            if not value <= self.high:
                return
            yield value


def draw_growth(growth: Growth, words: Wording, letters: Sequence[str], width: float) -> Drawing:
    """``letters`` are those of the sides."""
    frame = frame_of(width, growth.origins)
    numbers = [growth.numbers[number] for number in choose_rows([one.told.side for one in growth.numbers])]
    ends = [end for number in numbers for end in (number.low, number.high) if end is not None]
    scale = NumberScale(ends, frame.plot_left + INSET, frame.plot_right - INSET)
    body: list[Item] = []
    heights: dict[str, float] = {}
    trend: list[tuple[float, float]] = []
    y = TOP
    for number in numbers:
        heights[number.told.outlet] = y + (13.5 if frame.is_narrow else 20.0)
        items, middle, end = _draw_row(number, y, frame, scale, words, letters)
        body += items
        if not number.told.denied:
            trend.append((scale.place(number.middle), middle))
        y = end
    under = _draw_axis(scale, frame, words, y)
    if len(trend) > 1:
        under.append(Polygon(points=tuple(trend), look="trend", is_open=True))
    hidden = len(growth.numbers) - len(numbers)
    if hidden:
        text = words.count("pictures.more_numbers", hidden)
        body.append(own_text(text, x=frame.name_left, y=y + 20, room=frame.plot_right - frame.name_left, look="soft"))
        y += 28
    whole = (*under, *draw_origins(growth.origins, heights), *body)
    drawing = Drawing(width=width, height=y + 4, items=whole)
    return mirrored(drawing) if words.direction == "rtl" else drawing


def _draw_axis(scale: NumberScale, frame: Frame, words: Wording, bottom: float) -> list[Item]:
    items: list[Item] = [Line(x1=frame.plot_left, y1=TOP - 6, x2=frame.plot_right, y2=TOP - 6, look="axis")]
    reached = float("-inf")
    for step in scale.steps():
        x = scale.place(step)
        items.append(Line(x1=x, y1=TOP - 6, x2=x, y2=bottom, look="grid"))
        label = plain_number(step, words.code)
        room = text_width(label, SMALL)
        if x - room / 2 > reached and x - room / 2 >= 0 and x + room / 2 <= frame.width:
            items.append(Text(x=x, y=TOP - 12, text=label, room=room, look="soft", size=SMALL, anchor="middle"))
            reached = x + room / 2 + 8
    return items


def _draw_row(
    number: Number, y: float, frame: Frame, scale: NumberScale, words: Wording, letters: Sequence[str]
) -> tuple[list[Item], float, float]:
    published = wall_time(number.told.published)
    detail = short_moment(published, words.code) if published is not None else words["story.undated"]
    items, lane, least = head_of_row(frame, y, number.told.outlet, detail)
    label = number_label(number, words)
    wanted = text_width(label, TEXT)
    start, end = _outer(number, scale)
    if end + GAP + wanted <= frame.plot_right:
        middle, bottom = lane + 13, lane + 28
        text = Text(x=end + GAP, y=middle + 4.5, text=label, room=wanted, look="said")
    elif start - GAP - wanted >= frame.plot_left:
        middle, bottom = lane + 13, lane + 28
        text = Text(x=start - GAP, y=middle + 4.5, text=label, room=wanted, look="said", anchor="end")
    else:
        middle, bottom = lane + 30, lane + 44
        room = frame.plot_right - frame.plot_left
        text = own_text(label, x=frame.plot_left, y=lane + 15, room=room, look="said")
    items += [*_draw_number(number, middle, scale, letters), text]
    bottom = max(bottom, least)
    items.append(Line(x1=frame.name_left, y1=bottom, x2=frame.plot_right, y2=bottom, look="rule"))
    return items, middle, bottom


def _outer(number: Number, scale: NumberScale) -> tuple[float, float]:
    """How far the mark of a number reaches."""
    low = scale.place(number.low if number.low is not None else number.middle)
    high = scale.place(number.high if number.high is not None else number.middle)
    reach = CHIP + 3 if number.told.side is not None else 6.0
    if number.high is None:
        high = min(high + ARROW, scale.right + INSET)
    if number.low is None:
        low = max(low - ARROW, scale.left - INSET)
    middle = scale.place(number.middle)
    return min(low, middle - reach), max(high, middle + reach)


def _draw_number(number: Number, y: float, scale: NumberScale, letters: Sequence[str]) -> list[Item]:
    side, x = number.told.side, scale.place(number.middle)
    kind = "denied" if number.told.denied else "about" if number.approximate else "real"
    look = kind + (f" side-{side % SIGNS}" if side is not None else "")
    items: list[Item] = []
    if number.low is not None and number.high is not None and number.high > number.low:
        left, right = scale.place(number.low), scale.place(number.high)
        items.append(Rect(x=left, y=y - 3, width=right - left, height=6, look=f"bar {look}", rounding=2))
        items += [Line(x1=end, y1=y - 7, x2=end, y2=y + 7, look=f"arrow {look}") for end in (left, right)]
    elif number.high is None or number.low is None:
        start, end = _outer(number, scale)
        head, back = (end, -6) if number.high is None else (start, 6)
        items.append(Line(x1=x, y1=y, x2=head, y2=y, look=f"arrow {look}"))
        points = ((head + back, y - 4), (head, y), (head + back, y + 4))
        items.append(Polygon(points=points, look=f"arrow {look}", is_open=True))
    if side is not None:
        items += sign(x, y, side, letters[side])
    elif number.low is None or number.high is None or number.low == number.high:
        items.append(Circle(x=x, y=y, radius=5.5, look=f"dot {look}"))
    if number.told.denied:
        items.append(Line(x1=x - 9, y1=y + 9, x2=x + 9, y2=y - 9, look="strike"))
    return items


def number_label(number: Number, words: Wording) -> str:
    """The number as it is told: exactly, about, at least, at most, or between two."""
    low = plain_number(number.low, words.code) if number.low is not None else None
    high = plain_number(number.high, words.code) if number.high is not None else None
    if low is None or high is None:
        key = "pictures.at_least" if high is None else "pictures.at_most"
        shown = words.say(key, number=low or high or "")
    elif low == high:
        shown = words.say("pictures.about", number=low) if number.approximate else low
    else:
        shown = words.say("pictures.about" if number.approximate else "pictures.exactly", number=f"{low}–{high}")
    if number.unit:
        shown = f"{shown} {number.unit}"
    if number.told.denied:
        shown = words.say("pictures.marked", what=directed(shown, words), mark=words["pictures.denied"])
    return directed(shown, words)


def plain_number(number: float, screen: str) -> str:
    """A number with the separators of the language; a large one in words, one beyond words as a power of ten."""
    if abs(number) >= SCIENTIFIC_FROM:
        return f"{number:.2e}"
    if abs(number) >= COMPACT_FROM:
        return str(format_compact_decimal(number, locale=screen, fraction_digits=1))
    return str(format_decimal(Decimal(f"{number:.6g}"), locale=screen))
