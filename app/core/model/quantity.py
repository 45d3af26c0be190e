"""Numbers with their bounds and what they count."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number in a text: every value in ``low <= x <= high`` is compatible with it; None leaves that side open.

    ``unit`` is a canonical unit ("percent", "USD", "km") or None for a plain count; ``counted`` is the
    counted noun as written.
    ``approximate`` marks "about", "nearly", "dozens": bounds are then already widened.
    """

    text: str
    start: int
    end: int
    low: float | None
    high: float | None
    unit: str | None = None
    counted: str | None = None
    approximate: bool = False
