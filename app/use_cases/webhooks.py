"""Subscriptions: added, listed, tried, replayed and removed."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from app.core.errors import AddressNotAllowed, InvalidInput, NotFound
from app.core.model.conflict import ConflictKind
from app.core.model.records import Slice
from app.core.model.watching import (
    Delivery,
    DeliveryState,
    EventType,
    Interest,
    Wanted,
    Webhook,
    WebhookState,
)
from app.core.watching.signing import new_secret, payload
from app.core.web.addresses import read_address
from app.ports import Clock, Store, Unit
from app.use_cases.call_webhook import Call, CallWebhook
from app.use_cases.drafts import InvalidFields, Line, Strict, parse_instant, web_address

MOST_WEBHOOKS = 1_000
OLD_SECRET_LASTS = timedelta(days=1)
PORTION = 500  # events read at a time


def _event_type(value: object) -> object:
    try:
        return EventType(str(value))
    except ValueError as error:
        raise ValueError("is no event; there are " + ", ".join(EventType)) from error


def _conflict_kind(value: object) -> object:
    if value is None:
        return None
    try:
        return ConflictKind(str(value))
    except ValueError as error:
        raise ValueError("is no kind of conflict; there are " + ", ".join(ConflictKind)) from error


class NewWebhook(Strict):
    """Where to send which events. What is left out does not matter."""

    url: Annotated[
        Annotated[Line, AfterValidator(web_address)], Field(max_length=2_000, description="Receives POST requests.")
    ]
    events: Annotated[
        list[Annotated[EventType, BeforeValidator(_event_type)]],
        Field(
            default_factory=list, max_length=len(EventType), description="Types of events; all where it is left out."
        ),
    ]
    entity: Annotated[
        Line | None, Field(max_length=300, description="Only what names this entity: its id, or a name.")
    ] = None
    outlet: Annotated[Line | None, Field(max_length=200, description="Only what this outlet reports.")] = None
    kind: Annotated[
        Annotated[ConflictKind, BeforeValidator(_conflict_kind)] | None,
        Field(description="Only conflicts of this kind."),
    ] = None


class NewReplay(Strict):
    """From when on."""

    since: Annotated[datetime, BeforeValidator(parse_instant), Field(description="RFC 3339.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookView:
    """A subscription and how it goes: ``failures`` counts those in a row."""

    id: str
    url: str
    events: tuple[EventType, ...]
    entity: str | None
    outlet: str | None
    kind: str | None
    state: WebhookState
    disabled_reason: str | None
    added_at: datetime
    failures: int
    failing_since: datetime | None
    last_success: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookWithSecret(WebhookView):
    """With its secret, which is shown this once."""

    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """One message on its way."""

    message_id: str
    seq: int
    type: EventType
    state: DeliveryState
    attempts: int
    next_due: datetime | None
    last_attempt: datetime | None
    last_status: int | None
    last_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of a test: whether the receiver took it, its status, and what was wrong."""

    delivered: bool
    status: int | None
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """How many events were put on their way again."""

    events: int


def show_webhook(webhook: Webhook) -> WebhookView:
    """As readers see it."""
    return WebhookView(**_shown(webhook))


def show_with_secret(webhook: Webhook) -> WebhookWithSecret:
    """As the one who adds it, or asks for a new secret, sees it."""
    return WebhookWithSecret(**_shown(webhook), secret=webhook.secret)


def _shown(webhook: Webhook) -> dict[str, Any]:
    wanted = webhook.wanted
    told = {name: getattr(wanted, name) for name in ("events", "entity", "outlet", "kind")}
    names = ("id", "url", "state", "disabled_reason", "added_at", "failures", "failing_since", "last_success")
    return {**told, **{name: getattr(webhook, name) for name in (*names, "last_error")}}


def show_delivery(delivery: Delivery) -> DeliveryView:
    """As readers see it."""
    names = ("state", "attempts", "next_due", "last_attempt", "last_status", "last_error", "message_id")
    told = {name: getattr(delivery, name) for name in names}
    return DeliveryView(seq=delivery.event.seq, type=delivery.event.type, **told)


def interest_of(unit: Unit, wanted: Wanted) -> Interest:
    """With names turned into those whom they stand for now."""
    return Interest(
        events=frozenset(wanted.events),
        entities=unit.outbox.entity_ids(wanted.entity) if wanted.entity is not None else frozenset(),
        outlet=wanted.outlet,
        kind=wanted.kind,
    )


