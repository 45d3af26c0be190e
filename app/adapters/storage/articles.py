"""Articles and what cleaning found in them."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, update
from sqlmodel import Session, col, select

from app.adapters.storage.codec import dump_clean, load_clean
from app.adapters.storage.column_types import Instant
from app.adapters.storage.in_turn import InTurn
from app.adapters.storage.inserting import insert_new
from app.adapters.storage.list_plans import Choice, Wanted, page_of_plan
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.tables import AnalysisRow, ArticleRow, ClaimRow, SourceRow
from app.core.model.article import Article
from app.core.model.records import ArticleFilter, ArticleStatus, Slice, StoredAnalysis, StoredArticle, Submission


class _Head(NamedTuple):
    """An article's row."""

    id: str
    outlet: str
    status: str
    error: str | None
    received_at: datetime
    submitted: dict[str, Any]
    title: str | None
    language: str | None
    published_at: datetime | None
    published_offset: int | None
    author: str | None
    claim_count: int


_HEAD: tuple[Any, ...] = tuple(getattr(ArticleRow, name) for name in _Head._fields)
_HEAD_AND_TEXT: tuple[Any, ...] = (*_HEAD, SourceRow.text)
_ALL: tuple[Any, ...] = (*_HEAD_AND_TEXT, SourceRow.html)
_THESE = col(ArticleRow.id).in_(bindparam(LIST, expanding=True))
_OWN_SOURCE = col(SourceRow.article_id) == col(ArticleRow.id)
_HEADS = Prepared(select(*_HEAD).where(_THESE))
_WITH_TEXTS = Prepared(select(*_HEAD_AND_TEXT).where(_THESE, _OWN_SOURCE))
_WHOLE = Prepared(select(*_ALL).where(_THESE, _OWN_SOURCE))
_ANALYSIS = Prepared(
    select(AnalysisRow.version, AnalysisRow.body).where(col(AnalysisRow.article_id) == bindparam("article"))
)


