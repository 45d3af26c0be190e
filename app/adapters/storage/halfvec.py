"""A vector that PostgreSQL can search, beside the exact one; SQLite, which cannot, keeps none."""

from typing import Any

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


class Searchable(TypeDecorator[Any]):
    """Rows of numbers in, rounded to half precision; written and compared, never read."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """``halfvec`` of pgvector, where there is one."""
        return dialect.type_descriptor(HALFVEC() if dialect.name == "postgresql" else LargeBinary())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """None on SQLite."""
        return value if dialect.name == "postgresql" else None
