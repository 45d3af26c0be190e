"""When the sides of a conflict were published, and what reports of the same story said after them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.use_cases.views import ClaimView, ConflictView
from app.web.pages.details import Detail, Standing

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How long after the first side another one was reported. ``days`` where only the day of one of them is known;
    nothing where one has no time at all."""

    side: int  # whose first report came later
    than: int
    passed: timedelta | None
    days: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterReport:
    """One claim that was published after all sides, with the sides that its value fits."""

    claim: ClaimView
    standing: Standing


def first_published(conflict: ConflictView) -> tuple[datetime | None, ...]:
    """When each side was first reported; None where a time is not known."""
    return tuple(
        min((claim.published_at for claim in side.claims if claim.published_at is not None), default=None)
        for side in conflict.sides
    )


def gaps_of(conflict: ConflictView) -> tuple[Gap, ...]:
    """Between the first reports of the sides, the earliest side first; one without a time comes last."""
    first = list(enumerate(first_published(conflict)))
    known = sorted(((moment, side) for side, moment in first if moment is not None), key=lambda row: (row[0], row[1]))
    unknown = [side for side, moment in first if moment is None]
    if not known:
        return tuple(Gap(side=side, than=unknown[0], passed=None) for side in unknown[1:])
    start, origin = known[0]
    found = [_gap(start, origin, moment, side) for moment, side in known[1:]]
    return (*found, *(Gap(side=side, than=origin, passed=None) for side in unknown))


def _gap(start: datetime, origin: int, moment: datetime, side: int) -> Gap:
    """A midnight sharp stands for a day of which no hour is told."""
    if time() in (start.timetz().replace(tzinfo=None), moment.timetz().replace(tzinfo=None)):
        passed = DAY * (moment.date() - start.date()).days
        return Gap(side=side, than=origin, passed=max(passed, timedelta()), days=True)
    return Gap(side=side, than=origin, passed=moment - start)


def later_reports(detail: Detail, claims: Sequence[ClaimView]) -> tuple[LaterReport, ...]:
    """Of the story's claims those that tell the disputed detail and were published after every side's first report,
    other than those on a side; in the order of their times."""
    ends = [moment for moment in first_published(detail.conflict) if moment is not None]
    if len(ends) < len(detail.conflict.sides):
        return ()
    found = [
        LaterReport(claim=claim, standing=standing)
        for claim in _after(max(ends), claims)
        if claim.id not in detail.side_of and (standing := detail.standing(claim)).is_told
    ]
    return tuple(found)


def _after(moment: datetime, claims: Iterable[ClaimView]) -> list[ClaimView]:
    later = [(claim.published_at, claim) for claim in claims if claim.published_at is not None]
    return [claim for when, claim in sorted(later, key=lambda row: (row[0], row[1].id)) if when > moment]


def by_side(reports: Iterable[LaterReport]) -> Mapping[int, int]:
    """How many of them have the value of each side, in the order of the sides; one that none has is left out."""
    sides = [report.standing.side for report in reports if report.standing.side is not None]
    return {side: sides.count(side) for side in sorted(set(sides))}
