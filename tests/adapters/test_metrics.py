"""Numbers for Prometheus: what this process did, and what the store holds."""

import socket
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.adapters.telemetry.metrics import KEEP_TALLY, Metrics, StoreCollector
from app.core.errors import DatabaseUnavailable
from app.core.model.records import Submission
from app.knowledge.loader import load_knowledge
from app.telemetry import STAGES
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from app.use_cases.understand_article import UnderstandArticle
from tests.fakes import EnglishDetector, FakeClock, FlatReader, fake_parts, fake_services
from tests.web.service import running

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def read(text: str) -> Samples:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(samples: Samples, name: str, **labels: str) -> float:
    return samples[name, frozenset(labels.items())]


def post(services: Services, text: str, outlet: str = "Harbour Post") -> str:
    return services.submit(read_draft({"outlet": outlet, "text": text})).id


def test_the_store_is_counted_as_it_is(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    post(services, "Ada Venn | arrive | Port Lorne | 2024-03-13 |")
    post(services, "Ada Venn | arrive | Port Lorne | 2024-03-15 |", "Gazette")
    services.analyse_pending()
    post(services, "Ada Venn | meet | Port Lorne | 2024-03-13 |")
    samples = read(services.show_metrics().decode())
    assert value(samples, "crosscheck_store_up") == 1
    assert value(samples, "crosscheck_queue_depth") == 1
    assert value(samples, "crosscheck_articles", status="queued") == 1
    assert value(samples, "crosscheck_articles", status="analysed") == 2
    assert value(samples, "crosscheck_articles", status="failed") == 0
    assert value(samples, "crosscheck_claims") == 2
    assert value(samples, "crosscheck_clusters", disputed="true") == 1
    assert value(samples, "crosscheck_conflicts", kind="date", relation="contradiction", state="open") == 1
    assert value(samples, "crosscheck_analyses_total", outcome="kept") == 2
    for stage in ("embed", "link", "keep"):
        assert value(samples, "crosscheck_stage_duration_seconds_count", stage=stage) >= 2
    assert value(samples, "process_resident_memory_bytes") > 1_000_000
    services.close()


def test_the_age_of_what_waits_longest_grows_and_falls_to_nothing(tmp_path: Path) -> None:
    parts = fake_parts(tmp_path)
    services = fake_services(tmp_path, parts=parts)
    assert isinstance(parts.clock, FakeClock)
    seconds = 0.0
    collector = StoreCollector(parts.store, parts.clock, now=lambda: seconds)

    def age() -> float:
        return next(
            sample.value
            for family in collector.collect()
            for sample in family.samples
            if sample.name == "crosscheck_queue_oldest_seconds"
        )

    assert age() == 0
    post(services, "Ada Venn | arrive | Port Lorne | 2024-03-13 |")
    parts.clock.move(timedelta(seconds=90))
    assert age() == 0, "the store is not asked at every scrape"
    seconds += KEEP_TALLY + 1
    assert age() == 90
    services.analyse_pending()
    seconds += KEEP_TALLY + 1
    assert age() == 0
    services.close()


def test_attempts_are_counted_by_how_they_end(tmp_path: Path) -> None:
    parts = fake_parts(tmp_path)
    services = fake_services(tmp_path, parts=parts, attempts=2)
    assert isinstance(parts.clock, FakeClock)
    parts.understand.failures["Poison"] = ValueError("no")  # type: ignore[union-attr]
    parts.understand.failures["Later"] = DatabaseUnavailable("no")  # type: ignore[union-attr]
    post(services, "Poison | arrive | Port Lorne | |")
    post(services, "Later | arrive | Port Lorne | |")
    services.analyse_pending()
    parts.clock.move(timedelta(seconds=20))
    services.analyse_pending()
    samples = read(services.show_metrics().decode())
    outcomes = {name: value(samples, "crosscheck_analyses_total", outcome=name) for name in ("retried", "failed")}
    assert outcomes == {"retried": 1, "failed": 1}
    assert value(samples, "crosscheck_analyses_total", outcome="postponed") >= 1
    services.close()


def test_reading_measures_each_of_its_stages(tmp_path: Path) -> None:
    parts, metrics = fake_parts(tmp_path), Metrics()
    understand = UnderstandArticle(
        reader=FlatReader(),
        detector=EnglishDetector(),
        knowledge=load_knowledge(),
        places=parts.places,
        fingerprints=parts.fingerprints,
        telemetry=metrics,
    )
    understand("a", Submission(outlet="x", text="Ada Venn arrived in Port Lorne on Wednesday."))
    samples = read(metrics.exposition().decode())
    counts = {stage: value(samples, "crosscheck_stage_duration_seconds_count", stage=stage) for stage in STAGES}
    assert counts == {"clean": 1, "parse": 1, "claims": 1, "embed": 0, "link": 0, "keep": 0}
    parts.store.close()


def test_requests_are_counted_by_route_and_not_by_address(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        for number in range(30):
            server.call("GET", f"/v1/articles/{number}")
            server.call("GET", f"/{number}")
        server.call("BREW", "/v1/articles")
        answer = server.call("GET", "/metrics")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    samples = read(answer.body.decode())
    name = "crosscheck_http_request_duration_seconds_count"
    assert value(samples, name, method="GET", route="/v1/articles/{article_id}", status="404") == 30
    assert value(samples, name, method="GET", route="none", status="404") == 30
    assert [labels for found, labels in samples if found == name and ("method", "other") in labels]
    assert len([1 for found, _ in samples if found == name]) == 3


def test_where_the_store_does_not_answer_that_is_told_and_the_rest_as_well(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    services.close()
    (tmp_path / "test.sqlite3").rename(tmp_path / "gone")
    (tmp_path / "test.sqlite3").mkdir()
    samples = read(services.show_metrics().decode())
    assert value(samples, "crosscheck_store_up") == 0
    assert ("crosscheck_queue_depth", frozenset()) not in samples
    assert value(samples, "crosscheck_analyses_total", outcome="kept") == 0


def test_each_worker_process_serves_its_own_numbers_at_the_next_free_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        first = taken.getsockname()[1]
        one, two = Metrics(), Metrics()
        ports = [metrics.serve("127.0.0.1", first) for metrics in (one, two)]
        one.delivered("sent")
        assert ports[0] > first
        assert ports[1] > ports[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{ports[0]}/metrics", timeout=10) as answer:
            assert value(read(answer.read().decode()), "crosscheck_webhook_deliveries_total", outcome="sent") == 1


def test_a_port_that_cannot_be_had_is_told() -> None:
    with pytest.raises(Exception, match="CROSSCHECK_METRICS_PORT"):
        Metrics().serve("192.0.2.1", 9_100)
