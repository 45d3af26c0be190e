"""Tells those who watch how the analysis of an article ended."""

from app.core.model.article import Article
from app.core.model.watching import EventType, NewEvent
from app.ports import Unit


def tell_analysed(unit: Unit, article: Article) -> None:
    """Call it before the result is kept; an article that was analysed before tells nothing."""
    if unit.articles.analysis(article.id) is None:
        _tell(unit, EventType.ARTICLE_ANALYSED, article.id, article.outlet)


def tell_failed(unit: Unit, article_id: str) -> None:
    """It is given up; why is for those who may read articles."""
    article = unit.articles.get(article_id)
    if article is not None:
        _tell(unit, EventType.ARTICLE_FAILED, article_id, article.submission.outlet)


def _tell(unit: Unit, kind: EventType, article_id: str, outlet: str) -> None:
    data = {"article_id": article_id, "outlets": [outlet]}
    unit.outbox.tell(NewEvent(type=kind, data=data, articles=frozenset([article_id])))
