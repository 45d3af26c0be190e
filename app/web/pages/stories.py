"""One story: who reports which value of each detail, and every claim with its quote."""

from fastapi import Request
from starlette.responses import Response

from app.use_cases.views import ClaimView
from app.web.api.answers import services_of
from app.web.pages.page import page, page_router, words_of
from app.web.pages.pictures.story import pictures_of

router = page_router()


@router.get("/stories/{story_id}")
def show_story(request: Request, story_id: str) -> Response:
    """Who reports which value of each slot, and every claim with its quote."""
    services = services_of(request)
    browse = services.browse
    story = browse.cluster(story_id)
    conflicts = browse.conflicts_of(story_id)
    reports: dict[str, list[ClaimView]] = {}
    for claim in story.claims:
        reports.setdefault(claim.article_id, []).append(claim)
    return page(
        request,
        "story.html",
        story=story,
        headline_language=next((claim.language for claim in story.claims if claim.statement == story.headline), None),
        language_of={claim.id: claim.language for claim in story.claims},
        reports=reports,
        conflicts=conflicts,
        pictures=pictures_of(story, conflicts, services.knowledge, words_of(request)),
    )
