"""Words a claim so that it can be understood without its article."""

from collections.abc import Sequence

from app.core.model.entity import Party
from app.core.model.when import Granularity, When

DATED = (Granularity.DAY, Granularity.PART_OF_DAY, Granularity.HOUR, Granularity.MINUTE)


def write_statement(
    text: str,
    start: int,
    end: int,
    *,
    subject: Party | None,
    subject_dropped: bool,
    verb_end: int,
    verb_first: bool,
    times: Sequence[When],
) -> str:
    """The quote with its pronoun subject replaced by the name, a dropped subject put in, and relative days dated.

    ``subject`` is a resolved antecedent that stands for a pronoun at its own offsets, or for a dropped subject.
    """
    edits: list[tuple[int, int, str]] = []
    if subject is not None and subject.resolved and subject.is_name:
        if subject_dropped:
            place = verb_end if verb_first and start <= verb_end <= end else start
            edits.append((place, place, f" {subject.name} " if place == verb_end else f"{subject.name} "))
        elif start <= subject.start and subject.end <= end:
            edits.append((subject.start, subject.end, subject.name))
    for when in times:
        if when.interval is not None and when.granularity in DATED and start <= when.start and when.end <= end:
            day = when.interval.earliest.date().isoformat()
            if str(when.interval.earliest.year) not in when.text:
                edits.append((when.end, when.end, f" ({day})"))
    return " ".join(_apply(text, start, end, edits).split())


def _apply(text: str, start: int, end: int, edits: list[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    position = start
    for edit_start, edit_end, replacement in sorted(edits):
        if edit_start < position:
            continue
        parts += [text[position:edit_start], replacement]
        position = edit_end
    parts.append(text[position:end])
    return "".join(parts)
