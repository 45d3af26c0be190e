"""Webhooks, and what is on its way to them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, and_, delete, func, update
from sqlmodel import Session, col, select

from app.adapters.storage.conflict_free import insert_new
from app.adapters.storage.outbox import load_event
from app.adapters.storage.paging import page_of
from app.adapters.storage.portions import portions
from app.adapters.storage.watch_tables import OutboxEventRow, WebhookDeliveryRow, WebhookRow
from app.core.model.records import Slice
from app.core.model.watching import (
    Delivery,
    DeliveryState,
    Errand,
    EventType,
    Outcome,
    Wanted,
    Webhook,
    WebhookState,
)

# What a call changes; the rest is changed by those who subscribe.
CALLED = ("failures", "failing_since", "last_success", "last_error")
ROWS_A_STATEMENT = 50


class SqlWebhooks:
    """``watch_ports.WebhookStore`` in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, webhook: Webhook) -> None:
        """A new one."""
        self._session.add(
            WebhookRow(
                id=webhook.id,
                sort_key=f"{webhook.added_at.isoformat(timespec='microseconds')}~{webhook.id}",
                url=webhook.url,
                wanted=_dump_wanted(webhook.wanted),
                added_at=webhook.added_at,
                position=webhook.position,
                not_before=webhook.added_at,
                **_chosen(webhook),
            )
        )
        self._session.flush()

    def get(self, webhook_id: str) -> Webhook | None:
        """None where there is none of that id."""
        row = self._session.get(WebhookRow, webhook_id, populate_existing=True)
        return None if row is None else _load(row)

    def list(self, *, limit: int, cursor: str | None) -> Slice[Webhook]:
        """The one added last first."""
        query = select(WebhookRow)
        return page_of(self._session, query, col(WebhookRow.sort_key), limit=limit, cursor=cursor, load=_load)

    def count(self) -> int:
        """How many there are."""
        return self._session.exec(select(func.count()).select_from(WebhookRow)).one()

    def count_disabled(self) -> int:
        """How many of them are not called."""
        query = select(func.count()).select_from(WebhookRow)
        return self._session.exec(query.where(WebhookRow.state == WebhookState.DISABLED)).one()

    def save(self, webhook: Webhook) -> None:
        """State, secrets, and how it went anew."""
        values = _chosen(webhook) | {name: getattr(webhook, name) for name in CALLED}
        self._session.exec(update(WebhookRow).where(col(WebhookRow.id) == webhook.id).values(**values))

    def remove(self, webhook_id: str) -> bool:
        """Whether it was there."""
        self._session.exec(delete(WebhookDeliveryRow).where(col(WebhookDeliveryRow.webhook_id) == webhook_id))
        return self._changed(delete(WebhookRow).where(col(WebhookRow.id) == webhook_id))

    def behind(self, last: int) -> tuple[Webhook, ...]:
        """Active ones that have not looked at all events up to ``last``."""
        query = select(WebhookRow).where(WebhookRow.state == WebhookState.ACTIVE, col(WebhookRow.position) < last)
        return tuple(map(_load, self._session.exec(query.order_by(col(WebhookRow.id)))))

    def advance(self, webhook: Webhook, position: int) -> bool:
        """Whether nobody else was faster."""
        at_place = and_(col(WebhookRow.id) == webhook.id, col(WebhookRow.position) == webhook.position)
        return self._changed(update(WebhookRow).where(at_place).values(position=position))

    def enqueue(self, webhook_id: str, seqs: Collection[int], now: datetime, *, again: bool = False) -> int:
        """Puts events on their way; with ``again`` also those that were delivered or given up."""
        fresh: dict[str, Any] = {"state": DeliveryState.WAITING.value, "attempts": 0, "next_due": now}
        for portion in portions(sorted(seqs), ROWS_A_STATEMENT):
            rows = [{"webhook_id": webhook_id, "seq": seq, "sort_key": f"{seq:019d}", **fresh} for seq in portion]
            insert_new(self._session, WebhookDeliveryRow, rows)
            if again:
                known = col(WebhookDeliveryRow.webhook_id) == webhook_id, col(WebhookDeliveryRow.seq).in_(portion)
                self._session.exec(update(WebhookDeliveryRow).where(*known).values(**fresh))
        return len(seqs)

    def take(self, token: str, now: datetime, lease: timedelta, *, sound_only: bool) -> Errand | None:
        """The delivery that is due the longest, of a webhook that nobody calls at the moment."""
        due = _due(now)
        if sound_only:
            due = due.where(WebhookRow.failures == 0)
        found = self._session.exec(due).first()
        if found is None:
            return None
        webhook_id, seq = found
        # The time is asked again: another process may have taken the webhook since the query found it.
        taking = update(WebhookRow).where(col(WebhookRow.id) == webhook_id, *_callable(now))
        if not self._changed(taking.values(token=token, not_before=now + lease)):
            return None
        webhook, delivery = self.get(webhook_id), self._delivery(webhook_id, seq)
        if webhook is None or delivery is None or delivery.next_due is None or delivery.next_due > now:
            # Somebody else was faster; the next look finds another one.
            self._session.exec(update(WebhookRow).where(col(WebhookRow.id) == webhook_id).values(not_before=now))
            return None
        return Errand(webhook=webhook, delivery=delivery, token=token)

    def finish(self, errand: Errand, outcome: Outcome) -> bool:
        """Keeps what came of it; False where the lease was lost or the webhook removed."""
        after = outcome.webhook
        values = {name: getattr(after, name) for name in CALLED} | {"not_before": outcome.not_before, "token": None}
        if after.state is not errand.webhook.state:
            values |= {"state": after.state.value, "disabled_reason": after.disabled_reason}
        ours = col(WebhookRow.id) == after.id, col(WebhookRow.token) == errand.token
        if not self._changed(update(WebhookRow).where(*ours).values(**values)):
            return False
        delivery = outcome.delivery
        told = {
            "state": delivery.state.value,
            "attempts": delivery.attempts,
            "next_due": delivery.next_due,
            "last_attempt": delivery.last_attempt,
            "last_status": delivery.last_status,
            "last_error": delivery.last_error,
        }
        row = col(WebhookDeliveryRow.webhook_id) == after.id, col(WebhookDeliveryRow.seq) == delivery.event.seq
        self._session.exec(update(WebhookDeliveryRow).where(*row).values(**told))
        return True

    def has_due(self, now: datetime) -> bool:
        """Whether ``take`` would find one."""
        return self._session.exec(_due(now)).first() is not None

    def deliveries(self, webhook_id: str, *, limit: int, cursor: str | None) -> Slice[Delivery]:
        """The latest event first."""
        query = select(WebhookDeliveryRow).where(WebhookDeliveryRow.webhook_id == webhook_id)
        key = col(WebhookDeliveryRow.sort_key)
        found = page_of(self._session, query, key, limit=limit, cursor=cursor, load=lambda row: row)
        seqs = [row.seq for row in found.items]
        events = {row.seq: row for row in self._session.exec(select(OutboxEventRow).where(_among(seqs)))}
        loaded = (_load_delivery(row, events[row.seq]) for row in found.items if row.seq in events)
        return Slice(tuple(loaded), found.next)

    def _delivery(self, webhook_id: str, seq: int) -> Delivery | None:
        row = self._session.get(WebhookDeliveryRow, (webhook_id, seq), populate_existing=True)
        event = self._session.get(OutboxEventRow, seq)
        return None if row is None or event is None else _load_delivery(row, event)

    def _changed(self, statement: Any) -> bool:
        result = self._session.exec(statement)
        return isinstance(result, CursorResult) and result.rowcount > 0


