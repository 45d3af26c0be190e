"""The store: what goes in comes out, alone or in lists, and the file is sound."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect
from sqlmodel import SQLModel

from app.adapters.storage import migrations, tables
from app.adapters.storage.codec import dump_claim, load_claim
from app.adapters.storage.engine import FIXED_SQLITE, open_engine, parse_database_url, sqlite_library
from app.adapters.storage.paging import read_cursor, write_cursor
from app.adapters.storage.unit_of_work import SqlStore
from app.core.errors import DatabaseUnavailable, InvalidInput
from app.core.model.claim import Claim, Slot, SlotName
from app.core.model.entity import Phrase
from app.core.model.records import ArticleFilter, ClaimFilter, ClusterFilter, Submission
from app.core.model.when import Duration
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from tests.fakes import ToyUnderstander, fake_services

NOW = datetime(2024, 3, 20, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    store = SqlStore(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    store.migrate()
    yield store
    store.close()


def toy_claim(line: str = "Ada Venn | arrive | Port Lorne | 2024-03-13 | 12") -> Claim:
    published = datetime(2024, 3, 14, 8, tzinfo=timezone(timedelta(hours=3)))
    submission = Submission(outlet="Harbour Post", text=line, published_at=published)
    return ToyUnderstander()("a1", submission).claims[0]


def test_the_library_does_not_lose_commits() -> None:
    version = tuple(int(part) for part in sqlite_library().sqlite_version.split("."))
    assert version >= FIXED_SQLITE


def test_the_file_is_durable(store: SqlStore, tmp_path: Path) -> None:
    for writer in (True, False):
        engine = open_engine(parse_database_url(f"sqlite:///{tmp_path / 'store.sqlite3'}"), writer=writer)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        engine.dispose()


def test_migrations_make_the_tables_that_the_code_has(tmp_path: Path) -> None:
    engine = open_engine(parse_database_url(f"sqlite:///{tmp_path / 'x.sqlite3'}"), writer=True)
    migrations.migrate(engine)
    found = inspect(engine)
    assert tables.ArticleRow.metadata is SQLModel.metadata
    for name, table in SQLModel.metadata.tables.items():
        assert {column["name"] for column in found.get_columns(name)} == set(table.columns.keys()), name
        assert {index["name"] for index in found.get_indexes(name)} == {index.name for index in table.indexes}, name


def test_migrating_twice_changes_nothing(store: SqlStore) -> None:
    assert store.migrate() == store.migrate() == migrations.newest_revision()
    assert store.ready() is None


def test_vectors_of_an_older_version_keep_their_likeness(tmp_path: Path) -> None:
    engine = open_engine(parse_database_url(f"sqlite:///{tmp_path / 'old.sqlite3'}"), writer=True)
    migrations.migrate(engine, "0003")
    old = np.eye(2, 4, dtype="<f4") * 0.6 + np.eye(2, 4, k=2, dtype="<f4") * 0.8
    with engine.begin() as connection:
        for number, vector in enumerate(old):
            connection.exec_driver_sql(
                "INSERT INTO claim_vector (claim_id, article_id, epoch, vector) VALUES (?, 'a', 1, ?)",
                (f"c{number}", vector.tobytes()),
            )
    migrations.migrate(engine)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT vector FROM claim_vector ORDER BY claim_id").all()
    new = np.array([np.frombuffer(vector, dtype="<f4") for (vector,) in rows])
    assert new.shape == (2, 8)
    assert np.allclose(new @ new.T, old @ old.T, atol=1e-6)


def test_a_database_without_tables_is_not_ready(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert "crosscheck migrate" in (store.ready() or "")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "broken.sqlite3"
    path.write_bytes(b"this is not a database" * 100)
    store = SqlStore(f"sqlite:///{path}")
    assert store.ready() is not None
    with pytest.raises(DatabaseUnavailable):
        store.migrate()


def test_a_writer_that_fails_writes_nothing(store: SqlStore) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as unit:
        unit.articles.add("a1", Submission(outlet="Harbour Post", text="text"), NOW)
        raise ZeroDivisionError
    with store.reading() as unit:
        assert unit.articles.get("a1") is None


def test_a_reader_sees_one_snapshot(store: SqlStore) -> None:
    with store.reading() as before:
        assert before.articles.ids() == ()
        with store.writing() as unit:
            unit.articles.add("a1", Submission(outlet="Harbour Post", text="text"), NOW)
        assert before.articles.ids() == ()
    with store.reading() as after:
        assert after.articles.ids() == ("a1",)


def test_many_writers_lose_nothing(store: SqlStore) -> None:
    def write(worker: int) -> None:
        for number in range(10):
            with store.writing() as unit:
                unit.articles.add(f"{worker}-{number}", Submission(outlet="Harbour Post", text="text"), NOW)

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as unit:
        assert len(unit.articles.ids()) == 40


def test_a_claim_comes_back_as_it_was() -> None:
    claim = toy_claim()
    more = (
        Slot(name=SlotName.DURATION, value=Duration(text="two days", start=0, end=8, days=2.0)),
        Slot(name=SlotName.TOPIC, value=Phrase(text="الحدود", start=0, end=6)),
    )
    fields = {name: getattr(claim, name) for name in claim.__dataclass_fields__}
    whole = Claim(**fields | {"slots": (*claim.slots, *more)})
    assert load_claim(dump_claim(whole)) == whole
    assert load_claim(dump_claim(whole)).published_at.utcoffset() == timedelta(hours=3)  # type: ignore[union-attr]


def test_vectors_come_back_exactly_and_near_ones_are_found(store: SqlStore) -> None:
    claims = [toy_claim("Ada Venn | arrive | | |"), toy_claim("Ada Venn | arrive | | |")]
    first = Claim(**{name: getattr(claims[0], name) for name in claims[0].__dataclass_fields__})
    vectors = np.eye(2, 8, dtype=np.float32)
    with store.writing() as unit:
        unit.links.advance()
        unit.claims.add([first], vectors[:1])
    with store.reading() as unit:
        assert np.array_equal(unit.claims.vectors([first.id]), vectors[:1])
        assert unit.claims.articles_near(vectors[:1], [None], 0.9) == {"a1"}
        assert unit.claims.articles_near(vectors[1:], [None], 0.9) == set()
    with store.writing() as unit:
        unit.links.advance()
        unit.claims.remove_of_article("a1")
    with store.reading() as unit:
        assert unit.claims.articles_near(vectors[:1], [None], 0.9) == set()


def listed(services: Services, limit: int) -> list[str]:
    found: list[str] = []
    cursor = None
    while True:
        page = services.browse.claims(limit=limit, cursor=cursor)
        found.extend(claim.id for claim in page.items)
        cursor = page.next
        if cursor is None:
            return found


def test_pages_hold_every_item_once_in_one_order(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    for number in range(5):
        text = "\n".join(f"Person {number} | meet | Place {line} | |" for line in range(3))
        date = None if number == 4 else f"2024-03-{10 + number % 2}"
        services.submit(read_draft({"outlet": f"Outlet {number}", "text": text, "published_at": date}))
    services.analyse_pending()
    whole = listed(services, 200)
    assert len(set(whole)) == 15
    assert all(listed(services, limit) == whole for limit in (1, 2, 7, 15))
    outlets, cursor = [], None
    while True:
        page = services.browse.outlets(limit=2, cursor=cursor)
        outlets.extend(outlet.id for outlet in page.items)
        cursor = page.next
        if cursor is None:
            break
    assert outlets == [f"Outlet {number}" for number in range(5)]


def test_entities_are_paged_by_how_often_they_are_named(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    text = "Ada Venn | meet | | |\nAda Venn | call | | |\nMarek Oduya | meet | | |\nSalma Haddad | meet | | |"
    services.submit(read_draft({"outlet": "Harbour Post", "text": text}))
    services.analyse_pending()
    first = services.browse.entities(limit=2)
    second = services.browse.entities(limit=2, cursor=first.next)
    names = [entity.name for entity in (*first.items, *second.items)]
    assert names[0] == "Ada Venn"
    assert sorted(names) == ["Ada Venn", "Marek Oduya", "Salma Haddad"]
    assert second.next is None
    assert [entity.name for entity in services.browse.entities(query="haddad").items] == ["Salma Haddad"]


def test_filters_find_what_they_say(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    for outlet, day in (("Harbour Post", 13), ("Gazette", 12)):
        text = f"Ada Venn | arrive | Port Lorne | 2024-03-{day} |"
        services.submit(read_draft({"outlet": outlet, "text": text, "published_at": "2024-03-14T08:00:00Z"}))
    services.submit(read_draft({"outlet": "Al Marsa", "text": "Salma Haddad | meet | Khartal | |", "language": "ar"}))
    services.analyse_pending()

    def clusters(**wanted: object) -> int:
        return len(services.browse.clusters(ClusterFilter(**wanted)).items)  # type: ignore[arg-type]

    entity = services.browse.entities(query="Ada").items[0].id
    assert clusters() == 2
    assert clusters(disputed=True) == clusters(min_outlets=2) == 1
    assert clusters(entity="ada VENN") == clusters(entity=entity) == 1
    assert clusters(place="XX/port lorne") == clusters(place="Port Lorne") == clusters(outlet="Gazette") == 1
    assert clusters(place="XX") == 2
    assert clusters(place="Ada Venn") == 0
    assert clusters(event_type="meet") == clusters(language="ar") == clusters(query="HADDAD khartal") == 1
    assert clusters(query="haddad lorne") == clusters(query="100%") == 0
    day = datetime(2024, 3, 13, tzinfo=UTC)
    assert clusters(since=day) == clusters(until=day) == 1
    assert clusters(since=day + timedelta(days=1)) == clusters(until=day - timedelta(days=1)) == 0
    assert len(services.browse.claims(ClaimFilter(entity="Ada Venn", since=day)).items) == 1
    assert len(services.browse.articles(ArticleFilter(language="ar", status="analysed")).items) == 1
    assert services.browse.outlet("Gazette").agreement[0].conflicting_clusters == 1


@settings(max_examples=200)
@given(key=st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_a_cursor_leads_back_to_its_place(key: str) -> None:
    assert read_cursor(write_cursor(key)) == key


@settings(max_examples=300)
@given(cursor=st.text(max_size=30))
def test_a_made_up_cursor_is_refused_or_harmless(cursor: str) -> None:
    try:
        assert isinstance(read_cursor(cursor), str)
    except InvalidInput as error:
        assert "cursor" in str(error)
