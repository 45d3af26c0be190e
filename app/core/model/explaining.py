"""The words in which a conflict is explained, as data (``knowledge/explanations.toml``)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationTexts:
    """The sentences of one language. ``{outlets}`` and ``{value}`` are filled in."""

    report: str  # one side: who reports what
    joiner: str  # between two sides
    outlet_joiner: str  # between two outlets
    closing: str  # between the sides and the reason
    reasons: Mapping[str, str]  # reason key -> why both cannot be true
    words: Mapping[str, str]  # parts of day and other words that values are made of
