"""Lists by cursor: a page starts after the sort key of the last item, so what is added meanwhile shifts nothing."""

import base64
import binascii
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import Session
from sqlmodel.sql.expression import Select, SelectOfScalar

from app.core.errors import InvalidInput
from app.core.model.records import Slice

Item = TypeVar("Item")
LONGEST_CURSOR = 400


def page_of(
    session: Session,
    query: SelectOfScalar[Any] | Select[*tuple[Any, ...]],
    key: InstrumentedAttribute[str] | Any,
    *,
    limit: int,
    cursor: str | None,
    load: Callable[[Any], Item],
) -> Slice[Item]:
    """The rows after ``cursor`` in falling order of ``key``, a column of theirs."""
    if cursor is not None:
        query = query.where(key < read_cursor(cursor))
    rows = session.exec(query.order_by(key.desc()).limit(limit + 1)).all()
    more = len(rows) > limit
    return Slice(
        tuple(load(row) for row in rows[:limit]),
        write_cursor(getattr(rows[limit - 1], key.key)) if more else None,
    )


def write_cursor(key: str) -> str:
    """The cursor that stands for a place in a list."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> str:
    """The place that a cursor stands for; raises InvalidInput where it was not made here."""
    if len(cursor) > LONGEST_CURSOR:
        raise InvalidInput("cursor: not a cursor of this service; use the value of 'next' of the page before")
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise InvalidInput(
            "cursor: not a cursor of this service; use the value of 'next' of the page before"
        ) from error
