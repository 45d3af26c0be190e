"""The overview: what is stored, which stories are disputed, which conflicts there are."""

from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from app.core.model.conflict import ConflictKind
from app.core.model.records import ClusterFilter, ConflictFilter, Slice
from app.use_cases.browse import Browse
from app.use_cases.views import ConflictView
from app.web.api.answers import services_of
from app.web.pages.page import Chosen, Code, Cursor, Word, page, page_router

PAGE = 10  # stories or conflicts of one list on the overview
OUTLETS_OFFERED = 50  # in the filter; others can be typed
ROUNDS = 10  # slices looked through for conflicts in one language before the reader is asked to go on

router = page_router()


class OverviewQuery(BaseModel):
    """What the overview's form and its links send. The three lists are turned over independently."""

    kind: Annotated[ConflictKind | None, Chosen] = None
    outlet: Word = None
    language: Code = None
    conflicts_after: Cursor = None
    disputed_after: Cursor = None
    agreed_after: Cursor = None

    def filters(self) -> dict[str, str | None]:
        """The part that a link to another page of a list keeps."""
        kind = self.kind.value if self.kind is not None else None
        return {"kind": kind, "outlet": self.outlet, "language": self.language}


@router.get("/")
def show_overview(request: Request, query: Annotated[OverviewQuery, Query()]) -> Response:
    """Counts, disputed stories, stories of several outlets, conflicts."""
    browse = services_of(request).browse
    outlets = browse.outlets(limit=OUTLETS_OFFERED).items
    chosen = {query.language} if query.language is not None else set()
    return page(
        request,
        "overview.html",
        query=query,
        counts=browse.counts(),
        outlets=[outlet.id for outlet in outlets],
        text_languages=sorted({code for outlet in outlets for code in outlet.languages} | chosen),
        kinds=[kind.value for kind in ConflictKind],
        conflicts=list_conflicts(browse, query),
        disputed=browse.clusters(
            ClusterFilter(outlet=query.outlet, language=query.language, disputed=True),
            limit=PAGE,
            cursor=query.disputed_after,
        ),
        agreed=browse.clusters(
            ClusterFilter(outlet=query.outlet, language=query.language, disputed=False, min_outlets=2),
            limit=PAGE,
            cursor=query.agreed_after,
        ),
    )


def list_conflicts(browse: Browse, query: OverviewQuery) -> Slice[ConflictView]:
    """One page of conflicts. The store knows no language of a conflict, so that those are picked out slice by slice."""
    wanted = ConflictFilter(kind=query.kind.value if query.kind is not None else None, outlet=query.outlet)
    found: list[ConflictView] = []
    cursor = query.conflicts_after
    for _ in range(ROUNDS):
        part = browse.conflicts(wanted, limit=PAGE, cursor=cursor)
        found += [conflict for conflict in part.items if query.language in (None, *_languages(conflict))]
        cursor = part.next
        if cursor is None or len(found) >= PAGE:
            break
    return Slice(tuple(found), cursor)


def _languages(conflict: ConflictView) -> set[str]:
    return {claim.language for side in conflict.sides for claim in side.claims}
