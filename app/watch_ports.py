"""What watching needs of the store, as protocols. Part of ``ports``."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from app.core.model.records import Slice
from app.core.model.watching import Delivery, Errand, Event, Kept, NewEvent, Outcome, Webhook
from app.core.watching.changes import ClaimNames


class OutboxStore(Protocol):
    """What is told of each transaction, written in it."""

    def tell(self, event: NewEvent) -> None:
        """Written when the transaction commits, after what clusters and conflicts went through."""
        ...

    def forget_article(self, article_id: str) -> None:
        """What was told of a deleted article goes, and the end of the transaction tells nothing of it by name."""
        ...

    def names_of(self, claim_ids: Collection[str]) -> Mapping[str, ClaimNames]: ...

    def kept(self) -> Kept: ...

    def after(self, seq: int, *, limit: int) -> list[Event]:
        """Events of a higher number, in their order. None is ever added below one that could be read."""
        ...

    def first_since(self, moment: datetime) -> int:
        """The number before the first event that happened at or after the moment."""
        ...

    def entity_ids(self, entity: str) -> frozenset[str]:
        """Whom an id or a name stands for."""
        ...

    def prune(self, *, before: datetime, most: int) -> int:
        """Forgets what is older, and the oldest where there are more; returns how many events."""
        ...


class WebhookStore(Protocol):
    """Subscriptions and what is on its way to them."""

    def add(self, webhook: Webhook) -> None: ...

    def get(self, webhook_id: str) -> Webhook | None: ...

    def list(self, *, limit: int, cursor: str | None) -> Slice[Webhook]: ...

    def count(self) -> int: ...

    def count_disabled(self) -> int: ...

    def save(self, webhook: Webhook) -> None:
        """State and secrets anew."""
        ...

    def remove(self, webhook_id: str) -> bool:
        """Whether it was there; what was on its way to it goes along."""
        ...

    def behind(self, last: int) -> tuple[Webhook, ...]:
        """Active ones that have not looked at all events up to ``last``."""
        ...

    def advance(self, webhook: Webhook, position: int) -> bool:
        """Whether nobody else was faster."""
        ...

    def enqueue(self, webhook_id: str, seqs: Collection[int], now: datetime, *, again: bool = False) -> int:
        """Puts events on their way; with ``again`` also those that were delivered or given up. Returns how many."""
        ...

    def take(self, token: str, now: datetime, lease: timedelta, *, sound_only: bool) -> Errand | None:
        """The delivery that is due the longest, of a webhook that nobody calls at the moment; with ``sound_only`` of
        one whose last call succeeded."""
        ...

    def finish(self, errand: Errand, outcome: Outcome) -> bool:
        """Keeps what came of it; False where the lease was lost or the webhook removed: then nothing is."""
        ...

    def has_due(self, now: datetime) -> bool:
        """Whether there is a delivery to take."""
        ...

    def deliveries(self, webhook_id: str, *, limit: int, cursor: str | None) -> Slice[Delivery]:
        """The latest event first."""
        ...
