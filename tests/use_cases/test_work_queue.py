"""The queue: nothing acknowledged is lost, whatever happens to an article, to a worker or to the process."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from app.bootstrap import Parts
from app.core.errors import DatabaseUnavailable, ModelUnavailable
from app.core.model.records import ArticleStatus
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from app.use_cases.work_queue import is_gone, worker_name
from tests.fakes import FakeClock, ToyUnderstander, fake_parts, fake_services

DATABASE = {"url": ""}
OPENED: list[Services] = []


@pytest.fixture(autouse=True)
def _on_both(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(DATABASE, "url", database_url)
    yield
    while OPENED:
        OPENED.pop().close()


def make(folder: Path, **settings: object) -> tuple[Services, ToyUnderstander, FakeClock, Parts]:
    parts = fake_parts(folder, database_url=DATABASE["url"])
    services = fake_services(folder, parts=parts, **settings)
    OPENED.append(services)
    assert isinstance(parts.understand, ToyUnderstander)
    assert isinstance(parts.clock, FakeClock)
    return services, parts.understand, parts.clock, parts


def post(services: Services, name: str = "Ada Venn") -> str:
    return services.submit(read_draft({"outlet": "Harbour Post", "text": f"{name} | arrive | Port Lorne | |"})).id


def test_an_article_that_fails_is_tried_again_and_then_marked_while_others_go_on(tmp_path: Path) -> None:
    services, understander, clock, _ = make(tmp_path, attempts=3)
    poison, good = post(services, "Poison"), post(services)
    understander.failures["Poison"] = ValueError("cannot\nread this")
    assert services.analyse_pending() == 2
    assert services.browse.status(good) is ArticleStatus.ANALYSED
    assert services.browse.status(poison) is ArticleStatus.QUEUED
    for _ in range(3):
        clock.move(timedelta(minutes=1))
        services.analyse_pending()
    article = services.browse.article(poison)
    assert (article.status, article.error) == ("failed", "ValueError: cannot read this")
    assert services.browse.counts()["waiting"] == 0


def test_a_missing_model_is_not_the_fault_of_the_article(tmp_path: Path) -> None:
    services, understander, clock, _ = make(tmp_path, attempts=1)
    article = post(services)
    understander.failures["Ada"] = ModelUnavailable("gone")
    for _ in range(4):
        services.analyse_pending()
        clock.move(timedelta(minutes=1))
    assert services.browse.status(article) is ArticleStatus.QUEUED
    understander.failures.clear()
    services.analyse_pending()
    assert services.browse.status(article) is ArticleStatus.ANALYSED


def test_an_article_that_stops_its_worker_each_time_is_given_up(tmp_path: Path) -> None:
    services, understander, clock, _ = make(tmp_path, attempts=2)
    article = post(services)
    understander.failures["Ada"] = KeyboardInterrupt()  # type: ignore[assignment]  # stands for a killed process
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            services.analyse_pending()
        clock.move(timedelta(hours=1))
    services.analyse_pending()
    assert services.browse.article(article).error == "its analysis stopped the worker each time"


def test_a_lease_keeps_others_away_until_it_ends(tmp_path: Path) -> None:
    services, _, clock, _ = make(tmp_path, lease=60)
    article = post(services)
    with services.store.writing() as unit:
        first = unit.jobs.take("somewhere/1/a", clock.now(), timedelta(seconds=60))
    assert first is not None
    assert services.analyse_pending() == 0
    clock.move(timedelta(seconds=61))
    assert services.analyse_pending() == 1
    assert services.browse.status(article) is ArticleStatus.ANALYSED
    with services.store.writing() as unit:
        assert not unit.jobs.holds(first)
        assert not unit.jobs.renew(first, clock.now())


def test_a_worker_that_lost_its_lease_keeps_nothing(tmp_path: Path) -> None:
    services, _, clock, _ = make(tmp_path)
    article = post(services)
    with services.store.writing() as unit:
        job = unit.jobs.take("me", clock.now(), timedelta(seconds=60))
        assert job is not None
        unit.jobs.release_all({"me"}, clock.now())
    assert services.analyse(job) is False
    assert services.browse.article(article).claims == ()
    assert services.analyse_pending() == 1
    assert len(services.browse.article(article).claims) == 1


def test_an_article_deleted_during_its_analysis_stays_deleted(tmp_path: Path) -> None:
    services, _, clock, _ = make(tmp_path)
    article = post(services)
    with services.store.writing() as unit:
        job = unit.jobs.take("me", clock.now(), timedelta(seconds=60))
    assert job is not None
    services.delete(article)
    assert services.analyse(job) is False
    assert services.browse.counts() == dict.fromkeys(services.browse.counts(), 0)


def test_what_a_dead_process_held_is_taken_at_once(tmp_path: Path) -> None:
    services, _, clock, _ = make(tmp_path)
    article = post(services)
    host, _, _ = services.queue.name.rsplit("/", 2)
    with services.store.writing() as unit:
        assert unit.jobs.take(f"{host}/999999999/abc", clock.now(), timedelta(hours=1)) is not None
    assert services.analyse_pending() == 0
    assert services.queue.release_abandoned() == 1
    assert services.analyse_pending() == 1
    assert services.browse.status(article) is ArticleStatus.ANALYSED


def test_only_dead_processes_of_this_machine_are_gone() -> None:
    me = worker_name()
    host = me.rsplit("/", 2)[0]
    assert not is_gone(me, me)
    assert not is_gone(f"{host}/{os.getppid()}/x", me)
    assert not is_gone("elsewhere/999999999/x", me)
    assert not is_gone("nonsense", me)
    assert is_gone(f"{host}/999999999/x", me)
    assert is_gone(f"{host}/{os.getpid()}/of-an-earlier-start", me)


def test_a_restart_loses_nothing(tmp_path: Path) -> None:
    services, _, _, _ = make(tmp_path)
    ids = [post(services, name) for name in ("Ada Venn", "Marek Oduya", "Salma Haddad")]
    services.queue.work_once()
    services.close()
    again = fake_services(tmp_path, database_url=DATABASE["url"])
    OPENED.append(again)
    again.analyse_pending()
    assert [again.browse.status(key) for key in ids] == [ArticleStatus.ANALYSED] * 3


def test_the_worker_thread_works_and_stops(tmp_path: Path) -> None:
    services, _, _, _ = make(tmp_path)
    services.start_worker()
    article = post(services)
    done = threading.Event()
    for _ in range(200):
        if services.browse.status(article) is ArticleStatus.ANALYSED:
            break
        done.wait(0.05)
    assert services.browse.status(article) is ArticleStatus.ANALYSED
    assert services.close()


def test_the_worker_goes_on_after_an_error_of_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services, _, _, _ = make(tmp_path)
    failed = threading.Event()
    work = services.queue.work_once

    def fail_once() -> bool:
        if failed.is_set():
            return work()
        failed.set()
        raise OSError("no space left")

    monkeypatch.setattr(services.queue, "work_once", fail_once)
    services.start_worker()
    article = post(services)
    assert failed.wait(10)
    for _ in range(200):
        if services.browse.status(article) is ArticleStatus.ANALYSED:
            break
        threading.Event().wait(0.05)
    assert services.browse.status(article) is ArticleStatus.ANALYSED
    assert services.readiness()["worker"] is None
    services.close()
    assert services.readiness()["server"] is not None


def test_a_job_taken_in_a_commit_whose_answer_was_lost_is_not_left_to_its_lease(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, _, _, parts = make(tmp_path, lease=3600)
    article = post(services)
    real = parts.store.writing

    @contextmanager
    def lossy() -> Iterator[object]:
        with real() as unit:
            yield unit
        monkeypatch.setattr(parts.store, "writing", real)
        raise DatabaseUnavailable("the connection broke after the commit")

    monkeypatch.setattr(parts.store, "writing", lossy)
    with pytest.raises(DatabaseUnavailable):
        services.queue.work_once()
    assert services.jobs(limit=1)[0].holder == services.queue.name
    assert services.queue.work_once()
    assert services.browse.status(article) is ArticleStatus.ANALYSED


def start_again(folder: Path, understander: ToyUnderstander, clock: FakeClock, **settings: object) -> Services:
    parts = fake_parts(folder, database_url=DATABASE["url"])
    parts.understand, parts.clock = understander, clock
    services = fake_services(folder, parts=parts, **settings)
    OPENED.append(services)
    return services


def held_by(services: Services) -> list[str | None]:
    return [job.holder for job in services.jobs(limit=50)]


def test_waiting_articles_are_read_together_and_half_is_left_to_others(tmp_path: Path) -> None:
    services, understander, _, _ = make(tmp_path)
    ids = [post(services, f"Ada Venn{number}") for number in range(9)]
    assert services.queue.work_once()
    assert understander.together == [5]  # the first, and half of the others
    assert held_by(services).count(services.queue.name) == 4
    assert services.analyse_pending() == 8
    assert understander.calls == 9
    assert {services.browse.status(key) for key in ids} == {ArticleStatus.ANALYSED}


def test_one_that_cannot_be_read_spoils_nothing_for_those_beside_it(tmp_path: Path) -> None:
    services, understander, clock, _ = make(tmp_path, attempts=2)
    ids = [post(services, name) for name in ("Ada Venn", "Marek Oduya", "Salma Haddad", "Nour Sabri", "Ines Roy")]
    understander.failures["Salma"] = ValueError("cannot be read")
    for _ in range(3):
        services.analyse_pending()
        clock.move(timedelta(hours=1))
    found = [services.browse.status(key) for key in ids]
    assert found.count(ArticleStatus.ANALYSED) == 4
    assert found[2] is ArticleStatus.FAILED


def test_what_is_in_hand_at_the_end_is_given_back_uncounted(tmp_path: Path) -> None:
    services, _, _, _ = make(tmp_path)
    for number in range(9):
        post(services, f"Ada Venn{number}")
    assert services.queue.work_once()
    services.queue.give_back()
    assert held_by(services) == [None] * 8
    assert {job.attempts for job in services.jobs(limit=50)} == {0}


def test_those_that_were_in_hand_when_a_worker_was_killed_are_taken_one_by_one(tmp_path: Path) -> None:
    services, understander, clock, _ = make(tmp_path, attempts=2)
    ids = [post(services, name) for name in ("Ada Venn", "Marek Oduya", "Salma Haddad", "Nour Sabri", "Ines Roy")]
    understander.failures["Marek"] = KeyboardInterrupt()  # type: ignore[assignment]  # stands for a killed process
    for _ in range(4):
        clock.move(timedelta(hours=1))
        again = start_again(tmp_path, understander, clock, attempts=2)
        with suppress(KeyboardInterrupt):
            again.analyse_pending()
    found = [services.browse.status(key) for key in ids]
    assert found.count(ArticleStatus.ANALYSED) == 4
    assert found[1] is ArticleStatus.FAILED
