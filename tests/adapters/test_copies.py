"""Backup and restore of an SQLite store: sound copies, taken under writes, put back in one step."""

import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import URL, make_url

from app.adapters.storage.copies import BrokenCopy, back_up_sqlite, check_copy, restore_sqlite
from app.adapters.storage.engine import open_engine
from app.adapters.storage.migrations import migrate, newest_revision
from app.adapters.storage.sqlite import sqlite_library
from app.adapters.storage.unit_of_work import SqlStore
from app.core.errors import DatabaseUnavailable, InvalidInput
from app.core.model.records import ArticleFilter
from app.use_cases.drafts import read_draft
from tests.fakes import fake_services
from tests.web.service import running


def article(number: int) -> dict[str, str]:
    return {
        "outlet": "Harbour Post",
        "published_at": "2024-03-14T10:00:00Z",
        "text": f"Ada Venn {number} | arrive | Port Lorne | 2024-03-13 |",
    }


def filled(folder: Path, count: int = 3) -> URL:
    """A store with analysed articles, closed."""
    services = fake_services(folder, worker=False)
    for number in range(count):
        services.submit(read_draft(article(number)))
    services.analyse_pending()
    services.close()
    return url_of(folder / "test.sqlite3")


def url_of(path: Path) -> URL:
    return make_url(f"sqlite:///{path}")


def ids_in(path: Path) -> set[str]:
    store = SqlStore(f"sqlite:///{path}")
    try:
        with store.reading() as unit:
            return {found.id for found in unit.articles.list(ArticleFilter(), limit=10_000, cursor=None).items}
    finally:
        store.close()


def test_a_copy_is_for_its_owner_only_and_never_written_over(tmp_path: Path) -> None:
    url, target = filled(tmp_path), tmp_path / "copy.sqlite3"
    copy = back_up_sqlite(url, target)
    assert (copy.articles, copy.revision, copy.size) == (3, newest_revision(), target.stat().st_size)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert ids_in(target) == ids_in(tmp_path / "test.sqlite3")
    content = target.read_bytes()
    with pytest.raises(InvalidInput, match="is there already"):
        back_up_sqlite(url, target)
    assert target.read_bytes() == content
    assert [path.name for path in tmp_path.glob(".copy*")] == []


def test_what_cannot_be_copied_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="there is no store"):
        back_up_sqlite(url_of(tmp_path / "none.sqlite3"), tmp_path / "copy")
    with pytest.raises(InvalidInput, match="there is no folder"):
        back_up_sqlite(filled(tmp_path), tmp_path / "nowhere" / "copy")


def test_a_copy_under_writes_holds_all_that_was_acknowledged_before(tmp_path: Path) -> None:
    """Through the interface: four clients post while copies are taken by another process."""
    acknowledged: list[str] = []
    ended = threading.Event()
    with running(tmp_path) as server:

        def post(client: int) -> None:
            number = client * 1_000_000
            while not ended.is_set():
                answer = server.post(article(number))
                assert answer.status == 202
                acknowledged.append(answer.document["id"])
                number += 1

        clients = [threading.Thread(target=post, args=(client,)) for client in range(1, 5)]
        for client in clients:
            client.start()
        try:
            for attempt in range(3):
                while len(acknowledged) < 40 * (attempt + 1):
                    ended.wait(0.01)
                before = set(acknowledged)
                target = tmp_path / f"copy{attempt}.sqlite3"
                environment = {
                    "CROSSCHECK_DATABASE_URL": f"sqlite:///{tmp_path / 'test.sqlite3'}",
                    "CROSSCHECK_HOME": str(tmp_path),
                }
                command = [sys.executable, "-m", "app.cli", "backup", str(target)]
                done = subprocess.run(
                    command, check=False, env=environment, capture_output=True, text=True, timeout=120
                )
                assert done.returncode == 0, done.stderr
                found = ids_in(target)
                assert before <= found
                assert check_copy(target).articles == len(found)
        finally:
            ended.set()
            for client in clients:
                client.join()
        assert len(acknowledged) == len(set(acknowledged))


def test_a_restored_store_is_the_copied_one(tmp_path: Path) -> None:
    url, target = filled(tmp_path), tmp_path / "copy"
    wanted = ids_in(tmp_path / "test.sqlite3")
    back_up_sqlite(url, target)
    (tmp_path / "new").mkdir()
    copy = restore_sqlite(url_of(tmp_path / "new" / "test.sqlite3"), target, force=False)
    assert copy.articles == 3
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"test.sqlite3"}
    services = fake_services(tmp_path / "new", worker=False)
    assert {found.id for found in services.browse.articles().items} == wanted
    assert services.browse.counts()["claims"] == 3
    assert services.submit(read_draft(article(99))).duplicate is False
    services.close()


