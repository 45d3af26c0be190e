"""What a list of clusters or conflicts asks for, as SQL."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from app.adapters.storage.claim_filters import ClaimsChosen, in_language, naming, of_outlet, with_word
from app.adapters.storage.in_turn import InTurn
from app.adapters.storage.list_plans import Choice, Wanted
from app.adapters.storage.tables import ClaimRow, ClusterRow, ConflictClaimRow, ConflictRow, local_text
from app.core.folding import fold
from app.core.model.records import ClusterFilter, ConflictFilter


def clusters_wanted(wanted: ClusterFilter, *, indexed: bool) -> Wanted:
    """Clusters that fit all filters; ``indexed``: whether the database has an index of words."""
    choices: list[Choice] = []
    conditions: list[ColumnElement[bool]] = []
    if wanted.min_outlets > 1:  # all have one
        conditions.append(col(ClusterRow.outlet_count) >= wanted.min_outlets)
    if wanted.disputed is not None:
        conditions.append(col(ClusterRow.disputed) == wanted.disputed)
    if wanted.since is not None:
        conditions.append(col(ClusterRow.latest) > local_text(wanted.since))
    if wanted.until is not None:
        conditions.append(col(ClusterRow.earliest) < local_text(wanted.until))
    if wanted.event_type is not None:
        of_type = select(ClusterRow.id).where(ClusterRow.event_type == wanted.event_type)
        test = InTurn(col(ClusterRow.event_type)) == wanted.event_type
        choices.append(Choice(ids=of_type, test=test, counted=of_type))
    if wanted.conflict_kind is not None:
        of_kind = select(ConflictRow.cluster_id).where(ConflictRow.kind == wanted.conflict_kind)
        here = select(ConflictRow.id).where(
            col(ConflictRow.cluster_id) == col(ClusterRow.id), InTurn(col(ConflictRow.kind)) == wanted.conflict_kind
        )
        choices.append(Choice(ids=of_kind, test=here.exists(), counted=of_kind))
    if wanted.language is not None:
        chosen = in_language(wanted.language)
        test = _lists(col(ClusterRow.languages), wanted.language)
        choices.append(Choice(ids=_homes(chosen), test=test, counted=chosen.counted))
    choices.extend(
        Choice(ids=_homes(chosen), test=_holds(chosen), counted=chosen.counted, gathered=chosen.homes is not None)
        for chosen in _of_claims(wanted, indexed)
    )
    return Wanted(choices=choices, conditions=conditions, covered=True)


def _of_claims(wanted: ClusterFilter | ConflictFilter, indexed: bool) -> Iterator[ClaimsChosen]:
    """Each must hold for some claim, not all for the same one."""
    if wanted.outlet is not None:
        yield of_outlet(wanted.outlet)
    if wanted.entity is not None:
        yield naming(wanted.entity)
    if wanted.place is not None:
        yield naming(wanted.place, place=True)
    # The longest first: the fewest claims hold it.
    for word in sorted(set(fold(wanted.query or "").split()), key=lambda word: (-len(word), word)):
        yield with_word(word, indexed=indexed)


def _homes(chosen: ClaimsChosen) -> Any:
    if chosen.homes is not None:
        return chosen.homes
    return select(ClaimRow.cluster_id).where(col(ClaimRow.id).in_(chosen.ids), col(ClaimRow.cluster_id).is_not(None))


def _holds(chosen: ClaimsChosen) -> ColumnElement[bool]:
    return select(ClaimRow.id).where(col(ClaimRow.cluster_id) == col(ClusterRow.id), chosen.test).exists()


def conflicts_wanted(wanted: ConflictFilter, *, indexed: bool) -> Wanted:
    """Conflicts that fit all filters; ``indexed``: whether the database has an index of words."""
    choices: list[Choice] = []
    for column, value in (
        (ConflictRow.kind, wanted.kind),
        (ConflictRow.state, wanted.state),
        (ConflictRow.cluster_id, wanted.cluster),
    ):
        if value is not None:
            those = select(ConflictRow.id).where(col(column) == value)
            choices.append(Choice(ids=those, test=InTurn(col(column)) == value, counted=those))
    conditions: list[ColumnElement[bool]] = [
        col(column) == value
        for column, value in (
            (ConflictRow.scope, wanted.scope),
            (ConflictRow.relation, wanted.relation),
            (ConflictRow.severity, wanted.severity),
        )
        if value is not None
    ]
    if wanted.since is not None:
        conditions.append(_of_cluster(col(ClusterRow.latest) > local_text(wanted.since)))
    if wanted.until is not None:
        conditions.append(_of_cluster(col(ClusterRow.earliest) < local_text(wanted.until)))
    if wanted.language is not None:
        chosen = in_language(wanted.language)
        test = _lists(col(ConflictRow.languages), wanted.language)
        choices.append(Choice(ids=_sides(chosen), test=test, counted=chosen.counted))
    choices.extend(
        Choice(ids=_sides(chosen), test=_has(chosen), counted=chosen.counted, gathered=chosen.homes is not None)
        for chosen in _of_claims(wanted, indexed)
    )
    return Wanted(choices=choices, conditions=conditions)


def _sides(chosen: ClaimsChosen) -> Any:
    return select(ConflictClaimRow.conflict_id).where(col(ConflictClaimRow.claim_id).in_(chosen.ids))


def _has(chosen: ClaimsChosen) -> ColumnElement[bool]:
    sides = select(ConflictClaimRow.claim_id).join(ClaimRow, col(ClaimRow.id) == col(ConflictClaimRow.claim_id))
    return sides.where(col(ConflictClaimRow.conflict_id) == col(ConflictRow.id), chosen.test).exists()


def _of_cluster(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(ClusterRow.id).where(col(ClusterRow.id) == col(ConflictRow.cluster_id), condition).exists()


def _lists(languages: Mapped[str], language: str) -> ColumnElement[bool]:
    return languages.contains(f"|{language}|", autoescape=True)
