"""Every effect has its entry, in one transaction with it; entries are only added."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.adapters.storage.engine import open_engine, parse_database_url
from app.core.errors import ChangedMeanwhile, DatabaseUnavailable, InvalidInput
from app.core.model.access import Actor, AuditAction, AuditFilter
from app.core.model.conflict import ReviewState
from app.use_cases.drafts import read_draft
from app.use_cases.remarks import Remark, version_of
from app.use_cases.services import Services
from tests.fakes import fake_services

NOUR = Actor(name="Nour", key_id="key_nour", request_id="req1")
BY_NOUR = Remark(note="confidential words", reviewer="Nour", by=NOUR)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    services = fake_services(tmp_path)
    for outlet, name, day in (("Harbour Post", "Ada Venn", 13), ("Gazette", "Ada Venn", 12), ("Gavan", "Ben Sol", 13)):
        text = f"{name} | arrive | Port Lorne | 2024-03-{day} |"
        services.submit(read_draft({"outlet": outlet, "text": text, "published_at": "2024-03-14T08:00:00Z"}))
    services.analyse_pending()
    yield services
    services.close()


def entries(services: Services) -> list[tuple[AuditAction, str]]:
    return [(entry.action, entry.object_id) for entry in reversed(services.audit(limit=50).items)]


def test_every_decision_and_deletion_is_entered_with_who_and_what_and_no_word_of_it(services: Services) -> None:
    (conflict,) = services.browse.conflicts().items
    services.review(conflict.id, ReviewState.CONFIRMED, BY_NOUR)
    one, other = (cluster.id for cluster in services.browse.clusters().items)
    merged = services.review_cluster.merge(one, other, BY_NOUR)
    claim = services.browse.cluster(merged).claims[0].id
    left, _ = services.review_cluster.split(merged, [claim], BY_NOUR)
    services.review_cluster.undo(left, 1, BY_NOUR)
    ada, ben = (services.browse.entities(query=name).items[0].id for name in ("Ada", "Ben"))
    kept = services.review_entity.merge(ada, ben, remark=BY_NOUR)
    services.review_entity.split(kept, ["Ben Sol"], remark=BY_NOUR)
    article = services.browse.articles().items[0].id
    services.delete(article, by=NOUR)
    assert entries(services) == [
        (AuditAction.REVIEW_CONFLICT, conflict.id),
        (AuditAction.MERGE_CLUSTERS, one),
        (AuditAction.SPLIT_CLUSTER, merged),
        (AuditAction.UNDO_DECISION, left),
        (AuditAction.MERGE_ENTITIES, ada),
        (AuditAction.SPLIT_ENTITY, kept),
        (AuditAction.DELETE_ARTICLE, article),
    ]
    found = services.audit(limit=50).items
    assert {entry.actor for entry in found} == {NOUR}
    assert found[-1].detail == {"from": "open", "to": "confirmed", "reviewer": "Nour"}
    assert not any(word in str(found) for word in ("confidential", "Ada Venn", "Ben Sol", "Harbour"))


def test_what_fails_is_not_entered(services: Services) -> None:
    (conflict,) = services.browse.conflicts().items
    cluster = services.browse.clusters().items[0].id
    with pytest.raises(ChangedMeanwhile):
        services.review(conflict.id, ReviewState.CONFIRMED, Remark(versions=["another"]))
    with pytest.raises(InvalidInput):
        services.review_cluster.merge(cluster, cluster)
    assert entries(services) == []


def test_the_effect_is_undone_where_it_cannot_be_entered(services: Services, tmp_path: Path) -> None:
    (conflict,) = services.browse.conflicts().items
    article = services.browse.articles().items[0].id
    run(tmp_path, "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no space'); END")
    for attempt in (
        lambda: services.review(conflict.id, ReviewState.CONFIRMED),
        lambda: services.delete(article),
        lambda: services.keys.create("Desk", ["read"]),  # type: ignore[list-item]
    ):
        with pytest.raises((DatabaseError, DatabaseUnavailable)):
            attempt()
    assert services.browse.conflict(conflict.id).state == "open"
    assert services.browse.article(article).id == article
    assert services.keys.list() == ()


def run(folder: Path, statement: str) -> None:
    engine = open_engine(parse_database_url(f"sqlite:///{folder / 'test.sqlite3'}"), writer=True)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"])
def test_no_statement_changes_or_removes_an_entry(services: Services, tmp_path: Path, statement: str) -> None:
    services.delete(services.browse.articles().items[0].id)
    with pytest.raises(DatabaseError, match="only added to"):
        run(tmp_path, statement)
    assert len(entries(services)) == 1


def test_entries_are_filtered_and_paged_latest_first(services: Services) -> None:
    (conflict,) = services.browse.conflicts().items
    for state in (ReviewState.CONFIRMED, ReviewState.DISMISSED, ReviewState.OPEN):
        services.review(conflict.id, state, BY_NOUR)
    services.delete(services.browse.articles().items[0].id)
    whole = services.audit(limit=50).items
    assert [entry.detail.get("to") for entry in whole] == [None, "open", "dismissed", "confirmed"]
    first = services.audit(limit=3)
    second = services.audit(limit=3, cursor=first.next)
    assert (*first.items, *second.items) == whole
    assert second.next is None
    assert len(services.audit(AuditFilter(actor="Nour"), limit=9).items) == 3
    assert len(services.audit(AuditFilter(actor="key_nour", action=AuditAction.REVIEW_CONFLICT), limit=9).items) == 3
    assert len(services.audit(AuditFilter(actor="local"), limit=9).items) == 1
    assert services.audit(AuditFilter(since=whole[0].at), limit=9).items == whole
    assert services.audit(AuditFilter(until=whole[0].at), limit=9).items == ()
    with pytest.raises(InvalidInput, match="cursor"):
        services.audit(limit=3, cursor="bm90aGluZw")


def test_of_many_who_decide_at_once_about_the_same_only_one_does(services: Services) -> None:
    (conflict,) = services.browse.conflicts().items
    remark = Remark(versions=[version_of(conflict)])

    def decide(number: int) -> bool:
        try:
            services.review(conflict.id, ReviewState.CONFIRMED if number % 2 else ReviewState.DISMISSED, remark)
        except ChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(decide, range(16))) == 1
    assert len(services.browse.conflict(conflict.id).decisions) == len(entries(services)) == 1


def test_a_decision_holds_only_about_what_the_reviewer_saw(services: Services) -> None:
    (conflict,) = services.browse.conflicts().items
    seen = version_of(conflict)
    assert seen == version_of(services.browse.conflict(conflict.id))
    after = services.review(conflict.id, ReviewState.CONFIRMED, Remark(versions=[seen]))
    assert after == services.browse.conflict(conflict.id)
    assert version_of(after) != seen
    with pytest.raises(ChangedMeanwhile, match="read it again"):
        services.review(conflict.id, ReviewState.DISMISSED, Remark(versions=[seen]))
    assert services.browse.conflict(conflict.id).state == "confirmed"
    cluster = services.browse.clusters(limit=1).items[0].id
    before = version_of(services.browse.cluster(cluster))
    claim = services.browse.cluster(cluster).claims[0].id
    with pytest.raises(ChangedMeanwhile):
        services.review_cluster.split(cluster, [claim], Remark(versions=[seen]))
    assert version_of(services.browse.cluster(cluster)) == before
    ada = services.browse.entities(query="Ada").items[0].id
    ben = services.browse.entities(query="Ben").items[0].id
    with pytest.raises(ChangedMeanwhile):
        services.review_entity.merge(ada, ben, remark=Remark(versions=[seen]))
    told = version_of(services.browse.entity(ada))
    assert services.review_entity.merge(ada, ben, remark=Remark(versions=["x", told])) == ada
