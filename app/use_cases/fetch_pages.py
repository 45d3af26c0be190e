"""Fetches the pages of articles that were posted by their address, and hands them on to the analysis. What becomes of a
page is kept in one transaction, or not at all."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from app.core.errors import CannotFetch, CrosscheckError, FetchDelayed, InvalidInput
from app.core.model.records import ArticleStatus, Submission
from app.core.model.web import PageTask, WebAnswer
from app.core.text_validity import check_text
from app.core.web.addresses import read_address
from app.core.web.pacing import back_off
from app.ports import Clock, HtmlReader, Store
from app.telemetry import working_for
from app.use_cases.drafts import MOST_DAYS_AHEAD
from app.use_cases.polite_web import PoliteWeb, Wanted
from app.use_cases.submit_article import merge_found, page_id
from app.use_cases.tell_articles import tell_failed
from app.use_cases.work_queue import describe, worker_name
from app.web_ports import PageDecoder

log = logging.getLogger("crosscheck.fetch")

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
PLAIN_TYPES = frozenset({"text/plain"})
LEASE = timedelta(minutes=5)  # a page with all its redirects takes three at most
RETRY_STEP = timedelta(seconds=30)  # after the first failure, doubled with each
SHORTEST_PAUSE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLimits:
    """Largest page in bytes, longest text in code points, and how often a page is asked for that cannot be had."""

    page: int
    text: int
    attempts: int


class FetchPages:
    """One fetcher; several may work beside each other."""

    def __init__(
        self,
        *,
        store: Store,
        web: PoliteWeb,
        decoder: PageDecoder,
        html: HtmlReader,
        clock: Clock,
        limits: PageLimits,
        on_fetched: Callable[[], None],
    ) -> None:
        """``on_fetched`` wakes the analysis."""
        self._store = store
        self._web = web
        self._decoder = decoder
        self._html = html
        self._clock = clock
        self._wanted = Wanted(types=HTML_TYPES | PLAIN_TYPES, largest=limits.page)
        self._text_limit = limits.text
        self._attempts = limits.attempts
        self._on_fetched = on_fetched

    def fetch_once(self) -> bool:
        """Takes one page and fetches it; whether there was one whose turn it was."""
        with self._store.reading() as unit:
            if not unit.pages.waiting():
                return False
        with self._store.writing() as unit:
            task = unit.pages.take(worker_name(), self._clock.now(), LEASE)
            asked = unit.articles.brought_by(task.article_id) if task is not None else None
        if task is None:
            return False
        with working_for(request=asked, article=task.article_id):
            self._work(task)
        return True

    def _work(self, task: PageTask) -> None:
        if task.attempts > self._attempts:
            self._give_up(task, "fetching its page stopped the worker each time")
            return
        try:
            self._fetch(task)
        except FetchDelayed as error:
            self._put_off(task, error)
        except (CannotFetch, InvalidInput) as error:
            self._give_up(task, f"the page could not be had: {describe(error)}")
        except CrosscheckError:
            raise  # the database does not answer: the lease will end, and the page is taken again
        except Exception as error:
            # Whatever is wrong with one page, the others go on.
            log.exception("page of article=%s failed, attempt %d", task.article_id, task.attempts)
            self._put_off(task, FetchDelayed(describe(error)))

    def _fetch(self, task: PageTask) -> None:
        with self._store.reading() as unit:
            article = unit.articles.get(task.article_id)
        if article is None:
            self._finish_orphan(task)
            return
        answer = self._web.get(task.url, self._wanted)
        submission = self.read_page(article.submission, answer)
        with self._store.writing() as unit:
            if not unit.pages.finish(task):
                return  # deleted meanwhile, or the lease was lost
            twin = page_id(submission)
            if twin != task.article_id and unit.articles.status(twin) not in (None, ArticleStatus.FAILED):
                unit.articles.mark_failed(
                    task.article_id, f"the page calls itself {submission.url}: see article {twin}"
                )
                tell_failed(unit, task.article_id)
                return
            unit.articles.complete(task.article_id, submission)
            unit.jobs.put(task.article_id, self._clock.now())
        log.info("fetched article=%s bytes=%d", task.article_id, len(answer.body))
        self._on_fetched()

    def read_page(self, posted: Submission, answer: WebAnswer) -> Submission:
        """What was posted, filled in by what the page says; raises CannotFetch or InvalidInput."""
        text = self._decoder.decode(answer)
        url = posted.url
        if answer.media_type in HTML_TYPES:
            address = read_address(answer.url)
            found = self._html.extract(text, url=answer.url)
            submission = replace(merge_found(posted, found), html=text)
            moved = str(address) if address.host == read_address(posted.url or "").host else posted.url
            url = self._decoder.canonical(text, address) or moved
        else:
            submission = replace(posted, text=text)
        check_text(submission.text)
        if len(submission.text) > self._text_limit:
            raise CannotFetch(f"its text is longer than {self._text_limit:,} characters")
        latest = self._clock.now() + timedelta(days=MOST_DAYS_AHEAD)
        published = submission.published_at
        return replace(submission, url=url, published_at=published if not published or published <= latest else None)

    def _put_off(self, task: PageTask, error: FetchDelayed) -> None:
        if error.counts and task.attempts >= self._attempts:
            self._give_up(task, f"the page could not be had, {task.attempts} times: {describe(error)}")
            return
        pause = back_off(RETRY_STEP, task.attempts, seed=task.article_id) if error.counts else SHORTEST_PAUSE
        pause = max(pause, error.pause or SHORTEST_PAUSE)
        with self._store.writing() as unit:
            unit.pages.release(task, not_before=self._clock.now() + pause, error=describe(error), count=error.counts)

    def _give_up(self, task: PageTask, error: str) -> None:
        log.info("page of article=%s given up; the article tells why", task.article_id)
        with self._store.writing() as unit:
            if unit.pages.finish(task):
                unit.articles.mark_failed(task.article_id, error)
                tell_failed(unit, task.article_id)

    def _finish_orphan(self, task: PageTask) -> None:
        with self._store.writing() as unit:
            unit.pages.finish(task)
