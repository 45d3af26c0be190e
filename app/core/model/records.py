"""What is kept of an article, and what lists are asked for: the values that pass between the use cases and
the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from app.core.model.article import Article, CleanText
from app.core.model.claim import Claim
from app.core.model.conflict import ConflictKind, Relation, ReviewState, Scope
from app.core.model.sentence import ParsedSentence


class ArticleStatus(StrEnum):
    """How far an article has come."""

    QUEUED = "queued"
    ANALYSED = "analysed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """An article as submitted and checked. ``text`` of an HTML page is what was extracted from it; ``html``
    is its source."""

    outlet: str
    text: str
    html: str | None = None
    title: str | None = None
    language: str | None = None  # ISO 639-1; None: to be detected
    published_at: datetime | None = None  # aware
    url: str | None = None
    author: str | None = None
    request: str | None = None  # id of the request that brought it, for the log alone


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article in the store. ``submission`` never changes; what cleaning found stands in ``found`` once analysed."""

    id: str
    submission: Submission
    status: ArticleStatus
    received_at: datetime
    error: str | None = None
    found: Article | None = None
    claim_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """All that is read out of one article."""

    article: Article
    clean: CleanText
    sentences: tuple[ParsedSentence, ...]
    claims: tuple[Claim, ...]
    unasked: str | None = None  # why the second extractor had no part in it, where it should have had one


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnalysis:
    """The part of an ``Understanding`` that is kept beside the claims. Spans are (start, end)."""

    clean: CleanText
    sentences: tuple[tuple[int, int], ...]
    version: str


class ClusteredClaim(NamedTuple):
    """A claim, and the cluster that it is in."""

    claim: Claim
    cluster_id: str | None


class ConflictMark(NamedTuple):
    """That there is a conflict, and of which relation, without what it says."""

    id: str
    cluster_id: str
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedClaim:
    """What a claim says and where it stands, without what was found in it."""

    id: str
    article_id: str
    outlet: str
    language: str
    published_at: datetime | None
    statement: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreTally:
    """How much there is in the store. ``conflicts`` by kind, relation and state; ``due_since``: since when the waiting
    article that is first in turn, and in nobody's hands, could have been taken."""

    articles: dict[str, int]
    claims: int
    clusters: int
    disputed: int
    conflicts: dict[tuple[str, str, str], int]
    waiting: int
    due_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a reviewer decided about a conflict, with the sides' claims as they then were."""

    conflict_id: str
    kind: ConflictKind
    scope: Scope
    sides: tuple[tuple[str, ...], ...]  # claim ids of each side
    state: ReviewState
    note: str | None
    decided_at: datetime
    reviewer: str | None = None


class EntityAction(StrEnum):
    """What a reviewer can decide about names."""

    MERGE = "merge"  # names and others are one entity's
    SPLIT = "split"  # they are two entities'


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDecision:
    """What a reviewer decided about names, told by their ids. ``articles``: the only ones that mean ``names`` so."""

    action: EntityAction
    names: tuple[str, ...]
    others: tuple[str, ...]
    articles: tuple[str, ...]
    note: str | None
    decided_at: datetime
    reviewer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One article that waits for its analysis, taken under a lease; ``token`` proves that the lease is still ours."""

    id: int
    article_id: str
    attempts: int
    token: str


class JobState(StrEnum):
    """Where an article of the queue is."""

    WAITING = "waiting"
    HELD = "held"  # a worker has it
    FAILED = "failed"  # given up


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRecord:
    """One article of the queue, or one that was given up. ``until``: the time before which nobody takes it."""

    article_id: str
    outlet: str
    state: JobState
    attempts: int = 0
    background: bool = False
    until: datetime | None = None
    holder: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTally:
    """How much the queue holds. ``background``: the part of ``waiting`` that stands behind all others; ``held`` counts
    what each worker has; ``failed`` waits for nobody; ``due_since`` as in ``StoreTally``."""

    waiting: int  # in nobody's hands
    background: int
    held: Mapping[str, int]
    failed: int
    due_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRecord:
    """Somebody or something named in claims, with every name used for it and how often: (name, count), most
    used first."""

    id: str
    type: str  # PER, LOC, ORG or "unknown"
    names: tuple[tuple[str, int], ...]
    claim_count: int
    article_count: int
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesInUse:
    """What a reader can choose from: the most frequent names first; languages by their codes."""

    people: tuple[str, ...]  # and organisations
    places: tuple[str, ...]
    outlets: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRecord:
    """One outlet and how much of it is stored. ``mark`` changes with every change of how it stands to others."""

    outlet: str
    article_count: int
    claim_count: int
    languages: tuple[str, ...]
    mark: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletPair:
    """How often two outlets report the same event, in how many of those clusters they contradict each other, and in how
    many no common origin shows. ``compared`` counts what both tell of these events (that it happened, who, where, when,
    how many, in which office), ``agreed`` where that is not in contradiction."""

    other: str
    shared_clusters: int
    conflicting_clusters: int
    independent_clusters: int
    compared: int
    agreed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """Which articles to list; None everywhere lists all."""

    outlet: str | None = None
    language: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilter:
    """Which claims to list. ``since`` and ``until`` bound when it happened or, where untold, was published."""

    article: str | None = None
    outlet: str | None = None
    entity: str | None = None  # an entity id, or a name in any spelling
    event_type: str | None = None
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class ClusterOrder(StrEnum):
    """Which clusters come first."""

    NEWEST = "newest"  # with the latest report
    DISPUTED = "disputed"  # whose contradictions weigh most, then of the most independent origins, then the newest


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterFilter:
    """Which clusters to list; ``query``: words in the statements; ``conflict_kind``: with a conflict of that kind."""

    entity: str | None = None
    place: str | None = None
    event_type: str | None = None
    outlet: str | None = None
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    disputed: bool | None = None
    min_outlets: int = 1
    query: str | None = None
    conflict_kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictFilter:
    """Which conflicts to list. Outlet, language, entity, place and the words of ``query`` are those of the claims on
    their sides; ``since`` and ``until`` bound when the event happened, by any of its reports."""

    kind: str | None = None
    scope: str | None = None
    relation: str | None = None
    severity: str | None = None
    state: str | None = None
    cluster: str | None = None
    outlet: str | None = None
    entity: str | None = None
    place: str | None = None
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    query: str | None = None


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Slice(Generic[Item]):
    """One page of a list; ``next`` is the cursor of the following page, None at the end."""

    items: tuple[Item, ...]
    next: str | None
