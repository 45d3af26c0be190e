"""The best sequence of entity labels: a name begins before it goes on."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

_FORBIDDEN = -1e9


def decode_entities(scores: NDArray[np.float64], labels: Sequence[str]) -> list[tuple[str, int, int]]:
    """Class, first and last word (from 0) of each name in a sentence.

    ``scores`` has shape (words, labels). Viterbi decoding in which ``I-X`` follows only ``B-X`` or ``I-X``.
    """
    if not len(scores):
        return []
    transitions = _transitions(tuple(labels))
    path = scores.argmax(1)
    # Where the best label of every word may follow that before it, nothing is better; so it is in most sentences.
    if transitions[-1, path[0]] or transitions[path[:-1], path[1:]].any():
        path = _best_path(scores, transitions)
    return spans_of([labels[index] for index in path])


@cache
def _transitions(labels: tuple[str, ...]) -> NDArray[np.float64]:
    """Shape (labels + 1, labels): 0 where a label may follow another (the last row is the beginning)."""
    allowed = np.zeros((len(labels) + 1, len(labels)))
    for column, label in enumerate(labels):
        if label.startswith("I-"):
            rows = [row for row, before in enumerate(labels) if before not in (label, f"B-{label[2:]}")]
            allowed[[*rows, len(labels)], column] = _FORBIDDEN
    return allowed


def _best_path(scores: NDArray[np.float64], transitions: NDArray[np.float64]) -> NDArray[np.intp]:
    best = scores[0] + transitions[-1]
    back: list[NDArray[np.intp]] = []
    for row in scores[1:]:
        reached = best[:, None] + transitions[:-1]
        back.append(reached.argmax(0))
        best = reached.max(0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return np.array(path[::-1])


def spans_of(labels: Sequence[str]) -> list[tuple[str, int, int]]:
    """Class, first and last position of each name in a sequence of begin, inside and outside labels."""
    spans: list[tuple[str, int, int]] = []
    for position, label in enumerate(labels):
        if label.startswith("B-"):
            spans.append((label[2:], position, position))
        elif label.startswith("I-") and spans and spans[-1][2] == position - 1 and spans[-1][0] == label[2:]:
            spans[-1] = (label[2:], spans[-1][1], position)
    return spans
