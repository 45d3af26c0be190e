"""Made-up news of any length, for what does not need a text: claims with names, places, times, numbers and vectors.

Events follow each other at an even pace; each is told by some articles within two days, all of which make its main
claims beside claims of their own. Few names are frequent and most are rare (Zipf 1949), as in the news. Vectors are
random directions with the cosines of the encoder: 0.78 between claims that have nothing in common, 0.82 within an
event, 0.94 between two reports of one thing.
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate

import numpy as np

from app.core.entities.names import name_key
from app.core.folding import fold
from app.core.model.claim import Claim, Polarity, Slot, SlotName, Source, SourceKind, Stance, Status
from app.core.model.entity import EntityType, Party, Place
from app.core.model.origin import Provenance
from app.core.model.quantity import Quantity
from app.core.model.when import Granularity, Interval, When
from app.ports import Vectors
from app.rounding import round_vectors
from app.use_cases.cross_check import ArticleReading

PRINT_VALUES = 64
DIMENSIONS = 768  # of a statement and of its sentence
CLAIMS_AN_ARTICLE = 15
SHARED_CLAIMS = 5  # of them those that all articles about the event make
ARTICLES_AN_EVENT = 3.0  # on average
ARTICLES_A_DAY = 2.5
NAMES = 20_000
FREQUENCY_FALL = 0.7  # the name of rank r is as frequent as r to the minus this
FIRST_NAMES = 400
START = datetime(2015, 1, 1, tzinfo=UTC)
COMMON, OF_EVENT, OF_FACT = 0.78, 0.04, 0.12  # shares of the squared length
TYPES = ("arrive", "meet", "attack", "sign", "announce", "kill", "appoint", "detain")
SYLLABLES = tuple(
    onset + vowel
    for onset in ["b", "d", "f", "g", "h", "k", "l", "m", "n", "r", "s", "t", "v", "z"]
    for vowel in ["a", "e", "i", "o", "u"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """One thing that can be claimed; ``centre`` is the direction of its reports, not of unit length."""

    event_type: str
    slots: tuple[Slot, ...]
    statement: str
    centre: Vectors


class SyntheticNews:
    """Articles in the order of their publication; the same seed gives the same news. Another ``part`` is other news of
    the same names, beginning ``days`` after START."""

    def __init__(self, seed: int, *, part: int = 0, days: float = 0.0) -> None:
        self._random = np.random.default_rng(seed)
        self._chance = random.Random(seed)  # noqa: S311 - made-up news, no secret
        self._common = self._direction()
        self._first = [self._word(2) for _ in range(FIRST_NAMES)]
        self._names = [self._slot_value(rank) for rank in range(NAMES)]
        self._weights = list(accumulate((rank + 1) ** -FREQUENCY_FALL for rank in range(NAMES)))
        self._first_weights = list(accumulate(1 / (rank + 1) for rank in range(FIRST_NAMES)))
        self._written = 0
        self._part = part
        self._day = days
        if part:
            self._random = np.random.default_rng((seed, part))
            self._chance = random.Random(f"{seed} {part}")  # noqa: S311

    def articles(self, count: int) -> list[ArticleReading]:
        """The next so many, by their time of publication."""
        found = [article for event in self.events(count) for article in event]
        return sorted(found, key=lambda one: (one.claims[0].published_at or START, one.article_id))

    def events(self, count: int) -> Iterator[list[ArticleReading]]:
        """The next so many articles, those of an event together."""
        left = count
        while left > 0:
            size = min(int(self._random.geometric(1 / ARTICLES_AN_EVENT)), left)
            event = START + timedelta(days=self._day)
            facts = self._facts(event)
            yield [self._article(event, facts) for _ in range(size)]
            self._day += size / ARTICLES_A_DAY
            left -= size

    def _article(self, event: datetime, facts: Sequence[_Fact]) -> ArticleReading:
        key = _id_of(f"article {self._part} {self._written}")
        self._written += 1
        published = event + timedelta(seconds=self._chance.randrange(3_600, 172_800))
        own = self._own_facts([self._slots(1) for _ in range(CLAIMS_AN_ARTICLE - SHARED_CLAIMS)])
        told = [*facts, *own]
        outlet = f"outlet {self._written % 40}"
        prints = self._random.integers(1 << 16, size=(len(told), PRINT_VALUES)).tolist()
        claims = tuple(
            _claim(f"clm_{_id_of(f'{key} {number}')}", key, outlet, published, number, fact, prints[number])
            for number, fact in enumerate(told)
        )
        centres = np.array([fact.centre for fact in told], dtype=np.float32)
        rest = 1 - COMMON - OF_EVENT - OF_FACT
        vectors = centres + np.float32(np.sqrt(rest)) * self._directions(len(told))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return ArticleReading(article_id=key, claims=claims, vectors=round_vectors(vectors))

    def _own_facts(self, slots: list[tuple[Slot, ...]]) -> list[_Fact]:
        """What no other article tells, the first about somebody whom no other one names."""
        slots[0] = (Slot(name=SlotName.ACTOR, value=self._stranger()),)
        around, centres = self._directions(len(slots)), self._directions(len(slots))
        return [self._fact(*one) for one in zip(around, centres, slots, strict=True)]

    def _stranger(self) -> Party:
        return self._party(f"{self._first_name()} {self._word(3)}", EntityType.PERSON)

    def _facts(self, event: datetime) -> list[_Fact]:
        around = self._direction()
        midnight = datetime.combine(event.date(), time())
        when = When(
            text="that day",
            start=0,
            end=8,
            interval=Interval(earliest=midnight, latest=midnight + timedelta(days=1)),
            granularity=Granularity.DAY,
        )
        number = float(self._chance.randint(2, 400))
        counted = Quantity(text=f"{number:.0f}", start=0, end=3, low=number, high=number, counted="people")
        facts = [self._fact(around, self._direction(), self._slots(2)) for _ in range(SHARED_CLAIMS)]
        extra = (Slot(name=SlotName.TIME, value=when), Slot(name=SlotName.QUANTITY, value=counted))
        return [self._fact(around, self._direction(), (*facts[0].slots, *extra)), *facts[1:]]

    def _fact(self, around: Vectors, apart: Vectors, slots: tuple[Slot, ...]) -> _Fact:
        shares = [np.float32(np.sqrt(share)) for share in (COMMON, OF_EVENT, OF_FACT)]
        centre = shares[0] * self._common + shares[1] * around + shares[2] * apart
        words = " ".join(self._word(2) for _ in range(8))
        names = ", ".join(slot.value.name for slot in slots if isinstance(slot.value, Party | Place))
        event_type = self._chance.choice(TYPES)
        return _Fact(event_type=event_type, slots=slots, statement=f"{names} {words}", centre=centre)

    def _slots(self, count: int) -> tuple[Slot, ...]:
        roles = (SlotName.ACTOR, SlotName.COUNTERPART)
        values = self._chance.choices(self._names, cum_weights=self._weights, k=count)
        return tuple(
            Slot(name=SlotName.PLACE if isinstance(value, Place) else role, value=value)
            for role, value in zip(roles, values, strict=False)
        )

    def _slot_value(self, rank: int) -> Party | Place:
        """Every fifth name is a place, every fifth an organisation, the rest are people."""
        if rank % 5 == 0:
            name = self._word(3).title()
            return Place(text=name, start=0, end=len(name), name=name, key=f"X{rank % 60:02}/{fold(name)}{rank}")
        if rank % 5 == 1:
            return self._party(f"{self._word(3).title()} {self._word(2).title()}", EntityType.ORGANISATION)
        return self._party(f"{self._first[rank % FIRST_NAMES]} {self._word(3)}", EntityType.PERSON)

    def _party(self, name: str, kind: EntityType) -> Party:
        name = name.title()
        return Party(text=name, start=0, end=len(name), name=name, key=name_key(name), type=kind, is_name=True)

    def _first_name(self) -> str:
        return self._chance.choices(self._first, cum_weights=self._first_weights)[0]

    def _word(self, syllables: int) -> str:
        return "".join(self._chance.choices(SYLLABLES, k=syllables))

    def _direction(self) -> Vectors:
        return self._directions(1)[0]

    def _directions(self, count: int) -> Vectors:
        vectors = self._random.standard_normal((count, DIMENSIONS), dtype=np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


def _id_of(told: str) -> str:
    """As long and as random as ids are."""
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def _claim(
    key: str, article: str, outlet: str, published: datetime, number: int, fact: _Fact, fingerprint: Sequence[int]
) -> Claim:
    source = Source(kind=SourceKind.OUTLET, text=outlet, name=outlet, key=outlet, stance=Stance.SAYS)
    return Claim(
        id=key,
        article_id=article,
        outlet=outlet,
        language="en",
        published_at=published,
        statement=fact.statement,
        quote=fact.statement,
        start=number * 100,
        end=number * 100 + len(fact.statement),
        sentence=number,
        predicate=fact.event_type,
        predicate_start=number * 100,
        predicate_end=number * 100 + 1,
        event_type=fact.event_type,
        slots=fact.slots,
        polarity=Polarity.POSITIVE,
        status=Status.HAPPENED,
        attribution=(source,),
        confidence=0.9,
        provenance=Provenance(fingerprint=tuple(fingerprint)),
    )
