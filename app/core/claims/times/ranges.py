"""Two expressions that are the ends of one range."""

from dataclasses import replace
from datetime import timedelta

from app.core.claims.times.expression import Expression
from app.core.claims.times.resolution import Resolved, Resolver
from app.core.model.when import Interval


def joined_range(resolver: Resolver, left: Expression, right: Expression, *, future: bool) -> Resolved | None:
    """One interval from the beginning of ``left`` to the end of ``right``, which lends it what it leaves out."""
    if left.year is None and right.year is not None and (left.month is not None or left.season is not None):
        left = replace(left, year=right.year)
    if _only_clock(left) and right.clock is not None and right.tells_a_day:
        left = replace(right, first=left.first, end=left.end, clock=left.clock)
    elif _only_clock(right) and left.tells_a_day:
        right = replace(left, first=right.first, end=right.end, part=None, clock=right.clock)
    end = resolver.resolve(right, future=future)
    begin = resolver.resolve(left, future=future)
    if begin.interval is None or end.interval is None:
        return None
    earliest, latest = begin.interval.earliest, end.interval.latest
    if earliest >= end.interval.earliest:
        back = {"weekday": 7, "month": 365}.get("weekday" if left.month is None else "month", 0)
        fixed = left.year is not None or left.relative_day is not None
        if fixed or (left.weekday is None and left.month is None):
            return None
        earliest -= timedelta(days=back)
    return Resolved(
        interval=Interval(earliest=earliest, latest=latest),
        granularity=end.granularity,
        reason=f"from {begin.reason} to {end.reason}",
        undirected=end.undirected,
    )


def _only_clock(expression: Expression) -> bool:
    return expression.told == {"clock"}
