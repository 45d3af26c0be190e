"""An atomic claim: one event or state that one article reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.model.entity import Name, Party, Phrase, Place
from app.core.model.origin import NOT_SHOWN, Provenance
from app.core.model.quantity import Quantity
from app.core.model.when import Duration, When
from app.core.remembering import Remembering, once


class SlotName(StrEnum):
    """The named places that an event has for its parts."""

    ACTOR = "actor"
    COUNTERPART = "counterpart"
    TARGET = "target"
    COMPANION = "companion"
    RECIPIENT = "recipient"
    PLACE = "place"
    ORIGIN = "origin"
    DESTINATION = "destination"
    TIME = "time"
    DURATION = "duration"
    QUANTITY = "quantity"
    ROLE = "role"
    TOPIC = "topic"


SlotValue = Party | Place | When | Duration | Quantity | Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One value in one slot; a set-valued slot stands several times."""

    name: SlotName
    value: SlotValue


class Polarity(StrEnum):
    """Whether the claim says that it is so, or that it is not."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Status(StrEnum):
    """How real the claimed event is, as told."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    CONDITIONAL = "conditional"
    REQUESTED = "requested"  # asked for, ordered, called for
    UNCERTAIN = "uncertain"  # may, reportedly


OUR_OWN = "crosscheck"

# What these types tell of leaves its event so.
OFF_BY_TYPE = {"postpone": Status.POSTPONED, "cancel": Status.CANCELLED}


class Stance(StrEnum):
    """How a source stands to what it is cited for."""

    SAYS = "says"
    CONFIRMS = "confirms"
    DENIES = "denies"
    EXPECTS = "expects"
    ACCUSES = "accuses"


class SourceKind(StrEnum):
    """What kind of source is cited."""

    OUTLET = "outlet"
    MEDIUM = "medium"
    PERSON = "person"
    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One link of an attribution chain, as the text names it. ``key`` and ``is_name`` as for ``Party``: an unnamed
    defence minister is a person without a name."""

    kind: SourceKind
    text: str
    name: str
    key: str
    stance: Stance
    start: int | None = None
    end: int | None = None
    is_name: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Remembering):
    """One claim. ``article.text[start:end] == quote``, always.

    ``attribution`` runs from the outlet to the source farthest away: (outlet, cited medium, person).
    ``predicate`` is the normalised word that the claim hangs on; ``headline`` marks a claim that the headline makes.
    """

    id: str
    article_id: str
    outlet: str
    language: str
    published_at: datetime | None
    statement: str
    quote: str
    start: int
    end: int
    sentence: int  # index of its sentence in the article
    predicate: str
    predicate_start: int
    predicate_end: int
    event_type: str | None
    slots: tuple[Slot, ...]
    polarity: Polarity
    status: Status
    attribution: tuple[Source, ...]
    confidence: float
    result: str | None = None  # what came of it, by its own words: a row of ``knowledge/results.toml``
    headline: bool = False
    quoted: bool = False  # it stands inside quotation marks: somebody's own words
    stands_alone: bool = True  # whether the statement tells enough to be understood and checked without the article
    framing: tuple[Phrase, ...] = ()  # loaded words in the quote: "war criminal"; no part of what is claimed
    names: tuple[Name, ...] = ()  # all names of its sentence, in text order
    provenance: Provenance = NOT_SHOWN  # what beside the attribution shows of its origin
    extractor: str = OUR_OWN  # who found its quote: we, or a second extractor, by its model's name
    version: str = ""  # of the models and rules that found it; empty where it is not stored

    @once
    def parties(self, *names: SlotName) -> tuple[Party, ...]:
        """The parties in the named slots (in all slots where none is named)."""
        return tuple(s.value for s in self._in(names) if isinstance(s.value, Party))

    @once
    def places(self, *names: SlotName) -> tuple[Place, ...]:
        """The places in the named slots (in all slots where none is named)."""
        return tuple(s.value for s in self._in(names) if isinstance(s.value, Place))

    @property
    def is_understood(self) -> bool:
        """False for a bare quote, of which nothing is known but its words: it is shown, and compared with nothing."""
        return bool(self.predicate)

    @property
    @once
    def state(self) -> Status:
        """How real the event is that the claim is about: one whose postponement happened is postponed."""
        return OFF_BY_TYPE.get(self.event_type or "", self.status) if self.status is Status.HAPPENED else self.status

    @property
    @once
    def is_denied_by_source(self) -> bool:
        """Whether somebody who is cited denies what is claimed."""
        return any(source.stance is Stance.DENIES for source in self.attribution)

    @property
    @once
    def times(self) -> tuple[When, ...]:
        """When it happened, as told."""
        return tuple(s.value for s in self.slots if isinstance(s.value, When))

    @property
    @once
    def quantities(self) -> tuple[Quantity, ...]:
        """The numbers that belong to the claim."""
        return tuple(s.value for s in self.slots if isinstance(s.value, Quantity))

    def _in(self, names: tuple[SlotName, ...]) -> Iterator[Slot]:
        return (slot for slot in self.slots if not names or slot.name in names)