class Webhooks:
    """Every call raises NotFound for an unknown id."""

    def __init__(self, *, store: Store, call: CallWebhook, clock: Clock, wake: Callable[[], None]) -> None:
        """``wake`` rings for those who send."""
        self._store = store
        self._call = call
        self._clock = clock
        self._wake = wake

    def add(self, wanted: NewWebhook) -> Webhook:
        """Hears of all that happens from now on. Raises InvalidFields for an address that may not be called."""
        try:
            address = read_address(wanted.url)
            self._call.check(address)
        except AddressNotAllowed as error:
            raise InvalidFields((("url", str(error)),)) from error
        with self._store.writing() as unit:
            if unit.webhooks.count() >= MOST_WEBHOOKS:
                raise InvalidInput(f"there are {MOST_WEBHOOKS:,} webhooks already; remove one that is not needed")
            webhook = Webhook(
                id="whk_" + secrets.token_hex(12),
                url=str(address),
                wanted=Wanted(
                    events=tuple(dict.fromkeys(wanted.events)),
                    entity=wanted.entity,
                    outlet=wanted.outlet,
                    kind=wanted.kind,
                ),
                secret=new_secret(),
                added_at=self._clock.now(),
                position=unit.outbox.kept().last,
            )
            unit.webhooks.add(webhook)
        return webhook

    def get(self, webhook_id: str) -> Webhook:
        """One of them."""
        with self._store.reading() as unit:
            return _found(unit, webhook_id)

    def listed(self, *, limit: int, cursor: str | None = None) -> Slice[Webhook]:
        """The one added last first."""
        with self._store.reading() as unit:
            return unit.webhooks.list(limit=limit, cursor=cursor)

    def remove(self, webhook_id: str) -> None:
        """What is on its way to it is not sent any more."""
        with self._store.writing() as unit:
            if not unit.webhooks.remove(webhook_id):
                raise NotFound(f"there is no webhook {webhook_id[:80]}")

    def rotate(self, webhook_id: str) -> Webhook:
        """Gives it a new secret; for a day, messages are signed with the old one as well."""
        with self._store.writing() as unit:
            webhook = _found(unit, webhook_id)
            changed = replace(
                webhook,
                secret=new_secret(),
                old_secret=webhook.secret,
                old_secret_until=self._clock.now() + OLD_SECRET_LASTS,
            )
            unit.webhooks.save(changed)
        return changed

    def enable(self, webhook_id: str) -> Webhook:
        """It is called again, beginning with what it missed, as far as that is kept."""
        with self._store.writing() as unit:
            changed = replace(
                _found(unit, webhook_id),
                state=WebhookState.ACTIVE,
                disabled_reason=None,
                failures=0,
                failing_since=None,
                last_error=None,
            )
            unit.webhooks.save(changed)
        self._wake()
        return changed

    def replay(self, webhook_id: str, since: datetime) -> int:
        """Sends again what happened since then, as far as it is kept and wanted; returns how many events."""
        count = 0
        with self._store.writing() as unit:
            webhook = _found(unit, webhook_id)
            if webhook.state is WebhookState.DISABLED:
                raise InvalidInput(f"the webhook is disabled: {webhook.disabled_reason}; enable it first")
            interest, seq = interest_of(unit, webhook.wanted), unit.outbox.first_since(since)
            while events := unit.outbox.after(seq, limit=PORTION):
                seq = events[-1].seq
                wanted = [event.seq for event in events if interest.covers(event)]
                count += unit.webhooks.enqueue(webhook.id, wanted, self._clock.now(), again=True)
        self._wake()
        return count

    def test(self, webhook_id: str) -> Trial:
        """Sends one message of type ``webhook.test``, here and now, and tells what came of it."""
        webhook = self.get(webhook_id)
        now = self._clock.now()
        body = payload("webhook.test", now, {"webhook_id": webhook.id})
        found = self._call(Call(webhook=webhook, message_id=f"msg_test_{secrets.token_hex(8)}", body=body))
        return Trial(delivered=found.delivered, status=found.status, error=found.error)

    def deliveries(self, webhook_id: str, *, limit: int, cursor: str | None = None) -> Slice[Delivery]:
        """The latest event first."""
        with self._store.reading() as unit:
            _found(unit, webhook_id)
            return unit.webhooks.deliveries(webhook_id, limit=limit, cursor=cursor)


def _found(unit: Unit, webhook_id: str) -> Webhook:
    webhook = unit.webhooks.get(webhook_id)
    if webhook is None:
        raise NotFound(f"there is no webhook {webhook_id[:80]}")
    return webhook
