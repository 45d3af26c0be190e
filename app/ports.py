"""What the core needs from outside, as protocols. Adapters fulfil them; only ``bootstrap`` chooses which."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.core.entities.identity import KnownName, Standing
from app.core.model.article import Article
from app.core.model.claim import Claim
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict
from app.core.model.linking import Edge
from app.core.model.records import (
    ArticleFilter,
    ArticleStatus,
    ClaimFilter,
    ClusterFilter,
    ConflictFilter,
    Decision,
    EntityDecision,
    EntityRecord,
    Job,
    OutletPair,
    OutletRecord,
    Slice,
    StoredAnalysis,
    StoredArticle,
    Submission,
    Understanding,
)
from app.core.model.sentence import ParsedSentence, Sentence

Vectors = NDArray[np.float32]


class Reader(Protocol):
    """Parses sentences."""

    @property
    def version(self) -> str:
        """Changes whenever the same sentence may be read differently."""
        ...

    def read(self, sentences: Sequence[Sentence]) -> list[ParsedSentence]:
        """One parsed sentence for each, words and offsets unchanged."""
        ...


class Embedder(Protocol):
    """Turns statements into vectors whose inner product is their similarity."""

    @property
    def version(self) -> str:
        """Changes whenever the same statement may get another vector."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimensions), float32, each row of length 1."""
        ...


class LanguageDetector(Protocol):
    """Guesses the language of a text."""

    def detect(self, text: str) -> str:
        """An ISO 639-1 code."""
        ...


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...


class ArticleStore(Protocol):
    """Articles and what cleaning found in them."""

    def add(self, article_id: str, submission: Submission, received_at: datetime) -> bool:
        """Whether it was new; an id that is there already changes nothing."""
        ...

    def get(self, article_id: str) -> StoredArticle | None: ...

    def status(self, article_id: str) -> ArticleStatus | None: ...

    def analysis(self, article_id: str) -> StoredAnalysis | None: ...

    def save_analysis(self, article: Article, analysis: StoredAnalysis) -> None: ...

    def mark_failed(self, article_id: str, error: str) -> None: ...

    def mark_queued(self, article_ids: Iterable[str]) -> None: ...

    def remove(self, article_id: str) -> None: ...

    def list(self, wanted: ArticleFilter, *, limit: int, cursor: str | None) -> Slice[StoredArticle]: ...

    def ids(self) -> tuple[str, ...]: ...


class ClaimStore(Protocol):
    """Claims, their vectors and the entities that they name."""

    def add(self, claims: Sequence[Claim], vectors: Vectors) -> None: ...

    def of_article(self, article_id: str) -> tuple[Claim, ...]: ...

    def get_many(self, claim_ids: Iterable[str]) -> dict[str, Claim]: ...

    def vectors(self, claim_ids: Sequence[str]) -> Vectors: ...

    def cluster_of(self, claim_ids: Iterable[str]) -> dict[str, str]:
        """Cluster id by claim id, for those that are in one."""
        ...

    def articles_sharing(self, entity_ids: Collection[str]) -> set[str]:
        """Ids of articles with a claim that names one of the entities."""
        ...

    def articles_near(self, vectors: Vectors, least_similarity: float) -> set[str]:
        """Ids of articles with a claim whose vector is that similar to one of the vectors; exact."""
        ...

    def remove_of_article(self, article_id: str) -> None: ...

    def list(self, wanted: ClaimFilter, *, limit: int, cursor: str | None) -> Slice[Claim]: ...


