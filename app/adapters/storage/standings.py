"""How outlets stand to each other, as rows: what a transaction takes away and adds is counted when it ends."""

import secrets
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy
from sqlalchemy import bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select

from app.adapters.storage.codec import load_cluster
from app.adapters.storage.portions import portions
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.standing_tables import OutletMarkRow, OutletPairRow
from app.adapters.storage.tables import ClaimRow, ClusterRow, ConflictClaimRow, ConflictRow
from app.core.linking.agreement import Opposition, compare_within, counts_in
from app.core.model.cluster import Cluster
from app.core.model.conflict import ConflictKind, Relation, ReviewState
from app.core.model.records import OutletPair

NUMBERS = ("shared", "conflicting", "independent", "compared", "agreed")
CLUSTERS_AT_A_TIME = 2_000
MARK_BITS = 30
Counts = Counter[tuple[str, str, int]]  # by outlet, other outlet and number

_PAIR_COLUMNS = ("outlet", "other", *NUMBERS)
_PAIRS = Prepared(
    sqlalchemy.select(*(getattr(OutletPairRow, name) for name in _PAIR_COLUMNS)).where(
        col(OutletPairRow.outlet).in_(bindparam(LIST, expanding=True))
    )
)
_MARKS = Prepared(
    select(OutletMarkRow.outlet, OutletMarkRow.mark).where(
        col(OutletMarkRow.outlet).in_(bindparam(LIST, expanding=True))
    )
)


class Standings:
    """Follows one transaction: a cluster is taken out as it was before, and put in again as it is at the end."""

    def __init__(self, session: Session) -> None:
        """Use ``standings_of``: there is one for each session."""
        self._session = session
        self._counts: Counts = Counter()
        self._out: set[str] = set()  # what is not in the rows as it stands

    def changing(self, cluster_ids: Collection[str]) -> None:
        """These are about to change or to go; call it while they are as they were."""
        fresh = sorted(set(cluster_ids) - self._out)
        self._counts.subtract(counts_of(self._session, fresh))
        self._out.update(fresh)

    def added(self, clusters: Iterable[Cluster]) -> None:
        """These came."""
        self._out.update(cluster.id for cluster in clusters)

    def close_off(self) -> None:
        """Writes what it comes to."""
        self._session.flush()
        self._counts.update(counts_of(self._session, sorted(self._out)))
        add_to_rows(self._session, self._counts)
        self._counts, self._out = Counter(), set()


def standings_of(session: Session) -> Standings:
    """Those of the session's transaction."""
    found: Standings = session.info.setdefault("standings", Standings(session))
    return found


def counts_of(session: Session, cluster_ids: Sequence[str]) -> Counts:
    """What these clusters add to the pairs; those of one outlet add nothing."""
    counts: Counts = Counter()
    for portion in portions(cluster_ids):
        bodies = session.exec(
            select(ClusterRow.body).where(col(ClusterRow.id).in_(portion), col(ClusterRow.outlet_count) > 1)
        )
        clusters = list(map(load_cluster, bodies))
        opposed = oppositions(session, [cluster.id for cluster in clusters])
        for cluster in clusters:
            for outlet, pair in compare_within(cluster, opposed.get(cluster.id, ())):
                for number, value in enumerate(counts_in(pair)):
                    counts[outlet, pair.other, number] += value
    return counts


def add_to_rows(session: Session, counts: Counts) -> None:
    """Adds to the rows what is not nothing, and marks the outlets whose rows change."""
    changes: dict[tuple[str, str], dict[str, int]] = {}
    for (outlet, other, number), value in counts.items():
        if value:
            changes.setdefault((outlet, other), dict.fromkeys(NUMBERS, 0))[NUMBERS[number]] += value
    if not changes:
        return
    rows = [{"outlet": outlet, "other": other, **told} for (outlet, other), told in sorted(changes.items())]
    _add(session, OutletPairRow, rows, NUMBERS)
    outlets = sorted({outlet for outlet, _ in changes})
    for portion in portions(sorted({outlet for (outlet, _), told in changes.items() if told["shared"] < 0})):
        gone = (col(OutletPairRow.outlet).in_(portion), col(OutletPairRow.shared) <= 0)
        session.exec(delete(OutletPairRow).where(*gone))
    _mark(session, outlets)


