"""Decoding of dependency trees: exact, a tree whatever the scores, and quick."""

import itertools
import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from app.adapters.language_model.tree_decoding import decode_tree

finite = st.floats(min_value=-50, max_value=50, allow_nan=False, width=32)


def score_tables(most_words: int) -> st.SearchStrategy[NDArray[np.float64]]:
    """Scores of sentences up to a length; whole numbers bring ties."""
    elements = st.one_of(finite, st.integers(-2, 2).map(float))
    return st.integers(1, most_words).flatmap(
        lambda words: arrays.arrays(np.float64, (words, words + 1), elements=elements)
    )


def is_tree(heads: list[int]) -> bool:
    """Whether exactly one word hangs on the root and every word reaches it."""
    for start in range(1, len(heads) + 1):
        node, steps = start, 0
        while node and steps <= len(heads):
            node, steps = heads[node - 1], steps + 1
        if node:
            return False
    return heads.count(0) == 1


def total(scores: NDArray[np.float64], heads: list[int]) -> float:
    return float(sum(scores[word, head] for word, head in enumerate(heads)))


def best_by_trying_all(scores: NDArray[np.float64]) -> float:
    words = len(scores)
    trees = (list(heads) for heads in itertools.product(range(words + 1), repeat=words))
    return max(total(scores, heads) for heads in trees if is_tree(heads))


@given(score_tables(5))
def test_the_tree_found_is_the_best_of_all_trees(scores: NDArray[np.float64]) -> None:
    heads = decode_tree(scores)
    assert is_tree(heads)
    assert np.isclose(total(scores, heads), best_by_trying_all(scores), atol=1e-6)


@given(score_tables(30))
def test_any_scores_give_a_tree(scores: NDArray[np.float64]) -> None:
    assert is_tree(decode_tree(scores))


def test_no_words_have_no_heads() -> None:
    assert decode_tree(np.zeros((0, 1))) == []


def test_one_word_is_the_root() -> None:
    assert decode_tree(np.array([[-3.0, 7.0]])) == [0]


def test_equal_scores_always_give_the_same_tree() -> None:
    scores = np.zeros((6, 7))
    assert decode_tree(scores) == decode_tree(scores.copy())


def test_a_cycle_inside_a_cycle_is_resolved() -> None:
    scores = np.array([[0, 0, 10, 1, 1], [1, 10, 0, 9, 1], [0, 8, 9, 0, 7], [1, 1, 1, 12, 0]], dtype=float)
    heads = decode_tree(scores)
    assert is_tree(heads)
    assert total(scores, heads) == best_by_trying_all(scores)


def test_four_hundred_words_full_of_cycles_take_a_moment() -> None:
    scores = np.random.default_rng(1).normal(size=(400, 401))
    begun = time.perf_counter()
    assert is_tree(decode_tree(scores))
    assert time.perf_counter() - begun < 20


def test_four_hundred_words_in_nested_pairs_take_a_moment() -> None:
    words = 400
    scores = np.full((words, words + 1), -100.0)
    for word in range(words):
        scores[word, (word ^ 1) + 1] = 10.0  # every pair is a cycle
        scores[word, ((word ^ 2) % words) + 1] = 9.0  # and every two pairs again
    begun = time.perf_counter()
    assert is_tree(decode_tree(scores))
    assert time.perf_counter() - begun < 20
