"""Brings the tables to the form that this version needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

import app
from app.core.errors import DatabaseUnavailable

FOLDER = Path(app.__file__).resolve().parent.parent / "alembic"


def _config() -> Config:
    if not FOLDER.is_dir():
        raise DatabaseUnavailable(f"the migrations are missing: there is no folder {FOLDER.name} beside the package")
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def newest_revision() -> str | None:
    """The revision that this version needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def revision_of(engine: Engine) -> str | None:
    """The revision that the database has; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(writer: Engine, revision: str = "head") -> str | None:
    """Runs what is pending up to a revision, all in one transaction, and returns the newest one there is. A second call
    does nothing."""
    config = _config()
    try:
        with writer.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except CommandError as error:
        raise DatabaseUnavailable(f"the database is of a newer version of Crosscheck ({error}); upgrade it") from error
    except SQLAlchemyError as error:
        raise DatabaseUnavailable(f"cannot open the database: {error.__cause__ or error}") from error
    return newest_revision()
