"""``/v1/webhooks``: who is told of what happens."""

from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError
from starlette.responses import Response

from app.core.model.records import Slice
from app.use_cases.drafts import InvalidFields, Strict, problems_of
from app.use_cases.webhooks import (
    DeliveryView,
    NewReplay,
    NewWebhook,
    Replayed,
    Trial,
    WebhookView,
    WebhookWithSecret,
    show_delivery,
    show_webhook,
    show_with_secret,
)
from app.web.api.answers import answer, answer_page, services_of
from app.web.api.body import read_json
from app.web.api.described import json_body, problems
from app.web.api.filters import PageOf, Paging

router = APIRouter(prefix="/v1/webhooks", tags=["watching"])
Model = TypeVar("Model", bound=Strict)


async def read_model(request: Request, model: type[Model]) -> Model:
    """What the body holds; raises InvalidFields and what ``read_json`` raises."""
    fields = await read_json(request, services_of(request).limits.body)
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise InvalidFields(problems_of(error)) from error


@router.post(
    "",
    status_code=201,
    response_model=WebhookWithSecret,
    summary="Subscribe",
    responses=problems(400, 413, 415, 422, 503),
    openapi_extra=json_body(
        NewWebhook, {"url": "https://example.org/crosscheck", "events": ["conflict.opened", "conflict.closed"]}
    ),
)
async def add_webhook(request: Request) -> Response:
    """Messages are signed with the secret in the answer, which is shown this once, as standardwebhooks.com has it."""
    wanted = await read_model(request, NewWebhook)
    webhook = await run_in_threadpool(services_of(request).webhooks.add, wanted)
    return answer(show_with_secret(webhook), 201, headers={"Location": f"/v1/webhooks/{webhook.id}"})


@router.get("", response_model=PageOf[WebhookView], summary="List subscriptions", responses=problems(422, 503))
def list_webhooks(request: Request, query: Annotated[Paging, Query()]) -> Response:
    """The one added last first."""
    found = services_of(request).webhooks.listed(limit=query.limit, cursor=query.cursor)
    return answer_page(Slice(tuple(map(show_webhook, found.items)), found.next))


@router.get("/{webhook_id}", response_model=WebhookView, summary="One subscription", responses=problems(404, 503))
def show_one_webhook(request: Request, webhook_id: str) -> Response:
    """And how it goes."""
    return answer(show_webhook(services_of(request).webhooks.get(webhook_id)))


@router.delete("/{webhook_id}", status_code=204, summary="Unsubscribe", responses=problems(404, 503))
def remove_webhook(request: Request, webhook_id: str) -> Response:
    """What is on its way to it is not sent any more."""
    services_of(request).webhooks.remove(webhook_id)
    return Response(status_code=204)


@router.get(
    "/{webhook_id}/deliveries",
    response_model=PageOf[DeliveryView],
    summary="What was sent and what waits",
    responses=problems(404, 422, 503),
)
def list_deliveries(request: Request, webhook_id: str, query: Annotated[Paging, Query()]) -> Response:
    """The latest event first, each with its last error."""
    found = services_of(request).webhooks.deliveries(webhook_id, limit=query.limit, cursor=query.cursor)
    return answer_page(Slice(tuple(map(show_delivery, found.items)), found.next))


@router.post("/{webhook_id}/test", response_model=Trial, summary="Send a message now", responses=problems(404, 503))
def test_webhook(request: Request, webhook_id: str) -> Response:
    """One message of type `webhook.test`; the answer says what the receiver made of it."""
    return answer(services_of(request).webhooks.test(webhook_id))


@router.post(
    "/{webhook_id}/replay",
    status_code=202,
    response_model=Replayed,
    summary="Send again what happened since then",
    responses=problems(400, 404, 413, 415, 422, 503),
    openapi_extra=json_body(NewReplay, {"since": "2024-03-14T18:20:00Z"}),
)
async def replay(request: Request, webhook_id: str) -> Response:
    """As far as it is kept; under the same message ids as before."""
    wanted = await read_model(request, NewReplay)
    count = await run_in_threadpool(services_of(request).webhooks.replay, webhook_id, wanted.since)
    return answer(Replayed(events=count), 202)


@router.post(
    "/{webhook_id}/rotate",
    response_model=WebhookWithSecret,
    summary="Change the secret",
    responses=problems(404, 503),
)
def rotate_secret(request: Request, webhook_id: str) -> Response:
    """For a day, messages carry a signature of the old secret as well."""
    return answer(show_with_secret(services_of(request).webhooks.rotate(webhook_id)))


@router.post("/{webhook_id}/enable", response_model=WebhookView, summary="Call it again", responses=problems(404, 503))
def enable_webhook(request: Request, webhook_id: str) -> Response:
    """A webhook that was disabled begins with what it missed, as far as that is kept."""
    return answer(show_webhook(services_of(request).webhooks.enable(webhook_id)))
