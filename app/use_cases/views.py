"""What is shown of articles, claims, clusters and conflicts: the fields are those of the HTTP interface."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.core.model.claim import OUR_OWN
from app.core.model.conflict import Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotValueView:
    """One value of a slot, with its words in the text. The JSON leaves out what its ``type`` does not have."""

    type: str  # party, place, when, duration, quantity, phrase
    text: str
    start: int
    end: int
    label: str
    name: str | None = None
    key: str | None = None
    entity_id: str | None = None
    entity_type: str | None = None
    titles: tuple[str, ...] | None = None
    offices: tuple[str, ...] | None = None
    office_keys: tuple[str, ...] | None = None
    resolved: bool | None = None
    count: float | None = None
    earliest: str | None = None
    latest: str | None = None
    granularity: str | None = None
    kind: str | None = None  # of a place that is called by what it is: "capital", "airport"
    readings: tuple[str, ...] | None = None  # keys of the other places that its name may mean
    within: tuple[str, ...] | None = None  # keys of the regions around a place that its own key does not tell
    weekday: int | None = None  # as the text names it; ISO: Monday is 1
    part_of_day: str | None = None
    days_from_publication: int | None = None  # yesterday is -1
    bound: str | None = None  # since, until, before, after: the time bounds what is told
    reason: str | None = None
    days: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    counted: str | None = None
    approximate: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """One link of an attribution chain, the outlet first."""

    kind: str
    name: str
    text: str
    stance: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseView:
    """Words of the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """One claim; ``text[start:end]`` of its article is ``quote``."""

    id: str
    article_id: str
    outlet: str
    language: str
    published_at: datetime | None
    statement: str
    quote: str
    start: int
    end: int
    event_type: str | None
    predicate: str
    slots: Mapping[str, tuple[SlotValueView, ...]]
    polarity: str
    status: str
    attribution: tuple[SourceView, ...]
    confidence: float
    stands_alone: bool  # whether the statement tells enough to be understood and checked without its article
    headline: bool
    framing: tuple[PhraseView, ...]  # loaded words in the quote, apart from what is claimed
    cluster_id: str | None
    extractor: str = OUR_OWN  # who found the quote: "crosscheck", or the model of a second extractor
    version: str | None = None  # of the models and rules that made it; null where nothing is stored


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSummary:
    """One article in a list. ``status`` is queued, analysed or failed; ``error`` says why it failed."""

    id: str
    outlet: str
    title: str | None
    language: str | None
    published_at: datetime | None
    url: str | None
    author: str | None
    status: str
    error: str | None
    received_at: datetime
    claim_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanView:
    """A stretch of the text, half-open, in Unicode code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """A stretch of the text and what it is: headline, subheading, body; or the kind of clutter that was dropped."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView(ArticleSummary):
    """One article with its text and all that was found in it."""

    text: str
    sentences: tuple[SpanView, ...]
    passages: tuple[PassageView, ...]
    dropped: tuple[PassageView, ...]
    claims: tuple[ClaimView, ...]
    conflict_ids: tuple[str, ...]
    version: str | None = None  # of the models and rules that analysed it; null until then


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalView:
    """One article with its text alone."""

    summary: ArticleSummary
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeView:
    """Local ISO 8601 times, half-open."""

    earliest: str
    latest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotReportView:
    """One reported value and who stands behind it."""

    value: str
    label: str
    outlets: tuple[str, ...]
    claim_ids: tuple[str, ...]
    independent_origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotTableView:
    """All reported values of one slot."""

    name: str
    values: tuple[SlotReportView, ...]
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedOriginView:
    """Outlets that do not report independently: copies of one text ("copy"), an agency's report ("agency"), one cited
    source ("source"), or one outlet that the others cite ("outlet"). ``name`` is whose; null for copies."""

    kind: str
    name: str | None
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterSummary:
    """One event as the outlets report it."""

    id: str
    headline: str
    event_type: str | None
    participants: tuple[str, ...]
    place: str | None
    time: TimeView | None
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    claim_count: int
    independent_origins: int
    shared_origins: tuple[SharedOriginView, ...]
    slots: tuple[SlotTableView, ...]
    conflict_ids: tuple[str, ...]
    disputed: bool
    version: str | None = None  # of the rules that formed it


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterDecisionView:
    """What a reviewer decided: that both sides' claims are of one event ("merge"), that no claim of the one side is of
    an event of the other ("split"), or that decision ``undoes`` no longer holds ("undo"). ``holds``: not undone."""

    id: int
    action: str
    claim_ids: tuple[str, ...]
    other_claim_ids: tuple[str, ...]
    note: str | None
    reviewer: str | None
    decided_at: datetime
    undoes: int | None
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterView(ClusterSummary):
    """A cluster with its claims, the earliest published first, and what reviewers decided about them, the oldest
    decision first."""

    claims: tuple[ClaimView, ...]
    decisions: tuple[ClusterDecisionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideClaimView:
    """One claim on one side of a conflict."""

    claim_id: str
    article_id: str
    outlet: str
    language: str
    published_at: datetime | None
    quote: str
    start: int
    end: int
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """One value and those who report it."""

    value: str
    label: str
    outlets: tuple[str, ...]
    claims: tuple[SideClaimView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """What a reviewer decided, who, and when."""

    state: str
    note: str | None
    reviewer: str | None
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """Values that cannot all be true of one event. ``decisions`` are in the order in which they were taken."""

    id: str
    cluster_id: str
    kind: str
    scope: str
    relation: str
    severity: str
    confidence: float
    state: str
    note: str | None
    explanation: Explanation
    sides: tuple[SideView, ...]
    decisions: tuple[DecisionView, ...]
    version: str | None = None  # of the rules that found it


@dataclass(frozen=True, slots=True, kw_only=True)
class NameView:
    """One name of an entity and how many claims use it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDecisionView:
    """What a reviewer decided: that ``names`` and ``others`` are one's ("merge") or two's ("split"), who, and when.

    ``articles``: the only ones that mean somebody else by ``names``; empty where all do.
    """

    action: str
    names: tuple[str, ...]
    others: tuple[str, ...]
    articles: tuple[str, ...]
    note: str | None
    reviewer: str | None
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """Somebody or something named in claims; ``name`` is the name most used. ``decisions`` are in the order in which
    they were taken; lists leave them out."""

    id: str
    type: str
    name: str
    names: tuple[NameView, ...]
    claim_count: int
    article_count: int
    outlets: tuple[str, ...]
    decisions: tuple[EntityDecisionView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementView:
    """How one outlet stands to another in the events that both report.

    ``compared`` counts what both tell of them: that it happened, who, where, when, how many, in which office. Of that,
    ``agreement`` is the share that stands in no contradiction (dismissed ones do not count); ``independence`` is the
    share of the clusters in which both do not depend on one text, agency or source, or on each other.
    """

    outlet: str
    shared_clusters: int
    conflicting_clusters: int
    independent_clusters: int
    compared: int
    agreed: int
    agreement: float
    independence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletView:
    """One outlet; its name is its id."""

    id: str
    article_count: int
    claim_count: int
    languages: tuple[str, ...]
    agreement: tuple[AgreementView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedClusterView:
    """A stored cluster that a statement is about, and what its claims say to it."""

    cluster: ClusterSummary
    supporting: tuple[ClaimView, ...]
    contradicting: tuple[ClaimView, ...]
    reasons: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """What the stored reports say to a statement: supported, disputed, contradicted or unreported."""

    verdict: str
    claims: tuple[ClaimView, ...]
    clusters: tuple[CheckedClusterView, ...]
