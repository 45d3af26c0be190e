"""How the work goes, as both engines count it: the queue and who holds it, failed articles, pages, feeds, webhooks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.adapters.storage.unit_of_work import SqlStore
from app.core.model.records import QueueTally, Submission
from app.core.model.watching import Wanted, Webhook, WebhookState
from app.core.model.web import Feed, FeedState

NOW = datetime(2024, 3, 20, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    store = SqlStore(database_url)
    yield store
    store.close()


def test_an_empty_store_has_no_work(store: SqlStore) -> None:
    with store.reading() as unit:
        assert unit.jobs.tally(NOW) == QueueTally(waiting=0, background=0, held={}, failed=0, due_since=None)
        assert (unit.pages.count_failing(), unit.feeds.count(), unit.webhooks.count_disabled()) == (0, {}, 0)


def test_jobs_are_told_by_who_holds_them_and_failed_articles_by_when_they_came(store: SqlStore) -> None:
    with store.writing() as unit:
        for number in range(6):
            at = NOW + number * MINUTE
            unit.articles.add(f"a{number}", Submission(outlet="Gavan", text=f"text {number}"), at)
            if number < 4:
                unit.jobs.put(f"a{number}", at, background=number == 3)
            else:
                unit.articles.mark_failed(f"a{number}", f"error {number}")
        unit.jobs.take("desk/1/ab", NOW, HOUR)
    with store.reading() as unit:
        tally = unit.jobs.tally(NOW)
        assert tally == QueueTally(waiting=3, background=1, held={"desk/1/ab": 1}, failed=2, due_since=NOW + MINUTE)
        ended = unit.jobs.tally(NOW + HOUR)
        assert (ended.waiting, ended.held) == (4, {})
        first = unit.jobs.list_failed(limit=1, cursor=None)
        assert [(job.article_id, job.error) for job in first.items] == [("a5", "error 5")]
        second = unit.jobs.list_failed(limit=1, cursor=first.next)
        assert ([job.article_id for job in second.items], second.next) == (["a4"], None)
        order = [job.article_id for job in unit.jobs.queued(9, NOW)]
        assert [job.article_id for job in unit.jobs.queued(9, NOW, skip=2)] == order[2:]


def test_pages_that_could_not_be_had_are_told_the_next_one_first(store: SqlStore) -> None:
    with store.writing() as unit:
        for number in range(3):
            unit.pages.put(f"a{number}", f"https://x{number}.org/", f"x{number}.org", NOW)
        for pause in (2 * HOUR, HOUR):
            task = unit.pages.take("t", NOW, MINUTE)
            assert task is not None
            unit.pages.release(task, not_before=NOW + pause, error="no answer", count=True)
    with store.reading() as unit:
        assert unit.pages.count_failing() == 2
        found = unit.pages.failing(9)
        assert [(page.until, page.attempts, page.error) for page in found] == [
            (NOW + HOUR, 1, "no answer"),
            (NOW + 2 * HOUR, 1, "no answer"),
        ]
        assert unit.pages.failing(1) == found[:1]


def test_feeds_are_counted_and_listed_by_state_and_disabled_webhooks_counted(store: SqlStore) -> None:
    feed = Feed(
        id="f0",
        url="https://x.org/0",
        outlet="Gavan",
        language=None,
        every=HOUR,
        state=FeedState.NEW,
        added_at=NOW,
        next_due=NOW,
    )
    hook = Webhook(id="w0", url="https://x.org/", wanted=Wanted(), secret="s", added_at=NOW)
    with store.writing() as unit:
        for number in range(3):
            unit.feeds.put(replace(feed, id=f"f{number}", url=f"https://x.org/{number}", added_at=NOW + number * HOUR))
        taken = unit.feeds.take("t", NOW, MINUTE)
        assert taken is not None
        unit.feeds.save(replace(taken, state=FeedState.GONE, next_due=None))
        unit.webhooks.add(hook)
        unit.webhooks.add(replace(hook, id="w1", state=WebhookState.DISABLED))
    with store.reading() as unit:
        assert unit.feeds.count() == {FeedState.NEW: 2, FeedState.GONE: 1}
        gone = unit.feeds.list(limit=9, cursor=None, state=FeedState.GONE)
        assert [one.id for one in gone.items] == [taken.id]
        assert len(unit.feeds.list(limit=9, cursor=None).items) == 3
        assert (unit.webhooks.count(), unit.webhooks.count_disabled()) == (2, 1)