def test_a_store_with_articles_is_only_replaced_by_force(tmp_path: Path) -> None:
    copied, target = filled(tmp_path), tmp_path / "copy"
    back_up_sqlite(copied, target)
    (tmp_path / "other").mkdir()
    other = filled(tmp_path / "other", count=5)
    before = ids_in(tmp_path / "other" / "test.sqlite3")
    with pytest.raises(InvalidInput, match=r"holds 5 articles; --force"):
        restore_sqlite(other, target, force=False)
    assert ids_in(tmp_path / "other" / "test.sqlite3") == before
    restore_sqlite(other, target, force=True)
    assert ids_in(tmp_path / "other" / "test.sqlite3") == ids_in(tmp_path / "test.sqlite3")


def test_a_store_in_use_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.adapters.storage.copies.SOON", 0.2)
    url, target = filled(tmp_path), tmp_path / "copy"
    back_up_sqlite(url, target)
    services = fake_services(tmp_path, worker=False)
    try:
        assert services.browse.counts()["articles"] == 3
        with pytest.raises(DatabaseUnavailable, match="is in use"):
            restore_sqlite(url, target, force=True)
        assert services.submit(read_draft(article(7))).duplicate is False
    finally:
        services.close()
    assert len(ids_in(tmp_path / "test.sqlite3")) == 4


def test_an_older_copy_is_migrated_and_a_newer_one_refused(tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite3"
    engine = open_engine(url_of(old), writer=True)
    migrate(engine, "0001")
    engine.dispose()
    copy = restore_sqlite(url_of(tmp_path / "store.sqlite3"), old, force=False)
    assert copy.revision == newest_revision()
    assert check_copy(tmp_path / "store.sqlite3").revision == newest_revision()
    with closing(sqlite_library().connect(old)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'tomorrow'")
    with pytest.raises(BrokenCopy, match="newer version"):
        restore_sqlite(url_of(tmp_path / "store2.sqlite3"), old, force=False)
    assert not (tmp_path / "store2.sqlite3").exists()


@pytest.mark.parametrize("damage", ["text", "another database", "torn"])
def test_an_unsound_file_changes_nothing(tmp_path: Path, damage: str) -> None:
    url, target = filled(tmp_path), tmp_path / "copy"
    back_up_sqlite(url, target)
    if damage == "text":
        target.write_text("not a database at all " * 100, encoding="utf-8")
    elif damage == "another database":
        target.unlink()
        with closing(sqlite3.connect(target)) as connection, connection:
            connection.execute("CREATE TABLE other (x)")
    else:
        raw = bytearray(target.read_bytes())
        middle = len(raw) // 2
        raw[middle : middle + 4_096] = b"\xff" * 4_096
        target.write_bytes(raw)
    before = ids_in(tmp_path / "test.sqlite3")
    with pytest.raises(BrokenCopy):
        restore_sqlite(url, target, force=True)
    assert ids_in(tmp_path / "test.sqlite3") == before
    assert list(tmp_path.glob(".test*")) == []


def test_a_store_that_cannot_be_read_is_replaced_by_force(tmp_path: Path) -> None:
    url, target = filled(tmp_path), tmp_path / "copy"
    wanted = ids_in(tmp_path / "test.sqlite3")
    back_up_sqlite(url, target)
    (tmp_path / "test.sqlite3").write_bytes(b"broken " * 10_000)
    (tmp_path / "test.sqlite3-wal").write_bytes(b"stale " * 1_000)
    with pytest.raises(InvalidInput, match="cannot be read"):
        restore_sqlite(url, target, force=False)
    restore_sqlite(url, target, force=True)
    assert ids_in(tmp_path / "test.sqlite3") == wanted


def test_a_crash_before_the_last_step_leaves_the_old_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied, target = filled(tmp_path), tmp_path / "copy"
    back_up_sqlite(copied, target)
    (tmp_path / "other").mkdir()
    other = filled(tmp_path / "other", count=5)
    before = ids_in(tmp_path / "other" / "test.sqlite3")

    def crash(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.adapters.storage.copies._put_in_place", crash)
    with pytest.raises(OSError, match="No space left"):
        restore_sqlite(other, target, force=True)
    assert ids_in(tmp_path / "other" / "test.sqlite3") == before
