"""How often everybody is named is kept in rows; they are what a count from scratch gives, whatever happened."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, select

from app.adapters.storage import entity_lists
from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.entity_counts import count_entities
from app.adapters.storage.name_parts import LENGTH
from app.adapters.storage.standing_tables import EntityCountRow, EntityOutletRow, NamePartRow
from app.adapters.storage.tables import CalledRow
from app.core.errors import InvalidInput
from app.core.folding import fold
from app.core.model.records import ClaimFilter
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from app.use_cases.views import EntityView
from tests.fakes import fake_services
from tests.soundness import faults_of_entities, faults_of_words, find_faults
from tests.use_cases.test_outlet_rows import url_of
from tests.use_cases.test_set_of_articles import articles_of, fresh
from tests.use_cases.test_set_with_decisions import Newsroom

# Spellings of one person in several scripts, whose keys differ; somebody else; one word that is two people's.
NAMES = ["Khaled Megawer", "خالد المغاوير", "Халед Мегавер", "Khalid Magawir", "Ada Venn", "ADA VENN", "Adá Vénn"]
LINES = st.builds(
    "{} | {} | {} | | {}".format,
    st.sampled_from(NAMES),
    st.sampled_from(["arrive", "meet", "attack"]),
    st.sampled_from(["Port Lorne", "Khartal", ""]),
    st.sampled_from(["", "12"]),
)
ARTICLES = articles_of(LINES, 8)
STEPS = st.lists(
    st.sampled_from(["post", "post", "analyse", "delete", "again", "part", "part_namesakes", "join"]), max_size=14
)


class Registry(Newsroom):
    """Splits and joins entities, and tells namesakes apart."""

    def people(self) -> Sequence[EntityView]:
        return self.services.browse.entities().items

    def part(self) -> None:
        self._part(with_articles=False)

    def part_namesakes(self) -> None:
        self._part(with_articles=True)

    def _part(self, *, with_articles: bool) -> None:
        people = self.people()
        if not people:
            return
        one = self.data.draw(st.sampled_from(people))
        names = self.data.draw(st.sets(st.sampled_from([name.name for name in one.names]), min_size=1))
        claims = self.services.browse.claims(ClaimFilter(entity=one.id)).items if with_articles else ()
        using = sorted({claim.article_id for claim in claims})
        articles = self.data.draw(st.sets(st.sampled_from(using), min_size=1)) if using else ()
        with suppress(InvalidInput):  # nothing would be left, or not all of the articles use the name
            self.services.review_entity.split(one.id, sorted(names), articles=articles)

    def join(self) -> None:
        people = self.people()
        if len(people) > 1:
            one, other = self.data.draw(st.permutations([person.id for person in people]))[:2]
            self.services.review_entity.merge(one, other)


def faults(url: str) -> list[str]:
    engine = open_engine(parse_database_url(url), writer=False)
    with Session(engine) as session:
        found = [*faults_of_entities(session), *faults_of_words(session)]
    engine.dispose()
    return found


def counted(session: Session) -> list[list[Any]]:
    tables = (EntityOutletRow, EntityCountRow, NamePartRow)
    rows: list[list[Any]] = [sorted(str(row.model_dump()) for row in session.exec(select(table))) for table in tables]
    return [*rows, sorted(session.exec(select(CalledRow.id, CalledRow.uses)).all())]


@settings(max_examples=40, deadline=None)
@given(articles=ARTICLES, steps=STEPS, data=st.data())
def test_rows_are_what_a_count_from_scratch_gives(
    articles: list[dict[str, str]], steps: list[str], data: st.DataObject
) -> None:
    with fresh() as services:
        registry = Registry(services, articles, data)
        url = url_of(services)
        for step in [*["post"] * 3, "analyse", *steps, "analyse"]:
            registry.step(step)
            assert faults(url) == []


def filled(tmp_path: Path, url: str) -> Services:
    services = fake_services(tmp_path, database_url=url)
    for number, name in enumerate(NAMES):
        line = f"{name} | arrive | Port Lorne | 2024-03-13 |"
        services.submit(read_draft({"outlet": f"Outlet {number % 3}", "text": line}))
    services.analyse_pending()
    return services


def test_a_store_without_the_rows_gets_them_counted(tmp_path: Path, database_url: str) -> None:
    services = filled(tmp_path, database_url)
    assert find_faults(database_url) == []
    engine = open_engine(parse_database_url(database_url), writer=True)
    with Session(engine) as session:
        before = counted(session)
        assert all(before)
        for table in ("entity_outlet", "entity_count", "name_part"):
            session.execute(text(f"DELETE FROM {table}"))
        session.execute(text("UPDATE called SET uses = 7"))
        count_entities(session)
        session.commit()
    with Session(engine) as session:
        assert counted(session) == before
    engine.dispose()
    services.close()


@pytest.mark.parametrize("few", [0, 1_000])
def test_parts_of_names_are_found_in_either_way(
    tmp_path: Path, database_url: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entity_lists, "FEW", few)
    services = filled(tmp_path, database_url)
    everybody = services.browse.entities().items
    assert [one.claim_count for one in everybody] == sorted((one.claim_count for one in everybody), reverse=True)
    names = {name.name for one in everybody for name in one.names}
    whole = "khaled megawer"
    assert len(whole) > LENGTH
    parts = {fold(name)[start : start + 3] for name in names for start in range(len(name) - 2)}
    for part in [*parts, "", "e", whole, whole[1:], f"{whole}s", "khaled megawXr", "%", "_", "/", "\x1f", "Ada%Venn"]:
        right = [one.id for one in everybody if any(fold(part) in fold(name.name) for name in one.names)]
        assert [one.id for one in services.browse.entities(query=part).items] == right, part
        first = services.browse.entities(query=part, limit=1)
        rest = services.browse.entities(query=part, cursor=first.next).items if first.next else ()
        assert [one.id for one in (*first.items, *rest)] == right
        persons = [one.id for one in services.browse.entities(query=part, kind="PER").items]
        assert persons == [one.id for one in everybody if one.id in right and one.type == "PER"]
    services.close()


def test_nothing_is_left_of_whom_nobody_names_any_more(tmp_path: Path, database_url: str) -> None:
    services = filled(tmp_path, database_url)
    for article in services.browse.articles().items:
        services.delete(article.id)
    assert services.browse.entities().items == ()
    engine = open_engine(parse_database_url(database_url), writer=False)
    with Session(engine) as session:
        assert not any(counted(session))
    engine.dispose()
    services.close()
