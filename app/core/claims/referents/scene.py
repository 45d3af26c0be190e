"""One sentence while the arguments of its clauses are found, and what was talked about before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.core.claims.grammar.clauses import Clause, content_tag
from app.core.claims.grammar.parties import NamesInSentence, named_party
from app.core.claims.grammar.roles import UNTYPED, slot_of
from app.core.claims.grammar.taking import Arguments
from app.core.claims.referents.agreement import UNKNOWN, Agreement, Pronoun, agreement_of
from app.core.claims.referents.coreference import Anaphor, Discourse, Position, Rank, candidates_of
from app.core.claims.referents.stand_ins import StandIn, StandInKind
from app.core.claims.words.lexicon import Lexicon
from app.core.model.claim import Slot, SlotName
from app.core.model.entity import EntityType, Party
from app.core.model.language import EventType
from app.core.model.sentence import ParsedSentence, Word

ANSWERING = frozenset({"accept", "reject"})  # what one does who was asked
REACHING = frozenset({"arrive", "visit"})  # events that bring somebody to their destination
OPENING, CLOSING = frozenset("“«„"), frozenset("”»")
MOST_LEVELS = 8  # clauses above a clause that are looked at


@dataclass(frozen=True, kw_only=True)
class Scene:
    """``arguments`` (by head of clause) and ``stand_ins`` fill up as the clauses are gone through."""

    index: int
    names: NamesInSentence
    clauses: Sequence[Clause]
    lexicon: Lexicon
    sayings: frozenset[int]
    event_types: Mapping[str, EventType]
    discourse: Discourse
    arguments: dict[int, Arguments] = field(default_factory=dict)
    stand_ins: list[StandIn] = field(default_factory=list)

    @cached_property
    def by_head(self) -> Mapping[int, Clause]:
        """The clauses by the position of their heads."""
        return {clause.head: clause for clause in self.clauses}

    @cached_property
    def agreement(self) -> Agreement:
        """What the pack tells of pronouns, verbs and nouns."""
        return agreement_of(self.lexicon.words)

    @property
    def sentence(self) -> ParsedSentence:
        """The sentence itself."""
        return self.names.sentence

    def kind(self, clause: Clause) -> EventType:
        """The clause's event type."""
        return self.event_types.get(clause.event_type or "", UNTYPED)

    def top(self, clause: Clause) -> int:
        """Position of the word that carries the clause's grammar: its head, or the light verb."""
        return clause.head if clause.light_verb is None else clause.light_verb

    def word(self, clause: Clause) -> Word:
        """That word."""
        return self.sentence.words[self.top(clause)]

    def above(self, clause: Clause) -> tuple[int, ...]:
        """The heads of the clause and of those over it, the nearest first."""
        found = [clause.head]
        while clause.governor is not None and clause.governor in self.by_head and clause.governor not in found:
            found.append(clause.governor)
            clause = self.by_head[clause.governor]
        return tuple(found)

    def level(self, clause: Clause) -> int:
        """How many clauses stand above it; coordinated ones are of one level."""
        level = 0
        for head in self.above(clause)[:MOST_LEVELS]:
            current = self.by_head[head]
            governed = current.governor is not None and current.governor in self.by_head
            level += governed and self.word(current).base not in ("conj", "parataxis")
        return level

    def position(self, clause: Clause, rank: Rank) -> Position:
        """Where a part of the clause stands."""
        return Position(sentence=self.index, clause=clause.head, level=self.level(clause), rank=rank)

    def remember(self, clause: Clause, parties: Sequence[Party], rank: Rank) -> None:
        """Keeps parties of a clause as what later words may stand for."""
        known = [party for party in parties if party.resolved]
        verb = self.word(clause)
        told = rank is Rank.SUBJECT and content_tag(verb) == "VERB" and self.lexicon.words.drops_subjects
        for candidate in candidates_of(
            known,
            self.agreement,
            self.lexicon,
            before=[self._word_before(party.start) for party in known],
            at=self.position(clause, rank),
            verb=self.agreement.of_verb(verb) if told else UNKNOWN,
            speaks=rank is Rank.SUBJECT and clause.head in self.sayings,
        ):
            self.discourse.remember(candidate)

    def remember_named(self, clause: Clause) -> None:
        """Keeps the parties that a clause names as its arguments."""
        found = self.arguments[clause.head]
        self.remember(clause, found.subjects, Rank.SUBJECT)
        for slot in found.slots:
            party = slot.value
            if isinstance(party, Party) and party not in found.subjects and party.type is not EntityType.PLACE:
                self.remember(clause, [party], Rank.OBJECT)

    def remember_others(self) -> None:
        """Keeps the persons and organisations that are named in no argument: "the house of X"."""
        taken = [slot.value for found in self.arguments.values() for slot in found.slots]
        spans = [(value.start, value.end) for value in taken if isinstance(value, Party)]
        for mention in self.names.mentions:
            covered = any(start < mention.end and mention.start < end for start, end in spans)
            first = self.names.first_position(mention)
            owner = next((clause for clause in self.clauses if first in clause.words), None)
            if not covered and owner is not None and mention.type is not EntityType.PLACE:
                self.remember(owner, [named_party(self.names, mention)], Rank.OTHER)

    def _word_before(self, start: int) -> str | None:
        """The word before an offset, or before the titles of the name that begins there."""
        mention = next((m for m in self.names.mentions if m.start == start), None)
        if mention is not None:
            first = self.names.first_position(mention)
        else:
            first = next((p for p, word in enumerate(self.sentence.words) if word.end > start), 0)
        return self.sentence.words[first - 1].text if first > 0 else None

    def antecedents(
        self, clause: Clause, pronoun: Pronoun, *, is_subject: bool = True, owner: bool = False
    ) -> tuple[Party, ...]:
        """Whom a pronoun of the clause means: never another argument of its verb, unless it only owns something."""
        found = self.arguments[clause.head]
        if not pronoun.traits.person and self._means_thing_above(clause, pronoun):
            return ()
        arguments = [*found.subjects, *(slot.value for slot in found.slots if isinstance(slot.value, Party))]
        return self.discourse.antecedents(
            Anaphor(
                traits=pronoun.traits,
                sentence=self.index,
                start=pronoun.start,
                above=self.above(clause),
                barred=frozenset() if owner else frozenset(party.key for party in arguments if party.resolved),
                owns=owner,
                is_subject=is_subject and not _is_affected(clause, found),
                is_main=self.level(clause) == 0,
                quoted=self.is_quoted(pronoun.start),
                animate=not owner and self._needs_somebody(clause, is_subject=is_subject),
            )
        )

    def _needs_somebody(self, clause: Clause, *, is_subject: bool) -> bool:
        """Whether only persons and bodies do what the clause tells, or are whom it befalls: to say, to receive."""
        if is_subject:
            return self.lexicon.stance(self.word(clause).text) is not None
        return slot_of(self.kind(clause), "object") is SlotName.COUNTERPART

    def _means_thing_above(self, clause: Clause, pronoun: Pronoun) -> bool:
        """Whether the thing that does what the clauses above tell may be meant: "his letter was odd in that it ..."."""
        above = (
            subject
            for head in self.above(clause)[1:]
            if head in self.arguments
            for subject in self.arguments[head].subjects
        )
        return any(
            not subject.is_name
            and subject.end <= pronoun.start
            and not (known := self.agreement.of_party(subject, self.lexicon)).person
            and replace(pronoun.traits, person=None).fits(known)
            for subject in above
            if subject.resolved
        )

    def is_quoted(self, start: int, *, goes_on: bool | None = None) -> bool:
        """Whether a quotation is open at an offset. ``goes_on``: whether one of the sentences before goes on."""
        before = [word.text for word in self.sentence.words if word.end <= start]
        opened = sum(text in OPENING for text in before) - sum(text in CLOSING for text in before)
        if self.discourse.quoting if goes_on is None else goes_on:
            return opened >= 0 and before.count('"') % 2 == 0
        return opened > 0 or before.count('"') % 2 == 1

    def stand_in(self, kind: StandInKind, clause: Clause, start: int, end: int, parties: tuple[Party, ...]) -> None:
        """Notes whom a place of the clause means."""
        self.stand_ins.append(StandIn(kind=kind, clause=clause.head, start=start, end=end, parties=parties))

    def take_event(self, clause: Clause) -> None:
        """Keeps the places and the two partners of a clause whose arguments are complete."""
        slots: list[Slot] = self.arguments[clause.head].slots
        reached = clause.event_type in REACHING
        self.discourse.take_event(slots, self.position(clause, Rank.OBJECT), reached=reached)

    def text(self, start: int, end: int) -> str:
        """The letters of one word, or of a part of it."""
        word = next(w for w in self.sentence.words if w.start <= start and end <= w.end)
        return word.text[start - word.start : end - word.start]


def _is_affected(clause: Clause, found: Arguments) -> bool:
    """Whether the subject likely is whom the sentence before tells to be acted upon: "They were charged"."""
    return found.subject_part == "passive_subject" or clause.event_type in ANSWERING
