"""Copies of a store in one file, taken while it serves, and a store made from such a file."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL

from app.adapters.storage.engine import open_engine
from app.adapters.storage.migrations import known_revisions, migrate
from app.adapters.storage.sqlite import BUSY_TIMEOUT, sqlite_library
from app.core.errors import CrosscheckError, DatabaseUnavailable, InvalidInput

SOON = 2.0  # seconds that others have for letting go of a store that is to be replaced


class BrokenCopy(CrosscheckError):
    """The file is no sound copy of a store of this version or an older one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A sound copy: the revision of its tables, and how much is in it (bytes; articles, where that is known)."""

    revision: str
    size: int
    articles: int | None


def back_up_sqlite(url: URL, target: Path) -> Copy:
    """Writes a copy of the file's state at this moment, readable by its owner only; neither readers nor writers wait.

    The target has its name only once it is whole and checked. Raises DatabaseUnavailable where the store cannot be
    read or the copy not be written, InvalidInput where the target is there already.
    """
    source = Path(str(url.database))
    if not source.exists():
        raise DatabaseUnavailable(f"there is no store at {source}; set CROSSCHECK_DATABASE_URL or CROSSCHECK_HOME")
    with new_file(target) as partial:
        try:
            with _opened(source, patience=BUSY_TIMEOUT, mode="rw") as connection:
                connection.execute("VACUUM INTO ?", (str(partial),))
        except sqlite_library().Error as error:
            raise DatabaseUnavailable(f"cannot copy {source}: {error}") from error
        copy = check_copy(partial)
        _put_in_place(partial, target)
    return copy


def check_copy(path: Path) -> Copy:
    """What the file holds; raises BrokenCopy where that is not a sound store of a known revision."""
    try:
        with _opened(path) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
            if found != ["ok"]:
                raise BrokenCopy(f"{path} is damaged: {found[0]}")
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            articles = connection.execute("SELECT count(*) FROM article").fetchone()[0]
    except (sqlite_library().Error, TypeError) as error:
        raise BrokenCopy(f"{path} is not a store of Crosscheck: {error}") from error
    check_revision(path, revision)
    return Copy(revision=revision, size=path.stat().st_size, articles=articles)


def check_revision(path: Path, revision: str) -> None:
    """Raises BrokenCopy for a revision that this version does not know."""
    if revision not in known_revisions():
        raise BrokenCopy(f"{path} is of a newer version of Crosscheck (tables {revision}); upgrade the program first")


def restore_sqlite(url: URL, source: Path, *, force: bool) -> Copy:
    """Makes the store from a copy, migrated to this version, in one step: before it the old store is whole, after it
    the new one. Raises InvalidInput where the store holds articles, unless ``force`` replaces them; DatabaseUnavailable
    where a process works on it; BrokenCopy for an unsound file."""
    target = Path(str(url.database)).resolve()
    if not source.is_file():
        raise InvalidInput(f"there is no file {source}")
    if target.exists() and source.samefile(target):
        raise InvalidInput(f"{source} is the store itself")
    copy = check_copy(source)
    if not force:
        _refuse_to_overwrite(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _partial(target) as partial:
        try:
            with _opened(source) as connection:
                connection.execute("VACUUM INTO ?", (str(partial),))
            revision = _migrate_alone(url, partial)
            with _taken_away(target, force=force):
                _put_in_place(partial, target)
        except sqlite_library().Error as error:
            raise DatabaseUnavailable(f"cannot make the store {target}: {error}") from error
    return Copy(revision=revision, size=target.stat().st_size, articles=copy.articles)


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """An empty file beside the target for its owner only, which is to become it; raises InvalidInput where the target
    is there, or cannot be."""
    if target.exists():
        raise InvalidInput(f"{target} is there already; choose another name")
    if not target.parent.is_dir():
        raise InvalidInput(f"there is no folder {target.parent}")
    with _partial(target) as partial:
        yield partial


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    try:
        number, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise InvalidInput(f"cannot write in {target.parent}: {error.strerror}") from error
    os.close(number)
    try:
        yield Path(name)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(name + ending).unlink(missing_ok=True)


def _put_in_place(partial: Path, target: Path) -> None:
    """Durably: the file first, then its name."""
    sync(partial)
    partial.replace(target)
    sync(target.parent)


def sync(path: Path) -> None:
    """What was written of a file, or of a folder's names, is on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def _opened(path: Path, *, patience: float = SOON, mode: str = "ro") -> Iterator[Any]:
    address = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite_library().connect(address, uri=True, timeout=patience, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _refuse_to_overwrite(target: Path) -> None:
    if not target.exists():
        return
    remedy = "--force replaces it"
    try:
        with _opened(target) as connection:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            count = connection.execute("SELECT count(*) FROM article").fetchone()[0] if "article" in tables else 0
    except sqlite_library().Error as error:
        raise InvalidInput(f"the store {target} cannot be read ({error}); {remedy}") from error
    if count:
        raise InvalidInput(f"the store {target} holds {count} articles; {remedy}")


def _migrate_alone(url: URL, partial: Path) -> str:
    """To this version, with nothing left outside the one file; returns the revision."""
    engine = open_engine(url.set(database=str(partial)), writer=True)
    try:
        revision = migrate(engine)
    finally:
        engine.dispose()
    with _opened(partial, mode="rw") as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    return revision or ""


@contextmanager
def _taken_away(target: Path, *, force: bool) -> Iterator[None]:
    """Nobody works on the old store while it is replaced: its log is emptied first, which needs it alone."""
    if not target.exists():
        yield
        return
    try:
        with _opened(target, mode="rw") as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            yield
            return
    except sqlite_library().OperationalError as error:
        raise DatabaseUnavailable(
            f"the store {target} is in use ({error}); stop the server and all workers first"
        ) from error
    except sqlite_library().DatabaseError:
        if not force:
            raise
    # It cannot be read at all. Its log must not be taken for that of the new file.
    for ending in ("-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            Path(f"{target}{ending}").unlink()
    yield
