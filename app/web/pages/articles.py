"""One article: its whole text with its claims marked."""

from fastapi import Request
from starlette.responses import Response

from app.use_cases.browse import Browse
from app.use_cases.views import ArticleView, ConflictView
from app.web.api.answers import services_of
from app.web.pages.marks import blocks_of
from app.web.pages.page import page, page_router

router = page_router()


@router.get("/articles/{article_id}")
def show_article(request: Request, article_id: str) -> Response:
    """The whole text, its claims marked and what was left out grey."""
    browse = services_of(request).browse
    article = browse.article(article_id)
    return page(
        request, "article.html", article=article, blocks=blocks_of(article), conflicts=conflicts_of(browse, article)
    )


def conflicts_of(browse: Browse, article: ArticleView) -> list[ConflictView]:
    """The conflicts that an article is part of."""
    homes = dict.fromkeys(claim.cluster_id for claim in article.claims if claim.cluster_id is not None)
    wanted = set(article.conflict_ids)
    if not wanted:
        return []
    return [conflict for home in homes for conflict in browse.conflicts_of(home) if conflict.id in wanted]
