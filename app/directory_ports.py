"""What the core needs from outside for looking over all that is stored: names, outlets and counts."""

from collections.abc import Collection
from typing import Protocol

from app.core.model.records import EntityRecord, NamesInUse, OutletPair, OutletRecord, Slice, StoreTally


class Directory(Protocol):
    """Who and what is in the store: entities and outlets."""

    def entities(
        self, *, query: str | None, kind: str | None, limit: int, cursor: str | None
    ) -> Slice[EntityRecord]: ...

    def entity(self, entity_id: str) -> EntityRecord | None: ...

    def called(self, name: str, *, kind: str | None) -> tuple[str, ...]:
        """Ids of those that some article calls exactly so."""
        ...

    def names_in_use(self, most: int) -> NamesInUse:
        """At most so many of each."""
        ...

    def outlets(self, *, limit: int, cursor: str | None) -> Slice[OutletRecord]: ...

    def outlet(self, outlet: str) -> OutletRecord | None: ...

    def outlet_pairs(self, outlets: Collection[str]) -> dict[str, tuple[OutletPair, ...]]: ...

    def counts(self) -> dict[str, int]:
        """How many articles, claims, clusters, conflicts, waiting jobs and failed articles there are."""
        ...

    def tally(self) -> StoreTally:
        """The same in detail, for metrics."""
        ...
