"""Backup and restore of a store on PostgreSQL, with the real server and its real programs."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from app.adapters.storage.copies import BrokenCopy
from app.adapters.storage.migrations import newest_revision
from app.adapters.storage.postgres_copies import back_up_postgres, restore_postgres
from app.core.errors import DatabaseUnavailable, InvalidInput

postgres = pytest.importorskip("tests.postgres")
BINARIES = postgres.find_binaries()
pytestmark = pytest.mark.skipif(BINARIES is None, reason="no PostgreSQL is installed")

TABLES = (
    "CREATE EXTENSION IF NOT EXISTS vector",
    "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY)",
    "CREATE TABLE article (id varchar(64) PRIMARY KEY, place vector(3))",
    "CREATE TABLE claim (id varchar(64), month int) PARTITION BY RANGE (month)",
    "CREATE TABLE claim_1 PARTITION OF claim FOR VALUES FROM (0) TO (10)",
)


@pytest.fixture(scope="module")
def server() -> Iterator[object]:
    with postgres.postgres_server() as running:
        yield running


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{BINARIES}{os.pathsep}{os.environ['PATH']}")


def run(url: URL, *statements: str) -> list[object]:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            results = [connection.execute(text(statement)) for statement in statements]
            return list(results[-1].scalars()) if results and results[-1].returns_rows else []
    finally:
        engine.dispose()


def filled(server: object, *ids: str, revision: str | None = None) -> URL:
    url = make_url(server.create_database())  # type: ignore[attr-defined]
    run(url, *TABLES, f"INSERT INTO alembic_version VALUES ('{revision or newest_revision()}')")
    for article_id in ids:
        run(
            url,
            f"INSERT INTO article VALUES ('{article_id}', '[1,2,3]')",
            f"INSERT INTO claim VALUES ('{article_id}', 3)",
        )
    return url


def articles(url: URL) -> set[object]:
    return set(run(url, "SELECT id FROM article"))


def test_a_copy_goes_into_an_empty_database(server: object, tmp_path: Path) -> None:
    url, target = filled(server, "a", "b"), tmp_path / "copy.dump"
    copy = back_up_postgres(url, target)
    assert copy.revision == newest_revision()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(InvalidInput, match="is there already"):
        back_up_postgres(url, target)
    other = make_url(server.create_database())  # type: ignore[attr-defined]
    restore_postgres(other, target, force=False)
    assert articles(other) == {"a", "b"}
    assert run(other, "SELECT count(*) FROM claim") == [2]
    assert run(other, "SELECT id FROM article ORDER BY place <-> '[1,2,3]' LIMIT 1")


def test_a_database_with_articles_is_only_replaced_by_force(server: object, tmp_path: Path) -> None:
    target = tmp_path / "copy.dump"
    back_up_postgres(filled(server, "a"), target)
    url = filled(server, "x", "y")
    run(url, "CREATE TABLE claim_2 PARTITION OF claim FOR VALUES FROM (10) TO (20)")
    with pytest.raises(InvalidInput, match="holds 2 articles; --force"):
        restore_postgres(url, target, force=False)
    assert articles(url) == {"x", "y"}
    restore_postgres(url, target, force=True)
    assert articles(url) == {"a"}


def test_a_database_in_use_or_with_other_tables_is_not_replaced(server: object, tmp_path: Path) -> None:
    target = tmp_path / "copy.dump"
    back_up_postgres(filled(server, "a"), target)
    url = filled(server, "x")
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        with pytest.raises(DatabaseUnavailable, match="in use by 1 others"):
            restore_postgres(url, target, force=True)
    engine.dispose()
    run(url, "CREATE TABLE audit (id int)")
    with pytest.raises(InvalidInput, match=r"tables that the copy does not have \(audit\)"):
        restore_postgres(url, target, force=True)
    assert articles(url) == {"x"}


def test_an_unsound_or_newer_copy_changes_nothing(server: object, tmp_path: Path) -> None:
    url, target = filled(server, "x"), tmp_path / "copy.dump"
    back_up_postgres(url, target)
    target.write_bytes(target.read_bytes()[:-200])
    with pytest.raises(BrokenCopy, match="no sound copy"):
        restore_postgres(url, target, force=True)
    with pytest.raises(BrokenCopy, match="newer version"):
        back_up_postgres(filled(server, "a", revision="tomorrow"), tmp_path / "newer.dump")
    assert articles(url) == {"x"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.dump"]


def test_a_failing_or_missing_program_is_told_in_a_line(
    server: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = filled(server, "x")
    with pytest.raises(DatabaseUnavailable, match=r"pg_dump failed: .*nowhere") as told:
        back_up_postgres(url.set(database="nowhere", password="secret"), tmp_path / "copy.dump")
    assert "secret" not in str(told.value)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DatabaseUnavailable, match="pg_dump was not found"):
        back_up_postgres(url, tmp_path / "copy.dump")
