"""Where what an article reports comes from, as far as it shows."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a claim shows of its origin beside its attribution."""

    agencies: tuple[str, ...] = ()  # sorted ids of the news agencies that the article carries, or that are cited
    fingerprint: tuple[int, ...] = ()  # MinHash signature of its sentence; empty where that is too short


NOT_SHOWN = Provenance()


class OriginKind(StrEnum):
    """Why outlets do not report independently."""

    COPY = "copy"  # one text in near-copies
    AGENCY = "agency"  # one agency's report
    SOURCE = "source"  # one cited source
    OUTLET = "outlet"  # one of them is cited by the others


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedOrigin:
    """Outlets that report one event from one origin. ``name`` is that of the agency, source or cited outlet; None
    for copies of a text."""

    kind: OriginKind
    name: str | None
    outlets: tuple[str, ...]  # sorted, two at least
