"""What happens in worker processes of their own reaches whoever listens to a server, and whom webhooks call: each event
once and in order, through every reconnect."""

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import standardwebhooks
from sqlmodel import Session, select

from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.outbox import load_event
from app.adapters.storage.watch_tables import OutboxEventRow
from app.bootstrap import SystemClock
from app.core.watching.signing import payload_of
from tests.fakes import fake_parts
from tests.postgres import postgres_server
from tests.receiver import receiver
from tests.use_cases.test_many_workers import toy_articles, wait_until
from tests.web.listening import Listener, listening
from tests.web.service import Running, running
from tests.worker_process import start_worker

ARTICLES = 24
PATIENCE = 60.0


@contextmanager
def workers(url: str) -> Iterator[None]:
    """Two processes that analyse and send webhooks."""
    crew = start_worker(url, concurrency=2)
    try:
        yield
    finally:
        crew.terminate()
        crew.wait(PATIENCE)
        assert crew.stdout is not None
        crew.stdout.close()


@contextmanager
def serving(folder: Path, url: str) -> Iterator[Running]:
    """A server beside which workers run."""
    parts = fake_parts(folder, database_url=url)
    parts.clock = SystemClock()
    with running(folder, parts=parts, worker=False) as server:
        yield server


def told(url: str) -> list[dict[str, Any]]:
    """What there is to tell, in its order, as it is told."""
    engine = open_engine(parse_database_url(url), writer=False)
    with Session(engine) as session:
        found = session.exec(select(OutboxEventRow).order_by(OutboxEventRow.seq)).all()
        events = [json.loads(payload_of(load_event(row))) for row in found]
    engine.dispose()
    return events


def post_all(server: Running) -> None:
    """Now and then, so that some is told before the rest is posted."""
    for fields in toy_articles(ARTICLES):
        assert server.post(fields).status == 202
        time.sleep(0.02)


def wait_until_analysed(server: Running) -> None:
    wait_until(lambda: server.services.browse.counts()["waiting"] == 0)


class Follower:
    """Listens in a thread, hangs up after every few events and comes again with the id of the last one."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.heard: list[tuple[str | None, dict[str, Any]]] = []
        self.connections = 0
        self.faults: list[str] = []
        self._last = "0"
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._follow)

    def __enter__(self) -> "Follower":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        self._thread.join(PATIENCE)

    def wait_for(self, count: int) -> None:
        wait_until(lambda: len(self.heard) >= count or bool(self.faults))

    def _follow(self) -> None:
        chance = random.Random(6)
        while not self._enough.is_set():
            try:
                with listening(self.port, last=self._last) as listener:
                    if listener.read_head() != 200:
                        time.sleep(0.1)
                        continue
                    self.connections += 1
                    self._hear(listener, chance.randint(1, 12))
            except (OSError, AssertionError):  # the server is away for a moment
                time.sleep(0.1)

    def _hear(self, listener: Listener, most: int) -> None:
        for frame in listener.frames(1.0):
            if frame.event == "reset":
                self.faults.append(f"what was missed cannot be told: {frame.data}")
            elif frame.event is not None:
                self.heard.append((frame.id, frame.data))
                self._last = str(frame.id)
                most -= 1
            if most == 0 or self._enough.is_set():
                return


def assert_heard_once_in_order(follower: Follower, url: str) -> None:
    events = told(url)
    follower.wait_for(len(events))
    time.sleep(1.0)  # for what comes twice
    assert follower.faults == []
    assert [frame_id for frame_id, _ in follower.heard] == [str(number) for number in range(1, len(events) + 1)]
    assert [data for _, data in follower.heard] == events


def test_the_stream_tells_each_event_once_through_every_reconnect(tmp_path: Path, database_url: str) -> None:
    with (
        workers(database_url),
        serving(tmp_path / "first", database_url) as first,
        serving(tmp_path / "second", database_url) as second,
        Follower(first.port) as follower,
    ):
        post_all(first)
        follower.port = second.port  # as behind a balancer
        wait_until_analysed(first)
        assert_heard_once_in_order(follower, database_url)
        assert len(follower.heard) > ARTICLES
        assert follower.connections > 4


def test_the_stream_goes_on_where_it_was_when_the_database_has_fallen_over(tmp_path: Path) -> None:
    with postgres_server(durable=True) as database:
        url = database.create_database()
        with serving(tmp_path, url) as server, workers(url), Follower(server.port) as follower:
            post_all(server)
            for _ in range(2):
                database.restart()
                time.sleep(1.0)
            wait_until_analysed(server)
            assert_heard_once_in_order(follower, url)


def test_each_webhook_hears_each_event_once_and_in_order(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSCHECK_FETCH_ALLOW", "127.0.0.1")
    with receiver() as target, serving(tmp_path, database_url) as server, workers(database_url):
        secrets = {
            path: server.post({"url": target.url(path)}, "/v1/webhooks").document["secret"] for path in ("/one", "/two")
        }
        post_all(server)
        wait_until_analysed(server)
        events = told(database_url)
        for path, secret in secrets.items():
            messages = target.wait_for(path, len(events), PATIENCE)
            signed = standardwebhooks.Webhook(secret)
            assert [signed.verify(message.body, message.headers) for message in messages] == events
        time.sleep(1.5)  # for what comes twice
        assert len(target.messages) == len(secrets) * len(events)
