"""What is asked of the store, asked of both engines: what goes in comes out, alone or in lists."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import inspect
from sqlmodel import SQLModel

from app.adapters.storage import migrations, tables
from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.unit_of_work import SqlStore
from app.core.errors import InvalidInput
from app.core.model.claim import Claim, Slot, SlotName
from app.core.model.conflict import ReviewState
from app.core.model.quantity import Quantity
from app.core.model.records import ArticleFilter, ClaimFilter, ClusterFilter, ClusterOrder, ConflictFilter, Submission
from app.rounding import round_vectors
from app.use_cases.drafts import read_draft
from app.use_cases.remarks import Remark
from app.use_cases.services import Services
from tests.adapters.test_storage import toy_claim
from tests.fakes import fake_services
from tests.postgres import PostgresServer
from tests.soundness import find_faults

NOW = datetime(2024, 3, 20, 12, tzinfo=UTC)


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    store = SqlStore(database_url)
    yield store
    store.close()


def test_migrations_make_the_tables_that_the_code_has(database_url: str) -> None:
    engine = open_engine(parse_database_url(database_url), writer=True)
    found = inspect(engine)
    assert tables.ArticleRow.metadata is SQLModel.metadata
    for name, table in SQLModel.metadata.tables.items():
        if table.info.get("engine", engine.dialect.name) != engine.dialect.name:
            assert not found.has_table(name), name
            continue
        assert {column["name"] for column in found.get_columns(name)} == set(table.columns.keys()), name
        indexes = {index["name"] for index in found.get_indexes(name) if "duplicates_constraint" not in index}
        own = {
            index.name
            for index in table.indexes
            if index.info.get("engine", engine.dialect.name) == engine.dialect.name
        }
        assert indexes == own, name
    engine.dispose()


def test_migrating_twice_changes_nothing(store: SqlStore) -> None:
    assert store.migrate() == store.migrate() == migrations.newest_revision()
    assert store.ready() is None


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


def test_vectors_come_back_rounded_and_near_ones_are_found(store: SqlStore) -> None:
    claims = [toy_claim("Ada Venn | arrive | | |"), toy_claim("Ada Venn | arrive | | |")]
    first = Claim(**{name: getattr(claims[0], name) for name in claims[0].__dataclass_fields__})
    vectors = round_vectors(np.eye(2, 8, dtype=np.float32))
    with store.writing() as unit:
        unit.links.advance()
        unit.claims.add([first], vectors[:1])
    with store.reading() as unit:
        found, kept = unit.claims.readings_of(["a1", "unknown"])["a1"]
        assert found == (first,)
        assert np.array_equal(kept, vectors[:1])
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


def test_pages_hold_every_item_once_in_one_order(tmp_path: Path, database_url: str) -> None:
    services = fake_services(tmp_path, database_url=database_url)
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


def test_entities_are_paged_by_how_often_they_are_named(tmp_path: Path, database_url: str) -> None:
    services = fake_services(tmp_path, database_url=database_url)
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


def test_filters_find_what_they_say(tmp_path: Path, database_url: str) -> None:
    services = fake_services(tmp_path, database_url=database_url)
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
    assert clusters(conflict_kind="date") == clusters(event_type="arrive") == 1
    assert clusters(conflict_kind="place") == 0
    assert clusters(event_type="meet") == clusters(language="ar") == clusters(query="HADDAD khartal") == 1
    assert clusters(query="haddad lorne") == clusters(query="100%") == 0
    day = datetime(2024, 3, 13, tzinfo=UTC)
    assert clusters(since=day) == clusters(until=day) == 1
    assert clusters(since=day + timedelta(days=1)) == clusters(until=day - timedelta(days=1)) == 0
    assert len(services.browse.claims(ClaimFilter(entity="Ada Venn", since=day)).items) == 1
    assert len(services.browse.articles(ArticleFilter(language="ar", status="analysed")).items) == 1
    assert services.browse.outlet("Gazette").agreement[0].conflicting_clusters == 1


def test_conflicts_are_found_by_what_their_claims_say_and_stories_sorted_by_what_they_weigh(
    tmp_path: Path, database_url: str
) -> None:
    services = fake_services(tmp_path, database_url=database_url)
    ben, ada = "Ben Orr | arrive | Sel | 2024-03-10 |", "Ada Venn | arrive | Port Lorne | 2024-03-0"
    told = (("en", f"{ben} 12"), ("fr", f"{ben} 14"), ("en", f"{ada}5 |"), ("ar", f"{ada}6 |"), ("en", f"{ada}5 |"))
    for number, (language, text) in enumerate(told):
        day = "12" if text.startswith("Ben") else "07"
        fields = {"outlet": f"Outlet {number}", "language": language, "published_at": f"2024-03-{day}T08:00:00Z"}
        services.submit(read_draft({**fields, "text": text}))
    services.analyse_pending()

    def conflicts(**wanted: object) -> int:
        return len(services.browse.conflicts(ConflictFilter(**wanted)).items)  # type: ignore[arg-type]

    assert conflicts() == conflicts(language="en") == 2
    assert conflicts(language="ar") == conflicts(place="Port Lorne") == conflicts(query="VENN lorne") == 1
    assert conflicts(language="fr") == conflicts(outlet="Outlet 1") == conflicts(entity="Ben Orr") == 1
    assert conflicts(language="tr") == conflicts(query="venn sel") == conflicts(place="Ada Venn") == 0
    day = datetime(2024, 3, 8, tzinfo=UTC)
    assert conflicts(until=day) == conflicts(since=day) == conflicts(kind="date") == 1
    newest = services.browse.clusters().items

    def disputed(**page: object) -> list[str]:
        found = services.browse.clusters(order=ClusterOrder.DISPUTED, **page)  # type: ignore[arg-type]
        return [story.id for story in found.items]

    assert set(disputed()) == {story.id for story in newest}
    cursor = services.browse.clusters(order=ClusterOrder.DISPUTED, limit=1).next
    assert disputed() == disputed(limit=1) + disputed(limit=1, cursor=cursor)
    for first, second in (newest, newest[::-1]):
        for conflict_id in first.conflict_ids:
            services.review(conflict_id, ReviewState.DISMISSED, Remark())
        assert disputed() == [second.id, first.id]
        for conflict_id in first.conflict_ids:
            services.review(conflict_id, ReviewState.OPEN, Remark())
    services.close()


def test_the_same_articles_taken_in_twice_at_once_are_there_once(tmp_path: Path, database_url: str) -> None:
    drafts = [read_draft({"outlet": "Gazette", "text": f"Person {number} | meet | | |"}) for number in range(20)]
    doors = [fake_services(tmp_path, database_url=database_url) for _ in range(4)]  # as different processes have them
    answers: list[bool] = []

    def submit(door: Services, backwards: bool) -> None:
        for part in range(0, 20, 5):
            batch = drafts[part : part + 5]
            answers.extend(answer.duplicate for answer in door.submit.many(batch[::-1] if backwards else batch))  # type: ignore[union-attr]

    threads = [threading.Thread(target=submit, args=(door, number % 2 == 0)) for number, door in enumerate(doors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers.count(False), answers.count(True)) == (20, 60)
    assert doors[0].browse.counts()["waiting"] == 20
    assert find_faults(database_url) == []
    for door in doors:
        door.close()


def test_every_text_is_sorted_by_its_code_points(postgres: PostgresServer) -> None:
    url = postgres.create_database(template="template_migrated")
    store = SqlStore(url)
    outlets = ["zebra", "Äther", "apple", "Zebra", "Apple-2", "Apple 1", "مرسى", "~"]
    with store.writing() as unit:
        for number, outlet in enumerate(outlets):
            unit.articles.add(f"a{number}", Submission(outlet=outlet, text="text"), NOW)
    with store.reading() as unit:
        assert [record.outlet for record in unit.directory.outlets(limit=20, cursor=None).items] == sorted(outlets)
    store.close()
    with postgres.connect(url.split("@/")[1].split("?")[0]) as connection:
        found = connection.execute(
            "SELECT DISTINCT l.collname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " JOIN pg_collation l ON l.oid = a.attcollation"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
            " AND a.attnum > 0 AND NOT a.attisdropped"
        ).fetchall()
    assert found == [("C",)]


def test_an_id_with_a_nul_is_no_id_of_ours(store: SqlStore) -> None:
    for transaction in (store.reading, store.writing):
        with transaction() as unit:
            assert unit.articles.get("a\0b") is None
            assert unit.links.conflict("a\0b") is None


def test_a_value_that_is_too_large_for_the_database_is_told_not_a_fault_of_ours(store: SqlStore) -> None:
    try:
        with store.reading() as unit:
            assert unit.links.list_clusters(ClusterFilter(min_outlets=10**12), limit=5, cursor=None).items == ()
    except InvalidInput as error:
        assert "value" in str(error)


def test_a_number_beyond_all_measure_is_left_untold(store: SqlStore) -> None:
    quantity = Quantity(text="9", start=0, end=1, low=12.0, high=float("inf"), counted="people")
    claim = replace(toy_claim(), slots=(Slot(name=SlotName.QUANTITY, value=quantity),))
    with store.writing() as unit:
        unit.links.advance()
        unit.claims.add([claim], np.eye(1, 8, dtype=np.float32))
    with store.reading() as unit:
        found = unit.claims.of_article(claim.article_id)[0].quantities[0]
    assert (found.low, found.high) == (12.0, None)
