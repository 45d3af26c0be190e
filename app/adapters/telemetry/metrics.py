"""Prometheus metrics: what this process did, and what the store holds. Labels take few values, so that their number
never grows with what is posted."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, GCCollector, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest, start_http_server
from prometheus_client.registry import Collector

from app.core.errors import CrosscheckError, InvalidSetting
from app.core.model.records import StoreTally
from app.ports import Clock, Store
from app.telemetry import STAGES, Answered

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OUTCOMES = ("kept", "superseded", "retried", "postponed", "failed")
REQUEST_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)
STAGE_BUCKETS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 60.0, 300.0)
KEEP_TALLY = 10.0  # seconds for which what the store holds is not counted again
MOST_PORTS = 64  # worker processes of one machine, each with a port of its own
LAST_PORT = 65_535


class Metrics:
    """``telemetry.Telemetry`` in a registry of its own. With a store, what it holds is told as well."""

    def __init__(self, *, store: Store | None = None, clock: Clock | None = None) -> None:
        self.registry = CollectorRegistry()
        self._requests = Histogram(
            "crosscheck_http_request_duration_seconds",
            "Time from the first line of a request to the last byte of its answer.",
            ["method", "route", "status"],
            buckets=REQUEST_BUCKETS,
            registry=self.registry,
        )
        self._stages = Histogram(
            "crosscheck_stage_duration_seconds",
            "Time that the stages of an analysis take.",
            ["stage"],
            buckets=STAGE_BUCKETS,
            registry=self.registry,
        )
        self._analyses = Counter(
            "crosscheck_analyses", "Attempts at analysing an article.", ["outcome"], registry=self.registry
        )
        self._deliveries = Counter(
            "crosscheck_webhook_deliveries", "Deliveries to webhooks.", ["outcome"], registry=self.registry
        )
        self._second_readings = Counter(
            "crosscheck_second_readings",
            "Articles by what the second extractor did.",
            ["outcome"],
            registry=self.registry,
        )
        self._second_claims = Counter(
            "crosscheck_second_reading_claims", "Claims that the second extractor pointed at.", registry=self.registry
        )
        for stage in STAGES:
            self._stages.labels(stage)
        for outcome in OUTCOMES:
            self._analyses.labels(outcome)
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        if store is not None and clock is not None:
            self.registry.register(StoreCollector(store, clock))

    @contextmanager
    def request(self, method: str, headers: Mapping[str, str]) -> Iterator[Answered]:
        """Counts and measures it; what was never answered has the status 0."""
        del headers
        begun = time.perf_counter()
        told = [("none", 0)]
        try:
            yield lambda route, status: told.append((route, status))
        finally:
            route, status = told[-1]
            verb = method if method in METHODS else "other"
            self._requests.labels(verb, route, status).observe(time.perf_counter() - begun)

    @contextmanager
    def analysis(self, article_id: str) -> Iterator[None]:
        """Its stages tell the times."""
        del article_id
        yield

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measures it, however it ends."""
        with self._stages.labels(name).time():
            yield

    def analysed(self, outcome: str) -> None:
        """Counts it."""
        self._analyses.labels(outcome).inc()

    def delivered(self, outcome: str) -> None:
        """Counts it."""
        self._deliveries.labels(outcome).inc()

    def second_reading(self, outcome: str, claims: int) -> None:
        """Counts one article, and the claims that a second extractor added to it."""
        self._second_readings.labels(outcome).inc()
        self._second_claims.inc(claims)

    def exposition(self) -> bytes:
        """All of it in Prometheus' text format 1.0.0."""
        return generate_latest(self.registry)

    def serve(self, host: str, port: int) -> int:
        """Serves them in a thread, for a process that answers no other requests; the port that was taken: the first
        free one from ``port`` on, so that each process of a machine has its own. Raises InvalidSetting."""
        for candidate in range(port, min(port + MOST_PORTS, LAST_PORT + 1)):
            try:
                start_http_server(candidate, addr=host, registry=self.registry)
            except OSError:
                continue
            return candidate
        raise InvalidSetting(
            f"CROSSCHECK_METRICS_PORT: cannot listen on {host} port {port}, nor on the {MOST_PORTS - 1} after it; "
            "choose another one"
        )


class StoreCollector(Collector):
    """Asks the store when it is scraped, and remembers the answer for KEEP_TALLY seconds."""

    def __init__(self, store: Store, clock: Clock, *, now: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._now = now
        self._lock = threading.Lock()
        self._known: tuple[float, StoreTally] | None = None

    def describe(self) -> list[Metric]:
        """Nothing: a collector without a description would be asked while it is registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Where the store does not answer, that alone is told."""
        try:
            tally = self._tally()
        except CrosscheckError:
            tally = None
        yield GaugeMetricFamily("crosscheck_store_up", "Whether the database answers.", 0 if tally is None else 1)
        if tally is not None:
            yield from self._families(tally)

    def _tally(self) -> StoreTally:
        with self._lock:
            if self._known is None or self._now() - self._known[0] > KEEP_TALLY:
                with self._store.reading() as unit:
                    self._known = (self._now(), unit.directory.tally())
            return self._known[1]

    def _families(self, tally: StoreTally) -> Iterator[Metric]:
        yield GaugeMetricFamily("crosscheck_queue_depth", "Articles that wait or are in work.", tally.waiting)
        age = 0.0
        if tally.due_since is not None:
            age = max(0.0, (self._clock.now() - tally.due_since).total_seconds())
        yield GaugeMetricFamily(
            "crosscheck_queue_oldest_seconds", "How long the article that waits longest could have been taken.", age
        )
        articles = GaugeMetricFamily("crosscheck_articles", "Articles in the store.", labels=["status"])
        for status, count in sorted(tally.articles.items()):
            articles.add_metric([status], count)
        yield articles
        yield GaugeMetricFamily("crosscheck_claims", "Claims in the store.", tally.claims)
        clusters = GaugeMetricFamily("crosscheck_clusters", "Clusters of claims in the store.", labels=["disputed"])
        for disputed, count in ((True, tally.disputed), (False, tally.clusters - tally.disputed)):
            clusters.add_metric([str(disputed).lower()], count)
        yield clusters
        conflicts = GaugeMetricFamily(
            "crosscheck_conflicts", "Conflicts in the store.", labels=["kind", "relation", "state"]
        )
        for (kind, relation, state), count in sorted(tally.conflicts.items()):
            conflicts.add_metric([kind, relation, state], count)
        yield conflicts
