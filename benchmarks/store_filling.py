"""Fills an empty database with claims at once, as if each article had been linked by itself.

What linking finds is given here: claims of one statement are one cluster, and no two of them disagree. Every name is an
entity of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from app.adapters.storage.claims import LAST_POSITION, published_text, time_span
from app.adapters.storage.codec import dump_claim, dump_cluster
from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.months import month_of
from app.adapters.storage.ranking import dispute_key, language_list
from app.adapters.storage.tables import (
    ClaimEntityRow,
    ClaimRow,
    ClusterRow,
    EdgeRow,
    EntityBlockRow,
    EntityNameRow,
    LinkingRow,
    VectorRow,
)
from app.adapters.storage.vectors import VECTOR_TYPE
from app.core.entities.identity import KnownName, known_name, name_blocks
from app.core.folding import fold
from app.core.linking.summary import summarise_cluster
from app.core.model.claim import Claim
from app.core.model.reference import references_of
from app.use_cases.cross_check import ArticleReading

SURE = 0.9  # probability of an edge between two reports of one thing
PORTION = 300  # articles whose rows are held in memory
Row = dict[str, Any]


def fill_database(url: str, readings: Sequence[ArticleReading]) -> None:
    """``url`` is that of a migrated database without claims. No other process may use it meanwhile."""
    engine = open_engine(parse_database_url(url), writer=True)
    groups: dict[str, list[Claim]] = {}
    for reading in readings:
        for claim in reading.claims:
            groups.setdefault(claim.statement, []).append(claim)
    home: dict[str, str] = {}
    with Session(engine) as session:
        _insert(session, ClusterRow, _cluster_rows(groups.values(), home))
        _insert(session, EdgeRow, (row for group in groups.values() for row in _edge_rows(group)))
        names: set[KnownName] = set()
        for start in range(0, len(readings), PORTION):
            part = readings[start : start + PORTION]
            _insert(session, ClaimRow, (row for one in part for row in _claim_rows(one, home)))
            _insert(session, VectorRow, (row for one in part for row in _vector_rows(one)))
            _insert(session, ClaimEntityRow, (row for one in part for row in _reference_rows(one)))
            names |= {known_name(found) for one in part for claim in one.claims for found in references_of(claim)}
        ordered = sorted(names, key=lambda name: name.id)
        _insert(session, EntityNameRow, map(_name_row, ordered))
        blocks = ({"name_id": name.id, "block": block} for name in ordered for block in sorted(name_blocks(name)))
        _insert(session, EntityBlockRow, blocks)
        linking = session.get_one(LinkingRow, 1)
        linking.epoch += 1
        session.commit()
    engine.dispose()


def _insert(session: Session, table: type[SQLModel], rows: Iterable[Row]) -> None:
    held = list(rows)
    if held:
        session.execute(insert(table), held)


def _claim_rows(reading: ArticleReading, home: dict[str, str]) -> Iterator[Row]:
    for position, claim in enumerate(reading.claims):
        earliest, latest = time_span(claim)
        yield {
            "id": claim.id,
            "sort_key": f"{published_text(claim)}~{claim.article_id}~{LAST_POSITION - position:06}",
            "article_id": claim.article_id,
            "cluster_id": home[claim.id],
            "outlet": claim.outlet,
            "language": claim.language,
            "event_type": claim.event_type,
            "earliest": earliest,
            "latest": latest,
            "month": month_of(earliest, latest),
            "words": fold(f"{claim.statement} {claim.quote}"),
            "body": dump_claim(claim),
        }


def _vector_rows(reading: ArticleReading) -> Iterator[Row]:
    for claim, vector in zip(reading.claims, reading.vectors, strict=True):
        earliest, latest = time_span(claim)
        yield {
            "claim_id": claim.id,
            "article_id": claim.article_id,
            "epoch": 1,
            "month": month_of(earliest, latest),
            "earliest": earliest,
            "latest": latest,
            "vector": np.asarray(vector, dtype=VECTOR_TYPE).tobytes(),
            "searchable": vector,
        }


def _reference_rows(reading: ArticleReading) -> Iterator[Row]:
    for claim in reading.claims:
        for reference in {(one.id, one.role): one for one in references_of(claim)}.values():
            yield {
                "claim_id": claim.id,
                "article_id": claim.article_id,
                "entity_id": reference.id,
                "name_id": known_name(reference).id,
                "role": reference.role,
                "type": reference.type,
                "name": reference.name,
                "folded": fold(reference.name),
                "place_key": reference.place_key,
            }


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
        newest = max(published_text(claim) for claim in group)
        sort_key = f"{newest}~{cluster.id}"
        yield {
            "id": cluster.id,
            "sort_key": sort_key,
            "event_type": cluster.event_type,
            "earliest": cluster.earliest,
            "latest": cluster.latest,
            "outlet_count": len(cluster.outlets),
            "disputed": False,
            "languages": language_list(cluster.languages),
            "dispute_key": dispute_key(0, cluster.independent_origins, sort_key),
            "body": dump_cluster(cluster),
        }
