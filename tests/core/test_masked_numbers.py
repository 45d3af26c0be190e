"""Years, ages, ids and scores are never counts; numbers that count something are found with their bounds."""

import pytest

from app.knowledge.loader import load_knowledge
from benchmarks.masked import MaskedRow, is_right, masked_rows, quantities_of

PACKS = load_knowledge()
ROWS = tuple(masked_rows())


@pytest.mark.parametrize("language", sorted({row.language for row in ROWS}))
def test_every_number_is_taken_for_what_it_is(language: str) -> None:
    own = [row for row in ROWS if row.language == language]
    wrong = [row.text for row in own if not is_right(row, quantities_of(row.text, PACKS.pack(language)))]
    assert wrong == []


def test_the_sentences_are_as_many_as_the_card_tells() -> None:
    masked = [row for row in ROWS if row.masked]
    assert (len(masked), len(ROWS) - len(masked)) == (200, 82)
    assert all(part in row.text for row in masked for part in row.masked)


def test_finding_nothing_and_finding_everything_both_fail() -> None:
    year = MaskedRow(language="en", text="In 2015 it ended.", masked=("2015",), counts=frozenset())
    boats = MaskedRow(language="en", text="12 boats sank.", masked=(), counts=frozenset({(12, 12, "boats")}))
    counted = quantities_of(boats.text, PACKS.pack("en"))
    assert is_right(boats, counted) and not is_right(boats, ())
    assert is_right(year, ()) and not is_right(MaskedRow(**{**_fields(boats), "masked": ("12",)}), counted)


def _fields(row: MaskedRow) -> dict[str, object]:
    return {"language": row.language, "text": row.text, "counts": row.counts}
