"""A line of time on which days stay legible: long stretches in which nothing is told are left out, visibly."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from app.web.pages.pictures.canvas import SMALL, text_width
from app.web.pages.pictures.spans import DAY, after, day_of, shown_as

EMPTY_DAYS = 2  # more days on end in which nothing begins or ends are drawn as one break
BREAK = 20.0  # width of a break
MOST_BROKEN = 0.4  # share of the width that breaks may take
APART = 8.0  # between two labels
DAY_LINES = 7.0  # width of a day from which each has its line
MOST_TICKS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Part of the line, drawn evenly; ``broken`` where it stands for more time than its width tells."""

    start: datetime
    end: datetime
    left: float
    right: float
    broken: bool

    def place(self, moment: datetime) -> float:
        """Where in it a moment lies."""
        share = (moment - self.start) / (self.end - self.start)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Where a day, month or year begins, and its two lines of label, where there is room for one."""

    x: float
    middle: float  # of the upper line
    over: str = ""
    under: str = ""
    under_start: float = 0.0
    is_day: bool = False  # both lines stand in the middle of a day


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeScale:
    """Places moments between ``left`` and ``right``."""

    stretches: tuple[Stretch, ...]  # one after another, without a gap

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.stretches[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.stretches[-1].right

    @property
    def day_width(self) -> float:
        """Of a day that is drawn evenly."""
        even = next(one for one in self.stretches if not one.broken)
        return (even.right - even.left) / ((even.end - even.start) / DAY)

    def place(self, moment: datetime) -> float:
        """Where a moment lies; what is outside lies at the edge."""
        for stretch in self.stretches:
            if moment < stretch.end:
                return stretch.place(moment)
        return self.right


def time_scale(moments: Iterable[datetime], left: float, right: float) -> TimeScale:
    """A line on which all moments lie, from the beginning of the first day to the end of the last."""
    days = sorted({day_of(moment) for moment in moments})
    runs = list(_runs(days))
    breaks = len(runs) - 1
    gap = min(BREAK, MOST_BROKEN * (right - left) / breaks) if breaks else 0.0
    total = sum((end - start) / DAY for start, end in runs)
    per_day = (right - left - gap * breaks) / total
    stretches: list[Stretch] = []
    reached = left
    for start, end in runs:
        if stretches:
            broken = Stretch(start=stretches[-1].end, end=start, left=reached, right=reached + gap, broken=True)
            stretches.append(broken)
            reached += gap
        width = per_day * ((end - start) / DAY)
        stretches.append(Stretch(start=start, end=end, left=reached, right=reached + width, broken=False))
        reached += width
    return TimeScale(stretches=tuple(stretches))


def _runs(days: list[datetime]) -> Iterator[tuple[datetime, datetime]]:
    """Stretches of whole days without a long empty part."""
    start = end = None
    for day in days:
        if start is None or end is None:
            start = day
        elif day - end > EMPTY_DAYS * DAY:
            yield start, end
            start = day
        end = after(day, DAY)
        if end == day or end <= start:  # the last day of the calendar
            start, end = day - DAY, day
    if start is not None and end is not None:
        yield start, end


def ticks(scale: TimeScale, screen: str) -> tuple[Tick, ...]:
    """Days with weekday and date, where there is room for them; else their numbers, else months, else years."""
    width = scale.day_width
    days = list(_all_days(scale)) if width >= DAY_LINES else []
    full = [_day_labels(day, screen) for day in days]
    if days and max(text_width(text, SMALL) for labels in full for text in labels) + APART / 2 <= width:
        found = [_day_tick(day, scale, *labels) for day, labels in zip(days, full, strict=True)]
    elif width >= text_width("00", SMALL) + APART / 2:
        found = _with_months([_day_tick(day, scale, str(day.day), "") for day in days], days, screen)
    elif width * 30 >= text_width("0000", SMALL) + APART:
        found = _larger(scale, screen, "MMM", "y", months=1)
    else:
        found = _larger(scale, screen, "y", "", months=12)
    return tuple(_without_overlap(found, scale.right))


def _day_labels(day: datetime, screen: str) -> tuple[str, str]:
    return shown_as("EEE", day, screen), shown_as("MMMd", day, screen)


def _days(start: datetime, end: datetime) -> Iterator[datetime]:
    day, count = start, 0
    while day < end and count < MOST_TICKS:
        yield day
        day, count = after(day, DAY), count + 1


def _all_days(scale: TimeScale) -> Iterator[datetime]:
    for stretch in scale.stretches:
        if not stretch.broken:
            yield from _days(stretch.start, stretch.end)


def _day_tick(day: datetime, scale: TimeScale, over: str, under: str) -> Tick:
    x = scale.place(day)
    return Tick(x=x, middle=x + scale.day_width / 2, over=over, under=under, is_day=bool(under))


def _with_months(found: list[Tick], days: list[datetime], screen: str) -> list[Tick]:
    """The month under the first day and wherever it changes."""
    told: tuple[int, int] | None = None
    named = []
    for tick, day in zip(found, days, strict=True):
        month = (day.year, day.month)
        under = shown_as("yMMM", day, screen) if month != told else ""
        told = month
        named.append(replace(tick, under=under))
    return named


def _larger(scale: TimeScale, screen: str, over: str, under: str, *, months: int) -> list[Tick]:
    found: list[Tick] = []
    for stretch in scale.stretches:
        if stretch.broken:
            continue
        for start in _months(stretch.start, stretch.end, months):
            x = scale.place(start)
            upper = shown_as(over, start, screen)
            lower = shown_as(under, start, screen) if under else ""
            found.append(Tick(x=x, middle=x + text_width(upper, SMALL) / 2 + 2, over=upper, under=lower))
    return found


def _months(start: datetime, end: datetime, step: int) -> Iterator[datetime]:
    month = start.replace(day=1) if step == 1 else start.replace(month=1, day=1)
    while month < end:
        if month >= start:
            yield month
        elif after(month, 28 * DAY * step) > start:
            yield start  # the stretch begins within it
        following = month.year * 12 + month.month - 1 + step
        if following // 12 > 9999:
            return
        month = month.replace(year=following // 12, month=following % 12 + 1)


def _without_overlap(found: list[Tick], right: float) -> Iterator[Tick]:
    """Each label only where it reaches into no label before it, and stays within the picture."""
    over_end = under_end = float("-inf")
    for tick in found:
        over, under = tick.over, tick.under
        half = text_width(over, SMALL) / 2
        if over and (tick.middle - half < over_end or tick.middle + half > right + APART / 2):
            over = ""
        elif over:
            over_end = tick.middle + half + APART / 2
        reach = text_width(under, SMALL)
        start = tick.middle - (reach / 2 if tick.is_day else min(reach / 2, half))
        if under and (start < under_end or start + reach > right + APART / 2):
            under = ""
        elif under:
            under_end = start + reach + APART / 2
        yield replace(tick, over=over, under=under, under_start=start)
