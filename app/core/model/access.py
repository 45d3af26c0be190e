"""Who may do what, and who did what: keys, scopes, actors and entries of the audit log."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LOCAL_NAME = "local"


class KeyScope(StrEnum):
    """What a key may be used for."""

    READ = "read"
    WRITE = "write"  # take articles in and out
    REVIEW = "review"  # decide about conflicts, clusters and entities
    ADMIN = "admin"  # everything, keys and the audit log included


# What each scope stands for, itself included.
INCLUDED: Mapping[KeyScope, frozenset[KeyScope]] = {
    KeyScope.READ: frozenset({KeyScope.READ}),
    KeyScope.WRITE: frozenset({KeyScope.WRITE, KeyScope.READ}),
    KeyScope.REVIEW: frozenset({KeyScope.REVIEW, KeyScope.READ}),
    KeyScope.ADMIN: frozenset(KeyScope),
}


def allows(scopes: Collection[KeyScope], needed: KeyScope) -> bool:
    """Whether one of the scopes includes the one that is needed."""
    return any(needed in INCLUDED[scope] for scope in scopes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as it is kept: never the token itself. ``hint`` is the beginning of the token, for recognising it."""

    id: str
    name: str
    hint: str
    scopes: tuple[KeyScope, ...]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def works_at(self, now: datetime) -> bool:
        """Whether it opens anything at that time."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does something: a key, or whoever sits at this machine (no ``key_id``)."""

    name: str = LOCAL_NAME
    key_id: str | None = None
    request_id: str | None = None


LOCAL = Actor()


class AuditAction(StrEnum):
    """What is entered in the audit log."""

    DELETE_ARTICLE = "article.delete"
    REVIEW_CONFLICT = "conflict.review"
    MERGE_CLUSTERS = "cluster.merge"
    SPLIT_CLUSTER = "cluster.split"
    UNDO_DECISION = "cluster.undo"
    MERGE_ENTITIES = "entity.merge"
    SPLIT_ENTITY = "entity.split"
    CREATE_KEY = "key.create"
    REVOKE_KEY = "key.revoke"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One effect and who caused it. ``detail`` holds ids, states and names of keys, and never words of an article or of
    a note: an entry outlives what it is about. ``id`` is given by the store."""

    at: datetime
    actor: Actor
    action: AuditAction
    object_id: str
    detail: Mapping[str, object] = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which entries to list; None everywhere lists all. ``actor`` is a key's id or name."""

    actor: str | None = None
    action: AuditAction | None = None
    object_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
