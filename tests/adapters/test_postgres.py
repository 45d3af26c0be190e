"""What only PostgreSQL has: partitions by month, vectors that the server searches, migrations while others serve."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from sqlalchemy import text

from app.adapters.storage import migrations
from app.adapters.storage import postgres as postgres_engine
from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.months import NO_MONTH, month_of, month_range
from app.adapters.storage.partitions import split_off_months
from app.adapters.storage.unit_of_work import SqlStore
from app.core.errors import DatabaseUnavailable
from app.core.linking.period import period_of, reach_of
from app.core.model.claim import Claim
from app.core.model.records import Submission
from app.core.model.when import Interval
from app.use_cases.drafts import read_draft
from tests.fakes import ToyUnderstander, fake_services
from tests.postgres import PostgresServer
from tests.soundness import all_of, find_faults

MONTHS = ("2024-01", "2024-02", "2024-03", "2023-07")


@pytest.fixture
def url(postgres: PostgresServer) -> Iterator[str]:
    made = postgres.create_database(template="template_migrated")
    yield made
    postgres.drop_database(made)


def drafts(count: int = 16) -> list[dict[str, str]]:
    return [
        {
            "outlet": f"Outlet {number}",
            "text": f"Ada Venn | meet | Khartal | {MONTHS[number % 4]}-1{number % 3} |\nAda Venn | call | | |",
            "published_at": f"{MONTHS[number % 4]}-14",
        }
        for number in range(count)
    ]


def partitions(url: str, table: str = "claim") -> dict[str, int]:
    """Rows of each partition."""
    engine = open_engine(parse_database_url(url), writer=True)
    with engine.begin() as connection:
        query = text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = CAST(:table AS regclass)")
        names = connection.execute(query, {"table": table}).scalars().all()
        counts = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}
    engine.dispose()
    return counts


def split_off(url: str, many: int) -> list[str]:
    engine = open_engine(parse_database_url(url), writer=True)
    try:
        return split_off_months(engine, many)
    finally:
        engine.dispose()


def test_months_with_many_claims_get_a_partition_and_nothing_else_changes(url: str, tmp_path: Path) -> None:
    services = fake_services(tmp_path, database_url=url)
    for fields in drafts():
        services.submit(read_draft(fields))
    services.analyse_pending()
    before = all_of(services)
    assert partitions(url) == {"claim_other": 32}
    assert split_off(url, many=9) == []
    made = split_off(url, many=8)
    assert made[:4] == ["claim_2023_07", "claim_2024_01", "claim_2024_02", "claim_2024_03"]
    assert made[4:] == ["claim_vector_2023_07", "claim_vector_2024_01", "claim_vector_2024_02", "claim_vector_2024_03"]
    months = {f"claim_{month.replace('-', '_')}": 8 for month in MONTHS}
    assert partitions(url) == {"claim_other": 0, **months}
    assert sum(partitions(url, "claim_vector").values()) == 32
    assert split_off(url, many=1) == []
    assert all_of(services) == before
    assert find_faults(url) == []
    services.submit(read_draft({**drafts()[1], "outlet": "Late Post"}))
    services.delete(services.browse.articles(limit=1).items[0].id)
    services.submit(read_draft({**drafts()[0], "outlet": "Later Post"}))
    services.analyse_pending()
    assert partitions(url)["claim_2024_01"] == 10
    assert find_faults(url) == []
    services.close()


def test_months_move_out_while_others_work(url: str, tmp_path: Path) -> None:
    first, second = (fake_services(tmp_path, database_url=url) for _ in range(2))
    for fields in drafts(12):
        first.submit(read_draft(fields))
    workers = [threading.Thread(target=services.analyse_pending) for services in (first, second)]
    for worker in workers:
        worker.start()
    moved: set[str] = set()
    while any(worker.is_alive() for worker in workers):
        moved.update(split_off(url, many=2))
    moved.update(split_off(url, many=2))
    assert len(moved) == 2 * len(MONTHS)
    assert first.browse.counts()["failed"] == first.browse.counts()["waiting"] == 0
    assert find_faults(url) == []
    (tmp_path / "alone").mkdir()
    alone = fake_services(tmp_path / "alone")
    for fields in drafts(12):
        alone.submit(read_draft(fields))
    alone.analyse_pending()
    assert all_of(first) == all_of(alone)
    for services in (first, second, alone):
        services.close()


def plan(url: str, query: str) -> str:
    engine = open_engine(parse_database_url(url), writer=True)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))  # for these tables are tiny
        told = "\n".join(connection.execute(text(f"EXPLAIN {query}")).scalars())
    engine.dispose()
    return told


def test_a_search_looks_only_at_the_months_that_it_may_find_and_by_their_indexes(url: str, tmp_path: Path) -> None:
    services = fake_services(tmp_path, database_url=url)
    for fields in drafts():
        services.submit(read_draft(fields))
    services.analyse_pending()
    services.close()
    split_off(url, many=8)
    told = plan(url, "SELECT id FROM claim WHERE month = '' OR month BETWEEN '2024-02' AND '2024-05'")
    assert "claim_2024_02" in told
    assert "claim_other" in told
    assert "claim_2024_01" not in told
    assert "claim_2023_07" not in told
    for column in ("id", "article_id", "cluster_id"):
        told = plan(url, f"SELECT body FROM claim WHERE {column} = 'x'")
        assert "Seq Scan" not in told
        assert all(f"claim_{month.replace('-', '_')}_" in told for month in MONTHS)


def random_claims(count: int) -> tuple[list[Claim], np.ndarray]:
    """Claims of articles of their own, in different months, with vectors of which many are nearly as near as asked."""
    chance = np.random.default_rng(5)
    claims, rows = [], []
    base = chance.normal(size=64)
    for number in range(count):
        month = MONTHS[number % 4] if number % 5 else ""
        line = f"Ada Venn | meet | | {month + '-13' if month else ''} |"
        claims.append(ToyUnderstander()(f"a{number}", Submission(outlet="Gazette", text=line)).claims[0])
        rows.append(base + chance.normal(size=64) * chance.uniform(0.55, 0.65))
    vectors = np.array(rows, dtype=np.float32)
    return claims, (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_the_server_finds_exactly_what_the_index_in_memory_finds(url: str, tmp_path: Path) -> None:
    claims, vectors = random_claims(300)
    stores = [SqlStore(url), SqlStore(f"sqlite:///{tmp_path / 'beside.sqlite3'}")]
    for store in stores:
        store.migrate()
        with store.writing() as unit:
            unit.links.advance()
            for claim, vector in zip(claims, vectors, strict=True):
                unit.claims.add([claim], vector[None, :])
    split_off(url, many=20)
    asking = vectors[:12]
    products = (vectors @ asking.T).ravel()
    thresholds = [0.7, 0.72, *np.sort(products)[200:3000:400].tolist()]  # the latter are as near as any product itself
    reaches = [reach_of(claim) for claim in claims[:12]]
    for least in thresholds:
        for wanted in (reaches, [None] * 12):
            found = []
            for store in stores:
                with store.reading() as unit:
                    found.append(unit.claims.articles_near(asking, wanted, least - 1e-6))
            assert found[0] == found[1]
            assert found[0]
    for store in stores:
        store.close()


def test_vectors_of_another_model_are_not_near(url: str, tmp_path: Path) -> None:
    claims, vectors = random_claims(2)
    for store in (SqlStore(url), SqlStore(f"sqlite:///{tmp_path / 'beside.sqlite3'}")):
        store.migrate()
        with store.writing() as unit:
            unit.links.advance()
            unit.claims.add([claims[0]], vectors[:1])
            unit.claims.add([claims[1]], np.eye(1, 32, dtype=np.float32))
        with store.reading() as unit:
            assert unit.claims.articles_near(vectors[:1], [None], 0.99) == {"a0"}
            assert unit.claims.articles_near(np.eye(1, 32, dtype=np.float32), [None], 0.99) == {"a1"}
            assert unit.claims.articles_near(np.eye(1, 16, dtype=np.float32), [None], 0.99) == set()
        store.close()


def test_the_months_of_a_reach_hold_every_claim_that_lies_in_it() -> None:
    moments = [datetime(2023, 12, 1), datetime(2023, 12, 31, 23), datetime(2024, 1, 1), datetime(2024, 2, 29)]
    for earliest in moments:
        for latest in (moment for moment in moments if moment >= earliest):
            month = month_of(earliest.isoformat(), latest.isoformat())
            for since in moments:
                for until in (moment for moment in moments if moment >= since):
                    first, last = month_range(Interval(earliest=since, latest=until))
                    if earliest <= until and latest >= since:
                        assert month == NO_MONTH or first <= month <= last
    assert month_of("2023-12-05T00:00:00", "2024-01-05T00:00:00") == "2023-12"
    assert month_of("2023-12-05T00:00:00", "2024-02-05T00:00:00") == NO_MONTH
    assert month_of("0001-01-01T00:00:00", "0001-01-02T00:00:00") == "0001-01"
    assert month_range(Interval(earliest=datetime(1, 1, 1), latest=datetime(9999, 12, 31))) == ("0001-01", "9999-12")
    assert period_of(ToyUnderstander()("a", Submission(outlet="Gazette", text="Ada | meet | | |")).claims[0]) is None


def test_two_that_migrate_at_once_make_the_tables_once(postgres: PostgresServer) -> None:
    made = postgres.create_database()
    stores = [SqlStore(made) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(SqlStore.migrate, stores)) == {migrations.newest_revision()}
    assert [store.ready() for store in stores] == [None] * 3
    for store in stores:
        store.close()


def test_a_migration_lets_readers_pass_and_comes_through_when_they_are_done(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "LOCK_TIMEOUT", "200ms")
    monkeypatch.setattr(migrations, "PAUSE", 0.2)
    made = postgres.create_database()
    engine = open_engine(parse_database_url(made), writer=True)
    migrations.migrate(engine, "0004")
    migrated = threading.Thread(target=migrations.migrate, args=(engine,))
    with open_engine(parse_database_url(made), writer=False).connect() as reader:
        reader.execute(text("SELECT count(*) FROM claim"))
        migrated.start()
        time.sleep(0.6)
        assert migrated.is_alive(), "it waits for the reader"
        begun = time.monotonic()
        with open_engine(parse_database_url(made), writer=False).connect() as another:
            another.execute(text("SELECT count(*) FROM claim"))
        assert time.monotonic() - begun < 2.0, "nobody waits long behind it"
    migrated.join(20)
    assert migrations.revision_of(engine) == migrations.newest_revision()
    engine.dispose()


def test_a_filled_store_survives_the_way_back_and_forth(url: str, tmp_path: Path) -> None:
    services = fake_services(tmp_path, database_url=url)
    for fields in drafts(4):
        services.submit(read_draft(fields))
    services.analyse_pending()
    before = all_of(services)
    engine = open_engine(parse_database_url(url), writer=True)
    config = migrations._config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
    assert services.store.ready() is not None
    migrations.migrate(engine)
    assert services.store.ready() is None
    assert all_of(services) == before
    assert find_faults(url) == []
    services.submit(read_draft({**drafts()[0], "outlet": "Late Post"}))
    services.analyse_pending()
    assert find_faults(url) == []
    services.close()
    engine.dispose()


def test_a_writer_that_was_stopped_while_it_links_does_not_keep_the_others_waiting(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_engine, "WRITER_SESSION", ("SET idle_in_transaction_session_timeout = '500ms'",))
    stopped, other = SqlStore(url), SqlStore(url)
    with pytest.raises(DatabaseUnavailable), stopped.writing() as unit:
        unit.links.lock()
        unit.articles.add("stale", Submission(outlet="Gazette", text="text"), datetime(2024, 3, 1, tzinfo=UTC))
        time.sleep(1.5)  # as if the process had been stopped
        with other.writing() as meanwhile:
            meanwhile.links.lock()
            meanwhile.articles.add("new", Submission(outlet="Gazette", text="text"), datetime(2024, 3, 1, tzinfo=UTC))
        unit.links.advance()
    with other.reading() as unit:
        assert unit.articles.ids() == ("new",)
    with stopped.writing() as unit:  # on another connection
        assert unit.articles.ids() == ("new",)
    stopped.close()
    other.close()


def test_articles_are_taken_in_while_another_process_links(url: str) -> None:
    linking, posting = SqlStore(url), SqlStore(url)
    with linking.writing() as unit:
        unit.links.lock()
        unit.links.advance()
        with posting.writing() as other:
            assert other.articles.add("a1", Submission(outlet="Gazette", text="text"), datetime(2024, 3, 1, tzinfo=UTC))
            other.jobs.put("a1", datetime(2024, 3, 1, tzinfo=UTC))
        with posting.reading() as reader:
            assert reader.articles.ids() == ("a1",)
    linking.close()
    posting.close()


def test_what_the_server_says_of_hosts_and_users_stays_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    store = SqlStore("postgresql://secret_user:secret_word@127.0.0.1:1/secret_name")
    with pytest.raises(DatabaseUnavailable, match="cannot be reached") as told, store.reading() as unit:
        unit.articles.ids()
    assert "127.0.0.1" not in str(told.value)
    assert "secret" not in f"{told.value} {store.ready()}"
    assert "127.0.0.1" in caplog.text
    assert "secret_word" not in caplog.text
    store.close()
