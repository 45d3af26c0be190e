"""The scores of coreference, against values worked out by hand."""

import pytest

from benchmarks.coreference import b_cubed

GOLD = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}


def test_the_example_worked_out_by_hand() -> None:
    score = b_cubed(GOLD, {"a": "x", "b": "x", "c": "y", "d": "y", "e": "y"})
    # precision: a 2/2, b 2/2, c 1/3, d 2/3, e 2/3; recall: a 2/3, b 2/3, c 1/3, d 2/2, e 2/2
    assert score.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert score.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert score.f1 == pytest.approx(2 * score.precision * score.recall / (score.precision + score.recall))


def test_the_same_partition_under_other_names_is_perfect() -> None:
    score = b_cubed(GOLD, {"a": "p", "b": "p", "c": "p", "d": "q", "e": "q"})
    assert (score.precision, score.recall, score.f1) == (1, 1, 1)


def test_all_in_one_has_full_recall_and_each_alone_full_precision() -> None:
    assert b_cubed(GOLD, dict.fromkeys(GOLD, 0)).recall == 1
    assert b_cubed(GOLD, dict.fromkeys(GOLD, 0)).precision == pytest.approx((3 * 3 / 5 + 2 * 2 / 5) / 5)
    assert b_cubed(GOLD, {}).precision == 1
    assert b_cubed(GOLD, {}).recall == pytest.approx((3 * 1 / 3 + 2 * 1 / 2) / 5)


def test_a_mention_that_was_not_found_stands_alone_and_a_spurious_one_does_not_count() -> None:
    found = {"a": "x", "b": "x", "d": "y", "z": "x"}
    assert b_cubed(GOLD, found) == b_cubed(GOLD, {**found, "c": "only c", "e": "only e"})


def test_nothing_to_score_is_an_error() -> None:
    with pytest.raises(ValueError, match="no mention"):
        b_cubed({}, {"a": 1})
