"""Made-up news of any length, for what does not need a text: claims with names, places, times, numbers and vectors.

Events follow each other at an even pace; each is told by some articles within two days, all of which make its main
claims beside claims of their own. Few names are frequent and most are rare (Zipf 1949), as in the news. Vectors are
random directions with the cosines of the encoder: 0.78 between claims that have nothing in common, 0.82 within an
event, 0.94 between two reports of one thing.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate

import numpy as np

from app.core.entities.names import name_key
from app.core.folding import fold
from app.core.model.claim import Claim, Polarity, Slot, SlotName, Source, SourceKind, Stance, Status
from app.core.model.entity import EntityType, Party, Place
from app.core.model.quantity import Quantity
from app.core.model.when import Granularity, Interval, When
from app.ports import Vectors
from app.use_cases.cross_check import ArticleReading

DIMENSIONS = 384
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
    """Articles in the order of their publication; the same seed gives the same news."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._chance = random.Random(seed)  # noqa: S311 - made-up news, no secret
        self._common = self._direction()
        self._first = [self._word(2) for _ in range(FIRST_NAMES)]
        self._names = [self._slot_value(rank) for rank in range(NAMES)]
        self._weights = list(accumulate((rank + 1) ** -FREQUENCY_FALL for rank in range(NAMES)))
        self._first_weights = list(accumulate(1 / (rank + 1) for rank in range(FIRST_NAMES)))
        self._written = 0

    def articles(self, count: int) -> list[ArticleReading]:
        """The next so many, by their time of publication."""
        found: list[ArticleReading] = []
        day = 0.0
        while len(found) < count:
            size = min(int(self._random.geometric(1 / ARTICLES_AN_EVENT)), count - len(found))
            event = START + timedelta(days=day)
            facts = self._facts(event)
            found.extend(self._article(event, facts) for _ in range(size))
            day += size / ARTICLES_A_DAY
        return sorted(found, key=lambda one: (one.claims[0].published_at or START, one.article_id))

    def _article(self, event: datetime, facts: Sequence[_Fact]) -> ArticleReading:
        key = f"art_{self._written:07}"
        self._written += 1
        published = event + timedelta(hours=self._chance.uniform(1, 48))
        own = [self._fact(self._direction(), self._slots(1)) for _ in range(CLAIMS_AN_ARTICLE - SHARED_CLAIMS)]
        stranger = self._party(f"{self._first_name()} {self._word(3)}", EntityType.PERSON)
        own[0] = self._fact(self._direction(), (Slot(name=SlotName.ACTOR, value=stranger),))
        told = [*facts, *own]
        outlet = f"outlet {self._written % 40}"
        claims = tuple(
            _claim(f"{key}-{number:02}", key, outlet, published, number, fact) for number, fact in enumerate(told)
        )
        centres = np.array([fact.centre for fact in told], dtype=np.float32)
        rest = 1 - COMMON - OF_EVENT - OF_FACT
        vectors = centres + np.sqrt(rest) * np.array([self._direction() for _ in told], dtype=np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return ArticleReading(article_id=key, claims=claims, vectors=vectors.astype(np.float32))

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
        facts = [self._fact(around, self._slots(2)) for _ in range(SHARED_CLAIMS)]
        extra = (Slot(name=SlotName.TIME, value=when), Slot(name=SlotName.QUANTITY, value=counted))
        return [self._fact(around, (*facts[0].slots, *extra)), *facts[1:]]

    def _fact(self, around: Vectors, slots: tuple[Slot, ...]) -> _Fact:
        centre = (
            np.sqrt(COMMON) * self._common + np.sqrt(OF_EVENT) * around + np.sqrt(OF_FACT) * self._direction()
        ).astype(np.float32)
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
        vector = self._random.standard_normal(DIMENSIONS, dtype=np.float32)
        return vector / np.float32(np.linalg.norm(vector))


def _claim(key: str, article: str, outlet: str, published: datetime, number: int, fact: _Fact) -> Claim:
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
    )
