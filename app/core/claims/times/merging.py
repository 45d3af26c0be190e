"""Pieces that stand beside each other as one expression of time."""

from dataclasses import replace

from app.core.claims.times.expression import Expression
from app.core.model.when import PartOfDay

_DATES = frozenset({"weekday", "day", "month", "relative_day", "year", "clock", "other"})
_OF_A_DAY = frozenset({"part", "clock", "since", "until", "midnight"})
_FITS = {  # what may stand in one expression with a field
    "shift": _OF_A_DAY,
    "nth": _OF_A_DAY,
    "anchor": _OF_A_DAY | {"weekday"},
    "holiday": _OF_A_DAY | {"year", "weekday", "direction", "unit", "unit_direction"},
    "other": _OF_A_DAY | {"weekday", "relative_day", "edge"},
    "now": frozenset({"since"}),
    "rest": frozenset({"unit", "unit_direction"}),
    "until": _OF_A_DAY
    | {"weekday", "day", "month", "year", "relative_day", "nth", "anchor", "holiday", "other", "shift"}
    | {"unit", "unit_direction", "direction", "other_order"},
    "year": _OF_A_DAY | {"month", "day", "season", "weekday", "edge", "relative_day", "holiday"},
}
_ANYWHERE = frozenset({"last_year", "last_day", "direction", "midnight", "other_order", "until"})
_YEAR_FOLLOWS = frozenset({"month", "season", "holiday", "edge"})
_POINTED = frozenset({"weekday", "month", "part", "season", "day", "holiday"})


def merged(left: Expression, right: Expression, *, adjacent: bool, comma: bool) -> Expression | None:
    """Both as one expression; None where they say the same thing twice or do not belong together.

    ``adjacent``: nothing stands between them; ``comma``: a comma or bracket does.
    """
    told_left, told_right = left.told, right.told
    if told_left & told_right:
        return _merged_again(left, right)
    if comma and not (told_right & (_DATES | {"part"}) and told_left & (_DATES | {"part"})):
        return None
    ranged = left.until is not None and not (told_left <= _OF_A_DAY and right.tells_a_day)
    if ranged or _counts_hours(left, right) or _counts_hours(right, left):
        return None
    if "direction" in told_left | told_right and not _direction_fits(left, right, adjacent=adjacent):
        return None
    both = told_left | told_right
    if not all(name not in both or both <= company | {name} | _ANYWHERE for name, company in _FITS.items()):
        return None
    if "year" in told_right and "month" not in told_right and not told_left & _YEAR_FOLLOWS:
        return None
    if "year" in told_left and right.month is not None and told_left != {"year"}:
        return None
    if "season" in both and both & {"day", "weekday", "relative_day", "clock"}:
        return None
    if "unit" in both and not _unit_fits(left, right):
        return None
    return replace(left, end=right.end, **{name: getattr(right, name) for name in told_right})


def _counts_hours(shifted: Expression, other: Expression) -> bool:
    """Minutes from now do not stand on a time of day."""
    return shifted.shift is not None and shifted.shift.unit in ("second", "minute", "hour") and other.clock is not None


def _merged_again(left: Expression, right: Expression) -> Expression | None:
    """ "7 July / Tammuz": the same month in two calendars' names; "the night of Tuesday to Wednesday"."""
    if right.told == {"month"} and left.month == right.month:
        return replace(left, end=right.end)
    if right.told == {"part"} and left.clock is not None and left.part is right.part:
        return replace(left, end=right.end)
    if right.told == {"relative_day", "part"} and left.told == {"relative_day", "part"} and left == right:
        return replace(left, end=right.end)
    if left.part is not PartOfDay.NIGHT or left.weekday is None or left.next_weekday is not None:
        return None
    if right.told == {"weekday"} and right.weekday == left.weekday % 7 + 1:
        return replace(left, end=right.end, next_weekday=right.weekday)
    return None


def _direction_fits(left: Expression, right: Expression, *, adjacent: bool) -> bool:
    if right.direction is not None and right.told == {"direction"}:
        return adjacent and bool(left.told & _POINTED)
    if left.told <= {"direction", "edge", "since"} and left.direction is not None:
        return adjacent and bool(right.told & (_POINTED - {"day"} | {"relative_day"}))
    return True


def _unit_fits(left: Expression, right: Expression) -> bool:
    unit = left.unit or right.unit
    others = (left.told | right.told) - {"unit", "unit_direction", "edge", "since", "rest"}
    match unit:
        case "week" | "weekend":
            return others <= {"weekday", "part", "clock", "until"} and others != {"clock"}
        case "month":
            return others <= {"day", "part", "clock", "weekday", "last_day", "until"}
        case "year":
            return others <= {"month", "day", "season", "holiday", "weekday"}
        case _:
            return not others
