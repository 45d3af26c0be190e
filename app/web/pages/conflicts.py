"""One conflict: its sides face to face, why they exclude each other, what came later, and what reviewers decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from app.core.errors import ChangedMeanwhile, NotFound
from app.use_cases.browse import Browse
from app.use_cases.remarks import version_of
from app.use_cases.views import ClaimView, ClusterView, ConflictView, OriginalView, SideView
from app.web.api.answers import services_of
from app.web.api.deciding import read_decision, remark_of
from app.web.api.reports import Review
from app.web.caller import caller_of
from app.web.pages.details import Detail
from app.web.pages.later_reports import LaterReport, by_side, first_published, gaps_of, later_reports
from app.web.pages.origins import Independence, across, independence_of
from app.web.pages.page import may, page, page_router, see
from app.web.pages.quotes import ShownClaim, differences_of, show_in_paragraph
from app.web.pages.review_queue import kept_parameters, queue_of
from app.web.pages.reviewing import Typed, read_review, typed_in

MOST_QUOTES = 6  # quotes of one side shown; the story has all
MOST_COMPARED = 6  # quotes of the other sides that each is compared with
MOST_LATER = 10  # later reports shown

router = page_router()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSide:
    """One side with what is shown of it; ``hidden`` counts its claims that are not."""

    side: SideView
    claims: tuple[ShownClaim, ...]
    hidden: int
    independence: Independence


@router.get("/conflicts/{conflict_id}")
def show_conflict(request: Request, conflict_id: str) -> Response:
    """The sides face to face, each quote marked in its paragraph."""
    return _conflict_page(request, conflict_id)


@router.post("/conflicts/{conflict_id}/review")
async def review_conflict(request: Request, conflict_id: str) -> Response:
    """Keeps a decision, and leads back to the conflict; where it has changed since it was read, nothing is decided, and
    the reader sees what it says now beside what was typed."""
    fields = await read_review(request)
    return await run_in_threadpool(_decide, request, conflict_id, fields)


def _decide(request: Request, conflict_id: str, fields: Mapping[str, list[str]]) -> Response:
    typed = typed_in(fields)
    review = read_decision(
        {"state": typed.choice, "note": typed.note or None, "reviewer": typed.reviewer or None}, Review
    )
    remark = remark_of(request, review, f'"{typed.version}"')
    try:
        decided = services_of(request).review(conflict_id, review.state, remark)
    except ChangedMeanwhile:
        return _conflict_page(request, conflict_id, 412, typed=typed)
    except NotFound:
        return page(request, "gone.html", 404, path="/", typed=typed)
    return see(request, "/conflicts", decided.id, **{**kept_parameters(request), "done": decided.state})


def _conflict_page(request: Request, conflict_id: str, status: int = 200, *, typed: Typed | None = None) -> Response:
    browse = services_of(request).browse
    conflict, story, members = browse.conflict_in_story(conflict_id)
    detail = Detail(conflict, members)
    later = later_reports(detail, story.claims)
    shown_later = later[:MOST_LATER]
    leads = _leads(conflict, {claim.id: claim for claim in members})
    originals = _originals(browse, leads, shown_later)
    sides = _sides(conflict, story, detail, leads, originals)
    return page(
        request,
        "conflict.html",
        status,
        path=f"/conflicts/{conflict_id}",
        conflict=conflict,
        story=story,
        sides=sides,
        marks={stretch.mark for side in sides for shown in side.claims for stretch in shown.stretches},
        across=across([side.outlets for side in conflict.sides], story.shared_origins),
        gaps=gaps_of(conflict),
        later=[(report.standing, _in_paragraph(report, originals)) for report in shown_later],
        later_hidden=len(later) - len(shown_later),
        later_counts=by_side(later),
        dated=None not in first_published(conflict),
        queue=queue_of(browse, conflict_id, kept_parameters(request)),
        version=version_of(conflict) if "review" in may(request) else "",
        typed=typed,
        done=request.query_params.get("done"),
        by_key=caller_of(request).actor.key_id is not None,
        names=[name for side in conflict.sides for name in (*side.outlets, side.label)],
    )


def _in_paragraph(report: LaterReport, originals: Mapping[str, OriginalView]) -> ShownClaim:
    return show_in_paragraph(report.claim, originals.get(report.claim.article_id), told=report.standing.words)


def _leads(conflict: ConflictView, claims: Mapping[str, ClaimView]) -> tuple[tuple[ClaimView, ...], ...]:
    """The claims of each side in the order in which they were published; those without a time come last."""

    def order(claim: ClaimView) -> tuple[bool, float, str]:
        published = claim.published_at
        return published is None, published.timestamp() if published is not None else 0.0, claim.id

    return tuple(
        tuple(sorted((claims[own.claim_id] for own in side.claims if own.claim_id in claims), key=order))
        for side in conflict.sides
    )


def _originals(
    browse: Browse, leads: Iterable[tuple[ClaimView, ...]], later: Iterable[LaterReport]
) -> dict[str, OriginalView]:
    shown = [claim for side in leads for claim in side[:MOST_QUOTES]]
    return browse.originals(claim.article_id for claim in [*shown, *(report.claim for report in later)])


def _sides(
    conflict: ConflictView,
    story: ClusterView,
    detail: Detail,
    leads: tuple[tuple[ClaimView, ...], ...],
    originals: Mapping[str, OriginalView],
) -> list[ShownSide]:
    found = []
    for number, (side, claims) in enumerate(zip(conflict.sides, leads, strict=True)):
        others = [other for n, each in enumerate(leads) if n != number for other in each[:MOST_COMPARED]]
        shown = tuple(
            show_in_paragraph(
                claim,
                originals.get(claim.article_id),
                told=detail.told.get(claim.id, ()),
                differing=differences_of(claim, others),
            )
            for claim in claims[:MOST_QUOTES]
        )
        found.append(
            ShownSide(
                side=side,
                claims=shown,
                hidden=len(claims) - len(shown),
                independence=independence_of(side.outlets, story.shared_origins),
            )
        )
    return found
