"""What a list of clusters or conflicts asks for, as SQL."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, literal_column, or_
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from app.adapters.storage.claim_filters import ClaimsChosen, in_language, names_one, naming, of_outlet, with_word
from app.adapters.storage.in_turn import InTurn
from app.adapters.storage.list_plans import MET, PROBED, Choice, Wanted, Way
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.tables import ClaimRow, ClusterRow, ConflictClaimRow, ConflictRow, local_text
from app.core.folding import fold
from app.core.model.records import ClusterFilter, ClusterOrder, ConflictFilter

MANY_OUTLETS = 2  # what more report is in an index of its own
_SIDES = 4  # of a conflict, claims, about
_ALIKE = 1.3  # of these, what names or tells the same as one that does: whoever is named on one side is named on others
_IN_INDEX = 0.1  # microseconds to ask a row in the order of the list


def _clusters_of(key: Any) -> Prepared:
    homes = select(ClaimRow.cluster_id).where(col(ClaimRow.id).in_(bindparam(LIST, expanding=True)))
    return Prepared(select(ClusterRow.id, key).where(col(ClusterRow.id).in_(homes)))


_FOUND = {
    ClusterOrder.NEWEST: _clusters_of(ClusterRow.sort_key),
    ClusterOrder.DISPUTED: _clusters_of(ClusterRow.dispute_key),
}
_NAMED_ON_SIDES = Prepared(
    select(ConflictRow.id, ConflictRow.sort_key).where(
        col(ConflictRow.id).in_(
            select(ConflictClaimRow.conflict_id).where(
                col(ConflictClaimRow.claim_id).in_(bindparam(LIST, expanding=True))
            )
        )
    )
)
_OF_CLUSTER = Prepared(
    select(ConflictRow.id, ConflictRow.sort_key).where(col(ConflictRow.cluster_id) == bindparam("cluster"))
)


def told_of_a_time(wanted: Wanted, ranges: Sequence[tuple[str, str]]) -> Wanted:
    """Clusters that fit nothing but conditions of time, with their latest report in these ranges: in another order than
    that of time, they may be few enough to be sorted."""
    key = col(ClusterRow.sort_key)
    within = or_(*((key >= first) & (key < last) for first, last in ranges))
    test = and_(*wanted.conditions)
    ids = select(ClusterRow.id).where(within, test)
    return Wanted(choices=[Choice(ids=ids, test=test, counted=ids, among=ClusterRow, ask=0.6)], conditions=())


def clusters_wanted(wanted: ClusterFilter, *, indexed: bool, order: ClusterOrder = ClusterOrder.NEWEST) -> Wanted:
    """Clusters that fit all filters; ``indexed``: whether the database has an index of words."""
    choices: list[Choice] = []
    conditions: list[ColumnElement[bool]] = []
    if wanted.min_outlets > MANY_OUTLETS:
        enough = col(ClusterRow.outlet_count) >= wanted.min_outlets
        # A database takes an index of some rows where it is told in the same words which ones these are.
        few = enough & (col(ClusterRow.outlet_count) > literal_column(str(MANY_OUTLETS)))
        by_many = select(ClusterRow.id).where(few)
        in_turn = InTurn(col(ClusterRow.outlet_count)) >= wanted.min_outlets
        choices.append(Choice(ids=by_many, test=in_turn, counted=by_many, direct=few, among=ClusterRow, ask=_IN_INDEX))
    elif wanted.min_outlets > 1:  # all have one
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
        of_type_alone = col(ClusterRow.event_type) == wanted.event_type
        choices.append(Choice(ids=of_type, test=test, counted=of_type, direct=of_type_alone, among=ClusterRow))
    if wanted.conflict_kind is not None:
        of_kind = select(ConflictRow.cluster_id).where(ConflictRow.kind == wanted.conflict_kind)
        here = select(ConflictRow.id).where(
            col(ConflictRow.cluster_id) == col(ClusterRow.id), InTurn(col(ConflictRow.kind)) == wanted.conflict_kind
        )
        way = Way(test=InTurn(col(ClusterRow.id)).in_(of_kind), once=0.1, each=MET)
        choices.append(Choice(ids=of_kind, test=here.exists(), counted=of_kind, among=ClusterRow, ways=[way]))
    if wanted.language is not None:
        chosen = in_language(wanted.language)
        test = _lists(col(ClusterRow.languages), wanted.language)
        choices.append(
            Choice(
                ids=_homes(chosen),
                test=test,
                counted=chosen.counted,
                among=chosen.among,
                times=chosen.times,
                look=chosen.look_home,
                ask=_IN_INDEX,
            )
        )
    choices.extend(
        Choice(
            ids=(homes := _homes(chosen)),
            test=_holds(chosen.test),
            counted=chosen.counted,
            gathered=chosen.gathered,
            among=chosen.among,
            times=chosen.times,
            look=chosen.look_home,
            ask=chosen.ask + PROBED,
            ways=[
                Way(test=InTurn(col(ClusterRow.id)).in_(homes), once=chosen.homes_once, each=MET),
                Way(test=_holds(chosen.met), once=chosen.met_once, each=PROBED),
            ],
            handful=None if chosen.named is None else chosen.named.handful(_FOUND[order]),
            total=None if chosen.named is None else chosen.named.total,
            sieve=None if chosen.named is None else chosen.named.sieve(ClusterRow.named),
        )
        for chosen in _of_claims(wanted, indexed)
    )
    return Wanted(choices=choices, conditions=conditions)


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


def _holds(test: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(ClaimRow.id).where(col(ClaimRow.cluster_id) == col(ClusterRow.id), test).exists()


def conflicts_wanted(wanted: ConflictFilter, *, indexed: bool) -> Wanted:
    """Conflicts that fit all filters; ``indexed``: whether the database has an index of words."""
    choices: list[Choice] = []
    for column, value in (
        (ConflictRow.kind, wanted.kind),
        (ConflictRow.state, wanted.state),
        (ConflictRow.cluster_id, wanted.cluster),
    ):
        if value is not None:
            told = col(column) == value
            those = select(ConflictRow.id).where(told)
            choices.append(
                Choice(
                    ids=those,
                    test=InTurn(col(column)) == value,
                    counted=those,
                    direct=told,
                    ordered=column is ConflictRow.kind,
                    among=ConflictRow,
                    handful=_conflicts_of(value) if column is ConflictRow.cluster_id else None,
                )
            )
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
        choices.append(
            Choice(
                ids=_sides(chosen),
                test=test,
                counted=chosen.counted,
                among=chosen.among,
                times=chosen.times,
                look=chosen.look_home,
            )
        )
    choices.extend(
        Choice(
            ids=_sides(chosen),
            test=_has(chosen),
            counted=chosen.counted,
            gathered=chosen.gathered,
            among=chosen.among,
            share=_ALIKE if chosen.direct is None else _SIDES,
            times=chosen.times,
            look=chosen.ids_once + 0.4,
            ask=(chosen.ask + PROBED) * _SIDES,
            ways=[Way(test=_stands_on(chosen.ids), once=chosen.ids_once, each=PROBED)],
            handful=None if chosen.named is None else chosen.named.handful(_NAMED_ON_SIDES),
            total=None if chosen.named is None else chosen.named.total,
            sieve=None if chosen.named is None else chosen.named.sieve(ConflictRow.named),
        )
        for chosen in _of_claims(wanted, indexed)
    )
    return Wanted(choices=choices, conditions=conditions)


def _sides(chosen: ClaimsChosen) -> Any:
    return select(ConflictClaimRow.conflict_id).where(col(ConflictClaimRow.claim_id).in_(chosen.ids))


def _conflicts_of(cluster: str) -> Callable[[Session], Collection[Any] | None]:
    return lambda session: _OF_CLUSTER.rows(session, cluster=cluster)


def _has(chosen: ClaimsChosen) -> ColumnElement[bool]:
    of_conflict = col(ConflictClaimRow.conflict_id) == col(ConflictRow.id)
    sides = select(ConflictClaimRow.claim_id).where(of_conflict)
    if chosen.named is not None:
        claim_id = col(ConflictClaimRow.claim_id)
        return sides.where(names_one(chosen.named.entity, claim_id, place=chosen.named.place)).exists()
    return sides.join(ClaimRow, col(ClaimRow.id) == col(ConflictClaimRow.claim_id)).where(chosen.test).exists()


def _stands_on(ids: Any) -> ColumnElement[bool]:
    here = col(ConflictClaimRow.conflict_id) == col(ConflictRow.id)
    among: ColumnElement[bool] = InTurn(col(ConflictClaimRow.claim_id)).in_(ids)
    return select(ConflictClaimRow.claim_id).where(here, among).exists()


def _of_cluster(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(ClusterRow.id).where(col(ClusterRow.id) == col(ConflictRow.cluster_id), condition).exists()


def _lists(languages: Mapped[str], language: str) -> ColumnElement[bool]:
    return languages.contains(f"|{language}|", autoescape=True)
