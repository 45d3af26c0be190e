"""Stories as views, made by hand: what pictures are drawn from."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.core.model.conflict import Explanation
from app.use_cases.views import (
    ClaimView,
    ClusterView,
    ConflictView,
    SharedOriginView,
    SideClaimView,
    SideView,
    SlotValueView,
    SourceView,
)


def when(earliest: str | None, latest: str | None, *, granularity: str = "day", **told: object) -> SlotValueView:
    """A time as a claim tells it."""
    fields = {"type": "when", "text": "then", "start": 0, "end": 4, "label": "then"} | told
    return SlotValueView(earliest=earliest, latest=latest, granularity=granularity, **fields)  # type: ignore[arg-type]


def day(date: str, **told: object) -> SlotValueView:
    """A whole day."""
    return when(f"{date}T00:00:00", f"{date}T23:59:59.999999", **told)


def number(low: float | None, high: float | None, *, noun: str | None = "people", **told: object) -> SlotValueView:
    """A quantity as a claim tells it."""
    fields = {"type": "quantity", "text": "many", "start": 0, "end": 4, "label": "many"} | told
    return SlotValueView(low=low, high=high, counted=noun, **fields)  # type: ignore[arg-type]


def party(name: str, *, kind: str = "PER") -> SlotValueView:
    """Somebody with a name."""
    return SlotValueView(
        type="party", text=name, start=0, end=4, label=name, name=name, entity_id=f"id-{name}", entity_type=kind
    )


def claim(
    outlet: str,
    slots: Mapping[str, Sequence[SlotValueView]],
    *,
    published: str | None = "2024-05-15T08:00:00+01:00",
    number: int = 0,
    language: str = "en",
    event_type: str | None = "arrive",
    polarity: str = "positive",
    status: str = "happened",
) -> ClaimView:
    """One claim of an article of its own."""
    return ClaimView(
        id=f"claim-{outlet}-{number}",
        article_id=f"article-{outlet}-{number}",
        outlet=outlet,
        language=language,
        published_at=datetime.fromisoformat(published) if published is not None else None,
        statement="It happened",
        quote="It happened",
        start=0,
        end=11,
        event_type=event_type,
        predicate="happen",
        slots={name: tuple(values) for name, values in slots.items()},
        polarity=polarity,
        status=status,
        attribution=(SourceView(kind="outlet", name=outlet, text=outlet, stance="says", start=None, end=None),),
        confidence=0.9,
        stands_alone=True,
        headline=False,
        framing=(),
        cluster_id="story",
    )


def story(claims: Sequence[ClaimView], origins: Sequence[SharedOriginView] = ()) -> ClusterView:
    """A story of these claims."""
    return ClusterView(
        id="story",
        headline="It happened",
        event_type="arrive",
        participants=(),
        place=None,
        time=None,
        outlets=tuple(dict.fromkeys(one.outlet for one in claims)),
        languages=("en",),
        claim_count=len(claims),
        independent_origins=1,
        shared_origins=tuple(origins),
        slots=(),
        conflict_ids=(),
        disputed=False,
        claims=tuple(claims),
        decisions=(),
    )


def conflict(
    kind: str, sides: Sequence[tuple[str, Sequence[ClaimView]]], *, relation: str = "contradiction", state: str = "open"
) -> ConflictView:
    """Values that exclude each other, with the claims behind them."""
    return ConflictView(
        id=f"conflict-{kind}",
        cluster_id="story",
        kind=kind,
        scope="cross",
        relation=relation,
        severity="high",
        confidence=0.9,
        state=state,
        note=None,
        explanation=Explanation(en="why", ar="why", fr="why"),
        sides=tuple(
            SideView(
                value=value,
                label=value,
                outlets=tuple(dict.fromkeys(one.outlet for one in claims)),
                claims=tuple(_side_claim(one) for one in claims),
            )
            for value, claims in sides
        ),
        decisions=(),
    )


def _side_claim(told: ClaimView) -> SideClaimView:
    return SideClaimView(
        claim_id=told.id,
        article_id=told.article_id,
        outlet=told.outlet,
        language=told.language,
        published_at=told.published_at,
        quote=told.quote,
        start=told.start,
        end=told.end,
        statement=told.statement,
    )
