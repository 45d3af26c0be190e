"""A full disk: what is written is refused with 503, nothing of it is stored, and all goes on once there is room.

SQLite is given no further page. PostgreSQL cannot be made to run out of room without the rights of root, so it is made
to say what it says then; ``make bench-disk-full`` fills real disks.
"""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from app.adapters.storage.engine import is_postgres, open_engine, parse_database_url
from app.adapters.storage.unit_of_work import SqlStore
from app.bootstrap import SystemClock
from app.core.model.records import Submission, Understanding
from tests.fakes import ToyUnderstander, fake_parts
from tests.soundness import find_faults
from tests.web.service import Answer, running

CLAIMS = "\n".join(f"Person {number} | meet | Khartal | 2024-03-13 |" for number in range(60))
LONG = f"{CLAIMS}\n{random.Random(6).randbytes(50_000).hex()}"  # needs many pages, before it is analysed and after
PATIENCE = 30.0
FULL = """
CREATE FUNCTION be_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = 'disk_full'; END $$
"""
WRITTEN = ("article", "claim")


class HeldUnderstander(ToyUnderstander):
    """Understands once it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may = threading.Event()
        self.began = threading.Event()

    def __call__(self, article_id: str, submission: Submission) -> Understanding:
        self.began.set()
        assert self.may.wait(PATIENCE)
        return super().__call__(article_id, submission)


@contextmanager
def full_disk(store: SqlStore, url: str) -> Iterator[None]:
    """For as long as the block lasts."""
    if is_postgres(parse_database_url(url)):
        engine = open_engine(parse_database_url(url), writer=True)
        drop = [f"DROP TRIGGER no_room ON {table}" for table in WRITTEN]
        create = [f"CREATE TRIGGER no_room BEFORE INSERT ON {table} EXECUTE FUNCTION be_full()" for table in WRITTEN]
        _execute(engine, FULL, *create)
        yield
        _execute(engine, *drop)
        engine.dispose()
    else:
        _execute(store._writer, "PRAGMA max_page_count=1")  # as few as there are
        yield
        _execute(store._writer, "PRAGMA max_page_count=1000000000")


def _execute(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def assert_refused(answer: Answer) -> None:
    assert answer.status == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    assert "full" in answer.document["detail"]
    assert "try again" in answer.document["detail"]


def wait_until(done: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def is_given_back(store: SqlStore) -> bool:
    with store.reading() as unit:
        return not unit.jobs.holders()


def test_a_full_disk_costs_nothing_but_503(tmp_path: Path, database_url: str) -> None:
    parts = fake_parts(tmp_path, database_url=database_url)
    parts.clock = SystemClock()
    parts.understand = understand = HeldUnderstander()
    refused = {"outlet": "Gazette", "text": f"Refused\n{LONG}"}
    with running(tmp_path, parts=parts) as server:
        held = server.post({"outlet": "Gazette", "text": LONG})
        assert held.status == 202
        assert understand.began.wait(PATIENCE)
        with full_disk(parts.store, database_url):
            assert_refused(server.post(refused))
            assert_refused(server.call("POST", "/v1/articles/batch", json.dumps([refused]).encode()))
            understand.may.set()  # the worker has read the article, and nothing of it can be kept
            wait_until(lambda: is_given_back(parts.store), "the worker still tries")
            for path in ("/healthz", "/v1/clusters", f"/v1/articles/{held.document['id']}"):
                assert server.call("GET", path).status == 200
            listed = server.call("GET", "/v1/articles").document["items"]
            assert [(article["id"], article["status"]) for article in listed] == [(held.document["id"], "queued")]
            assert find_faults(database_url) == []
        assert server.post(refused).status == 202
        wait_until(lambda: server.services.browse.counts()["waiting"] == 0, "the worker does not go on")
        listed = server.call("GET", "/v1/articles").document["items"]
        assert [article["status"] for article in listed] == ["analysed", "analysed"]
    assert find_faults(database_url) == []
