"""Takes articles in: checked, stored and queued in one transaction, so that what is acknowledged is never lost."""

import hashlib
import json
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from app.core.errors import CrosscheckError, DatabaseUnavailable, InvalidInput
from app.core.model.records import ArticleStatus, Submission
from app.core.text_validity import check_text
from app.ports import Clock, HtmlReader, Store, Unit
from app.use_cases.drafts import MOST_DAYS_AHEAD, ArticleDraft, InvalidFields, storable


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """The answer to one article: ``duplicate`` where it was there already."""

    id: str
    status: ArticleStatus
    duplicate: bool


class SubmitArticle:
    """Stores and queues articles."""

    def __init__(
        self, *, store: Store, html: HtmlReader, clock: Clock, text_limit: int, on_queued: Callable[[], None]
    ) -> None:
        """``text_limit`` in code points; ``on_queued`` wakes the worker."""
        self._store = store
        self._html = html
        self._clock = clock
        self._text_limit = text_limit
        self._on_queued = on_queued
        self._turn = threading.Lock()
        self._requests: deque[_Request] = deque()

    def __call__(self, draft: ArticleDraft) -> Submitted:
        """One article; raises InvalidInput where it cannot be taken."""
        return self._keep([self.read(draft)])[0]

    def many(self, drafts: Iterable[ArticleDraft | InvalidInput]) -> list[Submitted | CrosscheckError]:
        """One answer for each; a bad one never spoils the others."""
        read = [self._try_to_read(draft) for draft in drafts]
        kept = iter(self._keep([item for item in read if isinstance(item, Submission)]))
        return [next(kept) if isinstance(item, Submission) else item for item in read]

    def read(self, draft: ArticleDraft) -> Submission:
        """The submission in a draft; raises InvalidInput."""
        self._check_date(draft)
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

    def _read_page(self, draft: ArticleDraft) -> Submission:
        html = draft.html or ""
        try:
            storable(html)
        except ValueError as error:
            raise InvalidFields((("html", str(error)),)) from error
        found = self._html.extract(html, url=draft.url)
        _check("html", found.text)
        return replace(
            found,
            outlet=draft.outlet,
            html=html,
            url=draft.url or found.url,
            title=draft.title or found.title,
            author=draft.author or found.author,
            language=draft.language or found.language,
            published_at=draft.published_at or found.published_at,
        )

    def _keep(self, submissions: list[Submission]) -> list[Submitted]:
        """Stores with all that others want stored just now: one durable write for many, and none waits for a timer."""
        mine = _Request(submissions)
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
        with self._store.writing() as unit:
            answers = [[_store(unit, submission, now) for submission in request.submissions] for request in requests]
        for request, given in zip(requests, answers, strict=True):
            request.answers = given
        if any(not answer.duplicate for given in answers for answer in given):
            self._on_queued()


@dataclass(slots=True)
class _Request:
    """What one caller wants stored, and what became of it once the write is durable."""

    submissions: list[Submission]
    taken: bool = False
    answers: list[Submitted] | None = None


def _store(unit: Unit, submission: Submission, now: datetime) -> Submitted:
    known = article_id(submission)
    status = unit.articles.status(known)
    if status is None:
        unit.articles.add(known, submission, now)
        unit.jobs.put(known, now)
    return Submitted(id=known, status=status or ArticleStatus.QUEUED, duplicate=status is not None)


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
    text = draft.text or ""
    _check("text", text)
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
