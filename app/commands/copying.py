"""``crosscheck backup`` and ``crosscheck restore``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.adapters.storage.copies import Copy, back_up_sqlite, restore_sqlite
from app.adapters.storage.engine import parse_database_url
from app.adapters.storage.postgres_copies import back_up_postgres, restore_postgres
from app.adapters.storage.unit_of_work import SqlStore
from app.commands.terminal import note, step
from app.core.errors import DatabaseUnavailable
from app.settings import load_settings

BYTES_PER_MB = 1e6


def back_up(file: Path) -> None:
    """Copy the store into one file, while it serves."""
    url = parse_database_url(load_settings().database)
    with step("Copying the store, and checking the copy"), _disk_errors_told():
        copy = back_up_sqlite(url, file) if url.get_backend_name() == "sqlite" else back_up_postgres(url, file)
    note(f"{file}: {_told(copy)}")


def restore(file: Path, *, force: bool) -> None:
    """Make the store from such a file, in the form that this version needs."""
    settings = load_settings()
    url = parse_database_url(settings.database)
    with step("Checking the copy, and making the store from it"), _disk_errors_told():
        if url.get_backend_name() == "sqlite":
            copy = restore_sqlite(url, file, force=force)
        else:
            copy = restore_postgres(url, file, force=force)
            store = SqlStore(settings.database)
            try:
                store.migrate()
            finally:
                store.close()
    note(f"{url.render_as_string(hide_password=True)}: {_told(copy)}")


@contextmanager
def _disk_errors_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DatabaseUnavailable(f"cannot write {error.filename or 'the file'}: {error.strerror}") from error


def _told(copy: Copy) -> str:
    articles = "" if copy.articles is None else f"{copy.articles:,} articles, "
    return f"{articles}{copy.size / BYTES_PER_MB:.1f} MB, tables {copy.revision}"
