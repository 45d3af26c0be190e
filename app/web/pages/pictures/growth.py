"""How a number grew from report to report: each counted thing apart."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.core.folding import fold
from app.use_cases.views import ClusterView, ConflictView, SlotValueView
from app.web.pages.pictures.reports import NEVER, Origin, Side, Told, origins_of, sides_of, told_by, wall_time

LEAST_REPORTS = 2  # that give a number, for the picture to say something
MOST_GROWTHS = 2  # things counted that are drawn
Kinds = Callable[[str, str], frozenset[str]]  # what a noun of a language counts, whatever the language


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as one article tells it; None leaves that side open, and one of both is told."""

    told: Told
    happening: str | None
    words: str  # of the report
    noun: str | None
    unit: str | None
    low: float | None
    high: float | None
    approximate: bool

    @property
    def middle(self) -> float:
        """The number, or the middle of its range, or the bound that is told."""
        if self.low is None or self.high is None:
            return self.low if self.low is not None else self.high if self.high is not None else 0.0
        return self.low + (self.high - self.low) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """All numbers of one counted thing, the earliest published first."""

    happening: str | None
    noun: str | None
    noun_language: str
    unit: str | None
    numbers: tuple[Number, ...]
    sides: tuple[Side, ...]
    origins: tuple[Origin, ...]
    later: bool  # all that differs is told by later reports, which revise earlier ones


def growths_of(story: ClusterView, conflicts: Sequence[ConflictView], kinds: Kinds, screen: str) -> tuple[Growth, ...]:
    """Those of which at least two articles give a number, the disputed ones first."""
    counted = [one for one in conflicts if one.kind == "quantity" and one.state != "dismissed"]
    groups = _join_disputed(_group(_numbers(story), kinds), counted)
    several = [group for group in groups if len({number.told.article_id for number in group}) >= LEAST_REPORTS]
    found = [_growth(group, story, counted, screen) for group in several]
    found.sort(key=lambda growth: (not growth.sides, -len(growth.numbers)))
    return tuple(found[:MOST_GROWTHS])


def _numbers(story: ClusterView) -> Iterator[Number]:
    for claim in story.claims:
        for value in claim.slots.get("quantity", ()):
            low, high = _finite(value.low), _finite(value.high)
            if value.type == "quantity" and (low is not None or high is not None):
                yield _number(told_by(claim, ()), claim.event_type, value, low, high)


def _number(told: Told, happening: str | None, value: SlotValueView, low: float | None, high: float | None) -> Number:
    if low is not None and high is not None and high < low:
        low, high = high, low
    return Number(
        told=told,
        happening=happening,
        words=value.text,
        noun=value.counted,
        unit=value.unit,
        low=low,
        high=high,
        approximate=bool(value.approximate),
    )


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None


def _key(number: Number) -> str:
    """As the side of a conflict tells its value."""
    return f"{number.middle:.10g}" + (f" {number.unit}" if number.unit else "")


def _group(numbers: Iterable[Number], kinds: Kinds) -> list[list[Number]]:
    """By happening, unit and what is counted: by its kind where the language knows it, else by the word itself."""
    groups: dict[object, list[Number]] = {}
    for number in numbers:
        known: object = None
        if number.noun is not None:
            language = number.told.language
            known = tuple(sorted(kinds(number.noun, language))) or (language, fold(number.noun))
        groups.setdefault((number.happening, number.unit, known), []).append(number)
    return list(groups.values())


def _join_disputed(groups: list[list[Number]], conflicts: Iterable[ConflictView]) -> list[list[Number]]:
    """Numbers that exclude each other count the same, whatever their nouns are."""
    for conflict in conflicts:
        sides = sides_of([conflict], "quantity")
        touched = [group for group in groups if _touches(sides, group)]
        if len(touched) > 1:
            rest = [group for group in groups if not any(group is one for one in touched)]
            groups = [[number for group in touched for number in group], *rest]
    return groups


def _side(number: Number, sides: Iterable[Side]) -> Side | None:
    """The side that a number is on."""
    key = _key(number)
    return next((side for side in sides if side.value == key and number.told.claim_id in side.claim_ids), None)


def _touches(sides: Sequence[Side], group: Iterable[Number]) -> bool:
    return any(_side(number, sides) is not None for number in group)


def _growth(group: Sequence[Number], story: ClusterView, conflicts: Sequence[ConflictView], screen: str) -> Growth:
    own = [one for one in conflicts if _touches(sides_of([one], "quantity"), group)]
    sides = sides_of(own, "quantity")
    once: dict[object, Number] = {}
    for number in sorted(group, key=_order):
        side = _side(number, sides)
        told = replace(number.told, side=side.number if side is not None else None)
        key = (told.article_id, number.low, number.high, number.approximate, told.side, told.denied)
        once.setdefault(key, replace(number, told=told))
    numbers = tuple(once.values())
    named = [number for number in numbers if number.noun is not None]
    spoken = [number for number in named if number.told.language == screen] or named
    return Growth(
        happening=numbers[0].happening,
        noun=spoken[0].noun if spoken else None,
        noun_language=(spoken or numbers)[0].told.language,
        unit=numbers[0].unit,
        numbers=numbers,
        sides=sides,
        origins=origins_of(story, {number.told.outlet for number in numbers}),
        later={one.relation for one in own} == {"update"},
    )


def _order(number: Number) -> tuple[datetime, str, str, float]:
    published = wall_time(number.told.published)
    return published or NEVER, number.told.outlet, number.told.claim_id, number.middle
