"""What the core needs from outside, as protocols. Adapters fulfil them; only ``bootstrap`` chooses which."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.access_ports import AuditLog, KeyStore
from app.core.model.article import Article
from app.core.model.claim import Claim
from app.core.model.cluster import Cluster
from app.core.model.conflict import Conflict
from app.core.model.linking import Edge
from app.core.model.records import (
    ArticleFilter,
    ArticleStatus,
    ClaimFilter,
    ClusteredClaim,
    ClusterFilter,
    ClusterOrder,
    ConflictFilter,
    ConflictMark,
    QuotedClaim,
    Slice,
    StoredAnalysis,
    StoredArticle,
    Submission,
    Understanding,
)
from app.core.model.sentence import ParsedSentence, Sentence
from app.core.model.when import Interval
from app.directory_ports import Directory
from app.queue_ports import JobQueue
from app.review_ports import ClusterDecisionStore, DecisionStore, EntityStore
from app.watch_ports import OutboxStore, WebhookStore
from app.web_ports import FeedStore, HostStore, PageQueue

Vectors = NDArray[np.float32]
# The columns of what a ``PairJudge`` answers.
PAIR_RELATIONS = ("same", "contradiction", "different")
Fingerprints = Callable[[Sequence[str]], list[tuple[int, ...]]]  # MinHash signatures of texts, the same always


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


class PairJudge(Protocol):
    """Tells how two statements stand to one another."""

    @property
    def version(self) -> str:
        """Changes whenever the same two statements may be judged differently."""
        ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Shape (len(pairs), 3), float32, each row of sum 1: the probabilities of PAIR_RELATIONS, in their order: that
        two statements are the same, contradict each other, are about different things; alike in both orders of them."""
        ...


class ClaimExtractor(Protocol):
    """Finds stretches of an article that make claims, in a way of its own. Nothing that it says is believed."""

    @property
    def name(self) -> str:
        """As claims tell it."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same article may be read differently."""
        ...

    def propose(self, passages: list[str], *, language: str) -> list[str]:
        """Quotes from the passages of one article, as it gives them; raises ExtractorSilent."""
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
        """Whether it was new; an id that is there already, or that another writer adds just now, changes nothing."""
        ...

    def get(self, article_id: str) -> StoredArticle | None: ...

    def without_texts(self, article_ids: Iterable[str]) -> dict[str, StoredArticle]:
        """By id, their texts left empty; unknown ids are left out."""
        ...

    def with_texts(self, article_ids: Iterable[str]) -> dict[str, StoredArticle]:
        """By id, without the source of their pages; unknown ids are left out."""
        ...

    def status(self, article_id: str) -> ArticleStatus | None: ...

    def analysis(self, article_id: str) -> StoredAnalysis | None: ...

    def complete(self, article_id: str, submission: Submission) -> None:
        """Of an article that was known by its address: what its page says."""
        ...

    def brought_by(self, article_id: str) -> str | None:
        """Id of the request that brought the article; None where none is known."""
        ...

    def save_analysis(self, article: Article, analysis: StoredAnalysis) -> None: ...

    def mark_failed(self, article_id: str, error: str) -> None:
        """With why, in one line. One that was analysed before keeps what was found then, and says why no more was."""
        ...

    def mark_queued(self, article_ids: Iterable[str]) -> None: ...

    def remove(self, article_id: str) -> None: ...

    def analysed_by_others(self, version: str | None, *, after: str, limit: int) -> tuple[str, ...]:
        """Ids of articles with an analysis of another version (None: of any), in their order, beyond ``after``."""
        ...

    def versions(self) -> dict[str, int]:
        """How many articles each version has analysed."""
        ...

    def list(self, wanted: ArticleFilter, *, limit: int, cursor: str | None) -> Slice[StoredArticle]: ...

    def ids(self) -> tuple[str, ...]: ...