class LinkStore(Protocol):
    """Edges, clusters and conflicts: all that is a function of the set of claims."""

    def epoch(self) -> int:
        """Counts the changes to the set of linked claims; it never falls."""
        ...

    def advance(self) -> int:
        """The next epoch."""
        ...

    def add_edges(self, edges: Iterable[Edge]) -> None: ...

    def edges_among(self, claim_ids: Collection[str]) -> list[Edge]: ...

    def component(self, claim_ids: Iterable[str]) -> set[str]:
        """The claims, and all that edges join to them directly or through others."""
        ...

    def remove_edges_of(self, claim_ids: Collection[str]) -> None: ...

    def clear_clusters_of(self, claim_ids: Collection[str]) -> None:
        """Removes the clusters that hold any of the claims, and their conflicts."""
        ...

    def add_clusters(self, clusters: Sequence[Cluster], claims: Mapping[str, Claim]) -> None:
        """Clusters with their claims, which are given by id."""
        ...

    def add_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Conflicts of clusters that are there, all still undecided."""
        ...

    def cluster(self, cluster_id: str) -> Cluster | None: ...

    def clusters(self, cluster_ids: Iterable[str]) -> dict[str, Cluster]: ...

    def list_clusters(self, wanted: ClusterFilter, *, limit: int, cursor: str | None) -> Slice[Cluster]: ...

    def conflict(self, conflict_id: str) -> Conflict | None: ...

    def conflicts_of(self, cluster_ids: Collection[str]) -> tuple[Conflict, ...]: ...

    def list_conflicts(self, wanted: ConflictFilter, *, limit: int, cursor: str | None) -> Slice[Conflict]: ...


class DecisionStore(Protocol):
    """What reviewers decided, in the order in which they did."""

    def add(self, decision: Decision) -> None: ...

    def about(self, conflicts: Sequence[Conflict]) -> dict[str, tuple[Decision, ...]]:
        """Decisions by conflict id, oldest first: those about it, or about an earlier form of it with fewer claims."""
        ...

    def apply(self, conflicts: Sequence[Conflict]) -> None:
        """Gives conflicts that were found anew the state that was decided before."""
        ...

    def forget(self, claim_ids: Collection[str]) -> None:
        """Takes the claims out of every decision; one with an empty side goes."""
        ...


class EntityStore(Protocol):
    """Names in use, whose they are, and what reviewers decided about them."""

    def add(self, names: Collection[KnownName]) -> list[KnownName]:
        """Keeps those that are new, each in an entity of its own; returns them."""
        ...

    def get(self, name_ids: Iterable[str]) -> list[KnownName]: ...

    def of_entity(self, entity_id: str) -> list[KnownName]: ...

    def entity_of(self, name_id: str) -> str: ...

    def known_as(self, entity_id: str) -> str | None:
        """The id that the entity has now; ids that it had before others joined it still lead to it."""
        ...

    def comparable(self, names: Collection[KnownName]) -> list[KnownName]:
        """All names that share the key, the base or a block with one of these."""
        ...

    def components(self, names: Collection[KnownName]) -> list[KnownName]:
        """All names of the components that these belong to."""
        ...

    def place(self, standings: Mapping[str, Standing]) -> None:
        """Says where names belong."""
        ...

    def named_in(self, article_id: str) -> list[KnownName]: ...

    def articles_naming(self, name_ids: Collection[str]) -> dict[str, set[str]]: ...

    def namesakes(self, article_id: str) -> dict[str, str]:
        """By name id, whose name the article uses instead."""
        ...

    def rename(self, articles: Collection[str], name: KnownName) -> None:
        """In these articles the name is this one's, now and when they are analysed again."""
        ...

    def remove(self, name_ids: Collection[str]) -> None: ...

    def entities_of(self, claim_ids: Iterable[str]) -> dict[tuple[str, str], str]:
        """Entity id by claim id and the id of the name's key."""
        ...

    def decide(self, decision: EntityDecision) -> None: ...

    def decisions(self, name_ids: Collection[str]) -> tuple[EntityDecision, ...]:
        """Those that are about any of the names, oldest first."""
        ...

    def forget(self, article_id: str, used: Collection[str], gone: Collection[str]) -> None:
        """Takes an article and the names that it alone used out of every decision; one with an empty side goes."""
        ...


class JobQueue(Protocol):
    """Articles that wait for their analysis."""

    def put(self, article_id: str, now: datetime) -> None: ...

    def take(self, holder: str, now: datetime, lease: timedelta) -> Job | None:
        """The oldest job that nobody holds, now held; its attempt is counted."""
        ...

    def renew(self, job: Job, until: datetime) -> bool:
        """Whether the lease was still ours."""
        ...

    def holds(self, job: Job) -> bool: ...

    def finish(self, job: Job) -> None: ...

    def release(self, job: Job, *, not_before: datetime, error: str | None, count: bool) -> None:
        """Gives it back; with ``count`` False the attempt does not count."""
        ...

    def release_all(self, holders: Collection[str], now: datetime) -> int:
        """Gives back what workers held that are no more; returns how many jobs."""
        ...

    def holders(self) -> set[str]: ...

    def remove_of_article(self, article_id: str) -> None: ...

    def waiting(self) -> int: ...


class Directory(Protocol):
    """Who and what is in the store: entities and outlets."""

    def entities(
        self, *, query: str | None, kind: str | None, limit: int, cursor: str | None
    ) -> Slice[EntityRecord]: ...

    def entity(self, entity_id: str) -> EntityRecord | None: ...

    def outlets(self, *, limit: int, cursor: str | None) -> Slice[OutletRecord]: ...

    def outlet(self, outlet: str) -> OutletRecord | None: ...

    def outlet_pairs(self, outlet: str) -> tuple[OutletPair, ...]: ...

    def counts(self) -> dict[str, int]:
        """How many articles, claims, clusters, conflicts, waiting jobs and failed articles there are."""
        ...


class Unit(Protocol):
    """One transaction: what is read belongs together, what is written is written wholly or not at all."""

    @property
    def articles(self) -> ArticleStore: ...

    @property
    def claims(self) -> ClaimStore: ...

    @property
    def links(self) -> LinkStore: ...

    @property
    def decisions(self) -> DecisionStore: ...

    @property
    def entities(self) -> EntityStore: ...

    @property
    def jobs(self) -> JobQueue: ...

    @property
    def directory(self) -> Directory: ...


class Store(Protocol):
    """Where everything is kept."""

    def reading(self) -> AbstractContextManager[Unit]:
        """A snapshot."""
        ...

    def writing(self) -> AbstractContextManager[Unit]:
        """The only writer; commits, durably, where the block ends without an error."""
        ...

    def erase_freed_pages(self) -> None:
        """Leaves no trace of what was deleted, in any file of the database."""
        ...

    def ready(self) -> str | None:
        """None where the database answers and its tables are those of this version; else what is wrong, in one line."""
        ...


class HtmlReader(Protocol):
    """Takes the article out of a page."""

    def extract(self, html: str, *, url: str | None) -> Submission:
        """Outlet left empty; raises InvalidText where the page holds no article."""
        ...


class Understander(Protocol):
    """Reads everything out of one article that can be read out of it alone."""

    @property
    def version(self) -> str:
        """Changes whenever the same article may be read differently."""
        ...

    def __call__(self, article_id: str, submission: Submission) -> Understanding:
        """The same submission gives the same understanding, always."""
        ...
