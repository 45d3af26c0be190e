"""Lists are the same whichever way they are found: from the few that fit, or in the order of the list."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.adapters.storage import claim_filters, day_bounds, list_plans
from app.adapters.storage.day_bounds import AT_A_TIME, bound_all, ranges
from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.in_turn import InTurn
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.standing_tables import DayBoundsRow
from app.adapters.storage.tables import ClaimRow
from app.core.errors import DatabaseUnavailable
from app.core.model.records import (
    ArticleFilter,
    ArticleStatus,
    ClaimFilter,
    ClusterFilter,
    ClusterOrder,
    ConflictFilter,
)
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from tests.fakes import fake_services

SINCE, UNTIL = datetime(2024, 3, 12, tzinfo=UTC), datetime(2024, 3, 13, tzinfo=UTC)
OF_ALL: tuple[dict[str, Any], ...] = (
    {},
    {"outlet": "Gazette"},
    {"language": "ar"},
    {"language": "xx"},
    {"entity": "Ada Venn"},
    {"entity": "XX"},
    {"since": SINCE},
    {"until": UNTIL},
    {"since": SINCE, "until": UNTIL},
    {"outlet": "Gazette", "entity": "Ada Venn", "until": UNTIL},
)
OF_CLUSTERS: tuple[dict[str, Any], ...] = (
    *OF_ALL,
    {"place": "XX"},
    {"place": "Port Lorne", "language": "en"},
    {"event_type": "arrive"},
    {"disputed": True, "event_type": "arrive"},
    {"min_outlets": 2},
    {"min_outlets": 3},
    {"min_outlets": 3, "language": "en"},
    {"conflict_kind": "date"},
    {"query": "ada lorne"},
    {"query": "nowhere"},
)
OF_ARTICLES: tuple[dict[str, Any], ...] = (
    {},
    {"outlet": "Gazette"},
    {"language": "ar"},
    {"status": ArticleStatus.ANALYSED},
    {"status": ArticleStatus.FAILED},
    {"outlet": "Harbour Post", "language": "en", "status": ArticleStatus.ANALYSED},
)
OF_CONFLICTS: tuple[dict[str, Any], ...] = (
    *OF_ALL,
    {"kind": "date"},
    {"kind": "date", "state": "open", "scope": "cross"},
    {"state": "dismissed"},
    {"relation": "contradiction", "severity": "high"},
    {"place": "XX", "kind": "quantity"},
    {"query": "ada"},
)


@pytest.fixture
def services(tmp_path: Path, database_url: str) -> Iterator[Services]:
    made = fake_services(tmp_path, database_url=database_url)
    for number, (outlet, who, kind) in enumerate(
        product(("Harbour Post", "Gazette", "Al Marsa"), ("Ada Venn", "Marek Oduya"), ("arrive", "meet"))
    ):
        text = f"{who} | {kind} | Port Lorne | 2024-03-{11 + number % 4} | {12 + number % 3}\n{who} | call | | |"
        fields = {"outlet": outlet, "text": text, "language": "ar" if outlet == "Al Marsa" else "en"}
        if number % 5:
            fields["published_at"] = f"2024-{2 + number % 2:02}-{10 + number % 5}T08:00:00Z"
        made.submit(read_draft(fields))
    made.analyse_pending()
    yield made
    made.close()


def everything(services: Services) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    browse = services.browse

    def go_through(ask: Any) -> None:
        ids, cursor = [], None
        while True:
            page = ask(cursor)
            ids.extend(item.id for item in page.items)
            cursor = page.next
            if cursor is None:
                break
        assert len(ids) == len(set(ids))
        found.append(tuple(ids))

    for wanted in OF_ALL:
        go_through(lambda cursor, wanted=wanted: browse.claims(ClaimFilter(**wanted), limit=3, cursor=cursor))
    for wanted, order in product(OF_CLUSTERS, ClusterOrder):
        go_through(
            lambda cursor, wanted=wanted, order=order: browse.clusters(
                ClusterFilter(**wanted), limit=3, cursor=cursor, order=order
            )
        )
    for wanted in OF_ARTICLES:
        go_through(lambda cursor, wanted=wanted: browse.articles(ArticleFilter(**wanted), limit=3, cursor=cursor))
    for wanted in OF_CONFLICTS:
        go_through(lambda cursor, wanted=wanted: browse.conflicts(ConflictFilter(**wanted), limit=3, cursor=cursor))
    return found


def test_few_or_many_make_the_same_lists(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = everything(services)
    assert sum(map(bool, usual)) > len(usual) / 2
    for way in ("FEW", "GATHERED", "MOST_COUNTED"):
        with monkeypatch.context() as patched:
            patched.setattr(list_plans, way, -1)
            assert everything(services) == usual
    monkeypatch.setattr(list_plans, "FEW", -1)  # all are many: each list is gone through in its order
    monkeypatch.setattr(list_plans, "MOST_COUNTED", -1)
    monkeypatch.setattr(claim_filters, "HANDFUL", -1)
    assert everything(services) == usual
    monkeypatch.setattr(list_plans, "BESIDE", 1_000)  # all that an index tells is gathered
    assert everything(services) == usual
    monkeypatch.setattr(list_plans, "GATHERED", -1)
    assert everything(services) == usual


def test_each_way_to_a_list_leads_to_the_same(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = everything(services)
    monkeypatch.setattr(claim_filters, "HANDFUL", -1)
    cost = list_plans._cost
    for near in (True, False):  # whether a page is full before it is looked for in another way
        for number in range(3):
            taken = iter(range(10**9))

            def in_turn(way: Any, count: int, reach: float, turn: Any = taken, number: int = number) -> float:
                # Costs of nothing make a way the one that is taken; looking up costs more.
                return -float((next(turn) + number) % 3 == 0) if count else cost(way, count, reach)

            monkeypatch.setattr(list_plans, "_cost", in_turn)
            monkeypatch.setattr(list_plans, "FAR", 4 if near else 0)
            assert everything(services) == usual


def test_bounds_of_days_leave_nothing_out(
    services: Services, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounded = everything(services)
    monkeypatch.setattr(day_bounds, "stretches_of", None)
    for module in ("claims", "links"):
        monkeypatch.setattr(f"app.adapters.storage.{module}.stretches_of", lambda *_: None)
    assert everything(services) == bounded
    engine = open_engine(parse_database_url(database_url), writer=True)
    with Session(engine) as session:
        kept = {(row.of, row.days): (row.earliest, row.latest) for row in session.exec(select(DayBoundsRow))}
        bound_all(session)
        exact = {(row.of, row.days): (row.earliest, row.latest) for row in session.exec(select(DayBoundsRow))}
        assert exact.keys() <= kept.keys()
        for key, (earliest, latest) in exact.items():
            assert kept[key][0] <= earliest and latest <= kept[key][1]
        assert list(ranges(session, "claim", since="2100", until=None, cursor=None)) == []
    engine.dispose()


def test_stretches_hold_every_day_that_fits_and_none_beyond_the_cursor(database_url: str, tmp_path: Path) -> None:
    fake_services(tmp_path, database_url=database_url).close()
    engine = open_engine(parse_database_url(database_url), writer=True)
    with Session(engine) as session:
        days = [f"{number:05x}" for number in range(3 * AT_A_TIME) if number % 11]
        session.add_all(DayBoundsRow(of="claim", days=day, earliest="2020-01-01", latest="2020-01-09") for day in days)
        session.flush()
        for cursor, until in ((None, None), (f"{days[100]}0000~x", None), (None, "2019"), (None, "2020-01-05")):
            told = list(ranges(session, "claim", since="2019", until=until, cursor=cursor))
            fitting = [] if until == "2019" else days[: 101 if cursor else None]
            held = [day for day in days if any(first <= f"{day}0" < last for first, last in told)]
            assert held == fitting
            assert told == sorted(told, reverse=True)
    engine.dispose()


def test_a_list_that_is_asked_for_again_is_not_compiled_anew() -> None:
    def asked(column: Any, value: str) -> Any:
        return select(ClaimRow.id).where(InTurn(column) == value)._generate_cache_key()

    outlet, language = col(ClaimRow.outlet), col(ClaimRow.language)
    assert asked(outlet, "Gazette") is not None
    assert asked(outlet, "Gazette") == asked(outlet, "Harbour Post")
    assert asked(outlet, "ar") != asked(language, "ar")


def test_what_is_read_in_short_is_what_the_whole_says(services: Services) -> None:
    with services.store.reading() as unit:
        articles = unit.articles.ids()
        whole = {claim.id: claim for key in articles for claim in unit.claims.of_article(key)}
        home = unit.claims.cluster_of(whole)
        assert {
            key: (one.claim, one.cluster_id) for key, one in unit.claims.with_clusters([*whole, "clm_x"]).items()
        } == {key: (claim, home.get(key)) for key, claim in whole.items()}
        quoted = unit.claims.quoted([*whole, "clm_x"])
        assert quoted.keys() == whole.keys()
        for key, told in quoted.items():
            assert all(getattr(told, field.name) == getattr(whole[key], field.name) for field in fields(told))
        conflicts = unit.links.conflicts_of(set(home.values()))
        assert conflicts
        marks = unit.links.marks_of(set(home.values()))
        assert [*marks] == [(one.id, one.cluster_id, one.relation) for one in conflicts]
        for key in articles:
            own = {claim.id for claim in unit.claims.of_article(key)}
            around = {home[claim] for claim in own if claim in home}
            naming = [
                conflict.id
                for conflict in unit.links.conflicts_of(around)
                if own.intersection(claim for side in conflict.sides for claim in side.claim_ids)
            ]
            assert [*unit.links.conflicts_naming(own, around)] == naming
            assert unit.links.conflicts_naming(own, ()) == ()


def test_a_prepared_statement_takes_lists_of_any_length(services: Services) -> None:
    statement = Prepared(
        select(ClaimRow.id, ClaimRow.outlet).where(
            col(ClaimRow.id).in_(bindparam(LIST, expanding=True)), ClaimRow.language == bindparam("language")
        )
    )
    ids = [claim.id for claim in services.browse.claims(limit=100).items]
    with services.store.reading() as unit:
        session: Session = unit.claims._session  # type: ignore[attr-defined]
        arabic = {row[0] for row in statement.rows(session, ids=ids, language="ar")}
        assert 0 < len(arabic) < len(ids)
        for count in (1, 2, 3, 5, len(ids)):
            rows = statement.rows(session, ids=ids[:count], language="ar")
            assert {row[0] for row in rows} == arabic & set(ids[:count])
        many = [*ids, *(f"none-{number}" for number in range(1_200))]
        assert len(list(statement.of_many(session, many, language="ar"))) == len(arabic)
        assert list(statement.of_many(session, [], language="ar")) == []


def test_what_is_wrong_with_the_database_is_told_as_ever(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    with services.store.writing() as unit:
        unit.claims._session.connection().exec_driver_sql("ALTER TABLE claim RENAME TO gone")  # type: ignore[attr-defined]
    with pytest.raises(DatabaseUnavailable, match="no such table"):
        services.browse.claim("clm_x")
