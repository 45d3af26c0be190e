"""All use cases, joined: what the doors, the endpoints and the pages call."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from app.core.entities.places import PlaceList
from app.core.model.language import Knowledge
from app.ports import Embedder, HtmlReader, PairJudge, Reader, Store, Understander
from app.use_cases.analyse_article import AnalyseArticle
from app.use_cases.browse import Browse
from app.use_cases.check_statement import CheckStatement
from app.use_cases.delete_article import DeleteArticle
from app.use_cases.review_cluster import ReviewCluster
from app.use_cases.review_conflict import ReviewConflict
from app.use_cases.review_entity import ReviewEntity
from app.use_cases.submit_article import SubmitArticle
from app.use_cases.work_queue import WorkQueue

JOIN_TIMEOUT = 1.0  # seconds that the worker has for finishing what it has in hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What clients may ask for: bytes, articles, seconds."""

    body: int = 10_000_000
    batch: int = 1_000
    wait: float = 60.0


@dataclass(kw_only=True)
class Services:
    """Built by ``bootstrap.build_services``; ``close`` when done."""

    submit: SubmitArticle
    analyse: AnalyseArticle
    understand: Understander
    check: CheckStatement
    delete: DeleteArticle
    review: ReviewConflict
    review_entity: ReviewEntity
    review_cluster: ReviewCluster
    browse: Browse
    queue: WorkQueue
    knowledge: Knowledge
    places: PlaceList
    reader: Reader
    embedder: Embedder
    judge: PairJudge
    html: HtmlReader
    store: Store
    model_problem: Callable[[], str | None]
    load_models: Callable[[], None]
    close_store: Callable[[], None]
    limits: Limits = field(default_factory=Limits)
    runs_worker: bool = True
    stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def readiness(self) -> dict[str, str | None]:
        """What is wrong, by part; None where all is well. ``model`` is "loading" until it is loaded."""
        stopped = self._thread is not None and not self._thread.is_alive()
        return {
            "database": self.store.ready(),
            "model": self.model_problem(),
            "worker": "the worker has stopped; start the server again" if stopped else None,
        }

    def analyse_pending(self, on_done: Callable[[], None] | None = None) -> int:
        """Analyses all queued articles here and now; returns how many."""
        return self.queue.run_until_empty(on_done)

    def start_worker(self) -> None:
        """In a thread of this process."""
        self._thread = threading.Thread(target=self._run_worker, name="worker", daemon=True)
        self._thread.start()

    def _run_worker(self) -> None:
        self.load_models()
        self.queue.run(self.stopping)

    def close(self) -> bool:
        """Stops the worker and closes the store; whether the worker has really ended."""
        self.stopping.set()
        self.queue.wake()
        ended = True
        if self._thread is not None:
            self._thread.join(JOIN_TIMEOUT)
            ended = not self._thread.is_alive()
            if not ended:
                self.queue.give_back()
        if ended:
            self.close_store()
        return ended