class ClaimStore(Protocol):
    """Claims, their vectors and the entities that they name."""

    def add(self, claims: Sequence[Claim], vectors: Vectors) -> None: ...

    def of_article(self, article_id: str) -> tuple[Claim, ...]: ...

    def of_article_with_clusters(self, article_id: str) -> tuple[ClusteredClaim, ...]: ...

    def spans(self, article_id: str) -> tuple[tuple[str, int, int], ...]:
        """Id, start and end of each claim of an article, in the order of the text."""
        ...

    def get_many(self, claim_ids: Iterable[str]) -> dict[str, Claim]: ...

    def with_clusters(self, claim_ids: Iterable[str]) -> dict[str, ClusteredClaim]:
        """As ``get_many``, each with its cluster."""
        ...

    def quoted(self, claim_ids: Iterable[str]) -> dict[str, QuotedClaim]:
        """What the claims say, by id; unknown ids are left out."""
        ...

    def readings_of(self, article_ids: Collection[str]) -> Mapping[str, tuple[tuple[Claim, ...], Vectors]]:
        """By article, its claims in the order of the text, and their vectors, one row a claim; without those that have
        no claims. The vectors are the ones that were added, rounded (app/rounding.py)."""
        ...

    def added_at(self, article_ids: Collection[str]) -> dict[str, int]:
        """The epoch in which an article's claims were added, by its id; without those that have none."""
        ...

    def cluster_of(self, claim_ids: Iterable[str]) -> dict[str, str]:
        """Cluster id by claim id, for those that are in one."""
        ...

    def clusters_around(self, claim_ids: Iterable[str]) -> dict[str, list[str]]:
        """All claims of each cluster that holds one of these, by its id."""
        ...

    def told_by(self, claim_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Outlet and language by claim id."""
        ...

    def articles_sharing(self, entity_ids: Collection[str], reach: Interval | None, since: int = -1) -> set[str]:
        """Ids of articles with a claim that names one of the entities and whose time (core/linking/period.py) lies in
        the reach or is unknown; None reaches everywhere. Only those added after an epoch."""
        ...

    def articles_near(
        self, vectors: Vectors, reaches: Sequence[Interval | None], least_similarity: float, since: int = -1
    ) -> set[str]:
        """Ids of articles with a claim whose vector is that similar to one of the vectors, and whose time lies in that
        one's reach; exact. Only those added after an epoch."""
        ...

    def remove_of_article(self, article_id: str) -> None: ...

    def list(self, wanted: ClaimFilter, *, limit: int, cursor: str | None) -> Slice[ClusteredClaim]: ...


class LinkStore(Protocol):
    """Edges, clusters and conflicts: all that is a function of the set of claims."""

    def lock(self) -> None:
        """Until this transaction ends, nobody else changes claims, clusters, conflicts, names or decisions; what is
        read from now on is what they left. Taken before anything else is read or written."""
        ...

    def epoch(self) -> int:
        """Counts the changes to the set of linked claims; it never falls."""
        ...

    def advance(self) -> int:
        """The next epoch."""
        ...

    def add_edges(self, edges: Iterable[Edge]) -> None: ...

    def edges_among(self, claim_ids: Collection[str], others: Collection[str] = ()) -> list[Edge]: ...

    def neighbours(self, claim_ids: Iterable[str], least: float) -> set[str]:
        """The claims that edges of at least that probability join to any of these; some of these may be among them."""
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

    def list_clusters(
        self, wanted: ClusterFilter, *, limit: int, cursor: str | None, order: ClusterOrder = ClusterOrder.NEWEST
    ) -> Slice[Cluster]: ...

    def conflict(self, conflict_id: str) -> Conflict | None: ...

    def conflicts_of(self, cluster_ids: Collection[str]) -> tuple[Conflict, ...]: ...

    def marks_of(self, cluster_ids: Collection[str]) -> tuple[ConflictMark, ...]:
        """Which conflicts these clusters have, sorted by id."""
        ...

    def conflicts_naming(self, claim_ids: Collection[str], cluster_ids: Collection[str]) -> tuple[str, ...]:
        """Ids of the conflicts of these clusters on whose sides one of the claims stands, sorted."""
        ...

    def list_conflicts(self, wanted: ConflictFilter, *, limit: int, cursor: str | None) -> Slice[Conflict]: ...

    def conflicts_beside(self, conflict_id: str, wanted: ConflictFilter) -> tuple[str | None, str | None]:
        """Ids of the conflicts before and after this one in the list of those wanted, be it one of them or not."""
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
    def cluster_decisions(self) -> ClusterDecisionStore: ...

    @property
    def entities(self) -> EntityStore: ...

    @property
    def jobs(self) -> JobQueue: ...

    @property
    def directory(self) -> Directory: ...

    @property
    def hosts(self) -> HostStore: ...

    @property
    def pages(self) -> PageQueue: ...

    @property
    def feeds(self) -> FeedStore: ...

    @property
    def keys(self) -> KeyStore: ...

    @property
    def audit(self) -> AuditLog: ...

    @property
    def outbox(self) -> OutboxStore: ...

    @property
    def webhooks(self) -> WebhookStore: ...


class Store(Protocol):
    """Where everything is kept."""

    def reading(self) -> AbstractContextManager[Unit]:
        """A snapshot."""
        ...

    def writing(self) -> AbstractContextManager[Unit]:
        """Commits, durably, where the block ends without an error. On SQLite there is one writer at a time; on
        PostgreSQL many, so what depends on what others write begins with ``LinkStore.lock``."""
        ...

    def migrate(self) -> str | None:
        """Brings the tables to this version; returns the revision. Raises DatabaseTooNew, DatabaseUnavailable."""
        ...

    def erase_freed_pages(self) -> None:
        """Leaves no trace of what was deleted, in any file of the database."""
        ...

    def tend(self) -> None:
        """What the database needs from time to time, beside all other work."""
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

    def read_together(self, submissions: Sequence[tuple[str, Submission]]) -> list[Understanding]:
        """Those of several articles, each as if it were read alone, at less cost."""
        ...
