"""What an expression means, and how fine its words tell it."""

from dataclasses import dataclass

from app.core.claims.times.expression import Expression
from app.core.model.when import Granularity, Interval

NO_DATE = "needs a publication date"
UNIT_GRANULARITY = {
    "second": Granularity.MINUTE,
    "minute": Granularity.MINUTE,
    "hour": Granularity.HOUR,
    "day": Granularity.DAY,
    "weekday": Granularity.DAY,
    "night": Granularity.DAY,
    "week": Granularity.WEEK,
    "weekend": Granularity.WEEK,
    "fortnight": Granularity.WEEK,
    "month": Granularity.MONTH,
    "quarter": Granularity.SEASON,
    "half": Granularity.SEASON,
    "year": Granularity.YEAR,
}
WINDOW_GRANULARITY = {**UNIT_GRANULARITY, "day": Granularity.WEEK, "night": Granularity.WEEK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """An interval, how fine it is, and how it was found."""

    interval: Interval | None
    granularity: Granularity
    reason: str
    days_from_publication: int | None = None
    alternative: Interval | None = None
    undirected: bool = False
    vague: bool = False
    later: Interval | None = None
    readings: tuple[Interval, ...] = ()


def granularity_of(expression: Expression) -> Granularity:
    """How fine a time is told whose day is known."""
    clock = expression.clock
    if clock is not None and clock.exact:
        return Granularity.MINUTE if clock.to_the_minute else Granularity.HOUR
    if clock is not None and expression.part is None:
        return Granularity.DAY
    if expression.part is not None or expression.midnight or expression.edge in ("early", "middle", "late"):
        return Granularity.PART_OF_DAY
    return Granularity.DAY


def is_vague(expression: Expression) -> bool:
    """Whether usage decides where the time begins and ends."""
    if expression.clock is not None or expression.midnight:
        return False
    return expression.part is not None or expression.edge is not None or expression.season is not None


def with_since(reason: str, expression: Expression) -> str:
    """The reason, marked where the words tell only a beginning."""
    return f"since then; {reason}" if expression.since else reason
