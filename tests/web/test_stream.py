"""The stream: nothing lost and nothing twice, whoever listens, and it ends when the server does."""

import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.model.watching import EventType, NewEvent
from app.use_cases.drafts import read_draft
from app.web import event_stream
from tests.fakes import FakeClock, fake_services
from tests.web.listening import Listener, listening
from tests.web.service import Running, running
from tests.web.test_server import SERVE

ARRIVED = "Ada Venn | arrive | Port Lorne | 2024-03-13 |"
THE_DAY_BEFORE = "Ada Venn | arrive | Port Lorne | 2024-03-12 |"


def post(server: Running, outlet: str, text: str = ARRIVED) -> str:
    return str(server.post({"outlet": outlet, "text": text}, "/v1/articles?wait=20").document["id"])


def happen(server: Running, first: int, count: int) -> None:
    """So many events, one each."""
    services = server.services
    for number in range(first, first + count):
        services.submit(read_draft({"outlet": "Post", "text": f"Person {number} | arrive | Port Lorne | 2024-03-13 |"}))
    services.analyse_pending()


def open_stream(listener: Listener) -> Listener:
    assert listener.read_head() == 200
    assert b"text/event-stream" in listener.head
    first = next(listener.frames(10))
    assert first.id is not None
    return listener


def test_what_happens_is_heard_as_it_happens(tmp_path: Path, database_url: str) -> None:
    with running(tmp_path, database_url=database_url) as server, listening(server.port) as listener:
        open_stream(listener)
        post(server, "Harbour Post")
        begun = time.monotonic()
        post(server, "Courier", THE_DAY_BEFORE)
        events = listener.events(5)
        assert time.monotonic() - begun < 5
        assert [event.event for event in events] == [
            "article.analysed",
            "cluster.outlet_added",
            "cluster.disputed",
            "conflict.opened",
            "article.analysed",
        ]
        assert [int(event.id or 0) for event in events] == [1, 2, 3, 4, 5]
        opened = events[3].data
        assert opened["type"] == "conflict.opened"
        conflict = server.call("GET", f"/v1/conflicts/{opened['data']['conflict_id']}")
        assert (conflict.status, conflict.document["kind"]) == (200, "date")


def test_resuming_loses_nothing_and_repeats_nothing(tmp_path: Path, database_url: str) -> None:
    with running(tmp_path, database_url=database_url, worker=False) as server:
        happen(server, 0, 30)
        seen: list[str | None] = []
        last = "0"
        while len(seen) < 30:
            with listening(server.port, "?since=5", last=last) as listener:  # the header goes first
                open_stream(listener)
                some = listener.events(min(7, 30 - len(seen)))
            seen.extend(event.id for event in some)
            last = str(seen[-1])
        assert seen == [str(number) for number in range(1, 31)]
        with listening(server.port, "?since=28") as listener:
            open_stream(listener)
            assert [event.id for event in listener.events(2)] == ["29", "30"]
            happen(server, 30, 3)
            assert [event.id for event in listener.events(3)] == ["31", "32", "33"]


def test_filters(tmp_path: Path, database_url: str) -> None:
    with running(tmp_path, database_url=database_url) as server:
        post(server, "Harbour Post")
        post(server, "Courier", THE_DAY_BEFORE)
        for query, wanted in (
            ("?since=0&events=conflict.opened,conflict.closed", ["conflict.opened"]),
            ("?since=0&kind=date", ["conflict.opened"]),
            (
                "?since=0&outlet=Courier&entity=ada+venn",
                ["cluster.outlet_added", "cluster.disputed", "conflict.opened"],
            ),
        ):
            with listening(server.port, query) as listener:
                open_stream(listener)
                assert [event.event for event in listener.events(len(wanted))] == wanted
                assert not [frame for frame in listener.frames(0.3) if frame.event], query


def test_a_quiet_stream_is_kept_open_and_its_place_moves_on(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "HEARTBEAT", 0.4)
    with (
        running(tmp_path, database_url=database_url, worker=False) as server,
        listening(server.port, "?events=conflict.opened") as listener,
    ):
        open_stream(listener)
        happen(server, 0, 2)
        frames = list(zip(range(4), listener.frames(5), strict=False))
        assert all(frame.event is None for _, frame in frames)
        assert frames[-1][1].id == "2", "what was not wanted need not be looked at again"


