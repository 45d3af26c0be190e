"""Clusters and conflicts are a function of the set of articles: not of their order, not of what was deleted."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.linking.clusters import cluster_claims
from app.use_cases.drafts import read_draft
from app.use_cases.link_articles import are_comparable, stored_reading
from app.use_cases.regroup import Regrouped
from app.use_cases.services import Services
from tests.fakes import ToyRules, WordJudge, fake_services
from tests.soundness import all_of

LINES = st.builds(
    "{} | {} | {} | {} | {}".format,
    st.sampled_from(["Ada Venn", "Marek Oduya", "Salma Haddad"]),
    st.sampled_from(["arrive", "meet", "attack"]),
    st.sampled_from(["Port Lorne", "Khartal", ""]),
    st.sampled_from(["2024-03-12", "2024-03-13", ""]),
    st.sampled_from(["", "12", "17"]),
)


def articles_of(lines: st.SearchStrategy[str], most: int) -> st.SearchStrategy[list[dict[str, str]]]:
    """Up to so many different articles of a few lines each."""
    return st.lists(
        st.fixed_dictionaries(
            {
                "outlet": st.sampled_from(["Harbour Post", "Gazette", "Al Marsa"]),
                "published_at": st.sampled_from(["2024-03-13T08:00:00Z", "2024-03-14T09:00:00+02:00"]),
                "text": st.lists(lines, min_size=1, max_size=3).map("\n".join),
            }
        ),
        min_size=1,
        max_size=most,
        unique_by=lambda fields: tuple(fields.values()),
    )


ARTICLES = articles_of(LINES, 6)


def post(services: Services, articles: Sequence[dict[str, str]]) -> list[str]:
    return [services.submit(read_draft(fields)).id for fields in articles]


@cache
def empty_database() -> bytes:
    """A migrated database: making one takes longer than a whole example."""
    folder = new_folder()
    fake_services(folder).close()
    return (folder / "test.sqlite3").read_bytes()


def new_folder() -> Path:
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))


@contextmanager
def fresh() -> Iterator[Services]:
    """A service with an empty database; nothing stays of it."""
    folder = new_folder()
    (folder / "test.sqlite3").write_bytes(empty_database())
    services = fake_services(folder)
    yield services
    services.close()
    shutil.rmtree(folder)


@settings(max_examples=8, deadline=None)
@given(articles=ARTICLES, data=st.data())
def test_the_order_of_arrival_never_matters(articles: list[dict[str, str]], data: st.DataObject) -> None:
    with fresh() as first, fresh() as second:
        post(first, articles)
        first.analyse_pending()
        for fields in data.draw(st.permutations(articles)):
            post(second, [fields])
            if data.draw(st.booleans()):
                second.analyse_pending()
        second.analyse_pending()
        assert all_of(first) == all_of(second)


@settings(max_examples=8, deadline=None)
@given(articles=ARTICLES, data=st.data())
def test_what_was_deleted_leaves_the_others_as_if_it_had_never_come(
    articles: list[dict[str, str]], data: st.DataObject
) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(articles), max_size=len(articles)))
    with fresh() as first, fresh() as second:
        ids = post(first, articles)
        first.analyse_pending()
        for key, keep in zip(ids, kept, strict=True):
            if not keep:
                first.delete(key)
        post(second, [fields for fields, keep in zip(articles, kept, strict=True) if keep])
        second.analyse_pending()
        assert all_of(first) == all_of(second)


@settings(max_examples=8, deadline=None)
@given(articles=ARTICLES)
def test_one_after_the_other_gives_what_all_at_once_gives(articles: list[dict[str, str]]) -> None:
    with fresh() as services:
        ids = post(services, articles)
        services.analyse_pending()
        with services.store.reading() as unit:
            readings = [stored_reading(unit, key) for key in ids]
        rules = ToyRules(knowledge=services.knowledge, places=services.places, judge=WordJudge())
        edges = [edge for reading in readings for edge in rules.within(reading)]
        for left, right in combinations(readings, 2):
            if are_comparable(left, right):
                edges.extend(rules.pair(left, right))
        claims = {c.id: c for reading in readings for c in reading.claims}
        groups = tuple(cluster_claims(claims, edges, threshold=rules.threshold))
        found, found_conflicts = rules.settle(claims, Regrouped(groups=groups, edges=tuple(edges)))
        home, clusters, conflicts = all_of(services)
        assert clusters == {cluster.id: cluster for cluster in found}
        internal = [conflict for reading in readings for conflict in rules.internal(reading.claims, home)]
        assert {conflict.id: conflict for conflict in conflicts} == {
            conflict.id: conflict for conflict in [*found_conflicts, *internal]
        }


def test_analysing_twice_changes_nothing(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    ids = post(
        services,
        [
            {"outlet": "Harbour Post", "text": "Ada Venn | arrive | Port Lorne | 2024-03-13 |"},
            {"outlet": "Gazette", "text": "Ada Venn | arrive | Port Lorne | 2024-03-12 |"},
        ],
    )
    services.analyse_pending()
    before = all_of(services)
    with services.store.writing() as unit:
        unit.articles.mark_queued(ids)
        for key in ids:
            unit.jobs.put(key, services.browse.article(key).received_at)
    assert services.analyse_pending() == 2
    assert all_of(services) == before
    assert before[2], "the two dates are in conflict"


@pytest.mark.parametrize("word", ["Ada Venn", "Harbour", "Gazette", "Khartal"])
def test_deleting_leaves_no_trace_in_any_file_of_the_database(tmp_path: Path, word: str) -> None:
    services = fake_services(tmp_path)
    ids = post(
        services,
        [
            {"outlet": "Harbour Post", "text": "Ada Venn | arrive | Khartal | 2024-03-13 |"},
            {"outlet": "Gazette", "text": "Ada Venn | arrive | Khartal | 2024-03-12 |"},
        ],
    )
    services.analyse_pending()
    assert any(word.encode() in path.read_bytes() for path in tmp_path.glob("test.sqlite3*"))
    for key in ids:
        services.delete(key)
    assert not any(word.encode() in path.read_bytes() for path in tmp_path.glob("test.sqlite3*"))
