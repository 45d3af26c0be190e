"""Two or more values that cannot all be true of one event, with the claims behind each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ConflictKind(StrEnum):
    """What the reports disagree about."""

    DATE = "date"
    PLACE = "place"
    PARTICIPANTS = "participants"
    QUANTITY = "quantity"
    DENIAL = "denial"
    STATUS = "status"
    OUTCOME = "outcome"
    ATTRIBUTION = "attribution"
    ROLE = "role"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidenceScale:
    """How the confidence of a conflict between articles is calibrated, and from which confidence on it is told."""

    slope: float
    offsets: Mapping[str, float]  # log-odds by kind
    least: float


class Scope(StrEnum):
    """Between articles, or inside one."""

    CROSS = "cross"
    INTERNAL = "internal"


class Relation(StrEnum):
    """Whether both cannot hold, or the later report revises the earlier one."""

    CONTRADICTION = "contradiction"
    UPDATE = "update"


class Severity(StrEnum):
    """How much hangs on it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


# How much a contradiction weighs among those of its story, where stories are sorted by how disputed they are.
SEVERITY_WEIGHTS: Mapping[Severity, int] = {Severity.LOW: 1, Severity.MEDIUM: 2, Severity.HIGH: 3}


class ReviewState(StrEnum):
    """What a reviewer decided."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why both values exclude each other, in the three languages of the screen."""

    en: str
    ar: str
    fr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One value and the claims (ids, sorted) that report it."""

    value: str  # ISO date, plain number or canonical name: for programs
    label: str  # as a reader would say it
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A conflict; ``id`` is a function of kind, scope and the sides' claims, so that it is the same in any
    order of arrival."""

    id: str
    cluster_id: str
    kind: ConflictKind
    scope: Scope
    relation: Relation
    severity: Severity
    confidence: float
    explanation: Explanation
    sides: tuple[Side, ...]
    version: str = ""  # of the rules that found it
