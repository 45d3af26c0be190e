"""``/admin/webhooks``: who is told of what happens."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ValidationError
from starlette.responses import Response

from app.core.errors import InvalidInput
from app.core.model.conflict import ConflictKind
from app.core.model.watching import EventType
from app.use_cases.webhooks import NewWebhook, show_webhook
from app.web.api.answers import services_of
from app.web.pages.admin.forms import NOTHING_TYPED, Form, read_typed, refused
from app.web.pages.admin.shown import admin_page
from app.web.pages.page import Cursor, page_router

PAGE = 50
FIELDS = ("url", "entity", "outlet", "kind")

router = page_router()


class WebhooksQuery(BaseModel):
    """Which part of the list."""

    after: Cursor = None


@router.get("/admin/webhooks")
def show_webhooks(request: Request, query: Annotated[WebhooksQuery, Query()]) -> Response:
    """The one added last first."""
    return webhooks_page(request, query)


@router.post("/admin/webhooks")
async def add_webhook(request: Request) -> Response:
    """Its secret is on this page and nowhere else."""
    typed = await read_typed(request)
    events = [event.value for event in EventType if f"event_{event}" in typed]
    fields = {name: typed[name] for name in FIELDS if name in typed}
    try:
        wanted = NewWebhook.model_validate({**fields, "events": events})
        webhook = await run_in_threadpool(services_of(request).webhooks.add, wanted)
    except (ValidationError, InvalidInput) as error:
        form = refused(typed, error)
        return await run_in_threadpool(webhooks_page, request, WebhooksQuery(), status=422, form=form)
    return admin_page(
        request, "webhook_secret.html", 201, has_secret=True, webhook=show_webhook(webhook), secret=webhook.secret
    )


def webhooks_page(request: Request, query: WebhooksQuery, *, status: int = 200, form: Form = NOTHING_TYPED) -> Response:
    """The list, and the form with what was typed."""
    found = services_of(request).webhooks.listed(limit=PAGE, cursor=query.after)
    return admin_page(
        request,
        "webhooks.html",
        status,
        form=form,
        query=query,
        webhooks=[show_webhook(webhook) for webhook in found.items],
        next=found.next,
        events=list(EventType),
        kinds=[kind.value for kind in ConflictKind],
    )
