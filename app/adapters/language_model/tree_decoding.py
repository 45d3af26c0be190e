"""Finds the best dependency tree: the maximum spanning arborescence with exactly one word below the root.

Method: Chu and Liu 1965, Edmonds 1967, by contraction of cycles. A single root is had by lowering every score of the
root by more than any tree can gain elsewhere (Zmigrod, Vieira and Cotterell 2020, "Please mind the root").
"""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Heads = NDArray[np.int64]


def decode_tree(scores: NDArray[np.floating]) -> list[int]:
    """Heads of the best tree.

    ``scores`` has shape (words, words + 1): row i holds, for word i + 1, the score of each head, column 0 being the
    root. Scores add up over the words and must be finite. The answer counts heads from 1; exactly one is 0.
    Equal scores fall to the head that comes first, so the answer is always the same.
    """
    words = scores.shape[0]
    if words == 0:
        return []
    weights = np.full((words + 1, words + 1), -np.inf)
    weights[1:] = scores
    np.fill_diagonal(weights, -np.inf)
    heads = weights.argmax(axis=1)
    if np.count_nonzero(heads[1:] == 0) != 1 or _find_cycle(heads) is not None:
        weights[1:, 0] -= _root_penalty(scores)
        heads = _best_arborescence(weights)
    return [int(head) for head in heads[1:]]


def _root_penalty(scores: NDArray[np.floating]) -> float:
    return 1.0 + (len(scores) + 1) * float(scores.max() - scores.min())


def _best_arborescence(weights: Scores) -> Heads:
    """Best head of each node of a dense graph; node 0 is the root, ``weights[dependent, head]``."""
    heads: Heads = weights.argmax(axis=1)
    cycle = _find_cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(len(weights), dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    # Entering the cycle at a node costs the edge inside the cycle that the entry replaces.
    entering = weights[np.ix_(cycle, outside)] - weights[cycle, heads[cycle]][:, None]
    leaving = weights[np.ix_(outside, cycle)]
    merged = len(outside)
    smaller = np.full((merged + 1, merged + 1), -np.inf)
    smaller[:merged, :merged] = weights[np.ix_(outside, outside)]
    smaller[:merged, merged] = leaving.max(axis=1)
    smaller[merged, :merged] = entering.max(axis=0)
    found = _best_arborescence(smaller)
    return _expand(found, heads, cycle=cycle, outside=outside, entering=entering, leaving=leaving)


def _expand(found: Heads, heads: Heads, *, cycle: Heads, outside: Heads, entering: Scores, leaving: Scores) -> Heads:
    """Heads in the graph before contraction, from those in the graph after it."""
    merged = len(outside)
    expanded = heads.copy()
    for place, node in enumerate(outside):
        head = found[place]
        expanded[node] = cycle[leaving[place].argmax()] if head == merged else outside[head]
    entry = found[merged]
    expanded[cycle[entering[:, entry].argmax()]] = outside[entry]
    expanded[0] = 0
    return expanded


def _find_cycle(heads: Heads) -> Heads | None:
    """Nodes of one cycle, or None if every node reaches node 0."""
    seen_from = [0] * len(heads)
    for start in range(1, len(heads)):
        node = start
        while node and not seen_from[node]:
            seen_from[node] = start
            node = int(heads[node])
        if node and seen_from[node] == start:
            cycle = [node]
            while (following := int(heads[cycle[-1]])) != node:
                cycle.append(following)
            return np.array(sorted(cycle))
    return None
