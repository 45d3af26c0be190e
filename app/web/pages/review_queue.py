"""The list of conflicts that a reader came from: its filters travel along in the address, and what is next follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from fastapi import Request

from app.core.model.conflict import ConflictKind, ReviewState, Scope
from app.core.model.records import ConflictFilter
from app.use_cases.browse import Browse
from app.use_cases.drafts import known_language, one_line, parse_instant
from app.web.api.filters import end_of_period
from app.web.pages.page import instant_of

Value = TypeVar("Value")
LONGEST = 300  # code points of one parameter
OWN = ("lang", "done", "decided", "version", "note")  # of the page itself, not of the list


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """``kept`` are the parameters of the list; ``before`` and ``after`` ids of the conflicts beside this one that are
    still open there."""

    kept: Mapping[str, str]
    before: str | None
    after: str | None


def kept_parameters(request: Request) -> dict[str, str]:
    """The parameters of the list that the reader came from, as the address has them."""
    return {
        name: value
        for name, value in request.query_params.items()
        if name not in OWN and value and len(name) + len(value) <= LONGEST
    }


def queue_of(browse: Browse, conflict_id: str, kept: Mapping[str, str]) -> Queue:
    """The open conflicts beside this one, in the list of these filters."""
    before, after = browse.conflicts_beside(conflict_id, _filter(kept))
    return Queue(kept=kept, before=before, after=after)


def _filter(kept: Mapping[str, str]) -> ConflictFilter:
    """What the store knows of the filters; what is not understood is not asked for."""
    kind, scope, state = kept.get("kind"), kept.get("scope"), kept.get("state")
    return ConflictFilter(
        kind=kind if kind in set(ConflictKind) else None,
        scope=scope if scope in set(Scope) else None,
        state=state if state in set(ReviewState) else ReviewState.OPEN.value,
        cluster=_understood(one_line, kept.get("story")),
        outlet=_understood(one_line, kept.get("outlet")),
        entity=_understood(one_line, kept.get("person_id")),
        place=_understood(one_line, kept.get("place_id")),
        language=_understood(known_language, kept.get("language")),
        since=_understood(lambda text: instant_of(text, parse_instant), kept.get("from")),
        until=_understood(lambda text: instant_of(text, end_of_period), kept.get("to")),
        query=_understood(one_line, kept.get("q")),
    )


def _understood(read: Callable[[str], Value], given: str | None) -> Value | None:
    try:
        return read(given) if given is not None else None
    except ValueError:
        return None
