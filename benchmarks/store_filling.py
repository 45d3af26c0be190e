"""Fills a database with claims at once, as if each article had been linked by itself.

What linking finds is given here: claims of one statement are one cluster, and no two of them disagree. Every name is an
entity of its own. Keys of indexes come in the order in which they would come one by one, so that pages are as full as
they become in use.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from types import TracebackType
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, select

from app.adapters.storage.claim_words import index_all
from app.adapters.storage.claims import placed_claim, row_of
from app.adapters.storage.day_bounds import bound_all
from app.adapters.storage.engine import is_postgres, open_engine, parse_database_url
from app.adapters.storage.entities import block_rows
from app.adapters.storage.entity_counts import count_entities
from app.adapters.storage.links import cluster_row
from app.adapters.storage.mentions import Called
from app.adapters.storage.searching import PostgresVectors
from app.adapters.storage.standings import count_all
from app.adapters.storage.tables import (
    CalledRow,
    ClaimRow,
    ClusterRow,
    EdgeRow,
    EntityBlockRow,
    EntityNameRow,
    LinkingRow,
    MentionRow,
)
from app.adapters.storage.vectors import SqliteVectors, VectorKeeper
from app.core.entities.identity import KnownName, known_name
from app.core.folding import fold
from app.core.linking.summary import summarise_cluster
from app.core.model.claim import Claim
from app.core.model.reference import references_of
from app.use_cases.cross_check import ArticleReading

SURE = 0.9  # probability of an edge between two reports of one thing
PORTION = 300  # articles whose rows are held in memory
Row = dict[str, Any]
# Nobody else uses the file, and one that was half filled is thrown away.
_FAST = ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -600000")


def fill_database(url: str, readings: Sequence[ArticleReading]) -> None:
    """``url`` is that of a migrated database. No other process may use it meanwhile."""
    with StoreFiller(url) as filler:
        filler.add(readings)


class StoreFiller:
    """Adds articles to a migrated database that no other process uses meanwhile; closing it makes them stay."""

    def __init__(self, url: str, *, shared: Collection[str] = ()) -> None:
        """``shared``: statements of articles that are not added together; their clusters are formed at the end."""
        parsed = parse_database_url(url)
        self._engine = open_engine(parsed, writer=True)
        self._vectors: VectorKeeper = PostgresVectors() if is_postgres(parsed) else SqliteVectors()
        self._session = Session(self._engine)
        if not is_postgres(parsed):
            self._session.connection().exec_driver_sql("COMMIT")
            for pragma in _FAST:
                self._session.connection().exec_driver_sql(pragma)
            self._session.connection().exec_driver_sql("BEGIN IMMEDIATE")
        linking = self._session.get_one(LinkingRow, 1)
        linking.epoch += 1
        self._session.flush()
        self._epoch = linking.epoch
        self._names = set(self._session.exec(select(EntityNameRow.id)))
        columns = (getattr(CalledRow, name) for name in Called._fields)
        rows = self._session.exec(select(CalledRow.id, *columns))
        self._called: dict[Called, int] = {Called(*called): number for number, *called in rows}
        self._last = max(self._called.values(), default=0)
        self._shared: dict[str, list[Claim]] = {statement: [] for statement in shared}

    def __enter__(self) -> "StoreFiller":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._add_shared()
            bound_all(self._session)
            count_all(self._session)
            count_entities(self._session)
            index_all(self._session)
            self._session.commit()
        self._session.close()
        self._engine.dispose()

    def add(self, readings: Sequence[ArticleReading]) -> None:
        """Articles with all those that tell of the same events."""
        groups: dict[str, list[Claim]] = {}
        for reading in readings:
            for claim in reading.claims:
                self._shared.get(claim.statement, groups.setdefault(claim.statement, [])).append(claim)
        home: dict[str, str] = {}
        own = [group for group in groups.values() if group]
        self._insert(ClusterRow, _cluster_rows(own, home))
        self._insert(EdgeRow, (row for group in own for row in _edge_rows(group)))
        for start in range(0, len(readings), PORTION):
            self._add_claims(readings[start : start + PORTION], home)

    def _add_claims(self, readings: Sequence[ArticleReading], home: dict[str, str]) -> None:
        rows: list[Row] = []
        mentions: list[Row] = []
        names: dict[str, KnownName] = {}
        called: list[Row] = []
        for reading in readings:
            placed = [placed_claim(claim) for claim in reading.claims]
            self._vectors.add(self._session, reading.article_id, placed, reading.vectors, self._epoch)
            for position, (claim, where) in enumerate(zip(reading.claims, placed, strict=True)):
                rows.append(row_of(claim, where, position) | {"cluster_id": home.get(claim.id)})
                mentions.extend(self._mentions(claim, where.month, names, called))
        self._insert(ClaimRow, rows)
        self._insert(CalledRow, called)
        self._insert(MentionRow, mentions)
        new = [names[name_id] for name_id in sorted(names)]
        self._insert(EntityNameRow, map(_name_row, new))
        self._insert(EntityBlockRow, block_rows(new))

    def _mentions(self, claim: Claim, month: str, names: dict[str, KnownName], called: list[Row]) -> Iterator[Row]:
        for reference in {(one.id, one.role): one for one in references_of(claim)}.values():
            name = known_name(reference)
            if name.id not in self._names:
                self._names.add(name.id)
                names[name.id] = name
            one = Called(
                entity_id=reference.id,
                name_id=name.id,
                type=reference.type,
                name=reference.name,
                folded=fold(reference.name),
                place_key=reference.place_key,
            )
            if one not in self._called:
                self._last += 1
                self._called[one] = self._last
                called.append({"id": self._last, **one._asdict()})
            yield {
                "claim_id": claim.id,
                "called_id": self._called[one],
                "role": reference.role,
                "article_id": claim.article_id,
                "month": month,
            }

    def _add_shared(self) -> None:
        home: dict[str, str] = {}
        groups = [group for group in self._shared.values() if group]
        self._insert(ClusterRow, _cluster_rows(groups, home))
        self._insert(EdgeRow, (row for group in groups for row in _edge_rows(group)))
        for claim_id, cluster_id in home.items():
            self._session.get_one(ClaimRow, claim_id).cluster_id = cluster_id
        self._session.flush()

    def insert(self, table: type[SQLModel], rows: Iterable[Row]) -> None:
        """Rows of any table."""
        self._insert(table, rows)

    def _insert(self, table: type[SQLModel], rows: Iterable[Row]) -> None:
        held = list(rows)
        if held:
            self._session.connection().execute(insert(table), held)


def _name_row(name: KnownName) -> Row:
    return {
        "id": name.id,
        "base": name.base,
        "key_id": name.key_id,
        "type": name.type,
        "name": name.name,
        "component": name.id,
        "entity_id": name.key_id,
    }


def _edge_rows(group: Sequence[Claim]) -> Iterator[Row]:
    for one, other in combinations(sorted(claim.id for claim in group), 2):
        yield {"left": one, "right": other, "probability": SURE, "reason": "made up", "contradiction": 0.0}


def _cluster_rows(groups: Iterable[Sequence[Claim]], home: dict[str, str]) -> Iterator[Row]:
    for group in groups:
        cluster = summarise_cluster(group)
        home.update(dict.fromkeys(cluster.claim_ids, cluster.id))
        yield cluster_row(cluster, group)
