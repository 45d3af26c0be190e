"""Follows feeds: asks each when it is due, takes its new entries as articles, and remembers how it went."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.errors import AddressNotAllowed, CannotFetch, CrosscheckError, FetchDelayed, InvalidInput, NotFound
from app.core.model.records import Slice, Submission
from app.core.model.web import Feed, FeedDocument, FeedEntry, FeedState, WebAnswer
from app.core.text_validity import check_text
from app.core.web.pacing import back_off, freshness, next_visit, read_interval, write_interval
from app.ports import Clock, HtmlReader, Store, Unit
from app.use_cases.drafts import FIRST_NEWSPAPER, MOST_DAYS_AHEAD, InvalidFields, Language, Line, Strict, web_address
from app.use_cases.polite_web import PageGone, PoliteWeb, Wanted
from app.use_cases.submit_article import article_id, merge_found, page_id, store_article
from app.use_cases.work_queue import describe, worker_name
from app.web_ports import FeedReader

log = logging.getLogger("crosscheck.feeds")

FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/xml",
        "application/x-rss+xml",
        "text/xml",
        "text/rss+xml",
    }
)
LARGEST_FEED = 5_000_000  # bytes; feeds have some 50 to 500 kB
DEFAULT_INTERVAL = "15m"
LONGEST_VALIDATOR = 500  # characters of an ETag or date that is sent back
LEASE = timedelta(minutes=5)


def _interval(text: str) -> str:
    read_interval(text)
    return text.strip()


class NewFeed(Strict):
    """A feed to be followed."""

    url: Annotated[
        Annotated[Line, AfterValidator(web_address)],
        Field(max_length=2_000, description="Of the RSS or Atom document."),
    ]
    outlet: Annotated[Line, Field(max_length=200, description="Who publishes it: the outlet of its articles.")]
    language: Annotated[
        Language, Field(description="ISO 639-1; detected, article by article, where it is left out.")
    ] = None
    every: Annotated[
        Annotated[str, AfterValidator(_interval)],
        Field(max_length=10, description="How often to ask: 15m, 2h, 1d; between 1m and 7d."),
    ] = DEFAULT_INTERVAL


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """A feed and how it went: ``entries_taken`` counts the articles that came of it, ``failures`` those in a row."""

    id: str
    url: str
    outlet: str
    language: str | None
    every: str
    title: str | None
    state: FeedState
    added_at: datetime
    last_fetched: datetime | None
    last_error: str | None
    failures: int
    next_due: datetime | None
    entries_taken: int


def show_feed(feed: Feed) -> FeedView:
    """As readers see it."""
    return FeedView(
        id=feed.id,
        url=feed.url,
        outlet=feed.outlet,
        language=feed.language,
        every=write_interval(feed.every),
        title=feed.title,
        state=feed.state,
        added_at=feed.added_at,
        last_fetched=feed.last_fetched,
        last_error=feed.last_error,
        failures=feed.failures,
        next_due=feed.next_due,
        entries_taken=feed.entries_taken,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What came of one poll."""

    feed: Feed
    taken: int