def test_what_is_not_kept_any_more_is_told(tmp_path: Path, database_url: str) -> None:
    with running(tmp_path, database_url=database_url, worker=False) as server:
        happen(server, 0, 5)
        with server.services.store.writing() as unit:
            clock = FakeClock()
            assert unit.outbox.prune(before=clock.now() - timedelta(days=900), most=2) == 3
        for place, reset in (("1", True), ("3", False), ("900", True)):
            with listening(server.port, last=place) as listener:
                assert listener.read_head() == 200
                first = listener.events(1)[0]
                if reset:
                    assert (first.event, first.data["data"]) == ("reset", {"oldest": 4, "last": 5})
                    assert first.id == ("3" if place == "1" else "5")
                else:
                    assert first.id == "4"


@pytest.mark.parametrize(
    ("query", "last"),
    [
        ("?since=-1", None),
        ("?since=x", None),
        ("?events=nothing", None),
        ("?sinse=1", None),
        ("", "abc"),
        ("", "1" * 40),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, query: str, last: str | None) -> None:
    with running(tmp_path, worker=False) as server, listening(server.port, query, last=last) as listener:
        assert listener.read_head() == 422
        assert b"application/problem+json" in listener.head


def test_no_more_streams_than_may_be(tmp_path: Path) -> None:
    with running(tmp_path, worker=False, stream_limit=3) as server, ExitStack() as stack:
        opened = [stack.enter_context(listening(server.port)) for _ in range(3)]
        for listener in opened:
            open_stream(listener)
        refused = server.call("GET", "/v1/stream")
        assert (refused.status, refused.document["type"]) == (503, "/docs#too-many-streams")
        assert refused.headers["retry-after"] == "10"
        opened[0]._connection.close()
        until = time.monotonic() + 5
        while True:
            with listening(server.port) as again:
                if again.read_head() == 200:
                    break
            assert time.monotonic() < until, "a place that is given back is not free"
            time.sleep(0.1)


def test_many_listen_to_one_reader(tmp_path: Path, database_url: str) -> None:
    with running(tmp_path, database_url=database_url, worker=False) as server, ExitStack() as stack:
        listeners = [stack.enter_context(listening(server.port)) for _ in range(60)]
        for listener in listeners:
            open_stream(listener)
        happen(server, 0, 20)
        for listener in listeners:
            assert [event.id for event in listener.events(20)] == [str(number) for number in range(1, 21)]


def test_one_who_is_far_behind_is_caught_up_from_the_store(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "RECENT", 10)
    monkeypatch.setattr(event_stream, "PORTION", 7)
    with running(tmp_path, database_url=database_url, worker=False) as server, listening(server.port) as fast:
        open_stream(fast)
        for first in range(0, 60, 20):
            happen(server, first, 20)
            fast.events(20)
        for place in (0, 45, 49, 50, 55, 59):
            with listening(server.port, last=str(place)) as late:
                open_stream(late)
                wanted = [str(number) for number in range(place + 1, 61)]
                assert [event.id for event in late.events(len(wanted))] == wanted


def test_sigterm_ends_a_server_with_open_streams(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    with services.store.writing() as unit:
        for number in range(20_000):  # more than the buffers of a connection hold
            unit.outbox.tell(NewEvent(type=EventType.ARTICLE_FAILED, data={"n": number, "outlets": ["x" * 400]}))
    services.close()
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port = int(process.stdout.readline().rpartition(":")[2])
    with ExitStack() as stack:
        read = [stack.enter_context(listening(port)) for _ in range(20)]
        for listener in read:
            open_stream(listener)
        for _ in range(3):  # they ask, and never read
            idle = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            idle.sendall(b"GET /v1/stream?since=0 HTTP/1.1\r\nhost: t\r\n\r\n")
        time.sleep(3)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert time.monotonic() - begun < 10
        assert process.stdout.read().strip() == "ended"
        for listener in read:
            list(listener.frames(2))
            assert listener.ended
