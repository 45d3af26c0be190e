"""Takes articles in: checked, stored and queued in one transaction, so that what is acknowledged is never lost."""

import hashlib
import json
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from app.core.errors import AddressNotAllowed, CrosscheckError, DatabaseUnavailable, InvalidInput
from app.core.model.records import ArticleStatus, Submission
from app.core.text_validity import check_text
from app.core.web.addresses import WebAddress, identity_of, read_address
from app.ports import Clock, HtmlReader, Store, Unit
from app.telemetry import current_request
from app.use_cases.drafts import MOST_DAYS_AHEAD, ArticleDraft, InvalidFields, storable

QUEUED = ArticleStatus.QUEUED


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """The answer to one article: ``duplicate`` where it was there already."""

    id: str
    status: ArticleStatus
    duplicate: bool


class SubmitArticle:
    """Stores and queues articles."""

    def __init__(
        self,
        *,
        store: Store,
        html: HtmlReader,
        clock: Clock,
        text_limit: int,
        on_queued: Callable[[], None],
        check_address: Callable[[str], WebAddress] = read_address,
    ) -> None:
        """``text_limit`` in code points; ``on_queued`` wakes the workers; ``check_address`` raises AddressNotAllowed
        for a page that may not be asked for."""
        self._store = store
        self._html = html
        self._clock = clock
        self._text_limit = text_limit
        self._on_queued = on_queued
        self._check_address = check_address
        self._turn = threading.Lock()
        self._requests: deque[_Request] = deque()

    def __call__(self, draft: ArticleDraft) -> Submitted:
        """One article; raises InvalidInput where it cannot be taken."""
        return self._keep([self.read(draft)])[0]

    def many(
        self, drafts: Iterable[ArticleDraft | InvalidInput], *, background: bool = False
    ) -> list[Submitted | CrosscheckError]:
        """One answer for each; a bad one never spoils the others. Those in the ``background`` are analysed when no
        other article waits."""
        read = [self._try_to_read(draft) for draft in drafts]
        submissions = [item for item in read if isinstance(item, Submission)]
        kept = iter(self._keep(submissions, background=background))
        return [next(kept) if isinstance(item, Submission) else item for item in read]

    def read(self, draft: ArticleDraft) -> Submission:
        """The submission in a draft; raises InvalidInput."""
        self._check_date(draft)
        if draft.text is None and draft.html is None:
            return self._read_address(draft)
        submission = self._read_page(draft) if draft.html is not None else _read_text(draft)
        if len(submission.text) > self._text_limit:
            raise InvalidFields(
                (("text", f"is longer than {self._text_limit:,} characters; send one article at a time"),)
            )
        return submission

    def _try_to_read(self, draft: ArticleDraft | InvalidInput) -> Submission | InvalidInput:
        if isinstance(draft, InvalidInput):
            return draft
        try:
            return self.read(draft)
        except InvalidInput as error:
            return error

    def _check_date(self, draft: ArticleDraft) -> None:
        latest = self._clock.now() + timedelta(days=MOST_DAYS_AHEAD)
        if draft.published_at is not None and draft.published_at > latest:
            raise InvalidFields((("published_at", f"lies more than {MOST_DAYS_AHEAD} days ahead; correct it"),))

    def _read_address(self, draft: ArticleDraft) -> Submission:
        """An article whose page is fetched later."""
        try:
            address = self._check_address(draft.url or "")
        except AddressNotAllowed as error:
            raise InvalidFields((("url", str(error)),)) from error
        return replace(_submission(draft, ""), url=str(address))

    def _read_page(self, draft: ArticleDraft) -> Submission:
        html = draft.html or ""
        try:
            storable(html)
        except ValueError as error:
            raise InvalidFields((("html", str(error)),)) from error
        found = self._html.extract(html, url=draft.url)
        _check("html", found.text)
        return replace(merge_found(_submission(draft, ""), found), html=html)

    def _keep(self, submissions: list[Submission], *, background: bool = False) -> list[Submitted]:
        """Stores with all that others want stored just now: one durable write for many, and none waits for a timer."""
        asked = [replace(submission, request=current_request()) for submission in submissions]
        mine = _Request(asked, background=background)
        self._requests.append(mine)
        with self._turn:
            if not mine.taken:  # else the one before us stored ours with its own
                self._store_all(self._take_requests())
        if mine.answers is None:
            raise DatabaseUnavailable("the article could not be stored; send it again")
        return mine.answers

    def _take_requests(self) -> list["_Request"]:
        requests = []
        while self._requests:
            request = self._requests.popleft()
            request.taken = True
            requests.append(request)
        return requests

    def _store_all(self, requests: list["_Request"]) -> None:
        now = self._clock.now()
        first: dict[str, Submission] = {}
        ids = [[_id_of(submission) for submission in request.submissions] for request in requests]
        urgent = {key for request, keys in zip(requests, ids, strict=True) if not request.background for key in keys}
        for request, keys in zip(requests, ids, strict=True):
            for key, submission in zip(keys, request.submissions, strict=True):
                first.setdefault(key, submission)
        with self._store.writing() as unit:
            # Always in the order of ids: two processes that take in the same articles never wait in a circle.
            known = {key: _add(unit, key, first[key], now) for key in sorted(first)}
            queued = [
                key for key in first if _queue(unit, key, first[key], known[key], now, background=key not in urgent)
            ]
        fresh = {key for key in first if known[key] is None}
        for request, keys in zip(requests, ids, strict=True):
            request.answers = [_answer(key, QUEUED if key in queued else known[key], fresh) for key in keys]
        if queued:
            self._on_queued()


