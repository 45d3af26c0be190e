"""Which words of two sentences are marked as different: those that tell something, and no others."""

import pytest

from app.web.pages.differences import differing_words, likeness


def marked(one: str, other: str) -> tuple[list[str], list[str]]:
    left, right = differing_words(one, other)
    return [one[start:end] for start, end in left], [other[start:end] for start, end in right]


def test_the_one_word_that_differs_is_marked_on_both_sides() -> None:
    one = "The minister arrived in Port Lorne on Tuesday morning."
    assert marked(one, one.replace("Tuesday", "Wednesday")) == (["Tuesday"], ["Wednesday"])


def test_neighbours_that_differ_are_one_stretch() -> None:
    assert marked(
        "Twelve people died in the fire at the port", "At least nine people died in the fire at the port"
    ) == (
        ["Twelve"],
        ["least nine"],
    )


def test_case_accents_vowel_marks_and_kinds_of_digits_are_no_difference() -> None:
    assert marked("L'incendie a tué 12 personnes À SEL", "l’incendie a tue 12 personnes à Sel") == ([], [])
    assert marked("قُتِلَ 12 شخصا في الحريق", "قتل ١٢ شخصا في الحريق") == ([], [])


def test_a_word_that_stands_elsewhere_in_the_other_sentence_is_no_difference() -> None:
    assert marked("On Tuesday the port was shut", "The port was shut on Tuesday") == ([], [])


def test_numbers_are_whole_words_with_their_separators() -> None:
    assert marked("It cost 1,200 dinars at the time", "It cost 1,300 dinars at the time") == (["1,200"], ["1,300"])


def test_sentences_that_are_hardly_alike_are_not_marked_at_all() -> None:
    assert marked("The bridge was closed in February", "Nobody knows who will pay") == ([], [])
    assert marked("the port", "the port of Ras Zahran was shut after a fire on Friday")[1] == []


@pytest.mark.parametrize("odd", ["", "…", "\u202e", "'" * 50, "ا" * 10_000, "a " * 5_000, "\u0651\u0651"])
def test_odd_texts_are_compared_too(odd: str) -> None:
    for one, other in ((odd, "The port was shut"), ("The port was shut", odd), (odd, odd)):
        left, right = differing_words(one, other)
        assert all(0 <= start < end <= len(one) for start, end in left)
        assert all(0 <= start < end <= len(other) for start, end in right)


def test_likeness_is_the_share_of_words_in_common() -> None:
    assert likeness("The port was shut", "the PORT was open") == 0.75
    assert likeness("The port", "Nobody knows") == 0
