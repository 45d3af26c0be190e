"""Query parameters of the lists. An unknown one is refused: a misspelt filter would quietly show everything."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from app.core.model.conflict import ConflictKind, Relation, ReviewState, Scope, Severity
from app.core.model.records import (
    ArticleFilter,
    ArticleStatus,
    ClaimFilter,
    ClusterFilter,
    ClusterOrder,
    ConflictFilter,
)
from app.use_cases.browse import PAGE_SIZE
from app.use_cases.drafts import known_language, one_line, parse_instant

LARGEST_PAGE = 200
PLAIN_DATE = 10  # characters of 2020-06-03
Item = TypeVar("Item")


class PageOf(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: Annotated[str | None, Field(description="Cursor of the next page; null on the last one.")]


def end_of_period(value: Any) -> Any:
    """As ``parse_instant``, but a plain date stands for its whole day."""
    instant = parse_instant(value)
    if isinstance(instant, datetime) and isinstance(value, str) and len(value) == PLAIN_DATE:
        try:
            return instant + timedelta(days=1)
        except OverflowError:
            return instant
    return instant


Word = Annotated[Annotated[str, AfterValidator(one_line)] | None, Field(max_length=300)]
Since = Annotated[datetime | None, BeforeValidator(parse_instant), Field(alias="from")]
Until = Annotated[datetime | None, BeforeValidator(end_of_period), Field(alias="to")]
LanguageCode = Annotated[str | None, AfterValidator(known_language), Field(max_length=10)]


class Filters(BaseModel):
    """No other parameters than those that are there."""

    model_config = ConfigDict(extra="forbid")


class Paging(Filters):
    """Which page, and how long."""

    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = PAGE_SIZE
    cursor: Annotated[str | None, Field(max_length=500, description="The value of 'next' of the page before.")] = None


class ArticleQuery(Paging):
    """Filters of articles."""

    outlet: Word = None
    language: LanguageCode = None
    status: ArticleStatus | None = None

    def wanted(self) -> ArticleFilter:
        """As the use case wants it."""
        return ArticleFilter(outlet=self.outlet, language=self.language, status=self.status)


class ClaimFilters(Filters):
    """Filters of claims."""

    article: Word = None
    outlet: Word = None
    entity: Annotated[Word, Field(description="An entity's id, or a name.")] = None
    event_type: Word = None
    language: LanguageCode = None
    since: Annotated[Since, Field(description="Happened (or, where untold, published) at or after.")] = None
    until: Annotated[Until, Field(description="Happened before; a plain date counts as a whole.")] = None

    def wanted(self) -> ClaimFilter:
        """As the use case wants it."""
        return ClaimFilter(
            article=self.article,
            outlet=self.outlet,
            entity=self.entity,
            event_type=self.event_type,
            language=self.language,
            since=self.since,
            until=self.until,
        )


class ClaimQuery(Paging, ClaimFilters):
    """One page of claims."""


class ClusterFilters(Filters):
    """Filters of clusters."""

    entity: Annotated[Word, Field(description="An entity's id, or a name.")] = None
    place: Annotated[Word, Field(description="A place's id, name or key; EG also finds EG/cairo.")] = None
    event_type: Word = None
    outlet: Word = None
    language: LanguageCode = None
    since: Since = None
    until: Until = None
    disputed: bool | None = None
    min_outlets: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    q: Annotated[Word, Field(description="Words that one of the claims must hold.")] = None
    conflict_kind: Annotated[ConflictKind | None, Field(description="Only with a conflict of this kind.")] = None

    def wanted(self) -> ClusterFilter:
        """As the use case wants it."""
        return ClusterFilter(
            entity=self.entity,
            place=self.place,
            event_type=self.event_type,
            outlet=self.outlet,
            language=self.language,
            since=self.since,
            until=self.until,
            disputed=self.disputed,
            min_outlets=self.min_outlets,
            query=self.q,
            conflict_kind=self.conflict_kind,
        )


class ClusterQuery(Paging, ClusterFilters):
    """One page of clusters."""

    order: Annotated[
        ClusterOrder,
        Field(
            description="newest: the latest reported first. disputed: by the weight of their contradictions (a severe "
            "one counts 3, a medium one 2, a slight one 1, a dismissed one nothing), then by independent origins, then "
            "the latest reported. A cursor goes with the order that it was given in."
        ),
    ] = ClusterOrder.NEWEST


class ConflictFilters(Filters):
    """Filters of conflicts."""

    kind: ConflictKind | None = None
    scope: Scope | None = None
    relation: Relation | None = None
    severity: Severity | None = None
    state: ReviewState | None = None
    cluster: Word = None
    outlet: Word = None
    entity: Annotated[Word, Field(description="An entity's id, or a name.")] = None
    place: Annotated[Word, Field(description="A place's id, name or key; EG also finds EG/cairo.")] = None
    language: Annotated[LanguageCode, Field(description="With a claim in this language on one of its sides.")] = None
    since: Annotated[Since, Field(description="The event happened at or after, by any report.")] = None
    until: Annotated[Until, Field(description="The event happened before; a plain date counts as a whole.")] = None
    q: Annotated[Word, Field(description="Words that the claims on its sides must hold.")] = None

    def wanted(self) -> ConflictFilter:
        """As the use case wants it."""
        return ConflictFilter(
            kind=self.kind,
            scope=self.scope,
            relation=self.relation,
            severity=self.severity,
            state=self.state,
            cluster=self.cluster,
            outlet=self.outlet,
            entity=self.entity,
            place=self.place,
            language=self.language,
            since=self.since,
            until=self.until,
            query=self.q,
        )


class ConflictQuery(Paging, ConflictFilters):
    """One page of conflicts."""


class EntityQuery(Paging):
    """Filters of entities."""

    q: Annotated[Word, Field(description="Part of a name.")] = None
    type: Annotated[Word, Field(description="PER, LOC, ORG or unknown.")] = None