class FollowFeeds:
    """Adds, lists, removes and polls feeds."""

    def __init__(
        self,
        *,
        store: Store,
        web: PoliteWeb,
        reader: FeedReader,
        html: HtmlReader,
        clock: Clock,
        text_limit: int,
        on_queued: Callable[[], None],
    ) -> None:
        """``text_limit`` in code points; ``on_queued`` wakes those who fetch and analyse."""
        self._store = store
        self._web = web
        self._reader = reader
        self._html = html
        self._clock = clock
        self._text_limit = text_limit
        self._on_queued = on_queued

    def add(self, wanted: NewFeed) -> tuple[Feed, bool]:
        """The feed, and whether it is new; one that is followed already takes outlet, language and interval anew.
        Raises InvalidFields for an address that may not be asked."""
        try:
            url = str(self._web.check(wanted.url))
        except AddressNotAllowed as error:
            raise InvalidFields((("url", str(error)),)) from error
        now = self._clock.now()
        feed_id = "fed_" + hashlib.sha256(url.encode()).hexdigest()[:16]
        feed = Feed(
            id=feed_id,
            url=url,
            outlet=wanted.outlet,
            language=wanted.language,
            every=read_interval(wanted.every),
            state=FeedState.NEW,
            added_at=now,
            next_due=now,
        )
        with self._store.writing() as unit:
            new = unit.feeds.put(feed)
            kept = unit.feeds.get(feed_id)
        self._on_queued()
        return kept or feed, new

    def get(self, feed_id: str) -> Feed:
        """Raises NotFound."""
        with self._store.reading() as unit:
            feed = unit.feeds.get(feed_id)
        if feed is None:
            raise NotFound(f"there is no feed {feed_id}")
        return feed

    def listed(self, *, limit: int, cursor: str | None = None, state: FeedState | None = None) -> Slice[Feed]:
        """The one added last first."""
        with self._store.reading() as unit:
            return unit.feeds.list(limit=limit, cursor=cursor, state=state)

    def remove(self, feed_id: str) -> None:
        """Its articles stay. Raises NotFound."""
        with self._store.writing() as unit:
            if not unit.feeds.remove(feed_id):
                raise NotFound(f"there is no feed {feed_id}")

    def poll_once(self) -> Polled | None:
        """Polls the feed that is due the longest; None where none is, or where another process was faster."""
        now = self._clock.now()
        with self._store.reading() as unit:
            due = unit.feeds.next_due()
        if due is None or due > now:
            return None
        with self._store.writing() as unit:
            feed = unit.feeds.take(worker_name(), now, LEASE)
        if feed is None:
            return None
        try:
            return self._poll(feed)
        except LeaseLost as error:
            log.info("%s", error)
            return None

    def _poll(self, feed: Feed) -> Polled:
        conditions = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
        wanted = Wanted(
            types=FEED_TYPES,
            largest=LARGEST_FEED,
            conditions={name: value for name, value in conditions.items() if value},
        )
        try:
            answer = self._web.get(feed.url, wanted)
            if answer.status == 304:
                return self._keep(self._succeeded(feed, answer, None), [])
            document = self._reader.read(answer)
            articles = self._read_entries(feed, document)
        except PageGone as error:
            gone = replace(
                feed, state=FeedState.GONE, next_due=None, last_error=describe(error), failures=feed.failures + 1
            )
            return self._keep(gone, [])
        except FetchDelayed as error:
            return self._keep(self._delayed(feed, error), [])
        except CannotFetch as error:
            return self._keep(self._failed(feed, describe(error), None), [])
        except CrosscheckError:
            raise  # the database does not answer: the lease will end, and the feed is polled again
        except Exception as error:
            # Whatever is wrong with one feed, the others go on.
            log.exception("feed=%s failed", feed.id)
            return self._keep(self._failed(feed, describe(error), None), [])
        return self._keep(self._succeeded(feed, answer, document), articles)

    def _succeeded(self, feed: Feed, answer: WebAnswer, document: FeedDocument | None) -> Feed:
        now = self._clock.now()
        advice = [freshness(answer.headers, now), document.ttl if document else None]
        changed = replace(
            feed,
            state=FeedState.OK,
            last_fetched=now,
            last_error=None,
            failures=0,
            next_due=next_visit(now, feed.every, advice=advice, skip_hours=document.skip_hours if document else ()),
        )
        if document is None:
            return changed
        etag, modified = map(_validator, (answer.headers.get("etag"), answer.headers.get("last-modified")))
        return replace(changed, etag=etag, last_modified=modified, title=document.title)

    def _delayed(self, feed: Feed, error: FetchDelayed) -> Feed:
        if error.counts:
            return self._failed(feed, describe(error), error.pause)
        return replace(feed, next_due=self._clock.now() + (error.pause or timedelta(seconds=1)))

    def _failed(self, feed: Feed, error: str, pause: timedelta | None) -> Feed:
        failures = feed.failures + 1
        wait = max(back_off(feed.every, failures, seed=feed.id), pause or timedelta(0))
        return replace(
            feed,
            state=FeedState.FAILING,
            last_error=error,
            failures=failures,
            next_due=self._clock.now() + wait,
        )

    def _read_entries(self, feed: Feed, document: FeedDocument) -> list["_Article"]:
        """What is new in the document, the oldest first; the texts are read before the database is locked for them."""
        with self._store.reading() as unit:
            unknown = unit.feeds.unknown(feed.id, [entry.key for entry in document.entries])
        found: dict[str, _Article] = {}
        for entry in reversed(document.entries):
            if entry.key in unknown and entry.key not in found:
                found[entry.key] = _Article(key=entry.key, submission=self._read_entry(feed, entry))
        return list(found.values())

    def _read_entry(self, feed: Feed, entry: FeedEntry) -> Submission | None:
        """The article of an entry, without text where its page is to be fetched; None where there is none to be had."""
        posted = Submission(
            outlet=feed.outlet,
            text="",
            title=entry.title,
            language=feed.language,
            published_at=self._plausible(entry.published_at),
            url=entry.link,
            author=entry.author,
        )
        if entry.html is not None:
            try:
                found = self._html.extract(entry.html, url=entry.link)
                check_text(found.text)
                if len(found.text) <= self._text_limit:
                    return replace(merge_found(posted, found), html=entry.html)
            except InvalidInput as error:
                log.info("feed=%s: the text of an entry cannot be used: %s", feed.id, type(error).__name__)
        if entry.link is None:
            return None
        try:
            self._web.check(entry.link)
        except AddressNotAllowed:
            log.info("feed=%s: an entry is left out, its link may not be asked for", feed.id)
            return None
        return posted

    def _plausible(self, published: datetime | None) -> datetime | None:
        latest = self._clock.now() + timedelta(days=MOST_DAYS_AHEAD)
        return published if published is not None and FIRST_NEWSPAPER <= published <= latest else None

    def _keep(self, feed: Feed, articles: list["_Article"]) -> Polled:
        """How it went and the new articles, in one transaction: an entry is known when its article is stored."""
        now = self._clock.now()
        with self._store.writing() as unit:
            new = unit.feeds.unknown(feed.id, [article.key for article in articles])
            taken = sum(_store(unit, article.submission, now) for article in articles if article.key in new)
            unit.feeds.remember(feed.id, new, now)
            after = replace(feed, entries_taken=feed.entries_taken + taken)
            if not unit.feeds.save(after):
                raise LeaseLost(f"feed {feed.id} was removed or taken over meanwhile")
        log.info("polled feed=%s state=%s taken=%d", feed.id, feed.state.value, taken)
        if taken:
            self._on_queued()
        return Polled(feed=after, taken=taken)


class LeaseLost(CrosscheckError):
    """A feed is no longer ours to poll; nothing of the poll is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    """A new entry; ``submission`` is None where it holds no article that can be taken."""

    key: str
    submission: Submission | None


def _validator(value: str | None) -> str | None:
    """What a server may be told again; None for what is no plain header."""
    return value if value and len(value) <= LONGEST_VALIDATOR and value.isascii() and value.isprintable() else None


def _store(unit: Unit, submission: Submission | None, now: datetime) -> bool:
    """Whether it was new. Under the id of its page wherever it has one, so that the same page posted by its address is
    the same article."""
    if submission is None:
        return False
    known = page_id(submission) if submission.url is not None else article_id(submission)
    return not store_article(unit, known, submission, now).duplicate
