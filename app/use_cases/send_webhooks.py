"""Brings events to webhooks: at least once each, retried for a day, and no receiver keeps another one waiting.

A webhook is called by one sender at a time, who holds it under a lease, so two processes send a message twice only
where one of them was stopped in between. Senders that the last call of a receiver disappointed are at most half of
all, so that those who answer always find one.
"""

import logging
import random
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.core.errors import DatabaseUnavailable
from app.core.model.watching import Delivery, DeliveryState, Errand, Outcome, Webhook, WebhookState
from app.core.watching.signing import payload_of
from app.ports import Clock, Store
from app.telemetry import SILENT, Telemetry
from app.use_cases.call_webhook import Answered, Call, CallWebhook
from app.use_cases.webhooks import interest_of

log = logging.getLogger("crosscheck.webhooks")

POLL = 1.0  # seconds between looks for what other processes wrote, or what has become due
LEASE = timedelta(seconds=60)  # longer than any call takes
PORTION = 500  # events looked at in one transaction
# The pauses of the Standard Webhooks specification, shortened at their end: nine attempts in 25 hours.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=3),
    timedelta(hours=5),
    timedelta(hours=6),
    timedelta(hours=8),
)
JITTER = 0.2  # of a pause, added by chance
LONGEST_REST = timedelta(minutes=5)  # of a webhook after a failure: its other messages then try whether it is back
LEAVE_ALONE = timedelta(seconds=1)
PRUNE_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingRules:
    """How many senders there are, when a failing webhook is given up, and what is kept."""

    senders: int
    give_up_after: timedelta
    keep: timedelta
    most: int