@dataclass(slots=True)
class _Request:
    """What one caller wants stored, and what became of it once the write is durable."""

    submissions: list[Submission]
    background: bool = False
    taken: bool = False
    answers: list[Submitted] | None = None


def _id_of(submission: Submission) -> str:
    return page_id(submission) if awaits_page(submission) else article_id(submission)


def store_article(unit: Unit, key: str, submission: Submission, now: datetime) -> Submitted:
    """Stored and queued under that id: for its page to be fetched where its address is all that is known, else for
    analysis. One that is there already is left alone; where its page could not be had, it is asked for again."""
    known = _add(unit, key, submission, now)
    queued = _queue(unit, key, submission, known, now)
    return _answer(key, QUEUED if queued else known, set() if known else {key})


def _add(unit: Unit, key: str, submission: Submission, now: datetime) -> ArticleStatus | None:
    """None where it was new, else how far the one that was there has come."""
    while not unit.articles.add(key, submission, now):
        status = unit.articles.status(key)
        if status is not None:  # else another process deleted it in between
            return status
    return None


def _queue(
    unit: Unit,
    key: str,
    submission: Submission,
    known: ArticleStatus | None,
    now: datetime,
    *,
    background: bool = False,
) -> bool:
    """Whether there is something to do for it."""
    if not awaits_page(submission):
        if known is None:
            unit.jobs.put(key, now, background=background)
        return known is None
    if known is ArticleStatus.FAILED:
        stored = unit.articles.get(key)
        if stored is None or not awaits_page(stored.submission):
            return False  # its page was had, and could not be analysed
        unit.articles.mark_queued([key])
    elif known is not None:
        return False
    queue_page(unit, key, submission, now)
    return True


def queue_page(unit: Unit, key: str, submission: Submission, now: datetime) -> None:
    """Its page is fetched, and the article analysed then."""
    address = read_address(submission.url or "")
    unit.pages.put(key, str(address), address.host, now)


def _answer(key: str, known: ArticleStatus | None, fresh: set[str]) -> Submitted:
    """``fresh``: the new articles that nobody has been told of yet; told, this one is no longer among them."""
    duplicate = key not in fresh
    fresh.discard(key)
    return Submitted(id=key, status=known or QUEUED, duplicate=duplicate)


def awaits_page(submission: Submission) -> bool:
    """Whether the article is known by its address alone so far."""
    return not submission.text and submission.html is None


def page_id(submission: Submission) -> str:
    """Of an article that is known by its address: a function of outlet and address, without what only tells where a
    reader came from. The same page has the same id, whoever posts it and whatever it says by then."""
    parts = ["page", submission.outlet, identity_of(read_address(submission.url or ""))]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:20]


def merge_found(posted: Submission, found: Submission) -> Submission:
    """What was posted, filled in by what the page says of itself."""
    return replace(
        found,
        outlet=posted.outlet,
        request=posted.request,
        url=posted.url or found.url,
        title=posted.title or found.title,
        author=posted.author or found.author,
        language=posted.language or found.language,
        published_at=posted.published_at or found.published_at,
    )


def article_id(submission: Submission) -> str:
    """A function of outlet, text (or page source), address and time of publication: the same article, the same id."""
    published = submission.published_at
    parts = [
        submission.outlet,
        submission.html if submission.html is not None else submission.text,
        "html" if submission.html is not None else "text",
        submission.url,
        published.astimezone(UTC).isoformat() if published is not None else None,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:20]


def _read_text(draft: ArticleDraft) -> Submission:
    _check("text", draft.text or "")
    return _submission(draft, draft.text or "")


def _submission(draft: ArticleDraft, text: str) -> Submission:
    return Submission(
        outlet=draft.outlet,
        text=text,
        title=draft.title,
        language=draft.language,
        published_at=draft.published_at,
        url=draft.url,
        author=draft.author,
    )


def _check(field: str, text: str) -> None:
    try:
        check_text(text)
    except InvalidInput as error:
        raise InvalidFields(((field, str(error)),)) from error
