"""Which words trigger which event type, and what must stand beside them for it ("strike a deal", not "strike a port").

An entry of a pack is a base form, followed by whatever tells the word from its homonyms:

    *treffen                 any word with that end ("Gipfeltreffen")
    pick up                  further words, in any of their forms, among the next few
    leave not:behind         a word that must not stand among the next two
    strike object:deal       the head of its object (of its genitive, for a noun) is of a class
    fall subject:town        the same of its subject
    hold with:prison         the same of any other word that hangs on it
    quit without:object      it has no object (no subject, nothing else)
    hold passive             it stands in the passive
    take part preposition:in   of light verbs: the event noun stands behind the preposition

Entries under the key ``none`` keep a word from triggering anything: "meet object:demand". Classes are the pack's own
(``[classes]``) and ``person``, ``organisation``, ``place`` (names of the kind, and the pack's class of the same name),
``name`` (any name) and ``number``. An entry that asks for more is the nearer one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.core.folding import fold
from app.core.remembering import remembered

NO_EVENT = "none"  # key of the entries of homonyms that are no event: "meet a demand"
NAMED_CLASSES = frozenset({"person", "organisation", "place", "name", "number"})
PARTS = ("object", "subject", "with")
TOLLS = frozenset({"counting", "fatality", "hurt"})  # classes of what those who came to harm are counted by
SHORTEST_BEGINNING = 2


class Neighbours(Protocol):
    """What a trigger asks about the words beside the one that may be it."""

    @property
    def passive(self) -> bool:
        """Whether it stands in the passive."""

    def follows(self, word: str) -> bool:
        """Whether a form of the base form stands among the next words."""

    def follows_at_once(self, word: str) -> bool:
        """Whether it stands right behind, at most one word between."""

    def has(self, part: str, class_name: str | None) -> bool:
        """Whether the part of the clause is there, with a head of the class (of any, for None)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One entry of a pack, taken apart. ``word`` is folded, without the ``*`` of an open ending or beginning."""

    word: str
    open_ended: bool
    open_fronted: bool = False
    further: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    needed: tuple[tuple[str, str], ...] = ()  # (part of clause, class)
    lacking: tuple[str, ...] = ()  # parts that must not be there
    passive: bool = False
    preposition: str | None = None

    @property
    def weight(self) -> int:
        """How much it asks for; what it bars does not count."""
        return len(self.further) + len(self.needed) + len(self.lacking) + self.passive

    @property
    def tells_toll(self) -> bool:
        """Whether it says how many those are whom its subject or object counts: "the toll rose to ten dead"."""
        return any(part != "with" and name in TOLLS for part, name in self.needed)

    def fits(self, beside: Neighbours) -> bool:
        """Whether the words beside are as it asks."""
        return (
            (beside.passive or not self.passive)
            and all(beside.follows(word) for word in self.further)
            and not any(beside.follows_at_once(word) for word in self.barred)
            and all(beside.has(part, name) for part, name in self.needed)
            and not any(beside.has(part, None) for part in self.lacking)
        )


def parse_trigger(entry: str) -> Trigger:
    """The entry taken apart; ValueError names the word of it that says nothing."""
    first, *rest = entry.split() or [""]
    found: dict[str, list[str]] = {"further": [], "barred": [], "lacking": []}
    needed: list[tuple[str, str]] = []
    passive, preposition = False, None
    for word in rest:
        kind, colon, value = word.partition(":")
        if word == "passive":
            passive = True
        elif not colon:
            found["further"].append(fold(word))
        elif kind == "not" and value:
            found["barred"].append(fold(value))
        elif kind == "preposition" and value:
            preposition = fold(value)
        elif kind in PARTS and value:
            needed.append((kind, value))
        elif kind == "without" and value in PARTS:
            found["lacking"].append(value)
        else:
            raise ValueError(f"'{entry}': '{word}' is no condition")
    return Trigger(
        word=fold(first.strip("*")),
        open_ended=first.endswith("*"),
        open_fronted=first.startswith("*"),
        further=tuple(found["further"]),
        barred=tuple(found["barred"]),
        lacking=tuple(found["lacking"]),
        needed=tuple(needed),
        passive=passive,
        preposition=preposition,
    )


def unknown_class(entries: Iterable[str], classes: Iterable[str]) -> str | None:
    """The first class that an entry names and nobody defines; ValueError for an entry that cannot be taken apart."""
    known = NAMED_CLASSES | set(classes)
    for entry in entries:
        for _, name in parse_trigger(entry).needed:
            if name not in known:
                return name
    return None


class TriggerTable:
    """All triggers of a pack of one sort, verbs or nouns."""

    def __init__(self, triggers: Mapping[str, Sequence[str]]) -> None:
        self._exact: dict[str, list[tuple[str, Trigger]]] = {}
        self._beginnings: dict[str, list[tuple[str, Trigger]]] = {}
        self._ends: dict[str, list[tuple[str, Trigger]]] = {}
        for event_type, entries in triggers.items():
            for entry in entries:
                trigger = parse_trigger(entry)
                table = self._beginnings if trigger.open_ended else self._exact
                table = self._ends if trigger.open_fronted else table
                table.setdefault(trigger.word, []).append((event_type, trigger))

    def holds(self, forms: Iterable[str]) -> bool:
        """Whether one of the forms begins a trigger."""
        return bool(self.entries(forms))

    def find(self, forms: Iterable[str], beside: Neighbours) -> tuple[str, Trigger] | None:
        """The event type and entry that asks for most and fits; then of the form nearest to the one written."""
        found = next((entry for entry in self._by_weight(tuple(forms)) if entry[1].fits(beside)), None)
        return None if found is None or found[0] == NO_EVENT else found

    def entries(self, forms: Iterable[str]) -> tuple[tuple[str, Trigger], ...]:
        """The entries, with their event types, that begin with one of the forms, in the order of the forms."""
        return self._in_order(tuple(forms))

    @remembered
    def _in_order(self, forms: tuple[str, ...]) -> tuple[tuple[str, Trigger], ...]:
        return tuple(entry for form in forms for entry in self._begun(form))

    @remembered
    def _by_weight(self, forms: tuple[str, ...]) -> tuple[tuple[str, Trigger], ...]:
        return tuple(sorted(self._in_order(forms), key=lambda entry: -entry[1].weight))

    def _begun(self, form: str) -> Iterator[tuple[str, Trigger]]:
        yield from self._exact.get(form, ())
        if self._beginnings:
            for length in range(SHORTEST_BEGINNING, len(form) + 1):
                yield from self._beginnings.get(form[:length], ())
        if self._ends:
            for start in range(1, len(form)):
                yield from self._ends.get(form[start:], ())