class SendWebhooks:
    """The sending side of one process. ``run`` in a thread; ``wake`` from anywhere."""

    def __init__(
        self, *, store: Store, call: CallWebhook, clock: Clock, rules: SendingRules, telemetry: Telemetry = SILENT
    ) -> None:
        self._store = store
        self._call = call
        self._clock = clock
        self._rules = rules
        self._telemetry = telemetry
        self._bell = threading.Event()
        self._busy = 0
        self._busy_with_failing = 0
        self._lock = threading.Lock()
        self._pruned_at: datetime | None = None

    def wake(self) -> None:
        """There may be something to do."""
        self._bell.set()

    def run(self, stop: threading.Event) -> None:
        """Until ``stop`` is set (and ``wake`` called); calls under way are ended by ``CallWebhook.close``."""
        with ThreadPoolExecutor(max(self._rules.senders, 1), thread_name_prefix="webhook") as pool:
            while not stop.is_set():
                try:
                    worked = self._work(pool)
                except DatabaseUnavailable as error:
                    log.warning("cannot send webhooks, trying again: %s", error)
                    worked = False
                except Exception:
                    # Whatever it is may pass; a thread that ended would leave every message waiting.
                    if not stop.is_set():
                        log.exception("cannot send webhooks, trying again")
                    worked = False
                if not worked:
                    self._bell.wait(POLL)
                    self._bell.clear()

    def _work(self, pool: ThreadPoolExecutor) -> bool:
        self.prune()
        if not self._rules.senders:
            return False
        self.enqueue()
        errand = self._take()
        if errand is None:
            return False
        pool.submit(self._deliver_and_free, errand)
        return True

    def _take(self) -> Errand | None:
        """An errand, and a sender for it."""
        with self._lock:
            if self._busy >= self._rules.senders:
                return None
            sound_only = self._busy_with_failing >= max(1, self._rules.senders // 2)
        errand = self._take_errand(sound_only=sound_only)
        if errand is not None:
            with self._lock:
                self._busy += 1
                self._busy_with_failing += errand.webhook.failures > 0
        return errand

    def _take_errand(self, *, sound_only: bool = False) -> Errand | None:
        now = self._clock.now()
        with self._store.reading() as unit:
            if not unit.webhooks.has_due(now):
                return None
        with self._store.writing() as unit:
            return unit.webhooks.take(secrets.token_hex(8), now, LEASE, sound_only=sound_only)

    def _deliver_and_free(self, errand: Errand) -> None:
        try:
            self._deliver(errand)
        except Exception:
            # The lease ends, and the message is sent again.
            log.exception("cannot keep what came of webhook=%s", errand.webhook.id)
        finally:
            with self._lock:
                self._busy -= 1
                self._busy_with_failing -= errand.webhook.failures > 0
            self._bell.set()

    def deliver_due(self) -> int:
        """Looks at new events and sends all that is due, one after the other; returns how many calls were made. For
        tests."""
        self.enqueue()
        count = 0
        while (errand := self._take_errand()) is not None:
            self._deliver(errand)
            count += 1
        return count

    def enqueue(self) -> None:
        """Puts new events on their way to those who want to hear of them."""
        with self._store.reading() as unit:
            last = unit.outbox.kept().last
            behind = unit.webhooks.behind(last)
        for webhook in behind:
            position = webhook.position
            while position < last and (found := self._enqueue_for(replace(webhook, position=position), last)):
                position = found

    def _enqueue_for(self, webhook: Webhook, last: int) -> int | None:
        """Up to where it looked; None where another process is at it."""
        with self._store.writing() as unit:
            events = unit.outbox.after(webhook.position, limit=PORTION)
            position = events[-1].seq if len(events) == PORTION else max(last, *(event.seq for event in events), 0)
            if not unit.webhooks.advance(webhook, position):
                return None
            interest = interest_of(unit, webhook.wanted)
            wanted = [event.seq for event in events if interest.covers(event)]
            unit.webhooks.enqueue(webhook.id, wanted, self._clock.now())
        return position

    def prune(self) -> None:
        """Forgets what is old, every now and then."""
        now = self._clock.now()
        if self._pruned_at is not None and now < self._pruned_at + PRUNE_EVERY:
            return
        self._pruned_at = now
        with self._store.writing() as unit:
            count = unit.outbox.prune(before=now - self._rules.keep, most=self._rules.most)
        if count:
            log.info("forgot events=%d", count)

    def _deliver(self, errand: Errand) -> None:
        delivery = errand.delivery
        body = payload_of(delivery.event)
        found = self._call(Call(webhook=errand.webhook, message_id=delivery.message_id, body=body))
        outcome = self._judge(errand, found)
        with self._store.writing() as unit:
            kept = unit.webhooks.finish(errand, outcome)
        self._telemetry.delivered(_told(outcome, found))
        log.info(
            "webhook=%s seq=%d attempt=%d status=%s kept=%s",
            errand.webhook.id,
            delivery.event.seq,
            outcome.delivery.attempts,
            found.status,
            kept,
        )

    def _judge(self, errand: Errand, found: Answered) -> Outcome:
        webhook, delivery, now = errand.webhook, errand.delivery, self._clock.now()
        if not found.counts:
            return Outcome(webhook=webhook, delivery=delivery, not_before=now)
        delivery = replace(
            delivery,
            attempts=delivery.attempts + 1,
            last_attempt=now,
            last_status=found.status,
            last_error=found.error,
        )
        if found.delivered:
            sound = replace(webhook, failures=0, failing_since=None, last_error=None, last_success=now)
            done = replace(delivery, state=DeliveryState.DELIVERED, next_due=None)
            return Outcome(webhook=sound, delivery=done, not_before=now)
        failing = self._disappointed(webhook, found, now)
        rest = max(min(pause_after(failing.failures), LONGEST_REST), found.pause or LEAVE_ALONE)
        return Outcome(webhook=failing, delivery=_retried(delivery, found, now), not_before=now + rest)

    def _disappointed(self, webhook: Webhook, found: Answered, now: datetime) -> Webhook:
        since = webhook.failing_since or now
        failing = replace(webhook, failures=webhook.failures + 1, failing_since=since, last_error=found.error)
        if found.gone:
            return replace(failing, state=WebhookState.DISABLED, disabled_reason="the receiver answered 410 Gone")
        if now - since >= self._rules.give_up_after:
            reason = f"no call has succeeded since {since:%Y-%m-%d %H:%M} UTC; the last one: {found.error}"
            return replace(failing, state=WebhookState.DISABLED, disabled_reason=reason)
        return failing


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failures in a row, with some jitter."""
    return PAUSES[min(attempts, len(PAUSES)) - 1] * (1 + JITTER * random.random())  # noqa: S311  (jitter, no secret)


def _told(outcome: Outcome, found: Answered) -> str:
    """How the attempt ended, for who counts."""
    if not found.counts:
        return "postponed"
    state = outcome.delivery.state
    return "retried" if state is DeliveryState.WAITING else state.value


def _retried(delivery: Delivery, found: Answered, now: datetime) -> Delivery:
    if delivery.attempts > len(PAUSES):
        return replace(delivery, state=DeliveryState.FAILED, next_due=None)
    pause = max(pause_after(delivery.attempts), found.pause or timedelta(0))
    return replace(delivery, next_due=now + pause)
