"""Analysing the whole store again: resumable, behind new articles, with the old results served meanwhile. And failed
articles, which wait with their errors for another try."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.core.errors import InvalidInput
from app.core.model.records import ArticleStatus, JobState
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from tests.fakes import FakeClock, ToyUnderstander, fake_parts, fake_services
from tests.soundness import find_faults

PEOPLE = ("Ada Venn", "Marek Oduya", "Salma Haddad")


class Kit:
    """Services on fakes, and the fakes."""

    def __init__(self, folder: Path, url: str, **settings: object) -> None:
        parts = fake_parts(folder, database_url=url)
        assert isinstance(parts.understand, ToyUnderstander)
        assert isinstance(parts.clock, FakeClock)
        self.services: Services = fake_services(folder, parts=parts, **settings)
        self.reading: ToyUnderstander = parts.understand
        self.clock: FakeClock = parts.clock

    def post(self, name: str) -> str:
        return self.services.submit(read_draft({"outlet": "Gazette", "text": f"{name} | meet | Khartal | |"})).id

    def version_of(self, article: str) -> str:
        found = self.services.browse.article(article).version
        assert found is not None
        return found.partition("+")[0]


@pytest.fixture
def kit(tmp_path: Path, database_url: str):
    made = Kit(tmp_path, database_url)
    yield made
    made.services.close()


def test_every_result_says_which_version_made_it(kit: Kit) -> None:
    article = kit.post("Ada Venn")
    assert kit.services.browse.article(article).version is None
    kit.services.analyse_pending()
    found = kit.services.browse.article(article)
    assert found.version == "toy-1+words-1+words-1"
    assert {claim.version for claim in found.claims} == {found.version}


def test_what_an_older_version_analysed_is_analysed_again_and_served_until_then(kit: Kit, database_url: str) -> None:
    ids = [kit.post(name) for name in PEOPLE]
    kit.services.analyse_pending()
    kit.reading.version = "toy-2"
    assert (kit.services.reanalyse.progress().current, kit.services.reanalyse.progress().outdated) == (0, 3)
    assert kit.services.reanalyse() == 3
    assert kit.services.reanalyse() == 0, "they are queued already"
    for article in ids:
        shown = kit.services.browse.article(article)
        assert (shown.status, len(shown.claims)) == ("analysed", 1)
    kit.services.queue.work_once()
    assert sorted(map(kit.version_of, ids)) == ["toy-1", "toy-1", "toy-2"]
    assert kit.services.reanalyse.progress().outdated == 2
    kit.services.analyse_pending()
    assert {kit.version_of(article) for article in ids} == {"toy-2"}
    assert kit.services.reanalyse() == 0
    assert kit.services.reanalyse(everything=True) == 3
    assert find_faults(database_url) == []


def test_new_articles_go_before_those_that_are_analysed_again(kit: Kit) -> None:
    for name in PEOPLE[:2]:
        kit.post(name)
    kit.services.analyse_pending()
    kit.reading.version = "toy-2"
    kit.services.reanalyse()
    kit.clock.move(timedelta(minutes=1))
    new = kit.post(PEOPLE[2])
    assert [record.background for record in kit.services.jobs(limit=10)] == [False, True, True]
    kit.services.queue.work_once()
    assert kit.services.browse.status(new) is ArticleStatus.ANALYSED
    assert kit.services.browse.counts()["waiting"] == 2


def test_an_article_that_cannot_be_analysed_again_keeps_its_results_and_says_why(kit: Kit) -> None:
    article = kit.post("Ada Venn")
    kit.services.analyse_pending()
    kit.reading.version = "toy-2"
    kit.reading.failures["Ada"] = ValueError("cannot read this any more")
    kit.services.reanalyse()
    for _ in range(3):
        kit.services.analyse_pending()
        kit.clock.move(timedelta(minutes=5))
    shown = kit.services.browse.article(article)
    assert (shown.status, len(shown.claims)) == ("analysed", 1)
    assert shown.error == "ValueError: cannot read this any more"
    assert kit.services.reanalyse.progress().outdated == 1
    assert [record.state for record in kit.services.jobs(limit=10)] == [JobState.FAILED]


def test_failed_articles_wait_with_their_errors_for_another_try(kit: Kit, database_url: str) -> None:
    poison, other, good = (kit.post(name) for name in PEOPLE)
    kit.reading.failures |= {"Ada": ValueError("poison"), "Marek": ValueError("other\0poison \ud800")}
    for _ in range(3):
        kit.services.analyse_pending()
        kit.clock.move(timedelta(minutes=5))
    failed = {record.article_id: record for record in kit.services.jobs(failed_only=True, limit=10)}
    assert failed.keys() == {poison, other}
    assert failed[poison].error == "ValueError: poison"
    with pytest.raises(InvalidInput, match="has not failed"):
        kit.services.jobs.retry([good])
    kit.reading.failures.clear()
    assert kit.services.jobs.retry([poison]) == 1
    assert kit.services.browse.status(poison) is ArticleStatus.QUEUED
    assert kit.services.jobs.retry() == 1
    assert kit.services.analyse_pending() == 2
    assert kit.services.jobs(limit=10) == ()
    assert {kit.services.browse.status(key) for key in (poison, other)} == {ArticleStatus.ANALYSED}
    assert find_faults(database_url) == []


def test_the_queue_shows_who_holds_what_and_what_went_wrong(kit: Kit) -> None:
    held, failing = kit.post("Ada Venn"), kit.post("Marek Oduya")
    kit.reading.failures["Marek"] = ValueError("not yet")
    with kit.services.store.writing() as unit:
        job = unit.jobs.take("elsewhere/1/a", kit.clock.now(), timedelta(hours=1))
    kit.services.queue.work_once()
    shown = {record.article_id: record for record in kit.services.jobs(limit=10)}
    assert job is not None
    assert (shown[held].state, shown[held].holder) == (JobState.HELD, "elsewhere/1/a")
    assert (shown[failing].state, shown[failing].attempts) == (JobState.WAITING, 1)
    assert shown[failing].error == "ValueError: not yet"


def test_an_article_that_fails_waits_longer_each_time(kit: Kit) -> None:
    article = kit.post("Ada Venn")
    kit.reading.failures["Ada"] = ValueError("no")
    pauses = []
    for _ in range(2):
        kit.services.queue.work_once()
        until = kit.services.jobs(limit=1)[0].until
        assert until is not None
        pauses.append((until - kit.clock.now()).total_seconds())
        kit.clock.move(timedelta(minutes=1))
    assert pauses == [5.0, 20.0]
    assert kit.services.browse.status(article) is ArticleStatus.QUEUED
