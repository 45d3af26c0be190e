"""``/admin/audit``: who did what."""

from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from app.core.model.access import AuditAction, AuditFilter
from app.web.api.answers import services_of
from app.web.pages.admin.shown import admin_page
from app.web.pages.page import Chosen, Cursor, Word, page_router

PAGE = 50
LONGEST_DETAIL = 300  # code points of one value: a decision can name hundreds of claims

router = page_router()


class AuditQuery(BaseModel):
    """What the form and the links of the page send."""

    actor: Word = None
    action: Annotated[AuditAction | None, Chosen] = None
    object: Word = None
    after: Cursor = None

    def filters(self) -> dict[str, str | None]:
        """The part that a link to the next page keeps."""
        action = self.action.value if self.action is not None else None
        return {"actor": self.actor, "action": action, "object": self.object}


@router.get("/admin/audit")
def show_audit(request: Request, query: Annotated[AuditQuery, Query()]) -> Response:
    """The latest first."""
    wanted = AuditFilter(actor=query.actor, action=query.action, object_id=query.object)
    found = services_of(request).audit(wanted, limit=PAGE, cursor=query.after)
    return admin_page(
        request,
        "audit.html",
        query=query,
        entries=found.items,
        next=found.next,
        actions=list(AuditAction),
        told=show_value,
    )


def show_value(value: object) -> str:
    """A value of an entry's detail in one line."""
    listed = list(map(str, value)) if isinstance(value, list | tuple) else [str(value)]
    text = ", ".join(listed)
    return text if len(text) <= LONGEST_DETAIL else text[:LONGEST_DETAIL] + " …"
