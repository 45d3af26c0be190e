"""Which of the names in the store are one entity's: a function of the set of names and of what reviewers decided.

Names are joined by spelling where that is sure, and held together or apart as reviewers said. Nothing depends on the
order in which the names came.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from app.core.entities.name_words import name_words
from app.core.entities.names import LONGEST_NAME, SURE_SCORE, shared_score, words_may_be_one
from app.core.entities.resolution import may_match
from app.core.entities.sounds import skeleton
from app.core.folding import fold
from app.core.model.entity import EntityType
from app.core.model.reference import Reference

ID_LENGTH = 16
BETWEEN_WORDS, ODDLY_WRITTEN = "|", "~"
FULL_NAME = 2  # words from which a person's name may be joined with another spelling by itself
Pair = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """One name as articles write it. ``key_id`` is the id of its key; ``base`` the id of the same name elsewhere, where
    a reviewer said that some articles mean somebody else by it."""

    id: str
    base: str
    key_id: str
    type: str  # PER, LOC, ORG or "unknown"
    name: str

    @property
    def is_apart(self) -> bool:
        """Whether it is the namesake that a reviewer told apart."""
        return self.id != self.base


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What reviewers decided, as pairs of name ids; ``parted`` are the names that were taken out of an entity."""

    together: Set[Pair] = frozenset()
    apart: Set[Pair] = frozenset()
    parted: Set[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a name belongs: ``component`` holds all names that any rule relates, ``entity`` those that are one."""

    component: str
    entity: str


def known_name(reference: Reference) -> KnownName:
    """The name that a claim uses."""
    told = f"name:{reference.id}\0{reference.type}\0{reference.name}"
    found = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:ID_LENGTH]
    return KnownName(id=found, base=found, key_id=reference.id, type=reference.type, name=reference.name)


def namesake(name: KnownName, articles: Iterable[str]) -> KnownName:
    """The one whom these articles mean by a name, apart from whom all others mean by it."""
    told = f"namesake:{name.base}\0" + "\0".join(sorted(articles))
    found = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:ID_LENGTH]
    return KnownName(id=found, base=name.base, key_id=name.key_id, type=name.type, name=name.name)


@lru_cache(maxsize=65_536)
def name_blocks(name: KnownName) -> frozenset[str]:
    """What a name must share with another one to be compared with it, beside the key; empty where it never is.

    A word's skeleton with the first sound of the next word's, and with its last (of the last word the first is next):
    skeletons that are near have one of both in common, and thousands share a given name alone.
    """
    shape = _skeletons(_whole_words(name))
    beside = zip(shape, (*shape[1:], *shape[:1]), strict=True)
    return frozenset(block for word, next_ in beside for block in (f"{word}>{next_[:1]}", f"{word}<{next_[-1:]}"))


def name_shape(name: KnownName) -> str:
    """How the words of a name that has blocks sound: what ``may_agree`` asks of it."""
    words = _whole_words(name)
    return ("" if _is_plain(name.name, words) else ODDLY_WRITTEN) + BETWEEN_WORDS.join(words)


def _is_plain(name: str, words: tuple[str, ...]) -> bool:
    """Whether the sounds of its two words tell all that spelling can: nothing is left out or in another order, and no
    letters are compared as others than those that sound."""
    if len(words) != FULL_NAME or len(name_words(name)) != FULL_NAME or len(name) > LONGEST_NAME:
        return False
    shouted = any(word.isupper() and len(word) > 1 for word in name.split())
    return fold(name) == name.lower() and not shouted and "," not in name


@lru_cache(maxsize=65_536)
def _whole_words(name: KnownName) -> tuple[str, ...]:
    """The words of a person's full name; none of a single word or of initials, which tell too little."""
    if name.type != EntityType.PERSON or name.is_apart:
        return ()
    words = [word for word in name_words(name.name) if not word.light]
    if len(words) < FULL_NAME or any(word.initial for word in words):
        return ()
    return tuple(word.sounds for word in words)


def agreement(left: KnownName, right: KnownName) -> float:
    """How surely two names are one entity's by their spelling alone; 0 where that does not tell."""
    if left.is_apart or right.is_apart:
        return 0.0
    if left.key_id == right.key_id:
        if not left.type == right.type == EntityType.PERSON:
            return 1.0
        return shared_score(left.name, right.name)
    ours, theirs = _whole_words(left), _whole_words(right)
    if not ours or len(ours) != len(theirs):
        return 0.0
    if name_blocks(left).isdisjoint(name_blocks(right)) or not may_match(_skeletons(ours), _skeletons(theirs)):
        return 0.0  # what shares no block is never found, so it must not be joined either
    score = shared_score(left.name, right.name)
    return score if score >= SURE_SCORE else 0.0


def may_agree(name: KnownName, shape: str) -> bool:
    """Whether a name that has this shape, and a block of this one, can have its spelling: a quick look that leaves out
    most, and none with whom ``agreement`` finds any."""
    ours, theirs = _whole_words(name), tuple(shape.removeprefix(ODDLY_WRITTEN).split(BETWEEN_WORDS))
    if len(ours) != len(theirs) or not may_match(_skeletons(ours), _skeletons(theirs)):
        return False
    if shape.startswith(ODDLY_WRITTEN) or not _is_plain(name.name, ours):
        return True
    return all(map(words_may_be_one, ours, theirs))


@lru_cache(maxsize=65_536)
def _skeletons(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(skeleton, words))


def are_related(left: KnownName, right: KnownName) -> bool:
    """Whether two names stand in one component by themselves."""
    return left.base == right.base or left.key_id == right.key_id or agreement(left, right) > 0


def settle(names: Sequence[KnownName], ruling: Ruling) -> dict[str, Standing]:
    """Where each name belongs. ``names`` are whole components, or what is left of them."""
    ordered = sorted(set(names), key=lambda name: name.id)
    by_id = {name.id: name for name in ordered}
    decided = [pair for pair in ruling.together | ruling.apart if pair <= by_id.keys()]
    related = _Sets(frozenset(by_id))
    for one, other in combinations(ordered, 2):
        if are_related(one, other):
            related.join(one.id, other.id)
    for pair in decided:
        related.join(*sorted(pair))
    standings: dict[str, Standing] = {}
    for members in related.groups():
        entities = _entities([by_id[member] for member in members], ruling)
        standings |= {member: Standing(component=members[0], entity=entities[member]) for member in members}
    return standings


def _entities(names: Sequence[KnownName], ruling: Ruling) -> dict[str, str]:
    """Entity id by name id inside one component."""
    joined = _Sets(frozenset(name.id for name in names), apart=ruling.apart)
    for pair in sorted(map(sorted, ruling.together)):
        if len(pair) == 2 and set(pair) <= joined.members:
            joined.join(*pair)
    scored = [(agreement(one, other), one.id, other.id) for one, other in combinations(names, 2)]
    for score, one, other in sorted(scored, key=lambda edge: (-edge[0], edge[1:])):
        if score > 0:
            joined.join(one, other)
    keys = {name.id: name.key_id for name in names}
    return _numbered(joined.groups(), keys, ruling)


def _numbered(groups: Iterable[Sequence[str]], keys: Mapping[str, str], ruling: Ruling) -> dict[str, str]:
    """An id for each group: of the smallest key that no other group has taken, else of its smallest name.

    What was taken out of an entity comes last, so that the rest keeps the id.
    """
    taken: set[str] = set()
    found: dict[str, str] = {}
    for group in sorted(groups, key=lambda members: (sum(name in ruling.parted for name in members), members[0])):
        free = sorted({keys[name] for name in group} - taken)
        chosen = free[0] if free else group[0]
        taken |= {chosen, *(keys[name] for name in group)}
        found |= dict.fromkeys(group, chosen)
    return found


@dataclass(slots=True)
class _Sets:
    """Disjoint sets of ids; two that hold a pair to be kept apart are never joined."""

    members: frozenset[str]
    apart: Set[Pair] = frozenset()
    _parent: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._parent = {member: member for member in self.members}

    def _root(self, member: str) -> str:
        while self._parent[member] != member:
            self._parent[member] = self._parent[self._parent[member]]
            member = self._parent[member]
        return member

    def join(self, one: str, other: str) -> None:
        left, right = sorted((self._root(one), self._root(other)))
        if left != right and not self._kept_apart(left, right):
            self._parent[right] = left

    def _kept_apart(self, left: str, right: str) -> bool:
        if not self.apart:
            return False
        roots = frozenset((left, right))
        known = (pair for pair in self.apart if pair <= self._parent.keys())
        return any(frozenset(map(self._root, pair)) == roots for pair in known)

    def groups(self) -> list[list[str]]:
        """Each with its members sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for member in sorted(self._parent):
            found[self._root(member)].append(member)
        return sorted(found.values())
