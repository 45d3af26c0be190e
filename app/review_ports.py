"""The stores of what reviewers decide, as protocols: about conflicts, clusters and names. Part of ``ports``."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from app.core.entities.identity import KnownName, Standing
from app.core.model.conflict import Conflict
from app.core.model.linking import ClusterDecision
from app.core.model.records import Decision, EntityDecision


class DecisionStore(Protocol):
    """What reviewers decided, in the order in which they did."""

    def add(self, decision: Decision) -> None: ...

    def about(self, conflicts: Sequence[Conflict]) -> dict[str, tuple[Decision, ...]]:
        """Decisions by conflict id, oldest first: those about it, or about an earlier form of it with fewer claims."""
        ...

    def apply(self, conflicts: Sequence[Conflict]) -> None:
        """Gives conflicts that were found anew the state that was decided before."""
        ...

    def forget(self, claim_ids: Collection[str]) -> None:
        """Takes the claims out of every decision; one with an empty side goes."""
        ...


class ClusterDecisionStore(Protocol):
    """What reviewers decided about clusters, in the order in which they did."""

    def add(self, decision: ClusterDecision) -> None: ...

    def about(self, claim_ids: Collection[str]) -> tuple[ClusterDecision, ...]:
        """Those that name any of the claims, oldest first."""
        ...

    def tied(self, claim_ids: Collection[str]) -> set[str]:
        """Stored claims that reviewers said to be of one event with any of these."""
        ...

    def forget(self, claim_ids: Collection[str]) -> None:
        """Takes the claims out of every decision; one with an empty side goes."""
        ...


class EntityStore(Protocol):
    """Names in use, whose they are, and what reviewers decided about them."""

    def add(self, names: Collection[KnownName]) -> list[KnownName]:
        """Keeps those that are new, each in an entity of its own; returns them."""
        ...

    def get(self, name_ids: Iterable[str]) -> list[KnownName]: ...

    def of_entity(self, entity_id: str) -> list[KnownName]: ...

    def entity_of(self, name_id: str) -> str: ...

    def known_as(self, entity_id: str) -> str | None:
        """The id that the entity has now; ids that it had before others joined it still lead to it."""
        ...

    def comparable(self, names: Collection[KnownName]) -> list[KnownName]:
        """All names that share the key, the base or a block with one of these."""
        ...

    def components(self, names: Collection[KnownName]) -> list[KnownName]:
        """All names of the components that these belong to."""
        ...

    def place(self, standings: Mapping[str, Standing]) -> None:
        """Says where names belong."""
        ...

    def named_in(self, article_id: str) -> list[KnownName]: ...

    def in_use(self, name_ids: Collection[str]) -> set[str]:
        """Those that any claim uses."""
        ...

    def articles_naming(self, name_ids: Collection[str]) -> dict[str, set[str]]: ...

    def namesakes(self, article_id: str) -> dict[str, str]:
        """By name id, whose name the article uses instead."""
        ...

    def rename(self, articles: Collection[str], name: KnownName) -> None:
        """In these articles the name is this one's, now and when they are analysed again."""
        ...

    def remove(self, name_ids: Collection[str]) -> None: ...

    def entities_of(self, claim_ids: Iterable[str]) -> dict[tuple[str, str], str]:
        """Entity id by claim id and the id of the name's key."""
        ...

    def decide(self, decision: EntityDecision) -> None: ...

    def decisions(self, name_ids: Collection[str]) -> tuple[EntityDecision, ...]:
        """Those that are about any of the names, oldest first."""
        ...

    def forget(self, article_id: str, used: Collection[str], gone: Collection[str]) -> None:
        """Takes an article and the names that it alone used out of every decision; one with an empty side goes."""
        ...