def _mark(session: Session, outlets: Sequence[str]) -> None:
    """A new mark, by chance, for each that still stands to another one: of the others no trace is left."""
    for portion in portions(outlets):
        session.exec(delete(OutletMarkRow).where(col(OutletMarkRow.outlet).in_(portion)))
        left = session.exec(select(OutletPairRow.outlet).where(col(OutletPairRow.outlet).in_(portion)).distinct())
        session.add_all([OutletMarkRow(outlet=outlet, mark=secrets.randbits(MARK_BITS)) for outlet in sorted(left)])
    session.flush()


def _add(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, object]], numbers: Sequence[str]) -> None:
    """New rows, or more in those that are there."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table)
    columns = SQLModel.metadata.tables[str(table.__tablename__)].columns
    keys = [column for column in columns if column.primary_key]
    added = {name: columns[name] + statement.excluded[name] for name in numbers}
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=added), [dict(row) for row in rows])


def count_all(session: Session) -> None:
    """From scratch: for a store whose rows are not there yet."""
    session.exec(delete(OutletPairRow))
    last = ""
    counts: Counts = Counter()
    some = select(ClusterRow.id).where(col(ClusterRow.outlet_count) > 1).order_by(col(ClusterRow.id))
    while ids := session.exec(some.where(col(ClusterRow.id) > last).limit(CLUSTERS_AT_A_TIME)).all():
        counts.update(counts_of(session, ids))
        last = ids[-1]
    add_to_rows(session, counts)


def oppositions(session: Session, cluster_ids: Sequence[str]) -> Mapping[str, list[Opposition]]:
    """By cluster, the contradictions in it that no reviewer has dismissed."""
    standing: dict[tuple[str, str, str], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for portion in portions(cluster_ids):
        asked: tuple[Any, ...] = (ConflictRow.cluster_id, ConflictRow.id, ConflictRow.kind)
        sides = (
            sqlalchemy.select(*asked, col(ConflictClaimRow.side), col(ClaimRow.outlet))
            .join(ConflictClaimRow, col(ConflictClaimRow.conflict_id) == col(ConflictRow.id))
            .join(ClaimRow, col(ClaimRow.id) == col(ConflictClaimRow.claim_id))
            .where(
                col(ConflictRow.cluster_id).in_(portion),
                col(ConflictRow.relation) == Relation.CONTRADICTION.value,
                col(ConflictRow.state) != ReviewState.DISMISSED.value,
            )
        )
        for cluster_id, conflict_id, kind, side, outlet in session.execute(sides):
            standing[cluster_id, conflict_id, kind][side].add(outlet)
    opposed: dict[str, list[Opposition]] = defaultdict(list)
    for (cluster_id, _, kind), by_side in sorted(standing.items()):
        told = tuple(frozenset(by_side[side]) for side in sorted(by_side))
        opposed[cluster_id].append(Opposition(kind=ConflictKind(kind), sides=told))
    return opposed


def pairs_of(session: Session, outlets: Collection[str]) -> dict[str, tuple[OutletPair, ...]]:
    """By outlet, how it stands to every other one with which it shares a cluster, the most shared first."""
    found: dict[str, list[OutletPair]] = {outlet: [] for outlet in outlets}
    for outlet, other, shared, conflicting, independent, compared, agreed in _PAIRS.of_many(session, sorted(outlets)):
        found[outlet].append(
            OutletPair(
                other=other,
                shared_clusters=shared,
                conflicting_clusters=conflicting,
                independent_clusters=independent,
                compared=compared,
                agreed=agreed,
            )
        )
    return {
        outlet: tuple(sorted(pairs, key=lambda pair: (-pair.shared_clusters, pair.other)))
        for outlet, pairs in found.items()
    }


def marks_of(session: Session, outlets: Collection[str]) -> dict[str, int]:
    """By outlet, a number that changes with every change to its pairs; 0 before the first."""
    return dict.fromkeys(outlets, 0) | dict(_MARKS.of_many(session, sorted(outlets)))
