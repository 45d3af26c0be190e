"""All use cases, joined: what the doors, the endpoints and the pages call."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from app.core.entities.places import PlaceList
from app.core.errors import DatabaseUnavailable
from app.core.model.language import Knowledge
from app.ports import Clock, Embedder, HtmlReader, PairJudge, Reader, Store, Understander
from app.telemetry import SILENT, Telemetry
from app.use_cases.access_keys import AccessKeys
from app.use_cases.analyse_article import AnalyseArticle
from app.use_cases.audit_trail import AuditTrail
from app.use_cases.browse import Browse
from app.use_cases.call_webhook import CallWebhook
from app.use_cases.check_statement import CheckStatement
from app.use_cases.delete_article import DeleteArticle
from app.use_cases.export import Export
from app.use_cases.follow_feeds import FollowFeeds
from app.use_cases.look_at_jobs import LookAtJobs
from app.use_cases.look_at_work import LookAtWork
from app.use_cases.outlet_agreements import OutletAgreements
from app.use_cases.reanalyse import Reanalyse
from app.use_cases.review_cluster import ReviewCluster
from app.use_cases.review_conflict import ReviewConflict
from app.use_cases.review_entity import ReviewEntity
from app.use_cases.send_webhooks import SendWebhooks
from app.use_cases.submit_article import SubmitArticle
from app.use_cases.web_work import WebWork
from app.use_cases.webhooks import Webhooks
from app.use_cases.work_queue import WorkQueue
from app.web_ports import WebClient

log = logging.getLogger("crosscheck.services")

NOT_YET = "loading"  # what ``model_problem`` says until the model is first needed
JOIN_TIMEOUT = 1.0  # seconds that the worker has for finishing what it has in hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What clients may ask for: bytes, articles, seconds, streams open and reads answered at a time."""

    body: int = 10_000_000
    batch: int = 1_000
    wait: float = 60.0
    export: float = 900.0
    streams: int = 200
    reads: int = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRules:
    """Who is let in. ``requests`` are those a minute of one key, or of one address without a key, and ``burst`` how
    many of them may come at once; 0 is no limit. ``any_host_name``: whether a server without authentication may be
    called by any name, and not only as this machine."""

    authentication: bool = False
    requests: int = 0
    burst: int = 0
    origins: tuple[str, ...] = ()  # of pages elsewhere whose scripts may call the interface
    any_host_name: bool = False


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
    agreements: OutletAgreements
    export: Export
    keys: AccessKeys
    audit: AuditTrail
    queue: WorkQueue
    feeds: FollowFeeds
    web_work: WebWork
    web: WebClient
    jobs: LookAtJobs
    work: LookAtWork
    reanalyse: Reanalyse
    webhooks: Webhooks
    webhook_sender: SendWebhooks
    webhook_calls: CallWebhook
    knowledge: Knowledge
    places: PlaceList
    reader: Reader
    embedder: Embedder
    judge: PairJudge
    html: HtmlReader
    store: Store
    clock: Clock
    model_problem: Callable[[], str | None]
    load_models: Callable[[], None]
    close_store: Callable[[], None]
    show_metrics: Callable[[], bytes]
    serve_metrics: Callable[[str, int], int]  # beside the work: host and first port that may be taken; the one taken
    disk_problem: Callable[[], str | None]
    close_telemetry: Callable[[], None]
    telemetry: Telemetry = SILENT
    limits: Limits = field(default_factory=Limits)
    public_url: str | None = None  # under which the service is reached from outside
    access: AccessRules = field(default_factory=AccessRules)
    runs_worker: bool = True
    head_start: float = 0.0  # seconds that the server has to itself before the models are loaded beside it
    fetchers: int = 4  # threads that fetch pages and poll feeds
    stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _fetchers: list[threading.Thread] = field(default_factory=list)

    def readiness(self) -> dict[str, str | None]:
        """What is wrong, by part; None where all is well. ``model`` is "loading" until it is loaded; ``server`` is not
        ready once it is to stop."""
        model = self.model_problem()  # a server beside which workers run loads it when it is first asked to check
        stopping = self.stopping.is_set()
        stopped = not stopping and self._thread is not None and not self._thread.is_alive()
        return {
            "database": self.store.ready(),
            "model": None if model == NOT_YET and not self.runs_worker else model,
            "disk": self.disk_problem(),
            "server": "it is stopping; ask another one" if stopping else None,
            "worker": "the worker has stopped; start the server again" if stopped else None,
        }

    def analyse_pending(self, on_done: Callable[[], None] | None = None) -> int:
        """Fetches all pages that can be had, and analyses all queued articles, here and now; returns how many."""
        self.web_work.run_until_empty()
        return self.queue.run_until_empty(on_done)

    def start_worker(self) -> None:
        """In a thread of this process."""
        self._thread = threading.Thread(target=self._run_worker, name="worker", daemon=True)
        self._thread.start()
        self.start_fetchers()

    def start_fetchers(self) -> None:
        """Threads that fetch pages, poll feeds and send webhooks, until ``close``."""
        try:
            self.web_work.release_abandoned()
        except DatabaseUnavailable as error:
            log.warning("what a vanished process held waits for the end of its lease: %s", error)
        for number in range(self.fetchers):
            thread = threading.Thread(
                target=self.web_work.run, args=(self.stopping,), name=f"fetcher-{number}", daemon=True
            )
            self._fetchers.append(thread)
            thread.start()
        sender = threading.Thread(target=self.webhook_sender.run, args=(self.stopping,), name="webhooks", daemon=True)
        self._fetchers.append(sender)
        sender.start()

    def _run_worker(self) -> None:
        self.stopping.wait(self.head_start)
        self.load_models()
        self.queue.run(self.stopping)

    def close(self) -> bool:
        """Stops the worker and closes the store; whether the worker has really ended."""
        self.stopping.set()
        self.queue.wake()
        self.web_work.wake()
        self.web.close()
        self.webhook_sender.wake()
        self.webhook_calls.close()
        ended = True
        for fetcher in self._fetchers:
            fetcher.join(JOIN_TIMEOUT)
            ended = ended and not fetcher.is_alive()
        if self._thread is not None:
            self._thread.join(JOIN_TIMEOUT)
            ended = ended and not self._thread.is_alive()
        self.queue.give_back()
        if ended:
            self.close_store()
        self.close_telemetry()
        return ended
