"""Copies of a store on PostgreSQL, by PostgreSQL's own programs: ``pg_dump`` and ``pg_restore`` (custom format)."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from app.adapters.storage.copies import BrokenCopy, Copy, check_revision, new_file, sync
from app.core.errors import DatabaseUnavailable, InvalidInput

LOCK_PATIENCE = "10s"  # for others to let go of a table that is to be replaced
_REVISION = re.compile(r"^COPY public\.alembic_version .*?;\n(\S+)$", re.MULTILINE)
_TABLE = re.compile(r"^\d+; \d+ \d+ TABLE public (\S+) ", re.MULTILINE)
_EXTENSION = re.compile(r"^\d+; \d+ \d+ EXTENSION - (\S+) ", re.MULTILINE)
# The partitions of a table go with it.
_OWN_TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
"""


def back_up_postgres(url: URL, target: Path) -> Copy:
    """Writes a copy of the database's state at this moment, readable by its owner only; nobody waits for it.

    Raises DatabaseUnavailable where ``pg_dump`` is missing or fails, InvalidInput where the target is there already.
    """
    with new_file(target) as partial:
        _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={partial}")
        revision = check_dump(partial)
        size = partial.stat().st_size
        sync(partial)
        partial.replace(target)
        sync(target.parent)
    return Copy(revision=revision, size=size, articles=None)


def check_dump(path: Path) -> str:
    """The revision of its tables; raises BrokenCopy where the file is not whole, or not a store of a known one."""
    _read_dump(path, f"--file={os.devnull}")  # all of it is unpacked
    found = _REVISION.search(_read_dump(path, "--data-only", "--table=alembic_version", "--file=-"))
    if found is None:
        raise BrokenCopy(f"{path} is not a store of Crosscheck: it does not tell the revision of its tables")
    check_revision(path, found[1])
    return found[1]


def restore_postgres(url: URL, source: Path, *, force: bool) -> Copy:
    """Puts the copy in the place of what the database holds, in one transaction; its tables are still those of the
    copy's revision. Raises as ``restore_sqlite``."""
    if not source.is_file():
        raise InvalidInput(f"there is no file {source}")
    revision = check_dump(source)
    listing = _read_dump(source, "--list")
    engine = create_engine(url)
    try:
        _make_ready(engine, listing, force=force)
    except SQLAlchemyError as error:
        raise DatabaseUnavailable(f"cannot prepare the database: {str(error).splitlines()[0]}") from error
    finally:
        engine.dispose()
    # Extensions stay as they are: only a superuser could make some of them anew.
    kept = [line for line in listing.splitlines() if " EXTENSION " not in line]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".list") as chosen:
        chosen.write("\n".join(kept))
        chosen.flush()
        _run(
            *("pg_restore", url, "--single-transaction", "--exit-on-error", "--clean", "--if-exists", "--no-owner"),
            *("--no-privileges", f"--use-list={chosen.name}", str(source)),
        )
    return Copy(revision=revision, size=source.stat().st_size, articles=None)


def _make_ready(engine: Engine, listing: str, *, force: bool) -> None:
    with engine.begin() as connection:
        tables = set(connection.execute(text(_OWN_TABLES)).scalars())
        articles = connection.execute(text("SELECT count(*) FROM article")).scalar_one() if "article" in tables else 0
        if articles and not force:
            raise InvalidInput(f"the database holds {articles} articles; --force replaces them")
        strangers = sorted(tables - set(_TABLE.findall(listing)))
        if strangers:
            raise InvalidInput(
                f"the database holds tables that the copy does not have ({', '.join(strangers)}); "
                "make an empty database, and restore into that"
            )
        _refuse_while_in_use(connection)
        for extension in sorted(set(_EXTENSION.findall(listing))):
            quoted = connection.dialect.identifier_preparer.quote(extension)
            connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {quoted}"))


def _refuse_while_in_use(connection: Connection) -> None:
    others = connection.execute(
        text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    ).scalar_one()
    if others:
        raise DatabaseUnavailable(f"the database is in use by {others} others; stop the server and all workers first")


def _run(program: str, url: URL, *arguments: str) -> None:
    """Runs it on the database; the password stands in its environment, where other users cannot see it."""
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    options = f"{os.environ.get('PGOPTIONS', '')} -c lock_timeout={LOCK_PATIENCE}".strip()
    environment = {**os.environ, "PGOPTIONS": options}
    if url.password is not None:
        environment["PGPASSWORD"] = str(url.password)
    command = [_find(program), "--no-password", f"--dbname={address}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise DatabaseUnavailable(f"{program} failed: {_told(done.stderr)}")


def _read_dump(path: Path, *arguments: str) -> str:
    command = [_find("pg_restore"), *arguments, str(path)]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise BrokenCopy(f"{path} is no sound copy: {_told(done.stderr.decode(errors='replace'))}")
    return done.stdout.decode()


def _find(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise DatabaseUnavailable(
            f"the program {program} was not found; install PostgreSQL's client programs of the server's version, "
            "or run it where the database is (docs/deployment.md)"
        )
    return found


def _told(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    return lines[0] if lines else "it does not say why"