def _due(now: datetime) -> Any:
    """The delivery that is due the longest, of a webhook that may be called now: its webhook and number."""
    return (
        select(WebhookDeliveryRow.webhook_id, WebhookDeliveryRow.seq)
        .join(WebhookRow, col(WebhookRow.id) == col(WebhookDeliveryRow.webhook_id))
        .where(col(WebhookDeliveryRow.next_due) <= now, *_callable(now))
        .order_by(col(WebhookDeliveryRow.next_due), col(WebhookDeliveryRow.seq))
        .limit(1)
    )


def _among(seqs: Collection[int]) -> Any:
    return col(OutboxEventRow.seq).in_(list(seqs))


def _callable(now: datetime) -> tuple[Any, Any]:
    return col(WebhookRow.state) == WebhookState.ACTIVE.value, col(WebhookRow.not_before) <= now


def _chosen(webhook: Webhook) -> dict[str, Any]:
    return {
        "secret": webhook.secret,
        "old_secret": webhook.old_secret,
        "old_secret_until": webhook.old_secret_until,
        "state": webhook.state.value,
        "disabled_reason": webhook.disabled_reason,
    }


def _dump_wanted(wanted: Wanted) -> dict[str, Any]:
    return {
        "events": [kind.value for kind in wanted.events],
        "entity": wanted.entity,
        "outlet": wanted.outlet,
        "kind": wanted.kind,
    }


def _load(row: WebhookRow) -> Webhook:
    kinds = tuple(map(EventType, row.wanted["events"]))
    return Webhook(
        id=row.id,
        url=row.url,
        wanted=Wanted(**{**row.wanted, "events": kinds}),
        secret=row.secret,
        old_secret=row.old_secret,
        old_secret_until=row.old_secret_until,
        added_at=row.added_at,
        state=WebhookState(row.state),
        disabled_reason=row.disabled_reason,
        position=row.position,
        **{name: getattr(row, name) for name in CALLED},
    )


def _load_delivery(row: WebhookDeliveryRow, event: OutboxEventRow) -> Delivery:
    return Delivery(
        webhook_id=row.webhook_id,
        event=load_event(event),
        state=DeliveryState(row.state),
        attempts=row.attempts,
        next_due=row.next_due,
        last_attempt=row.last_attempt,
        last_status=row.last_status,
        last_error=row.last_error,
    )
