"""Which times, lengths of time, numbers and places belong to which clause of a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.claims.grammar.clauses import Clause, ClauseKind
from app.core.claims.grammar.roles import PLACE_SLOTS
from app.core.claims.grammar.taking import Arguments
from app.core.claims.words.beside import preposition_of
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.claim import Slot, SlotName
from app.core.model.entity import Party
from app.core.model.quantity import Quantity
from app.core.model.sentence import ParsedSentence
from app.core.model.when import Duration, When

TOLLS = frozenset({"kill", "die", "injure", "displace", "destroy"})  # what one happening does, counted side by side
TOGETHER = "together"  # the part of a clause that a noun of the same happening opens: "killed in a crash"


@dataclass(frozen=True, kw_only=True)
class Owned:
    """What hangs on the clauses of one sentence. ``sayings`` are heads of verbs of saying: their times are theirs."""

    sentence: ParsedSentence
    lexicon: Lexicon
    times: Sequence[When]
    durations: Sequence[Duration]
    quantities: Sequence[Quantity]
    by_head: Mapping[int, Clause]
    arguments: Mapping[int, Arguments]
    sayings: frozenset[int]

    def slots(self, clause: Clause) -> list[Slot]:
        """Times, durations, quantities and shared places of the clause."""
        times = self._times(clause) or self._borrowed(clause)
        lengths = [Slot(name=SlotName.DURATION, value=d) for d in self.durations if self.owns(clause, d.start, d.end)]
        counts = [Slot(name=SlotName.QUANTITY, value=quantity) for quantity in self.quantities_of(clause)]
        return [*times, *lengths, *counts, *self._shared_place(clause)]

    def anchors(self, clause: Clause) -> bool:
        """Whether the clause's own words say who, when, where or how many."""
        filled = self.arguments[clause.head].slots
        told = any(isinstance(s.value, Party) and self.owns(clause, s.value.start, s.value.end) for s in filled)
        placed = any(slot.name in PLACE_SLOTS for slot in filled)
        return told or placed or bool(self._times(clause)) or bool(self.quantities_of(clause))

    def owns(self, clause: Clause, start: int, end: int) -> bool:
        """Whether one of the words between two offsets is the clause's own."""
        words = self.sentence.words
        return any(words[position].start < end and start < words[position].end for position in clause.words)

    def _times(self, clause: Clause) -> list[Slot]:
        return [Slot(name=SlotName.TIME, value=t) for t in self.times if self.owns(clause, t.start, t.end)]

    def _borrowed(self, clause: Clause) -> list[Slot]:
        """The times of another clause that tells of the same happening."""
        governor = self.by_head.get(clause.governor) if clause.governor is not None else None
        if (other := self._together_with(clause)) is not None and self._times(other):
            return self._times(other)
        if (toll := self._same_toll(clause)) is not None:
            return self._times(toll) or self._borrowed_together(toll)
        if (moment := self._moment_of(clause)) is not None:
            return self._times(moment)
        if other is not None:
            return []
        if governor is None or governor.head in self.sayings:
            return []
        word = self.sentence.words[clause.head]
        if clause.kind is ClauseKind.EVENT_NOUN and word.relation == "obj" and governor.event_type is None:
            return self._times(governor)  # "used a visit on Wednesday to ..."
        if word.relation == "conj" and not self._has_subject(clause):
            first = self.sentence.words[governor.head].start
            return [slot for slot in self._times(governor) if slot.value.start < first]  # "on Monday met X and left"
        return []

    def _borrowed_together(self, clause: Clause) -> list[Slot]:
        other = self._together_with(clause)
        return self._times(other) if other is not None else []

    def _same_toll(self, clause: Clause) -> Clause | None:
        """The clause whose place and time count for this one too: "five were killed and seven hurt in a blast"."""
        for other in self.by_head.values():
            word = self.sentence.words[other.head]
            if word.relation != "conj" or word.head - 1 != clause.head or None in (clause.event_type, other.event_type):
                continue
            counted = self.quantities_of(clause) and self.quantities_of(other)
            if counted and {clause.event_type, other.event_type} <= TOLLS and self._has_subject(other):
                return other
        return None

    def _has_subject(self, clause: Clause) -> bool:
        tops = (clause.head, *clause.helpers)
        below = [child for top in tops for child in self.sentence.children[top]]
        return any(self.sentence.words[child].relation.startswith("nsubj") for child in below)

    def _together_with(self, clause: Clause) -> Clause | None:
        """The clause that tells of one happening with this one: "killed" and "crash" in "three killed in a crash"."""
        governor = self.by_head.get(clause.governor) if clause.governor is not None else None
        if governor is not None and self._is_one_happening(clause, governor):
            return governor
        below = (other for other in self.by_head.values() if other.governor == clause.head)
        return next((other for other in below if self._is_one_happening(other, clause)), None)

    def _is_one_happening(self, noun: Clause, above: Clause) -> bool:
        word = self.sentence.words[noun.head]
        bare = noun.kind is ClauseKind.EVENT_NOUN and noun.light_verb is None and above.head not in self.sayings
        if not bare or noun.event_type is None or above.event_type is None or word.relation not in ("obl", "nmod"):
            return False
        preposition = preposition_of(self.sentence, noun.head)
        if preposition is None and word.relation == "nmod" and word.head - 1 not in self.by_head:
            preposition = preposition_of(self.sentence, word.head - 1)  # "в результате удара погибли трое"
        return preposition is not None and TOGETHER in self.lexicon.preposition_parts(preposition)

    def _shared_place(self, clause: Clause) -> list[Slot]:
        if any(slot.name in PLACE_SLOTS for slot in self.arguments[clause.head].slots):
            return []
        toll = self._same_toll(clause)
        others = [
            self._together_with(clause),
            toll,
            self._together_with(toll) if toll is not None else None,
            self._scene_of(clause),
        ]
        found = ([s for s in self.arguments[o.head].slots if s.name is SlotName.PLACE] for o in others if o is not None)
        return next((places for places in found if places), [])

    def _scene_of(self, clause: Clause) -> Clause | None:
        """The clause below that tells where: of what has no type the event that it went on in ("were caught in an
        avalanche near X"), of what befell people what happened at that moment."""
        below = [other for other in self.by_head.values() if other.governor == clause.head]
        if clause.event_type is None and clause.head not in self.sayings:
            return next((other for other in below if self._goes_on_in(other)), None)
        return self._moment_of(clause)

    def _moment_of(self, clause: Clause) -> Clause | None:
        """The clause that tells what happened as people came to harm: "eight died when gunmen stormed the post"."""
        below = (other for other in self.by_head.values() if other.governor == clause.head)
        advcl = (other for other in below if self.sentence.words[other.head].relation == "advcl")
        return next((other for other in advcl if clause.event_type in TOLLS and self._tells_moment(other)), None)

    def _tells_moment(self, clause: Clause) -> bool:
        first = min(clause.words[0], clause.span[0])
        opening = {c for c in self.sentence.children[clause.head] if c < clause.head} | {max(first - 1, 0), first}
        texts = [fold(self.sentence.words[position].text) for position in opening]
        return any(text in self.lexicon.moments or text.split("'")[0] in self.lexicon.moments for text in texts)

    def _goes_on_in(self, noun: Clause) -> bool:
        bare = noun.kind is ClauseKind.EVENT_NOUN and noun.light_verb is None and noun.event_type is not None
        preposition = preposition_of(self.sentence, noun.head)
        if not bare or preposition is None or self.sentence.words[noun.head].relation != "obl":
            return False
        return TOGETHER in self.lexicon.preposition_parts(preposition)

    def quantities_of(self, clause: Clause) -> list[Quantity]:
        """Its numbers; of several plain ones those of its parties, so that "among them four children" counts not."""
        own = [q for q in self.quantities if self.owns(clause, q.start, q.end)]
        if not own and self.sentence.words[clause.head].relation == "acl":
            return self._of_described(clause)  # "trois soldats tués"
        parties = [s.value for s in self.arguments[clause.head].slots if isinstance(s.value, Party)]
        counted = [q for q in own if any(p.start <= q.start < p.end for p in parties)]
        return [q for q in own if not counted or q.unit is not None or q in counted]

    def _of_described(self, clause: Clause) -> list[Quantity]:
        words = self.sentence.words
        noun = words[clause.head].head - 1
        near = [words[p] for p in (noun, *self.sentence.children[noun]) if p == noun or words[p].relation == "nummod"]
        return [q for q in self.quantities if q.unit is None and any(w.start < q.end and q.start < w.end for w in near)]
