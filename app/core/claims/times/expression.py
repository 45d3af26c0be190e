"""What one expression of time says, before it is resolved against the publication date."""

from dataclasses import dataclass, fields, replace

from app.core.model.when import PartOfDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day. ``exact`` is False where the half of the day is not told."""

    hour: int
    minute: int
    exact: bool
    to_the_minute: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A length of time: ``low`` to ``high`` units. ``bare`` where the unit stands without a number."""

    low: float
    high: float
    unit: str
    end: int
    bare: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """So far from the publication: ``sign`` -1 is ago. A ``window`` reaches from there to the publication itself."""

    low: float
    high: float
    unit: str
    sign: int
    window: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """Tokens ``first`` to ``end`` and what they fix; None is what they leave open.

    ``direction`` belongs to the weekday, month or part of day ("last Monday"), ``unit_direction`` to the
    unit ("last week").
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
    shift: Shift | None = None
    season: str | None = None
    edge: str | None = None
    since: bool | None = None

    @property
    def told(self) -> frozenset[str]:
        """The names of all fields that it fixes."""
        return frozenset(name for name in _CONTENT if getattr(self, name) is not None)

    @property
    def tells_a_day(self) -> bool:
        """Whether it names or points to single days."""
        return bool(self.told & {"weekday", "day", "relative_day"})


_CONTENT = tuple(field.name for field in fields(Expression) if field.name not in ("first", "end"))
_DATES = frozenset({"weekday", "day", "month", "relative_day", "year", "clock"})
_FITS = {  # what may stand in one expression with a field of the left side
    "shift": frozenset({"part", "clock", "since"}),
    "year": frozenset({"month", "day", "season", "weekday", "edge", "part", "clock", "relative_day", "since"}),
}


def merged(left: Expression, right: Expression, *, adjacent: bool, comma: bool) -> Expression | None:
    """Both as one expression; None where they say the same thing twice or do not belong together.

    ``adjacent``: nothing stands between them; ``comma``: a comma or bracket does.
    """
    told_left, told_right = left.told, right.told
    if told_left & told_right:
        return _merged_again(left, right)
    if comma and not (told_right & _DATES and told_left & (_DATES | {"part"})):
        return None
    if "direction" in told_left | told_right and not _direction_fits(left, right, adjacent=adjacent):
        return None
    both = told_left | told_right
    for name, company in _FITS.items():
        if name in both and not both <= company | {name, "last_year", "last_day", "direction", "midnight"}:
            return None
    if "year" in told_right and not told_left & {"month", "season"}:
        return None
    if "season" in both and both & {"day", "weekday", "relative_day", "clock"}:
        return None
    if "unit" in both and not _unit_fits(left, right):
        return None
    return replace(left, end=right.end, **{name: getattr(right, name) for name in told_right})


def _merged_again(left: Expression, right: Expression) -> Expression | None:
    """ "7 July / Tammuz": the same month in two calendars' names; "the night of Tuesday to Wednesday"."""
    if right.told == {"month"} and left.month == right.month:
        return replace(left, end=right.end)
    if left.part is not PartOfDay.NIGHT or left.weekday is None or left.next_weekday is not None:
        return None
    if right.told == {"weekday"} and right.weekday == left.weekday % 7 + 1:
        return replace(left, end=right.end, next_weekday=right.weekday)
    return None


def _direction_fits(left: Expression, right: Expression, *, adjacent: bool) -> bool:
    pointed = {"weekday", "month", "part", "season", "day"}
    if right.direction is not None and right.told == {"direction"}:
        return adjacent and bool(left.told & pointed)
    if left.told <= {"direction", "edge", "since"} and left.direction is not None:
        return adjacent and bool(right.told & (pointed - {"day"} | {"relative_day"}))
    return True


def _unit_fits(left: Expression, right: Expression) -> bool:
    unit = left.unit or right.unit
    others = (left.told | right.told) - {"unit", "unit_direction", "edge", "since"}
    match unit:
        case "week" | "weekend":
            return others <= {"weekday", "part", "clock"}
        case "month":
            return others <= {"day", "part", "clock", "weekday", "last_day"}
        case "year":
            return others <= {"month", "day", "season"}
        case _:
            return not others
