"""What people watch: events, what a watcher wants to hear of, webhooks and their deliveries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EventType(StrEnum):
    """What can be heard of."""

    CLUSTER_DISPUTED = "cluster.disputed"  # reports of one event that agreed contradict one another now
    CLUSTER_OUTLET_ADDED = "cluster.outlet_added"  # another outlet reports the event as well
    CONFLICT_OPENED = "conflict.opened"
    CONFLICT_CHANGED = "conflict.changed"  # the same disagreement between other claims, and so under another id
    CONFLICT_CLOSED = "conflict.closed"
    CONFLICT_REVIEWED = "conflict.reviewed"
    ARTICLE_ANALYSED = "article.analysed"  # for the first time
    ARTICLE_FAILED = "article.failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """Something that happened in a transaction. ``data`` has ids and names of outlets, and no text of an article;
    ``articles`` are those whose deletion takes the event along."""

    type: EventType
    data: Mapping[str, object]
    articles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened; ``seq`` grows in the order of the commits."""

    seq: int
    type: EventType
    at: datetime
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Which events are kept: those after ``floor`` up to ``last``."""

    floor: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """What a watcher wants to hear of; where something is empty, it does not matter."""

    events: frozenset[EventType] = frozenset()
    entities: frozenset[str] = frozenset()  # ids
    outlet: str | None = None
    kind: str | None = None

    def covers(self, event: Event) -> bool:
        """Whether the event is one of those; one that tells no outlet, kind or entity is not where one is wanted."""
        return (
            (not self.events or event.type in self.events)
            and (self.outlet is None or self.outlet in _listed(event, "outlets"))
            and (self.kind is None or event.data.get("kind") == self.kind)
            and (not self.entities or not self.entities.isdisjoint(_listed(event, "entities")))
        )


def _listed(event: Event, name: str) -> frozenset[str]:
    found = event.data.get(name)
    return frozenset(map(str, found)) if isinstance(found, list | tuple) else frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a subscriber asked for, in its own words: ``entity`` is an id or a name."""

    events: tuple[EventType, ...] = ()
    entity: str | None = None
    outlet: str | None = None
    kind: str | None = None


class WebhookState(StrEnum):
    """Whether it is called."""

    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """One subscription, and how it went so far."""

    id: str
    url: str
    wanted: Wanted
    secret: str
    added_at: datetime
    state: WebhookState = WebhookState.ACTIVE
    disabled_reason: str | None = None
    old_secret: str | None = None
    old_secret_until: datetime | None = None
    position: int = 0  # of the last event that was looked at for it
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    last_success: datetime | None = None
    last_error: str | None = None


class DeliveryState(StrEnum):
    """How one message stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"  # given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event on its way to one webhook."""

    webhook_id: str
    event: Event
    state: DeliveryState
    attempts: int
    next_due: datetime | None = None
    last_attempt: datetime | None = None
    last_status: int | None = None
    last_error: str | None = None

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that a receiver can tell a message that it knows."""
        return f"msg_{self.webhook_id.removeprefix('whk_')}_{self.event.seq}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A delivery that is ours to make; ``token`` proves it."""

    webhook: Webhook
    delivery: Delivery
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What comes of an attempt: the webhook and the delivery as they stand afterwards, and when the webhook may be
    called again."""

    webhook: Webhook
    delivery: Delivery
    not_before: datetime = field(kw_only=True)
