"""Which date each outlet reports, and when it published: the facts of the time line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.use_cases.views import ClaimView, ClusterView, ConflictView, SlotValueView
from app.web.pages.pictures.reports import NEVER, Origin, Side, Told, order_of, origins_of, sides_of, told_by, wall_time
from app.web.pages.pictures.spans import DAY, after, read_time

LEAST_OUTLETS = 2  # that date the event, for the picture to say something


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One date as one outlet tells it; ``earliest`` and ``latest`` (half-open) are None where the text cannot be placed
    without a publication date that nobody knows."""

    told: Told
    happenings: tuple[str, ...]  # the types of event that are dated
    words: str  # of the report
    earliest: datetime | None
    latest: datetime | None
    granularity: str | None
    part_of_day: str | None
    bound: str | None  # since, until, before, after


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRow:
    """One outlet: its dates, the disputed ones first, and when its articles were published, on its own clock."""

    outlet: str
    side: int | None
    published: tuple[datetime, ...]
    dates: tuple[Dated, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """All dates of a story. ``later`` where all that differs is told by later reports that revise earlier ones."""

    rows: tuple[DatedRow, ...]
    sides: tuple[Side, ...]
    origins: tuple[Origin, ...]
    later: bool

    def dates(self) -> tuple[Dated, ...]:
        """All of them, row by row."""
        return tuple(date for row in self.rows for date in row.dates)


def time_line_of(story: ClusterView, conflicts: Sequence[ConflictView]) -> TimeLine | None:
    """None where fewer than two outlets tell a date that can be placed."""
    sides = sides_of(conflicts, "date")
    found: dict[str, list[Dated]] = {}
    for claim in story.claims:
        dates = _dates_of(claim, sides)
        if dates:
            found.setdefault(claim.outlet, []).extend(dates)
    placed = [outlet for outlet, dates in found.items() if any(date.earliest is not None for date in dates)]
    if len(placed) < LEAST_OUTLETS:
        return None
    published = _published(story.claims)
    rows = [_row(outlet, dates, published[outlet]) for outlet, dates in found.items()]
    rows.sort(key=lambda row: order_of(row.side, row.published[0] if row.published else None, row.outlet))
    relations = {
        conflict.relation for conflict in conflicts if conflict.kind == "date" and conflict.state != "dismissed"
    }
    return TimeLine(rows=tuple(rows), sides=sides, origins=origins_of(story, found), later=relations == {"update"})


def _published(claims: Iterable[ClaimView]) -> dict[str, tuple[datetime, ...]]:
    found: dict[str, set[datetime]] = {}
    for claim in claims:
        times = found.setdefault(claim.outlet, set())
        moment = wall_time(claim.published_at)
        if moment is not None:
            times.add(moment)
    return {outlet: tuple(sorted(times)) for outlet, times in found.items()}


def _row(outlet: str, dates: list[Dated], published: tuple[datetime, ...]) -> DatedRow:
    """A date told twice stands once; those in dispute come first, then the earliest."""
    once: dict[object, Dated] = {}
    for date in sorted(dates, key=_date_order):
        told = date.told
        placed = (date.earliest, date.latest) if date.earliest is not None else date.words
        key = (told.side, placed, date.bound, told.denied, told.status)
        known = once.setdefault(key, date)
        once[key] = replace(known, happenings=tuple(dict.fromkeys((*known.happenings, *date.happenings))))
    shown = tuple(once.values())
    return DatedRow(outlet=outlet, side=shown[0].told.side, published=published, dates=shown)


def _date_order(date: Dated) -> tuple[bool, int, datetime, str]:
    side = date.told.side
    return side is None, side or 0, date.earliest or NEVER, date.told.claim_id


def _dates_of(claim: ClaimView, sides: Sequence[Side]) -> list[Dated]:
    """The dates of a claim; of several, one is in dispute: the one that its side means."""
    told = told_by(claim, sides)
    kinds = (claim.event_type,) if claim.event_type is not None else ()
    dates = [_dated(told, kinds, value) for value in claim.slots.get("time", ()) if value.type == "when"]
    meant = next((side_day(side.value) for side in sides if side.number == told.side), None)
    if meant is None or not dates:
        return dates
    disputed = next((number for number, date in enumerate(dates) if _is_on(date, meant)), None)
    if disputed is None:
        # The text names two days that exclude each other ("yesterday, Thursday"): this is the one that is meant here.
        disputed = 0
        dates[0] = replace(dates[0], earliest=meant, latest=after(meant, DAY), granularity="day", part_of_day=None)
    undisputed = replace(told, side=None)
    return [date if number == disputed else replace(date, told=undisputed) for number, date in enumerate(dates)]


def _is_on(date: Dated, day: datetime) -> bool:
    if date.earliest is None or date.latest is None:
        return False
    return date.earliest < after(day, DAY) and day < date.latest


def _dated(told: Told, happenings: tuple[str, ...], value: SlotValueView) -> Dated:
    earliest, latest = read_time(value.earliest), read_time(value.latest)
    if earliest is None or latest is None or latest < earliest:
        earliest = latest = None
    return Dated(
        told=told,
        happenings=happenings,
        words=value.text,
        earliest=earliest,
        latest=latest,
        granularity=value.granularity,
        part_of_day=value.part_of_day,
        bound=value.bound,
    )


def side_day(value: str) -> datetime | None:
    """The day that a side of a date conflict stands for; None where no calendar tells it."""
    return read_time(value.partition(" ")[0].partition("T")[0])
