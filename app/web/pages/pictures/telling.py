"""What a picture says in words: its finding in a sentence, its sides, and its data as rows of a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.web.pages.pictures.attendance import Attendance
from app.web.pages.pictures.growth import Growth, Number
from app.web.pages.pictures.growth_drawing import number_label
from app.web.pages.pictures.reports import MOST_TOLD, Origin, Side, Told, choose_rows
from app.web.pages.pictures.spans import whole_day
from app.web.pages.pictures.timeline import Dated, TimeLine, side_day
from app.web.pages.pictures.timeline_drawing import date_label
from app.web.pages.showing import plain_name, show_interval, show_number
from app.web.pages.wording import Wording

MOST_NAMES = 4  # outlets named in a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class SideTold:
    """A side with its letter and what it says; ``is_ours`` where the words are ours, not a report's."""

    number: int
    letter: str
    value: str
    is_ours: bool
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTold:
    """One row of the table: who tells what, in our words and in those of the report."""

    told: Told
    value: str
    exactly: str | None
    words: str
    side: str | None  # its letter
    origins: tuple[int, ...]


def sides_told(sides: Sequence[Side], kind: str, letters: Sequence[str], words: Wording) -> tuple[SideTold, ...]:
    """All sides; ``kind`` is that of their conflict."""
    found = []
    for side in sides:
        value = _side_value(side.value, kind, words)
        found.append(
            SideTold(
                number=side.number,
                letter=letters[side.number],
                value=value if value is not None else side.label,
                is_ours=value is not None,
                outlets=side.outlets,
            )
        )
    return tuple(found)


def _side_value(value: str, kind: str, words: Wording) -> str | None:
    """In words of ours; None where the report's own say it."""
    if kind == "quantity":
        return show_number(value, words.code) or None
    day = side_day(value) if kind == "date" else None
    if day is None:
        return None
    shown = whole_day(day, words.code)
    part = value.partition(" ")[2]
    hour = value.partition("T")[2]
    if hour or f"values.{part}" in words:
        return f"{shown}{words['page.list_joiner']}{hour or words.of('values', part)}"
    return shown


def describe(finding: str, sides: Iterable[SideTold], words: Wording) -> str:
    """The finding and who is on which side."""
    joiner = words["page.list_joiner"]
    told = [finding]
    for side in sides:
        names = [plain_name(outlet) for outlet in side.outlets[:MOST_NAMES]]
        more = "…" if len(side.outlets) > MOST_NAMES else ""
        told.append(
            words.say("pictures.side_of", letter=side.letter, value=side.value, outlets=joiner.join(names) + more)
        )
    return " ".join(told)


def find_in_dates(line: TimeLine, words: Wording) -> str:
    """What a time line shows, in a sentence."""
    if not line.sides:
        return words.count("pictures.dates_agree", len(line.rows))
    if line.later:
        return words["pictures.dates_later"]
    return words.count("pictures.dates_differ", len(line.sides))


def find_in_numbers(growth: Growth, words: Wording) -> str:
    """What the numbers show, in a sentence or two."""
    if not growth.sides:
        found = words.count("pictures.numbers_agree", len(growth.numbers))
    elif growth.later:
        found = words["pictures.numbers_later"]
    else:
        found = words.count("pictures.numbers_differ", len(growth.sides))
    dated = [number for number in growth.numbers if number.told.published is not None]
    if len(dated) < 2 or number_label(dated[0], words) == number_label(dated[-1], words):
        return found
    ends = {"first": number_label(dated[0], words), "last": number_label(dated[-1], words)}
    return f"{found} {words.say('pictures.first_last', **ends)}"


def find_in_attendance(attendance: Attendance, words: Wording) -> str:
    """Who differs, and that silence says nothing."""
    count = len(attendance.sides)
    found = words.count("pictures.people_differ", count) if count else words["pictures.people_vary"]
    return f"{found} {words['pictures.silence']}"


def rows_of_dates(line: TimeLine, letters: Sequence[str], words: Wording) -> tuple[RowTold, ...]:
    """All dates of a time line, or as many of every side as a table holds."""
    dates = line.dates()
    chosen = (dates[number] for number in choose_rows([date.told.side for date in dates], MOST_TOLD))
    return tuple(
        _row(date.told, date_label(date, words), _exactly(date, words), date.words, letters, line.origins)
        for date in chosen
    )


def _exactly(date: Dated, words: Wording) -> str | None:
    if date.earliest is None or date.latest is None:
        return None
    return show_interval(date.earliest.isoformat(), date.latest.isoformat(), words.code)


def rows_of_numbers(growth: Growth, letters: Sequence[str], words: Wording) -> tuple[RowTold, ...]:
    """All numbers, or as many of every side as a table holds."""
    chosen = choose_rows([number.told.side for number in growth.numbers], MOST_TOLD)
    return tuple(
        _row(number.told, number_label(number, words), None, _with_noun(number), letters, growth.origins)
        for number in (growth.numbers[each] for each in chosen)
    )


def _with_noun(number: Number) -> str:
    if number.noun is None or number.noun in number.words:
        return number.words
    return f"{number.words} {number.noun}"


def _row(
    told: Told, value: str, exactly: str | None, in_words: str, letters: Sequence[str], origins: Sequence[Origin]
) -> RowTold:
    return RowTold(
        told=told,
        value=value,
        exactly=exactly,
        words=in_words,
        side=letters[told.side] if told.side is not None else None,
        origins=tuple(origin.number for origin in origins if told.outlet in origin.outlets),
    )
