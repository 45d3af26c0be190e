"""What one expression of time says, before it is resolved against the publication date."""

from dataclasses import dataclass, fields
from typing import Optional

from app.core.model.when import PartOfDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day. ``exact`` is False where the half of the day is not told; ``zone`` as in the pack's ``zones``."""

    hour: int
    minute: int
    exact: bool
    to_the_minute: bool
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A length of time: ``low`` to ``high`` units, and ``more`` pairs of number and unit: "a year and two months".

    ``bare`` where the unit stands without a number.
    """

    low: float
    high: float
    unit: str
    end: int
    bare: bool = False
    plural: bool = False
    more: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """So far from the publication: ``sign`` -1 is ago. A ``window`` reaches from there to the publication itself.

    ``within``: at any time from the publication up to there.
    """

    low: float
    high: float
    unit: str
    sign: int
    window: bool = False
    within: bool = False
    more: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nth:
    """One of the ``kind``'s in a longer time: the second Monday of May, the last week of 2015.

    ``count`` -1 is the last one, 0 the one that holds the day told. ``kind`` is a unit or "weekday". ``after``: counted
    from a time on, "the third Tuesday after Christmas".
    """

    count: int
    kind: str
    whole: Optional["Expression"]
    weekday: int | None = None
    after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """So far from another time than the publication: "two days after Christmas". Without ``of``, a weekday so many
    weeks from the publication."""

    amount: Amount
    sign: int
    of: Optional["Expression"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDate:
    """A date of the Hijri ("lunar") or Jalali ("solar") calendar as far as told; without a month a whole year."""

    calendar: str
    month: int | None = None
    year: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """Tokens ``first`` to ``end`` and what they fix; None is what they leave open.

    ``direction`` belongs to the weekday, month or part of day ("last Monday"), ``unit_direction`` to the
    unit ("last week"). ``until`` is the other end of a range.
    """

    first: int
    end: int
    weekday: int | None = None
    next_weekday: int | None = None  # the night "from Tuesday to Wednesday"
    day: int | None = None
    last_day: int | None = None  # of a range inside one month
    month: int | None = None
    year: int | None = None
    last_year: int | None = None
    other_order: tuple[int, int, int] | None = None  # year, month, day where 03/06 is read the other way round
    relative_day: int | None = None
    part: PartOfDay | None = None
    midnight: bool | None = None
    clock: Clock | None = None
    direction: int | None = None
    unit: str | None = None
    unit_direction: int | None = None
    rest: bool | None = None  # of the unit, from now on
    shift: Shift | None = None
    season: str | None = None
    edge: str | None = None
    since: bool | None = None
    nth: Nth | None = None
    anchor: Anchor | None = None
    holiday: str | None = None
    now: bool | None = None
    other: OtherDate | None = None
    lasting: Amount | None = None  # "from 9 am for two hours"
    until: Optional["Expression"] = None

    @property
    def told(self) -> frozenset[str]:
        """The names of all fields that it fixes."""
        return frozenset(name for name in CONTENT if getattr(self, name) is not None)

    @property
    def tells_a_day(self) -> bool:
        """Whether it names or points to single days."""
        if self.nth is not None:
            return self.nth.kind in ("day", "weekday")
        if self.other is not None:
            return self.other.day is not None
        return bool(self.told & _DAYS)


CONTENT = tuple(field.name for field in fields(Expression) if field.name not in ("first", "end"))
_DAYS = frozenset({"weekday", "day", "relative_day", "anchor", "holiday"})
