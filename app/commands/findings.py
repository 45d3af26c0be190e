"""What a check of ``crosscheck doctor`` comes to."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the report; ``remedy`` says what to do where it is not ok."""

    check: str
    state: State
    detail: str
    remedy: str | None = None
