"""Cleaning and reading of texts that nobody would write: nothing breaks, no offset is wrong, nothing takes for ever."""

import random
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.odd_texts import LANGUAGES, UNITS, endless, read_page, read_through, some_page, some_text

LENGTH = 4_000  # characters; what grows faster than with the square of the length shows here already
LONGEST = 15.0  # seconds of processor time, for what takes a fraction of one


@pytest.fixture
def in_time() -> Iterator[None]:
    """Fails what takes too long; what is loaded once does not count."""
    read_through("A first text.", "en")
    begun = time.process_time()
    yield
    assert time.process_time() - begun < LONGEST


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_no_endless_repetition_takes_for_ever(unit: str) -> None:
    read_through(endless(unit, LENGTH), "en" if unit.isascii() else "ar")


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize("run", [" ", "\n", "(", "-", "\u0301", ". ", "! (", "'", "by "], ids=ascii)
def test_no_run_inside_an_article_takes_for_ever(run: str) -> None:
    length = LENGTH if run.strip() else 5 * LENGTH  # blanks are cheap to read, and dear to an expression that retries
    for head, tail in (
        ("He said. ", "and left the port on Monday evening with many others."),
        ("", " (Reuters) and"),
        (". ", ""),
    ):
        read_through(f"Ada Venn arrived in Port Lorne.\n\n{head}{endless(run, length)}{tail}", "en")


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize(
    "unit", ["<p>", "<div><", "<a href='", "&amp;", "&#x41;", "<!--", "<table><tr><td>", "<p>word "]
)
def test_no_endless_page_takes_for_ever(unit: str) -> None:
    read_page("<html><body><p>Ada Venn arrived in Port Lorne.</p>" + endless(unit, LENGTH))


@settings(max_examples=12)
@given(number=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES))
def test_what_is_read_out_of_an_odd_text_stands_in_it(number: int, language: str) -> None:
    read_through(some_text(random.Random(number))[:1_500], language)


@settings(max_examples=15)
@given(number=st.integers(0, 2**32))
def test_an_odd_page_is_an_article_or_is_refused_in_words(number: int) -> None:
    read_page(some_page(random.Random(number)))
