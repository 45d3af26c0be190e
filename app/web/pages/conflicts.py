"""One conflict: its sides face to face."""

from fastapi import Request
from starlette.responses import Response

from app.web.api.answers import services_of
from app.web.pages.marks import context_of
from app.web.pages.page import page, page_router

MOST_QUOTES = 12  # quotes of one side shown; the story has all

router = page_router()


@router.get("/conflicts/{conflict_id}")
def show_conflict(request: Request, conflict_id: str) -> Response:
    """The sides face to face, each quote marked in its paragraph."""
    browse = services_of(request).browse
    conflict = browse.conflict(conflict_id)
    shown = [claim for side in conflict.sides for claim in side.claims[:MOST_QUOTES]]
    texts = {article_id: browse.article(article_id).text for article_id in {claim.article_id for claim in shown}}
    return page(
        request,
        "conflict.html",
        conflict=conflict,
        most=MOST_QUOTES,
        names=[name for side in conflict.sides for name in (*side.outlets, side.label)],
        contexts={claim.claim_id: context_of(texts[claim.article_id], claim.start, claim.end) for claim in shown},
    )
