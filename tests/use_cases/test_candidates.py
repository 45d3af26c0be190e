"""Which stored articles are compared with one: the store finds exactly those that two readings in hand tell of."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.storage import month_index
from app.adapters.storage.unit_of_work import SqlStore
from app.core.entities.places import NoPlaces
from app.core.model.records import Submission
from app.use_cases.cross_check import ArticleReading
from app.use_cases.link_articles import LinkingRules, are_comparable, find_candidates, link, unlink
from tests.fakes import ToyRules, ToyUnderstander, WordEmbedder, WordJudge, toy_knowledge

PUBLISHED = ("2024-03-13T08:00:00+00:00", "2024-05-10T09:00:00+02:00", "2024-08-01T00:00:00+00:00", None)
ARTICLES = st.lists(
    st.tuples(
        st.sampled_from(PUBLISHED),
        st.lists(
            st.builds(
                "{} | {} | {} | {} | ".format,
                st.sampled_from(["Ada Venn", "Marek Oduya", ""]),
                st.sampled_from(["arrive", "meet", "attack"]),
                st.sampled_from(["Port Lorne", ""]),
                st.sampled_from(["2024-01-13", "2024-03-13", "2023-03-14", ""]),
            ),
            max_size=3,
        ),
    ),
    min_size=2,
    max_size=6,
)


def new_store(folder: Path) -> tuple[SqlStore, LinkingRules]:
    """An empty one in the folder, and what is needed to link in it."""
    store = SqlStore(f"sqlite:///{folder / 'candidates.sqlite3'}")
    store.migrate()
    return store, ToyRules(knowledge=toy_knowledge(), places=NoPlaces(), judge=WordJudge())


def reading_of(number: int, published: str | None, lines: Sequence[str]) -> ArticleReading:
    instant = datetime.fromisoformat(published) if published else None
    submission = Submission(outlet=f"outlet {number}", text="\n".join(lines), published_at=instant)
    claims = ToyUnderstander()(f"art_{number}", submission).claims
    embedded = WordEmbedder().embed([claim.statement for claim in claims])
    return ArticleReading(article_id=f"art_{number}", claims=claims, vectors=embedded)


def keep(store: SqlStore, reading: ArticleReading, rules: LinkingRules) -> None:
    with store.writing() as unit:
        link(unit, reading, [], rules)


def candidates(store: SqlStore, reading: ArticleReading) -> list[str]:
    with store.reading() as unit:
        return find_candidates(unit, reading)


@settings(max_examples=10, deadline=None)
@given(articles=ARTICLES, spare=st.sampled_from([0, 3, 1000]))
def test_the_store_finds_what_two_readings_tell_while_articles_come_and_go(
    articles: list[tuple[str | None, list[str]]], spare: int
) -> None:
    readings = [reading_of(number, *article) for number, article in enumerate(articles)]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(month_index, "SPARE_ROWS", spare)  # the table of vectors is full again and again
        store, rules = new_store(Path(folder))
        present: list[ArticleReading] = []
        for reading in [*readings, *readings[::-1]]:
            if reading in present:
                with store.writing() as unit:
                    unlink(unit, reading.article_id, rules)
                present.remove(reading)
            else:
                keep(store, reading, rules)
                present.append(reading)
            for one in readings:
                others = [other for other in present if other is not one]
                expected = sorted(other.article_id for other in others if are_comparable(one, other))
                assert candidates(store, one) == expected
        store.close()


def test_a_statement_may_be_about_any_time(tmp_path: Path) -> None:
    store, rules = new_store(tmp_path)
    old = reading_of(0, PUBLISHED[0], ["Ada Venn | arrive | Port Lorne | | "])
    new = reading_of(1, "2026-03-13T08:00:00+00:00", ["Ada Venn | arrive | Port Lorne | | "])
    keep(store, old, rules)
    with store.reading() as unit:
        assert find_candidates(unit, new) == []
        assert find_candidates(unit, new, ever=True) == ["art_0"]
    store.close()


def test_an_article_that_is_analysed_again_is_found_by_its_new_claims_only(tmp_path: Path) -> None:
    store, rules = new_store(tmp_path)
    before = reading_of(0, PUBLISHED[0], [" | meet | | | "])
    after = reading_of(0, PUBLISHED[0], [" | attack | | | "])
    keep(store, before, rules)
    meeting, attack = (reading_of(1, PUBLISHED[0], [f" | {word} | | | "]) for word in ("meet", "attack"))
    assert candidates(store, meeting) == ["art_0"] and candidates(store, attack) == []
    with store.writing() as unit:
        unlink(unit, "art_0", rules)
        link(unit, after, [], rules)
    assert candidates(store, meeting) == [] and candidates(store, attack) == ["art_0"]
    store.close()
