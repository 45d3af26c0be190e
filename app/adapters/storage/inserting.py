"""Rows that another writer may add at the same moment."""

from collections.abc import Mapping

from sqlalchemy import literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def insert_new(session: Session, table: type[SQLModel], values: Mapping[str, object]) -> bool:
    """Adds a row unless one with the same key is there; whether it was added. Where another writer is adding it just
    now, this waits for how that ends."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    added = insert(table).values(**values).on_conflict_do_nothing().returning(literal(True))
    return session.execute(added).first() is not None
