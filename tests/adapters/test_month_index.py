"""Vectors by months in memory: exact, within a bound, and true to each snapshot, whoever else writes."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from app.adapters.storage.month_index import MonthIndex
from app.adapters.storage.unit_of_work import SqlStore
from app.adapters.storage.vectors import SqliteVectors
from app.core.linking.period import reach_of
from app.core.model.claim import Claim
from app.core.model.records import Submission
from app.core.model.when import Interval
from app.ports import Unit, Vectors
from app.rounding import round_vectors
from tests.fakes import ToyUnderstander

DIMENSIONS = 32
LEAST = 0.4
DAYS = [datetime(2023, 1, 1) + timedelta(days=number) for number in range(0, 900, 7)]


@pytest.fixture
def url(tmp_path: Path) -> str:
    store = SqlStore(f"sqlite:///{tmp_path / 'months.sqlite3'}")
    store.migrate()
    store.close()
    return f"sqlite:///{tmp_path / 'months.sqlite3'}"


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    # Room for two months of the twenty or thirty: nearly every look drops one.
    store = SqlStore(url, vector_memory=20_000)
    yield store
    store.close()


class News:
    """Articles of three claims; some tell no time, some a long one."""

    def __init__(self, seed: int) -> None:
        self._chance = np.random.default_rng(seed)
        self._base = self._chance.normal(size=DIMENSIONS)

    def article(self, key: str) -> tuple[list[Claim], Vectors]:
        days = self._chance.choice(len(DAYS), size=3)
        lines = [f"Ada Venn | meet | | {DAYS[day].date() if self._chance.random() < 0.9 else ''} |" for day in days]
        claims = list(ToyUnderstander()(key, Submission(outlet="Post", text="\n".join(lines))).claims)
        if self._chance.random() < 0.2:
            claims[0] = with_long_time(claims[0])
        rows = self._base + self._chance.normal(size=(3, DIMENSIONS)) * 1.2
        return claims, round_vectors((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32))


def with_long_time(claim: Claim) -> Claim:
    slots = tuple(
        replace(
            slot, value=replace(slot.value, interval=Interval(earliest=DAYS[0], latest=DAYS[0] + timedelta(days=500)))
        )
        if hasattr(slot.value, "interval")
        else slot
        for slot in claim.slots
    )
    return replace(claim, slots=slots)


def near_by_hand(
    stored: dict[str, tuple[list[Claim], Vectors]], vectors: Vectors, reaches: list[Interval | None]
) -> set[str]:
    found = set()
    for key, (claims, rows) in stored.items():
        for vector, reach in zip(vectors, reaches, strict=True):
            for claim, row in zip(claims, rows, strict=True):
                own = reach_of(replace(claim))
                within = reach is None or own is None or overlaps(claim, reach)
                if within and float(row @ vector) >= LEAST:
                    found.add(key)
    return found


def overlaps(claim: Claim, reach: Interval) -> bool:
    times = [when.interval for when in claim.times if when.interval is not None]
    if not times:
        return True
    return times[0].earliest <= reach.latest and times[0].latest >= reach.earliest


def put(unit: Unit, key: str, article: tuple[list[Claim], Vectors], *, known: bool) -> None:
    unit.links.advance()
    if known:
        unit.claims.remove_of_article(key)
        unit.links.advance()
    unit.claims.add(*article)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_found_is_what_all_vectors_by_hand_would_give(store: SqlStore, url: str, seed: int) -> None:
    """Two processes write in turns, each follows what the other added, replaced and removed."""
    chance, news = np.random.default_rng(seed), News(seed)
    other = SqlStore(url)
    stored: dict[str, tuple[list[Claim], Vectors]] = {}
    for step in range(60):
        writer, reader = (store, other) if chance.random() < 0.5 else (other, store)
        key = f"a{int(chance.integers(25))}"
        with writer.writing() as unit:
            if key in stored and chance.random() < 0.5:
                unit.links.advance()
                unit.claims.remove_of_article(key)
                del stored[key]
            else:
                article = news.article(key)
                put(unit, key, article, known=key in stored)
                stored[key] = article
        claims, vectors = news.article("asking")
        reaches = [None if step % 10 == 0 else reach_of(claim) for claim in claims]
        expected = near_by_hand(stored, vectors, reaches)
        for one in (writer, reader):
            with one.reading() as unit:
                assert unit.claims.articles_near(vectors, reaches, LEAST) == expected, step
    other.close()


def test_an_older_snapshot_finds_what_was_there_then(store: SqlStore) -> None:
    claims, vectors = News(1).article("a1")
    with store.writing() as unit:
        put(unit, "a1", (claims, vectors), known=False)
    with store.reading() as before:
        assert before.claims.articles_near(vectors, [None] * 3, 0.99) == {"a1"}
        with store.writing() as unit:
            unit.links.advance()
            unit.claims.remove_of_article("a1")
            put(unit, "a2", (News(1).article("a2")[0], vectors), known=False)
        with store.reading() as after:
            assert after.claims.articles_near(vectors, [None] * 3, 0.99) == {"a2"}
        assert before.claims.articles_near(vectors, [None] * 3, 0.99) == {"a1"}
    with store.reading() as unit:
        epoch = unit.links.epoch()
        assert unit.claims.articles_near(vectors, [None] * 3, 0.99, since=epoch) == set()


def test_memory_stays_within_its_bound(url: str) -> None:
    most = 60_000
    keeper = SqliteVectors(most)
    store = SqlStore(url)
    store._vectors = keeper
    news = News(7)
    with store.writing() as unit:
        for number in range(400):
            put(unit, f"a{number}", news.article(f"a{number}"), known=False)
    held = []
    with store.reading() as unit:
        for day in DAYS:
            _, vectors = news.article("asking")
            reach = Interval(earliest=day, latest=day + timedelta(days=20))
            unit.claims.articles_near(vectors, [reach] * 3, LEAST)
            held.append(keeper._index.size)
    assert max(held) <= most
    assert len(keeper._index._months) > 1
    store.close()


def test_many_readers_at_once_find_the_same(store: SqlStore) -> None:
    news = News(5)
    with store.writing() as unit:
        for number in range(60):
            put(unit, f"a{number}", news.article(f"a{number}"), known=False)
    claims, vectors = news.article("asking")
    reaches = [reach_of(claim) for claim in claims]
    found: list[set[str]] = []

    def ask() -> None:
        for _ in range(20):
            with store.reading() as unit:
                found.append(unit.claims.articles_near(vectors, reaches, LEAST))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 80
    assert all(one == found[0] for one in found)


def test_the_month_that_is_asked_for_is_held_whatever_the_bound(url: str) -> None:
    assert MonthIndex(0).size == 0
    store = SqlStore(url, vector_memory=0)
    claims, vectors = News(2).article("a1")
    with store.writing() as unit:
        put(unit, "a1", (claims, vectors), known=False)
    with store.reading() as unit:
        assert unit.claims.articles_near(vectors, [None] * 3, 0.99) == {"a1"}
    store.close()
