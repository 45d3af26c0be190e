"""Whom a row names, as bits: nobody who is named there may be missing, or a list would leave the row out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command

from app.adapters.storage import list_plans, migrations, name_marks
from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.name_marks import BITS, country_mark, mark_of, marks_of
from app.core.model.records import ClusterFilter, ConflictFilter
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from tests.fakes import fake_services
from tests.soundness import find_faults

WHO = ("Ada Venn", "Marek Oduya", "Lena Corr", "Idris Qandil", "Marta Velen", "Tomas Rook")
WHERE = ("Port Lorne", "Kasbah", "Old Mill")


def filled(home: Path, url: str) -> Services:
    made = fake_services(home, database_url=url)
    for number, who in enumerate(WHO):
        for outlet, day in (("Post", 11), ("Gazette", 11 + number % 2)):
            text = f"{who} | arrive | {WHERE[number % len(WHERE)]} | 2024-03-{day} | {12 + day}"
            made.submit(read_draft({"outlet": outlet, "text": text, "published_at": f"2024-03-1{number}T08:00:00Z"}))
    made.submit(read_draft({"outlet": "Post", "text": "XX | call | | |"}))  # somebody who is called as a country is
    made.analyse_pending()
    return made


@pytest.fixture
def services(tmp_path: Path, database_url: str) -> Iterator[Services]:
    made = filled(tmp_path, database_url)
    yield made
    made.close()


def test_a_name_has_one_bit_and_a_known_place_one_more_for_its_country() -> None:
    assert mark_of("a") == mark_of("a") < 1 << BITS
    assert len({mark_of(f"name {number}") for number in range(1_000)}) == BITS
    assert marks_of("b", None) == mark_of("b")
    assert marks_of("b", "EG/cairo") == mark_of("b") | country_mark("EG") == mark_of("b") | country_mark("EG/giza")


def lists_of(services: Services) -> list[tuple[str, ...]]:
    asked = [*WHO, *WHERE, "XX", "XX/port lorne", "XX/nowhere", "YY", "nobody"]
    browse = services.browse
    clusters = [browse.clusters(ClusterFilter(entity=one)) for one in asked]
    happened = [browse.clusters(ClusterFilter(place=one)) for one in asked]
    conflicts = [browse.conflicts(ConflictFilter(entity=one)) for one in asked]
    return [tuple(item.id for item in page.items) for page in (*clusters, *happened, *conflicts)]


def test_a_sieve_leaves_out_nobody_who_is_named(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = lists_of(services)
    assert sum(map(bool, usual)) > len(usual) / 3
    monkeypatch.setattr(list_plans, "HANDFUL", -1)
    monkeypatch.setattr(list_plans, "_cost", lambda way, *_: -1.0 if way.once == 0 else 1.0)
    left: list[bool] = []
    sieve_of = name_marks.sieve_of

    def noted(*asked: object) -> object:
        found = sieve_of(*asked)  # type: ignore[arg-type]
        left.append(found is not None)
        return found

    monkeypatch.setattr("app.adapters.storage.claim_filters.sieve_of", noted)
    for most in (0, 1, 12):
        monkeypatch.setattr(name_marks, "MOST_NAMES", most)
        assert lists_of(services) == usual
        assert any(left)
        left.clear()


def test_a_store_from_before_is_given_its_bits(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'test.sqlite3'}"
    services = filled(tmp_path, url)
    usual = lists_of(services)
    services.close()
    engine = open_engine(parse_database_url(url), writer=True)
    try:
        with engine.begin() as connection:
            config = migrations._config()  # an older revision is reached in no other way
            config.attributes["connection"] = connection
            command.downgrade(config, "0015")
        migrations.migrate(engine)
    finally:
        engine.dispose()
    assert find_faults(url) == []
    again = fake_services(tmp_path, database_url=url)
    assert lists_of(again) == usual
    again.close()
