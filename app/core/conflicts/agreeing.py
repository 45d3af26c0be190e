"""What is remembered of pairs of claims between which no rule found anything."""

from collections.abc import Hashable

MOST_REMEMBERED = 50_000  # pairs, some 15 MB


class AgreeingPairs:
    """Pairs of claims between which no rule found anything, as far as they are remembered: when a large cluster grows
    by a claim, the others need not be held against each other again. Safe to share between threads."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._most = most
        self._found: dict[Hashable, None] = {}

    def holds(self, key: Hashable) -> bool:
        """Whether it is remembered."""
        return key in self._found

    def add(self, key: Hashable) -> None:
        """Remembers it; where there are too many, all are forgotten."""
        if len(self._found) >= self._most:
            self._found = {}
        self._found[key] = None
