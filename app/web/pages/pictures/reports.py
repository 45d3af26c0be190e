"""What the pictures of one story have in common: who reported when, on which side of a conflict, from which origin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.use_cases.views import ClaimView, ClusterView, ConflictView

MOST_ROWS = 10  # outlets drawn; the table has more
MOST_TOLD = 20  # rows of a table; the story tells every claim below
MOST_ORIGINS = 3  # shared origins drawn beside the rows
NO_SIDE = 1_000
NEVER = datetime(9999, 12, 31)  # noqa: DTZ001 local times have no zone
# What is told to be so; anything else is planned, asked for, called off or doubtful.
REAL = frozenset({"happened", "ongoing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of several values that exclude each other; ``number`` tells its letter and sign."""

    number: int
    value: str
    label: str
    outlets: tuple[str, ...]
    claim_ids: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Outlets that report on one word; ``number`` counts from 1."""

    number: int
    kind: str
    name: str | None
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who tells something, where and when: what each mark of a picture leads back to."""

    outlet: str
    article_id: str
    claim_id: str
    language: str
    published: datetime | None
    side: int | None
    denied: bool
    status: str

    @property
    def planned(self) -> bool:
        """Whether it is less than a fact as told: planned, asked for, called off, doubtful."""
        return self.status not in REAL


def sides_of(conflicts: Iterable[ConflictView], kind: str) -> tuple[Side, ...]:
    """The values of all conflicts of a kind that no reviewer has dismissed; one that stands in several is one side."""
    found: dict[str, Side] = {}
    for conflict in conflicts:
        if conflict.kind != kind or conflict.state == "dismissed":
            continue
        for side in conflict.sides:
            known = found.get(side.value)
            claims = frozenset(claim.claim_id for claim in side.claims)
            found[side.value] = Side(
                number=known.number if known else len(found),
                value=side.value,
                label=known.label if known else side.label,
                outlets=tuple(dict.fromkeys((*(known.outlets if known else ()), *side.outlets))),
                claim_ids=claims | (known.claim_ids if known else frozenset()),
            )
    return tuple(found.values())


def side_of(claim_id: str, sides: Sequence[Side]) -> int | None:
    """The number of the side that a claim is on."""
    return next((side.number for side in sides if claim_id in side.claim_ids), None)


def told_by(claim: ClaimView, sides: Sequence[Side]) -> Told:
    """Who tells a claim."""
    return Told(
        outlet=claim.outlet,
        article_id=claim.article_id,
        claim_id=claim.id,
        language=claim.language,
        published=claim.published_at,
        side=side_of(claim.id, sides),
        denied=claim.polarity != "positive",
        status=claim.status,
    )


def origins_of(story: ClusterView, outlets: Iterable[str]) -> tuple[Origin, ...]:
    """Origins that at least two of the outlets share."""
    shown = set(outlets)
    shared = [(one, tuple(outlet for outlet in one.outlets if outlet in shown)) for one in story.shared_origins]
    return tuple(
        Origin(number=number, kind=one.kind, name=one.name, outlets=members)
        for number, (one, members) in enumerate(((o, m) for o, m in shared if len(m) > 1), 1)
    )


def wall_time(published: datetime | None) -> datetime | None:
    """On the clock of the outlet, as its text tells times."""
    return published.replace(tzinfo=None) if published is not None else None


def order_of(side: int | None, published: datetime | None, outlet: str) -> tuple[int, datetime, str]:
    """Side by side, the earliest published first."""
    return side if side is not None else NO_SIDE, published or NEVER, outlet


def choose_rows(sides: Sequence[int | None], most: int = MOST_ROWS) -> list[int]:
    """Which of many rows are drawn: the first of every side in turn, so that none is left out; in their order."""
    if len(sides) <= most:
        return list(range(len(sides)))
    queues: dict[int | None, list[int]] = {}
    for number, side in enumerate(sides):
        queues.setdefault(side, []).append(number)
    chosen: list[int] = []
    while len(chosen) < most:
        for queue in queues.values():
            if queue and len(chosen) < most:
                chosen.append(queue.pop(0))
    return sorted(chosen)
