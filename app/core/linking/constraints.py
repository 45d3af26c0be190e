"""What reviewers decided about claims, as constraints on clusters."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.core.model.linking import ClusterAction, ClusterDecision

Pair = tuple[str, str]  # two claim ids, the smaller one first


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """Pairs of claims that share a cluster, those that matter most first, and pairs that never do.

    Where both cannot be kept, being apart wins: a wrong cluster accuses, a missed one does not.
    """

    together: tuple[Pair, ...] = ()
    apart: frozenset[Pair] = frozenset()


NO_CONSTRAINTS = Constraints()


def constraints_of(decisions: Sequence[ClusterDecision]) -> Constraints:
    """What these decisions, oldest first, demand by now: the last one about a pair counts.

    A merge says that all claims it names are of one event; a split says that no claim of the one side is of the event
    of any claim on the other, and nothing about the claims of one side.
    """
    undone = {decision.undoes for decision in decisions}
    last: dict[Pair, tuple[int, ClusterAction]] = {}
    for number, decision in enumerate(decisions):
        if decision.id in undone:
            continue
        match decision.action:
            case ClusterAction.MERGE:
                pairs: Iterable[Pair] = combinations(sorted({*decision.claims, *decision.others}), 2)
            case ClusterAction.SPLIT:
                pairs = [(min(a, b), max(a, b)) for a in decision.claims for b in decision.others]
            case ClusterAction.UNDO:
                continue
        last.update((pair, (number, decision.action)) for pair in pairs)
    merged = [(-number, pair) for pair, (number, action) in last.items() if action is ClusterAction.MERGE]
    return Constraints(
        together=tuple(pair for _, pair in sorted(merged)),
        apart=frozenset(pair for pair, (_, action) in last.items() if action is ClusterAction.SPLIT),
    )


class Ties:
    """Which claims stand together by now, and which of these groups may not be joined."""

    def __init__(self, claim_ids: Collection[str], constraints: Constraints) -> None:
        self._root = {claim: claim for claim in claim_ids}
        self._members = {claim: [claim] for claim in claim_ids}
        self._apart: dict[str, set[str]] = {}
        self._tied: dict[str, set[str]] = {}
        for one, other in constraints.apart:
            if one in self._root and other in self._root:
                self._apart.setdefault(one, set()).add(other)
                self._apart.setdefault(other, set()).add(one)
        for one, other in constraints.together:
            if one in self._root and other in self._root and self.join(one, other):
                self._tied.setdefault(one, set()).add(other)
                self._tied.setdefault(other, set()).add(one)

    def tied_to(self, claim: str) -> set[str]:
        """The claims that reviewers' ties hold beside this one."""
        return self._tied.get(claim, set())

    def join(self, one: str, other: str) -> bool:
        """Puts the groups of both claims together, unless claims of theirs stand apart; whether they are together."""
        kept, gone = sorted((self._find(one), self._find(other)), key=lambda root: (-len(self._members[root]), root))
        if kept == gone:
            return True
        if gone in self._apart.get(kept, ()):
            return False
        for claim in self._members[gone]:
            self._root[claim] = kept
        self._members[kept] += self._members.pop(gone)
        for foe in self._apart.pop(gone, ()):
            self._apart[foe].remove(gone)
            self._apart[foe].add(kept)
            self._apart.setdefault(kept, set()).add(foe)
        return True

    def groups(self, claim_ids: Iterable[str]) -> list[tuple[str, ...]]:
        """The groups of these claims, which are whole; ids sorted in each."""
        return [tuple(sorted(self._members[root])) for root in {self._find(claim) for claim in claim_ids}]

    def _find(self, claim: str) -> str:
        return self._root[claim]
