"""Texts cut into pieces, and values as a reader says them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.pages.marks import CONTEXT, context_of, isolate_names
from app.web.pages.showing import plain_name, plain_text, show_interval, show_number, show_time


@given(st.text(alphabet="ab \n\u0645", max_size=2_000), st.integers(0, 2_000), st.integers(1, 200))
def test_a_quote_stands_whole_in_a_short_stretch_of_its_own_lines(text: str, start: int, length: int):
    start = min(start, len(text))
    end = min(start + length, len(text))
    context = context_of(text, start, end)
    assert context.quote == text[start:end]
    assert text[:start].endswith(context.before.removeprefix("… "))
    assert text[end:].startswith(context.after.removesuffix(" …"))
    assert "\n" not in context.before + context.after
    assert max(len(context.before), len(context.after)) <= CONTEXT + 2


def test_names_in_a_sentence_of_ours_are_kept_apart_from_it():
    pieces = isolate_names("صحيفة: Le Quai Nord [2024]", ["Le Quai", "Le Quai Nord", ""])
    assert [(piece.text, piece.is_name) for piece in pieces] == [
        ("صحيفة: ", False),
        ("Le Quai Nord", True),
        (" [2024]", False),
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2024-03-13", "Wednesday, March 13, 2024"),
        ("2024-03-13T18:30", "March 13, 2024 18:30"),
        ("2024-03-13T00:00:00/2024-03-14T00:00:00", "Wednesday, March 13, 2024"),
        ("2024-03-13T16:00:00/2024-03-14T00:00:00", "Wednesday, March 13, 2024 16:00–00:00"),
        ("2024-03-13T00:00:00/2024-03-16T00:00:00", "Wednesday, March 13, 2024 – Friday, March 15, 2024"),
        ("2024-03-13T22:00:00/2024-03-14T05:00:00", "March 13, 2024 22:00 – March 14, 2024 05:00"),
        ("day -1, weekday 1", None),
    ],
)
def test_a_time_is_shown_as_a_reader_says_it(value: str, shown: str | None):
    assert show_time(value, "en") == shown


def test_a_day_is_shown_in_the_language_of_the_screen():
    assert show_interval("2024-03-13T00:00:00", "2024-03-14T00:00:00", "fr") == "mercredi 13 mars 2024"
    assert show_interval("2024-03-13T00:00:00", "2024-03-14T00:00:00", "ar").startswith("الأربعاء")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1200", "1,200"), ("12..15", "12–15"), ("12..", "≥ 12"), ("..15", "≤ 15"), ("12.5 percent", "12.5 percent")],
)
def test_a_number_is_shown_with_its_bounds(value: str, shown: str):
    assert show_number(value, "en") == shown


def test_a_name_cannot_pose_as_another_by_turning_its_letters():
    assert plain_name("\u202etsoP\u202c") == "tsoP"
    assert plain_name("\u202e") == "\ufffd"


@pytest.mark.parametrize("name", ["\u200b", "\u3164\u200d", "\ufeff \u0301", "\u2060\u00ad"])
def test_a_name_of_which_nothing_is_seen_shows_that_something_is_there(name: str):
    assert plain_name(name) == "\ufffd"


def test_marks_are_not_piled_over_the_lines_around_them():
    pile = "Z" + "\u0301\u0489" * 40
    assert plain_text(pile + "end") == "Z\u0301\u0489\u0301\u0489\ufffdend"
    assert plain_name(pile) == "Z\u0301\u0489\u0301\u0489\ufffd"
    written = "قُرِّٰٓءَ Việt é\u0328\u0301 שָׁ֑ ที่"
    assert plain_text(written) == plain_name(written) == written
