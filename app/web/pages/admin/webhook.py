"""``/admin/webhooks/{id}``: one webhook, what was sent to it, and what can be done about it."""

import re
from typing import Annotated

from fastapi import Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ValidationError
from starlette.responses import Response

from app.core.errors import InvalidInput
from app.use_cases.webhooks import NewReplay, Trial, show_delivery, show_webhook
from app.web.api.answers import services_of
from app.web.pages.admin.forms import NOTHING_TYPED, Form, read_typed, refused
from app.web.pages.admin.shown import admin_page
from app.web.pages.page import Cursor, page_router, see

PAGE = 50
_LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", re.ASCII)  # as a browser's field for times sends it
_MINUTES = 16  # characters of a time without seconds

router = page_router()


class DeliveriesQuery(BaseModel):
    """Which part of the list."""

    after: Cursor = None


@router.get("/admin/webhooks/{webhook_id}")
def show_one_webhook(request: Request, webhook_id: str, query: Annotated[DeliveriesQuery, Query()]) -> Response:
    """How it goes, and every message with its last error."""
    return webhook_page(request, webhook_id, after=query.after)


@router.post("/admin/webhooks/{webhook_id}/test")
def test_webhook(request: Request, webhook_id: str) -> Response:
    """Sends one message now, and says what the receiver made of it."""
    trial = services_of(request).webhooks.test(webhook_id)
    return webhook_page(request, webhook_id, trial=trial)


@router.post("/admin/webhooks/{webhook_id}/replay")
async def replay(request: Request, webhook_id: str) -> Response:
    """Sends again what happened since a time, in UTC."""
    typed = await read_typed(request)
    services = services_of(request)
    try:
        since = NewReplay.model_validate({"since": as_utc(typed["since"])} if "since" in typed else {}).since
        count = await run_in_threadpool(services.webhooks.replay, webhook_id, since)
    except (ValidationError, InvalidInput) as error:
        form = refused(typed, error)
        return await run_in_threadpool(webhook_page, request, webhook_id, status=422, form=form)
    return see(request, "/admin/webhooks", webhook_id, done="replayed", count=str(count))


@router.get("/admin/webhooks/{webhook_id}/rotate")
def confirm_rotation(request: Request, webhook_id: str) -> Response:
    """What a new secret means for the receiver, before it is made."""
    return admin_page(
        request, "webhook_rotate.html", webhook=show_webhook(services_of(request).webhooks.get(webhook_id))
    )


@router.post("/admin/webhooks/{webhook_id}/rotate")
def rotate_secret(request: Request, webhook_id: str) -> Response:
    """The new secret is on this page and nowhere else."""
    webhook = services_of(request).webhooks.rotate(webhook_id)
    return admin_page(
        request,
        "webhook_secret.html",
        has_secret=True,
        webhook=show_webhook(webhook),
        secret=webhook.secret,
        old_until=webhook.old_secret_until,
    )


@router.post("/admin/webhooks/{webhook_id}/enable")
def enable_webhook(request: Request, webhook_id: str) -> Response:
    """It begins with what it missed, as far as that is kept."""
    services_of(request).webhooks.enable(webhook_id)
    return see(request, "/admin/webhooks", webhook_id, done="webhook_enabled")


@router.get("/admin/webhooks/{webhook_id}/remove")
def confirm_removal(request: Request, webhook_id: str) -> Response:
    """What is lost with it, before it is done."""
    return admin_page(
        request, "webhook_remove.html", webhook=show_webhook(services_of(request).webhooks.get(webhook_id))
    )


@router.post("/admin/webhooks/{webhook_id}/remove")
def remove_webhook(request: Request, webhook_id: str) -> Response:
    """What is on its way to it is not sent any more."""
    services_of(request).webhooks.remove(webhook_id)
    return see(request, "/admin/webhooks", done="webhook_removed")


def as_utc(text: str) -> str:
    """A browser's field for times tells no offset: it is asked for in UTC."""
    if _LOCAL_TIME.fullmatch(text) is None:
        return text
    return f"{text}:00Z" if len(text) == _MINUTES else f"{text}Z"


def webhook_page(
    request: Request,
    webhook_id: str,
    *,
    status: int = 200,
    form: Form = NOTHING_TYPED,
    after: str | None = None,
    trial: Trial | None = None,
) -> Response:
    """The webhook, what was sent to it, and what came of a test."""
    webhooks = services_of(request).webhooks
    webhook = webhooks.get(webhook_id)
    found = webhooks.deliveries(webhook_id, limit=PAGE, cursor=after)
    return admin_page(
        request,
        "webhook.html",
        status,
        form=form,
        after=after,
        trial=trial,
        webhook=show_webhook(webhook),
        deliveries=[(show_delivery(delivery), delivery.event.at) for delivery in found.items],
        next=found.next,
    )