class SqlArticles:
    """``ports.ArticleStore`` in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, article_id: str, submission: Submission, received_at: datetime) -> bool:
        """Whether it was new."""
        published = submission.published_at
        values = {
            "id": article_id,
            "sort_key": f"{Instant().process_bind_param(received_at, self._session.get_bind().dialect)}~{article_id}",
            "outlet": submission.outlet,
            "status": ArticleStatus.QUEUED.value,
            "received_at": received_at,
            "submitted": _submitted(submission),
            "title": submission.title,
            "language": submission.language,
            "published_at": published,
            "published_offset": _offset(published),
            "author": submission.author,
            "claim_count": 0,
        }
        if not insert_new(self._session, ArticleRow, values):
            return False
        self._session.add(SourceRow(article_id=article_id, text=submission.text, html=submission.html))
        self._session.flush()
        return True

    def complete(self, article_id: str, submission: Submission) -> None:
        """Of an article that was known by its address: what its page says."""
        published = submission.published_at
        self._session.exec(
            update(ArticleRow)
            .where(col(ArticleRow.id) == article_id)
            .values(
                status=ArticleStatus.QUEUED.value,
                error=None,
                submitted=_submitted(submission),
                title=submission.title,
                language=submission.language,
                published_at=published,
                published_offset=_offset(published),
                author=submission.author,
            )
        )
        self._session.exec(
            update(SourceRow)
            .where(col(SourceRow.article_id) == article_id)
            .values(text=submission.text, html=submission.html)
        )

    def get(self, article_id: str) -> StoredArticle | None:
        """With its text and source."""
        rows = _WHOLE.rows(self._session, ids=[article_id])
        return _load(rows[0][:-2], rows[0][-2], rows[0][-1]) if rows else None

    def without_texts(self, article_ids: Iterable[str]) -> dict[str, StoredArticle]:
        """By id, their texts left empty; unknown ids are left out."""
        return {row[0]: _load(row, "", None) for row in _HEADS.of_many(self._session, article_ids)}

    def with_texts(self, article_ids: Iterable[str]) -> dict[str, StoredArticle]:
        """By id, without the source of their pages; unknown ids are left out."""
        return {row[0]: _load(row[:-1], row[-1], None) for row in _WITH_TEXTS.of_many(self._session, article_ids)}

    def status(self, article_id: str) -> ArticleStatus | None:
        """How far it has come; None for an unknown id."""
        found = self._session.exec(select(ArticleRow.status).where(ArticleRow.id == article_id)).first()
        return None if found is None else ArticleStatus(found)

    def brought_by(self, article_id: str) -> str | None:
        """Id of the request that brought the article, for the log."""
        found = self._session.exec(select(ArticleRow.submitted).where(ArticleRow.id == article_id)).first()
        return None if found is None else found.get("request")

    def analysis(self, article_id: str) -> StoredAnalysis | None:
        """None until it is analysed."""
        rows = _ANALYSIS.rows(self._session, article=article_id)
        if not rows:
            return None
        version, body = rows[0]
        return StoredAnalysis(
            clean=load_clean(body["clean"]),
            sentences=tuple((start, end) for start, end in body["sentences"]),
            version=version,
        )

    def save_analysis(self, article: Article, analysis: StoredAnalysis) -> None:
        """What was found, instead of what was found before."""
        self._session.merge(
            AnalysisRow(
                article_id=article.id,
                version=analysis.version,
                body={"clean": dump_clean(analysis.clean), "sentences": [list(span) for span in analysis.sentences]},
            )
        )
        count = self._session.exec(select(func.count()).where(col(ClaimRow.article_id) == article.id)).one()
        self._session.exec(
            update(ArticleRow)
            .where(col(ArticleRow.id) == article.id)
            .values(
                status=ArticleStatus.ANALYSED.value,
                error=None,
                title=article.title,
                language=article.language,
                published_at=article.published_at,
                published_offset=_offset(article.published_at),
                author=article.author,
                claim_count=count,
            )
        )

    def mark_failed(self, article_id: str, error: str) -> None:
        """With why, in one line. One that was analysed before keeps what was found then."""
        known = self._session.get(AnalysisRow, article_id) is not None
        self._set_status([article_id], ArticleStatus.ANALYSED if known else ArticleStatus.FAILED, error)

    def mark_queued(self, article_ids: Iterable[str]) -> None:
        """To be analysed anew."""
        self._set_status(list(article_ids), ArticleStatus.QUEUED, None)

    def _set_status(self, article_ids: list[str], status: ArticleStatus, error: str | None) -> None:
        self._session.exec(
            update(ArticleRow).where(col(ArticleRow.id).in_(article_ids)).values(status=status.value, error=error)
        )

    def remove(self, article_id: str) -> None:
        """The article, its texts and its analysis."""
        self._session.exec(delete(AnalysisRow).where(col(AnalysisRow.article_id) == article_id))
        self._session.exec(delete(SourceRow).where(col(SourceRow.article_id) == article_id))
        self._session.exec(delete(ArticleRow).where(col(ArticleRow.id) == article_id))

    def analysed_by_others(self, version: str | None, *, after: str, limit: int) -> tuple[str, ...]:
        """Ids of articles with an analysis of another version (None: of any), in their order, beyond ``after``."""
        query = select(AnalysisRow.article_id).where(col(AnalysisRow.article_id) > after)
        if version is not None:
            query = query.where(col(AnalysisRow.version) != version)
        return tuple(self._session.exec(query.order_by(col(AnalysisRow.article_id)).limit(limit)))

    def versions(self) -> dict[str, int]:
        """How many articles each version has analysed."""
        query = select(AnalysisRow.version, func.count()).group_by(col(AnalysisRow.version))
        return dict(self._session.exec(query).all())

    def list(self, wanted: ArticleFilter, *, limit: int, cursor: str | None) -> Slice[StoredArticle]:
        """Newest first, without their texts."""
        key = col(ArticleRow.sort_key)
        found = page_of_plan(
            self._session,
            select(ArticleRow.id, key),
            Wanted(choices=list(_choices(wanted)), conditions=()),
            key,
            row_id=col(ArticleRow.id),
            limit=limit,
            cursor=cursor,
        )
        articles = self.without_texts(article_id for article_id, _ in found.items)
        return Slice(tuple(articles[article_id] for article_id, _ in found.items), found.next)

    def ids(self) -> tuple[str, ...]:
        """All of them, in the order in which they came."""
        return tuple(self._session.exec(select(ArticleRow.id).order_by(col(ArticleRow.sort_key))).all())


def _choices(wanted: ArticleFilter) -> Iterator[Choice]:
    outlet = col(ArticleRow.outlet)
    for column, value in (
        (outlet, wanted.outlet),
        (col(ArticleRow.language), wanted.language),
        (col(ArticleRow.status), wanted.status),
    ):
        if value is not None:
            ids = select(ArticleRow.id).where(column == value)
            yield Choice(
                ids=ids,
                test=InTurn(column) == value,
                counted=ids,
                direct=column == value,
                ordered=column is outlet,
                among=ArticleRow,
                look=3.0,
                ask=1.0,
            )


def _submitted(submission: Submission) -> dict[str, str | None]:
    published = submission.published_at
    return {
        "title": submission.title,
        "language": submission.language,
        "published_at": published.isoformat() if published else None,
        "url": submission.url,
        "author": submission.author,
        "request": submission.request,
    }


def _offset(instant: datetime | None) -> int | None:
    shift = instant.utcoffset() if instant is not None else None
    return None if shift is None else int(shift.total_seconds() // 60)


def _load(columns: tuple[Any, ...], text: str, html: str | None) -> StoredArticle:
    row = _Head._make(columns)
    submitted = row.submitted
    submission = Submission(
        outlet=row.outlet,
        text=text,
        html=html,
        title=submitted["title"],
        language=submitted["language"],
        published_at=datetime.fromisoformat(submitted["published_at"]) if submitted["published_at"] else None,
        url=submitted["url"],
        author=submitted["author"],
        request=submitted.get("request"),
    )
    status = ArticleStatus(row.status)
    return StoredArticle(
        id=row.id,
        submission=submission,
        status=status,
        received_at=row.received_at,
        error=row.error,
        found=_found(row, submission) if row.language is not None else None,
        claim_count=row.claim_count,
    )


def _found(row: _Head, submission: Submission) -> Article:
    published = row.published_at
    if published is not None and row.published_offset is not None:
        published = published.astimezone(timezone(timedelta(minutes=row.published_offset)))
    return Article(
        id=row.id,
        outlet=row.outlet,
        text=submission.text,
        language=row.language or "",
        title=row.title,
        published_at=published,
        url=submission.url,
        author=row.author,
    )
