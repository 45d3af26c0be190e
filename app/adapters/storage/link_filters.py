"""What a list of clusters or conflicts asks for, as SQL."""

from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped
from sqlalchemy.sql.compiler import SQLCompiler
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.adapters.storage.claims import claims_naming
from app.adapters.storage.tables import ClaimRow, ClusterRow, ConflictClaimRow, ConflictRow, local_text
from app.core.folding import fold
from app.core.model.records import ClusterFilter, ConflictFilter


class InTurn(ColumnElement[str]):
    """A column that is compared row by row, in the order of the list. SQLite would look each of many clusters up by its
    id and sort them all; in the order of the list, the first few that fit are all that is read."""

    inherit_cache = True

    def __init__(self, column: Any) -> None:
        self.column = column
        self.type = String()


@compiles(InTurn)
def _compile(element: InTurn, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.column, **options)


@compiles(InTurn, "sqlite")
def _compile_for_sqlite(element: InTurn, compiler: SQLCompiler, **options: Any) -> str:
    """sqlite.org/optoverview.html: a unary plus keeps a term from being used for an index."""
    return f"+{compiler.process(element.column, **options)}"


def cluster_conditions(wanted: ClusterFilter) -> list[ColumnElement[bool]]:
    """All of them must hold."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.min_outlets > 1:  # all have one
        conditions.append(col(ClusterRow.outlet_count) >= wanted.min_outlets)
    if wanted.event_type is not None:
        conditions.append(col(ClusterRow.event_type) == wanted.event_type)
    if wanted.disputed is not None:
        conditions.append(col(ClusterRow.disputed) == wanted.disputed)
    if wanted.since is not None:
        conditions.append(col(ClusterRow.latest) > local_text(wanted.since))
    if wanted.until is not None:
        conditions.append(col(ClusterRow.earliest) < local_text(wanted.until))
    if wanted.outlet is not None:
        conditions.append(_holds_claim(col(ClaimRow.outlet) == wanted.outlet))
    if wanted.language is not None:
        conditions.append(_lists(col(ClusterRow.languages), wanted.language))
    if wanted.entity is not None:
        conditions.append(_holds_claim(col(ClaimRow.id).in_(claims_naming(wanted.entity))))
    if wanted.place is not None:
        conditions.append(_holds_claim(col(ClaimRow.id).in_(claims_naming(wanted.place, place=True))))
    if wanted.conflict_kind is not None:
        of_kind = select(ConflictRow.cluster_id).where(ConflictRow.kind == wanted.conflict_kind)
        conditions.append(InTurn(col(ClusterRow.id)).in_(of_kind))
    words = _words(wanted.query)
    conditions.extend(map(_holds_claim, words[:1]))
    conditions.extend(map(_also_holds, words[1:]))
    return conditions


def _holds_claim(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    homes = select(ClaimRow.cluster_id).where(condition, col(ClaimRow.cluster_id).is_not(None))
    return InTurn(col(ClusterRow.id)).in_(homes)


def _also_holds(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Asked of each cluster on its own, where few are left."""
    return select(ClaimRow.id).where(col(ClaimRow.cluster_id) == col(ClusterRow.id), condition).exists()


def conflict_conditions(wanted: ConflictFilter) -> list[ColumnElement[bool]]:
    """All of them must hold."""
    conditions: list[ColumnElement[bool]] = [
        col(column) == value
        for column, value in (
            (ConflictRow.kind, wanted.kind),
            (ConflictRow.scope, wanted.scope),
            (ConflictRow.relation, wanted.relation),
            (ConflictRow.severity, wanted.severity),
            (ConflictRow.state, wanted.state),
            (ConflictRow.cluster_id, wanted.cluster),
        )
        if value is not None
    ]
    if wanted.outlet is not None:
        conditions.append(_has_claim(select(ClaimRow.id).where(ClaimRow.outlet == wanted.outlet)))
    if wanted.language is not None:
        conditions.append(_lists(col(ConflictRow.languages), wanted.language))
    if wanted.entity is not None:
        conditions.append(_has_claim(claims_naming(wanted.entity)))
    if wanted.place is not None:
        conditions.append(_has_claim(claims_naming(wanted.place, place=True)))
    if wanted.since is not None:
        conditions.append(_of_cluster(col(ClusterRow.latest) > local_text(wanted.since)))
    if wanted.until is not None:
        conditions.append(_of_cluster(col(ClusterRow.earliest) < local_text(wanted.until)))
    words = _words(wanted.query)
    conditions.extend(_has_claim(select(ClaimRow.id).where(word)) for word in words[:1])
    conditions.extend(map(_also_has, words[1:]))
    return conditions


def _has_claim(claim_ids: SelectOfScalar[str]) -> ColumnElement[bool]:
    rows = select(ConflictClaimRow.conflict_id).where(col(ConflictClaimRow.claim_id).in_(claim_ids))
    return col(ConflictRow.id).in_(rows)


def _also_has(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    sides = select(ConflictClaimRow.claim_id).join(ClaimRow, col(ClaimRow.id) == col(ConflictClaimRow.claim_id))
    return sides.where(col(ConflictClaimRow.conflict_id) == col(ConflictRow.id), condition).exists()


def _of_cluster(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(ClusterRow.id).where(col(ClusterRow.id) == col(ConflictRow.cluster_id), condition).exists()


def _lists(languages: Mapped[str], language: str) -> ColumnElement[bool]:
    return languages.contains(f"|{language}|", autoescape=True)


def _words(query: str | None) -> list[ColumnElement[bool]]:
    """The longest first: the fewest claims hold it."""
    words = sorted(set(fold(query or "").split()), key=lambda word: (-len(word), word))
    return [col(ClaimRow.words).contains(word, autoescape=True) for word in words]
