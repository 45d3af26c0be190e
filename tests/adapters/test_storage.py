"""The store: what goes in comes out, alone or in lists, and the file is sound."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.storage import migrations
from app.adapters.storage.codec import columns_of, load_claim
from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.paging import read_cursor, write_cursor
from app.adapters.storage.sqlite import FIXED_SQLITE, sqlite_library
from app.adapters.storage.unit_of_work import SqlStore
from app.adapters.storage.vector_bytes import read_blocks
from app.core.errors import DatabaseUnavailable, InvalidInput
from app.core.model.claim import Claim, Slot, SlotName
from app.core.model.entity import Phrase
from app.core.model.records import Submission
from app.core.model.when import Duration
from app.rounding import Codes
from tests.fakes import ToyUnderstander

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
        blocks = connection.exec_driver_sql("SELECT body, dimensions FROM vector_block").all()
    rows = read_blocks([body for body, _ in blocks], 8)
    new = Codes(rows["codes"], rows["scales"]).restored()
    assert new.shape == (2, 8)
    assert np.allclose(new @ new.T, old @ old.T, atol=0.01)


def test_stories_of_an_older_version_are_ranked_by_their_contradictions(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    engine = open_engine(parse_database_url(url), writer=True)
    migrations.migrate(engine, "0008")
    cluster = (
        "INSERT INTO cluster (id, sort_key, outlet_count, disputed, body)"
        """ VALUES (?, ?, 2, 1, '{"independent_origins": 3, "languages": ["fr", "ar"]}')"""
    )
    conflict = (
        "INSERT INTO conflict (id, sort_key, cluster_id, kind, scope, relation, severity, state, body)"
        " VALUES (?, ?, ?, 'date', 'cross', ?, ?, ?, '{}')"
    )
    with engine.begin() as connection:
        for name in ("quiet", "loud"):
            connection.exec_driver_sql(cluster, (name, f"2024~{name}"))
        for number, row in enumerate(
            (
                ("loud", "contradiction", "high", "open"),
                ("loud", "contradiction", "low", "confirmed"),
                ("loud", "contradiction", "high", "dismissed"),
                ("quiet", "update", "high", "open"),
            )
        ):
            connection.exec_driver_sql(conflict, (f"x{number}", f"2024~x{number}", *row))
    migrations.migrate(engine, "0009")
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT id, dispute_key, languages FROM cluster ORDER BY id").all()
    engine.dispose()
    assert [tuple(row) for row in found] == [
        ("loud", "000004~000003~2024~loud", "|ar|fr|"),
        ("quiet", "000000~000003~2024~quiet", "|ar|fr|"),
    ]


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


def test_a_claim_comes_back_as_it_was() -> None:
    claim = toy_claim()
    more = (
        Slot(name=SlotName.DURATION, value=Duration(text="two days", start=0, end=8, days=2.0)),
        Slot(name=SlotName.TOPIC, value=Phrase(text="الحدود", start=0, end=6)),
    )
    fields = {name: getattr(claim, name) for name in claim.__dataclass_fields__}
    whole = Claim(**fields | {"slots": (*claim.slots, *more)})
    assert load_claim(columns_of(whole)) == whole
    assert load_claim(columns_of(whole)).published_at.utcoffset() == timedelta(hours=3)  # type: ignore[union-attr]


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
