"""A column that the database may not take for choosing the way to its rows."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal


class InTurn(ColumnElement[Any]):
    """A column that is compared row by row, in the order of the list. SQLite would look each of many clusters up by its
    id and sort them all; in the order of the list, the first few that fit are all that is read."""

    inherit_cache = True
    # By which column a compiled statement is known again; without it every statement would be compiled anew.
    _traverse_internals = [("column", InternalTraversal.dp_clauseelement)]  # noqa: RUF012  (as SQLAlchemy wants it)

    def __init__(self, column: Any) -> None:
        self.column = column
        self.type = column.type


@compiles(InTurn)
def _compile(element: InTurn, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.column, **options)


@compiles(InTurn, "sqlite")
def _compile_for_sqlite(element: InTurn, compiler: SQLCompiler, **options: Any) -> str:
    """sqlite.org/optoverview.html: a unary plus keeps a term from being used for an index."""
    return f"+{compiler.process(element.column, **options)}"
