"""What is told of a change, and that nothing is told where nothing changed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.adapters.storage.unit_of_work import SqlStore
from app.core.model.conflict import ReviewState
from app.core.model.watching import Event, Interest
from app.use_cases.drafts import read_draft
from app.use_cases.remarks import Remark
from app.use_cases.review_cluster import ReviewCluster
from app.use_cases.services import Services
from tests.fakes import NOW, FakeClock, fake_parts, fake_services

ARRIVED = "Ada Venn | arrive | Port Lorne | 2024-03-13 |"
THE_DAY_BEFORE = "Ada Venn | arrive | Port Lorne | 2024-03-12 |"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    found = fake_services(tmp_path)
    yield found
    found.close()


def post(services: Services, outlet: str, text: str = ARRIVED) -> str:
    article = services.submit(read_draft({"outlet": outlet, "text": text})).id
    services.analyse_pending()
    return article


def told(services: Services, after: int = 0) -> list[Event]:
    with services.store.reading() as unit:
        return unit.outbox.after(after, limit=1000)


def types(services: Services, after: int = 0) -> list[str]:
    return [event.type.value for event in told(services, after)]


def last(services: Services) -> int:
    with services.store.reading() as unit:
        return unit.outbox.kept().last


def test_another_outlet_and_a_contradiction_are_told(services: Services) -> None:
    post(services, "Harbour Post")
    assert types(services) == ["article.analysed"]
    post(services, "Gazette")
    begun = last(services)
    assert types(services)[1:] == ["cluster.outlet_added", "article.analysed"]
    post(services, "Courier", THE_DAY_BEFORE)
    events = told(services, begun)
    assert [event.type.value for event in events] == [
        "cluster.outlet_added",
        "cluster.disputed",
        "conflict.opened",
        "article.analysed",
    ]
    (cluster,) = services.browse.clusters().items
    (conflict,) = services.browse.conflicts().items
    added, disputed, opened, _ = events
    assert (added.data["cluster_id"], added.data["outlet"]) == (cluster.id, "Courier")
    assert disputed.data["cluster_id"] == cluster.id
    assert (opened.data["conflict_id"], opened.data["kind"]) == (conflict.id, "date")
    assert opened.data["outlets"] == ["Courier", "Gazette", "Harbour Post"]
    (person,) = services.browse.entities(query="Ada Venn").items
    assert person.id in opened.data["entities"]
    assert [event.seq for event in told(services)] == list(range(1, last(services) + 1)), "no number is left out"


def test_analysing_again_without_a_change_tells_nothing(services: Services) -> None:
    ids = [post(services, "Harbour Post"), post(services, "Gazette"), post(services, "Courier", THE_DAY_BEFORE)]
    before = last(services)
    with services.store.writing() as unit:
        unit.articles.mark_queued(ids)
        for key in ids:
            unit.jobs.put(key, NOW)
    assert services.analyse_pending() == 3
    assert told(services, before) == []


def test_a_conflict_that_another_report_joins_is_the_same_one(services: Services) -> None:
    post(services, "Harbour Post")
    post(services, "Courier", THE_DAY_BEFORE)
    (first,) = services.browse.conflicts().items
    before = last(services)
    post(services, "Gazette", THE_DAY_BEFORE)
    (second,) = services.browse.conflicts().items
    assert first.id != second.id
    assert types(services, before) == ["cluster.outlet_added", "conflict.changed", "article.analysed"]
    changed = told(services, before)[1].data
    assert (changed["previous_conflict_id"], changed["conflict_id"]) == (first.id, second.id)


def test_deleting_closes_conflicts_and_takes_what_was_told_along(services: Services) -> None:
    post(services, "Harbour Post")
    disputing = post(services, "Courier", THE_DAY_BEFORE)
    (conflict,) = services.browse.conflicts().items
    before = last(services)
    services.delete(disputing)
    (closed,) = told(services, before)
    assert (closed.type.value, closed.data["conflict_id"]) == ("conflict.closed", conflict.id)
    assert closed.data["outlets"] == ["Harbour Post"]
    assert not any("Courier" in str(event.data) for event in told(services))


def test_a_review_and_a_split_are_told(services: Services) -> None:
    post(services, "Harbour Post")
    post(services, "Courier", THE_DAY_BEFORE)
    (conflict,) = services.browse.conflicts().items
    before = last(services)
    services.review(conflict.id, ReviewState.CONFIRMED, Remark(note="seen"))
    (reviewed,) = told(services, before)
    assert (reviewed.type.value, reviewed.data["state"]) == ("conflict.reviewed", "confirmed")
    (cluster,) = services.browse.clusters().items
    review: ReviewCluster = services.review_cluster
    claims = services.browse.cluster(cluster.id).claims
    review.split(cluster.id, [claims[0].id])
    assert types(services, before + 1) == ["conflict.closed"]


def test_an_article_that_fails_is_told(services: Services) -> None:
    services.analyse._understand.failures["Ada"] = RuntimeError("broken")  # type: ignore[attr-defined]
    article = services.submit(read_draft({"outlet": "Harbour Post", "text": ARRIVED})).id
    for _ in range(3):
        services.analyse_pending()
        services.queue._clock.move(timedelta(minutes=1))  # type: ignore[attr-defined]
    (failed,) = told(services)
    assert (failed.type.value, failed.data["article_id"]) == ("article.failed", article)


def test_what_was_rolled_back_was_never_told(services: Services) -> None:
    post(services, "Harbour Post")
    before = last(services)
    article = services.submit(read_draft({"outlet": "Courier", "text": THE_DAY_BEFORE})).id
    keep = services.analyse._keep
    services.analyse._keep = lambda *given: (keep(*given), 1 / 0)  # type: ignore[method-assign]
    services.analyse_pending()
    assert last(services) == before
    services.analyse._keep = keep  # type: ignore[method-assign]
    services.queue._clock.move(timedelta(minutes=1))  # type: ignore[attr-defined]
    services.analyse_pending()
    assert services.browse.article(article).status == "analysed"
    assert "conflict.opened" in types(services, before)


def test_old_events_are_forgotten_and_the_bounds_are_known(tmp_path: Path) -> None:
    clock = FakeClock()
    parts = fake_parts(tmp_path)
    parts.clock, parts.store = clock, SqlStore(f"sqlite:///{tmp_path / 'kept.sqlite3'}", now=clock.now)
    services = fake_services(tmp_path, parts=parts)
    post(services, "Harbour Post")
    clock.move(timedelta(days=3))
    post(services, "Gazette")
    clock.move(timedelta(days=5))
    services.webhook_sender.prune()
    with services.store.writing() as unit:
        kept = unit.outbox.kept()
        assert (kept.floor, kept.last) == (1, 3)
        assert unit.outbox.prune(before=NOW, most=1) == 1
        assert [event.seq for event in unit.outbox.after(0, limit=10)] == [3]
    services.close()


def test_interest_is_by_entity_outlet_kind_and_type(services: Services) -> None:
    post(services, "Harbour Post")
    post(services, "Courier", THE_DAY_BEFORE)
    opened = next(event for event in told(services) if event.type == "conflict.opened")
    with services.store.reading() as unit:
        ada, nobody = unit.outbox.entity_ids("ada venn"), unit.outbox.entity_ids("Nobody")
    for interest, wanted in (
        (Interest(), True),
        (Interest(entities=ada), True),
        (Interest(entities=nobody), False),
        (Interest(outlet="Courier"), True),
        (Interest(outlet="Gazette"), False),
        (Interest(kind="date"), True),
        (Interest(kind="place"), False),
        (Interest(events=frozenset({opened.type})), True),
        (Interest(events=frozenset(set(type(opened.type)) - {opened.type})), False),
    ):
        assert interest.covers(opened) is wanted, interest
