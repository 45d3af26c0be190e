"""How long a call to a server may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait, in seconds: for a connection, between two packets, and for all of one call."""

    connect: float = 10.0
    idle: float = 10.0
    total: float = 30.0
