"""Names in use, in the tables: brought over from an older version, and found again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from app.adapters.storage import migrations
from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.unit_of_work import SqlStore
from app.core.entities.identity import KnownName, Standing, known_name
from app.core.entities.names import name_key
from app.core.model.reference import Reference, entity_id


def named(name: str) -> KnownName:
    return known_name(Reference(id=entity_id(name_key(name)), role="party", type="PER", name=name, place_key=None))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    store = SqlStore(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    store.migrate()
    yield store
    store.close()


def test_names_of_an_older_version_are_kept_one_entity_a_key(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    engine = open_engine(parse_database_url(url), writer=True)
    config = migrations._config()  # the older revision is reached in no other way
    used = [named("Khaled Megawer"), named("خالد مجاور"), named("Ada Venn")]
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for number, name in enumerate(used):
            connection.execute(
                text(
                    "INSERT INTO claim_entity (claim_id, article_id, entity_id, role, type, name, folded)"
                    " VALUES (:claim, 'a1', :key, 'party', 'PER', :name, :name)"
                ),
                {"claim": f"c{number}", "key": name.key_id, "name": name.name},
            )
    engine.dispose()
    store = SqlStore(url)
    store.migrate()
    with store.reading() as unit:
        assert unit.entities.articles_naming([name.id for name in used]) == {name.id: {"a1"} for name in used}
        assert unit.entities.in_use([*(name.id for name in used), "nobody"]) == {name.id for name in used}
        assert unit.entities.entity_of(used[0].id) == unit.entities.entity_of(used[1].id) == used[0].key_id
        assert unit.entities.entities_of(["c2"]) == {("c2", used[2].key_id): used[2].key_id}
        found = unit.entities.comparable([named("خالد المغاوير")])
        assert {name.id for name in found} == {name.id for name in used[:2]}
    store.close()


def test_names_are_found_by_a_sound_that_they_share(store: SqlStore) -> None:
    one, other, third = named("Khaled Megawer"), named("خالد المغاوير"), named("Ada Venn")
    with store.writing() as unit:
        assert set(unit.entities.add([one, other, third])) == {one, other, third}
        assert unit.entities.add([one]) == []
    with store.reading() as unit:
        assert {name.id for name in unit.entities.comparable([one])} == {one.id, other.id}


def test_who_shares_but_a_given_name_is_not_looked_at(store: SqlStore) -> None:
    one, namesake = named("Khaled Megawer"), named("Khaled Sibani")
    with store.writing() as unit:
        unit.entities.add([one, namesake])
    with store.reading() as unit:
        assert {name.id for name in unit.entities.comparable([one])} == {one.id}


def test_an_entity_is_found_under_every_id_that_it_had(store: SqlStore) -> None:
    one, other = named("Khaled Megawer"), named("Ada Venn")
    with store.writing() as unit:
        unit.entities.add([one, other])
        unit.entities.place({name.id: Standing(component=one.id, entity=one.key_id) for name in (one, other)})
    with store.reading() as unit:
        assert {unit.entities.known_as(each) for each in (one.key_id, other.key_id, other.id)} == {one.key_id}
        assert unit.entities.known_as("nobody") is None
        assert {name.id for name in unit.entities.of_entity(one.key_id)} == {one.id, other.id}
