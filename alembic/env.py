"""Runs migrations on the connection that the service hands over, or on the database of the settings."""

from alembic import context
from sqlmodel import SQLModel

import app.adapters.storage.access_tables
import app.adapters.storage.standing_tables
import app.adapters.storage.tables
import app.adapters.storage.vector_tables
import app.adapters.storage.watch_tables
import app.adapters.storage.web_tables  # noqa: F401  (they fill the metadata)
from app.adapters.storage.engine import open_engine, parse_database_url
from app.settings import load_settings


def run(connection: object) -> None:
    """All pending migrations: in the transaction of the connection, or else in one for each."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with open_engine(parse_database_url(load_settings().database), writer=True).connect() as connection:
        run(connection)
