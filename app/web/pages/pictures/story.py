"""The pictures of one story, drawn and told: those that say something, each in a narrow and in a wide form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from app.core.claims.words.lexicon import lexicon_of
from app.core.model.language import Knowledge
from app.use_cases.views import ClusterView, ConflictView
from app.web.pages.pictures.attendance import Attendance, Presence, attendance_of
from app.web.pages.pictures.attendance_drawing import draw_attendance, side_of_row
from app.web.pages.pictures.canvas import Drawing
from app.web.pages.pictures.frame import NARROW, WIDE
from app.web.pages.pictures.growth import Growth, growths_of
from app.web.pages.pictures.growth_drawing import draw_growth
from app.web.pages.pictures.reports import MOST_TOLD, Origin, choose_rows
from app.web.pages.pictures.telling import (
    RowTold,
    SideTold,
    describe,
    find_in_attendance,
    find_in_dates,
    find_in_numbers,
    rows_of_dates,
    rows_of_numbers,
    sides_told,
)
from app.web.pages.pictures.timeline import TimeLine, time_line_of
from app.web.pages.pictures.timeline_drawing import draw_time_line
from app.web.pages.rendering import side_letter
from app.web.pages.wording import Wording

MOST_COLUMNS = 8  # participants in a table


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture for a phone, and for anything wider."""

    narrow: Drawing
    wide: Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture, with all that is told beside it."""

    id: str  # in its page
    title: str
    finding: str
    description: str  # the finding and its sides, for those who cannot see the drawing
    drawn: Drawn
    key: tuple[str, ...]  # the signs that it uses
    sides: tuple[SideTold, ...]
    origins: tuple[Origin, ...]
    rows: tuple[RowTold, ...] = ()
    hidden: int = 0  # rows that the table leaves out
    matrix: Attendance | None = None
    hidden_columns: int = 0
    disputed: bool = False


def pictures_of(
    story: ClusterView, conflicts: Sequence[ConflictView], knowledge: Knowledge, words: Wording
) -> tuple[Picture, ...]:
    """All pictures of a story that say something. ``knowledge`` tells which nouns count the same."""

    @cache
    def kinds(noun: str, language: str) -> frozenset[str]:
        return lexicon_of(knowledge.pack(language).claims).counted_kinds(noun)

    most = sum(len(conflict.sides) for conflict in conflicts)
    letters = tuple(side_letter(number, words["conflict.letters"]) for number in range(most))
    found: list[Picture] = []
    line = time_line_of(story, conflicts)
    if line is not None:
        found.append(_picture_dates(line, words, letters))
    attendance = attendance_of(story, conflicts, words.code)
    if attendance is not None:
        found.append(_picture_attendance(attendance, words, letters))
    growths = growths_of(story, conflicts, kinds, words.code)
    found += [_picture_numbers(growth, number, words, letters) for number, growth in enumerate(growths, 1)]
    return tuple(found)


def _both(draw: Callable[[float], Drawing]) -> Drawn:
    return Drawn(narrow=draw(NARROW), wide=draw(WIDE))


def _picture_dates(line: TimeLine, words: Wording, letters: Sequence[str]) -> Picture:
    finding = find_in_dates(line, words)
    sides = sides_told(line.sides, "date", letters, words)
    dates = line.dates()
    used = {
        "bar": any(date.earliest is not None for date in dates),
        "flag": any(row.published for row in line.rows),
        "planned": any(date.told.planned for date in dates),
        "denied": any(date.told.denied for date in dates),
        "bound": any(date.bound is not None for date in dates),
        "ring": bool(line.origins),
    }
    return Picture(
        id="time-line",
        title=words["pictures.time_line"],
        finding=finding,
        description=describe(finding, sides, words),
        drawn=_both(lambda width: draw_time_line(line, words, letters, width)),
        key=tuple(f"pictures.key_{sign}" for sign, is_used in used.items() if is_used),
        sides=sides,
        origins=line.origins,
        rows=rows_of_dates(line, letters, words),
        hidden=max(len(dates) - MOST_TOLD, 0),
        disputed=bool(sides) and not line.later,
    )


def _picture_numbers(growth: Growth, number: int, words: Wording, letters: Sequence[str]) -> Picture:
    finding = find_in_numbers(growth, words)
    sides = sides_told(growth.sides, "quantity", letters, words)
    numbers = growth.numbers
    used = {
        "dot": True,
        "range": any(n.low is not None and n.high is not None and n.low < n.high for n in numbers),
        "open": any(n.low is None or n.high is None for n in numbers),
        "about": any(n.approximate for n in numbers),
        "denied": any(n.told.denied for n in numbers),
        "ring": bool(growth.origins),
    }
    what = _counted(growth, words)
    return Picture(
        id=f"numbers-{number}",
        title=words.say("pictures.growth_of", what=what) if what else words["pictures.growth"],
        finding=finding,
        description=describe(finding, sides, words),
        drawn=_both(lambda width: draw_growth(growth, words, letters, width)),
        key=tuple(f"pictures.key_{sign}" for sign, is_used in used.items() if is_used),
        sides=sides,
        origins=growth.origins,
        rows=rows_of_numbers(growth, letters, words),
        hidden=max(len(numbers) - MOST_TOLD, 0),
        disputed=bool(sides) and not growth.later,
    )


def _counted(growth: Growth, words: Wording) -> str:
    """What befell what: "killing, people"."""
    happening = growth.happening if growth.happening and f"event_types.{growth.happening}" in words else None
    parts = [words.of("event_types", happening)] if happening else []
    parts += [part for part in (growth.noun, growth.unit) if part]
    return words["page.list_joiner"].join(parts)


def _picture_attendance(attendance: Attendance, words: Wording, letters: Sequence[str]) -> Picture:
    finding = find_in_attendance(attendance, words)
    sides = sides_told(attendance.sides, "participants", letters, words)
    shown = {cell.presence for row in attendance.rows for cell in row.cells}
    key = [f"presences.{presence.value}" for presence in Presence if presence in shown]
    return Picture(
        id="attendance",
        title=words["pictures.attendance"],
        finding=finding,
        description=describe(finding, sides, words),
        drawn=_both(lambda width: draw_attendance(attendance, words, letters, width)),
        key=(*key, "pictures.key_ring") if attendance.origins else tuple(key),
        sides=sides,
        origins=attendance.origins,
        hidden=max(len(attendance.rows) - MOST_TOLD, 0),
        matrix=_cut(attendance),
        hidden_columns=max(len(attendance.participants) - MOST_COLUMNS, 0),
        disputed=bool(sides),
    )


def _cut(attendance: Attendance) -> Attendance:
    """As much of it as a table holds."""
    sides = [side_of_row(row.cells, attendance.participants) for row in attendance.rows]
    kept = (attendance.rows[number] for number in choose_rows(sides, MOST_TOLD))
    rows = tuple(replace(row, cells=row.cells[:MOST_COLUMNS]) for row in kept)
    return replace(attendance, participants=attendance.participants[:MOST_COLUMNS], rows=rows)
