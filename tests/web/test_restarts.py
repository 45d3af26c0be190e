"""PostgreSQL falls over under load and comes back: clients hear 503 meanwhile, and nothing that was acknowledged is
lost."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import SystemClock
from tests.fakes import fake_parts
from tests.postgres import PostgresServer, postgres_server
from tests.soundness import find_faults
from tests.use_cases.test_many_workers import wait_until
from tests.web.service import Running, running
from tests.worker_process import start_worker

RESTARTS = 2
MOST_SECONDS_TO_GO_ON = 30.0


@pytest.fixture
def durable() -> Iterator[PostgresServer]:
    with postgres_server(durable=True) as server:
        yield server


def keep_posting(server: Running, acknowledged: dict[str, str], answers: Counter[int], stop: threading.Event) -> None:
    number = 0
    while not stop.is_set():
        number += 1
        line = f"Person {number} | meet | Khartal | 2024-03-13 |"
        answer = server.post({"outlet": "Gazette", "text": line})
        answers[answer.status] += 1
        if answer.status == 503:
            assert int(answer.headers["retry-after"]) > 0
            assert "try again" in answer.document["detail"]
            stop.wait(0.1)
        else:
            acknowledged[answer.document["id"]] = line
        for path in ("/v1/articles?limit=1", "/"):
            seen = server.call("GET", path)
            answers[seen.status] += 1
            assert seen.status == 200 or int(seen.headers["retry-after"]) > 0
        stop.wait(0.1)


def test_a_restart_of_the_database_costs_nothing_but_503(durable: PostgresServer, tmp_path: Path) -> None:
    url = durable.create_database()
    acknowledged: dict[str, str] = {}
    answers: Counter[int] = Counter()
    stop = threading.Event()
    parts = fake_parts(tmp_path, database_url=url)
    parts.clock = SystemClock()
    with running(tmp_path, parts=parts) as server:
        poster = threading.Thread(target=keep_posting, args=(server, acknowledged, answers, stop))
        poster.start()
        for _ in range(RESTARTS):
            time.sleep(1.0)
            durable.stop(mode="immediate")
            time.sleep(1.0)
            durable.start()
        back = time.monotonic()
        time.sleep(1.0)
        stop.set()
        poster.join(60)
        assert not poster.is_alive()
        counts = server.services.browse.counts()
        while counts["waiting"]:
            assert time.monotonic() < back + MOST_SECONDS_TO_GO_ON, "the worker does not go on"
            time.sleep(0.1)
            counts = server.services.browse.counts()
        assert set(answers) == {200, 202, 503}
        assert counts["failed"] == 0
        for key, line in acknowledged.items():
            article = server.services.browse.article(key)
            assert article.status == "analysed"
            assert [claim.quote for claim in article.claims] == [line]
    assert find_faults(url) == []


@pytest.mark.parametrize("concurrency", [1, 2])
def test_workers_wait_for_a_database_that_starts_after_them(
    durable: PostgresServer, tmp_path: Path, concurrency: int
) -> None:
    url = durable.create_database()
    with running(tmp_path, parts=fake_parts(tmp_path, database_url=url), worker=False) as server:
        assert server.post({"outlet": "Gazette", "text": "Ada Venn | meet | Khartal | 2024-03-13 |"}).status == 202
        durable.stop()
        worker = start_worker(url, concurrency=concurrency)
        try:
            time.sleep(4.0)  # long enough for it to have asked
            durable.start()
            wait_until(lambda: server.services.browse.counts()["waiting"] == 0)
        finally:
            worker.terminate()
            assert worker.wait(60) == 0
            assert worker.stdout is not None
            worker.stdout.close()
